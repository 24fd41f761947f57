"""Every method against the cases that its authors published, and kernels against the thin functions."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.tracking.methods import escap, eurostat, liancheng, shixu, statcan, unsd
from guihua.tracking.methods.progress import REASONS
from guihua.tracking.methods.spec import codes, spec
from tests.corpus import ROOT, corpus

ARGUMENTS = ("base_year", "base_value", "current_year", "current_value", "target_year", "target", "direction", "limit")
GROWTH_METHODS = (statcan, eurostat, unsd)


def number(text: str) -> float | None:
    return float(text) if text else None


def published_rows() -> list[dict[str, str]]:
    with (corpus() / "reference/statcan_progress.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["progress_value"]]


def arguments(row: dict[str, str]) -> dict[str, float | int | None]:
    values: dict[str, float | int | None] = {name: number(row[name]) for name in ARGUMENTS}
    values["direction"] = int(float(row["direction"]))
    return values


def test_statcan_gives_every_published_value_status_and_score() -> None:
    rows = published_rows()
    assert len(rows) == 175
    for row in rows:
        found = statcan.progress(**arguments(row))
        assert found.progress_value == pytest.approx(float(row["progress_value"]), abs=1e-9), row["series"]
        assert found.status == row["status"], row["series"]
        assert found.score == pytest.approx(float(row["score"]), abs=1e-6), row["series"]


def test_statcan_kernel_gives_every_published_value_status_and_score() -> None:
    rows = published_rows()
    columns = {name: [arguments(row)[name] for row in rows] for name in ARGUMENTS}
    found = statcan.kernel(**columns).rows(spec("statcan").labels)
    for answer, row in zip(found, rows, strict=True):
        assert answer.status == row["status"]
        assert answer.progress_value == pytest.approx(float(row["progress_value"]), abs=1e-9)
        assert answer.score == pytest.approx(float(row["score"]), abs=1e-6)


def edge_rows() -> dict[str, dict[str, str]]:
    with (corpus() / "reference/progress_edge_cases.csv").open(encoding="utf-8") as file:
        return {row["case"]: row for row in csv.DictReader(file)}


def edge(row: dict[str, str]) -> statcan.Progress:
    series = [part.split(":") for part in row["series"].split()]
    (y0, v0), (y1, v1) = series[0], series[-1]
    return statcan.progress(
        int(y0),
        float(v0),
        int(y1),
        float(v1),
        int(row["target_year"] or 2030),
        number(row["target"]),
        {"positive": 1, "negative": -1, "": None}[row["direction"]],
        number(row["limit"]),
    )


def test_statcan_agrees_with_the_reference_wherever_we_say_so() -> None:
    alike = [row for row in edge_rows().values() if row["our_answer"] == "as the reference for this method"]
    assert len(alike) == 10
    for row in alike:
        found = edge(row)
        assert found.progress_value == pytest.approx(float(row["progress_value"]), abs=1e-9), row["case"]
        assert (found.status, found.score) == (row["status"], pytest.approx(float(row["score"]), abs=1e-6)), row["case"]


@pytest.mark.parametrize(
    ("case", "reason"), [("base_zero", "zero_base"), ("target_zero", "zero_target"), ("sign_change", "sign_change")]
)
def test_growth_ratios_say_why_they_cannot_be_formed_instead_of_inventing_a_number(case: str, reason: str) -> None:
    found = edge(edge_rows()[case])
    assert (found.progress_value, found.status, found.score, found.reason) == (None, "not_available", None, reason)


def test_no_ratio_and_no_infinity_where_the_base_is_the_target() -> None:
    kept, fell = edge(edge_rows()["base_equals_target_kept"]), edge(edge_rows()["base_equals_target_fell"])
    assert (kept.progress_value, kept.status, kept.score) == (None, "target_achieved", 5.0)
    assert (fell.progress_value, fell.status, fell.score) == (None, "deterioration", -5.0)


@pytest.mark.parametrize("method", [*GROWTH_METHODS, escap, shixu])
def test_an_unknown_direction_is_an_error(method: object) -> None:
    with pytest.raises(GuihuaError) as caught:
        method.progress(2015, 100, 2018, 127, 2020, 150, None)  # type: ignore[attr-defined]
    assert caught.value.code == "TRACK-DIRECTION"


@pytest.mark.parametrize(
    ("current", "label"),
    [(150.0, "target_reached"), (127.5, "significant_progress"), (118.0, "moderate_progress"),
     (104.0, "insufficient_progress"), (99.0, "movement_away")],
)  # fmt: skip
def test_eurostat_thresholds_with_a_target(current: float, label: str) -> None:
    assert eurostat.progress(2015, 100, 2018, current, 2020, 150, 1).status == label


@pytest.mark.parametrize(
    ("current", "label"),
    [(102.5, "significant_progress"), (101.0, "moderate_progress"), (99.5, "moderate_movement_away"),
     (97.0, "movement_away")],
)  # fmt: skip
def test_eurostat_thresholds_without_a_target(current: float, label: str) -> None:
    assert eurostat.progress(2016, 100, 2018, current, None, None, 1).status == label


def test_unsd_extrapolates_the_growth_so_far_to_the_target_year() -> None:
    found = unsd.progress(2015, 100, 2018, 115, 2020, 150, 1)
    assert found.progress_value == pytest.approx((100 * 1.15 ** (5 / 3) - 100) / 50)
    assert found.status == "fair_progress"
    assert unsd.progress(2015, 100, 2018, 127.6, 2020, 150, 1).status == "on_track"
    assert unsd.progress(2015, 100, 2018, 101, 2020, 150, 1).status == "stagnation_or_regression"
    assert unsd.progress(2015, 100, 2018, 150, 2020, 150, 1).status == "target_met"


def test_escap_current_status_counts_ten_at_the_target_and_zero_at_the_base() -> None:
    assert escap.current_status(30.9, 24.0, 18, -1) == pytest.approx(10 * 6.9 / 12.9)
    assert escap.current_status(30.9, 30.9, 18, -1) == 0
    assert escap.current_status(30.9, 18, 18, -1) == pytest.approx(10)
    assert escap.current_status(18, 20, 18, -1) is None


def test_escap_anticipates_by_a_line_that_weighs_recent_years_more() -> None:
    assert escap.anticipated([2015, 2016, 2017], [10, 12, 14], 2020) == pytest.approx(20)
    bent = escap.anticipated([2015, 2016, 2017, 2018], [10, 10, 10, 16], 2020)
    plain = float(np.polyval(np.polyfit([2015, 2016, 2017, 2018], [10, 10, 10, 16], 1), 2020))
    assert bent is not None and bent > plain
    assert escap.anticipated([2015], [1], 2020) is None
    lines = escap.lines([2015, 2016, 2017, 2018], [[10, 10, 10, 16], [10, np.nan, np.nan, np.nan]], [2020, 2020])
    assert lines[0] == pytest.approx(bent)
    assert math.isnan(lines[1])


def test_schedule_pace_gives_the_published_gaps() -> None:
    with (corpus() / "reference/shixu_jindu.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2
    for row in rows:
        years, gone = int(row["plan_years"]), int(row["elapsed_years"])
        target, actual = -float(row["target_cum_pct"]), -float(row["actual_cum_pct"])
        found = shixu.pace(2020, 100, 2020 + gone, 100 + actual, 2020 + years, 100 + target)
        assert round(100 - found.expected, 1) == float(row["expected_by_time_pct"])
        assert round(found.gap, 1) == float(row["gap_pp_published"])


def test_schedule_pace_follows_the_yearly_plan_where_there_is_one() -> None:
    linear = shixu.pace(2015, 100, 2017, 110, 2020, 150)
    planned = shixu.pace(2015, 100, 2017, 110, 2020, 150, {2016: 103, 2017: 108, 2018: 120})
    assert (linear.due, planned.due) == (pytest.approx(0.4), pytest.approx(0.16))
    assert planned.expected == pytest.approx(108)
    assert planned.needed == pytest.approx(40 / 3)
    assert shixu.pace(2015, 100, 2016.5, 110, 2020, 150, {2016: 103, 2017: 108}).expected == pytest.approx(105.5)


def test_chained_formula_gives_the_published_figures() -> None:
    found = liancheng.chain([0.0151, -0.0220, -0.0418], -0.17, 2)
    assert (round(100 * found.done, 1), round(100 * found.left, 2)) == (26.8, -12.75)
    assert found.left_year is not None
    assert round(100 * found.left_year, 2) == -6.59
    assert round(100 * found.so_far, 2) == -4.87
    assert round(100 * liancheng.chain([-0.073], -0.135, 2).done) == 52


def test_chained_formula_refuses_a_target_of_nothing() -> None:
    with pytest.raises(GuihuaError):
        liancheng.chain([-0.01], 0, 2)


@pytest.mark.parametrize("code", codes())
def test_every_label_has_its_place_on_the_one_scale(code: str) -> None:
    record = spec(code)
    assert set(record.open) == set(record.labels) - {"not_available"}
    assert set(record.open.values()) <= {"ahead", "faster", "on_course", "lagging"}
    assert {label for label, status in record.open.items() if status == "ahead"} == set(record.met)
    assert record.formula and record.source


values = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
some = st.one_of(st.none(), values)


@pytest.mark.parametrize("method", [*GROWTH_METHODS, escap, shixu])
@settings(deadline=None)
@given(base=some, latest=some, target=some, year=st.integers(2015, 2025), way=st.sampled_from([1, -1]))
def test_kernel_and_thin_function_agree(
    method: object, base: float | None, latest: float | None, target: float | None, year: int, way: int
) -> None:
    given_arguments = (2015, base, year, latest, 2020, target, way)
    thin = method.progress(*given_arguments)  # type: ignore[attr-defined]
    columns = [[math.nan if x is None else x] for x in given_arguments]
    kernel = method.kernel(*columns).rows(spec(method.CODE).labels)[0]  # type: ignore[attr-defined]
    assert kernel.reason == thin.reason
    assert kernel.reason in REASONS
    for ours, theirs in ((kernel.progress_value, thin.progress_value), (kernel.score, thin.score)):
        assert (ours is None) == (theirs is None)
        if ours is not None:
            assert math.isfinite(ours)
            assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-6)
    if thin.progress_value is None or all(
        abs(thin.progress_value - bound) > 1e-6
        for bound in (0, 0.005, 0.01, 0.015, 0.02, 0.1, 0.6, 0.95, 1.05, 9, -0.01)
    ):
        assert kernel.status == thin.status


def numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [n for v in value.values() for n in numbers(v)]
    if isinstance(value, list):
        return [n for v in value for n in numbers(v)]
    return [float(value)] if isinstance(value, (int, float)) else []


@pytest.mark.parametrize("code", codes())
def test_the_reference_page_prints_the_thresholds_that_are_used(code: str) -> None:
    page = (ROOT / "docs/reference/methods.md").read_text(encoding="utf-8")
    section = page.partition(f"## {code}:")[2].partition("\n## ")[0]
    assert section, code
    printed = {abs(float(found)) for found in re.findall(r"\d+(?:\.\d+)?", section)}
    assert {abs(n) for n in numbers(dict(spec(code).thresholds))} <= printed
    assert all(label in section for label in spec(code).labels if label != "not_available") or code == "liancheng"


#: Eustat's verdicts that its own printed thresholds do not give on its own printed figures.
NOT_BY_ITS_RULE = {
    "10-2-1": "unchanged, and called progress",
    "11-5-1": "doubled, and called on track (nine per hundred million)",
    "16-1-4": "fell from 76 to 69.1 %, and called progress",
    "3-3-1": "0.07 to 0.06 per thousand: the rounding decides between -1 and -3 % a year",
    "3-a-1": "-1.6 % a year is fair progress by its table, and called on track",
}


def test_unsd_gives_the_verdicts_that_a_statistics_office_published_by_it() -> None:
    """30 of 35, and the five others are those that the office's own table does not give either."""
    lines = (Path(__file__).parent / "unsd_eustat.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    found = {
        r["indicator"]: unsd.progress(
            int(r["base_year"]),
            float(r["base_value"]),
            int(r["year"]),
            float(r["value"]),
            None,
            None,
            int(r["direction"]),
        ).status
        for r in rows
    }
    assert len(found) == 35
    assert {r["indicator"] for r in rows if found[r["indicator"]] != r["published"]} == NOT_BY_ITS_RULE.keys()


