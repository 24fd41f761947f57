"""Objects out of tables: which column is which field, which row is which object, which act brings it in.

All of a file or none of it: whatever cannot be kept is collected with its cell and reason, and nothing is recorded
unless all is good or the bad rows are to be skipped. The file itself is the evidence of every event it brings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from guihua.errors import GuihuaError
from guihua.ledgers.formats import Format
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import NEW, PARTS, Actor, Event, Evidence, Field, FieldType, Ledger, State, Transition, Value
from guihua.ledgers.permission import Refusal
from guihua.ledgers.tables import Cell, Table, read_tables
from guihua.ledgers.values import Wrong, deadline_date, normal
from guihua.proof.hashes import digest

Names: TypeAlias = Callable[[str], str]
"""From a body's short name to its full one."""

_BRACKETS = re.compile(r"[（(〔\[].*?[）)〕\]]")
_STANDING: Final = ("长期坚持", "持续推进", "长期推进", "常态化", "长期", "持续")
_HEAD_ROWS: Final = 8
_LONGEST_ID: Final = 60


@dataclass(frozen=True, slots=True)
class BadCell:
    """What cannot be kept: where it stands, in which row of the file, and why (a value's fault or a rule's)."""

    place: str
    row: int
    wrong: Wrong | Refusal


@dataclass(frozen=True, slots=True)
class Batch:
    """What a file would bring: events, and what of it is bad.

    rows      rows read; unknown: heads of columns that no field is called by; same: rows that change nothing
    drafts    objects that came in as a draft because nobody is named as their owner
    """

    events: tuple[Event, ...]
    bad: tuple[BadCell, ...]
    rows: int
    same: int
    unknown: tuple[str, ...]
    drafts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Row:
    """One row on its way: its cells by field, values, and faults."""

    number: int
    place: str
    values: dict[str, Value] = field(default_factory=dict)
    standing: bool = False
    bad: list[BadCell] = field(default_factory=list)


def import_file(
    journal: Journal,
    path: Path,
    at: date,
    actor: Actor,
    *,
    skip_bad: bool = False,
    names: Names = str,
    format: Format | None = None,
) -> Batch:
    """Bring a table into a ledger. Raises BadRows (a GuihuaError, LG-BAD-ROWS) if any row is bad. To look before: `prepare`."""
    batch = prepare(journal, path, at, actor, names=names, format=format)
    if batch.bad and not skip_bad:
        raise BadRows(path, batch)
    journal.record(batch.events)
    return batch


class BadRows(GuihuaError):
    """Some rows cannot be kept; `batch` lists them with cell and reason."""

    def __init__(self, path: Path, batch: Batch) -> None:
        super().__init__(
            "LG-BAD-ROWS",
            f"有 {len({b.row for b in batch.bad})} 行不能入账，整张表未存 rows cannot be kept; nothing was stored",
            "改好再导入，或加 --skip-bad 先存其余 mend them, or give --skip-bad to store the others",
            str(path),
        )
        self.batch = batch


def prepare(
    journal: Journal, path: Path, at: date, actor: Actor, *, names: Names = str, format: Format | None = None
) -> Batch:
    """What a file would bring, with everything that is wrong with it; nothing is recorded.

    names   gives the full name of a body for a short one
    format  of another system's export: which of its columns is which field, what its words mean
    """
    ledger = journal.ledger
    rows: list[_Row] = []
    unknown: list[str] = []
    for table in read_tables(path):
        found = _head(ledger, table, format)
        if found is None:
            continue
        position, columns = found
        unknown += [c.text for i, c in enumerate(table.rows[position]) if i not in columns and c.text]
        rows += _rows(ledger, table, position, columns, format)
    if not rows:
        wanted = "、".join(f.words.zh for f in ledger.fields if f.required or f.name in ledger.key)
        raise GuihuaError(
            "LG-NO-TABLE",
            "文件里没有本台账的表 no table of this ledger is in the file",
            f"表头至少要有 its head needs {wanted}",
            str(path),
        )
    for row in rows:
        row.values = {n: _full(ledger.field(n), v, names) for n, v in row.values.items()}
    evidence = (Evidence(path.name, str(digest(path.read_bytes(), ledger.digest))),)
    return _batch(journal, rows, unknown, at, actor, evidence, format.dated if format else "")


