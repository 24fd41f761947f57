"""Pairs of made-up sentences that differ in one figure: the one contradicts itself, the other agrees.

`pairs.jsonl`: kind (1 to 18 as planted contradictions are counted, or other), set (1 to 4, in the order in which they were
written; each was measured before anything was mended on it), found: whether the clash is found today.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from guihua import check, read
from guihua.checking.finding import Finding, Severity


@cache
def pairs() -> Sequence[dict[str, Any]]:
    lines = Path(__file__).with_name("pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def loud(text: str) -> list[Finding]:
    found = check(read(text if text.endswith("\n") else text + "\n")).findings
    return [f for f in found if f.severity is not Severity.NOTE]


def checked() -> Sequence[dict[str, Any]]:
    """Every sixth pair, or all of them where GUIHUA_PAIRS is set: reading and checking them all takes ten seconds."""
    return pairs() if os.environ.get("GUIHUA_PAIRS") else pairs()[::6]


@pytest.mark.parametrize("pair", checked(), ids=lambda p: f"set{p['set']}-{p['kind']}")
def test_the_clash_is_found_and_what_agrees_is_left_alone(pair: dict[str, Any]) -> None:
    assert bool(loud(pair["clash"])) == pair["found"], pair["clash"]
    assert loud(pair["agrees"]) == [], pair["agrees"]


def test_nineteen_of_twenty_are_found() -> None:
    assert sum(p["found"] for p in pairs()) >= 0.95 * len(pairs())
