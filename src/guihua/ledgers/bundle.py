"""A ledger's log as a bundle: all its records, its head, and its figures, to be checked anywhere without the store.

The checker goes through the records as `guihua ledger verify` does (hashes to the head's root), replays them, and makes
the figures anew with the declaration that the bundle carries. So a count published from a ledger can be recomputed by
anyone who has the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import declaration_texts, parse_ledger
from guihua.ledgers.events import fold, read_event
from guihua.ledgers.figures import Figure, evaluate, figures, stands, unsaid
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Stamped
from guihua.proof.bundle import Bundle
from guihua.proof.canonical import Json
from guihua.proof.hashes import parse_digest
from guihua.proof.merkle import leaf_hash, root
from guihua.proof.verify import Part, Verdict
from guihua.storage import log

KIND = "ledger-log"


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
    bodies: list[Json] = [entry.body.decode("utf-8") for entry in log.read(journal.store, journal.ledger.name)]
    payload: dict[str, Json] = {
        "ledger": journal.ledger.name,
        "size": head.size,
        "root": str(head.root),
        "at": head.at,
        "as_of": as_of.isoformat(),
        "declaration": dict(zip(("ledger", "shape"), declaration_texts(journal.ledger), strict=True)),
        "records": bodies,
        "figures": [
            _figure(f)
            for f, feed in zip(figures(journal, as_of), journal.ledger.feeds, strict=True)
            if not feed.reads  # what another log says cannot be made again from this one
        ],
    }
    return Bundle(KIND, payload)


def check_log(payload: Mapping[str, Json]) -> Sequence[Part]:
    """Parts: records, replay, figures. For `guihua verify`."""
    found: Any = payload
    stated = parse_digest(found["root"])
    bodies = [body.encode("utf-8") for body in found["records"]]
    leaves = [leaf_hash(body, stated.name) for body in bodies]
    whole = len(leaves) == found["size"] and root(leaves, stated.name) == stated.value
    records = Part(
        "records", Verdict.HOLDS if whole else Verdict.REFUSED, "" if whole else "the root is of other records"
    )
    items = [
        Stamped(i, leaf.hex(), read_event(body)) for i, (leaf, body) in enumerate(zip(leaves, bodies, strict=True))
    ]
    foreign = [item for item in items if item.event.ledger != found["ledger"]]
    replayed = Part(
        "replay", Verdict.REFUSED if foreign else Verdict.HOLDS, "records of another ledger" if foreign else ""
    )
    return records, replayed, *_figures(found, items)


def _figures(found: Any, items: Sequence[Stamped]) -> list[Part]:
    ledger, as_of = (
        parse_ledger(found["declaration"]["ledger"], found["declaration"]["shape"]),
        date.fromisoformat(found["as_of"]),
    )
    by_subject: dict[str, list[Stamped]] = defaultdict(list)
    for item in items:
        by_subject[item.event.subject].append(item)
    folded = ((subject, fold(own, until=as_of)) for subject, own in sorted(by_subject.items()))
    there = {subject: state for subject, state in folded if state is not None}
    states = {subject: state for subject, state in there.items() if stands(ledger, state, as_of)}
    ids = {item.position: item.id for item in items}
    counted = (
        evaluate(ledger, feed, states, as_of, lambda ps: {p: ids[p] for p in ps})
        for feed in ledger.feeds
        if not feed.reads
    )
    made = [_figure(f if there else unsaid(f)) for f in counted]
    if len(made) != len(found["figures"]):
        return [Part("figures", Verdict.REFUSED, "other figures than the declaration has")]
    return [
        Part(
            f"figure {stated['feed']}",
            Verdict.HOLDS if stated == again else Verdict.REFUSED,
            "" if stated == again else f"stated {stated['value']}, recomputed {again['value']}",
        )
        for stated, again in zip(found["figures"], made, strict=True)
    ]


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "feed": figure.feed,
        "value": figure.value,
        "unit": figure.unit,
        "subjects": list(figure.subjects),
        "events": list(figure.events),
        "gaps": [[g.subject, g.field] for g in figure.gaps],
    }
