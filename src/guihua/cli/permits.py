"""审批日志 logs of approvals: where cases wait, and where they leave the declared procedure.

    guihua permits 日志.xes.gz                               # 办件、事项、走法、哪里等得久 cases, activities, courses, waits
    guihua permits 日志.csv --procedure 流程.yaml             # 与规定流程不合的件数 deviations (steps, optional, repeated)
    guihua permits 日志.csv --last 办结 --as-of 2018-12-31     # 未办结的：停在哪里、还要多久 open cases

CSV 的列 columns: case, activity, time[, resource, group]。
"""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import Any

HELP = "看办件 how approvals run: waits, deviations, open cases"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("log", help="日志 the log: .xes, .xes.gz, .csv")
    parser.add_argument(
        "--procedure",
        default="",
        metavar="FILE",
        help="规定流程 the declared procedure, YAML (default: the usual course)",
    )
    parser.add_argument("--last", action="append", default=[], help="办结的事项，可重复 an activity that ends a case")
    parser.add_argument("--as-of", default="", metavar="DATE", help="到哪一天 up to this day (the log's last)")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="输出格式 (default: table)")


def run(args: argparse.Namespace) -> int:
    """Read the log and say how it runs."""
    from guihua.cli._store import day
    from guihua.mechanisms.portfolio import permits
    from guihua.plan.data import parse
    from guihua.plan.files import read_utf8

    log = permits.read_log(Path(args.log))
    declared = (
        permits.procedure_from(parse(read_utf8(args.procedure)) or {})
        if args.procedure
        else permits.usual_procedure(log)
    )
    last = max((e.time for c in log for e in c.events), default=datetime.min)
    now = datetime.combine(day(args.as_of), datetime.max.time()) if args.as_of else last
    courses = permits.variants(log)
    found = {
        "cases": len(log),
        "events": sum(len(c.events) for c in log),
        "activities": len(permits.activities(log)),
        "variants": len(courses),
        "procedure": list(declared.steps),
        "declared": bool(args.procedure),
        "courses": [{"cases": n, "steps": list(v)} for v, n in courses[:10]],
        "waits": [_wait(w) for w in permits.waits(log)[:15]],
        "deviations": [{"kind": d.kind, "step": d.step, "cases": d.cases} for d in permits.deviations(log, declared)],
        "open": [_open(o) for o in permits.open_cases(log, args.last, now)[:50]] if args.last else [],
    }
    print(json.dumps(found, ensure_ascii=False, indent=1) if args.format == "json" else _text(found))
    return 0


def _wait(w: Any) -> dict[str, Any]:
    return {
        "before": w.before,
        "after": w.after,
        "count": w.count,
        "median_days": round(w.median, 3),
        "days": round(w.total, 1),
    }


def _open(o: Any) -> dict[str, Any]:
    waiting, expected = round(o.waiting, 1), round(o.expected, 1)
    return {"case": o.case, "at": o.at, "waiting_days": waiting, "left": list(o.left), "expected_days": expected}


def _text(found: dict[str, Any]) -> str:
    from guihua.cli._text import shorten, text_table

    kinds = {"missing": "缺少 missing", "unknown": "流程外 unknown", "early": "提前 early", "again": "重复 again"}
    lines = [
        f"办件 cases {found['cases']}，步骤 events {found['events']}，事项 activities {found['activities']}，走法 variants {found['variants']}",
        "",
    ]
    rows = [
        (shorten(w["before"], 36), shorten(w["after"], 36), str(w["count"]), f"{w['median_days']:g}", f"{w['days']:g}")
        for w in found["waits"][:10]
    ]
    lines.append(
        text_table(("从 from", "到 to", "次数 n", "中位天数 median", "合计天数 days"), rows, frozenset({2, 3, 4}))
    )
    whose = (
        "规定流程 the declared procedure" if found["declared"] else "最常见的走法 the usual course (none is declared)"
    )
    lines += ["", f"与{whose}不合 deviations:"]
    left = [(kinds[d["kind"]], shorten(d["step"], 50), str(d["cases"])) for d in found["deviations"][:15]]
    lines.append(text_table(("怎样 kind", "事项 step", "件数 cases"), left, frozenset({2})))
    if found["open"]:
        lines += ["", "未办结 open:"]
        stood = [
            (o["case"], shorten(o["at"], 36), f"{o['waiting_days']:g}", f"{o['expected_days']:g}")
            for o in found["open"][:15]
        ]
        lines.append(
            text_table(("办件 case", "停在 at", "已等天数 waiting", "通常还要 expected"), stood, frozenset({2, 3}))
        )
    return "\n".join(lines)
