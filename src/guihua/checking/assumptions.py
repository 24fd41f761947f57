"""Named assumptions: not in the text, off by default, listed in every result that used them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from guihua.checking.quantities import split
from guihua.checking.system import Bound, Group, Rank
from guihua.plan.data import load

if TYPE_CHECKING:
    from guihua.checking.settings import Settings


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption. kind `growth`: a quantity grows by lo to hi % a year; kind `alike`: measures are taken as one."""

    name: str
    zh: str
    en: str
    kind: str
    variable: str = ""
    lo: Fraction = Fraction(0)
    hi: Fraction = Fraction(0)
    measures: tuple[str, ...] = ()
    reason: str = ""


def known_assumptions() -> dict[str, Assumption]:
    """Every assumption by its name."""
    return dict(_table())


def assumption_groups(groups: Sequence[Group], settings: Settings) -> list[Group]:
    """The groups of the assumptions that are switched on, over the years that the plan speaks of."""
    known, found = known_assumptions(), []
    unknowns = {v for group in groups for v in group.variables}
    for name in settings.assumptions:
        assumed = known[name]
        if assumed.kind != "growth":
            continue
        years = sorted(int(year) for key, year in map(split, unknowns) if key == assumed.variable and year.isdigit())
        bounds = tuple(_grown(assumed.variable, a, b, assumed.lo, assumed.hi) for a, b in pairwise(years))
        if bounds:
            found.append(Group(f"assumption:{name}", Rank.ASSUMPTION, bounds))
    return found


def _grown(key: str, first: int, last: int, lo: Fraction, hi: Fraction) -> Bound:
    one = Fraction(1)
    low, high = (one + lo / 100) ** (last - first), (one + hi / 100) ** (last - first)
    return Bound(((f"{key}|{last}", one),), ((f"{key}|{first}", one),), low, high)


@cache
def _table() -> dict[str, Assumption]:
    return {
        a["name"]: Assumption(
            name=a["name"],
            zh=a["zh"],
            en=a["en"],
            kind=a["kind"],
            variable=a.get("variable", ""),
            lo=Fraction(a.get("lo", "0")),
            hi=Fraction(a.get("hi", "0")),
            measures=tuple(a.get("measures", ())),
            reason=a["reason"],
        )
        for a in load("assumptions.yaml", "guihua.checking.data")["assumptions"]
    }
