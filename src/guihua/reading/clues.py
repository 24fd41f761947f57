"""In which year a report speaks: every clue of the text, weighed; the sum decides and the distance to the second is told.

A clue claims one year, and the same clue claims it once. Years below that of the party congress or plenary session that the text
names last are impossible. Where two years are near, or no clue is found, whoever asks must treat the year as doubtful.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from re import Match

from guihua.reading.compiler.clues import ClueRule, clue_patterns
from guihua.reading.numerals import read_year, split_numeral
from guihua.reading.times import plan_period

HEAD = 400
"""Characters in which a date or a number is the document's own."""
NEAR = 2
"""A margin below this leaves the year doubtful."""
_SPOKEN = 40_000
"""Characters in which a report says of itself when it was given; what follows is detail."""
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")}
# Source: the published dates of the congresses and plenary sessions of the 中国共产党中央委员会 since 1982, by their year.
_CONGRESSES = {12: 1982, 13: 1987, 14: 1992, 15: 1997, 16: 2002, 17: 2007, 18: 2012, 19: 2017, 20: 2022}
_SESSIONS = {
    12: (1982, 1983, 1984, 1985, 1985, 1986, 1987),
    13: (1987, 1988, 1988, 1989, 1989, 1990, 1990, 1991),
    14: (1992, 1993, 1993, 1994, 1995, 1996, 1997),
    15: (1997, 1998, 1998, 1999, 2000, 2001, 2002),
    16: (2002, 2003, 2003, 2004, 2005, 2006, 2007),
    17: (2007, 2008, 2008, 2009, 2010, 2011, 2012),
    18: (2012, 2013, 2013, 2014, 2015, 2016, 2017),
    19: (2017, 2018, 2018, 2019, 2020, 2021, 2022),
    20: (2022, 2023, 2024, 2025),
}


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence: the rule that found it, the year it claims, its weight, and the characters it stands in."""

    rule: str
    year: int
    weight: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dating:
    """The year that the clues add up to, the second, the distance between their sums, and the clues themselves.

    year is None where no clue was found; the clues are in the order of the text.
    """

    year: int | None = None
    runner_up: int | None = None
    margin: int = 0
    clues: tuple[Clue, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether no other year is near."""
        return self.year is not None and self.margin >= NEAR


def says_report(head: str) -> bool:
    """Whether a text begins as a report to an assembly: 我代表市人民政府向大会报告工作. head: its first characters."""
    return clue_patterns().report.search(head) is not None


def date_report(text: str, lines: Iterable[tuple[int, str]]) -> Dating:
    """Weigh the clues of a report. text: the matching text; lines: (offset, words) of its headings, marked or not."""
    found = list(_clues(text, tuple(lines)))
    floor = _latest_session(text)
    if floor is not None:
        year, start, end = floor
        found = [c for c in found if c.year >= year]
        found.append(Clue("session-before", year + 1, 1, start, end))
    sums = Counter[int]()
    for clue in found:
        sums[clue.year] += clue.weight
    ranked = sorted(sums, key=lambda y: (-sums[y], y))
    if not ranked:
        return Dating()
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    margin = sums[first] - (sums[second] if second is not None else 0)
    return Dating(first, second, margin, tuple(sorted(found, key=lambda c: c.start)))


def _clues(text: str, lines: tuple[tuple[int, str], ...]) -> Iterable[Clue]:
    for rule in clue_patterns().rules:
        seen: set[int] = set()
        for start, found in _places(rule, text, lines):
            year = claimed(rule, found)
            if year is not None and year not in seen:
                seen.add(year)
                yield Clue(rule.id, year, rule.weight, start + found.start(), start + found.end())


def _places(rule: ClueRule, text: str, lines: tuple[tuple[int, str], ...]) -> Iterable[tuple[int, Match[str]]]:
    """The matches of a rule with the offset that they count from."""
    if rule.at == "line":
        yield from ((at, m) for at, words in lines for m in rule.pattern.finditer(words))
    else:
        end = HEAD if rule.at == "head" else _SPOKEN
        yield from ((0, m) for m in rule.pattern.finditer(text, 0, end))


def claimed(rule: ClueRule, found: Match[str]) -> int | None:
    """The year that a match claims."""
    named = found.groupdict()
    if named.get("p"):
        first, last = plan_period(named["p"])
        return {"first": first, "last": last, "last+1": last + 1}.get(rule.claims)
    year = read_year(named["y"]) if named.get("y") else None
    if named.get("n"):
        count = split_numeral(named["n"])[0].partition(".")[0]
        base = year if rule.claims.startswith("Y") else int(rule.claims.partition("+")[0])
        return base + int(count) if base is not None else None
    return year + 1 if year is not None and rule.claims == "Y+1" else year


def _latest_session(text: str) -> tuple[int, int, int] | None:
    """(year, start, end) of the latest congress or plenary session that the text names."""
    latest = None
    for found in clue_patterns().session.finditer(text, 0, _SPOKEN):
        number = _ordinal(found["n"])
        if found["s"]:
            sessions = _SESSIONS.get(number, ())
            session = _HAN[found["s"]] - 1
            year = sessions[session] if session < len(sessions) else None
        else:
            year = _CONGRESSES.get(number)
        if year is not None and (latest is None or year > latest[0]):
            latest = year, found.start(), found.end()
    return latest


def _ordinal(numeral: str) -> int:
    """十六 as 16, 二十 as 20."""
    tens, _, ones = numeral.partition("十")
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
