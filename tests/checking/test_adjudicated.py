"""Every error on every text at hand has been judged by hand: the table and the program must agree.

The table holds the text's SHA-256, the finding's code and spans, true or false, and why. An error that the table lacks
fails the test, and so does one that it calls false.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from guihua.checking import Finding, check
from guihua.project import read_plan
from tests.corpus import corpus

TABLE = Path(__file__).with_name("adjudicated.csv")


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _spans(finding: Finding) -> str:
    return ";".join(f"{m.start}-{m.end}" for m in finding.members if m.start is not None)


def test_every_row_is_judged_with_a_reason() -> None:
    for row in _rows():
        assert row["verdict"] in ("true", "false")
        assert len(row["text_sha256"]) == 64 and len(row["reason"]) > 20


def test_errors_on_all_texts_are_those_judged_and_none_is_false() -> None:
    folder = corpus() / "plans"
    judged = {(r["text_sha256"], r["code"], r["spans"]): r["verdict"] for r in _rows() if r["severity"] == "error"}
    found = set()
    for path in sorted(folder.glob("*.txt")):
        plan = read_plan(path)
        found |= {(plan.text_sha256, f.code, _spans(f)) for f in check(plan).errors}
    assert found == set(judged)
    assert set(judged.values()) <= {"true"}


@pytest.mark.parametrize("code", ["GH101", "GH130", "GH141"])
def test_the_official_text_gives_what_the_annotated_statements_give(code: str) -> None:
    from tests.checking.gold import gold_plan

    read = check(read_plan(corpus() / "plans" / "neimenggu_industry_13fyp.txt"))
    gold = check(gold_plan())

    def sums(findings: tuple[Finding, ...]) -> list[list[str]]:
        return [[s.result for s in f.steps] for f in findings if f.code == code]

    assert sums(read.findings) == sums(gold.findings)
