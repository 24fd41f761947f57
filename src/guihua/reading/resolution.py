"""Labels resolved to concepts, the title to a region, words to a price basis."""

from __future__ import annotations

from guihua.plan import concepts
from guihua.plan.concepts import Indicator
from guihua.plan.regions import find_region
from guihua.plan.statement import Price
from guihua.reading.compiler import resolution_patterns

_CACHE: dict[str, Indicator] = {}
_LIMIT = 20_000


def indicator_of(label: str) -> Indicator:
    """The label resolved to measure, subject, whole and population; labels are remembered, figures are not in them."""
    found = _CACHE.get(label)
    if found is None:
        found = concepts.resolve(label)
        if len(_CACHE) < _LIMIT:
            _CACHE[label] = found
    return found


def price(words: str) -> Price:
    """Whether the words state current or comparable prices."""
    found = resolution_patterns().price.search(words)
    if not found:
        return Price.UNSTATED
    return Price.COMPARABLE if found.lastgroup == "comparable" else Price.CURRENT


def plan_region(title: str, head: str) -> str:
    """The region code that the title names, else that of 全国 where 国务院 or 国家 opens it, else the first of the head; "" for none."""
    for place in (title, head):
        if place is head and resolution_patterns().national.match(title):
            return "100000"
        for found in resolution_patterns().region.finditer(place):
            name = found.group()
            for length in range(len(name), 1, -1):
                for start in range(len(name) - length + 1):
                    if region := find_region(name[start : start + length]):
                        return region.code
    return ""
