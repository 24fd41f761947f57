"""Laws of exchange: whatever the plan and whatever an annotator does, what comes back is what was marked."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.plan.decisions import apply_decisions
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Nature, Statement, statement_id
from guihua.reading.exchange import changes_as_decisions, import_statements, to_labelstudio, to_webannotation

WRITERS = {"labelstudio": to_labelstudio, "webannotation": to_webannotation}
WORDS = st.text("产值达到到年亿元0123456789.%，。\n 🏭𠮷", min_size=1, max_size=12)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A text of random words, some of them statements."""
    text, statements = "", []
    for number, words in enumerate(draw(st.lists(WORDS, min_size=1, max_size=8))):
        start, text = len(text), text + words
        if draw(st.booleans()):
            statements.append(made(draw, text, start, len(text), number))
        text += draw(st.sampled_from(["", "。", "\n", "🏭"]))
    return Plan(text=text, statements=tuple(statements))


def made(draw: st.DrawFn, text: str, start: int, end: int, number: int) -> Statement:
    """A statement of random slots over text[start:end]."""
    a = draw(st.integers(start, end - 1))
    b = draw(st.integers(a + 1, end))
    number_words = st.integers(0, 10**6).map(str)
    return Statement(
        id=statement_id("1", text[start:end], text[a:b], number),
        kind=draw(st.sampled_from(Kind)),
        form=draw(st.sampled_from(Form)),
        comparator=draw(st.sampled_from(Comparator)),
        value=draw(st.one_of(st.just(()), st.tuples(number_words), st.tuples(number_words, number_words))),
        unit=draw(st.sampled_from(["", "%", "亿元"])),
        indicator=draw(st.sampled_from(["", "产值", "粮食产量"])),
        quote=text[start:end],
        start=start,
        end=end,
        value_start=a,
        value_end=b,
        section="1",
        year=draw(st.one_of(st.none(), st.integers(1950, 2060))),
        base_year=draw(st.one_of(st.none(), st.integers(1950, 2060))),
        direction=draw(st.sampled_from(Direction)),
        nature=draw(st.sampled_from(Nature)),
    )


def decided(plan: Plan, content: str) -> tuple:
    """The decisions that importing the content makes; nothing of it may be a problem."""
    imported = import_statements(content, plan)
    assert imported.problems == ()
    return changes_as_decisions(plan, imported, by="某人", on="2026-01-01")


@pytest.mark.parametrize("name", WRITERS)
@given(plan=plans())
def test_an_export_changes_nothing(name: str, plan: Plan) -> None:
    assert decided(plan, WRITERS[name](plan)) == ()
    assert set(import_statements(WRITERS[name](plan), plan).statements) == set(plan.statements)


@pytest.mark.parametrize("name", WRITERS)
@given(plan=plans(), data=st.data())
def test_what_another_plan_says_is_what_the_plan_says_after_import(name: str, plan: Plan, data: st.DataObject) -> None:
    """Slots changed, statements deleted and added elsewhere: the plan with the decisions is the other plan."""
    kept = tuple(
        replace(s, unit="万吨", year=2049) if data.draw(st.booleans()) else s
        for s in plan.statements
        if data.draw(st.booleans())
    )
    free = [i for i in range(len(plan.text)) if not any(s.start <= i < s.end for s in plan.statements)]
    added = tuple(made(data.draw, plan.text, i, i + 1, i) for i in free[:2])
    theirs = replace(plan, statements=(*kept, *added))
    content = json.loads(WRITERS[name](theirs))
    exported = [s.id for s in plan.statements]
    if name == "labelstudio":
        content[0]["data"]["statements"] = exported
    else:
        content["guihua:statements"] = exported
    after = apply_decisions(plan, decided(plan, json.dumps(content)))
    assert sorted(map(said, after.statements)) == sorted(map(said, theirs.statements))


@given(plan=plans(), before=WORDS)
def test_additions_find_their_place_in_a_longer_text(plan: Plan, before: str) -> None:
    """Where the words put before do not make a passage ambiguous, every addition points to the same words again."""
    bare = Plan(text=plan.text)
    decisions = decided(bare, to_webannotation(plan))
    longer = Plan(text=before + plan.text)
    after = {s.id: s for s in apply_decisions(longer, decisions).statements}
    for decision in decisions:
        if decision.statement in after:
            statement = after[decision.statement]
            assert longer.text[statement.start : statement.end] == statement.quote == decision.quote


def said(statement: Statement) -> tuple:
    """What a statement says and where, without its id and the marks of reading."""
    return (
        statement.start, statement.end, statement.value_start, statement.value_end, str(statement.kind),
        str(statement.form), str(statement.comparator), statement.value, statement.unit, statement.indicator,
        str(statement.year), str(statement.base_year), str(statement.direction), str(statement.nature),
    )  # fmt: skip
