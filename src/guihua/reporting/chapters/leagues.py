"""各地推进情况: the regions below with their latest published figures and the tasks that they lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from guihua.plan.regions import Region, children
from guihua.reporting.document import Align, Column, Composer, Table, Text, fill, join, text
from guihua.reporting.material import Material, TaskLine
from guihua.reporting.traced import Facts
from guihua.statistics.observation import Observation
from guihua.view import told
from guihua.view.findings import unit_behind
from guihua.view.messages import translator
from guihua.view.phrases import listed, period

MOST = 3
"""Series side by side."""


def leagues(c: Composer, f: Facts, m: Material) -> None:
    """The chapter on the regions below; left out where nothing of them is known."""
    _ = translator(m.lang)
    places = children(m.region) if m.region else ()
    shown = _series(m, places)
    led = {p.code: led_by(m.tasks or (), p) for p in places}
    if not shown and not any(led.values()):
        return
    c.heading(1, _("各地推进情况"))
    c.say(
        _("下列各地的数为各地统计机构发布或上报，与全区数分列，不相加代替全区数。")
        if shown
        else _("各地牵头的任务进展如下。")
    )
    columns = (
        Column(_("地区"), 14),
        *(Column(_title(rows, m.lang), 22, Align.RIGHT) for rows in shown),
        *((Column(_("牵头任务"), 20),) if any(led.values()) else ()),
    )
    body, keys = [], []
    for p in places:
        cells = [_cell(f, rows, p.code) for rows in shown]
        tasks: list[Text] = [_led(f, p, led[p.code], m.lang)] if any(led.values()) else []
        if any(cell != text("—") for cell in (*cells, *tasks)):
            body.append((text(p.name if m.lang == "zh" else p.name_en or p.name), *cells, *tasks))
            keys.append(p.code)
    caption = c.caption("table", _("各地进展"))
    c.add(Table(caption, columns, tuple(body), _note(m, shown), id="leagues", keys=tuple(keys)))


def led_by(tasks: Sequence[TaskLine], place: Region) -> list[TaskLine]:
    """The tasks that bodies of a region lead: 包头市工业和信息化局, 包头市人民政府."""
    return [
        t for t in tasks if any(name.startswith((place.name, place.short)) for name in (t.bodies, *t.names) if name)
    ]


def _series(m: Material, places: Sequence[Region]) -> list[list[Observation]]:
    """The series that the plan has targets on and most regions have, each in its commonest last period."""
    mine = {s.variable for s in m.plan.targets}
    below = {p.code for p in places}
    groups: dict[tuple[str, ...], list[Observation]] = {}
    for o in m.regional:
        if o.region in below and o.variable in mine:
            groups.setdefault((o.variable, o.transformation.value, o.unit, o.coverage), []).append(o)
    found = []
    for rows in groups.values():
        commonest = Counter(str(o.period) for o in rows).most_common(1)[0][0]
        same = [o for o in rows if str(o.period) == commonest]
        if len(same) * 3 >= len(below):
            found.append(same)
    return sorted(found, key=lambda rows: (-len(rows), rows[0].variable, rows[0].id))[:MOST]


def _title(rows: Sequence[Observation], lang: str) -> str:
    first = rows[0]
    name, unit = told.observation_name(first, lang), unit_behind(first.unit, lang).strip()
    when = period(str(first.period), lang)
    return f"{when}{name}（{unit}）" if lang == "zh" else f"{name}, {when} ({unit})"


def _cell(f: Facts, rows: Sequence[Observation], code: str) -> Text:
    found = next((o for o in rows if o.region == code), None)
    return f.observation(found, unit=False) if found is not None else text("—")


def _led(f: Facts, place: Region, tasks: Sequence[TaskLine], lang: str) -> Text:
    _ = translator(lang)
    if not tasks:
        return text("—")
    late = sum(t.late for t in tasks)
    parts = [fill("{n}", n=f.count(f"league.{place.code}", len(tasks), place.name))]
    if late:
        parts.append(fill(_("超过时限{n}"), n=f.count(f"league.{place.code}.late", late, place.name)))
    return join(parts, "，" if lang == "zh" else ", ")


def _note(m: Material, shown: Sequence[Sequence[Observation]]) -> str:
    _ = translator(m.lang)
    who = list(dict.fromkeys(o.publisher for rows in shown for o in rows if o.publisher not in ("", "unstated")))
    return _("来源：{names}。“—”为没有见到公布的数。").format(names=listed(who[:4], m.lang)) if who else ""
