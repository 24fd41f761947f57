"""规划衔接图: a plan beside its parents and children: who carries whose target, where it is tightened, dropped, contradicted.

Which plan stands under which follows from their regions (nation, region, league, county): a plan's parent is the plan of the
nearest region above it; a second plan of the same region (a sector's) stands under the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from guihua.checking.linkage import Link, compare
from guihua.checking.settings import Settings
from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.plan.regions import region
from guihua.plan.statement import Form, Statement

NATION = "100000"


@dataclass(frozen=True, slots=True)
class Carried:
    """One target of the upper plan in a lower one. ratio: the lower number ÷ the upper one, for rates and changes."""

    target: Statement
    link: Link
    statement: Statement | None = None
    ratio: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One plan in the tree. parent: the place of the plan above, None at the top; carried: the upper plan's targets."""

    title: str
    region: str
    depth: int
    parent: int | None
    targets: int
    carried: tuple[Carried, ...] = ()

    def count(self, link: Link) -> int:
        """How many of the upper plan's targets stand so."""
        return sum(c.link is link for c in self.carried)


def linkage_tree(plans: Sequence[Plan], settings: Settings | None = None) -> tuple[Branch, ...]:
    """The plans as a tree, parents first. Raises GuihuaError TREE-PLANS where there are fewer than two."""
    if len(plans) < 2:
        raise GuihuaError(
            "TREE-PLANS",
            "衔接图至少要两份规划 a tree needs at least two plans",
            "写上级和下级 name plans above and below",
        )
    ordered = sorted(plans, key=lambda p: len(_above(_code(p))))
    places: dict[str, int] = {}
    branches: list[Branch] = []
    for plan in ordered:
        code = _code(plan)
        parent = places.get(code)
        if parent is None:
            parent = next((places[c] for c in _above(code) if c in places), None)
        if parent is None and branches:
            parent = 0 if _code(ordered[0]) in ("", NATION) else None
        upper = ordered[parent] if parent is not None else None
        carried = () if upper is None else _carried(upper, plan, settings)
        depth = 0 if parent is None else branches[parent].depth + 1
        branches.append(Branch(plan.title or plan.source, code, depth, parent, len(plan.targets), carried))
        places.setdefault(code, len(branches) - 1)
    return tuple(branches)


def chain(branches: Sequence[Branch], place: int, target: str) -> list[tuple[Branch, Carried]]:
    """One target down the tree, from the plan at a place: [(plan, how it carries it)], by the statement's id."""
    found = []
    for number, branch in enumerate(branches):
        if branch.parent == place:
            for c in branch.carried:
                if c.target.id == target:
                    found.append((branch, c))
                    if c.statement is not None:
                        found += chain(branches, number, c.statement.id)
    return found


def ratio_of(upper: Statement, lower: Statement) -> Fraction | None:
    """与上级目标之比: −16.5 % under −15 % is 1.10. None for amounts, and where either is zero or of another form."""
    relative = (Form.GROWTH, Form.CHANGE, Form.SHARE, Form.CHANGE_PP, Form.RATIO)
    if upper.form not in relative or lower.form is not upper.form or upper.direction is not lower.direction:
        return None
    values = [Fraction(s.value[0]) for s in (upper, lower) if s.value]
    return values[1] / values[0] if len(values) == 2 and values[0] else None


def _carried(upper: Plan, lower: Plan, settings: Settings | None) -> tuple[Carried, ...]:
    linkage = compare(upper, [lower], settings)
    found = []
    for target, (cell,) in zip(linkage.targets, linkage.cells, strict=True):
        ratio = None if cell.statement is None else ratio_of(target, cell.statement)
        found.append(Carried(target, cell.link, cell.statement, ratio))
    return tuple(found)


def _code(plan: Plan) -> str:
    return plan.region or NATION


def _above(code: str) -> list[str]:
    """The regions above one, the nearest first; the nation last."""
    found = []
    try:
        here = region(code)
    except GuihuaError:
        return [NATION] if code not in ("", NATION) else []
    while here.parent:
        found.append(here.parent)
        try:
            here = region(here.parent)
        except GuihuaError:
            break
    return found if not found or found[-1] == NATION else [*found, NATION]
