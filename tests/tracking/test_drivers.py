"""Pull, contribution and LMDI."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.periods import Period
from guihua.statistics.observation import Grade, Observation, Span, Transformation
from guihua.tracking.drivers import by_region, contribution, drivers, lmdi, of_gdp, pull


def figure(
    variable: str, period: str, value: str, kind: Transformation, region: str = "150000", unit: str = "%"
) -> Observation:
    return Observation(
        id=variable + period + region, region=region, variable=variable, indicator=variable, period=Period.parse(period), span=Span.SINGLE,
        value=value, unit=unit, transformation=kind, coverage="规模以上", published=date(2021, 12, 10), grade=Grade.PRESS,
    )  # fmt: skip


def test_contribution_is_that_of_the_published_case() -> None:
    assert round(float(contribution(Fraction("5.1"), Fraction("6.8"))), 1) == 75.0


def test_pull_is_last_years_share_times_growth() -> None:
    assert pull(Fraction("38.3"), Fraction("13.3")) == Fraction("38.3") * Fraction("13.3") / 100


def test_a_total_that_did_not_grow_has_no_contributions() -> None:
    with pytest.raises(GuihuaError) as caught:
        contribution(Fraction(1), Fraction(0))
    assert caught.value.code == "TRACK-CONTRIBUTION"


def test_drivers_join_growth_with_last_years_share_and_invent_none() -> None:
    rows = [
        figure("value_added[industry]", "2021", "6.8", Transformation.YOY),
        figure("value_added[manufacturing]", "2021", "13.3", Transformation.YOY),
        figure("share(value_added[manufacturing], value_added[industry])", "2020", "38.3", Transformation.SHARE),
        figure("value_added[high_tech]", "2021", "22.8", Transformation.YOY),
    ]
    first, second = drivers(rows, Period.years(2021))
    assert first.part == "manufacturing"
    assert first.pull is not None and first.contribution is not None
    assert round(float(first.pull), 1) == 5.1
    assert round(float(first.contribution), 1) == 74.9
    assert (second.part, second.pull, second.contribution) == ("high_tech", None, None)


def test_regions_pull_by_their_level_of_the_year_before() -> None:
    rows = [
        figure("gdp", "2020", "0.2", Transformation.YOY),
        figure("gdp", "2019", "17212.5", Transformation.LEVEL, unit="亿元"),
        figure("gdp", "2020", "-2.7", Transformation.YOY, "150600"),
        figure("gdp", "2019", "3605.03", Transformation.LEVEL, "150600", "亿元"),
        figure("gdp", "2020", "1.3", Transformation.YOY, "150200"),
    ]
    found = {d.part: d for d in by_region(rows, "gdp", Period.years(2020), "150000", {"150600": "鄂尔多斯市"})}
    ordos = found["鄂尔多斯市"]
    assert ordos.pull == Fraction("-2.7") * Fraction("3605.03") / Fraction("17212.5")
    assert found["150200"].pull is None


shares = st.lists(st.floats(0.01, 1), min_size=2, max_size=5)


@settings(deadline=None)
@given(shares, st.data())
def test_lmdi_splits_a_change_without_a_rest(first: list[float], data: st.DataObject) -> None:
    n = len(first)
    column = st.lists(st.floats(0.01, 10), min_size=n, max_size=n)
    second, e0, e1 = data.draw(column), data.draw(column), data.draw(column)
    s0, s1 = [x / sum(first) for x in first], [x / sum(second) for x in second]
    found = lmdi([str(i) for i in range(n)], s0, s1, e0, e1)
    assert math.isclose(found.structure + found.efficiency, found.total, rel_tol=1e-9, abs_tol=1e-9)


def test_lmdi_of_unchanged_efficiency_is_all_structure() -> None:
    found = lmdi(["coal", "other"], [0.3, 0.7], [0.2, 0.8], [2.0, 1.0], [2.0, 1.0])
    assert found.efficiency == pytest.approx(0)
    assert found.structure == pytest.approx(found.total) == pytest.approx(-0.1)


def test_lmdi_takes_a_part_that_vanishes() -> None:
    found = lmdi(["old", "new"], [0.5, 0.5], [0.0, 1.0], [2.0, 1.0], [2.0, 1.0])
    assert found.structure + found.efficiency == pytest.approx(found.total)


def test_lmdi_refuses_lists_that_do_not_fit() -> None:
    with pytest.raises(GuihuaError) as caught:
        lmdi(["a"], [1.0], [1.0, 0.0], [1.0], [1.0])
    assert caught.value.code == "TRACK-LMDI"


def test_sectors_pull_on_gross_regional_product_by_their_levels_of_the_year_before() -> None:
    """Levels of one source are preferred; what the sectors leave is not invented here."""
    level = Transformation.LEVEL
    rows = [
        figure("gdp", "2022", "4.2", Transformation.YOY),
        figure("value_added[secondary_sector]", "2022", "6.5", Transformation.YOY),
        replace(figure("gdp", "2021", "20514.2", level, unit="亿元"), source="甲"),
        replace(
            figure("gdp", "2021", "21166", level, unit="亿元"), source="乙", id="later", published=date(2024, 1, 1)
        ),
        replace(figure("value_added[secondary_sector]", "2021", "9374.2", level, unit="亿元"), source="甲"),
        figure("value_added[primary_sector]", "2022", "4.3", Transformation.YOY),
    ]
    (found,) = of_gdp(rows, Period.years(2022))
    assert found.part == "secondary_sector"
    assert found.pull == Fraction("6.5") * Fraction("9374.2") / Fraction("20514.2")
    assert found.contribution == 100 * found.pull / Fraction("4.2")
    assert {o.source for o in found.observations if o.unit == "亿元"} == {"甲"}


def test_an_intensity_is_split_by_the_industries_that_have_all_four_figures() -> None:
    from guihua.tracking.drivers import split_of
    from tests.tracking.test_settings import figure

    rows = [
        figure(f"{measure}[{part}]", str(year), value, unit)
        for measure, unit, values in (
            ("energy_use", "万吨标准煤", {"coal": ("40", "30"), "chemicals": ("20", "30")}),
            ("value_added", "亿元", {"coal": ("100", "100"), "chemicals": ("100", "200")}),
        )
        for part, pair in values.items()
        for year, value in zip((2015, 2020), pair, strict=True)
    ]
    found = split_of(
        [*rows, figure("energy_use[cement]", "2015", "5", "万吨标准煤")], "energy_use", "value_added", 2015, 2020
    )
    assert found.total == pytest.approx(60 / 300 - 60 / 200)
    assert found.structure + found.efficiency == pytest.approx(found.total)
    assert found.left_out == ("水泥",)
    with pytest.raises(GuihuaError):
        split_of(rows, "energy_use", "value_added", 2016, 2020)


def test_an_intensity_is_split_up_to_the_newest_year_that_figures_allow() -> None:
    from guihua.tracking.drivers import decompositions
    from tests.tracking.test_settings import figure

    rows = [
        figure(f"{measure}[{part}]", str(year), value, unit)
        for measure, unit, values in (
            ("energy_use", "万吨标准煤", {"coal": ("40", "30"), "chemicals": ("20", "30")}),
            ("value_added", "亿元", {"coal": ("100", "100"), "chemicals": ("100", "200")}),
        )
        for part, pair in values.items()
        for year, value in zip((2015, 2020), pair, strict=True)
    ]
    (found,) = decompositions([*rows, figure("energy_use[coal]", "2021", "29", "万吨标准煤")], 2015)
    assert (found.intensity, found.first, found.last, found.unit) == (
        "energy_intensity",
        2015,
        2020,
        "万吨标准煤/亿元",
    )
    assert found.total == Fraction("-0.1")
    assert abs(found.structure + found.efficiency - found.total) < Fraction(1, 10**5)
    assert decompositions(rows, 2016) == ()
