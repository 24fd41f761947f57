"""Corrections: a changed figure changes exactly what hangs on it, and both are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.mechanisms.core.freezing import freeze_rows
from guihua.mechanisms.core.records import Job
from guihua.mechanisms.core.revising import changes
from guihua.mechanisms.core.running import rules_of, run
from guihua.rules.rulefile import parse_rules


def waste(values):
    declaration = load_mechanisms()["waste"]
    rows = [
        {
            "name": f"P{i}",
            "produced": "100",
            "used": str(v),
            "used_stock": "0",
            "disposed": "0",
            "disposed_stock": "0",
            "stored": str(100 - v),
            "dumped": "0",
        }
        for i, v in enumerate(values)
    ]
    return run(Job(declaration, (freeze_rows(declaration.inputs[0], rows),)))


@given(st.lists(st.integers(1, 99), min_size=2, max_size=6), st.data())
def test_a_corrected_row_changes_its_own_results_alone(values, data):
    at = data.draw(st.integers(0, len(values) - 1))
    other = data.draw(st.integers(1, 99).filter(lambda v: v != values[at]))
    found = changes(waste(values), waste([*values[:at], other, *values[at + 1 :]]))
    assert {c.row.split("·")[0] for c in found} == {f"P{at}"}
    assert {c.where for c in found} == {"input", "outcome"}


def test_a_corrected_parameter_changes_exactly_the_plans_of_its_days():
    declaration = load_mechanisms()["capacity-replacement"]
    plans = [
        {
            "plan": f"{day}{area}",
            "industry": "水泥熟料",
            "key_area": area,
            "limited": "否",
            "capacity": "100",
            "on": day,
        }
        for day in ("2021-07-31", "2021-08-01")
        for area in ("是", "否")
    ]
    inputs = {
        "blocks": [{"block": "B", "capacity": "1000"}],
        "plans": plans,
        "uses": [{"block": "B", "plan": "外省", "amount": "1"}],
    }
    frozen = tuple(freeze_rows(declaration.input(k), v) for k, v in inputs.items())
    job = Job(declaration, frozen, rules_of(declaration), on=date(2022, 1, 1))
    text = job.rule("ratios").text
    mended = parse_rules(text.replace('value: "1.5", source: 水泥玻璃', 'value: "1.6", source: 水泥玻璃'))
    found = changes(run(job), run(replace(job, rules=(("ratios", mended),))))
    assert {c.row for c in found if c.where == "outcome"} == {"2021-08-01否"}
    assert any(c.where == "rules" for c in found)
