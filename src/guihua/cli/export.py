"""给出数据 give data out, in the conventions that others read: targets, figures, statuses; only what is public.

guihua export --datapackage -o out/package        # Frictionless Data Package
guihua export --sdmx -o out/sdmx                   # SDMX-CSV 2.0, SDMX-ML 3.0
guihua export --open-sdg -o out/open-sdg           # Open SDG
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.plan.statement import Statement
    from guihua.statistics import Observation
    from guihua.statistics.exporting import Release, StatusRow, TargetRow
    from guihua.tracking import Assessment

HELP = "给出公开数据 give public data out: SDMX, Open SDG, data package"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--sdmx", action="store_true", help="SDMX-CSV 2.0 与 and SDMX-ML 3.0")
    kind.add_argument("--open-sdg", action="store_true", help="Open SDG 的 data/ 与 meta/")
    kind.add_argument("--datapackage", action="store_true", help="Frictionless Data Package")
    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's plan)")
    parser.add_argument("-o", "--output", default="out/export", metavar="FOLDER", help="(default: out/export)")
    add_as_of(parser)
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Write the files."""
    from guihua.cli._store import as_of
    from guihua.statistics.exporting import write_datapackage, write_open_sdg, write_sdmx

    release, held_back = gather(args, as_of(args))
    write = write_sdmx if args.sdmx else write_open_sdg if args.open_sdg else write_datapackage
    files = write(release, Path(args.output))
    for path in files:
        print(path)
    counts = f"{len(release.observations)} 个数 figures, {len(release.targets)} 个目标 targets, {len(release.statuses)} 个状态 statuses"
    print(f"截至 as of {release.as_of}: {counts}; 不公开而未给出 held back: {held_back}", file=sys.stderr)
    return 0


def gather(args: argparse.Namespace, day: date) -> tuple[Release, int]:
    """The public part of the project's plan, figures and statuses; and how much was held back."""
    from guihua.cli._inputs import inputs
    from guihua.cli._store import store_of
    from guihua.statistics import query
    from guihua.statistics.disclosure import disclosure, publishable
    from guihua.statistics.exporting import Release

    given = inputs(args.plan)
    rule = disclosure(given.settings)
    with store_of(args) as store:
        found = query(store, as_of=day, include_collected=args.include_collected)
        shown = publishable(found, date.today(), rule=rule)
        assessed = given.tracked(store, day, include_collected=args.include_collected)
        open_to_all = [
            a for a in assessed if len(publishable(a.observations, date.today(), rule=rule)) == len(a.observations)
        ]
    plan = given.plan_on(day)
    targets = tuple(target_row(s, plan, given.region) for s in plan.targets)
    statuses = tuple(status_row(a, day) for a in open_to_all)
    held_back = len(found) - len(shown) + len(assessed) - len(open_to_all)
    return Release(
        day, tuple(shown), targets, statuses, plan.title or "", plan.document_number or "", given.region
    ), held_back


def target_row(s: Statement, plan: Plan, region: str) -> TargetRow:
    """A statement as a row of an export."""
    from guihua.plan import concepts
    from guihua.statistics.exporting import TargetRow

    return TargetRow(
        id=s.id,
        region=s.region or plan.region or region,
        indicator=s.indicator,
        variable=concepts.resolve(s.indicator).variable,
        form=str(s.form),
        comparator=str(s.comparator),
        value=" ".join(s.value),
        unit=s.unit,
        year=str(s.year or ""),
        base_year=str(s.base_year or ""),
        direction=str(s.direction),
        nature=str(s.nature),
    )


def status_row(a: Assessment, day: date) -> StatusRow:
    """An assessment as a row of an export."""
    from guihua.statistics.exporting import StatusRow

    latest: Observation | None = a.latest
    return StatusRow(
        target=a.statement.id,
        as_of=str(day),
        status=str(a.status),
        reason=str(a.reason or ""),
        coverage_note="yes" if a.coverage_note else "no",
        latest=latest.value if latest else "",
        unit=latest.unit if latest else "",
        period=str(latest.period) if latest else "",
        observations=" ".join(o.id for o in a.observations),
    )
