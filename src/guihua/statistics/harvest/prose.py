"""Running text into figures: clause by clause, with one Context from each to the next."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from guihua.statistics.harvest import naming
from guihua.statistics.harvest.context import Context
from guihua.statistics.harvest.numbers import Number, find_numbers
from guihua.statistics.harvest.places import Mention, find_places
from guihua.statistics.harvest.pricing import price_of
from guihua.statistics.harvest.records import Figure, When, Where
from guihua.statistics.harvest.times import Spoken, find_times
from guihua.statistics.harvest.wording import measures, words

_SENTENCE = re.compile(r"[。！？!?\n]")
_RELATION = re.compile("(?:占|对|比|较|高于|低于|快于|慢于|拉动|向|与|和|同|居|于|列|全部|带动|来自|超过|当于|位列|排|排名|在)$")
_TO = re.compile("(?:增长|增加|上升|提高|提升|下降|减少|降低|回落|调整|扩大|上涨|转|变|变化|发展|压减|增|升|降|减|涨)(?:到|至|为)了?(?:约|近)?$")
_GAP = re.compile("(?:(?:高|低|快|慢|好|大|小)于|高出|低出|[比较][^,。;]{0,14}?(?<![提降走升加减放])(?:高|低|快|慢|多|少))[^,。;%]{0,14}$")
_PULL = re.compile("(?:拉动|拉高|拉升|推动|带动|贡献了?|下拉|上拉)([^,。;]*?)$")
_MEAN = re.compile("(?:年均|年平均|平均每年|[两三四五二]年平均|每年平均|年递增|年复合)[^,。;]*$")
_MONTHLY = re.compile("环比|比上月|较上月|比上季|较上季")
_RATE_WORD = re.compile("(?<!自然)(?:增速|增长速度|增长率|增幅|涨幅|增长面)(?:为|是|达到?|高达|约|分别|仅|回落至|提高到|回升至|由|从|\\s)*$")
_FALL_WORD = re.compile("(?:降幅|跌幅|下降率|降速)(?:为|是|达到?|高达|约|分别|仅|收窄至|扩大至|由|从)*$")
_SHARE = re.compile("(?:所?占)([^,。;]*?)(?:的?(?:比重|比例|份额|百分比|比率|比))?(?:的|为|是|达到?|到|约|近|超过?|接近|分别|提高到|上升到|增加到|升至|下降到|降至|由|从|高达|仅)*$")
_SHARE_NAME = re.compile("比重|占比|份额|比例|构成|所占")
_CONTRIBUTION = re.compile("(?:对([^,。;]*?))?的?贡献率")
_RANK_OF = re.compile("(?:位居|居|列|排名|排|名列|稳居|跃居|保持|连续|位列|升至|在)[^,。;]*$")


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
    here = replace(context, opening="", whole="", whole_before=context.whole or context.whole_before)
    for a, b in _sentences(text.plain, start, end):
        here = replace(here, region=context.region, listed=(), verbs="", units=())
        if re.match("[\\s　]*(?:其中|分)", text.plain[a : a + 8]) and figures:
            here = replace(here, region=figures[-1].region if figures[-1].region.code else here.region)
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
            context, outer = replace(context, owner=outer), ""
    return figures, replace(context, owner=outer or context.owner)


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
    places = [p for p in find_places(plain, start, end, context.home) if not any(a < p.end and p.start < b for a, b in spans)]
    clause = Clause(start, end, tuple(times), tuple(places), tuple(numbers))
    context = _coverage(plain[start:end], context)
    if not numbers:
        return [], _quiet(plain, clause, context)
    return _Reader(text, clause, context).read()


def _coverage(words_: str, context: Context) -> Context:
    """Price, coverage and accounting as a clause sets them."""
    if re.search("可比价|不变价|扣除价格", words_):
        context = replace(context, price="comparable")
    if m := re.search("初步核算|统一核算|初步测算|快报|初步统计|最终核实", words_):
        context = replace(context, accounting=m[0])
    if m := re.search("规模以上|限额以上|规上", words_):
        context = replace(context, coverage=m[0].replace("规上", "规模以上"))
    return context


def _quiet(plain: str, clause: Clause, context: Context) -> Context:
    """What a clause without figures leaves: a period, a place, a measure for what follows."""
    context = _governing(plain, clause, context)
    name = naming.clean(_without(plain, clause.start, clause.end, clause))
    if m := re.search("[从就]([^,。;]{2,14}?)(?:来|上|方面)?看", plain[clause.start : clause.end]):
        looked = next((n for n, _ in reversed(context.known) if n.endswith(m[1])), "")
        context = replace(context, subject=looked or context.subject, topic=looked or context.topic)
    body = re.sub("(?:情况|方面|来|运行)?(?:看|说)$", "", name)
    if m := re.search("(增加值|产量|投资|零售额|产值|收入|支出|利润|经费|价格|面积|税收)(?:中|看|增速|方面|实现|保持|同比|情况)?", body):
        if re.search("看|其中|分[一-鿿]+看|按", plain[clause.start : clause.end]) or body.endswith(m[1]):
            context = replace(context, head=_long(m[1], context))
    if body.endswith(("企业", "事故", "单位", "制造业", "行业")) and not re.search("[看]", name):
        context = replace(context, owner=body)
    if naming.has_head(body) and len(body) <= 30 and not re.search("[增升提降减回]", body[-3:]):
        context = replace(context, subject=naming.canonical(body), topic=naming.canonical(body))
    return context


def _long(head: str, context: Context) -> str:
    return next((long for short, long, _, _ in measures().expand if head == short and long in context.heading + context.topic), head)


def _governing(plain: str, clause: Clause, context: Context) -> Context:
    """The period and the place that the clause sets for what follows."""
    whens = [t for t in clause.times if not t.base and t.dated and not _local(plain, t)]
    spoken = whens[-1].when if whens else None
    if spoken is not None:
        context = replace(context, when=spoken)
    own = [p for p in clause.places if not _RELATION.search(plain[max(clause.start, p.start - 3) : p.start])]
    if own and len(own) == 1:
        context = replace(context, region=own[-1].where)
    return context


def _local(plain: str, time: Spoken) -> bool:
    """由2016年的, 从前三季度: a time of the next figure only."""
    return plain[max(0, time.start - 1) : time.start] in ("由", "从") or plain[time.end : time.end + 1] == "的" and time.when.period[4:5] == ""


def _without(plain: str, start: int, end: int, clause: Clause) -> str:
    """The words of a stretch without its times, bases of comparison and governing places; brackets as \\0."""
    cut = [(t.start, t.end) for t in clause.times]
    for p in clause.places:
        if not _RELATION.search(plain[max(clause.start, p.start - 3) : p.start]):
            cut.append((p.start, p.end))
    depth = 0
    for i in range(start, end):
        if plain[i] in "(（":
            depth += 1
        if depth:
            cut.append((i, i + 1))
        if plain[i] in ")）":
            depth = max(0, depth - 1)
    kept = []
    for i in range(start, end):
        kept.append("" if any(a <= i < b for a, b in cut) else plain[i])
    words_ = "".join(kept)
    words_ = re.sub("(?<![同环占之对])(?:比|较|与|和|同(?!比))(?=(?:的?同期|年?末|底|初|历史同期|相比|持平)|[增下上减提回高低多少收加放扩大小净略有实名翻涨快慢])(?:的?同期|年?末|底|初|历史同期)?(?:相比|比)?", "", words_)
    return re.sub("的$", "", re.sub("^(?:的?同期|底|末)?(?:相比)", "", words_))


class _Reader:
    """Reads one clause's figures from left to right."""

    def __init__(self, text: Text, clause: Clause, context: Context) -> None:
        self.text, self.clause, self.context = text, clause, context
        self.figures: list[Figure] = []
        self.last: Figure | None = None
        self.before = context

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
        left = _without(plain, position, group[0].start, self.clause)
        raw = plain[position : group[0].start]
        first = not self.figures
        after = plain[group[-1].unit_end : self.clause.end]
        based = any(t.base and position <= t.start < group[0].start for t in self.clause.times)
        told = _classify(left, raw, group[-1], context, naming.clean(left) == "" and not first, after, based)
        if told is None:
            return
        if group[0].ratio:
            self._ratio(group, left)
            return
        names = self._names(told, group, position)
        for number, (where, indicator, guessed) in zip(group, names, strict=True):
            self._add(number, where, indicator, told, guessed)
        if len(group) > 1:
            self.context = replace(self.context, listed=tuple((w, n) for w, n, _ in names))

    def _names(self, told: _Told, group: list[Number], position: int) -> list[tuple[Where, str, bool]]:
        """Region, indicator and whether guessed, for each figure of the group."""
        plain, context = self.text.plain, self.context
        places = [p for p in self.clause.places if position <= p.start < group[0].start]
        own = [p for p in places if not _RELATION.search(plain[max(self.clause.start, p.start - 3) : p.start]) or len(places) == len(group) > 1]
        n = len(group)
        if n > 1 and len(own) == n:
            indicator, guessed = self._indicator(told, group[0])
            return [(p.where, indicator, guessed) for p in own]
        where = own[0].where if own else context.region
        if n > 1 and told.name:
            split = naming.split_names(told.name, n)
            if split:
                pairs = [self._indicator(replace(told, name=name), number) for name, number in zip(split, group, strict=True)]
                return [(where, *pair) for pair in pairs]
        if n > 1 and not told.name and len(context.listed) == n:
            return [(w or where, self._indicator(replace(told, name=name), group[0])[0], False) for w, name in context.listed]
        indicator, guessed = self._indicator(told, group[0])
        return [(where, indicator, guessed or n > 1)] * n

    def _indicator(self, told: _Told, number: Number) -> tuple[str, bool]:
        context = self.context
        if told.relation:
            return _related(told, context), False
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
            told = _Told("", "share", 1)
            for number, part in zip(group, parts, strict=True):
                self._add(number, self.context.region, part, told, False, keep=False)
            return
        if group[0].ratio == 2 and name:
            told = _Told(name, "ratio", 1)
            self._add(group[0], self.context.region, name, told, True)

    def _add(self, number: Number, where: Where, indicator: str, told: _Told, guessed: bool, keep: bool = True) -> None:
        context = self.context
        when = self._when(number, told)
        value = number.value
        if told.sign < 0 and not value.startswith("-") and value.strip("0.") != "":
            value = "-" + value
        doubts = _doubts(indicator, guessed, when, where, context)
        price, price_from = price_of(indicator, told.transformation, number.unit, told.words, context.price)
        subject, place = ("", where)
        if (m := re.search("[一-鿿]{2,}(?:集团|公司|厂)$", where.words)) is not None:
            subject, place = m[0], Where()
        figure = Figure(
            region=place, indicator=indicator, when=when, value=value, unit=number.unit,
            transformation=told.transformation, quote=self.text.raw[self.clause.start : self.clause.end].strip(),
            start=self.clause.start, end=self.clause.end, value_start=number.start, value_end=number.end,
            of=told.of, versus=_versus(told, when), price=price, price_from=price_from,
            coverage=_covered(indicator, context), accounting=context.accounting if measures().gdp.search(indicator) and context.accounting else "unstated",
            bound=number.bound, subject=subject, doubtful=doubts, note=told.note,
        )  # fmt: skip
        self.figures.append(figure)
        self.last = figure
        self._leave(figure, told, keep)

    def _leave(self, figure: Figure, told: _Told, keep: bool) -> None:
        self.context = self._left(figure, told, keep)

    def _left(self, figure: Figure, told: _Told, keep: bool) -> Context:
        context = replace(self.context, told=f"{figure.transformation}|{figure.of}", unit=figure.unit, verbs=told.words)
        if told.relation == "count":
            head = next((h for h in ("增加值", "产量", "产值") if told.name.startswith(h)), context.head)
            return replace(context, counted=told.whole or context.counted, head=head)
        if figure.transformation == "rank":
            return self.context
        if told.relation == "share" and told.whole:
            context = replace(context, whole=figure.indicator.rpartition("占")[2].removesuffix("比重"))
        if figure.transformation in ("level", "share", "ratio", "index"):
            context = replace(context, known=(*context.known[-60:], (figure.indicator, figure.transformation)))
        if figure.transformation == "level" and figure.unit not in ("%", "‰"):
            context = replace(context, units=(*context.units, (figure.unit, figure.indicator)))
        if keep:
            context = replace(context, subject=figure.indicator)
        if not told.relation and figure.transformation in ("level", "yoy", "avg_growth", "mom", "change", "index") and keep:
            head = naming.head_of(figure.indicator)
            owner = naming.owner_of(figure.indicator, head)
            carried = head if head and not figure.indicator.endswith(("率", "度")) else context.head
            context = replace(context, topic=figure.indicator, head=carried, owner=owner or context.owner)
            if not context.opening:
                context = replace(context, opening=figure.indicator)
        return context

    def _when(self, number: Number, told: _Told) -> When:
        """The nearest time before the figure in its clause, else the one that governs."""
        if (m := re.search(r"连续([\d两三四五六七八九十]{1,2})年", self.text.plain[self.clause.start : number.start])) and self.context.when.year:
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
        if same and told.transformation in ("level", "share") and re.match("的?同期", self.text.plain[same[-1].end : same[-1].end + 3]):
            return same[-1].when if same[-1].when.span == self.before.when.span else self.before.when.back()
        return self.context.when

    # -- brackets ----------------------------------------------------------------------------------------------------

    def _bracket(self, group: list[Number], position: int) -> None:
        """乌海市(-12.6%); 新疆(弃风率14.0%、弃风电量66.1亿千瓦时); 纺织业(5.2%)."""
        plain = self.text.plain
        opened = max(plain.rfind("(", self.clause.start, group[0].start), plain.rfind("（", self.clause.start, group[0].start))
        begin = max(position, opened + 1)
        before = re.split("[、,，和及与()（）]", plain[self.clause.start : opened])[-1]
        places = [p for p in self.clause.places if p.end == opened or (p.start >= opened - len(before) and p.end <= opened)]
        where = places[-1].where if places else self.context.region
        left = _without(plain, begin, group[0].start, replace(self.clause, places=())).replace("\0", "")
        left = plain[begin : group[0].start] if not left else left
        inner = naming.clean(left)
        told = _classify(left, left, group[-1], self.context, not inner, "") if inner or _signed(left) else None
        if told is None or (not inner and not _signed(left)):
            kept, _, of = self.context.told.partition("|")
            outer = naming.clean(plain[self.clause.start : opened])
            kept = "yoy" if re.search("增速|增长|下降|增幅|涨幅", outer) and not self.figures else kept or "level"
            told = _Told("" if places else before, kept, -1 if group[0].value.startswith("-") else 1, of=of)
        told = replace(told, bracket=True)
        region, self.context = self.context.region, replace(self.context, region=where)
        if places or inner:
            indicator, guessed = self._indicator(told, group[0])
        else:
            indicator, guessed = naming.complete(naming.clean(before), group[0].unit, told.transformation, self.context)
        for number in group:
            self._add(number, where, indicator, told, guessed or len(group) > 1)
        self.context = replace(self.context, region=region)


