"""Open SDG's layout (docs.open-sdg.org: data format, metadata format, automatic progress calculation).

data/indicator_<id>.csv   tidy: Year, disaggregations, Units, Value; yearly figures as they stood
meta/<id>.yml             names, units, and the target with its base for the site's own progress calculation
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from guihua.plan.cells import csv_text
from guihua.plan.files import write_whole
from guihua.plan.units import find_unit
from guihua.statistics.exporting.release import Release, TargetRow
from guihua.statistics.observation import UNSTATED, Observation


def write_open_sdg(release: Release, folder: Path) -> tuple[Path, ...]:
    """One data and one metadata file for each indicator that a target of the plan speaks of.

    An indicator is a variable; its id is <goal>-<target>-<indicator>: 1, the number of its first target, 1.
    """
    files: list[Path] = []
    standing = _standing(release.observations)
    by_variable: defaultdict[str, list[TargetRow]] = defaultdict(list)
    for target in release.targets:
        by_variable[target.variable].append(target)
    for number, (variable, targets) in enumerate(by_variable.items(), 1):
        rows = [o for o in standing if o.variable == variable and o.region == targets[0].region]
        files += _indicator(folder, f"1-{number}-1", targets, rows, release)
    return tuple(files)


def _indicator(
    folder: Path, number: str, targets: list[TargetRow], rows: list[Observation], release: Release
) -> list[Path]:
    data, meta = folder / "data" / f"indicator_{number}.csv", folder / "meta" / f"{number}.yml"
    write_whole(data, _data(rows))
    write_whole(meta, yaml.safe_dump(_meta(number, targets, rows, release), allow_unicode=True, sort_keys=False))
    return [data, meta]


def _standing(observations: Iterable[Observation]) -> list[Observation]:
    """Yearly figures, one for each series and year: of several the last that was published."""
    kept: dict[tuple[str, ...], Observation] = {}
    for o in observations:
        if o.period.is_year:
            kept[o.region, o.variable, o.unit, o.coverage, o.accounting, o.price, o.transformation, str(o.period)] = o
    return list(kept.values())


def _shown(rows: list[Observation]) -> dict[str, list[str]]:
    """The disaggregations in which the rows differ; one that they share is left out, so that they are the headline."""
    groups: dict[str, list[str]] = {
        "Coverage": [o.coverage for o in rows],
        "Accounting": [o.accounting for o in rows],
        "Price": [str(o.price) for o in rows],
        "Transformation": [str(o.transformation) for o in rows],
    }
    return {name: values for name, values in groups.items() if len(set(values)) > 1}


def _data(rows: list[Observation]) -> str:
    """Tidy CSV, sorted."""
    shown = _shown(rows)
    lines: list[tuple[str, ...]] = [
        (
            str(o.period.last_year),
            *("" if v[i] == UNSTATED else v[i] for v in shown.values()),
            o.unit,
            o.source,
            o.value,
        )
        for i, o in enumerate(rows)
    ]
    lines.sort(key=lambda line: [str(v) for v in line])
    return csv_text([("Year", *shown, "Units", "Source", "Value"), *lines])


def _meta(number: str, targets: list[TargetRow], rows: list[Observation], release: Release) -> dict[str, Any]:
    first = targets[0]
    options = _progress(targets, rows)
    return {
        "indicator_number": number.replace("-", "."),
        "indicator_name": first.indicator,
        "target_number": number.rsplit("-", 1)[0].replace("-", "."),
        "target_name": "; ".join(f"{t.indicator} {t.comparator} {t.value}{t.unit} ({t.year})" for t in targets),
        "goal_number": "1",
        "goal_name": release.title,
        "national_geographical_coverage": release.region,
        "computation_units": rows[0].unit if rows else first.unit,
        "reporting_status": "complete" if rows else "notstarted",
        "graph_title": first.indicator,
        "graph_type": "line",
        "data_non_statistical": False,
        "published": True,
        "source_active_1": bool(rows),
        "source_organisation_1": next((o.publisher for o in rows if o.publisher != UNSTATED), ""),
        "auto_progress_calculation": bool(options),
        "progress_calculation_options": options,
    }


def _progress(targets: list[TargetRow], rows: list[Observation]) -> list[dict[str, Any]]:
    """The site's own calculation is switched on only where it would compare like with like: yearly figures of one
    coverage, accounting, price, transformation and unit, and a target of one value that can be said in that unit, with a
    base year that has a figure and a direction that plan or concept state."""
    units = {o.unit for o in rows}
    if _shown(rows) or len(units) != 1:
        return []
    unit, years = units.pop(), {o.period.last_year for o in rows}
    options = []
    for t in targets:
        value = _converted(t, unit) if t.form in ("level", "share") else None
        if value is None or t.direction not in ("up", "down") or not t.year or int(t.base_year or 0) not in years:
            continue
        direction = {"up": "positive", "down": "negative"}[t.direction]
        options.append(
            {"base_year": int(t.base_year), "target_year": int(t.year), "target": float(value), "direction": direction}
        )
    return options


def _converted(target: TargetRow, unit: str) -> Fraction | None:
    """The target's value in a unit; None for a range and for a unit of another kind."""
    written, wanted = find_unit(target.unit), find_unit(unit)
    if not target.value or " " in target.value or written is None or wanted is None or written.base != wanted.base:
        return None
    return Fraction(target.value) * written.factor / wanted.factor
