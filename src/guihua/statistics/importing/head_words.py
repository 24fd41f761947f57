"""The words by which a published table is read (`wide.yaml`), compared after NFKC and without spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from guihua.plan.data import load
from guihua.plan.periods import Period
from guihua.statistics.importing.table import DATA

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


def clean(text: str) -> str:
    """NFKC without spaces; the marks of footnotes (①) stay what they are."""
    plain = "".join(c if c in CIRCLED else unicodedata.normalize("NFKC", c) for c in text).replace("−", "-")
    return re.sub(r"\s+", "", plain)


def figure_and_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell with a figure, cleaned, without the marks of footnotes that follow it: 19.4② is 19.4, not 19.42."""
    bare = text.strip()
    marks = re.search(wide_words()["figure_marks"], bare)
    return (clean(bare[: marks.start()]), tuple(marks[0])) if marks and marks.start() else (clean(bare), ())


def spoken_period(text: str) -> Period | None:
    """The period that a title, a head or a file name speaks of: 2018年1-6月, 2018年上半年, 2018年一季度, 201806."""
    text = clean(text)
    if found := re.search(r"(20\d{2})年?(\d{1,2})月?[-—–~至到](\d{1,2})月", text):
        return Period(int(found[1]), int(found[2]), int(found[1]), int(found[3]))
    if found := re.search(r"(20\d{2})年?(\d{1,2})月|(20\d{2})[-_.]?M?(0[1-9]|1[0-2])(?!\d)", text):
        year, month = int(found[1] or found[3]), int(found[2] or found[4])
        return Period(year, month, year, month) if 1 <= month <= 12 else None
    if found := re.search(r"(20\d{2})年?(上半年|前三季度|([一二三四1-4])季度)", text):
        if found[3]:
            return Period.parse(f"{found[1]}Q{CHINESE.get(found[3], 0) or int(found[3])}")
        return Period.parse(f"{found[1]}H1" if found[2] == "上半年" else f"{found[1]}Q1-Q3")
    found = re.search(r"(20\d{2})年?", text)
    return Period.years(int(found[1])) if found else None


@cache
def wide_words() -> dict[str, Any]:
    """All of the file: heads, times, transformations, placeholders, marks."""
    return dict(load("wide.yaml", DATA))


@cache
def word_set(name: str) -> frozenset[str]:
    """One of its lists of words, ready to compare with cleaned cells."""
    return frozenset(clean(str(w)) for w in wide_words()[name])