def _signed(left: str) -> bool:
    return bool(_verb().search(left))


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


def _versus(told: _Told, when: When) -> str:
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
            same = (last.unit == number.unit or not last.unit) and not number.rank
            if (same and re.fullmatch(r"[\s、和及与]{1,2}|以及", between)) or (number.ratio and last.ratio and between == ":"):
                groups[-1].append(number)
                continue
        groups.append([number])
    return groups


def _depth(plain: str, start: int, at: int) -> int:
    piece = plain[start:at]
    return piece.count("(") + piece.count("（") - piece.count(")") - piece.count("）")


# -- what kind of figure it is -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """How a figure is told: the noun phrase, the transformation, the sign, of what it is a difference; relation: share, pull …"""

    name: str
    transformation: str
    sign: int = 1
    of: str = ""
    relation: str = ""
    whole: str = ""
    words: str = ""
    bracket: bool = False
    note: str = ""


@cache
def _verb() -> re.Pattern[str]:
    """A verb of rising or falling right before a figure."""
    up = "|".join(sorted(words().up, key=lambda w: (-len(w), w)))
    down = "|".join(sorted(words().down, key=lambda w: (-len(w), w)))
    filler = "(?:了|约|近|超过?|高达|达到?|为|幅度?|又|再|仅|-|将近|接近|分别|各|\\s|、|和)*"
    return re.compile(rf"(?:(?P<down>{down})|(?<!新)(?P<up>{up})){filler}$")


