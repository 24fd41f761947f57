"""A text as paragraphs, sentences and figures: each number with its unit, the words before it, and what they make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from guihua.checking.look.words import Words, words
from guihua.plan.units import find_unit
from guihua.reading.characters import matching_text
from guihua.reading.tokens import NUMBERS, Number, scan

_SENTENCE = re.compile(r"[^。！？\n]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")
_TABLE = re.compile(r"[\t　 |]+")
_Token = tuple[int, int, Number, str]
_PLAIN = re.compile(r"收入之?比|系数|指数|容积率")
_OPEN, _CLOSE = "（(【[", "）)】]"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a text with its unit.

    start, end   its characters; quote_start, quote_end those of its clause
    value, unit  decimal digits as written and the unit (NFKC); dimension and base are the unit's
    role         level, growth (a year's or a mean), change, times (是…的2倍), doubling (番), diff, points, gap
    label        what it is of, as far as the words before it say; label_own: it stands in its own clause
    year         of the figure: stated in its sentence or carried; stated: in its sentence
    base_year    比2010年, 是2005年的
    bound        "", ge, le, gt, lt or about, with the word that says so
    direction    up, down or "": from the verb
    base         it is a starting point: 由…, 从…, 比…的
    yearly       每年, 年均; total: 累计, 五年共 (years: how many the words name, 0 for none)
    lead, tail   the words between it and its neighbours in the sentence
    sentence, paragraph, depth   places: numbers of the sentence and paragraph, brackets around it
    barred   another figure stands in its clause, as a bar or a count of what it is of (超1000亿元园区10个)
    foreign  of another area than the text's own (全市 in a county's plan)
    listed   one of several values behind one name (分别为48.5亿元、55.2亿元)
    """

    start: int
    end: int
    quote_start: int
    quote_end: int
    value: str
    unit: str
    dimension: str
    base_unit: str
    role: str
    label: str
    label_own: bool
    year: int | None
    stated: bool
    base_year: int | None
    bound: str
    modifier: str
    direction: str
    base: bool
    yearly: bool
    total: bool
    years: int
    lead: str
    tail: str
    sentence: int
    paragraph: int
    depth: int
    listed: bool = False
    barred: bool = False
    foreign: bool = False

    @property
    def amount(self) -> bool:
        """Is it an amount of something: a level, an increase, a sum, and no rate?"""
        return (
            self.role in ("level", "diff")
            and self.dimension not in ("rate", "points", "times")
            and "/" not in self.unit
            and not re.match(r"每|人均|户均|平均|单位", self.label)
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its characters and figures, in order. target: it stands in a part of the text that looks ahead."""

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]
    target: bool
    rows: bool = False


def sentences_of(text: str, period: tuple[int, int] | None, outside: tuple[str, ...] = ()) -> list[Sentence]:
    """Every sentence of a text that holds a figure, with its figures. period: the plan's years, where they are known.

    outside   words for whole areas that are not the text's own (全市 in a county's plan)
    """
    used, plain = words(), matching_text(text)
    found: list[Sentence] = []
    target, year, paragraph, last = False, None, -1, -1
    for number, match in enumerate(_SENTENCE.finditer(plain)):
        start, end = match.span()
        line = plain.count("\n", max(last, 0), start) if last >= 0 else 0
        if line or last < 0:
            paragraph += 1
            year = None
        last = start
        body = match[0]
        if _heading(body, text, start, end):
            target = used.target_heading(body) if used.tells_time(body) else target
            year = None
            continue
        state = _Reader(plain, start, end, number, paragraph, year, used, outside)
        figures = state.figures()
        year = state.year
        if figures:
            ahead = target or any(f.year is not None and period is not None and f.year > period[0] for f in figures)
            found.append(Sentence(number, paragraph, start, end, text[start:end], tuple(figures), ahead))
    return found


def _doublings(written: str) -> int | None:
    """How many doublings 翻番, 翻了两番 and 翻2番 are; None for other words."""
    found = re.fullmatch(r"翻了?([一两二三四五\d]?)番", written)
    if found is None:
        return None
    return (
        int(found[1]) if found[1].isdigit() else {"": 1, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}[found[1]]
    )


def _heading(body: str, text: str, start: int, end: int) -> bool:
    """A line of its own, short and without a full stop."""
    alone = (start == 0 or text[start - 1] == "\n") and (end >= len(text) or text[end] == "\n")
    return alone and len(body.strip()) <= 30 and not re.search(r"\d[\d.]*\s*[%亿万]|[，；]", body)


class _Reader:
    """One sentence from left to right: what is carried from clause to clause is in its fields and nowhere else."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        number: int,
        paragraph: int,
        year: int | None,
        used: Words,
        outside: tuple[str, ...],
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.number, self.paragraph, self.year, self.used = number, paragraph, year, used
        self.outside = outside
        self.label = ""
        self.stated = False

    def figures(self) -> list[Figure]:
        tokens = scan(self.text, self.start, self.end)
        numbers = [
            (tokens.starts[i], tokens.ends[i], tokens.numbers[i], kind)
            for i, kind in enumerate(tokens.kinds)
            if kind in NUMBERS and kind not in "rwy" and i in tokens.numbers
        ]
        plain = _PLAIN.search(self.text, self.start, self.end) is not None
        places = [
            (a, b, n)
            for a, b, n, kind in self._unit_shared(numbers)
            if kind != "b" or (plain and "." in self.text[a:b] and not self.text[a - 1 : a].isascii())
        ]
        found: list[Figure] = []
        before = self.start
        for k, (start, end, number) in enumerate(places):
            after = places[k + 1][0] if k + 1 < len(places) else self.end
            figure = self._figure(before, start, end, after, number, found)
            if figure is not None:
                found.append(figure)
                before = end
        return found

    def _unit_shared(self, numbers: list[_Token]) -> list[_Token]:
        """分别为12、15、18平方公里: bare numbers take the unit of the last of their list."""
        for k in range(len(numbers) - 2, -1, -1):
            start, end, number, kind = numbers[k]
            _, _, after, other = numbers[k + 1]
            side_by_side = self.text[end : numbers[k + 1][0]] in ("、", "和", "与")
            if kind == "b" and other != "b" and side_by_side and "分别" in self.text[self.start : start]:
                numbers[k] = (start, end, replace(number, unit=after.unit), other)
        return numbers

    def _figure(
        self, before: int, start: int, end: int, after: int, number: Number, found: list[Figure]
    ) -> Figure | None:
        magnitudes, unit_text = number.magnitudes, number.unit
        if (doublings := _doublings(self.text[start:end])) is not None:
            magnitudes, unit_text = (str(doublings),), "番"
        unit = find_unit(unit_text)
        lead, tail = self.text[before:start], self.text[end:after]
        if unit is None or self.used.time_only(unit_text, lead, self.text[end:after]) or len(magnitudes) != 1:
            return None
        clause = self._clause(lead)
        self._time(lead, clause)
        doubling = unit_text == "番"
        role, direction = (
            ("doubling", "up") if doubling else self.used.role(clause, unit.dimension, self.text[end : end + 6])
        )
        is_base = self.used.is_base(clause, self.text[end : end + 10]) and role == "level"
        own = self.used.label(clause)
        carried = self.label or (found[-1].label if found else "")
        label = own or carried
        if (own and role in ("level", "growth") and not is_base) or (own and is_base):
            self.label = own
        bound, modifier = self.used.bound(clause, tail, number.approx)
        quote_start, quote_end = self._quote(before, start, end, after, modifier)
        base_year = self._base_year(clause)
        year = self._own_year(clause, is_base, base_year)
        return Figure(
            start=start,
            end=end,
            quote_start=quote_start,
            quote_end=quote_end,
            value=magnitudes[0],
            unit=unit_text,
            dimension=unit.dimension,
            base_unit=unit.base,
            role=role,
            label=label,
            label_own=bool(own),
            year=year,
            stated=self.stated,
            base_year=base_year,
            bound=bound,
            modifier=modifier,
            direction=direction,
            base=is_base,
            yearly=self.used.yearly(clause),
            total=self.used.total(lead)
            or bool(
                found
                and found[-1].total
                and lead.startswith(("，", "、"))
                and not re.search(r"达到|其中|每年|年均|年", lead)
            ),
            years=self.used.years(lead),
            lead=lead,
            tail=tail,
            sentence=self.number,
            paragraph=self.paragraph,
            depth=self._depth(start),
            foreign=bool(self.outside)
            and re.match(rf"[“‘（(\s　]*(?:(?:到|至)?\d{{4}}年[末底]?[，,]?)?(?:{'|'.join(self.outside)})", clause)
            is not None,
            barred=(
                bool(found) and not is_base and not re.search(r"[，,、；;：:（(）)]|和|到|至|增|减|降|升|比|的", lead)
            )
            or bool(
                re.search(r"(?<!\d)(?!(?:19|20)\d\d年)\d[\d.]*[^，。；、年]{1,5}(?:以上|以下)的?[^，。；、]+$", clause)
            ),
            listed=(not own and lead.strip().startswith(("、", "和", "与", "及")))
            or bool(re.match(r"(?:左右|以上)?、\s*\d", self.text[end:after] + self.text[after : after + 1])),
        )

    def _clause(self, lead: str) -> str:
        """What stands before the figure since the last separator that is not inside a label's brackets."""
        cut = 0
        depth = 0
        for place, mark in enumerate(lead):
            if mark in _OPEN:
                depth += 1
                if not any(close in lead[place:] for close in _CLOSE):
                    cut = place + 1
            elif mark in _CLOSE:
                if not depth:
                    cut = place + 1
                depth = max(0, depth - 1)
            elif mark in "，,；;：:、。" and not depth:
                cut = place + 1
        return lead[cut:]

    def _time(self, lead: str, clause: str) -> None:
        """Years that the words set for what follows: 2010年，; 到2015年. 比2005年 and 由2005年 set none."""
        for match in _YEAR.finditer(lead):
            if not lead[match.start() : match.end()].endswith("年"):
                continue
            before, behind = lead[: match.start()], lead[match.end() :]
            if self.used.compares(before, behind):
                continue
            self.year, self.stated = int(match[1]), True

    def _base_year(self, clause: str) -> int | None:
        for match in _YEAR.finditer(clause):
            if self.used.compares(clause[: match.start()], clause[match.end() :]) and clause[
                match.start() : match.end()
            ].endswith("年"):
                return int(match[1])
        if self.year is not None and re.search(r"上年|去年|上一年", clause):
            return self.year - 1
        return None

    def _own_year(self, clause: str, is_base: bool, base_year: int | None) -> int | None:
        return base_year if is_base else self.year

    def _quote(self, before: int, start: int, end: int, after: int, modifier: str) -> tuple[int, int]:
        first = start
        while first > before and self.text[first - 1] not in "，；、：。（\n" and start - first < 60:
            first -= 1
        while first < start and self.text[first] in "　 \t”’":
            first += 1
        last = end
        if modifier and self.text[end:after].startswith(modifier):
            last = end + len(modifier)
        return first, last

    def _depth(self, start: int) -> int:
        inside = self.text[self.start : start]
        return max(0, sum(inside.count(m) for m in _OPEN) - sum(inside.count(m) for m in _CLOSE))
