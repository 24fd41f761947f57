"""What may leave the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guihua.errors import GuihuaError
from guihua.plan.periods import Period
from guihua.statistics.disclosure import disclosure, publishable, small
from guihua.statistics.observation import Observation, Span, Transformation
from guihua.view.observed import held_rule, held_word, observed_name

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
    figure = replace(_figure(), variable=variable, indicator=name, transformation=kind)
    assert observed_name(figure, "en") == english
    assert observed_name(figure) == name


def _examples(answer: str) -> list[tuple[str, str]]:
    from guihua.plan.data import load

    return [(str(value), unit) for value, unit in load("disclosure.yaml", "guihua.statistics.data")[answer]]


@pytest.mark.parametrize(("value", "unit"), _examples("yes"))
def test_the_examples_of_the_rule_are_small_below_the_province_alone(value: str, unit: str) -> None:
    assert small(_figure(value, unit)) and not small(_figure(value, unit, region="150000"))


@pytest.mark.parametrize(("value", "unit"), _examples("no"))
def test_the_counter_examples_are_not(value: str, unit: str) -> None:
    assert not small(_figure(value, unit))


def test_a_project_may_be_stricter_and_never_laxer() -> None:
    stricter = disclosure({"disclosure.least": "5"})
    assert publishable([_figure("4")], DAY) and not publishable([_figure("4")], DAY, rule=stricter)
    for wrong in ({"disclosure.least": "2"}, {"disclosure.least": "many"}, {"disclosure.most": "9"}):
        with pytest.raises(GuihuaError) as error:
            disclosure(wrong)
        assert error.value.code == "DISCLOSURE-SETTING"


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (_figure("2"), "少于3个单位"),
        (_figure(level="internal"), "内部"),
        (_figure(level=""), "未标明"),
        (_figure(level="embargoed until 2020-06-02"), "2020-06-02前不公开"),
    ],
)
def test_why_a_figure_stays_is_told(figure: Observation, words: str) -> None:
    assert held_word(figure, disclosure()) == words


def test_the_number_is_told_as_ours_and_the_article_as_amended() -> None:
    zh, en = held_rule(disclosure()), held_rule(disclosure(), "en")
    assert "统计法" in zh and "第二十八条" in zh and "本程序的下限" in zh
    assert "article 28" in en and "own threshold" in en
    assert "本项目设定" in held_rule(disclosure({"disclosure.least": "5"}))
