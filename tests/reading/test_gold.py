"""Reading against hand-made annotations: the first plan, the documents that rules may be developed on, and the empty ones."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from scripts.scoring import SLOTS, Gold, GoldStatement, Score, read_gold, score

from guihua.reading import read_text
from tests.corpus import corpus

GOLD = Path(__file__).parent.parent / "gold"
SPLIT = yaml.safe_load((GOLD / "split.yaml").read_text(encoding="utf-8"))


def scored(document: str) -> Score:
    text = corpus("plans", f"{document}.txt").read_text(encoding="utf-8")
    return score(read_text(text).statements, read_gold(GOLD / f"{document}.jsonl", text))


def test_first_plan_is_read_whole() -> None:
    text = corpus("plans", "neimenggu_industry_13fyp.txt").read_text(encoding="utf-8")
    gold = read_gold(corpus("gold", "neimenggu-135-industry.jsonl"), text)
    found = score(read_text(text).statements, gold)
    assert found.precision >= 0.99 and found.recall >= 0.99
    assert found.whole_f1 >= 0.95


@pytest.mark.parametrize("document", SPLIT["dev"])
def test_values_of_a_dev_document(document: str) -> None:
    assert scored(document).value_f1 >= 0.95


def test_whole_statements_over_the_dev_documents() -> None:
    total = sum((scored(document) for document in SPLIT["dev"]), Score())
    assert total.value_f1 >= 0.97
    assert total.whole_f1 >= 0.80


@pytest.mark.parametrize("document", SPLIT["nearly_empty"])
def test_texts_with_hardly_any_quantity_give_hardly_any_statement(document: str) -> None:
    text = corpus("plans", f"{document}.txt").read_text(encoding="utf-8")
    assert len(read_text(text).statements) <= 4


@pytest.mark.parametrize(
    ("value", "unit", "met", "unit_right"),
    [("46500", "万吨", 1, 1), ("4.65", "亿吨", 1, 1), ("46500", "亿吨", 0, 0), ("4.65", "万吨", 1, 0)],
)
def test_a_quantity_is_the_same_in_either_notation(value: str, unit: str, met: int, unit_right: int) -> None:
    text = "北山省“九五”计划\n到2000年，粮食产量达到四亿六千五百万吨。"
    (found,) = read_text(text).statements
    span = (found.start, found.end, found.value_start, found.value_end)
    slots = tuple((slot, unit if slot == "unit" else None) for slot in SLOTS)
    counted = score([found], Gold((GoldStatement((Decimal(value),), *span, slots),), None))
    assert (counted.matched, counted.slot_right["unit"]) == (met, unit_right)
