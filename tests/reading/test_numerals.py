"""Numerals of every script are read exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.reading.characters import matching_text
from guihua.reading.numerals import read_number, read_year, split_numeral
from guihua.reading.tokens import scan

DIGITS = "零一二三四五六七八九"


def in_characters(n: int) -> str:
    """A whole number in characters, as a plan of the eighties writes it."""
    if n == 0:
        return "零"
    text = ""
    for power, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, n = divmod(n, power)
        if not part:
            continue
        if text and part < 1000:
            text += "零"
        text += _below_ten_thousand(part) + name
    return text


def _below_ten_thousand(n: int) -> str:
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, power)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7939亿", "793900000000"),
        ("1.75万亿", "1750000000000"),
        ("1,286.5亿", "128650000000"),
        ("１，２８６．５", "1286.5"),
        ("百亿", "10000000000"),
        ("二千三百六十万", "23600000"),
        ("四亿零七百万", "407000000"),
        ("一万二千九百六十亿", "1296000000000"),
        ("十二点五", "12.5"),
        ("二〇二〇", "2020"),
        ("两千", "2000"),
        ("十", "10"),
        ("一百零五", "105"),
    ],
)
def test_numeral_is_read_exactly(written: str, value: str) -> None:
    assert read_number(written) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "magnitude", "multiplier"),
    [
        ("1.15万亿", "1.15", "万亿"),
        ("二千三百六十万", "2360", "万"),
        ("六亿二千万", "6.2", "亿"),
        ("8.0", "8.0", ""),
        ("百亿", "100", "亿"),
    ],
)
def test_magnitude_is_what_stands_before_the_unit(written: str, magnitude: str, multiplier: str) -> None:
    assert split_numeral(written) == (magnitude, multiplier)


@pytest.mark.parametrize(
    ("written", "year"), [("2020", 2020), ("二〇二〇", 2020), ("一九八七", 1987), ("二○○七", 2007)]
)
def test_years_in_both_scripts(written: str, year: int) -> None:
    assert read_year(written) == year


@pytest.mark.parametrize("nonsense", ["", "三点", "abc", "亿吨"])
def test_what_is_no_numeral_is_refused(nonsense: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        read_number(nonsense)
    assert caught.value.code == "NUMERAL-UNREADABLE"


@given(st.integers(0, 10**12 - 1))
def test_whole_numbers_round_trip_through_characters(n: int) -> None:
    assert read_number(in_characters(n)) == n


@given(st.integers(1, 10**9), st.integers(0, 4))
def test_decimals_with_separators_round_trip(n: int, places: int) -> None:
    value = Decimal(n).scaleb(-places)
    assert read_number(f"{value:,f}") == value


@pytest.mark.parametrize(
    ("text", "magnitudes", "unit"),
    [
        ("五百五十万至六百万千瓦", ("550", "600"), "万千瓦"),
        ("4―5家", ("4", "5"), "家"),
        ("10%—15%", ("10", "15"), "%"),
        ("5000万—6000万千瓦", ("5000", "6000"), "万千瓦"),
        ("３～５年", ("3", "5"), "年"),
        ("百分之五十", ("50",), "%"),
        ("百分之八十五点六", ("85.6",), "%"),
        ("19m3/万元", ("19",), "m3/万元"),
        ("305克标准煤/千瓦时", ("305",), "克标准煤/千瓦时"),
        ("3· 75亿元", ("3.75",), "亿元"),
        ("三千零六亿千瓦小时", ("3006",), "亿千瓦小时"),
        ("一半", ("50",), "%"),
        ("1/3", ("33.3",), "%"),
        ("2∶8", ("2", "8"), ""),
        ("1200余种", ("1200",), "种"),
        ("6600多万人", ("6600",), "万人"),
    ],
)
def test_a_quantity_is_one_token(text: str, magnitudes: tuple[str, ...], unit: str) -> None:
    words = matching_text(text)
    tokens = scan(words, 0, len(words))
    (number,) = tokens.numbers.values()
    assert (number.magnitudes, number.unit) == (magnitudes, unit)


@pytest.mark.parametrize("text", ["开行超万列，自有", "超千家", "数以万计"])
def test_a_power_without_a_numeral_before_it_is_no_fault(text: str) -> None:
    words = matching_text(text)
    assert len(scan(words, 0, len(words)).kinds) <= len(words)
