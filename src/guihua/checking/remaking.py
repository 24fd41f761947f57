"""Making a finding again from what it rests on: code, severity, weight, sums and explanations, all from its members.

Every code has one maker, which the search and this module both call. What only the text can tell stays given: which
statements a rule picked, that they stand in one sentence, the claim of a heading, the words of a gap, a list's items.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guihua.checking import clashes, linkage, published, relations
from guihua.checking.certificates import Conflict
from guihua.checking.finding import Finding, Member
from guihua.checking.rules import agreement, coverage, intensity, lists, pace, remainder, steady, sums, whole_numbers
from guihua.checking.settings import Settings
from guihua.plan.statement import Statement


@dataclass(frozen=True, slots=True)
class Given:
    """What a finding rests on.

    statements  its members that are statements, in their order; others: its members that are not
    parameters  what it says of itself; only what the text alone can tell is taken from here
    """

    statements: tuple[Statement, ...]
    others: tuple[Member, ...]
    parameters: Mapping[str, str]
    settings: Settings

    def word(self, name: str) -> str:
        """A parameter; ValueError where it is missing."""
        if name not in self.parameters:
            raise ValueError(f"{name} is missing")
        return self.parameters[name]


def remade(
    found: Finding, statements: Mapping[str, Statement], conflicts: Mapping[str, Conflict], settings: Settings
) -> Finding:
    """The finding that these members give. ValueError where they give none of its kind."""
    if found.members and all(m.name.startswith(relations.PREFIX) for m in found.members):
        return relations.remade(found.members, dict(found.parameters), settings)
    if found.proof or found.code in PROVED:
        conflict = conflicts.get(found.proof)
        if conflict is None:
            raise ValueError("its proof is missing")
        together = dict(found.parameters).get("together") == "yes"
        return clashes.finding_of(conflict, statements, settings, together=together)
    maker = MAKERS.get(found.code)
    if maker is None:
        raise ValueError(f"unknown code {found.code}")
    own = tuple(statements[m.statement] for m in found.members if m.statement in statements)
    others = tuple(m for m in found.members if m.statement not in statements)
    return maker(Given(own, others, dict(found.parameters), settings))


def _gap(g: Given) -> Finding:
    rate, gap, stated = g.statements
    return coverage.gap_against(rate, gap, stated, g.word("gap"), g.settings)


def _fell(g: Given) -> Finding:
    flow, then, stock, before = g.statements
    return intensity.fell_per_unit(flow, then, stock, before, g.word("claim"))


def _listed(g: Given) -> Finding:
    (member,) = g.others
    items = g.parameters.get("items", "")
    return lists.counted(member.quote, member.start or 0, items.split("、") if items else ())


def _restated(g: Given) -> Finding:
    target, link, base, end = g.statements
    return remainder.restated(target, link, base, end, g.settings)


def _widened(g: Given) -> Finding:
    base, change, target = g.statements
    return pace.widened(base, change, target, g.parameters.get("assumption", ""), g.settings)


def _differs(g: Given) -> Finding:
    if len(g.statements) == 2:
        ratio, stated = g.statements
        return published.ratio_differs(ratio, stated, g.others[0], g.word("publisher"))
    return published.differs(g.statements[0], g.others[0], g.word("publisher"), later=g.word("later") == "yes")


def _agreed(g: Given) -> Finding:
    base, growth, end = g.statements
    return agreement.agreed(base, growth, end, g.settings)


def _cast_back(g: Given) -> Finding:
    level, change = g.statements
    return whole_numbers.cast_back(level, change)


def _compared(g: Given) -> Finding:
    earlier, first, later, second = g.statements
    return steady.compared(earlier, first, later, second, g.settings)


def _crowded(g: Given) -> Finding:
    total, ratio, growth = g.statements
    return steady.crowded(total, ratio, growth)


def _contrary(g: Given) -> Finding:
    base, target = g.statements
    return pace.contrary(base, target)


def _span(g: Given) -> Finding:
    first, last = g.others
    return published.unusual_span(g.statements[0], first, last, g.settings)


def _rare(g: Given) -> Finding:
    first, last, growth = g.others
    return published.rare_prices(first, last, growth, g.word("indicator"), g.settings)


def _linked(g: Given) -> Finding:
    target, other = g.statements
    return linkage.linked(target, other, g.word("plan"), g.settings)


PROVED = ("GH101", "GH102", "GH103", "GH104", "GH105")
"""Codes of proved conflicts."""

MAKERS: dict[str, Callable[[Given], Finding]] = {
    "GH110": _agreed,
    "GH111": lambda g: sums.added_up(g.statements[:-1], g.statements[-1], g.settings),
    "GH120": _cast_back,
    "GH121": _cast_back,
    "GH130": _compared,
    "GH131": _crowded,
    "GH140": lambda g: coverage.other_wholes(g.statements[:-1], g.statements[-1]),
    "GH141": _gap,
    "GH142": _gap,
    "GH150": _fell,
    "GH151": lambda g: intensity.rises_in_total(g.statements[0], g.statements[1:]),
    "GH160": _listed,
    "GH161": _listed,
    "GH170": lambda g: remainder.rest_must_grow(g.statements[0], g.statements[1], g.statements[2:]),
    "GH171": _restated,
    "GH180": _widened,
    "GH190": _contrary,
    "GH201": _differs,
    "GH202": _span,
    "GH203": _rare,
    "GH301": _linked,
    "GH302": _linked,
    "GH303": _linked,
    "GH304": lambda g: linkage.regions_summed(g.statements[0], g.statements[1:]),
    "GH305": lambda g: linkage.not_taken_up(g.statements[0], g.word("plan")),
}
"""Code → how its finding is made again."""
