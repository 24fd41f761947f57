"""Sheets out and back: prefilled, checked, compared three ways; conflicts shown, wrong cells marked in a copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, FormHead
from guihua.ledgers.sheets import FIRST_ROW, HIDDEN, Request, heading, sheet_columns, write_sheet
from guihua.ledgers.taking import Taken, sheet_of, take_sheet
from guihua.storage import Store
from tests.ledgers.conftest import PLANNER
from tests.ledgers.test_laws import small_log

MAY = Request("甲厅", "2018-05")
DAY = date(2018, 6, 2)
REPORTER = Actor("填报人", "甲厅", "reporter")


def filled(journal: Journal, path: Path, request: Request, cells: dict[tuple[int, str], Any]) -> Path:
    """A sheet with cells filled in: (row from 0, column) -> value."""
    write_sheet(journal, path, request)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = sheet_columns(journal.ledger, request)
    for (row, column), value in cells.items():
        sheet.cell(FIRST_ROW + row, columns.index(column) + 1).value = value
    book.save(path)
    return path


def take(journal: Journal, path: Path, actor: Actor = REPORTER) -> Taken:
    return take_sheet(journal, path, DAY, actor)


def test_a_sheet_holds_what_its_body_owes_prefilled_with_lists_and_checks(tasks: Journal, tmp_path: Path) -> None:
    path = tmp_path / "甲厅.xlsx"
    assert write_sheet(tasks, path, MAY) == 2
    assert sheet_of(path) == ("tasks", "甲厅", "2018-05")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.cell(FIRST_ROW, 2).value == "平台建设"
    checks = {str(c.sqref): c.type for c in sheet.data_validations.dataValidation}
    columns = sheet_columns(tasks.ledger, MAY)
    state, share = columns.index("@state"), columns.index("share")
    assert {checks[f"{chr(65 + state)}6:{chr(65 + state)}7"], checks[f"{chr(65 + share)}6:{chr(65 + share)}7"]} == {
        "list",
        "decimal",
    }
    assert sheet.protection.sheet
    assert sheet.cell(FIRST_ROW, 1).protection.locked and not sheet.cell(FIRST_ROW, state + 1).protection.locked
    assert book[HIDDEN].sheet_state == "veryHidden"
    assert [str(c.value) for c in sheet[5]] == [heading(tasks.ledger, c, "zh") for c in columns]


@pytest.mark.parametrize(
    ("form", "language", "line"),
    [
        (
            FormHead("示例1表", "示例厅", "示例统计〔2018〕1号", "2020-12"),
            "zh",
            "表号：示例1表    制定机关：示例厅    批准（备案）文号：示例统计〔2018〕1号    有效期至：2020-12",
        ),
        (FormHead("示例1表", "示例厅"), "en", "form: 示例1表    issued by: 示例厅"),
        (FormHead(), "zh", "工作台账，尚未办理报表批准（备案）"),
    ],
)
def test_a_sheet_bears_the_head_of_its_form_as_far_as_it_is_settled(
    form: FormHead, language: str, line: str, tasks: Journal, tmp_path: Path
) -> None:
    journal = replace(tasks, ledger=replace(tasks.ledger, form=form))
    path = tmp_path / "sheet.xlsx"
    write_sheet(journal, path, replace(MAY, language=language))
    assert load_workbook(path).worksheets[0].cell(2, 1).value == line


def test_an_untouched_sheet_changes_nothing(tasks: Journal, tmp_path: Path) -> None:
    before = tasks.head()
    write_sheet(tasks, tmp_path / "a.xlsx", MAY)
    taken = take(tasks, tmp_path / "a.xlsx")
    assert taken == Taken((), (), (), (), False)
    assert tasks.head() == before


def test_a_filled_sheet_is_recorded_with_its_month_and_as_its_own_evidence(tasks: Journal, tmp_path: Path) -> None:
    cells = {(0, "@state"): "达到序时进度", (0, "progress"): "已完成招标", (0, "share"): 45.5}
    path = filled(tasks, tmp_path / "a.xlsx", MAY, cells)
    taken = take(tasks, path)
    assert taken.recorded and [(c.field, c.after) for c in taken.changes if c.field != "state"] == [
        ("progress", "已完成招标"),
        ("share", "45.5"),
    ]
    (event,) = taken.events
    assert event.action == "report" and event.evidence[-1].digest.endswith(sha256(path.read_bytes()).hexdigest())
    state = tasks.states()[event.subject]
    assert (state.state, state.text("month"), state.text("share")) == ("on_course", "2018-05", "45.5")
    assert take(tasks, path).events == ()  # the same sheet again changes nothing


def test_a_value_changed_here_and_there_is_a_conflict_and_nothing_is_stored(tasks: Journal, tmp_path: Path) -> None:
    path = filled(tasks, tmp_path / "a.xlsx", MAY, {(0, "progress"): "表里写的", (1, "progress"): "第二行"})
    subject = next(s.subject for s in tasks.states().values() if s.text("measure") == "建立公共服务平台")
    there = Event(
        "tasks", subject, "report", date(2018, 6, 1), now(), PLANNER, "not_started", {"progress": "台账里写的", "month": "2018-05"}
    )  # fmt: skip
    tasks.record([there])
    head = tasks.head()
    taken = take(tasks, path)
    (conflict,) = taken.conflicts
    assert (conflict.base, conflict.here, conflict.there) == ("", "表里写的", "台账里写的")
    assert not taken.recorded and tasks.head() == head
    assert taken.marked is not None
    comment = load_workbook(taken.marked).worksheets[0][conflict.place].comment
    assert comment is not None and "台账里写的" in comment.text
    rest = take_sheet(tasks, path, DAY, REPORTER, skip_bad=True)
    assert rest.recorded and len(rest.events) == 1
    assert tasks.states()[subject].text("progress") == "台账里写的"


def test_what_changed_only_in_the_ledger_stays(tasks: Journal, tmp_path: Path) -> None:
    path = filled(tasks, tmp_path / "a.xlsx", MAY, {(0, "progress"): "表里写的"})
    subject = next(s.subject for s in tasks.states().values() if s.text("measure") == "建立公共服务平台")
    amend = Event(
        "tasks", subject, "amend", date(2018, 6, 1), now(), PLANNER, values={"due": "2018-12-31"}, basis="会议纪要"
    )
    tasks.record([amend])
    assert take(tasks, path).recorded
    state = tasks.states()[subject]
    assert (state.text("due"), state.text("progress")) == ("2018-12-31", "表里写的")


def test_wrong_cells_come_back_marked_in_a_copy(tasks: Journal, tmp_path: Path) -> None:
    cells = {
        (0, "share"): 150,
        (0, "task"): "改了任务名",
        (1, "@state"): "快好了",
        (1, "progress"): "=1+1",
        (1, "@evidence"): "../别处.pdf",
    }
    path = filled(tasks, tmp_path / "a.xlsx", MAY, cells)
    before = path.read_bytes()
    taken = take(tasks, path)
    assert sorted(b.wrong.code for b in taken.bad) == ["choice", "evidence-file", "formula", "locked", "range"]
    assert not taken.recorded and taken.marked is not None and path.read_bytes() == before
    sheet = load_workbook(taken.marked).worksheets[0]
    for bad in taken.bad:
        cell = sheet[bad.place]
        assert cell.fill.fgColor.rgb == "00F4B6B6"
        assert cell.comment is not None and cell.comment.text


def test_reporting_a_task_as_done_needs_its_evidence_beside_the_sheet(tasks: Journal, tmp_path: Path) -> None:
    path = filled(tasks, tmp_path / "a.xlsx", MAY, {(0, "@state"): "已完成"})
    assert [b.wrong.code for b in take(tasks, path).bad] == ["evidence"]
    path = filled(tasks, tmp_path / "a.xlsx", MAY, {(0, "@state"): "已完成", (0, "@evidence"): "上线证明.pdf"})
    assert [b.wrong.code for b in take(tasks, path).bad] == ["evidence-file"]
    (tmp_path / "上线证明.pdf").write_bytes(b"signed")
    taken = take(tasks, path)
    assert taken.recorded
    assert taken.events[0].evidence[0].digest == "sha256:" + sha256(b"signed").hexdigest()
    assert tasks.states()[taken.events[0].subject].state == "done"


def test_a_body_cannot_report_for_another(tasks: Journal, tmp_path: Path) -> None:
    path = filled(tasks, tmp_path / "a.xlsx", MAY, {(0, "progress"): "越权"})
    taken = take(tasks, path, Actor("别人", "乙局", "reporter"))
    assert [b.wrong.code for b in taken.bad] == ["owner"] and not taken.recorded


def test_text_that_looks_like_a_formula_goes_out_as_text(store: Store, tmp_path: Path) -> None:
    journal = small_log(store, load_ledgers()["parks"])
    note = Event(
        "parks", "园区一", "amend", date(2018, 6, 1), now(), PLANNER, values={"note": "=HYPERLINK(1)", "county": "+86"}
    )
    journal.record([note])
    write_sheet(journal, tmp_path / "p.xlsx", Request())
    cells = [
        c
        for row in load_workbook(tmp_path / "p.xlsx").worksheets[0].iter_rows()
        for c in row
        if str(c.value or "")[:1] in "=+"
    ]
    risky = [c for c in cells if c.value]
    assert len(risky) == 2 and all(c.data_type == "s" and c.quotePrefix for c in risky)


@pytest.mark.parametrize("name", sorted(load_ledgers()))
def test_every_ledger_goes_out_and_comes_back_unchanged(name: str, store: Store, tmp_path: Path) -> None:
    journal = Journal(store, load_ledgers()[name])
    from tests.ledgers.test_every import populated

    populated(journal, 4)
    before = journal.states()
    path = tmp_path / f"{name}.xlsx"
    write_sheet(journal, path, Request(new_rows=True))
    taken = take_sheet(journal, path, date(2019, 6, 1), PLANNER)
    assert (taken.changes, taken.conflicts, taken.bad) == ((), (), ())
    assert journal.states() == before


def test_a_new_row_makes_a_new_object(store: Store, tmp_path: Path) -> None:
    journal = small_log(store, load_ledgers()["parks"])
    path = filled(
        journal,
        tmp_path / "p.xlsx",
        Request(new_rows=True),
        {(2, "name"): "园区三", (2, "level"): "国家级", (2, "area"): 12},
    )
    taken = take(journal, path, PLANNER)
    assert taken.recorded and journal.states()["园区三"].text("area") == "12"


def test_a_sheet_of_another_ledger_a_moved_column_and_a_plain_file_are_refused(
    tasks: Journal, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(tasks, path, MAY)
    with pytest.raises(GuihuaError, match="another ledger"):
        take(Journal(store, load_ledgers()["parks"]), path)
    book = load_workbook(path)
    book.worksheets[0].cell(5, 3).value = "改过的表头"
    book.save(path)
    with pytest.raises(GuihuaError, match="moved or renamed"):
        take(tasks, path)
    with pytest.raises(GuihuaError, match="no sheet"):
        take(tasks, tmp_path / "分工.xlsx")
