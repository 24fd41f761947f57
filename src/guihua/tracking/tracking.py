"""All targets of a plan as known on a date: `track` puts evidence and methods together and says what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, overload

from guihua.errors import GuihuaError
from guihua.plan.display import Table, decimals
from guihua.plan.plan import Plan
from guihua.plan.statement import Kind
from guihua.statistics.derived import inputs_of
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment
from guihua.tracking.derivations import derivable
from guihua.tracking.desk import Desk, YearlyPlans
from guihua.tracking.evidence.together import parts_of
from guihua.tracking.figures import Known
from guihua.tracking.joint import read_together, whole_variables
from guihua.tracking.planfacts import plan_facts
from guihua.tracking.settings import Settings, settings, stand_ins
from guihua.tracking.target import target_of

if TYPE_CHECKING:
    import pyarrow as pa

    from guihua.storage import Store


__all__ = ["Tracking", "YearlyPlans", "observations_of", "track", "track_observations"]


@dataclass(frozen=True)
class Tracking(Table, Sequence[Assessment]):
    """The assessments of a plan's targets on one date, in the plan's order; behaves like a tuple of them."""

    assessments: tuple[Assessment, ...]
    as_of: date
    region: str
    include_collected: bool
    method: str
    settings: tuple[tuple[str, str], ...]

    @overload
    def __getitem__(self, index: int) -> Assessment: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Assessment, ...]: ...
    def __getitem__(self, index: int | slice) -> Assessment | tuple[Assessment, ...]:
        return self.assessments[index]

    def __len__(self) -> int:
        return len(self.assessments)

    def __iter__(self) -> Iterator[Assessment]:
        return iter(self.assessments)

    def of(self, statement_id: str) -> Assessment:
        """The assessment of one statement; GuihuaError TRACK-STATEMENT where there is none."""
        for assessment in self.assessments:
            if assessment.statement.id == statement_id:
                return assessment
        raise GuihuaError(
            "TRACK-STATEMENT",
            f"没有测算过这个目标 no target {statement_id!r} was assessed",
            "查编号 `guihua show` lists the ids",
        )

    def to_arrow(self) -> pa.Table:
        """One row a target: figures as decimals, years as integers, status and reason as codes."""
        import pyarrow as pa

        types = {"target_year": pa.int64(), "as_of": pa.date32(), "agree": pa.bool_(), "coverage_note": pa.bool_()}
        rows = [_row(assessment) for assessment in self.assessments]
        columns = {c: [row[c] for row in rows] for c in COLUMNS}
        return pa.table(
            {c: decimals(v) if c in NUMBERS else pa.array(v, types.get(c, pa.string())) for c, v in columns.items()}
        )

    def __repr__(self) -> str:
        counts = Counter(a.status.value for a in self.assessments)
        told = ", ".join(f"{n} {status}" for status, n in counts.most_common())
        return f"<Tracking as of {self.as_of}: {len(self)} targets; {told}>"


def track(
    plan: Plan,
    store: Store,
    as_of: date,
    *,
    method: str = "all",
    include_collected: bool = False,
    region: str = "",
    project_settings: Mapping[str, str] | None = None,
    yearly: YearlyPlans | None = None,
) -> Tracking:
    """Assess every target of the plan as known on `as_of`.

    include_collected  lets figures count that are dated only by when they were collected; they are marked
    region             a region code, where neither the plan nor the statement names one
    yearly             statement id → the yearly plan's (year, value) in the target's own unit

    Raises GuihuaError TRACK-REGION where no region is known, TRACK-METHOD for an unknown method.
    """
    where = plan.region or region
    if not where:
        raise GuihuaError(
            "TRACK-REGION",
            "规划没有写明地区 the plan names no region",
            '写明地区代码 give a code: guihua.toml, region = "150000"；全国规划 a national plan: "100000"',
        )
    rules = settings(project_settings)
    rows = observations_of(plan, store, where, as_of)
    return track_observations(
        plan, rows, as_of, where, method=method, include_collected=include_collected, rules=rules, yearly=yearly
    )


def observations_of(plan: Plan, store: Store, region: str, as_of: date) -> tuple[Observation, ...]:
    """What the store knew of the plan's variables on a date, rows by collected date included, and the plan's own facts."""
    from guihua.statistics.holding import query, variables

    wanted = _wanted(plan)
    kept = variables(store)
    rows: list[Observation] = []
    for where in dict.fromkeys((region, *(s.region for s in plan.tracked if s.region))):
        here = {name for name, place in kept if place == where}
        if len(here) > MANY:
            for name in sorted(wanted & here):
                rows += query(store, variable=name, region=where, as_of=as_of, include_collected=True)
            continue
        found = query(store, region=where, as_of=as_of, include_collected=True)
        names = found.to_arrow().column("variable").to_pylist() if len(found) else []
        rows += [found[i] for i, name in enumerate(names) if name in wanted]
    return tuple(rows)


MANY = 2_000
"""Variables of one region beyond which the wanted ones are asked for one by one instead of all at once."""


def track_observations(
    plan: Plan,
    rows: Iterable[Observation],
    as_of: date,
    region: str,
    *,
    method: str = "all",
    include_collected: bool = False,
    rules: Settings | None = None,
    yearly: YearlyPlans | None = None,
) -> Tracking:
    """`track` on observations in hand: pure, the same input gives the same result."""
    rules = rules or settings()
    desks = desks_of(plan, rows, as_of, region, method, include_collected=include_collected, rules=rules, yearly=yearly)
    found = tuple(desks[statement.region or region].assessment(statement) for statement in plan.tracked)
    return Tracking(
        read_together(found, {where: desk.known for where, desk in desks.items()}, region),
        as_of,
        region,
        include_collected,
        method,
        rules.written(),
    )


def desks_of(
    plan: Plan,
    rows: Iterable[Observation],
    as_of: date,
    region: str,
    method: str = "all",
    *,
    include_collected: bool = False,
    rules: Settings | None = None,
    yearly: YearlyPlans | None = None,
) -> dict[str, Desk]:
    """The desk of every region that the plan's targets speak of, with what was known there on the day."""
    rules = rules or settings()
    stored = tuple(row for row in rows if row.available <= as_of)
    desks: dict[str, Desk] = {}
    for where in dict.fromkeys((region, *(s.region for s in plan.tracked if s.region))):
        mine = tuple(row for row in stored if row.region == where)
        own = plan_facts(plan, where, mine, as_of) if where == region else ()
        derived = derivable(_wanted(plan), mine, include_collected)
        known = Known.of((*mine, *own, *derived.rows), include_collected=include_collected, as_of=as_of)
        desks[where] = Desk(plan, known, derived, as_of, where, rules, method, include_collected, yearly or {})
    return desks


