"""The plan's safeguards (保障措施): which chapters they are, and what ledgers say of issuing, money, use and keeping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from guihua.plan.plan import Plan, Section
from guihua.reporting.material import MoneyLine, PolicyLine

if TYPE_CHECKING:
    from guihua.ledgers.ledger import Ledger
    from guihua.storage import Store

POLICIES = "policies"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is asked of a safeguard, and the figures (ledger, feed) that answer."""

    name: str
    zh: str
    en: str
    figures: tuple[tuple[str, str], ...]

    def word(self, lang: str) -> str:
        """Its name in Chinese or English."""
        return self.zh if lang == "zh" else self.en


def aspects() -> tuple[Aspect, ...]:
    """What is asked of a safeguard, in the order of the report."""
    return tuple(
        Aspect(str(a["name"]), str(a["zh"]), str(a["en"]), tuple(_place(str(f)) for f in a["figures"]))
        for a in _declared()["aspects"]
    )


def is_safeguard(title: str) -> bool:
    """Whether a heading is that of a chapter of safeguards."""
    declared = _declared()["chapters"]
    return any(word in title for word in declared["words"]) and not any(word in title for word in declared["not"])


def safeguard_sections(plan: Plan) -> tuple[Section, ...]:
    """The sections of the plan's safeguards: those under a chapter of that name, else those that bear the name themselves."""
    tops = [s for s in plan.sections if s.number and "." not in s.number and is_safeguard(s.title)]
    named = tops or [s for s in plan.sections if s.number and is_safeguard(s.title)]
    heads = tuple(s.number for s in named)
    return tuple(s for s in plan.sections if s.number in heads or s.number.startswith(tuple(f"{h}." for h in heads)))


def money_lines(store: Store, as_of: date, folder: Path | None, lang: str) -> tuple[MoneyLine, ...]:
    """What ledgers say of the safeguards on the day; a figure of which nothing is known is left out."""
    from guihua.ledgers.figures import figures
    from guihua.ledgers.journal import Journal

    declared = _ledgers(folder)
    said: dict[str, Mapping[str, tuple[str, str, str]]] = {}
    lines: list[MoneyLine] = []
    for aspect in aspects():
        for name, feed in aspect.figures:
            ledger = declared.get(name)
            if ledger is None:
                continue
            if name not in said:
                journal = Journal(store, ledger)
                found = figures(journal, as_of, others=declared) if journal.head() is not None else ()
                words = {f.feed: (f.words.zh if lang == "zh" else f.words.en, f.value or "", f.unit) for f in found}
                said[name] = words
            what, value, unit = said[name].get(feed, ("", "", ""))
            if value not in ("", "0"):
                lines.append(MoneyLine(aspect.name, name, feed, what, value, unit))
    return tuple(lines)


def policy_lines(store: Store, as_of: date, folder: Path | None, lang: str) -> tuple[PolicyLine, ...]:
    """The policies of the register on the day, each document once."""
    from guihua.ledgers.journal import Journal

    ledger = _ledgers(folder).get(POLICIES)
    if ledger is None:
        return ()
    journal = Journal(store, ledger)
    states = journal.states(as_of=as_of).values() if journal.head() is not None else ()
    lines = []
    for state in states:
        status = ledger.status(state.state)
        word = state.state if status is None else status.words.zh if lang == "zh" else status.words.en
        lines.append(PolicyLine(state.text("name"), state.text("document"), state.text("issuer"), word))
    return tuple(sorted(lines, key=lambda x: (x.document, x.name)))


def chapter_examples() -> tuple[Sequence[str], Sequence[str]]:
    """Headings that are, and are not, those of safeguards: the declaration's own examples."""
    declared = _declared()["chapters"]
    return tuple(declared["yes"]), tuple(declared["no"])


def _ledgers(folder: Path | None) -> dict[str, Ledger]:
    from guihua.ledgers.declaration import load_ledgers

    return load_ledgers(folder if folder is not None and folder.exists() else None)


def _place(figure: str) -> tuple[str, str]:
    ledger, _, feed = figure.partition(".")
    return ledger, feed


@cache
def _declared() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((files("guihua.reporting") / "safeguards.yaml").read_text(encoding="utf-8"))
    return found
