"""A tracking frozen into a bundle comes out again from the bundle alone, and nothing else does."""

from __future__ import annotations

import json
from datetime import date

import pytest

from guihua.errors import GuihuaError
from guihua.proof import bundle as bundles
from guihua.proof.verify import Verdict, verify
from guihua.tracking import bundle_of, observations_of, recompute, track
from tests.tracking.example import example_plan, example_store

DAY = date(2025, 1, 31)


@pytest.fixture(scope="module")
def frozen() -> bytes:
    plan, store = example_plan(), example_store()
    tracking = track(plan, store, DAY, include_collected=True)
    return bundles.write(bundle_of(plan, observations_of(plan, store, "150000", DAY), tracking))


def test_the_same_comes_out_again_from_the_bundle_alone(frozen: bytes) -> None:
    found = verify(frozen, {"tracking": recompute})
    assert found.verdict is Verdict.HOLDS
    assert len(found.parts) >= len(example_plan().targets)


@pytest.mark.parametrize(
    ("slot", "value"),
    [("status", "met"), ("latest", "12"), ("reason", "no_data"), ("coverage_note", True), ("pace", "1")],
)
def test_a_result_that_was_edited_is_refused_even_under_a_fresh_digest(frozen: bytes, slot: str, value: object) -> None:
    payload = json.loads(frozen)["payload"]
    result = next(r for r in payload["results"] if r["status"] == "missed" and not r["coverage_note"])
    result[slot] = value
    edited = bundles.write(bundles.Bundle("tracking", payload))
    found = verify(edited, {"tracking": recompute})
    assert found.verdict is Verdict.REFUSED
    assert any(slot in part.reason for part in found.parts)


def test_an_observation_that_was_edited_changes_what_comes_out(frozen: bytes) -> None:
    payload = json.loads(frozen)["payload"]
    wind = next(o for o in payload["observations"] if o["variable"] == "capacity[wind]" and o["period"] == "2020")
    wind["value"] = "4600"
    found = recompute(payload)
    assert any(part.verdict is Verdict.REFUSED for part in found)


def test_a_payload_of_another_kind_is_an_error() -> None:
    with pytest.raises(GuihuaError) as caught:
        recompute({"findings": []})
    assert caught.value.code == "TRACK-BUNDLE"
