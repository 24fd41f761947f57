"""Which targets come first before a reader with little time: those that were missed or run late, the furthest behind first.

The order is a choice of presentation, told beside the list; it changes no verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from guihua.plan.status import ReasonCode, Status
from guihua.tracking.assessment import Assessment
from guihua.view.messages import translator

ORDER = (Status.MISSED, Status.LAGGING)
MENDABLE = (ReasonCode.COVERAGE_CHANGED, ReasonCode.AWAITING_DEPARTMENT, ReasonCode.NO_BASE)


def attention(assessments: Sequence[Assessment], most: int = 5) -> tuple[Assessment, ...]:
    """At most so many targets: missed, then behind schedule (by progress where methods give one), then those whose verdict hangs on something
    that an office can settle (a changed coverage, a figure that a department owes). What is on course never appears."""
    wanted = [a for a in assessments if a.status in ORDER or (a.status is Status.UNKNOWN and a.reason in MENDABLE)]
    return tuple(sorted(wanted, key=_rank)[:most])


def order_words(lang: str = "zh") -> str:
    """The order in a sentence, for the foot of the list."""
    return translator(lang)("次序：未完成、滞后于预期（进度最低者在前）、因口径变更等未能测算者。")


def _rank(a: Assessment) -> tuple[int, float, int]:
    first = ORDER.index(a.status) if a.status in ORDER else len(ORDER)
    told = [m.progress for m in a.methods if m.progress is not None]
    return first, min(told) if told else 0.0, a.statement.start
