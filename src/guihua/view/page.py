"""`plan.html`: one self-contained page of a plan. No network; style and script are bound by their hashes.

It holds the text with its statements marked, each statement's slots and where they came from, the findings with their
sums, and the statuses as known on several dates with what changed between them and why. It reads without JavaScript
too; with it, one card shows at a time and decisions can be saved to a file.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from guihua.checking.finding import Finding
from guihua.plan.plan import Plan
from guihua.plan.planfile import DECISIONS_HEAD
from guihua.plan.statement import Kind, Statement
from guihua.tracking.assessment import Assessment
from guihua.tracking.change import compare
from guihua.tracking.tracking import Tracking
from guihua.view import told
from guihua.view.charts import Chart
from guihua.view.marked import Mark, marked_text
from guihua.view.messages import translator
from guihua.view.statements import magnitude, slots, value_words
from guihua.view.status import SCALE, StatusStyle, style
from guihua.view.words import day


@dataclass(frozen=True, slots=True)
class AsOf:
    """All targets assessed as known on one day; charts: statement id → chart."""

    tracking: Tracking
    charts: tuple[tuple[str, Chart], ...] = ()

    @property
    def day(self) -> date:
        """As known on this day."""
        return self.tracking.as_of

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """One for every target."""
        return self.tracking.assessments


def plan_page(
    plan: Plan, *, findings: Sequence[Finding] | None = None, dates: Sequence[AsOf] = (), lang: str = "zh"
) -> str:
    """The page as HTML. findings None: not checked. dates: oldest first; the last one is shown first."""
    _ = translator(lang)
    sheet, script = asset("page.css") + _status_rules(len(dates)), asset("page.js")
    by_day = [{a.statement.id: a for a in d.assessments} for d in dates]
    found = list(findings or ())
    context = {
        "_": _,
        "lang": lang,
        "title": plan.title or _("未命名的规划"),
        "meta": _meta(plan, lang),
        "style": sheet,
        "style_hash": _hash(sheet),
        "script": script,
        "script_hash": _hash(script),
        "parts": _parts(plan, findings, dates, lang),
        "dates": [day(d.day, lang) for d in dates],
        "scale": SCALE,
        "counts": _counts(by_day, lang),
        "total": len(dates[-1].assessments) if dates else 0,
        "changes": _changes(dates, lang),
        "figures": [],
        "tables": [[_table_row(a, lang) for a in d.assessments] for d in dates],
        "text": Markup(marked_text(plan, _marks(plan, by_day, found, lang))),
        "cards": [_card(s, dates, by_day, found, lang) for s in plan.statements],
        "findings": None if findings is None else [_finding(f, plan, lang) for f in found],
        "findings_lead": _findings_lead(found, lang),
        "commitments": plan.commitments,
        "unread": [f"{u.text}（{u.start}–{u.end}）{u.reason}" for u in plan.unread],
        "unread_title": _unread_title(plan, lang),
        "about": _about(plan, dates, lang),
        "footer": _("本页由 guihua 生成，数字均可重算。"),
        "words": Markup(_script_words(plan, len(dates), lang)),
    }
    return _template("page.html").render(**context)  # type: ignore[no-any-return]


def asset(name: str) -> str:
    """One of the files beside the templates, as text."""
    return files("guihua.view").joinpath("templates", name).read_text(encoding="utf-8")


def status_chip(assessment: Assessment, lang: str = "zh", *, reason: bool = True) -> str:
    """A status as HTML: symbol, word, colour; the coded reason behind it; a superscript where a 口径注 stands."""
    shown = style(assessment.status)
    note = (
        f'<sup class="cov">{escape(translator(lang)("口径注"))}</sup>'
        if assessment.coverage_note and assessment.reason is None
        else ""
    )
    why = ""
    if reason and assessment.reason is not None:
        why = f'<span class="small"> {escape(told.reason_word(assessment.reason, lang))}</span>'
    return (
        f'<span class="status s-{shown.code}"><span class="sym" aria-hidden="true">{shown.symbol}</span>'
        f"{escape(shown.word(lang))}{note}</span>{why}"
    )


@cache
def _template(name: str) -> Any:
    from jinja2 import DictLoader, Environment, StrictUndefined

    environment = Environment(
        loader=DictLoader({name: asset(name)}), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(name)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _status_rules(dates: int) -> str:
    """The colour of a marked target's line by date: a.v.d0-met {--s: var(--met)} while day 0 is shown."""
    return "".join(f"html[data-asof='{i}'] .d{i}-{s.code}{{--s:var(--{s.code})}}" for i in range(dates) for s in SCALE)


