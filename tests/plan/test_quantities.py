from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.plan.periods import Period, last_day
from guihua.plan.quantity import Interval, Quantity, last_place
from guihua.plan.regions import children, find_region, region
from guihua.plan.units import find_unit, parse_unit


def test_multipliers_are_exact_and_printed_digits_carry_their_rounding():
    quantity = Quantity(("1.15",), "万亿元")
    assert quantity.in_base() == (Fraction(1_150_000_000_000),)
    assert quantity.interval() == Interval(Fraction(1_145_000_000_000), Fraction(1_155_000_000_000), hi_open=True)


def test_eight_point_nought_is_not_eight():
    assert Quantity(("8.0",), "%").interval() != Quantity(("8",), "%").interval()


def test_whole_counts_are_exact_but_counts_in_ten_thousands_are_rounded():
    assert Quantity(("29",), "户").interval() == Interval.point(Fraction(29))
    assert Quantity(("28",), "万户").interval() == Interval(Fraction(275000), Fraction(285000), hi_open=True)


def test_a_ratio_unit_divides():
    assert Quantity(("19",), "m3/万元").in_base() == (Fraction(19, 10000),)
    assert parse_unit("m3/万元").base == "立方米/元"


def test_a_bare_multiplier_has_an_unstated_base():
    assert parse_unit("万亿").base == ""
    assert Quantity(("1.75",), "万亿").in_base() == (Fraction(1_750_000_000_000),)


@pytest.mark.parametrize("text", ["", "1.2.3", "八", "1e", "inf", "nan"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(GuihuaError):
        Quantity((text,), "元")


def test_every_example_of_the_unit_table_ends_in_its_unit():
    for dimension in load("units.yaml")["dimensions"]:
        for entry in dimension["units"]:
            for example in entry["yes"]:
                unit = example.lstrip("0123456789.三翻一").replace("％", "%")
                assert find_unit(unit) is not None, example
            assert find_unit(entry["name"]).dimension == dimension["name"]


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_a_number_lies_in_its_own_rounding_interval(value):
    quantity = Quantity((format(value, "f"),), "亿元")
    assert quantity.in_base()[0] in quantity.interval()
    assert last_place(format(value, "f")) == Fraction(1, 1000)


@pytest.mark.parametrize("text", ["2015", "2016-2020", "2017Q1", "2017H1", "2020M10", "2020M01-M10"])
def test_periods_read_as_they_print(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["", "20155", "2015Q5", "2020M13", "2020-2016", "x"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(GuihuaError):
        Period.parse(text)


def test_a_partial_date_counts_as_its_last_day():
    assert [last_day(t).isoformat() for t in ("2021", "2021-02", "2021-02-03")] == [
        "2021-12-31",
        "2021-02-28",
        "2021-02-03",
    ]


def test_regions_are_found_by_code_full_and_short_name():
    assert region("150600").name == "鄂尔多斯市"
    assert find_region("鄂尔多斯").code == "150600"
    assert find_region("内蒙古").code == "150000"
    assert len(children("150000")) == 12
    with pytest.raises(GuihuaError):
        region("999999")
