"""Dated parameters (政策参数): a value holds over a period (valid) and is known from a day on (known).

A day without a value is *not defined*: never the value of the period beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guihua.errors import GuihuaError


@dataclass(frozen=True, slots=True)
class Dated:
    """One value of a parameter.

    start, end  first and last day on which it holds; None: open
    known       the day from which it is known (its publication); None: not stated, so always
    value       its digits or words, as FEEL writes them; "" : withdrawn for the period
    """

    value: str
    start: date | None = None
    end: date | None = None
    known: date | None = None
    source: str = ""
    clause: str = ""
    checked: str = ""

    def holds_on(self, day: date) -> bool:
        """Does it hold on a day?"""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with all its values; `keys` name what it depends on besides time (industry, area), "" entries for any."""

    name: str
    values: tuple[Dated, ...]
    zh: str = ""
    unit: str = ""

    def on(self, day: date, known: date | None = None) -> Dated | None:
        """The value that holds on a day, as known on another (None: as known now). None: not defined.

        Of several, the one that became known last; raises GuihuaError RULE-PARAMETER where two became known at once.
        """
        found = [v for v in self.values if v.holds_on(day) and (known is None or v.known is None or v.known <= known)]
        if not found:
            return None
        newest = max(v.known or date.min for v in found)
        last = [v for v in found if (v.known or date.min) == newest]
        if len({v.value for v in last}) > 1:
            title = f"{self.name} 在 {day} 有两个值 has two values on {day}: {'、'.join(v.value for v in last)}"
            raise GuihuaError("RULE-PARAMETER", title, "写明各自的起止 say from when to when each holds")
        return last[0] if last[0].value else None

    @property
    def changes(self) -> tuple[date, ...]:
        """Days on which another value may begin."""
        from datetime import timedelta

        days = {v.start for v in self.values if v.start} | {v.end + timedelta(days=1) for v in self.values if v.end}
        return tuple(sorted(d for d in days if d is not None))


def days_to_check(parameters: Sequence[Parameter]) -> tuple[date, ...]:
    """One day of each period over which no parameter changes, where every one of them has a value."""
    days = sorted({day for parameter in parameters for day in parameter.changes})
    candidates = [*days] or [date(2020, 1, 1)]
    return tuple(d for d in candidates if all(p.on(d) is not None for p in parameters))
