"""A ledger's log as a bundle: all its records, its head, and its figures, to be checked anywhere without the store.

The checker goes through the records as `guihua ledger verify` does (hashes to the head's root), replays every act through
the declared rules, and makes the figures anew with the declaration that the bundle carries. So a count published from a
ledger can be recomputed by anyone who has the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import declaration_texts, load_ledgers, parse_ledger, version_of
from guihua.ledgers.events import event_bytes, fold, read_event
from guihua.ledgers.figures import Figure, evaluate, figures, stands, unsaid
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Ledger, Stamped
from guihua.ledgers.replay import Court
from guihua.proof.bundle import Bundle, Subject
from guihua.proof.canonical import Json
from guihua.proof.codec import decode, encode
from guihua.proof.hashes import parse_digest, text_digest
from guihua.proof.merkle import leaf_hash, root
from guihua.proof.verify import How, Part, given, part, unchecked
from guihua.storage import log

KIND = "ledger-log"
VERSION = "2"


@dataclass(frozen=True, slots=True)
class Declared:
    """The two files that declare a ledger: its own and its shape's, as text."""

    ledger: str
    shape: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of the ledger: objects and events (ids) behind it; gaps: object and field that are not known."""

    feed: str
    value: str | None
    unit: str
    subjects: tuple[str, ...]
    events: tuple[str, ...]
    gaps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LogRecord:
    """A whole log. acting: bodies that acted for others as their successors, by the ledger of bodies; None: not recorded."""

    ledger: str
    size: int
    root: str
    at: str
    as_of: date
    declaration: Declared
    records: tuple[str, ...]
    figures: tuple[Counted, ...]
    acting: tuple[tuple[str, str], ...] | None = None


def log_bundle(journal: Journal, as_of: date) -> Bundle:
    """The bundle of a ledger's log, with its figures as of a day. Raises GuihuaError LG-EMPTY where nothing is recorded."""
    head = journal.head()
    if head is None:
        raise GuihuaError(
            "LG-EMPTY",
            "台账还没有记录 the log is empty",
            "先导入或办理 import or record something first",
            journal.ledger.name,
        )
    name = journal.ledger.name
    bodies = tuple(entry.body.decode("utf-8") for entry in log.read(journal.store, name))
    declared = Declared(*declaration_texts(journal.ledger))
    record = LogRecord(
        name, head.size, str(head.root), head.at, as_of, declared, bodies,
        _own_figures(journal, as_of), _acting(journal, bodies),
    )  # fmt: skip
    subjects = (
        Subject("ledger", head.root, name),
        Subject("declaration", text_digest(declared.ledger), f"{name}.yaml"),
    )
    return Bundle(KIND, encode(record), journal.ledger.digest, VERSION, subjects)


def check_log(payload: Mapping[str, Json]) -> Sequence[Part]:
    """Parts: records, declaration, acts, figures. For `guihua verify`."""
    record = decode(LogRecord, payload)
    ledger = parse_ledger(record.declaration.ledger, record.declaration.shape)
    name = parse_digest(record.root).name
    items = _items(record, name)
    return [
        part("records", _records_fault(record, items, name)),
        _declaration(record, ledger),
        *_other_versions(record, items),
        *_acts(record, ledger, items),
        *_figures(record, ledger, items),
        given("times", "时间是否属实、后面有无删减，早先保存的根可证 times, and that nothing is cut off: --root HEAD"),
    ]


def reseal(payload: Mapping[str, Json]) -> Any:
    """The payload with every record's id, the corrections that name them, and the root made anew: for tests of checkers."""
    record = decode(LogRecord, payload)
    name = parse_digest(record.root).name
    old = _stated_ids(record, name)
    renamed: dict[str, str] = {}
    bodies = []
    for body, before in zip(record.records, old, strict=True):
        event = read_event(body.encode("utf-8"))
        event = replace(event, corrects=renamed.get(event.corrects, event.corrects))
        made = event_bytes(event)
        renamed[before] = leaf_hash(made, name).hex()
        bodies.append(made)
    leaves = [leaf_hash(body, name) for body in bodies]
    made_root = f"{name}:{root(leaves, name).hex()}"
    texts = tuple(body.decode("utf-8") for body in bodies)
    counted = tuple(replace(f, events=tuple(renamed.get(e, e) for e in f.events)) for f in record.figures)
    return encode(replace(record, records=texts, size=len(texts), root=made_root, figures=counted))


def _own_figures(journal: Journal, as_of: date) -> tuple[Counted, ...]:
    """The figures that this log alone gives: what another log says cannot be made again from it."""
    pairs = zip(figures(journal, as_of), journal.ledger.feeds, strict=True)
    return tuple(_counted(f) for f, feed in pairs if not feed.reads)


def _stated_ids(record: LogRecord, name: str) -> list[str]:
    return [leaf_hash(body.encode("utf-8"), name).hex() for body in record.records]


def _items(record: LogRecord, name: str) -> list[Stamped]:
    ids = _stated_ids(record, name)
    return [Stamped(i, ids[i], read_event(body.encode("utf-8"))) for i, body in enumerate(record.records)]


