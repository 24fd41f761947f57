"""The page 路径: rows from the worker, a target moved and what gives way, bad input named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guihua.tracking import track_observations
from guihua.web import results
from guihua.web.models import Job
from guihua.web.pages import pathways as pages
from guihua.web.pages import waiting
from guihua.web.results import Results
from guihua.web.work import pathways
from tests.checking.making import growth, level, plan_of

BASE, AIM = level("工业增加值", "8000", "亿元", 2015), level("工业增加值", "11500", "亿元")
RATE = growth("工业增加值", "7.5")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, root: Path) -> Results:
    plan = plan_of(BASE, AIM, RATE, region="150000", title="甲")
    day = date(2017, 6, 30)
    tracking = track_observations(plan, (), day, "150000")
    found = Results("v", day, plan, tracking.assessments, (), (), None, (), has_data=False)
    monkeypatch.setattr(waiting, "obtain", lambda request: found)
    monkeypatch.setattr(results, "ready", lambda view: found)
    monkeypatch.setattr(pages, "awaited", _work)
    pathways._WARM.clear()
    return found


def _work(job: Job) -> Job:
    job.result, job.state = pathways.make_path(job.payload, lambda *_: None), Job.State.DONE  # type: ignore[arg-type]
    return job


def test_the_path_stands_beside_the_pace_so_far(shown: Results, person: Any, plan_text: str) -> None:
    said = person("planner").get("/path/").content.decode()
    assert "工业增加值" in said and "7.5%" in said and "全部目标可同时满足" in said


def test_a_moved_target_shows_which_others_give_way(shown: Results, person: Any, plan_text: str) -> None:
    said = person("planner").get(f"/path/?target={AIM.id}&value=14000").content.decode()
    assert "不能同时满足" in said and "须放宽" in said and "让步" in said


@pytest.mark.parametrize("query", ["target=nobody&value=1", f"target={AIM.id}&value=x", f"target={AIM.id}&value=-3"])
def test_a_target_that_is_none_and_a_value_that_is_none_are_named(
    query: str, shown: Results, person: Any, plan_text: str
) -> None:
    answer = person("planner").get(f"/path/?{query}")
    assert answer.status_code in (400, 404)
    assert not Job.objects.filter(kind="path").exists()


def test_the_second_question_of_a_day_is_answered_from_memory(shown: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = {"as_of": "2017-06-30", "collected": False, "public_on": "", "changes": {}, "lang": "zh"}
    first = pathways.make_path(payload, lambda *_: None)  # type: ignore[arg-type]
    monkeypatch.setattr(results, "ready", lambda view: None)
    assert pathways.make_path(payload, lambda *_: None) == first  # type: ignore[arg-type]


def test_the_page_reads_in_english(shown: Results, person: Any, plan_text: str) -> None:
    client = person("planner")
    client.cookies["guihua_lang"] = "en"
    assert "Path to the targets" in client.get("/path/").content.decode()
