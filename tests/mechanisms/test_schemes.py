"""Appraisals: every way back leads to the next class when its figure is put in, and not before; nothing missing is a zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.mechanisms.core.declaration import load_mechanisms, parse_mechanism
from guihua.mechanisms.core.freezing import freeze_rows
from guihua.mechanisms.core.records import Job
from guihua.mechanisms.core.running import run
from guihua.mechanisms.scheme.records import scheme_of
from guihua.mechanisms.scheme.sensitivity import sensitivity

MADE = """
mechanism: made
engine: scheme
zh: 示例
en: made
inputs:
  units: {zh: 单位, table: [{name: name, required: yes}, {name: a, type: number}, {name: b, type: number}, {name: base, type: number}], key: [name]}
settings: {subject: units, total: "100", digits: "2"}
scheme:
  - group: 全部
    weight: "100"
    indicators:
      - {name: a, weight: "60", full: {target: "50"}}
      - {name: b, weight: "40", full: {linear: ["10", "30"]}}
classes: [{name: 好, from: "80"}, {name: 中, from: "50"}, {name: 差, from: "0"}]
"""


def appraise(rows, text=MADE, **job):
    declaration = parse_mechanism(text)
    return run(Job(declaration, (freeze_rows(declaration.inputs[0], rows),), **job)).decided.outcome


figures = st.integers(1, 60)


@given(figures, figures)
def test_each_way_reaches_the_next_class_and_nothing_less_does(a, b):
    outcome = appraise([{"name": "甲", "a": str(a), "b": str(b), "base": "1"}])
    classes = ["好", "中", "差"]
    now = outcome.answer["classes"]["甲"]
    for row in outcome.table("ways").records():
        if sum(r["way"] == row["way"] for r in outcome.table("ways").records()) > 1:
            continue
        column = row["indicator"]
        for shift, reached in ((Decimal("0.001"), True), (Decimal("-0.01"), False)):
            changed = {"name": "甲", "a": str(a), "b": str(b), "base": "1", column: str(Decimal(row["to"]) + shift)}
            after = appraise([changed]).answer["classes"]["甲"]
            assert (classes.index(after) < classes.index(now)) == reached


@given(st.lists(st.tuples(figures, figures), min_size=1, max_size=6), st.randoms())
def test_the_order_of_rows_changes_no_score(values, random):
    rows = [{"name": f"U{i}", "a": str(a), "b": str(b), "base": "1"} for i, (a, b) in enumerate(values)]
    mixed = list(rows)
    random.shuffle(mixed)
    assert appraise(rows).answer == appraise(mixed).answer


def test_what_is_missing_is_not_graded_and_its_score_is_an_interval():
    row = next(appraise([{"name": "甲", "a": "50", "b": "", "base": "1"}]).table("scores").records())
    assert (row["score"], row["class"], row["low"], row["high"]) == ("", "不定等级", "60.00", "100.00")


def test_weights_that_do_not_sum_are_named_by_their_group():
    with pytest.raises(GuihuaError) as error:
        appraise([{"name": "甲"}], MADE.replace('weight: "40"', 'weight: "30"'))
    assert error.value.code == "SCHEME-WEIGHTS" and "全部" in error.value.title


def test_classes_out_of_order_are_refused():
    with pytest.raises(GuihuaError) as error:
        appraise([{"name": "甲"}], MADE.replace('from: "80"', 'from: "40"'))
    assert error.value.code == "SCHEME-CLASSES"


def test_a_scheme_is_not_used_before_it_was_in_force():
    declaration = load_mechanisms()["parks"]
    frozen = freeze_rows(declaration.inputs[0], [{"name": "甲园"}])
    with pytest.raises(GuihuaError) as error:
        run(Job(declaration, (frozen,), period="2018"))
    assert error.value.code == "RUN-NOT-IN-FORCE" and "2021-11-19" in error.value.title
    assert run(Job(declaration, (frozen,), period="2021")).decided.outcome.answer["classes"] == {"甲园": "不定等级"}


@given(st.integers(0, 300))
def test_held_base_gives_eighty_per_cent_and_steps_add_up_to_half(growth):
    declaration = load_mechanisms()["growth-scheme"]
    frozen = freeze_rows(declaration.inputs[0], [["甲", str(100 + growth), "100"]])
    score = run(Job(declaration, (frozen,))).decided.outcome.answer["scores"]["甲"]
    assert Fraction(score) == 8 + min(growth // 5, 5)


def test_a_class_holds_within_the_change_of_weight_that_is_told_and_not_beyond():
    """Two indicators of 60 and 40: 80 marks of 100; a bound of 70 below and of 90 above."""
    scheme = _two(60, 40)
    points = {"甲": {"a": Fraction(60), "b": Fraction(20)}}
    (row,) = sensitivity(scheme, points, {"甲": "良"}, [])
    # score(t) = 80 + t·(60 − 20·60/40) = 80 + 30t: 90 at a third more, 70 at a third less of the first weight
    assert row[:3] == ("甲", "良", "33.3") and row[4] in ("优", "中")
    assert sensitivity(scheme, points, {"甲": "良"}, ["甲"]) == ()


def _two(first, second):
    declared = load_mechanisms()["land-efficiency"]
    scheme = scheme_of(Job(declared, ()))
    plain = [i for i in scheme.indicators if not i.extra][:2]
    own = tuple(replace(i, name=n, weight=Fraction(w)) for i, n, w in zip(plain, "ab", (first, second), strict=True))
    classes = tuple(
        replace(scheme.classes[0], name=n, points=Fraction(p), percent=None)
        for n, p in (("优", 90), ("良", 70), ("中", 0))
    )
    return replace(scheme, indicators=own, classes=classes, most=None)
