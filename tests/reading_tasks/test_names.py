"""Regions, documents, organisations, parks and industries are found and linked to concepts."""

from __future__ import annotations

import json

import pytest
import yaml

from guihua.reading.compiler import DATA
from guihua.reading.names import find_names
from tests.corpus import corpus

ENTRIES = [e for e in yaml.safe_load((DATA / "names.yaml").read_text(encoding="utf-8")) if "ending" in e]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["kind"])
def test_a_kind_finds_its_examples_and_leaves_the_others(entry: dict[object, list[str]]) -> None:
    assert [t for t in entry[True] if not any(m.kind == entry["kind"] for m in find_names(t))] == []
    assert [t for t in entry[False] if any(m.kind == entry["kind"] for m in find_names(t))] == []


def test_regions_carry_their_code_and_industries_their_key() -> None:
    names = find_names("支持包头市发展煤炭产业，按照《某省工业规划》执行。")
    assert [(m.name, m.kind, m.concept) for m in names] == [
        ("包头市", "region", "150200"),
        ("煤炭产业", "industry", "coal"),
        ("某省工业规划", "document", ""),
    ]


def test_the_longer_of_two_names_that_overlap_is_kept() -> None:
    assert [m.name for m in find_names("建设包头装备制造产业园区。")] == ["包头装备制造产业园区"]


def test_no_named_region_of_the_annotated_plan_is_missed() -> None:
    text = (corpus() / "plans" / "neimenggu_industry_13fyp.txt").read_text(encoding="utf-8")
    entities = json.loads((corpus() / "gold" / "entities.json").read_text(encoding="utf-8"))["entities"]
    spans = [(m.start, m.end) for m in find_names(text)]
    named = [m for e in entities["regions"] if e["subtype"] in ("自治区", "盟市") for m in e["mentions"]]
    assert len(named) > 60
    missed = [m for m in named if not any(a <= m["start"] and m["end"] <= b for a, b in spans)]
    assert len(missed) <= 0.05 * len(named)
