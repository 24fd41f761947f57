"""Choose the observations of the example: what belongs to the indicators of its plan, columns and rows as collected.

    GUIHUA_CORPUS=… python scripts/example_observations.py

A row belongs if its variable is a statement's (``examples/neimenggu/gold.jsonl``), or the part or whole of a share that
a statement sets, or stands nearest to one that nobody publishes (``NEAREST``, each with its reason).
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

from guihua.plan.concepts import resolve
from guihua.plan.files import write_whole

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "neimenggu"
REGION = "150000"
NEAREST = {
    "share(value_added[non_coal], value_added[industry])": "the bureau publishes the non-coal share instead of coal's",
    "value_added[non_coal]": "growth of that part",
    "share(value_added[energy], value_added[industry])": "the wider part of which coal is one",
    "utilisation_rate[solid_waste]": "all industrial solid waste; the target is of bulk waste",
    "value_added[emerging]": "growth, where no share of GDP is published",
    "share(value_added[emerging], value_added[industry])": "share of industry, where the target is of GDP",
    "energy_intensity[gdp]": "of GDP, where the target is of industrial value added",
    "resource_productivity": "the only published figure on efficiency beside it",
    "value_added[secondary_sector]": "the sector that holds industry: the same breaks of accounting show in it",
    "value_added[应核减规模以上工业]": "the correction of 2016's figure that the region announced itself",
    "share(value_added[应核减额], value_added[industry])": "the same correction as a share",
    "enterprises[industry]": "the number of industrial enterprises above the threshold",
    "new_capacity[wind]": "additions, to check the stock against",
    "new_capacity[solar]": "additions, to check the stock against",
    "new_capacity[thermal]": "additions, to check the stock against",
}


def main() -> None:
    corpus = Path(os.environ.get("GUIHUA_CORPUS") or ROOT.parent / "shared")
    wanted = plan_variables() | NEAREST.keys()
    with (corpus / "data" / "observations.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        heads = list(reader.fieldnames or ())
        rows = [row for row in reader if belongs(row, wanted)]
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(EXAMPLE / "observations.csv", text.getvalue())
    print(f"{len(rows)} rows of {len({resolve(r['indicator']).variable for r in rows})} variables")


def plan_variables() -> set[str]:
    """The variables of the plan's statements, and the parts and wholes of its shares."""
    found: set[str] = set()
    for line in (EXAMPLE / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        variable = resolve(str(json.loads(line).get("indicator") or "")).variable
        found.add(variable)
        if share := re.fullmatch(r"share\((.+), (.+)\)", variable):
            found |= {share[1], share[2]}
    return found


def belongs(row: dict[str, str], wanted: set[str]) -> bool:
    """Leagues' and cities' figures only of the indicators themselves, not of wholes such as GDP."""
    variable = resolve(row["indicator"]).variable
    wide = variable in ("gdp", "value_added[secondary_sector]")
    return variable in wanted and (row["region_code"] == REGION or not wide)


if __name__ == "__main__":
    main()
