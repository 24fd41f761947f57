"""What may leave the house: figures by publish level and embargo, and no count so small that it points at somebody.

A count of one or two enterprises in a region below the province tells about those enterprises, and so do all figures of
a single enterprise, whatever publish level they were given. The Statistics Law of the PRC (2009, article 25) keeps back
whatever identifies a single respondent or lets it be inferred, an aggregate too; it gives no number. The least count, 3,
is ours: the usual minimum of the frequency rule (Handbook on Statistical Disclosure Control, 2nd ed. 2024), since of two
each knows the other by subtraction. Dominance of one unit in an amount is not seen here: a person sets that figure's level.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from guihua.statistics.bodies import is_enterprise
from guihua.statistics.facts import is_public
from guihua.statistics.observation import Observation, Transformation

LEAST_COUNT = 3
COUNTED = ("户", "家", "个", "人")


def publishable(rows: Iterable[Observation], day: date, *, least: int = LEAST_COUNT) -> tuple[Observation, ...]:
    """The observations that may be shown to everybody on a day."""
    shown = (o for o in rows if is_public(o.publish_level, day) and not is_enterprise(o.region))
    return tuple(o for o in shown if not small(o, least))


def small(o: Observation, least: int = LEAST_COUNT) -> bool:
    """Whether a figure is a small cell: a count above zero and below `least`, of a region below the province."""
    below = not o.region.endswith("0000")
    return below and o.transformation is Transformation.LEVEL and o.unit in COUNTED and Decimal(0) < o.number < least
