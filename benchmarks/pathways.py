"""How fast planning problems are put together and solved: a published generator, beside linopy, Pyomo and the bare solver.

    python benchmarks/pathways.py [--scale 1] [--repeats 3] [--peer linopy] [--check]

The generator (seed 1) makes an economy of 12 regions × 35 sectors × 6 years: output, stocks, building of capacity, trade in and out
of each region, labour, and one national target (the share of one sector): 12,600 unknowns. `--scale 10` has ten times the regions.
Measured: building (arrays to a program), the whole (building, solving, reading), the bare HiGHS solve of the same arrays, and a
re-solve after one changed target, warm. `--peer` builds the same problem in linopy or Pyomo where the running Python has them (they
are no dependency), and compares the objective. Seconds are processor time, so that other work on the machine does not
count. The draws of a plan's risk are timed on as many targets as the first plan has.
"""

from __future__ import annotations

import argparse
import resource
import sys
from time import process_time

import numpy as np

YEARS = 6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--peer", choices=("linopy", "pyomo"), default="")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    tables = economy(12 * options.scale, 35)
    if options.peer:
        peer(options.peer, tables)
        return 0
    met = planning(tables, options.repeats)
    if options.scale == 1:
        met = draws() and met
    return 1 if options.check and not met else 0


def economy(regions: int, sectors: int) -> dict[str, np.ndarray]:
    """The tables of a made-up economy that can meet its demand."""
    source = np.random.default_rng(1)
    inputs = source.uniform(0, 1, (sectors, sectors)) * (source.uniform(0, 1, (sectors, sectors)) < 0.3)
    inputs *= 0.5 / np.maximum(inputs.sum(axis=0), 1e-9)
    building = source.uniform(0, 0.4, (sectors, sectors)) * (source.uniform(0, 1, (sectors, sectors)) < 0.1)
    demand = source.uniform(10, 100, (regions, sectors, 1)) * 1.05 ** np.arange(YEARS)
    static = np.linalg.solve(np.eye(sectors) - inputs, demand[:, :, 0].T).T
    return {
        "inputs": inputs, "building": building, "demand": demand, "capacity": static * source.uniform(0.9, 1.2, static.shape),
        "labour": source.uniform(0.1, 1, sectors), "stock": demand[:, :, 0] * 0.2, "cost": source.uniform(1, 2, (regions, sectors)),
    }  # fmt: skip


def assembled(t: dict[str, np.ndarray], share: float = 0.06):  # type: ignore[no-untyped-def]
    """The problem in guihua's assembly; gives the program and the row of the target."""
    from guihua.solving.assembly import Assembly

    regions, sectors = t["capacity"].shape
    shape = (regions, sectors, YEARS)
    a = Assembly()
    made = a.unknowns(shape, cost=t["cost"][:, :, None])
    stock, build = a.unknowns(shape, cost=0.01), a.unknowns(shape, cost=3.0)
    into, out = a.unknowns(shape, cost=0.2), a.unknowns(shape, cost=0.1)
    own = made.transpose(0, 2, 1)[:, None, :, :].repeat(sectors, axis=1)
    new = build.transpose(0, 2, 1)[:, None, :, :].repeat(sectors, axis=1)
    used, used_new = (np.broadcast_to(-m[None, :, None, :], own.shape) for m in (t["inputs"], t["building"]))
    begun = t["demand"].copy()
    begun[:, :, 0] -= t["stock"]
    before = np.concatenate([stock[:, :, :1], stock[:, :, :-1]], axis=2)
    carried = np.ones(shape)
    carried[:, :, 0] = 0
    one = [(made, 1.0), (into, 1.0), (out, -1.0), (stock, -1.0)]
    a.rows(
        [*((c[..., None], v) for c, v in one), (before[..., None], carried[..., None]), (own, used), (new, used_new)],
        lower=begun,
    )
    a.rows([(into.transpose(1, 2, 0), 1.0), (out.transpose(1, 2, 0), -1.0)], equal=np.zeros((sectors, YEARS)))
    for year in range(YEARS):
        a.rows([(made[:, :, year, None], 1.0), (build[:, :, : year + 1], -1.0)], upper=t["capacity"])
    weights = np.where(np.arange(sectors) == 0, 1 - share, -share)
    target = a.rows([(made[:, :, -1].reshape(1, -1), np.tile(weights, regions)[None, :])], upper=[0.0])
    return a.program(), int(target[0])


def planning(t: dict[str, np.ndarray], repeats: int) -> bool:
    """Build, solve, the bare solver, and again after one changed target; medians."""
    from guihua.solving.program import Solver, model_of
    from guihua.solving.solver import new_highs

    times: dict[str, list[float]] = {"build": [], "total": [], "bare": [], "again": []}

    for _ in range(repeats):
        start = process_time()
        program, target = assembled(t)
        built = process_time()
        solver = Solver(program)
        found = solver.solve()
        end = process_time()
        highs = new_highs()
        highs.setOptionValue("presolve", "on")
        highs.passModel(model_of(program))
        bare = process_time()
        highs.run()
        times["bare"].append(process_time() - bare)
        times["build"].append(built - start)
        times["total"].append(end - start)
        start = process_time()
        solver.limit_row(target, -np.inf, -1.0)
        changed = solver.solve()
        times["again"].append(process_time() - start)
    middle = {name: float(np.median(values)) for name, values in times.items()}
    print(
        f"{program.columns:,} unknowns, {program.rows:,} rows, {len(program.value):,} entries; objective {found.objective:.6f}"
    )
    print(
        f"build {middle['build']:.3f} s; total {middle['total']:.3f} s; bare HiGHS {middle['bare']:.3f} s: {middle['total'] / middle['bare']:.2f}×"
    )
    print(f"again after one changed target {middle['again']:.3f} s ({changed.status}); peak {_peak():.2f} GiB")
    return middle["total"] <= 1.2 * middle["bare"] and middle["again"] <= 0.2


