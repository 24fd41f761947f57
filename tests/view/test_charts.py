from __future__ import annotations

import json
from decimal import Decimal as D
from itertools import pairwise
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.plan.regions import children
from guihua.view.charts import (
    Break,
    Contribution,
    FanYear,
    PathPoint,
    RegionValue,
    ShareYear,
    StatusCount,
    TargetPath,
    contribution_chart,
    region_map,
    status_overview,
    structure_chart,
    target_path,
)

PATH = TargetPath(
    "steel",
    "钢产量",
    "万吨",
    (
        PathPoint(2015, D(800)),
        PathPoint(2016, D(830), superseded=True),
        PathPoint(2016, D(825)),
        PathPoint(2017, D(870)),
    ),
    ((2015.0, D(800)), (2020.0, D(1000))),
    2020,
    D(1000),
    "ge",
    (Break(2018, "2018年起统计范围改变"),),
    (
        FanYear(2017, D(870), (D(870), D(870)), (D(870), D(870))),
        FanYear(2018, D(890), (D(880), D(900)), (D(860), D(920))),
    ),
)


def test_a_target_path_shows_observations_schedule_target_break_and_forecast() -> None:
    svg = target_path(PATH).svg()
    for words in ("钢产量", "万吨", "统计数 870", "旧发布版本", "目标 ≥1000", "序时进度", "预测", "①"):
        assert words in svg
    assert target_path(PATH).notes == ("① 2018年起统计范围改变",)


def test_equal_charts_are_equal_bytes() -> None:
    assert target_path(PATH).svg() == target_path(PATH).svg()
    assert target_path(PATH).png() == target_path(PATH).png()


def test_a_chart_says_what_it_shows_to_those_who_cannot_see_it() -> None:
    assert 'role="img"' in target_path(PATH).svg()
    assert "870" in target_path(PATH).alt and "1000" in target_path(PATH).alt


def test_status_overview_leaves_out_empty_statuses_and_keeps_the_order() -> None:
    chart = status_overview((StatusCount("missed", 2), StatusCount("met", 3), StatusCount("ahead", 0)), title="状态")
    rows = json.loads(chart.spec)["data"]["values"]
    assert [row["label"] for row in rows] == ["✓ 完成", "✗ 未完成"]


def test_structure_prints_every_share() -> None:
    svg = structure_chart(
        (ShareYear("煤炭", 2015, D("23")), ShareYear("其他", 2015, D("77"))), name="x", title="构成"
    ).svg()
    assert "23.0" in svg and "77.0" in svg


def test_contribution_orders_by_pull_and_marks_falls() -> None:
    chart = contribution_chart(
        (Contribution("乙", D("-0.6"), D("-10")), Contribution("甲", D("2.1"))), name="x", title="拉动"
    )
    rows = json.loads(chart.spec)["data"]["values"]
    assert [row["text"] for row in rows] == ["+2.1", "−0.6（−10.0%）"]


def test_the_map_shows_all_twelve_leagues_and_says_it_is_schematic() -> None:
    chart = region_map(
        (RegionValue("150600", D(3200)), RegionValue("150100", D(1000))), name="x", title="增加值", unit="亿元"
    )
    svg = chart.svg()
    for region in children("150000"):
        assert region.name in svg
    assert "示意图" in svg and "无数据" in svg and "3200" in svg
    assert "示意图" in chart.notes[0]


def test_map_classes_differ_in_lightness_so_that_grey_print_keeps_their_order() -> None:
    from guihua.view.charts.regions import CLASSES

    light = [sum(int(c[i : i + 2], 16) * w for i, w in ((1, 0.299), (3, 0.587), (5, 0.114))) for c in CLASSES]
    assert all(a - b > 20 for a, b in pairwise(light))


def test_every_value_of_the_map_falls_into_a_class() -> None:
    codes = [r.code for r in children("150000")]
    values = tuple(RegionValue(code, D(i * i)) for i, code in enumerate(codes))
    rows = json.loads(region_map(values, name="x", title="x").spec)["layer"][0]["data"]["values"]
    domain = json.loads(region_map(values, name="x", title="x").spec)["layer"][0]["encoding"]["fill"]["scale"]["domain"]
    assert {row["group"] for row in rows} <= set(domain)


def test_a_users_own_map_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"properties": {}}]}', encoding="utf-8")
    with pytest.raises(GuihuaError) as caught:
        region_map((), name="x", title="x", shapes=path)
    assert caught.value.code == "MAP-SHAPES" and caught.value.hint