def object_id(ledger: Ledger, values: Mapping[str, Value | None]) -> str:
    """The id of an object from the values of its key: a single short value itself, else the hash of all of them."""
    parts = [v if isinstance(v, str) else "、".join(v or ()) for v in (values.get(name) for name in ledger.key)]
    clean = ["".join(unicodedata.normalize("NFKC", p).split()) for p in parts]
    if len(clean) == 1 and 0 < len(clean[0]) <= _LONGEST_ID:
        return clean[0]
    return f"{ledger.name}-{digest(chr(31).join(clean).encode('utf-8')).value.hex()[:8]}"


def creation(
    ledger: Ledger, values: Mapping[str, Value | None], to: str = "", role: str = "planner"
) -> Transition | None:
    """The act by which an object with these values comes in: the one that asks for most and gets all of it."""
    makers = [t for t in ledger.transitions if NEW in t.sources and _may_make(t, role)]
    fitting = [t for t in makers if all(values.get(n) for n in t.needs) and (not to or to in t.targets)]
    return max(fitting, key=lambda t: len(t.needs), default=None)


def _may_make(act: Transition, role: str) -> bool:
    seated = role == "reporter" and not set(PARTS).isdisjoint(act.who)
    return role in act.who or role == "administrator" or seated


def match_field(ledger: Ledger, head: str) -> Field | None:
    """The field that a column's head means: its name in either language, one of its other names, with or without unit."""
    text = _clean(head)
    bare = _clean(_BRACKETS.sub("", head))
    for wanted in (text, bare):
        for item in ledger.fields:
            names = {item.name, item.words.zh, item.words.en, *item.words.aliases}
            if wanted and wanted in {_clean(n) for n in names} | {_clean(_BRACKETS.sub("", n)) for n in names}:
                return item
    return None


def _column(ledger: Ledger, head: str, format: Format | None) -> Field | None:
    """The field of a column: as the format says, else by its words."""
    named = {_clean(theirs): name for theirs, name in format.heads.items()} if format else {}
    return ledger.field(named.get(_clean(head), "")) or match_field(ledger, head)


def _head(ledger: Ledger, table: Table, format: Format | None) -> tuple[int, dict[int, Field]] | None:
    """The head's row and its columns: the row, among the first ones, in which most cells are fields."""
    best: tuple[int, dict[int, Field]] | None = None
    for position, row in enumerate(table.rows[:_HEAD_ROWS]):
        columns: dict[int, Field] = {}
        for i, cell in enumerate(row):
            item = _column(ledger, cell.text, format)
            if item is not None and item not in columns.values():
                columns[i] = item
        if best is None or len(columns) > len(best[1]):
            best = (position, columns)
    if best is None:
        return None
    required = {f.name for f in ledger.fields if f.required}
    there = {f.name for f in best[1].values()}
    return best if required <= there and len(there) >= min(2, len(ledger.fields)) else None


def _rows(
    ledger: Ledger, table: Table, position: int, columns: Mapping[int, Field], format: Format | None
) -> list[_Row]:
    found: list[_Row] = []
    for number, cells in enumerate(table.rows[position + 1 :], position + 2):
        filled = [c for c in cells if c.text]
        if not filled or len({c.text for c in filled}) == 1 < len(filled) or _is_head(cells, table.rows[position]):
            continue  # an empty row, a heading across all columns, or the head again on a new page
        row = _Row(number, filled[0].place)
        for i, item in columns.items():
            if i < len(cells):
                words = format.values.get(item.name, {}) if format else {}
                cell = cells[i]
                _take(ledger, row, item, replace(cell, raw=words[cell.text]) if cell.text in words else cell)
        found.append(row)
    return found


