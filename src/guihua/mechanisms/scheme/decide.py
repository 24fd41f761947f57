"""Appraising by a scheme: marks, classes, what was lost on which indicator, and the smallest changes that reach the next class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from guihua.mechanisms.core.expressions import expression
from guihua.mechanisms.core.records import Decided, Job, Outcome, Table
from guihua.mechanisms.scheme.records import (
    MARKS,
    SCORES,
    WAYS,
    Indicator,
    Scheme,
    argument,
    measured,
    plain,
    rows_of,
    scheme_of,
    shown,
)
from guihua.mechanisms.scheme.sensitivity import SENSITIVE, sensitivity
from guihua.proof.canonical import Json
from guihua.rules.feel.values import Value


@dataclass(frozen=True, slots=True)
class Mark:
    """What a subject gets on one indicator: value, mark (None: cannot be marked), the value that gives full marks.

    start   of a linear rule the value of no marks, of a stepped one the base
    """

    indicator: Indicator
    value: Fraction | None
    mark: Fraction | None
    full_at: Fraction | None
    note: str = ""
    start: Fraction | None = None


def decide(job: Job) -> Decided:
    """The outcome of a scheme. Raises GuihuaError SCHEME-WEIGHTS, SCHEME-CLASSES, RUN-SETTING, RUN-ROWS."""
    scheme = scheme_of(job)
    rows = rows_of(job, scheme)
    best = {i.name: _best(i, rows) for i in scheme.indicators if i.rule == "best_of"}
    marks = {name: [_mark(i, scope, best) for i in scheme.indicators] for name, scope in rows}
    marks = _filled(scheme, marks)
    totals = {name: _total(scheme, own) for name, own in marks.items()}
    vetoes = {name: [v for v in scheme.vetoes if expression(v.when)(scope) is True] for name, scope in rows}
    ranked = sorted((n for n in totals if totals[n] is not None), key=lambda n: (-(totals[n] or 0), n))
    ranks = {n: 1 + sum((totals[m] or 0) > (totals[n] or 0) for m in ranked) for n in ranked}
    classes = {n: _class(scheme, totals[n], ranks.get(n, 0), len(ranked), vetoes[n]) for n in totals}
    score_rows = []
    for name, own in marks.items():
        low, high = _interval(scheme, own)
        lacking = "、".join(m.indicator.zh for m in own if m.value is None and not m.indicator.extra)
        score_rows.append(
            (
                name,
                shown(totals[name], scheme.digits),
                str(ranks.get(name, "")),
                classes[name],
                shown(low, scheme.digits) if lacking else "",
                shown(high, scheme.digits) if lacking else "",
                _margin(scheme, totals[name], classes[name]),
                "；".join(v.name for v in vetoes[name]),
                lacking,
                _consequence(job, scheme, name, classes[name]),
            )
        )
    score_rows.sort(key=lambda r: (int(r[2] or 10**9), r[0]))
    notes = [f"{r[0]}缺{r[8]}：按办法计 {r[1] or '不计分'}，得分区间 {r[4]} 至 {r[5]}。" for r in score_rows if r[8]]
    tables = [Table("scores", SCORES, tuple(score_rows), job.declaration.zh)] if scheme.scores else []
    tables.append(
        Table("marks", MARKS, tuple(_mark_row(n, m, scheme) for n, own in marks.items() for m in own), "得分明细")
    )
    if scheme.classes:
        tables.append(Table("ways", WAYS, tuple(_ways(scheme, marks, totals, classes, vetoes)), "进位路径"))
        points = {n: {m.indicator.name: m.mark for m in own} for n, own in marks.items()}
        moved = sensitivity(scheme, points, classes, [n for n, held in vetoes.items() if held])
        tables.append(Table("sensitivity", SENSITIVE, moved, "等次对权重的敏感性"))
    answer: dict[str, Json] = {"scores": {r[0]: r[1] for r in score_rows}, "classes": {r[0]: r[3] for r in score_rows}}
    return Decided(Outcome(tuple(tables), tuple(notes) if scheme.scores else (), answer if scheme.scores else {}))


def _best(indicator: Indicator, rows: Sequence[tuple[str, Mapping[str, Value]]]) -> Fraction | None:
    values = [v for _, scope in rows if (v := measured(indicator, scope)) is not None]
    return (min(values) if indicator.less else max(values)) if values else None


def _mark(indicator: Indicator, scope: Mapping[str, Value], best: Mapping[str, Fraction | None]) -> Mark:
    value = measured(indicator, scope)
    if value is None:
        return Mark(indicator, None, None, None)
    mark, full_at = _ruled(indicator, value, scope, best.get(indicator.name))
    return Mark(indicator, value, mark, full_at, "", _start(indicator, scope))


def _start(indicator: Indicator, scope: Mapping[str, Value]) -> Fraction | None:
    if indicator.rule == "linear":
        return argument(indicator.of["linear"][0], scope)
    return argument(indicator.of["base"], scope) if indicator.rule == "flat" else None


def _ruled(  # noqa: PLR0911  (one line a rule)
    indicator: Indicator, value: Fraction, scope: Mapping[str, Value], best: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """The mark of a value, and the value that would give full marks."""
    weight, of = indicator.weight, indicator.of
    if indicator.rule in ("best_of", "target", "ratio"):
        base = best if indicator.rule == "best_of" else argument(of[indicator.rule], scope)
        if base is None or base == 0 or (indicator.less and value == 0):
            return None, base
        share = base / value if indicator.less else value / base
        most = Fraction(of["most"]) if "most" in of else None if indicator.rule == "ratio" else Fraction(1)
        share = max(share, Fraction(0))
        return weight * (share if most is None else min(share, most)), base
    if indicator.rule == "flat":
        return _flat(indicator, value, scope)
    if indicator.rule == "linear":
        zero, full = (argument(a, scope) for a in of["linear"])
        if zero is None or full is None or zero == full:
            return None, full
        return weight * min(max((value - zero) / (full - zero), Fraction(0)), Fraction(1)), full
    if indicator.rule == "within":
        low, high = (argument(a, scope) for a in of["within"])
        inside = (low is None or value >= low) and (high is None or value <= high)
        return (weight if inside else Fraction(0)), low
    if indicator.rule == "steps":
        reached = [
            Fraction(p) for at, p in of["steps"] if (value <= Fraction(at) if indicator.less else value >= Fraction(at))
        ]
        best_step = max(of["steps"], key=lambda s: Fraction(s[1]))
        return max(reached, default=Fraction(0)), Fraction(best_step[0])
    if indicator.rule == "given":
        return min(max(value, Fraction(0)), weight), weight
    points = value * Fraction(of[indicator.rule])
    points = min(points, Fraction(of["most"])) if "most" in of else points
    return (points if indicator.rule == "adds" else -points), None


def _flat(indicator: Indicator, value: Fraction, scope: Mapping[str, Value]) -> tuple[Fraction | None, Fraction | None]:
    """So much of the weight where the base is held, points for each step above, at most so much of the weight beside it."""
    of, weight = indicator.of, indicator.weight
    base = argument(of["base"], scope)
    if base is None or base <= 0:
        return None, None
    held, per, adds = weight * Fraction(of["flat"]), Fraction(of["per"]) / 100, Fraction(of["adds"])
    most = weight * Fraction(of.get("most", "0.5"))
    growth = value / base - 1
    if growth < 0:
        lost = (
            held * max(value / base, Fraction(0)) if of.get("below", "proportional") == "proportional" else Fraction(0)
        )
        return lost, base
    steps = floor(growth / per)
    return held + min(adds * steps, most), base * (1 + per * ceil((weight - held) / adds))


def _filled(scheme: Scheme, marks: Mapping[str, list[Mark]]) -> dict[str, list[Mark]]:
    """Marks where figures are missing, by the scheme's own rule."""
    found: dict[str, list[Mark]] = {name: list(own) for name, own in marks.items()}
    for place, indicator in enumerate(scheme.indicators):
        there = [own[place].mark for own in marks.values() if own[place].mark is not None]
        mean = sum((m for m in there if m is not None), Fraction(0)) / len(there) if there else None
        for own in found.values():
            mark = own[place]
            if mark.mark is not None:
                continue
            if indicator.missing == "mean" and mean is not None:
                own[place] = Mark(indicator, mark.value, mean, mark.full_at, "缺数，按平均分计")
            elif indicator.missing == "zero":
                note = "" if indicator.extra else "缺数，按办法不得分"
                own[place] = Mark(indicator, mark.value, Fraction(0), mark.full_at, note)
            else:
                own[place] = Mark(indicator, mark.value, None, mark.full_at, "缺数，不定等级")
    return found


