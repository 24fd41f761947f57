"""The verbs import, store, series and template at the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from guihua.cli.main import main
from tests.corpus import corpus
from tests.statistics.test_wide import monthly

ROW = "150000,工业增加值,{year},{value},亿元,{date},公报"
HEAD = "region_code,indicator,period,value,unit,published,source"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "guihua.toml").write_text('plan = "plan.md"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    (tmp_path / "plan.md").write_text("# 规划\n\n到2020年，工业增加值达到1.15万亿元。\n", encoding="utf-8")
    rows = [
        ROW.format(year=2015, value="7939", date="2016-03-01"),
        ROW.format(year=2015, value="4121.2", date="2024-12-18"),
    ]
    rows += [ROW.format(year=2016, value="7758.2", date="2017-06-22")]
    (tmp_path / "a.csv").write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_import_says_what_it_did_and_again_that_nothing_changed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "a.csv"]) == 0
    assert "新存 stored 3" in capsys.readouterr().err
    assert main(["import", "a.csv"]) == 0
    said = capsys.readouterr()
    assert "新存 stored 0，已有 known 3" in said.err and said.out == ""


def test_bad_rows_are_a_table_and_exit_status_2(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "b.csv").write_text(f"{HEAD}\n{ROW.format(year='x', value='1', date='2016-03-01')}\n", encoding="utf-8")
    assert main(["import", "b.csv"]) == 2
    said = capsys.readouterr()
    assert "[period-invalid]" in said.out and "IMPORT-BAD-ROWS" in said.err
    assert main(["import", "b.csv", "--skip-bad"]) == 0
    assert (project / "b.bad.csv").exists()


def test_wrong_columns_are_exit_status_2_and_leave_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "b.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["import", "b.csv"]) == 2
    assert "IMPORT-COLUMNS" in capsys.readouterr().err
    assert main(["import", "none.csv"]) == 2


def test_an_unmapped_table_leaves_its_proposal_for_an_editor(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monthly(project / "月报.xlsx")
    common = ["--region", "150000", "--published", "2018-07-20"]
    assert main(["import", "月报.xlsx", *common]) == 2
    assert (project / "月报.mapping.yaml").exists()
    assert main(["import", "月报.xlsx", *common, "--mapping", "月报.mapping.yaml"]) == 0
    assert "未取的行 rows left out: 采矿业, 某种新产品产量" in capsys.readouterr().err
    monthly(project / "七月.xlsx", 7)
    assert main(["import", "七月.xlsx", *common]) == 0


def test_series_shows_vintages_as_known_on_a_day(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "a.csv"])
    capsys.readouterr()
    assert main(["series", "工业增加值", "--as-of", "2020-01-01", "--format", "json"]) == 0
    said = capsys.readouterr()
    assert [(r["period"], r["value"]) for r in json.loads(said.out)] == [("2015", "7939"), ("2016", "7758.2")]
    assert "口径变更" in said.err and "2900亿元" in said.err
    assert main(["series", "工业增加值", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [r["value"] for r in rows] == ["7939", "4121.2", "7758.2"] and all(r["id"].startswith("o-") for r in rows)


def test_series_draws(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "a.csv"])
    assert main(["series", "工业增加值", "-o", "a.svg"]) == 0
    assert (project / "a.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_series_without_figures_says_what_might_help(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "a.csv"])
    assert main(["series", "工业产值"]) == 2
    assert "SERIES-EMPTY" in capsys.readouterr().err


def test_a_figure_is_taken_back_with_its_reason(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "a.csv"])
    main(["series", "工业增加值", "--format", "json"])
    wrong = next(r["id"] for r in json.loads(capsys.readouterr().out) if r["value"] == "7758.2")
    assert main(["store", "withdraw", wrong]) == 2
    assert main(["store", "withdraw", wrong, "--reason", "数据不实", "--on", "2018-01-03"]) == 0
    main(["series", "工业增加值", "--format", "json"])
    assert "7758.2" not in capsys.readouterr().out
    assert main(["store", "withdrawals"]) == 0
    assert "数据不实" in capsys.readouterr().out


def test_store_reports_checks_and_upgrades(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "info"]) == 2
    main(["import", "a.csv"])
    for action in ("info", "upgrade", "check", "tidy"):
        assert main(["store", action]) == 0
    assert "统计数 observations\t3" in capsys.readouterr().out


def test_template_asks_for_lines_and_takes_them_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "--indicator", "原煤产量", "--period", "2018", "--region", "150100", "-o", "t.xlsx"]) == 0
    import openpyxl

    book = openpyxl.load_workbook(project / "t.xlsx")
    sheet = book["填报"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    sheet[f"{heads['数值']}2"], sheet[f"{heads['单位']}2"] = 12.5, "万吨"
    book.save(project / "t.xlsx")
    assert main(["import", "t.xlsx"]) == 0
    assert "新存 stored 1" in capsys.readouterr().err


def test_what_is_derived_is_printed_by_vintage_and_refusals_are_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "规模以上工业增加值"
    rows = ["150000,工业园区产值,2020,70,亿元,2021-03-01,公报", "150000,工业总产值,2020,100,亿元,2021-03-01,公报"]
    rows += ["150000,工业总产值,2020,80,亿元,2022-03-01,公报", "150000,煤炭产业增加值,2020,3,亿元,2021-03-01,公报"]
    rows += [f"150000,{name},2020,9,亿元,2021-03-01,公报"]
    (project / "d.csv").write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    assert main(["import", "d.csv"]) == 0
    capsys.readouterr()
    assert main(["series", "工业园区产值占工业总产值比重", "--derived", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(row["数值"], row["公布"]) for row in found] == [("70", "2021-03-01"), ("87.5", "2022-03-01")]
    assert main(["series", "煤炭产业增加值占工业增加值比重", "--derived"]) == 0
    assert "refused（coverage）" in capsys.readouterr().err
    assert main(["series", "工业增加值", "--derived", "--format", "csv"]) == 0
    assert main(["series", "风电装机容量", "--derived"]) == 2


def test_leagues_are_summed_against_the_published_total(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["150000,工业增加值,2021,100,亿元,2022-03-01,公报", "150600,工业增加值,2021,0.4,亿元,2022-03-01,公报"]
    (project / "d.csv").write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    assert main(["import", "d.csv"]) == 0
    capsys.readouterr()
    assert main(["series", "工业增加值", "--rollup", "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["公布总数"], row["各部分之和"], row["差额"], row["部分"]) == ("100", "0.4", "99.6", "1/12")
    assert "呼和浩特" in row["缺"] and "鄂尔多斯" not in row["缺"]


def test_a_picture_holds_the_breaks_with_their_documents_and_a_forecast_where_asked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(corpus() / "data/observations.csv")]) == 0
    drawing = ["series", "工业增加值", "--region", "150000", "--as-of", "2025-01-31"]
    assert main([*drawing, "--ahead", "2", "-o", "after.svg"]) == 0
    picture = (project / "after.svg").read_text(encoding="utf-8")
    assert "①" in picture and "2019-11-22" in picture and "预测" in picture
    assert main([*drawing, "--as-of", "2021-09-30", "-o", "before.svg"]) == 0
    assert "预测" not in (project / "before.svg").read_text(encoding="utf-8")


def test_a_table_without_regions_is_of_the_projects_and_that_is_said(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (project / "b.csv").write_text("指标,年份,数值,单位\n原煤产量,2018,9.26,亿吨\n", encoding="utf-8")
    assert main(["import", "b.csv"]) == 0
    assert "taken as the project's: 150000" in capsys.readouterr().err
    monthly(project / "月报.xlsx")
    assert main(["import", "月报.xlsx", "--yes", "--published", "2018-07-20"]) == 0
    assert "taken as the project's: 150000" in capsys.readouterr().err
    assert main(["import", "b.csv", "--region", "150000"]) == 0 and main(["import", "a.csv"]) == 0
    assert "the project's" not in capsys.readouterr().err


def test_what_is_missing_is_said_in_the_words_of_the_head(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "b.csv").write_text("指标,数值\n原煤产量,9.26\n", encoding="utf-8")
    assert main(["import", "b.csv"]) == 2
    assert "缺少列 missing columns: 时期 period、单位 unit" in capsys.readouterr().err
    (project / "c.csv").write_text("地区,指标,时期,数值,单位\n,原煤产量,2018,9,亿吨\n", encoding="utf-8")
    assert main(["import", "c.csv"]) == 2
    assert "[region-missing]" in capsys.readouterr().out


def test_a_wrong_day_and_a_wrong_kind_of_file_are_one_message(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "a.csv", "--published", "20180720"]) == 2
    said = capsys.readouterr()
    assert "IMPORT-DATE" in said.err and not said.out
    (project / "规划.pptx").write_bytes(b"PK")
    assert main(["import", "规划.pptx"]) == 2
    assert "IMPORT-KIND" in capsys.readouterr().err


def test_bad_rows_are_counted_as_rows_and_named_each_time(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = "999999,工业增加值,x,?,亿元,2016-03-01,公报"
    (project / "b.csv").write_text(
        f"{HEAD}\n{bad}\n{ROW.format(year=2019, value=1, date='2020-03-01')}\n", encoding="utf-8"
    )
    for _ in range(2):
        assert main(["import", "b.csv", "--skip-bad"]) == 0
        assert "有误 bad 1 → b.bad.csv" in capsys.readouterr().err


def test_a_template_asks_for_the_amount_of_what_has_an_amount_and_a_growth(project: Path) -> None:
    text = "# 规划\n\n到2020年，工业增加值达到1.15万亿元，年均增长8%左右。森林覆盖率提高2个百分点。\n"
    (project / "plan.md").write_text(text, encoding="utf-8")
    assert main(["template", "--all", "--period", "2018", "-o", "t.xlsx"]) == 0
    rows = list(openpyxl.load_workbook(project / "t.xlsx")["填报"].iter_rows(values_only=True))
    head = [str(c) for c in rows[0]]
    asked = {r[head.index("指标")]: (r[head.index("单位")], r[head.index("数据类型")]) for r in rows[1:] if r[2]}
    assert asked["工业增加值"] == ("万亿元", "绝对数")
    assert asked["森林覆盖率"] == ("%", "比重")


def test_what_is_public_by_its_page_alone_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ROW.format(year=2017, value="8000", date="2018-06-22").replace("公报", "https://tj.example.org/2018/a.html")
    (project / "b.csv").write_text(f"{HEAD}\n{line}\n", encoding="utf-8")
    assert main(["import", "b.csv"]) == 0
    assert "1 个数没有写公布级别，出处是网页，视为公开" in capsys.readouterr().err
    assert main(["import", "a.csv"]) == 0
    assert "视为公开" not in capsys.readouterr().err
