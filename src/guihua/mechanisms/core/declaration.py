"""From a YAML file to a checked declaration. Nothing unknown in a file is passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.mechanisms.core.records import (
    Column,
    Declaration,
    EffectRule,
    Example,
    Feed,
    Input,
    Paper,
)
from guihua.rules.rulefile import load_texts

DECLARED: Final = Path(__file__).parent.parent / "declared"
RESERVED: Final = frozenset(
    {"draw", "rules", "decision", "scheme", "account", "matching", "market", "list", "accept", "show"}
)
"""Words of `guihua run` that no mechanism may be called by."""
_KEYS: Final = {
    "mechanism", "engine", "zh", "en", "about", "serves", "inputs", "rules", "settings", "who", "publish", "effects", "feeds",
    "papers", "examples", "source", "clause", "checked", "valid", "scheme", "classes", "missing", "outcome",
    "certificate", "holders", "assets", "factors", "balances", "attribution", "gates", "judgements", "facts", "postings",
}  # fmt: skip
_COLUMN_KEYS: Final = {"name", "zh", "en", "type", "unit", "required", "options", "aliases"}
TYPES: Final = ("text", "number", "integer", "date", "boolean", "choice")


def load_mechanisms(folder: Path | None = None) -> dict[str, Declaration]:
    """The declared mechanisms by name: those that come with guihua, and those of a project's folder over them."""
    found = {d.name: d for d in (load_mechanism(file) for file in sorted(DECLARED.glob("*.yaml")))}
    if folder is not None and folder.is_dir():
        for file in sorted(folder.glob("*.yaml")):
            declaration = load_mechanism(file)
            found[declaration.name] = declaration
    return found


def load_mechanism(file: Path) -> Declaration:
    """One declaration from its file, checked. Raises GuihuaError RUN-FILE or RUN-DECLARATION."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GuihuaError(
            "RUN-FILE", "机制文件读不出来 the declaration cannot be read", str(error), str(file)
        ) from None
    return parse_mechanism(text, str(file))


@lru_cache(maxsize=256)
def parse_mechanism(text: str, where: str = "") -> Declaration:
    """A declaration from its text, checked. Raises GuihuaError RUN-DECLARATION."""
    found = load_texts(text, where)
    if not isinstance(found, dict) or "mechanism" not in found:
        raise _wrong(where, "不是机制声明 no declaration of a mechanism", "以 mechanism: 开头 begin with mechanism:")
    unknown = sorted(set(found) - _KEYS)
    if unknown:
        raise _wrong(
            where, f"这里没有 nothing is called {unknown[0]!r} here", f"可用 known: {', '.join(sorted(_KEYS))}"
        )
    for key in ("engine", "zh", "en"):
        if not isinstance(found.get(key), str):
            raise _wrong(where, f"缺少 {key}: is missing", "mechanism、engine、zh、en 都要写 are always needed")
    if found["mechanism"] in RESERVED:
        raise _wrong(where, f"{found['mechanism']!r} 是保留字 is a reserved word", "换个名字 name it otherwise")
    try:
        return _declaration(found, text, where)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(
            where, f"机制声明不完整 the declaration lacks something: {error!r}", "对照说明补齐 complete it"
        ) from None


def _declaration(found: Mapping[str, Any], text: str, where: str) -> Declaration:
    heads = {
        "mechanism",
        "engine",
        "zh",
        "en",
        "about",
        "serves",
        "inputs",
        "rules",
        "who",
        "publish",
        "effects",
        "feeds",
    }
    heads |= {"papers", "examples", "source", "clause", "checked", "valid"}
    settings = {**(found.get("settings") or {}), **{k: v for k, v in found.items() if k not in heads | {"settings"}}}
    start, end = (*(found.get("valid") or ("", "")), "", "")[:2]
    return Declaration(
        name=found["mechanism"],
        engine=found["engine"],
        zh=found["zh"],
        en=found["en"],
        about=_words(found.get("about", "")),
        serves=tuple((s["section"], s["zh"]) for s in found.get("serves") or ()),
        inputs=tuple(_input(name, row) for name, row in (found.get("inputs") or {}).items()),
        rules=tuple((found.get("rules") or {}).items()),
        settings=settings,
        who=tuple((found.get("who") or {}).items()),
        publish=found.get("publish", ""),
        effects=tuple(_effect(e) for e in found.get("effects") or ()),
        feeds=tuple(_feed(f) for f in found.get("feeds") or ()),
        papers=tuple(_paper(p) for p in found.get("papers") or ()),
        examples=tuple(Example(str(e.get("name", i)), e) for i, e in enumerate(found.get("examples") or (), 1)),
        source=found.get("source", ""),
        clause=found.get("clause", ""),
        checked=found.get("checked", "no"),
        valid=(_day(start), _day(end)),
        text=text,
        where=where,
    )


def _words(found: Any) -> str:
    return found if isinstance(found, str) else f"{found['zh']} {found.get('en', '')}".strip()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text not in ("", "null", "~") else None


def _input(name: str, row: Mapping[str, Any]) -> Input:
    kind = next((k for k in ("table", "ledger", "run") if k in row), "")
    if not kind:
        raise ValueError(f"input {name}: one of table, ledger, run")
    heads = row["table"] if kind == "table" else row.get("columns") or ()
    where = tuple((w["field"], tuple(_list(w["is"]))) for w in row.get("where") or ())
    found = tuple(_column(c) for c in heads)
    return Input(
        name,
        kind,
        found,
        row.get("zh", name),
        row.get("en", name),
        row[kind] if kind != "table" else "",
        row.get("of", ""),
        where,
        tuple(_list(row.get("key") or ())),
        row.get("optional") == "yes",
        row.get("secret") == "yes",
    )


def _column(row: Any) -> Column:
    if isinstance(row, str):
        return Column(row, row, row)
    unknown = sorted(set(row) - _COLUMN_KEYS)
    if unknown:
        raise ValueError(f"column {row.get('name')}: {unknown[0]}")
    kind = row.get("type", "text")
    if kind not in TYPES:
        raise ValueError(f"column {row['name']}: type {kind}")
    return Column(
        row["name"],
        row.get("zh", row["name"]),
        row.get("en", row["name"]),
        kind,
        row.get("unit", ""),
        row.get("required") == "yes",
        tuple(row.get("options") or ()),
        tuple(row.get("aliases") or ()),
    )


def _effect(row: Mapping[str, Any]) -> EffectRule:
    return EffectRule(
        row["ledger"], row["act"], row["table"], row.get("when", "true"), tuple((row.get("set") or {}).items())
    )


def _feed(row: Mapping[str, Any]) -> Feed:
    return Feed(
        row["name"],
        row["zh"],
        row.get("en", row["name"]),
        row.get("unit", ""),
        row["is"],
        row.get("indicator", ""),
        row.get("system", "监测"),
    )


def _paper(row: Mapping[str, Any]) -> Paper:
    return Paper(
        row["name"],
        row["title"],
        tuple(_list(row["table"])),
        row.get("to", ""),
        row.get("lead", ""),
        tuple(_list(row.get("notes") or ())),
        tuple(_list(row.get("columns") or ())),
    )


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _wrong(where: str, title: str, hint: str) -> GuihuaError:
    return GuihuaError("RUN-DECLARATION", title, hint, where)
