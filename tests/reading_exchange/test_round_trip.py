"""What is exported to Label Studio or as Web Annotations comes back the same, and finds its place after an edit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from guihua.errors import GuihuaError
from guihua.plan.decisions import apply_decisions
from guihua.plan.plan import Plan
from guihua.reading.exchange import (
    Imported,
    changes_as_decisions,
    from_labelstudio,
    from_webannotation,
    import_statements,
    labelstudio_config,
    to_labelstudio,
    to_webannotation,
)
from guihua.reading.exchange.anchors import Utf16, anchor
from tests.reading_exchange.plans import TEXT, plan

WRITERS = {"labelstudio": to_labelstudio, "webannotation": to_webannotation}


@pytest.mark.parametrize("name", WRITERS)
def test_every_slot_comes_back(name: str) -> None:
    ids = frozenset(s.id for s in plan().statements)
    assert import_statements(WRITERS[name](plan()), plan()) == Imported(plan().statements, (), ids)


def test_label_studio_counts_in_utf16_units() -> None:
    region = json.loads(to_labelstudio(plan()))[0]["predictions"][0]["result"][0]["value"]
    first = plan().statements[0]
    assert (region["start"], region["end"]) == (first.start + 1, first.end + 1)
    units = Utf16(TEXT)
    assert [units.to_characters(units.to_units(i)) for i in range(len(TEXT))] == list(range(len(TEXT)))


def test_annotations_find_their_place_after_words_were_put_before_them() -> None:
    content = to_webannotation(plan())
    moved = Plan(text="前言很长。\n" + TEXT)
    for before, after in zip(plan().statements, from_webannotation(content, moved).statements, strict=True):
        assert moved.text[after.start : after.end] == before.quote
        assert moved.text[after.value_start : after.value_end] == TEXT[before.value_start : before.value_end]


def test_a_quote_that_stands_twice_is_told_by_its_context() -> None:
    text = "甲：达到10个。乙：达到10个。"
    assert anchor("序。" + text, 9, 14, "达到10个", "乙：", "。") == text.rindex("达到") + 2


def test_a_quote_that_is_gone_is_a_problem_and_deletes_nothing() -> None:
    other = Plan(text=TEXT.replace("年均增长8%左右", "年均增长6%左右"), statements=(plan().statements[0],))
    imported = from_webannotation(to_webannotation(plan()), other, "a.json")
    assert [(p.error.code, p.quote) for p in imported.problems] == [("EXCHANGE-ANCHOR", "年均增长8%左右")]
    assert (
        changes_as_decisions(other, imported, by="某人", on="2026-01-01")[0].action == "add"
    )  # the third, not yet read


def test_a_wrong_position_gives_way_to_quote_and_context() -> None:
    page = json.loads(to_webannotation(plan()))
    for selector in page["items"][1]["target"]["selector"]:
        if "start" in selector:
            selector["start"], selector["end"] = 0, 4
    assert from_webannotation(json.dumps(page), plan()).statements == plan().statements


def test_words_that_stand_twice_without_context_are_a_problem() -> None:
    text = "甲：达到10个。乙：达到10个。"
    item = {
        "type": "Annotation",
        "body": [{"purpose": "tagging", "value": "target"}],
        "target": {"selector": {"type": "TextQuoteSelector", "exact": "达到10个"}},
    }
    imported = from_webannotation(json.dumps([item]), Plan(text=text))
    assert [p.error.code for p in imported.problems] == ["EXCHANGE-AMBIGUOUS"]


def test_another_programs_annotations_add_and_delete_nothing() -> None:
    """Hypothes.is and the like know only quotes, tags and comments."""
    text = TEXT + "全市建成公园12座。\n"
    before = plan(text)
    item = {
        "id": "urn:uuid:1",
        "type": "Annotation",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": "target"},
            {"type": "TextualBody", "purpose": "commenting", "value": "公园数"},
        ],
        "target": {
            "source": "http://example.org/plan",
            "selector": [{"type": "TextQuoteSelector", "exact": "建成公园12座"}],
        },
    }
    decisions = changes_as_decisions(before, from_webannotation(json.dumps([item]), before), by="某人", on="2026-01-01")
    assert [d.action for d in decisions] == ["add"]
    (new,) = [s for s in apply_decisions(before, decisions).statements if s not in before.statements]
    assert (new.indicator, new.value, new.unit, new.quote, new.rule) == (
        "公园数",
        ("12",),
        "座",
        "建成公园12座",
        "added",
    )


def test_what_people_changed_in_label_studio_becomes_decisions() -> None:
    tasks = json.loads(to_labelstudio(plan()))
    results = tasks[0].pop("predictions")[0]["result"]
    first, second, third = (s.id for s in plan().statements)
    for part in results:
        if part.get("id") == second and part["from_name"] == "comparator":
            part["value"]["choices"] = ["ge"]
        if part.get("id") == second and part["from_name"] == "value":
            part["value"]["text"] = ["8.5"]
    kept = [p for p in results if not str(p.get("id", p.get("from_id"))).startswith(third)]
    start = TEXT.index("加强领导")
    kept.append(labelled("new", "policy", start, "加强领导"))
    tasks[0]["annotations"] = [{"result": kept}]
    imported = from_labelstudio(json.dumps(tasks), plan())
    decisions = changes_as_decisions(plan(), imported, by="某人", on="2026-01-01")
    assert [(d.action, dict(d.changes)) for d in decisions if d.action != "add"] == [
        ("edit", {"comparator": "ge", "value": "8.5"}),
        ("reject", {}),
    ]
    assert [d.statement for d in decisions][:2] == [second, third]
    assert [(d.action, d.quote, d.by) for d in decisions][2:] == [("add", "加强领导", "某人")]
    assert first not in {d.statement for d in decisions}


def labelled(region: str, label: str, start: int, words: str) -> dict:
    """A region as Label Studio exports it; the text's one character beyond the basic plane stands before it."""
    value = {"start": start + 1, "end": start + 1 + len(words), "text": words, "labels": [label]}
    return {"id": region, "from_name": "kind", "to_name": "text", "type": "labels", "value": value}


