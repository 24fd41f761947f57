"""Yearly plans: each year's target from a document, and what the months left need."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.periods import Period
from guihua.plan.statement import Comparator, Price
from guihua.plan.status import Status
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation
from guihua.tracking.yearly import YearlyTarget, read_yearly, rest_needed, year_to_date

DOCUMENT = ("2020年国民经济和社会发展计划", "", "2020-01-22")
GDP = YearlyTarget(2020, "150000", "地区生产总值", "growth", "6", "%", Comparator.ABOUT, DOCUMENT)


def figure(
    period: str, value: str, kind: Transformation, *, span: Span = Span.SINGLE, published: str = "2020-11-01"
) -> Observation:
    return Observation(
        id=f"{period}{kind}", region="150000", variable="gdp", indicator="地区生产总值", period=Period.parse(period), span=span,
        value=value, unit="%" if kind is Transformation.YOY else "亿元", transformation=kind, price=Price.CURRENT,
        published=date.fromisoformat(published), date_trust=DateTrust.EXACT, grade=Grade.PRESS, source="x",
    )  # fmt: skip


def levels_2019() -> list[Observation]:
    return [
        figure("2019M01-M09", "12000", Transformation.LEVEL, span=Span.YTD, published="2019-10-20"),
        figure("2019", "17000", Transformation.LEVEL, published="2020-02-28"),
    ]


def test_the_months_left_need_what_last_years_weights_leave_over() -> None:
    rows = [*levels_2019(), figure("2020M01-M09", "-1.9", Transformation.YOY, span=Span.YTD)]
    found = year_to_date(GDP, rows, date(2020, 11, 30))
    weight = Fraction(12000, 17000)
    assert found.weight == weight
    assert found.needed == (6 + weight * Fraction("1.9")) / (1 - weight)
    assert found.status is Status.LAGGING


@settings(deadline=None)
@given(st.fractions(-20, 20), st.fractions(-20, 20), st.fractions(Fraction(1, 100), Fraction(99, 100)))
def test_growing_as_needed_meets_the_years_target_exactly(target: Fraction, so_far: Fraction, weight: Fraction) -> None:
    needed = rest_needed(target, so_far, weight)
    assert needed is not None
    assert weight * (1 + so_far / 100) + (1 - weight) * (1 + needed / 100) == 1 + target / 100


def test_nothing_is_needed_of_a_year_that_is_over() -> None:
    found = year_to_date(
        GDP, [*levels_2019(), figure("2020", "0.2", Transformation.YOY, published="2021-01-20")], date(2021, 2, 1)
    )
    assert (found.status, found.needed) == (Status.MISSED, None)
    assert rest_needed(Fraction(6), Fraction(1), Fraction(1)) is None


def test_without_last_years_course_growth_is_shown_and_no_need_is_invented() -> None:
    found = year_to_date(GDP, [figure("2020M01-M09", "5.9", Transformation.YOY, span=Span.YTD)], date(2020, 11, 30))
    assert (found.actual, found.weight, found.needed) == (Fraction("5.9"), None, None)
    assert found.status is Status.ON_COURSE


def test_a_figure_published_later_is_not_known_yet() -> None:
    found = year_to_date(GDP, [figure("2020M01-M09", "5.9", Transformation.YOY, span=Span.YTD)], date(2020, 10, 1))
    assert (found.status, found.actual) == (Status.UNKNOWN, None)


def test_a_single_month_is_not_the_year_to_date() -> None:
    found = year_to_date(GDP, [figure("2020M09", "5.9", Transformation.YOY)], date(2020, 11, 30))
    assert found.status is Status.UNKNOWN


def test_yearly_plans_are_read_with_their_document(tmp_path: Path) -> None:
    path = tmp_path / "yearly.yaml"
    path.write_text(
        "plans:\n- year: 2020\n  region: '150000'\n  document: {title: 计划, number: 内政发〔2020〕1号, date: 2020-01-22}\n"
        "  targets:\n  - {indicator: 地区生产总值, value: '6', comparator: about}\n",
        encoding="utf-8",
    )
    (found,) = read_yearly(path)
    assert (found.written, found.unit, found.form, found.variable) == ("6", "%", "growth", "gdp")
    assert found.document == ("计划", "内政发〔2020〕1号", "2020-01-22")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "YEARLY-FILE"),
        ("- 1", "YEARLY-FILE"),
        ("plans: [{year: 2020}]", "YEARLY-ENTRY"),
        ("plans: [{year: 2020, region: a, document: {title: t, date: x}, targets: []}]", "DATE-INVALID"),
        (
            "plans: [{year: 2020, region: a, document: {title: t, date: 2020}, targets: [{indicator: a, value: b}]}]",
            "YEARLY-ENTRY",
        ),
        (
            "plans: [{year: 2020, region: a, document: {title: t, date: 2020}, targets: [{indicator: a, valu: 6}]}]",
            "YEARLY-ENTRY",
        ),
    ],
)
def test_a_broken_file_is_an_error_with_its_place(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "yearly.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GuihuaError) as caught:
        read_yearly(path)
    assert caught.value.code == code
