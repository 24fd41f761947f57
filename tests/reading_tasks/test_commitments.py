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


@pytest.mark.parametrize(
    "name",
    [
        "neimenggu_industry_13fyp",
        "pollution_carbon_synergy_2022",
        "more/carbon_peak_opinion_2021",
        "more/skills_china_2021",
    ],
)
def test_recall_and_precision_on_plans_annotated_by_hand(name: str) -> None:
    path = corpus() / "plans" / f"{name}.txt"
    name = path.stem
    head, *gold = [json.loads(line) for line in (GOLD / f"commitments-{name}.jsonl").read_text().splitlines()]
    text = path.read_text(encoding="utf-8")
    plan: Plan = read_text(text)
    assert plan.text_sha256 == head["text_sha256"]
    told = [t for t in plan.commitments if t.kind != "practice"]  # the annotators were not asked for these
    inside = [t for t in told if any(a <= t.start and t.end <= b for a, b in head["regions"])]
    required = [row for row in gold if not row.get("optional")]
    found = [row for row in required if any(overlap(task, row) for task in inside)]
    counted = [t for t in inside if not any(row.get("optional") and overlap(t, row) for row in gold)]
    right = [t for t in counted if any(overlap(t, row) for row in required)]
    assert len(found) / len(required) >= 0.8
    assert len(right) / len(counted) >= 0.8


BODY = "第一章 建立统计监测机制\n建立健全统计监测机制。\n第二章 健全考核评价制度\n健全考核评价制度。\n第三章 建设数据共享平台\n建设数据共享平台。\n"


@pytest.mark.parametrize(
    "page",
    [
        "目录\n第一章 建立统计监测机制……1\n第二章 健全考核评价制度……5\n第三章 建设数据共享平台……12\n",
        "目录\n第一章 建立统计监测机制\t1\n第二章 健全考核评价制度\t5\n第三章 建设数据共享平台\t12\n",
        "目  录\n第一章 建立统计监测机制\n第二章 健全考核评价制度\n第三章 建设数据共享平台\n",
    ],
)
def test_a_contents_page_gives_no_tasks(page: str) -> None:
    whole, alone = (read_text(f"某市“十三五”规划\n{front}{BODY}").commitments for front in (page, ""))
    assert [t.quote for t in whole] == [t.quote for t in alone]
    assert "建设数据共享平台" in {t.quote for t in whole}


def test_a_verb_is_no_part_of_another_word() -> None:
    (task,) = tasks("引导企业和金融机构建立健全风险防控机制。")
    assert (task.action, task.object) == ("建立健全", "风险防控机制")


def test_quotation_marks_of_a_name_stay_with_it() -> None:
    assert [t.object for t in tasks("开展“降低成本”专项行动。推行“双随机一公开”。")] == [
        "“降低成本”专项行动",
        "双随机一公开",
    ]


def test_the_first_plan_gives_what_its_list_of_systems_names() -> None:
    import csv

    rows = list(csv.DictReader((corpus() / "data" / "systems.csv").open(encoding="utf-8")))
    text = (corpus() / "plans" / "neimenggu_industry_13fyp.txt").read_text(encoding="utf-8")
    found = read_text(text).commitments
    met = [r for r in rows if any(t.start < int(r["end"]) and t.end > int(r["start"]) for t in found)]
    assert len(met) / len(rows) >= 0.95
