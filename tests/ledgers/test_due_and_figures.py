"""Deadlines in working and calendar days; figures as of a day, with gaps and trails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.bodies import bodies, in_force, move, moves, named_in, vetoes
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.due import due, overdue
from guihua.ledgers.figures import Gap, derive, figures, observations, serving
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import CORRECT, VOID, Actor, Event, Evidence, Value
from guihua.ledgers.linking import link, links, proposals
from guihua.plan.plan import Plan
from guihua.plan.statement import Commitment, Comparator, Form, Kind, Statement
from guihua.proof.hashes import digest
from guihua.storage import Store
from tests.ledgers.conftest import PLANNER

LEDGERS = load_ledgers()
REVIEWER = Actor("复核人", "牵头部门", "reviewer")
MENDER = Actor("整改人", "甲厅", "reporter")
PROOF = (Evidence("照片.jpg", str(digest(b"photo"))),)


def act(
    journal: Journal, subject: str, action: str, at: str, to: str = "", actor: Actor = PLANNER, basis: str = "文件",
    evidence: Sequence[Evidence] = (), corrects: str = "", **values: Value | None,
) -> str:  # fmt: skip
    """Record one act; gives the event's id."""
    day = date.fromisoformat(at)
    event = Event(journal.ledger.name, subject, action, day, now(), actor, to, values, tuple(evidence), basis, corrects)
    journal.record([event])
    return list(journal.events())[-1].id


def refused(journal: Journal, *args: str, **more: object) -> str:
    """The code with which an act is refused."""
    with pytest.raises(GuihuaError) as caught:
        act(journal, *args, **more)  # type: ignore[arg-type]
    return caught.value.code


@pytest.fixture
def hazard(store: Store) -> Journal:
    journal = Journal(store, LEDGERS["hazards"])
    found: dict[str, Value | None] = {
        "problem": "护栏缺失",
        "found_on": "2018-02-09",
        "grade": "重大隐患",
        "object": "某厂",
    }
    act(journal, "h1", "find", "2018-02-09", "found", **found)
    return journal


def test_an_assignment_limit_of_three_working_days_runs_over_the_spring_festival(hazard: Journal) -> None:
    (item,) = due(hazard.ledger, hazard.states(), date(2018, 2, 14))
    assert item.day == date(2018, 2, 13)  # 11 is a Sunday worked, then 12 and 13
    assert (item.working, item.overdue, item.left) == (True, True, -1)


def test_a_problem_is_closed_by_another_person_than_the_one_who_mended(hazard: Journal) -> None:
    act(hazard, "h1", "assign", "2018-02-12", "assigned", owner="甲厅", due="2018-03-30")
    assert refused(hazard, "h1", "mend", "2018-03-01", "mended", MENDER, measures="已补装") == "LG-EVIDENCE"
    act(hazard, "h1", "mend", "2018-03-01", "mended", MENDER, evidence=PROOF, measures="已补装")
    same = Actor("整改人", "牵头部门", "reviewer")
    assert refused(hazard, "h1", "close", "2018-03-05", "closed", same, finding="到位") == "LG-SAME-PERSON"
    act(hazard, "h1", "close", "2018-03-05", "closed", REVIEWER, finding="到位")
    assert due(hazard.ledger, hazard.states(), date(2018, 6, 1)) == []
    act(hazard, "h1", "reopen", "2018-06-02", "assigned", REVIEWER, due="2018-06-30")
    act(hazard, "h1", "escalate", "2018-07-02", "escalated", supervisor="上级单位")
    (item,) = overdue(due(hazard.ledger, hazard.states(), date(2018, 7, 3)))
    assert (item.left, item.bodies, item.working) == (-3, ("甲厅",), False)


def test_only_the_body_that_holds_a_problem_may_mend_it(hazard: Journal) -> None:
    act(hazard, "h1", "assign", "2018-02-12", "assigned", owner="甲厅", due="2018-03-30")
    other = Actor("别人", "乙局", "reporter")
    assert refused(hazard, "h1", "mend", "2018-03-01", "mended", other, "", PROOF, measures="x") == "LG-OWNER"
    assert refused(hazard, "h1", "close", "2018-03-01", "closed", REVIEWER, finding="x") == "LG-SOURCE"
    assert refused(hazard, "h1", "nothing", "2018-03-01") == "LG-ACTION"
    assert refused(hazard, "h2", "assign", "2018-03-01", "assigned") == "LG-ABSENT"
    assert refused(hazard, "h1", "find", "2018-03-01", "found") == "LG-EXISTS"
    assert refused(hazard, "h1", "assign", "2018-03-01", "closed", owner="甲厅") == "LG-TARGET"
    assert refused(hazard, "h1", "assign", "2018-03-01", "assigned", grade="要命") == "LG-CHOICE"
    assert refused(hazard, "h1", "assign", "2018-03-01", "assigned", colour="red") == "LG-FIELD"
    assert refused(hazard, "h1", "assign", "2018-03-01", "assigned", Actor("", "", "planner")) == "LG-PERSON"
    assert refused(hazard, "h1", "assign", "2018-03-01", "assigned", REVIEWER) == "LG-ROLE"
    assert refused(hazard, "h1", "assign", "2018-03-01", "assigned", owner=None) == "LG-NEEDS"


