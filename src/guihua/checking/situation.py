"""现状核对: the plan's facts against what was published then and since, its targets against published steps, and
published figures against each other. Everything is worded as worth checking; nothing is alleged.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from guihua.checking.arithmetic import evaluate
from guihua.checking.checker import check
from guihua.checking.finding import Finding, Member
from guihua.checking.joining import localised_plan
from guihua.checking.normal import factor_of, magnitude, years_of
from guihua.checking.published import (
    against_base,
    differs,
    prices_between,
    rare,
    rare_prices,
    ratio_differs,
    unusual_span,
    variable_of,
    widens,
)
from guihua.checking.quantities import quantity_of
from guihua.checking.result import CheckResult, result_of
from guihua.checking.rules.base import TWO_SIDED
from guihua.checking.settings import Settings
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Kind, Statement
from guihua.plan.units import find_unit
from guihua.statistics.holding import query
from guihua.statistics.observation import UNSTATED, Grade, Observation, Span, Transformation

if TYPE_CHECKING:
    from guihua.storage import Store

_LEVELS = (Transformation.LEVEL, Transformation.SHARE, Transformation.INDEX)
_GRADES = {Grade.OFFICIAL: 0, Grade.PRESS: 1, Grade.SECONDARY: 2, Grade.PLAN: 3}
_WHOLE = (UNSTATED, "", "全部")


def check_against(plan: Plan, store: Store, as_of: date, result: CheckResult | None = None) -> CheckResult:
    """The result of `check`, with what a store of observations says to the plan's facts and targets as known on a date.

    Figures known only by the day they were collected count too; their members say so. Plans' own figures never count.
    """
    known = query(store, region=plan.region or None, as_of=as_of, include_collected=True)
    return against_figures(plan, known, as_of, check(plan) if result is None else result)


def against_figures(plan: Plan, figures: Iterable[Observation], as_of: date, before: CheckResult) -> CheckResult:
    """As `check_against`, with the figures known on the date in hand; those that can be used stand in the result."""
    known = Known(plan, figures, before.settings)
    found = [*_facts(known), *_spans(known), *_published(known)]
    unique = {f.id: f for f in (*before.findings, *found)}
    return result_of(
        before.title,
        before.text_sha256,
        before.settings,
        tuple(unique.values()),
        plan.statements,
        before.conflicts,
        corrections=before.corrections,
        complete=before.complete,
        warnings=before.warnings,
        against=f"as_of {as_of.isoformat()}",
        region=before.region,
        clashing=before.clashing,
        funnel=before.funnel,
        plans=before.plans,
        observations=known.observations,
    )


class Known:
    """A plan beside the observations of its region that were known on a date; only a year's own figures of its quantities."""

    def __init__(self, plan: Plan, figures: Iterable[Observation], settings: Settings) -> None:
        self.plan, self.settings = localised_plan(plan), settings
        wanted = {variable_of(s) for s in self.plan.statements}
        self.observations = tuple(
            sorted(
                (
                    o
                    for o in figures
                    if o.variable in wanted
                    and o.grade is not Grade.PLAN
                    and o.span is Span.SINGLE
                    and o.period.months == 12
                ),
                key=lambda o: o.id,
            )
        )
        self._by: dict[tuple[str, int], list[Observation]] = {}
        for o in self.observations:
            self._by.setdefault((o.variable, o.period.last_year), []).append(o)

    def levels(self, variable: str, year: int, population: str = "", price: str = "") -> list[Observation]:
        """Published levels or shares of a quantity in a year, first published first."""
        return [
            o
            for o in self._ordered(variable, year)
            if o.transformation in _LEVELS and _covers(o, population) and (not price or o.price in (price, UNSTATED))
        ]

    def growth(self, variable: str, year: int) -> list[Observation]:
        """Published yearly growth of a quantity, first published first."""
        found = [o for o in self._ordered(variable, year) if o.transformation is Transformation.YOY]
        return [o for o in found if o.coverage in _WHOLE]

    def years(self, variable: str) -> list[int]:
        """The years in which anything was published of a quantity."""
        return sorted(year for name, year in self._by if name == variable)

    def _ordered(self, variable: str, year: int) -> list[Observation]:
        """First figures before revised ones, dated before collected ones, then by date and grade."""
        return sorted(
            self._by.get((variable, year), ()),
            key=lambda o: (o.vintage_note == "revised", o.published or date.max, _GRADES[o.grade], o.id),
        )


def observed(o: Observation) -> Member:
    """An observation as the member of a finding."""
    when = o.published.isoformat() if o.published else "undated"
    trust = ", collected" if o.collected else ""
    return Member(
        name=f"observation:{o.id}",
        quote="",
        value=o.value,
        unit=o.unit,
        indicator=f"{o.indicator} {o.period.last_year} ({o.publisher}, {when}{trust}, {o.source})",
        variable=o.variable,
        year=str(o.period.last_year),
    )


