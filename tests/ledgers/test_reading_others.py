"""A feed reads another ledger's state; a veto bars an act; another system's export comes in by a file that says how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.bodies import bar_of
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.figures import figures
from guihua.ledgers.formats import load_format, load_formats
from guihua.ledgers.importing import import_file
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor, Event, Value
from guihua.ledgers.permission import same_name
from guihua.storage import Store

PLANNER = Actor("甲", "某厅", "planner")
LEDGERS = load_ledgers()


def event(
    ledger: str, subject: str, action: str, to: str, day: str = "2018-01-02", basis: str = "", **values: Value
) -> Event:
    at = date.fromisoformat(day)
    return Event(ledger, subject, action, at, f"{day}T00:00:00+08:00", PLANNER, to, dict(values), basis=basis)


def vetoed(store: Store, **more: Value) -> None:
    of = {"name": "一厂", "matter": "安全生产", "valid_from": "2018-01-01", "document": "某〔2018〕1号", **more}
    Journal(store, LEDGERS["vetoes"]).record([event("vetoes", "v", "list", "listed", **of)])


READER = """ledger: watched
shape: registry
zh: 关注企业
en: Watched firms
feeds:
  - {name: vetoed, zh: 被否决企业数, en: vetoed, unit: 家, where: [{field: state, is: listed}, {field: name, in: vetoes.name}]}
  - {name: free, zh: 未被否决企业数, en: free, unit: 家, where: [{field: state, is: listed}, {field: name, not_in: vetoes.name}]}
"""


def test_a_feed_counts_by_what_stands_in_another_ledger(store: Store, tmp_path: Path) -> None:
    (tmp_path / "watched.yaml").write_text(READER, encoding="utf-8")
    ledgers = load_ledgers(tmp_path)
    journal = Journal(store, ledgers["watched"])
    journal.record([event("watched", n, "list", "listed", name=n) for n in ("一厂", "二厂", "三厂")])
    vetoed(store)
    told = {f.feed: f.value for f in figures(journal, date(2018, 6, 1), others=ledgers)}
    assert told == {"vetoed": "1", "free": "2"}
    before = {f.feed: f.value for f in figures(journal, date(2018, 1, 1), others=ledgers)}
    assert before == {"vetoed": None, "free": None}  # the firms were entered the day after
    assert {f.value for f in figures(journal, date(2018, 6, 1))} == {
        None
    }  # without the other's declaration nothing is said


def brand(basis: str = "") -> Event:
    return event("brands", "b", "list", "listed", "2018-03-01", basis, name="甲牌", kind="内蒙古名牌", holder="一厂")


def test_a_veto_bars_an_award_unless_it_is_overruled_with_a_basis(store: Store) -> None:
    vetoed(store)
    journal = Journal(store, LEDGERS["brands"], same_name, bar_of(Journal(store, LEDGERS["vetoes"])))
    with pytest.raises(GuihuaError, match="否决") as caught:
        journal.record([brand()])
    assert caught.value.code == "LG-VETO"
    assert journal.record([brand("某〔2018〕7号，整改到位")])["b"].state == "listed"


def test_a_veto_bars_only_what_its_scope_says(store: Store) -> None:
    vetoed(store, scope=("等次",))
    journal = Journal(store, LEDGERS["brands"], same_name, bar_of(Journal(store, LEDGERS["vetoes"])))
    assert journal.record([brand()])["b"].state == "listed"


def test_an_export_comes_in_by_its_format_and_cases_keep_their_dates(store: Store, table: Callable[..., Path]) -> None:
    rows = [
        ("业务流水号", "审批事项", "审批部门", "受理时间", "承诺办理时限", "办理结果", "办结时间", "办理方式"),
        ("x1", "项目备案", "甲局", "2018-03-01", "3", "同意", "2018-03-05", "备案类"),
        ("x2", "项目核准", "乙局", "2018-04-02", "20", "", "", "核准类"),
    ]
    journal, form = Journal(store, LEDGERS["approvals"]), load_formats(LEDGERS)["approval-platform"]
    batch = import_file(journal, table(rows), date(2018, 12, 1), PLANNER, format=form)
    assert not batch.bad
    states = journal.states()
    assert (states["x1"].state, states["x1"].text("result"), states["x1"].text("kind")) == ("decided", "准予", "备案")
    assert [states[x].since for x in ("x1", "x2")] == [date(2018, 3, 1), date(2018, 4, 2)]


def test_a_format_that_names_no_field_or_option_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    head = "format: f\nzh: 甲\nen: f\nledger: approvals\n"
    for text, words in (
        ("heads: {甲: nowhere}\n", "nowhere"),
        ("heads: {甲: kind}\nvalues: {kind: {乙: 不存在}}\n", "不存在"),
        ("heads: {甲: kind}\ncolour: red\n", "colour"),
    ):
        path.write_text(head + text, encoding="utf-8")
        with pytest.raises(GuihuaError, match=words):
            load_format(path, LEDGERS)
    path.write_text(head.replace("approvals", "nowhere") + "heads: {甲: kind}\n", encoding="utf-8")
    with pytest.raises(GuihuaError, match="nowhere"):
        load_format(path, LEDGERS)


def test_pauses_stop_the_clock_of_a_case_once_where_they_overlap(store: Store) -> None:
    from guihua.ledgers.due import due
    from guihua.ledgers.pausing import suspensions

    cases, pauses = Journal(store, LEDGERS["approvals"]), Journal(store, LEDGERS["pauses"])
    of = {"task": "核准", "case_number": "x1", "accepted_on": "2018-03-01", "limit_days": "20", "body": "甲局"}
    cases.record([event("approvals", "x1", "accept", "accepted", "2018-03-01", **of)])
    assert due(LEDGERS["approvals"], cases.states(), date(2018, 3, 20))[0].day == date(2018, 3, 29)
    spans = (("2018-03-05", "2018-03-09"), ("2018-03-07", "2018-03-12"))
    pauses.record(
        [
            event("pauses", f"p{i}", "list", "listed", a, name="x1", reason="补正材料", paused_on=a, resumed_on=b)
            for i, (a, b) in enumerate(spans)
        ]
    )
    cases.record(suspensions(cases, pauses, date(2018, 3, 20), PLANNER))
    state = cases.states()["x1"]
    assert state.text("paused_days") == "5"  # 5 to 12 March: five working days, counted once
    owed = due(LEDGERS["approvals"], {"x1": state}, date(2018, 3, 20))[0]
    assert owed.day == date(2018, 4, 8)  # 5 to 7 April are Qingming, the 8th is worked
    assert suspensions(cases, pauses, date(2018, 3, 20), PLANNER) == []


def test_silence_is_consent_for_the_industry_body_alone(store: Store) -> None:
    journal = Journal(store, LEDGERS["opinions"])
    of = {"task": "征求", "case_number": "x1", "asked_on": "2018-05-02", "limit_days": "7"}
    journal.record(
        [event("opinions", "i", "ask_industry", "asked_industry", body="行业处", kind="行业主管部门意见", **of)]
    )
    journal.record([event("opinions", "e", "ask", "asked", body="环保局", kind="环境影响评价", **of)])
    assert journal.record([event("opinions", "i", "deem", "deemed", "2018-06-01", "逾期")])["i"].state == "deemed"
    with pytest.raises(GuihuaError, match="状态"):
        journal.record([event("opinions", "e", "deem", "deemed", "2018-06-01", "逾期")])
