"""The codec gives every record back as it was, and refuses everything that is not exactly one of its kind."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.proof.canonical import record_bytes
from guihua.proof.codec import decode, encode


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Small:
    name: str
    share: Fraction = Fraction(0)


@dataclass(frozen=True)
class Large:
    whole: int
    exact: Decimal
    measured: float
    colour: Colour
    day: date
    moment: datetime | None
    parts: tuple[Small, ...]
    pair: tuple[str, int]
    by_name: dict[str, Small] = field(default_factory=dict)
    by_number: dict[int, str] = field(default_factory=dict)
    either: str | tuple[str, ...] | None = None
    told: bool = False


SMALL = st.builds(Small, st.text(max_size=5), st.fractions())
LARGE = st.builds(
    Large,
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20),
    st.floats(allow_nan=False),
    st.sampled_from(Colour),
    st.dates(),
    st.none() | st.datetimes(),
    st.lists(SMALL, max_size=3).map(tuple),
    st.tuples(st.text(max_size=3), st.integers()),
    st.dictionaries(st.text(max_size=3), SMALL, max_size=3),
    st.dictionaries(st.integers(), st.text(max_size=3), max_size=3),
    st.none() | st.text(max_size=3) | st.lists(st.text(max_size=3), max_size=2).map(tuple),
    st.booleans(),
)


@given(LARGE)
def test_a_record_comes_back_equal_out_of_canonical_bytes(record: Large) -> None:
    plain = encode(record)
    assert decode(Large, json.loads(record_bytes(plain))) == record


@given(LARGE)
def test_a_record_has_one_spelling(record: Large) -> None:
    assert encode(decode(Large, encode(record))) == encode(record)


PLAIN = encode(Large(1, Decimal("1.5"), 0.5, Colour.RED, date(2020, 1, 1), None, (Small("a"),), ("b", 2)))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("whole", "1"),
        ("whole", True),
        ("whole", 1.5),
        ("exact", 1.5),
        ("exact", "1e999999999"),
        ("exact", "NaN"),
        ("measured", 0.5),
        ("measured", "0.50"),
        ("colour", "green"),
        ("day", "2020-13-01"),
        ("parts", {}),
        ("parts", [{"name": "a", "share": "2/4"}]),
        ("parts", [{"name": "a", "opinion": "b"}]),
        ("parts", [{}]),
        ("parts", [None]),
        ("pair", ["b"]),
        ("either", 1),
        ("told", 1),
        ("opinion", "checked"),
    ],
)
def test_what_is_not_exactly_a_record_is_refused(member: str, value: object) -> None:
    with pytest.raises(GuihuaError) as caught:
        decode(Large, {**PLAIN, member: value})
    assert caught.value.code == "PROOF-RECORD"


def test_a_missing_member_is_refused_unless_it_has_a_default() -> None:
    assert decode(Small, {"name": "a"}) == Small("a")
    with pytest.raises(GuihuaError, match="lacks name"):
        decode(Small, {"share": "1"})


def test_a_list_in_the_place_of_a_record_is_refused() -> None:
    with pytest.raises(GuihuaError):
        decode(Plan, ["text", []])


def test_exact_numbers_cross_as_text() -> None:
    assert encode(Fraction(1, 3)) == "1/3"


def test_a_whole_number_where_a_float_may_stand_comes_back() -> None:
    from guihua.tracking.assessment import Point

    assert decode(Point, encode(Point(2016, 7939))) == Point(2016.0, 7939.0)
