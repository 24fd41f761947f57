"""Figures of one thing in different sentences and tables: they meet by label, year and unit."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from guihua.checking.look.candidates import Candidate, same_unit
from guihua.checking.look.figures import Figure, Sentence
from guihua.checking.look.moves import changed, compounds, hung_on, moves_of
from guihua.checking.look.parts import areas, complete, part_places
from guihua.plan.units import find_unit

_SHORT = re.compile(r"^(?:总量|总额|总数|规模|面积|产值|投资|数量|比重|占比|产量|收入|合计|人口|项目|资金|.)$")
_FILLER = re.compile(r"[（(][^（()）]*[）)]|[“”\s　]|(?<=[\u4e00-\u9fff])(?:年均|总数|总量|总额|数量|总规模|数)$")
_GOAL = re.compile(r"(?:以上|左右)?的(?:总体|预期|奋斗|发展|规划|年度|既定)?(?:目标|要求|任务|水平)")
_REACHED = re.compile(r"(?:达到|达)(?:了|约)?$")
_LESS = re.compile(
    r"降|减|失业|死亡|能耗|水耗|电耗|耗|排放|事故|贫困|缺口|煤|负债|漏损|污染|超标|投诉|比$|系数|浓度|成本"
)
_FALLING = re.compile(r"浓度|排放(?:总)?量|排放强度|损耗率|死亡率|发生率|漏损率|致死率|超标率")
_WHOLE = re.compile(r"全(?:部|体)|地区|总|主要|环境")
_AREA_ALONE = re.compile(
    r"[\u4e00-\u9fff]{1,4}[县市区旗盟州镇乡]|[东西南北中]部(?:地区)?|(?:平原|丘陵|山|沿海|城|郊)区"
)
_QUALIFIED = re.compile(r"其中|新增|每个|部分|重点|人均|首批|一期|二期|单|各|另|上半年|季度|[1-9]月")


def plain_label(label: str) -> str:
    """A label without brackets, fillers and what says that it is the whole."""
    bare = _FILLER.sub("", label)
    bare = re.sub(r"(?:总数|总量|总额|数量|总规模|总产值)$", lambda m: "产值" if m[0] == "总产值" else "", bare)
    return re.sub(r"总(?=[产收投人用装])|各(?:县|区|市|地)*", "", bare)


@dataclass(frozen=True)
class Index:
    """Every level of a text by what it is of. period: the plan's first and last year; a year unstated is its section's."""

    sentences: Sequence[Sentence]
    cells: Sequence[Figure]
    period: tuple[int, int] | None

    @cached_property
    def levels(self) -> list[Figure]:
        """Levels that can be looked up: labelled, of a year, no part of a list of parts."""
        told = [self.dated(f, s) for s in self.sentences for f in s.figures if _looked_up(f)]
        return told + list(self.cells)

    @cached_property
    def parts(self) -> frozenset[int]:
        """Where the items of lists of parts stand: short names (公办) that mean more than they say."""
        return frozenset(p for s in self.sentences for p in part_places(s))

    @cached_property
    def by_label(self) -> dict[str, list[Figure]]:
        """Plain label → levels."""
        table: dict[str, list[Figure]] = defaultdict(list)
        for f in self.levels:
            table[plain_label(f.label)].append(f)
        return table

    @cached_property
    def by_end(self) -> dict[str, list[str]]:
        """Beginnings and ends of labels → labels, for those that hold another."""
        table: dict[str, list[str]] = defaultdict(list)
        for label in self.by_label:
            for end in _ends(label):
                table[end].append(label)
        return table

    def dated(self, f: Figure, sentence: Sentence) -> Figure:
        """The figure with the year of its part of the text where its sentence names none."""
        if f.year is not None or self.period is None:
            return f
        if f.base:
            return replace(f, year=self.period[0] - 1) if sentence.target else f
        return replace(f, year=self.period[1] if sentence.target else self.period[0] - 1)

    def find(
        self, label: str, like: Figure, year: int | None, *, apart: Figure | None = None, wide: bool = True
    ) -> Figure | None:
        """The one level of this label (where wide, or of one longer or shorter label) in a year; None where there is none or they differ."""
        own = plain_label(label)
        if len(own) < 2 or _SHORT.match(own) or year is None:
            return None
        exact = self._of(self.by_label.get(own, ()), like, year, apart)
        if exact:
            return _one(exact)
        if not wide:
            return None
        shorter = {end for end in _ends(own) if end in self.by_label}
        near = sorted({other for other in shorter.union(self.by_end.get(own, ())) if _contains(own, other)} - {own})
        wider = [f for o in near for f in self._of(self.by_label[o], like, year, apart) if f.start not in self.parts]
        return _one(wider)

    def _of(self, figures: Iterable[Figure], like: Figure, year: int, apart: Figure | None) -> list[Figure]:
        return [
            f
            for f in figures
            if f.year == year
            and same_unit(f, like)
            and f.start != like.start
            and (apart is None or f.start != apart.start)
            and not f.bound.startswith(("g", "l"))
        ]


def _looked_up(f: Figure) -> bool:
    """A level with a name of its own: no sum of years, no item of a list, no bar or condition, of no other area."""
    condition = f.tail.startswith(("的", "及以上的", "以上的", "以下的")) and not _GOAL.match(f.tail)
    named = f.role == "level" and f.label and not f.depth and not condition
    return bool(named and not (f.yearly or f.total or f.listed or f.barred or f.foreign))


def _one(figures: Sequence[Figure]) -> Figure | None:
    values = {(f.value, f.unit) for f in figures}
    return figures[0] if len(values) == 1 else None


def _ends(label: str) -> set[str]:
    """Its ends of two characters or more, and its beginnings of four."""
    return {label[i:] for i in range(len(label) - 1)} | {label[:i] for i in range(4, len(label))}


def _contains(a: str, b: str) -> bool:
    """Is one label the other with words before it (医疗卫生机构床位, 床位)?"""
    short, long = sorted((a, b), key=len)
    return (
        len(short) >= 2
        and not _SHORT.match(short)
        and (long.endswith(short) or (len(short) >= 4 and long.startswith(short)))
        and len(short) * 3 >= len(long)
    )


def changes_and_bases(index: Index) -> Iterable[Candidate]:
    """4700万人次，比2015年翻一番: the base stands in another sentence."""
    period = index.period
    for sentence in index.sentences:
        pairs = {(m.end.start) for m in moves_of(sentence)}
        for level, changes in hung_on(sentence):
            dated = index.dated(level, sentence)
            count = 0 if period is None else period[1] - period[0] + 1
            yield from compounds(
                dated,
                changes,
                count
                if dated.year is not None and period is not None and dated.year in (period[1], period[0] - 1)
                else 0,
            )
            if level.start in pairs or not level.label or level.depth:
                continue
            for change in changes:
                year = change.base_year if change.base_year is not None else _base_of(change, dated, period)
                base = index.find(level.label, level, year)
                if base is not None and year is not None and dated.year is not None and dated.year > year:
                    yield from changed(replace(base, year=year), dated, change, sure=False)


def rises_before_levels(index: Index) -> Iterable[Candidate]:
    """新增污水处理能力24万吨/日，到2025年达到110万吨/日: the increase first, the level after it, the base elsewhere."""
    for sentence in index.sentences:
        for rise, level in itertools.pairwise(sentence.figures):
            dated = index.dated(level, sentence)
            named = rise.role == "diff" and rise.label_own and not level.label_own and not rise.yearly
            if not named or level.role != "level" or level.base or not same_unit(rise, level) or dated.year is None:
                continue
            year = rise.base_year or _base_of(replace(rise, years=0, role="growth"), dated, index.period)
            base = index.find(rise.label, level, year)
            if base is not None and base.sentence != level.sentence:
                yield Candidate("change_between_levels", "difference", (base, dated, rise))


def _base_of(change: Figure, level: Figure, period: tuple[int, int] | None) -> int | None:
    """The base year that words leave out: of a mean rate or a five years' increase, the year before the period."""
    if period is None or level.year is None:
        return None
    years = change.years or (period[1] - period[0] + 1 if change.role == "growth" else 0)
    if (
        change.role == "growth"
        or change.years
        or re.search(r"期间|时期|期末", change.lead)
        or (change.role in ("diff", "points") and level.year == period[1] and not change.yearly)
    ):
        return level.year - (years or period[1] - period[0] + 1)
    if change.yearly:
        return level.year - (period[1] - period[0] + 1)
    return None