def test_a_deadline_in_a_year_without_a_notice_is_unknown(store: Store) -> None:
    journal = Journal(store, LEDGERS["hazards"])
    found: dict[str, Value | None] = {"problem": "x", "found_on": "2026-12-30", "grade": "一般隐患", "object": "某厂"}
    act(journal, "h", "find", "2026-12-30", "found", **found)
    (item,) = due(journal.ledger, journal.states(), date(2027, 1, 20))
    assert (item.day, item.overdue, item.why) == (None, None, "calendar")


def test_an_approval_counts_the_working_days_used_against_its_limit(store: Store) -> None:
    journal = Journal(store, LEDGERS["approvals"])
    case: dict[str, Value | None] = {
        "task": "核准",
        "case_number": "A1",
        "accepted_on": "2018-02-13",
        "limit_days": "5",
    }
    act(journal, "A1", "accept", "2018-02-13", "accepted", **case)
    (item,) = due(journal.ledger, journal.states(), date(2018, 2, 26))
    assert (item.day, item.overdue, item.left) == (date(2018, 2, 26), False, 0)
    act(journal, "A1", "decide", "2018-02-27", "decided", decided_on="2018-02-27", result="准予")
    (days,) = journal.ledger.derived
    assert derive(days, journal.states()["A1"], date(2018, 3, 1)) == "6"
    assert {f.feed: f.value for f in figures(journal, date(2018, 3, 1))} == {"decided": "1", "days_used": "0"}


def park(journal: Journal, name: str, at: str = "2017-05-01", **values: Value | None) -> None:
    act(journal, name, "list", at, "listed", name=name, **values)


def test_a_count_as_of_a_day_knows_validity_and_revocation(store: Store) -> None:
    journal = Journal(store, LEDGERS["parks"])
    park(journal, "一", revenue="600")
    park(journal, "二", revenue="1200", valid_to="2018-12-31")
    park(journal, "三", "2018-06-01", revenue="500")
    park(journal, "四", "2018-06-01")

    def counted(day: str) -> tuple[str | None, tuple[Gap, ...]]:
        figure = figures(journal, date.fromisoformat(day))[0]
        return figure.value, figure.gaps

    assert counted("2017-04-30") == (None, ())  # before the first record: not known, and not zero
    assert counted("2018-01-01") == ("2", ())
    assert counted("2018-07-01") == ("2", (Gap("四", "revenue"),))  # 500 is not over 500; an unknown is not zero
    assert counted("2019-01-01")[0] == "1"
    act(journal, "一", "revoke", "2019-03-01", "revoked", revoked_on="2019-03-01")
    assert (counted("2019-02-28")[0], counted("2019-03-01")[0]) == ("1", "0")


def test_a_figure_ends_at_the_acts_behind_it_and_a_correction_changes_only_its_dependents(store: Store) -> None:
    journal = Journal(store, LEDGERS["parks"])
    park(journal, "一", revenue="600", area="10")
    park(journal, "二", revenue="700", area="20")
    wrong = act(journal, "一", "amend", "2018-01-31", revenue="5")
    before = {f.feed: f for f in figures(journal, date(2018, 12, 31))}
    assert before["over_500"].value == "1" and wrong not in before["over_500"].events
    known = now()
    act(journal, "一", CORRECT, "2018-03-01", basis="核对原表", corrects=wrong, revenue="505")
    after = {f.feed: f for f in figures(journal, date(2018, 12, 31))}
    assert after["over_500"].value == "2" and wrong in after["over_500"].events
    assert after["area"] == before["area"]
    assert {f.feed: f.value for f in figures(journal, date(2018, 12, 31), known=known)}["over_500"] == "1"
    act(journal, "一", VOID, "2018-04-01", basis="误录", corrects=wrong)
    assert journal.states()["一"].text("revenue") == "600"
    assert refused(journal, "一", VOID, "2018-05-01", "", PLANNER, "再次", (), "0" * 64) == "LG-CORRECTS"
    first = journal.history("一")[0].id
    assert refused(journal, "一", VOID, "2018-05-01", "", PLANNER, "", (), first) == "LG-BASIS"
    assert refused(journal, "一", VOID, "2018-05-01", "", PLANNER, "误录", (), first) == "LG-ORDER"


