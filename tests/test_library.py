"""The library as a notebook uses it: read, check, track, show."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

import guihua
from guihua.plan.display import decimals, html, of_locale
from guihua.plan.periods import Period

EXAMPLE = Path(__file__).parent.parent / "examples" / "neimenggu"


def test_a_plan_is_read_from_a_path_or_a_text_and_shows_itself():
    plan = guihua.read(EXAMPLE / "plan.zh.md")
    assert len(plan) > 100
    shown = plan._repr_html_()
    assert "<table>" in shown and "工业增加值" in shown
    assert plan.to_arrow().num_rows == len(plan)
    assert len(guihua.read("到2020年，\n工业增加值达到100亿元。\n")) == 1


def test_a_check_shows_its_findings_and_turns_into_a_table():
    result = guihua.check(guihua.read(EXAMPLE / "plan.zh.md"))
    assert "1.119" in result._repr_html_()
    assert result.to_arrow().num_rows == len(result.findings)


def test_tracking_takes_a_store_and_a_date_as_text(tmp_path):
    from guihua.cli.main import main

    store = tmp_path / "store"
    assert main(["import", str(EXAMPLE / "observations.csv"), "--store", str(store)]) == 0
    plan = guihua.read(EXAMPLE / "plan.zh.md")
    with guihua.open_store(store) as opened:
        tracking = guihua.track(plan, opened, "2021-12-31")
    assert "未能测算" in tracking._repr_html_()
    assert tracking.to_arrow().num_rows == len(tracking) > 50


def test_results_show_themselves_wherever_they_are_not_only_in_one_kind_of_notebook():
    code = "import guihua; plan = guihua.read('# 规划\\n到2020年，产值达到1亿元。\\n'); print(plan._repr_html_())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "<table>" in run.stdout


def test_what_shows_itself_is_escaped():
    assert html("<b>") == "<pre>&#x27;&lt;b&gt;&#x27;</pre>"


def test_a_plan_prints_as_one_line():
    plan = guihua.read("到2020年，\n工业增加值达到100亿元。\n")
    assert "1 fact" in repr(plan)
    assert len(repr(plan)) < 100


def test_what_goes_wrong_is_one_error_of_the_library(tmp_path):
    with pytest.raises(guihua.GuihuaError, match=r"nothing\.txt"):
        guihua.read(tmp_path / "nothing.txt")
    with pytest.raises(guihua.GuihuaError, match="DATE-INVALID"):
        guihua.track(guihua.read("到2020年，\n工业增加值达到100亿元。\n"), None, "2021-13-31")


NAME = "# 规划\n\n2015年，全市工业增加值100亿元，煤炭产量9000万吨左右。到2020年，工业增加值达到150亿元，年均增长8%，煤炭产量达到9500—9800万吨。\n"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example's plan, a store with its figures, and where it stood on a day."""
    store = guihua.open_store(tmp_path_factory.mktemp("library") / "store")
    done = guihua.import_file(store, EXAMPLE / "observations.csv")
    assert done.stored > 100 and not done.bad
    plan = guihua.read(EXAMPLE / "plan.zh.md")
    yield plan, store, guihua.track(plan, store, date(2021, 12, 31))
    store.close()


@pytest.fixture
def english():
    before = guihua.language()
    guihua.set_language("en")
    yield
    guihua.set_language(before)


def test_what_the_text_prints_is_there_as_numbers_and_periods():
    plan = guihua.read(NAME)
    by_name = {(s.indicator, s.form.value, s.year): s for s in plan}
    target = by_name["工业增加值", "level", 2020]
    assert target.number == target.low == Decimal(150) and target.of_period == Period.years(2020)
    band = next(s for s in plan if len(s.value) == 2)
    assert (band.number, band.low, band.high) == (None, Decimal(9500), Decimal(9800))


def test_every_result_is_one_line(example):
    plan, _, tracking = example
    judged = next(a for a in tracking if a.latest is not None)
    things = [plan, plan.statements[0], guihua.check(plan), guihua.implied(plan, "工业增加值"), tracking, judged]
    things += [
        judged.latest,
        guihua.path(plan, tracking),
        guihua.chart(tracking),
        guihua.explain(plan, plan.statements[0].id),
    ]
    for thing in things:
        assert len(repr(thing).splitlines()) == 1 and len(repr(thing)) < 260, type(thing)
        assert "object at" not in repr(thing)


def test_results_show_themselves_in_the_language_that_is_set(example, english):
    plan, _, tracking = example
    shown = [tracking, guihua.implied(plan, "工业增加值"), guihua.path(plan, tracking), plan]
    heads = [re.findall(r"<th[^>]*>([^<]*)</th>", thing._repr_html_()) for thing in shown]
    assert all(heads) and not re.search(r"[一-龥]", "".join(map("".join, heads)))
    guihua.set_language("zh")
    assert all(re.search(r"[一-龥]", thing._repr_html_()) for thing in shown)