def stated_twice(index: Index) -> Iterable[Candidate]:
    """Two sentences, or a sentence and a table, that give one thing two values in one year."""
    cells = {f.start for f in index.cells}
    for label, named in index.by_label.items():
        figures = [f for f in named if f.start not in index.parts]
        wider = _WHOLE.match(label)
        others = index.by_label.get(label[wider.end() :], []) if wider is not None else []
        if len(label) < 2 or _SHORT.match(label) or _AREA_ALONE.fullmatch(label):
            continue
        for i, a in enumerate(figures):
            for b in (*figures[i + 1 :], *others):
                if _comparable(a, b) and not (a.start in cells and b.start in cells):
                    yield _twice(a, b, cells)
    yield from _rises_twice(index)
    yield from _rows_and_text(index, cells)


def _rows_and_text(index: Index, cells: set[int]) -> Iterable[Candidate]:
    """Rows whose label no sentence has word for word, against those that say nearly the same."""
    text: dict[tuple[int | None, str], list[Figure]] = defaultdict(list)
    for f in index.levels:
        if f.start not in cells:
            text[f.year, f.dimension].append(f)
    for cell in index.cells:
        own = plain_label(cell.label)
        if any(f.start not in cells and f.year == cell.year for f in index.by_label.get(own, ())):
            continue
        for f in text[cell.year, cell.dimension]:
            if _comparable(f, cell) and _covers(plain_label(f.label), own) and _only(f, cell, index.cells):
                yield _twice(f, cell, cells)


