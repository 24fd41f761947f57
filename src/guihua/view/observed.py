"""Published figures in words beside their numbers: what is counted, what kind of figure it is, whether it may leave the house and why not."""

from __future__ import annotations

from guihua.plan.data import load
from guihua.statistics.bodies import is_enterprise
from guihua.statistics.disclosure import Disclosure, small
from guihua.statistics.holding import EMBARGO
from guihua.statistics.observation import Observation
from guihua.view.findings import english_name
from guihua.view.messages import translator

KINDS = {
    "level": "绝对数",
    "yoy": "同比增速",
    "share": "比重",
    "index": "指数",
    "change": "增减幅度",
    "mean_growth": "年均增速",
    "skip": "不取",
}
TIMES = {
    "month": "本月",
    "ytd": "本年累计",
    "range": "列头写明的各月",
    "quarter": "列头写明的季度",
    "quarters": "前三季度",
    "half": "上半年",
    "year": "列头写明的年份",
    "whole_year": "全年",
    "one_month": "列头写明的月份",
    "report": "报告期",
}
LEVELS = {"": "未标明", "public": "公开", "internal": "内部"}


def observed_name(o: Observation, lang: str = "zh") -> str:
    """What a figure counts: as published; in English by its concept where that has an English name, with what kind of figure it is."""
    english = english_name(o.variable) if lang == "en" else ""
    if not english or o.transformation.value not in KINDS:
        return o.indicator
    kind = "" if o.transformation.value == "level" else ", " + transformation_word(o.transformation.value, lang)
    return english[:1].upper() + english[1:] + kind.removesuffix(", %")


def transformation_word(transformation: str, lang: str = "zh") -> str:
    """绝对数, 同比增速, 比重 … of a transformation, and 不取 for a column that is left out."""
    return translator(lang)(KINDS[transformation])


def time_word(name: str, lang: str = "zh") -> str:
    """Which time a column of a bureau's table speaks of."""
    return translator(lang)(TIMES[name])


def publish_word(level: str, lang: str = "zh") -> str:
    """A publish level as observations hold it."""
    return translator(lang)(LEVELS[level])


def bad_row_words(code: str, lang: str = "zh") -> str:
    """Why a row of a table was not taken, from the importer's own list; an unknown code as it stands."""
    reasons = load("reasons.yaml", "guihua.statistics.data")["reasons"]
    return next((str(r[lang]) for r in reasons if r["code"] == code), code)


def held_word(o: Observation, rule: Disclosure, lang: str = "zh") -> str:
    """Why a figure does not leave the house."""
    _ = translator(lang)
    if is_enterprise(o.region):
        return _("单个企业")
    if small(o, rule):
        return _("少于{least}个单位").format(least=rule.least)
    level = o.publish_level
    if level.startswith(EMBARGO):
        return _("{day}前不公开").format(day=level.removeprefix(EMBARGO))
    return publish_word(level, lang) if level in LEVELS else level


def held_rule(rule: Disclosure, lang: str = "zh") -> str:
    """What never leaves, by which article, and whose number it is."""
    at = 0 if lang == "zh" else 1
    told = translator(lang)(
        "单个企业的数，以及盟市、旗县少于{least}个单位的个数，定了公开也不放行（{law}；{note}）。内部的、未标明公布级别的和未到日期的数同样不放行。"
    )
    whose = rule.note[at] or translator(lang)("数值由本项目设定")
    return told.format(least=rule.least, law=rule.law[at], note=whose)
