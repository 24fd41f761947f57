"""A report's bundle: the plan, the observations as known, the settings and every figure, so that all can be recomputed.

`check_report` makes the report anew from the bundle alone and compares every figure with what was printed. It needs
no store, no network and no solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.plan.versions import rules_subjects
from guihua.proof.bundle import Bundle, write
from guihua.proof.canonical import Json
from guihua.proof.verify import How, Part, Verdict, part
from guihua.reporting.document import Document, Figure
from guihua.reporting.gather import Sources, material
from guihua.reporting.material import Adjustment, Opinion, ProblemLine, ReportKind, TaskLine, YearlyLine
from guihua.reporting.report import make_report
from guihua.statistics.observation import Observation
from guihua.tracking.desk import YearlyPlans

KIND = "report"
VERSION = "3"
ROOMS = ("checking", "plan", "reporting", "statistics", "tracking")
"""The rooms whose rules decide what a report says."""


def write_bundle(document: Document, sources: Sources) -> bytes:
    """The bundle's bytes: exactly what `guihua verify` reads."""
    return write(Bundle(KIND, payload(document, sources), version=VERSION, subjects=rules_subjects(*ROOMS)))


def payload(document: Document, s: Sources) -> dict[str, Json]:
    """Everything that the report was made from, and its figures, as plain JSON without floats."""
    from guihua.plan.planfile import to_document

    return {
        "version": VERSION,
        "plan": _plain(to_document(s.plan)),
        "plan_before": None if s.plan_before in (None, s.plan) else _plain(to_document(s.plan_before)),
        "text": s.plan.text,
        "yearly": yearly_record(s.yearly),
        "yearly_before": yearly_record(s.yearly_before),
        "kind": s.kind.value,
        "lang": s.lang,
        "as_of": s.as_of.isoformat(),
        "before": s.before.isoformat() if s.before else "",
        "region": s.region,
        "include_collected": s.include_collected,
        "settings": dict(s.settings),
        "check": s.check,
        "observations": {o.id: _observation(o) for o in (*s.rows, *s.rows_before)},
        "known": sorted({o.id for o in s.rows}),
        "known_before": sorted({o.id for o in s.rows_before}),
        "tasks": _lines(s.tasks),
        "projects": _lines(s.projects),
        "problems": _lines(s.problems),
        "texts": _lines(s.texts),
        "adjusted": _lines(s.adjusted),
        "yearly_lines": _lines(s.yearly_lines),
        "figures": [_figure(f) for f in document.figures],
    }


def check_report(given: Mapping[str, Any]) -> Sequence[Part]:
    """Make the report anew from the bundle and hold every figure against it. A part for each group of figures."""
    if given["version"] != VERSION:
        return (Part("version", Verdict.UNCHECKED, f"a report of version {given['version']!r}"),)
    sources = read_sources(given)
    anew = {f.id: f for f in make_report(material(sources, charts=False)).figures}
    parts = [Part("observations", Verdict.HOLDS, f"{len(given['observations'])}")]
    groups: dict[str, list[str]] = {}
    for stated in given["figures"]:
        name = str(stated["id"]).rpartition(".")[0] or str(stated["id"])
        wrong = groups.setdefault(name, [])
        found = anew.pop(stated["id"], None)
        if found is None:
            wrong.append(f"{stated['id']}: not computed")
        elif _figure(found) != dict(stated):
            wrong.append(f"{stated['id']}: {stated['text']} stated, {found.text} computed")
    parts += [part(name, "; ".join(wrong), How.RECOMPUTED) for name, wrong in groups.items()]
    if anew:
        parts.append(part("figures", f"{len(anew)} figures are missing, {next(iter(anew))} among them", How.RECOMPUTED))
    return tuple(parts)


def read_sources(given: Mapping[str, Any]) -> Sources:
    """What a bundle's report was made from; spans and observation ids are checked on the way.

    Raises GuihuaError REPORT-BUNDLE where an observation is not the one that its id says.
    """
    observations = {}
    for identity, row in given["observations"].items():
        o = _read_observation(row)
        if o.id != identity:
            raise GuihuaError(
                "REPORT-BUNDLE",
                f"统计数与其编号不符 observation {identity} is not what its id says",
                "重新生成报告 make the report anew",
            )
        observations[identity] = o
    return Sources(
        plan=_plan(given["plan"], given["text"]),
        plan_before=None if given["plan_before"] is None else _plan(given["plan_before"], given["text"]),
        yearly=read_yearly_record(given["yearly"]),
        yearly_before=read_yearly_record(given["yearly_before"]),
        as_of=date.fromisoformat(given["as_of"]),
        before=date.fromisoformat(given["before"]) if given["before"] else None,
        rows=tuple(observations[i] for i in given["known"]),
        rows_before=tuple(observations[i] for i in given["known_before"]),
        kind=ReportKind(given["kind"]),
        lang=given["lang"],
        region=given["region"],
        include_collected=bool(given["include_collected"]),
        settings=tuple(sorted((str(k), str(v)) for k, v in given["settings"].items())),
        check=bool(given["check"]),
        tasks=_read_lines(TaskLine, given["tasks"]),
        projects=_read_lines(TaskLine, given["projects"]),
        problems=_read_lines(ProblemLine, given["problems"]),
        texts=_read_lines(Opinion, given["texts"]) or (),
        adjusted=_read_lines(Adjustment, given["adjusted"]) or (),
        yearly_lines=_read_lines(YearlyLine, given["yearly_lines"]) or (),
    )


def yearly_record(yearly: YearlyPlans) -> Json:
    """Yearly plans as a bundle holds them: magnitudes as text."""
    return {key: [[year, repr(value)] for year, value in path] for key, path in yearly.items()}


def read_yearly_record(record: Any) -> YearlyPlans:
    """What `yearly_record` wrote."""
    return {key: tuple((int(year), float(value)) for year, value in path) for key, path in record.items()}


def _plan(document: Mapping[str, Any], text: str) -> Plan:
    from guihua.plan.planfile import from_document

    return from_document(dict(document), text)


def _figure(f: Figure) -> dict[str, Json]:
    return {
        "id": f.id,
        "text": f.text,
        "statement": f.statement,
        "observations": list(f.observation_ids),
        "operation": list(f.operation),
    }


def _observation(o: Observation) -> dict[str, Json]:
    from guihua.statistics.frame import COLUMNS, available, text

    return {**{name: text(o, name) for name in COLUMNS}, "available": available(o), "withdrawn": o.withdrawn}


def _read_observation(row: Mapping[str, Any]) -> Observation:
    from guihua.statistics.frame import COLUMNS, record

    return record({name: str(row[name]) for name in COLUMNS}, int(row["available"]), str(row["withdrawn"]))


def _lines(lines: Sequence[Any] | None) -> Json:
    return None if lines is None else [{k: str(v) for k, v in asdict(line).items()} for line in lines]


def _read_lines(kind: Any, rows: Any) -> Any:
    return None if rows is None else tuple(kind(**row) for row in rows)


def _plain(value: Any) -> Any:
    """Strings, integers, lists and maps only."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