def _rises_twice(index: Index) -> Iterable[Candidate]:
    """新增城市生活垃圾无害化处理能力24万吨/日 in one chapter, 34 in another: only names long enough to be one thing's."""
    table: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for sentence in index.sentences:
        for f in sentence.figures:
            if (
                f.role == "diff"
                and not f.yearly
                and not f.depth
                and not f.barred
                and not f.listed
                and len(plain_label(f.label)) >= 8
                and f.label_own
            ):
                table[plain_label(f.label), f.direction].append(index.dated(f, sentence))
    for figures in table.values():
        if len(figures) == 2 and _comparable(replace(figures[0], role="level"), replace(figures[1], role="level")):
            yield Candidate("stated_twice", "same", (figures[0], figures[1]))


def _covers(a: str, b: str) -> bool:
    """Does a row's label b hold all characters of a sentence's label a, in order? One that says more is of something narrower."""
    short, long = sorted((a, b), key=len)
    if len(short) < 4 or len(short) * 2 < len(long):
        return False
    if short in long:
        return short == a or bool(_WHOLE.fullmatch(long.replace(short, "", 1)))
    rest = iter(long)
    return short == a and len(short) * 4 >= len(long) * 3 and all(ch in rest for ch in short)


def _only(f: Figure, cell: Figure, cells: Sequence[Figure]) -> bool:
    """Does no other row fit the sentence's label as well?"""
    return (
        len(
            {
                plain_label(c.label)
                for c in cells
                if same_unit(c, f) and _covers(plain_label(f.label), plain_label(c.label))
            }
        )
        == 1
    )


