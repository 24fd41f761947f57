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


def test_what_the_parts_leave_of_a_total_stands_beside_them() -> None:
    from fractions import Fraction

    from guihua.tracking.drivers import Driver
    from guihua.view.charted import contribution_of

    driver = Driver("secondary_sector", "第二产业", Fraction("6.5"), Fraction(45), Fraction("2.925"), Fraction(70), ())
    for lang, names in (("zh", ["第二产业", "其他和未列"]), ("en", ["secondary industry", "other and not listed"])):
        made = contribution_of([driver], name="x", title="x", lang=lang, total=Fraction("4.2"))
        rows = json.loads(made.spec)["data"]["values"]
        assert [row["part"] for row in rows] == names
        assert (
            sum(D(str(row["pull"])) for row in rows) == D("4.2") or abs(sum(row["pull"] for row in rows) - 4.2) < 0.02
        )


def test_counties_stand_as_points_on_the_map_and_another_file_takes_the_outlines_place(tmp_path: Path) -> None:
    """A county's figure is a point at its own place; a user's own outlines carry their own names."""
    from dataclasses import replace as changed

    from guihua.statistics.observation import Transformation
    from guihua.view.charted import map_of
    from tests.view.samples import observation

    base = changed(observation(2020, "1", "2021-02-01"), transformation=Transformation.LEVEL, unit="亿元")
    rows = [
        changed(base, id="a", region="150600", value="3500"),
        changed(base, id="b", region="150622", value="900"),
        changed(base, id="c", region="150625", value="300"),
    ]
    made = map_of(rows, whole="150000", title="增加值")
    layers = json.loads(made.spec)["layer"]
    (dots,) = [layer for layer in layers if isinstance(layer["mark"], dict) and layer["mark"].get("type") == "circle"]
    places = {row["name"]: (row["lon"], row["lat"], row["value"]) for row in dots["data"]["values"]}
    assert len(places) == 2 and all(100 < lon < 120 and 37 < lat < 45 for lon, lat, _value in places.values())
    own = tmp_path / "own.geojson"
    square = {"type": "Polygon", "coordinates": [[[107, 38], [107, 40], [110, 40], [110, 38], [107, 38]]]}
    feature = {"type": "Feature", "properties": {"code": "150600", "name": "本单位底图"}, "geometry": square}
    own.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert "本单位底图" in map_of(rows, whole="150000", title="增加值", shapes=own).svg()