def _total(scheme: Scheme, own: Sequence[Mark]) -> Fraction | None:
    if any(m.mark is None for m in own):
        return None
    total = sum((m.mark for m in own if m.mark is not None), Fraction(0))
    return min(total, scheme.most) if scheme.most is not None else total


def _interval(scheme: Scheme, own: Sequence[Mark]) -> tuple[Fraction, Fraction]:
    """The score with no marks, and with full marks, on what is missing."""
    known = sum((m.mark for m in own if m.value is not None and m.mark is not None), Fraction(0))
    unknown = sum((m.indicator.weight for m in own if m.value is None), Fraction(0))
    high = known + unknown
    return known, min(high, scheme.most) if scheme.most is not None else high


def _class(scheme: Scheme, total: Fraction | None, rank: int, count: int, vetoes: Sequence[object]) -> str:
    if total is None:
        return scheme.ungraded if scheme.classes else ""
    name = _by_score(scheme, total, rank, count)
    order = [c.name for c in scheme.classes]
    for veto in vetoes:
        caps = getattr(veto, "caps", "")
        if not caps:
            return scheme.ungraded
        name = order[max(order.index(name), order.index(caps))]
    return name


def _by_score(scheme: Scheme, total: Fraction, rank: int, count: int) -> str:
    for c in scheme.classes:
        if c.points is not None and total >= c.points:
            return c.name
        if c.percent is not None and Fraction(rank * 100, count) <= c.percent:
            return c.name
    return scheme.classes[-1].name if scheme.classes else ""