def _classify(  # noqa: PLR0911  (the ways of telling a figure, one a line)
    left: str, raw: str, number: Number, context: Context, again: bool, after: str, based: bool = False
) -> _Told | None:
    """How the figure after `left` is told; None where it is none."""
    unit = number.unit
    points = unit == "百分点"
    if number.rank:
        if number.unit_end - number.end == 0 and not re.search("(?:居|列|排|名|全[国省市区县盟旗州]|世界|全球|位)[^,。;]{0,8}$", raw):
            return None
        name = naming.clean(_RANK_OF.sub("", left))
        name = re.sub("(?:总量|规模|水平)$", "", name)
        return _Told(name, "rank", of=context.told.partition("|")[0] or "level")
    if points:
        return _points(left, raw, context, based)
    if again:
        kept, _, of = context.told.partition("|")
        verb = _verb().search(context.verbs) if context.verbs else None
        if unit == context.unit or (kept == "change" and unit):
            sign = -1 if verb and verb.lastgroup == "down" and kept in ("yoy", "change", "mom", "pp_change") else 1
            return _Told("", kept or "level", sign, of=of, words=context.verbs)
    if share := _share(left, unit, number):
        return share
    if unit in ("%", "‰", "倍", "成") and (found := _CONTRIBUTION.search(left)):
        name = naming.clean(left[: found.start()])
        return _Told(name, "contribution", relation="contribution", whole=naming.clean(found[1] or ""), words=left)
    if m := re.search("(?:所?相当于|为)([^,。]*?)的(?:份额|比例)?(?:由|从|为|达|提高到)*$", left):
        if unit in ("%", "倍") and "相当于" in left:
            return _Told(naming.clean(left[m.start() :]), "ratio", relation="ratio", words=left)
    if _TO.search(left):
        name = naming.clean(_strip_verb(_TO.sub("", left)))
        return _leveled(name, unit, raw, context, left)
    if verb := _verb().search(left):
        return _moved(left, raw, verb, unit, context)
    if unit in ("%", "‰", "倍", "成") and (found := _RATE_WORD.search(left)) and "面" not in found[0]:
        return _Told(naming.clean(left[: found.start()]), _growth(left, raw), 1, words=left)
    if unit in ("%", "‰", "倍") and (found := _FALL_WORD.search(left)):
        return _Told(naming.clean(left[: found.start()]), "yoy", -1, words=left)
    if re.search("同比$", naming.TAIL.sub("同比", left) if left.endswith("同比") else "") and unit == "%":
        return _Told(naming.clean(left), "yoy", words=left)
    return _counts(left, number, context, after) or _leveled(naming.clean(left), unit, raw, context, left)


