"""A published figure as a reader cites it."""

from __future__ import annotations

from guihua.statistics.observation import UNSTATED, DateTrust, Grade, Observation, Transformation
from guihua.view.findings import english_name
from guihua.view.messages import translator
from guihua.view.numbers import figure
from guihua.view.phrases import coverage_words
from guihua.view.phrases import day as day_words
from guihua.view.phrases import period as period_words


def observation_words(o: Observation, lang: str = "zh") -> str:
    """The published value with its unit."""
    return figure(o.value, o.unit, lang=lang)


def observation_note(o: Observation, lang: str = "zh", *, period: bool = True) -> str:
    """Year, transformation, coverage, accounting and date of publication, as far as the source states them."""
    _ = translator(lang)
    parts = [period_words(str(o.period), lang)] if period else []
    if o.transformation is not Transformation.LEVEL:
        parts.append(_(_TRANSFORMATIONS[o.transformation]))
    parts += [coverage_words(word, lang) for word in (o.coverage, o.accounting) if word not in (UNSTATED, "")]
    parts.append(published_words(o, lang))
    if o.grade in (Grade.SECONDARY, Grade.PLAN):
        parts.append(_("二手来源") if o.grade is Grade.SECONDARY else _("规划自述"))
    return ("，" if lang == "zh" else ", ").join(parts)


def published_words(o: Observation, lang: str = "zh") -> str:
    """When it was published, and how far that date can be trusted."""
    _ = translator(lang)
    if o.published is None or o.date_trust is DateTrust.NONE:
        return _("发布日期不详")
    day = day_words(o.published, lang)
    if o.date_trust is DateTrust.COLLECTED:
        return _("{day}收集").format(day=day)
    if o.date_trust is DateTrust.PARTIAL:
        return _("不晚于{day}发布").format(day=day)
    return _("{day}发布").format(day=day)


def observation_cited(o: Observation, lang: str = "zh") -> str:
    """An observation as a reader cites it: indicator, value, and in brackets what it is."""
    if lang == "zh":
        return f"{o.indicator}{observation_words(o)}（{observation_note(o)}）"
    return f"{observation_name(o, lang)} {observation_words(o, lang)} ({observation_note(o, lang)})"


def observation_name(o: Observation, lang: str = "zh") -> str:
    """What a published figure is of: the bureau's own label; in English its concept where that has an English name."""
    english = english_name(o.variable) if lang == "en" else ""
    if not english:
        return o.indicator
    tail = {
        Transformation.YOY: ", growth",
        Transformation.CHANGE: ", change",
        Transformation.MEAN_GROWTH: ", mean growth",
    }
    return english[:1].upper() + english[1:] + tail.get(o.transformation, "")


_TRANSFORMATIONS = {
    Transformation.LEVEL: "水平",
    Transformation.YOY: "同比",
    Transformation.SHARE: "比重",
    Transformation.INDEX: "指数",
    Transformation.CHANGE: "变化",
    Transformation.MEAN_GROWTH: "年均增速",
}
