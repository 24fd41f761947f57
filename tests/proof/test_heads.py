"""Heads: canonical, read back, signed, and any changed part refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guihua.errors import GuihuaError
from guihua.proof import heads
from guihua.proof.hashes import digest

HEAD = heads.Head("tasks", 3, digest(b"root"), "2018-06-05T09:00:00+08:00")


def test_a_head_reads_back() -> None:
    assert heads.read_head(HEAD.to_bytes()) == HEAD


def test_a_head_in_another_spelling_is_refused() -> None:
    with pytest.raises(GuihuaError, match="canonical"):
        heads.read_head(HEAD.to_bytes().replace(b":", b": ", 1))
    with pytest.raises(GuihuaError, match="not a log head"):
        heads.read_head(b'{"kind":"log-head"}')


def test_a_signature_holds_for_its_head_and_its_key_only() -> None:
    private, public = heads.new_key()
    _, stranger = heads.new_key()
    signed = heads.read_signed(heads.sign(HEAD, private).to_bytes())
    assert heads.signed_by(signed, public)
    assert not heads.signed_by(signed, stranger)
    assert not heads.signed_by(replace(signed, head=replace(HEAD, size=4)), public)
    assert not heads.signed_by(replace(signed, signer=stranger), stranger)
    assert not heads.signed_by(replace(signed, signature="00" * 64), public)


def test_a_malformed_key_is_an_error_not_a_signature() -> None:
    with pytest.raises(GuihuaError, match="private key"):
        heads.sign(HEAD, "abc")