def _comparable(a: Figure, b: Figure) -> bool:
    """One year, one unit, both plain or one a bound; not in one sentence."""
    if a.year is None or a.year != b.year or a.sentence == b.sentence or not same_unit(a, b):
        return False
    if a.dimension == "count" and a.unit.lstrip("万亿千百") != b.unit.lstrip("万亿千百"):
        return False
    return (
        a.role == b.role == "level"
        and a.dimension not in ("times", "points")
        and not (_QUALIFIED.search(a.lead[-30:]) or _QUALIFIED.search(b.lead[-30:]))
    )


def _twice(a: Figure, b: Figure, cells: set[int]) -> Candidate:
    first, second = sorted((a, b), key=lambda f: f.start)
    if cells & {a.start, b.start}:
        return Candidate("text_and_table", "table", (replace(first, bound=""), replace(second, bound="")))
    if first.bound == second.bound and first.modifier in ("突破", "超过") and first.modifier == second.modifier:
        first, second = replace(first, bound=""), replace(second, bound="")
    return Candidate("stated_twice", "same", (first, second))


def already_met(index: Index) -> Iterable[Candidate]:
    """A target beside what was reached before: 下降到 above it, 提高到 below it, a floor that is passed already.

    A ceiling above it is none: what grows is capped above where it stands (能源消费总量控制在3600万吨以内).
    """
    if index.period is None:
        return
    base_year, last = index.period[0] - 1, index.period[1]
    for sentence in index.sentences:
        pairs = {m.end.start for m in moves_of(sentence)}
        for f in sentence.figures:
            if (
                f.role != "level"
                or f.base
                or not f.label
                or f.start in pairs
                or f.dimension in ("times", "points")
                or f.depth
                or f.total
                or f.yearly
            ):
                continue
            goal = index.dated(f, sentence)
            if goal.year is None or not base_year < goal.year <= last:
                continue
            base = index.find(f.label, f, base_year, wide=f.dimension == "rate")
            if base is None and f.direction:
                base = _loosely(index, f, base_year)
            if base is None or not base.label:
                continue
            if not f.bound and f.amount and _far_below(goal, base):
                yield Candidate("target_already_met", "met", (base, goal), "up")
            elif f.direction:
                yield Candidate("verb_and_base", "order", (base, goal), f.direction)
            elif f.bound in ("le", "lt") and _FALLING.search(f.label):
                yield Candidate("target_already_met", "met", (base, goal), "down")
            elif f.bound in ("ge", "gt") or (
                not f.bound
                and sentence.target
                and _REACHED.search(f.lead)
                and not (f.listed or "分别" in f.lead or _LESS.search(f.label))
                and plain_label(base.label) == plain_label(f.label)
            ):
                yield Candidate("target_already_met", "met", (base, goal), "up")


def _far_below(goal: Figure, base: Figure) -> bool:
    """Is a target less than a hundredth of what was there: a unit out by 万?"""
    a, b = find_unit(goal.unit), find_unit(base.unit)
    if a is None or b is None or _LESS.search(goal.label):
        return False
    return Fraction(goal.value) * a.factor * 100 < Fraction(base.value) * b.factor


def _loosely(index: Index, f: Figure, year: int) -> Figure | None:
    """The level of a year whose label is the same but for the coverage it names: 煤炭行业占规模以上工业比重."""
    own = _coverage_free(f.label)
    return _one(
        [
            g
            for g in index.levels
            if g.year == year and same_unit(g, f) and len(own) > 6 and _coverage_free(g.label) == own and not g.base
        ]
    )


def _coverage_free(label: str) -> str:
    return plain_label(label).replace("规模以上", "").replace("行业", "产业").replace("的", "")


