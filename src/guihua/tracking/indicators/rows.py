"""The rows of the indicator sheet: one a target, what people decided, and what the store offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guihua.plan.indicators import IndicatorRecord
from guihua.plan.plan import Plan
from guihua.plan.statement import Nature, Statement
from guihua.tracking.indicators.near import Near, near
from guihua.tracking.indicators.series import Series


@dataclass(frozen=True, slots=True)
class Row:
    """One target: the statement, the record of the sheet, the offers (best first), the target that it may repeat;
    the series whose sum it is, where none is its own (风电、太阳能发电装机)."""

    statement: Statement
    record: IndicatorRecord
    offers: tuple[Near, ...] = ()
    repeats: str = ""
    parts: tuple[Series, ...] = ()

    @property
    def joined(self) -> bool:
        """Whether its series is in the store: by the sheet, else by its own name."""
        if self.record.series:
            return any(o.series.variable == self.record.variable for o in self.offers)
        return bool(self.parts) or (bool(self.offers) and self.offers[0].same)

    @property
    def body(self) -> str:
        """Who answers for it, by the sheet; "" where it says nothing."""
        return self.record.body

    @property
    def nature(self) -> Nature:
        """By the sheet, else by the text."""
        return Nature(self.record.nature) if self.record.nature else self.statement.nature


def main_targets(plan: Plan) -> tuple[Statement, ...]:
    """The main targets; all of them where the plan's reading marks none."""
    main = tuple(s for s in plan.targets if s.main)
    return main or plan.targets


def rows_of(plan: Plan, series: Sequence[Series], *, region: str = "", every: bool = False) -> tuple[Row, ...]:
    """The rows in the plan's order. every: other quantified targets too, not the main ones alone."""
    targets = plan.targets if every else main_targets(plan)
    rows = []
    seen: dict[tuple[object, ...], str] = {}
    for statement in targets:
        record = plan.indicator(statement.id)
        offers = near(statement, series, plan.region or region)
        if record.series and not any(o.series.variable == record.variable for o in offers):
            offers = (*offers, *(_named(record, series)))
        key = (
            statement.indicator,
            statement.form,
            statement.value,
            statement.unit,
            statement.year,
            statement.region,
            statement.scope,
        )
        own = record.series or any(o.same for o in offers)
        made_of = () if own else parts(statement, series, plan.region or region)
        rows.append(Row(statement, record, offers, seen.get(key, ""), made_of))
        seen.setdefault(key, statement.id)
    return tuple(rows)


def parts(statement: Statement, series: Sequence[Series], region: str) -> tuple[Series, ...]:
    """The series that add up to what a target is of, where every one of them is there."""
    from guihua.plan import concepts
    from guihua.tracking.evidence.together import parts_of

    place = statement.region or region
    made_of = parts_of(concepts.resolve(statement.indicator).variable)
    levels = [s for s in series if s.region == place and s.transformation == "level"]
    found = [next((s for s in levels if s.variable == name), None) for name, _ in made_of]
    return tuple(s for s in found if s) if found and all(found) else ()


def _named(record: IndicatorRecord, series: Sequence[Series]) -> tuple[Near, ...]:
    from fractions import Fraction

    return tuple(Near(s, Fraction(1), "清单指定") for s in series if s.variable == record.variable)[:1]
