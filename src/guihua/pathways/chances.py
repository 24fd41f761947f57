"""Chances as records, and what follows from them by a seed: pure, standard library, so that the check runs it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import NormalDist

from guihua.plan.data import load
from guihua.proof.seeded import normals

KIND = "risk"
VERSION = "1"
FEW = 30
"""Back-tested forecasts below which a chance is indicative only."""

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Chance:
    """One target's forecast and chance.

    quantity    what it is of: targets of one quantity have one error; family: its measure, which shares causes
    aim         what must be reached, the hedge's tolerance allowed for; series: yearly values in the same unit
    nominal     the forecast's own probability; chance: corrected by how such forecasts did
    horizon, n  years ahead, and how many back-tested forecasts of that horizon there are
    basis       "own": a forecast from its own series; "pooled": too few figures for one, so its growth so far goes on, and the
                errors are those that the same rule made on every yearly series at hand (spread: see `spread_of`);
                "published": likewise, from the published table of errors, where those at hand are too few
    """

    statement: str
    indicator: str
    quantity: str
    family: str
    aim: str
    direction: str
    series: tuple[tuple[int, str], ...]
    year: int
    percentages: bool
    nominal: str
    chance: str
    horizon: int
    n: int
    basis: str = "own"
    spread: str = ""

    @property
    def indicative(self) -> bool:
        """Too few back-tests: an indication only."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class Risk:
    """The chances of a plan's targets.

    settings   the common parts of errors, as printed
    without    targets that have no forecast: they are in no joint number
    counts     of the draws: "all" (all met), "met:ID", "worst:ID" (fails by most where not all are met), and for each target
               "low:ID"/"high:ID" (draws in which its own error lies in the worst/best tenth) with "low-all:ID"/"high-all:ID"
               (those of them in which all are met)
    """

    title: str
    text_sha256: str
    as_of: str
    seed: str
    draws: int
    settings: tuple[tuple[str, str], ...]
    chances: tuple[Chance, ...]
    without: tuple[str, ...]
    counts: tuple[tuple[str, int], ...] = ()

    def count(self, name: str) -> int:
        """One of the counts."""
        return dict(self.counts).get(name, 0)

    @property
    def together(self) -> float:
        """The share of draws in which all are met."""
        return self.count("all") / self.draws

    @property
    def indicative(self) -> bool:
        """Is any chance an indication only?"""
        return any(c.indicative for c in self.chances)

    def tornado(self) -> list[tuple[Chance, float, float]]:
        """(target, chance of all where its error is among the worst tenth, among the best), the widest first."""
        found = []
        for c in self.chances:
            ends = [
                self.count(f"{side}-all:{c.statement}") / max(self.count(f"{side}:{c.statement}"), 1)
                for side in ("low", "high")
            ]
            found.append((c, ends[0], ends[1]))
        return sorted(found, key=lambda row: (row[1] - row[2], row[0].statement))


def settings_of() -> dict[str, str]:
    """The settings of the joint risk."""
    return {name: str(entry["value"]) for name, entry in load("risk.yaml", "guihua.pathways.data").items()}


def counts(risk: Risk, first: int, last: int) -> Mapping[str, int]:
    """What the draws from `first` up to, without, `last` give. A target is met where its error is not below its own limit."""
    common, family = (float(dict(risk.settings)[name]) for name in ("common", "family"))
    own = (1 - common - family) ** 0.5
    shared = list(normals(risk.seed, "common", first, last))
    families = {c.family: list(normals(risk.seed, f"family:{c.family}", first, last)) for c in risk.chances}
    size = last - first
    errors = []
    limits = []
    for c in risk.chances:
        mine = normals(risk.seed, f"own:{c.quantity}", first, last)
        kin = families[c.family]
        errors.append([common**0.5 * shared[k] + family**0.5 * kin[k] + own * e for k, e in enumerate(mine)])
        limits.append(_NORMAL.inv_cdf(min(max(1 - float(c.chance), 1e-9), 1 - 1e-9)))
    return _tally(risk, errors, limits, size)


