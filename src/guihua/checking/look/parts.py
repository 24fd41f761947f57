"""Parts and wholes: 其中 lists, lists by area or year, shares that add up, and what a share says of its two sides."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import cache

from guihua.checking.look.candidates import Candidate, same_unit
from guihua.checking.look.figures import Figure, Sentence
from guihua.plan.data import load

_OF_WHICH = re.compile(r"其中|(?<=中)(?=[，,])|并将其中|中含|中包括|分别为|分别是|包括")
_IN_TURN = re.compile(r"分别|依次")
_OPEN_END = re.compile(r"^[^，。；、]{0,8}?等(?!级)")
_SHARE_LEAD = re.compile(
    r"占(?:比|(?P<whole>[^，；。]{0,24}?)(?:的比重|的比例|的)?)?(?:分别)?(?:达到?|为|约)?(?:约|近)?$"
)


def listed_parts(sentence: Sentence, before: Sentence | None = None) -> Iterable[Candidate]:
    """Every list of parts that a sentence opens with 其中, or by naming its whole before 中, or after it by 其中 in brackets."""
    for i, f in enumerate(sentence.figures):
        cut = "其中" in f.lead or re.search(
            r"中含|中包括|^[^，。；]{0,16}中[，,]|^[，,：:]\s*(?:主要)?(?:包括|包含|分为|含|用于)", f.lead
        )
        inside = _bracketed(sentence.figures, i)
        if not (cut or inside) or not f.amount or f.base or "重复" in sentence.text:
            continue
        parts = _run(sentence.figures, i)
        wholes = [
            w
            for w in sentence.figures[:i]
            if w.amount
            and not w.base
            and same_unit(w, f)
            and w.depth <= f.depth
            and not (w.role == "diff" and re.search(r"比|较|同比", w.lead))
        ]
        if not wholes and before is not None and f.lead.lstrip().startswith("其中"):
            wholes = [w for w in before.figures if w.amount and not w.base and w.role == "level" and same_unit(w, f)][
                -1:
            ]
        wholes = [w for w in wholes if w.unit == f.unit] or wholes
        if not wholes or not parts:
            continue
        opened = any(_OPEN_END.match(p.tail) or "等" in p.tail[:6] for p in parts[-1:])
        yield from _against(
            wholes, parts, opened, wholes[-1].sentence == f.sentence and ("其中" in f.lead or len(parts) == 1)
        )


def _bracketed(figures: Sequence[Figure], i: int) -> bool:
    """128座（大型3座、中型17座、小型108座）: the first of several named amounts in brackets behind another."""
    f = figures[i]
    if not i or f.depth != figures[i - 1].depth + 1 or not re.match(r"^[（(]", f.lead) or not f.label_own:
        return False
    return len(_run(figures, i)) > 1 and f.year == figures[i - 1].year


def _run(figures: Sequence[Figure], i: int) -> list[Figure]:
    """The items of a list that starts at figure i."""
    first = figures[i]
    found = [first]
    for g in figures[i + 1 :]:
        if g.depth > first.depth:
            continue
        lead = g.lead
        if (
            g.depth < first.depth
            or "；" in lead
            or "其中" in lead
            or not g.amount
            or g.base
            or not same_unit(g, first)
            or not (g.label_own or re.search(r"\d{4}年", lead))
        ):
            break
        if "）" in lead and g.depth < first.depth:
            break
        listed = re.match(r"^(?:[^，；]{0,10}?[）)])?(?:左右|以上|以下|以内)?[、和及与]|^[^，；]{0,3}?以及", lead)
        if not listed and not (
            lead.startswith(("，", ","))
            and len(g.label) <= 8
            and len(lead) <= 10
            and not re.search(r"新增|建成|实现|累计|年均|每年|达到|全[市县省州国区]|比|较", lead)
        ):
            break
        found.append(g)
    return found


def _against(wholes: Sequence[Figure], parts: Sequence[Figure], opened: bool, plain: bool) -> Iterable[Candidate]:
    """The parts against the whole that they are of: the nearest level; where another figure fits them, that one is meant."""
    near = wholes[-1]
    level = next((w for w in reversed(wholes) if w.role == "level"), near)
    mode = "exact" if not opened and complete(parts, near) else "within"
    commas = any(p.lead.startswith(("，", ",")) for p in parts[1:])
    sure = plain and not commas and (mode == "within" or len(wholes) == 1)
    readings = [Candidate("parts_listed", "sum", (w, *parts), mode, sure) for w in dict.fromkeys((level, near))]
    yield Candidate("parts_listed", "sum", (level, *parts), mode, sure, unless=tuple(readings[1:]))
    if mode == "within" and len(parts) > 1:
        yield Candidate("parts_listed", "sum", (level, *parts), "tenfold")


def part_places(sentence: Sentence) -> frozenset[int]:
    """Where the figures of lists behind 其中 stand."""
    return frozenset(f.start for c in listed_parts(sentence) for f in c.figures[1:])


def complete(parts: Sequence[Figure], whole: Figure) -> bool:
    """Do the parts' names say that they are all: one is 其他, they are a known partition, every year of the period?"""
    names = [p.label for p in parts]
    if len(parts) < 2:
        return False
    if any(re.match(r"其他|其它|其余", n) for n in names):
        return True
    years = [p.year for p in parts]
    span = [y for y in years if y is not None]
    if len(span) == len(parts) and len(set(span)) == len(parts) and whole.years == len(parts):
        return True
    return any(
        all(any(n.startswith(w) for w in group) for n in names)
        and len({next(w for w in group if n.startswith(w)) for n in names}) == len(group)
        for group in _partitions()
    )


