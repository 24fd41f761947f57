"""Paths in words: what is needed and what went before, which targets shape the path, what gave way, what forces it."""

from __future__ import annotations

from fractions import Fraction

from guihua.pathways.pathway import Effect, Line, Pathway
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit
from guihua.view.numbers import figure, number, percent, points

STATES = {
    "active": ("起作用", "active"), "slack": ("有余地", "slack"), "moved": ("须放宽", "gives way"), "open": ("只知终点", "end only"),
}  # fmt: skip
REASONS = {
    "no_number": ("没有数", "no number"), "no_year": ("没有年份", "no year"),
    "unclear": ("说的是哪个量不清楚，或不约束任何量", "what it bounds is not clear"), "product": ("乘积关系没有收敛", "a product did not settle"),
}  # fmt: skip


def statement_of(path: Pathway, identity: str) -> Statement:
    """The statement of a line. KeyError where there is none."""
    for s in path.statements:
        if s.id == identity:
            return s
    raise KeyError(identity)


def state_word(line: Line, lang: str) -> str:
    """How the target stands on the path."""
    return STATES[line.state][lang != "zh"]


def goal_words(s: Statement, lang: str) -> str:
    """What the target asks for, short."""
    value = "～".join(s.value)
    unit = s.unit.replace("m3", "m³")
    if s.form is Form.GROWTH:
        return f"年均{value}{unit}" if lang == "zh" else f"{value}{unit} a year"
    if s.form in (Form.CHANGE, Form.CHANGE_ABS, Form.CHANGE_PP):
        down = s.direction.value == "down"
        return f"{'降' if down else '增'}{value}{unit}" if lang == "zh" else f"{'−' if down else '+'}{value}{unit}"
    if s.form is Form.CUMULATIVE:
        return f"累计{value}{unit}" if lang == "zh" else f"{value}{unit} in all"
    return f"{value}{unit}"


def line_goal(line: Line, s: Statement, lang: str) -> str:
    """What the target asks for; where only its growth is spoken of, that the path's values are an index."""
    goal = goal_words(s, lang)
    if not line.index or not line.values:
        return goal
    base = line.values[0][0]
    return f"{goal}（{base}年=100）" if lang == "zh" else f"{goal} ({base} = 100)"


def pace_words(value: Fraction | None, s: Statement, lang: str) -> str:
    """A pace a year: 9.1%, or 0.3个百分点 for rates; "" where there is none."""
    if value is None:
        return ""
    return points(value, digits=2, lang=lang, signed=True) if is_rate(s) else percent(value, digits=1, lang=lang)


def value_words(line: Line, s: Statement, year: int) -> str:
    """The path's value in a year, to four digits; "" where it has none."""
    value = dict(line.values).get(year)
    if value is None:
        return ""
    size = abs(value)
    return number(value, 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 10 else 3 if size >= 1 else 4)


def is_rate(s: Statement) -> bool:
    """Are its steps percentage points?"""
    unit = find_unit(s.unit)
    return s.form in (Form.SHARE, Form.CHANGE_PP) or (
        s.form is Form.LEVEL and unit is not None and unit.dimension == "rate"
    )


def sentences(path: Pathway, lang: str) -> list[str]:
    """What the path says, in sentences: needed against so far, active targets with their price, what gave way, breaks."""
    zh = lang == "zh"
    found = []
    for line in path.lines:
        s = statement_of(path, line.statement)
        if line.needed is not None and line.so_far is not None:
            need, far = pace_words(line.needed, s, lang), pace_words(line.so_far, s, lang)
            found.append(
                f"{s.indicator}：此后每年需{need}，此前为{far}。"
                if zh
                else f"{s.indicator}: {need} a year is needed, so far {far}."
            )
        elif (
            line.needed is not None
            and line.latest_year is not None
            and s.year is not None
            and line.latest_year < s.year
        ):
            need = pace_words(line.needed, s, lang)
            found.append(
                f"{s.indicator}：从{line.latest_year}年起每年需{need}。"
                if zh
                else f"{s.indicator}: {need} a year is needed from {line.latest_year} on."
            )
    found = list(dict.fromkeys(found))
    found += [_moved(path, line, lang) for line in path.lines if line.state == "moved"]
    found += [told for effect in path.effects if (told := effect_words(path, effect, lang))]
    for b in path.breaks:
        broken = next((o for o in path.statements if o.id == b.statement), None)
        name = broken.indicator if broken is not None else b.statement
        on = ""
        if b.values and b.growth is not None:
            rate = percent(100 * b.growth, digits=1, lang=lang)
            on = (
                f"，从{b.latest}按原定年均{rate}续"
                if zh
                else f"; goes on from {b.latest} at the {rate} a year asked for"
            )
        found.append(
            f"{name}：统计口径有变，不跨口径画路径{on}。"
            if zh
            else f"{name}: a break of coverage, no path is drawn across it{on}."
        )
    return found


