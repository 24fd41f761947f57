"""What is exported to Label Studio or as Web Annotations comes back the same, and finds its place after an edit."""

from __future__ import annotations

import json

import pytest

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.reading.exchange import (
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
    assert import_statements(WRITERS[name](plan()), plan()) == plan().statements


def test_label_studio_counts_in_utf16_units() -> None:
    region = json.loads(to_labelstudio(plan()))[0]["predictions"][0]["result"][0]["value"]
    first = plan().statements[0]
    assert (region["start"], region["end"]) == (first.start + 1, first.end + 1)
    units = Utf16(TEXT)
    assert [units.to_characters(units.to_units(i)) for i in range(len(TEXT))] == list(range(len(TEXT)))


def test_annotations_find_their_place_after_words_were_put_before_them() -> None:
    content = to_webannotation(plan())
    moved = Plan(text="前言很长。\n" + TEXT)
    for before, after in zip(plan().statements, from_webannotation(content, moved), strict=True):
        assert moved.text[after.start : after.end] == before.quote
        assert moved.text[after.value_start : after.value_end] == TEXT[before.value_start : before.value_end]


def test_a_quote_that_stands_twice_is_told_by_its_context() -> None:
    text = "甲：达到10个。乙：达到10个。"
    assert anchor("序。" + text, 9, 14, "达到10个", "乙：", "。") == text.rindex("达到") + 2


def test_a_quote_that_is_gone_is_refused() -> None:
    with pytest.raises(GuihuaError) as caught:
        from_webannotation(to_webannotation(plan()), Plan(text="另一份文件。"), "a.json")
    assert caught.value.code == "EXCHANGE-ANCHOR"


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
    kept.append({"id": "new", "from_name": "kind", "to_name": "text", "type": "labels",
                 "value": {"start": start + 1, "end": start + 5, "text": "加强领导", "labels": ["policy"]}})  # fmt: skip
    tasks[0]["annotations"] = [{"result": kept}]
    imported = from_labelstudio(json.dumps(tasks), plan())
    decisions, added = changes_as_decisions(plan(), imported, by="某人", on="2026-01-01")
    assert [(d.action, d.statement, dict(d.changes)) for d in decisions] == [
        ("edit", second, {"comparator": "ge", "value": "8.5"}),
        ("reject", third, {}),
    ]
    assert [s.quote for s in added] == ["加强领导"]
    assert first not in {d.statement for d in decisions}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "EXCHANGE-FORMAT"),
        ('{"annotations": 3}', "EXCHANGE-FORMAT"),
        ('[{"predictions": [], "data": {"text": ""}}]', "EXCHANGE-FORMAT"),
        ('{"type": "AnnotationPage", "items": [{"target": {"selector": []}}]}', "EXCHANGE-FORMAT"),
        ("[" * 100_000 + '"annotations"', "EXCHANGE-FORMAT"),
    ],
)
def test_a_broken_file_is_refused(content: str, code: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        import_statements(content, plan(), "a.json")
    assert caught.value.code == code


def test_a_slot_with_an_unknown_word_is_refused_with_its_place() -> None:
    content = to_webannotation(plan()).replace('"growth"', '"sideways"')
    with pytest.raises(GuihuaError) as caught:
        import_statements(content, plan(), "a.json")
    assert caught.value.code == "EXCHANGE-VALUE"
    assert caught.value.where.start == plan().statements[1].start


def test_the_configuration_names_every_part_that_the_tasks_use() -> None:
    used = {
        p["from_name"] for p in json.loads(to_labelstudio(plan()))[0]["predictions"][0]["result"] if "from_name" in p
    }
    assert all(f'name="{name}"' in labelstudio_config() for name in used)