def test_unsd_with_a_target_gives_the_published_verdict() -> None:
    """Eustat, road deaths per 100,000 (3.6.1): 3.5 in 2015, 2.8 in 2024, to be halved by 2030: "fair progress"; without the
    target the same figures would be on track (-2.4 % a year)."""
    assert unsd.progress(2015, 3.5, 2024, 2.8, 2030, 1.75, -1).status == "fair_progress"
    assert unsd.progress(2015, 3.5, 2024, 2.8, None, None, -1).status == "on_track"


def test_every_method_has_one_formula_over_any_kind_of_number_in_a_file_free_of_numpy() -> None:
    from fractions import Fraction
    from pathlib import Path

    import numpy as np

    from guihua.tracking.methods import formulas
    from guihua.tracking.methods.spec import codes

    assert set(formulas.FORMULAS) == set(codes())
    source = Path(formulas.__file__).read_text(encoding="utf-8")
    assert "import numpy" not in source
    whole = (Fraction(100), Fraction(121), Fraction(200))
    assert formulas.done(*whole) == Fraction(21, 100)
    assert formulas.index(*whole, 1) == Fraction(21, 10)
    columns = (np.array([float(x), 50.0 + n]) for n, x in enumerate(whole))
    assert formulas.done(*columns)[0] == pytest.approx(0.21)
    given = (2015.0, 100.0, 2017.0, 121.0, 2020.0, 200.0, 1.0)
    arrays = tuple(np.array([x, x]) for x in given)
    assert formulas.growth_measure(*arrays)[1] == formulas.growth_measure(*given)
