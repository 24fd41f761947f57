"""Checking an appraisal: every mark from its value again, every sum, rank and class, and that every way back really leads there."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from guihua.mechanisms.core.expressions import expression
from guihua.mechanisms.core.records import Decided, Job, Table
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
from guihua.proof.verify import Part, given, part
from guihua.rules.feel.values import Value

Points = dict[str, dict[str, Fraction | None]]


def check(job: Job, decided: Decided) -> list[Part]:
    """Parts: marks, scores, ways, answer."""
    scheme = scheme_of(job)
    rows = rows_of(job, scheme)
    outcome = decided.outcome
    values = {n: {i.name: measured(i, scope) for i in scheme.indicators} for n, scope in rows}
    raw: Points = {n: {i.name: _points(i, values, n, scope) for i in scheme.indicators} for n, scope in rows}
    points = {n: {i.name: _counted(i, raw, n) for i in scheme.indicators} for n in raw}
    scopes = dict(rows)
    parts = [part("marks", _marks(scheme, outcome.table("marks"), values, raw, points, scopes))]
    totals = {n: _sum(scheme, own) for n, own in points.items()}
    classes = {n: _class(scheme, totals, n, scopes[n]) for n in totals}
    expected = ["scores"] * scheme.scores + ["marks"] + ["ways", "sensitivity"] * bool(scheme.classes)
    named = [t.name for t in outcome.tables]
    older = "sensitivity" not in named  # runs that were made before it was told
    parts.append(
        part("tables", "" if named == [n for n in expected if not (older and n == "sensitivity")] else "other tables")
    )
    if not scheme.scores:
        parts.append(
            part("answer", "" if not outcome.answer and not outcome.notes else "an answer where none is given")
        )
    else:
        parts.append(
            part("scores", _scores(job, scheme, outcome.table("scores"), values, raw, totals, classes, scopes))
        )
        stated = outcome.table("scores").rows
        answer = {"scores": {r[0]: r[1] for r in stated}, "classes": {r[0]: r[3] for r in stated}}
        notes = tuple(
            f"{r[0]}缺{r[8]}：按办法计 {r[1] or '不计分'}，得分区间 {r[4]} 至 {r[5]}。" for r in stated if r[8]
        )
        parts.append(
            part("answer", "" if dict(outcome.answer) == answer and outcome.notes == notes else "another answer")
        )
    if scheme.classes:
        held = [n for n, scope in rows if any(expression(v.when)(scope) is True for v in scheme.vetoes)]
        if older:
            parts.append(given("sensitivity", "较早的办理没有这张表 an earlier run does not tell it"))
        else:
            moved = outcome.table("sensitivity")
            same = moved.rows == sensitivity(scheme, points, classes, held) and moved.columns == SENSITIVE
            parts.append(part("sensitivity", "" if same else "other changes of weights"))
        parts.append(part("ways", _ways(scheme, outcome.table("ways"), values, points, totals, classes, scopes)))
    return parts


def _points(  # noqa: PLR0911  (one line a rule)
    i: Indicator,
    values: Mapping[str, Mapping[str, Fraction | None]],
    name: str,
    scope: Mapping[str, Value],
    other: Fraction | None = None,
) -> Fraction | None:
    """The points of a value by the rule's own words; `other` in the place of the subject's value."""
    v = values[name][i.name] if other is None else other
    if v is None:
        return None
    w = i.weight
    if i.rule in ("best_of", "target", "ratio"):
        field = [own[i.name] for own in values.values()]
        known = [x for x in field if x is not None]
        full = (min(known) if i.less else max(known)) if i.rule == "best_of" else argument(i.of[i.rule], scope)
        if not full or (i.less and v == 0):
            return None
        got: Fraction = w * max((full / v) if i.less else (v / full), Fraction(0))
        if "most" in i.of:
            return min(got, w * Fraction(i.of["most"]))
        return got if i.rule == "ratio" else min(got, w)
    if i.rule == "flat":
        return _flat(i, v, scope)
    if i.rule == "linear":
        a, b = (argument(x, scope) for x in i.of["linear"])
        if a is None or b is None or a == b:
            return None
        return min(max(w * (v - a) / (b - a), Fraction(0)), w)
    if i.rule == "within":
        a, b = (argument(x, scope) for x in i.of["within"])
        return Fraction(0) if (a is not None and v < a) or (b is not None and v > b) else w
    if i.rule == "steps":
        return max(
            [Fraction(0)] + [Fraction(p) for at, p in i.of["steps"] if (Fraction(at) - v) * (1 if i.less else -1) >= 0]
        )
    if i.rule == "given":
        return max(min(v, w), Fraction(0))
    each, cap = v * Fraction(i.of[i.rule]), i.of.get("most")
    got = each if cap is None or each < Fraction(cap) else Fraction(cap)
    return -got if i.rule == "deducts" else got


def _flat(i: Indicator, v: Fraction, scope: Mapping[str, Value]) -> Fraction | None:
    base = argument(i.of["base"], scope)
    if base is None or base <= 0:
        return None
    held = i.weight * Fraction(i.of["flat"])
    if v < base:
        return max(held * v / base, Fraction(0)) if i.of.get("below", "proportional") == "proportional" else Fraction(0)
    steps = floor((v - base) * 100 / (base * Fraction(i.of["per"])))
    return held + min(steps * Fraction(i.of["adds"]), i.weight * Fraction(i.of.get("most", "0.5")))


def _counted(i: Indicator, raw: Points, name: str) -> Fraction | None:
    got = raw[name][i.name]
    if got is not None or i.missing == "ungraded":
        return got
    if i.missing == "zero":
        return Fraction(0)
    there = [own[i.name] for own in raw.values() if own[i.name] is not None]
    return sum((x for x in there if x is not None), Fraction(0)) / len(there) if there else None


def _sum(scheme: Scheme, own: Mapping[str, Fraction | None]) -> Fraction | None:
    if None in own.values():
        return None
    total = sum((x for x in own.values() if x is not None), Fraction(0))
    return total if scheme.most is None or total < scheme.most else scheme.most


def _full_at(  # noqa: PLR0911  (one line a rule)
    i: Indicator, values: Mapping[str, Mapping[str, Fraction | None]], v: Fraction, scope: Mapping[str, Value]
) -> Fraction | None:
    """The value of full marks, as the rule names it."""
    if i.rule == "best_of":
        known = [x for own in values.values() if (x := own[i.name]) is not None]
        return min(known) if i.less else max(known)
    if i.rule in ("target", "ratio"):
        return argument(i.of[i.rule], scope)
    if i.rule == "flat":
        base = argument(i.of["base"], scope)
        if base is None or base <= 0:
            return None
        short = i.weight * (1 - Fraction(i.of["flat"]))
        return base if v < base else base * (1 + Fraction(i.of["per"]) / 100 * ceil(short / Fraction(i.of["adds"])))
    if i.rule in ("linear", "within"):
        return argument(i.of[i.rule][1 if i.rule == "linear" else 0], scope)
    if i.rule == "steps":
        most = max(Fraction(p) for _, p in i.of["steps"])
        return next(Fraction(at) for at, p in i.of["steps"] if Fraction(p) == most)
    return i.weight if i.rule == "given" else None


def _marks(
    scheme: Scheme,
    table: Table,
    values: Mapping[str, Mapping[str, Fraction | None]],
    raw: Points,
    points: Points,
    scopes: Mapping[str, Mapping[str, Value]],
) -> str:
    wanted = []
    for name in values:
        for i in scheme.indicators:
            v, got = values[name][i.name], points[name][i.name]
            lost = None if got is None or i.extra else max(i.weight - got, Fraction(0))
            full = _full_at(i, values, v, scopes[name]) if v is not None and lost else None
            note = ""
            if raw[name][i.name] is None:
                averaged = i.missing == "mean" and got is not None
                note = (
                    "缺数，按平均分计" if averaged else "" if i.extra and i.missing == "zero" else "缺数，按办法不得分"
                )
                note = note if averaged or i.missing == "zero" else "缺数，不定等级"
            weight = "" if i.extra else plain(i.weight)
            wanted.append(
                (
                    name,
                    i.group,
                    i.zh,
                    plain(v),
                    i.unit,
                    weight,
                    shown(got, scheme.digits),
                    shown(lost, scheme.digits),
                    plain(full) if full is not None else "",
                    note,
                )
            )
    if table.columns != MARKS or len(table.rows) != len(wanted):
        return "other rows"
    wrong = next(((r, w) for r, w in zip(table.rows, wanted, strict=True) if r != w), None)
    return f"{wrong[1][0]} {wrong[1][2]}: {wrong[1][6]}" if wrong else ""


def _class(scheme: Scheme, totals: Mapping[str, Fraction | None], name: str, scope: Mapping[str, Value]) -> str:
    if not scheme.classes:
        return ""
    total = totals[name]
    against = [v for v in scheme.vetoes if expression(v.when)(scope) is True]
    if total is None or any(not v.caps for v in against):
        return scheme.ungraded
    graded = [t for t in totals.values() if t is not None]
    place = 1 + sum(t > total for t in graded)
    at = len(scheme.classes) - 1
    for k, c in reversed(list(enumerate(scheme.classes))):
        by_points = c.points is not None and total >= c.points
        by_rank = c.percent is not None and place * 100 <= c.percent * len(graded)
        at = k if by_points or by_rank else at
    names = [c.name for c in scheme.classes]
    return names[max([at, *(names.index(v.caps) for v in against)])]


def _scores(
    job: Job,
    scheme: Scheme,
    table: Table,
    values: Mapping[str, Mapping[str, Fraction | None]],
    raw: Points,
    totals: Mapping[str, Fraction | None],
    classes: Mapping[str, str],
    scopes: Mapping[str, Mapping[str, Value]],
) -> str:
    if table.columns != SCORES or {r[0] for r in table.rows} != set(totals) or len(table.rows) != len(totals):
        return "other subjects"
    graded = [t for t in totals.values() if t is not None]
    order = [(int(r[2] or 10**9), r[0]) for r in table.rows]
    if order != sorted(order):
        return "out of order"
    for row in table.rows:
        name = row[0]
        total = totals[name]
        lacking = [i for i in scheme.indicators if values[name][i.name] is None]
        known = sum(
            (g for i in scheme.indicators if i not in lacking and (g := raw[name][i.name]) is not None), Fraction(0)
        )
        counted = [i.zh for i in lacking if not i.extra]
        high = known + sum((i.weight for i in lacking), Fraction(0))
        high = high if scheme.most is None else min(high, scheme.most)
        bound = next((c.points for c in scheme.classes if c.name == classes[name]), None)
        margin = (
            shown(total - bound, scheme.digits) if total is not None and bound is not None and total >= bound else ""
        )
        wanted = (
            name,
            shown(total, scheme.digits),
            "" if total is None else str(1 + sum(t > total for t in graded)),
            classes[name],
            shown(known, scheme.digits) if counted else "",
            shown(high, scheme.digits) if counted else "",
            margin,
            "；".join(v.name for v in scheme.vetoes if expression(v.when)(scopes[name]) is True),
            "、".join(counted),
            _consequence(job, scheme, name, classes[name]),
        )
        if row != wanted:
            return f"{name}: {wanted[1]} {wanted[3]}"
    return ""


def _consequence(job: Job, scheme: Scheme, name: str, now: str) -> str:
    rule = scheme.consecutive
    if not rule or now != rule.get("class") or not job.period.isdigit() or not job.given(rule.get("table", "previous")):
        return (
            f"连续1年{now}：{rule['then']}"
            if rule
            and now == rule.get("class")
            and int(rule["years"]) <= 1
            and job.given(rule.get("table", "previous"))
            else ""
        )
    there = {
        int(r["period"])
        for r in job.table(rule.get("table", "previous")).records()
        if r["name"] == name and r["class"] == now
    }
    year = int(job.period)
    years = next(k for k in range(1, len(there) + 2) if year - k not in there)
    return f"连续{years}年{now}：{rule['then']}" if years >= int(rule["years"]) else ""


def _ways(
    scheme: Scheme,
    table: Table,
    values: Mapping[str, Mapping[str, Fraction | None]],
    points: Points,
    totals: Mapping[str, Fraction | None],
    classes: Mapping[str, str],
    scopes: Mapping[str, Mapping[str, Value]],
) -> str:
    """The ways as the figures make them: each single change that would do, else the largest together; and each does."""
    names = [c.name for c in scheme.classes]
    wanted: list[tuple[str, ...]] = []
    for name, total in totals.items():
        vetoed = any(expression(v.when)(scopes[name]) is True for v in scheme.vetoes)
        if total is None or vetoed or classes[name] not in names[1:]:
            continue
        above = names[names.index(classes[name]) - 1]
        bound = next(c.points for c in scheme.classes if c.name == above)
        there = [t for n, t in totals.items() if classes[n] == above and t is not None]
        if bound is None and not there:
            continue
        gap = (bound if bound is not None else min(there)) - total
        room = {i: r for i in scheme.indicators if (r := _room(i, values, points, name, scopes[name])) > 0}
        if gap <= 0:
            continue
        changes = [[(i, gap)] for i, r in room.items() if r >= gap] or _together(room, gap)
        for number, change in enumerate(changes, 1):
            for i, gain in change:
                target = (points[name][i.name] or Fraction(0)) + gain
                to = _reaching(i, values, target, scopes[name])
                got = _points(i, values, name, scopes[name], to)
                if got is None or got < target:
                    return f"{name} {i.zh}: does not bring the points"
                figures = (plain(values[name][i.name]), plain(to), shown(gain, scheme.digits))
                wanted.append((name, classes[name], above, shown(gap, scheme.digits), str(number), i.zh, *figures))
    if table.columns != WAYS or len(table.rows) != len(wanted):
        return "other ways than there are"
    wrong = next((w for r, w in zip(table.rows, wanted, strict=True) if r != w), None)
    return f"{wrong[0]} {wrong[5]}: {wrong[7]}" if wrong else ""


def _room(
    i: Indicator,
    values: Mapping[str, Mapping[str, Fraction | None]],
    points: Points,
    name: str,
    scope: Mapping[str, Value],
) -> Fraction:
    """How many points a change of one figure alone can bring."""
    v, got = values[name][i.name], points[name][i.name]
    if v is None or got is None or i.rule in ("within", "steps", "adds", "deducts") or (i.less and v == 0):
        return Fraction(0)
    if i.rule != "given" and _points(i, values, name, scope) is None:
        return Fraction(0)
    return i.weight - got


def _together(room: Mapping[Indicator, Fraction], gap: Fraction) -> list[list[tuple[Indicator, Fraction]]]:
    """The indicators with the most room, until the gap is closed; none where it cannot be."""
    change: list[tuple[Indicator, Fraction]] = []
    for i in sorted(room, key=lambda i: (-room[i], i.name)):
        gained = sum((g for _, g in change), Fraction(0))
        if gained < gap:
            change.append((i, min(room[i], gap - gained)))
    return [change] if sum((g for _, g in change), Fraction(0)) >= gap else []


def _reaching(
    i: Indicator, values: Mapping[str, Mapping[str, Fraction | None]], target: Fraction, scope: Mapping[str, Value]
) -> Fraction:
    """The least change of a figure that gives so many points, by the rule solved for it."""
    share = target / i.weight
    if i.rule == "given":
        return target
    if i.rule == "linear":
        a, b = (argument(x, scope) or Fraction(0) for x in i.of["linear"])
        return a + share * (b - a)
    if i.rule == "flat":
        base, held = argument(i.of["base"], scope) or Fraction(0), i.weight * Fraction(i.of["flat"])
        if target <= held:
            return base if i.of.get("below") == "zero" else base * target / held
        return base + base * Fraction(i.of["per"]) / 100 * ceil((target - held) / Fraction(i.of["adds"]))
    known = [x for own in values.values() if (x := own[i.name]) is not None]
    best = min(known) if i.less else max(known)
    full = best if i.rule == "best_of" else argument(i.of[i.rule], scope) or Fraction(0)
    return full / share if i.less else full * share
