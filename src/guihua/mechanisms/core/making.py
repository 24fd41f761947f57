"""Made data for trying a mechanism: rows by the columns' types from a seeded generator, every name marked 示例."""

from __future__ import annotations

import random
from datetime import date, timedelta

from guihua.mechanisms.core.records import Column, Declaration, Table

ROWS = 12


def made_tables(declaration: Declaration, seed: int = 1) -> tuple[Table, ...]:
    """Tables for all inputs of a mechanism; the same seed makes the same rows. They stand for nobody and nothing."""
    chance = random.Random(f"{declaration.name} {seed}")
    known: dict[str, list[str]] = {}
    found = []
    for wanted in declaration.inputs:
        rows = [tuple(_cell(c, i, wanted.key, known, chance) for c in wanted.columns) for i in range(1, ROWS + 1)]
        for at, c in enumerate(wanted.columns):
            if c.name in wanted.key or c.name == "name":
                known.setdefault(c.name, [row[at] for row in rows])
        found.append(Table(wanted.name, wanted.columns, tuple(rows), wanted.zh))
    return tuple(found)


def _cell(column: Column, number: int, key: tuple[str, ...], known: dict[str, list[str]], chance: random.Random) -> str:  # noqa: PLR0911  (one line a kind)
    if column.name in known and column.name not in key:
        return chance.choice(known[column.name])
    if column.options:
        return chance.choice(column.options)
    if column.type == "integer":
        return str(chance.randint(1, 60))
    if column.type == "number":
        return str(chance.randint(10, 990) / 10)
    if column.type == "boolean":
        return chance.choice(("是", "否"))
    if column.type == "date":
        return (date(2021, 1, 4) + timedelta(days=chance.randint(0, 300))).isoformat()
    return f"示例{column.title}{number:02}"
