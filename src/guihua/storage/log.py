"""The append-only log: records in order, a Merkle tree over them, and a head for every commit.

A ledger's records lie in `log_entry`, one row each, numbered from 0; every append adds a head (size, root, right edge)
to `log_head`. Triggers refuse UPDATE and DELETE on both. `log_state` holds what a ledger's owner folds out of the
records; it may be thrown away and made again. All functions take an open store and leave its transactions to the
caller, except that `append` opens one where none is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guihua.errors import GuihuaError
from guihua.proof import merkle
from guihua.proof.hashes import LENGTHS, SHA256, Digest
from guihua.proof.heads import Head
from guihua.storage.store import Store

PAGE = 20_000
"""Rows read from the log at a time."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record before it is appended: whose it is, and its bytes (canonical JSON)."""

    subject: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One record in the log; `leaf` is its hash as a leaf of the tree, by which it is known (its id)."""

    position: int
    subject: str
    leaf: bytes
    body: bytes

    @property
    def id(self) -> str:
        """The record's id: its leaf hash in hexadecimal digits."""
        return self.leaf.hex()


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit in a log: at which position (None: the log as a whole), and what (a short code)."""

    ledger: str
    position: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Audit:
    """A log gone through from its first record to its last: head (None: empty), and what does not fit."""

    ledger: str
    head: Head | None
    faults: tuple[Fault, ...]


def append(
    store: Store,
    ledger: str,
    records: Sequence[Record],
    recorded: str,
    *,
    digest: str = SHA256,
    edge: merkle.Edge | None = None,
) -> list[Entry]:
    """Add records at the end of a ledger's log, with one new head over all of them: all or none.

    `edge`: the log's `edge` as read in the same transaction, where the caller has it.

    Raises GuihuaError LOG-REPEATED where one is there already, LOG-DIGEST where the log uses another digest.
    """
    with store.transaction():
        edge = edge_of(store, ledger, digest) if edge is None else edge
        entries = [
            Entry(edge.size + i, record.subject, merkle.leaf_hash(record.body, digest), record.body)
            for i, record in enumerate(records)
        ]
        if not entries:
            return []
        repeated = _repeated(store, ledger, entries)
        if repeated is not None:
            raise GuihuaError(
                "LOG-REPEATED",
                "日志里已有这条记录 the log has this record already",
                "没有增加 nothing was added",
                f"{ledger} {repeated.id[:12]}",
            )
        store.put(
            "INSERT INTO log_entry (ledger, position, subject, leaf, body) VALUES (?, ?, ?, ?, ?)",
            ((ledger, e.position, e.subject, e.leaf, e.body.decode("utf-8")) for e in entries),
        )
        edge = edge.extended([e.leaf for e in entries])
        store.put(
            "INSERT INTO log_head (ledger, size, root, digest, edge, recorded) VALUES (?, ?, ?, ?, ?, ?)",
            [(ledger, edge.size, edge.root(), digest, b"".join(edge.peaks), recorded)],
        )
    return entries


def read(store: Store, ledger: str, *, start: int = 0) -> Iterator[Entry]:
    """The log's records in order, from position `start`; read a page at a time."""
    while True:
        rows = store.execute(
            "SELECT position, subject, leaf, body FROM log_entry WHERE ledger = ? AND position >= ? "
            f"ORDER BY position LIMIT {PAGE}",
            (ledger, start),
        )
        for row in rows:
            yield _entry(row)
        if len(rows) < PAGE:
            return
        start = int(rows[-1][0] or 0) + 1


def read_subject(store: Store, ledger: str, subject: str) -> list[Entry]:
    """All records of one subject, in order."""
    rows = store.execute(
        "SELECT position, subject, leaf, body FROM log_entry WHERE ledger = ? AND subject = ? ORDER BY position",
        (ledger, subject),
    )
    return [_entry(row) for row in rows]


def find(store: Store, ledger: str, record_id: str) -> Entry:
    """The record of this id; a unique beginning of at least 8 digits is enough. Raises GuihuaError LOG-UNKNOWN."""
    rows = store.execute(
        "SELECT position, subject, leaf, body FROM log_entry WHERE ledger = ? AND leaf >= ? AND leaf <= ? LIMIT 2",
        (ledger, *_span(record_id)),
    )
    if len(rows) != 1:
        raise GuihuaError(
            "LOG-UNKNOWN",
            "没有这条记录，或不止一条 no such record, or more than one",
            "照历史记录里的编号写 give the id as the history shows it",
            record_id[:70],
        )
    return _entry(rows[0])


def ids(store: Store, ledger: str, positions: Iterable[int]) -> dict[int, str]:
    """Ids of the records at positions; positions without a record are left out."""
    found: dict[int, str] = {}
    wanted = sorted(set(positions))
    for i in range(0, len(wanted), 500):
        part = wanted[i : i + 500]
        marks = ", ".join("?" * len(part))
        rows = store.execute(
            f"SELECT position, leaf FROM log_entry WHERE ledger = ? AND position IN ({marks})", (ledger, *part)
        )
        found.update({int(position or 0): _bytes(leaf).hex() for position, leaf in rows})
    return found


def head(store: Store, ledger: str, size: int | None = None) -> Head | None:
    """The log's newest head, or the one of this size; None where there is none."""
    rows = store.execute(
        "SELECT size, root, digest, recorded FROM log_head WHERE ledger = ?"
        + (" ORDER BY size DESC LIMIT 1" if size is None else " AND size = ?"),
        (ledger,) if size is None else (ledger, size),
    )
    return _head(ledger, rows[0]) if rows else None


def ledgers(store: Store) -> list[str]:
    """Names of the ledgers that have a log."""
    return [str(row[0]) for row in store.execute("SELECT DISTINCT ledger FROM log_head ORDER BY ledger")]