def _strip_verb(left: str) -> str:
    return re.sub(r"(?:增长|增加|上升|提高|提升|下降|减少|降低|回落|调整|扩大|上涨|转|变化?|由|从)$", "", left)


def _growth(left: str, raw: str) -> str:
    if _MEAN.search(left) or _MEAN.search(raw):
        return "avg_growth"
    if _MONTHLY.search(raw):
        return "mom"
    if re.search(r"[比较与](?:19|20)\d\d年", raw):
        return "growth_vs"
    return "yoy"


def _moved(left: str, raw: str, verb: re.Match[str], unit: str, context: Context) -> _Told | None:
    """增长5%, 减少3亿元, 降幅3%."""
    name, word = naming.distance_of(naming.clean(left[: verb.start()]))
    name = naming.clean(re.sub(r"(?:[两三四五]年|年均|年平均)$", "", name))
    sign = -1 if verb.lastgroup == "down" else 1
    if word in ("降幅", "跌幅"):
        sign = -sign
    if unit in ("%", "‰", "倍", "成", "番"):
        return _Told(name, _growth(left, raw), sign, words=left)
    if not unit:
        return None
    return _Told(name, "change", sign, words=left)


def _points(left: str, raw: str, context: Context, against_time: bool) -> _Told:
    if m := _PULL.search(left):
        whole = re.sub("(?:增长|增速|上升|下降|上涨)?(?:约|近|了|为)*$", "", m[1])
        sign = -1 if re.search("下拉|下降|下滑|回落", left[m.start() :]) else 1
        return _Told(naming.clean(left[: m.start()]), "pull", sign, relation="pull", whole=naming.clean(whole), words=left)
    verb = _verb().search(left)
    gap = _GAP.search(raw)
    sign = -1 if verb and verb.lastgroup == "down" else 1
    if gap and not (verb and verb.end() == len(left)):
        sign = -1 if re.search("(?<!高)(?:低|慢|少|小)", gap[0]) else 1
        name = naming.clean(re.sub("(?:(?:高|低|快|慢|好|大|小)于|高出|低出|[比较](?!重)|(?<![提降])[高低快慢多少](?=约|近|出|了|$)).*$", "", left))
        name, word = naming.distance_of(name)
        last, _, of_last = context.told.partition("|")
        of = "yoy" if word else (of_last if last.startswith("pp_") else last) or "level"
        return _Told(name, "pp_change" if against_time else "pp_gap", sign, of=of, words=left)
    name, word = naming.distance_of(naming.clean(left[: verb.start()] if verb else left))
    if word in ("降幅", "跌幅"):
        sign = -sign
    last, _, of = context.told.partition("|")
    of = "yoy" if word else (of if last == "pp_change" and of else last or "level") if not name else _kind_of(name)
    if name and (m := _SHARE.search(name)):
        return _Told(naming.clean(name[: m.start()]), "pp_change", sign, of="share", relation="share", whole=naming.clean(m[1]), words=left)
    return _Told(name, "pp_change", sign, of=of, words=left)


