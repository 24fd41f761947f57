"""From a YAML file to a checked Ledger.

A shape (task, registry, problem) brings fields, states, transitions and deadlines; a ledger's file adds fields, drops
some (`without`), and may replace states, transitions and deadlines as a whole. What is loaded is checked: every state
can be reached and left towards an end, no transition is dead, every name that is used exists, every indicator fed is
one that the concept table can place. Nothing unknown in a file is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from guihua.errors import GuihuaError, Place
from guihua.ledgers.ledger import (
    Band,
    Condition,
    Deadline,
    Derived,
    Example,
    Feed,
    Field,
    FieldType,
    FormHead,
    Grading,
    Ledger,
    Means,
    Status,
    Test,
    Transition,
    Words,
)
from guihua.ledgers.soundness import faults, faults_together
from guihua.plan.limits import bounded_yaml
from guihua.proof.hashes import text_digest

SHAPES: Final = Path(__file__).parent / "shapes"
DECLARED: Final = Path(__file__).parent / "declared"
_KEYS: Final = {
    "ledger", "shape", "zh", "en", "about", "serves", "key", "fields", "without", "states", "transitions", "deadlines",
    "feeds", "documents", "form", "edits", "reports", "monthly", "digest", "rename", "derived", "gradings", "examples",
}  # fmt: skip
_FIELD_KEYS: Final = {
    "name",
    "zh",
    "en",
    "type",
    "unit",
    "options",
    "min",
    "max",
    "required",
    "holds",
    "help",
    "aliases",
}
_FEED_KEYS: Final = {
    "name", "zh", "en", "measure", "unit", "where", "among", "of", "by", "times", "indicator", "target", "also",
}  # fmt: skip
_DEADLINE_KEYS: Final = {"name", "zh", "en", "states", "field", "days", "days_field", "start", "working", "plus"}
_TRANSITION_KEYS: Final = {
    "name",
    "zh",
    "en",
    "from",
    "to",
    "who",
    "needs",
    "evidence",
    "basis",
    "other_than",
    "not_before",
    "barred",
    "without",
}


def load_ledgers(folder: Path | None = None) -> dict[str, Ledger]:
    """The declared ledgers by name: those that come with guihua, and those of a project's folder over them.

    Raises GuihuaError LG-FILE or LG-DECLARATION with the file's name.
    """
    found = dict(_declared())
    if folder is not None:
        for file in sorted(folder.glob("*.yaml")):
            ledger = load_ledger(file)
            found[ledger.name] = ledger
        _together(found)
    return found


def load_ledger(file: Path) -> Ledger:
    """One ledger from its file, checked. Read again only when the file has changed."""
    try:
        stat = file.stat()
    except OSError as error:
        raise GuihuaError(
            "LG-FILE", "台账文件读不出来 the ledger's file cannot be read", str(error.strerror or error), str(file)
        ) from None
    return _loaded(file, stat.st_mtime_ns, stat.st_size)


def declaration_texts(ledger: Ledger) -> tuple[str, str]:
    """What a ledger was declared by: the text of its file and of its shape's."""
    return (
        Path(ledger.source).read_text(encoding="utf-8"),
        (SHAPES / f"{ledger.shape}.yaml").read_text(encoding="utf-8"),
    )


def parse_ledger(text: str, shape: str, source: str = "text") -> Ledger:
    """A ledger from the texts of its file and its shape, checked. Raises GuihuaError LG-FILE or LG-DECLARATION."""
    file = Path(source)
    return _checked(_made(_parsed(text, file), file, _parsed(shape, file)), file, version_of(text, shape))


def version_of(text: str, shape: str) -> str:
    """The digest of what declares a ledger: the text of its file and of its shape's. Every act names the one it was done under."""
    return str(text_digest(f"{text}\0{shape}"))


def shapes() -> tuple[str, ...]:
    """Names of the shapes."""
    return tuple(sorted(file.stem for file in SHAPES.glob("*.yaml")))


@lru_cache(maxsize=256)
def _loaded(file: Path, changed: int, size: int) -> Ledger:
    text = _text(file)
    found = _parsed(text, file)
    shape = found.get("shape")
    made = _made(found, file, _shape(shape, file))
    return _checked(made, file, version_of(text, _text(SHAPES / f"{shape}.yaml")))


