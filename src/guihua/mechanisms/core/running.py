"""A run: the job decided by its engine, its figures and proposed acts, and the bundle that anyone can check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.mechanisms.core.declaration import DECLARED, parse_mechanism
from guihua.mechanisms.core.expressions import effects, figures
from guihua.mechanisms.core.records import (
    Column,
    Decided,
    Declaration,
    Effect,
    Figure,
    Frozen,
    Job,
    Outcome,
    Run,
    Table,
)
from guihua.proof.bundle import Bundle, Subject
from guihua.proof.canonical import Json
from guihua.proof.hashes import parse_digest
from guihua.rules.rulefile import RuleFile, parse_rules
from guihua.rules.soundness import require_sound

KIND: Final = "run"
VERSION: Final = "1"
ENGINES: Final = ("draw", "decision", "scheme", "account", "matching")
"""Engines there are; each is a folder with decide.py and verify.py."""
_HEAD = re.compile(r"(?P<log>[\w-]+@\d+):(?P<root>\w+:[0-9a-f]{64})")


def run(job: Job, *, by: str = "", previous: str = "", at: str = "") -> Run:
    """Decide a job. Raises GuihuaError: what the engine cannot do, a declaration that is not valid for the period."""
    in_force(job)
    decided: Decided = engine(job.declaration.engine).decide(job)
    moment = at or datetime.now(UTC).isoformat(timespec="seconds")
    return Run(job, decided, figures(job, decided), effects(job, decided), by, moment, previous)


def engine(name: str) -> Any:
    """The module that decides for an engine. Raises GuihuaError RUN-ENGINE."""
    return import_module(f"guihua.mechanisms.{known_engine(name)}.decide")


def known_engine(name: str) -> str:
    """The name of an engine that there is. Raises GuihuaError RUN-ENGINE."""
    if not (Path(__file__).parent.parent / name / "verify.py").is_file() or not name.isidentifier():
        raise GuihuaError("RUN-ENGINE", f"没有这种引擎 no engine {name:.40}", f"有 there are: {'、'.join(ENGINES)}")
    return name


def in_force(job: Job) -> None:
    """A declaration (a 办法) is used only for periods in which it is valid. Raises GuihuaError RUN-NOT-IN-FORCE."""
    start, end = job.declaration.valid
    first, last = span(job.period)
    day = job.on
    if start is not None and ((last is not None and last < start) or (day is not None and day < start)):
        about = job.period or str(day)
        title = f"{job.declaration.zh}自 {start} 起施行，不用于 {about} is in force from {start}, not for {about}"
        raise GuihuaError("RUN-NOT-IN-FORCE", title, "用当时的办法 use the rules of that time", job.declaration.where)
    if end is not None and ((first is not None and first > end) or (day is not None and day > end)):
        about = job.period or str(day)
        title = f"{job.declaration.zh}至 {end} 止，不用于 {about} was in force until {end}, not for {about}"
        raise GuihuaError("RUN-NOT-IN-FORCE", title, "用现行的办法 use the rules in force", job.declaration.where)


def span(period: str) -> tuple[date | None, date | None]:
    """First and last day of a year, month or quarter as written (2021, 2021-03, 2021Q3); None where it is none."""
    import calendar
    import re

    text = period.strip().rstrip("年")
    found = re.fullmatch(r"(\d{4})", text)
    if found:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text)
    if found and 1 <= int(found[2]) <= 12:
        year, month = int(found[1]), int(found[2])
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    found = re.fullmatch(r"(\d{4})Q([1-4])", text)
    if found:
        year, month = int(found[1]), int(found[2]) * 3
        return date(year, month - 2, 1), date(year, month, calendar.monthrange(year, month)[1])
    return None, None


def rules_of(declaration: Declaration, *, sound: bool = True) -> tuple[tuple[str, RuleFile], ...]:
    """The rule files that a declaration names, found beside it or among those that come with guihua."""
    found = []
    for key, name in declaration.rules:
        beside = Path(declaration.where).parent / name if declaration.where else DECLARED / name
        path = next(
            (p for p in (beside.parent / "rules" / name, beside, DECLARED / "rules" / name) if p.is_file()), None
        )
        if path is None:
            raise GuihuaError(
                "RUN-RULES",
                f"找不到规则文件 no rule file {name}",
                "放在声明旁边 put it beside the declaration",
                declaration.where,
            )
        rules = parse_rules(path.read_text(encoding="utf-8-sig"), str(path))
        found.append((key, require_sound(rules) if sound else rules))
    return tuple(found)


def bundle_of(found: Run) -> Bundle:
    """The bundle of a run. Inputs that may not leave stand by their digest alone."""
    job = found.job
    payload: dict[str, Json] = {
        "mechanism": job.declaration.name,
        "declaration": job.declaration.text,
        "period": job.period,
        "on": job.on.isoformat() if job.on else "",
        "known": job.known.isoformat() if job.known else "",
        "seed": list(job.seed),
        "settings": _plain(job.settings),
        "inputs": [{"source": f.source, "digest": f.table.digest, "table": table_json(f.table)} for f in job.inputs],
        "rules": [{"name": key, "digest": rules.digest, "text": rules.text} for key, rules in job.rules],
        "outcome": outcome_json(found.decided.outcome),
        "certificate": _plain(found.decided.certificate),
        "figures": [[f.name, f.value] for f in found.figures],
        "effects": [[e.ledger, e.act, [list(v) for v in e.values]] for e in found.effects],
        "by": found.by,
        "at": found.at,
        "previous": found.previous,
    }
    subjects = [Subject("declaration", parse_digest(job.declaration.digest), job.declaration.name)]
    subjects += [Subject("rules", parse_digest(rules.digest), key) for key, rules in job.rules]
    subjects += _heads(f.source for f in job.inputs)
    return Bundle(KIND, payload, version=VERSION, subjects=tuple(subjects))


def _heads(sources: Iterable[str]) -> list[Subject]:
    """The heads of the ledgers that inputs were taken from: "tasks@48:sha256:…" """
    found = (_HEAD.fullmatch(source) for source in sources)
    return [Subject("ledger", parse_digest(m["root"]), m["log"]) for m in found if m]


def run_from(payload: Mapping[str, Any]) -> Run:
    """The run that a bundle's payload tells of. Raises GuihuaError or KeyError, ValueError, TypeError where it tells none."""
    declaration = parse_mechanism(payload["declaration"])
    inputs = []
    for row in payload["inputs"]:
        declared = declaration.input(row["table"]["name"])
        if declared is None:
            raise ValueError(f"the declaration has no input {row['table']['name']}")
        inputs.append(Frozen(_table_from(row["table"], declared.columns), row["source"]))
    job = Job(
        declaration=declaration,
        inputs=tuple(inputs),
        rules=tuple((r["name"], parse_rules(r["text"])) for r in payload["rules"]),
        period=payload["period"],
        on=date.fromisoformat(payload["on"]) if payload["on"] else None,
        known=date.fromisoformat(payload["known"]) if payload["known"] else None,
        seed=tuple(payload["seed"]),
        settings=payload["settings"],
    )
    outcome = Outcome(
        tuple(_table_from(t, None) for t in payload["outcome"]["tables"]),
        tuple(payload["outcome"]["notes"]),
        payload["outcome"]["answer"],
    )
    feeds = {f.name: f for f in declaration.feeds}
    figures_found = tuple(
        Figure(name, value, feeds[name].zh, feeds[name].unit, feeds[name].indicator, feeds[name].system)
        for name, value in payload["figures"]
    )
    acts = tuple(Effect(ledger, act, tuple((n, v) for n, v in values)) for ledger, act, values in payload["effects"])
    decided = Decided(outcome, payload["certificate"])
    return Run(job, decided, figures_found, acts, payload["by"], payload["at"], payload["previous"])


def outcome_json(outcome: Outcome) -> dict[str, Json]:
    """An outcome as JSON."""
    return {
        "tables": [table_json(t) for t in outcome.tables],
        "notes": list(outcome.notes),
        "answer": _plain(outcome.answer),
    }


def table_json(table: Table) -> dict[str, Json]:
    """A table as JSON."""
    return {
        "name": table.name,
        "zh": table.zh,
        "columns": [[c.name, c.zh, c.type, c.unit] for c in table.columns],
        "rows": [list(row) for row in table.rows],
    }


def _table_from(found: Mapping[str, Any], declared: tuple[Column, ...] | None) -> Table:
    heads = tuple(Column(name, zh, name, kind, unit) for name, zh, kind, unit in found["columns"])
    rows = tuple(tuple(row) for row in found["rows"])
    if any(len(row) != len(heads) or not all(isinstance(v, str) for v in row) for row in rows):
        raise ValueError(f"a row of {found['name']} has other cells than its head")
    if declared is not None:
        if [c.name for c in declared] != [c.name for c in heads]:
            raise ValueError(f"{found['name']} has other columns than the declaration")
        return Table(found["name"], declared, rows, found["zh"])
    return Table(found["name"], heads, rows, found["zh"])


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