def typed(region: str, name: str, words: str) -> dict:
    """A text area that the annotator filled."""
    return {"id": region, "from_name": name, "to_name": "text", "type": "textarea", "value": {"text": [words]}}


UNREAD = TEXT.replace("加强领导", "绿地率要有三成八")


def test_a_marked_passage_that_was_not_read_becomes_a_statement_and_stays_one() -> None:
    before = plan(UNREAD)
    task = json.loads(to_labelstudio(before))
    start = UNREAD.index("绿地率")
    marks = [
        labelled("x1", "target", start, "绿地率要有三成八"),
        labelled("x2", "value", start + 5, "三成八"),
        typed("x1", "indicator", "绿地率"),
        typed("x1", "value", "38"),
        typed("x1", "unit", "%"),
        typed("x1", "year", "2020"),
    ]
    task[0]["annotations"] = [{"result": task[0].pop("predictions")[0]["result"] + marks}]
    (added,) = changes_as_decisions(before, from_labelstudio(json.dumps(task), before), by="某人", on="2026-01-01")
    (new,) = [s for s in apply_decisions(before, (added,)).statements if s not in before.statements]
    assert (new.indicator, new.value, new.unit, new.year, new.quote) == (
        "绿地率",
        ("38",),
        "%",
        2020,
        "绿地率要有三成八",
    )
    moved = plan("新的前言。\n" + UNREAD)
    again = [s for s in apply_decisions(moved, (added,)).statements if s.id == new.id]
    assert [s.quote for s in again] == [new.quote]
    assert moved.text[again[0].start : again[0].end] == new.quote
    accepted = replace(added, action="accept", statement=before.statements[0].id, at=None, changes=())
    gone = apply_decisions(plan(), (accepted, added))
    assert gone.statements == plan().statements
    assert any(added.statement in w for w in gone.warnings)


def test_moved_bounds_are_an_edit() -> None:
    page = json.loads(to_webannotation(plan()))
    wider = "到2020年，钢产量达到1500万吨，年均增长8%左右"
    item = page["items"][1]
    by = wider.index("年均")
    item["target"]["selector"] = [
        {"type": "TextQuoteSelector", "exact": wider},
        {"type": "TextPositionSelector", "start": 0, "end": 0, "refinedBy": {"start": by + 4, "end": by + 6}},
    ]
    (edit,) = changes_as_decisions(plan(), from_webannotation(json.dumps(page), plan()), by="某人", on="2026-01-01")
    assert (edit.action, edit.changes) == ("edit", ())
    assert apply_decisions(plan(), (edit,)).statement(edit.statement).quote == wider


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "EXCHANGE-FORMAT"),
        ('{"annotations": 3}', "EXCHANGE-FORMAT"),
        ('[{"predictions": [], "data": {"text": ""}}]', "EXCHANGE-FORMAT"),
        ('{"type": "AnnotationPage", "items": 3}', "EXCHANGE-FORMAT"),
        ('[{"annotations": [], "data": {"text": "甲"}}, {"annotations": [], "data": {"text": "乙"}}]', "EXCHANGE-TASK"),
        ("[" * 100_000 + '"annotations"', "EXCHANGE-FORMAT"),
    ],
)
def test_a_broken_file_is_refused(content: str, code: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        import_statements(content, plan(), "a.json")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"target": {"selector": []}}, "EXCHANGE-SELECTOR"),
        ({"target": {"selector": {"type": "TextPositionSelector", "start": 0, "end": 4}}}, "EXCHANGE-SELECTOR"),
        ({"target": {"selector": {"type": "TextQuoteSelector", "exact": "钢产量"}}}, "EXCHANGE-KIND"),
        ({"target": {"selector": {"type": "TextQuoteSelector", "exact": "钢产量"}}, "body": 3}, "EXCHANGE-KIND"),
    ],
)
def test_an_annotation_without_place_or_kind_is_a_problem(item: dict, code: str) -> None:
    imported = import_statements(json.dumps({"type": "AnnotationPage", "items": [item]}), plan(), "a.json")
    assert [p.error.code for p in imported.problems] == [code]


def test_a_slot_with_an_unknown_word_is_a_problem_with_its_place() -> None:
    content = to_webannotation(plan()).replace('"growth"', '"sideways"')
    imported = import_statements(content, plan(), "a.json")
    assert [(p.error.code, p.error.where.start) for p in imported.problems] == [
        ("EXCHANGE-VALUE", plan().statements[1].start)
    ]
    assert changes_as_decisions(plan(), imported, by="某人", on="2026-01-01") == ()


def test_a_value_that_belongs_to_nothing_is_a_problem() -> None:
    task = json.loads(to_labelstudio(plan()))
    task[0]["predictions"][0]["result"].append(labelled("v", "value", TEXT.index("加强领导"), "加强领导"))
    assert [p.error.code for p in from_labelstudio(json.dumps(task), plan()).problems] == ["EXCHANGE-LOOSE"]


def test_the_configuration_names_every_part_that_the_tasks_use() -> None:
    used = {
        p["from_name"] for p in json.loads(to_labelstudio(plan()))[0]["predictions"][0]["result"] if "from_name" in p
    }
    assert all(f'name="{name}"' in labelstudio_config() for name in used)
