"""What holds for every declared mechanism: its examples, replay, its checker, and that false bundles are refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.mechanisms.core.examples import example_job, run_example
from guihua.mechanisms.core.records import Outcome, with_rows
from guihua.mechanisms.core.running import bundle_of, run, run_from
from guihua.proof.bundle import read, write
from guihua.proof.canonical import record_bytes
from guihua.verification import reseal, verify

ALL = [(d, e) for d in load_mechanisms().values() for e in d.examples]
GOOD = [(d, e) for d, e in ALL if "error" not in (e.given.get("expect") or {})]


def ids(pairs):
    return [f"{d.name}-{i}" for i, (d, _) in enumerate(pairs)]


@pytest.mark.parametrize(("declaration", "example"), ALL, ids=ids(ALL))
def test_examples_come_out_as_declared(declaration, example):
    assert run_example(declaration, example)[1] == []


@pytest.mark.parametrize(("declaration", "example"), GOOD, ids=ids(GOOD))
def test_what_is_decided_is_verified_and_replays(declaration, example):
    found = run(example_job(declaration, example), by="me", at="2022-01-01T00:00:00+00:00")
    data = write(bundle_of(found))
    checked = verify(data)
    assert [p for p in checked.parts if p.verdict.name != "HOLDS"] == []
    again = run_from(dict(read(data).payload))
    assert write(bundle_of(again)) == data
    assert write(bundle_of(run(again.job, by="me", at=found.at))) == data


def forged(found, table, row, column, text):
    rows = [list(r) for r in table.rows]
    rows[row][column] = text
    tables = tuple(with_rows(t, [tuple(r) for r in rows]) if t is table else t for t in found.decided.outcome.tables)
    outcome = Outcome(tables, found.decided.outcome.notes, found.decided.outcome.answer)
    return replace(found, decided=replace(found.decided, outcome=outcome))


@pytest.mark.parametrize(("declaration", "example"), GOOD, ids=ids(GOOD))
def test_every_changed_cell_of_an_outcome_is_refused_under_right_digests(declaration, example):
    found = run(example_job(declaration, example), at="2022-01-01T00:00:00+00:00")
    for table in found.decided.outcome.tables:
        for row in range(min(len(table.rows), 4)):
            for column in range(len(table.columns)):
                false = forged(found, table, row, column, table.rows[row][column] + "9")
                data = reseal(write(bundle_of(false)))
                assert verify(data).verdict.name == "REFUSED", (table.name, row, table.columns[column].name)


@pytest.mark.parametrize(("declaration", "example"), GOOD, ids=ids(GOOD))
def test_a_left_out_row_and_a_changed_answer_are_refused(declaration, example):
    found = run(example_job(declaration, example), at="2022-01-01T00:00:00+00:00")
    main = next((t for t in found.decided.outcome.tables if t.rows), None)
    if main is not None:
        tables = tuple(with_rows(t, t.rows[:-1]) if t is main else t for t in found.decided.outcome.tables)
        false = replace(found, decided=replace(found.decided, outcome=replace(found.decided.outcome, tables=tables)))
        assert verify(reseal(write(bundle_of(false)))).verdict.name == "REFUSED"
    for key in found.decided.outcome.answer:
        answer = {**found.decided.outcome.answer, key: "another"}
        false = replace(found, decided=replace(found.decided, outcome=replace(found.decided.outcome, answer=answer)))
        assert verify(reseal(write(bundle_of(false)))).verdict.name == "REFUSED", key


@pytest.mark.parametrize("declaration", load_mechanisms().values(), ids=lambda d: d.name)
def test_every_declaration_says_what_it_serves_and_has_examples_and_a_paper(declaration):
    assert declaration.examples and declaration.papers
    assert declaration.serves or "规划未提" in declaration.about
    assert all(c.zh for i in declaration.inputs for c in i.columns)


@pytest.mark.parametrize("declaration", load_mechanisms().values(), ids=lambda d: d.name)
def test_every_paper_and_sheet_is_written(declaration, tmp_path):
    from guihua.mechanisms.core.publishing import blank_tables, run_json, write_workbook
    from guihua.reporting.mechanism_papers import paper_docx

    example = next(e for d, e in GOOD if d is declaration)
    found = run(example_job(declaration, example))
    for paper in declaration.papers:
        assert paper_docx(found, paper.name)[:2] == b"PK"
    write_workbook(blank_tables(declaration), tmp_path / "blank.xlsx")
    write_workbook(found.decided.outcome.tables, tmp_path / "result.xlsx")
    json.dumps(run_json(found), ensure_ascii=False)


def test_a_changed_input_under_right_digests_is_refused():
    declaration = load_mechanisms()["quality-results"]
    found = run(example_job(declaration, declaration.examples[0]))
    data = json.loads(write(bundle_of(found)))
    data["payload"]["inputs"][0]["table"]["rows"][0][5] = "688"
    assert verify(reseal(record_bytes(data))).verdict.name == "REFUSED"
