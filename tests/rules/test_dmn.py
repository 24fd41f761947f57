"""Decision models: the public test files, what a wrong expectation does, and both ways of writing them down."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from guihua.errors import GuihuaError
from guihua.rules.dmn.cases import run_cases
from guihua.rules.dmn.reading import parse_dmn, read_dmn
from guihua.rules.dmn.writing import write_dmn
from guihua.rules.rulefile import parse_rules, read_rulefile, write_rules
from tests.corpus import corpus


def folders():
    return sorted(p for p in corpus("reference", "dmn_tck_level2").iterdir() if p.is_dir())


def files(folder):
    return next(folder.glob("*.dmn")), next(folder.glob("*.xml"))


def test_every_result_of_the_public_level_two_files_holds():
    results = [r for folder in folders() for r in run_cases(read_dmn(files(folder)[0]), files(folder)[1])]
    assert len(results) == 126
    assert [r for r in results if not r.holds] == []


def test_a_changed_expectation_does_not_hold(tmp_path):
    for folder in folders():
        model, cases = files(folder)
        text = cases.read_text(encoding="utf-8")
        found = re.search(r"(<expected>\s*<value[^>]*>)([^<]+)(</value>)", text)
        if not found:
            continue
        other = {"true": "false", "false": "true"}.get(found[2], found[2] + "7")
        changed = tmp_path / "cases.xml"
        changed.write_text(text[: found.start()] + found[1] + other + found[3] + text[found.end() :], encoding="utf-8")
        assert any(not r.holds for r in run_cases(read_dmn(model), changed)), folder.name


def test_models_survive_both_ways_of_writing():
    for folder in folders():
        path, _ = files(folder)
        model = replace(read_dmn(path), namespace="")
        assert replace(parse_dmn(write_dmn(model)), namespace="") == model
        assert parse_rules(write_rules(read_rulefile(path))).model == model


HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="n">'


def test_a_document_type_is_refused():
    with pytest.raises(GuihuaError) as error:
        parse_dmn(b'<!DOCTYPE a [<!ENTITY b "c">]><definitions/>')
    assert error.value.code == "RULE-XML"


def test_a_row_that_lacks_a_cell_is_named():
    text = HEAD + (
        '<decision name="d" id="d"><decisionTable><input><inputExpression><text>a</text></inputExpression></input>'
        "<output/><rule><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision></definitions>"
    )
    with pytest.raises(GuihuaError) as error:
        parse_dmn(text.encode())
    assert error.value.code == "RULE-ROW" and "1" in error.value.title


def test_a_knowledge_model_with_a_table_is_called_from_a_decision():
    """The shape of the standard's own loan example: a decision calls a table by a knowledge model."""
    from decimal import Decimal

    from guihua.rules.dmn.deciding import decider

    text = HEAD + (
        '<inputData name="Applicant data" id="i"><variable name="Applicant data"/></inputData>'
        '<decision name="Score" id="d"><variable name="Score"/>'
        '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>'
        "<invocation><literalExpression><text>Score table</text></literalExpression>"
        '<binding><parameter name="Age"/><literalExpression><text>Applicant data.Age</text></literalExpression></binding>'
        "</invocation></decision>"
        '<businessKnowledgeModel name="Score table" id="k"><encapsulatedLogic><formalParameter name="Age" typeRef="number"/>'
        '<decisionTable hitPolicy="COLLECT" aggregation="SUM"><input><inputExpression><text>Age</text></inputExpression></input>'
        "<output/><rule><inputEntry><text>[18..60)</text></inputEntry><outputEntry><text>30</text></outputEntry></rule>"
        "<rule><inputEntry><text>&gt;= 40</text></inputEntry><outputEntry><text>5</text></outputEntry></rule>"
        "</decisionTable></encapsulatedLogic></businessKnowledgeModel></definitions>"
    )
    made = decider(parse_dmn(text.encode()))
    assert made.decide("Score", {"Applicant data": {"Age": Decimal(45)}}).value == 35
    assert made.decide("Score", {"Applicant data": {"Age": Decimal(10)}}).value is None
