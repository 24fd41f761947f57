"""Ratios whose two sides the text states too: 人均, 每千人, 单位…能耗, 亩产, …率 of two amounts, 强度."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from guihua.checking.look.across import Index, plain_label
from guihua.checking.look.candidates import Candidate
from guihua.checking.look.figures import Figure, Sentence
from guihua.plan.data import load
from guihua.plan.units import find_unit


@dataclass(frozen=True, slots=True)
class Ratio:
    """An entry of data/look_ratios.yaml, compiled: names of the ratio, its numerator and denominator."""

    name: str
    ratio: re.Pattern[str]
    top: re.Pattern[str]
    bottom: re.Pattern[str]
    scale: Fraction
    top_unit: str
    bottom_unit: str


def ratios_and_sides(index: Index) -> Iterable[Candidate]:
    """Each stated ratio against the quotient of the amounts that its entry names, of the same year and place in the text."""
    levels = [
        (f, s)
        for s in index.sentences
        for f in s.figures
        if f.role == "level" and not f.base and f.label and not f.bound.startswith(("g", "l"))
    ]
    for f, sentence in levels:
        for entry in known_ratios():
            found = entry.ratio.search(plain_label(f.label))
            if found is None:
                continue
            words = found.groupdict()
            if words.get("p") and words.get("w"):
                words["q"] = _shorter(words["p"], words["w"])
            tops = _side(entry.top, entry.top_unit, words, f, sentence, levels, index)
            bottoms = _side(entry.bottom, entry.bottom_unit, words, f, sentence, levels, index)
            if tops is not None and bottoms is not None and tops.start != bottoms.start:
                yield _candidate(entry, tops, bottoms, f)
            break


def _candidate(entry: Ratio, top: Figure, bottom: Figure, ratio: Figure) -> Candidate:
    if ratio.dimension == "rate" and top.dimension == bottom.dimension:
        return Candidate("ratio_and_its_sides", "share", (top, bottom, ratio))
    return Candidate("ratio_and_its_sides", "per", (top, bottom, ratio), str(entry.scale))


def _side(
    pattern: re.Pattern[str],
    unit: str,
    words: dict[str, str],
    ratio: Figure,
    sentence: Sentence,
    levels: list[tuple[Figure, Sentence]],
    index: Index,
) -> Figure | None:
    """The figure that one side of a ratio is: in its sentence, else its paragraph, of its year."""
    text = pattern.pattern
    for name, word in words.items():
        text = text.replace(f"<{name}>", re.escape(word or ""))
    own = re.compile(text)
    year = index.dated(ratio, sentence).year
    best: tuple[int, Figure] | None = None
    for f, s in levels:
        if (
            f.start == ratio.start
            or index.dated(f, s).year != year
            or not _unit(f, unit)
            or not own.search(plain_label(f.label))
        ):
            continue
        if s.number != sentence.number and s.paragraph != sentence.paragraph:
            continue
        if f.start in index.parts and "<q>" not in pattern.pattern:
            continue
        if re.search(r"新[建增]|改造|完成", re.split(r"[，；。]", s.text[: f.start - s.start])[-1]):
            continue
        distance = (
            abs(f.start - ratio.start)
            + (10_000 if s.number != sentence.number else 0)
            + (1_000 if f.start > ratio.start else 0)
        )
        if best is None or distance < best[0]:
            best = (distance, f)
    return None if best is None else best[1]


def _shorter(part: str, whole: str) -> str:
    """A part's name without the end that it shares with its whole's: 煤电 of 煤电装机, 电力装机."""
    shared = 0
    while shared < min(len(part), len(whole)) and part[-1 - shared] == whole[-1 - shared]:
        shared += 1
    return part[: len(part) - shared] if 0 < shared < len(part) - 1 else part


def _unit(f: Figure, unit: str) -> bool:
    if not unit:
        return f.amount
    dimensions = unit.split("|")
    return f.dimension in dimensions


@cache
def known_ratios() -> tuple[Ratio, ...]:
    """The shipped ratios."""
    return tuple(
        Ratio(
            e["name"],
            re.compile(e["ratio"]),
            re.compile(e["top"]),
            re.compile(e["bottom"]),
            Fraction(str(e.get("scale", 1))),
            e.get("top_unit", ""),
            e.get("bottom_unit", ""),
        )
        for e in load("look_ratios.yaml", "guihua.checking.data")["ratios"]
    )


__all__ = ["find_unit", "known_ratios", "ratios_and_sides"]
