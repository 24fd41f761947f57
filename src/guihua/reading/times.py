"""What a time token means: years, a plan's period, a year counted from the document's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from guihua.reading.compiler import grammar
from guihua.reading.numerals import read_year

_PART = re.compile("([前头后])([一二三四两])年")
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Time:
    """A time of the text.

    years    one year, or several joined by 、 and 和 (2025年和2030年), in the order of the text
    period   first and last year of a stretch (“十二五”期间, 2021—2025年, 五年), else None
    span     told as a bare stretch (五年) that a date in the same sentence overrules
    since    the stretch is told by its beginning (2012年以来, 2020年到2025年), which is the base of what grew in it
    relative the year is counted from the document's (上年, 今年); years holds it already counted
    length   how many years a bare stretch has (五年, 三年累计), which its place dates; back, ahead: it says whether before or to come
    """

    years: tuple[int, ...]
    period: tuple[int, int] | None = None
    relative: int | None = None
    span: bool = False
    since: bool = False
    length: int | None = None
    back: bool = False
    ahead: bool = False

    @property
    def year(self) -> int | None:
        """The year it stands for: the last of a stretch."""
        return self.years[-1] if self.years else None


def plan_period(number: str) -> tuple[int, int]:
    """First and last year of a five-year plan by its number: 一五 1953-1957, 七五 1986-1990, 十三五 2016-2020.

    Source: the plans' own titles; the third began in 1966, after three years without a plan.
    """
    digits = number.removesuffix("五")
    ordinal = _small(digits)
    first = 1953 + 5 * (ordinal - 1) if ordinal < 3 else 1966 + 5 * (ordinal - 3)
    return first, first + 4


def read_time(text: str, now: int | None, plan: tuple[int, int] | None) -> Time:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """Decode a time token. now: the year that 今年 means; plan: the document's own period (for 期末, 五年)."""
    found = grammar().time.search(text)
    if not found:
        return Time(())
    kind = found.lastgroup
    if kind == "ys":
        years = tuple(read_year(part) for part in _years(found["ys"]))
        since = "以来" in text or text.startswith("自")
        if since and now is not None and years[0] < now:
            return Time((now,), (years[0], now), since=True)
        return Time(years)
    if found["ago"]:
        return Time((), None, -_length(found["ago"]))
    if found["y1"]:
        first = read_year(found["y1"])
        tail = found["y2"]
        last = read_year(tail) if len(tail) == 4 else first - first % 100 + int(tail)
        points = "年到" in text.replace(" ", "") or "年至" in text.replace(" ", "")
        return Time((last,), (first, last), since=points)
    if found["plan"]:
        first, last = plan_period(found["plan"])
        if part := _PART.search(text):
            return _part_of(part, (first, last))
        if "以来" in text and now is not None and first <= now <= last:
            return Time((now,), (first, now))
        if found["at"] in ("期初", "初", "初期") or (not found["at"] and text.endswith("前")):
            return Time((first - 1,))
        return Time((last,)) if found["at"] else Time((last,), (first, last))
    if found["own"]:
        part = _PART.search(text)
        return _part_of(part, plan) if part and plan else Time(())
    if found["rel"]:
        offset = grammar().relative[found["rel"]]
        return Time((now + offset,) if now is not None else (), None, offset)
    if found["n"]:
        return _stretch(found["n"], found["way"] or "", came=bool(found["came"]))
    word = found["word"]
    read = _plan_word(grammar().plan_words[word], now, plan)
    return replace(read, length=5, ahead=word[0] in "今未") if read.span else read


def _part_of(part: re.Match[str], period: tuple[int, int]) -> Time:
    """The first or the last years of a plan: “十二五”前三年, 后两年."""
    count, (first, last) = _small(part[2].replace("两", "二")), period
    first, last = (last - count + 1, last) if part[1] == "后" else (first, first + count - 1)
    return Time((last,), (first, last))


def _stretch(numeral: str, way: str, *, came: bool) -> Time:
    """三年累计, 过去三年, 今后三年: as many years as it says, which the place where it stands dates."""
    length = _length(numeral)
    ahead = way in ("今后", "未来")
    return Time((), span=True, length=length, back=came or (way != "" and not ahead), ahead=ahead)


def _plan_word(at: str, now: int | None, plan: tuple[int, int] | None) -> Time:
    if at == "past" and now is not None:
        last = now if plan is not None and plan[1] == now else now - 1
        return Time((last,), (last - 4, last))
    if at == "century":
        return Time((2000,))
    if plan is None:
        return Time((), span=at == "span")
    first, last = plan
    if at == "before":
        return Time((first - 1,), (first - 5, first - 1))
    if at == "base":
        return Time((first - 1,))
    return Time((last,), plan if at == "span" else None, span=at == "span")


def _years(text: str) -> list[str]:
    text = text.replace(" ", "")
    for mark in "和及与":
        text = text.replace(mark, "、")
    return [part.removesuffix("年") for part in text.split("、")]


def _length(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else _small(numeral.replace("两", "二"))


def _small(numeral: str) -> int:
    """一 … 十九 as a number."""
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return (_HAN.get(tens, 0) if tens else 1) * 10 + _HAN.get(ones, 0)
    return _HAN.get(numeral, 0)
