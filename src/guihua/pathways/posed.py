"""A path's problem as posed: which statements take part, with which identities and trends. Pure; who solves it and who checks
it against the text pose it alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from guihua.checking.identities import Identity, group_of_identity, identities_for
from guihua.checking.joining import localised_plan
from guihua.checking.normal import clashing_units, group_of
from guihua.checking.quantities import at, localised, split
from guihua.checking.settings import Settings
from guihua.checking.system import Bound, Group, Rank, components
from guihua.errors import GuihuaError
from guihua.pathways.pathway import Known, Trend
from guihua.pathways.problem import group_of_known
from guihua.pathways.trends import trends_of, units_of
from guihua.plan.plan import Plan
from guihua.plan.statement import Kind, Statement

_YEARLY = ("sum", "within", "product", "share", "bar")


@dataclass(frozen=True, slots=True)
class Posed:
    """What takes part. statements as the plan has them, local as the plan's own region sees them; groups of both and identities."""

    groups: tuple[Group, ...]
    statements: tuple[Statement, ...]
    local: tuple[Statement, ...]
    knowns: tuple[Known, ...]
    identities: tuple[Identity, ...]
    trends: tuple[Trend, ...]
    clashing: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def posed(plan: Plan, knowns: tuple[Known, ...], settings: Settings, bounds: Sequence[Statement] = ()) -> Posed:
    """The problem of a plan with published figures; bounds are a scenario's floors and ceilings.

    Raises GuihuaError PATH-NO-TARGETS where no target bounds a quantity in a year.
    """
    period = period_of_plan(plan)
    here = localised_plan(plan)
    here = replace(here, statements=(*here.statements, *(localised(s, plan.region) for s in bounds)))
    clashing = clashing_units(here.statements)
    groups = _groups(here.statements, settings, clashing, period[0])
    left_out = _left_out(plan, groups)
    named = {g.name for g in groups}
    taking = {s.id: s for s in here.statements if s.id in named}
    groups, knowns, identities, trends = _system(here, groups, list(taking.values()), knowns, period)
    kept = tuple(s for s in (*plan.statements, *bounds) if any(g.name == s.id for g in groups))
    if not any(s.kind is Kind.TARGET for s in kept):
        raise GuihuaError(
            "PATH-NO-TARGETS",
            "没有可以推算路径的目标 no target bounds a quantity in a year",
            "guihua show --kind target",
        )
    return Posed(
        tuple(groups),
        kept,
        tuple(taking[s.id] for s in kept),
        knowns,
        identities,
        trends,
        tuple(sorted(clashing)),
        left_out,
    )


def period_of_plan(plan: Plan) -> tuple[int, int]:
    """The base year and the last year. Raises GuihuaError PATH-NO-TARGETS where no target has a year."""
    years = [s.year for s in plan.targets if s.year is not None]
    if plan.period is not None:
        return plan.period[0] - 1, max([plan.period[1], *years])
    if not years:
        raise GuihuaError("PATH-NO-TARGETS", "没有带年份的目标 no target has a year", "guihua show --kind target")
    bases = [s.base_year for s in plan.targets if s.base_year is not None]
    return min([*bases, max(years) - 5]), max(years)


def _groups(statements: Iterable[Statement], settings: Settings, clashing: frozenset[str], start: int) -> list[Group]:
    """Targets, and facts about the base year and later, each as a group of rows."""
    found = []
    for s in statements:
        group = group_of(s, settings, clashing) if s.kind in (Kind.TARGET, Kind.FACT) else None
        if group is None:
            continue
        years = [split(v)[1] for v in group.variables]
        if s.kind is Kind.TARGET or all(y.isdigit() and int(y) >= start for y in years):
            found.append(group)
    return found


def _left_out(plan: Plan, groups: Sequence[Group]) -> tuple[tuple[str, str], ...]:
    """Targets that bound no quantity, by reason."""
    named = {g.name for g in groups}
    missing = (s for s in plan.targets if s.id not in named)
    return tuple((s.id, "no_number" if not s.value else "no_year" if s.year is None else "unclear") for s in missing)


def _system(
    plan: Plan, groups: list[Group], statements: Sequence[Statement], knowns: tuple[Known, ...], period: tuple[int, int]
) -> tuple[list[Group], tuple[Known, ...], tuple[Identity, ...], tuple[Trend, ...]]:
    """Groups that some target is joined with, the figures that they speak of, identities in every year, trends."""
    trends, indexed = trends_of(statements, groups, knowns, period)
    knowns = (*knowns, *indexed)
    yearly = (at(t.key, year) for t in trends for year, _ in t.values)
    drawn = [Group("years", Rank.ASSUMPTION, tuple(Bound(((v, Fraction(1)),), (), Fraction(0)) for v in yearly))]
    spoken = [*groups, *(group_of_known(k) for k in knowns), *drawn]
    identities = [i for i in dict.fromkeys(identities_for(plan, spoken)) if i.kind in _YEARLY and _within(i, period)]
    knowns = (*knowns, *units_of([*groups, *(group_of_known(k) for k in knowns)], identities))
    targets = {s.id for s in statements if s.kind is Kind.TARGET}
    whole = [*groups, *(group_of_known(k) for k in knowns), *(group_of_identity(i) for i in identities)]
    kept: set[str] = set()
    keys: set[str] = set()
    for component in components(_by_key(whole)):
        if any(g.name in targets for g in component):
            kept |= {g.name for g in component}
            keys |= {v for g in component for v in g.variables}
    return (
        [g for g in groups if g.name in kept] + [group_of_identity(i) for i in identities if i.name in kept],
        tuple(k for k in knowns if k.name in kept),
        tuple(i for i in identities if i.name in kept),
        tuple(t for t in trends if t.key in keys),
    )


def _by_key(groups: Sequence[Group]) -> list[Group]:
    """Groups over quantities without years: what joins them across years joins them here."""
    return [
        Group(g.name, g.rank, (Bound(tuple((split(v)[0], Fraction(1)) for v in sorted(g.variables))),)) for g in groups
    ]


def _within(identity: Identity, period: tuple[int, int]) -> bool:
    years = [split(v)[1] for v in (identity.whole, *identity.parts)]
    return all(y.isdigit() and period[0] <= int(y) <= period[1] for y in years)
