"""The rounds of an allotment on the project's store: recorded in the ledger `allotments`, and read back."""

from __future__ import annotations

import argparse
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.pathways.allotment import Allotment


def record(args: argparse.Namespace, found: Allotment, act: str) -> int:
    """Record one round for every member: what was worked out, as this act, with its document. Gives how many."""
    from guihua.cli._ledger import actor_of, journal_of, ledger_named
    from guihua.cli._store import day, store_of
    from guihua.pathways.rounds import LEDGER, round_events

    ledger = ledger_named(LEDGER)
    at = day(args.at) if args.at else date.today()
    actor = actor_of(argparse.Namespace(by=args.who, as_body="", role=""))
    with store_of(args, create=True, upgrade=True) as store:
        journal = journal_of(store, ledger)
        events = round_events(found, act, ledger, journal.states(), actor=actor, at=at, document=args.document)
        journal.record(events)
    return len(events)


def rounds_here(args: argparse.Namespace, found: Allotment) -> dict[str, dict[str, Fraction]]:
    """What the ledger holds of this target; nothing where there is no store."""
    from guihua.cli._ledger import journal_of, ledger_named
    from guihua.cli._store import store_of
    from guihua.pathways.rounds import LEDGER, rounds_of

    try:
        with store_of(args) as store:
            return rounds_of(journal_of(store, ledger_named(LEDGER)).states().values(), found)
    except GuihuaError:
        return {}
