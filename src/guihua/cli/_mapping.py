"""Asking at a terminal how a bureau's table maps to indicators: row by row, only what is not known."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from guihua.statistics.importing.mapping import ColumnMap, Mapping
    from guihua.statistics.importing.wide import WideRow, WideTable
    from guihua.statistics.importing.workbook import Offer

HELP_ROW = "回车=按建议 Enter=as proposed, 指标名称=改用 a name, -=不取 leave out, !=其余都不取 leave out the rest"


class Dialogue:
    """Talks over two streams, so that a test can hold both ends."""

    def __init__(self, source: TextIO | None = None, target: TextIO | None = None) -> None:
        self.source, self.target = source or sys.stdin, target or sys.stderr

    def decide(self, offer: Offer) -> Mapping:
        """Show what was found, ask about what is not known; the mapping to use."""
        table, mapping = offer.table, offer.mapping
        self.show(table, mapping)
        if offer.remembered:
            for told in offer.changes.told():
                self.say(f"  与上次不同 changed: {told}")
            answer = self.ask("沿用上次的对照？ use the remembered mapping? [Y/n] ")
            if answer.lower() not in ("n", "no", "否"):
                return self.rest(offer)
        mapping = self.columns(table, mapping, tuple(c.head for c in mapping.columns))
        if mapping.rows_are == "regions" and not mapping.indicator:
            mapping = replace(mapping, indicator=self.ask("全表是哪个指标 the table's indicator: "))
        return self.rows(table, mapping)

    def rest(self, offer: Offer) -> Mapping:
        """Of a remembered mapping: ask about what is new in the table, and about units that a person gave and the table changed."""
        table, changes = offer.table, offer.changes
        keys = tuple(c.key for c in table.columns if c.head in changes.columns)
        mapping = self.columns(table, offer.mapping, keys)
        for label, before, now in changes.units:
            kept = mapping.row(label)
            if kept is not None and kept.unit:
                unit = (
                    self.ask(f"{label}：表中单位 unit {before} → {now}，对照为 mapped as {kept.unit} = [{now}] ") or now
                )
                mapping = mapping.with_row(replace(kept, unit="" if unit == now else unit, printed=now))
        return self.rows(table, mapping, changes.rows)

    def show(self, table: WideTable, mapping: Mapping) -> None:
        """The table as it was understood."""
        self.say(f"表 table: {table.title or table.grid.name}   报告期 period: {table.report or '?'}")
        roles = {c.head: c for c in mapping.columns}
        for column in table.columns:
            self.say(f"  列 column  {column.head}  →  {roles[column.key].transformation}, {roles[column.key].time}")
        for row in table.rows:
            found = mapping.row(row.label)
            self.say(
                f"  行 row     {row.label} ({row.unit or '-'})  →  {found.indicator if found and found.indicator else '?'}"
            )

    def columns(self, table: WideTable, mapping: Mapping, keys: tuple[str, ...]) -> Mapping:
        """Ask about the columns with these keys, each by its head as it stands in the table."""
        heads = {c.key: c.head for c in reversed(table.columns)}
        asked = (self.column(c, heads[c.head]) if c.head in keys and c.head in heads else c for c in mapping.columns)
        return replace(mapping, columns=tuple(asked))

    def column(self, column: ColumnMap, head: str) -> ColumnMap:
        """Ask about one column."""
        from guihua.statistics.importing.mapping import TIMES, TRANSFORMATIONS

        answer = self.ask(f"列 column {head!r} = {column.transformation}, {column.time}? [Enter | 类型,时期 | skip] ")
        if not answer:
            return column
        kind, _, time = (part.strip() for part in answer.partition(","))
        if kind not in TRANSFORMATIONS or (time and time not in TIMES):
            self.say(f"  可用 known: {', '.join(TRANSFORMATIONS)}; {', '.join(TIMES)}")
            return self.column(column, head)
        return replace(column, transformation=kind, time=time or column.time)

    def rows(self, table: WideTable, mapping: Mapping, only: tuple[str, ...] | None = None) -> Mapping:
        """Ask about the rows that the concept table does not know; only: about these."""
        from guihua.statistics.importing.proposal import unknown_rows

        unknown = [row for row in unknown_rows(table, mapping) if only is None or row.label in only]
        if unknown:
            self.say(HELP_ROW)
        for row in unknown:
            answer = self.row(table, row)
            if answer == "!":
                break
            if found := mapping.row(row.label):
                mapping = mapping.with_row(replace(found, indicator=answer))
        return mapping

    def row(self, table: WideTable, row: WideRow) -> str:
        """Ask about one row: the indicator's name, "" to leave it out, "!" to leave out all that follow."""
        from guihua.plan import concepts
        from guihua.statistics.importing.proposal import offered

        name = offered(row, table)
        answer = self.ask(f"第 {row.index + 1} 行 row {row.label!r} ({row.unit or '-'}) = [{name}] ")
        if answer in ("-", "!"):
            return "" if answer == "-" else "!"
        name = answer or name
        if not concepts.resolve(name).known:
            self.say(f"  （概念表没有此名，按原名存 not in the concept table, kept as written: {name}）")
        return name

    def ask(self, question: str) -> str:
        """One question, one line of answer; the end of input answers with Enter."""
        print(question, end="", file=self.target, flush=True)
        return self.source.readline().strip()

    def say(self, text: str) -> None:
        """One line."""
        print(text, file=self.target)
