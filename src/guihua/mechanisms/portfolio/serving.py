"""以规划策划项目、以项目落实规划: which projects serve which target, what they add beside what is asked; a target without one is a gap.

A project serves a target where a person said so (its field `targets`), else by its product (products.yaml, data). New
capacity of projects is their own figure beside the target's, never a statistic of the region.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Final

from guihua.ledgers.ledger import State
from guihua.plan.concepts import resolve
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Kind, Statement
from guihua.plan.units import find_unit
from guihua.plan.yaml_files import load_yaml

PRODUCTS: Final = Path(__file__).with_name("products.yaml")
BUILT: Final = ("producing",)
COMING: Final = ("reserve", "started", "building")


@dataclass(frozen=True, slots=True)
class Serving:
    """One project that serves a target: its subject in the ledger, name, state, and how that is known ("person" or "product")."""

    subject: str
    name: str
    state: str
    how: str


@dataclass(frozen=True, slots=True)
class Served:
    """A target with its projects.

    built, coming   new capacity of projects in production, and of those in reserve or being built, in the target's unit; None where
                    none is known
    asked           the target less its base in the plan's own facts, None where the plan states none
    unknown         projects that serve it and name no capacity in a unit that fits
    """

    target: Statement
    projects: tuple[Serving, ...]
    built: Fraction | None
    coming: Fraction | None
    asked: Fraction | None
    unknown: int = 0

    @property
    def gap(self) -> bool:
        """No project serves it."""
        return not self.projects

    @property
    def lacking(self) -> Fraction | None:
        """What projects do not add of what is asked; None where either is not known, 0 where they add enough."""
        if self.asked is None or (self.built is None and self.coming is None):
            return None
        return max(Fraction(0), self.asked - (self.built or 0) - (self.coming or 0))


def served(plan: Plan, states: Iterable[State]) -> tuple[Served, ...]:
    """The plan's main targets (all, where none is marked as main), each with the projects that serve it, in the order of the text."""
    projects = [s for s in states if s.state in (*BUILT, *COMING, "stalled")]
    targets = tuple(t for t in plan.targets if t.main) or tuple(plan.targets)
    return tuple(_served(t, plan, projects) for t in targets)


def idle(plan: Plan, states: Sequence[State]) -> tuple[State, ...]:
    """Projects that serve no target of the plan, as far as is known."""
    used = {p.subject for s in served(plan, states) for p in s.projects}
    return tuple(s for s in states if s.state in (*BUILT, *COMING, "stalled") and s.subject not in used)


def _served(target: Statement, plan: Plan, projects: Sequence[State]) -> Served:
    found = [(p, how) for p in projects if (how := _how(p, target))]
    sums: dict[str, Fraction] = {}
    unknown = 0
    for project, how in found:
        amount = _capacity(project, target) if how == "product" or project.text("product") else None
        if amount is None:
            unknown += 1
        elif project.state in (*BUILT, *COMING):
            side = "built" if project.state in BUILT else "coming"
            sums[side] = sums.get(side, Fraction(0)) + amount
    serving = tuple(Serving(p.subject, p.text("task"), p.state, how) for p, how in found)
    return Served(target, serving, sums.get("built"), sums.get("coming"), _asked(target, plan), unknown)


def _how(project: State, target: Statement) -> str:
    """person, product, or "" where the project does not serve the target."""
    named = project.many("targets")
    if named:
        return "person" if target.id in named or target.indicator in named else ""
    labels = products().get(project.text("product"), ())
    same = target.indicator in labels or any(
        (found := resolve(label)).known and found.variable == target.variable for label in labels
    )
    return "product" if same and target.form is Form.LEVEL else ""


def _capacity(project: State, target: Statement) -> Fraction | None:
    own, aim = find_unit(project.text("capacity_unit")), find_unit(target.unit)
    if not project.text("capacity") or own is None or aim is None or own.dimension != aim.dimension:
        return None
    return Fraction(project.text("capacity")) * own.factor / aim.factor


def _asked(target: Statement, plan: Plan) -> Fraction | None:
    """The target's level less the latest one that the plan states of the same thing before it."""
    aim = find_unit(target.unit)
    if target.form is not Form.LEVEL or target.year is None or aim is None or not target.value:
        return None
    found = [
        (fact.year, Fraction(fact.value[0]) * unit.factor / aim.factor)
        for fact in plan.statements
        if fact.kind is Kind.FACT and fact.form is Form.LEVEL and fact.variable == target.variable and fact.value
        if (unit := find_unit(fact.unit)) is not None and unit.dimension == aim.dimension
        if fact.year is not None and fact.year < target.year
    ]
    return Fraction(target.value[0]) - max(found)[1] if found else None


@lru_cache(maxsize=1)
def products() -> Mapping[str, tuple[str, ...]]:
    """Product -> names of the targets that it serves. Raises GuihuaError PROJECT-PRODUCTS for a file that is no YAML."""
    return {row["product"]: tuple(row["indicators"]) for row in load_yaml(PRODUCTS, "PROJECT-PRODUCTS")}
