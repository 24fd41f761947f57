"""Where a statement came from, for people: its sentence, its slots with their origins, the rule, the context."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from guihua.plan.plan import Plan
from guihua.plan.statement import Statement


@dataclass(frozen=True, slots=True)
class Explanation:
    """One statement explained.

    section    number and title of its section; sentence: the sentence that holds it, and a line that marks the number
    slots      name, value, where it came from; rest: rule, evidence, context, place, a line each
    """

    statement: Statement
    section: str
    sentence: tuple[str, str]
    slots: tuple[tuple[str, str, str], ...]
    rest: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Explanation of {self.statement.id}: {len(self.slots)} slots, rule {self.statement.rule or '—'}>"

    def _repr_html_(self) -> str:
        rows = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in self.slots)
        rest = "<br>".join(map(escape, self.rest))
        head = f"{escape(self.statement.id)} {escape(self.section)}"
        return f"<p><b>{head}</b></p><pre>{escape(chr(10).join(self.sentence))}</pre><table>{rows}</table><p>{rest}</p>"


def explain(plan: Plan, statement: Statement, lang: str = "") -> Explanation:
    """Explain a statement of a plan, in the language that is set where none is given."""
    from guihua.plan.display import language
    from guihua.view.statements import slots

    return Explanation(
        statement=statement,
        section=_section(plan, statement),
        sentence=_sentence(plan.text, statement),
        slots=tuple((slot.name, slot.value, slot.origin) for slot in slots(statement, lang or language())),
        rest=(*_reading(statement), *_candidates(plan, statement), *_context(plan, statement), *_place(statement)),
    )


def _place(statement: Statement) -> Sequence[str]:
    lines = [
        f"位置 characters: {statement.start}–{statement.end}（值 value {statement.value_start}–{statement.value_end}）",
        f"变量 variable: {statement.variable}",
    ]
    return [*lines, f"替代 supersedes: {statement.supersedes}"] if statement.supersedes else lines


def _reading(statement: Statement) -> list[str]:
    """How it was read; a statement that a person added was not."""
    from guihua.plan.statement import ADDED

    if statement.rule == ADDED:
        return ["人工增补，见 decisions.yaml added by a person, see decisions.yaml"]
    return [
        f"规则 rule: {statement.rule or '—'}",
        f"词类 token kinds: {statement.tokens or '—'}",
        f"证据 evidence: {statement.evidence}",
    ]


def _candidates(plan: Plan, statement: Statement) -> list[str]:
    """The labels that it could be given, each with the way that made it; the chosen one first and marked."""
    from guihua.plan.statement import ADDED
    from guihua.reading.candidates import candidates

    if statement.rule == ADDED or not plan.text:
        return []
    found = candidates(plan.text, statement.value_start, statement.indicator)
    lines = [f"  {'✓' if c.chosen else '·'} {c.label}  [{c.by}]" for c in found[:_SHOWN]]
    return ["名称候选 candidate labels（先到先得 the first way that gives one）:", *lines] if lines else []


def _context(plan: Plan, statement: Statement) -> list[str]:
    """Of which period the document, the section and the paragraph speak there: set by whom, from where to where."""
    from guihua.plan.statement import ADDED
    from guihua.reading.context import context_at

    if statement.rule == ADDED or not plan.text:
        return []
    lines = ["上下文 context:"]
    scopes = context_at(plan.text, statement.value_start, plan.title).scopes
    lines += [f"  {_SCOPES[s.kind]}  {s.says}  [{s.begin}–{s.end}]  {s.by}".rstrip() for s in scopes]
    return lines


_SHOWN = 9
"""Candidates that are printed."""
_SCOPES = {"document": "全文 document", "section": "章节 section", "subject": "主体 subject"}


def _section(plan: Plan, statement: Statement) -> str:
    title = next((s.title for s in plan.sections if s.number == statement.section), "")
    return f"{statement.section} {title}".strip()


def _sentence(text: str, statement: Statement) -> tuple[str, str]:
    """The sentence that holds the statement, with the number underlined."""
    start = max(text.rfind(mark, 0, statement.start) for mark in "。；\n") + 1
    ends = [i for i in (text.find(mark, statement.end) for mark in "。；\n") if i >= 0]
    sentence = text[start : min(ends) + 1 if ends else len(text)].rstrip("\n")
    lead = len(sentence) - len(sentence.lstrip("　 "))
    shown = sentence[lead:]
    blank = "".join("  " if _wide(c) else " " for c in text[start + lead : statement.value_start])
    line = "".join("▔▔" if _wide(c) else "▔" for c in text[statement.value_start : statement.value_end])
    return shown, blank + line


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
