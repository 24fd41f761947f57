"""What was known of one target on a date, put together so that it may be judged, or the reason why it may not.

The rules are those of the design: base and latest share coverage, accounting and price or are not compared; a verdict
across two coverages only where no coverage between the known bounds could reverse it; facts of the plan are its base at
most, never evidence for themselves; what stands for another thing is shown as the nearest figure and decides nothing.
"""

from __future__ import annotations

from datetime import date

from guihua.plan.statement import Form
from guihua.plan.status import ReasonCode
from guihua.tracking.evidence.levels import by_levels
from guihua.tracking.evidence.mixing import mixing_notes
from guihua.tracking.evidence.nearest import fact_about
from guihua.tracking.evidence.ratios import by_ratio
from guihua.tracking.evidence.record import Evidence, Frame, rows_of
from guihua.tracking.evidence.sums import by_sums
from guihua.tracking.figures import Known
from guihua.tracking.settings import Settings
from guihua.tracking.target import Target

__all__ = ["Evidence", "gather", "mixing_notes", "rows_of"]


def gather(
    target: Target, known: Known, as_of: date, region: str, rules: Settings, issued: date | None
) -> tuple[Evidence, ...]:
    """The evidence for one target: one record a coverage (and way of making the figure), the one to ask first in front."""
    if target.aimed is None or target.statement.form is Form.OTHER:
        return (Evidence(reason=ReasonCode.NOT_QUANTIFIABLE),)
    ended = fact_about(target, as_of, region)
    if ended is not None:
        return (ended,)
    form, frame = target.statement.form, Frame(as_of, region, rules, issued)
    if form is Form.GROWTH or (form is Form.CHANGE and not target.statement.base_period):
        return by_ratio(target, known, frame)
    period = target.statement.period
    over_years = form is Form.CHANGE_ABS or (form is Form.LEVEL and period is not None and period[0] < period[1])
    if form is Form.CUMULATIVE or (target.stock and over_years):
        return by_sums(target, known, frame)
    return by_levels(target, known, frame)
