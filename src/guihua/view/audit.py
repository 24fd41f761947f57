"""An audit in words: one line a figure, a summary, and a page with the paper beside its remarks."""

from __future__ import annotations

import html as escaping
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from guihua.checking.audit.records import Audit, Remark, Stand
from guihua.checking.audit.since import Changed
from guihua.plan.data import load
from guihua.statistics.harvest.records import Figure
from guihua.statistics.observation import UNSTATED, Observation
from guihua.view import findings
from guihua.view.status import style


@cache
def texts() -> dict[str, Any]:
    """The words."""
    found: dict[str, Any] = load("audit.yaml", "guihua.view")
    return found


def author() -> str:
    """Who signs the comments."""
    return str(texts()["author"])


def stand_word(stand: Stand, lang: str = "zh") -> str:
    """The word for how a figure stands."""
    return str(texts()["stands"][str(stand)][lang])


def remark_words(audit: Audit, remark: Remark, lang: str = "zh") -> str:
    """What is said of one figure, in a sentence."""
    near = audit.observation(remark.nearest)
    finding = audit.finding(remark.finding)
    target = None if audit.plan is None else next((s for s in audit.plan.statements if s.id == remark.statement), None)
    told = str(texts()["tracked"][lang]).format(status=style(remark.tracked).word(lang)) if remark.tracked else ""
    return str(texts()["stands"][str(remark.stand)][f"say_{lang}"]).format(
        other=published(near),
        source=source_words(near),
        apart=remark.apart.removeprefix("-"),
        reasons=_reasons(remark, lang),
        finding="" if finding is None else findings.sentence(finding, lang),
        target="" if target is None else " ".join(target.quote.split()),
        tracked=told,
    )


def published(o: Observation | None) -> str:
    """A published figure with its unit; "" for none."""
    return "" if o is None else f"{o.value}{o.unit}"


def source_words(o: Observation | None) -> str:
    """Publisher, date and source of a published figure, as far as they are stated."""
    if o is None:
        return ""
    said = [v for v in (o.publisher, o.vintage_note) if v != UNSTATED]
    parts = [*said[:1], o.published.isoformat() if o.published else "", *said[1:]]
    return "，".join(p for p in parts if p) or o.source or "数据库"


def summary(audit: Audit, lang: str = "zh") -> str:
    """How many figures stand how."""
    counts = Counter(str(r.stand) for r in audit.remarks)
    return str(texts()["summary"][lang]).format(all=len(audit.remarks), **{str(s): counts[str(s)] for s in Stand})


def text(audit: Audit, lang: str = "zh", *, everything: bool = False) -> str:
    """The remarks for a terminal: the faults, or every figure."""
    lines = []
    for place, r in enumerate(audit.remarks if everything else audit.faults, 1):
        quote = " ".join(audit.text[r.quote_start : r.quote_end].split())
        lines.append(f"{place}. [{stand_word(r.stand, lang)}] “{quote}”（{r.start}–{r.end}）")
        lines.append(f"     {remark_words(audit, r, lang)}")
    return "\n".join([*lines, summary(audit, lang)])


def rows(audit: Audit, lang: str = "zh") -> list[list[str]]:
    """The table: a head and a row for every figure."""
    found = [list(map(str, texts()["columns"][lang]))]
    for place, r in enumerate(audit.remarks, 1):
        near, f = audit.observation(r.nearest), r.figure
        found.append(
            [
                str(place),
                stand_word(r.stand, lang),
                " ".join(audit.text[r.quote_start : r.quote_end].split()),
                audit.text[r.start : r.end] if f is None else f.value,
                "" if f is None else f.unit,
                "" if f is None else f.indicator,
                "" if f is None else f.region.words or f.region.code,
                "" if f is None else f.when.words,
                published(near),
                source_words(near),
                r.apart,
                remark_words(audit, r, lang),
            ]
        )
    return found


def changed_lines(changes: Sequence[Changed], lang: str = "zh") -> list[str]:
    """What changed between two drafts, one line a figure."""
    names = texts()["since"]
    lines = []
    for c in changes:
        kind = "changed" if c.before and c.after else "came" if c.after else "gone"
        figure = c.after or c.before
        assert figure is not None
        value = f"{_shown(c.before)} → {_shown(c.after)}" if kind == "changed" else _shown(figure)
        lines.append(f"{names[kind][lang]}  {figure.indicator} {figure.when.words}  {value}")
    return lines


def page(audit: Audit, lang: str = "zh") -> str:
    """The paper with its figures marked, and what is said of each beside it; one self-contained page."""
    heading = f"{texts()['head'][lang]}　{audit.title}"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{_safe(heading)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{_safe(heading)}</h1>{fragment(audit, lang)}</body></html>\n"
    )


def fragment(audit: Audit, lang: str = "zh") -> str:
    """The marked paper and its remarks as a fragment of HTML, safe to embed."""
    marked, at = [], 0
    for n, r in enumerate(audit.remarks, 1):
        if r.start < at:
            continue
        marked.append(_safe(audit.text[at : r.start]))
        words = _safe(f"{stand_word(r.stand, lang)}：{remark_words(audit, r, lang)}")
        inside = _safe(audit.text[r.start : r.end])
        link = f'<a href="#r{n}">{inside}</a>' if r.stand.fault else inside
        marked.append(f'<mark class="audit-{r.stand}" id="f{n}" title="{words}">{link}</mark>')
        at = r.end
    marked.append(_safe(audit.text[at:]))
    notes = [
        f'<li id="r{n}" class="audit-{r.stand}"><a href="#f{n}">{_safe(audit.text[r.quote_start : r.quote_end])}</a>'
        f"<br><strong>{_safe(stand_word(r.stand, lang))}</strong> {_safe(remark_words(audit, r, lang))}</li>"
        for n, r in enumerate(audit.remarks, 1)
        if r.stand.fault
    ]
    return (
        f'<p class="audit-summary">{_safe(summary(audit, lang))}</p><div class="audit"><div class="audit-text">'
        f'{"".join(marked)}</div><ol class="audit-notes">{"".join(notes)}</ol></div>'
    )


def _shown(f: Figure | None) -> str:
    return "" if f is None else f"{f.value}{f.unit}"


def _reasons(remark: Remark, lang: str) -> str:
    words = [str(texts()["reasons"][r][lang]) for r in remark.reasons]
    return ("，" if lang == "zh" else ", ") + ("；" if lang == "zh" else "; ").join(words) if words else ""


def _safe(words: str) -> str:
    return escaping.escape(words)


_STYLE = (
    "body{font:16px/1.8 system-ui,'Noto Sans CJK SC',sans-serif;margin:2rem;color:#222}h1{color:#1f4e79;font-size:1.3rem}"
    ".audit{display:grid;grid-template-columns:3fr 2fr;gap:2rem}.audit-text{white-space:pre-wrap}mark{background:none;"
    "border-bottom:1px solid #999}mark.audit-differs,mark.audit-clashes,mark.audit-off_plan,mark.audit-older{background:#fde9d9;"
    "border-bottom:2px solid #d55e00}mark a{color:inherit;text-decoration:none}li{margin:.4rem 0}"
)
