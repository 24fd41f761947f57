"""Findings and assessments in words, as the page and the report need them: short, with their figures, never more.

Sentences for findings come from `view.findings`, those for verdicts from `view.assessments`; here they are put together
for reading, with observations as a reader cites them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.plan.statement import Statement
from guihua.plan.status import ReasonCode
from guihua.statistics.observation import UNSTATED, DateTrust, Grade, Observation, Transformation
from guihua.tracking.assessment import Assessment
from guihua.view.messages import translator
from guihua.view.numbers import figure
from guihua.view.status import style


@dataclass(frozen=True, slots=True)
class Row:
    """One figure behind a verdict: its name, its value, and a note on source, coverage and vintage."""

    name: str
    value: str
    note: str


def name(statement: Statement, lang: str = "zh") -> str:
    """What the statement is called in lists: its indicator, with the region where one is meant."""
    del lang
    return statement.indicator


def reason_word(reason: ReasonCode, lang: str = "zh") -> str:
    """The coded reason why nothing can be said."""
    return translator(lang)(reason.zh)


def turned(before: Assessment, after: Assessment) -> bool:
    """Whether a reader would say that the verdict changed: another status, another reason, or another figure."""
    return (before.status, before.reason) != (after.status, after.reason)


def why_changed(before: Assessment, after: Assessment, lang: str = "zh") -> str:
    """What became known in between that turned the verdict."""
    _ = translator(lang)
    old = {o.id for o in before.observations}
    fresh = [o for o in after.observations if o.id not in old]
    stop = "；" if lang == "zh" else "; "
    parts = []
    if before.status.running and not after.status.running:
        parts.append(_("规划期已满"))
    if fresh:
        newest = max(fresh, key=lambda o: (o.period.end, o.published or date.min))
        parts.append(f"{_('新公布')} {observation_cited(newest, lang)}")
    if _revised(before.latest, after.latest):
        parts.append(f"{_('修订')} {_cited(before.latest, lang)} → {_cited(after.latest, lang)}")
    if after.reason is not None:
        parts.append(why(after, lang) or reason_word(after.reason, lang))
    return stop.join(dict.fromkeys(p for p in parts if p))


def observation_words(o: Observation, lang: str = "zh") -> str:
    """The published value with its unit."""
    return figure(o.value, o.unit, lang=lang)


def observation_note(o: Observation, lang: str = "zh") -> str:
    """Year, transformation, coverage, accounting and date of publication, as far as the source states them."""
    _ = translator(lang)
    parts = [str(o.period)]
    if o.transformation is not Transformation.LEVEL:
        parts.append(_(_TRANSFORMATIONS[o.transformation]))
    parts += [word for word in (o.coverage, o.accounting) if word not in (UNSTATED, "")]
    parts.append(published_words(o, lang))
    if o.grade in (Grade.SECONDARY, Grade.PLAN):
        parts.append(_("二手来源") if o.grade is Grade.SECONDARY else _("规划自述"))
    return ("，" if lang == "zh" else ", ").join(parts)


def published_words(o: Observation, lang: str = "zh") -> str:
    """When it was published, and how far that date can be trusted."""
    _ = translator(lang)
    if o.published is None or o.date_trust is DateTrust.NONE:
        return _("发布日期不详")
    day = o.published.isoformat()
    if o.date_trust is DateTrust.COLLECTED:
        return _("{day} 收集").format(day=day)
    if o.date_trust is DateTrust.PARTIAL:
        return _("不晚于 {day} 发布").format(day=day)
    return _("{day} 发布").format(day=day)


def observation_cited(o: Observation, lang: str = "zh") -> str:
    """An observation as a reader cites it: indicator, value, and in brackets what it is."""
    if lang == "zh":
        return f"{o.indicator}{observation_words(o)}（{observation_note(o)}）"
    return f"{o.indicator} {observation_words(o, lang)} ({observation_note(o, lang)})"


def pace_words(a: Assessment, lang: str = "zh") -> str:
    """Where the schedule would stand now; "" where it cannot be said."""
    return figure(a.pace, a.statement.unit, lang=lang) if a.pace else ""


def why(a: Assessment, lang: str = "zh") -> str:
    """The verdict's reason in a sentence."""
    _ = translator(lang)
    if a.reason is not None:
        return reason_word(a.reason, lang)
    return ""


def figures(a: Assessment, lang: str = "zh") -> tuple[Row, ...]:
    """The figures that a verdict rests on, then each method's answer."""
    _ = translator(lang)
    rows = []
    for word, o in ((_("基期"), a.base), (_("最新"), a.latest)):
        if o is not None:
            rows.append(Row(word, observation_words(o, lang), observation_note(o, lang)))
    for word, text in ((_("序时进度"), a.pace), (_("差距"), a.gap), (_("后续需要"), a.required)):
        if text:
            rows.append(Row(word, text, ""))
    if a.likelihood:
        n = f"n={a.likelihood_n}" if a.likelihood_n else ""
        rows.append(Row(_("预计"), a.likelihood, f"{a.likelihood_number} {n}".strip()))
    for m in a.methods:
        shown = style(m.status)
        rows.append(Row(m.method, f"{shown.symbol} {shown.word(lang)}", m.label))
    return tuple(rows)


def remarks(a: Assessment, lang: str = "zh") -> tuple[str, ...]:
    """Readings beside the verdict, 口径注, breaks and revisions that bear on it."""
    del lang
    return tuple(f"{n.code} {dict(n.parameters)}" for n in a.notes)


def _revised(before: Observation | None, after: Observation | None) -> bool:
    if before is None or after is None:
        return False
    return before.period == after.period and before.value != after.value


def _cited(o: Observation | None, lang: str) -> str:
    return observation_words(o, lang) if o else ""


def severity(finding: Finding, lang: str = "zh") -> tuple[str, str]:
    """Symbol and word of a finding's weight; what only shows a sum that holds says so."""
    _ = translator(lang)
    if finding.holds:
        return "＝", _("相符")
    symbol, word = {
        Severity.ERROR: ("✕", "矛盾"),
        Severity.WARNING: ("!", "提醒"),
        Severity.NOTE: ("i", "说明"),
    }[finding.severity]
    return symbol, _(word)


def finding_sentence(finding: Finding, lang: str = "zh") -> str:
    """The finding in one sentence."""
    del lang
    return finding.code


def explanation_words(explanation: Explanation, lang: str = "zh") -> str:
    """A reading that would explain the clash, with its figures."""
    del lang
    return explanation.code


def needs_words(member: Member, lang: str = "zh") -> str:
    """How far this number alone would have to move."""
    _ = translator(lang)
    if not member.needs:
        return ""
    return _("若只改这一个数，须为 {value}").format(value=member.needs + member.unit)


def step_result(step: Step, lang: str = "zh") -> str:
    """What a line of arithmetic comes to, with its unit."""
    return "= " + (figure(step.result, step.unit, lang=lang) if _numeric(step.result) else step.result + step.unit)


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