def _kind_of(name: str) -> str:
    return "share" if _SHARE_NAME.search(name) else "level"


def _share(left: str, unit: str, number: Number) -> _Told | None:
    if unit not in ("%", "‰", "成"):
        return None
    m = _SHARE.search(left)
    if not m or (m.start() and left[m.start() - 1] in "侵抢"):
        return None
    return _Told(naming.clean(left[: m.start()]), "share", relation="share", whole=naming.clean(m[1]), words=left)


def _leveled(name: str, unit: str, raw: str, context: Context, left: str) -> _Told | None:
    """A level, a rate, a share by its name, an index."""
    if name.endswith(("比上年", "同比")):
        name = naming.clean(name)
    name, word = naming.distance_of(name)
    if unit in ("%", "‰", "倍", "成"):
        if word:
            return _Told(name, _growth(left, raw), -1 if word in ("降幅", "跌幅") else 1, words=left)
        if "之比" in raw:
            return _Told(name, "share" if re.search("生产总值|GDP", raw) else "ratio", words=left, note="")
        if _SHARE_NAME.search(name) or unit == "成":
            return _Told(name, "share", words=left)
        if not name:
            before = next((t for n, t in reversed(context.known) if n == context.subject), "")
            if before in ("share", "ratio"):
                return _Told("", before, words=left)
            last = context.told.partition("|")[0]
            if _TO.search(left):
                return _Told("", last if last in ("share", "level", "yoy", "ratio") else "level", words=left)
            if last in ("share", "ratio", "level") and not measures().rates.search(context.subject) and last == "level":
                return _Told("", "share", words=left)
            return _Told("", last if last in ("share", "ratio", "level", "yoy") else "level", words=left)
        before = next((t for n, t in reversed(context.known) if n == (name or context.subject)), "")
        if before in ("share", "ratio"):
            return _Told(name, before, words=left)
        if re.search("强度$", name) and "R&D" in name + context.topic:
            return _Told(name, "share", words=left)
        return _Told(name, "level", words=left)
    if not unit and not re.search("指数|系数|得分|数$|PMI", name):
        return None
    return _Told(name, "index" if name.endswith("指数") or "PMI" in name else "level", words=left)


