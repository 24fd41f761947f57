"""The registry knows every kind that guihua writes; what it does not know is intact at most."""

from __future__ import annotations

import json
from importlib import import_module

import pytest

from guihua.proof.bundle import Bundle, Subject, read, write
from guihua.proof.hashes import text_digest
from guihua.proof.verify import How, Verdict
from guihua.verification import kinds, reseal, verify


@pytest.mark.parametrize("kind", kinds(), ids=lambda k: f"{k.name}-{k.version}")
def test_every_place_of_the_registry_is_a_function(kind) -> None:
    for place in filter(None, (kind.checker, kind.resealer, *kind.subjects.values())):
        module, _, name = place.partition(":")
        assert callable(getattr(import_module(module), name))


def test_a_kind_and_version_stand_once() -> None:
    names = [(k.name, k.version) for k in kinds()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("kind", "version"), [("unheard-of", "1"), ("findings", "99")])
def test_an_unknown_kind_or_version_is_not_checked(kind: str, version: str) -> None:
    found = verify(write(Bundle(kind, {}, version=version)))
    assert found.verdict is Verdict.UNCHECKED
    assert found.parts[0].verdict is Verdict.HOLDS


@pytest.mark.parametrize("kind", kinds(), ids=lambda k: f"{k.name}-{k.version}")
@pytest.mark.parametrize("payload", [{}, {"statements": 1}, {"text": ["a"]}])
def test_a_payload_of_another_shape_is_refused_and_never_raises(kind, payload) -> None:
    assert verify(write(Bundle(kind.name, payload, version=kind.version))).verdict is Verdict.REFUSED


def test_subjects_and_version_stand_in_the_file_and_under_the_digest() -> None:
    sealed = Bundle("example", {}, version="7", subjects=(Subject("text", text_digest("abc"), "plan.md"),))
    data = write(sealed)
    assert read(data) == sealed
    changed = data.replace(b"plan.md", b"plan.mc")
    assert verify(changed).verdict is Verdict.REFUSED


def test_reseal_makes_a_file_whose_bytes_hold_again() -> None:
    value = json.loads(write(Bundle("example", {"a": "1"})))
    value["payload"]["a"] = "2"
    data = json.dumps(value, ensure_ascii=False).encode()
    assert verify(data).verdict is Verdict.REFUSED
    assert read(reseal(data)).payload == {"a": "2"}


def test_a_bundle_of_the_first_format_is_still_read() -> None:
    first = Bundle("findings", {"version": "2"}, version="2", format="guihua-bundle/1")
    assert b'"version":"2"' in write(first) and b"subjects" not in write(first)
    assert read(write(first)) == first


def test_how_a_part_was_checked_is_one_of_four() -> None:
    assert {h.value for h in How} == {"certificate", "replayed", "recomputed", "given"}
