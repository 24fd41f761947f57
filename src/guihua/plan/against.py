"""Holding the statements of a result against the text that they were read from, slot by slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from guihua.plan.plan import Plan
from guihua.plan.statement import Kind, Statement
from guihua.proof.verify import How, Part, given, part, unchecked

_YAML = (".yaml", ".yml")
_HEAD = ("title", "document_number", "issuer", "issued", "in_force", "period", "region")
"""What the head of a text says."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The statements of a plan as a result carries them.

    text_sha256   of the text that they were read from, 64 hex digits
    kinds         the kinds that the result carries
    partial       only some of the statements are in the result, by its own account
    """

    plan: Plan
    text_sha256: str
    kinds: tuple[Kind, ...] = tuple(Kind)
    partial: bool = False


def against_text(results: Sequence[Stated], read: Plan, path: Path) -> list[Part]:
    """What a result says of the text whose reading this is: is it the text, do its statements say what it says, all of them?

    Only what people decided may differ; where they decided, it is said.
    """
    stated = next((s for s in results if s.text_sha256 == read.text_sha256), None)
    if stated is None:
        return [part("text", "这不是当初的文本 another text")]
    fault = _head_fault(stated.plan, read) or statements_fault(stated, read)
    suffixes = {path.suffix.lower(), Path(stated.plan.source).suffix.lower()}
    if fault and len(suffixes) > 1 and not suffixes & set(_YAML):
        told = unchecked("statements", f"当初读自 it was read from {stated.plan.source}: {fault}", How.RECOMPUTED)
    else:
        told = part("statements", fault, How.RECOMPUTED)
    decided = [name for name in stated.plan.decided if name not in read.decided]
    people = [given("decisions", f"{len(decided)} 条 {', '.join(decided[:3])}; --plan")] if decided else []
    return [part("text", ""), told, *people]


def statements_fault(stated: Stated, read: Plan) -> str:
    """Where statements are not those that were read, but for those that people decided; empty where they are."""
    decided = set(stated.plan.decided) - set(read.decided)
    again = {s.id: s for s in read.statements if s.kind in stated.kinds}
    mine = {s.id: s for s in stated.plan.statements}
    for name, s in mine.items():
        if name in decided:
            continue
        if name not in again:
            return f"{name}: 文中没有 is not read from the text"
        slot = _other_slot(s, again[name])
        if slot:
            was, now = _show(getattr(s, slot)), _show(getattr(again[name], slot))
            return f"{name} {slot}: {was}，而文中为 but the text says {now}"
    missing = [] if stated.partial else [name for name in again if name not in mine and name not in decided]
    return f"{missing[0]}: 遗漏 is left out" if missing else ""


def _head_fault(plan: Plan, read: Plan) -> str:
    """Where the head of a plan (title, period, region, dates) is not as it was read; empty where it is."""
    wrong = next((slot for slot in _HEAD if getattr(plan, slot) != getattr(read, slot)), "")
    if not wrong:
        return ""
    was, now = _show(getattr(plan, wrong)), _show(getattr(read, wrong))
    return f"{wrong}: {was}，而文中为 but the text says {now}"


def _other_slot(one: Statement, other: Statement) -> str:
    slots = (f.name for f in fields(Statement) if f.name not in ("evidence", "supersedes"))
    return next((slot for slot in slots if getattr(one, slot) != getattr(other, slot)), "")


def _show(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
