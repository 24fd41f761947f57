"""Identities that join a plan's quantities: sums of parts, shares of a whole, intensities, bars that counts imply.

They come from the text where it lists the parts (a chapter headed 四大传统工业基地 whose four paragraphs each state the
output of one), else from the concept table and `identities.yaml`. Each is a group of rank IDENTITY whose name says what
it is, so that a verifier builds the same rows from the name alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from guihua.checking.quantities import PRICE, REAL, at, counts_money, quantity_of, split, twins
from guihua.checking.system import Bound, Group, Power, Rank
from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Statement

ONE = Fraction(1)
NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_HEADED = re.compile(r"([两二三四五六七八九十])大")
_BAR = re.compile(r"\{(?P<what>[^<>=]*)(?P<sign>>=?)(?P<bar>\d+(?:\.\d+)?)(?P<unit>[^}]*)\}")


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity between unknowns (quantity and year).

    kind    "sum" (whole = Σ parts), "within" (Σ parts ≤ whole), "product" (whole = Π parts), "share" (whole is the
            share in %, of parts[0] in parts[1]), "bar" (whole ≥ bar × parts[0]), "price" (whole is the index of prices
            between two years: parts are the nominal quantity then and before, the real one then and before)
    bar     for a bar: in the base unit, else ""
    source  "text" or "concepts": where the list of parts comes from
    """

    kind: str
    whole: str
    parts: tuple[str, ...]
    bar: str = ""
    source: str = "concepts"

    @property
    def name(self) -> str:
        """The group's name; `group_from_name` reads it back."""
        return "；".join(("identity", self.kind, self.source, self.bar, self.whole, *self.parts))


def identity_from_name(name: str) -> Identity:
    """The identity of a group's name; GuihuaError CHECK-IDENTITY where it is none."""
    head, *rest = name.split("；")
    if head != "identity" or len(rest) < 5 or rest[0] not in _ROWS:
        raise GuihuaError("CHECK-IDENTITY", f"不是恒等式 not an identity: {name!r:.80}", "")
    return Identity(rest[0], rest[3], tuple(rest[4:]), rest[2], rest[1])


def group_of_identity(identity: Identity) -> Group:
    """The rows of an identity."""
    return Group(identity.name, Rank.IDENTITY, _ROWS[identity.kind](identity))


def identities_for(plan: Plan, groups: Sequence[Group]) -> list[Identity]:
    """The identities among the quantities that these groups speak of."""
    unknowns = {v for group in groups for v in group.variables}
    listed = compositions(plan)
    wholes = {i.whole for i in listed}
    found = [i for i in listed if i.whole in unknowns]
    found += [i for i in _sums(unknowns) if i.whole not in wholes]
    found += _products(unknowns)
    found += _shares(plan.statements, unknowns)
    found += _bars(unknowns)
    found += _prices(unknowns)
    return found


def compositions(plan: Plan) -> list[Identity]:
    """Wholes whose parts the text lists: a section headed N大X, with exactly N levels of the measure of “N大X”."""
    found = []
    for whole in plan.statements:
        number = _HEADED.search(whole.indicator) or _HEADED.search(whole.scope)
        if whole.form is not Form.LEVEL or whole.year is None or number is None:
            continue
        name = (whole.indicator if _HEADED.search(whole.indicator) else whole.scope)[
            number.start() : number.start() + 4
        ]
        for section in plan.sections:
            if name not in section.title:
                continue
            inside = [
                s
                for s in plan.statements
                if section.start <= s.start < section.end
                and s.form is Form.LEVEL
                and s.year == whole.year
                and s.id != whole.id
                and _measure(s) == _measure(whole)
            ]
            if len(inside) == NUMERALS[number[1]]:
                parts = tuple(at(quantity_of(s).key, whole.year) for s in inside)
                found.append(Identity("sum", at(quantity_of(whole).key, whole.year), parts, source="text"))
                break
    return found


def _measure(statement: Statement) -> str:
    return statement.measure or concepts.resolve(statement.indicator).measure


def _sums(unknowns: set[str]) -> Iterable[Identity]:
    """Sums of the tables: exact where every part is spoken of, else the parts named are at most the whole."""
    by_tail: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for unknown in unknowns:
        key, year = split(unknown)
        core, at_sign, tail = key.partition("@")
        by_tail[at_sign + tail, year][core] = unknown
    for (_, _), cores in sorted(by_tail.items()):
        for core, unknown in sorted(cores.items()):
            for parts in _parts(core):
                present = tuple(cores[p] for p in parts if p in cores)
                if len(present) == len(parts):
                    yield Identity("sum", unknown, present)
                elif present:
                    yield Identity("within", unknown, present)


def _parts(core: str) -> Iterable[tuple[str, ...]]:
    """Every way in which the tables split a concept."""
    for entry in load("identities.yaml", "guihua.checking.data")["sums"]:
        if entry["whole"] == core:
            yield tuple(entry["parts"])
    measure, bracket, subject = core.partition("[")
    if bracket and (listed := concepts.parts_of(subject.removesuffix("]"))):
        yield tuple(f"{measure}[{part}]" for part in listed)


