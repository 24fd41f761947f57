"""What moves a total: 拉动 (pull, in percentage points), 贡献率 (contribution, in per cent), and LMDI for intensities.

pull = last year's share × growth;  contribution = pull / total growth. LMDI-I splits the change of an intensity E/Y =
Σ s_i·e_i into structure (s) and efficiency (e) without a rest. Sources: bureaus' practice (Inner Mongolia industry
bulletin, January-October 2021); B. W. Ang, The LMDI approach to decomposition analysis, Energy Policy 33 (2005).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guihua.errors import GuihuaError
from guihua.plan.periods import Period
from guihua.statistics.observation import UNSTATED, Grade, Observation, Transformation
from guihua.tracking.figures import rank

SECTORS = ("primary_sector", "secondary_sector", "tertiary_sector")


@dataclass(frozen=True, slots=True)
class Driver:
    """One part of a total: growth and last year's share in per cent, pull in points, contribution in per cent.

    What cannot be said is None: without a share no pull, without total growth no contribution.
    """

    part: str
    name: str
    growth: Fraction
    share: Fraction | None
    pull: Fraction | None
    contribution: Fraction | None
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A change of an intensity split into structure and efficiency, per part and in sum; unit of the intensity.

    left_out: parts of which a figure of one of the years is missing.
    """

    total: float
    structure: float
    efficiency: float
    parts: tuple[tuple[str, float, float], ...]
    left_out: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Why an intensity moved between two years, for a page: LMDI of a use over an output, in the unit of their quotient.

    intensity: its measure (energy_intensity); parts: name, structure, efficiency; left_out: parts without all four figures.
    """

    intensity: str
    first: int
    last: int
    unit: str
    total: Fraction
    structure: Fraction
    efficiency: Fraction
    parts: tuple[tuple[str, Fraction, Fraction], ...]
    left_out: tuple[str, ...] = ()


USES = {"energy_intensity": "energy_use", "water_intensity": "water_use", "electricity_intensity": "electricity_use"}
"""Intensities, and the use that each is per unit of value added."""


def decompositions(rows: Iterable[Observation], first: int) -> tuple[Decomposition, ...]:
    """Of each intensity its split from the year `first` to the newest year that figures by industry allow; () where none do."""
    known = [r for r in rows if r.period.is_year]
    years = sorted({r.period.last_year for r in known if r.period.last_year > first}, reverse=True)
    found = []
    for intensity, use in USES.items():
        used = {r.period.last_year for r in known if r.variable.startswith(f"{use}[")}
        for last in (y for y in years if first in used and y in used):
            try:
                found.append(_decomposed(split_of(known, use, "value_added", first, last), intensity, first, last))
            except GuihuaError:  # not by the same industries in both years: an earlier year may do
                continue
            break
    return tuple(found)


def _decomposed(split: Split, intensity: str, first: int, last: int) -> Decomposition:
    total, structure, efficiency = (_rounded(v) for v in (split.total, split.structure, split.efficiency))
    parts = tuple((name, _rounded(s), _rounded(e)) for name, s, e in split.parts)
    return Decomposition(intensity, first, last, split.unit, total, structure, efficiency, parts, split.left_out)


def _rounded(value: float) -> Fraction:
    return Fraction(f"{value:.6g}")


def pull(share: Fraction, growth: Fraction) -> Fraction:
    """Percentage points that a part with last year's `share` (per cent) and `growth` (per cent) gives to the total."""
    return share * growth / 100


def contribution(points: Fraction, total_growth: Fraction) -> Fraction:
    """Per cent of the total's growth that `points` are. Raises GuihuaError TRACK-CONTRIBUTION for a total of zero."""
    if total_growth == 0:
        raise GuihuaError(
            "TRACK-CONTRIBUTION",
            "总量没有增长，谈不上贡献率 the total did not grow; contributions to nothing do not exist",
        )
    return 100 * points / total_growth


