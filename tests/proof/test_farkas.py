"""Exact certificates: a right one is accepted, every other is not."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.proof import exact
from guihua.proof.farkas import (
    Certificate,
    Product,
    Row,
    contradiction,
    implied_bound,
    product_bound,
    product_contradiction,
    satisfies,
    satisfies_products,
)

GROWN = Row("grown", (("x", F(-1)), ("y", F(3, 2))), F(0))  # x >= 1.5 y
SMALL = Row("small", (("x", F(1)),), F(10))  # x <= 10
LARGE = Row("large", (("y", F(-1)),), F(-8))  # y >= 8
ROWS = (GROWN, SMALL, LARGE)
RIGHT = Certificate((("grown", F(2)), ("small", F(2)), ("large", F(3))))


def test_a_contradiction_is_proved() -> None:
    assert contradiction(ROWS, RIGHT) == ""


@pytest.mark.parametrize(
    "multipliers",
    [
        (),
        (("grown", F(2)), ("small", F(2))),
        (("grown", F(2)), ("small", F(2)), ("large", F(4))),
        (("grown", F(-2)), ("small", F(-2)), ("large", F(-3))),
        (("other", F(1)),),
    ],
)
def test_a_wrong_certificate_is_refused(multipliers: tuple[tuple[str, F], ...]) -> None:
    assert contradiction(ROWS, Certificate(multipliers))


def test_a_certificate_of_consistent_rows_is_refused() -> None:
    loose = (GROWN, Row("small", SMALL.terms, F(12)), LARGE)
    assert "which holds" in contradiction(loose, RIGHT)


def test_an_equation_takes_multipliers_of_any_sign() -> None:
    rows = (
        Row("sum", (("x", F(1)), ("y", F(1))), F(5), equal=True),
        Row("x", (("x", F(1)),), F(1)),
        Row("y", (("y", F(1)),), F(1)),
    )
    assert contradiction(rows, Certificate((("sum", F(-1)), ("x", F(1)), ("y", F(1))))) == ""


def test_an_implied_bound_is_proved() -> None:
    assert implied_bound(ROWS, Certificate((("grown", F(2, 3)), ("small", F(2, 3)))), {"y": F(1)}) == F(20, 3)
    with pytest.raises(ValueError, match="another sum"):
        implied_bound(ROWS, Certificate((("small", F(1)),)), {"y": F(1)})


def test_points_are_checked_exactly() -> None:
    assert satisfies((GROWN, SMALL), {"x": F(10), "y": F(20, 3)})
    assert not satisfies((GROWN, SMALL), {"x": F(10), "y": F(20, 3) + F(1, 10**30)})
    assert satisfies((Row("e", (("x", F(3)),), F(1), equal=True),), {"x": F(1, 3)})


def test_products_prove_a_contradiction_without_logarithms() -> None:
    """x/y <= 1.55 and x/y >= 1.1185^5."""
    rows = (
        Product("ratio", (("x", 1), ("y", -1)), F(155, 100)),
        Product("growth", (("x", -1), ("y", 1)), 1 / F(11185, 10000) ** 5),
    )
    assert product_contradiction(rows, Certificate((("ratio", 1), ("growth", 1)))) == ""
    assert product_contradiction(rows, Certificate((("ratio", 1), ("growth", 2))))
    assert product_contradiction(rows, Certificate((("ratio", -1), ("growth", -1))))
    assert product_contradiction(rows, Certificate((("ratio", 10**9), ("growth", 10**9))))
    assert product_bound(rows, Certificate((("ratio", 2),))) == ({"x": 2, "y": -2}, F(155, 100) ** 2)
    assert satisfies_products(rows[:1], {"x": F(3, 2), "y": F(1)})
    assert not satisfies_products(rows, {"x": F(3, 2), "y": F(1)})
    assert not satisfies_products(rows[:1], {"x": F(-3, 2), "y": F(1)})


@given(st.lists(st.tuples(st.sampled_from(["grown", "small", "large"]), st.fractions(-5, 5)), unique_by=lambda p: p[0]))
def test_only_multiples_of_the_certificate_are_accepted(multipliers: list[tuple[str, F]]) -> None:
    found = dict(multipliers)
    scale = found.get("grown", F(0)) / 2
    right = scale > 0 and (found.get("small"), found.get("large")) == (2 * scale, 3 * scale)
    assert (contradiction(ROWS, Certificate(tuple(multipliers))) == "") is right


@pytest.mark.parametrize("written", ["", "1.5", "2/4", "1/0", "+1", "01", "1e5", " 1", "-0", "٣", 3, None, "9" * 5000])
def test_other_spellings_of_a_number_are_refused(written: object) -> None:
    with pytest.raises(GuihuaError):
        exact.parse(written)


@given(st.fractions())
def test_a_rational_reads_back(value: F) -> None:
    assert exact.parse(exact.text(value)) == value
