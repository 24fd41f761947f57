"""Marks of doubt: what was set by default or guessed, labels that clash; what a clear rule carries is none."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Origin
from guihua.reading import read_text
from guihua.reading.doubt import doubts, label_origin

PLAN = "某市工业发展“十三五”规划\n一、发展目标\n"
REPORT = "各位代表：\n现在，我代表市人民政府，向大会作政府工作报告，请予审议。\n一、2015年工作回顾\n{}\n二、2016年主要工作\n{}\n"


def marks(text: str) -> list[tuple[str, ...]]:
    return [s.doubtful for s in read_text(text).statements]


def test_a_plans_last_year_and_a_reports_year_are_no_doubt() -> None:
    assert marks(PLAN + "工业增加值达到300亿元，年均增长8%。") == [(), ()]
    text = REPORT.format("固定资产投资完成300亿元，增长9%。", "固定资产投资增长8%。")
    assert [(s.year, s.base_year, s.doubtful) for s in read_text(text).statements] == [
        (2015, None, ()),
        (2015, 2014, ()),
        (2016, 2015, ()),
    ]


def test_a_year_that_nothing_tells_is_empty_and_marked() -> None:
    found = read_text("森林覆盖率达到40%。").statements
    assert [(s.year, s.doubtful) for s in found] == [(None, ("kind", "year"))]


def test_one_label_with_two_values_is_marked_on_both() -> None:
    told = read_text(PLAN + "建成区绿化覆盖率达到40%。建成区绿化覆盖率达到45%。城镇化率达到60%。").statements
    assert [s.doubtful for s in told] == [("indicator",), ("indicator",), ()]


def test_the_source_of_every_slot_is_told() -> None:
    (found,) = read_text(PLAN + "工业增加值达到300亿元。").statements
    assert dict(found.stated)["kind"] is Origin.CARRIED
    assert dict(found.stated)["year"] is Origin.DEFAULTED


@pytest.mark.parametrize(
    ("label", "form", "place", "unit", "origin"),
    [
        ("工业增加值", "level", "left", "亿元", Origin.STATED),
        ("产量", "level", "left", "万吨", Origin.GUESSED),
        ("以县城为主", "level", "left", "个", Origin.GUESSED),
        ("示范园区数", "level", "right", "个", Origin.GUESSED),
        ("海关税收占全区比重", "level", "left", "亿元", Origin.GUESSED),
        ("实际利用外资", "level", "left", "亿元", Origin.STATED),
    ],
)
def test_a_label_that_the_reader_composed_is_guessed(
    label: str, form: str, place: str, unit: str, origin: Origin
) -> None:
    assert label_origin(label, Origin.STATED, form, place, unit) is origin


def test_policy_has_no_year_and_no_doubt_of_it() -> None:
    from guihua.plan.statement import Kind

    assert doubts({}, Kind.POLICY, None) == ()
    assert doubts({}, Kind.FACT, None) == ("year",)


def test_a_bound_that_the_figure_after_it_keeps_is_no_clash() -> None:
    assert marks("东江市“十四五”规划\n2020年，全市生产总值突破500亿元大关，达到526亿元。") == [(), ()]


def test_several_sums_under_one_label_are_marked_a_floor_and_a_ceiling_are_not() -> None:
    rules = "东江市奖励办法\n"
    assert marks(rules + "第三条 复种面积大的，给予大户奖励1万元；更大的，给予大户奖励3万元。")[0] == ("indicator",)
    assert marks(rules + "第四条 水价加价比例不低于20%。水价加价比例不高于50%。") == [(), ()]