def drivers(
    rows: Iterable[Observation],
    period: Period,
    *,
    measure: str = "value_added",
    whole: str = "industry",
    coverage: str = "规模以上",
) -> tuple[Driver, ...]:
    """Parts of `measure[whole]` in a period, from published growth and last year's shares, the strongest pull first.

    Shares are taken of the year before; a part without one is listed with its growth alone.
    """
    known = [r for r in rows if r.grade is not Grade.PLAN or r.transformation is Transformation.SHARE]
    total = _growth(known, f"{measure}[{whole}]", period, coverage)
    found = []
    for variable in sorted({r.variable for r in known if r.variable.startswith(f"{measure}[")}):
        part = variable.removeprefix(f"{measure}[").removesuffix("]")
        own = _growth(known, variable, period, coverage)
        if part == whole or own is None or part in (*SECTORS, "construction"):
            continue
        share = _share(known, f"share({variable}, {measure}[{whole}])", period.first_year - 1)
        found.append(_driver(part, own, share, total))
    return tuple(sorted(found, key=lambda d: (d.pull is None, -(d.pull or d.growth), d.part)))


def of_gdp(rows: Iterable[Observation], period: Period) -> tuple[Driver, ...]:
    """The three sectors' pull on the growth of gross regional product: published growth × last year's share of levels.

    Both levels are of one source where one published both; a sector without growth or level is left out.
    """
    known = [r for r in rows if r.grade is not Grade.PLAN]
    total = _growth(known, "gdp", period, UNSTATED)
    found = []
    for part in SECTORS:
        own = _growth(known, f"value_added[{part}]", period, UNSTATED)
        share = _level_share(known, f"value_added[{part}]", "gdp", period.first_year - 1)
        if own is not None and share is not None:
            found.append(_driver(part, own, share, total))
    return tuple(sorted(found, key=lambda d: (-(d.pull or 0), d.part)))


def growth_of_gdp(parts: Iterable[Driver]) -> Fraction | None:
    """The published growth in % that the pulls of `of_gdp` are parts of; None where there is none."""
    used = (o for part in parts for o in part.observations if o.variable == "gdp" and o.unit == "%")
    return next((Fraction(o.number) for o in used), None)


def newest(
    rows: Iterable[Observation], *, measure: str = "value_added", whole: str = "industry"
) -> tuple[Period, tuple[Driver, ...]] | None:
    """The newest period in which the pull of some part can be said, else in which parts grew at all; None where none did."""
    known = [r for r in rows if r.variable.startswith(f"{measure}[")]
    periods = sorted({r.period for r in known if r.transformation is Transformation.YOY}, key=_recent, reverse=True)
    grew: tuple[Period, tuple[Driver, ...]] | None = None
    shares = [r for r in rows if r.transformation is Transformation.SHARE]
    for period in periods:
        found = drivers((*known, *shares), period, measure=measure, whole=whole)
        if any(d.pull is not None for d in found):
            return period, found
        grew = grew or ((period, found) if found else None)
    return grew


def _recent(period: Period) -> tuple[int, int, int]:
    """Later periods first, of those that end together the longer."""
    return period.last_year, period.last_month, period.months


def by_region(
    rows: Iterable[Observation],
    variable: str,
    period: Period,
    whole: str,
    names: Mapping[str, str],
    coverage: str = UNSTATED,
) -> tuple[Driver, ...]:
    """Regions' pull on the growth of a larger one (`whole`, a region code), from levels of the year before and growth.

    Levels are of the same coverage as the growth; where they are not published, growth stands alone.
    """
    known = [r for r in rows if r.variable == variable and r.grade is not Grade.PLAN]
    if coverage != UNSTATED:
        known = [r for r in known if r.coverage == coverage]
    total = _growth([r for r in known if r.region == whole], variable, period, coverage)
    top = _level([r for r in known if r.region == whole], period.first_year - 1)
    found = []
    for region in sorted({r.region for r in known} - {whole}):
        mine = [r for r in known if r.region == region]
        own, level = _growth(mine, variable, period, coverage), _level(mine, period.first_year - 1)
        if own is None:
            continue
        share = None
        if level is not None and top is not None and level.unit == top.unit and top.number:
            share = (100 * Fraction(level.number) / Fraction(top.number), (level, top))
        found.append(_driver(names.get(region, region), own, share, total))
    return tuple(sorted(found, key=lambda d: (d.pull is None, -(d.pull or d.growth), d.part)))


