"""The words of a .doc file with the marks that end its cells, read from the file itself.

LibreOffice builds no table where the document ends in one, and runs its cells together; the cell marks are still in the
file. Layout of the file: [MS-CFB] (sectors, chains) and [MS-DOC] (FIB, piece table), both published by Microsoft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct, error, unpack_from

from guihua.reading.documents.builder import RawCell, RawTable

CELL = "\x07"
"""Ends a cell; one more ends the row."""
_FREE = 0xFFFFFFFA
"""Numbers of sectors from here on are marks, no sectors."""
_WORD = Struct("<I")
MOST_SECTORS = 600_000


def doc_blocks(data: bytes) -> list[str | RawTable]:
    """Paragraphs and tables of a .doc in their order; empty where the file is not laid out as one."""
    try:
        text = _text(_File.of(data))
    except (error, IndexError, KeyError, ValueError):
        return []
    return list(_blocks(text)) if CELL in text else []


@dataclass(frozen=True, slots=True)
class _File:
    """A compound file: its bytes, the size of a sector, the table of chains, its streams by name (start, size, small)."""

    data: bytes
    sector: int
    chains: tuple[int, ...]
    small_chains: tuple[int, ...]
    small: bytes
    streams: dict[str, tuple[int, int]]
    least: int

    @classmethod
    def of(cls, data: bytes) -> _File:
        """Read the tables of a compound file. Raises struct.error, IndexError, ValueError where it is none."""
        sector = 1 << unpack_from("<H", data, 0x1E)[0]
        least = unpack_from("<I", data, 0x38)[0]
        if sector not in (512, 4096):
            raise ValueError(sector)
        fat = [s for s in unpack_from("<109I", data, 0x4C) if s < _FREE]
        chains: list[int] = []
        for s in fat:
            chains += unpack_from(f"<{sector // 4}I", data, (s + 1) * sector)
        bare = cls(data, sector, tuple(chains), (), b"", {}, 0)
        entries = bare.chain(unpack_from("<I", data, 0x30)[0])
        streams: dict[str, tuple[int, int]] = {}
        for at in range(0, len(entries), 128):
            length = unpack_from("<H", entries, at + 64)[0]
            name = entries[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
            streams[name] = unpack_from("<II", entries, at + 116)
        small_chain = bare.chain(unpack_from("<I", data, 0x3C)[0])
        small_chains = unpack_from(f"<{len(small_chain) // 4}I", small_chain)
        small = bare.chain(streams["Root Entry"][0])
        return cls(data, sector, tuple(chains), tuple(small_chains), small, streams, least)

    def chain(self, start: int) -> bytes:
        """The bytes of a chain of sectors."""
        parts: list[bytes] = []
        while start < _FREE and len(parts) < MOST_SECTORS:
            parts.append(self.data[(start + 1) * self.sector : (start + 2) * self.sector])
            start = self.chains[start]
        return b"".join(parts)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream by its name; small ones lie in sectors of 64 bytes of their own."""
        start, size = self.streams[name]
        if size >= self.least:
            return self.chain(start)[:size]
        parts: list[bytes] = []
        while start < _FREE and len(parts) < MOST_SECTORS:
            parts.append(self.small[start * 64 : (start + 1) * 64])
            start = self.small_chains[start]
        return b"".join(parts)[:size]


def _text(file: _File) -> str:
    """The main text: its pieces in order, each of 16-bit characters or, where it says so, of Windows-1252."""
    document = file.stream("WordDocument")
    flags = unpack_from("<H", document, 0x0A)[0]
    table = file.stream("1Table" if flags & 0x0200 else "0Table")
    length = unpack_from("<I", document, 0x4C)[0]
    at, size = unpack_from("<II", document, 0x01A2)
    clx, position = table[at : at + size], 0
    while clx[position] == 1:
        position += 3 + unpack_from("<H", clx, position + 1)[0]
    count = (unpack_from("<I", clx, position + 1)[0] - 4) // 12
    places = unpack_from(f"<{count + 1}I", clx, position + 5)
    parts = []
    for i in range(count):
        where = unpack_from("<I", clx, position + 5 + 4 * (count + 1) + 8 * i + 2)[0]
        size = places[i + 1] - places[i]
        if where & 0x40000000:
            begin = (where & 0x3FFFFFFF) // 2
            parts.append(document[begin : begin + size].decode("cp1252", "replace"))
        else:
            parts.append(document[where : where + 2 * size].decode("utf-16-le", "replace"))
    return "".join(parts)[:length]


def _blocks(text: str) -> Iterator[str | RawTable]:
    """Paragraphs, and tables out of the runs of rows."""
    rows: list[list[str]] = []
    row: list[str] = []
    for piece in text.split(CELL):
        if row and not piece and len(row) >= (len(rows[0]) if rows else 2):
            rows.append(row)
            row = []
            continue
        *before, words = piece.split("\r")
        if before and not row and words:  # paragraphs stand before the first cell of a row
            if rows:
                yield _table(rows)
                rows = []
            yield from before
            row = [words]
        else:
            row.append(piece.replace("\r", " "))
    if rows:
        yield _table(rows)
    yield from "".join(row).split("\r")


def _table(rows: list[list[str]]) -> RawTable:
    """The rows as a table; an empty first cell goes on with the one above it, as merged cells do."""
    cells: list[RawCell] = []
    first: RawCell | None = None
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if c == 0 and not words.strip() and first is not None:
                first.row_span = r - first.row + 1
                continue
            cells.append(RawCell(r, c, content=[words]))
            first = cells[-1] if c == 0 else first
    return RawTable(cells)
