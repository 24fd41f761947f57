"""A bundle of every kind, made by the commands from the example and a small plan, once a session."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from guihua.cli.main import main
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
    before = Path.cwd()
    os.chdir(root)
    try:
        for line in COMMANDS:
            assert main(line) in (0, 1), line
    finally:
        os.chdir(before)
    return root


COMMANDS = (
    ["read", "plan.zh.md", "-o", "plan.yaml"],
    ["import", "observations.csv"],
    ["check", "plan.yaml", "-o", "findings.json"],
    ["check", "small.md", "-o", "small.json"],
    ["check", "plan.yaml", "--against", "store", "--as-of", DAY, "-o", "against.json"],
    ["compare", "plan.yaml", "city.md", "-o", "compare.json"],
    ["implied", "plan.yaml", "-o", "implied.json"],
    ["track", "--as-of", DAY, "--bundle", "tracking.json"],
    ["report", "--as-of", DAY, "-o", "report.docx"],
    ["ledger", "import", "bodies", "ledgers/bodies.csv", "--at", "2017-04-14", "--by", "甲"],
    ["ledger", "import", "tasks", "ledgers/任务分工表（示例）.csv", "--at", "2017-06-01", "--by", "甲"],
    ["ledger", "verify", "--bundle", "logs"],
    ["path", "--as-of", "2017-06-30", "-o", "path.json"],
    ["risk", "--as-of", "2017-06-30", "--seed", "1", "--draws", "200", "-o", "risk.json"],
    ["audit", "paper.txt", "--as-of", DAY, "-o", "audit.json"],
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
}
"""What the suite calls a bundle -> its file."""


def data(name: str) -> bytes:
    """The bytes of a bundle."""
    return (folder() / BUNDLES[name]).read_bytes()
