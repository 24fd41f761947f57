"""Reporting with a gate: whose region a figure is, what a cell refuses, and the reason that reaches the reviewer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from guihua.statistics import query
from guihua.web import desk, results
from guihua.web.models import Organisation
from guihua.web.pages.data import SUBMISSION
from guihua.web.work.loop import run

FORM = """number: 园1
zh: 园区年报（示例）
every: year
figures:
  - {key: output, indicator: 工业园区总产值, unit: 亿元}
  - {key: power, indicator: 全社会用电量, unit: 亿千瓦时}
"""


@pytest.fixture
def form(root: Path, plan_text: str) -> Iterator[None]:
    (root / "forms").mkdir(exist_ok=True)
    (root / "forms" / "park.yaml").write_text(FORM, encoding="utf-8")
    yield
    shutil.rmtree(root / "forms")


def _ask(planner: Any, body: str, year: str) -> Any:
    return planner.post(reverse("data-ask"), {"form": "园1", "body": body, "month": year, "due": "2030-02-01"})


def _filled(reporter: Any, subject: str, **values: str) -> Any:
    return reporter.post(reverse("submission-fill", args=[subject]), {**values, "submit": "1"})


def _subject(body: str, year: str) -> str:
    states = desk.journal(desk.ledger(SUBMISSION)).states().values()
    return next(s.subject for s in states if s.text("lead") == body and s.text("month") == f"{year}-12")


def test_a_body_without_a_region_is_not_asked(form: None, person: Any) -> None:
    answer = _ask(person("planner"), "own", "2001")
    assert answer.status_code == 400 and "SUBMIT-REGION" in answer.content.decode()


def test_a_leagues_figure_is_the_leagues_and_its_reason_reaches_the_reviewer(form: None, person: Any) -> None:
    Organisation.objects.filter(code="own").update(region="150200")
    planner, reporter, reviewer = person("planner"), person("reporter"), person("reviewer", "foreign")
    assert _ask(planner, "own", "2002").status_code == 302
    subject = _subject("甲盟工信局", "2002")
    assert _filled(reporter, subject, **{"v-output": "812.5", "progress": "园区口径按年报"}).status_code == 302
    run(once=True)
    assert "园区口径按年报" in reviewer.get(reverse("submission", args=[subject])).content.decode()
    reviewer.post(reverse("submission-decide", args=[subject]), {"action": "accept", "level": "内部"})
    run(once=True)
    store = results.store(results.project())
    found = [o for o in query(store, as_of=date.max) if o.value == "812.5"]
    assert [(o.region, o.period.last_year, o.publisher) for o in found] == [("150200", 2002, "甲盟工信局")]


@pytest.mark.parametrize("values", [{"v-output": "99999999"}, {"v-power": "-5"}])
def test_a_figure_that_cannot_be_does_not_pass(form: None, person: Any, values: dict[str, str]) -> None:
    Organisation.objects.filter(code="own").update(region="150200")
    year = "2003" if "v-output" in values else "2004"
    _ask(person("planner"), "own", year)
    subject = _subject("甲盟工信局", year)
    answer = _filled(person("reporter"), subject, **values)
    assert answer.status_code == 400 and "s-error" in answer.content.decode()
    state = desk.journal(desk.ledger(SUBMISSION)).state(subject)
    assert state is not None and state.state in ("due", "filling")
