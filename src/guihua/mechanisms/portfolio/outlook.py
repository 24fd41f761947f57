"""Does the portfolio deliver? Investment and capacity by a day, with probabilities from seeded draws.

A project spends along an S-curve, S(τ) = 3τ² − 2τ³ of its planned time. What it has done says where on the curve it stands (earned
schedule): SPI(t) = earned time ÷ time gone; the rest takes rest ÷ SPI(t). Around this lies an error of the rest's length,
lognormal, part of it common to all projects (money, season, permits). Projects in reserve start late by the same error.
The chance that a sum is reached by a day is the share of draws in which it is. A sum of projects is no statistic of investment.

Sources: Lipke, Schedule is different (2003); the cubic is the simplest curve that starts and ends flat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError
from guihua.mechanisms.portfolio.projects import Project

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SPREAD = 0.35
"""Standard deviation of the error, in logarithms of the rest's length: a setting of ours, printed with every result."""

COMMON = 0.3
"""The part of its variance that all projects share: likewise."""

USUAL = timedelta(days=730)
"""How long a project takes where its plan does not say."""

BLOCK = 250
"""Draws reckoned at a time; each block has its own stream, so the blocks may be shared out among processes."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One sum by a day: investment, or capacity of a product. expected: the mean of the draws; low, high: their tenth and ninetieth."""

    what: str
    unit: str
    expected: float
    low: float
    high: float
    target: float | None
    chance: float | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A project that carries the risk: how much its sum lacks on average where the target is missed, beyond where it is met."""

    code: str
    name: str
    lacking: float
    index: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outlook of a portfolio by a day."""

    by: date
    as_of: date
    seed: int
    draws: int
    deliveries: tuple[Delivery, ...]
    carriers: tuple[Carrier, ...]