def _products(unknowns: set[str]) -> Iterable[Identity]:
    for entry in _product_table():
        whole, factors = entry
        for unknown in sorted(unknowns):
            key, year = split(unknown)
            core, at_sign, tail = key.partition("@")
            if core == factors[0] and at(factors[1] + at_sign + tail, year) in unknowns:
                parts = tuple(at(f + at_sign + tail, year) for f in factors)
                if at(whole + at_sign + tail, year) in unknowns:
                    yield Identity("product", at(whole + at_sign + tail, year), parts)


def _shares(statements: Sequence[Statement], unknowns: set[str]) -> Iterable[Identity]:
    """A share of its own (for points) is tied to its two sides in the years where it is spoken of and they are."""
    seen = set()
    for statement in statements:
        quantity = quantity_of(statement)
        if statement.form is not Form.CHANGE_PP or not quantity.part or quantity.key in seen:
            continue
        seen.add(quantity.key)
        for unknown in sorted(unknowns):
            key, year = split(unknown)
            sides = (at(quantity.part, year), at(quantity.whole, year))
            if key == quantity.key and all(side in unknowns for side in sides):
                yield Identity("share", unknown, sides)


def _bars(unknowns: set[str]) -> Iterable[Identity]:
    """Counts over a bar: n parks over 100亿元 make at least n × 100亿元; more pass a lower bar than a higher one."""
    counts = sorted((bar, u) for u in unknowns if (bar := _bar_of(u)) is not None)
    for bar, unknown in counts:
        subject = bar.core.partition("[")[2].removesuffix("]")
        total = at((f"{bar.what}[{subject}]" if subject else bar.what) + bar.tail, bar.year)
        if bar.what and total in unknowns:
            yield Identity("bar", total, (unknown,), str(bar.limit))
        for other, higher in counts:
            if other.alike == bar.alike and other.limit > bar.limit:
                yield Identity("within", unknown, (higher,))


def _prices(unknowns: set[str]) -> Iterable[Identity]:
    """Price indices between real and nominal statements of one quantity, and over all years where there are several."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, first, last in twins(unknowns):
        if not counts_money(key):
            continue
        spans[key].append((first, last))
        parts = (at(key, last), at(key, first), at(key + REAL, last), at(key + REAL, first))
        yield Identity("price", _index(key, first, last), parts)
    for key, pairs in spans.items():
        if len(pairs) > 1:
            yield Identity(
                "product", _index(key, pairs[0][0], pairs[-1][1]), tuple(_index(key, a, b) for a, b in pairs)
            )


def _index(key: str, first: int, last: int) -> str:
    return at(f"{PRICE}{key}]", f"{first}-{last}")


@dataclass(frozen=True, slots=True, order=True)
class _Bar:
    """A counting unknown taken apart: count[parks]{output>10000000000元}@tail|year."""

    core: str
    what: str
    tail: str
    year: str
    limit: Fraction

    @property
    def alike(self) -> tuple[str, ...]:
        """What two bars must share to be compared."""
        return self.core, self.what, self.tail, self.year


def _bar_of(unknown: str) -> _Bar | None:
    key, year = split(unknown)
    found = _BAR.search(key)
    if found is None:
        return None
    return _Bar(key[: found.start()], found["what"], key[found.end() :], year, Fraction(found["bar"]))


def _sum_rows(i: Identity) -> tuple[Bound | Power, ...]:
    terms = tuple((p, ONE) for p in i.parts)
    return (Bound((*terms, (i.whole, -ONE)), (), Fraction(0), Fraction(0)),)


def _within_rows(i: Identity) -> tuple[Bound | Power, ...]:
    if len(i.parts) == 1:
        return (Bound(((i.parts[0], ONE),), ((i.whole, ONE),), None, ONE),)
    return (Bound((*((p, ONE) for p in i.parts), (i.whole, -ONE)), (), None, Fraction(0)),)


def _product_rows(i: Identity) -> tuple[Bound | Power, ...]:
    return (Power((*((p, 1) for p in i.parts), (i.whole, -1)), ONE, ONE),)


def _share_rows(i: Identity) -> tuple[Bound | Power, ...]:
    part, whole = i.parts
    return (Power(((part, 1), (whole, -1), (i.whole, -1)), Fraction(1, 100), Fraction(1, 100)),)


def _bar_rows(i: Identity) -> tuple[Bound | Power, ...]:
    return (Bound(((i.whole, ONE),), ((i.parts[0], ONE),), Fraction(i.bar), None),)


def _price_rows(i: Identity) -> tuple[Bound | Power, ...]:
    exponents = zip(i.parts, (1, -1, -1, 1), strict=True)
    return (Power((*exponents, (i.whole, -1)), ONE, ONE),)


_ROWS = {
    "sum": _sum_rows,
    "within": _within_rows,
    "product": _product_rows,
    "share": _share_rows,
    "bar": _bar_rows,
    "price": _price_rows,
}


@cache
def _product_table() -> tuple[tuple[str, tuple[str, str]], ...]:
    entries = load("identities.yaml", "guihua.checking.data")["products"]
    return tuple((e["whole"], (e["factors"][0], e["factors"][1])) for e in entries)
