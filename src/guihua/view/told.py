"""Findings and assessments in words, as the page and the report need them: short, with their figures, never more.

Sentences for findings come from `view.findings`, those for verdicts from `view.assessments`; here they are put together
for reading, with observations as a reader cites them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.plan.data import load
from guihua.plan.statement import Form, Statement
from guihua.plan.status import ReasonCode
from guihua.plan.units import find_unit
from guihua.statistics.observation import UNSTATED, DateTrust, Grade, Observation, Transformation
from guihua.tracking.assessment import Assessment, Note, Reading
from guihua.tracking.change import Change
from guihua.view import assessments, findings
from guihua.view.findings import label_words
from guihua.view.messages import translator
from guihua.view.numbers import figure
from guihua.view.statements import nature_word, value_words
from guihua.view.status import style
from guihua.view.words import coverage_words, stopped
from guihua.view.words import day as day_words
from guihua.view.words import period as period_words


@dataclass(frozen=True, slots=True)
class Row:
    """One figure behind a verdict: its name, its value, and a note on source, coverage and vintage."""

    name: str
    value: str
    note: str


def name(statement: Statement, lang: str = "zh") -> str:
    """What the statement is called in lists: its indicator, with what the number says of it where that is not a level.

    In English by its concept where that has an English name; else the plan's own words.
    """
    growing = statement.form is Form.GROWTH and not any(word in statement.indicator for word in ("增速", "增长"))
    if lang == "zh":
        return f"{statement.indicator}年均增速" if growing else statement.indicator
    english = findings.unknown_words(statement.variable, "en") if statement.variable else ""
    shown = english[:1].upper() + english[1:] if english.isascii() and english else statement.indicator
    return f"{shown} (mean growth)" if growing else shown


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


def reason_word(reason: ReasonCode, lang: str = "zh") -> str:
    """The coded reason why nothing can be said."""
    return translator(lang)(reason.zh)


def causes(change: Change, lang: str = "zh") -> str:
    """Why a verdict changed between two dates, cause by cause."""
    told = (assessments.change_sentence(_readable(note, lang), lang) for note in change.causes)
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(words for words in told if words))


def _readable(note: Note, lang: str) -> Note:
    """A newly published figure (indicator, period, value) as people write it: 2017年…：−24.4%."""
    what = dict(note.parameters).get("what", "").rsplit(" ", 2)
    if note.code != "new_period" or len(what) != 3:
        return note
    named, when, value = label_words(what[0], lang), period_words(what[1], lang), _written(what[2], lang)
    words = f"{when}{named}：{value}" if lang == "zh" else f"{named}, {when}: {value}"
    return replace(note, parameters=(("what", words),))


def _written(value: str, lang: str) -> str:
    """9385万千瓦, as a note keeps it, for readers."""
    found = re.fullmatch(r"([+−-]?\d+(?:\.\d+)?)(.*)", value)
    return figure(found[1], found[2], lang=lang) if found else value


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
    english = findings.unknown_words(o.variable, "en") if lang == "en" and o.variable else ""
    if not english.isascii() or not english:
        return o.indicator
    tail = {
        Transformation.YOY: ", growth",
        Transformation.CHANGE: ", change",
        Transformation.MEAN_GROWTH: ", mean growth",
    }
    return english[:1].upper() + english[1:] + tail.get(o.transformation, "")


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


def why(a: Assessment, lang: str = "zh") -> str:
    """The verdict's reason in a sentence."""
    return assessments.why(a, lang)


def grounds(a: Assessment, lang: str = "zh") -> str:
    """The verdict's reason and every remark on it, as one text."""
    return "".join(sentence(part, lang) for part in (why(a, lang), *remarks(a, lang)) if part)


def likelihood_words(a: Assessment, lang: str = "zh") -> str:
    """How likely the target is to be met, in words with its number and n; "" where nothing is foreseen."""
    return assessments.likelihood_words(a, lang)


def figures(a: Assessment, lang: str = "zh") -> tuple[Row, ...]:
    """The figures that a verdict rests on, then each method's answer."""
    _ = translator(lang)
    base_note = observation_note(a.base, lang) if a.base else ""
    rows = [
        Row(_("基期"), base_words(a, lang), base_note),
        Row(_("最新"), latest_words(a, lang), latest_note(a, lang)),
        Row(_("序时进度"), pace_words(a, lang), ""),
        Row(_("差距"), gap_words(a, lang), ""),
        Row(_("后续需要"), required_words(a, lang), ""),
    ]
    rows.append(Row(_("预计"), likelihood_words(a, lang), ""))
    for m in a.methods:
        shown = style(m.status)
        rows.append(Row(method_word(m.method, lang), f"{shown.symbol} {shown.word(lang)}", ""))
    return tuple(row for row in rows if row.value)


def method_word(code: str, lang: str = "zh") -> str:
    """A method's name."""
    from guihua.tracking.methods.spec import spec

    return spec(code).name_zh if lang == "zh" else spec(code).name_en


def remarks(a: Assessment, lang: str = "zh") -> tuple[str, ...]:
    """Readings beside the verdict, 口径注, breaks and revisions that bear on it."""
    return assessments.remarks(a, lang)


