"""The page of the plan's systems: the list with its states, filters, and the way to each home."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guihua.reading import read_text
from guihua.web.pages import waiting
from guihua.web.results import Results

TEXT = (
    "某市“十三五”工业发展规划\n（2016年9月）\n一、重点任务\n设立产业发展基金。建立产品质量追溯体系。开展“找矿行动”。\n"
)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    found = Results("v", date(2018, 12, 31), read_text(TEXT), (), (), (), None, (), has_data=False)
    monkeypatch.setattr(waiting, "obtain", lambda request: found)


def test_every_system_stands_with_its_home_and_state(shown: None, person: Any, plan_text: str) -> None:
    answer = person("planner").get("/systems/")
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "产业发展基金" in said and "/ledgers/funds/" in said and "已建未用" in said
    assert "link:traceability" in said and "task:" in said


def test_the_list_is_filtered_by_state_home_and_words(shown: None, person: Any, plan_text: str) -> None:
    client = person("evaluator")
    assert "产业发展基金" not in client.get("/systems/?state=none").content.decode()
    assert "找矿行动" in client.get("/systems/?state=none").content.decode()
    assert "找矿行动" not in client.get("/systems/?home=ledger").content.decode()
    assert "追溯" in client.get("/systems/?q=追溯").content.decode()


def test_the_page_reads_in_english(shown: None, person: Any, plan_text: str) -> None:
    client = person("planner")
    client.cookies["guihua_lang"] = "en"
    assert "Systems of the plan" in client.get("/systems/").content.decode()
