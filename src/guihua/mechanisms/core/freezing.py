"""Freezing inputs: rows from a sheet, from JSON or from a ledger, checked against the declared columns, all or none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from guihua.errors import GuihuaError, Place
from guihua.mechanisms.core.records import Column, Declaration, Frozen, Input, Table

NOTHING: Final = frozenset({"", "—", "－", "…", "不详", "暂无", "无数据", "n/a", "null", "none"})
"""Cells that say nothing."""
_YES: Final = frozenset({"是", "有", "√", "true", "yes", "y", "1"})
_NO: Final = frozenset({"否", "无", "×", "false", "no", "n", "0"})
SHOWN: Final = 12
"""So many faults of a sheet are told."""


def freeze_file(wanted: Input, path: Path) -> Frozen:
    """An input from a .csv, .xlsx, .docx or .json file. Raises GuihuaError RUN-ROWS with every bad row, RUN-COLUMN, RUN-INPUT."""
    if path.suffix.lower() == ".json":
        from guihua.plan.files import read_utf8

        try:
            rows = json.loads(read_utf8(path), parse_float=str, parse_int=str)
        except (ValueError, RecursionError) as error:
            raise GuihuaError(
                "RUN-INPUT", f"不是 JSON not readable as JSON: {error}", "写成对象的列表 a list of objects", str(path)
            ) from None
        if isinstance(rows, dict):
            rows = rows.get(wanted.name, rows.get("rows", [rows]))
        return freeze_rows(wanted, rows, path.name)
    if path.suffix.lower() == ".csv" and path.exists() and path.stat().st_size > 5_000_000:
        return _freeze_large(wanted, path)
    from guihua.ledgers.tables import read_tables

    tables = read_tables(path)
    table = next((t for t in tables if t.name in (wanted.name, wanted.zh)), tables[0] if tables else None)
    rows_found = list(table.rows) if table is not None else []
    head_at = next((i for i, row in enumerate(rows_found[:10]) if _is_head(wanted, [c.text for c in row])), 0)
    if not rows_found and wanted.optional:
        return Frozen(Table(wanted.name, wanted.columns, (), wanted.zh), path.name)
    if not rows_found:
        raise GuihuaError(
            "RUN-INPUT",
            f"{wanted.zh}：表里没有行 the sheet has no rows",
            "第一行是列名 its first row names columns",
            str(path),
        )
    head = [c.text for c in rows_found[head_at]]
    body = [[c.text for c in row] for row in rows_found[head_at + 1 :]]
    places = [row[0].place for row in rows_found[head_at + 1 :]]
    return _frozen(wanted, head, body, path.name, lambda i: places[i] or f"第 {i + 1} 行")


def freeze_inputs(
    declaration: Declaration,
    files: Mapping[str, Path],
    loose: Sequence[Path],
    from_ledger: Callable[[Input], Frozen] | None = None,
) -> tuple[Frozen, ...]:
    """All inputs of a mechanism: named files, files in the inputs' order, or one workbook or JSON that holds them all.

    Raises GuihuaError RUN-INPUT where one is missing or there are too many.
    """
    left = [i for i in declaration.inputs if i.name not in files and i.kind != "ledger"]
    if len(loose) == 1 and len(left) > 1 and loose[0].suffix.lower() in (".xlsx", ".json"):
        return _from_one_file(declaration, files, loose[0])
    if len(loose) > len(left):
        raise GuihuaError(
            "RUN-INPUT", "输入表多于所需 more inputs than it takes", f"guihua run {declaration.name} --about"
        )
    named = {**files, **{i.name: path for i, path in zip(left, loose, strict=False)}}
    found = []
    for wanted in declaration.inputs:
        if wanted.name in named:
            found.append(freeze_file(wanted, named[wanted.name]))
        elif wanted.kind == "ledger" and from_ledger is not None:
            found.append(from_ledger(wanted))
        elif not wanted.optional:
            title = f"缺输入“{wanted.zh}” the input {wanted.name} is missing"
            raise GuihuaError(
                "RUN-INPUT", title, f"加 add --input {wanted.name}=FILE；--sheet 取空表 writes a blank sheet"
            )
    return tuple(found)


def _from_one_file(declaration: Declaration, files: Mapping[str, Path], path: Path) -> tuple[Frozen, ...]:
    """Several inputs from the sheets of one workbook, or the members of one JSON object."""
    members = _members(declaration, path) if path.suffix.lower() == ".json" else None
    names = set(members) if members is not None else _sheet_names(path)
    found = []
    for wanted in declaration.inputs:
        if wanted.name in files:
            found.append(freeze_file(wanted, files[wanted.name]))
        elif {wanted.name, wanted.zh} & names:
            if members is not None:
                found.append(freeze_rows(wanted, members.get(wanted.name, members.get(wanted.zh)) or [], path.name))
            else:
                found.append(freeze_file(wanted, path))
        elif not wanted.optional:
            title = f"{path.name} 里没有“{wanted.zh}” the input {wanted.name} is missing"
            raise GuihuaError(
                "RUN-INPUT", title, f"工作表或键叫 name a sheet or key {wanted.zh} / {wanted.name}", str(path)
            )
    return tuple(found)


def _members(declaration: Declaration, path: Path) -> dict[str, Any]:
    from guihua.plan.files import read_utf8

    try:
        loaded = json.loads(read_utf8(path), parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        title = f"不是 JSON not readable as JSON: {error}"
        raise GuihuaError("RUN-INPUT", title, "检查文件 check the file", str(path)) from None
    return loaded if isinstance(loaded, dict) else {declaration.inputs[0].name: loaded}


def _sheet_names(path: Path) -> set[str]:
    from guihua.ledgers.tables import read_tables

    return {t.name for t in read_tables(path)}


def freeze_rows(wanted: Input, rows: Sequence[Any], source: str = "") -> Frozen:
    """An input from objects (column → value) or lists in the order of the columns."""
    head = [c.name for c in wanted.columns]
    body: list[list[str]] = []
    if rows and isinstance(rows[0], Mapping):
        head = list(dict.fromkeys(str(k) for row in rows for k in row))
        body = [[_text(row.get(k)) for k in head] for row in rows]
    elif rows:
        body = [[_text(v) for v in (row if isinstance(row, list | tuple) else [row])] for row in rows]
        head = head[: max(len(row) for row in body)]
    return _frozen(wanted, head, body, source, lambda i: f"第 {i + 1} 行 row {i + 1}")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return repr(value)
    return str(value)


def _is_head(wanted: Input, cells: Sequence[str]) -> bool:
    known = sum(any(c.meant_by(cell) for c in wanted.columns) for cell in cells)
    return known >= max(1, min(2, len(wanted.columns)))


def _freeze_large(wanted: Input, path: Path) -> Frozen:
    """A large CSV of texts, by columns; one with typed columns is read line by line."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        head = next(reader, [])
        if any(c.type != "text" or c.options for c in wanted.columns) or len(set(head)) != len(head):
            return _frozen(wanted, head, reader, path.name, lambda i: f"第 {i + 2} 行 line {i + 2}")
    return _by_columns(wanted, head, path)


