from __future__ import annotations

import dataclasses
import multiprocessing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan, check_spans
from guihua.plan.planfile import (
    Decision,
    append_decision,
    from_document,
    read_decisions,
    read_planfile,
    to_document,
    to_json_record,
    validate,
    write_planfile,
)
from guihua.plan.statement import (
    Comparator,
    Direction,
    Form,
    Kind,
    Nature,
    Origin,
    Statement,
    Threshold,
    statement_id,
)

TEXT = "目标。\n到2020年，甲产业产值达到8.0亿元左右，超百亿元园区达到4―5家。\n"


def statement(quote: str, value: tuple[str, ...], value_text: str, unit: str, **slots: object) -> Statement:
    start = TEXT.index(quote)
    value_start = TEXT.index(value_text, start)
    base = Statement(
        id=statement_id("1.1", quote, value_text, 0),
        kind=Kind.TARGET,
        form=Form.LEVEL,
        comparator=Comparator.ABOUT,
        value=value,
        unit=unit,
        indicator="甲产业产值",
        quote=quote,
        start=start,
        end=start + len(quote),
        value_start=value_start,
        value_end=value_start + len(value_text),
        section="1.1",
        measure="output",
        subject="甲",
        year=2020,
        stated=(("year", Origin.STATED),),
    )
    return dataclasses.replace(base, **slots)


def plan() -> Plan:
    first = statement("甲产业产值达到8.0亿元左右", ("8.0",), "8.0亿元", "亿元")
    bar = Threshold(None, Comparator.GT, "100", "亿元")
    second = statement("超百亿元园区达到4―5家", ("4", "5"), "4―5家", "家", comparator=Comparator.BETWEEN, threshold=bar)
    return Plan(text=TEXT, statements=(first, second), title="甲规划", period=(2016, 2020))


def test_a_plan_written_and_read_again_is_the_same(tmp_path):
    write_planfile(plan(), tmp_path / "plan.yaml")
    again = read_planfile(tmp_path / "plan.yaml")
    assert again == plan()
    assert "value: '8.0'" in (tmp_path / "plan.yaml").read_text(encoding="utf-8")


def test_a_written_magnitude_keeps_its_last_zero():
    document = to_document(plan())
    assert document["statements"][0]["value"] == "8.0"
    assert document["statements"][1]["value"] == ["4", "5"]
    assert to_json_record(plan().statements[1])["value"] == [4, 5]


def test_the_document_holds_no_float():
    def walk(thing):
        assert not isinstance(thing, float)
        for inner in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
            walk(inner)

    walk(to_document(plan()))


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("statements: [", "PLANFILE-YAML"),
        ("just words", "PLANFILE-SCHEMA"),
        ("guihua: 2\n", "PLANFILE-SCHEMA"),
        ("", "PLANFILE-SCHEMA"),
        ("&a [*a]", "LIMIT-NODES"),
    ],
)
def test_a_broken_plan_file_is_a_clear_error(tmp_path, broken, code):
    path = tmp_path / "plan.yaml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(GuihuaError) as caught:
        read_planfile(path)
    assert caught.value.code == code
    assert str(path) in str(caught.value.where)


def test_a_changed_text_is_refused(tmp_path):
    write_planfile(plan(), tmp_path / "plan.yaml")
    (tmp_path / "plan.text.txt").write_text(TEXT + "。", encoding="utf-8")
    with pytest.raises(GuihuaError, match="not the one") as caught:
        read_planfile(tmp_path / "plan.yaml")
    assert caught.value.code == "PLANFILE-TEXT"


def test_a_span_that_does_not_hold_its_quote_is_refused():
    moved = dataclasses.replace(plan().statements[0], start=0)
    with pytest.raises(GuihuaError) as caught:
        check_spans(Plan(text=TEXT, statements=(moved,)))
    assert caught.value.code == "SPAN-BROKEN"


def decision(**slots: object) -> Decision:
    first = plan().statements[0]
    base = Decision("edit", first.id, "规划处", "2018-06-01", plan().text_sha256, first.quote, first.value)
    return dataclasses.replace(base, **slots)


def test_decisions_are_applied_over_the_machine_and_only_appended(tmp_path):
    write_planfile(plan(), tmp_path / "plan.yaml")
    path = tmp_path / "decisions.yaml"
    append_decision(path, decision(action="nature", changes=(("nature", "binding"),), document="内政发〔2018〕1号"))
    before = path.read_text(encoding="utf-8")
    append_decision(path, decision(action="reject", statement=plan().statements[1].id, reason="重复"))
    assert path.read_text(encoding="utf-8").startswith(before)
    again = read_planfile(tmp_path / "plan.yaml")
    assert [s.nature for s in again.statements] == [Nature.BINDING]
    assert len(read_decisions(path)) == 2


def _append_many(path: str, by: str) -> None:
    for number in range(10):
        append_decision(path, decision(by=by, reason=f"第{number}次"))


def test_decisions_appended_at_the_same_time_are_all_kept(tmp_path):
    path = tmp_path / "decisions.yaml"
    people = [multiprocessing.Process(target=_append_many, args=(str(path), name)) for name in ("甲", "乙", "丙")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    kept = read_decisions(path)
    assert sorted((d.by, d.reason) for d in kept) == sorted((by, f"第{n}次") for by in "甲乙丙" for n in range(10))
    assert [p.name for p in tmp_path.iterdir()] == ["decisions.yaml"]


def test_decisions_made_on_another_text_are_refused(tmp_path):
    write_planfile(plan(), tmp_path / "plan.yaml")
    foreign = decision(statement="9.9-00000000", text_sha256="0" * 64, quote="别的话", value=("1",))
    append_decision(tmp_path / "decisions.yaml", foreign)
    with pytest.raises(GuihuaError) as caught:
        read_planfile(tmp_path / "plan.yaml")
    assert caught.value.code == "DECISIONS-OTHER-TEXT"


def test_a_decision_whose_sentence_is_gone_is_proposed_not_dropped(tmp_path):
    write_planfile(plan(), tmp_path / "plan.yaml")
    append_decision(tmp_path / "decisions.yaml", decision(changes=(("direction", "up"),)))
    append_decision(tmp_path / "decisions.yaml", decision(statement="9.9-00000000", quote="已删", value=("1",)))
    again = read_planfile(tmp_path / "plan.yaml")
    assert again.statements[0].direction is Direction.UP
    assert any("9.9-00000000" in warning for warning in again.warnings)


def test_a_decision_on_an_unknown_slot_is_a_clear_error(tmp_path):
    write_planfile(plan(), tmp_path / "plan.yaml")
    append_decision(tmp_path / "decisions.yaml", decision(changes=(("quote", "x"),)))
    with pytest.raises(GuihuaError) as caught:
        read_planfile(tmp_path / "plan.yaml")
    assert caught.value.code == "DECISIONS-SLOT"


def test_ids_do_not_depend_on_spaces_or_width_and_tell_repeats_apart():
    assert statement_id("2.3", "达到８％", "８％", 0) == statement_id("2.3", "达到 8%", "8%", 0)
    assert statement_id("2.3", "达到8%", "8%", 0) != statement_id("2.3", "达到8%", "8%", 1)


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.text(max_size=8) | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(max_size=8), x)
    )
)
def test_any_document_is_accepted_or_refused_with_a_place(document):
    try:
        validate(document, "plan.yaml")
    except GuihuaError as error:
        assert error.code == "PLANFILE-SCHEMA"
    else:
        from_document(document, "")
