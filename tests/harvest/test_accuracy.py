"""Annotated releases of the corpus: whole observations (indicator, signed value, unit, period, region, transformation)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from guihua.statistics.harvest import harvest_file

FOLDER = Path(os.environ.get("GUIHUA_CORPUS", "")) / "gold" / "harvest"
needs_corpus = pytest.mark.skipif(
    not FOLDER.is_dir() or not os.environ.get("GUIHUA_CORPUS"), reason="the corpus is not here"
)


@needs_corpus
def test_values_of_annotated_releases_are_found_and_no_others() -> None:
    gold = found = met = 0
    for path in sorted(FOLDER.glob("*.gold.jsonl")):
        head, *records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
        values = [f.value for f in harvest_file(FOLDER / head["file"]).figures]
        left = [float(v) for v in values]
        gold, found = gold + len(records), found + len(values)
        for record in records:
            if record["value"] in left:
                left.remove(record["value"])
                met += 1
    assert 2 * met / (gold + found) >= 0.95
