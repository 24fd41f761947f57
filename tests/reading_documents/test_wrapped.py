"""Lines that a page's width broke are put together again, and spans still tell their places in the text as it came."""

from __future__ import annotations

from guihua.reading import read_text
from guihua.reading.documents.wrapped import unwrapped

LINES = """西山市生态修复规划
（2021 年-2035 年）
2021 年 9 月
第一章 目标
本规划是全市生态修复的总纲和空间指引，涉及全域国土
空间，是今后一个时期开展山水林田湖草保护修复的依据，
各县区应当据此编制本级规划，细化任务，落实到具体的地
块和项目，并且建立相应的监测评价体系，定期开展评估工
3

作。到 2025 年，全市森林覆盖率达到 45%以上，湿地面积达到 12 万
亩以上，受损矿山得到治理。水土保持率稳步提高，城乡人
居环境明显改善。矿山修复率不低于 92%。
第二章 保障
各级政府应当加强领导，明确责任，建立健全协调机制，形
成合力推进规划实施的良好局面，确保各项目标任务如期完
成。财政部门应当统筹安排资金，重点支持生态修复工程建
设和管护，提高资金使用的效益，并接受社会各界的监督和
检查。各县区应当结合实际制定工作方案，报市政府备案。到
2035年，全市生态空间比例提高到 75%。
"""


def test_sentences_go_on_over_wrapped_lines() -> None:
    found = read_text(LINES).statements
    assert [(s.indicator, s.value[0], s.unit, s.year, s.comparator.value) for s in found] == [
        ("全市森林覆盖率", "45", "%", 2025, "ge"),
        ("湿地面积", "12", "万亩", 2025, "ge"),
        ("矿山修复率", "92", "%", 2025, "ge"),
        ("全市生态空间比例", "75", "%", 2035, "reach"),
    ]


def test_spans_lie_in_the_text_as_it_came() -> None:
    plan = read_text(LINES)
    assert plan.text == LINES
    for s in plan.statements:
        assert LINES[s.start : s.end] == s.quote
        assert s.value[0] in LINES[s.value_start : s.value_end]


def test_paragraphs_of_one_line_stay_as_they_are() -> None:
    text = "东江市规划\n一、目标\n" + "到2025年，森林覆盖率达到45%。各县区应当据此编制规划并且落实到地块和项目。\n" * 3
    assert unwrapped(text) is None


def test_a_blank_inside_a_word_goes_where_the_word_stands_elsewhere() -> None:
    line = "全省耕地面积保证不少于667万公顷，自然增长率控制在8‰，其中平原地区耕地面积达到500万公 顷，山区耕地面积达到100万公顷。"
    joined = unwrapped(line)
    assert joined is not None and "500万公顷" in joined.text
    assert joined.places[-1] == len(line) - 1
