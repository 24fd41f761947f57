"""Tables into ledgers: as offices write them, all or nothing, nothing guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.figures import figures, gaps
from guihua.ledgers.importing import BadRows, import_file, match_field, prepare
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor
from guihua.ledgers.values import deadline_date, number_text
from guihua.storage import Store
from tests.corpus import corpus
from tests.ledgers.conftest import HEAD, PLANNER, ROWS

DAY = date(2018, 1, 10)


def test_a_division_of_work_becomes_tasks_with_owner_limit_and_deliverable(tasks: Journal) -> None:
    found = {s.text("measure"): s for s in tasks.states().values()}
    platform = found["建立公共服务平台"]
    assert platform.state == "not_started"
    assert platform.many("lead") == ("甲厅",) and platform.many("others") == ("乙局", "丙委")
    assert platform.text("due") == "2018-06-30" and platform.text("due_text") == "2018年6月底前"
    assert found["推行领跑者制度"].state == "standing" and found["推行领跑者制度"].text("due") == ""


def test_a_task_without_an_owner_comes_in_as_a_draft(tasks: Journal) -> None:
    draft = next(s for s in tasks.states().values() if s.text("measure") == "出台管理办法")
    assert draft.state == "proposed"
    assert draft.text("lead") == ""
    assert draft.text("due") == "2018-09-30"


@pytest.mark.parametrize("name", ["a.docx", "a.csv", "a.xlsx"])
def test_the_same_table_from_any_format_gives_the_same_objects(
    store: Store, table: Callable[..., Path], name: str
) -> None:
    journal = Journal(store, load_ledgers()["tasks"])
    title = "" if name.endswith("csv") else "重点任务分工表"
    batch = import_file(journal, table(ROWS, name, title), DAY, PLANNER)
    assert (len(batch.events), batch.unknown, len(batch.drafts)) == (4, ("序号",), 1)
    assert {s.text("measure") for s in journal.states().values()} == {r[2] for r in ROWS[1:]}
    again = import_file(journal, table(ROWS, name, title), DAY, PLANNER)
    assert (len(again.events), again.same) == (0, 4)


def test_merged_cells_and_headings_between_rows_are_understood(store: Store, tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    made = document.add_table(5, 4)
    for c, head in enumerate(("主要任务", "工作措施", "牵头部门", "完成时间")):
        made.cell(0, c).text = head
    made.cell(1, 0).merge(made.cell(1, 3)).text = "一、优化环境"
    made.cell(2, 0).merge(made.cell(4, 0)).text = "减轻负担"
    for r in (2, 3, 4):
        made.cell(r, 1).text, made.cell(r, 2).text, made.cell(r, 3).text = f"措施{r}", "甲厅", "2019年"
    document.save(str(tmp_path / "b.docx"))
    journal = Journal(store, load_ledgers()["tasks"])
    import_file(journal, tmp_path / "b.docx", DAY, PLANNER)
    found = journal.states().values()
    assert [(s.text("task"), s.text("due")) for s in found] == [("减轻负担", "2019-12-31")] * 3


def test_one_bad_row_keeps_all_out_and_names_its_cell(store: Store, table: Callable[..., Path]) -> None:
    journal = Journal(store, load_ledgers()["tasks"])
    bad = [
        *ROWS,
        ("5", "某事", "某举措", "甲厅", "", "尽快", "报告"),
        ("6", "平台建设", "建立公共服务平台", "甲厅", "", "2018年", ""),
    ]
    with pytest.raises(BadRows) as caught:
        import_file(journal, table(bad), DAY, PLANNER)
    assert [(b.place, b.wrong.code) for b in caught.value.batch.bad] == [("F6", "date"), ("A7", "twice")]
    assert journal.states() == {}
    batch = import_file(journal, table(bad), DAY, PLANNER, skip_bad=True)
    assert len(batch.events) == len(journal.states()) == 4


def test_the_file_is_the_evidence_of_what_it_brought(tasks: Journal, tmp_path: Path) -> None:
    from hashlib import sha256

    item = next(iter(tasks.events()))
    (evidence,) = item.event.evidence
    assert evidence.digest == "sha256:" + sha256((tmp_path / "分工.xlsx").read_bytes()).hexdigest()


def test_a_row_of_a_known_object_changes_only_what_differs(tasks: Journal, table: Callable[..., Path]) -> None:
    rows = (HEAD, ("1", "平台建设", "建立公共服务平台", "甲厅", "乙局、丙委", "2018年9月底前", "平台上线"))
    batch = import_file(tasks, table(rows), date(2018, 3, 1), PLANNER)
    (event,) = batch.events
    assert event.action == "amend"
    assert dict(event.values) == {"due": "2018-09-30", "due_text": "2018年9月底前"}


def test_who_may_not_create_is_told_so(store: Store, table: Callable[..., Path]) -> None:
    batch = prepare(Journal(store, load_ledgers()["tasks"]), table(ROWS), DAY, Actor("乙", "甲厅", "reporter"))
    assert {b.wrong.code for b in batch.bad} == {"role"}


def test_the_parks_of_the_corpus_load_and_say_what_is_missing(store: Store) -> None:
    journal = Journal(store, load_ledgers()["parks"])
    batch = import_file(journal, corpus() / "data" / "parks.csv", date(2017, 4, 14), PLANNER)
    assert (len(batch.events), batch.bad, batch.unknown) == (19, (), ())
    assert journal.states()["内蒙古林西工业园区"].text("area") == "30.5"
    over_500 = figures(journal, date(2018, 1, 1))[0]
    assert (over_500.value, over_500.complete, len(over_500.gaps)) == ("0", False, 19)
    assert {g.subject for g in gaps(journal, ["output"])} == set(journal.states()) - {"蒙苏经济开发区"}
    output = next(f for f in figures(journal, date(2018, 1, 1)) if f.feed == "output")
    assert (output.value, len(output.gaps)) == ("355", 18)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018年6月底前", date(2018, 6, 30)),
        ("2018年底", date(2018, 12, 31)),
        ("2020年", date(2020, 12, 31)),
        ("2018年二季度", date(2018, 6, 30)),
        ("2018年上半年", date(2018, 6, 30)),
        ("2018年2月", date(2018, 2, 28)),
        ("2018年6月15日前", date(2018, 6, 15)),
        ("2018-06-30", date(2018, 6, 30)),
        ("２０１８年１２月", date(2018, 12, 31)),
        ("长期坚持", None),
        ("尽快", None),
        ("2018年13月", None),
        ("2018年2月30日", None),
    ],
)
def test_a_time_limit_gives_its_last_day_or_none(written: str, day: date | None) -> None:
    assert deadline_date(written) == day


@pytest.mark.parametrize(
    ("raw", "text"),
    [("1,286.5", "1286.5"), (12.5, "12.5"), (3, "3"), ("12.50", "12.50"), ("1e3", "1000"), ("三", None), ("nan", None), ("", None), (True, None), ("1e99", None)],
)  # fmt: skip
def test_numbers_keep_their_digits(raw: object, text: str | None) -> None:
    assert number_text(raw) == text  # type: ignore[arg-type]


def test_heads_are_matched_by_any_of_their_names() -> None:
    ledger = load_ledgers()["projects"]
    names = {
        h: match_field(ledger, h) for h in ("总投资（亿元）", "总投资", "项目 代码", "不相干", "total", "Project code")
    }
    assert [f.name if f else None for f in names.values()] == [
        "total",
        "total",
        "project_code",
        None,
        "total",
        "project_code",
    ]


@pytest.mark.parametrize("name", ["x.pdf", "none.xlsx"])
def test_what_is_no_table_is_refused_with_a_hint(store: Store, tmp_path: Path, name: str) -> None:
    journal = Journal(store, load_ledgers()["tasks"])
    with pytest.raises(GuihuaError) as caught:
        import_file(journal, tmp_path / name, DAY, PLANNER)
    assert caught.value.code == "LG-TABLE" and caught.value.hint
    (tmp_path / "broken.xlsx").write_bytes(b"no archive at all")
    with pytest.raises(GuihuaError, match=r"不是 \.xlsx"):
        import_file(journal, tmp_path / "broken.xlsx", DAY, PLANNER)


def test_a_table_of_something_else_is_refused(store: Store, table: Callable[..., Path]) -> None:
    with pytest.raises(GuihuaError, match="no table of this ledger"):
        import_file(Journal(store, load_ledgers()["tasks"]), table([("甲", "乙"), ("1", "2")]), DAY, PLANNER)
