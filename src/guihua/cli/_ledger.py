"""What the actions of `guihua ledger` share: which ledger, on which store, by whom."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches

from guihua.cli._store import day, store_of
from guihua.errors import GuihuaError
from guihua.ledgers.bodies import Bodies
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.desk import Desk
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor, Ledger, State, Words
from guihua.storage import Store


def lang() -> str:
    """The language asked for."""
    return os.environ.get("GUIHUA_LANG") or "zh"


def word(words: Words) -> str:
    """A name in the language asked for."""
    return words.en if lang() == "en" else words.zh


def declared() -> dict[str, Ledger]:
    """All ledgers, a project's own included."""
    from guihua.project import find_project

    project = find_project()
    folder = project.ledgers if project is not None else None
    return load_ledgers(folder if folder is not None and folder.is_dir() else None)


def ledger_named(name: str) -> Ledger:
    """One ledger by its name or its Chinese title."""
    known = declared()
    found = known.get(name) or next((x for x in known.values() if x.words.meant_by(name)), None)
    if found is None:
        near = get_close_matches(name, known, 1)
        hint = f"是否要用 did you mean {near[0]}" if near else "guihua ledger list"
        raise GuihuaError("LG-UNKNOWN", f"没有台账 no ledger {name!r}", hint)
    return found


@contextmanager
def opened(args: argparse.Namespace, *, create: bool = False) -> Iterator[Store]:
    """The store that is meant."""
    with store_of(args, create=create) as store:
        yield store


def journal_of(store: Store, ledger: Ledger, known: Bodies | None = None) -> Journal:
    """A ledger at work, with the successions of bodies and the vetoes that the store knows."""
    desk = Desk(store, declared(), date.max)
    return desk.journal(ledger, known or desk.bodies())


def bodies_of(store: Store, on: date | None = None) -> Bodies:
    """The bodies on a day."""
    return Desk(store, declared(), on or date.max).bodies()


def actor_of(args: argparse.Namespace, *, body: str = "", role: str = "planner") -> Actor:
    """Who acts: from the options, else the account. In a shared project it is the account alone: name, body and role are no options there."""
    from guihua.project import find_project

    project = find_project()
    if project is not None and project.shared:
        from guihua.cli._account import signed_in

        return signed_in(args, project)
    return Actor(args.by or getpass.getuser(), args.as_body or body, args.role or role)


def at_of(args: argparse.Namespace) -> date:
    """The day of the act."""
    return day(args.at) if args.at else date.today()


def warn_of_vetoes(store: Store, ledger: Ledger, states: Sequence[State], on: date) -> None:
    """Say on the error stream which of these objects name a body or firm under a one-vote veto on a day."""
    from guihua.ledgers.bodies import in_force, named_in

    register = declared().get("vetoes")
    if register is None or ledger.name == register.name:
        return
    vetoes = in_force(journal_of(store, register), on)
    for state in states:
        for veto in named_in(vetoes, state):
            words = (veto.text("name"), veto.text("matter"), veto.text("document"))
            print(f"! 一票否决 veto: {state.subject}  {'，'.join(filter(None, words))}", file=sys.stderr)
