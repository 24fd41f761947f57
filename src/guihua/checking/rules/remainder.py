"""What a plan implies of the rest: when a part's share falls, how fast must all else grow?"""

from __future__ import annotations

from collections.abc import Iterable

from guihua.checking.arithmetic import evaluate, plain, printed, step
from guihua.checking.assumptions import known_assumptions
from guihua.checking.finding import Finding, Member, Severity
from guihua.checking.making import factor_text, finding, magnitude_in, member
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import TWO_SIDED, Facts
from guihua.plan.statement import Form, Kind, Statement


def growth_of_the_rest(facts: Facts) -> Iterable[Finding]:
    """Coal from 23 to 18 % of industry: all other industry must grow by 9.1 % a year (GH170). Shares as of one whole."""
    for target in facts.statements:
        quantity = quantity_of(target)
        if (
            target.kind is not Kind.TARGET
            or target.form is not Form.SHARE
            or not quantity.part
            or target.comparator not in TWO_SIDED
        ):
            continue
        base = _latest_share(facts, target)
        if base is None or base.year is None or target.year is None or float(base.value[0]) <= float(target.value[0]):
            continue
        yield from _rest(facts, base, target)


def _rest(facts: Facts, base: Statement, target: Statement) -> Iterable[Finding]:
    assert base.year is not None and target.year is not None
    whole = quantity_of(target).whole
    years = (base.year, target.year)
    count = years[1] - years[0]
    first, last, growth = facts.level(whole, years[0]), facts.level(whole, years[1]), facts.growth(whole, years)
    steps, members = [], [member(base), member(target)]
    kept = f"(1 − {target.value[0]}%) ÷ (1 − {base.value[0]}%)"
    if first is not None and last is not None:
        ratio = f"{magnitude_in(last, first.unit)} ÷ {magnitude_in(first, first.unit)}"
        steps.append(step(f"({ratio} × {kept})^(1 ÷ {count}) − 1", 1, "%", "from_levels"))
        part = f"({ratio} × {target.value[0]}% ÷ {base.value[0]}%)^(1 ÷ {count}) − 1"
        steps.append(step(part, 1, "%", "part"))
        members += [member(first), member(last)]
    if growth is not None:
        steps.append(step(f"({factor_text(growth)}^{count} × {kept})^(1 ÷ {count}) − 1", 1, "%", "from_growth"))
        members.append(member(growth))
    if not steps:
        return
    yield finding(
        "GH170",
        Severity.NOTE,
        members,
        steps,
        weight=25,
        parameters=(
            ("indicator", target.indicator),
            ("variable", quantity_of(target).key),
            ("needed", steps[0].result),
            ("base", base.value[0]),
            ("target", target.value[0]),
            ("one_whole", "yes" if quantity_of(base).whole == whole else "no"),
        ),
    )


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
                yield _restated(link, base, end, target)


def _restated(link: Statement, base: Statement, end: Statement, target: Statement) -> Finding:
    assumed = known_assumptions()["gdp_growth"]
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
