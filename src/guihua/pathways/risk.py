"""How likely the targets are to be met, each and all together, which fails first and what drives it.

Each target's chance comes from its forecast and from how such forecasts did when they were back-tested: the share of truths
below each quantile (`tracking/data/calibration.yaml`) corrects the nominal probability. Targets fail together because they share
causes: a part of every error is common to all, a part to targets of one measure (`data/risk.yaml`). The joint answer is drawn
from a seed, each draw on its own, so that it does not depend on how many processes draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import log
from typing import Any

from guihua.errors import GuihuaError
from guihua.pathways.chances import (
    FEW,
    INDICATIVE,
    Chance,
    Risk,
    carried_on,
    counts,
    pooled_chance,
    published_spread,
    settings_of,
    spread_of,
)
from guihua.plan.statement import Direction, Form
from guihua.statistics.observation import Grade, Observation, Transformation
from guihua.tracking.assessment import Case
from guihua.tracking.backtest import Series
from guihua.tracking.cases import case_of
from guihua.tracking.desk import Desk
from guihua.tracking.evidence import rows_of
from guihua.tracking.figures import by_coverage, figures, yearly
from guihua.tracking.forecast import DEFAULT, LEAST, forecast, last_run
from guihua.tracking.target import Target, target_of

CHUNK = 500
"""Draws that one process makes at a time."""


def risk(desk: Desk, pool: Sequence[Series] = (), *, seed: str = "1", draws: int | None = None, jobs: int = 1) -> Risk:
    """The chances of a plan's targets as known on the desk's date.

    pool    every yearly series at hand: what the errors of targets with few figures are taken from

    seed    any text; the same seed gives the same numbers. jobs: processes that draw (the result is the same)

    Raises GuihuaError RISK-DRAWS (below 100 or above a million), RISK-NONE (no target has a forecast).
    """
    wanted = draws if draws is not None else int(settings_of()["draws"])
    if not 100 <= wanted <= 1_000_000:
        raise GuihuaError(
            "RISK-DRAWS", f"次数要在 100 到 1000000 之间 between 100 and a million draws: {wanted}", "--draws 10000"
        )
    found, without = [], []
    for s in desk.plan.targets:
        target = target_of(s, desk.plan)
        chance = _chance(desk, target, pool) if target is not None else None
        if chance is None:
            without.append(s.id)
        else:
            found.append(chance)
    if not found:
        title = "没有一个目标有足够的年度数可以预测 no target has enough yearly figures for a forecast"
        raise GuihuaError(
            "RISK-NONE", title, f"自身 {LEAST} 年，或基期以后一年 years of its own, or one after the base"
        )
    made = Risk(
        desk.plan.title, desk.plan.text_sha256, desk.as_of.isoformat(), seed, wanted, tuple(settings_of().items()),
        tuple(found), tuple(without),
    )  # fmt: skip
    return replace(made, counts=_counted(made, jobs))


def _counted(made: Risk, jobs: int) -> tuple[tuple[str, int], ...]:
    """Counts of the draws, chunk by chunk, in as many processes."""
    chunks = [(k, min(k + CHUNK, made.draws)) for k in range(0, made.draws, CHUNK)]
    if jobs <= 1:
        parts = [counts(made, first, last) for first, last in chunks]
    else:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(jobs) as pool:
            parts = list(pool.map(counts, [made] * len(chunks), *zip(*chunks, strict=True)))
    total: dict[str, int] = {}
    for part in parts:
        for name, count in part.items():
            total[name] = total.get(name, 0) + count
    return tuple(sorted(total.items()))


def _chance(desk: Desk, target: Target, pool: Sequence[Series]) -> Chance | None:
    """One target's chance; None where it is over, has no direction, or no figure after its base."""
    found = desk.evidence(target)
    evidence = next((e for e in found if e.reason is None), found[0])
    if evidence.target is None or (evidence.reason is not None and target.statement.form is not Form.GROWTH):
        return None
    case = case_of(target, evidence, desk.as_of, ())
    if case.over or case.target is None or case.direction is Direction.UNKNOWN or case.form is Form.CUMULATIVE:
        return None
    aim = case.target - (case.tolerance if case.direction is Direction.UP else -case.tolerance)
    if case.form in (Form.GROWTH, Form.CHANGE):
        series = _index(desk, target, int(case.base.year) if case.base else target.start)
    else:
        series = dict(evidence.history)
    return _own(target, case, aim, series) or _pooled(target, case, aim, pool)


