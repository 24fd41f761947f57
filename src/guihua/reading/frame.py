"""What a document says of itself: its plan period, its year, and which stretches look back or ahead."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from guihua.plan.plan import Section
from guihua.plan.statement import Kind
from guihua.reading.characters import matching_text, simplified
from guihua.reading.clues import Dating, date_report, says_report
from guihua.reading.compiler import frame_patterns
from guihua.reading.documents.document import Heading
from guihua.reading.numerals import read_year
from guihua.reading.outlook import Outlook, outlooks
from guihua.reading.times import plan_period


@dataclass(frozen=True, slots=True)
class Frame:
    """The document's own time.

    plan      the plan's first and last year, None where it has none
    titled    the title says that it is a plan; else its period is only the one most often named
    directive it says what is to be done (方案, 实施意见, 行动计划), with a plan's period or without
    goal      the year ahead that it names most often (到2027年), None where it names none
    year      the year in which it was issued; of a yearly report, the one after the year that it reviews
    spoken    the year that 今年 means in it: a report of December speaks in the year that it reviews
    annual    a yearly report or plan: its targets are for `year`, its facts for the year before
    sections  the numbered headings with what they govern
    outlooks  the stretches that look back or ahead, in order; outlook_starts their offsets
    dating    the clues to a report's year, weighed
    ruled     it is a body of rules (办法, 规定, 细则): what it says without a time is a rule's parameter
    """

    plan: tuple[int, int] | None
    year: int | None
    annual: bool
    titled: bool
    directive: bool
    goal: int | None
    title: str
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    spoken: int | None
    outlooks: tuple[Outlook, ...]
    outlook_starts: tuple[int, ...]
    section_starts: tuple[int, ...]
    dating: Dating = field(default_factory=Dating)
    ruled: bool = False

    @property
    def settled(self) -> bool:
        """Whether its default years follow from a clear rule: a report whose clues agree, or a plan by its title."""
        return self.dating.sure if self.annual and self.dating.clues else self.titled or self.annual

    def mode(self, offset: int) -> tuple[Kind | None, int | None]:
        """Whether the place looks back or ahead, and the year its heading names."""
        here = self.outlooks[max(bisect_right(self.outlook_starts, offset) - 1, 0)]
        return here.mode, here.year

    def span(self, offset: int) -> tuple[int, int] | None:
        """The stretch that the place looks back on, None where its heading names none."""
        return self.outlooks[max(bisect_right(self.outlook_starts, offset) - 1, 0)].span

    def heading(self, offset: int) -> str:
        """The title of the heading that the place stands under, "" before the first."""
        i = bisect_right(self.headings, offset, key=lambda h: h.start) - 1
        return self.headings[i].title if i >= 0 else ""

    def headings_over(self, offset: int) -> Iterator[str]:
        """The titles of the headings that the place stands under, the nearest first."""
        level = 1 << 10
        for i in range(bisect_right(self.headings, offset, key=lambda h: h.start) - 1, -1, -1):
            if self.headings[i].level < level:
                level = self.headings[i].level
                yield self.headings[i].title

    def section(self, offset: int) -> str:
        """The section number at this place, "" before the first heading."""
        i = bisect_right(self.section_starts, offset) - 1
        return self.sections[i].number if i >= 0 else ""

    @property
    def base(self) -> int | None:
        """The plan's year 0."""
        return self.plan[0] - 1 if self.plan else None


def frame(
    text: str, headings: tuple[Heading, ...], title: str = "", before: Frame | None = None, *, goes_on: bool = False
) -> Frame:
    """Read the document's own time from its head, its headings and its dates. text: the matching text.

    before is the frame of what came before in the same file: it holds where this part tells no time of its own, and
    always where the part goes on with the same document.
    """
    if before is None and not goes_on:
        return _alone(text, headings, title)
    return _framed(text, headings, title, before, goes_on=goes_on)


