"""Open SDG's tidy CSV: Year, disaggregations, Units, Series, GeoCode, Value (open-sdg.org, "Data format")."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from guihua.statistics.importing.check import Defaults
from guihua.statistics.importing.table import RawTable, column_name, head_of, row_numbers, text_table, utf8

if TYPE_CHECKING:
    import pyarrow as pa

OWN = {"Year", "Value", "Units", "Series", "GeoCode", "Observation status", "Unit multiplier", "Source"}

OURS = {"coverage", "accounting", "price_basis", "measure"}
"""Disaggregations that are slots of ours (so does our own export write them)."""


def is_csv(heads: list[str]) -> bool:
    """Whether a CSV has Open SDG's two needed columns and no indicator column of ours."""
    return {"Year", "Value"} <= set(heads) and not {"indicator", "指标", "period", "时期"} & set(heads)


def read_csv(path: Path, data: bytes, defaults: Defaults) -> RawTable:
    """Text columns under our names. A disaggregation narrows the coverage: "Sector: coal".

    The indicator is the Series column, else ``defaults.indicator``, else the file's name without ``indicator_``.
    """
    import pyarrow as pa

    content = utf8(data, str(path))
    table, ragged = text_table(content, str(path), head_of(content))
    rows = table.num_rows
    columns: dict[str, pa.Array] = {"period": table.column("Year"), "value": table.column("Value")}
    name = defaults.indicator or path.stem.removeprefix("indicator_")
    columns["indicator"] = _filled(table, "Series", name)
    columns["unit"] = _filled(table, "Units", defaults.unit)
    columns["region_code"] = _filled(table, "GeoCode", defaults.region)
    columns["obs_status"] = _filled(table, "Observation status", "")
    if "Source" in table.column_names:
        columns["source"] = table.column("Source")
    ours = {h: n for h in table.column_names if h not in OWN and (n := column_name(h)) in OURS}
    columns |= {name: table.column(head) for head, name in ours.items()}
    if "coverage" not in columns:
        columns["coverage"] = _groups(table, rows, [h for h in table.column_names if h not in OWN and h not in ours])
    numbers = row_numbers(rows, ragged)
    return RawTable(pa.table(columns), numbers, ragged=ragged)


def _filled(table: pa.Table, name: str, default: str) -> pa.Array:
    import pyarrow as pa

    if name not in table.column_names:
        return pa.repeat(pa.scalar(default, pa.string()), table.num_rows)
    return pa.array([text or default for text in table.column(name).to_pylist()], pa.string())


def _groups(table: pa.Table, rows: int, names: list[str]) -> pa.Array:
    import pyarrow as pa

    columns = [table.column(n).to_pylist() for n in names]
    texts = ["; ".join(f"{n}: {c[i]}" for n, c in zip(names, columns, strict=True) if c[i]) for i in range(rows)]
    return pa.array(texts, pa.string())