def _made(found: Mapping[str, Any], file: Path, shape: Mapping[str, Any]) -> Ledger:
    try:
        return _ledger(found, file, shape)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        title = f"台账文件的写法不对 the ledger's file is not of the form: {error!r:.80}"
        raise _wrong(file, title, "照随带的台账写 write it as the ledgers that come with guihua") from None


def _checked(ledger: Ledger, file: Path, version: str) -> Ledger:
    wrong = faults(ledger)
    if wrong:
        title = f"台账对不拢 the ledger does not hold together: {wrong[0]}"
        raise GuihuaError("LG-DECLARATION", title, "; ".join(wrong[1:6]), str(file))
    return replace(ledger, version=version)


@lru_cache(maxsize=1)
def _declared() -> Mapping[str, Ledger]:
    found = {ledger.name: ledger for ledger in (load_ledger(file) for file in sorted(DECLARED.glob("*.yaml")))}
    _together(found)
    return found


def _together(found: Mapping[str, Ledger]) -> None:
    """Refuses ledgers that do not go together; names the file of the first at fault."""
    for name, fault in faults_together(found):
        title = f"几个台账对不拢 the ledgers do not go together: {fault}"
        raise GuihuaError("LG-DECLARATION", title, "改其中一个 change one of them", found[name].source)


def _shape(name: object, file: Path) -> Mapping[str, Any]:
    if name not in shapes():
        raise _wrong(file, f"没有这种类型 no shape is called {name!r}", f"类型 shapes: {', '.join(shapes())}")
    return _shape_file(str(name))


@lru_cache(maxsize=8)
def _shape_file(name: str) -> Mapping[str, Any]:
    return _read(SHAPES / f"{name}.yaml")


def _read(file: Path) -> Mapping[str, Any]:
    return _parsed(_text(file), file)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GuihuaError(
            "LG-FILE", "台账文件读不出来，须是 UTF-8 the ledger's file cannot be read as UTF-8", str(error), str(file)
        ) from None


