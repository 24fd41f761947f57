"""A report's bundle: the plan, the observations as known, the settings and every figure, so that all can be recomputed.

The files made from the report (.docx, .html) are subjects of it, by their digests: one that was changed afterwards is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.plan import check_plan
from guihua.plan.versions import rules_subjects
from guihua.proof.bundle import Bundle, Subject, write
from guihua.proof.codec import decode, encode
from guihua.proof.exact import check_year
from guihua.proof.hashes import digest, parse_digest
from guihua.reporting.document import Document, Figure
from guihua.reporting.gather import Sources
from guihua.statistics.frame import check_identity, identity_of
from guihua.statistics.observation import Observation

KIND = "report"
VERSION = "4"
ROOMS = ("checking", "plan", "reporting", "statistics", "tracking")
"""The rooms whose rules decide what a report says."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure as it was printed, and what recomputes it."""

    id: str
    text: str
    statement: str
    observations: tuple[str, ...]
    operation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A report with all that it was made from.

    sources       without its observations, which stand once in `observations`
    known, known_before   ids of those known on the report's day, and on the earlier day
    """

    sources: Sources
    observations: tuple[Observation, ...]
    known: tuple[str, ...]
    known_before: tuple[str, ...]
    figures: tuple[Printed, ...]


def write_bundle(document: Document, sources: Sources, subjects: Sequence[Subject] = ()) -> bytes:
    """The bundle's bytes: exactly what `guihua verify` reads. subjects: what more it rests on, and the files made from it."""
    text = Subject(
        "text", parse_digest(f"sha256:{sources.plan.text_sha256}"), sources.plan.source or sources.plan.title
    )
    every = (text, *subjects, *rules_subjects(*ROOMS))
    return write(Bundle(KIND, payload(document, sources), version=VERSION, subjects=every))


def file_made(name: str, data: bytes) -> Subject:
    """A file made from a report, as a subject of its bundle; its kind is its suffix."""
    return Subject(name.rpartition(".")[2].lower(), digest(data), name)


def payload(document: Document, s: Sources) -> dict[str, Any]:
    """Everything that the report was made from, and its figures, as plain JSON without floats."""
    every = {o.id: o for o in (*s.rows, *s.rows_before)}
    record = Record(
        replace(s, rows=(), rows_before=()),
        tuple(every[name] for name in sorted(every)),
        tuple(sorted({o.id for o in s.rows})),
        tuple(sorted({o.id for o in s.rows_before})),
        tuple(printed(f) for f in document.figures),
    )
    made: dict[str, Any] = encode(record)
    return made


def printed(f: Figure) -> Printed:
    """A figure as the bundle holds it."""
    return Printed(f.id, f.text, f.statement, tuple(f.observation_ids), tuple(f.operation))


def read_record(given: Mapping[str, Any]) -> Record:
    """The report of a payload, of this version or the one before; ids, spans and years are checked on the way.

    Raises GuihuaError PROOF-RECORD, PROOF-ID, SPAN-BROKEN, REPORT-BUNDLE.
    """
    if "version" in given:
        from guihua.reporting.older import from_third

        record = from_third(given)
    else:
        record = decode(Record, given)
    for plan in (record.sources.plan, record.sources.plan_before):
        if plan is not None:
            check_plan(plan)
    for path in (*record.sources.yearly.values(), *record.sources.yearly_before.values()):
        for year, _ in path:
            check_year(year)
    for observation in record.observations:
        check_identity(observation)
    return record


def sources_of(record: Record) -> Sources:
    """What the report was made from, with its observations. Raises GuihuaError REPORT-BUNDLE where one is missing."""
    there = {o.id: o for o in record.observations}
    missing = next((i for i in (*record.known, *record.known_before) if i not in there), "")
    if missing:
        raise GuihuaError(
            "REPORT-BUNDLE", f"没有这个统计数 an observation is missing: {missing:.40}", "重新生成报告 make it anew"
        )
    rows, before = (tuple(there[i] for i in ids) for ids in (record.known, record.known_before))
    return replace(record.sources, rows=rows, rows_before=before)


def reseal(given: Mapping[str, Any]) -> Any:
    """The payload with the ids of its observations as their content gives them: for the tests of checkers."""
    record = decode(Record, given)
    named = {o.id: identity_of(o) for o in record.observations}

    def renamed(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(named.get(i, i) for i in ids)

    return encode(
        Record(
            record.sources,
            tuple(sorted((replace(o, id=named[o.id]) for o in record.observations), key=lambda o: o.id)),
            tuple(sorted(renamed(record.known))),
            tuple(sorted(renamed(record.known_before))),
            tuple(replace(f, observations=renamed(f.observations)) for f in record.figures),
        )
    )
