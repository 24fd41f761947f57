"""Bulk tables: long and narrow, integers and a few texts, kept as Parquet parts or rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["int", "text"]


@dataclass(frozen=True, slots=True)
class BulkTable:
    """A bulk table: its SQL table of recent rows has the same name and columns.

    columns  (name, kind) in order; "int" is a 32-bit integer, "text" UTF-8, both may be null
    sort     the columns by which parts are sorted, so that a query for one series opens few pages
    """

    name: str
    columns: tuple[tuple[str, Kind], ...]
    sort: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(name for name, _ in self.columns)

    def schema(self) -> pa.Schema:
        """The Arrow schema of the table."""
        import pyarrow as pa

        return pa.schema([(name, pa.int32() if kind == "int" else pa.string()) for name, kind in self.columns])


@dataclass(frozen=True, slots=True)
class Condition:
    """``column`` lies in ``among`` (empty: nothing does), or is at least ``least`` and at most ``most``."""

    column: str
    among: tuple[int, ...] | None = None
    most: int | None = None
    least: int | None = None

    def literal(self) -> str:
        """The condition as SQL; only integers stand in it, so nothing can be injected."""
        if self.among is None:
            bounds = ((">=", self.least), ("<=", self.most))
            return " AND ".join(f"{self.column} {sign} {int(bound)}" for sign, bound in bounds if bound is not None)
        if not self.among:
            return "1 = 0"
        if len(self.among) == self.among[-1] - self.among[0] + 1 and len(self.among) > 8:
            return f"{self.column} BETWEEN {int(self.among[0])} AND {int(self.among[-1])}"
        return f"{self.column} IN ({', '.join(str(int(i)) for i in self.among)})"
