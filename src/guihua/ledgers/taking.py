"""Sheets taken back: changes shown, conflicts never overwritten, wrong cells marked in a copy.

Each cell is compared three ways with what the sheet was made from and with what the ledger holds now. Changed in the
sheet only: a change. Changed in the ledger only: the ledger keeps it. Changed in both, differently: a conflict. The
sheet is the evidence of every event it brings; files named in it as evidence must lie beside it, and are hashed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError
from guihua.ledgers.importing import BadCell, creation, object_id
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Evidence, Field, Ledger, State, Transition, Value
from guihua.ledgers.permission import Refusal
from guihua.ledgers.sheets import (
    BASIS,
    EVIDENCE,
    FIRST_ROW,
    FORMAT,
    HIDDEN,
    ID,
    NUMBERS,
    STATE,
    Request,
    editable,
    heading,
    offered,
    sheet_columns,
)
from guihua.ledgers.tables import read_tables
from guihua.ledgers.values import Wrong, normal
from guihua.ledgers.wording import explain
from guihua.proof.hashes import digest


@dataclass(frozen=True, slots=True)
class Change:
    """One value that the sheet changes."""

    subject: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One value changed in the sheet and, since it went out, in the ledger too."""

    subject: str
    place: str
    field: str
    base: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a sheet: changes and conflicts, bad cells, the events (recorded or not), the marked copy if any."""

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    bad: tuple[BadCell, ...]
    events: tuple[Event, ...]
    recorded: bool
    marked: Path | None = None


@dataclass(slots=True)
class _Line:
    """One row of a sheet that came back."""

    number: int
    subject: str
    cells: dict[str, tuple[Any, str, bool]]


@dataclass(frozen=True, slots=True)
class _Visit:
    """One sheet's taking back: of which ledger and request, from which folder, when and by whom."""

    ledger: Ledger
    request: Request
    folder: Path
    at: date
    actor: Actor


def take_sheet(
    journal: Journal, path: Path, at: date, actor: Actor, *, skip_bad: bool = False, dry: bool = False
) -> Taken:
    """Take a sheet back. All of it is recorded, or, if anything is bad or in conflict, nothing (`skip_bad`: the rest).

    Where something is bad or in conflict, a copy `<name>-标注.xlsx` with marked cells is written beside the sheet.
    Raises GuihuaError LG-SHEET where the file is no sheet of this ledger.
    """
    kept, lines = _read(journal.ledger, path)
    visit = _Visit(journal.ledger, Request(kept["body"], kept["month"]), path.parent, at, actor)
    sheet = Evidence(path.name, str(digest(path.read_bytes(), journal.ledger.digest)))
    states, recorded = journal.states(), now()
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    bad: list[BadCell] = []
    pairs: list[tuple[Event, _Line]] = []
    for line in lines:
        found = _compare(visit, line, kept["objects"].get(line.subject), states.get(line.subject))
        event = None if found.conflicts or found.bad else _event(visit, found, line, states.get(line.subject))
        conflicts += found.conflicts
        bad += found.bad
        if isinstance(event, BadCell):
            bad.append(event)
        elif event is not None:
            changes += found.changes
            pairs.append((replace(event, recorded=recorded, evidence=(*event.evidence, sheet)), line))
    refused = journal.check([event for event, _ in pairs])
    bad += [BadCell(_place(pairs[i][1], r), pairs[i][1].number, r) for i, against in refused.items() for r in against]
    good = tuple(event for i, (event, _) in enumerate(pairs) if i not in refused)
    clean = not bad and not conflicts
    store = bool(good) and not dry and (clean or skip_bad)
    if store:
        journal.record(good)
    marked = None if clean or dry else _mark(journal.ledger, path, bad, conflicts)
    return Taken(tuple(changes), tuple(conflicts), tuple(bad), good, store, marked)


def sheet_of(path: Path) -> tuple[str, str, str]:
    """Which ledger, body and month a sheet is of. Raises GuihuaError LG-SHEET where it is none."""
    kept = _hidden(path)
    return kept["ledger"], kept["body"], kept["month"]


def _hidden(path: Path) -> dict[str, Any]:
    from guihua.plan.workbook import open_workbook

    if path.suffix.lower() != ".xlsx":
        raise GuihuaError(
            "LG-SHEET",
            f"填报表是 .xlsx a sheet is an .xlsx file, not {path.suffix or path.name}",
            "收回 guihua ledger sheet 发出的那张表 take back the sheet that it made",
            str(path),
        )
    read_tables(path)  # refuses what is no workbook, or a hostile one
    book = open_workbook(path, read_only=True)
    if HIDDEN not in book.sheetnames:
        raise GuihuaError(
            "LG-SHEET",
            "不是台账的填报表 the file is no sheet of a ledger",
            "收回 guihua ledger sheet 发出的那张表 take back the sheet that it made",
            str(path),
        )
    rows = list(book[HIDDEN].iter_rows(values_only=True))
    book.close()
    try:
        kept: dict[str, Any] = json.loads(str(rows[0][0]))
        if kept.pop("format") != FORMAT:
            raise ValueError("another format")
        kept["objects"] = {str(r[0]): json.loads("".join(str(c) for c in r[1:] if c)) for r in rows[1:] if r[0]}
        return {
            "ledger": str(kept["ledger"]),
            "body": str(kept["body"]),
            "month": str(kept["month"]),
            "objects": kept["objects"],
        }
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise GuihuaError(
            "LG-SHEET",
            "填报表里留存的底数已损坏 what the sheet was made from is damaged",
            "重新发一张表 send a fresh sheet",
            str(path),
        ) from None