def changes_alone(index: Index) -> Iterable[Candidate]:
    """全市医疗卫生机构床位数实现翻番: a change of its own sentence, with base and end elsewhere."""
    period = index.period
    if period is None:
        return
    for sentence in index.sentences:
        hung = {c.start for _, changes in hung_on(sentence) for c in changes}
        for f in sentence.figures:
            if (
                f.role not in ("growth", "doubling", "diff", "points")
                or not f.label_own
                or f.start in hung
                or f.depth
                or (f.yearly and f.role != "growth")
                or not sentence.target
            ):
                continue
            last = f.year if f.year is not None else period[1]
            first = f.base_year if f.base_year is not None else period[0] - 1
            if last != period[1] or (f.role in ("diff", "points") and not (f.years or f.base_year or f.total)):
                continue
            like = f if f.role == "diff" else None
            for end in index.by_label.get(plain_label(f.label), ()):
                if end.year != last or (like is not None and not same_unit(end, like)) or end.bound:
                    continue
                base = index.find(f.label, end, first, wide=False)
                if base is not None and base.start != end.start:
                    yield from changed(replace(base, year=first), end, f, sure=False)


def gaps_between_rates(index: Index) -> Iterable[Candidate]:
    """甲年均增长21.3%，高于乙年均增速9.4个百分点: with the rate that the text states for 乙."""
    rates = [
        (f, s)
        for s in index.sentences
        for f in s.figures
        if f.role in ("growth", "change") and f.dimension == "rate" and f.label
    ]
    for sentence in index.sentences:
        for rate, gap in zip(sentence.figures, sentence.figures[1:], strict=False):
            named = re.search(
                r"(?:高于|低于|快于|慢于|高出|高)(?P<other>[^，。；]{2,30}?)(?:年均|平均)?(?:增速|增长率|增长速度|增幅|增长)(?:约)?$",
                gap.lead,
            )
            if (
                gap.dimension != "points"
                or rate.role not in ("growth", "change")
                or rate.dimension != "rate"
                or named is None
            ):
                continue
            other = plain_label(re.sub(r"^(?:全国|全省|全市|全区|全县)", "", named["other"]))
            near = [f for f, _ in rates if f.role == rate.role and f.year == rate.year and f is not rate]
            match = _one([f for f in near if plain_label(f.label) == other]) or _one(
                [f for f in near if _coverage_free(f.label) == _coverage_free(other)]
            )
            if match is not None:
                down = bool(re.search(r"低于|慢于", gap.lead))
                yield Candidate(
                    "gap_between_rates",
                    "difference",
                    (match, rate, replace(gap, role="points", direction="down" if down else "up")),
                )


def pace_elsewhere(index: Index) -> Iterable[Candidate]:
    """每年新增规模以上工业企业20户 in one sentence, 五年净增60户 of the same in another."""
    if index.period is None:
        return
    years = index.period[1] - index.period[0] + 1
    rises = [
        (f, s)
        for s in index.sentences
        for f in s.figures
        if f.role == "diff"
        and f.label
        and (f.years == years or f.total or f.base_year == index.period[0] - 1)
        and not f.yearly
    ]
    for sentence in index.sentences:
        for f in sentence.figures:
            if not (f.yearly and f.role == "diff" and f.label and len(plain_label(f.label)) > 2) or not sentence.target:
                continue
            for rise, other in rises:
                same = plain_label(rise.label) == plain_label(f.label)
                if (
                    same
                    and other.number != sentence.number
                    and same_unit(rise, f)
                    and rise.direction == f.direction
                    and other.target
                ):
                    yield Candidate("yearly_and_total", "yearly", (rise, f), str(years))


def wholes_elsewhere(index: Index) -> Iterable[Candidate]:
    """Lists by area or branch whose whole stands in another sentence: 各县区床位数分别为：…; 主导产业中，…."""
    for sentence in index.sentences:
        for head, run in _lists(sentence):
            label, area = head
            first = index.dated(run[0], sentence)
            beside = [
                f
                for f in sentence.figures
                if f.start < run[0].start and f.amount and not f.base and same_unit(f, first)
            ]
            whole = index.find(label, first, first.year) if label else None
            if area and not label and beside:
                yield Candidate("parts_by_area", "sum", (beside[-1], *run), "within")
                continue
            if whole is None and area and not label:
                whole = _one(_said_before(index, sentence, first))
            if whole is None or whole.sentence == sentence.number:
                whole = _one(
                    [f for f in _before(index, sentence, run[0], first) if _ends_so(f.label, label, run[0].label)]
                )
            if whole is None:
                continue
            opened = "等" in run[-1].tail[:6]
            exact = not opened and (area or complete(run, whole))
            yield Candidate(
                "parts_by_area" if area else "parts_listed", "sum", (whole, *run), "exact" if exact else "within"
            )


