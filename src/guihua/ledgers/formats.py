"""Import formats: another system's export as a file that says which of its columns is which field, and what its words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.ledgers.ledger import FieldType, Ledger, Words
from guihua.plan.yaml_files import load_yaml

FORMATS: Final = Path(__file__).parent / "formats"
_KEYS: Final = {"format", "zh", "en", "ledger", "dated", "heads", "values"}


@dataclass(frozen=True, slots=True)
class Format:
    """One system's export.

    ledger  where it goes; heads: their column -> our field; values: field -> their word -> ours
    dated   the date field on whose day an object comes in, "" for the day of the import
    """

    name: str
    words: Words
    ledger: str
    heads: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dated: str = ""


def load_formats(ledgers: Mapping[str, Ledger], folder: Path | None = None) -> dict[str, Format]:
    """The formats that come with guihua, and those in `formats/` of a project's folder of ledgers over them.

    Raises GuihuaError LG-FORMAT, with the file, for a format whose ledger, fields or options are nowhere.
    """
    files = sorted(FORMATS.glob("*.yaml"))
    files += sorted((folder / "formats").glob("*.yaml")) if folder is not None else []
    found = (load_format(file, ledgers) for file in files)
    return {f.name: f for f in found}


def load_format(file: Path, ledgers: Mapping[str, Ledger]) -> Format:
    """One format from its file, checked against the ledger that it goes into."""
    row = load_yaml(file, "LG-FORMAT")
    if not isinstance(row, dict) or not {"format", "zh", "en", "ledger", "heads"} <= set(row) <= _KEYS:
        raise _wrong(file, f"要有 format、zh、en、ledger、heads；可有 values、dated: has {sorted(map(str, row or ()))}")
    of = ledgers.get(str(row["ledger"]))
    if of is None:
        raise _wrong(file, f"没有台账 no ledger {row['ledger']!r}")
    made = Format(
        str(row["format"]),
        Words(str(row["zh"]), str(row["en"])),
        of.name,
        {str(head): str(name) for head, name in row["heads"].items()},
        {str(name): {str(a): str(b) for a, b in words.items()} for name, words in (row.get("values") or {}).items()},
        str(row.get("dated") or ""),
    )
    if faults := _faults(made, of):
        raise _wrong(file, "；".join(faults))
    return made


def _faults(made: Format, of: Ledger) -> list[str]:
    named = [*made.heads.values(), *made.values, *filter(None, [made.dated])]
    found = [f"{of.name} 没有这一栏 no field {name}" for name in dict.fromkeys(named) if of.field(name) is None]
    for name, words in made.values.items():
        item = of.field(name)
        options = {o.zh for o in item.options} if item is not None and item.type is FieldType.CHOICE else set()
        found += [
            f"{name} 没有选项 no option {ours}"
            for ours in dict.fromkeys(words.values())
            if options and ours not in options
        ]
    return found


def _wrong(file: Path, title: Any) -> GuihuaError:
    return GuihuaError(
        "LG-FORMAT", f"导入格式不对 the import format is wrong: {title}", "改好这个文件 mend the file", str(file)
    )
