"""A long table as text columns under our names, whatever its encoding and the language of its head."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError, Place
from guihua.plan.data import load

if TYPE_CHECKING:
    import pyarrow as pa

DATA = "guihua.statistics.data"


@dataclass(frozen=True, slots=True)
class RawTable:
    """Text columns under our names.

    rows     number of each row where it came from (2 is the line below the head of a CSV)
    ignored  heads that are none of ours
    ragged   (row, text) of lines whose number of cells differs from the head
    cells    the address of each figure where it came from a sheet ("E7", "产量!E7" of a workbook with several)
    letters  (column, its letter) where the table is one long sheet, so that any cell can be named
    sheets   it is of several sheets: a figure that stands on two of them counts once
    """

    columns: pa.Table
    rows: pa.Array
    ignored: tuple[str, ...] = ()
    ragged: tuple[tuple[int, str], ...] = ()
    cells: tuple[str, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    sheets: bool = False


def read_table(path: Path, data: bytes | None = None, given: Container[str] = ()) -> RawTable:
    """Read a long CSV (comma, semicolon or tab; UTF-8, GB18030, UTF-16). given: columns that it may lack.

    Errors: FILE-NOT-FOUND, IMPORT-EMPTY, IMPORT-COLUMNS, and those of decoding.
    """
    content = utf8(read_bytes(path) if data is None else data, str(path))
    table, ragged = text_table(content, str(path), head_of(content))
    return named(table, str(path), ragged, given)


def named(
    table: pa.Table, source: str, ragged: tuple[tuple[int, str], ...] = (), given: Container[str] = ()
) -> RawTable:
    """Give a table's columns our names; refuse one that lacks what is needed and was not given. Years alone are periods."""
    import pyarrow as pa

    names: dict[str, str] = {}
    ignored = []
    for head in table.column_names:
        name = column_name(head)
        if not name:
            ignored.append(head)
        elif name in names:
            raise _columns(f"两列都是 two columns are {name}: {names[name]!r}, {head!r}", source)
        else:
            names[name] = head
    if "year" in names and "period" not in names:
        names["period"] = names.pop("year")
        if "month" in names:
            table = _year_and_month(table, names["period"], names.pop("month"))
    elif "month" in names:
        ignored.append(names.pop("month"))
    missing = [c for c in _needed() if c not in names and c not in given]
    if missing or not ({"region", "region_code"} & set(names) or "region" in given):
        missing += [] if {"region", "region_code"} & set(names) else ["region"]
        raise _columns(f"缺少列 missing columns: {'、'.join(map(_spoken, missing))}", source)
    kept = pa.table({name: table.column(head) for name, head in names.items()})
    return RawTable(kept, row_numbers(table.num_rows, ragged), tuple(ignored), ragged)


def _year_and_month(table: pa.Table, year: str, month: str) -> pa.Table:
    """Years beside months as periods: 2018 and 6 (6月, 06) are 2018-06; a year without a month stays a year."""
    import pyarrow as pa

    pairs = zip(table.column(year).to_pylist(), table.column(month).to_pylist(), strict=True)
    said = [(str(y or "").strip(), str(m or "").strip().removesuffix("份").removesuffix("月")) for y, m in pairs]
    joined = [f"{y.removesuffix('年')}-{m:0>2}" if m else y for y, m in said]
    return table.set_column(table.column_names.index(year), year, pa.array(joined, pa.string()))


def one_table(parts: Sequence[tuple[str, RawTable]], given: Callable[[str], str]) -> RawTable:
    """The tables of a workbook's sheets (name, table) as one. given: what stands in a column that a sheet lacks."""
    import pyarrow as pa

    if len(parts) == 1:
        return parts[0][1]
    names = dict.fromkeys(name for _, part in parts for name in part.columns.column_names)
    columns = {
        name: pa.concat_arrays([_column(part.columns, name, _given(name, part, given)) for _, part in parts])
        for name in names
    }
    return RawTable(
        pa.table(columns),
        pa.concat_arrays([part.rows.cast(pa.int64()) for _, part in parts]),
        tuple(dict.fromkeys(head for _, part in parts for head in part.ignored)),
        cells=tuple(f"{sheet}!{cell}" for sheet, part in parts for cell in part.cells),
        sheets=True,
    )


def placed(name: str, columns: Sequence[str]) -> bool:
    """Whether a column says where in place of this one: a region's code beside its name."""
    return {"region": "region_code", "region_code": "region"}.get(name) in columns


def _given(name: str, part: RawTable, given: Callable[[str], str]) -> str:
    return "" if placed(name, part.columns.column_names) else given(name)


