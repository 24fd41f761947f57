"""Whole units in proportion: published examples, and laws."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.pathways.apportion import METHODS, alabama, apportion, exact_shares

CLAIMS = st.lists(st.integers(0, 5000), min_size=1, max_size=7).filter(any)


def fractions(*values: int) -> list[Fraction]:
    return [Fraction(v) for v in values]


@pytest.mark.parametrize(
    ("method", "seats"),
    [
        ("hamilton", (9, 7, 5, 4, 1)),
        ("adams", (9, 7, 5, 3, 2)),
        ("hill", (9, 7, 6, 3, 1)),
        ("webster", (9, 8, 5, 3, 1)),
        ("jefferson", (10, 7, 5, 3, 1)),
    ],
)
def test_five_methods_give_five_apportionments_of_the_published_example(method: str, seats: tuple[int, ...]) -> None:
    """Balinski and Young, Fair Representation (1982): 26 seats for 9061, 7179, 5259, 3319 and 1182."""
    assert apportion(26, fractions(9061, 7179, 5259, 3319, 1182), method) == seats


def test_one_more_seat_can_take_one_from_a_member_by_largest_remainder() -> None:
    """The usual small case of the Alabama paradox: 6, 6, 2 share 10 seats as 4, 4, 2, but 11 as 5, 5, 1."""
    claims = fractions(6, 6, 2)
    assert (apportion(10, claims), apportion(11, claims)) == ((4, 4, 2), (5, 5, 1))
    assert alabama(10, claims) == (2,)


@given(CLAIMS, st.integers(0, 60), st.sampled_from(METHODS))
def test_shares_sum_to_the_whole_and_a_claim_of_nothing_gets_nothing(
    claims: list[int], total: int, method: str
) -> None:
    shares = apportion(total, fractions(*claims), method)
    assert sum(shares) == total and min(shares) >= 0
    assert all(s == 0 for s, c in zip(shares, claims, strict=True) if not c)


@given(CLAIMS, st.integers(0, 60), st.sampled_from(METHODS), st.integers(1, 999))
def test_the_unit_of_the_claims_changes_nothing(claims: list[int], total: int, method: str, factor: int) -> None:
    assert apportion(total, fractions(*claims), method) == apportion(
        total, [Fraction(c * factor, 7) for c in claims], method
    )


@given(CLAIMS, st.integers(0, 60))
def test_largest_remainder_keeps_within_a_unit_of_the_exact_share(claims: list[int], total: int) -> None:
    exact = exact_shares(total, fractions(*claims))
    assert all(abs(s - e) < 1 for s, e in zip(apportion(total, fractions(*claims)), exact, strict=True))


@given(CLAIMS, st.integers(0, 60), st.sampled_from(METHODS[1:]))
def test_a_divisor_never_takes_a_unit_when_there_is_one_more(claims: list[int], total: int, method: str) -> None:
    now, more = apportion(total, fractions(*claims), method), apportion(total + 1, fractions(*claims), method)
    assert all(b >= a for a, b in zip(now, more, strict=True))


@pytest.mark.parametrize(
    ("claims", "method", "code"),
    [((0, 0), "webster", "ALLOT-KEY"), ((1, -1), "hill", "ALLOT-KEY"), ((1,), "dean", "ALLOT-METHOD")],
)
def test_bad_claims_and_unknown_methods_are_named(claims: tuple[int, ...], method: str, code: str) -> None:
    with pytest.raises(GuihuaError) as raised:
        apportion(3, fractions(*claims), method)
    assert raised.value.code == code
