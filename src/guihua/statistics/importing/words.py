"""The words by which a published table is read (`wide.yaml`), compared after NFKC and without spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from guihua.plan.data import load
from guihua.statistics.importing.table import DATA

CIRCLED = "①②③④⑤⑥⑦⑧⑨"
CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


def clean(text: str) -> str:
    """NFKC without spaces; the marks of footnotes (①) stay what they are."""
    plain = "".join(c if c in CIRCLED else unicodedata.normalize("NFKC", c) for c in text).replace("−", "-")
    return re.sub(r"\s+", "", plain)


@cache
def wide_words() -> dict[str, Any]:
    """All of the file: heads, times, transformations, placeholders, marks."""
    return dict(load("wide.yaml", DATA))


@cache
def word_set(name: str) -> frozenset[str]:
    """One of its lists of words, ready to compare with cleaned cells."""
    return frozenset(clean(str(w)) for w in wide_words()[name])
