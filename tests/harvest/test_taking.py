"""The table to confirm, out and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from guihua.errors import GuihuaError
from guihua.statistics import holding, publishers
from guihua.statistics.harvest.against import standings
from guihua.statistics.harvest.sheet import HEADS, rows_of, write_sheet
from guihua.statistics.harvest.taking import take
from guihua.storage import open_store
from tests.harvest.texts import read

BODY = "前三季度,全市地区生产总值501亿元,同比增长6.5%。全市规模以上工业增加值增长5.1%,高于全国0.4个百分点。"
TODAY = date(2022, 6, 1)


def _table(folder: Path, marks: dict[int, str], body: str = BODY, store: Path | None = None) -> Path:
    harvest = read(body)
    if store is None:
        stand = standings(harvest.figures, None, TODAY)
    else:
        with open_store(store) as opened:
            stand = standings(harvest.figures, opened, TODAY)
    path = folder / "核对表.xlsx"
    write_sheet(path, rows_of(harvest, stand))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row, mark in marks.items():
        sheet.cell(row, 1).value = mark
    book.save(path)
    return path


def test_only_confirmed_lines_are_stored(tmp_path: Path) -> None:
    path = _table(tmp_path, {2: "是", 3: "否"})
    with open_store(tmp_path / "store", create=True) as store:
        done = take(store, path, on=TODAY)
        held = holding.query(store, as_of=TODAY)
    assert (done.stored, done.refused, done.left) == (1, 1, 2)
    assert [(o.indicator, o.value, str(o.period), o.publisher) for o in held] == [
        ("地区生产总值", "501", "2021M01-M09", "乌海市统计局")
    ]


def test_the_trail_ends_at_the_words_of_the_bulletin(tmp_path: Path) -> None:
    path = _table(tmp_path, {2: "是"})
    harvest = read(BODY)
    with open_store(tmp_path / "store", create=True) as store:
        take(store, path, on=TODAY)
        (held,) = holding.query(store, as_of=TODAY)
    figure = harvest.figures[0]
    assert f"#char={figure.value_start},{figure.value_end};sentence-sha256={figure.sentence}" in held.source
    assert "全市地区生产总值501亿元" in held.note


def test_a_confirmed_figure_of_a_listed_office_is_official_and_an_unconfirmed_one_is_not(tmp_path: Path) -> None:
    path = _table(tmp_path, {2: "是"})
    with open_store(tmp_path / "store", create=True) as store:
        take(store, path, sure=Decimal(0), on=TODAY)
        grades = {(o.indicator, str(o.transformation)): str(o.grade) for o in holding.query(store, as_of=TODAY)}
    assert grades[("地区生产总值", "level")] == "official"
    assert grades[("地区生产总值", "yoy")] == "press"


def test_without_a_word_only_what_is_sure_enough_is_stored(tmp_path: Path) -> None:
    path = _table(tmp_path, {})
    with open_store(tmp_path / "store", create=True) as store:
        assert take(store, path, on=TODAY).stored == 0
        assert take(store, path, sure=Decimal("1.01"), on=TODAY).stored == 0


def test_doubtful_lines_are_never_taken_by_themselves(tmp_path: Path) -> None:
    path = _table(tmp_path, {})
    book = openpyxl.load_workbook(path)
    for row in range(2, 6):
        book.worksheets[0].cell(row, 2).value = "指标"
    book.save(path)
    with open_store(tmp_path / "store", create=True) as store:
        assert take(store, path, sure=Decimal(0), on=TODAY).stored == 0


def test_a_figure_that_is_there_already_is_linked_and_another_value_is_shown(tmp_path: Path) -> None:
    place = tmp_path / "store"
    with open_store(place, create=True) as store:
        take(store, _table(tmp_path, {2: "是"}), on=TODAY)
        again = take(store, _table(tmp_path, {2: "是"}, store=place), on=TODAY)
        assert (again.stored, again.linked) == (0, 1)
    path = _table(tmp_path, {}, BODY.replace("501", "502"), store=place)
    line = [c.value for c in openpyxl.load_workbook(path).worksheets[0][2]]
    assert str(line[HEADS.index("库中已有")]).startswith("不同：501亿元 乌海市统计局")


def test_points_and_gaps_are_for_the_eye_only(tmp_path: Path) -> None:
    path = _table(tmp_path, {5: "是"})
    with open_store(tmp_path / "store", create=True) as store:
        assert take(store, path, on=TODAY).aside == 1


def test_a_mark_that_is_no_mark_stores_nothing(tmp_path: Path) -> None:
    path = _table(tmp_path, {2: "是", 3: "也许"})
    with open_store(tmp_path / "store", create=True) as store:
        with pytest.raises(GuihuaError, match="HARVEST-MARK"):
            take(store, path, on=TODAY)
        assert len(holding.query(store, as_of=TODAY)) == 0


def test_a_foreign_workbook_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    with open_store(tmp_path / "store", create=True) as store, pytest.raises(GuihuaError, match="HARVEST-SHEET"):
        take(store, path, on=TODAY)


def test_publishers_meet_their_examples() -> None:
    from guihua.plan.data import load

    for entry in load("publishers.yaml", "guihua.statistics.data")["publishers"]:
        for name in entry["yes"]:
            found = publishers.find(name)
            assert found is not None and found.grade == entry["grade"], name
        for name in entry["no"]:
            assert publishers.find(name) is None or publishers.find(name).grade != entry["grade"], name  # type: ignore[union-attr]
