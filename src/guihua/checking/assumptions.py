"""Named assumptions: not in the text, off by default, listed in every result that used them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from guihua.plan.data import load


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