def _by_columns(wanted: Input, head: Sequence[str], path: Path) -> Frozen:
    from itertools import repeat

    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    places = {c.name: _find(c, head) for c in wanted.columns}
    lacking = [c for c in wanted.columns if c.required and places[c.name] is None]
    if lacking:
        raise _no_columns(wanted, lacking, head, path.name)
    names = {at: head[at] for at in places.values() if at is not None}
    try:
        read = csv.read_csv(
            path,
            csv.ReadOptions(column_names=list(head), skip_rows=1),
            csv.ParseOptions(newlines_in_values=True),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names.values(), pa.string()),
                include_columns=list(names.values()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        title = f"{wanted.zh}：表格读不出来 the table cannot be read"
        raise GuihuaError("RUN-ROWS", title, str(error)[:200], str(path)) from None
    columns: list[Iterable[str]] = []
    for c in wanted.columns:
        at = places[c.name]
        if at is None:
            columns.append(repeat("", read.num_rows))
            continue
        trimmed = pc.utf8_trim_whitespace(read.column(names[at]))
        if c.required and pc.any(pc.equal(trimmed, "")).as_py():
            row = pc.index(pc.equal(trimmed, ""), True).as_py() + 2
            title = f"{wanted.zh}：第 {row} 行缺{c.title}，一行也没有存 a required cell is empty, nothing is stored"
            raise GuihuaError("RUN-ROWS", title, "补齐 complete it", Place(path.name, line=row))
        columns.append(trimmed.to_pylist())
    rows = tuple(zip(*columns, strict=True))
    faults = _repeated(wanted, rows, lambda i: f"第 {i + 2} 行 line {i + 2}")
    if faults:
        title = f"{wanted.zh}：{len(faults)} 处不能用，一行也没有存 cells cannot be used, nothing is stored"
        raise GuihuaError(
            "RUN-ROWS", title, "；".join(f"{a} {b}" for a, b in faults[:SHOWN]), Place(path.name, cell=faults[0][0])
        )
    return Frozen(Table(wanted.name, wanted.columns, rows, wanted.zh), path.name)


def _no_columns(wanted: Input, lacking: Sequence[Column], head: Sequence[str], source: str) -> GuihuaError:
    title = f"{wanted.zh}：缺这些列 columns are missing: {'、'.join(c.title for c in lacking)}"
    return GuihuaError("RUN-COLUMN", title, f"表头有 the head has: {'、'.join(h for h in head if h)}", source)


def _frozen(
    wanted: Input, head: Sequence[str], body: Iterable[Sequence[str]], source: str, place: Callable[[int], str]
) -> Frozen:
    places = {c.name: _find(c, head) for c in wanted.columns}
    lacking = [c for c in wanted.columns if c.required and places[c.name] is None]
    if lacking:
        raise _no_columns(wanted, lacking, head, source)
    order = [(c, places[c.name]) for c in wanted.columns]
    simple = all(c.type == "text" and not c.options for c in wanted.columns)
    rows: list[tuple[str, ...]] = []
    faults: list[tuple[str, str]] = []
    for number, cells in enumerate(body):
        if not any(cells):
            continue
        if simple:
            row = tuple(cells[at].strip() if at is not None and at < len(cells) else "" for _, at in order)
            if any(c.required and not v for c, v in zip(wanted.columns, row, strict=True)):
                faults.append((place(number), "缺必填项 a required cell is empty"))
            rows.append(row)
            continue
        row_cells = []
        for column, at in order:
            raw = cells[at].strip() if at is not None and at < len(cells) else ""
            try:
                row_cells.append(cell(raw, column))
            except ValueError as error:
                faults.append((place(number), f"{column.title}：{error}"))
                row_cells.append("")
        rows.append(tuple(row_cells))
    faults += _repeated(wanted, rows, place)
    if faults:
        told = "；".join(f"{where} {what}" for where, what in faults[:SHOWN])
        more = f"；……共 {len(faults)} 处" if len(faults) > SHOWN else ""
        title = f"{wanted.zh}：{len(faults)} 处不能用，一行也没有存 cells cannot be used, nothing is stored"
        raise GuihuaError("RUN-ROWS", title, told + more, Place(source, cell=faults[0][0]))
    return Frozen(Table(wanted.name, wanted.columns, tuple(rows), wanted.zh), source)


def _find(column: Column, head: Sequence[str]) -> int | None:
    for i, text in enumerate(head):
        bare = re.sub(r"[(（].*?[)）]$", "", text.strip()) if not column.meant_by(text) else text
        if column.meant_by(bare):
            return i
    return None


def _repeated(wanted: Input, rows: Sequence[tuple[str, ...]], place: Callable[[int], str]) -> list[tuple[str, str]]:
    if not wanted.key:
        return []
    at = [i for i, c in enumerate(wanted.columns) if c.name in wanted.key]
    if len(at) == 1 and len({row[at[0]] for row in rows}) == len(rows):
        return []
    seen: dict[tuple[str, ...], int] = {}
    faults = []
    for number, row in enumerate(rows):
        key = tuple(row[i] for i in at)
        if key in seen:
            faults.append((place(number), f"编码重复 the code stands twice: {'、'.join(key)}（{place(seen[key])}）"))
        seen.setdefault(key, number)
    return faults


def cell(raw: str, column: Column) -> str:
    """A cell as it is kept. Raises ValueError with what is wrong with it."""
    if raw.lower() in NOTHING:
        if column.required:
            raise ValueError("必填 a value is required")
        return ""
    if column.options and raw not in column.options:
        raise ValueError(f"{raw!r} 不在 is none of {'、'.join(column.options)}")
    if column.type in ("number", "integer"):
        return _number(raw, whole=column.type == "integer")
    if column.type == "date":
        return _day(raw)
    if column.type == "boolean":
        if raw.lower() in _YES:
            return "是"
        if raw.lower() in _NO:
            return "否"
        raise ValueError(f"{raw!r} 不是“是”或“否” is neither yes nor no")
    return raw


def _number(raw: str, *, whole: bool) -> str:
    text = raw.replace(",", "").replace("，", "").replace(" ", "")
    percent = text.endswith(("%", "％"))
    try:
        found = Decimal(text.rstrip("%％"))
    except InvalidOperation:
        raise ValueError(f"{raw!r} 不是数 is no number") from None
    if not found.is_finite() or abs(found.adjusted()) > 30:
        raise ValueError(f"{raw!r} 不是数 is no number")
    if whole and found != found.to_integral_value():
        raise ValueError(f"{raw!r} 不是整数 is no whole number")
    if percent:
        return text.rstrip("%％")
    return format(found, "f")


def _day(raw: str) -> str:
    text = re.sub(r"[年月./]", "-", raw).rstrip("日").split(" ")[0].split("T")[0]
    parts = text.split("-")
    try:
        if len(parts) == 3:
            return date(int(parts[0]), int(parts[1]), int(parts[2])).isoformat()
    except ValueError:
        pass
    raise ValueError(f"{raw!r} 不是日期 is no date")