def lmdi(
    names: Sequence[str],
    share0: Sequence[float],
    share1: Sequence[float],
    intensity0: Sequence[float],
    intensity1: Sequence[float],
) -> Split:
    """Additive LMDI-I of an intensity: shares are fractions of output that add up to 1, intensities energy per output.

    Raises GuihuaError TRACK-LMDI for sequences of different length, or a negative value.
    """
    columns = (share0, share1, intensity0, intensity1)
    if len({len(names), *map(len, columns)}) != 1 or any(value < 0 for column in columns for value in column):
        raise GuihuaError(
            "TRACK-LMDI",
            "比重和强度须为等长且无负值的列表 shares and intensities must be lists of one length without negative values",
        )
    parts = []
    for name, *given in zip(names, *columns, strict=True):
        s0, s1, e0, e1 = (max(value, _TINY) for value in given)
        weight = _log_mean(s1 * e1, s0 * e0)
        parts.append((name, weight * _log_ratio(s1, s0), weight * _log_ratio(e1, e0)))
    total = sum(s * e for s, e in zip(share1, intensity1, strict=True)) - sum(
        s * e for s, e in zip(share0, intensity0, strict=True)
    )
    return Split(total, math.fsum(p[1] for p in parts), math.fsum(p[2] for p in parts), tuple(parts))


def split_of(rows: Iterable[Observation], use: str, by: str, first: int, last: int) -> Split:
    """LMDI of `use` over `by` (two measures) between two years, over the subjects of which both are published in both.

    Raises GuihuaError TRACK-SPLIT where no subject has all four figures; the whole (industry, total) is no part of itself.
    """
    from guihua.plan.concepts import name_of

    known = [r for r in rows if r.grade is not Grade.PLAN]
    parts = {
        m: {v[len(m) + 1 : -1] for r in known if (v := r.variable).startswith(f"{m}[") and "," not in v}
        for m in (use, by)
    }
    subjects = sorted((parts[use] | parts[by]) - {"industry", "total", "all_society"})
    found: dict[str, tuple[float, ...]] = {}
    unit = ""
    for subject in subjects:
        cells = [
            _level([r for r in known if r.variable == f"{m}[{subject}]"], y) for y in (first, last) for m in (use, by)
        ]
        levels = [o for o in cells if o is not None]
        if len(levels) == len(cells) and levels[0].unit == levels[2].unit and levels[1].unit == levels[3].unit:
            found[subject] = tuple(float(o.number) for o in levels)
            unit = unit or f"{levels[0].unit}/{levels[1].unit}"
    if not found:
        raise GuihuaError(
            "TRACK-SPLIT",
            f"没有一个行业在 {first}、{last} 两年都有用量和产出 no industry has both figures in both years",
            "先导入分行业的数 import figures by industry first",
        )
    whole = (sum(v[1] for v in found.values()), sum(v[3] for v in found.values()))
    columns = [
        [v[1] / whole[0] for v in found.values()],
        [v[3] / whole[1] for v in found.values()],
        [v[0] / v[1] for v in found.values()],
        [v[2] / v[3] for v in found.values()],
    ]
    made = lmdi([name_of(s) for s in found], *columns)
    left_out = tuple(name_of(s) for s in subjects if s not in found)
    return Split(made.total, made.structure, made.efficiency, made.parts, left_out, unit)


