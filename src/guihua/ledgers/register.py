"""The register of bodies (机构名录): one thing that accounts, ledgers, forms and regions all ask.

A body has one full name and any number of others; a league is a body as a department is. What hangs below it, which
region its figures are filed under, who came before and after it, who is to be told: all of it comes from the ledger of bodies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from guihua.ledgers.bodies import Bodies, bodies
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import CLOSED, State
from guihua.plan.divisions import division_names
from guihua.plan.regions import Region, children, find_region, region

LEAGUE: Final = "盟市"
DEPARTMENT: Final = "自治区部门"
LEAGUE_DEPARTMENT: Final = "盟市部门"
COUNTY: Final = "旗县"
HIGHER: Final = "上级机关"
CENTRAL: Final = "中央驻区单位"


@dataclass(frozen=True, slots=True)
class Entry:
    """One body. others: its other names; region: code of the region its figures are filed under, "" where none is stated.

    until   the day it was merged or dissolved, None while it exists
    """

    name: str
    others: tuple[str, ...] = ()
    kind: str = ""
    level: str = ""
    region: str = ""
    parent: str = ""
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    email: str = ""
    since: date | None = None
    until: date | None = None
    document: str = ""

    @property
    def live(self) -> bool:
        """Whether it exists still."""
        return self.until is None


@dataclass(frozen=True)
class Register:
    """All bodies on a day, in the order in which they were registered."""

    entries: tuple[Entry, ...] = ()
    bodies: Bodies = field(default_factory=Bodies)

    def find(self, name: str) -> Entry | None:
        """The body with this name, by any of its names."""
        full = self.bodies.full(name.strip())
        return next((e for e in self.entries if e.name == full), None)

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The bodies of a kind that exist."""
        return tuple(e for e in self.entries if e.live and e.kind == kind)

    def below(self, name: str) -> tuple[Entry, ...]:
        """The bodies that hang directly below one and exist (a league's departments)."""
        full = self.bodies.full(name)
        return tuple(e for e in self.entries if e.live and e.parent and self.bodies.full(e.parent) == full)

    def league_of(self, name: str) -> str:
        """The league above a body that is one of its departments, counties or parks; "" for a league itself and for others."""
        entry, seen = self.find(name), set[str]()
        while entry is not None and entry.parent and entry.name not in seen:
            seen.add(entry.name)
            entry = self.find(entry.parent)
            if entry is not None and entry.kind == LEAGUE:
                return entry.name
        return ""

    def region_of(self, name: str) -> str:
        """The region whose figures a body reports: its own, else that of the nearest body above it that states one; "" for none."""
        entry, seen = self.find(name), set[str]()
        while entry is not None and entry.name not in seen:
            if entry.region:
                return entry.region
            seen.add(entry.name)
            entry = self.find(entry.parent) if entry.parent else None
        return ""

    def predecessors(self, name: str) -> tuple[str, ...]:
        """Who came before a body: as stated, and every body whose successor it is."""
        entry = self.find(name)
        if entry is None:
            return ()
        after = (e.name for e in self.entries if entry.name in (self.bodies.full(s) for s in e.successors))
        return tuple(dict.fromkeys((*entry.predecessors, *after)))

    def faults(self) -> Iterator[tuple[str, str]]:
        """(body, what is wrong): a name of two bodies, a superior or successor that is not registered, a league without region."""
        held: dict[str, str] = {}
        for entry in self.entries:
            for name in (entry.name, *entry.others):
                if held.setdefault(name, entry.name) != entry.name:
                    yield entry.name, f"“{name}”也是{held[name]}的名称 is a name of that body, too"
            if entry.parent and self.find(entry.parent) is None:
                yield entry.name, f"名录里没有上级单位 the superior body is not registered: {entry.parent}"
            if entry.live and entry.kind == LEAGUE and not entry.region:
                yield entry.name, "盟市没有地区代码 a league without a region code"
            for name in entry.successors:
                if self.find(name) is None:
                    yield entry.name, f"名录里没有承继单位 the successor is not registered: {name}"


def register(journal: Journal, as_of: date = date.max) -> Register:
    """The register on a day, from the ledger of bodies."""
    states = journal.states(as_of=as_of)
    ordered = sorted(states.values(), key=lambda s: (min(s.sources.values(), default=s.entered), s.subject))
    closed = {s.subject for s in ordered if journal.ledger.meaning(s.state) in CLOSED}
    return Register(tuple(_entry(s, s.subject in closed) for s in ordered), bodies(journal, as_of))


def starting_rows(place: str, named: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """What a register may begin with: the regions one step below a region as bodies, and the bodies that a plan names.

    Each row: name, other names, kind, level, region. What a body is that the plan only names is left open for people.
    """
    rows = [
        {
            "name": r.name,
            "short": r.short if r.short != r.name else "",
            "kind": LEAGUE,
            "level": LEAGUE,
            "region": r.code,
        }
        for r in _below(place)
    ]
    own = region(place)
    taken = {r["name"] for r in rows} | {r["short"] for r in rows}
    fresh = [name for name in dict.fromkeys(named) if name not in taken and find_region(name) is None]
    here = {name: own.code if own.short in name else "" for name in fresh}
    return rows + [{"name": name, "short": "", "kind": "", "level": "", "region": here[name]} for name in fresh]


def _below(place: str) -> list[Region]:
    """The cities and leagues of a region, by the list of regions or else by that of all divisions of the nation."""
    near = [r for r in children(place) if r.level == "league_city"]
    if near or not place.endswith("0000"):
        return near
    codes = sorted(c for c in division_names() if c[:2] == place[:2] and c.endswith("00") and not c.endswith("0000"))
    return [region(code) for code in codes]


def _entry(state: State, closed: bool) -> Entry:
    since = state.text("valid_from") or state.text("listed_on")
    return Entry(
        name=state.text("name"),
        others=state.many("short"),
        kind=state.text("kind"),
        level=state.text("level"),
        region=state.text("region"),
        parent=state.text("parent"),
        predecessors=state.many("predecessors"),
        successors=state.many("successors") or state.many("successor"),
        posts=state.many("posts"),
        contact=state.text("contact"),
        phone=state.text("phone"),
        email=state.text("email"),
        since=date.fromisoformat(since) if since else None,
        until=state.since if closed else None,
        document=state.text("document"),
    )
