"""Findings that hold a plan's facts and targets against published figures, made from statements and observed members.

Everything is worded as worth checking; nothing is alleged. Which figures were published is for `facts` to find.
"""

from __future__ import annotations

from fractions import Fraction

from guihua.checking.arithmetic import evaluate, plain, printed, step
from guihua.checking.finding import Explanation, Finding, Member, Severity
from guihua.checking.making import factor_text, finding, member, require
from guihua.checking.normal import years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.settings import Settings
from guihua.plan.statement import Form, Kind, Statement
from guihua.plan.units import find_unit


def differs(s: Statement, published: Member, publisher: str, *, later: bool) -> Finding:
    """GH201 of a stated value and a published one; later: a figure published or revised since. ValueError else."""
    own, unit = find_unit(s.unit), find_unit(published.unit)
    require(own and unit and own.dimension == unit.dimension and Fraction(s.value[0]), "not of one unit")
    require(
        s.kind is Kind.FACT and published.variable == variable_of(s) and published.year == str(s.year), "another figure"
    )
    assert own is not None and unit is not None
    sum_ = f"{plain(Fraction(published.value) * unit.factor / own.factor)} ÷ {s.value[0]} − 1"
    apart = evaluate(sum_)
    return finding(
        "GH201",
        Severity.NOTE if later else Severity.WARNING,
        [member(s), published],
        [step(sum_, 1, "%", "published")],
        explanations=[Explanation("vintage"), Explanation("coverage_change")]
        if later
        else [Explanation("coverage_scope")],
        weight=min(60, int(abs(apart) * 100)),
        parameters=(
            ("indicator", s.indicator),
            ("later", "yes" if later else "no"),
            ("stated", f"{s.value[0]}{s.unit}"),
            ("published", f"{published.value}{published.unit}"),
            ("publisher", publisher),
            ("apart", printed(abs(apart) * 100, 1)),
        ),
    )


def ratio_differs(s: Statement, stated: Statement, base: Member, publisher: str) -> Finding:
    """GH201 of a ratio to an earlier year, the stated level, and that year's published level. ValueError else."""
    years = years_of(s)
    require(s.kind is Kind.FACT and s.form in (Form.RATIO, Form.CHANGE) and years, "no ratio to an earlier year")
    require(quantity_of(s).key == quantity_of(stated).key and stated.year == s.year, "not of one quantity")
    require(years and base.year == str(years[0]) and base.variable == variable_of(s), "another figure")
    sum_ = against_base(stated, base)
    reached = evaluate(sum_)
    apart = reached / evaluate(factor_text(s)) - 1
    return finding(
        "GH201",
        Severity.WARNING,
        [member(s), member(stated), base],
        [step(sum_, 2, "倍", "published")],
        explanations=[Explanation("price_basis"), Explanation("vintage")],
        weight=min(60, int(abs(apart) * 100) + 20),
        parameters=(
            ("indicator", s.indicator),
            ("stated", f"{s.value[0]}{s.unit}"),
            ("published", f"{base.value}{base.unit}（{base.year}，合{printed(reached, 2)}倍）"),
            ("publisher", publisher),
            ("apart", printed(abs(apart) * 100, 1)),
        ),
    )


def against_base(stated: Statement, base: Member) -> str:
    """A stated level over a published one, as a sum in the latter's unit. ValueError where the units do not fit."""
    own, other = find_unit(stated.unit), find_unit(base.unit)
    require(own and other and own.dimension == other.dimension, "not of one unit")
    assert own is not None and other is not None
    return f"{plain(Fraction(stated.value[0]) * own.factor / other.factor)} ÷ {base.value}"


def unusual_span(target: Statement, first: Member, last: Member, settings: Settings) -> Finding:
    """GH202 of a target and the published figures of two years before it. ValueError where they are not that."""
    require(target.unit == first.unit == last.unit and target.year is not None, "not of one unit")
    require(first.variable == last.variable == variable_of(target) and first.year < last.year, "another figure")
    require(widens(target, first, last, settings), "the step does not widen")
    points = target.unit == "%"
    mark, unit = ("%", "个百分点") if points else ("", target.unit)
    places = max(len(v.partition(".")[2]) for v in (first.value, last.value, target.value[0]))
    gained, needed = Fraction(last.value) - Fraction(first.value), Fraction(target.value[0]) - Fraction(last.value)
    return finding(
        "GH202",
        Severity.WARNING,
        [member(target), first, last],
        [
            step(f"{last.value}{mark} − {first.value}{mark}", places, unit, "gained"),
            step(f"{target.value[0]}{mark} − {last.value}{mark}", places, unit, "needed"),
        ],
        weight=30,
        parameters=(
            ("indicator", target.indicator),
            ("first", first.year),
            ("last", last.year),
            ("gained", printed(gained, places) + unit),
            ("needed", printed(needed, places) + unit),
        ),
    )


def widens(target: Statement, first: Member, last: Member, settings: Settings) -> bool:
    """Is the step to the target more than so many times the published one before it?"""
    gained = Fraction(last.value) - Fraction(first.value)
    needed = Fraction(target.value[0]) - Fraction(last.value)
    return gained != 0 and needed / gained > settings.value("pace_jump")


def rare_prices(first: Member, last: Member, growth: Member, label: str, settings: Settings) -> Finding:
    """GH203 of two published levels and the published real growth between them. ValueError where they are not that."""
    require(first.variable == last.variable == growth.variable and first.unit == last.unit, "not of one quantity")
    require(int(first.year) + 1 == int(last.year) == int(growth.year), "not of two years in a row")
    sum_ = prices_between(first, last, growth)
    require(rare(sum_, settings), "prices moved as they may")
    nominal, prices = f"{last.value} ÷ {first.value} − 1", evaluate(sum_)
    return finding(
        "GH203",
        Severity.NOTE,
        [first, last, growth],
        [step(nominal, 1, "%", "change"), step(sum_, 1, "%", "deflator")],
        explanations=[Explanation("vintage"), Explanation("coverage_change")],
        weight=35,
        parameters=(
            ("indicator", label),
            ("year", last.year),
            ("nominal", printed(evaluate(nominal) * 100, 1)),
            ("real", growth.value),
            ("deflator", printed(prices * 100, 1)),
        ),
    )


def prices_between(first: Member, last: Member, growth: Member) -> str:
    """Nominal change over real growth, as a sum."""
    real = f"(1 − {growth.value[1:]}%)" if growth.value.startswith("-") else f"(1 + {growth.value}%)"
    return f"{last.value} ÷ {first.value} ÷ {real} − 1"


def rare(prices: str, settings: Settings) -> bool:
    """Is this change of prices (a sum) outside the settings' range?"""
    return not settings.value("deflator_low") <= evaluate(prices) <= settings.value("deflator_high")


def variable_of(s: Statement) -> str:
    """The concept expression under which observations are kept."""
    return quantity_of(s).key.partition("@")[0].removesuffix("%")
