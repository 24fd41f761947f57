"""What a plan implies of the rest: when a part's share falls, how fast must all else grow?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, plain, printed, step
from guihua.checking.assumptions import known_assumptions
from guihua.checking.finding import Finding, Member, Severity
from guihua.checking.making import factor_text, finding, magnitude_in, member, require
from guihua.checking.normal import years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import TWO_SIDED, Facts
from guihua.checking.settings import Settings
from guihua.plan.statement import Form, Kind, Statement


def growth_of_the_rest(facts: Facts) -> Iterable[Finding]:
    """Coal from 23 to 18 % of industry: all other industry must grow by 9.1 % a year (GH170). Shares as of one whole."""
    for target in facts.statements:
        if target.kind is not Kind.TARGET or target.form is not Form.SHARE or target.comparator not in TWO_SIDED:
            continue
        base, whole = _latest_share(facts, target), quantity_of(target).whole
        if not whole or base is None or base.year is None or target.year is None or not _falls(base, target):
            continue
        years = (base.year, target.year)
        levels = facts.level(whole, years[0]), facts.level(whole, years[1])
        growth = facts.growth(whole, years)
        found = [s for s in (*(levels if None not in levels else ()), growth) if s is not None]
        if found:
            yield rest_must_grow(base, target, found)


def rest_must_grow(base: Statement, target: Statement, whole: Sequence[Statement]) -> Finding:
    """GH170 of a falling share, and the levels or the growth (or both) of its whole. ValueError where they are not that."""
    core = quantity_of(target).key.partition("@")[0]
    require(base.form is target.form is Form.SHARE and quantity_of(base).key.partition("@")[0] == core, "no two shares")
    require(base.year is not None and target.year is not None and _falls(base, target), "the share does not fall")
    assert base.year is not None and target.year is not None
    years, count = (base.year, target.year), target.year - base.year
    levels, growths = [s for s in whole if s.form is Form.LEVEL], [s for s in whole if s.form is Form.GROWTH]
    require(whole and all(quantity_of(s).key == quantity_of(target).whole for s in whole), "not of the whole")
    require([s.year for s in levels] in ([], list(years)) and all(years_of(s) == years for s in growths), "other years")
    steps = []
    kept = f"(1 − {target.value[0]}%) ÷ (1 − {base.value[0]}%)"
    if levels:
        ratio = f"{magnitude_in(levels[1], levels[0].unit)} ÷ {magnitude_in(levels[0], levels[0].unit)}"
        steps.append(step(f"({ratio} × {kept})^(1 ÷ {count}) − 1", 1, "%", "from_levels"))
        part = f"({ratio} × {target.value[0]}% ÷ {base.value[0]}%)^(1 ÷ {count}) − 1"
        steps.append(step(part, 1, "%", "part"))
    factors = [f"{factor_text(growth)}^{count}" for growth in growths]
    steps += [step(f"({factor} × {kept})^(1 ÷ {count}) − 1", 1, "%", "from_growth") for factor in factors]
    return finding(
        "GH170",
        Severity.NOTE,
        [member(s) for s in (base, target, *whole)],
        steps,
        weight=25,
        parameters=(
            ("indicator", target.indicator),
            ("variable", quantity_of(target).key),
            ("needed", steps[0].result),
            ("base", base.value[0]),
            ("target", target.value[0]),
            ("one_whole", "yes" if quantity_of(base).whole == quantity_of(target).whole else "no"),
        ),
    )


def _falls(base: Statement, target: Statement) -> bool:
    return Fraction(base.value[0]) > Fraction(target.value[0])


def share_of_another_whole(facts: Facts) -> Iterable[Finding]:
    """With the growth of GDP assumed: a share of GDP restated as a share of industry (GH171)."""
    assumed = known_assumptions()["gdp_growth"]
    if assumed.name not in facts.settings.assumptions:
        return
    for link in facts.statements:
        if link.form is not Form.SHARE or quantity_of(link).whole != assumed.variable or link.kind is not Kind.FACT:
            continue
        part = quantity_of(link).part
        base = facts.level(part, link.year)
        for target in facts.statements:
            own = quantity_of(target)
            end = facts.level(part, target.year)
            alike = own.part.partition("[")[0] == part.partition("[")[0] and own.part != part
            if target.kind is Kind.TARGET and own.whole == assumed.variable and alike and base and end:
                yield restated(target, link, base, end, facts.settings)


def restated(target: Statement, link: Statement, base: Statement, end: Statement, settings: Settings) -> Finding:
    """GH171 of a share of GDP, a share that links GDP to another whole, and that whole's levels. ValueError else."""
    assumed = known_assumptions()["gdp_growth"]
    require(assumed.name in settings.assumptions, "the growth of GDP is not assumed")
    require(quantity_of(target).whole == quantity_of(link).whole == assumed.variable, "no two shares of GDP")
    require(quantity_of(base).key == quantity_of(end).key == quantity_of(link).part, "no levels of the other whole")
    require(link.year is not None and link.year == base.year and target.year is not None, "other years")
    require(target.year == end.year, "other years")
    assert link.year is not None and target.year is not None
    count = target.year - link.year
    now = f"{magnitude_in(base, base.unit)} ÷ {link.value[0]}%"
    sums = [
        f"{now} × (1 + {plain(rate)}%)^{count} × {target.value[0]}% ÷ {magnitude_in(end, base.unit)}"
        for rate in (assumed.lo, assumed.hi)
    ]
    steps = [
        step(now, 0, base.unit, "whole"),
        *(step(s, 1, "%", name) for s, name in zip(sums, ("low", "high"), strict=True)),
    ]
    return finding(
        "GH171",
        Severity.NOTE,
        [member(target), member(link), member(base), member(end), Member(name=f"assumption:{assumed.name}")],
        steps,
        weight=20,
        parameters=(
            ("indicator", target.indicator),
            ("whole", end.indicator),
            ("low", printed(evaluate(sums[0]) * 100, 0)),
            ("high", printed(evaluate(sums[1]) * 100, 0)),
            ("assumption", assumed.name),
        ),
    )


def _latest_share(facts: Facts, target: Statement) -> Statement | None:
    """The last share of the same part in the same whole, whatever the coverage of the whole."""
    core = quantity_of(target).key.partition("@")[0]
    before = [
        s
        for s in facts.statements
        if s.form is Form.SHARE
        and s.year is not None
        and target.year is not None
        and s.year < target.year
        and quantity_of(s).key.partition("@")[0] == core
        and s.comparator in TWO_SIDED
    ]
    return max(before, key=lambda s: s.year or 0, default=None)
