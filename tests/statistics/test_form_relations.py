"""Figures of a form held against each other and against earlier forms: each rule by its own examples."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.plan.data import load
from guihua.statistics.form_relations import Earlier, relation_rules, relations
from guihua.statistics.report_forms import Asked, Cell, ReportForm, as_table

ROWS = load("form_relations.yaml", "guihua.statistics.data")["rules"]
CASES = [(row["code"], example, kind == "yes") for row in ROWS for kind in ("yes", "no") for example in row[kind]]
FORM = ReportForm(
    "1", "表", "form",
    (
        Asked("now", "产量", "万吨", of="q"), Asked("ytd", "产量", "万吨", span="ytd", cell=Cell.YTD, of="q"),
        Asked("last_year", "产量", "万吨", span="ytd", cell=Cell.LAST_YEAR, of="q"),
        Asked("yoy", "产量", "%", measure="yoy", span="ytd", cell=Cell.YOY, of="q"),
        Asked("whole", "企业数", "户"), Asked("part", "规上企业数", "户", part_of="whole"),
        Asked("p0", "甲", "亿元"), Asked("p1", "乙", "亿元"), Asked("sum", "合计", "亿元", parts=("p0", "p1")),
    ),
)  # fmt: skip


def _said(example: dict[str, Any]) -> set[str]:
    values = {k: v for k, v in example.items() if k in ("now", "ytd", "last_year", "yoy", "whole", "part", "sum")}
    values |= {f"p{i}": v for i, v in enumerate(example.get("parts", ()))}
    before = {"ytd": example.get("before_ytd", ""), "now": example.get("before", "")}
    year_ago = {"now": example.get("year_ago", ""), "ytd": example.get("year_ago", "")}
    month = f"2018-{int(example.get('month', 6)):02}"
    return {r.rule.code for r in relations(FORM, values, month, Earlier(before, year_ago))}


@pytest.mark.parametrize(("code", "example", "caught"), CASES)
def test_a_rule_catches_what_its_examples_say(code: str, example: dict[str, Any], caught: bool) -> None:
    assert (code in _said(example)) is caught


def test_every_rule_has_an_example_that_it_catches() -> None:
    assert {code for code, _, caught in CASES if caught} == {r.code for r in relation_rules()}


@given(st.lists(st.decimals(0, 1000, places=1), min_size=12, max_size=12))
def test_a_year_of_months_with_true_totals_breaks_no_carried_total(months: list[Decimal]) -> None:
    total, before = Decimal(0), {}
    for number, now in enumerate(months, 1):
        total += now
        values = {"now": str(now), "ytd": str(total)}
        said = {r.rule.code for r in relations(FORM, values, f"2018-{number:02}", Earlier(before))}
        assert not said & {"carried", "january", "total_below_month"}
        before = values


def test_last_years_figure_is_filed_under_last_year() -> None:
    table = as_table(FORM, "150200", "2018M05", {"ytd": "30", "last_year": "28"}).decode("utf-8")
    assert "150200,产量,2018M05,ytd,30" in table and "150200,产量,2017M05,ytd,28" in table


def test_the_form_knows_the_month_before_and_the_year_before() -> None:
    assert FORM.earlier("2018-01") == ("2017-12", "2017-01")
    assert ReportForm("1", "表", "form", (), every="year").earlier("2018-12") == ("", "2017-12")
