"""An evaluation from its programme to its issue: steps in order, papers at each, opinions of every round in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Value
from guihua.reporting.document import Document, Table, plain
from guihua.reporting.gather import Sources, gather, material
from guihua.reporting.ledger_documents import Order, draw_up
from guihua.reporting.material import Opinion
from guihua.reporting.process import all_opinions, enter_opinions, opinion_lines, step_lines
from guihua.reporting.report import make_report
from guihua.reporting.self_evaluation import self_evaluation
from guihua.storage import Store, open_store
from tests.reporting.conftest import asked

PLANNER, LEADER = Actor("甲", "甲委", "planner"), Actor("乙", "甲委", "leader")
WORK, SAID = "evaluation_work", "evaluation_opinions"
DAY = date(2018, 9, 30)
STEPS: tuple[tuple[str, str, str, dict[str, Value | None], Actor], ...] = (
    ("2018-03-01", "plan", "planned", {"task": "中期评估", "lead": "甲委", "basis_document": "某发〔2018〕1号", "cutoff": "2017-12-31", "due": "2018-09-30"}, PLANNER),
    ("2018-03-10", "ask_self", "self_evaluating", {"bodies": ("甲厅", "包头市工业和信息化局"), "self_due": "2018-04-30"}, PLANNER),
    ("2018-03-11", "commission", "", {"third_party": "某研究院"}, PLANNER),
    ("2018-05-02", "close_self", "drafting", {"self_received": "2"}, PLANNER),
    ("2018-05-20", "third_report", "", {"third_party": "某研究院", "third_finding": "总体符合预期。"}, PLANNER),
    ("2018-06-01", "consult", "consulting", {"consulted": ("甲厅", "包头市工业和信息化局"), "consult_due": "2018-06-20", "file_digest": "sha256:1"}, PLANNER),
    ("2018-06-25", "review", "", {"experts": ("丙", "丁"), "experts_finding": "同意。"}, PLANNER),
    ("2018-07-01", "adopt", "adopted", {"opinions_all": "3", "opinions_taken": "2"}, PLANNER),
    ("2018-07-10", "submit", "submitted", {"file_digest": "sha256:2"}, PLANNER),
    ("2018-08-01", "issue", "issued", {"document": "某发〔2018〕9号"}, LEADER),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store", create=True) as opened:
        yield opened


def walk(store: Store, until: int = len(STEPS)) -> Journal:
    """The steps of an evaluation, one act after the other."""
    journal = Journal(store, load_ledgers()[WORK])
    for day, action, to, values, actor in STEPS[:until]:
        journal.record([Event(WORK, "中期评估", action, date.fromisoformat(day), now(), actor, to, values)])
    return journal


def words(document: Document) -> str:
    return "\n".join(plain(b.runs) for b in document.blocks if hasattr(b, "runs"))


def test_an_evaluation_goes_from_programme_to_issue_and_each_step_is_told_in_order(store: Store) -> None:
    walk(store)
    steps = step_lines(store, DAY, None, "zh")
    assert [s.step for s in steps][:3] == ["印发评估工作方案", "布置部门自评", "委托第三方评估"]
    assert (steps[-1].step, steps[-1].on, steps[-1].document) == ("印发", "2018-08-01", "某发〔2018〕9号")
    assert len(step_lines(store, date(2018, 5, 31), None, "zh")) == 5


@pytest.mark.parametrize(
    ("action", "to", "until"), [("consult", "consulting", 2), ("issue", "issued", 8), ("submit", "submitted", 5)]
)
def test_a_step_out_of_turn_is_refused(store: Store, action: str, to: str, until: int) -> None:
    journal = walk(store, until)
    values = next(v for _d, a, _t, v, _w in STEPS if a == action)
    with pytest.raises(GuihuaError):
        journal.record([Event(WORK, "中期评估", action, date(2018, 8, 1), now(), LEADER, to, values)])


def test_who_submits_does_not_issue(store: Store) -> None:
    journal = walk(store, 9)
    same = Actor(PLANNER.by, "甲委", "leader")
    with pytest.raises(GuihuaError):
        journal.record([Event(WORK, "中期评估", "issue", DAY, now(), same, "issued", {"document": "某〔2018〕1号"})])


def test_every_step_has_its_paper_and_no_paper_shows_the_programs_inside(store: Store) -> None:
    journal = walk(store)
    drawn = {kind: draw_up(journal, kind, Order(DAY)) for kind in journal.ledger.documents}
    assert all(drawn.values())
    titles = {kind: [d.document.title for d in found] for kind, found in drawn.items()}
    assert titles["programme"] == ["中期评估工作方案"] and titles["submission"] == ["关于审定中期评估报告的请示"]
    assert titles["consultation"] == [
        "关于征求中期评估报告意见的通知",
        "关于征求中期评估报告意见的函",
    ]  # below, then peers
    for found in drawn.values():
        for one in found:
            assert "evaluation_" not in words(one.document) and "根值" not in words(one.document)
    assert "收到自评2份" in words(drawn["submission"][0].document) and "采纳2条" in words(
        drawn["submission"][0].document
    )


def test_a_paper_before_its_step_is_refused_with_what_is_missing(store: Store) -> None:
    with pytest.raises(GuihuaError) as caught:
        draw_up(Journal(store, load_ledgers()[WORK]), "programme", Order(DAY))
    assert caught.value.code == "LG-DOCUMENT"
    with pytest.raises(GuihuaError) as caught:
        draw_up(walk(store, 1), "consultation", Order(DAY))
    assert caught.value.code == "LG-DOCUMENT"


OPINIONS = (
    Opinion("甲厅", "培育企业", "已建成两个平台。", about="task.t1.progress"),
    Opinion("乙局", "培育企业", "资金未到位。", about="task.t1.progress"),
)


def test_self_evaluations_are_entered_once_and_merged_by_task(store: Store) -> None:
    assert enter_opinions(store, OPINIONS, DAY, PLANNER) == 2
    assert enter_opinions(store, OPINIONS, DAY, PLANNER) == 0
    (merged,) = draw_up(Journal(store, load_ledgers()[SAID]), "merged", Order(DAY))
    table = next(b for b in merged.document.blocks if isinstance(b, Table))
    assert [[plain(c) for c in row] for row in table.rows] == [
        ["培育企业", "甲厅", "已建成两个平台。"],
        ["〃", "乙局", "资金未到位。"],
    ]


def test_what_was_taken_of_an_opinion_stands_with_its_reason(store: Store) -> None:
    enter_opinions(store, (Opinion("丙厅", "第二章", "补充口径"),), DAY, PLANNER, rounds="征求意见")
    journal = Journal(store, load_ledgers()[SAID])
    (subject,) = journal.states()
    with pytest.raises(GuihuaError):
        journal.record([Event(SAID, subject, "decline", DAY, now(), PLANNER, "declined")])
    journal.record([Event(SAID, subject, "decline", DAY, now(), PLANNER, "declined", {"reason": "无统计依据"})])
    assert [(o.adopted, o.reason, o.round) for o in opinion_lines(store, DAY, None)] == [
        ("不采纳", "无统计依据", "征求意见")
    ]
    (paper,) = draw_up(journal, "adoption", Order(DAY))
    assert "不采纳1条" in words(paper.document)


def test_the_ledger_stands_before_the_file_for_the_same_opinion() -> None:
    kept, entered = Opinion("甲", "乙", "丙"), Opinion("甲", "乙", "丙", "采纳")
    assert all_opinions((kept, Opinion("丁", "乙", "丙")), (entered,)) == (entered, Opinion("丁", "乙", "丙"))


def test_the_report_tells_the_steps_and_what_bodies_wrote_of_their_tasks(
    store: Store, sources: Callable[..., Sources]
) -> None:
    walk(store)
    enter_opinions(store, OPINIONS, DAY, PLANNER)
    given = gather(sources("2018-12-31").plan, store, date(2018, 12, 31), region="150000")
    said = words(make_report(material(replace(given, check=False), charts=False)))
    assert "委托第三方评估（某研究院）" in said
    assert "甲厅自评：已建成两个平台。" in said and "乙局自评：资金未到位。" in said


def test_a_body_evaluates_its_own_targets_alone(sources: Callable[..., Sources]) -> None:
    made = material(asked(sources("2018-12-31")), charts=False)
    mine, strange = self_evaluation(made, "某某局"), self_evaluation(made, "别的局")
    assert sum(f.id.endswith(".opinion") for f in mine.figures) == 6
    assert not any(f.id.endswith(".opinion") for f in strange.figures)
