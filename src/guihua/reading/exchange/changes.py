"""What an imported file says differently from the plan, as decisions."""

from __future__ import annotations

from typing import Any

from guihua.plan.anchors import Spot, spot
from guihua.plan.decisions import Decision
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.reading.exchange.exchanged import Imported, record_of

NOT_DECIDED = frozenset({"id", "rule", "tokens", "evidence", "stated", "supersedes", "section", "unsure", "adjusted"})
"""Slots that reading makes and no person decides."""


def changes_as_decisions(
    plan: Plan, imported: Imported, *, by: str, on: str, now: Plan | None = None
) -> tuple[Decision, ...]:
    """An edit where a slot or the bounds differ, a rejection where a statement is gone, an addition where one is new.

    plan: as the file may have been made from it, without people's edits; now: with them, where there are any. What is as
    in either of them was not changed in the file. What the file has a problem with is left as it is.
    """
    decided = {s.id: s for s in (now or plan).statements}
    theirs = {statement.id: statement for statement in imported.statements}
    unclear = {problem.statement for problem in imported.problems}
    decisions = []
    for mine in plan.statements:
        found = theirs.pop(mine.id, None)
        if found is None:
            if mine.id in imported.exported and mine.id not in unclear and mine.id in decided:
                decisions.append(_decision(plan, mine, "reject", (), None, by, on))
            continue
        current = decided.get(mine.id, mine)
        changes = _changes(mine, current, found)
        at = _moved(plan.text, mine, current, found)
        if changes or at is not None:
            decisions.append(_decision(plan, mine, "edit", changes, at, by, on))
    decisions += [_addition(plan, new, by, on) for new in theirs.values()]
    return tuple(decisions)


def _changes(mine: Statement, current: Statement, found: Statement) -> tuple[tuple[str, Any], ...]:
    read, now, after = record_of(mine), record_of(current), record_of(found)
    return tuple(
        (slot, after[slot]) for slot in read if slot not in NOT_DECIDED and after[slot] not in (read[slot], now[slot])
    )


def _moved(text: str, mine: Statement, current: Statement, found: Statement) -> Spot | None:
    """The passage as the annotator bounds it, None where the bounds are the plan's."""
    return None if _bounds(found) in (_bounds(mine), _bounds(current)) else spot(text, *_bounds(found))


def _bounds(statement: Statement) -> tuple[int, int, int, int]:
    return statement.start, statement.end, statement.value_start, statement.value_end


def _addition(plan: Plan, new: Statement, by: str, on: str) -> Decision:
    said = {name: value for name, value in record_of(new).items() if name not in ("id", "section", "rule", "evidence")}
    slots = tuple((name, value) for name, value in said.items() if value not in ("", None, [], {}))
    at = spot(plan.text, new.start, new.end, new.value_start, new.value_end)
    return _decision(plan, new, "add", slots, at, by, on)


def _decision(
    plan: Plan,
    statement: Statement,
    action: str,
    changes: tuple[tuple[str, Any], ...],
    at: Spot | None,
    by: str,
    on: str,
) -> Decision:
    return Decision(
        action=action,
        statement=statement.id,
        by=by,
        on=on,
        text_sha256=plan.text_sha256,
        quote=statement.quote,
        value=statement.value,
        changes=changes,
        at=at,
    )
