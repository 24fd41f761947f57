"""Three-valued answers, dated parameters, and the exact static checks: each held against trying everything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.rules.asking import Status, ask
from guihua.rules.dmn.model import Datum, Decision, Hit, Input, Model, Output, Rule, Table
from guihua.rules.rulefile import RuleFile, parse_rules
from guihua.rules.soundness import faults, require_sound

WEST = """
rules: west
source: 财政部公告2020年第23号
inputs: [{name: encouraged, type: boolean}, {name: share, type: number}]
parameters:
  - name: min_share
    values:
      - {valid: [2011-01-01, 2020-12-31], value: 0.70, known: 2011-07-27}
      - {valid: [2021-01-01, 2030-12-31], value: 0.60, known: 2020-04-23}
decisions:
  - name: rate
    type: number
    inputs: [{is: encouraged, type: boolean}, {is: share, type: number}]
    outputs: [{name: rate}]
    rows:
      - ["true", ">= min_share", "0.15", 第一条]
      - ["true", "< min_share", "0.25"]
      - ["false", "-", "0.25"]
"""


def west(on, known=None, **facts):
    return ask(parse_rules(WEST), "rate", facts, on=on, known=known)


def test_one_share_two_regimes_and_none_after_them():
    share = Decimal("0.65")
    assert west(date(2020, 6, 1), encouraged=True, share=share).text == "0.25"
    assert west(date(2021, 6, 1), encouraged=True, share=share).text == "0.15"
    later = west(date(2031, 6, 1), encouraged=True, share=Decimal("0.99"))
    assert later.status == Status.UNDEFINED and later.undefined == ("min_share",) and later.value is None


def test_a_parameter_is_not_known_before_it_was_published():
    found = west(date(2021, 6, 1), date(2020, 1, 1), encouraged=True, share=Decimal("0.65"))
    assert found.status == Status.UNDEFINED


def test_what_does_not_matter_is_not_asked_for():
    assert west(date(2021, 1, 1), share=Decimal("0.5")).text == "0.25"
    assert west(date(2031, 1, 1), encouraged=False).text == "0.25"
    assert west(date(2021, 1, 1), encouraged=True).needs == (("share",),)
    assert west(date(2021, 1, 1)).needs == (("encouraged", "share"),)


def test_the_answer_carries_its_clause_and_says_that_nobody_checked_it():
    found = west(date(2021, 6, 1), encouraged=True, share=Decimal("0.65"))
    assert found.clauses == ("第一条",) and not found.checked and found.trace[0].rows == (1,)


def test_a_fact_that_no_rule_asks_for_is_refused():
    with pytest.raises(GuihuaError) as error:
        west(date(2021, 1, 1), colour="red")
    assert error.value.code == "RULE-FACT"


def test_two_values_on_one_day_are_refused():
    text = WEST.replace("2021-01-01, 2030", "2020-06-01, 2030").replace("known: 2020-04-23", "known: 2011-07-27")
    with pytest.raises(GuihuaError) as error:
        ask(parse_rules(text), "rate", {"encouraged": True}, on=date(2020, 7, 1))
    assert error.value.code == "RULE-PARAMETER"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('[["< 5", a], ["> 5", b]]', "RULE-GAP"),
        ('[["<= 5", a], [">= 5", b]]', "RULE-OVERLAP"),
        ('[["<= 5", a], ["> 5", b], ["> 7 and < 6", c]]', "RULE-FEEL"),
        ('[["<= 5", a], ["> 5", b], ["? > 7 and ? < 6", c]]', "RULE-UNREACHABLE"),
    ],
)
def test_a_bad_table_is_refused_when_it_is_loaded(rows, code):
    text = "rules: t\ninputs: [{name: x, type: number}]\ndecisions:\n  - name: d\n    inputs: [{is: x, type: number}]\n"
    with pytest.raises(GuihuaError) as error:
        require_sound(parse_rules(text + f"    outputs: [{{name: o, type: string}}]\n    rows: {rows}\n"))
    assert error.value.code == code


cells_x = st.sampled_from(["-", "< 2", ">= 2", "[1..3]", "(1..3)", "2", "not(2)", "> 3", "<= 1"])
cells_s = st.sampled_from(["-", '"a"', '"a", "b"', 'not("a")', '"c"'])
tables = st.lists(st.tuples(cells_x, cells_s, st.sampled_from(['"u"', '"v"'])), min_size=1, max_size=5)


def model(rows, hit=Hit.FIRST):
    table = Table(
        (Input("x", "number"), Input("s", "string")),
        (Output("o", "string"),),
        tuple(Rule((x, s), (o,)) for x, s, o in rows),
        hit,
    )
    data = (Datum("x", "number"), Datum("s", "string"))
    return RuleFile("t", Model("t", data=data, decisions=(Decision("d", "string", ("x", "s"), (), table),)))


GRID = [Decimal(n) / 4 for n in range(0, 20)], ["a", "b", "c", "d", "e"]


def answer(rules, **facts):
    return ask(rules, "d", facts).text


@given(tables)
def test_gaps_and_dead_rows_are_exactly_those_that_trying_shows(rows):
    rules = model(rows)
    found = faults(rules)
    hits = set()
    gap = False
    for x, s in product(*GRID):
        ruling = ask(rules, "d", {"x": x, "s": s})
        hits |= set(ruling.trace[0].rows[:1])
        gap = gap or not ruling.trace[0].rows
    assert gap == any(f.code == "RULE-GAP" for f in found)
    dead = {f.rows[0] for f in found if f.code == "RULE-UNREACHABLE"}
    assert dead == set(range(1, len(rows) + 1)) - hits


@given(tables)
def test_clashes_are_exactly_those_that_trying_shows(rows):
    rules = model(rows, Hit.UNIQUE)
    clash = any(len(ask(rules, "d", {"x": x, "s": s}).trace[0].rows) > 1 for x, s in product(*GRID))
    assert clash == any(f.code == "RULE-OVERLAP" for f in faults(rules))


@given(tables, st.sampled_from(GRID[0]), st.sampled_from(GRID[1]), st.sets(st.sampled_from(["x", "s"])))
def test_missing_facts_decide_exactly_as_trying_all_their_values(rows, x, s, missing):
    rules = model(rows)
    facts = {"x": x, "s": s}
    known = {k: v for k, v in facts.items() if k not in missing}
    ruling = ask(rules, "d", known)
    grid = {"x": GRID[0], "s": GRID[1]}
    names = sorted(missing)
    outcomes = {
        row: answer(rules, **known, **dict(zip(names, row, strict=True))) for row in product(*(grid[n] for n in names))
    }
    decided = len(set(outcomes.values())) == 1
    assert (ruling.status != Status.UNKNOWN) == decided
    if not decided:
        small = [
            c
            for size in range(1, len(names) + 1)
            for c in combinations(range(len(names)), size)
            if all(
                len({o for r, o in outcomes.items() if tuple(r[i] for i in c) == key}) == 1
                for key in {tuple(r[i] for i in c) for r in outcomes}
            )
        ]
        least = [tuple(names[i] for i in c) for c in small if not any(set(d) < set(c) for d in small)]
        assert {tuple(sorted(n)) for n in ruling.needs} == set(least)
