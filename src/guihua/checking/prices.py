"""Real and nominal statements of one quantity of money, and the price index that stands between them.

A plan says 是2010年的1.5倍 and 年均增长11.9%: if the ratio is in current prices and the growth in comparable ones, both
can be true, and prices moved by so much. So a quantity of money has a twin in comparable prices, and for each pair of
years in which both are spoken of a price index is an unknown of its own: nominal change = real change x index. Only its
quotient between two years counts, so the year whose prices are the comparable ones need not be known.

Readings ask the question the other way round, for one conflict: would the statements agree if some of them were real and
prices had moved as they usually do?
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from guihua.checking.identities import Identity, group_of_identity
from guihua.checking.normal import group_of
from guihua.checking.quantities import REAL, at, counts_money, moneyed, quantity_of, split, twins
from guihua.checking.settings import Settings
from guihua.checking.system import Group, Power, Rank
from guihua.plan.statement import Form, Price, Statement

ONE = Fraction(1)
READINGS: tuple[frozenset[Form], ...] = (
    frozenset({Form.GROWTH}),
    frozenset({Form.GROWTH, Form.CHANGE}),
    frozenset({Form.GROWTH, Form.CHANGE, Form.RATIO}),
)
"""Which forms may be in comparable prices where none are stated, the commonest first; levels and sums never are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a conflict's statements: these forms real, all others nominal, prices moving as usual."""

    forms: tuple[str, ...]
    groups: tuple[Group, ...]


def readings(
    named: Sequence[Statement], identities: Sequence[Identity], settings: Settings, clashing: frozenset[str]
) -> list[Reading]:
    """The readings under which prices stand between some of these statements and others; [] where none do."""
    money = moneyed(named)
    found: list[Reading] = []
    seen = set()
    for forms in READINGS:
        real = frozenset(s.id for s in named if _may_be_real(s, forms, money))
        if not real or real in seen:
            continue
        seen.add(real)
        groups = [g for s in named if (g := group_of(s, settings, clashing, comparable=_priced(s, real, money)))]
        groups += [group_of_identity(_in_comparable_prices(i)) for i in identities]
        usual = usual_prices({v for g in groups for v in g.variables}, settings, multiple=_multiple(named))
        if usual:
            found.append(Reading(tuple(sorted(forms)), (*groups, *usual)))
    return found


def _multiple(named: Sequence[Statement]) -> bool:
    """Do they state multiples and rates alone, no level?"""
    forms = {s.form for s in named}
    return bool(forms & {Form.RATIO, Form.CHANGE}) and forms <= {Form.RATIO, Form.CHANGE, Form.GROWTH}


def usual_prices(unknowns: Iterable[str], settings: Settings, *, multiple: bool = False) -> list[Group]:
    """Price changes within the settings' usual range, for every twin among these unknowns; wider for a bare multiple."""
    known = dict(settings.values)
    usual = settings.value("usual_prices_low")
    low = known.get("multiple_prices_low", usual) if multiple else usual  # older bundles carry no such setting
    high = settings.value("usual_prices_high")
    return [
        Group(
            f"usual_prices；{key}；{first}-{last}",
            Rank.IDENTITY,
            (
                Power(
                    tuple(sorted(quotient(key, first, last))),
                    (ONE + low) ** (last - first),
                    (ONE + high) ** (last - first),
                ),
            ),
        )
        for key, first, last in twins(unknowns)
    ]


def quotient(key: str, first: int | str, last: int | str) -> list[tuple[str, int]]:
    """The index of prices between two years as a product: nominal change over real change."""
    return [(at(key, last), 1), (at(key, first), -1), (at(key + REAL, last), -1), (at(key + REAL, first), 1)]


def _in_comparable_prices(identity: Identity) -> Identity:
    """Consumption per unit of value added is counted in comparable prices (国发〔2007〕36号): so is its denominator."""
    if identity.kind != "product":
        return identity
    parts = tuple(
        at(key + REAL, year) if counts_money(key) else at(key, year) for key, year in map(split, identity.parts)
    )
    return replace(identity, parts=parts)


def _may_be_real(s: Statement, forms: frozenset[Form], money: frozenset[str]) -> bool:
    """Is it of one of these forms, of money, with no prices stated? A fall per unit of value added counts too."""
    key = quantity_of(s).key
    return s.form in forms and s.price is Price.UNSTATED and (key in money or "intensity" in key.partition("[")[0])


def _priced(s: Statement, real: frozenset[str], money: frozenset[str]) -> bool:
    """Consumption per unit has no twin of its own: its denominator has."""
    return s.id in real and quantity_of(s).key in money
