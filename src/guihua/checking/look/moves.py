"""From a base to an end: 由A到B, 比…的A, and the increases, rates and multiples that the sentence hangs on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guihua.checking.look.candidates import Candidate, same_unit
from guihua.checking.look.figures import Figure, Sentence

_CHANGES = ("change", "growth", "times", "doubling", "diff", "points")


@dataclass(frozen=True, slots=True)
class Move:
    """A base and an end of one quantity, and the changes that hang on them."""

    base: Figure
    end: Figure
    changes: tuple[Figure, ...]


def moves(sentence: Sentence) -> Iterable[Candidate]:
    """Every relation between a base, an end and their changes that one sentence states."""
    for move in moves_of(sentence):
        yield from _order(move)
        for change in move.changes:
            yield from changed(move.base, move.end, change, sure=True)
    for level, changes in _bare(sentence):
        for change in changes:
            apart = level.listed or level.total or change.total
            if not apart and change.direction == "up" and change.role in ("diff", "points") and _fits(level, change):
                yield Candidate("rise_above_level", "below", (level, change), sure=True)
        yield from compounds(level, changes)


def moves_of(sentence: Sentence) -> list[Move]:
    """The moves of a sentence, in order."""
    figures = sentence.figures
    found = []
    for i, _f in enumerate(figures):
        pair = _pair(figures, i)
        if pair is not None:
            base, end = pair
            last = max(figures.index(base), figures.index(end))
            hung = list(_hung(figures, last + 1, end))
            first = min(figures.index(base), figures.index(end))
            if first and (not base.label_own or base.label in _COUNT) and _opens(figures[first - 1], figures[first]):
                hung.append(figures[first - 1])
            found.append(Move(base, end, tuple(h for h in hung if h is not base and h is not end)))
    return found + list(_told_after(figures))


_COUNT = ("总数", "总量", "数量", "规模", "人数", "总人数", "户数")
_LAST_YEAR = re.compile(r"同比|(?:比|较)(?:上年|去年|上年同期|年初)")
_REACHED = re.compile(r"^[，,](?:总数|总量|规模)?(?:达到?|增至|增加到|升至|降至|为)$")
_BASE_AFTER = re.compile(r"^[，,；（(]\s*(?:而|其中)?(?:(?:上年|去年)同期|上年|去年|年初)[末底]?[^，；。]{0,8}$")


def _told_after(figures: Sequence[Figure]) -> Iterable[Move]:
    """14.2万人，比上年末增加0.8万人，上年末为13.4万人: the base stands behind the change."""
    for a, b, c in zip(figures, figures[1:], figures[2:], strict=False):
        if _hangs(b) and _LAST_YEAR.search(b.lead) and _last_years(c, a):
            yield Move(_dated_before(c, a), a, (b,))
        elif _hangs(c) and _last_years(b, a):
            yield Move(_dated_before(b, a), a, (c,))
        elif _hangs(b) and a.base and a.role == c.role == "level" and same_unit(a, c) and _REACHED.match(c.lead):
            yield Move(a, c, (b,))


def _hangs(change: Figure) -> bool:
    return change.role in _CHANGES and not change.label_own and not change.yearly


def _last_years(base: Figure, end: Figure) -> bool:
    """Does a level say that it is the year before's of the same thing (上年为…, 2023年为…)?"""
    if not (end.role == base.role == "level" and not end.base and same_unit(end, base)):
        return False
    year = (
        re.match(r"^[，,；（(]\d{4}年[末底]?(?:为|是)?$", base.lead) and base.year is not None and end.year is not None
    )
    return bool(_BASE_AFTER.match(base.lead)) or bool(year and base.year == (end.year or 0) - 1)


def _dated_before(base: Figure, end: Figure) -> Figure:
    return replace(base, year=None if end.year is None else end.year - 1)


def _pair(figures: Sequence[Figure], i: int) -> tuple[Figure, Figure] | None:
    """(base, end) where figure i completes a pair, else None."""
    f = figures[i]
    if f.role != "level":
        return None
    if f.base:
        return _base_behind(figures, i) if re.search(r"(?:比|较|是|为|相当于)[^，；]*$", f.lead) else None
    before = figures[i - 1] if i else None
    if before is None or before.role != "level" or not same_unit(before, f):
        return None
    if before.base and re.search(r"(?:由|从|自)", before.lead) and before.depth == f.depth:
        return None if f.label_own and "，" in f.lead and f.label != before.label else (before, f)
    return _by_years(before, f)


def _base_behind(figures: Sequence[Figure], i: int) -> tuple[Figure, Figure] | None:
    """86.5亿元，比上年的80亿元: the level before is the end."""
    f = figures[i]
    end = next((g for g in reversed(figures[:i]) if g.role == "level" and not g.base and same_unit(g, f)), None)
    if end is None or "；" in f.lead or (f.label_own and f.label and f.label != end.label):
        return None
    return f, end


