"""Re-checking a risk: forecasts made again from the series, chances corrected again, every draw made again from the seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guihua.pathways.chances import INDICATIVE, Chance, Risk, counts, pooled_chance, published_spread
from guihua.proof.codec import decode
from guihua.proof.verify import How, Part, given, part
from guihua.tracking.forecast import DEFAULT, forecast


def verify_risk(payload: Mapping[str, Any]) -> list[Part]:
    """Every chance and every count."""
    found = decode(Risk, payload)
    parts = [part(f"chance {c.statement}", _chance_fault(c), How.RECOMPUTED) for c in found.chances]
    parts.append(part("draws", _draw_fault(found)))
    return [
        *parts,
        given("figures", f"{len(found.chances)} series, pooled spreads of errors"),
        given("settings", ", ".join(f"{k} {v}" for k, v in found.settings)),
    ]


def _chance_fault(c: Chance) -> str:
    if c.basis == "published" and (c.n, float(c.spread)) != published_spread(
        c.series[-1][0] - c.series[0][0], c.horizon, straight=c.percentages
    ):
        return "another spread than the published one"
    if c.basis in ("pooled", "published"):
        right = pooled_chance(c)
        return (
            ""
            if c.nominal == c.chance and abs(right - float(c.chance)) < 1e-5
            else f"its growth so far makes it {right:.6f}"
        )
    n, shares = INDICATIVE.of(DEFAULT, c.horizon)
    if n != c.n or c.horizon != c.year - c.series[-1][0]:
        return "another horizon or number of back-tests"
    made = forecast([y for y, _ in c.series], [float(v) for _, v in c.series], c.year, percentages=c.percentages)
    met = made.at_least(float(c.aim)) if c.direction == "up" else made.at_most(float(c.aim))
    if abs(met - float(c.nominal)) > 1e-5:
        return f"the forecast gives {met:.6f}"
    right = INDICATIVE.corrected(met, c.direction, shares)
    return "" if abs(right - float(c.chance)) < 1e-5 else f"back-tests make it {right:.6f}"


def _draw_fault(found: Risk) -> str:
    if not 100 <= found.draws <= 1_000_000:
        return "not so many draws"
    again = dict(counts(found, 0, found.draws))
    stated = dict(found.counts)
    wrong = next((name for name in sorted({*again, *stated}) if again.get(name, 0) != stated.get(name, 0)), "")
    return f"{wrong}: {again.get(wrong, 0)} drawn, {stated.get(wrong, 0)} stated" if wrong else ""
