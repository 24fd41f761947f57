"""Canonical JSON against the RFC's vectors and the published digests of the number generator."""

from __future__ import annotations

import hashlib
import json
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.proof import canonical
from tests.corpus import corpus

VECTORS = ("arrays", "french", "structures", "unicode", "values", "weird")


@pytest.mark.parametrize("name", VECTORS)
def test_rfc_vector_gives_the_published_bytes(name: str) -> None:
    folder = corpus() / "reference" / "jcs" / "testdata"
    value = json.loads((folder / "input" / f"{name}.json").read_text("utf-8"))
    expected = bytes.fromhex("".join((folder / "outhex" / f"{name}.txt").read_text().split()))
    assert canonical.canonicalize(value) == expected
    assert (folder / "output" / f"{name}.json").read_bytes() == expected


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("4340000000000001", "9007199254740994"),
        ("4340000000000002", "9007199254740996"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("8000000000000000", "0"),
        ("0000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("41b3de4355555553", "333333333.3333332"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_number_has_the_ecmascript_form(bits: str, text: str) -> None:
    assert canonical.number_text(struct.unpack(">d", bytes.fromhex(bits))[0]) == text


def test_ten_thousand_generated_doubles_hash_to_the_published_digest() -> None:
    """The generator and the digest are published beside the RFC's vectors."""
    readme = (corpus() / "reference" / "jcs" / "testdata" / "README.md").read_text("utf-8")
    static = [
        int(part.strip()[2:-1], 16)
        for part in _between(readme, "staticU64s = new BigUint64Array([", "])").split(",")
        if "0x" in part
    ]
    doubles = [*static, *(0x0010000000000000 + i for i in range(2000))]
    block = bytes(32)
    while len(doubles) < 10_000:
        block = hashlib.sha256(block).digest()
        for found in struct.unpack("<4Q", block):
            value = struct.unpack("<d", struct.pack("<Q", found))[0]
            if value != 0 and math.isfinite(value):
                doubles.append(found)
    lines = "".join(
        f"{bits:x},{canonical.number_text(struct.unpack('<d', struct.pack('<Q', bits))[0])}\n"
        for bits in doubles[:10_000]
    )
    assert len(lines) == 399022
    assert (
        hashlib.sha256(lines.encode()).hexdigest() == "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892"
    )


def _between(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


@pytest.mark.parametrize("value", [1.5, [0.0], {"a": {"b": 1e3}}, float("nan")])
def test_a_record_refuses_floats(value: canonical.Json) -> None:
    with pytest.raises(GuihuaError) as caught:
        canonical.record_bytes(value)
    assert caught.value.code == "PROOF-FLOAT"


def test_a_record_refuses_integers_that_doubles_blur() -> None:
    assert canonical.record_bytes(2**53 - 1) == b"9007199254740991"
    with pytest.raises(GuihuaError) as caught:
        canonical.record_bytes({"n": 2**53})
    assert caught.value.code == "PROOF-INTEGER"
    assert canonical.canonicalize(2**53 + 1) == b"9007199254740992"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("inf"), "PROOF-NUMBER"),
        (10**400, "PROOF-NUMBER"),
        ("\ud83d", "PROOF-SURROGATE"),
        ({"\ude02": 1}, "PROOF-SURROGATE"),
        ({1: 2}, "PROOF-KEY"),
        ({1, 2}, "PROOF-TYPE"),
        (b"bytes", "PROOF-TYPE"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: canonical.Json, code: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        canonical.canonicalize(value)
    assert caught.value.code == code


def test_a_bottomless_value_is_refused() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(GuihuaError) as caught:
        canonical.record_bytes(value)  # type: ignore[arg-type]
    assert caught.value.code == "PROOF-DEPTH"
    with pytest.raises(GuihuaError):
        canonical.parse(b"[" * 100_000)


@pytest.mark.parametrize("data", [b'{"a":1,"a":2}', b"NaN", b"\xff", b"\xef\xbb\xbf{}", b"{", b"-Infinity", b""])
def test_json_that_readers_disagree_on_is_refused(data: bytes) -> None:
    with pytest.raises(GuihuaError) as caught:
        canonical.parse(data)
    assert caught.value.code == "PROOF-JSON"


@pytest.mark.parametrize("data", [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1}\n', b'"\\u0041"', b"01", b"-0"])
def test_a_record_in_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(GuihuaError) as caught:
        canonical.parse_record(data)
    assert caught.value.code in ("PROOF-CANONICAL", "PROOF-JSON")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_JSON)
def test_a_record_survives_writing_and_reading(value: canonical.Json) -> None:
    data = canonical.record_bytes(value)
    assert canonical.parse_record(data) == value
    assert json.loads(data) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_text_reads_back_as_the_same_double(value: float) -> None:
    assert float(canonical.number_text(value)) == value
