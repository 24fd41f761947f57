"""How fast plans are checked: one plan with everything, a thousand plans, a province's plans together.

    python benchmarks/checking.py [--plans 1000] [--components 1000] [--statements 100] [--check]

The plan is the worked example's; the thousand are made from it by moving its figures (so that conflicts come and go). The
large system is made up: components of a few quantities over several years, tied by levels, growth, ratios and shares;
every twentieth holds a contradiction. Beside each figure stands the bare time of HiGHS for the same systems: passing
the arrays and one solve a component. Seconds are processor time, so that other work on the machine does not count.
``--check`` exits 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import process_time

from guihua.checking import check, default_settings
from guihua.checking.checker import system_of
from guihua.checking.conflicts import search
from guihua.checking.engine import Engine
from guihua.checking.implied import implied
from guihua.checking.joining import localised_plan
from guihua.checking.normal import groups_of
from guihua.checking.system import Group, components
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Statement
from guihua.project import read_plan
from guihua.solving.solver import new_highs

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "neimenggu"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--components", type=int, default=1000)
    parser.add_argument("--statements", type=int, default=100, help="statements a component")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    plan = read_plan(EXAMPLE / "plan.zh.md")
    met = [
        one_plan(plan),
        many_plans(plan, options.plans),
        large_system(options.components, options.statements),
    ]
    return 1 if options.check and not all(met) else 0


def one_plan(plan: Plan) -> bool:
    """All conflicts, corrections and implied ranges of the first plan, libraries loaded."""
    check(plan)
    start = process_time()
    result = check(plan)
    ranges = implied(plan)
    seconds = process_time() - start
    bare = bare_solver(localised_groups(plan))
    told(
        f"one plan, {len(plan.statements)} statements: {len(result.findings)} findings, {len(ranges.intervals)} ranges",
        seconds,
        bare,
        2.0,
    )
    return seconds < 2


def many_plans(plan: Plan, count: int) -> bool:
    """So many plans of this size in one process; memory after the first tenth and at the end."""
    draw = random.Random(7)
    plans = (moved(plan, draw) for _ in range(count))
    every = max(1, count // 20)
    start, errors, early, bare = process_time(), 0, 0, 0.0
    for place, other in enumerate(plans):
        errors += len(check(other).errors)
        if place == count // 10:
            early = memory()
        if place % every == 0:
            aside = process_time()
            bare += every * bare_solver(localised_groups(other))
            start += process_time() - aside
    seconds, late = process_time() - start, memory()
    bar = 600 * count / 1000
    told(f"{count} plans: {errors} errors; memory {early} MB after a tenth, {late} MB at the end", seconds, bare, bar)
    return seconds < bar and late < early * 1.2 + 20


def large_system(count: int, size: int) -> bool:
    """Many components of many statements each, from statements to proved conflicts."""
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
    bare = sum(bare_solver(part) for part in parts[:: max(1, len(parts) // 50)]) * max(1, len(parts) // 50)
    bar = 60 * count * size / 100_000
    told(
        f"{len(statements)} statements, {len(parts)} components ({built:.1f} s to build): "
        f"{conflicts} conflicts, {minimal} proved minimal",
        seconds,
        bare,
        bar,
    )
    return seconds < bar


def localised_groups(plan: Plan) -> Sequence[Group]:
    return system_of(localised_plan(plan), default_settings()).groups


def bare_solver(groups: Sequence[Group]) -> float:
    """Seconds for HiGHS alone: the same arrays passed once, one solve for each component and system."""
    seconds = 0.0
    for part in components(groups):
        engine = Engine(part)
        for system in engine._systems():
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


def told(what: str, seconds: float, bare: float, bar: float) -> None:
    ratio = f"{seconds / bare:.1f} × HiGHS alone ({bare:.2f} s)" if bare else ""
    print(f"{'✓' if seconds < bar else '✗'} {what}: {seconds:.2f} s (bar {bar:g} s), {ratio}", flush=True)


def memory() -> int:
    """Largest resident set of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
