"""What a check of an imported table is given and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the file itself does not say and the person at the terminal does (bureau, date, source …).

    confirmed  the sources that a person has confirmed, a line each; "*" where figures need no such confirmation
    """

    region: str = ""
    published: str = ""
    publisher: str = ""
    source: str = ""
    grade: str = ""
    publish_level: str = ""
    note: str = ""
    accounting: str = ""
    indicator: str = ""
    unit: str = ""
    confirmed: str = "*"

    def of(self, column: str) -> str:
        """What is given for one of our columns."""
        return str(getattr(self, {"source_grade": "grade", "region_code": "region"}.get(column, column), ""))


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken: where, which column, why (``reasons.yaml``), what stood there, and its cell in a sheet."""

    row: int
    column: str
    code: str
    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Good rows as a frame; bad rows in order; how many rows were read; how many are public by their page alone; sources of
    figures that call themselves official and that nobody has confirmed, with their number (they are taken as secondary)."""

    frame: pa.Table
    bad: tuple[BadRow, ...]
    read: int
    withdrawn: pa.Array | None = None
    by_page: int = 0
    unvouched: tuple[tuple[str, int], ...] = ()
