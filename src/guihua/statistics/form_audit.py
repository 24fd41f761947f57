"""A reported figure looked at in its cell (报表审核): rules are data (`form_audit.yaml`); hard ones refuse, soft ones ask for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from guihua.plan.data import load
from guihua.statistics.report_forms import Asked, ReportForm


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. test: below or above a bound, or factor (how many times the last figure, either way). by_unit: the bound of each unit.

    signed: words of an indicator's name that may be negative.
    """

    code: str
    hard: bool
    test: str
    zh: str
    en: str
    why: str
    than: str = ""
    units: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    by_unit: tuple[tuple[str, str], ...] = ()
    signed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says of one figure of a form."""

    key: str
    rule: Rule


def audit(form: ReportForm, values: Mapping[str, str], last: Mapping[str, str] | None = None) -> tuple[Remark, ...]:
    """The first rule that each filled-in number breaks, hard ones first. Cells that hold no number are not looked at here.

    last   the last figure of each key, in the form's unit, where there is one
    """
    found = (_first(f, values.get(f.key, ""), (last or {}).get(f.key, "")) for f in form.figures)
    return tuple(remark for remark in found if remark is not None)


def breaks(rule: Rule, asked: Asked, value: str, last: str = "") -> bool:
    """Whether a number breaks a rule."""
    if (rule.measures and asked.measure not in rule.measures) or (rule.units and asked.unit not in rule.units):
        return False
    if any(word in asked.indicator for word in rule.signed):
        return False
    number, before = number_of(value), number_of(last)
    bound = number_of(dict(rule.by_unit).get(asked.unit, rule.than))
    if number is None or bound is None:
        return False
    if rule.test == "factor":
        if before is None or before <= 0 or number < 0:
            return False
        return number > before * bound or number * bound < before
    return number < bound if rule.test == "below" else number > bound


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, hard ones first."""
    made = [
        Rule(
            row["code"], row["hard"], row["test"], row["zh"], row["en"], row["why"], row.get("than", ""),
            tuple(row.get("units", ())), tuple(row.get("measures", ())), tuple(row.get("by_unit", {}).items()),
            tuple(row.get("signed", ())),
        )
        for row in load("form_audit.yaml", "guihua.statistics.data")["rules"]
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda r: not r.hard))


def _first(asked: Asked, value: str, last: str) -> Remark | None:
    return next((Remark(asked.key, rule) for rule in rules() if breaks(rule, asked, value, last)), None)


def number_of(text: str) -> Decimal | None:
    """The number that a cell holds, None where it holds none."""
    try:
        found = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