def _records_fault(record: LogRecord, items: Sequence[Stamped], name: str) -> str:
    """Why the records are not those of the head; empty where they are."""
    leaves = [bytes.fromhex(item.id) for item in items]
    if len(leaves) != record.size or f"{name}:{root(leaves, name).hex()}" != record.root:
        return "根是另一些记录的 the root is of other records"
    if len({item.id for item in items}) != len(items):
        return "有记录出现两次 a record stands twice"
    for item, body in zip(items, record.records, strict=True):
        if event_bytes(item.event) != body.encode("utf-8"):
            return f"第 {item.position} 条写法不合规范 record {item.position} has another spelling or an unknown member"
        if (item.event.ledger, item.event.digest) != (record.ledger, name):
            return f"第 {item.position} 条是另一台账的 record {item.position} is of another ledger or digest"
    if items and items[-1].event.recorded != record.at:
        return "根的时间不是末条记录的时间 the head's time is not that of its last record"
    return ""


def _declaration(record: LogRecord, ledger: Ledger) -> Part:
    """Are the rules those that guihua ships? A project's own are given: they stand in the bundle, by their digest."""
    if ledger.name != record.ledger:
        return part("declaration", "申报的是另一台账 it declares another ledger")
    shipped = load_ledgers().get(record.ledger)
    if shipped is not None and Declared(*declaration_texts(shipped)) == record.declaration:
        return part("declaration", "")
    return given(
        "declaration", "项目自己的申报，或另一版本的 the project's own, or another version's: hold it against its file"
    )


def _other_versions(record: LogRecord, items: Sequence[Stamped]) -> list[Part]:
    """Acts that name another declaration than the one in the bundle, by which they are judged."""
    own = version_of(record.declaration.ledger, record.declaration.shape)
    others = [i.position for i in items if i.event.declared not in ("", own)]
    if not others:
        return []
    told = f"{len(others)} 次办理时申报是另一版本 acts were done under another version of the declaration, first {others[0]}"
    return [given("versions", told)]


def _acts(record: LogRecord, ledger: Ledger, items: Sequence[Stamped]) -> list[Part]:
    """Every act through the declared rules."""
    by_subject: dict[str, list[Stamped]] = defaultdict(list)
    for item in items:
        by_subject[item.event.subject].append(item)
    acting = set(record.acting or ())

    def same(one: str, other: str) -> bool:
        return one == other or (one, other) in acting

    court = Court(ledger, lambda s, p: [i for i in by_subject[s] if i.position < p], same)
    against = next((u for u in map(court.judge, items) if u is not None), None) or next(court.verdicts(), None)
    if against is not None and against.refusal.code == "owner" and record.acting is None:
        return [
            unchecked("acts", f"未记明机构承继 it does not say which bodies succeed which: {against}", How.REPLAYED)
        ]
    fault = (
        ""
        if against is None
        else f"第 {against.position} 条不合规则 record {against.position} is against the rules: {against}"
    )
    parts = [part("acts", fault, How.REPLAYED)]
    if any(t.barred for t in ledger.transitions):
        parts.append(given("vetoes", "一票否决另有登记 that no veto forbade an act: their own register says"))
    if acting:
        named = "、".join(f"{a}←{h}" for a, h in sorted(acting)[:3])
        parts.append(given("successors", f"机构承继 {len(acting)} 处，据机构名录 by the ledger of bodies: {named}"))
    return parts


def _acting(journal: Journal, bodies: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Which bodies acted for others in this log, as the journal's own rule says."""
    found: set[tuple[str, str]] = set()

    def same(one: str, other: str) -> bool:
        if one != other and journal.same_body(one, other):
            found.add((one, other))
        return one == other or (one, other) in found

    name = journal.ledger.digest
    items = [
        Stamped(i, leaf_hash(body.encode("utf-8"), name).hex(), read_event(body.encode("utf-8")))
        for i, body in enumerate(bodies)
    ]
    by_subject: dict[str, list[Stamped]] = defaultdict(list)
    for item in items:
        by_subject[item.event.subject].append(item)
    court = Court(journal.ledger, lambda s, p: [i for i in by_subject[s] if i.position < p], same)
    for item in items:
        court.judge(item)
    list(court.verdicts())
    return tuple(sorted(found))


def _figures(record: LogRecord, ledger: Ledger, items: Sequence[Stamped]) -> list[Part]:
    as_of = record.as_of
    by_subject: dict[str, list[Stamped]] = defaultdict(list)
    for item in items:
        by_subject[item.event.subject].append(item)
    folded = ((subject, fold(own, until=as_of)) for subject, own in sorted(by_subject.items()))
    there = {subject: state for subject, state in folded if state is not None}
    states = {subject: state for subject, state in there.items() if stands(ledger, state, as_of)}
    ids = {item.position: item.id for item in items}
    own = [feed for feed in ledger.feeds if not feed.reads]
    counted = (evaluate(ledger, feed, states, as_of, lambda ps: {p: ids[p] for p in ps}) for feed in own)
    made = [_counted(f if there else unsaid(f)) for f in counted]
    if len(made) != len(record.figures):
        return [part("figures", "不是申报的那些计数 other figures than the declaration has", How.REPLAYED)]
    return [
        part(
            f"figure {stated.feed}",
            "" if stated == again else f"stated {stated.value}, recomputed {again.value}",
            How.REPLAYED,
        )
        for stated, again in zip(record.figures, made, strict=True)
    ]


def _counted(figure: Figure) -> Counted:
    gaps = tuple((g.subject, g.field) for g in figure.gaps)
    return Counted(figure.feed, figure.value, figure.unit, tuple(figure.subjects), tuple(figure.events), gaps)