def areas(parts: Sequence[Figure]) -> bool:
    """Are the parts named after areas?"""
    return len(parts) > 1 and all(
        re.search(r"(?:县|区|市|旗|盟|州|片区|部|岸|镇)$", re.sub(r"(?:接待|完成|实现|建设|新建|新增).*$", "", p.label))
        or re.match(r"[东西南北中]部?", p.label)
        for p in parts
    )


def years_listed(sentence: Sentence) -> Iterable[Candidate]:
    """2011年至2015年分别为a、b、c、d和e，五年累计S: as many amounts in a row as years, then their sum."""
    figures = sentence.figures
    for i, total in enumerate(figures):
        years = total.years or next((f.years for f in reversed(figures[:i]) if _IN_TURN.search(f.lead)), 0)
        if not total.total or not total.amount or years < 2:
            continue
        run = figures[max(0, i - years) : i]
        if len(run) == years and all(r.amount and same_unit(r, total) for r in run) and _IN_TURN.search(run[0].lead):
            yield Candidate("years_listed", "sum", (total, *run), "exact", sure=True)


def listed_then_summed(sentence: Sentence) -> Iterable[Candidate]:
    """东湖区68亿元、西山区55亿元、…，合计215亿元: amounts side by side, then what they come to."""
    figures = sentence.figures
    for i, total in enumerate(figures):
        if not total.amount or not re.match(
            r"^[，,](?:[^，；。]{0,4}(?:合计|共计|总计|总投[入资])|三者之和|总和)[^，；。]{0,6}$", total.lead
        ):
            continue
        run: list[Figure] = []
        for f in reversed(figures[:i]):
            if not f.amount or f.base or f.role != "level" or not same_unit(f, total) or (f.total and not run):
                break
            run.insert(0, f)
            named = f.label_own and f.lead.startswith(("，", ",")) and len(f.lead) <= 10
            if not (re.match(r"^[、和及与]", f.lead) or named):
                break
        if len(run) > 1:
            yield Candidate("parts_listed", "sum", (total, *run), "exact", sure=len(run) > 2)


def shares(sentence: Sentence) -> Iterable[Candidate]:
    """Shares of one whole beside each other: 种植业占58%，林业占4%…, 分别占…的48%、31%."""
    run: list[Figure] = []
    for f in (*sentence.figures, None):
        if f is not None and _continues(run, f):
            run.append(f)
            continue
        together = bool(run) and "分别" in run[0].lead
        if len(run) > (2 if together else 1):
            closed = any(re.match(r"其他|其它|其余", r.label) for r in run)
            yield Candidate(
                "shares_of_one_whole",
                "hundred",
                tuple(run),
                "exact" if closed and not any(r.bound for r in run) else "within",
                sure=not any(r.bound for r in run),
            )
        run = [f] if f is not None and _share(f) and _named_part(f) else []


