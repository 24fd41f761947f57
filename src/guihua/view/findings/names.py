"""Quantities and units in words, as findings and remarks name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from guihua.checking.finding import Member
from guihua.plan import concepts
from guihua.plan.data import load
from guihua.view.numbers import figure
from guihua.view.phrases import coverage_words

_VERB = re.compile(r"(?:实现|完成|达到)(?=(?:总?产值|增加值|销售收入|营业收入|收入|利润|利税|投资|税收|)$)")


def unit_behind(unit: str, lang: str = "zh") -> str:
    """A unit as it follows a number: 亿元; in English " hundred million yuan", "%", nothing for plain counts."""
    if lang == "zh" or unit in ("", "%", "‰"):
        return unit
    known: Mapping[str, str] = texts()["units"]
    if unit not in known and "/" in unit:
        above, below = unit.split("/", 1)
        return (
            f"{unit_behind(above, lang)} per {texts()['per'].get(below) or unit_behind(below, lang).strip() or 'unit'}"
        )
    words = known.get(unit, unit)
    return f" {words}" if words else ""


def unknown_words(unknown: str, lang: str = "zh") -> str:
    """A quantity's internal name in words: value_added[coal]@规模以上|2015 → 2015年规模以上煤炭增加值."""
    key, _, year = unknown.rpartition("|")
    core, *tails = (key or unknown).replace("~comparable", "@可比价").split("@")
    name = _core_words(core.removesuffix("%"), lang)
    tail = "".join(tails) if lang == "zh" else " ".join(coverage_words(part, lang) for part in tails)
    if lang == "zh":
        return f"{year}年{tail}{name}" if key else f"{tail}{name}"
    return " ".join(part for part in (name, f"({tail})" if tail else "", f"in {year}" if key else "") if part)


def label_words(label: str, lang: str = "zh") -> str:
    """A bureau's or a plan's label; in English by its concept where that has an English name."""
    if lang == "zh":
        return label
    return english_name(concepts.resolve(label).variable) or label


def english_name(variable: str) -> str:
    """The English name of a quantity; "" for none, and where a part of it has no English name."""
    words = unknown_words(variable, "en") if variable else ""
    return words if words.isascii() and "_" not in words else ""


def minus(digits: str) -> str:
    """Digits with the minus sign U+2212."""
    return digits.replace("-", "−")


def english_of(members: tuple[Member, ...], label: str) -> str:
    """The English name of a label, by the variable of the member that bears it; the label itself where it has none."""
    variable = next((m.variable for m in members if m.indicator == label and m.variable), "")
    return unknown_words(variable, "en") if variable else label


def _core_words(core: str, lang: str) -> str:
    if core.startswith("share(") and core.endswith(")"):
        part, _, whole = core[6:-1].rpartition(", ")
        both = _core_words(part, lang), _core_words(whole, lang)
        return f"{both[0]}占{both[1]}比重" if lang == "zh" else f"share of {both[0]} in {both[1]}"
    if core.startswith("price["):
        name = _core_words(core.removeprefix("price[").removesuffix("]"), lang)
        return f"{name}的价格" if lang == "zh" else f"prices of {name}"
    core, brace, bar = core.partition("{")
    measure, bracket, subject = core.partition("[")
    subject = subject.removesuffix("]")
    if lang == "en" and (label := _labels().get((measure, subject))):
        return label
    if measure == "quantity" and bracket:
        return subject
    names = concepts.name_of(measure, lang), concepts.name_of(plain_label(subject), lang) if bracket else ""
    behind = _bar_words(bar.removesuffix("}"), lang) if brace else ""
    if lang == "zh":
        return f"{behind}{names[1]}{names[0]}"
    return f"{names[0]}{f' of {names[1]}' if names[1] else ''}{behind}"


def _bar_words(bar: str, lang: str) -> str:
    """A bar of a counting quantity in words: output>10000000000元 is 产值超过100亿元的."""
    what, _, rest = bar.partition(">")
    limit, unit = rest.removeprefix("=").removesuffix("元"), "元" if rest.endswith("元") else ""
    if unit and limit.isdigit() and len(limit) > 8 and limit.endswith("0" * 8):
        limit, unit = limit[:-8], "亿元"
    name = concepts.name_of(what, lang) if what else ""
    if lang == "zh":
        return f"{name}{'达到' if rest.startswith('=') else '超过'}{limit}{unit}的"
    above = " of at least" if rest.startswith("=") else " above" if name else ""
    return f" with {name or 'more than'}{above} {figure(limit, unit, lang=lang) if limit.isdigit() else limit + unit}"


@cache
def _labels() -> dict[tuple[str, str], str]:
    """English names of whole labels that do not split into measure and subject."""
    entries = load("concepts.yaml")["labels"]
    return {(e["measure"], e.get("subject", "")): e["en"] for e in entries if "en" in e}


def plain_label(label: str) -> str:
    """A label without the verb that stood before its measure: 工业园区实现产值 is 工业园区产值."""
    return _VERB.sub("", label)


def texts() -> Any:
    """Sentences, labels and units of findings, as the file keeps them."""
    return load("findings.yaml", "guihua.view")
