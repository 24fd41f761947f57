"""Which quantity a statement speaks of: the name under which two statements meet in one unknown.

A quantity is a concept (`value_added[industry]`), the area or population it is counted over where that is not the
whole region, and a year: `value_added[industry]@规模以上|2015`. Prices kept comparable make another quantity than
current ones. A label that the concept table does not know keeps its own words, and its joins are marked as loose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.plan import Plan
from guihua.plan.regions import find_region
from guihua.plan.statement import Form, Price, Statement, Threshold
from guihua.plan.units import find_unit

_WHOLE_AREA = frozenset(
    (
        "",
        "全区",
        "全省",
        "全市",
        "全县",
        "全盟",
        "全州",
        "全旗",
        "我区",
        "我省",
        "我市",
        "我县",
        "本区",
        "自治区",
        "全社会",
    )
)
_NATION = ("", "000000", "100000")
_MONEY = frozenset(
    ("value_added", "output", "revenue", "profit", "tax", "investment", "gdp", "rd_expenditure", "income")
)


REAL = "~comparable"
"""What ends the name of a quantity in comparable prices."""

PRICE = "price["
"""What begins the name of a price index: `price[value_added[industry]]|2010-2015`, the later year over the earlier."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A statement's quantity without the year.

    key     concept with area and population; what is compared
    part, whole   for a share whose two sides are known: their keys, else ""
    known   the concept table knows the label
    money   it is counted in money, so prices matter
    """

    key: str
    part: str = ""
    whole: str = ""
    known: bool = False
    money: bool = False


def quantity_of(statement: Statement) -> Quantity:
    """The quantity that a statement speaks of. Kept by the slots that decide it: a plan asks it of each many times."""
    key = (
        statement.indicator,
        statement.form,
        statement.unit,
        statement.measure,
        statement.subject,
        statement.whole,
        statement.population,
        statement.threshold,
        statement.scope,
        statement.region,
        statement.price,
    )
    found = _KNOWN.get(key)
    if found is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[key] = _quantity_of(statement)
    return found


_KNOWN: dict[tuple[object, ...], Quantity] = {}
_MOST_KNOWN = 100_000


def _quantity_of(statement: Statement) -> Quantity:
    found = _indicator(statement)
    money = found.measure in _MONEY
    coverage = found.threshold if money else None
    tail = _tail(statement, found, coverage)
    core = concepts.variable(found.measure, found.subject, found.whole, None if coverage else found.threshold)
    if statement.form is Form.SHARE and not found.whole:
        money = False
    if (
        not found.whole
        or statement.form not in (Form.SHARE, Form.CHANGE_PP)
        or found.measure.startswith("contribution.")
    ):
        mark = "%" if statement.form in (Form.SHARE, Form.CHANGE_PP) and not found.whole else ""
        return Quantity(core + mark + tail, known=found.known, money=money)
    part = concepts.variable(found.measure, found.subject)
    return Quantity(core + tail, part + tail, found.whole + tail, found.known, False)


def local(plan: Plan) -> Plan:
    """The plan as its own region sees it; see `localised`."""
    return replace(plan, statements=tuple(localised(s, plan.region) for s in plan.statements))


def localised(statement: Statement, region: str) -> Statement:
    """The statement without its region where that is the given one, and with the region that its label names otherwise.

    In a nation's plan 全国 is the whole area; in a region's plan it is another one.
    """
    named = _named_region(statement.indicator) if statement.region in ("", region) else ""
    found = named or statement.region
    scope = "" if region in _NATION and statement.scope in ("全国", "我国") else statement.scope
    return replace(statement, region="" if found == region else found, scope=scope)


def adds_up(statement: Statement) -> bool:
    """Do its yearly values add up over years? Flows and money do; a stock (an area, a number of firms) does not."""
    unit = find_unit(statement.unit)
    return _indicator(statement).measure in _flows() or (unit is not None and unit.dimension == "money")


def bare(statement: Statement) -> bool:
    """Is its label a measure alone (产值, 投资), which means the subject of its paragraph?"""
    found = _indicator(statement)
    return not (found.subject or found.whole or found.threshold) and found.measure not in _stand_alone()


def moneyed(statements: Iterable[Statement]) -> frozenset[str]:
    """The quantities of these statements that are amounts of money: by their concept, or by a unit that one of them has."""
    found = set()
    for s in statements:
        quantity, unit = quantity_of(s), find_unit(s.unit)
        if quantity.money or (unit is not None and unit.dimension == "money"):
            found.add(quantity.key)
    return frozenset(found)


def at(key: str, year: int | str) -> str:
    """The unknown of a quantity in a year."""
    return f"{key}|{year}"


def counts_money(key: str) -> bool:
    """Is the quantity of this name an amount of money?"""
    core = key.partition("@")[0]
    return not core.startswith(("share(", PRICE)) and "{" not in core and core.partition("[")[0] in _MONEY


def split(unknown: str) -> tuple[str, str]:
    """(key, year) of an unknown."""
    key, _, year = unknown.rpartition("|")
    return key, year


def twins(unknowns: Iterable[str]) -> list[tuple[str, int, int]]:
    """(quantity, year, later year) wherever it is spoken of in current and in comparable prices in both years."""
    nominal: dict[str, set[int]] = defaultdict(set)
    real: dict[str, set[int]] = defaultdict(set)
    for key, year in map(split, unknowns):
        if year.isdigit():
            (real if key.endswith(REAL) else nominal)[key.removesuffix(REAL)].add(int(year))
    return [(key, first, last) for key in sorted(real) for first, last in pairwise(sorted(real[key] & nominal[key]))]


def area_of(statement: Statement) -> str:
    """The area or group it is counted over, as far as it is not the whole region and not in the label; "" else."""
    scope = statement.scope.strip()
    if scope in _WHOLE_AREA or scope in statement.indicator or scope == statement.population:
        return ""
    for word in ("全区", "全省", "全市", "我区", "我省", "我市"):
        rest = scope.removeprefix(word)
        if rest != scope and (not rest or rest in statement.indicator):
            return ""
    subject = _resolved(scope + "产值").subject
    own = statement.subject or _resolved(statement.indicator).subject
    return "" if subject and subject == own else scope


def _tail(statement: Statement, found: concepts.Indicator, coverage: Threshold | None) -> str:
    """What stands behind the concept: population, area, region, price; a bar on money (500万元以上) is a coverage."""
    population = statement.population or found.population
    if coverage is not None and not population:
        population = f"{coverage.comparator}{coverage.value}{coverage.unit}"
    area = area_of(statement)
    tail = f"@{population}" if population else ""
    if area and area != population:
        tail += f"@{area}"
    if statement.region:
        tail += f"@{statement.region}"
    if "美元" in statement.unit:
        tail += "@美元"
    if statement.price is Price.COMPARABLE and statement.form in (Form.LEVEL, Form.GROWTH, Form.CHANGE, Form.RATIO):
        tail += REAL
    return tail


def _indicator(statement: Statement) -> concepts.Indicator:
    """The concept: from the statement's own slots where reading filled them, else from its label."""
    found = _resolved(statement.indicator)
    if not statement.measure:
        return found
    return concepts.Indicator(
        label=found.label,
        measure=statement.measure,
        subject=statement.subject,
        whole=statement.whole,
        population=statement.population or found.population,
        threshold=statement.threshold or found.threshold,
        known=found.known,
    )


@cache
def _named_region(label: str) -> str:
    """The code of the region that a label begins with, "" where it begins with none."""
    for length in range(min(9, len(label) - 1), 2, -1):
        found = find_region(label[:length])
        if found and label[:length] == found.name:
            return found.code
    return ""


@cache
def _resolved(label: str) -> concepts.Indicator:
    return concepts.resolve(label)


@cache
def _flows() -> frozenset[str]:
    return frozenset(name for line in load("words.yaml", "guihua.checking.data")["flows"] for name in line)


@cache
def _stand_alone() -> frozenset[str]:
    return frozenset(load("words.yaml", "guihua.checking.data")["stand_alone"])