def _tally(risk: Risk, errors: list[list[float]], limits: list[float], size: int) -> dict[str, int]:
    tail = _NORMAL.inv_cdf(0.1)
    found: dict[str, int] = {}

    def add(name: str) -> None:
        found[name] = found.get(name, 0) + 1

    for k in range(size):
        short = [limit - own[k] for own, limit in zip(errors, limits, strict=True)]
        worst = max(range(len(short)), key=short.__getitem__)
        every = short[worst] <= 0
        add("all") if every else add(f"worst:{risk.chances[worst].statement}")
        for c, own, gap in zip(risk.chances, errors, short, strict=True):
            if gap <= 0:
                add(f"met:{c.statement}")
            side = "low" if own[k] < tail else "high" if own[k] > -tail else ""
            if side:
                add(f"{side}:{c.statement}")
                if every:
                    add(f"{side}-all:{c.statement}")
    return found


def carried_on(series: Sequence[tuple[int, float]], year: int, *, straight: bool) -> float:
    """Where the mean growth (for rates: the mean step) between the first and the last value leads, on the working scale:
    logarithms of amounts, rates as they are."""
    (first, begun), (last, ended) = series[0], series[-1]
    here, there = (begun, ended) if straight else (log(begun), log(ended))
    return there + (there - here) / (last - first) * (year - last)


def spread_of(errors: Sequence[float]) -> float:
    """The standard deviation of a normal error of which four in five lie as near as they do here: breaks in a few series
    must not widen all."""
    sizes = sorted(abs(e) for e in errors)
    return sizes[min(int(0.8 * len(sizes)), len(sizes) - 1)] / _NORMAL.inv_cdf(0.9) if sizes else 0.0


def published_spread(span: int, horizon: int, *, straight: bool) -> tuple[int, float] | None:
    """(n, spread of errors) of the published table; None where it has no such row."""
    for row in load("errors.yaml", "guihua.pathways.data")["rows"]:
        if (row["rates"] in (True, "yes")) is straight and (int(row["span"]), int(row["horizon"])) == (span, horizon):
            return int(row["n"]), float(row["spread"])
    return None


def pooled_chance(c: Chance) -> float:
    """The chance of a target whose growth so far goes on, with the pooled spread of errors."""
    series = [(y, float(v)) for y, v in c.series]
    aim = float(c.aim) if c.percentages else log(float(c.aim))
    place = (carried_on(series, c.year, straight=c.percentages) - aim) / max(float(c.spread), 1e-12)
    return _NORMAL.cdf(place if c.direction == "up" else -place)


class _Calibration:
    """How back-tested forecasts did: the share of truths below each nominal quantile, by model and horizon."""

    def of(self, model: str, horizon: int) -> tuple[int, tuple[tuple[float, float], ...]]:
        """(n, ((nominal, observed), …)); (0, ()) where nothing was back-tested."""
        for row in load("calibration.yaml", "guihua.tracking.data")["rows"]:
            if row["model"] == model and int(row["horizon"]) == horizon:
                return int(row["n"]), tuple(sorted((float(q), float(s)) for q, s in row["below"].items()))
        return 0, ()

    def corrected(self, met: float, direction: str, shares: tuple[tuple[float, float], ...]) -> float:
        """A nominal probability of meeting a target, moved to the share that back-tests found below the same quantile."""
        below = 1 - met if direction == "up" else met
        points = ((0.0, 0.0), *shares, (1.0, 1.0))
        for (q0, s0), (q1, s1) in pairwise(points):
            if q0 <= below <= q1:
                moved = s0 + (s1 - s0) * ((below - q0) / (q1 - q0) if q1 > q0 else 0.0)
                return 1 - moved if direction == "up" else moved
        return met


INDICATIVE = _Calibration()
