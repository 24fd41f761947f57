"""How fast plans are checked: one plan with everything, a thousand plans, a province's plans together, ever longer plans.

    python benchmarks/checking.py [--plans 1000] [--components 1000] [--statements 100] [--check]

The plan is the worked example's; the thousand are made from it by moving its figures (so that conflicts come and go) and
checked by two processes with every rule. The large system is made up: components of a few
quantities over several years, tied by levels, growth, ratios and shares; every twentieth holds a contradiction. Beside it
stands the bare time of HiGHS for the same systems: passing the arrays and one solve a component; those seconds are
processor time, so that other work on the machine does not count. Garbage is looked for as the command does.
Growth: a made-up plan of one, two, four and eight times as many sentences, read and checked. ``--check`` exits 1 where a
bar is missed.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time

from guihua.checking import check, default_settings
from guihua.checking.conflicts import search
from guihua.checking.engine import Engine
from guihua.checking.implied import implied
from guihua.checking.normal import groups_of
from guihua.checking.system import Group, components
from guihua.cli.main import COLLECT
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Statement
from guihua.project import read_plan
from guihua.reading.whole import read_text
from guihua.solving.solver import new_highs

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "neimenggu"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--components", type=int, default=1000)
    parser.add_argument("--statements", type=int, default=100, help="statements a component")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    gc.set_threshold(*COLLECT)
    plan = read_plan(EXAMPLE / "plan.zh.md")
    met = [
        one_plan(plan),
        many_plans(options.plans),
        large_system(max(1, options.components // 10), options.statements),
        large_system(options.components, options.statements),
        growth(),
    ]
    return 1 if options.check and not all(met) else 0


def one_plan(plan: Plan) -> bool:
    """All conflicts, corrections and rules of the first plan, libraries loaded; the implied ranges beside."""
    check(plan)
    start = process_time()
    result = check(plan)
    seconds = process_time() - start
    start = process_time()
    ranges = implied(plan)
    also = process_time() - start
    told(f"one plan, {len(plan.statements)} statements: {len(result.findings)} findings", seconds, 0.5)
    print(f"  its {len(ranges.intervals)} implied ranges: {also:.2f} s", flush=True)
    return seconds < 0.5


def many_plans(count: int) -> bool:
    """So many plans of this size on two cores, every rule; memory of a worker after the first tenth and at the end."""
    start = perf_counter()
    with ProcessPoolExecutor(2) as pool:
        halves = list(pool.map(checked, (7, 8), (count // 2, count - count // 2)))
    seconds, bar = perf_counter() - start, 60 * count / 1000
    errors, early, late = sum(h[0] for h in halves), max(h[1] for h in halves), max(h[2] for h in halves)
    busy = max(h[3] for h in halves)
    told(
        f"{count} plans on both cores: {errors} errors; a process {early} MB after a tenth, {late} MB at the end; "
        f"{seconds:.1f} s by the clock, processor seconds of the busier process",
        busy,
        bar,
    )
    return busy < bar and late < early * 1.2 + 20


def checked(seed: int, count: int) -> tuple[int, int, int, float]:
    """(errors, MB after a tenth, MB at the end, processor seconds) of so many plans made from the first."""
    gc.set_threshold(*COLLECT)
    plan, draw = read_plan(EXAMPLE / "plan.zh.md"), random.Random(seed)
    errors = early = 0
    for place in range(count):
        errors += len(check(moved(plan, draw)).errors)
        if place == count // 10:
            early = memory()
    return errors, early, memory(), process_time()


def large_system(count: int, size: int) -> bool:
    """Many components of many statements each, from statements to proved conflicts, and HiGHS alone for all of them."""
    draw = random.Random(11)
    statements = [s for c in range(count) for s in component(c, size, draw)]
    start = process_time()
    groups = groups_of(statements, default_settings())
    parts = components(groups)
    built = process_time() - start
    found = [search(part) for part in parts]
    seconds = process_time() - start
    conflicts = sum(len(s.conflicts) for s in found)
    minimal = sum(c.minimal for s in found for c in s.conflicts)
    bare = sum(bare_solver(part) for part in parts)
    bar = min(60 * count * size / 100_000, 10 * bare)
    told(
        f"{len(statements)} statements, {len(parts)} components ({built:.2f} s to build): "
        f"{conflicts} conflicts, {minimal} proved minimal; {seconds / bare:.1f} × HiGHS alone ({bare:.2f} s; bar 10 ×)",
        seconds,
        bar,
    )
    return seconds < bar


def growth() -> bool:
    """A text of ever more sentences, read and checked with every rule: twice as long takes about twice as long."""
    seconds = []
    for times in (1, 2, 4, 8):
        text = made_text(250 * times)
        start = process_time()
        read = read_text(text)
        middle = process_time()
        check(read)
        seconds.append((len(read.statements), middle - start, process_time() - middle))
    shown = "; ".join(f"{n} statements {a:.2f} s read, {b:.2f} s checked" for n, a, b in seconds)
    (first, _, one), (last, _, eight) = seconds[0], seconds[-1]
    power = (eight / one) / (last / first)
    print(
        f"{'✓' if power < 1.5 else '✗'} growth: {shown}; a statement of the longest {power:.2f} × one of the shortest (bar 1.5)"
    )
    return power < 1.5


def made_text(count: int) -> str:
    """A plan of so many sentences over ever other products: base and growth, parts and whole, shares, a table's rows."""
    draw = random.Random(3)
    lines = ["示例市第十三个五年规划（自编，仅为量速）", "一、发展基础"]
    for k in range(count):
        name = "".join(chr(0x4E00 + draw.randrange(500, 4000)) for _ in range(3)) + "制品产量"
        base = draw.randrange(100, 900)
        if k == count // 2:
            lines.append("二、发展目标")
        if k % 3 == 0:
            lines.append(f"{name}由2010年的{base}万吨增加到2015年的{base * 3 // 2}万吨，增长50%。")
        elif k % 3 == 1:
            a = base // 3
            lines.append(f"2015年{name}{base}万吨，其中东区{a}万吨、西区{base - 2 * a}万吨、南区{a}万吨。")
        else:
            lines.append(f"到2020年，{name}达到{base * 2}万吨，年均增长8%左右。")
    return "\n".join(lines) + "\n"


