"""Running text into figures: clause by clause, with one Context from each to the next."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from guihua.statistics.harvest import naming
from guihua.statistics.harvest.context import Context, having
from guihua.statistics.harvest.numbers import Number, find_numbers
from guihua.statistics.harvest.places import Mention, find_places
from guihua.statistics.harvest.pricing import price_of
from guihua.statistics.harvest.records import Figure, When, Where
from guihua.statistics.harvest.telling import Told, classify, related, verb_pattern
from guihua.statistics.harvest.times import Spoken, find_times
from guihua.statistics.harvest.wording import measures

_SAME = re.compile("(?:同期的?|的)?")
_THEN = "(?:的?同期|年?末|年?底|年初|初|历史同期)"
_AGAINST = re.compile(
    f"(?<![同环占之对])(?:[比较](?!大事故|大及以上)(?={_THEN}|相比|持平|[增下上减提回高低多少收加放扩大小净略有实名翻涨快慢]){_THEN}?(?:相比|比)?"
    f"|[与和同](?!比){_THEN}?(?:相比|持平|相比较))"
)
"""A base of comparison whose time has been taken out: 比[上年]增长, 与[去年]同期相比."""
_SENTENCE = re.compile(r"[。！？!?\n]")
_RELATION = re.compile(
    "(?:占|对|比|较|高于|低于|快于|慢于|拉动|向|与|和|同|居|于|列|全部|带动|来自|超过|当于|位列|排|排名|在)$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence: its span, and what was found in it."""

    start: int
    end: int
    times: tuple[Spoken, ...]
    places: tuple[Mention, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The text to match on and the raw one, of equal length."""

    plain: str
    raw: str


def read_paragraph(text: Text, start: int, end: int, context: Context) -> tuple[list[Figure], Context]:
    """The figures of one paragraph; the context that it leaves (period and region fall back to what it was given)."""
    figures: list[Figure] = []
    here = having(
        context,
        head=naming.head_of(context.heading),
        owner="",
        opening="",
        whole="",
        told="",
        sampled="",
        monthly=False,
        whole_before=context.whole or context.whole_before,
    )
    for a, b in _sentences(text.plain, start, end):
        monthly = here.monthly and text.plain[a : a + 8].lstrip(" 　").startswith("其中")
        here = having(
            here, region=context.region, listed=(), verbs="", units=(), run=(), waiting="", spots=(), monthly=monthly
        )
        if re.match("[\\s　]*(?:其中|分)", text.plain[a : a + 8]) and figures:
            here = having(here, region=figures[-1].region if figures[-1].region.code else here.region)
        found, here = _sentence(text, a, b, here)
        digest = hashlib.sha256(text.raw[a:b].strip().encode("utf-8")).hexdigest()
        figures += [replace(f, sentence=digest, sentence_start=a, sentence_end=b) for f in found]
    return figures, here


def _sentences(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for m in _SENTENCE.finditer(plain, start, end):
        if plain[position : m.end()].strip():
            yield position, m.end()
        position = m.end()
    if plain[position:end].strip():
        yield position, end


def _sentence(text: Text, start: int, end: int, context: Context) -> tuple[list[Figure], Context]:
    figures: list[Figure] = []
    outer = ""
    for a, b in _clauses(text.plain, start, end):
        if re.match(r"[\s　]*其中", text.plain[a : a + 6]):
            outer = outer or context.owner
        found, context = _clause(text, a, b, context)
        figures += found
        if outer and text.plain[b : b + 1] in (";", "；"):
            context, outer = having(context, owner=outer), ""
    return figures, having(context, owner=outer or context.owner)


def _clauses(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between commas, semicolons and colons that stand outside brackets."""
    depth, position = 0, start
    for i in range(start, end):
        c = plain[i]
        if c in "(（":
            depth += 1
        elif c in ")）":
            depth = max(0, depth - 1)
        elif depth == 0 and c in ",，;；:：。！？!?":
            digits = c in ",:：" and plain[i - 1 : i].isdigit() and plain[i + 1 : i + 2].isdigit()
            if digits and (c != "," or re.match(r"\d{3}(?!\d)", plain[i + 1 : i + 5])):
                continue
            if plain[position:i].strip():
                yield position, i
            position = i + 1
    if plain[position:end].strip():
        yield position, end


def _clause(text: Text, start: int, end: int, context: Context) -> tuple[list[Figure], Context]:
    plain = text.plain
    times = find_times(plain, start, end, context.when)
    spans = [(t.start, t.end) for t in times]
    numbers = find_numbers(plain, start, end, spans)
    places = [
        p for p in find_places(plain, start, end, context.home) if not any(a < p.end and p.start < b for a, b in spans)
    ]
    clause = Clause(start, end, tuple(times), tuple(places), tuple(numbers))
    context = _coverage(plain[start:end], context)
    if not numbers:
        return [], _quiet(plain, clause, context)
    return _Reader(text, clause, context).read()


def _coverage(words_: str, context: Context) -> Context:
    """Price, coverage and accounting as a clause sets them."""
    if re.search("可比价|不变价|扣除价格", words_):
        context = having(context, price="comparable")
    if m := re.search("初步核算|统一核算|初步测算|快报|初步统计|最终核实", words_):
        context = having(context, accounting=m[0])
    if m := re.search("规模以上|限额以上|规上", words_):
        context = having(context, coverage=m[0].replace("规上", "规模以上"))
    return context


def _quiet(plain: str, clause: Clause, context: Context) -> Context:
    """What a clause without figures leaves: a period, a place, a measure for what follows."""
    context = _governing(plain, clause, context)
    if beside := _beside(plain, clause.places):
        context = having(context, spots=beside)
    name = naming.clean(_without(plain, clause.start, clause.end, clause))
    context = having(context, tally="")
    if most := re.search("^(.{4,}?)(?:最[多大高低少小快]|居首位?|位居第一|居第一位?)$", name):
        name = naming.clean(most[1])
    if m := re.search("[从就分按]([^,。;]{2,14}?)(?:来|上|方面)?看", plain[clause.start : clause.end]):
        if head := next((h for h in ("增加值", "产量", "投资", "产值") if m[1].endswith(h)), ""):
            context = having(context, head=_long(head, context))
        elif m[1].endswith(("产品", "主要产品")):
            context = having(context, head="产量")
        looked = next((n for n, _ in reversed(context.known) if n.endswith(m[1])), "")
        context = having(context, subject=looked or context.subject, topic=looked or context.topic)
    body = re.sub("(?:情况|方面|来|运行)?(?:看|说)$", "", name)
    heads = "(增加值|产量|投资|零售额|产值|收入|支出|利润|经费|价格|面积|税收)(?:中|看|增速|方面|实现|保持|同比|情况)?"
    m = re.search(heads, body)
    if m and (re.search("看|其中|分[一-鿿]+看|按", plain[clause.start : clause.end]) or body.endswith(m[1])):
        context = having(context, head=_long(m[1], context))
    if body.endswith(("企业", "事故", "单位", "制造业", "行业")) and not re.search("[看]", name):
        context = having(context, owner=body)
    if "环比" in plain[clause.start : clause.end]:
        context = having(context, monthly=True)
    if re.search("(?:业|类|品)$", name) and not naming.has_head(name) and len(name) <= 24:
        context = having(context, waiting=f"{context.waiting}，{name}".strip("，"))
    if told := _ranked(naming.clean(plain[clause.start : clause.end])):
        context = having(context, waiting=told)
    if naming.has_head(body) and len(body) <= 30 and not re.search("[升提降减回]|增(?!加值)", body[-3:]):
        context = having(context, subject=naming.canonical(body), topic=naming.canonical(body))
    return context


_RANKED = re.compile("(?=均?较|均?最|名列|居|排|增势|增长较|增幅较)")


def _ranked(words_: str) -> str:
    """What a ranking lists (甲、乙居前): up to the word that ranks after its last 、; "" where there is none. In linear time."""
    ranks = [m.start() for m in _RANKED.finditer(words_)]
    mark = words_.rfind("、", 1, max(ranks[-1] - 1, 0)) if ranks else -1
    return words_[: next(at for at in ranks if at >= mark + 2)] if mark > 0 else ""


def _long(head: str, context: Context) -> str:
    return next(
        (long for short, long, _, _ in measures().expand if head == short and long in context.heading + context.topic),
        head,
    )


def _governing(plain: str, clause: Clause, context: Context) -> Context:
    """The period and the place that the clause sets for what follows."""
    whens = [t for t in clause.times if not t.base and t.dated and not _local(plain, t)]
    spoken = whens[-1].when if whens else None
    if spoken is not None:
        context = having(context, when=spoken)
    own = [p for p in clause.places if not _RELATION.search(plain[max(clause.start, p.start - 3) : p.start])]
    if own and len(own) == 1:
        context = having(context, region=own[-1].where)
    return context


def _beside(plain: str, places: list[Mention] | tuple[Mention, ...]) -> tuple[Where, ...]:
    """Places that stand side by side (甲、乙、丙): the longest such run's; () where no two do."""
    runs: list[list[Mention]] = []
    for place in places:
        if runs and re.fullmatch("(?:[(（][^()（）]*[)）])?[、和及与]", plain[runs[-1][-1].end : place.start]):
            runs[-1].append(place)
        else:
            runs.append([place])
    longest = max(runs, key=len, default=[])
    return tuple(p.where for p in longest) if len(longest) > 1 else ()


def _local(plain: str, time: Spoken) -> bool:
    """由2016年的, 从前三季度: a time of the next figure only."""
    leaving = plain[max(0, time.start - 1) : time.start] in ("由", "从")
    return leaving or (plain[time.end : time.end + 1] == "的" and time.when.period[4:5] == "")


def _without(plain: str, start: int, end: int, clause: Clause) -> str:
    """The words of a stretch without its times, bases of comparison and governing places; brackets as \\0."""
    cut = [(t.start, _SAME.match(plain, t.end).end()) for t in clause.times]  # type: ignore[union-attr]
    free = (p for p in clause.places if not _RELATION.search(plain[max(clause.start, p.start - 3) : p.start]))
    cut += [(p.start, p.end) for p in free]
    kept = bytearray(b"\1") * max(0, end - start)
    for a, b in cut:
        for i in range(max(a, start), min(b, end)):
            kept[i - start] = 0
    depth = 0
    for i in range(start, end):
        if plain[i] in "(（":
            depth += 1
        if depth:
            kept[i - start] = 0
        if plain[i] in ")）":
            depth = max(0, depth - 1)
    words_ = "".join(plain[i] for i in range(start, end) if kept[i - start])
    words_ = re.sub("[\\s　]+", "", words_)
    words_ = _AGAINST.sub("", words_)
    return re.sub("的$", "", re.sub("^(?:的?同期|底|末)?(?:相比)", "", words_))


class _Reader:
    """Reads one clause's figures from left to right."""

    def __init__(self, text: Text, clause: Clause, context: Context) -> None:
        self.text, self.clause, self.context = text, clause, context
        self.figures: list[Figure] = []
        self.bracketed: tuple[str, str] | None = None
        self.before = context
        self.in_bracket = False

    def read(self) -> tuple[list[Figure], Context]:
        plain = self.text.plain
        position = self.clause.start
        groups = _groups(plain, self.clause.numbers)
        for group in groups:
            depth = _depth(plain, self.clause.start, group[0].start)
            if depth:
                self._bracket(group, position)
            else:
                self._plain(group, position)
            self.in_bracket = bool(depth)
            position = group[-1].unit_end
        self.context = replace(_governing(plain, self.clause, self.context), region=self._region_after())
        return self.figures, self.context

    def _region_after(self) -> Where:
        own = [f.region for f in self.figures if f.region.words]
        distinct = {r.code for r in own}
        return own[-1] if own and len(distinct) == 1 else self.before.region

    # -- one group of figures ----------------------------------------------------------------------------------------

    def _plain(self, group: list[Number], position: int) -> None:
        plain, context = self.text.plain, self.context
        closed = max(plain.rfind(")", position, group[0].start), plain.rfind("）", position, group[0].start))
        if closed >= 0 and not re.search("[(（]", plain[position:closed]):
            position = closed + 1
        left = _without(plain, position, group[0].start, self.clause)
        if self.figures:
            left = re.sub("^(?:均?(?:实现|保持))?(?:正增长|增长|下降)[、,]", "", left)
        raw = plain[position : group[0].start]
        if "各类" in raw and raw.endswith("事故"):
            self.context = context = having(context, owner="")
        first = not self.figures
        after = plain[group[-1].unit_end : self.clause.end]
        based = any(t.base and position <= t.start < group[0].start for t in self.clause.times)
        whole = re.sub("[(（][^()（）]*[)）]?", "", plain[max(self.clause.start, group[0].start - 60) : group[0].start])
        told = classify(
            left,
            raw,
            group[-1],
            context,
            naming.clean(left) == "" and not first and not self.in_bracket,
            after,
            based,
            whole,
        )
        if told is None or self._looked_at(group, after):
            self._passed(position, group[0].start)
            return
        if group[0].ratio:
            self._ratio(group, left)
            return
        if len(group) == 1 and group[0].bound and "、" in told.name and _RESPECTIVELY.match(plain, group[0].unit_end):
            self.context = having(context, waiting=told.name, told=f"{told.transformation}|{told.of}")
            return
        names = self._names(told, group, position)
        for number, (where, indicator, guessed) in zip(group, names, strict=True):
            self._add(number, where, indicator, told, guessed)
        if len(group) > 1:
            self.context = having(self.context, listed=tuple((w, n) for w, n, _ in names))

    def _passed(self, position: int, end: int) -> None:
        """A place before a number that is no figure governs what follows: 长三角地区41个城市平均浓度为 …"""
        plain = self.text.plain
        own = [
            p
            for p in self.clause.places
            if position <= p.start < end and not _RELATION.search(plain[max(self.clause.start, p.start - 3) : p.start])
        ]
        if len(own) == 1:
            self.context = having(self.context, region=own[0].where)

    def _looked_at(self, group: list[Number], after: str) -> bool:
        """The size of a group that is merely looked at: 全国339个城市PM2.5平均浓度为29微克/立方米."""
        later = [n for n in self.clause.numbers if n.start > group[-1].start]
        if (
            len(group) > 1
            or not later
            or group[0].unit not in ("个", "家", "户", "座", "种", "类", "项")
            or later[0].unit in ("个", "家", "户", "种", "批次")
        ):
            return False
        between = self.text.plain[group[0].unit_end : later[0].start]
        return not re.search("中[,，有]|[,，、(（]", between) and naming.has_head(naming.clean(between))

    def _names(  # noqa: PLR0911  (one way of naming a line)
        self, told: Told, group: list[Number], position: int
    ) -> list[tuple[Where, str, bool]]:
        """Region, indicator and whether guessed, for each figure of the group."""
        plain, context = self.text.plain, self.context
        places = [p for p in self.clause.places if position <= p.start < group[0].start]
        own = [
            p
            for p in places
            if not _RELATION.search(plain[max(self.clause.start, p.start - 3) : p.start])
            or len(places) == len(group) > 1
        ]
        n = len(group)
        beside = _beside(plain, self.clause.places)
        if beside:
            self.context = context = having(context, spots=beside)
        if n > 1 and not own and not told.name and len(context.spots) == n and len(context.listed) != n:
            indicator, guessed = self._indicator(told, group[0])
            return [(spot, indicator, guessed) for spot in context.spots]
        if n == 1 and len(beside) > 1:
            own = []
        if n > 1 and len(own) == n and told.transformation != "pp_gap":
            indicator, guessed = self._indicator(told, group[0])
            return [(p.where, indicator, guessed) for p in own]
        aside = told.transformation in ("pp_gap", "rank") and own and own[0].start > self.clause.start + 2
        where = own[0].where if own and not aside else context.region
        if n > 1 and not told.name and context.waiting and (split := naming.split_names(context.waiting, n)):
            pairs = [
                self._indicator(replace(told, name=name), number) for name, number in zip(split, group, strict=True)
            ]
            return [(where, *pair) for pair in pairs]
        if n > 1 and told.name:
            split = naming.split_names(told.name, n)
            waiting = context.waiting.split("，") if context.waiting else []
            if not split and len(waiting) == n - 1:
                head = naming.head_of(told.name)
                split = [name if naming.has_head(name) else name + head for name in (*waiting, told.name)]
            if not split and len(context.listed) == n and told.transformation in ("level", "share"):
                owners = [naming.owner_of(p := _part(name), naming.head_of(p)) or p for _, name in context.listed]
                return [(where, naming.canonical(owner.removesuffix("数") + told.name), False) for owner in owners]
            if split:
                pairs = [
                    self._indicator(replace(told, name=name), number) for name, number in zip(split, group, strict=True)
                ]
                return [(where, *pair) for pair in pairs]
        if (
            n > 1
            and not told.name
            and len(context.listed) != n
            and len(context.run) >= n
            and told.transformation == "yoy"
        ):
            return [(w if w.words else where, name, False) for w, name in context.run[-n:]]
        if n > 1 and not told.name and len(context.listed) == n:
            return [
                (
                    w or where,
                    name if told.of == "share" else self._indicator(replace(told, name=_part(name)), group[0])[0],
                    False,
                )
                for w, name in context.listed
            ]
        indicator, guessed = self._indicator(told, group[0])
        if own and not aside:
            self.context = having(self.context, region=where)
        return [(where, indicator, guessed or n > 1)] * n

    def _indicator(self, told: Told, number: Number) -> tuple[str, bool]:
        context = self.context
        if told.relation:
            return related(told, context), False
        if not told.name and told.transformation == "change":
            unit = number.unit.lstrip("百千万亿")
            same = [name for other, name in context.units if other.lstrip("百千万亿") == unit]
            if same and naming.head_of(context.subject) != naming.head_of(same[-1]):
                return same[-1], False
        return naming.complete(told.name, number.unit, told.transformation, context)

    def _ratio(self, group: list[Number], left: str) -> None:
        """三次产业比例为10:40:50."""
        name = naming.clean(left)
        if group[0].ratio == 3 and re.search("产业|结构", name + self.context.topic):
            parts = [f"第{c}产业增加值占地区生产总值比重" for c in "一二三"]
            told = Told("", "share", 1)
            for number, part in zip(group, parts, strict=True):
                self._add(number, self.context.region, part, told, False, keep=False)
            self.context = having(self.context, listed=tuple((self.context.region, part) for part in parts))
            return
        if group[0].ratio == 2 and name:
            told = Told(name, "ratio", 1)
            self._add(group[0], self.context.region, name, told, True)

    def _add(self, number: Number, where: Where, indicator: str, told: Told, guessed: bool, keep: bool = True) -> None:
        context = self.context
        when = self._when(number, told)
        told = self._against_last_year(number, told, when)
        if told.transformation == "share" and not told.relation and indicator.endswith("率"):
            told = replace(told, transformation="level")
        value = number.value
        if told.sign < 0 and not value.startswith("-") and value.strip("0.") != "":
            value = "-" + value
        doubts = _doubts(indicator, guessed, when, where, context)
        price, price_from = price_of(indicator, told.transformation, number.unit, told.words, context.price)
        subject, place = ("", where)
        if owner := _ENTERPRISE.match(indicator):
            subject, place, indicator = owner[1], Where(), owner[2]
        if (m := re.search("[一-鿿]{2,}(?:集团|公司|厂)$", where.words)) is not None:
            subject, place = m[0], Where()
        figure = Figure(
            region=place, indicator=indicator, when=when, value=value, unit=number.unit,
            transformation=told.transformation, quote=self.text.raw[self.clause.start : self.clause.end].strip(),
            start=self.clause.start, end=self.clause.end, value_start=number.start, value_end=number.end,
            of=told.of, versus=_versus(told, when), price=price, price_from=price_from,
            coverage=_covered(indicator, context), accounting=(measures().gdp.search(indicator) and context.accounting) or "unstated",
            bound=number.bound, subject=subject, doubtful=doubts, note=told.note,
        )  # fmt: skip
        self.figures.append(figure)
        if told.bracket:
            self.bracketed = (told.transformation, told.of)
        self._leave(figure, told, keep)

    def _against_last_year(self, number: Number, told: Told, when: When) -> Told:
        """比2017年下降 in a bulletin of 2018 is growth on the year before."""
        if told.transformation != "growth_vs":
            return told
        bases = [t.when.year for t in self.clause.times if t.base and t.end <= number.start]
        return replace(told, transformation="yoy") if bases and bases[-1] == when.year - 1 else told

    def _leave(self, figure: Figure, told: Told, keep: bool) -> None:
        self.context = self._left(figure, told, keep)

    def _left(self, figure: Figure, told: Told, keep: bool) -> Context:
        context = having(
            self.context,
            told=f"{figure.transformation}|{figure.of}",
            unit=figure.unit,
            verbs=told.words,
            sign=told.sign,
        )
        if told.relation == "count":
            head = next((h for h in ("增加值", "产量", "产值") if told.name.startswith(h)), context.head)
            return having(
                self.context,
                counted=told.whole or context.counted,
                head=head,
                tally=figure.indicator,
                sampled=told.sampled or context.sampled,
            )
        context = having(context, tally="")
        if figure.transformation in ("mom", "yoy"):
            context = having(context, monthly=figure.transformation == "mom")
        if figure.transformation == "change":
            context = having(
                context,
                monthly="环比" in self.text.plain[max(self.clause.start, figure.value_start - 12) : figure.value_start],
            )
        if told.relation in ("pull", "contribution") and told.whole:
            context = having(context, pulled=told.whole)
        if figure.transformation == "rank":
            return self.context
        if told.relation == "share" and told.whole:
            context = having(context, whole=figure.indicator.rpartition("占")[2].removesuffix("比重"))
        if figure.transformation in ("level", "share", "ratio", "index"):
            context = having(context, known=(*context.known[-60:], (figure.indicator, figure.transformation)))
        if figure.transformation in ("level", "change") and all(n != figure.indicator for _, n in context.run[-1:]):
            context = having(context, run=(*context.run[-8:], (figure.region, figure.indicator)))
        if figure.transformation == "level" and figure.unit not in ("%", "‰"):
            context = having(context, units=(*context.units, (figure.unit, figure.indicator)))
        if keep:
            context = having(context, subject=figure.indicator)
        if (
            not told.relation
            and figure.transformation in ("level", "yoy", "avg_growth", "mom", "change", "index")
            and keep
        ):
            head = naming.head_of(figure.indicator)
            owner = naming.owner_of(figure.indicator, head)
            carried = head if head and not figure.indicator.endswith(("率", "度")) else context.head
            context = having(context, topic=figure.indicator, head=carried, owner=owner or context.owner)
            if not context.opening:
                context = having(context, opening=figure.indicator)
        return context

    def _when(self, number: Number, told: Told) -> When:
        """The nearest time before the figure in its clause, else the one that governs."""
        if (
            m := re.search(r"连续([\d两三四五六七八九十]{1,2})年", self.text.plain[self.clause.start : number.start])
        ) and self.context.when.year:
            n = int(m[1]) if m[1].isdigit() else "零一二三四五六七八九十".find(m[1].replace("两", "二"))
            if n > 1 and len(self.context.when.period) == 4:
                return When(f"{self.context.when.year - n + 1}-{self.context.when.year}")
        inside = [t for t in self.clause.times if not t.base and t.dated and t.end <= number.start]
        if told.bracket:
            later = [t for t in self.clause.times if not t.base and t.start >= number.unit_end]
            if later:
                return later[0].when
        if inside:
            last = inside[-1]
            used = [f for f in self.figures if f.value_start > last.end and f.when == last.when]
            if _local(self.text.plain, last) and used:
                return self.before.when
            return last.when
        same = [t for t in self.clause.times if t.base and t.end <= number.start]
        if (
            same
            and not any(f.value_start > same[-1].end for f in self.figures)
            and told.transformation in ("level", "share")
            and re.match("的?同期", self.text.plain[same[-1].end : same[-1].end + 3])
        ):
            return same[-1].when if same[-1].when.span == self.before.when.span else self.before.when.back()
        return self.context.when

    def _ahead(self, group: list[Number], inner: str) -> Told | None:
        """What figures in brackets after places are of, where the words for it come after them: A市(3%)、B市(5%)2个市工业增加值增速高于 …"""
        if inner or self.bracketed or (self.context.subject and self.context.told and self.figures):
            return None
        rest = re.sub(
            r"[(（][^()（）]*[)）]?|\d+个?|[^()（）]*?[)）]", "", self.text.plain[group[-1].unit_end : self.clause.end]
        )
        found = _AHEAD.search(re.sub("[、,，]?[一-鿿]{2,6}[市盟旗县省州](?=、|$)", "", rest))
        if found is None:
            return None
        rate = found[2] in ("率", "占比")
        words = naming.clean(found[1])
        for place in self.clause.places:
            words = words.replace(place.where.words, "")
        words = re.sub("^.*(?:盟市|旗县|省份|省市|城市|地区|[市盟县旗])(?=[^市盟县旗]+$)|^[、个区]+", "", words)
        name = naming.canonical(words + (found[2] if rate else ""))
        return Told(
            name,
            "level" if found[2] == "率" else "share" if rate else "yoy",
            -1 if group[0].value.startswith("-") else 1,
        )

    # -- brackets ----------------------------------------------------------------------------------------------------

    def _bracket(self, group: list[Number], position: int) -> None:
        """乌海市(-12.6%); 新疆(弃风率14.0%、弃风电量66.1亿千瓦时); 纺织业(5.2%)."""
        plain = self.text.plain
        opened = max(
            plain.rfind("(", self.clause.start, group[0].start), plain.rfind("（", self.clause.start, group[0].start)
        )
        begin = max(position, opened + 1)
        outer_words = plain[self.clause.start : opened]
        before = re.split(
            "[、,，和及与()（）]|(?:最高|最低|较高|较低|最大|最快|较快|居前)[^、,，()（）]*?[是为有:：]", outer_words
        )[-1]
        measure = re.search(
            "([一-鿿]{2,16}?(?:率|指数|比重|浓度|占比))(?:最|较|排|居|位)", re.sub("^其中", "", outer_words)
        )
        places = [
            p for p in self.clause.places if p.end == opened or (p.start >= opened - len(before) and p.end <= opened)
        ]
        where = places[-1].where if places else self.context.region
        left = _without(plain, begin, group[0].start, replace(self.clause, places=())).replace("\0", "")
        left = left or plain[begin : group[0].start]
        inner = naming.clean(left)
        told = classify(left, left, group[-1], self.context, not inner, "") if inner or _signed(left) else None
        if told is None or (not inner and not _signed(left)):
            kept, _, of = self.context.told.partition("|")
            outer = naming.clean(plain[self.clause.start : opened])
            if kept.startswith("pp_") and group[0].unit == "%":
                kept, of = of, ""
            if self.bracketed:
                kept, of = self.bracketed
            elif re.search("增速|增长|下降|增幅|涨幅", outer) and not self.figures:
                kept = "yoy"
            kept = kept or "level"
            told = Told("" if places else before, kept, -1 if group[0].value.startswith("-") else 1, of=of)
        told = replace(told, bracket=True)
        outside, self.context = self.context, having(self.context, region=where)
        ahead = self._ahead(group, inner) if places else None
        if ahead is not None:
            told, indicator, guessed = replace(ahead, bracket=True), ahead.name, False
            outside = having(outside, subject=indicator, topic=indicator, told=f"{told.transformation}|")
        elif places or inner:
            indicator, guessed = self._indicator(told, group[0])
        else:
            item = naming.clean(before)
            indicator, guessed = naming.complete(item, group[0].unit, told.transformation, self.context)
            if measure and item and not naming.has_head(item):
                indicator, guessed = naming.canonical(item + measure[1]), False
        for number in group:
            self._add(number, where, indicator, told, guessed or len(group) > 1)
        self.context = outside


_ENTERPRISE = re.compile("([一-鿿]{2,14}(?:集团(?:有限公司|公司|股份)?|有限公司|股份公司))(?!企业|数)([一-鿿]{2,})$")
_RESPECTIVELY = re.compile("[,，](?:增速|增幅|涨幅|降幅)?分别(?=[为是达增下])")
"""A、B同比增长超过5%，分别为 …: the bound is no figure, the names wait for theirs."""
_AHEAD = re.compile(
    "(?:盟市|旗县|旗县区|地区|省份|省市|城市|县区|市州|个[市省县盟州])?的?([一-鿿]{2,18}?)(增速|增幅|增长速度|增长率|率|占比)(?:均|都)?(?:[高低快慢]于|居|位|超过|较|最)"
)


def _part(name: str) -> str:
    """Of what a share or a contribution is told: 第一产业增加值占…比重 → 第一产业增加值."""
    return re.sub("占.*比重$|对.*贡献率$|拉动.*增长$", "", name)


def _signed(left: str) -> bool:
    return bool(verb_pattern().search(left))


def _doubts(indicator: str, guessed: bool, when: When, where: Where, context: Context) -> tuple[str, ...]:
    found = []
    if guessed or not indicator:
        found.append("indicator")
    if not when.period:
        found.append("period")
    if not where.words and not where.code:
        found.append("region")
    return tuple(found)


def _covered(indicator: str, context: Context) -> str:
    if m := re.search("规模以上|限额以上", indicator):
        return m[0]
    industrial = context.coverage == "规模以上" and re.search("业增加值|工业|产量|企业|利润|营业收入", indicator)
    return "规模以上" if industrial and not re.search("产业增加值", indicator) else "unstated"


def _versus(told: Told, when: When) -> str:
    if told.transformation in ("change", "pp_change") and when.period:
        return when.back().words
    return ""


def _groups(plain: str, numbers: tuple[Number, ...]) -> list[list[Number]]:
    """Numbers that only 、 和 and commas part are one list."""
    groups: list[list[Number]] = []
    for number in numbers:
        if groups:
            last = groups[-1][-1]
            between = plain[last.unit_end : number.start]
            same = (last.unit.lstrip("百千万亿") == number.unit.lstrip("百千万亿") or not last.unit) and not number.rank
            same = same or (not number.rank and "分别" in plain[max(0, groups[-1][0].start - 6) : groups[-1][0].start])
            if (same and re.fullmatch(r"[\s、和及与]{1,2}|以及", between)) or (
                number.ratio and last.ratio and between == ":"
            ):
                groups[-1].append(number)
                continue
        groups.append([number])
    return groups


def _depth(plain: str, start: int, at: int) -> int:
    piece = plain[start:at]
    return piece.count("(") + piece.count("（") - piece.count(")") - piece.count("）")
