"""Certificates that a system of linear inequalities has no solution, or implies a bound: checked exactly.

A row reads Σ aⱼ·xⱼ ≤ b (or = b) with rational coefficients. Multipliers λ ≥ 0 (of any sign on equations) add the rows
up to Σ λᵢaᵢ · x ≤ Σ λᵢbᵢ. Where the left side vanishes and the right side is negative, the rows read 0 ≤ a negative
number: they contradict each other. Where the left side is c, they prove c·x ≤ Σ λᵢbᵢ.

A second kind of row is a product of powers, Π xⱼ^eⱼ ≤ b with integer exponents over positive variables. Integer
multipliers n ≥ 0 multiply rows; where all exponents vanish and Π bᵢ^nᵢ < 1 they read 1 ≤ a number below one. No
logarithm is needed for the check, so none is trusted.

Sources: Farkas (1902); McConnell, Mehlhorn, Näher, Schweitzer: Certifying algorithms (2011).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

N = TypeVar("N", int, Fraction)

LARGEST_POWER = 100_000
"""Largest multiplier of a product row; more is refused before any arithmetic."""
MOST_BITS = 20_000_000
"""Binary digits that the numbers of one certificate may come to; more is refused before any arithmetic."""


@dataclass(frozen=True, slots=True)
class Row:
    """Σ coefficient·variable ≤ bound, or = bound where `equal`; `name` says which statement it comes from."""

    name: str
    terms: tuple[tuple[str, Fraction], ...]
    bound: Fraction
    equal: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """Π variable^exponent ≤ bound, over positive variables, with integer exponents and a positive bound."""

    name: str
    terms: tuple[tuple[str, int], ...]
    bound: Fraction


@dataclass(frozen=True, slots=True)
class Certificate(Generic[N]):
    """Multipliers by row name; rows that are not named count zero times."""

    multipliers: tuple[tuple[str, N], ...]


def contradiction(rows: Sequence[Row], certificate: Certificate[Fraction]) -> str:
    """Why the certificate does not prove that the rows contradict each other; empty where it does."""
    terms, bound, fault = _add_up(rows, certificate)
    if fault:
        return fault
    if terms:
        return f"the sum does not vanish: {sorted(terms)[0]} is left over"
    return "" if bound < 0 else f"the sum reads 0 <= {bound}, which holds"


def implied_bound(rows: Sequence[Row], certificate: Certificate[Fraction], terms: Mapping[str, Fraction]) -> Fraction:
    """The bound b for which the certificate proves Σ terms ≤ b. Raises ValueError where it proves another sum."""
    found, bound, fault = _add_up(rows, certificate)
    if fault:
        raise ValueError(fault)
    if found != {variable: value for variable, value in terms.items() if value}:
        raise ValueError("the certificate bounds another sum")
    return bound


def product_contradiction(rows: Sequence[Product], certificate: Certificate[int]) -> str:
    """Why the certificate does not prove that the products contradict each other; empty where it does."""
    terms, bound, fault = _multiply_up(rows, certificate)
    if fault:
        return fault
    if terms:
        return f"the product does not vanish: {sorted(terms)[0]} is left over"
    return "" if bound < 1 else f"the product reads 1 <= {bound}, which holds"


def product_bound(rows: Sequence[Product], certificate: Certificate[int]) -> tuple[dict[str, int], Fraction]:
    """Exponents and the b of the Π variable^exponent ≤ b that the certificate proves. ValueError if malformed."""
    terms, bound, fault = _multiply_up(rows, certificate)
    if fault:
        raise ValueError(fault)
    return terms, bound


def satisfies(rows: Iterable[Row], point: Mapping[str, Fraction]) -> bool:
    """Does the point satisfy every row exactly? Variables that the point does not name count as zero."""
    return all(_holds(row, sum((a * point.get(v, Fraction(0)) for v, a in row.terms), Fraction(0))) for row in rows)


def satisfies_products(rows: Iterable[Product], point: Mapping[str, Fraction]) -> bool:
    """Does the point satisfy every product exactly? Every variable must be named and positive."""
    for row in rows:
        value = Fraction(1)
        for variable, exponent in row.terms:
            factor = point.get(variable, Fraction(0))
            if factor <= 0:
                return False
            value *= factor**exponent
        if value > row.bound:
            return False
    return True


def power_bits(value: Fraction) -> int:
    """Binary digits that each further power of a number adds."""
    return value.numerator.bit_length() + value.denominator.bit_length()


def _holds(row: Row, value: Fraction) -> bool:
    return value == row.bound if row.equal else value <= row.bound


def _add_up(rows: Sequence[Row], certificate: Certificate[Fraction]) -> tuple[dict[str, Fraction], Fraction, str]:
    by_name = {row.name: row for row in rows}
    terms: dict[str, Fraction] = {}
    bound = Fraction(0)
    for name, multiplier in certificate.multipliers:
        row = by_name.get(name)
        if row is None:
            return terms, bound, f"no row is named {name}"
        if multiplier < 0 and not row.equal:
            return terms, bound, f"a negative multiplier on the inequality {name}"
        for variable, coefficient in row.terms:
            terms[variable] = terms.get(variable, Fraction(0)) + multiplier * coefficient
        bound += multiplier * row.bound
    return {variable: value for variable, value in terms.items() if value}, bound, ""


def _multiply_up(rows: Sequence[Product], certificate: Certificate[int]) -> tuple[dict[str, int], Fraction, str]:
    by_name = {row.name: row for row in rows}
    terms: dict[str, int] = {}
    bound, bits = Fraction(1), 0
    for name, multiplier in certificate.multipliers:
        row = by_name.get(name)
        if row is None:
            return terms, bound, f"no row is named {name}"
        if not 0 <= multiplier <= LARGEST_POWER or row.bound <= 0:
            return terms, bound, f"a multiplier out of range or a bound that is not positive on {name}"
        bits += multiplier * power_bits(row.bound)
        if bits > MOST_BITS:
            return terms, bound, "the certificate's numbers are too large to reckon with"
        for variable, exponent in row.terms:
            terms[variable] = terms.get(variable, 0) + multiplier * exponent
        bound *= row.bound**multiplier
    return {variable: value for variable, value in terms.items() if value}, bound, ""
