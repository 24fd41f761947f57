"""Named assumptions: not in the text, off by default, listed in every result that used them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from guihua.checking.quantities import PRICE, at, split
from guihua.checking.system import Bound, Group, Rank
from guihua.errors import GuihuaError
from guihua.plan.data import load

if TYPE_CHECKING:
    from guihua.checking.settings import Settings

HEAD = "assumption:"
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption. kind `growth`: a quantity grows by lo to hi % a year; `real`: growth is in comparable prices where
    none are stated; `prices`: price indices move by lo to hi % a year; `alike`: measures are taken as one.
    """

    name: str
    zh: str
    en: str
    kind: str
    reason: str
    example: str
    example_en: str
    variable: str = ""
    lo: Fraction = Fraction(0)
    hi: Fraction = Fraction(0)
    measures: tuple[str, ...] = ()


def known_assumptions() -> dict[str, Assumption]:
    """Every assumption by its name."""
    return dict(_table())


def assumption_named(group: str) -> Assumption | None:
    """The assumption that a group or a member of this name stands for; None where it is none."""
    name, _, _ = group.removeprefix(HEAD).partition("；")
    return _table().get(name) if group.startswith(HEAD) else None


def takes_growth_as_real(settings: Settings) -> bool:
    """Is growth that states no prices taken to be in comparable ones?"""
    return any(_table()[name].kind == "real" for name in settings.assumptions)


def assumption_groups(unknowns: Iterable[str], settings: Settings) -> list[Group]:
    """The groups of the assumptions that are switched on, over the years and price indices that a plan speaks of."""
    years: dict[str, list[int]] = defaultdict(list)
    indices: list[tuple[str, str]] = []
    for key, year in map(split, sorted(set(unknowns))):
        if key.startswith(PRICE):
            indices.append((key, year))
        elif year.isdigit():
            years[key].append(int(year))
    found = []
    for assumed in (_table()[name] for name in settings.assumptions):
        if assumed.kind == "growth":
            pairs = pairwise(sorted(years[assumed.variable]))
            found += [assumption_group(_name(assumed, assumed.variable, f"{a}-{b}"), settings) for a, b in pairs]
        elif assumed.kind == "prices":
            found += [assumption_group(_name(assumed, key, span), settings) for key, span in indices]
    return found


def assumption_group(name: str, settings: Settings) -> Group:
    """The rows that a group's name stands for. GuihuaError CHECK-ASSUMPTION where it is none that is switched on."""
    assumed, rest = assumption_named(name), name.split("；")
    if assumed is None or assumed.name not in settings.assumptions or len(rest) != 3:
        raise _none(name)
    _, key, span = rest
    first, dash, last = span.partition("-")
    if not (dash and first.isdigit() and last.isdigit() and int(first) < int(last)):
        raise _none(name)
    count = int(last) - int(first)
    low, high = (ONE + assumed.lo / 100) ** count, (ONE + assumed.hi / 100) ** count
    if assumed.kind == "growth" and key == assumed.variable:
        bound = Bound(((at(key, last), ONE),), ((at(key, first), ONE),), low, high)
    elif assumed.kind == "prices" and key.startswith(PRICE):
        bound = Bound(((at(key, span), ONE),), (), low, high)
    else:
        raise _none(name)
    return Group(name, Rank.ASSUMPTION, (bound,))


def assumption_reference() -> str:
    """The page docs/reference/assumptions.md, made from the data."""
    lines = [
        "# Assumptions",
        "",
        "What `guihua check` and `guihua implied` may take as true although the text does not say it. All are off by default,",
        "switched on by name (`--assume NAME`, or `assumptions: [NAME]` in a settings file) and listed in every result.",
        "",
    ]
    for a in _table().values():
        lines += [f"## {a.name}", "", f"{a.zh}。", "", f"*{a.en}*", "", f"**Why.** {a.reason.strip()}.", ""]
        lines += [f"**Example.** {a.example}。 *{a.example_en}.*", ""]
    return "\n".join(lines)


def _name(assumed: Assumption, key: str, span: str) -> str:
    return f"{HEAD}{assumed.name}；{key}；{span}"


def _none(name: str) -> GuihuaError:
    return GuihuaError(
        "CHECK-ASSUMPTION", f"没有启用这项假定 no assumption that is switched on: {name!r:.80}", "--list-assumptions"
    )


@cache
def _table() -> dict[str, Assumption]:
    return {
        a["name"]: Assumption(
            name=a["name"],
            zh=a["zh"],
            en=a["en"],
            kind=a["kind"],
            reason=a["reason"],
            example=a["example"],
            example_en=a["example_en"],
            variable=a.get("variable", ""),
            lo=Fraction(a.get("lo", "0")),
            hi=Fraction(a.get("hi", "0")),
            measures=tuple(a.get("measures", ())),
        )
        for a in load("assumptions.yaml", "guihua.checking.data")["assumptions"]
    }