def _facts(known: Known) -> Iterable[Finding]:
    """GH201: levels and shares against the first and the latest published figure; ratios against published levels."""
    for s in known.plan.statements:
        if s.kind is not Kind.FACT or s.year is None or len(s.value) != 1 or s.comparator not in TWO_SIDED:
            continue
        if s.form in (Form.LEVEL, Form.SHARE) and s.period is None:
            yield from _level(known, s)
        elif s.form in (Form.RATIO, Form.CHANGE) and s.base_period is None:
            yield from _ratio(known, s)


def _level(known: Known, s: Statement) -> Iterable[Finding]:
    assert s.year is not None
    published = known.levels(variable_of(s), s.year, s.population)
    own = find_unit(s.unit)
    comparable = [o for o in published if own and (u := find_unit(o.unit)) and u.dimension == own.dimension]
    if not comparable or own is None:
        return
    span = magnitude(s, known.settings)
    for place, o in enumerate(dict.fromkeys((comparable[0], comparable[-1]))):
        unit = find_unit(o.unit)
        assert unit is not None
        value = Fraction(o.value) * unit.factor / own.factor
        apart = value / Fraction(s.value[0]) - 1 if Fraction(s.value[0]) else Fraction(0)
        within = (span.lo is None or value >= span.lo) and (span.hi is None or value <= span.hi)
        if within or abs(apart) <= known.settings.value("fact_gap"):
            continue
        later = place == 1 or o.vintage_note == "revised"
        yield differs(s, observed(o), _publisher(o), later=later)


def _ratio(known: Known, s: Statement) -> Iterable[Finding]:
    """是2010年的1.5倍 against the published level of 2010: 7939 ÷ 5618.4 = 1.41."""
    years, factor = years_of(s), factor_of(s, known.settings)
    key = quantity_of(s).key
    stated = next(
        (x for x in known.plan.statements if x.form is Form.LEVEL and quantity_of(x).key == key and x.year == s.year),
        None,
    )
    if years is None or factor is None or stated is None or len(stated.value) != 1:
        return
    base = next(iter(known.levels(variable_of(s), years[0], s.population)), None)
    own, other = find_unit(stated.unit), find_unit(base.unit) if base else None
    if base is None or own is None or other is None or own.dimension != other.dimension or not Fraction(base.value):
        return
    reached = evaluate(against_base(stated, observed(base)))
    inside = (factor.lo is None or reached >= factor.lo) and (factor.hi is None or reached <= factor.hi)
    if not inside:
        yield ratio_differs(s, stated, observed(base), _publisher(base))


def _spans(known: Known) -> Iterable[Finding]:
    """GH202: the step from the published base to the target, beside the published step of as many years before."""
    for target in known.plan.statements:
        if target.kind is not Kind.TARGET or target.form not in (Form.SHARE, Form.LEVEL) or len(target.value) != 1:
            continue
        if target.year is None or known.plan.period is None or target.year != known.plan.period[1]:
            continue
        start = known.plan.period[0] - 1
        count = target.year - start
        series = [_first(known, target, year) for year in (start - count, start)]
        if series[0] is None or series[1] is None or series[0].unit != target.unit or series[1].unit != target.unit:
            continue
        first, last = observed(series[0]), observed(series[1])
        if widens(target, first, last, known.settings):
            yield unusual_span(target, first, last, known.settings)


def _published(known: Known) -> Iterable[Finding]:
    """GH203: the nominal change of first published levels beside the first published growth of the same year."""
    variables = dict.fromkeys(
        variable_of(s) for s in known.plan.statements if quantity_of(s).money and not s.population
    )
    for variable in variables:
        for before, year in pairwise(known.years(variable)):
            if year != before + 1:
                continue
            first, last = known.levels(variable, before), known.levels(variable, year)
            growth = known.growth(variable, year)
            if first and last and growth and first[0].unit == last[0].unit:
                members = observed(first[0]), observed(last[0]), observed(growth[0])
                if rare(prices_between(*members), known.settings):
                    yield rare_prices(*members, last[0].indicator, known.settings)


def _first(known: Known, s: Statement, year: int) -> Observation | None:
    return next(iter(known.levels(variable_of(s), year, s.population)), None)


def _covers(o: Observation, population: str) -> bool:
    return o.coverage == population if population else o.coverage in _WHOLE


def _publisher(o: Observation) -> str:
    when = o.published.isoformat() if o.published else ""
    name = "" if o.publisher == UNSTATED else o.publisher
    return f"{name}{when}" or "有关部门"
