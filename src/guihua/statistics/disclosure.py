"""What may leave the house: figures by publish level and embargo, and no count so small that it points at somebody.

A count of one or two enterprises in a region below the province tells about those enterprises, and so do all figures of
a single enterprise, whatever publish level they were given. The law, the number and whose number it is stand in
`data/disclosure.yaml`. Dominance of one unit in an amount is not seen here: a person sets that figure's level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from guihua.errors import GuihuaError
from guihua.plan.data import load
from guihua.statistics.bodies import is_enterprise
from guihua.statistics.holding import is_public
from guihua.statistics.observation import Observation, Transformation

SETTING = "disclosure.least"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """least: a count above zero and below it is kept back; units: in which units and people are counted; note, law: in Chinese and English,
    whose number it is and which article asks for one."""

    least: int
    units: tuple[str, ...]
    note: tuple[str, str]
    law: tuple[str, str]


def disclosure(given: Mapping[str, str] | None = None) -> Disclosure:
    """The rule, with what a project sets in its place (`[settings] disclosure.least`).

    Errors: DISCLOSURE-SETTING for a name or a number that is none, or one below the rule's own: a project may be stricter, not laxer.
    """
    rule = _rule()
    for key, value in (given or {}).items():
        if key.startswith("disclosure."):
            rule = Disclosure(_stricter(key, value, rule.least), rule.units, ("", ""), rule.law)
    return rule


def publishable(rows: Iterable[Observation], today: date, *, rule: Disclosure | None = None) -> tuple[Observation, ...]:
    """The observations that may be shown to everybody today: the real day, whatever day is looked from."""
    shown = (o for o in rows if is_public(o.publish_level, today) and not is_enterprise(o.region))
    return tuple(o for o in shown if not small(o, rule))


def small(o: Observation, rule: Disclosure | None = None) -> bool:
    """Whether a figure is a small cell: a count above zero and below the least, of a region below the province."""
    rule = rule or _rule()
    below = not o.region.endswith("0000")
    counts = below and o.transformation is Transformation.LEVEL and o.unit in rule.units
    return counts and Decimal(0) < o.number < rule.least


@cache
def _rule() -> Disclosure:
    data = load("disclosure.yaml", "guihua.statistics.data")
    least = data["least"]
    return Disclosure(
        int(least["value"]), tuple(data["units"]), (least["zh"], least["en"]), (least["law"]["zh"], least["law"]["en"])
    )


def _stricter(key: str, value: str, least: int) -> int:
    if key != SETTING or not (value.isascii() and value.isdigit()) or int(value) < least:
        raise GuihuaError(
            "DISCLOSURE-SETTING",
            f"公布下限的设定有误 not a setting of disclosure: {key} = {value[:20]}",
            f"{SETTING} = 不小于 {least} 的整数 a whole number of at least {least}",
            "guihua.toml",
        )
    return int(value)
