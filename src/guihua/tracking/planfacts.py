"""Facts of the plan as observations of the plan's date: grade plan, lowest precedence, never evidence for themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from guihua.plan import concepts
from guihua.plan.periods import Period, last_day
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Price, Statement
from guihua.statistics.observation import (
    UNSTATED,
    DateTrust,
    Grade,
    Observation,
    Span,
    Transformation,
)
from guihua.tracking.target import target_of

_KINDS = {
    Form.LEVEL: Transformation.LEVEL,
    Form.SHARE: Transformation.SHARE,
    Form.GROWTH: Transformation.MEAN_GROWTH,
    Form.CUMULATIVE: Transformation.LEVEL,
}


def plan_facts(plan: Plan, region: str, stored: Iterable[Observation], as_of: date) -> tuple[Observation, ...]:
    """The plan's facts that the store does not hold already, if the plan was out on `as_of`."""
    issued = last_day(plan.issued) if plan.issued else None
    if issued is not None and issued > as_of:
        return ()
    held = {(o.variable, o.period.last_year, o.transformation) for o in stored if o.grade is Grade.PLAN}
    found = (_observation(fact, plan, region, issued) for fact in plan.facts)
    return tuple(o for o in found if o is not None and (o.variable, o.period.last_year, o.transformation) not in held)


def _observation(fact: Statement, plan: Plan, region: str, issued: date | None) -> Observation | None:
    kind = _KINDS.get(fact.form)
    target = target_of(fact, plan)
    if kind is None or target is None or fact.year is None or len(fact.value) != 1 or fact.region not in ("", region):
        return None
    first = fact.period[0] if fact.period and fact.form in (Form.GROWTH, Form.CUMULATIVE) else fact.year
    sign = "-" if fact.form is Form.GROWTH and fact.direction.value == "down" else ""
    return Observation(
        id=f"plan:{fact.id}",
        region=region,
        variable=concepts.resolve(fact.indicator).variable,
        indicator=fact.indicator,
        period=Period.years(first, fact.year),
        span=Span.SINGLE,
        value=sign + fact.value[0],
        unit=target.unit,
        transformation=kind,
        price=fact.price if fact.price is not Price.UNSTATED else Price.UNSTATED,
        coverage=target.coverage or UNSTATED,
        published=issued,
        date_trust=DateTrust.EXACT if issued else DateTrust.NONE,
        source="plan",
        grade=Grade.PLAN,
    )
