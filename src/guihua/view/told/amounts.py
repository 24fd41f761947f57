"""A target's figures in words: what is promised, where it stood, what was reached, what is missing."""

from __future__ import annotations

from decimal import Decimal

from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit
from guihua.statistics.observation import Grade, Transformation
from guihua.tracking.assessment import Assessment
from guihua.view.findings import english_name, label_words
from guihua.view.messages import translator
from guihua.view.numbers import figure
from guihua.view.statements import doubt_words, value_words
from guihua.view.told.observations import observation_note, observation_words


def name(statement: Statement, lang: str = "zh") -> str:
    """What the statement is called in lists: its indicator, with what the number says of it where that is not a level.

    In English by its concept where that has an English name; else the plan's own words.
    """
    growing = statement.form is Form.GROWTH and not any(word in statement.indicator for word in ("增速", "增长"))
    if lang == "zh":
        return f"{statement.indicator}年均增速" if growing else statement.indicator
    english = english_name(statement.variable)
    shown = english[:1].upper() + english[1:] or statement.indicator
    return f"{shown} (mean growth)" if growing else shown


def marked_name(statement: Statement, lang: str = "zh") -> str:
    """The name, and in brackets which of the statement's slots are in doubt: 森林覆盖率〔存疑：年份〕."""
    doubt = doubt_words(statement, lang)
    if not doubt:
        return name(statement, lang)
    return f"{name(statement, lang)}〔{doubt}〕" if lang == "zh" else f"{name(statement, lang)} [{doubt}]"


_SMALLER = {"万亿": "亿", "亿": "万"}
"""The unit below, a ten-thousandth, in which a magnitude below 1 is written."""


def amount(value: str, unit: str, lang: str = "zh") -> str:
    """A computed magnitude as people write it: at most two decimals, one for rates; below 1 万亿元 in 亿元, below 1 亿千瓦 in 万千瓦."""
    if not _numeric(value):
        return value
    exact = Decimal(value)
    larger = next((big for big in _SMALLER if unit.startswith(big)), "")
    if larger and 0 < abs(exact) < 1:
        exact, unit = exact * 10_000, _SMALLER[larger] + unit.removeprefix(larger)
    most = 1 if unit in ("%", "个百分点", "亿元", "万千瓦") else 2
    written = -int(exact.as_tuple().exponent) if exact != exact.to_integral_value() else 0
    return figure(exact, unit, digits=min(most, max(0, written)), lang=lang)


def target_words(a: Assessment, lang: str = "zh") -> str:
    """The target as the plan says it."""
    return value_words(a.statement, lang)


def base_words(a: Assessment, lang: str = "zh") -> str:
    """The base in the target's own terms; "" where there is none."""
    if a.base is not None and a.base.transformation is not Transformation.YOY:
        return observation_words(a.base, lang)
    return amount(a.base_value, a.unit, lang) if a.base_value else ""


def latest_words(a: Assessment, lang: str = "zh") -> str:
    """What was reached: the published figure, or for growth and changes what they come to."""
    if a.latest is not None and printed_as_judged(a):
        return observation_words(a.latest, lang)
    return _moved(a, a.latest_value, lang) if a.latest_value else ""


def printed_as_judged(a: Assessment) -> bool:
    """Whether the published figure itself was judged, not something derived from it (100 % less a share, a mean)."""
    if a.statement.form not in (Form.LEVEL, Form.SHARE) or a.latest is None or a.note("derived") is not None:
        return False
    return find_unit(a.latest.unit) is not None


def latest_note(a: Assessment, lang: str = "zh") -> str:
    """Period, coverage and vintage of what was reached."""
    return observation_note(a.latest, lang) if a.latest is not None else a.latest_period


def derived_words(a: Assessment, lang: str = "zh") -> str:
    """How what was reached was derived from published figures: 由…推算; "" where the figure itself was published."""
    if not a.latest_value:
        return ""
    _ = translator(lang)
    computed, turned = a.note("computed"), a.note("derived")
    if computed is not None:
        given = dict(computed.parameters)
        how = given.get("zh" if lang == "zh" else "en", "")
        return _("由公布数推算：{how}").format(how=how) if how else _("由公布数推算")
    if turned is not None:
        given = dict(turned.parameters)
        return _("由{indicator}{value}%推算").format(
            indicator=label_words(given.get("indicator", ""), lang), value=given.get("value", "")
        )
    return _combined(a, lang)


def _combined(a: Assessment, lang: str) -> str:
    """How several published figures were put together into what was reached; "" where one stands by itself."""
    _ = translator(lang)
    years = {o.period.last_year for o in a.observations if o.grade is not Grade.PLAN}
    if a.form is Form.GROWTH and len(years) > 1:
        return _("由各年公布数推算")
    if a.form is Form.CUMULATIVE and len(years) > 1:
        return _("由各年公布数相加推算")
    changed = a.form in (Form.CHANGE, Form.CHANGE_PP, Form.RATIO) and a.latest is not None
    published = a.latest is not None and a.latest.transformation is Transformation.CHANGE
    return _("由基期数和最新数推算") if changed and not published else ""


def pace_words(a: Assessment, lang: str = "zh") -> str:
    """Where the schedule would stand now; "" where it cannot be said."""
    return _moved(a, a.pace, lang) if a.pace else ""


def gap_words(a: Assessment, lang: str = "zh") -> str:
    """What is missing against the schedule, or what is over: 差4.9个百分点; 超1.2亿元; "" where it cannot be said."""
    if not a.gap:
        return ""
    unit = a.unit or a.statement.unit
    if unit == "%":
        unit = "个百分点"
    _ = translator(lang)
    size = amount(a.gap.lstrip("-−"), unit, lang)
    if Decimal(a.gap) == 0:
        return _("持平")
    word = _("超") if a.gap.startswith(("-", "−")) else _("差")
    return f"{word}{size}" if lang == "zh" else f"{word} {size}"


def required_words(a: Assessment, lang: str = "zh") -> str:
    """What each year that is left must bring: 年均增长13.2%, 年均增加120亿元, 年均降低0.5个百分点."""
    if not a.required:
        return ""
    _ = translator(lang)
    unit = a.unit or a.statement.unit
    down = a.required.startswith(("-", "−"))
    size = a.required.lstrip("-−")
    if a.form in (Form.GROWTH, Form.CHANGE):
        return (_("年均下降{value}") if down else _("年均增长{value}")).format(value=amount(size, "%", lang))
    if unit == "%":
        unit = "个百分点"
    return (_("年均减少{value}") if down else _("年均增加{value}")).format(value=amount(size, unit, lang))


def _moved(a: Assessment, value: str, lang: str) -> str:
    """A value in the target's terms: a change as its direction and size, 下降24.4%, up 3 percentage points."""
    unit = a.unit or a.statement.unit
    if a.form not in (Form.CHANGE, Form.CHANGE_PP) or unit not in ("%", "个百分点"):
        return amount(value, unit, lang)
    _ = translator(lang)
    size = amount(value.lstrip("+-−"), unit, lang)
    word = _("下降{size}") if value.startswith(("-", "−")) else _("增长{size}") if unit == "%" else _("提高{size}")
    return word.format(size=size)


def _numeric(text: str) -> bool:
    return bool(text) and not text.strip("+-−.0123456789") and any(c.isdigit() for c in text)
