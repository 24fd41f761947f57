from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.view import numbers


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("7939", "亿元", "7939亿元"),
        ("11500", "亿元", "11,500亿元"),
        ("1.15", "万亿元", "1.15万亿元"),
        ("8.0", "%", "8.0%"),
        ("-2.3", "%", "−2.3%"),
        ("27", "个百分点", "27个百分点"),
    ],
)
def test_figures_keep_the_written_digits(value: str, unit: str, expected: str) -> None:
    assert numbers.figure(value, unit) == expected


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [(unit, *example) for unit, words in numbers._units().items() for example in words.examples],
)
def test_english_units_follow_their_examples(unit: str, value: str, expected: str) -> None:
    assert numbers.figure(value, unit, lang="en") == expected


def test_every_english_unit_has_an_example() -> None:
    assert all(words.examples for words in numbers._units().values())


def test_rounding_is_half_to_even_as_gbt_8170() -> None:
    assert [numbers.number(v, 1) for v in ("0.25", "0.35", "0.251", "-0.05")] == ["0.2", "0.4", "0.3", "0.0"]


def test_ranges_repeat_only_the_percent_sign() -> None:
    assert numbers.span("10", "15", "%") == "10%～15%"
    assert numbers.span("4", "5", "家") == "4～5家"
    assert numbers.span("10", "15", "%", lang="en") == "10–15%"


def test_money_takes_the_largest_unit() -> None:
    assert numbers.money(Fraction(559_760_000_000)) == "5597.6亿元"
    assert numbers.money(Decimal(1_150_000_000_000)) == "1.15万亿元"
    assert numbers.money(35_000) == "3.5万元"


def test_signs_are_printed_only_where_asked() -> None:
    assert numbers.points("1.4", signed=True) == "+1.4个百分点"
    assert numbers.percent("8", digits=None) == "8%"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_printed_number_reads_back_as_itself(value: Decimal) -> None:
    text = numbers.number(value, 3).replace(",", "").replace(numbers.MINUS, "-")
    assert Decimal(text) == value