def _wanted(plan: Plan) -> frozenset[str]:
    """The variables that targets, their parts, the stocks behind them and their stand-ins speak of."""
    targets = [target_of(s, plan) for s in plan.statements if s.kind in (Kind.TARGET, Kind.FACT)]
    names = {name for target in targets if target is not None for name in (*target.variables, target.stock) if name}
    names |= {part for name in names for part, _ in parts_of(name)}
    names |= whole_variables(tuple(names))
    return frozenset(
        names | inputs_of(names) | {choice.source for name in names for choice in stand_ins().get(name, ())}
    )


NUMBERS = ("target", "base", "latest")
COLUMNS = (
    "id", "indicator", "target", "unit", "target_year", "base", "latest", "latest_period", "status", "reason",
    "coverage_note", "agree", "as_of",
)  # fmt: skip


def _row(a: Assessment) -> dict[str, Any]:
    return {
        "id": a.statement.id,
        "indicator": a.statement.indicator,
        "target": a.target_number,
        "unit": a.unit,
        "target_year": a.statement.year,
        "base": a.base_number,
        "latest": a.latest_number,
        "latest_period": a.latest_period or None,
        "status": a.status.value,
        "reason": a.reason.value if a.reason else None,
        "coverage_note": a.coverage_note,
        "agree": a.agree,
        "as_of": a.as_of,
    }