_TINY = 1e-100
"""Stands for zero in LMDI: the limit exists, and 1e-100 reproduces it to the last digit (Ang 2005, section 4)."""


def _log_mean(a: float, b: float) -> float:
    return a if a == b else (a - b) / (math.log(a) - math.log(b))


def _log_ratio(a: float, b: float) -> float:
    return math.log(a) - math.log(b)


def _driver(
    part: str,
    own: Observation,
    share: tuple[Fraction, tuple[Observation, ...]] | None,
    total: Observation | None,
) -> Driver:
    from guihua.plan.concepts import name_of

    growth = Fraction(own.number)
    points = pull(share[0], growth) if share else None
    given = (
        contribution(points, Fraction(total.number))
        if points is not None and total is not None and total.number
        else None
    )
    used = (own, *(share[1] if share else ()), *((total,) if total else ()))
    return Driver(part, name_of(part), growth, share[0] if share else None, points, given, used)


def _growth(rows: Iterable[Observation], variable: str, period: Period, coverage: str) -> Observation | None:
    there = [
        r for r in rows if r.variable == variable and r.transformation is Transformation.YOY and r.period == period
    ]
    return max(there, key=lambda r: (r.coverage == coverage, r.coverage == UNSTATED, rank(r)), default=None)


def _share(rows: Iterable[Observation], variable: str, year: int) -> tuple[Fraction, tuple[Observation, ...]] | None:
    there = [
        r
        for r in rows
        if r.variable == variable and r.transformation is Transformation.SHARE and r.period.last_year == year
    ]
    found = max(there, key=lambda r: (r.period.months, rank(r)), default=None)
    return None if found is None else (Fraction(found.number), (found,))


def _level(rows: Iterable[Observation], year: int) -> Observation | None:
    there = [r for r in rows if r.transformation is Transformation.LEVEL and r.period == Period.years(year)]
    return max(there, key=rank, default=None)


def _level_share(
    rows: Sequence[Observation], part: str, whole: str, year: int
) -> tuple[Fraction, tuple[Observation, ...]] | None:
    """Per cent that a part's level is of the whole's in a year: of one source if one has both, else the best of each."""
    parts = [r for r in rows if r.variable == part]
    wholes = [r for r in rows if r.variable == whole]
    for source in (*sorted({r.source for r in parts} & {r.source for r in wholes}), None):
        own = _level([r for r in parts if source in (None, r.source)], year)
        top = _level([r for r in wholes if source in (None, r.source)], year)
        if own is not None and top is not None and own.unit == top.unit and top.number:
            return 100 * Fraction(own.number) / Fraction(top.number), (own, top)
    return None


def lmdi_change(
    output0: Sequence[float], output1: Sequence[float], energy0: Sequence[float], energy1: Sequence[float]
) -> tuple[float, float, float]:
    """Additive LMDI-I of a change of energy into activity, structure and intensity; the three add up to the change.

    One entry a part; output and energy of both years. Raises GuihuaError TRACK-LMDI as `lmdi` does.
    """
    columns = (output0, output1, energy0, energy1)
    if (
        len({len(c) for c in columns}) != 1
        or any(v < 0 for c in columns for v in c)
        or not sum(output0)
        or not sum(output1)
    ):
        raise GuihuaError(
            "TRACK-LMDI",
            "产出和能耗须为等长且无负值的列表 outputs and energies must be lists of one length without negative values",
        )
    total0, total1 = math.fsum(output0), math.fsum(output1)
    activity = structure = intensity = 0.0
    for y0, y1, e0, e1 in zip(*([max(v, _TINY) for v in c] for c in columns), strict=True):
        weight = _log_mean(e1, e0)
        activity += weight * _log_ratio(total1, total0)
        structure += weight * _log_ratio(y1 / total1, y0 / total0)
        intensity += weight * _log_ratio(e1 / y1, e0 / y0)
    return activity, structure, intensity
