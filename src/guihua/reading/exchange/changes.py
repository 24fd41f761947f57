"""What an imported file says differently from the plan, as decisions."""

from __future__ import annotations

from typing import Any

from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision
from guihua.plan.statement import Statement
from guihua.reading.exchange.records import record_of

NOT_DECIDED = frozenset({"id", "rule", "tokens", "evidence", "stated", "supersedes", "section", "adjusted"})
"""Slots that reading makes and no person decides."""


def changes_as_decisions(
    plan: Plan, imported: tuple[Statement, ...], *, by: str, on: str
) -> tuple[tuple[Decision, ...], tuple[Statement, ...]]:
    """(decisions, added): an edit where a slot differs, a rejection where a statement is gone; added ones are new."""
    theirs = {statement.id: statement for statement in imported}
    decisions = []
    for mine in plan.statements:
        found = theirs.pop(mine.id, None)
        changes = _changes(mine, found) if found is not None else ()
        if found is not None and not changes:
            continue
        decisions.append(
            Decision(
                action="reject" if found is None else "edit",
                statement=mine.id,
                by=by,
                on=on,
                text_sha256=plan.text_sha256,
                quote=mine.quote,
                value=mine.value,
                changes=changes,
            )
        )
    return tuple(decisions), tuple(theirs.values())


def _changes(mine: Statement, found: Statement) -> tuple[tuple[str, Any], ...]:
    before, after = record_of(mine), record_of(found)
    return tuple((slot, after[slot]) for slot in before if slot not in NOT_DECIDED and before[slot] != after[slot])
