"""合图 unions: objects of several ledgers counted by region, an object that two of them hold once (unions.yaml, data).

An object is placed by its field `league`; one whose place is not stated or not known is listed, never dropped or guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.ledgers.declaration import condition_of
from guihua.ledgers.figures import meets, stands
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Condition, Ledger, Words
from guihua.plan.regions import find_region
from guihua.plan.yaml_files import load_yaml
from guihua.storage import Store

DECLARED: Final = Path(__file__).with_name("unions.yaml")
PLACE: Final = "league"
_KEYS: Final = {"union", "zh", "en", "per", "members"}
_MEMBER_KEYS: Final = {"ledger", "name", "where"}


@dataclass(frozen=True, slots=True)
class Member:
    """One ledger of a union: which of its objects, and the field by which they are named ("" where each stands alone)."""

    ledger: str
    name: str
    where: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Ledgers that are shown on one map; per: the unit in which objects are counted."""

    name: str
    words: Words
    per: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """One object of a union: its name, the region's code ("" where it is not known) and the ledgers that hold it."""

    name: str
    region: str
    ledgers: tuple[str, ...]
    subjects: tuple[str, ...]


def load_unions(ledgers: Mapping[str, Ledger], path: Path = DECLARED) -> dict[str, Union]:
    """The unions of a file by name, checked against the ledgers. Raises GuihuaError LG-UNION with the file's name."""
    found = {one.name: one for one in (_union(row, path) for row in load_yaml(path, "LG-UNION"))}
    for union in found.values():
        for fault in _faults(union, ledgers):
            raise _wrong(path, f"{union.name}: {fault}")
    return found


def gather(
    union: Union, store: Store, ledgers: Mapping[str, Ledger], as_of: date, known: str = ""
) -> tuple[Placed, ...]:
    """The objects of a union on a day, as known at a moment ("" for now), in the order of region and name."""
    held: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for member in union.members:
        for subject, name, place in _objects(member, Journal(store, ledgers[member.ledger]), as_of, known):
            region = find_region(place) if place else None
            held.setdefault((region.code if region else "", name), []).append((member.ledger, subject))
    return tuple(
        Placed(name, code, tuple(dict.fromkeys(n for n, _ in rows)), tuple(s for _, s in rows))
        for (code, name), rows in sorted(held.items())
    )


def _objects(member: Member, journal: Journal, as_of: date, known: str) -> Iterable[tuple[str, str, str]]:
    """(subject, name, place) of the objects of one ledger that count."""
    ledger = journal.ledger
    for subject, state in journal.states(as_of=as_of, known=known).items():
        if stands(ledger, state, as_of) and all(meets(ledger, state, c, as_of) for c in member.where):
            own = f"{ledger.name}:{subject}"
            yield subject, (state.text(member.name) or own) if member.name else own, state.text(PLACE)


def _union(row: Mapping[str, Any], path: Path) -> Union:
    if not isinstance(row, dict) or set(row) != _KEYS:
        raise _wrong(path, f"要写 every entry has: {', '.join(sorted(_KEYS))}")
    return Union(
        str(row["union"]),
        Words(str(row["zh"]), str(row["en"])),
        str(row["per"]),
        tuple(_member(m, path) for m in row["members"]),
    )


def _member(row: Mapping[str, Any], path: Path) -> Member:
    if "ledger" not in row or set(row) - _MEMBER_KEYS:
        raise _wrong(path, f"成员写法 a member is {{ledger: …, name: …, where: […]}}: {dict(row)}")
    where = tuple(condition_of(c, path) for c in row.get("where", ()))
    return Member(str(row["ledger"]), str(row.get("name", "")), where)


def _faults(union: Union, ledgers: Mapping[str, Ledger]) -> Iterable[str]:
    for member in union.members:
        ledger = ledgers.get(member.ledger)
        if ledger is None:
            yield f"没有台账 no ledger {member.ledger!r}"
            continue
        fields = [member.name, PLACE, *(c.field for c in member.where)]
        for name in (n for n in fields if n and n != "state" and ledger.field(n) is None):
            yield f"台账 {ledger.name} 没有栏目 has no field {name!r}"
        states = {s.name for s in ledger.states}
        for c in (c for c in member.where if c.field == "state"):
            for value in (v for v in c.values if v not in states):
                yield f"台账 {ledger.name} 没有状态 has no state {value!r}"


def _wrong(path: Path, title: str) -> GuihuaError:
    return GuihuaError("LG-UNION", f"合图写法不对 a union is not clear: {title}", "改好 unions.yaml mend it", str(path))