def _meta(plan: Plan, lang: str) -> list[str]:
    _ = translator(lang)
    period = f"{plan.period[0]}–{plan.period[1]}" if plan.period else ""
    named = [(_("规划期"), period), (_("文号"), plan.document_number), (_("发文机关"), plan.issuer)]
    named += [(_("印发"), plan.issued), (_("施行"), plan.in_force), (_("文本 SHA-256"), plan.text_sha256[:16])]
    return [f"{name} {value}" for name, value in named if value]


def _parts(
    plan: Plan, findings: Sequence[Finding] | None, dates: Sequence[AsOf], lang: str
) -> list[tuple[str, str, int | None]]:
    _ = translator(lang)
    parts: list[tuple[str, str, int | None]] = []
    if dates:
        parts += [("overview", _("总览"), None), ("targets", _("指标"), len(dates[-1].assessments))]
    parts.append(("text", _("正文"), len(plan.statements)))
    if findings is not None:
        parts.append(("findings", _("校核意见"), len(findings)))
    if plan.commitments:
        parts.append(("tasks", _("任务"), len(plan.commitments)))
    return [*parts, ("about", _("说明"), None)]


@dataclass(frozen=True, slots=True)
class _CountRow:
    style: StatusStyle
    word: str
    numbers: list[int]


def _counts(by_day: list[dict[str, Assessment]], lang: str) -> list[_CountRow]:
    rows = []
    for shown in SCALE:
        numbers = [sum(a.status == shown.code for a in known.values()) for known in by_day]
        if any(numbers):
            rows.append(_CountRow(shown, shown.word(lang), numbers))
    return rows


@dataclass(frozen=True, slots=True)
class _ChangeRow:
    id: str
    name: str
    before: Markup
    after: Markup
    why: str


@dataclass(frozen=True, slots=True)
class _ChangeBlock:
    title: str
    rows: list[_ChangeRow]


def _changes(dates: Sequence[AsOf], lang: str) -> list[_ChangeBlock]:
    """What turned between each two dates that follow each other."""
    _ = translator(lang)
    blocks = []
    for before, after in pairwise(dates):
        rows = [
            _ChangeRow(
                found.after.statement.id,
                told.name(found.after.statement, lang),
                Markup(status_chip(found.before, lang)),
                Markup(status_chip(found.after, lang)),
                told.causes(found, lang),
            )
            for found in compare(before.tracking, after.tracking)
            if found.changed and found.before is not None and found.after is not None
        ]
        blocks.append(_ChangeBlock(f"{day(before.day, lang)} → {day(after.day, lang)} {_('的变化及原因')}", rows))
    return blocks


@dataclass(frozen=True, slots=True)
class _TableRow:
    id: str
    name: str
    target: str
    base: str
    latest: str
    latest_note: str
    pace: str
    status: Markup
    style: StatusStyle
    why: str


def _table_row(a: Assessment, lang: str) -> _TableRow:
    return _TableRow(
        a.statement.id,
        told.name(a.statement, lang),
        told.target_words(a, lang),
        told.base_words(a, lang),
        told.latest_words(a, lang),
        told.latest_note(a, lang) if told.latest_words(a, lang) else "",
        told.pace_words(a, lang),
        Markup(status_chip(a, lang, reason=not told.why(a, lang))),
        style(a.status),
        told.why(a, lang),
    )


def _marks(plan: Plan, by_day: list[dict[str, Assessment]], findings: list[Finding], lang: str) -> dict[str, Mark]:
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
        flag = f'<span class="chip fnd sev-error">!{escape(translator(lang)("矛盾"))}</span>' if s.id in heavy else ""
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


