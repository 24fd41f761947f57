"""五、形势变化: what published figures show of the plan's own indicators over its years; nothing else."""

from __future__ import annotations

from guihua.reporting.document import Align, Column, Composer, Table, Text, join, text
from guihua.reporting.facts import Facts
from guihua.reporting.material import Material
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.words import period


def situation(c: Composer, f: Facts, m: Material) -> None:
    """The fifth chapter."""
    _ = translator(m.lang)
    c.heading(1, _("形势变化"))
    c.say(_("本章只列公布的统计数所显示的变化；对国内外环境的判断不能由统计数得出，由评估单位补充。"))
    series = _series(m)
    if not series:
        c.say(_("没有两期以上可以并列的统计数。"))
    else:
        columns = (Column(_("统计数"), 30), Column(_("历期（按公布的口径，未作调整）"), 70))
        rows = tuple((text(title), _over_time(f, rows, m.lang)) for title, rows in series)
        c.add(Table(c.caption("table", _("规划指标相关统计数的变化")), columns, rows))
    _recent(c, f, m)


def _series(m: Material) -> list[tuple[str, list[Observation]]]:
    """Figures of one quantity in one unit and coverage since the base year, at least two periods; last vintages."""
    first = m.plan.period[0] - 1 if m.plan.period else 0
    groups: dict[tuple[str, str, str, str], dict[str, Observation]] = {}
    for o in _published(m):
        if o.period.last_year >= first and (m.include_collected or not o.collected):
            groups.setdefault((o.variable, o.transformation, o.coverage, o.unit), {})[str(o.period)] = o
    found = []
    for by_period in groups.values():
        if len(by_period) >= 2:
            rows = sorted(by_period.values(), key=lambda o: (o.period.end, o.period.months))
            found.append((_title(rows[-1], m.lang), rows))
    return sorted(found, key=lambda pair: (-len(pair[1]), pair[0]))


def _title(o: Observation, lang: str) -> str:
    parts = [part for part in (o.unit, "" if o.coverage == "unstated" else o.coverage) if part]
    return f"{o.indicator}（{'，'.join(parts)}）" if lang == "zh" else f"{o.indicator} ({', '.join(parts)})"


def _over_time(f: Facts, rows: list[Observation], lang: str) -> Text:
    parts: list[Text] = [
        (*text(f"{period(str(o.period), lang)}　" if lang == "zh" else f"{o.period} "), *f.observation(o)) for o in rows
    ]
    return join(parts, "；" if lang == "zh" else "; ")


def _recent(c: Composer, f: Facts, m: Material) -> None:
    """Figures that were looked at beside targets that cannot be judged."""
    _ = translator(m.lang)
    shown = [(a, o) for a in m.unknown for o in a.nearest]
    if not shown:
        return
    c.say(_("下列目标不能判定，但有相近的统计数可供了解形势；口径或时期与目标不同，不作判定依据。"))
    columns = (Column(_("目标"), 24), Column(_("目标值"), 24, Align.RIGHT), Column(_("相近的统计数"), 52))
    rows = tuple(_nearest_row(f, a, o, m.lang) for a, o in shown)
    c.add(Table(c.caption("table", _("不能判定的目标的相近统计数")), columns, rows))


def _nearest_row(f: Facts, a: Assessment, o: Observation, lang: str) -> tuple[Text, ...]:
    note = told.observation_note(o, lang)
    tail = f"（{note}）" if lang == "zh" else f" ({note})"
    space = "" if lang == "zh" else " "
    return (
        text(told.name(a.statement, lang)),
        f.target(a),
        (*text(o.indicator + space), *f.observation(o), *text(tail)),
    )


def _published(m: Material) -> list[Observation]:
    return sorted(
        (o for o in m.known if o.grade is not Grade.PLAN), key=lambda o: (o.period.end, str(o.published), o.id)
    )