@lru_cache(maxsize=2)
def _alone(text: str, headings: tuple[Heading, ...], title: str) -> Frame:
    """The frame of a document by itself, which its sentences and its tables ask for one after the other."""
    return _framed(text, headings, title, None, goes_on=False)


def _framed(text: str, headings: tuple[Heading, ...], title: str, before: Frame | None, *, goes_on: bool) -> Frame:
    patterns = frame_patterns()
    head, title = text[:1500], matching_text(title)
    plain = tuple(_matched(heading, text) for heading in headings)
    plan, titled = _plan(text, head, title)
    year, annual = _year(text, head, plain, plan)
    dating = _dating(text, head, plain, title) if not goes_on else Dating()
    if dating.sure:
        year, annual, titled = dating.year, True, False
        plan = _plan_of_report(text, dating.year) or plan
    headline = title or head.partition("\n")[0]
    headline = headline if patterns.headline.fullmatch(headline) else ""
    if plan is None:
        plan, year, titled = _of_headline(headline, year, titled=titled)
    if not titled and not annual and (next_plan := _after_the_first_chapter(plain, year, plan)):
        plan, year, titled = next_plan, next_plan[0], True
    opened = _opened_on(text, year, plan) if not title or patterns.chaptered.match(title) else ""
    if opened:
        plan = plan_period(opened)
        titled, year = False, plan[1] + 1
    ended = plan and not titled and not annual and year in (None, plan[0])
    if ended and plan and patterns.reports.search(headline):
        year = plan[1] + 1
    told = "" if title or titled or annual else _reviewed(text, plan, year)
    told = f"“{opened}”回顾" if opened else told
    year = plan[1] + 1 if told and plan and year in (None, plan[0]) else year
    if annual and not title and not before and patterns.told_year.match(text) and not patterns.ahead.search(text):
        told = "回顾"
    seen = outlooks(
        text,
        plain,
        bool(titled or annual or (before and (before.titled or before.annual))),
        year,
        (title if not opened else "") or told or headline,
    )
    if before is not None and (goes_on or (plan is None and year is None)):
        plan, year, annual, titled = before.plan, before.year, before.annual, before.titled
        seen = (replace(before.outlooks[-1], start=0), *seen[1:])
    sections = section_numbers(text, headings)
    directive = bool(before.directive if goes_on and before else patterns.directive.search(f"{title}\n{head[:200]}"))
    goal = before.goal if goes_on and before else _goal(text, year) or _titled_year(f"{title}\n{head[:200]}", year)
    return Frame(
        plan,
        year,
        annual,
        titled,
        directive,
        goal,
        title,
        headings,
        sections,
        before.spoken if goes_on and before else _spoken(text, head, year, annual=annual),
        seen,
        tuple(o.start for o in seen),
        tuple(s.start for s in sections),
        before.dating if goes_on and before else dating,
        before.ruled if goes_on and before else not (titled or annual) and _rules(title, text),
    )


_FEWEST_ARTICLES = 3


def _rules(title: str, text: str) -> bool:
    """Whether it is a body of rules: by its title, by a line of its head that stands alone (某某管理办法（试行）), or by its articles (第七条)."""
    patterns = frame_patterns()
    if patterns.ruled.search(title) or patterns.ruled_line.search(text, 0, 400):
        return True
    return len(patterns.article.findall(text)) >= _FEWEST_ARTICLES


def _dating(text: str, head: str, headings: tuple[Heading, ...], title: str) -> Dating:
    """The year of a report to an assembly by all its clues; of other documents none are weighed."""
    if not (says_report(head) or frame_patterns().annual_title.fullmatch(title.strip())):
        return Dating()
    lines = {h.start: h.title for h in headings}
    lines |= {m.start("line"): m["line"] for m in frame_patterns().line.finditer(text)}
    return date_report(text, sorted(lines.items()))


