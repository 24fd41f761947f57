"""The clues to a report's year as patterns; the words and weights are in data/clues.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.numerals import HAN, PLAN_NUMBER, YEAR
from guihua.reading.compiler.wordlists import load


@dataclass(frozen=True, slots=True)
class ClueRule:
    """One kind of evidence: where it is looked for (head, line, text), what it claims, how much it weighs."""

    id: str
    weight: int
    at: str
    claims: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CluePatterns:
    """The rules; the words by which a text says that it is a report; congresses and plenary sessions, which bound it from below."""

    rules: tuple[ClueRule, ...]
    report: re.Pattern[str]
    session: re.Pattern[str]


@cache
def clue_patterns() -> CluePatterns:
    """Compiled from data/clues.yaml."""
    rules = tuple(
        ClueRule(entry["id"], entry["weight"], entry["at"], entry["claims"], _compiled(entry["pattern"]))
        for entry in load("clues.yaml")
    )
    return CluePatterns(
        rules,
        re.compile(
            r"(?:我(?:受|代表)|(?<![接遭])受)[^。\n]{2,30}?(?:政府|委员会|院)[^。\n]{0,30}?"
            r"(?:向[^。\n]{0,30}?(?:报告|汇报)|[作做][^。\n]{0,10}报告)"
        ),
        re.compile(
            "(?P<n>二?十[一二三四五六七八九]?)(?:大(?=报告|精神|[和、，的以召胜])|届(?P<s>[一二三四五六七八])中)"
        ),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    filled = pattern.replace("{Y}", rf"(?P<y>{YEAR})").replace("{P}", rf"(?P<p>{PLAN_NUMBER})")
    return re.compile(filled.replace("{N}", rf"(?P<n>\d{{1,3}}|{HAN}{{1,4}})"))
