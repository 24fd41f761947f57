"""The words of releases as data, compiled once: data/words.yaml and data/measures.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.plan.data import load

_DATA = "guihua.statistics.harvest.data"


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of words, each explained in data/words.yaml."""

    nation: frozenset[str]
    abroad: frozenset[str]
    areas: frozenset[str]
    no_places: frozenset[str]
    short_names: dict[str, str]
    other_names: dict[str, tuple[str, ...]]
    up: tuple[str, ...]
    down: tuple[str, ...]
    agencies: re.Pattern[str]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """What figures measure: heads of indicators and how names are completed, explained in data/measures.yaml."""

    heads: re.Pattern[str]
    only: re.Pattern[str]
    rates: re.Pattern[str]
    money: re.Pattern[str]
    names: dict[str, str]
    expand: tuple[tuple[str, str, re.Pattern[str], str], ...]
    products: re.Pattern[str]
    branches: re.Pattern[str]
    sectors: tuple[str, ...]
    counted: dict[str, str]
    fits: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    gdp: re.Pattern[str]
    stocks: re.Pattern[str]


def alternatives(listed: list[str]) -> str:
    """A pattern of these words, the longest first."""
    return "|".join(sorted(map(re.escape, listed), key=lambda w: (-len(w), w)))


@cache
def words() -> Words:
    """data/words.yaml."""
    raw = load("words.yaml", _DATA)
    return Words(
        nation=frozenset(raw["nation"]),
        abroad=frozenset(raw["abroad"]),
        areas=frozenset(raw["areas"]),
        no_places=frozenset(raw["no_places"]),
        short_names=dict(raw["short_names"]),
        other_names={str(k): tuple(v) for k, v in raw["other_names"].items()},
        up=tuple(raw["up"]),
        down=tuple(raw["down"]),
        agencies=re.compile(f"[一-鿿、]{{0,24}}(?:{alternatives(raw['agencies'])})"),
        kinds=tuple((k["kind"], re.compile(k["title"])) for k in raw["kinds"]),
    )


@cache
def measures() -> Measures:
    """data/measures.yaml."""
    raw = load("measures.yaml", _DATA)
    heads = alternatives(raw["heads"] + raw["needs_owner"])
    return Measures(
        heads=re.compile(f"(?:{heads})(?:[(（][^()（）]*[)）])?$"),
        only=re.compile(f"^(?:{alternatives(raw['needs_owner'])})$"),
        rates=re.compile(f"(?:{alternatives(raw['rates'])})$"),
        money=re.compile(raw["money"]),
        names={str(k): str(v) for k, v in raw["names"].items()},
        expand=tuple((e["short"], e["long"], re.compile(e["not"]), e.get("where", e["long"])) for e in raw["expand"]),
        products=re.compile(raw["products"]),
        branches=re.compile(raw["branches"]),
        sectors=tuple(raw["sectors"]),
        counted=dict(raw["counted"]),
        fits=tuple((re.compile(f["head"]), re.compile(f["unit"])) for f in raw["fits"]),
        gdp=re.compile(raw["gdp"]),
        stocks=re.compile(raw["stocks"]),
    )