def _read(ledger: Ledger, path: Path) -> tuple[dict[str, Any], list[_Line]]:
    kept = _hidden(path)
    if kept["ledger"] != ledger.name:
        title = f"这是另一个台账的填报表 the sheet is of another ledger ({kept['ledger']})"
        raise GuihuaError("LG-SHEET", title, "改用那个台账 name that one", str(path))
    columns = sheet_columns(ledger, Request(kept["body"], kept["month"]))
    table = read_tables(path)[0]
    heads = [c.text for c in table.rows[FIRST_ROW - 2]] if len(table.rows) >= FIRST_ROW - 1 else []
    for language in ("zh", "en"):
        wanted = [" ".join(heading(ledger, c, language).split()) for c in columns]
        if heads[: len(wanted)] == wanted:
            break
    else:
        raise GuihuaError(
            "LG-SHEET",
            "填报表的栏目被移动或改名 the sheet's columns were moved or renamed",
            "在原表上填，不增删栏目 fill in the sheet as it was sent",
            str(path),
        )
    lines = []
    for number, row in enumerate(table.rows[FIRST_ROW - 1 :], FIRST_ROW):
        cells = {c: (row[i].raw, row[i].place, row[i].formula) for i, c in enumerate(columns) if i < len(row)}
        if any(raw not in (None, "") for raw, _, _ in cells.values()):
            lines.append(_Line(number, str(cells[ID][0] or "").strip(), cells))
    return kept, lines


@dataclass(slots=True)
class _Found:
    """What one row says: values to set, the state it asks for, and what is wrong."""

    values: dict[str, Value | None]
    to: str
    basis: str
    evidence: tuple[Evidence, ...]
    changes: list[Change]
    conflicts: list[Conflict]
    bad: list[BadCell]


def _compare(visit: _Visit, line: _Line, base: Mapping[str, Any] | None, current: State | None) -> _Found:
    found = _Found({}, "", _text(line, BASIS), (), [], [], [])
    if line.subject and (base is None or current is None):
        found.bad.append(BadCell(line.cells[ID][1], line.number, Refusal("unknown-object", line.subject)))
        return found
    ledger = visit.ledger
    for column in sheet_columns(ledger, visit.request):
        raw, place, formula = line.cells.get(column, (None, "", False))
        if formula:
            found.bad.append(BadCell(place, line.number, Wrong("formula", column, str(raw)[:40])))
        elif column == STATE:
            _compare_state(ledger, found, line, base, current)
        elif column == EVIDENCE:
            _collect_evidence(visit, found, line)
        elif not column.startswith("@"):
            field = ledger.field(column)
            assert field is not None
            value = normal(field, raw)
            if isinstance(value, Wrong):
                found.bad.append(BadCell(place, line.number, value))
            else:
                locked = bool(line.subject) and not editable(ledger, column, visit.request)
                _compare_value(found, line, field, value, base, current, locked=locked)
    return found


def _collect_evidence(visit: _Visit, found: _Found, line: _Line) -> None:
    """Files named as evidence, from beside the sheet, with their digests; a name alone is no evidence."""
    text = _text(line, EVIDENCE)
    for name in filter(None, (part.strip() for part in text.replace("；", "、").replace(";", "、").split("、"))):
        file = visit.folder / Path(name).name
        if Path(name).name != name or not file.is_file():
            wrong = Wrong("evidence-file", EVIDENCE, name[:60], name[:60])
            found.bad.append(BadCell(line.cells[EVIDENCE][1], line.number, wrong))
        else:
            found.evidence += (Evidence(name, str(digest(file.read_bytes(), visit.ledger.digest))),)


def _compare_value(
    found: _Found,
    line: _Line,
    field: Field,
    here: Value | None,
    base: Mapping[str, Any] | None,
    current: State | None,
    *,
    locked: bool,
) -> None:
    before = _value(base["values"].get(field.name)) if base else None
    there = current.values.get(field.name) if current else None
    if _same(field, here, before) or _same(field, here, there):
        return
    place = line.cells[field.name][1]
    if locked:
        found.bad.append(BadCell(place, line.number, Wrong("locked", field.name, _show(here), _show(there))))
    elif not _same(field, before, there):
        found.conflicts.append(Conflict(line.subject, place, field.name, _show(before), _show(here), _show(there)))
    else:
        found.values[field.name] = here
        found.changes.append(Change(line.subject, field.name, _show(there), _show(here)))


