"""All findings of a plan: for a terminal, as a fragment of HTML, as a page."""

from __future__ import annotations

import html as escaping
from typing import TYPE_CHECKING

from guihua.checking.assumptions import known_assumptions
from guihua.checking.finding import Finding, Member, Severity

if TYPE_CHECKING:
    from guihua.checking.result import CheckResult
from guihua.view.findings.names import texts
from guihua.view.findings.sentences import (
    adjusted_words,
    explanation_words,
    member_words,
    needs_words,
    quoted,
    sentence,
    step_words,
    title,
)

_SYMBOLS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTE: "i"}
_WORDS = {
    "zh": {"error": "错误", "warning": "提示", "note": "说明", "holds": "相符"},
    "en": {"error": "error", "warning": "warning", "note": "note", "holds": "holds"},
}


def severity_word(code: str, lang: str = "zh") -> str:
    """The word for error, warning, note or holds: 错误, 提示, 说明, 相符."""
    return _WORDS[lang][code]


def severity(finding: Finding, lang: str = "zh") -> tuple[str, str]:
    """Symbol and word of a finding's weight; what only shows a sum that holds says so."""
    if finding.holds:
        return "＝", severity_word("holds", lang)
    return _SYMBOLS[finding.severity], severity_word(finding.severity, lang)


def text(result: CheckResult, lang: str = "zh") -> str:
    """The findings for a terminal, heaviest first."""
    blocks = []
    for place, finding in enumerate(result.findings, 1):
        lines = [f"{place}. [{finding.code} {severity_word(finding.severity, lang)}] {sentence(finding, lang)}"]
        lines[0] += f"（{finding.id}）" if lang == "zh" else f" ({finding.id})"
        lines += [f"     {step_words(s, lang)}" for s in finding.steps]
        lines += [f"     {_where(m, lang)}" for m in finding.members if m.start is not None]
        lines += [f"     {member_words(m, lang)}" for m in finding.members if m.name.startswith("observation:")]
        lines += [f"     · {words}" for m in finding.members if (words := needs_words(m, lang))]
        lines += [f"     · {explanation_words(e, lang)}" for e in finding.explanations]
        if finding.proof:
            lines.append(f"     ✓ {texts()['words']['proved'][lang]}")
        blocks.append("\n".join(lines))
    return "\n".join([*blocks, *funnel_lines(result, lang), summary(result, lang)])


def funnel_lines(result: CheckResult, lang: str = "zh") -> list[str]:
    """What was held against something and what was not, one line a reason, with the first few words."""
    words = texts()["funnel"]
    lines = []
    for reason in result.funnel:
        shown = "、".join(f"“{' '.join(e.split())[:24]}”" for e in reason.examples)
        tail = (f"，如{shown}" if lang == "zh" else f", such as {shown}") if shown else ""
        lines.append(f"     {reason.count:>4}  {words[reason.code][lang]}{tail}")
    return [f"{words['head'][lang]}", *lines] if lines else []


def summary(result: CheckResult, lang: str = "zh") -> str:
    """How many of each severity, and what limits the result."""
    counts = {s: sum(f.severity is s for f in result.findings) for s in Severity}
    if lang == "zh":
        line = f"错误 {counts[Severity.ERROR]}，提示 {counts[Severity.WARNING]}，说明 {counts[Severity.NOTE]}"
        line += "；文中没有可校核的表述" if "no_statements" in result.warnings else ""
        line += "" if result.complete else "；矛盾较多，仅列前若干组"
        names = "、".join(known_assumptions()[a].zh for a in result.settings.assumptions)
        return line + (f"；假定：{names}" if names else "；未使用任何假定")
    line = ", ".join(f"{n} {_WORDS['en'][s]}{'' if n == 1 else 's'}" for s, n in counts.items())
    line += "; the text has no statements to check" if "no_statements" in result.warnings else ""
    line += "" if result.complete else "; there are more conflicts than listed"
    names = ", ".join(known_assumptions()[a].en for a in result.settings.assumptions)
    return line + (f"; assumed: {names}" if names else "; nothing assumed")