def composition(sentence: Sentence) -> Iterable[Candidate]:
    """能源消费构成为：煤炭61%，石油19%，…: rates behind a word for a structure, with no 占 of their own."""
    head = re.search(
        r"(?:构成|结构|占比|比重|比例)(?:分别)?(?:为|是)?[：:]|(?:构成|结构)(?:分别)?(?:为|是)", sentence.text
    )
    if head is None:
        return
    run: list[Figure] = []
    for f in sentence.figures:
        if f.start < sentence.start + head.end():
            continue
        listed = not run or re.match(r"^(?:左右|以上)?[，、和及与]", f.lead)
        if not (f.dimension == "rate" and f.role == "level" and f.label_own and listed) or f.base or "占" in f.lead:
            break
        run.append(f)
    if len(run) > 2:
        closed = bool(re.match(r"其他|其它|其余", run[-1].label)) and not any(r.bound for r in run)
        yield Candidate("shares_of_one_whole", "hundred", tuple(run), "exact" if closed else "within", sure=True)


def _share(f: Figure) -> bool:
    return (
        f.dimension == "rate"
        and f.unit in ("%", "％")
        and f.role == "level"
        and not f.base
        and bool(_SHARE_LEAD.search(f.lead))
        and not f.direction
    )


def _named_part(f: Figure) -> bool:
    """Does something stand before its 占 (轻工业占38%), or do several parts stand there together (分别占)?"""
    return "分别" in f.lead or bool(re.search(r"[^，、；。（）\s]{1,20}占", f.lead))


def _continues(run: Sequence[Figure], f: Figure) -> bool:
    """Is it the next share of the same whole? The first may name the whole, the others only their part."""
    if (
        not run
        or f.dimension != "rate"
        or f.role != "level"
        or "其中" in f.lead
        or "；" in f.lead
        or f.depth != run[0].depth
        or f.base
    ):
        return False
    if "分别" in run[0].lead:
        return bool(re.fullmatch(r"\s*(?:左右|以上)?[、和与及]\s*", f.lead)) or (f.lead in ("，",))
    if not _share(f):
        return False
    own = _whole_named(f)
    name = re.sub(r"^[，、；\s]+|占.*$", "", f.lead)
    if own and own == _whole_named(run[0]):
        first = re.split(r"[，；：。]", re.sub(r"占.*$", "", run[0].lead))[-1]
        return all(_apart(re.sub(r"占.*$", "", r.lead).lstrip("，、；"), name) for r in run[1:]) and _apart(first, name)
    return not own and 0 < len(name) <= 16 and not re.search(r"增长|达到|提高|下降|同比|合计|共|上述|两者", name)


def _whole_named(f: Figure) -> str:
    """The whole that stands between 占 and a share; "" for none."""
    match = _SHARE_LEAD.search(f.lead)
    return re.sub(r"(?:达到?|为|约|近|比重|比例|的|比|分别)+", "", (match["whole"] or "") if match else "")


def _apart(a: str, b: str) -> bool:
    """Are two names parts of one known partition, so that neither holds the other?"""
    return any(
        (x := next((w for w in group if w in a), "")) and (y := next((w for w in group if w in b), "")) and x != y
        for group in _partitions()
    )


def structures(text: str, start: int) -> Iterable[tuple[int, int, tuple[str, ...]]]:
    """25∶38∶37: (start, end, digits) of ratios of three or more numbers that make up a structure."""
    for found in re.finditer(r"(?<![\d.:])\d{1,2}(?:\.\d+)?(?:[:∶：]\d{1,2}(?:\.\d+)?){2,}(?![\d.:])", text):
        yield start + found.start(), start + found.end(), tuple(re.split(r"[:∶：]", found[0]))


def limits(sentence: Sentence) -> Iterable[Candidate]:
    """A share, coverage or rate of pass above a hundred per cent."""
    for f in sentence.figures:
        if f.dimension != "rate" or f.role != "level" or f.unit not in ("%", "％"):
            continue
        label = f.label if f.label else ""
        clause = re.split(r"[，；。、]", f.lead)[-1]
        for entry in _limits():
            if entry[0].search(clause) or entry[0].search(label):
                if entry[1]:
                    yield Candidate("rate_above_its_limit", "limit", (f,), str(entry[1]), sure=True)
                break


