"""Reported figures looked at in their cells: each rule by its own examples, and no rule by nobody's."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.plan.data import load
from guihua.statistics.form_audit import audit, breaks, rules
from guihua.statistics.report_forms import Asked, ReportForm

ROWS = load("form_audit.yaml", "guihua.statistics.data")["rules"]
CASES = [(row["code"], example, kind == "yes") for row in ROWS for kind in ("yes", "no") for example in row[kind]]


@pytest.mark.parametrize(("code", "example", "caught"), CASES)
def test_a_rule_catches_what_its_examples_say(code: str, example: list[str], caught: bool) -> None:
    value, unit, measure, last = example
    rule = next(r for r in rules() if r.code == code)
    assert breaks(rule, Asked("k", "指标", unit, measure=measure), value, last) is caught


def _form(indicator: str = "园区总产值", unit: str = "亿元", measure: str = "level") -> ReportForm:
    return ReportForm("1", "表", "form", (Asked("k", indicator, unit, measure=measure),))


def test_a_hard_rule_comes_before_a_soft_one() -> None:
    (found,) = audit(_form(), {"k": "99999999"}, {"k": "120"})
    assert (found.rule.code, found.rule.hard) == ("beyond_the_nation", True)


def test_profit_may_be_negative() -> None:
    assert not audit(_form("规模以上工业企业利润总额"), {"k": "-12"})


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.decimals(min_value="0.01", max_value=10**6, places=2))
def test_a_figure_near_its_last_one_passes(last: Decimal, factor: Decimal) -> None:
    near = last * (1 + (factor % 1) / 3)
    assert not audit(_form(), {"k": str(near)}, {"k": str(last)})


@given(st.text(max_size=12))
def test_what_is_no_number_is_left_to_the_cell(text: str) -> None:
    try:
        finite = Decimal(text.replace(",", "").replace("，", "").strip()).is_finite()
    except ArithmeticError:
        finite = False
    if not finite:
        assert audit(_form(), {"k": text}) == ()
