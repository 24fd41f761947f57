"""Reporting forms: their head, one figure asked once, and the table that a filled form becomes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.statistics.importing import check, read_table
from guihua.statistics.report_forms import as_table, load_forms

HEAD = "number: 示例101\nzh: 示例工业月报\nauthority: 示例统计局\napproval: 示例备案1号\nvalid_until: '2030-12-31'\n"
COAL = "{key: coal, indicator: 原煤产量, unit: 万吨}"


def _write(folder: Path, text: str, name: str = "a.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_form_carries_number_issuer_approval_and_validity(tmp_path: Path) -> None:
    form = load_forms(_write(tmp_path, f"{HEAD}figures: [{COAL}]\n"))["示例101"]
    assert (form.authority, form.approval, form.valid_until) == ("示例统计局", "示例备案1号", "2030-12-31")
    assert form.en == form.zh, "without an English name the Chinese one stands"
    assert (form.figures[0].measure, form.figures[0].span) == ("level", "single")


def test_a_project_without_forms_has_none(tmp_path: Path) -> None:
    assert load_forms(tmp_path / "forms") == {}


@pytest.mark.parametrize(("every", "period"), [("month", "2020M12"), ("year", "2020")])
def test_figures_stand_for_the_month_or_the_year(tmp_path: Path, every: str, period: str) -> None:
    form = load_forms(_write(tmp_path, f"{HEAD}every: {every}\nfigures: [{COAL}]\n"))["示例101"]
    assert form.period("2020-12") == period


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{HEAD}figures: [{COAL}, {COAL}]\n", "FORM-TWICE"),
        (f"{HEAD}figures: [{COAL}, {{key: coal, indicator: 发电量, unit: 亿千瓦时}}]\n", "FORM-TWICE"),
        (f"{HEAD}colour: red\nfigures: [{COAL}]\n", "FORM-KEY"),
        (f"{HEAD}figures: [{{key: coal, indicator: 原煤产量, unit: 万吨, width: 3}}]\n", "FORM-KEY"),
        (f"{HEAD}every: week\nfigures: [{COAL}]\n", "FORM-KEY"),
        (f"{HEAD}figures: [{{key: coal, unit: 万吨}}]\n", "FORM-YAML"),
        (HEAD, "FORM-YAML"),
        ("figures: [\n", "FORM-YAML"),
        ("just words\n", "FORM-YAML"),
    ],
)
def test_a_wrong_form_is_refused_with_its_reason(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(GuihuaError) as refused:
        load_forms(_write(tmp_path, text))
    assert refused.value.code == code


def test_two_forms_may_not_ask_for_one_figure(tmp_path: Path) -> None:
    _write(tmp_path, f"{HEAD}figures: [{COAL}]\n")
    _write(tmp_path, f"number: 示例102\nzh: 另一张\nfigures: [{COAL}]\n", "b.yaml")
    with pytest.raises(GuihuaError, match="一数多报"):
        load_forms(tmp_path)


def test_the_same_figure_of_another_coverage_is_another_figure(tmp_path: Path) -> None:
    _write(tmp_path, f"{HEAD}figures: [{COAL}]\n")
    _write(tmp_path, f"number: 示例102\nzh: 另一张\nfigures: [{COAL[:-1]}, coverage: 规模以上}}]\n", "b.yaml")
    assert len(load_forms(tmp_path)) == 2


def test_a_filled_form_becomes_the_table_that_every_import_takes(tmp_path: Path) -> None:
    text = f"{HEAD}figures: [{COAL}, {{key: power, indicator: 发电量, unit: 亿千瓦时, measure: yoy}}]\n"
    form = load_forms(_write(tmp_path, text))["示例101"]
    table = as_table(form, "150100", "2018M06", {"coal": " 12.5 ", "power": ""})
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8"))))
    assert [(r["region_code"], r["indicator"], r["period"], r["value"], r["unit"]) for r in rows] == [
        ("150100", "原煤产量", "2018M06", "12.5", "万吨")
    ], "what was left empty is left out"
    checked = check(read_table(tmp_path / "t.csv", table))
    assert not checked.bad and checked.frame.num_rows == 1


def test_the_form_in_the_guide_is_one(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs/guide/web.md").read_text(encoding="utf-8")
    text = guide.split("```yaml\n", 1)[1].split("```", 1)[0]
    (tmp_path / "form.yaml").write_text(text, encoding="utf-8")
    assert [f.indicator for f in load_forms(tmp_path)["园区01"].figures] == ["园区产值", "工业用电量"]
