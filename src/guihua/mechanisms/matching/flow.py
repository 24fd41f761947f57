"""Flows: as much as possible from those who have to those who need, at the least cost, with shadow prices (residues, freight).

Quantities and costs are exact; the solver's prices are whole multiples of the costs' smallest unit, because the matrix of a
network is unimodular, so they are rounded to it and proved by the check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from guihua.errors import GuihuaError
from guihua.mechanisms.matching.records import Flow

Way = tuple[str, str, Fraction, Fraction | None]


def flow(supply: Mapping[str, Fraction], demand: Mapping[str, Fraction], ways: Sequence[Way]) -> Flow:
    """The best flow. ways: (from, to, cost a unit, most or None).

    Raises GuihuaError MATCH-QUANTITY or MATCH-COST (below zero), MATCH-LIST (a way twice, to or from nobody), MATCH-SOLVER.
    """
    import numpy as np

    from guihua.solving.program import Program, solve

    _check(supply, demand, ways)
    quantities = (*supply.values(), *demand.values(), *(w[3] or Fraction(0) for w in ways))
    unit = Fraction(1, lcm(1, *(Fraction(q).denominator for q in quantities)))
    coin = Fraction(1, lcm(1, *(Fraction(w[2]).denominator for w in ways)))
    most = max((int(w[2] / coin) for w in ways), default=0)
    base = most * (min(len(supply), len(demand)) + 1) + 1
    rows = [*(("s", n) for n in supply), *(("d", n) for n in demand)]
    place = {r: k for k, r in enumerate(rows)}
    index = np.array([[place["s", a], place["d", b]] for a, b, *_ in ways], dtype=np.int32).reshape(-1, 2)
    order = np.argsort(index.ravel(), kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(index.ravel(), minlength=len(rows))))).astype(np.int32)
    upper = np.array([float("inf") if w[3] is None else float(w[3] / unit) for w in ways])
    limits = np.array([float(q / unit) for q in (*supply.values(), *demand.values())])
    cost = np.array([float(int(w[2] / coin) - base) for w in ways])
    columns = np.repeat(np.arange(len(ways)), 2)[order].astype(np.int32)
    found = solve(
        Program(
            cost,
            start,
            columns,
            np.ones(2 * len(ways)),
            np.full(len(rows), -np.inf),
            limits,
            np.zeros(len(ways)),
            upper,
        )
    )
    if not found.optimal:
        raise GuihuaError(
            "MATCH-SOLVER", f"求解没有完成 the solver did not finish: {found.status}", "请报告 please report it"
        )
    amounts = [(w[0], w[1], round(float(x)) * unit) for w, x in zip(ways, found.point, strict=True)]
    prices = [round(-float(y)) * coin for y in found.rows]
    by_row = dict(zip(rows, prices, strict=True))
    worths = ((a, b, (base * coin - c) - by_row["s", a] - by_row["d", b]) for a, b, c, _ in ways)
    return Flow(
        tuple(supply.items()), tuple(demand.items()), tuple(ways), base * coin,
        tuple(a for a in amounts if a[2]),
        tuple((n, p) for (side, n), p in by_row.items() if side == "s" and p),
        tuple((n, p) for (side, n), p in by_row.items() if side == "d" and p),
        tuple((a, b, w) for (a, b, w), (*_, most_) in zip(worths, ways, strict=True) if w > 0 and most_ is not None),
    )  # fmt: skip


def _check(supply: Mapping[str, Fraction], demand: Mapping[str, Fraction], ways: Sequence[Way]) -> None:
    for name, quantity in (*supply.items(), *demand.items()):
        if quantity < 0:
            raise GuihuaError(
                "MATCH-QUANTITY", f"{name} 的数量为负 has a quantity below zero", "写 0 或正数 zero or more"
            )
    seen: set[tuple[str, str]] = set()
    for a, b, cost, most in ways:
        if (a, b) in seen:
            raise GuihuaError("MATCH-LIST", f"{a}→{b} 出现两次 stands twice", "一条路只写一次 once each")
        seen.add((a, b))
        if a not in supply or b not in demand:
            raise GuihuaError(
                "MATCH-LIST", f"{a}→{b} 的一端不在名单里 leads from or to nobody", "补上名单 complete the lists"
            )
        if cost < 0 or (most is not None and most < 0):
            raise GuihuaError(
                "MATCH-COST", f"{a}→{b} 的费用或上限为负 has a cost or a limit below zero", "写 0 或正数 zero or more"
            )
