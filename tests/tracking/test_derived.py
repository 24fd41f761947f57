"""A target that nobody published a figure of is judged by what can be derived, and the verdict says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guihua.plan.status import Status
from guihua.proof.verify import Verdict
from guihua.tracking import Assessment
from guihua.tracking.recompute import bundle_of, recompute
from guihua.tracking.tracking import track_observations
from guihua.view.assessments import note_sentence
from tests.statistics.test_derived import observation
from tests.tracking.example import example_plan, target

DAY = date(2021, 12, 31)
PARKS = [observation("output[parks]", "7500"), observation("output[industry]", "1", unit="万亿元")]


def parks(*more: object) -> Assessment:
    wanted = target("工业园区产值占工业总产值比重")
    return track_observations(example_plan(), [*PARKS, *more], DAY, "150000").of(wanted.id)  # type: ignore[list-item]


def test_a_share_is_judged_from_its_parts_and_shown_as_derived() -> None:
    found = parks()
    assert (found.status, found.latest_value, found.unit) == (Status.MET, "75", "%")
    note = found.note("computed")
    assert note is not None
    assert note_sentence(note) == "由公布数推算：工业园区产值 ÷ 工业总产值 = 7500亿元 ÷ 1万亿元 = 75%"


def test_a_published_share_stands_before_one_that_is_derived() -> None:
    name = "share(output[parks], output[industry])"
    found = parks(replace(observation(name, "69"), unit="%"))
    assert (found.status, found.latest_value, found.note("computed")) == (Status.MISSED, "69", None)


def test_parts_of_two_coverages_derive_nothing() -> None:
    wanted = target("工业园区产值占工业总产值比重")
    rows = [PARKS[0], replace(PARKS[1], coverage="规模以上")]
    found = track_observations(example_plan(), rows, DAY, "150000").of(wanted.id)
    assert found.status is Status.UNKNOWN


def test_a_derived_verdict_is_made_again_from_its_bundle() -> None:
    tracking = track_observations(example_plan(), PARKS, DAY, "150000")
    parts = recompute(bundle_of(example_plan(), PARKS, tracking).payload)
    assert parts and all(part.verdict is Verdict.HOLDS for part in parts)
