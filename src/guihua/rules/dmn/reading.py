"""From a .dmn file to a model. Any version of DMN whose elements are the same is read; drawings are passed over."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.rules.dmn.model import (
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
    Service,
    Shaped,
    Table,
    Type,
)


def read_dmn(path: Path | str) -> Model:
    """The model of a file; models that it imports are looked for beside it. Raises GuihuaError RULE-DMN."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GuihuaError(
            "RULE-READ", "规则文件读不出来 the rule file cannot be read", str(error.strerror), str(path)
        ) from None
    return parse_dmn(data, str(path), path.parent)


def parse_dmn(data: bytes, source: str = "", folder: Path | None = None) -> Model:
    """The model of a file's bytes. Raises GuihuaError RULE-DMN where they are none."""
    root = parse_xml(data, source)
    if _tag(root) != "definitions":
        raise GuihuaError("RULE-DMN", "不是 DMN 文件 not a DMN file", "根元素应为 the root must be definitions", source)
    try:
        return _Reader(root, source, folder).model()
    except (KeyError, ValueError, StopIteration) as error:
        raise GuihuaError("RULE-DMN", "DMN 文件不完整 the DMN file lacks something", str(error), source) from None


def parse_xml(data: bytes, source: str = "") -> ET.Element:
    """The root of an XML file; one that declares a document type is refused (entities could make it endless)."""
    try:
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<\x00!\x00" in data or b"\x00<\x00!" in data:
            raise ValueError("a document type is declared")
        return ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise GuihuaError(
            "RULE-XML", f"不是 XML not readable as XML: {error}", "检查文件 check the file", source
        ) from None


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (child for child in element if _tag(child) == name)


def _one(element: ET.Element, name: str) -> ET.Element | None:
    return next(_all(element, name), None)


def _text(element: ET.Element | None, name: str = "text") -> str:
    found = _one(element, name) if element is not None else None
    return (found.text or "").strip() if found is not None else ""


_LOGIC = frozenset(
    {
        "decisionTable",
        "literalExpression",
        "context",
        "invocation",
        "functionDefinition",
        "list",
        "relation",
        "conditional",
        "filter",
        "for",
        "some",
        "every",
    }
)