def _column(table: pa.Table, name: str, default: str) -> pa.Array:
    import pyarrow as pa

    if name not in table.column_names:
        return pa.repeat(pa.scalar(default, pa.string()), table.num_rows)
    column = table.column(name).combine_chunks().cast(pa.string())
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def head_of(content: bytes) -> list[str]:
    """The heads of a CSV."""
    text = content[:65536].decode("utf-8", errors="ignore")
    return next(csv.reader(io.StringIO(text), delimiter=_delimiter(content)), [])


def _delimiter(content: bytes) -> str:
    line = content.split(b"\n", 1)[0].decode("utf-8", errors="ignore")
    return max(",\t;", key=line.count)


def column_name(head: str) -> str:
    """Our name of a column by its head, "" where it is none of ours."""
    return _aliases().get(_plain(head), "")


def read_bytes(path: Path) -> bytes:
    """A file's bytes, or a GuihuaError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise GuihuaError("FILE-NOT-FOUND", f"找不到文件 no such file: {path.name}", "", str(path)) from None
    except OSError as error:
        raise GuihuaError("FILE-READ", f"读不了 cannot read: {error.strerror}", "", str(path)) from None


def utf8(data: bytes, source: str) -> bytes:
    """The same text in UTF-8 without a byte order mark, its lines ended by LF (CR alone, as old programs write, is none to a CSV reader)."""
    text = _utf8(data, source)
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text


def _utf8(data: bytes, source: str) -> bytes:
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" not in data[:4096]:
        plain = data.removeprefix(b"\xef\xbb\xbf")
        try:
            plain.decode("utf-8")
            return plain
        except UnicodeDecodeError:
            pass
    from guihua.reading.documents.text import decode

    return decode(data, source)[0].encode()


def text_table(content: bytes, source: str, heads: list[str]) -> tuple[pa.Table, tuple[tuple[int, str], ...]]:
    """A CSV as text columns, and the lines whose number of cells differs from the head."""
    import pyarrow as pa
    import pyarrow.csv as pv

    ragged: list[tuple[int, str]] = []

    def collect(row: Any) -> str:
        ragged.append((int(row.number or 0), str(row.text)))
        return "skip"

    if not content.strip():
        raise GuihuaError("IMPORT-EMPTY", "表是空的 the table is empty", "检查文件 check the file", source)
    delimiter = _delimiter(content)
    text_type = pa.dictionary(pa.int32(), pa.string())
    try:
        if len(set(heads)) < len(heads):
            raise _columns("两列同名 two columns have one name", source)
        table = pv.read_csv(
            pa.BufferReader(content),
            read_options=pv.ReadOptions(use_threads=False, block_size=8 << 20),
            parse_options=pv.ParseOptions(
                delimiter=delimiter, newlines_in_values=b'"' in content, invalid_row_handler=collect
            ),
            convert_options=pv.ConvertOptions(
                column_types={h: pa.string() if column_name(h) == "value" else text_type for h in heads},
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise GuihuaError(
            "IMPORT-CSV", f"不是可读的表 not a readable table: {str(error)[:200]}", "用 UTF-8 的 CSV", Place(source)
        ) from None
    return table.unify_dictionaries(), tuple(ragged)


def row_numbers(count: int, ragged: tuple[tuple[int, str], ...]) -> pa.Array:
    """Row numbers in the file (the head is row 1); ragged rows are not among the table's."""
    import numpy as np
    import pyarrow as pa

    numbers = np.arange(2, count + len(ragged) + 2)
    skipped = {number for number, _ in ragged}
    return pa.array(numbers[~np.isin(numbers, list(skipped))][:count] if skipped else numbers)


@cache
def _aliases() -> dict[str, str]:
    return {_plain(alias): str(c["name"]) for c in _columns_data() for alias in (c["name"], *c["aliases"])}


def _columns_data() -> list[dict[str, Any]]:
    return list(load("columns.yaml", DATA)["columns"])


def _needed() -> list[str]:
    return [str(c["name"]) for c in _columns_data() if c.get("needed")]


def _spoken(name: str) -> str:
    """A column's Chinese name beside ours: 时期 period."""
    aliases = next((c["aliases"] for c in _columns_data() if c["name"] == name), ())
    return f"{next(iter(aliases), '')} {name}".strip()


def _plain(head: str) -> str:
    return "".join(unicodedata.normalize("NFKC", head).lower().split())


def _columns(title: str, source: str) -> GuihuaError:
    known = "、".join(map(_spoken, ["region", *_needed()]))
    return GuihuaError("IMPORT-COLUMNS", title, f"至少要有 needed at least: {known}", Place(source, line=1))