def _is_head(cells: Sequence[Cell], head: Sequence[Cell]) -> bool:
    return [c.text for c in cells] == [c.text for c in head]


def _take(ledger: Ledger, row: _Row, item: Field, cell: Cell) -> None:
    if cell.formula:
        row.bad.append(BadCell(cell.place, row.number, Wrong("formula", item.name, cell.text[:40])))
        return
    value = normal(item, cell.raw)
    if isinstance(value, Wrong) and item.name == "due" and isinstance(cell.raw, str):
        day = deadline_date(cell.raw)
        row.standing = any(word in cell.raw for word in _STANDING)
        value = day.isoformat() if day else None if row.standing else value
        if ledger.field("due_text") is not None and not isinstance(value, Wrong):
            row.values["due_text"] = cell.text
    if isinstance(value, Wrong):
        row.bad.append(BadCell(cell.place, row.number, value))
    elif value is not None:
        row.values[item.name] = value


def _batch(
    journal: Journal,
    rows: Sequence[_Row],
    unknown: Sequence[str],
    at: date,
    actor: Actor,
    evidence: tuple[Evidence, ...],
    dated: str = "",
) -> Batch:
    ledger, states = journal.ledger, journal.states()
    events: list[Event] = []
    places: list[_Row] = []
    bad = [b for row in rows for b in row.bad]
    seen: dict[str, int] = {}
    same, recorded, drafts = 0, now(), []
    for row in rows:
        if row.bad:
            continue
        subject = object_id(ledger, row.values)
        if subject in seen:
            bad.append(BadCell(row.place, row.number, Refusal("twice", subject, str(seen[subject]))))
            continue
        seen[subject] = row.number
        event = _event(ledger, row, subject, states.get(subject), at, actor, dated)
        if isinstance(event, Refusal):
            bad.append(BadCell(row.place, row.number, event))
        elif event is None:
            same += 1
        else:
            if event.action == "propose":
                drafts.append(subject)
            events.append(replace(event, recorded=recorded, evidence=evidence))
            places.append(row)
    refused = journal.check(events)
    bad += [BadCell(places[i].place, places[i].number, r) for i, found in refused.items() for r in found]
    kept = tuple(e for i, e in enumerate(events) if i not in refused)
    return Batch(
        kept, tuple(sorted(bad, key=lambda b: b.row)), len(rows), same, tuple(dict.fromkeys(unknown)), tuple(drafts)
    )


def _event(
    ledger: Ledger, row: _Row, subject: str, state: State | None, at: date, actor: Actor, dated: str = ""
) -> Event | Refusal | None:
    if state is None:
        to = "standing" if row.standing and ledger.status("standing") else ""
        maker = creation(ledger, row.values, to, actor.role) or creation(ledger, row.values, "", actor.role)
        if maker is None:
            return Refusal("role", subject, actor.role)
        day = row.values.get("listed_on") or row.values.get("valid_from") if ledger.shape == "registry" else None
        day = row.values.get(dated) or day
        when = min(date.fromisoformat(day), at) if isinstance(day, str) else at
        target = to if to in maker.targets else maker.targets[0]
        return Event(ledger.name, subject, maker.name, when, "", actor, to=target, values=row.values)
    changed = {n: v for n, v in row.values.items() if state.values.get(n) != v}
    if not changed:
        return None
    for name in ("amend", "report"):
        act = ledger.transition(name)
        if act and state.state in act.sources and not act.targets:
            return Event(ledger.name, subject, name, at, "", actor, values=changed, basis="导入更新")
    return Refusal("source", subject, state.state)


def _full(item: Field | None, value: Value, names: Names) -> Value:
    if item is None or item.type not in (FieldType.BODY, FieldType.BODIES):
        return value
    return names(value) if isinstance(value, str) else tuple(names(v) for v in value)


def _clean(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()
