"""The second example: what it must show, and its verdicts as a person judged them (docs/adjudication-verdicts.md)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from tempfile import mkdtemp

from guihua.plan.plan import Plan
from guihua.plan.status import ReasonCode, Status
from guihua.reading import read_document
from guihua.storage import Store, open_store
from guihua.tracking import Tracking, track
from tests.corpus import ROOT

FOLDER = ROOT / "examples/energy"
COLLECTED, END_2021 = date(2026, 6, 30), date(2021, 12, 31)


@cache
def plan() -> Plan:
    return read_document(FOLDER / "plan.zh.md")


@cache
def store() -> Store:
    from guihua.statistics.importing import import_file

    made = open_store(mkdtemp(prefix="guihua-energy-"))
    import_file(made, FOLDER / "observations.csv")
    return made


@cache
def tracking(day: date) -> Tracking:
    return track(plan(), store(), day, region="100000")


def judged_by_hand() -> list[list[str]]:
    """The rows of the page's table: target, asked, year, figure, verdict, verdict of 2021, by hand, why."""
    page = (ROOT / "docs/adjudication-verdicts.md").read_text(encoding="utf-8")
    section = page.split("## The second example")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def said(found: Tracking) -> dict[tuple[str, str], str]:
    from guihua.view.statements import value_words

    words = {}
    for a in found:
        mark = " 口径注" if a.coverage_note and a.status is not Status.UNKNOWN else ""
        reason = f" ({a.reason.value})" if a.reason else ""
        words[a.statement.indicator, value_words(a.statement, "zh")] = f"{a.status.value}{mark}{reason}"
    return words


def test_every_verdict_is_as_it_was_judged_by_hand() -> None:
    rows, now, then = judged_by_hand(), said(tracking(COLLECTED)), said(tracking(END_2021))
    assert len(rows) == 35
    for name, asked, _, _, verdict, before, hand, why in rows:
        assert (now[name, asked], then[name, asked]) == (verdict, before), (name, asked)
        assert hand.startswith("right") and why
    judged = {key for key, words in now.items() if not words.startswith("unknown")}
    assert judged <= {(row[0], row[1]) for row in rows}, "a verdict that nobody has judged"


def test_at_least_thirty_quantities_are_judged_and_none_is_called_absent_beside_its_figure() -> None:
    found = [a for a in tracking(COLLECTED) if a.statement.year == 2020]
    judged = {(a.statement.variable, a.statement.form) for a in found if a.status in (Status.MET, Status.MISSED)}
    assert len(judged) >= 30
    waiting = [
        a for a in found if a.latest is not None and a.latest.period.last_year == 2020 and a.status is Status.UNKNOWN
    ]
    assert {a.reason for a in waiting} <= {ReasonCode.COVERAGE_CHANGED, ReasonCode.NO_DATA}
    sums = {a.statement.indicator for a in waiting if a.reason is ReasonCode.NO_DATA}
    assert sums <= {"新增太阳能发电装机"}  # one year of five; the stock of the base year was not published


def test_a_forecast_range_that_was_passed_is_missed_and_says_so() -> None:
    (power,) = (
        a
        for a in tracking(COLLECTED)
        if a.statement.indicator == "全社会用电量" and len(a.statement.value) == 2 and a.statement.unit != "%"
    )
    assert (power.status, power.coverage_note) == (Status.MISSED, True)
    assert power.note("beyond_range") is not None


def test_solar_power_was_early() -> None:
    early = {a.statement.indicator for a in tracking(date(2018, 12, 31)) if a.status is Status.AHEAD}
    assert {"太阳能发电装机容量", "光伏发电装机容量"} <= early


def test_the_plan_is_our_own_words_and_leaves_out_what_was_only_remembered() -> None:
    text = (FOLDER / "plan.zh.md").read_text(encoding="utf-8")
    assert "不代表任何机关" in text and len(plan().targets) >= 40
    assert not re.search("供电煤耗|线损率|充电设施|6.8亿千瓦|1.9万亿千瓦时|7.3亿吨", text)
