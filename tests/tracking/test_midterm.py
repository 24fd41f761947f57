"""Agreement of our four classes with those that China's mid-term report printed: reported, never fitted."""

from __future__ import annotations

import csv
from pathlib import Path

from guihua.plan.data import parse
from guihua.plan.periods import last_day
from guihua.plan.statement import Direction
from guihua.tracking import Case, Point, assess
from tests.corpus import corpus


def test_agreement_with_the_published_classes_is_reported() -> None:
    table = parse((Path(__file__).parent / "midterm_14fyp.yaml").read_text(encoding="utf-8"))
    with (corpus() / "reference/china_14fyp_midterm_status.csv").open(encoding="utf-8") as file:
        published = {row["indicator"]: row["published_status"] for row in csv.DictReader(file)}
    assert len(published) == 20
    found = {}
    for row in table["indicators"]:
        case = Case(
            (Point(row["year"], float(row["latest"])),),
            Point(2020, float(row["base"])),
            float(row["target"]),
            2025,
            Direction.UP if row["up"] else Direction.DOWN,
            last_day(str(table["as_of"])),
            period=(2021, 2025),
        )
        found[row["name"]] = assess(case).status.zh
    assert set(found) <= set(published)
    agreed = {name for name, status in found.items() if status == published[name]}
    print(f"agreement with the mid-term report: {len(agreed)} of {len(found)}; not: {sorted(set(found) - agreed)}")
    assert len(found) == 4
    assert agreed == set(found)
