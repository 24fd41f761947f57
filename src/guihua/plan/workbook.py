"""Opening a workbook from outside: what it claims is counted in its XML before a spreadsheet library spreads it out."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from guihua.plan.limits import hold

_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+[0-9]+):([A-Z]+[0-9]+)"')
_PLACE = re.compile(rb'<c\s[^>]*?r="([A-Z]+)([0-9]+)"')


def open_workbook(source: Path | bytes, where: str = "", **options: Any) -> Any:
    """openpyxl's workbook of a file or its bytes; `options` are load_workbook's.

    Raises GuihuaError LIMIT-UNPACKED, LIMIT-CELLS, and whatever openpyxl raises for a file that is no workbook.
    """
    import openpyxl

    data = source if isinstance(source, bytes) else source.read_bytes()
    _within(data, where or ("" if isinstance(source, bytes) else str(source)))
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def _within(data: bytes, where: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        hold("unpacked", sum(item.file_size for item in archive.infolist()), where)
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                xml = archive.read(name)
                hold("cells", sum(_area(*found) for found in _MERGED.findall(xml)), where)
                hold("cells", _extent(xml), where)


def _extent(xml: bytes) -> int:
    """Rows times columns from the first cell to the furthest that is written down."""
    rows = columns = 0
    for letters, number in _PLACE.findall(xml):
        rows, columns = max(rows, int(number)), max(columns, _column(letters))
    return rows * columns


def _area(first: bytes, last: bytes) -> int:
    (c1, r1), (c2, r2) = _split(first), _split(last)
    return (abs(c2 - c1) + 1) * (abs(r2 - r1) + 1)


def _split(place: bytes) -> tuple[int, int]:
    letters = place.rstrip(b"0123456789")
    return _column(letters), int(place[len(letters) :])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
