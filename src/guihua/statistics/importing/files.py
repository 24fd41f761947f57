"""One file into a store: its kind is known by its content, all of it counts or none of it."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path

from guihua.errors import GuihuaError, Place
from guihua.statistics.bodies import Bodies
from guihua.statistics.importing import opensdg, sdmx
from guihua.statistics.importing.check import Defaults
from guihua.statistics.importing.mapping import Mapping, remember, to_yaml
from guihua.statistics.importing.sheets import is_long, read_sheets
from guihua.statistics.importing.storing import BadRows, Imported, store_table
from guihua.statistics.importing.table import column_name, head_of, read_bytes, read_table, utf8
from guihua.statistics.importing.wide import find_table
from guihua.statistics.importing.wordings import Bad, read_day
from guihua.statistics.importing.workbook import Decide, NeedsMapping, Taken, Wishes, read_workbook
from guihua.storage import Store

__all__ = ["BadRows", "Decide", "Imported", "NeedsMapping", "import_file"]


def import_file(
    store: Store,
    path: Path,
    *,
    defaults: Defaults | None = None,
    skip_bad: bool = False,
    as_of: date | None = None,
    mapping: Mapping | None = None,
    decide: Decide | None = None,
    accept: bool = False,
    period: str = "",
    bodies: Bodies | None = None,
) -> Imported:
    """Read, check and store a file of any kind that is known. The same file again changes nothing.

    Kinds: long CSV or workbook (ours or from a template), a bureau's published table (.xlsx, .xls, .csv, .docx, .html, .md, .pdf), Open
    SDG tidy CSV, SDMX-CSV 2.0, SDMX-ML 3.0.

    skip_bad  store the good rows and write the bad ones beside the file (``NAME.bad.csv``)
    as_of     the day of withdrawals that the table may hold (today)
    mapping, decide, accept, period   for a published table: the mapping to use; whom to ask; take the proposal for the
              rows that are known; the report's period where the table does not say it
    bodies    the project's parks and enterprises, which may stand where a region does

    Errors: BadRows (IMPORT-BAD-ROWS), NeedsMapping (IMPORT-MAPPING), IMPORT-COLUMNS, IMPORT-EMPTY, IMPORT-CSV,
    IMPORT-WORKBOOK, IMPORT-NO-TABLE, IMPORT-PERIOD, IMPORT-UNIT, IMPORT-FORMULA, IMPORT-KIND, IMPORT-DATE, FILE-NOT-FOUND.
    """
    data = read_bytes(path)
    defaults = defaults or Defaults()
    _dated(defaults.published)
    taken = _read(store, path, data, defaults, Wishes(mapping, decide, accept, period))
    digest = hashlib.sha256(
        data + "\x1f".join((*astuple(defaults), period, *map(to_yaml, taken.mappings))).encode()
    ).hexdigest()
    on = as_of or date.today()

    def put() -> Imported:
        done = store_table(
            store,
            taken.table,
            path,
            defaults=defaults,
            sha256=digest,
            skip_bad=skip_bad,
            on=on,
            kind=taken.kind,
            bodies=bodies,
        )
        for used in taken.mappings:
            remember(store, used)
        return done

    placed = defaults.region if _names_no_region(taken) else ""
    return replace(store.attempt(put), left_out=taken.left_out, changes=taken.changes, placed=placed)


def _dated(published: str) -> None:
    """Refuse a date of publication that is none before the table is read: it would be a fault of every row."""
    try:
        read_day(published, "", "")
    except Bad as fault:
        raise GuihuaError(
            "IMPORT-DATE",
            f"公布日期不对或在将来 no date of publication, or one to come: {published!r}",
            "写成 write 2018-07-20",
        ) from fault


def _names_no_region(taken: Taken) -> bool:
    """Whether no cell of the table says of which region it is."""
    columns = taken.table.columns
    if "region" not in columns.column_names and "region_code" not in columns.column_names:
        return True
    return bool(taken.mappings) and "region" in columns.column_names and not any(columns.column("region").to_pylist())


_NO_TABLE = (".pptx", ".png", ".jpg", ".jpeg", ".gif", ".zip", ".rar")
_PUBLISHED = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".docx", ".doc", ".wps", ".odt", ".html", ".htm", ".md", ".pdf")


def _read(store: Store, path: Path, data: bytes, defaults: Defaults, wishes: Wishes) -> Taken:
    """The text table of a file, by its kind."""
    suffix = path.suffix.lower()
    if suffix in _NO_TABLE:
        raise GuihuaError(
            "IMPORT-KIND",
            f"不导入 {suffix} 文件 no tables are imported from {suffix}",
            "图片先做文字识别，压缩包先解开 recognise the text of a picture, unpack an archive",
            Place(str(path)),
        )
    if suffix in _PUBLISHED or (suffix == ".csv" and wishes.mapping):
        return read_workbook(store, path, defaults, wishes)
    if data.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        return Taken("sdmx-ml", sdmx.read_xml(path, data))
    heads = head_of(utf8(data, str(path)))
    if sdmx.is_csv(heads):
        return Taken("sdmx-csv", sdmx.read_csv(path, data))
    if opensdg.is_csv(heads):
        return Taken("open-sdg", opensdg.read_csv(path, data, defaults))
    given = {name for name in ("region", "indicator", "unit") if defaults.of(name)}
    if not {"value", "period"} & {column_name(h) for h in heads} and _published(path):
        return read_workbook(store, path, defaults, wishes)
    return Taken("csv", read_table(path, data, given))


def _published(path: Path) -> bool:
    """Whether a CSV is a published table: title lines, a head of times, notes. Of one that is neither, the fault is a long table's."""
    try:
        return any(is_long(grid) or find_table(grid, str(path)).rows for grid in read_sheets(path))
    except GuihuaError:
        return False