def _own(target: Target, case: Case, aim: float, series: dict[int, float]) -> Chance | None:
    """From the target's own series."""
    years, values = last_run(series)
    if len(values) < LEAST or years[-1] >= case.target_year:
        return None
    try:
        made = forecast(years, values, case.target_year, percentages=_is_rate(case))
    except GuihuaError:
        return None
    met = made.at_least(aim) if case.direction is Direction.UP else made.at_most(aim)
    horizon = case.target_year - years[-1]
    n, shares = INDICATIVE.of(DEFAULT, horizon)
    return Chance(
        **_named(target, case, aim),
        series=tuple((y, _text(v)) for y, v in zip(years, values, strict=True)),
        nominal=_text(met, 6),
        chance=_text(INDICATIVE.corrected(met, case.direction.value, shares), 6),
        horizon=horizon,
        n=n,
    )


def _pooled(target: Target, case: Case, aim: float, pool: Sequence[Series]) -> Chance | None:
    """From the growth between base and latest figure, with the errors that this rule made elsewhere."""
    points = {
        int(p.year): p.value for p in (*((case.base,) if case.base else ()), *case.series) if p.year == int(p.year)
    }
    years = sorted(points)
    if len(years) < 2 or years[-1] >= case.target_year:
        return None
    straight = _is_rate(case)
    if not straight and (min(points.values()) <= 0 or aim <= 0):
        return None
    span, horizon = years[-1] - years[0], case.target_year - years[-1]
    errors = pooled_errors(pool, span, horizon, straight=straight)
    n, spread, basis = len(errors), spread_of(errors), "pooled"
    published = published_spread(span, horizon, straight=straight)
    if n < FEW and published is not None and published[0] > n:
        n, spread, basis = published[0], published[1], "published"
    if n < 2:
        return None
    made = Chance(
        **_named(target, case, aim),
        series=((years[0], _text(points[years[0]])), (years[-1], _text(points[years[-1]]))),
        nominal="0",
        chance="0",
        horizon=horizon,
        n=n,
        basis=basis,
        spread=_text(spread, 6),
    )
    chance = _text(pooled_chance(made), 6)
    return replace(made, nominal=chance, chance=chance)


def pooled_errors(pool: Sequence[Series], span: int, horizon: int, *, straight: bool) -> list[float]:
    """What the rule “growth so far goes on” missed by, from every origin of every series of the same kind."""
    found = []
    for one in pool:
        values = dict(zip(one.years, one.values, strict=True))
        if one.percentages is not straight or (not straight and min(one.values) <= 0):
            continue
        for last in one.years:
            if last - span in values and last + horizon in values:
                ends = [(last - span, values[last - span]), (last, values[last])]
                truth = values[last + horizon] if straight else log(values[last + horizon])
                found.append(truth - carried_on(ends, last + horizon, straight=straight))
    return found


def _is_rate(case: Case) -> bool:
    """Is it forecast as it is, in percentage points? An index of growth is an amount."""
    return case.limit is not None and case.form is Form.LEVEL


def _named(target: Target, case: Case, aim: float) -> dict[str, Any]:
    quantity = target.variables[0]
    family = quantity.partition("[")[0].partition("{")[0]
    return {
        "statement": target.statement.id, "indicator": target.statement.indicator,
        "quantity": quantity, "family": family, "aim": _text(aim),
        "direction": case.direction.value, "year": case.target_year, "percentages": _is_rate(case),
    }  # fmt: skip


def _index(desk: Desk, target: Target, base: int) -> dict[int, float]:
    """Yearly published growth as an index that is 1 in the base year, from the longest run of rates of one coverage."""
    rows: Sequence[Observation] = [r for r in rows_of(target, desk.known) if r.grade is not Grade.PLAN]
    runs = []
    for part in by_coverage(figures(rows, "%", (Transformation.YOY,))).values():
        rates = {f.year: float(f.value) for f in yearly(part, parts_too=False)}
        runs.append(last_run(rates))
    years, rates_ = max(runs, key=lambda run: (run[0][-1:] or (0,), len(run[0])), default=((), ()))
    if not years or not years[0] <= base + 1 <= years[-1] + 1:
        return {}
    index, level = {years[0] - 1: 1.0}, 1.0
    for year, rate in zip(years, rates_, strict=True):
        level *= 1 + rate / 100
        index[year] = level
    scale = index.get(base)
    return {y: v / scale for y, v in index.items()} if scale else {}


def _text(value: float | Fraction, digits: int = 9) -> str:
    return f"{float(value):.{digits}g}"