def draws() -> bool:
    """10,000 joint draws of 58 targets, as many as the first plan has."""
    from guihua.pathways.chances import Chance, Risk, counts, settings_of

    chances = tuple(
        Chance(
            f"t{i}",
            f"t{i}",
            f"q{i}",
            f"f{i % 8}",
            "1",
            "up",
            ((2015, "1"), (2016, "1")),
            2020,
            False,
            "0.6",
            "0.6",
            4,
            200,
        )
        for i in range(58)
    )
    risk = Risk("t", "0" * 64, "2018-12-31", "1", 10_000, tuple(settings_of().items()), chances, ())
    start = process_time()
    counts(risk, 0, 10_000)
    taken = process_time() - start
    print(f"10,000 draws of 58 targets in one process: {taken:.1f} s (bar 60 s); peak {_peak():.2f} GiB (bar 1)")
    return taken < 60 and _peak() < 1


def peer(name: str, t: dict[str, np.ndarray]) -> None:
    """The same problem in a peer: building to a solver's model, objective."""
    start = process_time()
    solve = _linopy(t) if name == "linopy" else _pyomo(t)
    built = process_time()
    objective = solve()
    print(f"{name}: build {built - start:.3f} s; total {process_time() - start:.3f} s; objective {objective:.6f}")


def _linopy(t: dict[str, np.ndarray], share: float = 0.06):  # type: ignore[no-untyped-def]
    import linopy
    import pandas as pd
    import xarray as xr

    regions, sectors = t["capacity"].shape
    axes = [pd.RangeIndex(regions, name="r"), pd.RangeIndex(sectors, name="s"), pd.RangeIndex(YEARS, name="y")]
    m = linopy.Model()
    made, stock, build, into, out = (
        m.add_variables(lower=0, coords=axes, name=n) for n in ("made", "stock", "build", "into", "out")
    )
    table = lambda v, d: xr.DataArray(v, dims=d)  # noqa: E731
    names = {"s": "j"}
    used = (made.rename(names) * table(t["inputs"], ("s", "j"))).sum("j")
    new = (build.rename(names) * table(t["building"], ("s", "j"))).sum("j")
    begun = t["demand"].copy()
    begun[:, :, 0] -= t["stock"]
    m.add_constraints(made + into - out - stock + stock.shift(y=1) - used - new >= table(begun, ("r", "s", "y")))
    m.add_constraints(into.sum("r") - out.sum("r") == 0)
    for year in range(YEARS):
        m.add_constraints(made.sel(y=year) - build.sel(y=slice(0, year)).sum("y") <= table(t["capacity"], ("r", "s")))
    weights = np.where(np.arange(sectors) == 0, 1 - share, -share)
    m.add_constraints((made.sel(y=YEARS - 1) * table(weights, ("s",))).sum() <= 0)
    cost = table(t["cost"], ("r", "s"))
    m.add_objective((made * cost).sum() + 0.01 * stock.sum() + 3.0 * build.sum() + 0.2 * into.sum() + 0.1 * out.sum())
    from linopy.io import to_highspy

    highs = to_highspy(m)
    highs.setOptionValue("output_flag", False)

    def solve() -> float:
        highs.run()
        return float(highs.getInfo().objective_function_value)

    return solve


def _pyomo(t: dict[str, np.ndarray], share: float = 0.06):  # type: ignore[no-untyped-def]
    import pyomo.environ as pyo
    from pyomo.contrib.appsi.solvers import Highs

    regions, sectors = t["capacity"].shape
    m = pyo.ConcreteModel()
    places = [range(regions), range(sectors), range(YEARS)]
    for n in ("made", "stock", "build", "into", "out"):
        setattr(m, n, pyo.Var(*places, domain=pyo.NonNegativeReals))
    m.rows = pyo.ConstraintList()
    inputs = [[(j, v) for j, v in enumerate(row) if v] for row in t["inputs"]]
    new = [[(j, v) for j, v in enumerate(row) if v] for row in t["building"]]
    for r in places[0]:
        for s in places[1]:
            for y in places[2]:
                used = sum(v * m.made[r, j, y] for j, v in inputs[s]) + sum(v * m.build[r, j, y] for j, v in new[s])
                before = m.stock[r, s, y - 1] if y else t["stock"][r, s]
                m.rows.add(
                    m.made[r, s, y] + m.into[r, s, y] - m.out[r, s, y] - m.stock[r, s, y] + before - used
                    >= t["demand"][r, s, y]
                )
                m.rows.add(m.made[r, s, y] - sum(m.build[r, s, k] for k in range(y + 1)) <= t["capacity"][r, s])
    for s in places[1]:
        for y in places[2]:
            m.rows.add(sum(m.into[r, s, y] - m.out[r, s, y] for r in places[0]) == 0)
    m.rows.add(
        sum(((1 - share) if s == 0 else -share) * m.made[r, s, YEARS - 1] for r in places[0] for s in places[1]) <= 0
    )
    m.cost = pyo.Objective(
        expr=sum(
            t["cost"][r, s] * m.made[r, s, y] + 0.01 * m.stock[r, s, y] + 3.0 * m.build[r, s, y] + 0.2 * m.into[r, s, y] + 0.1 * m.out[r, s, y]
            for r in places[0] for s in places[1] for y in places[2]
        )
    )  # fmt: skip
    solver = Highs()

    def solve() -> float:
        solver.solve(m)
        return float(pyo.value(m.cost))

    return solve


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    sys.exit(main())
