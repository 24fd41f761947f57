"""Roots of rationals, rounded to the safe side."""

from __future__ import annotations

from fractions import Fraction


def root_above(value: Fraction, degree: int, digits: int = 12) -> Fraction:
    """A decimal r with r^degree ≥ value > 0, at most one unit of the last significant digit too large."""
    return _root(value, degree, digits, up=True)


def root_below(value: Fraction, degree: int, digits: int = 12) -> Fraction:
    """A decimal r with r^degree ≤ value, value > 0, at most one unit of the last significant digit too small."""
    return _root(value, degree, digits, up=False)


def _root(value: Fraction, degree: int, digits: int, *, up: bool) -> Fraction:
    if degree == 1:
        return value
    size = (len(str(value.numerator)) - len(str(value.denominator))) // degree
    scale = Fraction(10) ** (digits - size)
    scaled = value * scale**degree
    root = _integer_root(scaled.numerator // scaled.denominator, degree)
    if up and Fraction(root) ** degree != scaled:
        root += 1
    return Fraction(root) / scale


def _integer_root(value: int, degree: int) -> int:
    """The largest integer whose power does not exceed value ≥ 0 (Newton's method)."""
    if value < 2:
        return value
    guess = 1 << (value.bit_length() // degree + 1)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
