"""Which stretches of a document look back and which ahead, and of which years they speak: by headings and openings of paragraphs.

A heading governs what follows until the next of its level. In plans and yearly reports a paragraph that opens with 过去五年,
一年来, 今年 or “十五五”时期 says so where its heading leaves it open, and narrows the years where it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from re import Match

from guihua.plan.statement import Kind
from guihua.reading.compiler import frame_patterns
from guihua.reading.documents.document import Heading
from guihua.reading.numerals import read_year
from guihua.reading.times import plan_period


@dataclass(frozen=True, slots=True)
class Outlook:
    """From `start` on the text looks back (FACT), ahead (TARGET) or neither.

    year   the year that the heading or the opening names
    span   the stretch that is looked back on (过去五年), first and last year
    """

    start: int
    mode: Kind | None = None
    year: int | None = None
    span: tuple[int, int] | None = None


_UNMARKED = 90
"""The level of a heading without a mark: under every marked one."""
_SECTION = -5
"""The level of a line that opens a part of a report (2005年工作回顾): above the numbered points under it."""
_WHOLE = -9


def outlooks(
    text: str, headings: tuple[Heading, ...], plans: bool, now: int | None, title: str = ""
) -> tuple[Outlook, ...]:
    """The outlooks of a text in order. plans: it is a plan or a yearly report; now: the year in which it was issued."""
    whole = _of_title(title, now)
    found = [whole]
    governing: dict[int, Outlook] = {_WHOLE: whole}
    headed = whole
    highest = min((h.level for h in headings), default=1)
    openings = [o for o in _openings(text, now) if plans or o.span]
    openings += [o for o in _summings_up(text, now) if plans and o.mode is Kind.FACT]
    lines = [*_lines(text, headings)]
    if not any(_opens_section(h) for h in headings if h.level == highest):
        lines = [replace(line, level=_SECTION) if _opens_section(line) else line for line in lines]
    places: list[Heading | Outlook] = [*headings, *openings, *lines]
    for place in sorted(places, key=lambda p: p.start):
        if isinstance(place, Heading):
            above = place.level if place.level > highest or place.level < 0 else 0
            governing = {level: o for level, o in governing.items() if level < above}
            outer = governing[max(governing)] if governing else Outlook(0)
            here = _of_heading(place, outer, plans, now)
            governing[place.level] = headed = here
        else:
            here = _narrowed(headed, place)  # an opening overrules those before it, not the heading
            found.append(here)
            if plans:
                governing[max(*governing, 0)] = here
            elif (end := text.find("\n", place.start)) > 0:  # in news an opening holds for its paragraph
                found.append(replace(headed, start=end))
            continue
        found.append(here)
    return tuple(_over_lists(text, found, now))


def _over_lists(text: str, found: list[Outlook], now: int | None) -> list[Outlook]:
    """What a paragraph that ends in a colon promises of a year holds for the marked items under it: 到2012年的目标是：⏎——…."""
    if now is None:
        return found
    patterns = frame_patterns()
    for opened in patterns.list_opening.finditer(text):
        year = _year_ahead(opened, now)
        items = patterns.list_items.match(text, opened.end())
        if year is None or items is None:
            continue
        start, end = items.span()
        before = [o for o in found if o.start <= start]
        if before[-1].mode is Kind.FACT:
            continue
        within = [_promised(o, year) for o in found if start < o.start < end]
        last = next(o for o in reversed(found) if o.start < end)
        after = [o for o in found if o.start >= end]
        found = [*before, _promised(replace(before[-1], start=start), year), *within, replace(last, start=end), *after]
    return found


def _promised(here: Outlook, year: int) -> Outlook:
    """A place that is no look back, promising for the year."""
    return here if here.mode is Kind.FACT else replace(here, mode=Kind.TARGET, year=year, span=None)


def _year_ahead(opened: Match[str], now: int) -> int | None:
    """The year to come that the opening of a list names, None where it names none."""
    year = plan_period(opened["plan"])[1] if opened["plan"] else read_year(opened["y"]) if opened["y"] else 2000
    return year if year > now else None


def _narrowed(outer: Outlook, opening: Outlook) -> Outlook:
    """What a paragraph's opening adds to the outlook it stands under; one that contradicts it changes nothing."""
    if outer.mode not in (None, opening.mode):
        return replace(outer, start=opening.start)
    ahead = opening.mode is Kind.TARGET and outer.mode is Kind.TARGET and (outer.year or 0) > (opening.year or 0)
    return replace(opening, year=outer.year) if ahead else opening


def _openings(text: str, now: int | None) -> Iterator[Outlook]:
    """The paragraphs that open with the time they speak of."""
    if now is None:
        return
    for found in frame_patterns().opening.finditer(text):
        start = found.start("opens")
        if found["past"]:
            yield Outlook(start, Kind.FACT, now - 1, _years_before(found["past"], now))
        elif found["last"]:
            yield Outlook(start, Kind.FACT, now - 1)
        elif found["coming"]:
            yield Outlook(start, Kind.TARGET, now + 4 if found["coming"][-2:] == "五年" else None)
        elif found["this"]:
            yield Outlook(start, Kind.TARGET, now)
        elif plan := found["plan"] or found["for"] or (found["nth"] and found["nth"] + "五"):
            if of := _of_plan(plan, start, now):
                yield of
        elif (year := read_year(found["y"])) in (now - 1, now):
            back = year < now
            span = (now - 5, now - 1) if back and frame_patterns().five_told.match(text, found.end()) else None
            yield Outlook(start, Kind.FACT if back else Kind.TARGET, year, span)