def _counts(left: str, number: Number, context: Context, after: str) -> _Told | None:
    """38个工业行业大类中, 有31个行业增加值实现增长; 死亡26人; 抽查2345家企业."""
    unit = number.unit
    name = naming.clean(left)
    if unit == "人" and re.search("(死亡|受伤|重伤|失踪)$", name):
        return _Told(name + "人数", "level", words=left)
    if unit not in ("个", "种", "家", "类", "项", "批次", "户", "大类", "条", "款") or (name and naming.has_head(name)):
        return None
    m = re.match(r"([一-鿿、]{1,20}?)(?:中(?=[,，有]|$)|(?=实现|保持|均|同比|增加值|产量|产值|营业收入|利润|[,，。;]|增长|下降|的|$|\())", after)
    if not m or not m[1]:
        return None
    noun = naming.clean(m[1])
    rest = after[m.end() :]
    grown = re.match(r"(增加值|产量|产值|营业收入|利润)?(?:实现|保持|均|同比|呈|了)*(增长|上升|下降|增加|减少)", rest)
    if re.match("(?:大类行业|工业大类行业|行业大类)$", noun):
        noun = "工业行业大类"
    if grown:
        base = context.counted if context.counted and (noun in context.counted or noun.endswith("行业") or noun == "产品") else noun
        if noun == "产品":
            base = "主要工业产品种"
        measure = grown[1] or ("产量" if noun == "产品" else context.head)
        return _Told(f"{measure}同比{'下降' if grown[2] in ('下降', '减少') else '增长'}的{base}数", "level", relation="count", whole=context.counted, words=left)
    if unit == "种" and noun == "产品":
        return _Told("统计的主要工业产品种数", "level", relation="count", words=left)
    verb = re.sub("^(?:有|共|共有)", "", name)
    suffix = {"种": "种数", "批次": "批次数"}.get(unit, "数")
    return _Told(f"{verb}{noun}{suffix}", "level", relation="count", whole=noun, words=left)