def _compare_state(
    ledger: Ledger, found: _Found, line: _Line, base: Mapping[str, Any] | None, current: State | None
) -> None:
    raw, place, _ = line.cells[STATE]
    text = str(raw or "").strip()
    if not text:
        return
    status = next((s for s in ledger.states if s.words.meant_by(text)), None)
    if status is None:
        options = "、".join(s.words.zh for s in offered(ledger))
        found.bad.append(BadCell(place, line.number, Wrong("choice", "state", text[:40], options)))
        return
    before, there = (base or {}).get("state", ""), current.state if current else ""
    if status.name in (before, there):
        return
    if before != there:
        words = {s.name: s.words.zh for s in ledger.states}
        found.conflicts.append(
            Conflict(line.subject, place, "state", words.get(before, before), status.words.zh, words.get(there, there))
        )
        return
    found.to = status.name
    found.changes.append(Change(line.subject, "state", there, status.name))


def _event(visit: _Visit, found: _Found, line: _Line, state: State | None) -> Event | BadCell | None:
    """The event that a row stands for; None: it changes nothing."""
    if not found.values and not found.to:
        return None
    made = _creation(visit, found) if state is None else _change(visit, found, line, state)
    if isinstance(made, Refusal):
        return BadCell(_place(line, made), line.number, made)
    return replace(made, evidence=found.evidence, basis=found.basis)


def _creation(visit: _Visit, found: _Found) -> Event | Refusal:
    ledger, subject = visit.ledger, object_id(visit.ledger, found.values)
    maker = creation(ledger, found.values, found.to, visit.actor.role)
    if maker is None:
        return Refusal("role", subject, visit.actor.role)
    to = found.to or maker.targets[0]
    return Event(ledger.name, subject, maker.name, visit.at, "", visit.actor, to=to, values=found.values)


def _change(visit: _Visit, found: _Found, line: _Line, state: State) -> Event | Refusal:
    ledger, values = visit.ledger, found.values
    act = _act(ledger, state, found.to, visit.actor.role)
    if act is None:
        return Refusal("target" if found.to else "source", line.subject, found.to or state.state)
    if act.evidence and not found.evidence:
        return Refusal("evidence", line.subject, act.name)
    if visit.request.month and ledger.field("month"):
        values = {**values, "month": visit.request.month}
    to = found.to or (state.state if act.targets else "")
    return Event(ledger.name, line.subject, act.name, max(visit.at, state.last), "", visit.actor, to, values)


def _act(ledger: Ledger, state: State, to: str, role: str) -> Transition | None:
    """The act that a row stands for: the ledger's report where it leads there, else what does lead there."""
    report = ledger.transition(ledger.reports)
    open_ = [t for t in ledger.transitions if state.state in t.sources]
    if (
        report in open_
        and report is not None
        and (to in report.targets or (not to and state.state in (*report.targets, state.state)))
    ):
        return report
    if not to:
        return next((t for t in open_ if not t.targets), None)
    mine = [t for t in open_ if to in t.targets and (role in t.who or (role == "reporter" and "owner" in t.who))]
    return next(iter(mine), None) or next((t for t in open_ if to in t.targets), None)


def _mark(ledger: Ledger, path: Path, bad: Sequence[BadCell], conflicts: Sequence[Conflict]) -> Path:
    """A copy of the sheet with wrong cells in red and conflicts in orange, each with its reason."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    from guihua.plan.workbook import open_workbook

    book = open_workbook(path)
    sheet = book.worksheets[0]
    red, orange = PatternFill("solid", fgColor="F4B6B6"), PatternFill("solid", fgColor="F8D49B")
    notes: dict[str, list[str]] = {}
    for item in bad:
        notes.setdefault(item.place, []).append(explain(ledger, item.wrong))
        sheet[item.place].fill = red
    for clash in conflicts:
        text = f"{explain(ledger, Refusal('conflict', clash.subject))}：发表时“{clash.base}”，本表“{clash.here}”，台账现为“{clash.there}”"
        notes.setdefault(clash.place, []).append(text)
        sheet[clash.place].fill = orange
    for place, lines in notes.items():
        sheet[place].comment = Comment("\n".join(lines), "guihua", width=320, height=120)
    marked = path.with_name(f"{path.stem}-标注.xlsx")
    book.save(marked)
    return marked


def _place(line: _Line, refusal: Refusal) -> str:
    """The cell that a refusal is about: the field it names, else the state."""
    name = refusal.wrong.field if refusal.wrong else refusal.detail
    special = {"basis": BASIS, "evidence": EVIDENCE}.get(refusal.code, STATE)
    return line.cells.get(name, line.cells.get(special, (None, f"A{line.number}", False)))[1]


def _text(line: _Line, column: str) -> str:
    raw = line.cells.get(column, (None, "", False))[0]
    return "" if raw is None else str(raw).strip()


def _value(raw: Any) -> Value | None:
    return tuple(raw) if isinstance(raw, list) else raw


def _show(value: Value | None) -> str:
    return "" if value is None else value if isinstance(value, str) else "、".join(value)


def _same(field: Field, one: Value | None, other: Value | None) -> bool:
    if one is None or other is None or field.type not in NUMBERS:
        return one == other
    return Decimal(_show(one)) == Decimal(_show(other))
