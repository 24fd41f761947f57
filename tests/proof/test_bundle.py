"""A bundle is exactly its bytes: every other file is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.proof import bundle, hashes
from guihua.proof.canonical import Json
from guihua.proof.verify import Part, Verdict, verify

EXAMPLE = bundle.Bundle("example", {"数": "8.0", "list": ["a", 1, None, True], "nested": {"x": {"y": "1/3"}}})


def _accept(payload: Mapping[str, Json]) -> Sequence[Part]:
    return [Part("list", Verdict.HOLDS if payload["list"] else Verdict.REFUSED)]


def test_a_bundle_reads_back() -> None:
    assert bundle.read(bundle.write(EXAMPLE)) == EXAMPLE


def test_the_digest_stands_in_the_file_with_its_name() -> None:
    assert bundle.write(EXAMPLE).startswith(b'{"digest":"sha256:')


def test_every_changed_byte_is_refused() -> None:
    data = bundle.write(EXAMPLE)
    for place in range(len(data)):
        for change in (1, 0x20, 0x80):
            changed = bytearray(data)
            changed[place] ^= change
            assert verify(bytes(changed), {"example": _accept}).verdict is Verdict.REFUSED, (place, change)


@given(st.integers(0, 400), st.binary(max_size=3), st.integers(0, 3))
def test_no_edit_of_the_file_passes(place: int, inserted: bytes, removed: int) -> None:
    data = bundle.write(EXAMPLE)
    changed = data[:place] + inserted + data[place + removed :]
    expected = Verdict.HOLDS if changed == data else Verdict.REFUSED
    assert verify(changed, {"example": _accept}).verdict is expected


def test_a_kind_without_checker_is_intact_but_unchecked() -> None:
    found = verify(bundle.write(EXAMPLE), {})
    assert found.verdict is Verdict.UNCHECKED
    assert [part.verdict for part in found.parts] == [Verdict.HOLDS, Verdict.UNCHECKED]


def test_the_checker_of_the_kind_decides() -> None:
    good = verify(bundle.write(EXAMPLE), {"example": _accept})
    assert (good.verdict, good.origin_proved) == (Verdict.HOLDS, False)
    empty = bundle.write(bundle.Bundle("example", {"list": []}))
    assert verify(empty, {"example": _accept}).verdict is Verdict.REFUSED
    malformed = bundle.write(bundle.Bundle("example", {}))
    assert verify(malformed, {"example": _accept}).verdict is Verdict.REFUSED


def test_the_worst_part_is_the_verdict() -> None:
    def mixed(_: Mapping[str, Json]) -> Sequence[Part]:
        return [Part("a", Verdict.UNCHECKED), Part("b", Verdict.REFUSED), Part("c", Verdict.HOLDS)]

    assert verify(bundle.write(EXAMPLE), {"example": mixed}).verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"digest":"sha256:","format":"guihua-bundle/1","kind":"","payload":{}}']
)
def test_other_files_are_no_bundles(data: bytes) -> None:
    with pytest.raises(GuihuaError):
        bundle.read(data)


def test_a_float_never_enters_a_bundle() -> None:
    with pytest.raises(GuihuaError) as caught:
        bundle.write(bundle.Bundle("example", {"x": 0.5}))
    assert caught.value.code == "PROOF-FLOAT"


def test_digest_of_a_known_text() -> None:
    assert str(hashes.text_digest("abc")) == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hashes.parse_digest(str(hashes.text_digest("abc"))).matches(b"abc")
    assert not hashes.text_digest("abc").matches(b"abd")


def test_sm3_of_the_standards_example() -> None:
    """GB/T 32905-2016, appendix A: the digest of `abc`."""
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this Python's OpenSSL has no SM3")
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert hashes.digest(b"abc", hashes.SM3).value.hex() == expected
    sealed = bundle.Bundle("example", {"a": "1"}, hashes.SM3)
    assert bundle.read(bundle.write(sealed)) == sealed


@pytest.mark.parametrize(
    "text", ["", "sha256", "sha256:00", "md5:" + "0" * 32, "sha256:" + "G" * 64, "sha256:" + "A" * 64]
)
def test_what_is_no_digest_is_refused(text: str) -> None:
    with pytest.raises(GuihuaError):
        hashes.parse_digest(text)


def test_unknown_digest_names_are_refused() -> None:
    with pytest.raises(GuihuaError):
        hashes.digest(b"", "md5")
