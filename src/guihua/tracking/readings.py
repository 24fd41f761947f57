"""Readings beside a verdict that cannot be said: published growth, the target scaled by a revision, a sum as printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from guihua.plan.periods import Period
from guihua.plan.plan import Plan
from guihua.plan.statement import Direction, Form, Statement
from guihua.plan.status import ReasonCode, Status
from guihua.plan.units import find_unit
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.assess import assess
from guihua.tracking.assessment import Case, Point, Reading
from guihua.tracking.cases import case_of
from guihua.tracking.evidence import Evidence, gather, rows_of
from guihua.tracking.figures import Figure, Known, figures, text_of
from guihua.tracking.settings import Settings
from guihua.tracking.shown import target_text
from guihua.tracking.target import Target, target_of


def readings(
    target: Target, evidence: Evidence, plan: Plan, known: Known, as_of: date, region: str, rules: Settings
) -> tuple[Reading, ...]:
    """What may be read beside a level whose accounting changed, in the order in which it became known.

    Beside a level that published growth judges: the level itself, as printed.
    """
    if evidence.reason is ReasonCode.SUSPECTED_BREAK:
        return _waiting(target, evidence, as_of)
    if evidence.nominal is not None:
        return _nominal(target, evidence, evidence.nominal, as_of)
    if evidence.reason is not ReasonCode.COVERAGE_CHANGED:
        return ()
    if evidence.form is Form.CUMULATIVE:
        return _as_printed(target, evidence, as_of)
    found = [
        *_published_growth(target, plan, known, as_of, region, rules),
        *_scaled(target, evidence, known, as_of, rules),
    ]
    return tuple(sorted(found, key=lambda r: r.known_since or date.max))


def _waiting(target: Target, evidence: Evidence, as_of: date) -> tuple[Reading, ...]:
    """What the figures would say if the unlikely step were real: shown, decides nothing until a person says why."""
    if evidence.target is None or not evidence.points:
        return ()
    judged = assess(case_of(target, evidence, as_of, ()))
    last = judged.judged
    if last is None:
        return ()
    return (
        Reading(
            "if_real",
            _known_since(evidence.used),
            judged.status,
            target=target_text(target, evidence),
            actual=_change_of(last.value) if evidence.growth is not None else _plain(last.value),
            unit="%" if evidence.growth is not None else target.scale_unit,
            observations=(last.observation,) if last.observation else (),
            parameters=(("year", f"{last.year:g}"),),
        ),
    )


def _change_of(factor: float) -> str:
    """An index with the base at 1 as per cent of change."""
    return text_of(round(100 * (factor - 1), 2))


def _published_growth(
    target: Target, plan: Plan, known: Known, as_of: date, region: str, rules: Settings
) -> tuple[Reading, ...]:
    """The plan's own growth target for the same variable, judged by published growth."""
    for sibling in sorted(plan.targets, key=lambda s: abs(s.start - target.statement.start)):
        other = _growth_of(sibling, target, plan)
        if other is None:
            continue
        asked = [e for e in gather(other, known, as_of, region, rules, None) if e.growth is not None]
        if not asked:
            continue
        answers = [assess(case_of(other, e, as_of, ())) for e in asked]
        first = next((n for n, a in enumerate(answers) if a.status is not Status.UNKNOWN), 0)
        evidence, judged = asked[first], answers[first]
        assert evidence.growth is not None
        growth = evidence.growth
        return (
            Reading(
                "published_growth",
                _known_since(growth.observations),
                judged.status,
                target=_plain(other.aimed),
                actual=_plain(round(growth.mean(other.start), 2)),
                unit="%",
                observations=tuple(o.id for o in growth.observations),
                parameters=(
                    ("how", growth.how),
                    ("period", str(Period.years(other.start + 1, growth.last))),
                    ("statement", sibling.id),
                ),
            ),
        )
    return ()


def _growth_of(sibling: Statement, target: Target, plan: Plan) -> Target | None:
    if sibling.form is not Form.GROWTH or sibling.id == target.statement.id:
        return None
    other = target_of(sibling, plan)
    if other is None or other.aimed is None or other.year != target.year:
        return None
    return other if set(other.variables) & set(target.variables) else None