def _related(told: _Told, context: Context) -> str:
    """The name of a share, a contribution, a pull: composed of part and whole."""
    if told.relation == "count":
        return told.name
    if told.relation == "ratio":
        return context.topic + told.name
    part = naming.complete(told.name, "%", "level", context)[0] if told.name else context.topic or context.subject
    whole = told.whole
    if told.relation == "share":
        whole = naming.complete(whole, "%", "level", replace(context, owner="", head=""))[0] if whole else _whole(context, part)
        return f"{part}占{whole}比重"
    if told.relation == "contribution":
        whole = re.sub("(?:的?增长|的)$", "", whole)
        whole = naming.canonical(whole) if whole else context.whole
        return f"{_bare(part)}对{whole}增长的贡献率"
    whole = naming.canonical(re.sub("^(?:全[区市省县国]的?)", "", whole))
    if whole.endswith("工业"):
        whole += "增加值"
    return f"{_bare(part)}拉动{whole}增长"


def _bare(part: str) -> str:
    """Whose contribution it is: 五大支柱产业增加值 → 五大支柱产业."""
    return part.removesuffix("增加值") if len(part) > 5 else part


def _whole(context: Context, part: str) -> str:
    """Of what a share is, where its clause does not say: of what the sentence or the paragraph opened with."""
    return next((name for name in (context.whole, context.opening, context.whole_before, context.heading, context.topic) if name and name != part), "")
