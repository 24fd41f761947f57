"""Importing long tables: what counts, what is refused, what stays unstated."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.statement import Price
from guihua.statistics import Observation, query
from guihua.statistics.importing import Defaults, import_file
from guihua.statistics.importing.check import Bad, number
from guihua.statistics.importing.files import BadRows
from guihua.statistics.importing.table import column_name
from guihua.statistics.importing.wordings import read_source
from guihua.statistics.observation import DateTrust, Span, Transformation
from guihua.storage import Store, open_store
from tests.corpus import corpus

HEAD = "region_code,indicator,period,span,value,unit,price_basis,measure,coverage,published,vintage_note,source_grade,source_url"
LATE = date(2030, 1, 1)


@pytest.fixture
def local(tmp_path: Path) -> Store:
    return open_store(tmp_path / "s")


def write(tmp_path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8", name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join((head, *rows)) + "\n", encoding=encoding)
    return path


def row(**slots: str) -> str:
    base = {
        "region_code": "150000", "indicator": "工业增加值", "period": "2015", "span": "single", "value": "7939.18", "unit": "亿元",
        "price_basis": "current", "measure": "level", "coverage": "", "published": "2016-03-01", "vintage_note": "initial",
        "source_grade": "press", "source_url": "bulletin",
    }  # fmt: skip
    return ",".join((base | slots)[name] for name in HEAD.split(","))


def take(store: Store, path: Path) -> list[Observation]:
    import_file(store, path)
    return list(query(store, as_of=LATE, include_collected=True))


def reasons(store: Store, path: Path) -> list[tuple[int, str]]:
    with pytest.raises(BadRows) as refused:
        import_file(store, path)
    assert len(query(store, as_of=LATE, include_collected=True)) == 0
    return [(bad.row, bad.code) for bad in refused.value.bad]


def test_what_the_source_does_not_state_stays_unstated(local: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "150000,工业增加值,2015,1,亿元", head="region_code,indicator,period,value,unit")
    (o,) = take(local, path)
    assert (o.coverage, o.accounting, o.publisher, o.price) == ("unstated", "unstated", "unstated", Price.UNSTATED)
    assert o.date_trust is DateTrust.NONE and o.published is None and o.system == "unstated"


def test_a_rate_named_in_the_label_is_that_indicators_growth(local: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row(indicator="规模以上工业增加值增长率", measure="yoy", unit="%", value="7.1", price_basis="comparable"),
    )
    (o,) = take(local, path)
    assert (o.variable, o.transformation, o.coverage) == ("value_added[industry]", Transformation.YOY, "规模以上")
    assert o.indicator == "规模以上工业增加值增长率" and o.price is Price.COMPARABLE


def test_a_published_five_year_mean_and_a_five_year_sum(local: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        row(indicator="工业增加值增长率(五年年均)", period="2016-2020", measure="yoy", unit="%", value="4.5"),
        row(indicator="工业固定资产投资(五年累计)", period="2011-2015", measure="cumulative", value="24000"),
    )
    total, mean = sorted(take(local, path), key=lambda o: o.variable)
    assert (mean.transformation, str(mean.period)) == (Transformation.MEAN_GROWTH, "2016-2020")
    assert (total.variable, total.transformation, str(total.period)) == (
        "investment[industry]",
        Transformation.LEVEL,
        "2011-2015",
    )


def test_a_rate_over_several_years_that_is_no_mean_is_refused(local: Store, tmp_path: Path) -> None:
    path = write(tmp_path, row(indicator="工业增加值增长率", period="2016-2020", measure="yoy", unit="%"))
    assert reasons(local, path) == [(2, "period-rate")]


def test_a_change_since_a_year_keeps_its_base(local: Store, tmp_path: Path) -> None:
    path = write(tmp_path, row(indicator="万元工业增加值用水量较2015年升降", period="2017", unit="%", value="-24.4"))
    (o,) = take(local, path)
    assert (o.transformation, str(o.base_period), o.value) == (Transformation.CHANGE, "2015", "-24.4")


def test_the_first_quarter_is_both_single_and_to_date(local: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path, row(period="2017Q1", measure="cumulative"), row(period="2017Q2"), row(period="2017H1", span="ytd")
    )
    first, second, half = sorted(take(local, path), key=lambda o: o.period.last_month * 10 + o.period.first_month)
    assert first.spans == half.spans == frozenset(Span) or first.spans == frozenset(Span)
    by = {str(o.period): o.spans for o in (first, second, half)}
    assert by == {"2017Q1": frozenset(Span), "2017Q2": frozenset((Span.SINGLE,)), "2017H1": frozenset(Span)}


@pytest.mark.parametrize(
    ("published", "vintage", "trust", "day"),
    [
        ("2016-03-01", "initial", DateTrust.EXACT, date(2016, 3, 1)),
        ("2016-03", "revised", DateTrust.PARTIAL, date(2016, 3, 31)),
        ("2016", "initial", DateTrust.PARTIAL, date(2016, 12, 31)),
        ("2016-03-01", "unknown", DateTrust.COLLECTED, date(2016, 3, 1)),
        ("unknown", "initial", DateTrust.NONE, None),
        ("", "initial", DateTrust.NONE, None),
    ],
)
def test_how_far_a_date_can_be_trusted(
    local: Store, tmp_path: Path, published: str, vintage: str, trust: DateTrust, day: date | None
) -> None:
    (o,) = take(local, write(tmp_path, row(published=published, vintage_note=vintage)))
    assert (o.date_trust, o.published) == (trust, day)


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ({"region_code": "999999"}, "region-unknown"),
        ({"indicator": ""}, "indicator-missing"),
        ({"measure": "guess"}, "measure-unknown"),
        ({"price_basis": "guess"}, "price-unknown"),
        ({"period": "last year"}, "period-invalid"),
        ({"span": "half"}, "span-unknown"),
        ({"unit": "furlong"}, "unit-unknown"),
        ({"measure": "yoy", "unit": "亿元"}, "unit-unfit"),
        ({"published": "soon"}, "date-invalid"),
        ({"published": "2199-01-01"}, "date-late"),
        ({"vintage_note": "guess"}, "vintage-unknown"),
        ({"source_grade": "guess"}, "grade-unknown"),
        ({"value": ""}, "value-missing"),
        ({"value": "about 7"}, "value-invalid"),
        ({"value": "1e5"}, "value-invalid"),
        ({"value": "12,34"}, "row-shape"),
    ],
)
def test_a_bad_row_has_its_reason_and_nothing_is_stored(
    local: Store, tmp_path: Path, slots: dict[str, str], code: str
) -> None:
    assert reasons(local, write(tmp_path, row(period="2014"), row(**slots))) == [(3, code)]
    assert code in {r["code"] for r in load("reasons.yaml", "guihua.statistics.data")["reasons"]}


def test_all_bad_rows_come_back_in_one_table(local: Store, tmp_path: Path) -> None:
    path = write(tmp_path, row(value="x"), row(period="2014"), row(unit="?"), row(period="?", value="y"))
    assert reasons(local, path) == [
        (2, "value-invalid"),
        (4, "unit-unknown"),
        (5, "period-invalid"),
        (5, "value-invalid"),
    ]


def test_skip_bad_stores_the_rest_and_writes_the_bad_rows_beside(local: Store, tmp_path: Path) -> None:
    path = write(tmp_path, row(value="x"), row(period="2014"))
    done = import_file(local, path, skip_bad=True)
    assert (done.read, done.stored, len(done.bad)) == (2, 1, 1)
    written = list(csv.DictReader(Path(done.bad_file).read_text(encoding="utf-8").splitlines()))
    assert written == [{"row": "2", "column": "value", "cell": "", "reason": "value-invalid", "text": "x"}]


def test_repeated_and_contradicting_rows_are_refused(local: Store, tmp_path: Path) -> None:
    assert reasons(local, write(tmp_path, row(), row(period="2014"), row())) == [(4, "duplicate")]
    assert reasons(local, write(tmp_path, row(), row(value="8000"))) == [(2, "conflict"), (3, "conflict")]


def test_another_dimension_than_the_indicators_other_figures_is_refused(local: Store, tmp_path: Path) -> None:
    import_file(local, write(tmp_path, row()))
    with pytest.raises(BadRows) as refused:
        import_file(local, write(tmp_path, row(period="2016", unit="万吨")))
    assert [b.code for b in refused.value.bad] == ["unit-differs"]
    assert import_file(local, write(tmp_path, row(period="2016", unit="万元"))).stored == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_office_encoding_is_read(local: Store, tmp_path: Path, encoding: str) -> None:
    (o,) = take(local, write(tmp_path, row(), encoding=encoding))
    assert o.indicator == "工业增加值"


def test_chinese_heads_and_words(local: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path, "内蒙古,工业增加值,2015,\"7,939.18\",亿元,现价,统计局",
        head="地区,指标,时期,数值,单位,价格,发布机构",
    )  # fmt: skip
    (o,) = take(local, path)
    assert (o.region, o.value, o.price, o.publisher) == ("150000", "7939.18", Price.CURRENT, "统计局")


def _workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for line in rows:
        book.active.append(list(line))
    book.save(path)
    return path


def test_a_workbook_of_one_figure_a_row_needs_no_mapping(local: Store, tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "一行一数.xlsx",
        ("地区代码", "地区", "指标", "年份", "数值", "单位"),
        ("150000", "内蒙古自治区", "原煤产量", 2016, 83827.7, "万吨"),
        ("150000", "内蒙古自治区", "原煤产量", 2017, 87855, "万吨"),
    )
    assert import_file(local, path).stored == 2
    assert [str(o.period) for o in query(local, as_of=LATE, include_collected=True)] == ["2016", "2017"]


def test_titles_may_stand_above_a_long_table_and_months_beside_years(local: Store, tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "分月.xlsx",
        ("主要产品产量",),
        ("地区名称", "指标名称", "年份", "月份", "指标值", "计量单位"),
        ("内蒙古自治区", "原煤产量", 2016, "6月", 6583, "万吨"),
        ("内蒙古自治区", "原煤产量", 2016, 11, 7583, "万吨"),
    )
    assert import_file(local, path).stored == 2
    assert [str(o.period) for o in query(local, as_of=LATE, include_collected=True)] == ["2016M06", "2016M11"]


@pytest.mark.parametrize("month", ["2016-06", "2016.6", "2016/06", "201606", "2016年6月"])
def test_a_month_is_read_as_people_write_it(local: Store, tmp_path: Path, month: str) -> None:
    (o,) = take(local, write(tmp_path, row(period=month, published="2016-08-01")))
    assert str(o.period) == "2016M06"


@pytest.mark.parametrize(
    "head", ["a,b", "region_code,indicator,period,value", "指标,时期,数值,单位", "value,数值,指标,时期,单位,地区"]
)
def test_wrong_columns_are_named(local: Store, tmp_path: Path, head: str) -> None:
    with pytest.raises(GuihuaError) as refused:
        import_file(local, write(tmp_path, ",".join("1" * len(head.split(","))), head=head))
    assert refused.value.code == "IMPORT-COLUMNS" and refused.value.hint


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\x01\x02\x00" * 50, "地区,指标\n".encode() + b"\xff\xfe\xfd"])
def test_what_is_no_table_is_an_error_with_a_hint(local: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(GuihuaError):
        import_file(local, path)
    with pytest.raises(GuihuaError) as absent:
        import_file(local, tmp_path / "none.csv")
    assert absent.value.code == "FILE-NOT-FOUND"


def test_ignored_columns_are_told(local: Store, tmp_path: Path) -> None:
    done = import_file(local, write(tmp_path, row() + ",x", head=HEAD + ",colour"))
    assert done.ignored == ("colour",)


def test_a_corrected_file_adds_a_vintage_and_keeps_the_old_one(local: Store, tmp_path: Path) -> None:
    import_file(local, write(tmp_path, row()))
    import_file(local, write(tmp_path, row(value="7940", published="2016-06-01")))
    assert [o.value for o in query(local, as_of=date(2016, 5, 1))] == ["7939.18"]
    assert [o.value for o in query(local, as_of=LATE)] == ["7939.18", "7940"]


def test_a_withdrawal_column_takes_figures_back(local: Store, tmp_path: Path) -> None:
    import_file(local, write(tmp_path, row()))
    path = write(tmp_path, row() + ",数据不实", head=HEAD + ",withdrawn")
    assert import_file(local, path, as_of=date(2018, 1, 1)).withdrawn == 1
    assert [o.value for o in query(local, as_of=date(2017, 12, 31))] == ["7939.18"]
    assert len(query(local, as_of=LATE)) == 0


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1,234.50", "1234.50"),
        ("−2.3", "-2.3"),
        ("＋５", "5"),
        (".5", "0.5"),
        ("8.0", "8.0"),
        ("007", "7"),
        ("1,234,567", "1234567"),
    ],
)
def test_magnitudes_become_plain_and_keep_their_digits(written: str, plain: str) -> None:
    assert number(written) == plain


@pytest.mark.parametrize("word", ["", "x", "1.2.3", "12,34", "1e3", "∞", "nan", "--1"])
def test_what_is_no_magnitude_is_refused(word: str) -> None:
    with pytest.raises(Bad):
        number(word)


def test_every_column_example_of_the_table_holds() -> None:
    for entry in load("columns.yaml", "guihua.statistics.data")["columns"]:
        assert all(column_name(word) == entry["name"] for word in entry["yes"])
        assert all(column_name(word) != entry["name"] for word in entry.get("no", ()))


def test_the_corpus_is_taken_whole(local: Store) -> None:
    path = corpus() / "data" / "observations.csv"
    done = import_file(local, path)
    assert (done.read, done.stored, done.bad) == (1050, 1050, ())
    found = query(local, as_of=date(2026, 1, 1), include_collected=True)
    trusts = [o.date_trust for o in found]
    assert (trusts.count(DateTrust.COLLECTED), trusts.count(DateTrust.NONE)) == (494, 15)
    again = import_file(local, path)
    assert (again.stored, again.same) == (0, 1050)


def test_a_figure_from_a_page_on_the_internet_is_public_and_one_without_a_level_is_not(
    local: Store, tmp_path: Path
) -> None:
    rows = [
        row(source_url="https://tj.example.org/2016/a.html"),
        row(period="2016", source_url="统计局内部报表"),
        row(period="2017", source_url=""),
    ]
    import_file(local, write(tmp_path, *rows))
    assert [o.publish_level for o in query(local, as_of=LATE)] == ["public", "", ""]


def test_what_is_public_by_its_page_is_counted(local: Store, tmp_path: Path) -> None:
    rows = [row(source_url="https://tj.example.org/2016/a.html"), row(period="2016"), row(period="2017", value="x")]
    done = import_file(local, write(tmp_path, *rows), skip_bad=True)
    assert (done.stored, done.by_page) == (2, 1)


def test_a_level_that_a_person_gives_holds_for_blank_cells_and_before_the_page(local: Store, tmp_path: Path) -> None:
    page = "https://tj.example.org/2016/a.html"
    rows = [f"{row(source_url=page)},", f"{row(period='2016', source_url=page)},public", f"{row(period='2017')},"]
    path = write(tmp_path, *rows, head=f"{HEAD},publish_level")
    done = import_file(local, path, defaults=Defaults(publish_level="internal"))
    assert [o.publish_level for o in query(local, as_of=LATE)] == ["internal", "public", "internal"]
    assert done.by_page == 0


def test_every_example_of_a_page_holds() -> None:
    page = load("columns.yaml", "guihua.statistics.data")["page"]
    levels = {source: read_source("", source, "", "", "")[3] for source in (*page["yes"], *page["no"])}
    assert {source for source, level in levels.items() if level == "public"} == set(page["yes"])


@pytest.mark.parametrize("titles", [[], [["统计数据汇总表"], []]])
def test_a_long_workbook_with_years_imports_whole_and_under_its_titles(
    local: Store, tmp_path: Path, titles: list[list[str]]
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    rows = [
        ["150000", "内蒙古自治区", f"产品{chr(0x4E00 + n // 40)}产量", 1980 + n % 40, n + 0.5, "万吨"]
        for n in range(2000)
    ]
    for row in [*titles, ["地区代码", "地区", "指标", "年份", "数值", "单位"], *rows]:
        book.active.append(row)
    book.save(tmp_path / "长表.xlsx")
    done = import_file(local, tmp_path / "长表.xlsx")
    assert (done.read, done.stored) == (2000, 2000)


def test_a_table_of_which_no_row_is_taken_is_refused_and_not_read_as_empty(local: Store, tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("某某情况\n2018年6月\n事项,6月,1-6月\n甲乙丙,1,2\n丁戊己,3,4\n", "utf-8")
    with pytest.raises(GuihuaError) as refused:
        import_file(local, tmp_path / "表.csv", accept=True)
    assert refused.value.code == "IMPORT-NO-ROWS"