def _scaled(target: Target, evidence: Evidence, known: Known, as_of: date, rules: Settings) -> tuple[Reading, ...]:
    """The target times revised base over own base, where one publication prints base and latest in the new accounting."""
    base, aimed = evidence.base, target.aimed
    if base is None or aimed is None or not base.value:
        return ()
    for vintage in _vintages(figures(rows_of(target, known), target.unit)):
        years = {f.year: f for f in vintage}
        revised, now = years.get(target.start), _judged(years, target, as_of)
        if revised is None or now is None or abs(revised.value / base.value - 1) <= rules.revision:
            continue
        scaled = aimed * revised.value / base.value
        case = Case(
            series=tuple(Point(f.year, float(f.value), f.observation.id) for f in vintage if f.year > target.start),
            base=Point(revised.year, float(revised.value), revised.observation.id),
            target=float(scaled),
            target_year=target.year,
            direction=target.direction,
            as_of=as_of,
            period=target.period,
            tolerance=float(target.tolerance * revised.value / base.value),
        )
        if case.direction is Direction.UNKNOWN:
            case = replace(case, direction=Direction.UP if scaled > revised.value else Direction.DOWN)
        return (
            Reading(
                "scaled_target",
                revised.observation.published,
                assess(case).status,
                target=f"{float(scaled) * _show(target):.4g}",
                actual=_plain(round(float(now.value) * _show(target), 2)),
                unit=_shown_unit(target),
                observations=(base.observation.id, revised.observation.id, now.observation.id),
                parameters=(
                    ("year", str(now.year)),
                    ("base", base.observation.value),
                    ("revised", revised.observation.value),
                    ("written", _plain(aimed)),
                    ("written_unit", target.unit),
                ),
            ),
        )
    return ()


def _show(target: Target) -> float:
    """From the target's unit to the one in which a reader compares: 1.15万亿元 is 11500亿元."""
    written, shown = find_unit(target.unit), find_unit(_shown_unit(target))
    return float(written.factor / shown.factor) if written is not None and shown is not None else 1.0


def _shown_unit(target: Target) -> str:
    unit = find_unit(target.unit)
    return "亿元" if unit is not None and unit.dimension == "money" else target.unit


def _vintages(found: Iterable[Figure]) -> list[tuple[Figure, ...]]:
    """Figures of one publication (source, day, coverage), the latest publication first; facts of the plan are none."""
    groups: dict[tuple[date, str, str], list[Figure]] = {}
    for figure in found:
        o = figure.observation
        if o.published is not None and not o.collected and o.grade is not Grade.PLAN and not figure.partial:
            groups.setdefault((o.published, o.source, o.coverage), []).append(figure)
    return [tuple(groups[key]) for key in sorted(groups, reverse=True)]


def _judged(years: dict[int, Figure], target: Target, as_of: date) -> Figure | None:
    """The figure that a verdict would speak of: the target year's when it is past, else the latest."""
    if as_of > date(target.year, 12, 31):
        return years.get(target.year)
    later = [year for year in years if target.start < year <= target.year]
    return years[max(later)] if later else None


def _as_printed(target: Target, evidence: Evidence, as_of: date) -> tuple[Reading, ...]:
    """A sum as it was printed against the target as written: shown, decides nothing."""
    if not evidence.points or target.aimed is None or not evidence.nearest:
        return ()
    last = evidence.points[-1]
    over = as_of > date(target.year, 12, 31) and last.year == target.year
    met = Fraction(last.value) >= target.aimed
    return (
        Reading(
            "as_printed",
            _known_since(evidence.nearest),
            (Status.MET if met else Status.MISSED) if over else Status.UNKNOWN,
            target=_plain(target.aimed),
            actual=_plain(last.value),
            unit=target.unit,
            observations=tuple(o.id for o in evidence.nearest),
            parameters=(("year", f"{last.year:g}"),),
        ),
    )


def _nominal(target: Target, evidence: Evidence, latest: Figure, as_of: date) -> tuple[Reading, ...]:
    """The latest level against what the straight line from the base asks for in its year: nominal, decides nothing."""
    assert evidence.base is not None and target.aimed is not None
    base, o = evidence.base, latest.observation
    gone = min(Fraction(latest.year - base.year, target.year - base.year), Fraction(1))
    due = target.aimed if as_of.year > target.year else base.value + gone * (target.aimed - base.value)
    return (
        Reading(
            "nominal_level",
            o.published,
            Status.UNKNOWN,
            target=_plain(round(float(due) * _show(target), 1)),
            actual=_plain(round(float(latest.value) * _show(target), 2)),
            unit=_shown_unit(target),
            observations=(base.observation.id, o.id),
            parameters=(("year", str(latest.year)),),
        ),
    )


def _known_since(observations: Iterable[Observation]) -> date | None:
    days = [o.published for o in observations if o.published is not None]
    return max(days) if days else None


def _plain(value: Fraction | float | None) -> str:
    return "" if value is None else text_of(value)