def _plan_of_report(text: str, year: int | None) -> tuple[int, int] | None:
    """The five-year plan that a report of this year stands in, else the last one behind it that it names.

    In a plan's last year the next may be presented.
    """
    if year is None:
        return None
    named = {plan_period(m["plan"] or m["p3"]) for m in frame_patterns().plan_name.finditer(text)}
    behind = [period for period in sorted(named) if period[0] <= year]
    return next((period for period in behind if year <= period[1]), behind[-1] if behind else None)


def _of_headline(headline: str, year: int | None, *, titled: bool) -> tuple[tuple[int, int] | None, int | None, bool]:
    """(plan, year, titled) of a text whose headline alone names a plan: a review of it, or news of it."""
    patterns = frame_patterns()
    named = patterns.plan_name.search(headline)
    if named is None:
        return None, year, titled
    first, last = plan_period(named["plan"] or named["p3"])
    if year is None and patterns.reports.search(headline):  # “十四五”时期某业发展回顾
        return (first, last), last + 1, titled
    if year is None or first - 1 <= year <= last:  # “十四五”新建学校20所: news of the plan
        return (first, last), year, True
    return None, year, titled


def _after_the_first_chapter(
    headings: tuple[Heading, ...], year: int | None, plan: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The plan of an undated text without a title whose first chapter reviews the plan before: 第一章 “十一五”规划执行情况."""
    patterns = frame_patterns()
    if not headings or not patterns.reviews_plan.search(headings[0].title):
        return None
    named = patterns.plan_name.search(headings[0].title)
    first, last = plan_period(named["plan"] or named["p3"]) if named else (0, 0)
    undated = year in (None, first) and plan in (None, (first, last))
    return (last + 1, last + 5) if named and undated else None


def _opened_on(text: str, year: int | None, plan: tuple[int, int] | None) -> str:
    """The plan that an undated passage opens on and only looks back at: “七五”期间，…, no word of what is to be done; else ""."""
    patterns = frame_patterns()
    found = patterns.opens_on.match(text)
    if not found or patterns.ahead.search(text):
        return ""
    name = found["plan"] or found["nth"] + "五"
    period = plan_period(name)
    named = [m["plan"] or m["p3"] for m in patterns.plan_name.finditer(text)]
    latest = max(named, key=plan_period, default=name)  # “六五”期间，…。“七五”期间，…。
    return latest if year in (None, period[0]) and plan in (None, period, plan_period(latest)) else ""


def _reviewed(text: str, plan: tuple[int, int] | None, year: int | None) -> str:
    """What a text without a title would be called that looks back on a plan (“十一五”回顾), "" where it does not.

    The plan is the text's own, else the one named in its head that ended the year before.
    """
    patterns = frame_patterns()
    named = patterns.plan_name.search(text) if (plan or year) and patterns.over.search(text) else None
    name = named["plan"] or named["p3"] if named else ""
    if not named or (plan is None and named.start() > 200):
        return ""
    told = plan_period(name)
    return f"“{name}”回顾" if told == plan or (plan is None and told[1] + 1 == year) else ""


def _spoken(text: str, head: str, year: int | None, *, annual: bool) -> int | None:
    """The year that 今年 means: of a yearly report, the year of its date where that is the year that it reviews."""
    if annual and year is not None:
        if frame_patterns().part_year.search(head):
            return year - 1
        for place in (head[:400], text[-200:]):
            if dates := frame_patterns().date.findall(place):
                return year - 1 if max(read_year(y) for y in dates) == year - 1 else year
    return year


def _matched(heading: Heading, text: str) -> Heading:
    """The heading with its title as the matching text has it: in simplified characters."""
    if heading.title in text[heading.start : heading.end]:
        return heading
    return replace(heading, title=simplified(heading.title))


def _goal(text: str, year: int | None) -> int | None:
    """The year ahead that the text names most often, the nearest of them first."""
    patterns = frame_patterns()
    named = [read_year(m["y"]) for m in patterns.goal.finditer(text)]
    ends = (m.start() for m in patterns.goal_before.finditer(text))
    named += [read_year(m["y"]) for end in ends if (m := patterns.year_at_end.search(text, max(0, end - 6), end))]
    ahead = Counter(y for y in named if year is None or y > year)
    return min(ahead, key=lambda y: (-ahead[y], y)) if ahead else None


def _titled_year(head: str, year: int | None) -> int | None:
    """The year that a directive is for by its title: 关于做好2023年某某工作的意见."""
    patterns = frame_patterns()
    found = patterns.year_of_work.search(head)
    named = read_year(found["y"]) if found else None
    if named is None and year is not None:  # 2008年秋播及2009年结构调整目标和重点
        line = head.lstrip().partition("\n")[0]
        years = [read_year(m["y"]) for m in patterns.heading_year.finditer(line)] if len(line) < 60 else []
        named = max(years, default=None)
    return named if named is not None and (year is None or named >= year) else None


def section_numbers(text: str, headings: tuple[Heading, ...]) -> tuple[Section, ...]:
    """The sections as chapter.section; under a chapter without numbered sections its paragraphs are counted instead."""
    sections: list[Section] = []
    ends = [h.start for h in headings[1:]] + [len(text)] * bool(headings)
    for i, (heading, end) in enumerate(zip(headings, ends, strict=True)):
        number = ".".join(heading.number.split(".")[:2])
        sections.append(Section(number, heading.title, heading.level, heading.start, end))
        alone = heading.level == 1 and (i + 1 == len(headings) or headings[i + 1].level == 1)
        if alone:
            sections.extend(_paragraphs(text, heading, end))
    return tuple(sections)


def _paragraphs(text: str, heading: Heading, end: int) -> list[Section]:
    """The paragraphs of a chapter without sections."""
    found = []
    position, count = heading.end, 0
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        words = text[position:stop].strip()
        if len(words) > 20:
            count += 1
            title = words.split("。", 1)[0][:42]
            found.append(Section(f"{heading.number}.{count}", title, 2, position, stop))
        position = stop + 1
    return found


def _plan(text: str, head: str, title: str) -> tuple[tuple[int, int] | None, bool]:
    """The plan's period, and whether the title or the head tells it; else the plan most often named."""
    patterns = frame_patterns()
    opening = head[:500].partition("。")[0]
    if not patterns.publishes.search(opening):  # 1991年，全市开始实施“八五”计划 is no title
        opening = patterns.commas.split(opening, maxsplit=1)[0]
    for place in (title.partition("。")[0], opening):
        if found := patterns.titled_plan.search(place):
            return plan_period(found["plan"] or found["p2"] + "五"), not patterns.reported.match(place, found.end())
        if found := patterns.titled_years.search(place):
            first, last = read_year(found["y1"] or found["y3"]), read_year(found["y2"] or found["y4"])
            if 0 < last - first <= 20:
                return (first, last), True
    if found := patterns.term.search(text[:6000]):
        first, last = read_year(found["y1"]), read_year(found["y2"])
        if 0 < last - first <= 20:
            return (first, last), True
    names = Counter(m["plan"] or m["p3"] for m in patterns.plan_name.finditer(text))
    if names:
        name, count = names.most_common(1)[0]
        if count >= 3:
            return plan_period(name), bool(patterns.chaptered.search(text))
    return _plan_by_years(text)


def _plan_by_years(text: str) -> tuple[tuple[int, int] | None, bool]:
    """The plan of a passage without its title: it speaks of five years, of their last one and of the year before them.

    Five-year plans end in years that 5 divides.
    """
    patterns = frame_patterns()
    if not patterns.five_years.search(text) or not patterns.chaptered.search(text):
        return None, False
    named = Counter(read_year(m["y"]) for m in patterns.heading_year.finditer(text))
    ends = [y for y in named if y % 5 == 0 and named[y] >= 2 and named[y - 5] >= 2]
    last = max(ends, key=lambda y: (named[y], y), default=None)
    return ((last - 4, last), True) if last else (None, False)


def _year(text: str, head: str, headings: tuple[Heading, ...], plan: tuple[int, int] | None) -> tuple[int | None, bool]:
    """The year of issue, and whether the document is a yearly one."""
    patterns = frame_patterns()
    named = patterns.titled_plan.search(head)
    titled = named is not None and not patterns.reported.match(head, named.end())
    for line in [*(h.title for h in headings), *(m["line"] for m in patterns.line.finditer(text))]:
        if (found := patterns.review_of.search(line)) and not titled:
            return read_year(found["y"]) + 1, True
    if not titled and (found := patterns.part_year.search(head)):
        return read_year(found["y"]) + 1, True
    lines = [line for line in head[:300].split("\n") if line.strip()]
    annual = any(patterns.annual.search(line) for line in lines[:2] if len(line) < 60)
    annual = annual or any(patterns.annual_title.fullmatch(line.strip()) for line in lines)
    told = titled or patterns.directive.search(head[:200])
    annual = annual or (bool(patterns.annual.search(head[:300])) and not told)
    opening = head[: head.find("。") + 1 or 400]
    for numbered in patterns.number_year.finditer(opening):
        if not patterns.cited.search(opening, 0, numbered.start()):
            return read_year(numbered["y"]), annual
    if (dated := _dated(text, head, opening, made=annual or titled)) is not None:
        return dated, annual
    if reported := _titled_report(lines, head):
        return reported, not titled or annual
    plans = any(patterns.titled_plan.search(line) or patterns.directive.search(line) for line in lines[:1])
    return _year_undated(text, head, plan, annual=annual, told=plans)


def _year_undated(
    text: str, head: str, plan: tuple[int, int] | None, *, annual: bool, told: bool
) -> tuple[int | None, bool]:
    """The year of a text without a date: of its notice, of what it tells of one year, of the plan that it speaks of."""
    patterns = frame_patterns()
    if found := patterns.noted_year.search(head[:300]) or patterns.posted.search(head[:600]):
        return read_year(found["y"]), annual
    if not told and (found := patterns.told_year.search(head[:600])):
        return read_year(found["y"]) + 1, True
    if found := patterns.stage.search(text):  # “十一五”前四年: told in the year after them
        first, last = plan_period(found["plan"])
        if plan is None or plan == (first, last):
            done = "零一二三四".find(found["n"].replace("两", "二")) if found["n"] else 0
            return (last if found["last"] else first + done), annual
    if plan is None and patterns.relative.search(text):
        names = [plan_period(m["plan"] or m["p3"])[0] for m in patterns.plan_name.finditer(text)]
        return max(names, default=None), annual  # undated news of a plan speaks at its beginning
    return (plan[0] if plan else None), annual


def _dated(text: str, head: str, opening: str, *, made: bool) -> int | None:
    """The year of the date under the text, in its notice or in its head. made: a report or a plan, which may be posted years later."""
    patterns = frame_patterns()
    if signed := patterns.signed.findall(text[-200:]):
        return max(read_year(y) for y in signed)
    if not made and (posted := patterns.posted.search(head[:600])):
        return read_year(posted["y"])
    if not made and (lined := patterns.dateline.search(head[:300])):
        return read_year(lined["y"])
    for place in (opening, head):
        if dates := patterns.date.findall(place):
            return max(read_year(y) for y in dates)
    return None


def _titled_report(lines: list[str], head: str) -> int | None:
    """The year in which a yearly report speaks, by its title: the last that it names, the one after it where it only looks back."""
    patterns = frame_patterns()
    if found := patterns.done_in.search(head):
        return read_year(found["y"]) + 1
    for line in [*lines[:3], head]:
        found = patterns.annual.search(line)
        said = line if len(line) < 60 else found.group() if found else ""
        years = [read_year(m["y"]) for m in patterns.heading_year.finditer(said)] if found else []
        years += [read_year(found["after"])] if found and found["after"] else []
        if years:
            return max(years)
    return None