def _margin(scheme: Scheme, total: Fraction | None, name: str) -> str:
    bound = next((c.points for c in scheme.classes if c.name == name), None)
    return shown(total - bound, scheme.digits) if total is not None and bound is not None and total >= bound else ""


def _consequence(job: Job, scheme: Scheme, name: str, now: str) -> str:
    """What follows from so many years in one class, this one included; by the table of earlier classes."""
    rule = scheme.consecutive
    if not rule or now != rule.get("class") or not job.given(rule.get("table", "previous")):
        return ""
    earlier = {(r["name"], r["period"]): r["class"] for r in job.table(rule.get("table", "previous")).records()}
    years = 1
    while job.period.isdigit() and earlier.get((name, str(int(job.period) - years))) == now:
        years += 1
    return f"连续{years}年{now}：{rule['then']}" if years >= int(rule["years"]) else ""


def _mark_row(name: str, mark: Mark, scheme: Scheme) -> tuple[str, ...]:
    i = mark.indicator
    lost = None if mark.mark is None or i.extra else max(i.weight - mark.mark, Fraction(0))
    return (
        name,
        i.group,
        i.zh,
        plain(mark.value),
        i.unit,
        "" if i.extra else plain(i.weight),
        shown(mark.mark, scheme.digits),
        shown(lost, scheme.digits),
        plain(mark.full_at) if lost else "",
        mark.note,
    )


def _ways(
    scheme: Scheme,
    marks: Mapping[str, Sequence[Mark]],
    totals: Mapping[str, Fraction | None],
    classes: Mapping[str, str],
    vetoes: Mapping[str, Sequence[object]],
) -> list[tuple[str, ...]]:
    """For every subject below the first class: each single change that reaches the next one, else the fewest together."""
    found: list[tuple[str, ...]] = []
    order = [c.name for c in scheme.classes]
    for name, own in marks.items():
        total, now = totals[name], classes[name]
        if total is None or now not in order or order.index(now) == 0 or vetoes[name]:
            continue
        above = order[order.index(now) - 1]
        need = _needed(scheme, above, totals, classes)
        if need is None or need <= total:
            continue
        gap = need - total
        gains = [(g, m) for m in own if (g := _most(m)) > 0]
        single = [(m, gap) for g, m in gains if g >= gap]
        head = (name, now, above, shown(gap, scheme.digits))
        if single:
            for way, (m, gain) in enumerate(single, 1):
                found.append(
                    (*head, str(way), m.indicator.zh, plain(m.value), plain(_to(m, gain)), shown(gain, scheme.digits))
                )
            continue
        chosen: list[tuple[Mark, Fraction]] = []
        left = gap
        for g, m in sorted(gains, key=lambda p: (-p[0], p[1].indicator.name)):
            if left <= 0:
                break
            chosen.append((m, min(g, left)))
            left -= min(g, left)
        if left <= 0:
            found += [
                (*head, "1", m.indicator.zh, plain(m.value), plain(_to(m, gain)), shown(gain, scheme.digits))
                for m, gain in chosen
            ]
    return found


def _needed(
    scheme: Scheme, above: str, totals: Mapping[str, Fraction | None], classes: Mapping[str, str]
) -> Fraction | None:
    """The score that the next class begins with: its bound, or that of the last one in it."""
    bound = next(c.points for c in scheme.classes if c.name == above)
    if bound is not None:
        return bound
    there = [t for n, t in totals.items() if classes[n] == above and t is not None]
    return min(there) if there else None


def _most(mark: Mark) -> Fraction:
    """How many points a change of this figure alone can bring."""
    i = mark.indicator
    if (
        mark.value is None
        or mark.mark is None
        or i.rule not in ("best_of", "target", "ratio", "flat", "linear", "given")
    ):
        return Fraction(0)
    if mark.full_at is None or (i.less and mark.value == 0):
        return Fraction(0)
    return max(i.weight - mark.mark, Fraction(0))


def _to(mark: Mark, gain: Fraction) -> Fraction | None:
    """The value that brings so many points more."""
    i, wanted = mark.indicator, (mark.mark or Fraction(0)) + gain
    if i.rule in ("best_of", "target", "ratio") and mark.full_at is not None:
        return mark.full_at * i.weight / wanted if i.less else mark.full_at * wanted / i.weight
    if i.rule == "given":
        return wanted
    if i.rule == "flat" and mark.start is not None:
        held, per, adds = i.weight * Fraction(i.of["flat"]), Fraction(i.of["per"]) / 100, Fraction(i.of["adds"])
        if wanted <= held:
            return mark.start if i.of.get("below") == "zero" else mark.start * wanted / held
        return mark.start * (1 + per * ceil((wanted - held) / adds))
    if i.rule == "linear" and mark.full_at is not None and mark.start is not None:
        return mark.start + (mark.full_at - mark.start) * wanted / i.weight
    return None
