"""Derived indicators: declared as data, computed by vintage, refused where inputs do not go together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.plan.data import load
from guihua.plan.periods import Period
from guihua.plan.statement import Price
from guihua.plan.units import find_unit
from guihua.statistics.derived import Rule, compute, derive, inputs_of, is_derived, rules, vintages
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation


def observation(variable: str, value: str, year: int = 2020, **given: object) -> Observation:
    blank = Observation(
        id=f"o-{variable}-{year}-{value}-{given}",
        region="150000",
        variable=variable,
        indicator=variable,
        period=Period.years(year),
        span=Span.SINGLE,
        value=value,
        unit="亿元",
        transformation=Transformation.LEVEL,
        price=Price.CURRENT,
        published=date(2021, 3, 1),
        date_trust=DateTrust.EXACT,
        grade=Grade.OFFICIAL,
    )
    return replace(blank, **given)  # type: ignore[arg-type]


RD, GDP, ADDED, WATER = "rd_expenditure", "gdp", "value_added[industry]", "water_use[industry]"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_declaration_computes_its_own_example(rule: Rule) -> None:
    example = next(e for e in load("derived.yaml") if e["code"] == rule.code)["yes"]
    figures = []
    for name in ("of", "by"):
        value, unit_text = str(example[name]).split()
        unit = find_unit(unit_text)
        assert unit is not None
        figures.append((Fraction(Decimal(value)), unit))
    found = compute(rule, tuple(figures))
    assert found is not None
    value, unit_text = str(example["gives"]).split()
    assert (round(float(found[0]), 4), found[1]) == (float(value), unit_text)
    assert rule.how != "per_unit" or find_unit(rule.unit) is not None


def test_a_share_says_what_it_was_made_of_and_takes_the_weakest_of_its_inputs() -> None:
    rows = [
        observation(RD, "161.1", grade=Grade.PRESS, published=date(2021, 9, 24)),
        observation(GDP, "1.736", unit="万亿元", publish_level="internal"),
    ]
    (found,) = derive(rows).values.values()
    o = found.observation
    assert (o.variable, o.value, o.unit) == ("share(rd_expenditure, gdp)", "0.927995", "%")
    assert (o.grade, o.published, o.publish_level) == (Grade.PRESS, date(2021, 9, 24), "internal")
    assert is_derived(o) and o.note == "161.1亿元 ÷ 1.736万亿元"
    assert found.inputs == tuple(rows)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("coverage", {"coverage": "规模以上"}),
        ("accounting", {"accounting": "普查修订"}),
        ("price", {"price": Price.COMPARABLE}),
        ("unit", {"unit": "万吨"}),
        ("system", {"system": "考核"}),
    ],
)
def test_inputs_that_do_not_go_together_are_refused_with_the_reason(what: str, change: dict[str, object]) -> None:
    coal = observation("value_added[coal]", "36")
    found = derive([coal, replace(observation(ADDED, "100"), **change)])  # type: ignore[arg-type]
    assert not found.values
    assert [refused.what for refused in found.refused] == [what]
    assert derive([coal, observation(ADDED, "100")]).values


def test_nothing_is_divided_by_nothing() -> None:
    found = derive([observation(RD, "1"), observation(GDP, "0")])
    assert not found.values
    assert [refused.what for refused in found.refused] == ["zero"]


def test_facts_of_the_plan_are_no_inputs() -> None:
    assert not derive([observation(RD, "1"), observation(GDP, "10", grade=Grade.PLAN)]).values


def test_water_per_value_added_takes_the_price_of_value_added() -> None:
    water = observation(WATER, "12", unit="亿立方米", price=Price.NONE)
    (found,) = derive([water, observation(ADDED, "6000")]).values.values()
    assert (found.observation.value, found.observation.unit) == ("20", "立方米/万元")
    assert found.observation.price is Price.CURRENT


def test_growth_is_derived_from_comparable_levels_of_one_base_only() -> None:
    base = Period.years(2015)
    rows = [
        observation(ADDED, value, year, price=Price.COMPARABLE, base_period=base)
        for year, value in ((2019, "100"), (2020, "108"))
    ]
    (found,) = derive(rows).values.values()
    assert (found.observation.value, found.observation.transformation) == ("8", Transformation.YOY)
    other = [rows[0], replace(rows[1], base_period=Period.years(2020))]
    assert not derive(other).values
    assert not derive([replace(row, price=Price.CURRENT) for row in rows]).values


def test_a_sum_ends_at_the_year_before_a_gap() -> None:
    rows = [observation("investment[industry]", "10", year) for year in (2016, 2017, 2019)]
    sums = {str(d.observation.period): d.observation.value for d in derive(rows).values.values()}
    assert sums == {"2016": "10", "2016-2017": "20"}


def test_a_value_has_a_vintage_for_every_publication_of_an_input() -> None:
    rows = [
        observation(RD, "100", published=date(2021, 9, 1)),
        observation(GDP, "10000", published=date(2021, 3, 1)),
        observation(GDP, "8000", published=date(2024, 12, 18)),
    ]
    found = vintages(rows)
    assert [(d.observation.value, d.observation.published) for d in found] == [
        ("1", date(2021, 9, 1)),
        ("1.25", date(2024, 12, 18)),
    ]


def test_inputs_of_a_variable_are_known_by_name() -> None:
    assert inputs_of(["share(rd_expenditure, gdp)"]) == {RD, GDP}
    assert re.fullmatch(r"[a-z-]+", "".join(rule.code for rule in rules()))


@st.composite
def tables(draw: st.DrawFn) -> list[Observation]:
    names = st.sampled_from([RD, GDP, ADDED, WATER, "value_added[coal]", "investment[industry]"])
    coverage = st.sampled_from(["unstated", "规模以上"])
    rows = draw(st.lists(st.tuples(names, st.integers(2016, 2019), coverage, st.integers(0, 99)), max_size=14))
    return [
        observation(name, str(value), year, coverage=cover, published=date(2020, 1, 1 + n))
        for n, (name, year, cover, value) in enumerate(rows)
    ]


@settings(deadline=None, max_examples=60)
@given(tables(), st.data())
def test_a_revision_recomputes_exactly_its_dependents(rows: list[Observation], data: st.DataObject) -> None:
    if not rows:
        return
    before = derive(rows)
    old = data.draw(st.sampled_from(rows))
    new = replace(old, id="o-new", value=str(data.draw(st.integers(100, 999))), published=date(2022, 1, 1))
    after = before.revised(new)
    again = derive([*rows, new])
    assert dict(after.values) == dict(again.values)
    assert set(after.refused) == set(again.refused)
    for key, value in after.values.items():
        assert (key in after.recomputed) == (new in value.inputs)
    moved = {k for k in before.values.keys() | after.values.keys() if before.values.get(k) != after.values.get(k)}
    assert moved <= after.recomputed
