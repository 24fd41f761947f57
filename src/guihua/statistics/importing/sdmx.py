"""SDMX-CSV 2.0 (read here, so that printed digits survive) and SDMX-ML 3.0 (through pysdmx, the extra ``sdmx``).

Components are matched by identifier: ours (``guihua.statistics.exporting.sdmx``) and the common ones of other agencies
(REF_AREA, INDICATOR or SERIES, TIME_PERIOD, OBS_VALUE, UNIT_MEASURE, UNIT_MULT). ACTION=D withdraws.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError, Place
from guihua.plan.data import load
from guihua.statistics.importing.table import DATA, RawTable, head_of, row_numbers, text_table, utf8
from guihua.statistics.sdmxtime import from_sdmx

if TYPE_CHECKING:
    import pyarrow as pa


def is_csv(heads: list[str]) -> bool:
    """Whether a CSV is SDMX-CSV 2.0: its first columns are STRUCTURE and STRUCTURE_ID."""
    return [h.split("[")[0].strip() for h in heads[:2]] == ["STRUCTURE", "STRUCTURE_ID"]


def read_csv(path: Path, data: bytes) -> RawTable:
    """An SDMX-CSV 2.0 file as text columns under our names. Errors: IMPORT-COLUMNS."""
    content = utf8(data, str(path))
    table, ragged = text_table(content, str(path), head_of(content))
    heads = [h.split(":")[0].strip() for h in table.column_names]
    return _mapped(table.rename_columns(heads), str(path), ragged)


def read_xml(path: Path, data: bytes) -> RawTable:
    """An SDMX-ML data message as text columns under our names. Errors: IMPORT-SDMX, IMPORT-EXTRA, IMPORT-COLUMNS."""
    import pyarrow as pa

    try:
        from pysdmx.io import read_sdmx
    except ImportError:
        raise GuihuaError(
            "IMPORT-EXTRA", "SDMX-ML 需要附加包 needs an extra", "先运行 run: pip install 'guihua[sdmx]'", str(path)
        ) from None
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise GuihuaError("IMPORT-SDMX", "XML 含文档类型声明，不予读取 a document type is refused", "", str(path))
    try:
        message: Any = read_sdmx(data.decode("utf-8-sig"), validate=True)
        frames: list[Any] = [dataset.data for dataset in message.data or ()]
    except Exception as error:  # pysdmx and its XML readers raise many kinds
        raise GuihuaError(
            "IMPORT-SDMX",
            f"不是可读的 SDMX-ML not readable: {str(error)[:200]}",
            "用 SDMX-ML 3.0 数据消息 send an SDMX-ML 3.0 data message",
            Place(str(path)),
        ) from None
    if not frames:
        raise GuihuaError("IMPORT-EMPTY", "SDMX 消息里没有数据 no data in the message", "", str(path))
    parts = [
        pa.table({c: pa.array([_text(v) for v in frame[c]], pa.string()) for c in frame.columns}) for frame in frames
    ]
    return _mapped(pa.concat_tables(parts, promote_options="default"), str(path), ())


def _text(value: object) -> str:
    text = str(value)
    return "" if text in ("nan", "NaN", "None", "<NA>", "#N/A") else text


def _mapped(table: pa.Table, source: str, ragged: tuple[tuple[int, str], ...]) -> RawTable:
    import pyarrow as pa

    words = load("sdmx.yaml", DATA)
    columns: dict[str, pa.Array] = {}
    for name, identifiers in words["components"].items():
        found = next((i for i in identifiers if i in table.column_names), None)
        if found:
            columns[name] = pa.array(
                ["" if v in (None, "_Z") else v for v in table.column(found).to_pylist()], pa.string()
            )
    missing = [n for n in ("region_code", "indicator", "period", "value") if n not in columns]
    if missing:
        wanted = "; ".join(f"{n}: {' | '.join(words['components'][n])}" for n in missing)
        raise GuihuaError(
            "IMPORT-COLUMNS", f"缺少分量 missing components: {', '.join(missing)}", wanted, Place(source, line=1)
        )
    columns["period"] = _each(columns["period"], _period)
    columns["unit"] = _units(columns, table, words)
    if "ACTION" in table.column_names:
        actions = table.column("ACTION").to_pylist()
        columns["withdrawn"] = pa.array(["SDMX ACTION=D" if a == "D" else "" for a in actions], pa.string())
    known = {i for ids in words["components"].values() for i in ids} | set(words["plain"])
    ignored = tuple(n for n in table.column_names if n not in known)
    return RawTable(pa.table(columns), row_numbers(table.num_rows, ragged), ignored, ragged)


def _each(column: pa.Array, rule: Any) -> pa.Array:
    import pyarrow as pa

    made = {word: rule(word) for word in column.unique().to_pylist()}
    return pa.array([made[word] for word in column.to_pylist()], pa.string())


def _period(word: str) -> str:
    """Our label; what is no SDMX period stays as it is and becomes a bad row."""
    try:
        return str(from_sdmx(word))
    except GuihuaError:
        return word


def _units(columns: dict[str, pa.Array], table: pa.Table, words: dict[str, Any]) -> pa.Array:
    import pyarrow as pa

    rows = table.num_rows
    codes = columns["unit"].to_pylist() if "unit" in columns else [""] * rows
    powers = table.column("UNIT_MULT").to_pylist() if "UNIT_MULT" in table.column_names else [""] * rows
    names, prefixes = words["units"], {str(k): v for k, v in words["powers"].items()}
    return pa.array(
        [prefixes.get(p or "0", "?") + names.get(c, c) for c, p in zip(codes, powers, strict=True)], pa.string()
    )
