"""下达数 what was issued to leagues in the ledger `allotments`, as yearly targets that tracking judges like any other.

A target keeps its form and bound: a level, a share, a yearly growth. A change over a plan's years is kept as such; a
year to date says nothing of it, so its status stays unknown. What was not known on a day does not count.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import State
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Form, Statement
from guihua.tracking.yearly import YearlyTarget

LEDGER: Final = "allotments"
ISSUED: Final = "issued"


def issued_targets(journal: Journal, plan: Plan, as_of: date) -> tuple[YearlyTarget, ...]:
    """The targets issued by a day, by region, year and indicator; journal: of the ledger `allotments`."""
    by_id = {s.id: s for s in plan.targets}
    found = [
        _target(state, by_id.get(state.text("target")))
        for state in journal.states(as_of=as_of).values()
        if state.state == ISSUED
    ]
    return tuple(sorted(found, key=lambda t: (t.region, t.year, t.indicator)))


def _target(state: State, statement: Statement | None) -> YearlyTarget:
    bound = statement.comparator if statement is not None else Comparator.REACH
    comparator = Comparator.REACH if bound is Comparator.BETWEEN else bound
    return YearlyTarget(
        year=int(state.text("year")),
        region=state.text("region"),
        indicator=state.text("indicator"),
        form=_form(statement),
        written=format(Decimal(state.text(ISSUED)), "f"),
        unit=state.text("unit"),
        comparator=comparator,
        document=(state.text("document"), "", state.since.isoformat()),
        source=f"ledger:{LEDGER}/{state.subject}",
    )


def _form(statement: Statement | None) -> str:
    """level, share and one year's growth are judged by the year's figures; anything else is a change over several years."""
    if statement is None or statement.form is Form.LEVEL:
        return "level"
    if statement.form is Form.SHARE:
        return "share"
    several = statement.period is not None and statement.period[0] != statement.period[1]
    return "growth" if statement.form is Form.GROWTH and not several else "change"
