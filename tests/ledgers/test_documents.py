"""What ledgers draw up: circular, reminder, slip, assignment, closing slip; every number is a traced figure."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document as read_docx

from guihua.errors import GuihuaError
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Value
from guihua.reporting.document import Paragraph, Signature, Table, plain
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.ledger_documents import Drawn, Order, draw_up
from guihua.storage import Store
from tests.ledgers.test_due_and_figures import LEDGERS, MENDER, PROOF, REVIEWER, act

JULY = Order(date(2018, 7, 2), "2018-06", issuer="牵头部门")


def words(drawn: Drawn) -> str:
    parts = []
    for block in drawn.document.blocks:
        if isinstance(block, Paragraph):
            parts.append(plain(block.runs))
        elif isinstance(block, Table):
            parts += [plain(cell) for row in block.rows for cell in row]
        elif isinstance(block, Signature):
            parts += [block.issuer, block.day]
    return "\n".join(parts)


def test_the_circular_counts_states_names_what_is_overdue_and_who_did_not_report(tasks: Journal) -> None:
    found = {s.text("measure"): s.subject for s in tasks.states().values()}
    act(tasks, found["完善检测体系"], "report", "2018-06-28", "behind", month="2018-06", progress="滞后")
    (circular,) = draw_up(tasks, "circular", JULY)
    told = words(circular)
    assert circular.document.title == "关于2018年6月规划任务进展情况的通报"
    assert "列入台账的事项共3项，其中未启动1项，未达序时进度1项，长期坚持1项" in told  # the draft is no task yet
    assert "有明确成果形式的事项2项，已完成0项，完成率0%" in told
    assert "逾期1项，未达序时进度1项" in told and "未启动，逾期2天" in told
    assert "本月尚未填报的单位：甲厅2项" in told
    assert "代拟稿" in told and "牵头部门" in told
    figures = {f.id: f for f in circular.document.figures}
    assert figures["ledger.tasks.all"].text == "3项"
    assert all(f.method and f.operation for f in figures.values())


def test_a_reminder_goes_to_each_body_with_something_due(tasks: Journal) -> None:
    drawn = draw_up(tasks, "reminder", Order(date(2018, 6, 15)))
    assert [d.name for d in drawn] == ["提醒函-甲厅-2018-06-15"]
    assert "已逾期0项，30日内到期1项" in words(drawn[0])
    assert draw_up(tasks, "reminder", Order(date(2018, 6, 15), body="乙局")) == []


def test_a_slip_is_about_one_overdue_task_with_its_history(tasks: Journal) -> None:
    (slip,) = draw_up(tasks, "slip", JULY)
    told = words(slip)
    assert "建立公共服务平台" in told and "已逾期" in told and "佐证：分工.xlsx" in told
    with pytest.raises(GuihuaError, match="no such object"):
        draw_up(tasks, "slip", Order(date(2018, 7, 2), subject="无"))


def test_a_problem_is_assigned_and_closed_on_paper_too(store: Store) -> None:
    journal = Journal(store, LEDGERS["environment"])
    found: dict[str, Value | None] = {"problem": "收费不规范", "found_on": "2018-03-01"}
    act(journal, "p", "find", "2018-03-01", "found", **found)
    act(journal, "p", "assign", "2018-03-02", "assigned", owner="甲厅", due="2018-04-30")
    (assignment,) = draw_up(journal, "assignment", Order(date(2018, 3, 2)))
    assert "另一人复核销号" in words(assignment)
    with pytest.raises(GuihuaError, match="not closed"):
        draw_up(journal, "closing", Order(date(2018, 3, 2), subject="p"))
    act(journal, "p", "mend", "2018-04-01", "mended", MENDER, evidence=PROOF, measures="已清退")
    act(journal, "p", "close", "2018-04-03", "closed", REVIEWER, finding="到位")
    (closing,) = draw_up(journal, "closing", Order(date(2018, 4, 3)))
    assert "同意销号" in words(closing) and "照片.jpg" in words(closing)


def test_a_document_becomes_the_same_docx_each_time(tasks: Journal) -> None:
    (circular,) = draw_up(tasks, "circular", JULY)
    data = write_docx(circular.document)
    assert data == write_docx(draw_up(tasks, "circular", JULY)[0].document)
    texts = [p.text for p in read_docx(io.BytesIO(data)).paragraphs]
    assert "关于2018年6月规划任务进展情况的通报" in texts


def test_a_ledger_draws_up_only_what_it_declares(store: Store) -> None:
    with pytest.raises(GuihuaError, match="draws up no circular"):
        draw_up(Journal(store, LEDGERS["parks"]), "circular", JULY)
