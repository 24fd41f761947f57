"""Regions by their code (GB/T 2260) and their names."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from guihua.errors import GuihuaError

SUFFIXES = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "自治区",
    "自治旗",
    "省",
    "市",
    "盟",
    "县",
    "旗",
    "区",
)


@dataclass(frozen=True, slots=True)
class Region:
    """A region: code of GB/T 2260, names, parent, level (country, region, league_city, county), degrees east and north."""

    code: str
    name: str
    name_en: str
    parent: str
    level: str
    longitude: str = ""
    latitude: str = ""

    @property
    def short(self) -> str:
        """The name without its administrative suffix: 鄂尔多斯市 → 鄂尔多斯; names of two characters stay whole."""
        for suffix in SUFFIXES:
            if self.name.endswith(suffix) and len(self.name) - len(suffix) >= 2:
                return self.name.removesuffix(suffix)
        return self.name


def region(code: str) -> Region:
    """The region with this code; GuihuaError REGION-UNKNOWN otherwise."""
    found = _by_code().get(code) or _division(code)
    if found is None:
        raise GuihuaError(
            "REGION-UNKNOWN",
            f"没有这个行政区划代码 {code!r} is no known region code",
            "用 GB/T 2260 的代码 use a code of GB/T 2260: 150000; 全国 the nation: 100000",
        )
    return found


def _division(code: str) -> Region | None:
    """A division of another province, known by code and name alone."""
    from guihua.plan.divisions import division_names

    name = division_names().get(code)
    if name is None:
        return None
    if code.endswith("0000"):
        return Region(code, name, "", "100000", "region")
    city = code.endswith("00")
    return Region(
        code, name, "", code[:2] + "0000" if city else code[:4] + "00", "league_city" if city else "banner_county"
    )


def find_region(name: str) -> Region | None:
    """The region with this full or short name, the highest level first; None where there is none."""
    return _by_name().get(name.strip())


def regions() -> tuple[Region, ...]:
    """All regions known, parents first."""
    return tuple(_by_code().values())


def children(code: str) -> tuple[Region, ...]:
    """The regions directly below this one, in the order of their codes."""
    return tuple(r for r in regions() if r.parent == code)


@cache
def _by_code() -> dict[str, Region]:
    table: dict[str, Region] = {}
    for name in ("provinces.csv", "regions.csv"):
        text = files("guihua.plan.data").joinpath(name).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            table[row["code"]] = Region(
                row["code"],
                row["name_zh"],
                row["name_en"],
                row["parent_code"],
                row["level"],
                row["longitude"],
                row["latitude"],
            )
    return table


@cache
def _by_name() -> dict[str, Region]:
    table: dict[str, Region] = {}
    for found in regions():
        for name in (found.name, found.short):
            table.setdefault(name, found)
    return table
