"""How paragraphs say whose figures they tell, as patterns; the words are in data/subjects.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.wordlists import load, trie


@dataclass(frozen=True, slots=True)
class SubjectPatterns:
    """What subjects.py searches: openings of sentences, headings that name a zone alone, labels that have their place."""

    opens: re.Pattern[str]
    alone: re.Pattern[str]
    bare: re.Pattern[str]
    placed: re.Pattern[str]
    fuller: dict[str, re.Pattern[str]]


@cache
def subject_patterns() -> SubjectPatterns:
    """Compiled from data/subjects.yaml."""
    words = load("subjects.yaml")
    zones, basins = trie(words["zones"]), trie(words["basins"])
    other = trie(words["not_names"])
    when = r"(?:\d{4}年[，,]?|[五5]年来?[，,]?|目前[，,]?|到\d{4}年[，,]?)?"
    return SubjectPatterns(
        opens=re.compile(
            rf"(?:(?<=[。；;\n])|^)[　 ]*(?:[（(][一二三四五六七八九十]+[）)])?{when}"
            rf"(?:(?P<name>(?:(?!(?:{other}))[一-鿿]){{0,6}}?(?:{zones}))(?![一-鿿]{{0,2}}(?:建设|面积|数量))"
            rf"(?=[一-鿿\d，,])|(?:{trie(words['whole'])}))"
        ),
        bare=re.compile(rf"(?:{zones})"),
        alone=re.compile(rf"(?P<name>[一-鿿]{{2,8}}(?:{basins}))(?:[一-鿿]{{0,4}}(?:现状|概况|情况))?"),
        placed=re.compile(trie(words["placed"])),
        fuller={
            zone: re.compile(trie(longer))
            for zone in words["zones"]
            if (longer := [other for other in words["zones"] if other != zone and other.endswith(zone)])
        },
    )
