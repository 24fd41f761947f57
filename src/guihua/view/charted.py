"""From observations and drivers to charts: structure of a whole, contribution by part, a map of regions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.regions import children, region
from guihua.statistics.observation import Observation, Transformation
from guihua.tracking.drivers import Driver
from guihua.view.charts import (
    Chart,
    Contribution,
    RegionValue,
    ShareYear,
    contribution_chart,
    region_map,
    structure_chart,
)
from guihua.view.charts.regions import CountyPoint
from guihua.view.findings import label_words
from guihua.view.messages import translator


def structure_of(
    rows: Iterable[Observation], *, measure: str = "value_added", whole: str = "industry", lang: str = "zh"
) -> Chart:
    """Shares of the parts of `measure[whole]` by year, as published; what no part covers stands as 其他.

    Raises GuihuaError CHART-EMPTY where no share of a whole year is known.
    """
    _ = translator(lang)
    tail = f", {measure}[{whole}])"
    shares: dict[tuple[str, int], Decimal] = {}
    for o in sorted(rows, key=lambda o: (str(o.published), o.id)):
        if o.transformation is Transformation.SHARE and o.variable.endswith(tail) and o.period.is_year:
            part = o.variable.removeprefix(f"share({measure}[").removesuffix(tail).removesuffix("]")
            if concepts.name_of(part, lang) != part:  # a part that the concept table knows, no correction or remark
                shares[concepts.name_of(part, lang), o.period.last_year] = o.number
    if not shares:
        raise GuihuaError(
            "CHART-EMPTY", "没有可画的比重 no yearly share is known", "先导入占比 import shares of the whole first"
        )
    years = sorted({year for _part, year in shares})
    parts = sorted(
        {part for part, _year in shares}, key=lambda p: (-max(v for (q, _y), v in shares.items() if q == p), p)
    )
    listed = [ShareYear(part, year, shares[part, year]) for part in parts for year in years if (part, year) in shares]
    for year in years:
        rest = 100 - sum((s.share for s in listed if s.year == year), Decimal(0))
        if rest > 0:
            listed.append(ShareYear(_("其他和未列"), year, rest))
    title = _("{what}的构成").format(what=concepts.name_of(whole, lang) + concepts.name_of(measure, lang))
    return structure_chart(tuple(listed), name=f"{measure}-{whole}", title=title, rest=_("其他和未列"))


def contribution_of(
    drivers: Sequence[Driver], *, name: str, title: str, lang: str = "zh", total: Fraction | None = None
) -> Chart:
    """Pull of each part on the growth of the whole; parts without a share are left out.

    total   the whole's growth where the parts share it out among them: what they leave stands as 其他和未列

    Raises GuihuaError CHART-EMPTY where no pull can be said.
    """
    parts = [
        Contribution(
            d.name if lang == "zh" else concepts.name_of(d.part, lang),
            _decimal(d.pull, 2),
            None if d.contribution is None else _decimal(d.contribution, 1),
        )
        for d in drivers
        if d.pull is not None
    ]
    if not parts:
        raise GuihuaError(
            "CHART-EMPTY",
            "没有可画的拉动 no pull is known",
            "要有公布的增速和上年比重（--whole gdp 用各产业绝对数） "
            "it takes published growth and last year's shares; --whole gdp takes levels of the sectors",
        )
    if total:
        rest = total - sum((d.pull for d in drivers if d.pull is not None), Fraction(0))
        parts.append(Contribution(translator(lang)("其他和未列"), _decimal(rest, 2), _decimal(100 * rest / total, 1)))
    return contribution_chart(tuple(parts), name=name, title=title, lang=lang)


def map_of(
    rows: Iterable[Observation],
    *,
    whole: str,
    title: str,
    transformation: Transformation = Transformation.LEVEL,
    lang: str = "zh",
    shapes: Path | None = None,
) -> Chart:
    """The newest yearly figure of each region below `whole`, all of one year and unit; counties as points.

    Raises GuihuaError CHART-EMPTY where no region has a figure.
    """
    levels = [o for o in rows if o.period.is_year and o.transformation is transformation]
    codes = {r.code for r in children(whole)}
    mine = [o for o in levels if o.region in codes]
    if not mine:
        raise GuihuaError(
            "CHART-EMPTY", "没有盟市数据 no region has a figure of this indicator", "先导入盟市的数 import them first"
        )
    year = max((o.period.last_year for o in mine), key=lambda y: (sum(o.period.last_year == y for o in mine), y))
    units = [o.unit for o in mine if o.period.last_year == year]
    unit = max(set(units), key=units.count)
    newest: dict[str, Observation] = {}
    for o in sorted(mine, key=lambda o: (str(o.published), o.id)):
        if o.period.last_year == year and o.unit == unit:
            newest[o.region] = o
    counties = {r.code: r for code in codes for r in children(code) if r.longitude}
    points = tuple(
        CountyPoint(counties[o.region].name, Decimal(counties[o.region].longitude), Decimal(counties[o.region].latitude), o.number)
        for o in levels
        if o.region in counties and o.period.last_year == year and o.unit == unit
    )  # fmt: skip
    values = tuple(RegionValue(code, o.number) for code, o in sorted(newest.items()))
    heading = (
        f"{region(whole).name} {title}（{year}年）" if lang == "zh" else f"{_english(title, transformation)}, {year}"
    )
    return region_map(values, name="regions", title=heading, unit=unit, lang=lang, shapes=shapes, points=points)


def _english(title: str, transformation: Transformation) -> str:
    words = label_words(title, "en")
    tail = " (growth)" if transformation is Transformation.YOY and words != title else ""
    return words[:1].upper() + words[1:] + tail


def _decimal(value: Fraction | None, digits: int) -> Decimal:
    exact = value or Fraction(0)
    return Decimal(round(exact * 10**digits)).scaleb(-digits)
