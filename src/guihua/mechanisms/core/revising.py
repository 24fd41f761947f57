"""What a revision changes: which rows of the inputs, which rules, and which rows of the outcome came out otherwise because of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guihua.mechanisms.core.records import Run, Table


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. where: input, rules or outcome; table; the row's first cell; column; before and after."""

    where: str
    table: str
    row: str
    column: str
    before: str
    after: str

    def told(self) -> str:
        """The difference in words."""
        place = {"input": "输入", "rules": "规则", "outcome": "结果"}[self.where]
        what = " ".join(p for p in (self.table, self.row, self.column) if p)
        return f"{place} {what}：{self.before or '无'} → {self.after or '无'}"


def changes(earlier: Run, later: Run) -> list[Change]:
    """All differences between two runs of a mechanism: inputs and rules first, then what followed."""
    found: list[Change] = []
    inputs = {f.table.name: f.table for f in earlier.job.inputs}
    for frozen in later.job.inputs:
        found += _tables("input", inputs.pop(frozen.table.name, None), frozen.table)
    found += [Change("input", t.zh or t.name, "", "", "有", "") for t in inputs.values()]
    rules = {key: r.digest for key, r in earlier.job.rules}
    found += [
        Change("rules", key, "", "", rules.get(key, "")[:19], r.digest[:19])
        for key, r in later.job.rules
        if rules.get(key) != r.digest
    ]
    outcome = {t.name: t for t in earlier.decided.outcome.tables}
    for table in later.decided.outcome.tables:
        found += _tables("outcome", outcome.pop(table.name, None), table)
    return found


def _tables(where: str, earlier: Table | None, later: Table) -> list[Change]:
    name = later.zh or later.name
    if earlier is None:
        return [Change(where, name, "", "", "", "有")]
    before, after = _rows(earlier), _rows(later)
    found = [Change(where, name, _named(key), "", "有", "") for key in before if key not in after]
    for key, row in after.items():
        if key not in before:
            found.append(Change(where, name, _named(key), "", "", "有"))
            continue
        for column, old, new in zip(later.columns, before[key], row, strict=False):
            if old != new:
                found.append(Change(where, name, _named(key), column.title, old, new))
    return found


def _rows(table: Table) -> dict[tuple[str, int], Sequence[str]]:
    """Rows by their first two texts that are no running number, and their place among those alike."""
    found: dict[tuple[str, int], Sequence[str]] = {}
    names = [i for i, c in enumerate(table.columns) if c.type in ("text", "choice")][:2] or [0]
    counts: dict[str, int] = {}
    for row in table.rows:
        key = "·".join(row[i] for i in names if i < len(row) and row[i])
        counts[key] = counts.get(key, 0) + 1
        found[key, counts[key]] = row
    return found


def _named(key: tuple[str, int]) -> str:
    return key[0] if key[1] == 1 else f"{key[0]}（{key[1]}）"