def effect_words(path: Pathway, effect: Effect, lang: str) -> str:
    """每放宽1个百分点，…可少…: the quantity that one step of room would change most; "" where nothing is to be seen."""
    zh = lang == "zh"
    s = statement_of(path, effect.statement)
    point, changes = dict(path.point), dict(effect.changes)
    own = next((line for line in path.lines if line.statement == s.id), None)
    best: tuple[Fraction, Line, Statement] | None = None
    for line in path.lines:
        other = statement_of(path, line.statement)
        part = _relative(path, line, other, point, changes)
        if part is None or (best is not None and abs(part) <= abs(best[0])):
            continue
        best = (part, line, other)
    if best is None or own is None or abs(best[0]) < Fraction(1, 10**5):
        return ""
    part, line, other = best
    room = (
        ("1个百分点" if zh else "1 percentage point")
        if s.form in (Form.GROWTH, Form.SHARE, Form.CHANGE, Form.CHANGE_PP)
        else "1%"
    )
    value = dict(line.values).get(other.year or 0)
    amount = (
        ""
        if value is None
        else figure(abs(part * value), "" if line.index else _unit(other), digits=_places(abs(part * value)), lang=lang)
    )
    what = amount or percent(abs(100 * part), digits=2, lang=lang)
    less = part < 0
    if zh:
        return f"“{s.indicator}{goal_words(s, lang)}”起作用：每放宽{room}，{other.year}年{other.indicator}可{'少' if less else '多'}{what}。"
    change = f"{what} {'less' if less else 'more'}"
    head = f"“{s.indicator} {goal_words(s, lang)}” is active"
    return f"{head}: for each {room} of room, {other.indicator} in {other.year} may be {change}."


def conflict_words(path: Pathway, lang: str) -> list[str]:
    """Which statements and figures cannot all hold."""
    by_id = {s.id: s for s in path.statements}
    knowns = {k.name: k for k in path.knowns}
    found = []
    for c in path.conflicts:
        names = []
        for member in c.members:
            if member in by_id:
                s = by_id[member]
                names.append(f"“{s.indicator}{goal_words(s, lang)}”")
            elif member in knowns:
                k = knowns[member]
                names.append(
                    f"已公布的{k.year}年{k.printed or number(k.value)}"
                    if lang == "zh"
                    else f"the {k.printed or number(k.value)} published for {k.year}"
                )
            else:
                names.append(member)
        joined = "、".join(names) if lang == "zh" else ", ".join(names)
        found.append(f"{joined}不能同时成立。" if lang == "zh" else f"{joined} cannot all hold.")
    return found


def left_out_words(path: Pathway, lang: str) -> list[str]:
    """Targets that take no part, with the reason."""
    return [
        f"{name}：{REASONS[reason][0]}" if lang == "zh" else f"{name}: {REASONS[reason][1]}"
        for name, reason in path.left_out
    ]


def _moved(path: Pathway, line: Line, lang: str) -> str:
    s = statement_of(path, line.statement)
    value = value_words(line, s, s.year or 0)
    move = percent(100 * line.move, digits=1, lang=lang)
    reached = f"，到{value}{_unit(s)}" if value and s.form in (Form.LEVEL, Form.SHARE) else ""
    if lang == "zh":
        return f"{s.indicator}（{goal_words(s, lang)}）须放宽{move}（相对值）{reached}，其余目标才能同时成立。"
    end = f", to {value} {_unit(s)}" if reached else ""
    return f"{s.indicator} ({goal_words(s, lang)}) has to give way by {move} of its value{end}, for the others to hold."


def _relative(
    path: Pathway, line: Line, s: Statement, point: dict[str, Fraction], changes: dict[str, Fraction]
) -> Fraction | None:
    """By which part a target's own quantity changes in its year."""
    from guihua.checking.quantities import at, localised, quantity_of

    quantity = quantity_of(localised(s, path.region))
    unknown = at(quantity.key, s.year or 0)
    if unknown not in point and quantity.part:
        part, whole = at(quantity.part, s.year or 0), at(quantity.whole, s.year or 0)
        ends = [_part(point, changes, v) for v in (part, whole)]
        return None if ends[0] is None or ends[1] is None else ends[0] - ends[1]
    return _part(point, changes, unknown)


def _part(point: dict[str, Fraction], changes: dict[str, Fraction], unknown: str) -> Fraction | None:
    value = point.get(unknown)
    return changes.get(unknown, Fraction(0)) / value if value else None


def _unit(s: Statement) -> str:
    return "%" if s.form is Form.SHARE else s.unit if s.form in (Form.LEVEL, Form.CUMULATIVE) else ""


def _places(value: Fraction) -> int:
    return 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 4
