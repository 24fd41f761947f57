"""The restated example plan reads as its own gold says (no measure of accuracy: it was written for this product)."""

from __future__ import annotations

import json
from pathlib import Path

from guihua.plan.planfile import to_json_record
from guihua.project import read_plan

EXAMPLE = Path(__file__).parents[2] / "examples" / "neimenggu"
SLOTS = ("kind", "form", "year", "base_year", "unit", "direction")
FOLD = {"count": "level", "change_abs": "change"}


def pairs(text: str) -> set[str]:
    letters = "".join(c for c in text if c.isalnum())
    return {letters[i : i + 2] for i in range(len(letters) - 1)}


def alike(one: str, other: str) -> bool:
    a, b = pairs(one), pairs(other)
    return 2 * len(a & b) / max(1, len(a) + len(b)) >= 0.6


def test_the_example_reads_as_its_gold():
    found = [to_json_record(s) for s in read_plan(EXAMPLE / "plan.zh.md")]
    gold = [json.loads(line) for line in (EXAMPLE / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = []
    for g in gold:
        at = [f for f in found if f["value_start"] < g["value_end"] and g["value_start"] < f["value_end"]]
        if not at:
            wrong.append(("missed", g["quote"]))
        elif not any(_right(f, g) for f in at):
            wrong.append((at[0]["indicator"], {s: (at[0][s], g.get(s)) for s in SLOTS}, g["indicator"], g["quote"]))
    extra = [
        f["quote"]
        for f in found
        if not any(f["value_start"] < g["value_end"] and g["value_start"] < f["value_end"] for g in gold)
    ]
    assert not extra
    assert len(wrong) <= 0.03 * len(gold), "\n".join(map(str, wrong))


def test_no_label_keeps_marks_of_its_markup():
    for statement in read_plan(EXAMPLE / "plan.zh.md"):
        assert "*" not in statement.indicator and "#" not in statement.indicator, statement.indicator
        assert not statement.indicator.startswith(("色", "的", "占")), statement.indicator


def _right(found: dict, gold: dict) -> bool:
    for slot in SLOTS:
        expected = gold.get(slot)
        if slot == "direction" and expected is None:
            continue
        if FOLD.get(found[slot], found[slot]) != FOLD.get(expected, expected):
            return False
    return alike(found["indicator"], gold["indicator"])
