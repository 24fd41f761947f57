"""How fast tracking is: array kernels, kernels with reasons, whole assessments. Run: python benchmarks/tracking.py

Bars: kernel at least 1,000,000 series a second, with reasons at least 25,000; the reference calculator makes about 250.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import pyarrow as pa

from guihua.plan.statement import Direction
from guihua.tracking import Case, Point, assess
from guihua.tracking.methods import escap, eurostat, liancheng, shixu, statcan, unsd
from guihua.tracking.methods.spec import spec
from guihua.tracking.table import KERNELS, NEEDED, judge_table

ROWS = 500_000
KERNEL_BAR, REASONS_BAR = 1_000_000, 25_000


def main() -> int:
    columns = made(ROWS)
    slow = False
    for method in (statcan, eurostat, unsd, escap, shixu):
        run = lambda m=method: m.kernel(*columns)  # noqa: E731
        slow |= shown(f"{method.CODE} kernel", ROWS / best(run), KERNEL_BAR)
        few = [column[:100_000] for column in columns]
        told = lambda m=method: m.kernel(*few).rows(spec(m.CODE).labels)  # noqa: B023, E731
        slow |= shown(f"{method.CODE} with reasons", 100_000 / best(told), REASONS_BAR)
    table = pa.table(dict(zip((*NEEDED, "limit"), columns, strict=True)))
    for code in KERNELS:
        whole = lambda c=code: judge_table(table, date(2019, 6, 30), c)  # noqa: E731
        slow |= shown(f"{code} table with reasons", ROWS / best(whole), REASONS_BAR)
    with np.errstate(divide="ignore"):
        total, elapsed = columns[3] / columns[1] - 1, columns[2] - columns[0]
    slow |= shown("liancheng kernel", ROWS / best(lambda: liancheng.kernel(total, elapsed, -0.135, 5)), KERNEL_BAR)
    cases = [
        Case((Point(2018, float(v)),), Point(2015, float(b)), float(t), 2020, Direction.UP, date(2019, 6, 30))
        for b, v, t in zip(columns[1][:2000], columns[3][:2000], columns[5][:2000], strict=True)
    ]
    rate = len(cases) / best(lambda: [assess(case) for case in cases])
    print(f"{'assess(case), all methods':<28} {rate:>12,.0f} /s")
    return int(slow)


def made(n: int) -> list[np.ndarray]:
    """Random series of both signs, some figures missing."""
    rng = np.random.default_rng(1)
    base, latest, target = (rng.lognormal(3, 1, n) for _ in range(3))
    latest[rng.random(n) < 0.02] = np.nan
    base[rng.random(n) < 0.01] = 0
    years = [np.full(n, y, dtype=float) for y in (2015, 2018, 2020)]
    return [years[0], base, years[1], latest, years[2], target, rng.choice([-1.0, 1.0], n), np.full(n, np.nan)]


def best(run: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def shown(name: str, rate: float, bar: int) -> bool:
    print(f"{name:<28} {rate:>12,.0f} /s   bar {bar:>9,}  {'ok' if rate >= bar else 'SLOW'}")
    return rate < bar


if __name__ == "__main__":
    sys.exit(main())
