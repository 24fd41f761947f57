"""The picture of `guihua series`: the target's own chart where the plan has one, else the figures, breaks and a forecast."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.statistics import Observation
    from guihua.statistics.breaks import Break
    from guihua.storage import Store
    from guihua.tracking.assessment import Assessment
    from guihua.view.charts import Break as Mark
    from guihua.view.charts import Chart, FanYear


def draw(
    args: argparse.Namespace, found: Sequence[Observation], parted: Sequence[Break], store: Store, day: date
) -> None:
    """Write the picture; what its marks mean is drawn under it."""
    from guihua.plan.files import write_whole
    from guihua.view.charts.standalone import standalone

    chart = _target_chart(args, found, store, day) or _plain_chart(args, found, parted)
    picture = standalone(chart)
    write_whole(args.output, picture.svg() if args.output.lower().endswith(".svg") else picture.png())
    print(args.output)


def _target_chart(args: argparse.Namespace, found: Sequence[Observation], store: Store, day: date) -> Chart | None:
    from guihua.cli._inputs import inputs
    from guihua.project import find_project

    if find_project() is None:
        return None
    given = inputs(None)
    ids = {o.id for o in found}
    for assessment in given.tracked(store, day, include_collected=args.include_collected):
        if ids & {o.id for o in assessment.observations}:
            drawn = _with_target(assessment, found, args.ahead)
            if drawn is not None:
                return drawn
    return None


def _with_target(assessment: Assessment, found: Sequence[Observation], ahead: int) -> Chart | None:
    """The figures with the path to the target; a forecast asked for is drawn where they are in the target's unit."""
    from guihua.view.tracked import target_chart

    if not ahead:
        return target_chart(assessment, lang=_lang())
    of = {o.id for o in assessment.observations}
    rows = [o for o in found if o.id in of and o.unit == assessment.statement.unit and o.period.is_year]
    kinds = {o.transformation for o in rows}
    return target_chart(assessment, lang=_lang(), fan=_fan(rows, ahead)) if len(kinds) == 1 else None


def _plain_chart(args: argparse.Namespace, found: Sequence[Observation], parted: Sequence[Break]) -> Chart:
    """Figures of the commonest transformation and unit, one line a coverage, with breaks and, where asked, a forecast."""
    from guihua.view.charts.path import PathPoint, TargetPath, target_path

    (kind, unit), _ = Counter((o.transformation, o.unit) for o in found).most_common(1)[0]
    rows = [o for o in found if (o.transformation, o.unit) == (kind, unit) and o.period.is_year]
    if not rows:
        raise GuihuaError("SERIES-CHART", "没有年度数可画 no yearly figures to draw", "去掉 -o 看表 see the table")
    last = {(o.period.end, o.coverage, o.accounting): o.id for o in rows}
    points = tuple(
        PathPoint(
            float(o.period.last_year),
            o.number,
            f"{o.coverage}/{o.accounting}",
            superseded=last[o.period.end, o.coverage, o.accounting] != o.id,
            grade=o.grade.value,
        )
        for o in rows
    )
    data = TargetPath(
        name=rows[0].variable,
        title=rows[0].indicator,
        unit=unit,
        points=points,
        breaks=_marks(parted),
        fan=_fan(rows, args.ahead) if args.ahead else (),
    )
    return target_path(data, lang=_lang())


def _marks(parted: Sequence[Break]) -> tuple[Mark, ...]:
    """Breaks at the first year measured in the new way, with their documents."""
    from guihua.view.charts import Break as Mark

    side = 0 if _lang() == "zh" else 1
    return tuple(Mark(float(b.first_year), f"{b.what[side]}（{' '.join(filter(None, b.document))}）") for b in parted)


def _fan(rows: Sequence[Observation], ahead: int) -> tuple[FanYear, ...]:
    """The default forecast from the years without a gap that end with the last, of the coverage that has most."""
    from guihua.tracking.figures import by_coverage, figures, yearly
    from guihua.tracking.forecast import last_run
    from guihua.tracking.likelihood import foreseen
    from guihua.view.charts import FanYear

    groups = [
        yearly(part, parts_too=False) for part in by_coverage(figures(rows, "", (rows[0].transformation,))).values()
    ]
    chosen = max(groups, key=len)
    years, values = last_run({f.year: float(f.value) for f in chosen})
    fan = foreseen(years, values, years[-1] + ahead, percentages=rows[0].unit in ("%", "‰"))
    return tuple(
        FanYear(f.year, Decimal(f.middle), (Decimal(f.inner[0]), Decimal(f.inner[1])), (Decimal(f.outer[0]), Decimal(f.outer[1])))
        for f in fan
    )  # fmt: skip


def _lang() -> str:
    return "en" if os.environ.get("GUIHUA_LANG", "zh") == "en" else "zh"