def split_counts(sentence: Sentence) -> Iterable[Candidate]:
    """12个县市中，8个县达标、6个县未达标; 排查隐患3260处，已整改2980处，正在整改460处: counts told apart without 其中."""
    figures = sentence.figures
    for i, whole in enumerate(figures):
        if not whole.amount or whole.base or whole.depth:
            continue
        run: list[Figure] = []
        named = re.fullmatch(r"[^，。；\d]{1,8}中[，,](?:已?有)?", whole.tail) is not None
        for f in figures[i + 1 :]:
            told = re.fullmatch(r"[^，。；\d]{1,12}[、，和]" if run else r"[^，。；\d]{1,8}中[，,](?:已?有)?", f.lead)
            done = re.match(r"^[，、](?:目前)?(?:已经?|正在|尚未|未|还有|尚有|剩余|待)[^，；。]{1,8}$", f.lead)
            if not f.amount or f.base or f.unit != whole.unit or not (told if named else done):
                break
            run.append(f)
        both = any("已" in f.lead for f in run) and any(re.search(r"正在|未|尚|剩余|待", f.lead) for f in run)
        if len(run) > 1 and (named or both):
            yield Candidate("parts_listed", "sum", (whole, *run), "within")


def share_of_figures(sentence: Sentence) -> Iterable[Candidate]:
    """P，占s%: the amount just before against the whole that the sentence names."""
    figures = sentence.figures
    for i, f in enumerate(figures):
        if i > 1 and f.dimension == "rate" and f.role == "level" and f.lead == "的":
            part, whole = figures[i - 2 : i]
            if re.match(r"^[，,]占", whole.lead) and part.amount and whole.amount and same_unit(part, whole):
                yield Candidate("share_and_its_sides", "share", (part, whole, f), sure=True)
        if not (i and f.dimension == "rate" and f.role == "level" and _SHARE_LEAD.search(f.lead)):
            continue
        part = figures[i - 1]
        match = _SHARE_LEAD.search(f.lead)
        named = ((match["whole"] or "") if match else "").strip()
        if not part.amount or part.base or "；" in f.lead or len(f.lead) > 30:
            continue
        before = re.sub(r"^[，、\s]+|占.*$", "", f.lead)
        if before not in ("", "约", "仅", "已", "分别", "只"):
            continue
        wholes = [w for w in figures[: i - 1] if w.amount and not w.base and same_unit(w, part) and w.role == "level"]
        if named and named not in ("全部", "总数", "总量", "总额", "全市", "全省", "全国"):
            wholes = [w for w in wholes if w.label.endswith(named) or (named.endswith(w.label) and len(w.label) > 1)]
            if not wholes and named.startswith(("全部", "总")):
                bare = re.sub(r"^(?:全部|总)", "", named)
                wholes = [w for w in figures[: i - 1] if w.amount and same_unit(w, part) and w.label.endswith(bare)]
        elif not re.search(r"其中|中[，,]", part.lead) and not named:
            wholes = []
        wholes = [w for w in wholes if w.unit == part.unit] or wholes
        if wholes:
            yield Candidate(
                "share_and_its_sides",
                "share",
                (part, wholes[-1], f),
                sure=bool(named) or "其中" in part.lead or "中，" in part.lead,
            )
            yield Candidate("parts_listed", "sum", (wholes[-1], part), "within")


def parallel_shares(sentences: Sequence[Sentence]) -> Iterable[Candidate]:
    """国三…739.3万辆，占58.6%；国四…678.5万辆，占35.4%: two parts and shares of one unnamed whole."""
    for sentence in sentences:
        found: list[tuple[Figure, Figure]] = []
        for a, b in zip(sentence.figures, sentence.figures[1:], strict=False):
            if (
                a.amount
                and not a.base
                and b.dimension == "rate"
                and b.role == "level"
                and re.fullmatch(r"(?:左右)?[，,（(]?占(?:比|总数的|总量的|全部的)?(?:约|为)?", b.lead)
            ):
                found.append((a, b))
        for (a, s), (b, t) in itertools.pairwise(found):
            if same_unit(a, b) and a.unit == b.unit and "其中" not in b.lead:
                yield Candidate("shares_of_unnamed_whole", "one_whole", (a, s, b, t))


@cache
def _partitions() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in load("look_parts.yaml", "guihua.checking.data")["partitions"])


@cache
def _limits() -> tuple[tuple[re.Pattern[str], int], ...]:
    entries = load("look_parts.yaml", "guihua.checking.data")["limits"]
    return tuple(
        (
            re.compile(
                f"(?:{'|'.join(e['ends'])})(?:要|力争|达到?|为|在|到|至|提高|提升|上升|保持|稳定|以上|约|近|平均|均|已|超过|不低于|由|从|\\d{{4}}年|的|分别)*$"
            ),
            int(e["limit"]),
        )
        for e in entries
    )
