"""What a verdict may take from derived indicators: values of periods of which nothing was published, by vintage.

A published figure always stands first. Shares, ratios, units and sums fill a period that has no figure of the variable;
growth at comparable prices fills a year that has no published rate of the same coverage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guihua.plan.periods import Period
from guihua.statistics.derived import Refused, derive, is_derived, rule_of
from guihua.statistics.observation import UNSTATED, DateTrust, Grade, Observation
from guihua.tracking.assessment import Note

_Place = tuple[str, Period, str]


@dataclass(frozen=True, slots=True)
class Derivable:
    """What was derived of the variables asked for, and what was refused because its parts do not go together."""

    rows: tuple[Observation, ...] = ()
    refused: tuple[Refused, ...] = ()

    def refusal(self, variables: Sequence[str], after: int) -> tuple[Note, ...]:
        """Why the latest figure of a variable after a year was not derived; nothing where none was tried."""
        mine = [r for r in self.refused if r.rule.variable in variables and r.inputs[0].period.last_year > after]
        if not mine:
            return ()
        last = max(mine, key=lambda r: (r.inputs[0].period.end, r.rule.code))
        (zh, en), of, by = last.rule.words, *last.inputs
        parts = (("of", _told(of)), ("by", _told(by)))
        return (Note("not_derived", (("zh", zh), ("en", en), ("how", last.what), *parts)),)


def derivable(wanted: frozenset[str], rows: Sequence[Observation], include_collected: bool) -> Derivable:
    """What can be derived of the wanted variables from the rows, where nothing was published in its place.

    rows are those known on the day that is asked for; those dated by collection count only where asked for.
    """
    usable = [row for row in rows if include_collected or row.date_trust is not DateTrust.NONE]
    printed = {_place(row) for row in usable if row.grade is not Grade.PLAN}
    found = derive(usable)
    made = (d.observation for d in found.values.values() if d.rule.variable in wanted)
    refused = tuple(r for r in found.refused if r.rule.variable in wanted)
    return Derivable(tuple(o for o in made if _place(o) not in printed), refused)


def computed_notes(used: Iterable[Observation]) -> tuple[Note, ...]:
    """How each figure that nobody published was derived: formula, the figures it came from, its value."""
    found = []
    for o in dict.fromkeys(used):
        if is_derived(o):
            zh, en = rule_of(o).words
            value = f"{o.value}{o.unit}"
            found.append(Note("computed", (("zh", zh), ("en", en), ("figures", o.note), ("value", value))))
    return tuple(found)


def _place(o: Observation) -> _Place:
    """Where a published figure stands before a derived one; growth is told apart by coverage."""
    return o.variable, o.period, f"growth {o.coverage}" if o.transformation.is_rate else "level"


def _told(o: Observation) -> str:
    """A figure with its coverage, accounting and price, as far as stated."""
    kind = [w for w in (o.coverage, o.accounting, o.price.value) if w not in (UNSTATED, "none")]
    return f"{o.indicator} {o.period} {o.value}{o.unit}" + (f" [{', '.join(kind)}]" if kind else "")