def bare_solver(groups: Sequence[Group]) -> float:
    """Seconds for HiGHS alone: the same arrays passed once, one solve for each system of one component."""
    seconds = 0.0
    for system in Engine(groups)._systems():
        program = system.model._highs.getLp()
        start = process_time()
        highs = new_highs()
        highs.passModel(program)
        highs.run()
        seconds += process_time() - start
    return seconds


def moved(plan: Plan, draw: random.Random) -> Plan:
    """The plan with a tenth of its figures moved by up to a tenth."""

    def other(s: Statement) -> Statement:
        if len(s.value) != 1 or draw.random() > 0.1:
            return s
        places = len(s.value[0].partition(".")[2])
        value = round(float(s.value[0]) * draw.uniform(0.9, 1.1), places)
        return replace(s, value=(f"{value:.{places}f}",))

    return replace(plan, statements=tuple(other(s) for s in plan.statements))


def component(number: int, size: int, draw: random.Random) -> list[Statement]:
    """Statements over the outputs of a few industries of one region, consistent but for every twentieth component."""
    names = [f"第{number}盟第{k}产业产值" for k in range(max(2, size // 12))]
    true = {(n, y): Fraction(draw.randrange(100, 1000)) for n in names for y in (2010, 2015, 2020)}
    found: list[Statement] = []
    while len(found) < size:
        name = names[len(found) % len(names)]
        first, last = draw.choice(((2010, 2015), (2015, 2020)))
        if draw.random() < 0.4:
            found.append(_said(found, number, name, Form.LEVEL, f"{true[name, last]}", "亿元", last))
        else:
            other = names[(len(found) + 1) % len(names)] if len(found) > len(names) else name
            ratio = float(true[name, last] / true[name, first])
            found.append(_said(found, number, name, Form.RATIO, f"{ratio:.2f}", "倍", last, base_year=first))
            if other != name:
                share = float(true[other, last] / true[name, last]) * 100
                found.append(_part(found, number, other, name, f"{share:.1f}", last))
    if number % 20 == 0:
        name = names[0]
        wrong = float(true[name, 2020] / true[name, 2015]) * 1.2
        found[-1] = _said(found, number, name, Form.RATIO, f"{wrong:.2f}", "倍", 2020, base_year=2015)
    return found[:size]


def _said(
    found: list[Statement],
    number: int,
    name: str,
    form: Form,
    value: str,
    unit: str,
    year: int,
    base_year: int | None = None,
) -> Statement:
    return Statement(
        id=f"{number}-{len(found)}",
        kind=Kind.FACT if year < 2016 else Kind.TARGET,
        form=form,
        comparator=Comparator.EQ,
        value=(value,),
        unit=unit,
        indicator=name,
        quote="",
        start=0,
        end=0,
        value_start=0,
        value_end=0,
        measure="output",
        subject=name.removesuffix("产值"),
        year=year,
        base_year=base_year,
        direction=Direction.UP,
    )


def _part(found: list[Statement], number: int, part: str, whole: str, value: str, year: int) -> Statement:
    """A share of one industry's output in another's: any ratio of two outputs will do to tie a component together."""
    said = _said(found, number, f"{part}占{whole}比重", Form.SHARE, value, "%", year)
    return replace(said, subject=part.removesuffix("产值"), whole=f"output[{whole.removesuffix('产值')}]")


def told(what: str, seconds: float, bar: float) -> None:
    print(f"{'✓' if seconds < bar else '✗'} {what}: {seconds:.2f} s (bar {bar:.2g} s)", flush=True)


def memory() -> int:
    """Largest resident set of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
