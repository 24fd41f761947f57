"""FEEL: values, logic of three values, functions, names with blanks, what does not fit is null."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.rules.feel.evaluator import conjunction, disjunction, holds, ready
from guihua.rules.feel.functions import NAMES
from guihua.rules.feel.parser import parse, parse_tests
from guihua.rules.feel.values import text_of


def value(text, **scope):
    return text_of(ready(parse(text, NAMES | set(scope)))(scope))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 ** 4 ** 5", "3486784401"),
        ("1 = true", "null"),
        ("1.0 = 1", "true"),
        ("if null then 1 else 2", "2"),
        ("for i in 1..3, j in [i, 10] return i * j", "[1, 10, 4, 20, 9, 30]"),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
        ("every x in [1, 2] satisfies x > 1", "false"),
        ('{full name: "a", n: string length(full name)}.n', "1"),
        ("[{a: 1}, {a: 5}][a > 2].a", "[5]"),
        ("[10, 20, 30][-1]", "30"),
        ('date("2021-01-31") + duration("P1M")', "2021-02-28"),
        ('date("2021-03-01") - date("2021-02-01")', "P28D"),
        ('years and months duration(date("2011-12-22"), date("2013-08-24"))', "P1Y8M"),
        ('date and time("2016-12-24T23:59:00-08:00") < date and time("2016-12-25T00:00:00+09:00")', "false"),
        ('@"2019-01-01" in [@"2018-01-01"..@"2020-01-01"]', "true"),
        ("decimal(2.5, 0)", "2"),
        ("round half up(-5.5, 0)", "-6"),
        ("modulo(-10.1, 4.5)", "3.4"),
        ('substring("foobar", -2, 1)', "a"),
        ('replace("abracadabra", "a(.)", "[$1]")', "[b]r[c][d][b]ra"),
        ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
        ("mode([6, 3, 9, 6, 6])", "[6]"),
        ("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
        ("1 in (< 3, > 10)", "true"),
        ("5 instance of number", "true"),
        ("10 / 0", "null"),
        ('"a" + 1', "null"),
        ('get value({a: {b: 2}}, ["a", "b"])', "2"),
        ("before([1..5], [6..10])", "true"),
        ('week of year(date("2005-01-01"))', "53"),
        ("x /* a comment */ + 1 // and another", "null"),
    ],
)
def test_expressions_come_to_what_the_standard_says(text, expected):
    assert value(text) == expected


def test_the_longest_known_name_is_taken():
    assert value("Pre-bureau risk + 1", **{"Pre-bureau risk": ready(parse("41"))({}), "Pre": None}) == "42"


@pytest.mark.parametrize(
    ("cell", "tested", "met"),
    [
        ("-", "7", True),
        ("< 5", "5", False),
        ("[1..5)", "5", False),
        ("]1..5]", "1", False),
        ("not(1, 2)", "3", True),
        ('"a", "b"', '"b"', True),
        ("? > 2 and ? < 4", "3", True),
        ("even(?)", "3", False),
        ("null", "null", True),
        ("true", "true", True),
        ("[1, 2, 3]", "2", True),
    ],
)
def test_cells_test_their_value(cell, tested, met):
    assert (holds(parse_tests(cell, NAMES))({"?": ready(parse(tested))({})}) is True) == met


@pytest.mark.parametrize("text", ["1 +", "[1..", "(1, 2)", '"open', "if 1 then 2", "{a: 1, a: 2}", "1 2", "[" * 5000])
def test_what_is_no_expression_is_refused(text):
    with pytest.raises(GuihuaError) as error:
        parse(text)
    assert error.value.code == "RULE-FEEL"


three = st.sampled_from([True, False, None])


@given(three, three, three)
def test_logic_of_three_values_keeps_its_laws(a, b, c):
    def opposite(x):
        return None if x is None else not x

    assert conjunction(a, b) == conjunction(b, a)
    assert disjunction(a, conjunction(b, c)) == conjunction(disjunction(a, b), disjunction(a, c))
    assert opposite(conjunction(a, b)) == disjunction(opposite(a), opposite(b))


@given(st.text(max_size=40))
def test_any_text_is_an_expression_or_a_refusal(text):
    try:
        ready(parse(text))({})
    except GuihuaError as error:
        assert error.code == "RULE-FEEL"
