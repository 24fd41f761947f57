"""实现路径: for every target the yearly path nearest to its own trend on which all targets hold at once.

    found = path(plan, tracking)        # tracking: the plan's targets as known on a date
    found.line(statement_id).needed     # growth a year that is needed from the latest figure on

Where no path exists, the conflict that forces it is proved, and the path is that after the least relaxation, tier by tier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from guihua.checking.certificates import Conflict
from guihua.checking.conflicts import search
from guihua.checking.identities import Identity, group_of_identity, identities_for
from guihua.checking.joining import localised_plan
from guihua.checking.normal import clashing_units, group_of
from guihua.checking.quantities import at, localised, split
from guihua.checking.settings import Settings, default_settings
from guihua.checking.system import Bound, Group, Rank, components
from guihua.errors import GuihuaError
from guihua.pathways.knowns import breaks_of, knowns_of
from guihua.pathways.lines import lines_of
from guihua.pathways.optimum import nearest
from guihua.pathways.pathway import Known, Pathway, Trend
from guihua.pathways.problem import group_of_known, problem_of
from guihua.pathways.response import effects_of
from guihua.pathways.trends import trends_of, units_of
from guihua.pathways.whatif import Scenario, applied, bounds_of, fixed_of
from guihua.plan.plan import Plan
from guihua.plan.statement import Kind, Statement
from guihua.tracking.tracking import Tracking

_YEARLY = ("sum", "within", "product", "share", "bar")


def path(plan: Plan, tracking: Tracking, settings: Settings | None = None, scenario: Scenario | None = None) -> Pathway:
    """The path of a plan as known on the tracking's date; with a scenario, what would be if.

    Raises GuihuaError PATH-NO-TARGETS where no target bounds a quantity, PATH-SOLVER where the solver fails.
    """
    used = settings or default_settings()
    before, plan = plan, plan if scenario is None else applied(plan, scenario)
    start, end = _period(plan)
    extra = () if scenario is None else fixed_of(before, scenario, (start, end))
    bounds = () if scenario is None else bounds_of(before, scenario)
    here = localised_plan(plan)
    here = replace(here, statements=(*here.statements, *(localised(s, plan.region) for s in bounds)))
    clashing = clashing_units(here.statements)
    groups = _groups(here.statements, used, clashing, start)
    left_out = _left_out(plan, groups)
    broken = breaks_of(tracking, end)
    knowns = _merged(knowns_of(tracking, plan.region), extra)
    taking = {s.id: s for s in here.statements if s.id in {g.name for g in groups}}
    groups, knowns, identities, trends = _system(here, groups, list(taking.values()), knowns, (start, end))
    kept = tuple(s for s in (*plan.statements, *bounds) if any(g.name == s.id for g in groups))
    if not any(s.kind is Kind.TARGET for s in kept):
        raise GuihuaError(
            "PATH-NO-TARGETS",
            "没有可以推算路径的目标 no target bounds a quantity in a year",
            "guihua show --kind target",
        )
    problem = problem_of(groups, [taking[s.id] for s in kept], knowns, trends)
    found = nearest(problem)
    names = {name.rsplit("#", 1)[0] for name in found.given_up}
    identities = tuple(i for i in identities if i.name not in names)
    groups = [g for g in groups if g.name not in names]
    conflicts = _conflicts(groups, knowns) if found.stages else ()
    left_out = (*left_out, *((name, "product") for name in sorted(names)))
    made = Pathway(
        title=plan.title,
        text_sha256=plan.text_sha256,
        region=plan.region,
        as_of=tracking.as_of.isoformat(),
        scenario="" if scenario is None else scenario.name,
        settings=used,
        clashing=tuple(sorted(clashing)),
        statements=kept,
        identities=tuple(i.name for i in identities),
        knowns=knowns,
        trends=trends,
        point=tuple(
            sorted((v, x * problem.scale.get(v, Fraction(1))) for v, x in (*found.point.items(), *found.moves.items()))
        ),
        multipliers=tuple(sorted(found.multipliers.items())),
        stages=found.stages,
        lines=(),
        breaks=tuple(b for b in broken if b.statement in {s.id for s in plan.targets}),
        conflicts=conflicts,
        left_out=left_out,
    )
    made = replace(made, lines=lines_of(made, used))
    return replace(made, effects=effects_of(made, problem.moved(found.moves), found.point, used))


def _period(plan: Plan) -> tuple[int, int]:
    """The base year and the last year."""
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


def _merged(knowns: Sequence[Known], extra: Sequence[Known]) -> tuple[Known, ...]:
    """A scenario's fixed values stand before published ones of the same quantity and year."""
    places = {(k.top, k.year) for k in extra}
    return (*extra, *(k for k in knowns if (k.top, k.year) not in places))


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


def _conflicts(groups: Sequence[Group], knowns: Sequence[Known]) -> tuple[Conflict, ...]:
    """The minimal conflicts among statements, known figures and identities, with exact proofs."""
    whole = [*groups, *(group_of_known(k) for k in knowns)]
    found: list[Conflict] = []
    for component in components(whole):
        if len(component) > 1:
            found += search(component, limit=10, limit_large=3).conflicts
    return tuple(found)