def _by_years(before: Figure, f: Figure) -> tuple[Figure, Figure] | None:
    """2010年末120户，到2015年达到170户; 170户（2010年为120户）: the years say which is the base."""
    if f.label_own or f.year is None or before.year is None:
        return None
    if f.depth == before.depth + 1 and f.year < before.year:
        return f, before
    plain = f.depth == before.depth and not (before.base or f.total or before.total) and "、" not in f.lead
    return (before, f) if plain and before.year < f.year else None


def _hung(figures: Sequence[Figure], start: int, end: Figure) -> Iterable[Figure]:
    """The changes that follow and speak of the same thing: no label of their own, no new level between."""
    for g in figures[start:]:
        if g.role not in _CHANGES or g.label_own or "；" in g.lead or "其中" in g.lead or g.foreign != end.foreign:
            return
        yield g


def _bare(sentence: Sentence) -> Iterable[tuple[Figure, list[Figure]]]:
    """Levels with the changes that hang on them, where the sentence gives no base."""
    figures = sentence.figures
    for i, f in enumerate(figures):
        if f.role == "level" and not f.base:
            hung = list(_hung(figures, i + 1, f))
            if hung:
                yield f, hung


def hung_on(sentence: Sentence) -> Iterable[tuple[Figure, list[Figure]]]:
    """Every level with the changes that hang on it; bases that the sentence gives are none of them."""
    return _bare(sentence)


def compounds(level: Figure, changes: Sequence[Figure], years: int = 0) -> Iterable[Candidate]:
    """是2005年的2.2倍，年均增长17.1%: multiple and mean rate over the same years."""
    rates = [c for c in changes if c.role == "growth" and c.dimension == "rate"]
    if level.total:  # a multiple of sums says nothing of the yearly rate
        return
    for whole in changes:
        kind = {"times": " ratio", "doubling": " doubling", "change": ""}.get(whole.role)
        if kind is None or not rates or (whole.role == "change" and whole.base_year is None):
            continue
        first = whole.base_year
        count = level.year - first if level.year is not None and first is not None else years
        if count > 1:
            yield Candidate("multiple_and_mean_rate", "compound", (whole, rates[0]), f"{count}{kind}")


def changed(base: Figure, end: Figure, change: Figure, *, sure: bool, years: int = 0) -> Iterable[Candidate]:
    """The candidate of one change between two levels, where its unit and years allow one."""
    count = end.year - base.year if end.year is not None and base.year is not None else years
    rule = "change_between_levels"
    if change.role in ("diff", "points"):
        if _fits(end, change) and change.yearly and count > 1 and change.role == "diff":
            yield Candidate("yearly_rise", "yearly_rise", (base, end, change), str(count))
        elif _fits(end, change) and not change.yearly:
            yield Candidate(rule, "difference", (base, end, change), sure=sure)
    elif change.role == "change" and change.dimension in ("rate", "times") and end.dimension not in ("rate", "points"):
        yield Candidate(rule, "changed", (base, end, change), "1", sure=sure)
    elif change.role == "change" and change.dimension == "rate" and change.direction == "down":
        yield Candidate(rule, "changed", (base, end, change), "1")
    elif change.role == "growth" and count > 0 and end.dimension not in ("rate",):
        yield Candidate("mean_rate_between_levels", "grown", (base, end, change), str(count), sure=sure and count == 1)
    elif change.role in ("times", "doubling"):
        yield Candidate(
            "multiple_between_levels",
            "ratio",
            (base, end, change),
            "doubling" if change.role == "doubling" else "",
            sure=sure,
        )


def _fits(level: Figure, change: Figure) -> bool:
    if change.role == "points":
        return level.dimension == "rate"
    return same_unit(level, change)


def _order(move: Move) -> Iterable[Candidate]:
    """下降到 a larger figure, 提高到 a smaller one; a change that says which way it went."""
    if re.search(r"排位|位次|名次|排名|位居|名列", move.base.lead + move.end.lead):
        return
    if move.end.direction:
        yield Candidate("verb_and_figures", "order", (move.base, move.end), move.end.direction, sure=not move.end.bound)
    elif move.base.base:
        way = next((c.direction for c in move.changes if c.role in ("change", "diff", "points") and c.direction), "")
        if way:
            yield Candidate("verb_and_figures", "order", (move.base, move.end), way, sure=not move.end.bound)


def _opens(change: Figure, base: Figure) -> bool:
    """Does a change with a name open what its base and end then spell out: 五年翻了一番，由12亿元增加到52亿元?"""
    near = change.label_own and base.start - change.end < 12 and "；" not in base.lead
    alike = change.role != "diff" or same_unit(change, base)
    return (
        near
        and change.role in _CHANGES
        and alike
        and bool(re.match(rf"[，,]?(?:{'|'.join(_COUNT)})?(?:由|从|自)", base.lead))
    )
