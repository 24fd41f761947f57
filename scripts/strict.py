"""Whole statements asked strictly, and how honest the marks of doubt are; hits are pooled, documents are not averaged.

strict   every slot right, the label by 85 % of its character pairs, brackets balanced, given to no other annotated thing
lenient  every slot right, the label by 60 %
honesty  of the met statements that `doubtful` marks, how many are wrong (lenient); of those it does not mark, how many
Annotations may allow other readings: `alt: {slot: [values]}`, `form_alt: [forms]`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.scoring import Gold, match, slots_of

from guihua.plan.statement import Statement
from guihua.reading.wording import balanced

_ASKED = ("kind", "form", "comparator", "unit", "year", "base_year", "direction")
_FOLDED = {"reach": "eq", "gt": "ge", "lt": "le", "change_abs": "change", "count": "level"}


@dataclass(frozen=True, slots=True)
class Strict:
    """Counts that add up over documents; wrong is by the lenient rule."""

    required: int = 0
    counted: int = 0
    met: int = 0
    lenient: int = 0
    strict: int = 0
    marked: int = 0
    marked_wrong: int = 0

    def __add__(self, other: Strict) -> Strict:
        return Strict(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def f1(self, hits: int) -> float:
        """F1 of so many hits among what was found and what was annotated."""
        both = self.required + self.counted
        return 2 * hits / both if both else 1.0

    @property
    def unmarked_wrong(self) -> float:
        """Of the statements without a mark, the share that is wrong; the bar is 0.10."""
        unmarked = self.met - self.marked
        return (self.met - self.lenient - self.marked_wrong) / unmarked if unmarked else 0.0

    @property
    def marked_share(self) -> float:
        """Of all met statements, the share that is marked; the bar is 0.25."""
        return self.marked / self.met if self.met else 0.0


def strict_score(found: Sequence[Statement], gold: Gold, path: Path) -> Strict:
    """Score one document. path: its annotations, read again for the readings that they also allow."""
    rows = {(r["value_start"], r["value_end"], json.dumps([r["value"], r.get("indicator")])): r for r in rows_of(path)}
    pairs, missed, extra = match(found, gold)
    asked = [(s, rows[key]) for s, g in pairs if not g.optional and (key := key_of(g, rows)) is not None]
    things: dict[str, set[str]] = defaultdict(set)
    for s, row in asked:
        things[_letters(s.indicator)].add(_letters(row["indicator"]).replace("的", "").removesuffix("数"))
    lenient = [_right(s, row, 0.6) for s, row in asked]
    strict = [
        _right(s, row, 0.85) and balanced(s.indicator) == s.indicator and len(things[_letters(s.indicator)]) == 1
        for s, row in asked
    ]
    within = gold.regions
    counted = len(asked) + sum(
        within is None or any(a <= s.value_start and s.value_end <= b for a, b in within) for s in extra
    )
    marked = [bool(s.doubtful) for s, _ in asked]
    return Strict(
        len(asked) + sum(not g.optional for g in missed),
        counted,
        len(asked),
        sum(lenient),
        sum(strict),
        sum(marked),
        sum(m and not right for m, right in zip(marked, lenient, strict=True)),
    )


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The annotated statements of a document that have a value and a place."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in lines if row.get("value") is not None and "value_start" in row]


def key_of(annotated: Any, rows: dict[tuple[Any, Any, str], Any]) -> tuple[Any, Any, str] | None:
    """The row of an annotated statement: by its place, and by its value where several share it."""
    here = [k for k in rows if k[:2] == (annotated.value_start, annotated.value_end)]
    alike = [k for k in here if rows[k].get("indicator") == annotated.slot("indicator")]
    return (alike or here or [None])[0]


def _right(statement: Statement, row: dict[str, Any], share: float) -> bool:
    mine = slots_of(statement)
    for slot in _ASKED:
        if slot == "unit" or (slot == "direction" and not row.get("direction")):
            continue  # a met value has its unit: they are one quantity
        allowed = [row.get(slot), *row.get("alt", {}).get(slot, [])]
        allowed += row.get("form_alt", []) if slot == "form" else []
        if _folded(mine[slot]) not in [_folded(value) for value in allowed]:
            return False
    labels = [row.get("indicator"), *row.get("alt", {}).get("indicator", [])]
    return any(alike(statement.indicator, label or "", share) for label in labels)


def _folded(value: Any) -> Any:
    return _FOLDED.get(value, value) if isinstance(value, str) else value


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).lower()


def alike(mine: str, theirs: str, share: float) -> bool:
    """Whether two labels share so much of their character pairs and neither is twice as long as the other."""
    a, b = _letters(mine), _letters(theirs)
    if not a or not b or not 0.5 <= len(a) / len(b) <= 2:
        return a == b
    first, second = ({t[i : i + 2] for i in range(len(t) - 1)} or {t} for t in (a, b))
    return 2 * len(first & second) >= share * (len(first) + len(second))
