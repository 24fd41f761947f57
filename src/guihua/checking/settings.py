"""Settings of checking: hedge widths and thresholds, each with its reason, printed with every result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError
from guihua.plan.data import load, parse

PACKAGE = "guihua.checking.data"
KEYS = ("settings", "hedges", "assumptions")
"""What a file of settings may hold."""


@dataclass(frozen=True, slots=True)
class Width:
    """How far on one side: the larger of a share of the number and units of its last printed place."""

    relative: Fraction
    places: Fraction

    def of(self, value: Fraction, place: Fraction) -> Fraction:
        """The width for a number printed to this place, in the number's own unit."""
        return max(self.relative * abs(value), self.places * place)


@dataclass(frozen=True, slots=True)
class Hedge:
    """A family of hedging words with its two widths."""

    name: str
    words: tuple[str, ...]
    below: Width
    above: Width


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides what is reported.

    values       thresholds by name (settings.yaml), exact
    assumptions  names of the assumptions that are switched on; none by default
    """

    hedges: tuple[Hedge, ...]
    default_hedge: str
    round_from_digits: int
    round_significant: int
    values: tuple[tuple[str, Fraction], ...]
    assumptions: tuple[str, ...] = ()

    def value(self, name: str) -> Fraction:
        """A threshold by its name; GuihuaError CHECK-SETTING where there is none."""
        for key, value in self.values:
            if key == name:
                return value
        raise GuihuaError(
            "CHECK-SETTING",
            f"没有这项设置 no setting is called {name!r}",
            f"可用 known: {', '.join(dict(self.values))}",
        )

    def hedge(self, modifier: str) -> Hedge:
        """The family of the first hedging word within a modifier; the default family where none is."""
        for hedge in self.hedges:
            if any(word in modifier for word in hedge.words):
                return hedge
        return next(h for h in self.hedges if h.name == self.default_hedge)


def default_settings() -> Settings:
    """The settings as shipped."""
    return _shipped()


def load_settings(path: Path | str) -> Settings:
    """The shipped settings with those of a YAML file laid over them.

    The file may hold `settings: {name: value}`, `hedges: [{name, below, above}]` and `assumptions: [name]`. Unknown
    names are refused. Raises GuihuaError CHECK-SETTINGS.
    """
    try:
        table = parse(Path(path).read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise GuihuaError(
            "CHECK-SETTINGS",
            f"设置文件读不出来 cannot read the settings: {error}",
            "写法见 see docs/guide/check.md",
            str(path),
        ) from None
    unknown = sorted(set(map(str, table)) - set(KEYS)) if isinstance(table, Mapping) else []
    if unknown:
        raise GuihuaError(
            "CHECK-SETTINGS",
            f"设置文件里没有这个键 unknown key {unknown[0]!r}",
            f"可用的键 known keys: {', '.join(KEYS)}",
            str(path),
        )
    try:
        return override(
            default_settings(),
            values={k: str(v["value"] if isinstance(v, Mapping) else v) for k, v in table.get("settings", {}).items()},
            hedges={h["name"]: h for h in table.get("hedges", [])},
            assumptions=tuple(table.get("assumptions", ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GuihuaError(
            "CHECK-SETTINGS",
            f"设置文件格式不对 settings of the wrong form: {error!r}",
            "写法见 see docs/guide/check.md",
            str(path),
        ) from None


def override(
    settings: Settings,
    values: Mapping[str, str] | None = None,
    hedges: Mapping[str, Mapping[str, Any]] | None = None,
    assumptions: tuple[str, ...] = (),
) -> Settings:
    """Settings with some values replaced. Unknown names raise GuihuaError CHECK-SETTING."""
    from guihua.checking.assumptions import known_assumptions

    for name in values or {}:
        settings.value(name)
    unknown = sorted(set(assumptions) - set(known_assumptions())) + sorted(
        set(hedges or {}) - {h.name for h in settings.hedges}
    )
    if unknown:
        raise GuihuaError(
            "CHECK-SETTING",
            f"没有叫这个名字的 nothing is called {unknown[0]!r}",
            f"可用的假定 assumptions: {', '.join(known_assumptions())}",
        )
    merged = {**dict(settings.values), **{k: _number(v) for k, v in (values or {}).items()}}
    changed = tuple(
        replace(h, below=_width(hedges[h.name]["below"]), above=_width(hedges[h.name]["above"]))
        if hedges and h.name in hedges
        else h
        for h in settings.hedges
    )
    on = tuple(dict.fromkeys((*settings.assumptions, *assumptions)))
    return replace(settings, values=tuple(sorted(merged.items())), hedges=changed, assumptions=on)


@cache
def _shipped() -> Settings:
    table = load("hedges.yaml", PACKAGE)
    values = load("settings.yaml", PACKAGE)["settings"]
    return Settings(
        hedges=tuple(
            Hedge(h["name"], tuple(h["words"]), _width(h["below"]), _width(h["above"])) for h in table["hedges"]
        ),
        default_hedge=table["default"],
        round_from_digits=table["round_counts"]["from_digits"],
        round_significant=table["round_counts"]["significant"],
        values=tuple(sorted((name, _number(entry["value"])) for name, entry in values.items())),
    )


def _width(entry: Mapping[str, str]) -> Width:
    return Width(_number(entry["relative"]), _number(entry["places"]))


def _number(text: object) -> Fraction:
    try:
        return Fraction(str(text))
    except (ValueError, ZeroDivisionError):
        raise GuihuaError("CHECK-SETTING", f"不是数 {text!r} is no number", "写数字 write digits") from None