def _card(
    s: Statement,
    dates: Sequence[AsOf],
    by_day: list[dict[str, Assessment]],
    findings: list[Finding],
    lang: str,
) -> _Card:
    _ = translator(lang)
    links = [
        _FindingLink(f.id, f.severity, *told.severity(f, lang), told.finding_sentence(f, lang))
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


@dataclass(frozen=True, slots=True)
class _Member:
    id: str
    text: str
    needs: str


@dataclass(frozen=True, slots=True)
class _FindingView:
    id: str
    code: str
    severity: str
    symbol: str
    word: str
    sentence: Markup
    members: list[_Member]
    steps: Sequence[Any]
    explanations: list[Markup]
    proof: str


def _finding(f: Finding, plan: Plan, lang: str) -> _FindingView:
    known = {s.id for s in plan.statements}
    members = [
        _Member(m.statement if m.statement in known else "", told.member_words(m, lang), told.needs_words(m, lang))
        for m in f.members
    ]
    explanations = [_powers(told.explanation_words(e, lang)) for e in f.explanations]
    symbol, word = told.severity(f, lang)
    return _FindingView(
        f.id, f.code, f.severity, symbol, word, _powers(told.finding_sentence(f, lang)), members,
        [_powers(told.step_words(s, lang)) for s in f.steps], explanations, f.proof,
    )  # fmt: skip


def _powers(expression: str) -> Markup:
    """1.08^5 with its exponent raised."""
    return Markup(re.sub(r"\^(\w+|\([^)]*\))", r"<sup>\1</sup>", str(escape(expression))))


def _findings_lead(findings: list[Finding], lang: str) -> str:
    _ = translator(lang)
    numbers = {level: sum(f.severity == level for f in findings) for level in ("error", "warning", "note")}
    return _(
        "错误 {error} 条，提醒 {warning} 条，说明 {note} 条。每条附算式；证明可用 guihua verify 离线重验。"
    ).format(**numbers)


def _unread_title(plan: Plan, lang: str) -> str:
    _ = translator(lang)
    if not plan.unread:
        return _("全部数字都已归位：或为数量，或为时间，或为名称。")
    return _("未能归位的数字 {n} 处").format(n=len(plan.unread))


def _about(plan: Plan, dates: Sequence[AsOf], lang: str) -> list[str]:
    _ = translator(lang)
    lines = [_("全文 {n} 字，SHA-256 {sha}。").format(n=len(plan.text), sha=plan.text_sha256)]
    numbers = {kind: sum(s.kind is kind for s in plan.statements) for kind in Kind}
    lines.append(
        _("读出表述 {all} 条：目标 {target}，现状 {fact}，政策参数 {policy}；任务 {tasks} 条。").format(
            all=len(plan.statements),
            target=numbers[Kind.TARGET],
            fact=numbers[Kind.FACT],
            policy=numbers[Kind.POLICY],
            tasks=len(plan.commitments),
        )
    )
    if dates:
        lines.append(_("状态的门槛是本软件的设定，国家只公布结论、不公布门槛。"))
    return lines + list(plan.warnings)


def _script_words(plan: Plan, dates: int, lang: str) -> str:
    """What the script needs, as JSON that cannot end its own element."""
    _ = translator(lang)
    fields = [("indicator", _("指标名称")), ("value", _("数值")), ("unit", _("单位")), ("year", _("年份"))]
    fields += [("base_year", _("基期")), ("comparator", _("比较")), ("form", _("形式")), ("nature", _("属性"))]
    data: Mapping[str, Any] = {
        "dates": dates,
        "sha": plan.text_sha256,
        "head": DECISIONS_HEAD,
        "dark": _("深色"),
        "light": _("浅色"),
        "save": _("保存决定文件"),
        "who": _("您的姓名或单位（写进决定文件）"),
        "reader": _("读者"),
        "reason": _("理由"),
        "keep": _("记下修改"),
        "verbs": {"accept": _("认可"), "edit": _("修改"), "reject": _("不认")},
        "actions": {"accept": _("已认可"), "edit": _("已修改"), "reject": _("已不认")},
        "fields": fields,
        "integers": ["year", "base_year"],
        "nullable": ["year", "base_year", "value"],
        "statements": {s.id: _decidable(s) for s in plan.statements},
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )


def _decidable(s: Statement) -> dict[str, Any]:
    value = None if not s.value else s.value[0] if len(s.value) == 1 else ",".join(s.value)
    return {
        "quote": s.quote,
        "value": list(s.value),
        "slots": {
            "indicator": s.indicator,
            "value": value,
            "unit": s.unit,
            "year": s.year,
            "base_year": s.base_year,
            "comparator": str(s.comparator),
            "form": str(s.form),
            "nature": str(s.nature),
        },
    }