def outlook(
    projects: Sequence[Project], as_of: date, by: date, *, investment: float | None = None,
    capacities: dict[str, float] | None = None, seed: int = 1, draws: int = 10_000, most: int = 10,
) -> Outlook:  # fmt: skip
    """What will be invested and built by a day. investment (亿元) and capacities (product → amount): the targets.

    Raises GuihuaError PROJECT-DATES (the day is not later), PROJECT-NONE, PROJECT-DRAWS.
    """
    import numpy as np

    alive = [p for p in projects if p.state != "removed"]
    if not alive:
        raise GuihuaError("PROJECT-NONE", "没有项目 no projects", "检查表 check the table")
    if by <= as_of:
        raise GuihuaError("PROJECT-DATES", f"{by} 不在 {as_of} 之后 is not later", "写更晚的一天 a later day")
    if not 100 <= draws <= 1_000_000:
        raise GuihuaError(
            "PROJECT-DRAWS",
            f"次数要在 100 到 1000000 之间 draws must lie in between: {draws}",
            "写 100 到 1000000 write 100 to a million draws",
        )
    state = _States.of(alive, as_of)
    products = sorted({p.product for p in alive if p.product})
    member = np.array([[p.capacity if p.product == k else 0.0 for p in alive] for k in products]).reshape(
        len(products), len(alive)
    )
    spent, built, own = [], [], []
    for block in range(0, draws, BLOCK):
        size = min(BLOCK, draws - block)
        done, finished = state.drawn(seed, block // BLOCK, size, (by - as_of).days)
        spent.append(done @ state.total)
        built.append(finished @ member.T)
        own.append(done.astype(np.float32) if investment is not None else np.zeros((0, 0), dtype=np.float32))
    sums, amounts = np.concatenate(spent), np.concatenate(built)
    units = {p.product: p.capacity_unit for p in alive}
    deliveries = [_delivery("investment", "亿元", sums, investment)]
    wanted = capacities or {}
    deliveries += [_delivery(k, units.get(k, ""), amounts[:, i], wanted.get(k)) for i, k in enumerate(products)]
    carriers = _carriers(alive, state, sums, own, investment, most) if investment is not None else ()
    return Outlook(by, as_of, seed, draws, tuple(deliveries), carriers)


def s_curve(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share spent when a share of the time is gone."""
    import numpy as np

    t = np.clip(share, 0.0, 1.0)
    found: NDArray[np.float64] = t * t * (3 - 2 * t)
    return found


def earned(done: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of the time that a share spent stands for: the curve's inverse."""
    import numpy as np

    found: NDArray[np.float64] = 0.5 - np.sin(np.arcsin(1 - 2 * np.clip(done, 0.0, 1.0)) / 3)
    return found


@dataclass(frozen=True, slots=True)
class _States:
    """Where projects stand: totals, shares spent, earned time, days that the rest takes at the pace so far, days until the start."""

    total: Any
    done: Any
    stood: Any
    rest: Any
    wait: Any
    index: Any

    @classmethod
    def of(cls, projects: Sequence[Project], as_of: date) -> _States:
        import numpy as np

        total = np.array([p.total for p in projects])
        ready = np.array([p.state == "producing" for p in projects])
        spent = np.array([min(p.done / p.total, 1.0) if p.total else 0.0 for p in projects])
        done = np.where(ready, 1.0, spent)
        begun = [p.start or p.plan_start for p in projects]
        planned = np.array([_length(p) for p in projects], dtype=float)
        gone = np.array([max((as_of - b).days, 0) if b else 0 for b in begun], dtype=float)
        running = np.array([p.state in ("started", "building", "stalled") for p in projects])
        stood = np.where(running | ready, earned(done), 0.0)
        pace = np.where(running & (gone > 30), np.clip(stood * planned / np.maximum(gone, 1), 0.2, 2.0), 1.0)
        wait = np.array(
            [
                0.0 if r else max((b - as_of).days, 0) if b else 365.0
                for r, b in zip(running | ready, begun, strict=True)
            ]
        )
        rest = np.where(ready, 0.0, (1 - stood) * planned / pace)
        return cls(total, done, stood, rest, wait, pace)

    def drawn(self, seed: int, block: int, size: int, days: int) -> tuple[Any, Any]:
        """(share spent, finished or not) of every project in every draw of a block, after so many days."""
        import numpy as np

        source = np.random.Generator(np.random.Philox(key=[seed, block]))
        shared = source.standard_normal((size, 1))
        error = COMMON**0.5 * shared + (1 - COMMON) ** 0.5 * source.standard_normal((size, len(self.total)))
        slow = np.exp(SPREAD * error)
        left = np.maximum(days - self.wait * slow, 0.0)
        part = np.where(self.rest > 0, left / np.maximum(self.rest * slow, 1e-9), 1.0)
        reached = self.stood + (1 - self.stood) * np.clip(part, 0.0, 1.0)
        done = np.maximum(s_curve(reached), self.done)
        return done, (part >= 1.0).astype(np.float64)


def _length(project: Project) -> int:
    start = project.plan_start or project.start
    days = (project.plan_end - start).days if project.plan_end is not None and start is not None else 0
    return days if days > 0 else USUAL.days


def _delivery(what: str, unit: str, sums: NDArray[np.float64], target: float | None) -> Delivery:
    import numpy as np

    low, high = (float(np.quantile(sums, q)) for q in (0.1, 0.9))
    chance = None if target is None else float((sums >= target).mean())
    return Delivery(what, unit, float(sums.mean()), low, high, target, chance)


def _carriers(
    projects: Sequence[Project], state: _States, sums: NDArray[np.float64], own: Sequence[Any], target: float, most: int
) -> tuple[Carrier, ...]:
    """Projects whose spending differs most between draws that reach the target and draws that miss it."""
    import numpy as np

    spent = np.concatenate(own)
    met = sums >= target
    if met.all() or not met.any():
        lacking = state.total * (1 - spent.mean(axis=0))
    else:
        lacking = state.total * (spent[met].mean(axis=0) - spent[~met].mean(axis=0))
    order = np.argsort(-lacking, kind="stable")[:most]
    return tuple(Carrier(projects[i].code, projects[i].name, float(lacking[i]), float(state.index[i])) for i in order)
