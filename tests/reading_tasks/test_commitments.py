"""Tasks are found by verb and object; who and by when come with them; what was done already is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from guihua.plan.plan import Plan
from guihua.plan.statement import Commitment
from guihua.reading import read_text
from guihua.reading.commitments import match_clause
from guihua.reading.compiler import DATA
from tests.corpus import corpus

GOLD = Path(__file__).parent.parent / "gold"
ENTRIES = yaml.safe_load((DATA / "commitments.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_an_entry_finds_its_examples_and_leaves_the_others(entry: dict[object, list[str]]) -> None:
    found = {clause: match[0].id if (match := match_clause(clause)) else "" for clause in entry[True]}
    assert found == dict.fromkeys(entry[True], entry["id"])
    assert [clause for clause in entry[False] if match_clause(clause)] == []


def tasks(text: str) -> tuple[Commitment, ...]:
    return read_text(f"某市规划\n一、重点任务\n{text}\n").commitments


def test_action_object_kind_and_span() -> None:
    (task,) = tasks("加强领导，建立企业信用信息平台，做大做强。")
    assert (task.action, task.object, task.kind, task.quote) == (
        "建立",
        "企业信用信息平台",
        "facility",
        "建立企业信用信息平台",
    )


def test_who_is_named_before_the_verb_or_in_the_closing_bracket() -> None:
    first, second = tasks("各盟市要建立工作协调机制。完善节能标准体系。（市发展改革委、市财政局按职责分工负责）")
    assert first.bodies == ("各盟市",)
    assert second.bodies == ("市发展改革委", "市财政局")


def test_by_when_is_taken_from_the_clause_or_right_before_it() -> None:
    assert [t.year for t in tasks("到2025年，完善监测评价体系。2023年底前建立数据共享平台。健全考核机制。")] == [
        2025,
        2023,
        None,
    ]


def test_what_was_done_and_what_is_forbidden_is_no_task() -> None:
    assert tasks("已建立信息平台，完善了监管制度，不得新建燃煤发电项目。") == ()


def test_a_review_chapter_holds_no_tasks() -> None:
    text = "某市“十三五”规划\n一、发展成就\n建立信用信息平台。\n二、重点任务\n建立数据共享平台。\n"
    assert [t.object for t in read_text(text).commitments] == ["数据共享平台"]


def test_names_in_quotation_marks_do_not_break_a_clause() -> None:
    (task,) = tasks("实施《大气，水和土壤污染防治专项行动》。")
    assert task.quote.endswith("》")


def overlap(task: Commitment, row: dict[str, int]) -> bool:
    shared = min(task.end, row["end"]) - max(task.start, row["start"])
    return shared * 2 >= min(task.end - task.start, row["end"] - row["start"])


@pytest.mark.parametrize("name", ["neimenggu_industry_13fyp", "pollution_carbon_synergy_2022"])
def test_recall_and_precision_on_two_plans_annotated_by_hand(name: str) -> None:
    head, *gold = [json.loads(line) for line in (GOLD / f"commitments-{name}.jsonl").read_text().splitlines()]
    text = (corpus() / "plans" / f"{name}.txt").read_text(encoding="utf-8")
    plan: Plan = read_text(text)
    assert plan.text_sha256 == head["text_sha256"]
    inside = [t for t in plan.commitments if any(a <= t.start and t.end <= b for a, b in head["regions"])]
    required = [row for row in gold if not row.get("optional")]
    found = [row for row in required if any(overlap(task, row) for task in inside)]
    counted = [t for t in inside if not any(row.get("optional") and overlap(t, row) for row in gold)]
    right = [t for t in counted if any(overlap(t, row) for row in required)]
    assert len(found) / len(required) >= 0.9
    assert len(right) / len(counted) >= 0.8
