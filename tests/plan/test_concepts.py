from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.plan.concepts import polarity, resolve
from guihua.plan.data import load
from guihua.plan.statement import Direction
from tests.corpus import corpus


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("煤炭产业增加值占工业增加值的比重", "煤炭行业增加值占规模以上工业比重"),
        ("研究与试验发展经费支出（R&D）占GDP比重", "R&D经费占地区生产总值比重"),
        ("工业增加值", "全部工业增加值"),
        ("产值超百亿元园区数", "产值超100亿元园区数"),
        ("光伏装机容量", "光伏发电装机容量"),
        ("风电、太阳能总装机", "太阳能发电和风电装机容量"),
        ("新增风电装机", "风电新增装机容量"),
        ("单位工业增加值用水量", "万元工业增加值用水量"),
        ("内蒙古自治区工业增加值", "全区工业增加值"),
    ],
)
def test_two_wordings_of_one_quantity_meet_in_one_variable(one, other):
    assert resolve(one).variable == resolve(other).variable


@pytest.mark.parametrize(
    ("label", "variable", "population", "transformation"),
    [
        ("规模以上工业增加值增长率", "value_added[industry]", "规模以上", "yoy"),
        ("工业固定资产投资增长率(五年年均)", "investment[industry]", "", "mean_growth"),
        ("万元工业增加值用水量较2015年升降", "water_intensity[industry]", "", "change"),
        ("规模以上工业企业数", "enterprises[industry]", "规模以上", ""),
        ("甲醇占全国比重", "share(production[methanol], national)", "", ""),
        ("绿色建材生产比重", "proportion[绿色建材生产]", "", ""),
    ],
)
def test_a_bureau_label_resolves_to_variable_population_and_transformation(label, variable, population, transformation):
    found = resolve(label)
    assert (found.variable, found.population, found.transformation) == (variable, population, transformation)


def test_the_share_of_industry_in_gdp_and_of_coal_in_industry_are_two_variables():
    assert resolve("工业增加值占GDP比重").variable != resolve("煤炭产业增加值占工业增加值比重").variable


def test_bulk_solid_waste_and_all_solid_waste_are_two_variables():
    assert resolve("大宗工业固体废弃物综合利用率").variable != resolve("工业固废综合利用率").variable


def test_polarity_is_said_by_the_table_or_is_unknown():
    assert polarity("energy_intensity", "industry") is Direction.DOWN
    assert polarity("capacity", "wind") is Direction.UP
    assert polarity("area", "parks") is Direction.UNKNOWN


def test_a_share_in_what_had_better_fall_has_no_polarity():
    assert resolve("石油占能源消费总量比重").better is Direction.UNKNOWN
    assert resolve("非化石能源占能源消费总量比重").better is Direction.UP


def test_a_part_is_not_its_whole():
    assert resolve("光伏装机容量").variable != resolve("太阳能发电装机容量").variable
    assert resolve("海上风电装机容量").variable != resolve("风电装机容量").variable


def test_every_example_of_the_concept_table_resolves_to_its_entry():
    data = load("concepts.yaml")
    for entry in data["measures"]:
        for example in entry["yes"]:
            assert entry["key"] in resolve(example).variable, example
    for entry in data["subjects"]:
        for example in entry["yes"]:
            assert resolve(example).subject == entry["key"] or entry["key"] in resolve(example).variable, example


def test_no_alias_stands_for_two_concepts():
    data = load("concepts.yaml")
    for table in ("measures", "subjects", "labels"):
        aliases = [alias for entry in data[table] for alias in entry["aliases"]]
        assert len(aliases) == len(set(aliases)), [a for a in aliases if aliases.count(a) > 1]


@given(st.text(max_size=40))
def test_any_label_resolves(label):
    assert isinstance(resolve(label).variable, str)


def test_most_published_indicators_are_known_to_the_table():
    path = corpus("data", "observations.csv")
    with path.open(encoding="utf-8") as file:
        labels = {row["indicator"] for row in csv.DictReader(file)}
    known = [label for label in labels if resolve(label).known]
    assert len(known) / len(labels) >= 0.7


def test_a_bar_keeps_its_own_unit() -> None:
    days = resolve("空气质量良好天数超过292天的城市比例")
    assert days.threshold is not None and (days.threshold.value, days.threshold.unit) == ("292", "天")
    assert "292天" in days.variable and "元" not in days.variable
