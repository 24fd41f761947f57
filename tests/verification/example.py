"""A bundle of every kind, made by the commands from the example and a small plan, once a session."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from guihua.cli.main import main
from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.mechanisms.core.examples import example_job
from guihua.mechanisms.core.publishing import workbook_bytes
from guihua.mechanisms.core.records import Run
from guihua.mechanisms.core.running import bundle_of, run
from guihua.proof.bundle import write
from guihua.reporting.mechanism_papers import paper_docx
from tests.corpus import ROOT

EXAMPLE = ROOT / "examples" / "neimenggu"
DAY = "2021-12-31"
CITY = """# 某市“十三五”工业规划

## 一、目标

到2020年，全市工业增加值年均增长7%，煤炭产业增加值占工业增加值比重提高到20%以上。
"""
SMALL = """# 某省“十三五”规划

## 一、主要目标

2015年，全省规模以上工业企业达到35户，比2010年增加46户。

| 指标 | 2015年 | 2020年 | 〔累计〕 | 属性 |
|---|---|---|---|---|
| 湿地面积（万亩） | 900 | 940 | 〔40〕 | 约束性 |
"""
"""A plan with one error, and with a table whose sum over years is no sum of its levels."""
MEETINGS = (
    (
        "stable",
        "matching",
        {"proposers": {"甲": ["子"], "乙": ["子", "丑"]}, "reviewers": {"子": ["乙", "甲"], "丑": ["乙"]}},
    ),
    ("assignment", "matching", {"costs": [["甲", "子", 3], ["甲", "丑", 1], ["乙", "子", 2], ["乙", "丑", 4]]}),
    ("flow", "matching", {"supply": {"甲": 35}, "demand": {"子": 32}, "ways": [["甲", "子", "0.225", 40]]}),
    ("auction", "market", {"buys": [[105, 3], [100, 2]], "sells": [[95, 2], [99, 2]], "rule": "time"}),
)
"""Meetings by themselves: name, which command, and what they are asked."""
LEAGUES = [
    "呼和浩特市",
    "包头市",
    "呼伦贝尔市",
    "兴安盟",
    "通辽市",
    "赤峰市",
    "锡林郭勒盟",
    "乌兰察布市",
    "鄂尔多斯市",
    "巴彦淖尔市",
    "乌海市",
    "阿拉善盟",
]
ENGINES = {
    "draw": "double-random",
    "decision": "approval",
    "scheme": "parks",
    "account": "quotas",
    "matching": "bank-firm",
}
"""An engine -> the mechanism whose first example is run."""
ROWS = 400
"""Rows of the example's observations that the suite takes: enough for verdicts, few enough to be quick."""


@cache
def folder() -> Path:
    """A project with the bundles in it, named kind.json (report.bundle.json and report.docx for the report)."""
    import os

    root = Path(mkdtemp(prefix="guihua-bundles-")) / "project"
    shutil.copytree(EXAMPLE, root)
    lines = (root / "observations.csv").read_text("utf-8").splitlines(keepends=True)
    (root / "observations.csv").write_text("".join(lines[: ROWS + 1]), "utf-8")
    (root / "city.md").write_text(CITY, "utf-8")
    (root / "small.md").write_text(SMALL, "utf-8")
    (root / "paper.txt").write_text("2020年，全区工业增加值达到7939亿元，年均增长11.9%。\n", "utf-8")
    (root / "keys.csv").write_text("region,key\n" + "".join(f"{n},{k}.5\n" for k, n in enumerate(LEAGUES, 60)), "utf-8")
    (root / "ways.csv").write_text(",纽约,芝加哥,托皮卡\n西雅图,0.225,0.153,0.162\n圣迭戈,0.225,0.162,0.126\n", "utf-8")
    for name, _, asked in MEETINGS:
        (root / f"{name}.in.json").write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
    before = Path.cwd()
    os.chdir(root)
    try:
        for line in COMMANDS:
            assert main(line) in (0, 1), line
    finally:
        os.chdir(before)
    for engine, mechanism in ENGINES.items():
        (root / f"run-{engine}.json").write_bytes(write(bundle_of(run_of(mechanism))))
    scheme = run_of(ENGINES["scheme"])
    (root / "sheets.xlsx").write_bytes(workbook_bytes(scheme.decided.outcome.tables))
    (root / "paper.docx").write_bytes(paper_docx(scheme))
    return root


def run_of(mechanism: str) -> Run:
    """A mechanism's first example that comes to an outcome."""
    declaration = load_mechanisms()[mechanism]
    example = next(e for e in declaration.examples if "error" not in (e.given.get("expect") or {}))
    return run(example_job(declaration, example), by="甲", at="2022-01-01T00:00:00+00:00")


COMMANDS = (
    ["read", "plan.zh.md", "-o", "plan.yaml"],
    ["import", "observations.csv"],
    ["check", "plan.yaml", "-o", "findings.json"],
    ["check", "small.md", "-o", "small.json"],
    ["check", "plan.yaml", "--against", "store", "--as-of", DAY, "-o", "against.json"],
    ["compare", "plan.yaml", "city.md", "-o", "compare.json"],
    ["implied", "plan.yaml", "-o", "implied.json"],
    ["track", "--as-of", DAY, "--bundle", "tracking.json"],
    ["ledger", "import", "bodies", "ledgers/bodies.csv", "--at", "2017-04-14", "--by", "甲"],
    ["ledger", "import", "tasks", "ledgers/任务分工表（示例）.csv", "--at", "2017-06-01", "--by", "甲"],
    ["report", "--as-of", DAY, "-o", "report.docx"],
    ["ledger", "verify", "--bundle", "logs"],
    ["path", "--as-of", "2017-06-30", "-o", "path.json"],
    ["risk", "--as-of", "2017-06-30", "--seed", "1", "--draws", "200", "-o", "risk.json"],
    ["report", "--as-of", DAY, "-o", "report.md", "--no-bundle"],
    ["check", "plan.yaml", "-o", "opinion.docx"],
    ["audit", "paper.txt", "--as-of", DAY, "-o", "audit.json", "-o", "audit.xlsx"],
    ["allot", "2.3-edca3287", "--plan", "plan.yaml", "--on", "leagues", "--by", "keys.csv", "-o", "allotment.json"],
    ["model", "transport", "ways.csv", "--supply", "350,600", "--demand", "325,300,275", "-o", "program.json"],
    *(["run", kind, f"{name}.in.json", "-o", f"{name}.json"] for name, kind, _ in MEETINGS),
)
BUNDLES = {
    "findings": "findings.json",
    "small": "small.json",
    "against": "against.json",
    "compare": "compare.json",
    "implied": "implied.json",
    "tracking": "tracking.json",
    "report": "report.bundle.json",
    "ledger-log": "logs/tasks.bundle.json",
    "path": "path.json",
    "risk": "risk.json",
    "audit": "audit.json",
    "allotment": "allotment.json",
    "program": "program.json",
    **{name: f"{name}.json" for name, _, _ in MEETINGS},
    **{f"run-{engine}": f"run-{engine}.json" for engine in ENGINES},
}
"""What the suite calls a bundle -> its file."""


def data(name: str) -> bytes:
    """The bytes of a bundle."""
    return (folder() / BUNDLES[name]).read_bytes()
