"""A table of series judged at once says what each case by itself says."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.statement import Direction
from guihua.plan.status import ReasonCode, Status
from guihua.tracking import Case, Point, assess
from guihua.tracking.table import KERNELS, NEEDED, judge_table

values = st.floats(1, 1000).map(lambda x: round(x, 2))
rows = st.lists(st.tuples(values, values, values, st.sampled_from([1, -1])), min_size=1, max_size=20)


def table(found: list[tuple[float | None, float | None, float | None, int]], year: int = 2018) -> pa.Table:
    columns = {
        "base_year": [2015] * len(found), "base_value": [r[0] for r in found], "current_year": [year] * len(found),
        "current_value": [r[1] for r in found], "target_year": [2020] * len(found), "target": [r[2] for r in found],
        "direction": [r[3] for r in found],
    }  # fmt: skip
    return pa.table(
        {name: pa.array(column, pa.float64()) for name, column in columns.items()} | {"name": ["x"] * len(found)}
    )


@pytest.mark.parametrize("method", sorted(KERNELS))
@pytest.mark.parametrize(("day", "year"), [(date(2019, 6, 30), 2018), (date(2021, 6, 30), 2020)])
@settings(deadline=None)
@given(found=rows)
def test_a_table_is_judged_as_its_cases_are(
    method: str, day: date, year: int, found: list[tuple[float, float, float, int]]
) -> None:
    judged = judge_table(table(found, year), day, method)
    for (base, latest, target, way), status in zip(found, judged.column("status").to_pylist(), strict=True):
        if (target - base) * way < 0 or abs(latest - target) < 1e-6 or abs(base - latest) < 1e-6:
            continue
        case = Case(
            (Point(year, latest),), Point(2015, base), target, 2020, Direction.UP if way == 1 else Direction.DOWN, day
        )
        (result,) = assess(case, method).methods
        assert result.progress is None or status == result.status.value or near_a_bound(result.progress)


def near_a_bound(progress: float) -> bool:
    return any(abs(progress - bound) < 1e-6 for bound in (0, 0.1, 0.6, 0.95, 1.05, 9, 1))


def test_missing_figures_have_their_reason_and_other_columns_are_kept() -> None:
    judged = judge_table(
        table([(None, 1.0, 2.0, 1), (1.0, None, 2.0, 1), (0.0, 1.0, 2.0, 1)]), date(2019, 6, 30), "statcan"
    )
    assert judged.column("reason").to_pylist() == [ReasonCode.NO_BASE, ReasonCode.NO_DATA, ReasonCode.NOT_QUANTIFIABLE]
    assert set(judged.column("status").to_pylist()) == {Status.UNKNOWN.value}
    assert judged.column("name").to_pylist() == ["x"] * 3


def test_past_the_target_year_no_base_is_needed() -> None:
    judged = judge_table(table([(None, 3.0, 2.0, 1), (None, 1.0, 2.0, 1)], 2020), date(2021, 6, 30))
    assert judged.column("status").to_pylist() == [Status.MET.value, Status.MISSED.value]
    assert judged.column("reason").to_pylist() == [None, None]


@pytest.mark.parametrize(
    ("made", "method", "code"),
    [
        (table([(1.0, 2.0, 3.0, 1)]), "pythia", "TRACK-METHOD"),
        (table([(1.0, 2.0, 3.0, 1)]).drop_columns(["target"]), "shixu", "TRACK-TABLE"),
        (table([(1.0, 2.0, 3.0, 0)]), "shixu", "TRACK-DIRECTION"),
    ],
)
def test_a_table_that_cannot_be_judged_is_an_error(made: pa.Table, method: str, code: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        judge_table(made, date(2019, 6, 30), method)
    assert caught.value.code == code
    assert len(NEEDED) == 7
