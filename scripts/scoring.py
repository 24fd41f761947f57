"""Scoring of reading against hand-made annotations (tests/gold): values, slots, whole statements.

A found statement meets an annotated one when their value spans overlap and their values are equal, as they are written or as
quantities (4.65 亿吨 is 46500 万吨: 四亿六千五百万吨 has two notations); slots are then compared one by one, and a *whole* statement
has every slot right that the annotation fills. Wordings of one thing are folded: reach and eq, gt and ge, lt and le;
change_abs and change. A label is right where it shares 60 % of its character pairs. Annotations marked optional are neither
required nor counted; outside the annotated regions nothing found is counted.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.plan.statement import Statement

SLOTS = (
    "unit",
    "kind",
    "form",
    "comparator",
    "year",
    "base_year",
    "indicator",
    "direction",
    "threshold",
    "base_period",
)
WHERE_FILLED = frozenset({"direction", "threshold", "base_period"})
_FORMS = {"change_abs": "change", "count": "level"}
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_COMPARATORS = {"reach": "eq", "gt": "ge", "lt": "le"}


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One annotated statement; offsets into the text, slots as strings, years as integers."""

    value: tuple[Decimal, ...]
    start: int
    end: int
    value_start: int
    value_end: int
    slots: tuple[tuple[str, object], ...]
    optional: bool = False
    table: bool = False

    def slot(self, name: str) -> object:
        """The annotated value of a slot, None where it is empty."""
        return dict(self.slots).get(name)


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotations of one document and the passages that they cover exhaustively (None: all of it)."""

    statements: tuple[GoldStatement, ...]
    regions: tuple[tuple[int, int], ...] | None


@dataclass(slots=True)
class Score:
    """Counts that add up over documents."""

    matched: int = 0
    required: int = 0
    counted: int = 0
    extra: int = 0
    whole: int = 0
    slot_right: Counter[str] = field(default_factory=Counter)
    slot_asked: Counter[str] = field(default_factory=Counter)
    rule_right: Counter[str] = field(default_factory=Counter)
    rule_seen: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, int, int, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the values found, how many are annotated."""
        return 1 - self.extra / self.counted if self.counted else 1.0

    @property
    def recall(self) -> float:
        """Of the values annotated, how many were found."""
        return self.matched / self.required if self.required else 1.0

    @property
    def value_f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def whole_f1(self) -> float:
        """F1 of statements with every annotated slot right."""
        return 2 * self.whole / (self.required + self.counted) if self.required + self.counted else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.matched + other.matched,
            self.required + other.required,
            self.counted + other.counted,
            self.extra + other.extra,
            self.whole + other.whole,
            self.slot_right + other.slot_right,
            self.slot_asked + other.slot_asked,
            self.rule_right + other.rule_right,
            self.rule_seen + other.rule_seen,
            self.errors + other.errors,
        )


