"""The marked text and the card of each statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from guihua.checking.finding import Finding
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.charts import Chart
from guihua.view.findings import sentence as finding_sentence
from guihua.view.findings import severity, severity_word
from guihua.view.marked import Mark
from guihua.view.messages import translator
from guihua.view.page.assets import status_chip
from guihua.view.page.dated import AsOf
from guihua.view.statements import magnitude, slots, value_words
from guihua.view.status import style


def marks_of(plan: Plan, by_day: list[dict[str, Assessment]], findings: list[Finding], lang: str) -> dict[str, Mark]:
    """For each statement: its classes by date, the chip after the number, and the words for the pointer."""
    heavy = {m.statement for f in findings if not f.holds and f.severity == "error" for m in f.members}
    marks = {}
    for s in plan.statements:
        classes, chips, words = [], [], []
        for i, found in enumerate(by_day):
            a = found.get(s.id)
            if a is None:
                continue
            shown = style(a.status)
            classes.append(f"d{i}-{shown.code}")
            chips.append(
                f'<span class="chip s-{shown.code}" data-d="{i}">{shown.symbol}{escape(shown.word(lang))}</span>'
            )
            words.append(shown.word(lang))
        flag = (
            f'<span class="chip fnd sev-error">!{escape(severity_word("error", lang))}</span>' if s.id in heavy else ""
        )
        marks[s.id] = Mark(" ".join(classes), "".join(chips) + flag, told.name(s, lang))
    return marks


@dataclass(frozen=True, slots=True)
class _FindingLink:
    id: str
    severity: str
    symbol: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class _Card:
    id: str
    name: str
    value: str
    quote: str
    section: str
    statuses: list[Markup]
    findings: list[_FindingLink]
    slots: Sequence[Any]
    rule: str


def card_of(
    s: Statement,
    dates: Sequence[AsOf],
    by_day: list[dict[str, Assessment]],
    findings: list[Finding],
    lang: str,
) -> _Card:
    """The card of one statement: its words and slots, its verdict on each day, the findings on it."""
    _ = translator(lang)
    links = [
        _FindingLink(f.id, f.severity, *severity(f, lang), finding_sentence(f, lang))
        for f in findings
        if any(m.statement == s.id for m in f.members)
    ]
    told_days = [
        Markup(_assessed(known[s.id], dict(dates[i].charts).get(s.id), lang))
        for i, known in enumerate(by_day)
        if s.id in known
    ]
    evidence = f"{_('规则在标注文本上的正确数')} {s.evidence}" if s.evidence.tested else _("规则：未经足够检验")
    rule = f"{_('规则')} {s.rule}　{_('词类串')} {s.tokens}　{evidence}" if s.rule else evidence
    return _Card(
        s.id, told.name(s, lang), magnitude(s, lang) and value_words(s, lang), s.quote, s.section, told_days, links,
        slots(s, lang), rule,
    )  # fmt: skip


def _assessed(a: Assessment, chart: Chart | None, lang: str) -> str:
    """One assessment in a card: status, why, the figures it rests on, every method, readings and remarks."""
    _ = translator(lang)
    out = [f"<p>{status_chip(a, lang)}</p>"]
    if told.why(a, lang):
        out.append(f"<p>{escape(told.why(a, lang))}</p>")
    if chart is not None:
        notes = "".join(f"<br>{escape(note)}" for note in chart.notes)
        out.append(f"<figure>{chart.svg()}<figcaption>{escape(_('数据来源见各统计数'))}{notes}</figcaption></figure>")
    rows = told.figures(a, lang)
    if rows:
        cells = "".join(
            f'<tr><th class="r" scope="row">{escape(r.name)}</th><td class="n">{escape(r.value)}</td>'
            f'<td class="o">{escape(r.note)}</td></tr>'
            for r in rows
        )
        out.append(f'<div class="table"><table><tbody>{cells}</tbody></table></div>')
    out += [f'<p class="small">{escape(line)}</p>' for line in told.remarks(a, lang)]
    return "".join(out)