def test_a_share_counts_only_tasks_with_a_deliverable(tasks: Journal) -> None:
    found = {s.text("measure"): s.subject for s in tasks.states().values()}
    act(tasks, found["建立公共服务平台"], "finish", "2018-06-20", "done", evidence=PROOF)
    share = next(f for f in figures(tasks, date(2018, 7, 1)) if f.feed == "done_share")
    assert (share.value, share.part, share.whole) == ("50.0", 1, 2)
    assert next(f for f in figures(tasks, date(2018, 1, 11)) if f.feed == "done_share").value == "0.0"
    assert next(f for f in figures(tasks, date(2017, 1, 1)) if f.feed == "done_share").value is None


@pytest.mark.parametrize("name", [n for n, ledger in LEDGERS.items() if ledger.feeds])
def test_a_ledger_in_which_nothing_was_recorded_gives_no_figure(store: Store, name: str) -> None:
    found = figures(Journal(store, LEDGERS[name]), date(2018, 12, 31))
    assert {f.value for f in found} == {None}
    assert {f.whole for f in found} == {None}


def test_a_sum_of_which_no_part_is_known_is_not_known(store: Store) -> None:
    journal = Journal(store, LEDGERS["parks"])
    park(journal, "一")
    area = next(f for f in figures(journal, date(2018, 12, 31)) if f.feed == "area")
    assert (area.value, area.gaps) == (None, (Gap("一", "area"),))
    park(journal, "二", area="0")
    area = next(f for f in figures(journal, date(2018, 12, 31)) if f.feed == "area")
    assert (area.value, area.complete) == ("0", False)


def test_complete_figures_become_observations_and_lower_bounds_do_not(store: Store) -> None:
    journal = Journal(store, LEDGERS["parks"])
    park(journal, "一", revenue="600")
    head = journal.head()
    assert head is not None
    found = observations(figures(journal, date(2018, 12, 31)), head, "150000", "园区名录")
    assert [(o.indicator, o.value, str(o.period)) for o in found] == [
        ("营业收入超500亿元工业园区数", "1", "2018"),
        ("营业收入超1000亿元工业园区数", "0", "2018"),
    ]
    assert f"size={head.size}&root=sha256:" in found[0].source
    assert str(observations(figures(journal, date(2018, 6, 30)), head, "150000", "园区名录")[0].period) == "2018M06"
    assert observations((), head, "150000", "园区名录") == []


def test_one_vote_vetoes_are_dated(store: Store) -> None:
    journal = Journal(store, LEDGERS["vetoes"])
    flag: dict[str, Value | None] = {
        "name": "某厂",
        "matter": "安全生产",
        "valid_from": "2018-05-01",
        "document": "示例〔2018〕1号",
    }
    act(journal, "v", "list", "2018-05-01", "listed", **flag)
    assert [len(vetoes(journal, "某厂", date(2018, m, 1))) for m in (4, 5, 12)] == [0, 1, 1]
    assert vetoes(journal, "别厂", date(2018, 6, 1)) == []
    held = in_force(journal, date(2018, 6, 1))
    assert [v.subject for v in named_in(held, held[0])] == ["v"]
    assert named_in(in_force(journal, date(2018, 4, 1)), held[0]) == []
    act(journal, "v", "revoke", "2018-11-01", "revoked", revoked_on="2018-11-01")
    assert vetoes(journal, "某厂", date(2018, 12, 1)) == []


def test_tasks_move_to_the_successor_and_a_divided_body_waits_for_a_person(tasks: Journal) -> None:
    known = Journal(tasks.store, LEDGERS["bodies"])
    for name, short in (("甲厅", "甲"), ("乙局", "乙"), ("丁厅", "丁")):
        act(known, name, "list", "2017-01-01", "listed", name=name, short=(short,))
    act(known, "甲厅", "merge", "2018-11-30", "merged", successor="丁厅", document="改革方案")
    act(known, "乙局", "revoke", "2018-11-30", "revoked", revoked_on="2018-11-30", successors=("丙委", "丁厅"))
    assert bodies(known, date(2018, 11, 1)).current("甲") == ("甲厅",)
    after = bodies(known, date(2018, 12, 1))
    assert after.same("丁厅", "甲厅") and after.same("甲", "甲厅") and not after.same("甲厅", "丁厅")
    found = moves(tasks, after)
    decided = [m for m in found if m.decided]
    assert {(m.source, m.to) for m in found} == {("甲厅", ("丁厅",)), ("乙局", ("丙委", "丁厅"))}
    states = move(tasks, decided, date(2018, 12, 1), PLANNER)
    assert {s.many("lead") for s in states.values()} == {("丁厅",)}
    assert {h[-1].event.basis for h in map(tasks.history, states)} == {"改革方案"}
    assert [m for m in moves(tasks, after) if m.decided] == []
    reporting = replace(tasks, same_body=after.same)
    subject = next(iter(states))
    act(reporting, subject, "report", "2018-12-31", "on_course", Actor("填报人", "丁厅", "reporter"), month="2018-12")