def test_the_language_is_the_one_set_else_the_locale_s_else_chinese(monkeypatch):
    monkeypatch.setenv("GUIHUA_LANG", "")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert guihua.language() == "en"
    guihua.set_language("zh")
    assert guihua.language() == "zh"
    assert of_locale({}) == of_locale({"LANG": "de_DE"}) == "zh"


def test_frames_are_made_through_arrow_with_numbers_in_them(example):
    import pandas as pd
    import polars as pl

    plan, _, tracking = example
    for thing in (plan, tracking, guihua.check(plan), guihua.implied(plan, "工业增加值"), guihua.path(plan, tracking)):
        table = pa.table(thing)
        assert table.num_rows == len(pl.DataFrame(thing)) == len(thing.to_pandas()) == len(thing.to_polars())
    table = tracking.to_arrow()
    assert (
        pa.types.is_decimal(table.schema.field("target").type) and table.schema.field("target_year").type == pa.int64()
    )
    assert isinstance(pl.DataFrame(tracking)["as_of"][0], date)
    assert isinstance(tracking.to_pandas(), pd.DataFrame)
    wide = decimals([Decimal("1e40"), Decimal("0.00000000000001"), None])
    assert wide.to_pylist() == [Decimal("1e40"), Decimal("0.00000000000001"), None]


def test_a_closed_store_is_called_closed(tmp_path):
    store = guihua.open_store(tmp_path / "store")
    store.close()
    plan = guihua.read(NAME)
    for ask in (lambda: store.execute("SELECT 1"), lambda: guihua.track(plan, store, "2021-12-31", region="150000")):
        with pytest.raises(guihua.GuihuaError, match="STORE-CLOSED"):
            ask()


def test_a_report_a_picture_and_a_result_are_saved_by_their_suffix(example, tmp_path):
    plan, store, tracking = example
    report = guihua.report(plan, store, "2018-12-31", lang="en")
    assert guihua.save(report, tmp_path / "report.md").read_text(encoding="utf-8").startswith("#")
    with pytest.raises(guihua.GuihuaError, match="REPORT-FORMAT"):
        guihua.save(report, tmp_path / "report.xyz")
    assert not (tmp_path / "report.xyz").exists()
    chart = guihua.chart(next(a for a in tracking if a.statement.indicator == "工业增加值" and a.latest is not None))
    assert "<svg" in chart._repr_html_()
    assert guihua.save(chart, tmp_path / "chart.svg").read_bytes().startswith(b"<svg")
    bundle = guihua.save(guihua.check(plan), tmp_path / "findings.json")
    found = guihua.verify(bundle)
    assert found.verdict.name == "HOLDS" and found.kind == "findings"


def test_figures_are_harvested_confirmed_and_taken_without_the_command(tmp_path):
    text = "# 某市2020年国民经济和社会发展统计公报\n\n某市统计局\n\n2021年3月10日\n\n2020年，全市粮食产量123.4万吨，比上年增长2.5%。\n"
    (tmp_path / "公报.md").write_text(text, encoding="utf-8")
    found = guihua.harvest(tmp_path / "公报.md", region="150100")
    assert {"123.4", "2.5"} <= {f.value for f in found} and pa.table(found).num_rows == len(found)
    with guihua.open_store(tmp_path / "store") as store:
        sheet = guihua.harvest_sheet(found, tmp_path / "核对表.xlsx", store=store)
        done = guihua.take_sheet(store, sheet)
    assert done.stored == 0 and done.left == len(found)


def test_a_mechanism_runs_from_python_and_its_bundle_verifies(tmp_path):
    names = guihua.declared_mechanisms()
    declaration = next(d for d in names.values() if d.examples and len(d.inputs) == 1 and d.inputs[0].kind == "table")
    from guihua.mechanisms.core.making import made_tables
    from guihua.mechanisms.core.publishing import write_workbook

    write_workbook(made_tables(declaration), tmp_path / "made.xlsx")
    run = guihua.run(
        declaration.name, {declaration.inputs[0].name: tmp_path / "made.xlsx"}, period="2021", seed=("2 5 12",)
    )
    assert guihua.verify(guihua.save(run, tmp_path / "run.json")).verdict.name == "HOLDS"
    with pytest.raises(guihua.GuihuaError, match="RUN-UNKNOWN"):
        guihua.run("nothing", {})


def test_a_ledger_is_opened_by_its_name(tmp_path):
    with guihua.open_store(tmp_path / "store") as store:
        assert guihua.ledger(store, "tasks").states() == {}
        with pytest.raises(guihua.GuihuaError, match="LG-UNKNOWN"):
            guihua.ledger(store, "nothing")


def test_everything_that_is_exported_is_documented_and_typed():
    for name in guihua.__all__:
        thing = getattr(guihua, name)
        if callable(thing):
            assert thing.__doc__, name
            assert name == "GuihuaError" or "return" in thing.__annotations__, name


@pytest.mark.parametrize("module", ["guihua.library", "guihua.plan.periods", "guihua.plan.quantity"])
def test_the_examples_in_docstrings_hold(module):
    found = doctest.testmod(importlib.import_module(module))
    assert found.failed == 0 and (found.attempted > 0 or module != "guihua.library")