def read_gold(path: Path, text: str) -> Gold:
    """The annotations of this text; GuihuaError GOLD-OTHER-TEXT where they were made on another."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    head = lines[0] if lines and "text_sha256" in lines[0] else None
    if head and head["text_sha256"] != hashlib.sha256(text.encode("utf-8")).hexdigest():
        raise GuihuaError("GOLD-OTHER-TEXT", f"{path.name} was made on another text", "annotate this text", str(path))
    rows = lines[1:] if head else lines
    statements = tuple(_statement(row) for row in rows if row.get("value") is not None)
    return Gold(statements, tuple((a, b) for a, b in head["regions"]) if head else None)


def score(found: Sequence[Statement], gold: Gold) -> Score:
    """Compare what was found with what was annotated."""
    pairs, missed, extra = match(found, gold)
    result = Score()
    optional = {id(s) for s, g in pairs if g.optional}
    pairs = [(s, g) for s, g in pairs if not g.optional]
    result.matched = len(pairs)
    result.required = len(pairs) + sum(not g.optional for g in missed)
    result.counted = sum(_inside(s.value_start, s.value_end, gold) for s in found if id(s) not in optional)
    for statement in extra:
        if _inside(statement.value_start, statement.value_end, gold):
            result.extra += 1
            result.rule_seen[statement.rule] += 1
            result.errors.append(("extra", statement.value_start, statement.value_end, statement.rule))
    for annotated in missed:
        if not annotated.optional:
            result.errors.append(("missed", annotated.value_start, annotated.value_end, ""))
    for statement, annotated in pairs:
        _compare(statement, annotated, result)
    return result


def match(
    found: Sequence[Statement], gold: Gold
) -> tuple[list[tuple[Statement, GoldStatement]], list[GoldStatement], list[Statement]]:
    """Pair each annotated statement with the unused found one of equal value and widest overlap."""
    values = [tuple(Decimal(v) for v in s.value) for s in found]
    amounts = [_amounts(v, s.unit) for v, s in zip(values, found, strict=True)]
    used: set[int] = set()
    pairs, missed = [], []
    for annotated in gold.statements:
        best, width = -1, 0
        amount = _amounts(annotated.value, str(annotated.slot("unit") or ""))
        for i, statement in enumerate(found):
            overlap = min(statement.value_end, annotated.value_end) - max(statement.value_start, annotated.value_start)
            equal = values[i] == annotated.value or amounts[i] == amount
            if overlap > width and i not in used and equal:
                best, width = i, overlap
        if best < 0:
            missed.append(annotated)
        else:
            used.add(best)
            pairs.append((found[best], annotated))
    return pairs, missed, [s for i, s in enumerate(found) if i not in used]


def slots_of(statement: Statement) -> dict[str, object]:
    """The slots of a found statement in the notation of the annotations."""
    threshold = statement.threshold
    return {
        "unit": statement.unit,
        "kind": statement.kind.value,
        "form": statement.form.value,
        "comparator": statement.comparator.value,
        "year": statement.year,
        "base_year": statement.base_year,
        "indicator": statement.indicator,
        "direction": statement.direction.value,
        "threshold": Decimal(threshold.value) if threshold else None,
        "base_period": statement.base_period,
    }


def _compare(statement: Statement, annotated: GoldStatement, result: Score) -> None:
    mine = slots_of(statement)
    written = tuple(Decimal(v) for v in statement.value)
    same_amount = _amounts(written, statement.unit) == _amounts(annotated.value, str(annotated.slot("unit") or ""))
    wrong = []
    for slot in SLOTS:
        theirs = annotated.slot(slot)
        if slot in WHERE_FILLED and theirs is None:
            continue
        result.slot_asked[slot] += 1
        if (slot == "unit" and same_amount) or _same(slot, mine[slot], theirs):
            result.slot_right[slot] += 1
        else:
            wrong.append(slot)
    result.whole += not wrong
    result.rule_seen[statement.rule] += 1
    result.rule_right[statement.rule] += not wrong
    if wrong:
        result.errors.append(("wrong " + ", ".join(wrong), annotated.value_start, annotated.value_end, statement.rule))


def _same(slot: str, mine: object, theirs: object) -> bool:
    if slot == "indicator":
        return same_label(str(mine or ""), str(theirs or ""))
    if slot == "form":
        return _FORMS.get(str(mine), mine) == _FORMS.get(str(theirs), theirs)
    if slot == "comparator":
        return _COMPARATORS.get(str(mine), mine) == _COMPARATORS.get(str(theirs), theirs)
    return mine == theirs


def same_label(mine: str, theirs: str) -> bool:
    """Whether two labels share 60 % of their character pairs and neither is twice as long as the other."""
    a, b = ("".join(c for c in label if c.isalnum()).lower() for label in (mine, theirs))
    if not a or not b or not 0.5 <= len(a) / len(b) <= 2:
        return a == b
    first, second = _pairs(a), _pairs(b)
    return 2 * len(first & second) / (len(first) + len(second)) >= 0.6


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _amounts(value: tuple[Decimal, ...], unit: str) -> tuple[tuple[Decimal, ...], str]:
    """The magnitudes with the multipliers that open the unit worked in, and the rest of the unit: 4.65 亿吨 → 465000000 吨."""
    rest = unit.lstrip("".join(_MULTIPLIERS))
    factor = Decimal(1)
    for word in unit[: len(unit) - len(rest)]:
        factor *= _MULTIPLIERS[word]
    return tuple(v * factor for v in value), rest


def _inside(start: int, end: int, gold: Gold) -> bool:
    return gold.regions is None or any(a <= start and end <= b for a, b in gold.regions)


def _statement(row: dict[str, object]) -> GoldStatement:
    value = row["value"]
    numbers: Iterable[object] = value if isinstance(value, list) else [value]
    threshold = row.get("threshold")
    slots: dict[str, object] = {slot: row.get(slot) for slot in SLOTS if slot not in ("threshold", "base_period")}
    slots["direction"] = slots["direction"] or None
    if isinstance(threshold, dict) and threshold:
        slots["threshold"] = Decimal(str(threshold["value"]))
    if isinstance(row.get("base_period"), list) and row["base_period"]:
        slots["base_period"] = tuple(row["base_period"])  # type: ignore[arg-type]
    if row.get("form_detail") == "abs_change":
        slots["form"] = "change"
    return GoldStatement(
        tuple(Decimal(str(n)) for n in numbers),
        *(int(str(row[k])) for k in ("start", "end", "value_start", "value_end")),
        tuple(slots.items()),
        bool(row.get("optional")),
        bool(row.get("table")),
    )
