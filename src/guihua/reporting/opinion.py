"""校核意见 as an office passes it on: numbered, by weight, each with its sentence, the text's words, the sum, and what
would mend it."""

from __future__ import annotations

from guihua.checking.assumptions import known_assumptions
from guihua.checking.finding import Finding, Severity
from guihua.checking.result import CheckResult
from guihua.reporting.document import Composer, Cover, Document, balanced
from guihua.view import findings as words

_PARTS = {
    "zh": (
        (Severity.ERROR, False, "须改正的矛盾"),
        (Severity.WARNING, False, "建议核实的问题"),
        (Severity.NOTE, False, "测算说明"),
        (None, True, "经核算相符的内容"),
    ),
    "en": (
        (Severity.ERROR, False, "Contradictions to be mended"),
        (Severity.WARNING, False, "Points worth checking"),
        (Severity.NOTE, False, "What the plan implies"),
        (None, True, "What was found to agree"),
    ),
}
_WORDS = {
    "zh": {
        "title": "校核意见",
        "untitled": "未命名的规划",
        "lead": "本意见由程序对规划文本逐条核算得出：{summary}。每条均列出原文、算式和可能的改正办法，矛盾均附可离线复核的证书。",
        "quote": "原文：{quotes}",
        "sums": "算式：{sums}",
        "mends": "改正参考：{mends}",
        "none": "没有校核意见。",
        "basis": "校核依据",
        "hedges": "“左右”等词的容许宽度和各项阈值按程序设置执行，随结果文件一并保存。",
        "digest": "规划文本的指纹：{digest}",
        "assumed": "所用假定：{assumed}。",
    },
    "en": {
        "title": "Findings",
        "untitled": "Untitled plan",
        "lead": "The plan's figures were checked against each other by program: {summary}. Each point gives the text's "
        "words, the sum and what would mend it; contradictions carry a certificate that can be checked offline.",
        "quote": "Text: {quotes}",
        "sums": "Sums: {sums}",
        "mends": "To mend it: {mends}",
        "none": "No findings.",
        "basis": "Basis",
        "hedges": "The widths of hedged numbers and all thresholds are settings, kept in the result.",
        "digest": "Digest of the plan's text: {digest}",
        "assumed": "Assumed: {assumed}.",
    },
}


def opinion_docx(result: CheckResult, lang: str = "zh") -> bytes:
    """The findings as a .docx file."""
    from guihua.reporting.docx_writer import write_docx

    return write_docx(opinion(result, lang))


def opinion(result: CheckResult, lang: str = "zh") -> Document:
    """The findings as a document: contradictions, points to check, what follows, what agrees."""
    told = _WORDS[lang]
    c = Composer(lang)
    c.say(told["lead"], summary=words.summary(result, lang))
    if not result.findings:
        c.say(told["none"])
    number = 0
    for severity, holds, heading in _PARTS[lang]:
        group = [f for f in result.findings if f.holds is holds and (severity is None or f.severity is severity)]
        if group:
            c.heading(1, heading)
        for finding in group:
            number += 1
            _write(c, number, finding, lang)
    c.heading(1, told["basis"])
    c.say(told["hedges"])
    c.say(told["digest"], style="note", digest=result.text_sha256)
    if result.settings.assumptions:
        names = [known_assumptions()[a] for a in result.settings.assumptions]
        assumed = ("、" if lang == "zh" else ", ").join(a.zh if lang == "zh" else a.en for a in names)
        c.say(told["assumed"], assumed=assumed)
    plan = result.title or told["untitled"]
    title = f"《{plan}》{told['title']}" if lang == "zh" else f"{told['title']}: {plan}"
    shown = balanced(title) if lang == "zh" else f"{balanced(plan)}\n{told['title']}"
    return c.document(title, Cover(shown), {"text_sha256": result.text_sha256, "kind": "findings"})


def _write(c: Composer, number: int, finding: Finding, lang: str) -> None:
    told, stop = _WORDS[lang], "；" if lang == "zh" else "; "
    mark = f"【{finding.code}】" if lang == "zh" else f"[{finding.code}] "
    c.say("{n}. {mark}{sentence}", n=str(number), mark=mark, sentence=words.sentence(finding, lang))
    quotes = dict.fromkeys(words.member_words(m, lang) for m in finding.members)
    if quotes:
        c.say(told["quote"], style="quote", quotes=stop.join(f"“{q}”" for q in quotes))
    if finding.steps:
        c.say(told["sums"], style="item", sums=stop.join(words.step_words(s, lang) for s in finding.steps))
    mends = [m for member in finding.members if (m := words.needs_words(member, lang))]
    mends += [words.explanation_words(e, lang) for e in finding.explanations]
    if mends:
        c.say(told["mends"], style="item", mends=stop.join(mends))