@dataclass
class _Reader:
    root: ET.Element
    source: str
    folder: Path | None
    names: dict[str, str] = field(default_factory=dict)
    imported: dict[str, tuple[str, Model]] = field(default_factory=dict)

    def model(self) -> Model:
        self._imports()
        for element in self.root:
            if element.get("id") and element.get("name"):
                self.names[element.get("id", "")] = _tidy(element.get("name", ""))
        return Model(
            name=self.root.get("name", ""),
            namespace=self.root.get("namespace", ""),
            types=tuple(_type(e) for e in _all(self.root, "itemDefinition")),
            data=tuple(self._datum(e) for e in _all(self.root, "inputData")),
            decisions=tuple(self._decision(e) for e in _all(self.root, "decision")),
            knowledge=tuple(self._knowledge(e) for e in _all(self.root, "businessKnowledgeModel")),
            services=tuple(self._service(e) for e in _all(self.root, "decisionService")),
            imports=tuple(self.imported.values()),
        )

    def _imports(self) -> None:
        for element in _all(self.root, "import"):
            space = element.get("namespace", "")
            if self.folder is None or "DMN" not in element.get("importType", "DMN"):
                continue
            for path in sorted(self.folder.glob("*.dmn")):
                data = path.read_bytes()
                if str(path) != self.source and f'namespace="{space}"'.encode() in data:
                    inner = parse_dmn(data, str(path), self.folder)
                    if inner.namespace == space:
                        self.imported[space] = (element.get("name", ""), inner)

    def _called(self, reference: str) -> str:
        space, _, identity = reference.rpartition("#")
        if space and space in self.imported:
            prefix, model = self.imported[space]
            found = next((n.name for n in model.named if getattr(n, "id", "") == identity), identity)
            return f"{prefix}.{found}" if prefix else found
        return self.names.get(identity, identity)

    def _required(self, element: ET.Element, group: str, *kinds: str) -> tuple[str, ...]:
        found = (child for one in _all(element, group) for child in one if _tag(child) in kinds)
        return tuple(self._called(child.get("href", "")) for child in found)

    def _variable(self, element: ET.Element) -> str:
        variable = _one(element, "variable")
        return _reference(variable) if variable is not None else ""

    def _datum(self, element: ET.Element) -> Datum:
        return Datum(
            _tidy(element.get("name", "")), self._variable(element), element.get("id", ""), element.get("label", "")
        )

    def _decision(self, element: ET.Element) -> Decision:
        body = next((c for c in element if _tag(c) in _LOGIC), None)
        return Decision(
            _tidy(element.get("name", "")),
            self._variable(element),
            self._required(element, "informationRequirement", "requiredInput", "requiredDecision"),
            self._required(element, "knowledgeRequirement", "requiredKnowledge"),
            self.logic(body) if body is not None else None,
            element.get("id", ""),
            _text(element, "question"),
        )

    def _knowledge(self, element: ET.Element) -> Knowledge:
        body = _one(element, "encapsulatedLogic")
        return Knowledge(
            _tidy(element.get("name", "")),
            self._definition(body) if body is not None else Definition((), None),
            self._variable(element),
            self._required(element, "knowledgeRequirement", "requiredKnowledge"),
            element.get("id", ""),
        )

    def _service(self, element: ET.Element) -> Service:
        def names(kind: str) -> tuple[str, ...]:
            return tuple(self._called(e.get("href", "")) for e in _all(element, kind))

        return Service(
            _tidy(element.get("name", "")),
            names("outputDecision"),
            names("encapsulatedDecision"),
            names("inputDecision"),
            names("inputData"),
            self._variable(element),
        )

    def logic(self, element: ET.Element) -> Logic:  # noqa: PLR0911  (one line a kind of logic)
        """The logic of an element."""
        kind = _tag(element)
        if kind == "literalExpression":
            return Literal(_text(element), _reference(element))
        if kind == "decisionTable":
            return self._table(element)
        if kind == "context":
            return Boxed(tuple(self._entry(e) for e in _all(element, "contextEntry")))
        if kind == "invocation":
            called = _one(element, "literalExpression")
            return Invocation(_text(called), tuple(self._binding(b) for b in _all(element, "binding")))
        if kind == "functionDefinition":
            return self._definition(element)
        if kind == "list":
            return Members(tuple(self.logic(c) for c in element if _tag(c) in _LOGIC))
        if kind == "relation":
            rows = tuple(tuple(self.logic(c) for c in row if _tag(c) in _LOGIC) for row in _all(element, "row"))
            return Relation(tuple(c.get("name", "") for c in _all(element, "column")), rows)
        return self._shaped(kind, element)

    def _shaped(self, kind: str, element: ET.Element) -> Shaped:
        order = {"conditional": ("if", "then", "else"), "filter": ("in", "match"), "for": ("in", "return")}
        found = []
        for name in order.get(kind, ("in", "satisfies")):
            part = _one(element, name)
            inner = next((c for c in part if _tag(c) in _LOGIC), None) if part is not None else None
            found.append(self.logic(inner) if inner is not None else Literal("null"))
        return Shaped("if" if kind == "conditional" else kind, tuple(found), element.get("iteratorVariable", ""))

    def _entry(self, element: ET.Element) -> tuple[str, str, Logic]:
        variable = _one(element, "variable")
        inner = next((c for c in element if _tag(c) in _LOGIC), None)
        name = _tidy(variable.get("name", "")) if variable is not None else ""
        kind = _reference(variable) if variable is not None else ""
        return name, kind, self.logic(inner) if inner is not None else Literal("null")

    def _binding(self, element: ET.Element) -> tuple[str, Logic]:
        parameter = _one(element, "parameter")
        inner = next((c for c in element if _tag(c) in _LOGIC), None)
        name = parameter.get("name", "") if parameter is not None else ""
        return name, self.logic(inner) if inner is not None else Literal("null")

    def _definition(self, element: ET.Element) -> Definition:
        parameters = tuple((p.get("name", ""), _reference(p)) for p in _all(element, "formalParameter"))
        inner = next((c for c in element if _tag(c) in _LOGIC), None)
        return Definition(parameters, self.logic(inner) if inner is not None else None, element.get("kind", "FEEL"))

    def _table(self, element: ET.Element) -> Table:
        inputs = []
        for column in _all(element, "input"):
            expression = _one(column, "inputExpression")
            kind = _reference(expression) if expression is not None else ""
            inputs.append(Input(_text(expression), kind, _text(_one(column, "inputValues")), column.get("label", "")))
        outputs = tuple(
            Output(
                _tidy(column.get("name", "")),
                _reference(column),
                _text(_one(column, "outputValues")),
                _text(_one(column, "defaultOutputEntry")),
                column.get("label", ""),
            )
            for column in _all(element, "output")
        )
        if len(outputs) == 1 and not outputs[0].label and element.get("outputLabel"):
            outputs = (Output(outputs[0].name, outputs[0].type, outputs[0].values, outputs[0].default, ""),)
        rules = tuple(
            Rule(
                tuple(_text(e) for e in _all(row, "inputEntry")),
                tuple(_text(e) for e in _all(row, "outputEntry")),
                "；".join(t for t in (_text(e) for e in _all(row, "annotationEntry")) if t),
                "",
            )
            for row in _all(element, "rule")
        )
        for number, rule in enumerate(rules, 1):
            if len(rule.when) != len(inputs) or len(rule.then) != len(outputs):
                raise GuihuaError(
                    "RULE-ROW",
                    f"第 {number} 行的格数与表头不符 row {number} has other cells than the head",
                    "补齐 complete it",
                    self.source,
                )
        return Table(
            tuple(inputs), outputs, rules, Hit(element.get("hitPolicy", "UNIQUE")), element.get("aggregation", "")
        )


def _type(element: ET.Element) -> Type:
    allowed = _one(element, "allowedValues") or _one(element, "typeConstraint")
    if allowed is None:
        allowed = next((c for c in element if _tag(c) in ("allowedValues", "typeConstraint")), None)
    return Type(
        element.get("name", ""),
        _text(element, "typeRef"),
        tuple(_type(e) for e in _all(element, "itemComponent")),
        element.get("isCollection") == "true",
        _text(allowed),
        _one(element, "functionItem") is not None,
    )


def _reference(element: ET.Element) -> str:
    name = element.get("typeRef", "")
    if name.startswith("{"):
        name = name.rpartition("}")[2]
    return name


def _tidy(name: str) -> str:
    return " ".join(name.split())
