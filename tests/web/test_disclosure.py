"""What may leave the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guihua.plan.periods import Period
from guihua.statistics.disclosure import publishable
from guihua.statistics.observation import Observation, Span, Transformation

DAY = date(2020, 6, 1)


def _figure(value: str = "5", unit: str = "户", region: str = "150600", level: str = "public") -> Observation:
    return Observation(
        "o",
        region,
        "count[enterprise]",
        "企业数",
        Period.years(2019),
        Span.SINGLE,
        value,
        unit,
        Transformation.LEVEL,
        publish_level=level,
    )


@pytest.mark.parametrize(
    ("figure", "leaves"),
    [
        (_figure(), True),
        (_figure(level="internal"), False),
        (_figure(level="embargoed until 2020-06-02"), False),
        (_figure(level="embargoed until 2020-06-01"), True),
        (_figure(level=""), False),
        (_figure("2"), False),
        (_figure("0"), True),
        (_figure("2", region="150000"), True),
        (_figure("2", unit="亿元"), True),
    ],
)
def test_only_public_figures_and_no_small_cells_leave(figure: Observation, leaves: bool) -> None:
    assert (publishable([figure], DAY) == (figure,)) is leaves


@pytest.mark.parametrize(
    ("variable", "name", "kind", "english"),
    [
        ("value_added[coal]", "煤炭行业增加值", Transformation.LEVEL, "Value added of coal"),
        (
            "value_added[coal]",
            "煤炭行业增加值增速",
            Transformation.YOY,
            "Value added of coal, growth on a year before",
        ),
        ("quantity[风电装机容量]", "风电装机容量", Transformation.LEVEL, "风电装机容量"),
    ],
)
def test_a_figure_is_named_in_english_where_its_concept_is(
    variable: str, name: str, kind: Transformation, english: str
) -> None:
    """No translation is made up: without an English name the published one stands."""
    from django.utils import translation

    from guihua.web.words import observed_name

    figure = replace(_figure(), variable=variable, indicator=name, transformation=kind)
    with translation.override("en"):
        assert observed_name(figure) == english
    with translation.override("zh-hans"):
        assert observed_name(figure) == name