def _parsed(text: str, file: Path) -> Mapping[str, Any]:
    try:
        found = bounded_yaml(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = Place(str(file), line=mark.line + 1 if mark else None)
        hint = str(getattr(error, "problem", error))
        raise GuihuaError("LG-FILE", "台账文件不是 YAML the ledger's file is no YAML", hint, where) from None
    if not isinstance(found, dict):
        raise _wrong(
            file, "文件里没有台账 the file holds no ledger", "以 ledger:、shape: 开头 begin with ledger: and shape:"
        )
    return found


def _ledger(found: Mapping[str, Any], file: Path, shape: Mapping[str, Any]) -> Ledger:
    _only(found, _KEYS, file, "the ledger")
    for name in ("ledger", "shape", "zh", "en"):
        if not isinstance(found.get(name), str):
            raise _wrong(file, f"缺少 {name}: is missing", "ledger、shape、zh、en 都要写 are always needed")
    about = found.get("about") or {"zh": found["zh"], "en": found["en"]}
    return Ledger(
        name=found["ledger"],
        shape=found["shape"],
        words=Words(found["zh"], found["en"]),
        about=_words(about, file, "about"),
        fields=_fields(found, shape, file),
        states=tuple(_status(s, file) for s in _renamed("states", found, shape, file)),
        transitions=tuple(_transition(t, file) for t in _renamed("transitions", found, shape, file)),
        key=tuple(_list(found.get("key", shape["key"]))),
        deadlines=tuple(_deadline(d, file) for d in found.get("deadlines", _kept(found, shape["deadlines"], "field"))),
        derived=tuple(_derived(d, file) for d in found.get("derived", ())),
        gradings=tuple(_grading(g, file) for g in found.get("gradings", ())),
        examples=tuple(_example(e, file) for e in found.get("examples", ())),
        feeds=tuple(_feed(f, file) for f in found.get("feeds", ())),
        documents=tuple(_list(found.get("documents", shape["documents"]))),
        serves=tuple((str(s["section"]), str(s["zh"])) for s in found.get("serves", ())),
        form=FormHead(**{k: str(v or "") for k, v in (found.get("form") or {}).items()}),
        edits=tuple(_list(found.get("edits", _kept(found, shape.get("edits", ()))))),
        reports=str(found.get("reports", shape["reports"])),
        monthly=bool(found.get("monthly", shape.get("monthly", False))),
        digest=str(found.get("digest", "sha256")),
        source=str(file),
    )


def _kept(found: Mapping[str, Any], inherited: Sequence[Any], key: str = "") -> list[Any]:
    """What a shape brings, less what is about a field that the file does without."""
    without = set(_list(found.get("without", ())))
    return [row for row in inherited if (row.get(key) if key else row) not in without]


def _renamed(part: str, found: Mapping[str, Any], shape: Mapping[str, Any], file: Path) -> list[Mapping[str, Any]]:
    """The file's own states or transitions, or the shape's with other words where the file renames them."""
    if part in found:
        return list(found[part])
    other = (found.get("rename") or {}).get(part, {})
    known = {row["name"] for row in shape[part]}
    if set(other) - known:
        raise _wrong(file, f"rename: {min(set(other) - known)} is none of the shape's {part}", ", ".join(sorted(known)))
    return [{**row, **other.get(row["name"], {})} for row in shape[part]]


def _fields(found: Mapping[str, Any], shape: Mapping[str, Any], file: Path) -> tuple[Field, ...]:
    without = set(_list(found.get("without", ())))
    known = {f["name"] for f in shape["fields"]}
    if without - known:
        raise _wrong(file, f"without: {sorted(without - known)[0]} is no field of the shape", ", ".join(sorted(known)))
    rows = {f["name"]: f for f in shape["fields"] if f["name"] not in without}
    for row in found.get("fields", ()):
        if not isinstance(row, dict) or "name" not in row:
            raise _wrong(file, "栏目没有 name a field without a name", "写作 each field is {name: …, zh: …, en: …}")
        rows[row["name"]] = {**rows.get(row["name"], {}), **row}
    return tuple(_field(row, file) for row in rows.values())


def _field(row: Mapping[str, Any], file: Path) -> Field:
    _only(row, _FIELD_KEYS, file, f"field {row['name']}")
    try:
        kind = FieldType(row.get("type", "text"))
    except ValueError:
        known = ", ".join(FieldType)
        raise _wrong(
            file, f"field {row['name']}: 没有这种栏目类型 no type is called {row['type']!r}", f"类型 types: {known}"
        ) from None
    options = tuple(Words(o, o) if isinstance(o, str) else _words(o, file, row["name"]) for o in row.get("options", ()))
    return Field(
        name=row["name"],
        words=_words(row, file, f"field {row['name']}"),
        type=kind,
        unit=str(row.get("unit", "")),
        options=options,
        minimum=_number(row.get("min")),
        maximum=_number(row.get("max")),
        required=bool(row.get("required", False)),
        holds=str(row.get("holds", "")),
        help=_words(row["help"], file, row["name"]) if "help" in row else None,
    )


def _status(row: Mapping[str, Any], file: Path) -> Status:
    _only(row, {"name", "zh", "en", "means"}, file, f"state {row.get('name')}")
    try:
        return Status(row["name"], _words(row, file, row["name"]), Means(row["means"]))
    except (KeyError, ValueError):
        raise _wrong(file, f"state {row.get('name')}: means: is wrong", f"one of: {', '.join(Means)}") from None


def _transition(row: Mapping[str, Any], file: Path) -> Transition:
    _only(row, _TRANSITION_KEYS, file, f"transition {row.get('name')}")
    for key in ("name", "from", "to", "who"):
        if key not in row:
            raise _wrong(file, f"transition {row.get('name')}: {key}: is missing", "name, from, to and who are needed")
    return Transition(
        name=row["name"],
        words=_words(row, file, row["name"]),
        sources=tuple(_list(row["from"])),
        targets=() if row["to"] == "same" else tuple(_list(row["to"])),
        who=tuple(_list(row["who"])),
        needs=tuple(_list(row.get("needs", ()))),
        evidence=bool(row.get("evidence", False)),
        basis=bool(row.get("basis", False)),
        other_than=tuple(_list(row.get("other_than", ()))),
        not_before=str(row.get("not_before", "")),
        barred=str(row.get("barred", "")),
        without=tuple(_list(row.get("without", ()))),
    )


def _deadline(row: Mapping[str, Any], file: Path) -> Deadline:
    _only(row, _DEADLINE_KEYS, file, f"deadline {row.get('name')}")
    return Deadline(
        name=row["name"],
        words=_words(row, file, row["name"]),
        states=tuple(_list(row["states"])),
        field=str(row.get("field", "")),
        days=int(row.get("days", 0)),
        days_field=str(row.get("days_field", "")),
        start=str(row.get("start", "")),
        working=bool(row.get("working", True)),
        plus=str(row.get("plus", "")),
    )


def _derived(row: Mapping[str, Any], file: Path) -> Derived:
    _only(row, {"name", "zh", "en", "start", "end", "working", "less"}, file, f"derived {row.get('name')}")
    words = _words(row, file, str(row.get("name")))
    working, less = bool(row.get("working", True)), str(row.get("less", ""))
    return Derived(row["name"], words, str(row["start"]), str(row["end"]), working, less)


def _feed(row: Mapping[str, Any], file: Path) -> Feed:
    _only(row, _FEED_KEYS, file, f"feed {row.get('name')}")
    indicator = str(row.get("indicator", ""))
    return Feed(
        name=row["name"],
        words=_words(row, file, row["name"]),
        measure=str(row.get("measure", "count")),
        unit=str(row.get("unit", "")),
        where=tuple(condition_of(c, file) for c in row.get("where", ())),
        among=tuple(condition_of(c, file) for c in row.get("among", ())),
        of=str(row.get("of", "")),
        by=str(row.get("by", "")),
        times=str(row.get("times", "1")),
        variable=_variable(indicator),
        indicator=indicator,
        target=str(row.get("target", "")),
        also=tuple(_variable(str(label)) for label in row.get("also", ())),
    )


def _grading(row: Mapping[str, Any], file: Path) -> Grading:
    _only(row, {"name", "zh", "en", "bands", "source"}, file, f"grading {row.get('name')}")
    bands = tuple(Band(str(b["is"]), tuple(condition_of(c, file) for c in b.get("any", ()))) for b in row["bands"])
    return Grading(row["name"], _words(row, file, row["name"]), bands, str(row.get("source", "")))


def _example(row: Mapping[str, Any], file: Path) -> Example:
    _only(row, {"zh", "day", "rows", "gives", "elsewhere"}, file, f"example {row.get('zh')}")
    rows = tuple(
        {name: tuple(map(str, v)) if isinstance(v, list) else str(v) for name, v in item.items()}
        for item in row["rows"]
    )
    gives = {name: "" if value is None else str(value) for name, value in row["gives"].items()}
    elsewhere = {place: tuple(map(str, values)) for place, values in row.get("elsewhere", {}).items()}
    return Example(str(row["zh"]), date.fromisoformat(str(row["day"])), rows, gives, elsewhere)


def condition_of(row: Mapping[str, Any], file: Path) -> Condition:
    """A condition as files write it: {field: …, TEST: …}. Raises GuihuaError LG-DECLARATION with the file's name."""
    tests = [key for key in row if key != "field"]
    if len(tests) != 1 or tests[0] not in list(Test) or "field" not in row:
        raise _wrong(file, f"a condition is not clear: {dict(row)}", f"{{field: …, one of {', '.join(Test)}: …}}")
    values = row[tests[0]]
    return Condition(str(row["field"]), Test(tests[0]), tuple(str(v) for v in _list(values)))


def _variable(indicator: str) -> str:
    if not indicator:
        return ""
    from guihua.plan.concepts import resolve

    return resolve(indicator).variable


def _words(row: Mapping[str, Any], file: Path, where: str) -> Words:
    zh, en = (row.get("zh"), row.get("en")) if isinstance(row, Mapping) else (None, None)
    if not isinstance(zh, str) or not isinstance(en, str):
        raise _wrong(
            file, f"{where}: 要写 zh: and en: are needed", "名称都要有中英文 every name stands in both languages"
        )
    return Words(zh, en, tuple(str(a) for a in row.get("aliases", ())))


def _list(value: object) -> list[Any]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return [value]


def _number(value: object) -> str | None:
    return None if value is None else str(value)


def _only(row: Mapping[str, Any], known: set[str], file: Path, where: str) -> None:
    unknown = sorted(set(row) - known)
    if unknown:
        raise _wrong(
            file, f"{where}: 这里没有 nothing is called {unknown[0]!r} here", f"可用 known: {', '.join(sorted(known))}"
        )


def _wrong(file: Path, title: str, hint: str) -> GuihuaError:
    return GuihuaError("LG-DECLARATION", f"台账文件有误 the ledger's file is wrong: {title}", hint, str(file))
