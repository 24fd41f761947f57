"""The indicator sheet: near series with reasons, the workbook out and back, three ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from guihua.errors import GuihuaError
from guihua.plan.decisions import apply_decisions
from guihua.plan.indicators import SLOTS
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Statement
from guihua.reading import read_text
from guihua.statistics import holding
from guihua.statistics.importing import Defaults, import_file
from guihua.storage import open_store
from guihua.tracking.indicators import near, rows_of, series_in, sheet_bytes, take_sheet
from guihua.tracking.indicators.series import Series
from guihua.tracking.indicators.workbook import FILLED, HEADS

TEXT = """内蒙古自治区工业发展规划

二、发展目标

到2020年，全区工业增加值达到1.15万亿元。到2020年，中小微企业数量达到30万户。到2020年，大宗工业固体废弃物综合利用率达到43%。
"""
ROWS = """地区代码,指标,时期,数值,单位,统计范围,公布日期,公布机构
150000,中小企业数,2019,28,万户,,2020-03-01,内蒙古自治区统计局
150000,工业固废综合利用率,2019,40,%,,2020-03-01,内蒙古自治区统计局
150000,工业增加值,2019,5000,亿元,规模以上,2020-03-01,内蒙古自治区统计局
150000,单位工业增加值用水量,2019,15,立方米/万元,,2020-03-01,内蒙古自治区统计局
"""


@pytest.fixture
def plan() -> Plan:
    return replace(read_text(TEXT), region="150000")


@pytest.fixture
def series(tmp_path: Path) -> tuple[Series, ...]:
    path = tmp_path / "数.csv"
    path.write_text(ROWS, encoding="utf-8")
    with open_store(tmp_path / "store", create=True) as store:
        import_file(store, path, defaults=Defaults())
        assert len(holding.variables(store)) == 4
        return series_in(store, ("150000",), date(2021, 1, 1))


def _of(plan: Plan, word: str) -> Statement:
    return next(s for s in plan.targets if word in s.indicator)


def test_the_same_quantity_comes_first_and_says_its_coverage(plan: Plan, series: tuple[Series, ...]) -> None:
    first = near(_of(plan, "工业增加值"), series, "150000")[0]
    assert first.same and first.series.name == "工业增加值" and "规模以上" in first.reason


def test_a_near_name_of_the_same_measure_is_offered_with_the_reason(plan: Plan, series: tuple[Series, ...]) -> None:
    (first,) = near(_of(plan, "企业数"), series, "150000")
    assert (first.series.name, first.same) == ("中小企业数", False)
    assert "名称相近" in first.reason


@pytest.mark.parametrize(
    ("wanted", "other", "unit"),
    [
        ("单位国内生产总值能耗", "国内生产总值", "亿元"),
        ("出口总额", "进口总额", "亿元"),
        ("风电装机容量", "火电装机容量", "万千瓦"),
        ("产值超500亿元的企业数", "产值超100亿元的企业数", "家"),
        ("有色金属产业占工业增加值比重", "煤炭产业占工业增加值比重", "%"),
        ("工业增加值", "工业增加值", "万吨"),
    ],
)
def test_other_things_are_never_offered(plan: Plan, wanted: str, other: str, unit: str) -> None:
    share = unit == "%"
    statement = replace(
        _of(plan, "工业增加值"),
        indicator=wanted,
        measure="",
        subject="",
        whole="",
        unit="亿元" if unit == "万吨" else unit,
        form=Form.SHARE if share else Form.LEVEL,
    )
    from guihua.plan import concepts

    one = Series(
        concepts.resolve(other).variable,
        "150000",
        (other,),
        unit,
        "share" if share else "level",
        "unstated",
        "na",
        "2019",
        "1",
        "x",
        "",
        1,
    )
    assert near(statement, [one], "150000") == ()


def test_the_sheet_comes_back_as_decisions_and_reading_again_loses_nothing(
    plan: Plan, series: tuple[Series, ...], tmp_path: Path
) -> None:
    path = _sheet(
        plan,
        series,
        tmp_path,
        {"采纳首选": {3: "是"}, "责任单位": {2: "统计局", 3: "工信厅"}, "指标性质": {2: "约束性"}},
    )
    taken = take_sheet(path, plan, by="张三", on="2026-11-24")
    assert taken.accepted == 1 and not taken.conflicts
    decided = apply_decisions(plan, taken.decisions)
    enterprises = decided.indicator(_of(plan, "企业数").id)
    assert (enterprises.series, enterprises.body) == ("中小企业数", "工信厅")
    assert decided.indicator(_of(plan, "工业增加值").id).nature == "binding"
    again = apply_decisions(replace(read_text(TEXT), region="150000"), taken.decisions)
    assert again.indicators == decided.indicators


def test_a_sheet_as_it_went_out_changes_nothing(plan: Plan, series: tuple[Series, ...], tmp_path: Path) -> None:
    assert take_sheet(_sheet(plan, series, tmp_path, {}), plan, by="张三", on="2026-11-24").decisions == ()


def test_a_cell_changed_on_both_sides_is_a_conflict_and_is_left_alone(
    plan: Plan, series: tuple[Series, ...], tmp_path: Path
) -> None:
    path = _sheet(plan, series, tmp_path, {"责任单位": {2: "统计局"}})
    other = take_sheet(
        _sheet(plan, series, tmp_path, {"责任单位": {2: "发展改革委"}}, "另.xlsx"), plan, by="李四", on="2026-11-24"
    )
    taken = take_sheet(path, apply_decisions(plan, other.decisions), by="张三", on="2026-11-24")
    assert taken.decisions == ()
    assert [(c.sheet, c.held) for c in taken.conflicts] == [("统计局", "发展改革委")]


def test_a_word_that_is_no_value_names_its_cell_and_changes_nothing(
    plan: Plan, series: tuple[Series, ...], tmp_path: Path
) -> None:
    with pytest.raises(GuihuaError, match="INDICATOR-SLOT") as caught:
        take_sheet(_sheet(plan, series, tmp_path, {"指标性质": {2: "重要"}}), plan, by="张三", on="2026-11-24")
    assert str(caught.value.where).endswith("I2")


def test_the_sheet_has_a_column_for_every_slot_of_a_record() -> None:
    assert set(FILLED) == set(SLOTS)


def test_an_unlikely_step_is_explained_by_year(plan: Plan, series: tuple[Series, ...], tmp_path: Path) -> None:
    path = _sheet(plan, series, tmp_path, {"变动说明": {2: "2018：并入新企业"}})
    (decision,) = take_sheet(path, plan, by="张三", on="2026-11-24").decisions
    assert apply_decisions(plan, (decision,)).indicator(decision.statement).explained == ((2018, "并入新企业"),)


def test_a_foreign_workbook_is_refused(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(GuihuaError, match="INDICATOR-SHEET"):
        take_sheet(path, plan, by="张三", on="2026-11-24")


def test_a_target_whose_series_the_sheet_names_is_joined(
    plan: Plan, series: tuple[Series, ...], tmp_path: Path
) -> None:
    taken = take_sheet(
        _sheet(plan, series, tmp_path, {"采纳首选": {3: "是", 4: "是"}}), plan, by="张三", on="2026-11-24"
    )
    rows = rows_of(apply_decisions(plan, taken.decisions), series, region="150000")
    assert [r.joined for r in rows] == [True, True, True]


def _sheet(
    plan: Plan, series: tuple[Series, ...], folder: Path, cells: dict[str, dict[int, str]], name: str = "清单.xlsx"
) -> Path:
    path = folder / name
    path.write_bytes(sheet_bytes(rows_of(plan, series, region="150000"), series))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for head, column in cells.items():
        for row, word in column.items():
            sheet.cell(row, HEADS.index(head) + 1).value = word
    book.save(path)
    return path


def test_a_target_that_is_a_sum_of_series_is_joined_by_its_parts(tmp_path: Path) -> None:
    plan = replace(
        read_text("内蒙古自治区能源规划\n\n二、发展目标\n\n到2020年，风电、太阳能发电总装机容量达到6000万千瓦。\n"),
        region="150000",
    )
    head = "地区代码,指标,时期,数值,单位,公布日期"
    path = tmp_path / "数.csv"
    for names, joined in ((("风电装机容量",), False), (("风电装机容量", "太阳能发电装机容量"), True)):
        path.write_text(
            "\n".join((head, *(f"150000,{n},2019,2000,万千瓦,2020-03-01" for n in names))), encoding="utf-8"
        )
        with open_store(tmp_path / str(joined), create=True) as store:
            import_file(store, path, defaults=Defaults())
            (row,) = rows_of(plan, series_in(store, ("150000",), date(2021, 1, 1)))
        assert row.joined is joined and len(row.parts) == 2 * joined
