"""What a plan implies but does not say: for every quantity and year the interval that its statements leave, each end
with the statements that hold it there and an exact certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guihua.checking.checker import system_of
from guihua.checking.conflicts import search
from guihua.checking.engine import Engine
from guihua.checking.intervals import Implied, ImpliedResult
from guihua.checking.joining import localised_plan
from guihua.checking.normal import clashing_units
from guihua.checking.quantities import PRICE, counts_money, quantity_of, split
from guihua.checking.result import bare_plan
from guihua.checking.settings import Settings, default_settings
from guihua.checking.system import Bound, Group, Rank, components
from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Statement
from guihua.plan.units import find_unit


def implied(plan: Plan, indicator: str = "", settings: Settings | None = None) -> ImpliedResult:
    """The interval of every quantity and year that the plan's statements imply.

    indicator   only quantities whose label or name contains this; "" for all. Raises GuihuaError CHECK-INDICATOR where
                none does.
    """
    used = settings or default_settings()
    here = localised_plan(plan)
    system = system_of(here, used)
    labels = _labels(here.statements)
    found: list[Implied] = []
    withdrawn: list[str] = []
    for component in components(system.groups):
        engine = Engine(component)
        kept = engine.soft
        if not engine.consistent(engine.all):
            names = _correction(component)
            withdrawn += names
            kept = frozenset(i for i in engine.soft if engine.groups[i].name not in names)
        found += _intervals(engine, kept, labels, indicator)
    if indicator and not found:
        raise GuihuaError(
            "CHECK-INDICATOR", f"没有这样的指标 no indicator like {indicator!r}", "guihua show 列出 lists them"
        )
    return ImpliedResult(
        plan.title,
        f"sha256:{plan.text_sha256}",
        used,
        tuple(sorted(found, key=lambda i: (i.indicator, i.variable, i.year))),
        tuple(s for s in plan.statements if any(s.id == h.id for h in here.statements)),
        tuple(g.name for g in system.groups if g.rank is Rank.IDENTITY),
        tuple(withdrawn),
        plan.region,
        tuple(sorted(clashing_units(here.statements))),
        bare_plan(plan),
    )


def _intervals(engine: Engine, kept: frozenset[int], labels: Mapping[str, _Label], indicator: str) -> list[Implied]:
    unknowns = sorted({v for i in (*kept, *engine.hard) for v in engine.groups[i].variables})
    found = []
    for unknown in unknowns:
        key, year = split(unknown)
        label = labels.get(key) or _unlabelled(key)
        called = labels.get(key.removeprefix(PRICE).removesuffix("]"), label).text
        if indicator and indicator not in f"{label.text} {called} {unknown}":
            continue
        bound = Bound(((unknown, Fraction(1)),))
        low, high = engine.extreme(bound, kept, largest=False), engine.extreme(bound, kept, largest=True)
        if low is not None and low.limit <= 0:
            low = None
        if low is not None or high is not None:
            stated = int(year) in label.stated if year.isdigit() else False
            found.append(Implied(unknown, label.text, year, low, high, label.unit, label.factor, stated))
    return found


def _correction(component: Sequence[Group]) -> tuple[str, ...]:
    """The first smallest set of statements without which the rest of a component holds."""
    return search(component).corrections[0]


@dataclass(frozen=True, slots=True)
class _Label:
    """How a quantity is called and counted in the plan, and for which years a number is given."""

    text: str
    unit: str = ""
    factor: Fraction = Fraction(1)
    stated: frozenset[int] = frozenset()


def _unlabelled(key: str) -> _Label:
    """A quantity that no statement gives a level of: money is in 亿元, a price index in % of the year before, else base units."""
    if key.startswith(PRICE):
        return _Label(key, "%", Fraction(1, 100))
    return _Label(key, "亿元", Fraction(10**8)) if counts_money(key) else _Label(key)


def _labels(statements: Sequence[Statement]) -> dict[str, _Label]:
    found: dict[str, _Label] = {}
    for s in statements:
        key = quantity_of(s).key
        unit = find_unit(s.unit)
        level = s.form in (Form.LEVEL, Form.SHARE, Form.CUMULATIVE, Form.CHANGE_ABS) and unit is not None
        old = found.get(key, _Label(s.indicator))
        years = old.stated | ({s.year} if s.form in (Form.LEVEL, Form.SHARE) and s.year else set())
        if level and not old.unit and unit is not None:
            old = _Label(old.text, s.unit, unit.factor)
        found[key] = _Label(old.text, old.unit, old.factor, frozenset(years))
    return found
