"""The page put together."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from guihua.checking.finding import Finding
from guihua.plan.plan import Plan
from guihua.view.marked import marked_text
from guihua.view.messages import translator
from guihua.view.page.assets import asset, fingerprint, status_rules, template
from guihua.view.page.cards import card_of, marks_of
from guihua.view.page.dated import AsOf
from guihua.view.page.findings import finding_view, findings_lead
from guihua.view.page.overview import (
    about_lines,
    change_blocks,
    count_rows,
    meta_lines,
    page_parts,
    table_row,
    unread_title,
)
from guihua.view.page.script import script_words
from guihua.view.phrases import day
from guihua.view.status import SCALE


def plan_page(
    plan: Plan, *, findings: Sequence[Finding] | None = None, dates: Sequence[AsOf] = (), lang: str = "zh"
) -> str:
    """The page as HTML. findings None: not checked. dates: oldest first; the last one is shown first."""
    _ = translator(lang)
    sheet, script = asset("page.css") + status_rules(len(dates)), asset("page.js")
    by_day = [{a.statement.id: a for a in d.assessments} for d in dates]
    found = list(findings or ())
    context = {
        "_": _,
        "lang": lang,
        "title": plan.title or _("未命名的规划"),
        "meta": meta_lines(plan, lang),
        "style": sheet,
        "style_hash": fingerprint(sheet),
        "script": script,
        "script_hash": fingerprint(script),
        "parts": page_parts(plan, findings, dates, lang),
        "dates": [day(d.day, lang) for d in dates],
        "scale": SCALE,
        "counts": count_rows(by_day, lang),
        "total": len(dates[-1].assessments) if dates else 0,
        "changes": change_blocks(dates, lang),
        "figures": [],
        "tables": [[table_row(a, lang) for a in d.assessments] for d in dates],
        "text": Markup(marked_text(plan, marks_of(plan, by_day, found, lang))),
        "cards": [card_of(s, dates, by_day, found, lang) for s in plan.statements],
        "findings": None if findings is None else [finding_view(f, plan, lang) for f in found],
        "findings_lead": findings_lead(found, lang),
        "commitments": plan.commitments,
        "unread": [f"{u.text}（{u.start}–{u.end}）{u.reason}" for u in plan.unread],
        "unread_title": unread_title(plan, lang),
        "about": about_lines(plan, dates, lang),
        "footer": _("本页由 guihua 生成，数字均可重算。"),
        "words": Markup(script_words(plan, len(dates), lang)),
    }
    return template("page.html").render(**context)  # type: ignore[no-any-return]
