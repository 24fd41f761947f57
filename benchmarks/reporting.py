"""How long a report takes: 60 targets, each with a chart and a forecast, with every form it is written in.

Run: python benchmarks/reporting.py [--keep FOLDER]. Bars: the .docx with LibreOffice's page numbers in its contents in
20 s, 500 MB at most in any process. The plan and its figures are made up, from a fixed seed.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

from guihua.plan.periods import Period
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Statement
from guihua.proof.verify import Verdict
from guihua.reporting.bundle import check_report, payload
from guihua.reporting.document import Document, Picture
from guihua.reporting.gather import Sources, material
from guihua.reporting.material import ReportKind
from guihua.reporting.pdf import has_libreoffice
from guihua.reporting.render import render
from guihua.reporting.report import make_report
from guihua.statistics.frame import COLUMNS, available, record, text
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation

TARGETS, YEARS = 60, range(2006, 2018)
SECONDS, MEGABYTES = 20.0, 500
REGION, AS_OF = "150000", date(2018, 12, 31)


def main() -> int:
    folder = Path(sys.argv[2]) if sys.argv[1:2] == ["--keep"] else None
    started = processor()
    sources = made()
    document = timed("track, check, draw, compose", lambda: make_report(material(sources)))
    charts = sum(isinstance(block, Picture) for block in document.blocks)
    seconds = 0.0
    for form in ("docx", "html", "md", "pdf"):
        if form == "pdf" and not has_libreoffice():
            print("pdf: no LibreOffice here")
            continue
        data = timed(f".{form}", lambda f=form: render(document, f))  # type: ignore[misc]
        seconds = seconds or processor() - started
        if folder is not None:
            (folder / f"report.{form}").write_bytes(data)
    timed("recompute every figure", lambda: recomputed(document, sources))
    own, children = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{TARGETS} targets, {charts} charts, {len(document.figures)} figures")
    slow = seconds > SECONDS or max(own, children) > MEGABYTES
    print(f".docx from the start, processor {seconds:.1f} s, bar {SECONDS:.0f} s")
    print(f"memory {own} MB, LibreOffice {children} MB, bar {MEGABYTES} MB  {'SLOW' if slow else 'ok'}")
    return int(slow or charts < TARGETS)


def timed(name: str, run):  # type: ignore[no-untyped-def]
    """Run and print how long it took, and how much of that the processor worked, LibreOffice included."""
    start, worked = time.perf_counter(), processor()
    result = run()
    print(f"{name:<28} {time.perf_counter() - start:>6.1f} s, processor {processor() - worked:>5.1f} s", flush=True)
    return result


def processor() -> float:
    """Seconds that processors worked for this process and those that it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def recomputed(document: Document, sources: Sources) -> None:
    """Make every figure anew from the bundle."""
    parts = check_report(payload(document, sources))
    assert all(part.verdict is Verdict.HOLDS for part in parts), [p for p in parts if p.verdict is not Verdict.HOLDS][
        :3
    ]


def made() -> Sources:
    """A plan of 60 levels with twelve years of published figures each."""
    rng = np.random.default_rng(7)
    statements, rows = [], []
    for number in range(TARGETS):
        growth, first = rng.uniform(0.02, 0.12), rng.uniform(80, 900)
        values = first * np.cumprod(1 + growth + rng.normal(0, 0.015, len(YEARS)))
        target = values[YEARS.index(2015)] * (1 + growth) ** 5 * rng.uniform(0.9, 1.1)
        indicator = f"第{number + 1}种产品产量"
        statements.append(_statement(number, indicator, f"{target:.0f}"))
        rows += [
            _observation(number, indicator, year, f"{value:.1f}") for year, value in zip(YEARS, values, strict=True)
        ]
    plan = Plan(
        text="目标" * TARGETS,
        title="某地区工业发展规划",
        statements=tuple(statements),
        period=(2016, 2020),
        region=REGION,
    )
    return Sources(plan, AS_OF, tuple(rows), REGION, kind=ReportKind.MIDTERM)


def _statement(number: int, indicator: str, value: str) -> Statement:
    return Statement(
        id=f"2-{number:08x}", kind=Kind.TARGET, form=Form.LEVEL, comparator=Comparator.GE, value=(value,), unit="万吨",
        indicator=indicator, measure="output", subject=f"product{number}", year=2020, direction=Direction.UP, quote="目标",
        start=2 * number, end=2 * number + 2, value_start=2 * number, value_end=2 * number + 2, section="2",
    )  # fmt: skip


def _observation(number: int, indicator: str, year: int, value: str) -> Observation:
    o = Observation(
        id="", region=REGION, variable=f"output[product{number}]", indicator=indicator,
        period=Period.years(year), span=Span.SINGLE, value=value, unit="万吨", transformation=Transformation.LEVEL,
        published=date(year + 1, 3, 1), date_trust=DateTrust.EXACT, grade=Grade.OFFICIAL, coverage="全部",
        publisher="某统计局", source="统计公报",
    )  # fmt: skip
    return record({name: text(o, name) for name in COLUMNS}, available(o))


if __name__ == "__main__":
    sys.exit(main())
