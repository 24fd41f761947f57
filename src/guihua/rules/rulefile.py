"""A rule file: a decision model with its dated parameters, where its numbers come from, and who checked them.

Readable YAML (`.yaml`) or DMN (`.dmn`). In YAML every scalar is a text, as FEEL writes it; in a column of strings bare
words may stand without quotes. A file says `source` and `checked` (by whom, on which day, or `no`); until a person has
checked it, every result says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError, Place
from guihua.proof.hashes import text_digest
from guihua.rules.dmn.model import (
    SHORT,
    Boxed,
    Datum,
    Decision,
    Definition,
    Hit,
    Input,
    Invocation,
    Knowledge,
    Literal,
    Logic,
    Members,
    Model,
    Output,
    Relation,
    Rule,
    Shaped,
    Table,
    Type,
)
from guihua.rules.dmn.reading import parse_dmn
from guihua.rules.parameters import Dated, Parameter

_KEYS = {
    "rules",
    "zh",
    "en",
    "about",
    "source",
    "clause",
    "checked",
    "types",
    "inputs",
    "parameters",
    "decisions",
    "knowledge",
    "gaps",
}
_LETTERS = {hit: letter for letter, hit in SHORT.items()}


@dataclass(frozen=True, slots=True)
class RuleFile:
    """Rules as read: the model, the parameters, and how far they may be trusted.

    checked  who checked the numbers against the original, and when; "" or "no": nobody yet
    gaps     "allowed" where a table may leave cases without an answer
    """

    name: str
    model: Model
    parameters: tuple[Parameter, ...] = ()
    zh: str = ""
    en: str = ""
    source: str = ""
    clause: str = ""
    checked: str = ""
    gaps: str = ""
    text: str = field(default="", compare=False, repr=False)
    where: str = field(default="", compare=False)

    @property
    def digest(self) -> str:
        """The digest of the file's text: the version of the rules."""
        return str(text_digest(self.text))

    @property
    def is_checked(self) -> bool:
        """Has a person held the numbers against the original?"""
        return self.checked not in ("", "no", "否")