def _said_before(index: Index, sentence: Sentence, first: Figure) -> list[Figure]:
    """The last amount of the sentence before, in the same paragraph: 新建农田393万亩。分区域看，北部90万亩，…."""
    place = index.sentences.index(sentence)
    before = [s for s in index.sentences[max(0, place - 1) : place] if sentence.paragraph - s.paragraph <= 1]
    return [f for s in before for f in s.figures if f.amount and not f.base and same_unit(f, first)][-1:]


def _before(index: Index, sentence: Sentence, start: Figure, first: Figure) -> Iterable[Figure]:
    """The levels of its paragraph that stand before a list, of its year and unit, but for items of other lists."""
    for f in index.levels:
        near = f.paragraph == sentence.paragraph and f.start < start.start
        alike = f.amount and f.year == first.year and same_unit(f, first) and len(f.label) > 2
        if near and alike and not f.base and f.start not in index.parts:
            yield f


def _ends_so(label: str, measure: str, item: str) -> bool:
    """Is a label the measure of a list: what the list's head names (床位 of 医疗机构床位), or what its items end in?"""
    own = plain_label(label)
    return bool(measure and own.endswith(plain_label(measure))) or (item.endswith(label) and item != label)


_AREA_HEAD = re.compile(
    r"(?:各(?:[县市区旗盟州省地]|（[^）]*）|\([^)]*\))+|分(?:[县市区旗盟州地]|区域|地区|片区|流域)+(?:[来]?看|任务|目标|情况|安排|计划)|按(?:区域|地区|片区|县区)(?:划?分|安排|看)?|分布在|分区域)"
)
_BRANCH_HEAD = re.compile(r"(?:产业|行业|领域|部门|业务|方面|来源|用途)中[，,]")


def _lists(sentence: Sentence) -> Iterable[tuple[tuple[str, bool], list[Figure]]]:
    """((label of the measure, is it by area), items) of every list of three amounts or more that a head opens."""
    head = _AREA_HEAD.search(sentence.text) or _BRANCH_HEAD.search(sentence.text)
    if head is None:
        return
    at = sentence.start + head.end()
    run: list[Figure] = []
    for f in sentence.figures:
        if f.start < at or not f.amount or f.base:
            if run:
                break
            continue
        if run and not (same_unit(f, run[0]) and f.label_own and re.match(r"^[、，和,]", f.lead)):
            break
        run.append(f)
    if len(run) < 2:
        return
    area = _AREA_HEAD.match(head[0]) is not None or areas(run)
    between = sentence.text[head.end() : run[0].start - sentence.start]
    label = re.split(r"[：:，,]", between)[0] if re.search(r"[：:]", between) else ""
    label = (
        ""
        if area
        and re.fullmatch(
            r"(?:分解|具体|年度)?(?:目标|任务|计划|指标|数量|情况|安排|分配)(?:数)?(?:分别)?(?:为|是)?", label
        )
        else label
    )
    if area and not label:
        label = re.sub(r"^.*?(?:县|区|市|旗|盟|州|部|片区)(?=.)", "", run[0].label)
    if area and (label == run[0].label or label in ("片区", "地区", "区域")):
        label = ""
    yield (
        (
            re.sub(
                r"(?:分别)?(?:为|是|达到)+$|数(?:分别)?(?:为)?$",
                "",
                re.sub(r"^(?:的|，)+|(?:分别)?(?:为|是|达到)+$", "", label),
            ),
            area,
        ),
        run,
    )
