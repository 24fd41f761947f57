"""Reports of version 3: read into today's record, so that older files still open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.planfile import from_document
from guihua.reporting.bundle import Printed, Record
from guihua.reporting.gather import Sources
from guihua.reporting.material import Adjustment, Opinion, ProblemLine, ReportKind, TaskLine, YearlyLine
from guihua.statistics.frame import COLUMNS, record

THIRD = "3"


def from_third(given: Mapping[str, Any]) -> Record:
    """The record of a payload of version 3. Raises GuihuaError REPORT-BUNDLE where it is none."""
    if given["version"] != THIRD:
        raise GuihuaError(
            "REPORT-BUNDLE",
            f"不认得的版本 a report of version {given['version']!r:.20}",
            "重新生成报告 make the report anew",
        )
    observations = {identity: _observation(row) for identity, row in given["observations"].items()}
    wrong = next((identity for identity, o in observations.items() if o.id != identity), "")
    if wrong:
        raise GuihuaError(
            "REPORT-BUNDLE",
            f"统计数与其编号不符 observation {wrong} is not what its id says",
            "重新生成报告 make the report anew",
        )
    figures = tuple(
        Printed(f["id"], f["text"], f["statement"], tuple(f["observations"]), tuple(f["operation"]))
        for f in given["figures"]
    )
    rows = tuple(observations[name] for name in sorted(observations))
    return Record(_sources(given), rows, tuple(given["known"]), tuple(given["known_before"]), figures)


def _sources(given: Mapping[str, Any]) -> Sources:
    text, before = given["text"], given["plan_before"]
    return Sources(
        plan=from_document(dict(given["plan"]), text),
        plan_before=None if before is None else from_document(dict(before), text),
        yearly=_yearly(given["yearly"]),
        yearly_before=_yearly(given["yearly_before"]),
        as_of=date.fromisoformat(given["as_of"]),
        before=date.fromisoformat(given["before"]) if given["before"] else None,
        rows=(),
        kind=ReportKind(given["kind"]),
        lang=given["lang"],
        region=given["region"],
        include_collected=bool(given["include_collected"]),
        settings=tuple(sorted((str(k), str(v)) for k, v in given["settings"].items())),
        check=bool(given["check"]),
        tasks=_lines(TaskLine, given["tasks"]),
        projects=_lines(TaskLine, given["projects"]),
        problems=_lines(ProblemLine, given["problems"]),
        texts=_lines(Opinion, given["texts"]) or (),
        adjusted=_lines(Adjustment, given["adjusted"]) or (),
        yearly_lines=_lines(YearlyLine, given["yearly_lines"]) or (),
    )


def _observation(row: Mapping[str, Any]) -> Any:
    return record({name: str(row[name]) for name in COLUMNS}, int(row["available"]), str(row["withdrawn"]))


def _yearly(rows: Mapping[str, Any]) -> dict[str, tuple[tuple[int, float], ...]]:
    return {key: tuple((int(year), float(value)) for year, value in path) for key, path in rows.items()}


def _lines(kind: Any, rows: Any) -> Any:
    return None if rows is None else tuple(kind(**row) for row in rows)