def method_formula(code: str, lang: str = "zh") -> str:
    """A method's formula in words or symbols."""
    from guihua.tracking.methods.spec import spec

    known = _words()["methods"].get(code)
    return known["formula"] if lang == "zh" and known else spec(code).formula


def method_source(code: str, lang: str = "zh") -> str:
    """Where a method was published."""
    from guihua.tracking.methods.spec import spec

    known = _words()["methods"].get(code)
    return known["source"] if lang == "zh" and known else spec(code).source


def setting_word(key: str, lang: str = "zh") -> str:
    """What a setting means; the key itself where the table lacks it."""
    known = _words()["settings"].get(key)
    return f"{known[lang]}（{key}）" if known and lang == "zh" else f"{known[lang]} ({key})" if known else key


def method_short(code: str, lang: str = "zh") -> str:
    """A method's name in a narrow column."""
    zh = {
        "statcan": "加拿大",
        "eurostat": "欧盟",
        "unsd": "联合国",
        "escap": "亚太经社",
        "shixu": "时序",
        "liancheng": "连乘",
    }
    en = {"shixu": "pace", "liancheng": "chained", "statcan": "StatCan", "eurostat": "Eurostat"}
    return (zh if lang == "zh" else en).get(code, code.upper())


def notes(
    a: Assessment, lang: str = "zh", *, only: Collection[str] = (), leave: Collection[str] = ()
) -> tuple[str, ...]:
    """The remarks on a verdict without its readings, each once; `only` these codes, or all but those in `leave`."""
    chosen = [n for n in a.notes if (not only or n.code in only) and n.code not in leave]
    told = (assessments.note_sentence(note, lang) for note in chosen)
    return tuple(dict.fromkeys(words for words in told if words))


def nature(statement: Statement, lang: str = "zh") -> str:
    """约束性, 预期性, 文中未标明."""
    return nature_word(statement.nature, lang)


def reading_how(reading: Reading, lang: str = "zh") -> str:
    """How a reading beside a verdict was made."""
    _ = translator(lang)
    given = dict(reading.parameters)
    given |= {"period": period_words(given["period"], lang)} if "period" in given else {}
    words = {
        "published_growth": _("按公布增速，{period}"),
        "scaled_target": _("按修订后的基期折算目标，{year}年"),
        "as_printed": _("按公布数直接对比，口径已变"),
    }.get(reading.code, reading.code)
    return words.format_map(given) if "{" in words else words


def sentence(words: str, lang: str = "zh") -> str:
    """Words as a sentence, with a full stop."""
    return stopped(words[:1].upper() + words[1:], lang) + ("" if lang == "zh" else " ")


def severity(finding: Finding, lang: str = "zh") -> tuple[str, str]:
    """Symbol and word of a finding's weight; what only shows a sum that holds says so."""
    if finding.holds:
        return "＝", severity_word("holds", lang)
    symbol = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTE: "i"}[finding.severity]
    return symbol, severity_word(finding.severity.value, lang)


def severity_word(code: str, lang: str = "zh") -> str:
    """The word for error, warning, note or holds."""
    return translator(lang)({"error": "矛盾", "warning": "提醒", "note": "说明", "holds": "相符"}[code])


def finding_sentence(finding: Finding, lang: str = "zh") -> str:
    """The finding in one sentence."""
    return findings.sentence(finding, lang)


def explanation_words(explanation: Explanation, lang: str = "zh") -> str:
    """A reading that would explain the clash, with its figures."""
    return findings.explanation_words(explanation, lang)


def needs_words(member: Member, lang: str = "zh") -> str:
    """How far this number alone would have to move; "" where that would not do."""
    return findings.needs_words(member, lang)


def member_words(member: Member, lang: str = "zh") -> str:
    """The plan's words that a finding rests on, or what an identity says."""
    return findings.member_words(member, lang)


def step_words(step: Step, lang: str = "zh") -> str:
    """A line of arithmetic: 推算：7939 × 1.08^5 = 11665亿元."""
    return findings.step_words(step, lang)


def _moved(a: Assessment, value: str, lang: str) -> str:
    """A value in the target's terms: a change as its direction and size, 下降24.4%, up 3 percentage points."""
    unit = a.unit or a.statement.unit
    if a.form not in (Form.CHANGE, Form.CHANGE_PP) or unit not in ("%", "个百分点"):
        return amount(value, unit, lang)
    _ = translator(lang)
    size = amount(value.lstrip("+-−"), unit, lang)
    word = _("下降{size}") if value.startswith(("-", "−")) else _("增长{size}") if unit == "%" else _("提高{size}")
    return word.format(size=size)


def _words() -> Any:
    return load("methods.yaml", "guihua.view")


def _numeric(text: str) -> bool:
    return bool(text) and not text.strip("+-−.0123456789") and any(c.isdigit() for c in text)


_TRANSFORMATIONS = {
    Transformation.LEVEL: "水平",
    Transformation.YOY: "同比",
    Transformation.SHARE: "比重",
    Transformation.INDEX: "指数",
    Transformation.CHANGE: "变化",
    Transformation.MEAN_GROWTH: "年均增速",
}
