"""All targets as known on one day, with their charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guihua.tracking.assessment import Assessment
from guihua.tracking.tracking import Tracking
from guihua.view.charts import Chart


@dataclass(frozen=True, slots=True)
class AsOf:
    """All targets assessed as known on one day; charts: statement id → chart."""

    tracking: Tracking
    charts: tuple[tuple[str, Chart], ...] = ()

    @property
    def day(self) -> date:
        """As known on this day."""
        return self.tracking.as_of

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """One for every target."""
        return self.tracking.assessments