PLAN_TEXT = "一、环境\n建立公共服务平台，到2020年平台用户达到5万户。\n推行领跑者制度。\n"


def small_plan() -> Plan:
    target = Statement(
        "1-a", Kind.TARGET, Form.LEVEL, Comparator.REACH, ("5",), "万户", "平台用户数", "平台用户达到5万户", 19, 28, 24, 27, year=2020
    )  # fmt: skip
    commitments = (
        Commitment("1-b", "建立", "公共服务平台", "建立公共服务平台", 5, 13, "1", bodies=("乙局",), year=2020),
        Commitment("1-c", "推行", "领跑者制度", "推行领跑者制度", 31, 38, "1"),
    )
    return Plan(PLAN_TEXT, (target,), commitments)


def test_the_plan_proposes_drafts_without_owners_and_links_rows_to_sentences_and_targets(tasks: Journal) -> None:
    plan = small_plan()
    place = link(plan, "建立公共服务平台")
    assert place is not None
    assert (place.sentence, place.likeness, place.targets) == ("1-b", Fraction(1), ("平台用户数",))
    assert link(plan, "与规划无关的一件事情") is None
    events = links(tasks, plan, date(2018, 2, 1), PLANNER)
    tasks.record(events)
    found = {s.text("measure"): s for s in tasks.states().values()}
    assert found["建立公共服务平台"].many("targets") == ("平台用户数",)
    assert "1.00" in events[0].basis
    assert proposals(tasks, plan, date(2018, 2, 1)) == []  # every sentence is in the ledger now


def test_proposals_stay_drafts_until_a_person_takes_them(store: Store) -> None:
    journal = Journal(store, LEDGERS["tasks"])
    events = proposals(journal, small_plan(), date(2018, 2, 1))
    journal.record(events)
    state = next(s for s in journal.states().values() if s.text("sentence") == "1-b")
    assert (state.state, state.text("lead"), state.text("due"), state.many("others")) == (
        "proposed",
        "",
        "2020-12-31",
        ("乙局",),
    )
    assert refused(journal, state.subject, "take", "2018-03-01", "not_started") == "LG-NEEDS"
    act(journal, state.subject, "take", "2018-03-01", "not_started", lead=("甲厅",))
    assert proposals(journal, small_plan(), date(2018, 3, 1)) == []


def test_counting_targets_of_a_plan_are_found_by_their_variable() -> None:
    target = Statement(
        "2.3-x", Kind.TARGET, Form.LEVEL, Comparator.REACH, ("25",), "个", "营业收入超500亿元工业园区数", "q", 0, 1, 0, 1
    )  # fmt: skip
    assert serving(LEDGERS["parks"], Plan("q", (target,)))["over_500"] is target


def test_a_release_waits_for_its_embargo_and_for_other_people(store: Store) -> None:
    journal = Journal(store, LEDGERS["release"])
    writer, second = Actor("起草人", "甲厅", "reporter"), Actor("会签人", "乙局", "reviewer")
    deputy, head, secrecy = (Actor(n, "", r) for n, r in (("分管", "leader"), ("主要", "leader"), ("审查", "secrecy")))
    made: dict[str, Value | None] = {
        "task": "进展", "version": "一稿", "lead": "甲厅", "level": "定期解密", "embargo": "2018-07-01", "file_digest": str(digest(b"text")),
    }  # fmt: skip
    act(journal, "r", "draft", "2018-06-01", "draft", writer, **made)
    act(journal, "r", "send", "2018-06-02", "countersigning", writer)
    assert (
        refused(journal, "r", "countersign", "2018-06-03", "deputy", Actor("起草人", "", "reviewer"))
        == "LG-SAME-PERSON"
    )
    act(journal, "r", "countersign", "2018-06-03", "deputy", second)
    act(journal, "r", "deputy_sign", "2018-06-04", "principal", deputy)
    assert refused(journal, "r", "sign", "2018-06-05", "secrecy", deputy) == "LG-SAME-PERSON"
    act(journal, "r", "sign", "2018-06-05", "secrecy", head)
    act(journal, "r", "clear", "2018-06-06", "ready", secrecy, secrecy="可以公开")
    assert refused(journal, "r", "release", "2018-06-30", "released", address="网站") == "LG-TOO-EARLY"
    act(journal, "r", "release", "2018-07-01", "released", address="网站")
    assert journal.states()["r"].state == "released"