def assumptions_list(lang: str = "zh") -> str:
    """Every assumption that can be switched on, by name, with what it says, why, and an example."""
    blocks = []
    for a in known_assumptions().values():
        said, example = (a.zh, f"例：{a.example}") if lang == "zh" else (a.en, f"for example: {a.example_en}")
        blocks.append(f"{a.name}\n     {said}\n     {example}")
    closing = (
        "均默认不用；--assume 名称 启用，并写进结果。"
        if lang == "zh"
        else "All are off; --assume NAME switches one on."
    )
    return "\n".join([*blocks, closing])


def html(result: CheckResult, lang: str = "zh") -> str:
    """The findings as a fragment of HTML (a list of articles), safe to embed."""
    parts = [
        f'<section class="findings" lang="{lang}"><p class="findings-summary">{_safe(summary(result, lang))}</p><ol>'
    ]
    for f in result.findings:
        parts.append(f'<li id="f-{_safe(f.id)}" class="finding finding-{f.severity}"><article>')
        parts.append(
            f'<h3><span class="finding-severity">{_safe(severity_word(f.severity, lang))}</span> '
            f"<code>{_safe(f.code)}</code> {_safe(title(f, lang))}</h3><p>{_safe(sentence(f, lang))}</p>"
        )
        quotes = [m for m in f.members if m.quote or m.name]
        parts += [f"<blockquote>{_safe(member_words(m, lang))}{_span(m)}</blockquote>" for m in quotes]
        if f.steps:
            parts.append("<ul>" + "".join(f"<li>{_safe(step_words(s, lang))}</li>" for s in f.steps) + "</ul>")
        mends = [words for m in f.members if (words := needs_words(m, lang))]
        mends += [explanation_words(e, lang) for e in f.explanations]
        if mends:
            parts.append('<ul class="finding-mend">' + "".join(f"<li>{_safe(m)}</li>" for m in mends) + "</ul>")
        parts.append("</article></li>")
    rows = "".join(f"<li>{_safe(line.strip())}</li>" for line in funnel_lines(result, lang)[1:])
    if rows:
        head = _safe(str(texts()["funnel"]["head"][lang]))
        rows = f'<details class="findings-funnel"><summary>{head}</summary><ul>{rows}</ul></details>'
    return "".join([*parts, "</ol>", rows, "</section>"])


def page(result: CheckResult, lang: str = "zh") -> str:
    """The findings as one self-contained page."""
    heading = ("校核意见" if lang == "zh" else "Findings") + (f"　{result.title}" if result.title else "")
    style = (
        "body{font:16px/1.7 system-ui,'Noto Sans CJK SC',sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;"
        "color:#222}h1,h3{color:#1f4e79}h3{font-size:1rem;margin:.8rem 0 .2rem}blockquote{margin:.3rem 0;padding-left:"
        ".8rem;border-left:2px solid #1f4e79;color:#444}li{margin:.2rem 0}.finding-severity{border:1px solid;"
        "padding:0 .4rem}.finding-error .finding-severity{color:#a03000}.place{color:#777;font-size:.85rem}"
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{_safe(heading)}</title>'
        f"<style>{style}</style></head><body><h1>{_safe(heading)}</h1>{html(result, lang)}</body></html>\n"
    )


def _where(m: Member, lang: str) -> str:
    place = f"（{m.start}–{m.end}）" if lang == "zh" else f" ({m.start}–{m.end})"
    return f"“{quoted(m)}”{place}{adjusted_words(m, lang)}"


def _span(m: Member) -> str:
    return "" if m.start is None else f' <span class="place">{m.start}–{m.end}</span>'


def _safe(words: str) -> str:
    return escaping.escape(words)