def read_rulefile(path: Path | str) -> RuleFile:
    """Rules from a .dmn or .yaml file. Raises GuihuaError RULE-READ, RULE-FILE, RULE-DMN, RULE-XML."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GuihuaError(
            "RULE-READ", "规则文件读不出来 the rule file cannot be read", str(error.strerror), str(path)
        ) from None
    if path.suffix.lower() in (".dmn", ".xml"):
        model = parse_dmn(data, str(path), path.parent)
        return RuleFile(model.name, model, gaps="allowed", text=data.decode("utf-8", "replace"), where=str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GuihuaError(
            "RULE-FILE", "规则文件不是 UTF-8 the rule file is not UTF-8", "另存为 UTF-8 save it so", str(path)
        ) from None
    return parse_rules(text, str(path))


@lru_cache(maxsize=256)
def parse_rules(text: str, where: str = "") -> RuleFile:
    """Rules from the text of a readable YAML file (or of a .dmn). Raises GuihuaError RULE-FILE with the line."""
    if text.lstrip().startswith("<"):
        model = parse_dmn(text.encode("utf-8"), where)
        return RuleFile(model.name, model, gaps="allowed", text=text, where=where)
    found = load_texts(text, where)
    if not isinstance(found, dict) or "rules" not in found:
        raise _wrong(where, "不是规则文件 not a rule file", "以 rules: 名称 开头 begin with rules: NAME")
    unknown = sorted(set(found) - _KEYS)
    if unknown:
        raise _wrong(
            where, f"这里没有 nothing is called {unknown[0]!r} here", f"可用 known: {', '.join(sorted(_KEYS))}"
        )
    try:
        return _rulefile(found, text, where)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(
            where, f"规则文件不完整 the rule file lacks something: {error}", "对照说明补齐 complete it"
        ) from None


def load_texts(text: str, where: str = "") -> Any:
    """A YAML document with every scalar as the text that stands there. Raises GuihuaError RULE-FILE with the line."""
    try:
        return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(where, line=mark.line + 1 if mark else None)
        raise GuihuaError(
            "RULE-FILE", "不是 YAML not valid YAML", str(getattr(error, "problem", error)), place
        ) from None


def write_rules(rules: RuleFile) -> str:
    """The readable YAML of rules; read again it gives the same."""
    model = rules.model
    found: dict[str, Any] = {"rules": rules.name}
    for key in ("zh", "en", "source", "clause", "checked", "gaps"):
        if getattr(rules, key):
            found[key] = getattr(rules, key)
    if model.types:
        found["types"] = [_type_out(t) for t in model.types]
    found["inputs"] = [_drop({"name": d.name, "type": d.type, "zh": d.label}) for d in model.data]
    if rules.parameters:
        found["parameters"] = [_parameter_out(p) for p in rules.parameters]
    if model.knowledge:
        found["knowledge"] = [
            _drop({"name": k.name, "type": k.type, "knows": list(k.knows), **_logic_out(k.definition)})
            for k in model.knowledge
        ]
    found["decisions"] = [_decision_out(d) for d in model.decisions]
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(found, Dumper=dumper, allow_unicode=True, sort_keys=False, width=140))


def _rulefile(found: Mapping[str, Any], text: str, where: str) -> RuleFile:
    parameters = tuple(_parameter(p, where) for p in found.get("parameters") or ())
    data = tuple(_datum(d) for d in found.get("inputs") or ())
    known = {d.name for d in data} | {p.name for p in parameters}
    rows = found.get("decisions") or ()
    names = [r["name"] for r in rows]
    knowledge = tuple(_knowledge(k) for k in found.get("knowledge") or ())
    taught = tuple(k.name for k in knowledge)
    decisions = tuple(_decision(r, [*known, *names], taught) for r in rows)
    if not decisions:
        raise _wrong(where, "没有判定 no decision", "写 decisions: write decisions")
    types = tuple(_type(t) for t in found.get("types") or ())
    checked = found.get("checked", "no")
    return RuleFile(
        name=found["rules"],
        model=Model(found["rules"], "", types, data, decisions, knowledge),
        parameters=parameters,
        zh=found.get("zh", ""),
        en=found.get("en", ""),
        source=found.get("source", ""),
        clause=found.get("clause", ""),
        checked=checked if isinstance(checked, str) else f"{checked['by']} {checked['on']}",
        gaps=found.get("gaps", ""),
        text=text,
        where=where,
    )


def _datum(row: Any) -> Datum:
    return Datum(row) if isinstance(row, str) else Datum(row["name"], _kind(row.get("type", "")), "", row.get("zh", ""))


def _kind(name: str) -> str:
    return {"text": "string", "bool": "boolean", "integer": "number"}.get(name, name)


def _parameter(row: Mapping[str, Any], where: str) -> Parameter:
    values = []
    for v in row["values"]:
        start, end = (*(v.get("valid") or ["", ""]), "", "")[:2]
        try:
            dated = Dated(
                value=v.get("value", ""),
                start=_day(start),
                end=_day(end),
                known=_day(v.get("known", "")),
                source=v.get("source", ""),
                clause=v.get("clause", ""),
                checked=v.get("checked", ""),
            )
        except ValueError as error:
            raise _wrong(where, f"{row['name']}：日期不对 a date is wrong: {error}", "写成 write 2021-01-01") from None
        values.append(dated)
    return Parameter(row["name"], tuple(values), row.get("zh", ""), row.get("unit", ""))


def _day(text: str) -> date | None:
    return None if text in ("", "null", "~", None) else date.fromisoformat(text)


def _type(row: Mapping[str, Any]) -> Type:
    return Type(
        row["name"],
        row.get("type", ""),
        tuple(_type(m) for m in row.get("members") or ()),
        row.get("list") == "yes",
        row.get("values", ""),
        row.get("function") == "yes",
    )


def _knowledge(row: Mapping[str, Any]) -> Knowledge:
    logic = _logic(row)
    if not isinstance(logic, Definition):
        raise ValueError(f"knowledge {row['name']} must be a function")
    return Knowledge(row["name"], logic, row.get("type", ""), tuple(row.get("knows") or ()))


def _decision(row: Mapping[str, Any], names: Sequence[str], taught: Sequence[str]) -> Decision:
    logic = _logic(row)
    if "requires" in row:
        requires = tuple(row["requires"])
    else:
        words = expressions(logic)
        requires = tuple(n for n in names if n != row["name"] and any(_mentions(w, n) for w in words))
    knows = tuple(row["knows"]) if "knows" in row else tuple(taught)
    return Decision(row["name"], _kind(row.get("type", "")), requires, knows, logic, "", row.get("question", ""))


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def expressions(logic: Logic | None) -> list[str]:  # noqa: PLR0911  (one line a kind)
    """All expressions and tests that stand in a logic, as texts."""
    if logic is None:
        return []
    if isinstance(logic, Literal):
        return [logic.text]
    if isinstance(logic, Table):
        cells = [c for r in logic.rules for c in (*r.when, *r.then)]
        return [i.expression for i in logic.inputs] + cells
    if isinstance(logic, Boxed):
        return [t for _, _, inner in logic.entries for t in expressions(inner)]
    if isinstance(logic, Invocation):
        return [logic.function, *(t for _, inner in logic.bindings for t in expressions(inner))]
    if isinstance(logic, Definition):
        return expressions(logic.body)
    if isinstance(logic, Relation):
        return [t for row in logic.rows for cell in row for t in expressions(cell)]
    return [t for inner in (logic.items if isinstance(logic, Members) else logic.parts) for t in expressions(inner)]


def _logic(row: Any) -> Logic | None:  # noqa: PLR0911  (one line a kind of logic)
    if isinstance(row, str):
        return Literal(row)
    if "rows" in row or "outputs" in row:
        return _table(row)
    if "expression" in row:
        return Literal(row["expression"], row.get("as", ""))
    if "context" in row:
        return Boxed(tuple((e.get("name", ""), e.get("type", ""), _sure(_logic(e["is"]))) for e in row["context"]))
    if "call" in row:
        return Invocation(row["call"], tuple((b["name"], _sure(_logic(b["is"]))) for b in row.get("with") or ()))
    if "function" in row:
        parameters = tuple((p["name"], p.get("type", "")) for p in row["function"])
        return Definition(parameters, _logic(row["body"]) if "body" in row else None, row.get("kind", "FEEL"))
    if "list" in row:
        return Members(tuple(_sure(_logic(i)) for i in row["list"]))
    if "columns" in row:
        return Relation(
            tuple(row["columns"]), tuple(tuple(_sure(_logic(c)) for c in r) for r in row.get("relation") or ())
        )
    if "shape" in row:
        return Shaped(row["shape"], tuple(_sure(_logic(p)) for p in row["parts"]), row.get("variable", ""))
    return None


def _sure(logic: Logic | None) -> Logic:
    return logic if logic is not None else Literal("null")


def _table(row: Mapping[str, Any]) -> Table:
    inputs = tuple(_input(i) for i in row.get("inputs") or ())
    outputs = tuple(_output(o) for o in row.get("outputs") or ({"name": ""},))
    hit, aggregation = _hit(row.get("hit", "U"))
    rules = []
    for number, line in enumerate(row.get("rows") or (), 1):
        cells, clause = _cells(line, inputs, outputs)
        if len(cells) != len(inputs) + len(outputs):
            raise ValueError(f"row {number} of {row.get('name', 'the table')} has {len(cells)} cells")
        when = tuple(_cell(c, i.type) for c, i in zip(cells, inputs, strict=False))
        then = tuple(_cell(c, o.type, answer=True) for c, o in zip(cells[len(inputs) :], outputs, strict=False))
        rules.append(Rule(when, then, clause))
    return Table(inputs, outputs, tuple(rules), hit, aggregation)


def _hit(text: str) -> tuple[Hit, str]:
    signs = {"C+": "SUM", "C<": "MIN", "C>": "MAX", "C#": "COUNT"}
    if text in signs:
        return Hit.COLLECT, signs[text]
    return (SHORT[text] if text in SHORT else Hit(text)), ""


def _cells(line: Any, inputs: Sequence[Input], outputs: Sequence[Output]) -> tuple[list[str], str]:
    if isinstance(line, dict):
        when, then = line.get("when") or {}, line.get("then") or {}
        wrong = (set(when) - {i.label or i.expression for i in inputs} - {i.expression for i in inputs}) | (
            set(then) - {o.name for o in outputs} if isinstance(then, dict) else set()
        )
        if wrong:
            raise ValueError(f"no column is called {min(wrong)}")
        cells = [when.get(i.expression, when.get(i.label, "-")) for i in inputs]
        answers = [then] if isinstance(then, str) else [then.get(o.name, "") for o in outputs]
        return cells + answers, line.get("clause", "")
    width = len(inputs) + len(outputs)
    return list(line[:width]), "；".join(line[width:])


def _cell(text: str, kind: str, *, answer: bool = False) -> str:
    """A cell as FEEL: bare words in a column of strings are put in quotes."""
    if kind != "string" or not text or text == "-" or re.match(r'\s*(["<>=!\[(\]?@]|not\s*\(|null\b|if\b)', text):
        return text
    if answer:
        return _quoted(text)
    return ", ".join(_quoted(part.strip()) for part in re.split(r"[,，、]", text) if part.strip())


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _input(row: Any) -> Input:
    if isinstance(row, str):
        return Input(row)
    kind = _kind(row.get("type", ""))
    return Input(row["is"], kind, _values(row.get("values", ""), kind), row.get("zh", ""))


def _output(row: Any) -> Output:
    if isinstance(row, str):
        return Output(row)
    kind = _kind(row.get("type", ""))
    default = row.get("default", "")
    return Output(
        row.get("name", ""),
        kind,
        _values(row.get("values", ""), kind),
        _cell(default, kind, answer=True),
        row.get("zh", ""),
    )


def _values(found: Any, kind: str) -> str:
    if isinstance(found, list):
        return ", ".join(_quoted(v) if kind == "string" else v for v in found)
    return _cell(found, kind)


def _drop(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v not in ("", (), [], None)}


def _type_out(kind: Type) -> dict[str, Any]:
    return _drop(
        {
            "name": kind.name,
            "type": kind.reference,
            "members": [_type_out(m) for m in kind.members],
            "list": "yes" if kind.collection else "",
            "values": kind.allowed,
            "function": "yes" if kind.function else "",
        }
    )


def _parameter_out(parameter: Parameter) -> dict[str, Any]:
    values = [
        _drop(
            {
                "valid": [v.start.isoformat() if v.start else "", v.end.isoformat() if v.end else ""],
                "known": v.known.isoformat() if v.known else "",
                "value": v.value,
                "source": v.source,
                "clause": v.clause,
                "checked": v.checked,
            }
        )
        for v in parameter.values
    ]
    return _drop({"name": parameter.name, "zh": parameter.zh, "unit": parameter.unit, "values": values})


def _decision_out(decision: Decision) -> dict[str, Any]:
    head = _drop({"name": decision.name, "type": decision.type, "question": decision.question})
    return {**head, "requires": list(decision.requires), "knows": list(decision.knows), **_logic_out(decision.logic)}


def _logic_out(logic: Logic | None) -> dict[str, Any]:  # noqa: PLR0911  (one line a kind of logic)
    if logic is None:
        return {}
    if isinstance(logic, Literal):
        return {"expression": logic.text, **({"as": logic.type} if logic.type else {})}
    if isinstance(logic, Table):
        return _table_out(logic)
    if isinstance(logic, Boxed):
        return {
            "context": [{**_drop({"name": n, "type": t}), "is": _logic_out(inner)} for n, t, inner in logic.entries]
        }
    if isinstance(logic, Invocation):
        return {"call": logic.function, "with": [{"name": n, "is": _logic_out(inner)} for n, inner in logic.bindings]}
    if isinstance(logic, Definition):
        parameters = [_drop({"name": n, "type": t}) for n, t in logic.parameters]
        body = {"body": _logic_out(logic.body)} if logic.body is not None else {}
        return {"function": parameters, **body, **({} if logic.kind == "FEEL" else {"kind": logic.kind})}
    if isinstance(logic, Members):
        return {"list": [_logic_out(i) for i in logic.items]}
    if isinstance(logic, Relation):
        return {"columns": list(logic.columns), "relation": [[_logic_out(c) for c in r] for r in logic.rows]}
    return _drop({"shape": logic.kind, "variable": logic.variable, "parts": [_logic_out(p) for p in logic.parts]})


def _table_out(table: Table) -> dict[str, Any]:
    signs = {"SUM": "C+", "MIN": "C<", "MAX": "C>", "COUNT": "C#"}
    return {
        "hit": signs.get(table.aggregation) or _LETTERS[table.hit],
        "inputs": [
            _drop({"is": i.expression, "type": i.type, "values": i.values, "zh": i.label}) for i in table.inputs
        ],
        "outputs": [
            _drop({"name": o.name, "type": o.type, "values": o.values, "default": o.default, "zh": o.label})
            or {"name": ""}
            for o in table.outputs
        ],
        "rows": [[*r.when, *r.then, *([r.clause] if r.clause else [])] for r in table.rules],
    }


def _wrong(where: str, title: str, hint: str) -> GuihuaError:
    return GuihuaError("RULE-FILE", title, hint, where)