def audit(store: Store, ledger: str, *, entries: Iterable[Entry] | None = None) -> Audit:
    """Go through a log once: every record against its hash and place, every head against the tree. Time is linear.

    `entries` lets a caller read along (it wraps `read`), so that a replay needs no second pass.
    """
    heads = {int(row[0] or 0): row for row in _heads(store, ledger)}
    newest = max(heads, default=0)
    name = str(heads[newest][2]) if heads else SHA256
    faults: list[Fault] = []
    if name not in LENGTHS:
        name, faults = SHA256, [Fault(ledger, newest, "digest")]
    edge = merkle.Edge(name=name)
    for entry in read(store, ledger) if entries is None else entries:
        if entry.position != edge.size:
            faults.append(Fault(ledger, entry.position, "position"))
        leaf = merkle.leaf_hash(entry.body, name)
        if leaf != entry.leaf:
            faults.append(Fault(ledger, entry.position, "leaf"))
        edge = edge.extended([leaf])
        if edge.size in heads:
            faults += _compare(ledger, heads.pop(edge.size), edge)
    faults += [Fault(ledger, size, "head-beyond-log") for size in heads]
    if edge.size != newest:
        faults.append(Fault(ledger, None, "size"))
    return Audit(ledger, head(store, ledger), tuple(faults))


def states(store: Store, ledger: str) -> Iterator[tuple[str, bytes]]:
    """Stored states: (subject, bytes), by subject."""
    after: str | None = None
    while True:
        rows = store.execute(
            "SELECT subject, body FROM log_state WHERE ledger = ?"
            + ("" if after is None else " AND subject > ?")
            + f" ORDER BY subject LIMIT {PAGE}",
            (ledger,) if after is None else (ledger, after),
        )
        for subject, body in rows:
            yield str(subject), str(body).encode("utf-8")
        if len(rows) < PAGE:
            return
        after = str(rows[-1][0])


def state(store: Store, ledger: str, subject: str) -> bytes | None:
    """Stored state of one subject; None where it has none."""
    rows = store.execute("SELECT body FROM log_state WHERE ledger = ? AND subject = ?", (ledger, subject))
    return str(rows[0][0]).encode("utf-8") if rows else None


def keep_states(store: Store, ledger: str, bodies: Iterable[tuple[str, bytes]]) -> None:
    """Store what subjects have come to, within the caller's transaction."""
    store.put(
        "INSERT INTO log_state (ledger, subject, body) VALUES (?, ?, ?) "
        "ON CONFLICT (ledger, subject) DO UPDATE SET body = excluded.body",
        ((ledger, subject, body.decode("utf-8")) for subject, body in bodies),
    )


def edge_of(store: Store, ledger: str, digest: str) -> merkle.Edge:
    """The right edge of a ledger's tree: its size, and what new records are hashed with. Raises GuihuaError LOG-DIGEST."""
    rows = store.execute(
        "SELECT size, digest, edge FROM log_head WHERE ledger = ? ORDER BY size DESC LIMIT 1", (ledger,)
    )
    if not rows:
        return merkle.Edge(name=digest)
    size, name, peaks = int(rows[0][0] or 0), str(rows[0][1]), _bytes(rows[0][2])
    if name != digest:
        raise GuihuaError(
            "LOG-DIGEST",
            f"日志所用的杂凑算法不同 this log is hashed by {name}",
            "一份日志始终用同一算法 a log keeps the digest it began with",
            ledger,
        )
    return merkle.Edge(size, tuple(peaks[i : i + 32] for i in range(0, len(peaks), 32)), name)


def _repeated(store: Store, ledger: str, entries: Sequence[Entry]) -> Entry | None:
    seen: set[bytes] = set()
    for entry in entries:
        if entry.leaf in seen:
            return entry
        seen.add(entry.leaf)
    known: set[bytes] = set()
    step = 500
    for i in range(0, len(entries), step):
        part = entries[i : i + step]
        marks = ", ".join("?" * len(part))
        rows = store.execute(
            f"SELECT leaf FROM log_entry WHERE ledger = ? AND leaf IN ({marks})", (ledger, *[e.leaf for e in part])
        )
        known.update(_bytes(row[0]) for row in rows)
    return next((e for e in entries if e.leaf in known), None)


def _heads(store: Store, ledger: str) -> list[tuple[str | int | bytes | None, ...]]:
    return store.execute(
        "SELECT size, root, digest, recorded, edge FROM log_head WHERE ledger = ? ORDER BY size", (ledger,)
    )


def _compare(ledger: str, row: Sequence[str | int | bytes | None], edge: merkle.Edge) -> list[Fault]:
    faults = []
    if _bytes(row[1]) != edge.root():
        faults.append(Fault(ledger, edge.size, "root"))
    if _bytes(row[4]) != b"".join(edge.peaks):
        faults.append(Fault(ledger, edge.size, "edge"))
    if str(row[2]) != edge.name:
        faults.append(Fault(ledger, edge.size, "digest"))
    return faults


def _entry(row: Sequence[str | int | bytes | None]) -> Entry:
    return Entry(int(row[0] or 0), str(row[1]), _bytes(row[2]), str(row[3]).encode("utf-8"))


def _head(ledger: str, row: Sequence[str | int | bytes | None]) -> Head:
    return Head(ledger, int(row[0] or 0), Digest(str(row[2]), _bytes(row[1])), str(row[3]))


def _bytes(value: str | int | bytes | None) -> bytes:
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else b""


def _span(record_id: str) -> tuple[bytes, bytes]:
    digits = record_id.strip().lower()
    if len(digits) < 8 or len(digits) > 64 or digits.strip("0123456789abcdef"):
        return b"\xff", b""
    return bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f"))
