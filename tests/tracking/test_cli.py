"""`guihua track` and `guihua backtest` at the terminal, in a project made for the test."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.plan.planfile import write_planfile
from guihua.statistics.importing import import_file
from guihua.storage import open_store
from tests.corpus import ROOT
from tests.tracking.example import example_plan, observations_file

DAY = ("--as-of", "2025-01-31", "--include-collected")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    (root / "guihua.toml").write_text(
        'plan = "plan.yaml"\nstore = "store"\nregion = "150000"\nyearly = "yearly.yaml"\n', encoding="utf-8"
    )
    (root / "yearly.yaml").write_bytes((ROOT / "examples/neimenggu/yearly.yaml").read_bytes())
    write_planfile(example_plan(), root / "plan.yaml")
    with open_store(root / "store") as store:
        import_file(store, observations_file())
    return root


def run(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.chdir(project)
    monkeypatch.setenv("GUIHUA_LANG", "zh")
    capsys.readouterr()
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def test_json_rows_say_status_in_word_and_code_with_coverage_vintage_and_readings(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(project, monkeypatch, capsys, "track", *DAY, "--format", "json")
    assert status == 0
    rows = json.loads(out)
    assert len(rows) == len(example_plan().targets)
    wind = next(row for row in rows if row["indicator"] == "风电装机容量")
    assert (wind["status"], wind["status_code"], wind["mark"]) == ("未完成", "missed", "口径注")
    assert wind["latest"]["coverage"] == "6000千瓦及以上电厂"
    assert wind["latest"]["vintage"] == "2025-01-02"
    assert wind["target"]["words"] and wind["quote"]
    added = next(row for row in rows if row["indicator"] == "工业增加值" and row["target"]["form"] == "level")
    assert (added["status"], added["mark"]) == ("未完成", "口径注")
    assert [r["code"] for r in added["readings"]] == ["published_growth", "scaled_target"]
    assert "5970" in added["readings"][1]["sentence"]
    assert added["sentence"] == "口径已变，绝对值不可比；2条旁注读数结论一致，据此判断"


def test_the_table_prints_status_words_and_a_summary_on_the_error_stream(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(project, monkeypatch, capsys, "track", *DAY, "--find", "装机容量")
    assert status == 0
    assert out.count("✗ 未完成（口径注）") == 3
    assert "截至 2025-01-31" in err
    _, english, _ = run(project, monkeypatch, capsys, "--lang", "en", "track", *DAY, "--find", "装机容量")
    assert "not met (see note on coverage)" in english


def test_remarks_print_every_method_and_the_notes_under_a_row(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(project, monkeypatch, capsys, "track", *DAY, "--find", "风电", "--remarks")
    methods = next(line for line in out.splitlines() if "各法——" in line)
    assert methods.strip().startswith("· 各法——未完成：") and "时序进度法" in methods
    assert "统计范围为6000千瓦及以上电厂，规划未写明范围" in out


def test_csv_and_xlsx_hold_the_same_rows(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    _, out, _ = run(project, monkeypatch, capsys, "track", *DAY, "--format", "csv")
    table = list(csv.DictReader(io.StringIO(out)))
    book = tmp_path / "t.xlsx"
    assert run(project, monkeypatch, capsys, "track", *DAY, "--format", "xlsx", "-o", str(book))[0] == 0
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["目标", "方法", "依据", "如何得到"]
    words = [[str(c or "") for c in row] for row in sheets["目标"].iter_rows(min_row=2, values_only=True)]
    assert [list(row.values()) for row in table] == words


def test_a_workbook_needs_a_file(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(project, monkeypatch, capsys, "track", "--format", "xlsx")
    assert status == 2
    assert "OUTPUT-FILE" in err


def test_against_prints_what_changed_and_why(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(
        project, monkeypatch, capsys, "track", "--as-of", "2024-12-31", "--against", "2017-06-30", "--format", "json"
    )
    assert status == 0
    rows = json.loads(out)
    assert rows and all(row["changed"] and row["causes"] for row in rows)
    added = next(r for r in rows if r["indicator"] == "工业增加值" and r["before_code"] == "lagging")
    assert any("核减" in cause for cause in added["causes"])
    assert "项结论有变" in err
    _, table, _ = run(
        project, monkeypatch, capsys, "track", "--as-of", "2024-12-31", "--against", "2017-06-30", "--all"
    )
    assert table.count("\n") > len(example_plan().targets)


def test_drivers_list_industries_and_leagues(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(
        project, monkeypatch, capsys, "track", "--drivers", "2020M01-M10", "--as-of", "2021-12-31", "--format", "json"
    )
    assert status == 0
    parts = {row["part"]: row for row in json.loads(out)}
    assert parts["装备制造"]["growth"] == "40.9"
    assert parts["装备制造"]["pull"] == ""


def test_yearly_prints_the_document_and_the_need_of_the_months_left(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(
        project,
        monkeypatch,
        capsys,
        "track",
        "--yearly",
        "--as-of",
        "2021-12-31",
        "--include-collected",
        "--format",
        "json",
    )
    assert status == 0
    (row,) = json.loads(out)
    assert row["document"].startswith("2020年内蒙古自治区国民经济和社会发展计划")
    assert (row["target"], row["status"], row["actual"]) == ("6%", "未完成", "0.2")


def test_a_tracking_bundle_is_verified_by_making_it_again(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = tmp_path / "tracking.json"
    assert run(project, monkeypatch, capsys, "track", *DAY, "--bundle", str(bundle))[0] == 0
    assert run(project, monkeypatch, capsys, "verify", str(bundle))[0] == 0
    bundle.write_bytes(bundle.read_bytes().replace(b"3786", b"4786"))
    assert run(project, monkeypatch, capsys, "verify", str(bundle))[0] == 1


def test_backtest_prints_calibration_with_its_n(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("backtest", "--as-of", "2025-06-30", "--include-collected")
    status, out, err = run(project, monkeypatch, capsys, *arguments, "--format", "json")
    assert status == 0
    assert [row["n"] for row in json.loads(out)["rows"]][:1] == [244]
    assert "32" in err
    file = tmp_path / "calibration.yaml"
    assert run(project, monkeypatch, capsys, *arguments, "--publish", str(file))[0] == 0
    assert "horizon: 5" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--method", "pythia"), "TRACK-METHOD"),
        (("--as-of", "then"), "DATE-INVALID"),
        (("--drivers", "then"), "PERIOD-INVALID"),
        (("--store", "nowhere"), "STORE-ABSENT"),
    ],
)
def test_bad_input_is_named_and_ends_with_2(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: str,
) -> None:
    status, out, err = run(project, monkeypatch, capsys, "track", *arguments)
    assert (status, out) == (2, "")
    assert code in err


def test_a_new_period_that_turned_a_verdict_is_of_the_target_year_and_not_later(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = (
        "track",
        "--as-of",
        "2024-12-31",
        "--against",
        "2018-06-30",
        "--find",
        "研究与试验",
        "--format",
        "json",
    )
    _, out, _ = run(project, monkeypatch, capsys, *arguments)
    news = [cause for cause in json.loads(out)[0]["causes"] if "占GDP比重" in cause]
    assert news[0] == "新公布R&D经费占GDP比重 2020 0.93%"
    assert not any("2021" in cause or "2022" in cause for cause in news)


def test_leagues_growth_is_listed_without_a_pull_where_their_levels_are_not_published(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, err = run(project, monkeypatch, capsys, "track", "--drivers", "2023", "--format", "json")
    rows = [row for row in json.loads(out) if row["block"] == "盟市对规模以上工业"]
    assert len(rows) == 12
    assert {row["pull"] for row in rows} == {""}
    assert "上年比重没有公布" in err


def test_the_nearest_figure_of_another_coverage_is_shown_with_its_value(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(project, monkeypatch, capsys, "track", *DAY, "--find", "大宗工业固体", "--remarks")
    assert "最近可见：2020年“工业固废综合利用率”40%" in out


def test_the_workbook_holds_figures_as_numbers_with_their_printed_digits(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import openpyxl

    file = tmp_path / "进度.xlsx"
    run(project, monkeypatch, capsys, "track", *DAY, "--format", "xlsx", "-o", str(file))
    sheet = openpyxl.load_workbook(file)["依据"]
    found = {(row[1].value, row[2].value): row[3] for row in sheet.iter_rows(min_row=2)}
    cell = found["R&D经费占GDP比重", "2020年"]
    assert (cell.value, cell.number_format) == (0.93, "0.00")
    assert sheet.page_setup.orientation == "landscape"


def test_what_there_is_none_of_is_refused_and_a_day_to_come_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(project, monkeypatch, capsys, "track", "--method", "foo")
    assert status == 2 and not out and "TRACK-METHOD" in err
    assert run(project, monkeypatch, capsys, "chart", "structure", "2020", "-o", "x.png")[0] == 2
    status, _, err = run(project, monkeypatch, capsys, "track", "--as-of", "2999-01-01", "--find", "风电")
    assert status == 0 and "this day is yet to come" in err and "其中列出 1 项" in err
