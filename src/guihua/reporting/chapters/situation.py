"""发展形势变化: what published figures show of the plan's own indicators over its years; nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guihua.reporting.document import Align, Column, Composer, Table, Text, digest, fill, join, text
from guihua.reporting.material import Material
from guihua.reporting.traced import Facts
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.findings import unit_behind
from guihua.view.messages import translator
from guihua.view.phrases import coverage_words, period

WIDEST = 6
"""Years that a table on an upright page holds."""
MOST_TOLD, MOST_SERIES = 3, 16
"""Series told in words, and rows of the table."""


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity on one coverage, in one unit: its whole years, and the newest part of a year after them."""

    title: str
    unit: str
    years: tuple[Observation, ...]
    part: Observation | None = None

    @property
    def rate(self) -> bool:
        """Whether the figures are per cent, so that highest and lowest can be told."""
        return self.unit == "%"


def situation(c: Composer, f: Facts, m: Material) -> None:
    """The chapter on what changed meanwhile; left out where no published figures show any course."""
    _ = translator(m.lang)
    found = _series(m)
    if not found:
        return
    c.heading(1, _("发展形势变化"))
    c.say(_("规划实施以来，有关指标公布数的变化如下。"))
    for series in [s for s in found if s.rate and len(s.years) > MOST_TOLD - 1][:MOST_TOLD]:
        c.say("{runs}", runs=_course(f, series, m.lang))
    c.add(_table(c, f, m, found[:MOST_SERIES]))


def _series(m: Material) -> list[Series]:
    """Series with at least two whole years since the base year; of several vintages the last, base periods apart."""
    first = m.plan.period[0] - 1 if m.plan.period else 0
    groups: dict[tuple[str, ...], dict[str, Observation]] = {}
    for o in _published(m):
        if o.period.last_year >= first and (m.include_collected or not o.collected):
            key = (o.variable, o.transformation, o.coverage, o.unit, str(o.base_period or ""))
            groups.setdefault(key, {})[str(o.period)] = o
    found = [made for by_period in groups.values() if (made := _made(by_period.values(), m.lang)) is not None]
    return sorted(found, key=lambda s: (-len(s.years), s.title))


def _made(rows: Iterable[Observation], lang: str) -> Series | None:
    ordered = sorted(rows, key=lambda o: (o.period.end, o.period.months))
    years = tuple(o for o in ordered if o.period.is_year)
    if len(years) < 2:
        return None
    later = [o for o in ordered if o.period.end > years[-1].period.end]
    last = years[-1]
    named = [
        part
        for part in (
            unit_behind(last.unit, lang).strip(),
            "" if last.coverage == "unstated" else coverage_words(last.coverage, lang),
        )
        if part
    ]
    title = told.observation_name(last, lang)
    title += f"（{'，'.join(named)}）" if lang == "zh" else f" ({', '.join(named)})"
    return Series(title, last.unit, years, later[-1] if later else None)


def _course(f: Facts, series: Series, lang: str) -> Text:
    """First, last, highest and lowest of a rate: each a published figure, nothing computed."""
    _ = translator(lang)
    first, last = series.years[0], series.years[-1]
    high = max(series.years, key=lambda o: (o.number, o.period.end))
    low = min(series.years, key=lambda o: (o.number, o.period.end))
    place = {k: period(str(o.period), lang) for k, o in (("a", first), ("b", last), ("c", high), ("d", low))}
    return fill(
        _("{name}：{a}为{first}，{b}为{last}；其间最高为{c}的{high}，最低为{d}的{low}。"),
        name=told.observation_name(last, lang) + _brackets(last, lang),
        first=f.observation(first),
        last=f.observation(last),
        high=f.observation(high),
        low=f.observation(low),
        **place,
    )


def _brackets(o: Observation, lang: str) -> str:
    if o.coverage == "unstated" or o.coverage in o.indicator:
        return ""
    words = coverage_words(o.coverage, lang)
    return f"（{words}）" if lang == "zh" else f" ({words})"


def _table(c: Composer, f: Facts, m: Material, found: list[Series]) -> Table:
    """One row a series, one column a year."""
    _ = translator(m.lang)
    years = sorted({o.period.last_year for s in found for o in s.years})
    parts = any(s.part for s in found)
    wide = len(years) > WIDEST
    columns = (
        Column(_("统计数"), 44 if wide else 40),
        *(Column(str(year), 17, Align.RIGHT) for year in years),
        *((Column(_("最近一期（不满一年）"), 24, Align.RIGHT),) if parts else ()),
    )
    rows = tuple(_row(f, s, years, m.lang, parts=parts) for s in found)
    note = _("注：按公布的口径列示，未作调整；经修订的用最后一次公布的数。“—”为没有见到公布的数。")
    keys = tuple(digest(s.title) for s in found)
    caption = c.caption("table", _("规划指标相关统计数的变化"))
    return Table(caption, columns, rows, note, landscape=wide, id="series", keys=keys)


def _row(f: Facts, s: Series, years: list[int], lang: str, *, parts: bool) -> tuple[Text, ...]:
    by_year = {o.period.last_year: o for o in s.years}
    cells = [f.observation(by_year[y], unit=False) if y in by_year else text("—") for y in years]
    if parts:
        part = s.part
        tail: Text = text("—")
        if part is not None:
            tail = join([text(period(str(part.period), lang)), f.observation(part, unit=False)], "\n")
        cells.append(tail)
    return (text(s.title), *cells)


def beside(c: Composer, f: Facts, m: Material) -> None:
    """Figures that were looked at beside targets that cannot be judged: for an attachment."""
    _ = translator(m.lang)
    shown = [(a, o) for a in m.unknown for o in a.nearest]
    if not shown:
        return
    c.say(_("下列目标未能测算，但有相近的统计数可供了解情况；其口径或时期与目标不同，不作为判定依据。"))
    columns = (Column(_("目标"), 26), Column(_("目标值"), 22, Align.RIGHT), Column(_("相近的统计数"), 52))
    rows = tuple(_nearest_row(f, a, o, m.lang) for a, o in shown)
    keys = tuple(f"{a.statement.id}.{digest(o.id)}" for a, o in shown)
    c.add(Table(c.caption("table", _("未能测算的目标的相近统计数")), columns, rows, id="nearest", keys=keys))


def _nearest_row(f: Facts, a: Assessment, o: Observation, lang: str) -> tuple[Text, ...]:
    note = told.observation_note(o, lang)
    tail = f"（{note}）" if lang == "zh" else f" ({note})"
    space = "" if lang == "zh" else " "
    return (
        text(told.name(a.statement, lang)),
        f.target(a),
        (*text(told.observation_name(o, lang) + space), *f.observation(o), *text(tail)),
    )


def _published(m: Material) -> list[Observation]:
    return sorted(
        (o for o in m.known if o.grade is not Grade.PLAN), key=lambda o: (o.period.end, str(o.published), o.id)
    )
