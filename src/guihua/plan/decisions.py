"""People's decisions on what was read: `decisions.yaml`, only ever appended, applied whenever the plan file is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.anchors import Spot, found_again
from guihua.plan.files import one_writer, read_utf8, write_whole
from guihua.plan.indicators import INDICATOR, IndicatorRecord, laid_over
from guihua.plan.plan import Plan
from guihua.plan.statement import ADDED, Nature, Statement
from guihua.plan.statement_json import blank_record, from_record, meaning, plain, to_record
from guihua.plan.yaml_files import dump, load_yaml

DECISIONS_HEAD = "# 人的决定，只增不改 people's decisions: only ever appended.\n"
FINDING = "finding"
"""The action by which a person lets a finding stand."""

_FIXED = frozenset({"id", "quote", "start", "end"})
"""Slots that no change of slots may touch; a place is moved by `at`."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of a person on one statement.

    action      accept, edit, reject, nature, add (a passage that was not read; its slots are `changes`), adjust (a mid-term
                adjustment: needs document and date), confirm, withdraw (earlier decisions on the statement no longer count;
                they stay in the file), indicator (a record of the indicator sheet, see guihua.plan.indicators),
                finding (a finding that stays as it is: `statement` is its fingerprint; needs a reason)
    statement   the id; quote and value_text let it find the sentence again after the text has changed
    changes     slot → new value, in the plan file's own notation
    text_sha256 of the text it was made on
    at          the passage meant: of an added statement, or of one whose bounds were moved
    """

    action: str
    statement: str
    by: str
    on: str
    text_sha256: str
    quote: str = ""
    value: tuple[str, ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    document: str = ""
    reason: str = ""
    at: Spot | None = None


def read_decisions(path: Path | str) -> tuple[Decision, ...]:
    """The decisions of a file, oldest first; GuihuaError DECISIONS-YAML where it is broken."""
    document = load_yaml(Path(path), "DECISIONS-YAML") or []
    if not isinstance(document, list):
        raise _broken("决定文件应是一列决定 a decisions file is a list of decisions", path)
    known = {f.name for f in fields(Decision)}
    result = []
    for number, read in enumerate(document, 1):
        row = {"on" if k is True else k: v for k, v in read.items()} if isinstance(read, dict) else read
        missing = {"action", "statement", "by", "on", "text_sha256"} - set(row if isinstance(row, dict) else ())
        if missing or set(row) - known:
            wrong = ", ".join(sorted(missing)) or ", ".join(sorted(set(row) - known))
            fault = ("缺少", "missing") if missing else ("有不认识的", "unknown")
            raise _broken(f"第{number}条决定{fault[0]} decision {number}: {fault[1]} {wrong}", path)
        result.append(_decision(row, number, path))
    return tuple(result)


def append_decision(path: Path | str, *decisions: Decision) -> None:
    """Add decisions at the end, all or none; what was there stays as it is, byte for byte.

    Several may append at once (two people, a page and the command): one waits for the other.
    """
    if not decisions:
        return
    path = Path(path)
    rows = []
    for decision in decisions:
        row = {f.name: plain(getattr(decision, f.name)) for f in fields(Decision)}
        row["changes"] = dict(decision.changes)
        rows.append({k: v for k, v in row.items() if v not in ("", [], {}, None)})
    with one_writer(path):
        before = read_utf8(path) if path.exists() else DECISIONS_HEAD
        write_whole(path, before + ("" if before.endswith("\n") else "\n") + dump(rows))


def apply_decisions(plan: Plan, decisions: tuple[Decision, ...], path: Path | str = "") -> Plan:
    """The plan as people have decided it, later decisions over earlier ones, statements that they added among the others.

    A decision made on another text is applied where its sentence is found again (same quote and value), is proposed for
    confirmation in the plan's warnings where only the id or the quote is, and refused where nothing of its text is left.
    """
    decisions = tuple(d for d in standing(decisions) if d.action != FINDING)
    plan = with_added(plan, decisions, path)
    by_id = {s.id: s for s in plan.statements}
    original = dict(by_id)
    warnings: list[str] = []
    _refuse_foreign(plan, by_id, decisions, path)
    sheet: dict[str, IndicatorRecord] = {}
    for decision in decisions:
        target = _find(plan, by_id, decision) or _find(plan, original, decision)
        if target is None:
            warnings.append(f"decision on {decision.statement} ({decision.on}): its sentence is gone; confirm or drop")
            continue
        if decision.action == INDICATOR:
            by_id[target.id], sheet[target.id] = _on_sheet(by_id.get(target.id, target), decision, sheet, path)
        elif decision.action == "reject":
            by_id.pop(target.id, None)
        elif decision.action == "add":
            by_id[target.id] = original[target.id]
        elif decision.action in ("accept", "confirm") or decision.changes or decision.at:
            by_id[target.id] = _changed(target, decision, plan.text, path)
    order = [by_id[s.id] for s in plan.statements if s.id in by_id]
    records = tuple(sheet[s.id] for s in order if s.id in sheet)
    told = (*plan.warnings, *warnings)
    return replace(plan, statements=tuple(order), warnings=told, indicators=records, decided=_decided(original, by_id))


def _decided(before: Mapping[str, Statement], after: Mapping[str, Statement]) -> tuple[str, ...]:
    """Ids of the statements that are not as they were read: changed, rejected, added."""
    added = {name for name, s in after.items() if s.rule == ADDED}
    names = before.keys() | after.keys()
    return tuple(sorted({n for n in names if _but_for_doubt(before.get(n)) != _but_for_doubt(after.get(n))} | added))


def _but_for_doubt(statement: Statement | None) -> Statement | None:
    """The statement without its marks of doubt, which a person's look takes off."""
    return replace(statement, doubtful=()) if statement is not None and statement.doubtful else statement


