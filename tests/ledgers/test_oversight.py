"""督办 from opening to archive: lines for each body, checked by another, lights by dates, papers that speak as an office does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Evidence, Value
from guihua.ledgers.linking import links
from guihua.ledgers.oversight import board, hand_out, hold_back, lines_of, record
from guihua.ledgers.register import Entry, Register
from guihua.proof.hashes import digest
from guihua.reporting.addressees import named, paper_kind
from guihua.reporting.ledger_documents import Order, draw_up
from guihua.reporting.oversight_papers import PAPERS, oversight_papers
from guihua.storage import Store
from tests.ledgers.conftest import PLANNER
from tests.ledgers.test_documents import words
from tests.ledgers.test_due_and_figures import act

LEDGERS = load_ledgers()
NUMBER = "督〔2018〕3号"
PROOF = (Evidence("会议纪要.pdf", str(digest(b"x"))),)
LEADER = Actor("李某", "办公厅", "leader")
CHECKER = Actor("复核人", "丁委", "reviewer")
OPENED: Mapping[str, Value | None] = {
    "number": NUMBER, "problem": "公共服务平台建设滞后", "source": "领导批示", "ground": "关于平台建设情况的报告", "owner": "甲厅",
    "others": ("乙局", "丙盟"), "due": "2018-06-30", "requirement": "查明原因，6月底前建成",
}  # fmt: skip


def done(matters: Journal, lines: Journal, action: str, at: str, to: str, actor: Actor, **values: Value | None) -> None:
    day, proof = date.fromisoformat(at), PROOF if action == "answer" else ()
    record(matters, lines, Event("oversight", NUMBER, action, day, now(), actor, to, values, proof))


def reporter(body: str) -> Actor:
    return Actor(f"{body}经办人", body, "reporter")


@pytest.fixture
def books(store: Store) -> tuple[Journal, Journal]:
    matters, lines = Journal(store, LEDGERS["oversight"]), Journal(store, LEDGERS["oversight_lines"])
    act(matters, NUMBER, "open", "2018-05-02", "opened", **OPENED)
    said = {"leader": "张某", "instruction": "请甲厅牵头，限期建成。", "instructed_on": "2018-05-01"}
    act(matters, NUMBER, "instruct", "2018-05-02", "", LEADER, **said)
    hand_out(matters, lines, NUMBER, date(2018, 5, 3), PLANNER, {"乙局": "落实资金"})
    return matters, lines


def line(lines: Journal, body: str) -> str:
    return next(s.subject for s in lines_of(lines, NUMBER) if s.text("body") == body)


def answered(matters: Journal, lines: Journal) -> None:
    done(matters, lines, "sign", "2018-05-04", "signed", reporter("甲厅"))
    for body in ("乙局", "丙盟"):
        act(lines, line(lines, body), "sign", "2018-05-04", "signed", reporter(body))
        act(lines, line(lines, body), "answer", "2018-06-10", "answered", reporter(body), progress=f"{body}已落实")
        act(lines, line(lines, body), "accept", "2018-06-12", "accepted", CHECKER)
    done(
        matters,
        lines,
        "answer",
        "2018-06-20",
        "answered",
        reporter("甲厅"),
        progress="平台6月18日上线",
    )


def test_handing_out_makes_a_line_for_the_lead_and_each_assisting_body(books: tuple[Journal, Journal]) -> None:
    matters, lines = books
    found = {s.text("body"): s for s in lines_of(lines, NUMBER)}
    assert {b: s.text("part") for b, s in found.items()} == {"甲厅": "主办", "乙局": "协办", "丙盟": "协办"}
    assert found["乙局"].text("duty") == "落实资金" and found["丙盟"].text("duty") == "查明原因，6月底前建成"
    assert matters.state(NUMBER).state == "assigned"  # type: ignore[union-attr]


def test_a_body_that_leads_and_assists_is_refused_and_nothing_is_written(store: Store) -> None:
    matters, lines = Journal(store, LEDGERS["oversight"]), Journal(store, LEDGERS["oversight_lines"])
    act(matters, NUMBER, "open", "2018-05-02", "opened", **{**OPENED, "others": ("乙局", "甲厅")})
    with pytest.raises(GuihuaError, match="OVERSIGHT-BODY"):
        hand_out(matters, lines, NUMBER, date(2018, 5, 3), PLANNER)
    assert matters.state(NUMBER).state == "opened" and lines.states() == {}  # type: ignore[union-attr]


def test_a_body_signs_and_answers_only_its_own_line(books: tuple[Journal, Journal]) -> None:
    _matters, lines = books
    with pytest.raises(GuihuaError, match="LG-OWNER"):
        act(lines, line(lines, "乙局"), "sign", "2018-05-04", "signed", reporter("丙盟"))


def test_the_lead_waits_for_the_assisting_bodies_and_their_answers_are_checked_first(
    books: tuple[Journal, Journal],
) -> None:
    matters, lines = books
    with pytest.raises(GuihuaError, match="乙局、丙盟"):
        hold_back(matters, lines, NUMBER, "answer")
    for body in ("乙局", "丙盟"):
        act(lines, line(lines, body), "sign", "2018-05-04", "signed", reporter(body))
        act(lines, line(lines, body), "answer", "2018-06-10", "answered", reporter(body), progress="好")
    hold_back(matters, lines, NUMBER, "answer")
    with pytest.raises(GuihuaError, match="not accepted"):
        hold_back(matters, lines, NUMBER, "conclude")


def test_who_answered_neither_checks_nor_strikes_off(books: tuple[Journal, Journal]) -> None:
    matters, lines = books
    answered(matters, lines)
    same = Actor("甲厅经办人", "丁委", "reviewer")
    with pytest.raises(GuihuaError, match="LG-SAME-PERSON"):
        done(matters, lines, "conclude", "2018-06-22", "concluded", same, finding="到位", checked_by="丁委")
    done(matters, lines, "conclude", "2018-06-22", "concluded", CHECKER, finding="到位", checked_by="丁委")
    done(matters, lines, "close", "2018-06-25", "closed", LEADER, result="平台建成，同意销号")
    act(matters, NUMBER, "archive", "2018-06-30", "archived", archive="2018-督-3")
    assert {s.state for s in lines_of(lines, NUMBER)} == {"accepted"} and lines.verify().faults == ()
    assert matters.verify().faults == () and board(matters, lines, date(2018, 7, 1))[0].light.name == "closed"


@pytest.mark.parametrize(
    ("day", "light", "why"),
    [
        ("2018-05-04", "green", ""),
        ("2018-06-20", "amber", "逾期未签收"),
        ("2018-07-03", "red", "逾期3天"),
    ],
)
def test_lights_follow_the_dates(books: tuple[Journal, Journal], day: str, light: str, why: str) -> None:
    (found,) = board(*books, date.fromisoformat(day))
    assert (found.light.name, why in found.why) == (light, True)


def test_a_matter_sent_back_is_red_until_it_is_answered_again(books: tuple[Journal, Journal]) -> None:
    matters, lines = books
    answered(matters, lines)
    assert board(matters, lines, date(2018, 6, 21))[0].light.name == "green"
    done(matters, lines, "return", "2018-06-22", "returned", CHECKER, finding="没有用户", checked_by="丁委")
    assert board(matters, lines, date(2018, 6, 23))[0].light.name == "red"


def test_papers_speak_as_an_office_does(books: tuple[Journal, Journal]) -> None:
    matters, lines = books
    known = Register((Entry("丙盟", kind="盟市"), Entry("乙局", kind="自治区部门")))
    order = Order(date(2018, 7, 3), issuer="甲办", known=known)
    slip = words(oversight_papers(matters, lines, "slip", order)[0])
    assert NUMBER in slip and "张某批示：“请甲厅牵头，限期建成。”" in slip and "落实资金" in slip
    urged = {d.name.split("-")[1]: d for d in oversight_papers(matters, lines, "urge", order)}
    assert urged["丙盟"].document.title == "关于催办督办事项的通知" and "你单位" in words(urged["丙盟"])
    assert urged["乙局"].document.title == "关于催办督办事项的函" and "贵单位" in words(urged["乙局"])
    assert "● 红" in words(oversight_papers(matters, lines, "table", order)[0])
    brief = words(oversight_papers(matters, lines, "brief", order)[0])
    assert "共立项督办1项，其中红灯1项" in brief and "张某批示" in brief
    for kind in PAPERS:
        for drawn in oversight_papers(matters, lines, kind, order):
            assert not re.search(r"oversight|sha256|[0-9a-f]{8}|guihua|None", words(drawn)), kind


def test_a_concluded_matter_is_reported_with_its_course_and_who_checked(books: tuple[Journal, Journal]) -> None:
    matters, lines = books
    with pytest.raises(GuihuaError, match="not concluded"):
        oversight_papers(matters, lines, "closing", Order(date(2018, 6, 1), subject=NUMBER))
    answered(matters, lines)
    done(matters, lines, "conclude", "2018-06-22", "concluded", CHECKER, finding="到位", checked_by="丁委")
    (paper,) = oversight_papers(matters, lines, "closing", Order(date(2018, 6, 23), subject=NUMBER))
    told = words(paper)
    assert (
        "平台6月18日上线" in told
        and "丁委核查：到位。" in told
        and "会议纪要.pdf" in told
        and "乙局（协办）：乙局已落实。" in told
    )
    assert "2018年5月2日　办公厅　登记批示" in told


def test_a_slip_of_a_task_shows_neither_ids_nor_how_it_was_linked(tasks: Journal, plan_like: object) -> None:
    events = links(tasks, plan_like, date(2018, 2, 1), PLANNER)  # type: ignore[arg-type]
    tasks.record(events)
    assert events
    for drawn in draw_up(tasks, "slip", Order(date(2018, 7, 2))):
        told = words(drawn) + drawn.name
        assert "字面" not in told and "tasks-" not in told and "规划任务第1号" in told


@pytest.fixture
def plan_like() -> object:
    from guihua.reading import read_text

    return read_text("一、任务\n建立公共服务平台，完善检测体系，推行领跑者制度。\n")


@pytest.mark.parametrize(
    ("body", "kind", "paper"),
    [
        ("包头市", "盟市", "通知"), ("自治区财政厅", "自治区部门", "函"), ("某部", "上级机关", "报告"),
        ("包头市工业和信息化局", "", "通知"), ("国家某委", "", "报告"), ("自治区统计局", "", "函"),
    ],
)  # fmt: skip
def test_the_kind_of_paper_follows_the_addressee(body: str, kind: str, paper: str) -> None:
    known = Register((Entry(body, kind=kind),)) if kind else None
    assert paper_kind(body, known) == paper
    assert paper_kind("某部", Register((Entry("某部", kind="上级机关"),)), asks=True) == "请示"


def test_without_a_filed_plan_papers_speak_of_monitoring() -> None:
    assert named("督查考核情况", "") == "调度监测情况"
    assert named("园区考核评价结果的通报", "") == "园区监测评价结果的通报"
    assert named("督查考核情况", "内党办〔2018〕1号") == "督查考核情况"
