"""From a model to a .dmn file (DMN 1.5); read again it gives the same model."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from guihua.rules.dmn.model import (
    Boxed,
    Decision,
    Definition,
    Invocation,
    Knowledge,
    Literal,
    Logic,
    Members,
    Model,
    Relation,
    Service,
    Shaped,
    Table,
    Type,
)

_SPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def write_dmn(model: Model) -> bytes:
    """The file of a model, without drawings."""
    ids = {thing.name: f"_{kind}{i}" for kind, things in _things(model) for i, thing in enumerate(things, 1)}
    attributes = {
        "xmlns": _SPACE,
        "name": model.name,
        "namespace": model.namespace or "urn:guihua:rules",
        "id": "_model",
    }
    root = ET.Element("definitions", attributes)
    for kind in model.types:
        _type(root, "itemDefinition", kind)
    for datum in model.data:
        element = ET.SubElement(
            root, "inputData", {"name": datum.name, "id": ids[datum.name]} | _some(label=datum.label)
        )
        ET.SubElement(element, "variable", {"name": datum.name} | _some(typeRef=datum.type))
    for decision in model.decisions:
        _decision(root, decision, model, ids)
    for knowledge in model.knowledge:
        _knowledge(root, knowledge, ids)
    for service in model.services:
        _service(root, service, ids)
    ET.indent(root)
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _things(model: Model) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return ("d", model.data), ("q", model.decisions), ("k", model.knowledge), ("s", model.services)


def _some(**given: str) -> dict[str, str]:
    return {k: v for k, v in given.items() if v}


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, _some(**attributes))
    ET.SubElement(element, "text").text = text
    return element


def _type(parent: ET.Element, tag: str, kind: Type) -> None:
    attributes = {"name": kind.name} | ({"isCollection": "true"} if kind.collection else {})
    element = ET.SubElement(parent, tag, attributes)
    if kind.reference:
        ET.SubElement(element, "typeRef").text = kind.reference
    if kind.allowed:
        _text(element, "allowedValues", kind.allowed)
    for member in kind.members:
        _type(element, "itemComponent", member)
    if kind.function:
        ET.SubElement(element, "functionItem")


def _decision(root: ET.Element, decision: Decision, model: Model, ids: dict[str, str]) -> None:
    element = ET.SubElement(root, "decision", {"name": decision.name, "id": ids[decision.name]})
    if decision.question:
        ET.SubElement(element, "question").text = decision.question
        question = element[-1]
        question.text = None
        ET.SubElement(question, "text").text = decision.question
    ET.SubElement(element, "variable", {"name": decision.name} | _some(typeRef=decision.type))
    made = {d.name for d in model.decisions}
    for name in decision.requires:
        inner = ET.SubElement(element, "informationRequirement")
        kind = "requiredDecision" if name in made else "requiredInput"
        ET.SubElement(inner, kind, {"href": f"#{ids.get(name, name)}"})
    for name in decision.knows:
        inner = ET.SubElement(element, "knowledgeRequirement")
        ET.SubElement(inner, "requiredKnowledge", {"href": f"#{ids.get(name, name)}"})
    if decision.logic is not None:
        _logic(element, decision.logic)


def _knowledge(root: ET.Element, knowledge: Knowledge, ids: dict[str, str]) -> None:
    element = ET.SubElement(root, "businessKnowledgeModel", {"name": knowledge.name, "id": ids[knowledge.name]})
    ET.SubElement(element, "variable", {"name": knowledge.name} | _some(typeRef=knowledge.type))
    _definition(element, "encapsulatedLogic", knowledge.definition)
    for name in knowledge.knows:
        inner = ET.SubElement(element, "knowledgeRequirement")
        ET.SubElement(inner, "requiredKnowledge", {"href": f"#{ids.get(name, name)}"})


def _service(root: ET.Element, service: Service, ids: dict[str, str]) -> None:
    element = ET.SubElement(root, "decisionService", {"name": service.name, "id": ids[service.name]})
    ET.SubElement(element, "variable", {"name": service.name} | _some(typeRef=service.type))
    for tag, names in (
        ("outputDecision", service.output),
        ("encapsulatedDecision", service.encapsulated),
        ("inputDecision", service.input_decisions),
        ("inputData", service.input_data),
    ):
        for name in names:
            ET.SubElement(element, tag, {"href": f"#{ids.get(name, name)}"})


def _definition(parent: ET.Element, tag: str, definition: Definition) -> None:
    kind = {} if definition.kind == "FEEL" else {"kind": definition.kind}
    element = ET.SubElement(parent, tag, kind)
    for name, of in definition.parameters:
        ET.SubElement(element, "formalParameter", {"name": name} | _some(typeRef=of))
    if definition.body is not None:
        _logic(element, definition.body)


def _logic(parent: ET.Element, logic: Logic) -> None:  # noqa: PLR0912  (one branch a kind of logic)
    if isinstance(logic, Literal):
        _text(parent, "literalExpression", logic.text, typeRef=logic.type)
    elif isinstance(logic, Table):
        _table(parent, logic)
    elif isinstance(logic, Boxed):
        element = ET.SubElement(parent, "context")
        for name, kind, inner in logic.entries:
            entry = ET.SubElement(element, "contextEntry")
            if name:
                ET.SubElement(entry, "variable", {"name": name} | _some(typeRef=kind))
            _logic(entry, inner)
    elif isinstance(logic, Invocation):
        element = ET.SubElement(parent, "invocation")
        _text(element, "literalExpression", logic.function)
        for name, inner in logic.bindings:
            binding = ET.SubElement(element, "binding")
            ET.SubElement(binding, "parameter", {"name": name})
            _logic(binding, inner)
    elif isinstance(logic, Definition):
        _definition(parent, "functionDefinition", logic)
    elif isinstance(logic, Members):
        element = ET.SubElement(parent, "list")
        for inner in logic.items:
            _logic(element, inner)
    elif isinstance(logic, Relation):
        element = ET.SubElement(parent, "relation")
        for column in logic.columns:
            ET.SubElement(element, "column", {"name": column})
        for row in logic.rows:
            line = ET.SubElement(element, "row")
            for cell in row:
                _logic(line, cell)
    else:
        _shaped(parent, logic)


def _shaped(parent: ET.Element, logic: Shaped) -> None:
    order = {"if": ("if", "then", "else"), "filter": ("in", "match"), "for": ("in", "return")}
    tag = "conditional" if logic.kind == "if" else logic.kind
    element = ET.SubElement(parent, tag, _some(iteratorVariable=logic.variable))
    for name, part in zip(order.get(logic.kind, ("in", "satisfies")), logic.parts, strict=True):
        _logic(ET.SubElement(element, name), part)


def _table(parent: ET.Element, table: Table) -> None:
    element = ET.SubElement(
        parent, "decisionTable", {"hitPolicy": str(table.hit)} | _some(aggregation=table.aggregation)
    )
    for column in table.inputs:
        head = ET.SubElement(element, "input", _some(label=column.label))
        _text(head, "inputExpression", column.expression, typeRef=column.type)
        if column.values:
            _text(head, "inputValues", column.values)
    for answer in table.outputs:
        head = ET.SubElement(element, "output", _some(name=answer.name, typeRef=answer.type, label=answer.label))
        if answer.values:
            _text(head, "outputValues", answer.values)
        if answer.default:
            _text(head, "defaultOutputEntry", answer.default)
    annotated = any(rule.clause for rule in table.rules)
    if annotated:
        ET.SubElement(element, "annotation", {"name": "clause"})
    for rule in table.rules:
        row = ET.SubElement(element, "rule")
        for cell in rule.when:
            _text(row, "inputEntry", cell)
        for cell in rule.then:
            _text(row, "outputEntry", cell)
        if annotated:
            _text(row, "annotationEntry", rule.clause)