def with_added(plan: Plan, decisions: tuple[Decision, ...], path: Path | str = "") -> Plan:
    """The plan with the statements that people added where their passages are found; nothing else is applied.

    An added statement stands in the place of what the machine may by now read of the same value and indicator.
    """
    added = [s for d in standing(decisions) if d.action == "add" and (s := _added(plan, d, path)) is not None]
    if not added:
        return plan
    ids, said = {s.id for s in added}, {_said(s) for s in added}
    kept = [s for s in plan.statements if s.id not in ids and _said(s) not in said]
    return replace(plan, statements=tuple(sorted([*kept, *added], key=lambda s: (s.value_start, s.value_end))))


def nearest(plan: Plan, decision: Decision) -> Statement | None:
    """The statement that a decision on a former text may belong to: what supersedes its own, else the likest quote.

    Quotes are alike that share half of their character pairs; None where none is.
    """
    linked = next((s for s in plan.statements if s.supersedes == decision.statement), None)
    if linked is not None:
        return linked
    scored = ((_dice(s.quote, decision.quote), -i, s) for i, s in enumerate(plan.statements))
    best = max(scored, key=lambda item: item[:2], default=None)
    return best[2] if best is not None and 2 * best[0] >= 1 else None


def findings_accepted(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions that let a finding stand, as far as they are not withdrawn."""
    return tuple(d for d in standing(decisions) if d.action == FINDING)


def standing(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions that count: a withdrawal takes back all earlier ones on its statement."""
    withdrawn: dict[str, int] = {}
    for number, decision in enumerate(decisions):
        if decision.action == "withdraw":
            withdrawn[decision.statement] = number
    return tuple(d for n, d in enumerate(decisions) if n > withdrawn.get(d.statement, -1))


def _said(statement: Statement) -> tuple[object, ...]:
    return statement.value_start, statement.value_end, statement.value, statement.indicator


def _refuse_foreign(plan: Plan, known: dict[str, Statement], decisions: tuple[Decision, ...], path: Path | str) -> None:
    """Raise where every decision was made on another text of which nothing is left."""
    if not decisions or any(d.text_sha256 == plan.text_sha256 for d in decisions):
        return
    if any(_find(plan, known, d) or nearest(plan, d) for d in decisions):
        return
    raise GuihuaError(
        "DECISIONS-OTHER-TEXT",
        "这些决定是对另一份文本作的 the decisions were made on another text",
        "把它移开，或打开它所属的规划 move the file away, or open the plan it belongs to",
        str(path),
    )


def _find(plan: Plan, by_id: dict[str, Statement], decision: Decision) -> Statement | None:
    """The statement a decision speaks of: by id; after a change of the text, by quote and value."""
    found = by_id.get(decision.statement)
    if found is not None:
        return found
    alike = [s for s in by_id.values() if s.quote == decision.quote and s.value == decision.value]
    return alike[0] if len(alike) == 1 and decision.quote else None


def _added(plan: Plan, decision: Decision, path: Path | str) -> Statement | None:
    """The statement of an `add`; None where its passage is nowhere in this text, or cannot be told from another."""
    if decision.at is None:
        raise _wrong(decision, "at is missing", path)
    place = found_again(plan.text, decision.at)
    if place is None:
        return None
    record = {**blank_record(), "rule": ADDED, **dict(decision.changes), "id": decision.statement}
    record["section"] = plan.section_at(place.start)
    if not {"measure", "subject", "whole"} & dict(decision.changes).keys():
        record.update(meaning(str(record["indicator"])))
    return _made({**record, **_spans(place)}, decision, path)


def _changed(statement: Statement, decision: Decision, text: str, path: Path | str) -> Statement:
    record = to_record(statement)
    for name, value in decision.changes:
        if name not in record or name in _FIXED:
            raise GuihuaError(
                "DECISIONS-SLOT",
                f"没有可改的槽位 no slot {name!r} can be changed",
                "见指南“复核” see the guide",
                str(path),
            )
        record[name] = value
    if decision.action == "adjust":
        record["adjusted"] = decision.document or decision.on
    changed = dict(decision.changes)
    seen = set(record["doubtful"]) if decision.action in ("accept", "confirm") else changed.keys()
    record["doubtful"] = [slot for slot in record["doubtful"] if slot not in seen]  # a person has looked at the others
    if "indicator" in changed and not {"measure", "subject", "whole"} & changed.keys():
        record.update(meaning(str(changed["indicator"])))
    place = found_again(text, decision.at) if decision.at is not None else None
    return _made({**record, **(_spans(place) if place else {})}, decision, path)


def _on_sheet(
    statement: Statement, decision: Decision, sheet: dict[str, IndicatorRecord], path: Path | str
) -> tuple[Statement, IndicatorRecord]:
    """A statement and its record of the indicator sheet after a decision: name and nature are the statement's own too."""
    try:
        record = laid_over(sheet.get(statement.id, IndicatorRecord(statement.id)), dict(decision.changes))
    except GuihuaError as error:
        raise _wrong(decision, error.title, path) from None
    nature = Nature(record.nature) if record.nature else statement.nature
    return replace(statement, indicator=record.name or statement.indicator, nature=nature), record


def _spans(place: Spot) -> dict[str, Any]:
    spans = {"start": place.start, "end": place.end, "value_start": place.value_start, "value_end": place.value_end}
    return {**spans, "quote": place.quote}


def _made(record: dict[str, Any], decision: Decision, path: Path | str) -> Statement:
    try:
        return from_record(record)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _wrong(decision, str(error), path) from None


def _decision(row: dict[str, Any], number: int, path: Path | str) -> Decision:
    """One decision of a file; words that YAML read as numbers or dates are words again."""
    value, changes, at = row.get("value") or (), row.get("changes") or {}, row.get("at")
    value = value if isinstance(value, list | tuple) else (value,)
    if not isinstance(changes, dict):
        raise _broken(f"第{number}条决定：changes 写作 槽位: 值 decision {number}: changes are slots with values", path)
    try:
        place = Spot(**at) if at is not None else None
    except TypeError:
        raise _broken(
            f"第{number}条决定：at 写作 start, end … decision {number}: at is a place in the text", path
        ) from None
    words = {name: str(content) for name, content in row.items() if name not in ("value", "changes", "at")}
    return Decision(
        **words, value=tuple(str(v) for v in value), changes=tuple((str(k), v) for k, v in changes.items()), at=place
    )


def _broken(title: str, path: Path | str) -> GuihuaError:
    return GuihuaError("DECISIONS-YAML", title, "见指南“复核” see the guide", str(path))


def _wrong(decision: Decision, why: str, path: Path | str) -> GuihuaError:
    title = f"对 {decision.statement} 的决定写得不对 decision is wrong: {why}"
    return GuihuaError("DECISIONS-VALUE", title, "见指南“复核” see the guide", str(path))


def _dice(left: str, right: str) -> Fraction:
    a, b = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (left, right))
    return Fraction(2 * len(a & b), len(a) + len(b)) if a and b else Fraction(0)
