"""实现路径: for every target the yearly path nearest to its own trend on which all targets hold at once.

    found = path(plan, tracking)        # tracking: the plan's targets as known on a date
    found.line(statement_id).needed     # growth a year that is needed from the latest figure on

Where no path exists, the conflict that forces it is proved, and the path is that after the least relaxation, tier by tier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from guihua.checking.certificates import Conflict
from guihua.checking.conflicts import search
from guihua.checking.settings import Settings, default_settings
from guihua.checking.system import Group, components
from guihua.pathways.knowns import breaks_of, knowns_of
from guihua.pathways.lines import lines_of
from guihua.pathways.optimum import nearest
from guihua.pathways.pathway import Known, Pathway
from guihua.pathways.posed import period_of_plan, posed
from guihua.pathways.problem import group_of_known, problem_of
from guihua.pathways.response import effects_of
from guihua.pathways.whatif import Scenario, applied, bounds_of, fixed_of
from guihua.plan.plan import Plan
from guihua.tracking.tracking import Tracking


def path(plan: Plan, tracking: Tracking, settings: Settings | None = None, scenario: Scenario | None = None) -> Pathway:
    """The path of a plan as known on the tracking's date; with a scenario, what would be if.

    Raises GuihuaError PATH-NO-TARGETS where no target bounds a quantity, PATH-SOLVER where the solver fails.
    """
    used = settings or default_settings()
    before, plan = plan, plan if scenario is None else applied(plan, scenario)
    period = period_of_plan(plan)
    extra = () if scenario is None else fixed_of(before, scenario, period)
    bounds = () if scenario is None else bounds_of(before, scenario)
    asked = posed(plan, _merged(knowns_of(tracking, plan.region), extra), used, bounds)
    problem = problem_of(asked.groups, asked.local, asked.knowns, asked.trends)
    found = nearest(problem)
    names = {name.rsplit("#", 1)[0] for name in found.given_up}
    kept = [g for g in asked.groups if g.name not in names]
    if names:
        problem = problem_of(kept, asked.local, asked.knowns, asked.trends)
        found = nearest(problem)
    conflicts = _conflicts(kept, asked.knowns) if found.stages else ()
    broken = breaks_of(tracking, period[1])
    made = Pathway(
        title=plan.title,
        text_sha256=plan.text_sha256,
        region=plan.region,
        as_of=tracking.as_of.isoformat(),
        scenario="" if scenario is None else scenario.name,
        settings=used,
        clashing=asked.clashing,
        statements=asked.statements,
        identities=tuple(i.name for i in asked.identities if i.name not in names),
        knowns=asked.knowns,
        trends=asked.trends,
        point=tuple(
            sorted((v, x * problem.scale.get(v, Fraction(1))) for v, x in (*found.point.items(), *found.moves.items()))
        ),
        multipliers=tuple(sorted(found.multipliers.items())),
        stages=found.stages,
        lines=(),
        breaks=tuple(b for b in broken if b.statement in {s.id for s in plan.targets}),
        conflicts=conflicts,
        left_out=(*asked.left_out, *((name, "product") for name in sorted(names))),
        decided=plan.decided,
    )
    made = replace(made, lines=lines_of(made, used))
    return replace(made, effects=effects_of(made, problem.moved(found.moves), found.point, used))


def _merged(knowns: Sequence[Known], extra: Sequence[Known]) -> tuple[Known, ...]:
    """A scenario's fixed values stand before published ones of the same quantity and year."""
    places = {(k.top, k.year) for k in extra}
    return (*extra, *(k for k in knowns if (k.top, k.year) not in places))


def _conflicts(groups: Sequence[Group], knowns: Sequence[Known]) -> tuple[Conflict, ...]:
    """The minimal conflicts among statements, known figures and identities, with exact proofs."""
    whole = [*groups, *(group_of_known(k) for k in knowns)]
    found: list[Conflict] = []
    for component in components(whole):
        if len(component) > 1:
            found += search(component, limit=10, limit_large=3).conflicts
    return tuple(found)