def _summings_up(text: str, now: int | None) -> Iterator[Outlook]:
    """Sentences that end in a colon and say that what follows was reached: “十五”发展的成就突出表现在：⏎."""
    patterns = frame_patterns()
    for found in patterns.summing_up.finditer(text) if now is not None else ():
        if (plan := found["plan"]) and (of := _of_plan(plan, found.end(), now or 0)):
            yield of
        elif found["past"]:
            yield Outlook(found.end(), Kind.FACT, (now or 0) - 1, _years_before(found["past"], now or 0))


def _of_title(title: str, now: int | None) -> Outlook:
    """A report on what was done looks back as a whole: “十一五”节能减排成效."""
    patterns = frame_patterns()
    if not patterns.reports.search(title) or patterns.looks_ahead.search(title):
        return Outlook(0)
    plan = patterns.plan_name.search(title)
    of = _of_plan(plan["plan"] or plan["p3"], 0, now) if plan and now else None
    return replace(of, mode=Kind.FACT) if of else Outlook(0, Kind.FACT)


def _lines(text: str, headings: tuple[Heading, ...]) -> Iterator[Heading]:
    """Headings without a mark: short lines without a stop. Those that look back say so at their end or by 过去."""
    patterns, starts = frame_patterns(), {h.start for h in headings}
    title_end = text.find("\n")
    for found in patterns.line.finditer(text):
        line, start = found["line"], found.start("line")
        if text.startswith(("：", ":"), found.end("line")):
            line = patterns.heading_year.sub("", line) + "："  # the year is of the list that the colon opens alone
        back = patterns.looks_back.search(line)
        told = back is None or back.end() == len(line) or patterns.past_years.search(line)
        if start not in starts and start > title_end + 1 and told:
            yield Heading(start, found.end("line"), _UNMARKED, "", line)


def _opens_section(line: Heading) -> bool:
    """Whether a heading names a year or a plan and says that it looks back or ahead: “十一五”时期发展目标与主要任务."""
    patterns = frame_patterns()
    when = (patterns.heading_year, patterns.plan_name, patterns.past_years)
    if patterns.of_year.match(line.title):
        return True
    if line.title.endswith(("：", ":", "是")) or not any(p.search(line.title) for p in when):
        return False
    return any(p.search(line.title) for p in (patterns.looks_back, patterns.looks_ahead, patterns.section))


def _of_plan(name: str, start: int, now: int) -> Outlook | None:
    """“十四五”时期 is behind or ahead by the year in which the document speaks; in its last year it may be either."""
    first, last = plan_period(name)
    if last == now:
        return None
    if last < now:
        return Outlook(start, Kind.FACT, last, (first, last))
    return Outlook(start, Kind.TARGET, last)


def _of_heading(heading: Heading, outer: Outlook, plans: bool, now: int | None) -> Outlook:
    """The outlook under a heading: by its words, else by the plan that it names, else as the one above it."""
    patterns, title = frame_patterns(), heading.title
    if patterns.glossary.match(title):
        return Outlook(heading.start)
    back, ahead = patterns.looks_back.search(title), bool(patterns.looks_ahead.search(title))
    if back and (
        _promises_base(title, back.end()) or (outer.mode is Kind.TARGET and not _back_at_end(title, back.end()))
    ):
        back = None
    if back and patterns.told_how.search(title):
        ahead = False
    if back and ahead and plans:
        return Outlook(heading.start)
    mode, span = outer.mode, outer.span
    year = read_year(named["y"]) if (named := patterns.heading_year.search(title)) else outer.year
    behind = plans and bool(named) and now is not None and outer.mode is None and (year or now) < now
    back = back or (named if behind and not ahead else None)
    ahead = ahead or (plans and not back and bool(named) and now is not None and (year or 0) >= now)
    does = plans and outer.mode is not Kind.FACT and not back and patterns.does.search(title)
    if ahead or does:
        mode = Kind.TARGET
    elif back:
        mode = Kind.FACT
    plan = patterns.plan_name.search(title) if plans and now else None
    if mode is not outer.mode or named:
        span = None
    if plan and not named and (of := _of_plan(plan["plan"] or plan["p3"], heading.start, now or 0)):
        mode = mode if back or ahead or outer.mode is Kind.FACT else of.mode  # in a review: 实现“十二五”良好开局
        year = of.year if of.mode is mode else year
        span = of.span if mode is Kind.FACT else span
    if mode is Kind.FACT and now and (past := patterns.past_years.search(title)):
        span, year = _years_before(past.group(), now), year or now - 1
    return Outlook(heading.start, mode, year, span)


def _years_before(words: str, now: int) -> tuple[int, int]:
    """The stretch that 过去四年 looks back on, five years where it names no number (本届政府)."""
    found = frame_patterns().length.search(words)
    count = {"两": 2, "三": 3, "四": 4, "六": 6}.get(found["n"], 5) if found else 5
    return now - count, now - 1


def _promises_base(title: str, end: int) -> bool:
    """Whether the word that seems to look back is what a verb before it promises: 提升基础能力, 夯实…的基础."""
    patterns = frame_patterns()
    if patterns.lays.search(title[:end]):
        return True
    return bool(patterns.does.match(title)) and title[end : end + 1] not in ("和", "与", "、", "及", "显", "")


def _back_at_end(title: str, end: int) -> bool:
    """Whether the title is a short name of what was (发展基础, 主要成就)."""
    return end == len(title) and len(title) <= 12
