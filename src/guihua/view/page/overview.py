"""The page's overview: counts, what turned, the table of targets, what the text holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from guihua.checking.finding import Finding
from guihua.plan.plan import Plan
from guihua.plan.statement import Kind
from guihua.tracking.assessment import Assessment
from guihua.tracking.change import compare
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.page.assets import status_chip
from guihua.view.page.dated import AsOf
from guihua.view.phrases import day
from guihua.view.status import SCALE, StatusStyle, style


def meta_lines(plan: Plan, lang: str) -> list[str]:
    """What is known of the plan itself, a line each."""
    _ = translator(lang)
    period = f"{plan.period[0]}–{plan.period[1]}" if plan.period else ""
    named = [(_("规划期"), period), (_("文号"), plan.document_number), (_("发文机关"), plan.issuer)]
    named += [(_("印发"), plan.issued), (_("施行"), plan.in_force), (_("文本 SHA-256"), plan.text_sha256[:16])]
    return [f"{name} {value}" for name, value in named if value]


def page_parts(
    plan: Plan, findings: Sequence[Finding] | None, dates: Sequence[AsOf], lang: str
) -> list[tuple[str, str, int | None]]:
    """The parts of the page: anchor, title, how much it holds."""
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


def count_rows(by_day: list[dict[str, Assessment]], lang: str) -> list[_CountRow]:
    """Targets by status, on each day."""
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


def change_blocks(dates: Sequence[AsOf], lang: str) -> list[_ChangeBlock]:
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


def table_row(a: Assessment, lang: str) -> _TableRow:
    """A target in the table of all targets."""
    return _TableRow(
        a.statement.id,
        told.marked_name(a.statement, lang),
        told.target_words(a, lang),
        told.base_words(a, lang),
        told.latest_words(a, lang),
        told.latest_note(a, lang) if told.latest_words(a, lang) else "",
        told.pace_words(a, lang),
        Markup(status_chip(a, lang, reason=not told.why(a, lang))),
        style(a.status),
        told.why(a, lang),
    )


def unread_title(plan: Plan, lang: str) -> str:
    """The line over the numbers that found no place."""
    _ = translator(lang)
    if not plan.unread:
        return _("全部数字都已归位：或为数量，或为时间，或为名称。")
    return _("未能归位的数字 {n} 处").format(n=len(plan.unread))


def about_lines(plan: Plan, dates: Sequence[AsOf], lang: str) -> list[str]:
    """What the page was made from."""
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
