"""RFC 6962 trees: the published vectors, and every proof for every small size, good and forged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.proof import merkle
from tests.corpus import corpus


def leaves(count: int, name: str = "sha256") -> list[bytes]:
    return [merkle.leaf_hash(bytes([i % 256, i // 256]), name) for i in range(count)]


def test_published_vectors_give_the_published_roots() -> None:
    vectors = json.loads((corpus() / "reference" / "merkle_rfc6962.json").read_text())
    records = [bytes.fromhex(text) for text in vectors["leaves_hex"]]
    hashes = [merkle.leaf_hash(record) for record in records]
    for size, expected in enumerate(vectors["roots_by_size"]):
        assert merkle.root(hashes[:size]).hex() == expected
        assert merkle.Edge().extended(hashes[:size]).root().hex() == expected


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("name", ["sha256", "sm3"])
def test_every_leaf_of_every_small_tree_is_proved_and_no_other(name: str) -> None:
    for size in range(1, 18):
        tree = leaves(size, name)
        top = merkle.root(tree, name)
        for index in range(size):
            path = merkle.inclusion(tree, index, name)
            assert merkle.includes(tree[index], index, size, path, top, name=name)
            assert not merkle.includes(merkle.leaf_hash(b"other", name), index, size, path, top, name=name)
            assert not merkle.includes(tree[index], index, size, (*path, path[0] if path else top), top, name=name)
            if path:
                assert not merkle.includes(tree[index], index, size, path[:-1], top, name=name)
            assert not merkle.includes(tree[index], size, size, path, top, name=name)


def test_every_beginning_of_every_small_tree_is_proved_and_no_other() -> None:
    for size in range(1, 18):
        tree = leaves(size)
        top = merkle.root(tree)
        for first in range(1, size + 1):
            before = merkle.root(tree[:first])
            path = merkle.consistency(tree, first)
            assert merkle.consistent(first, size, before, top, path)
            forged = merkle.root([*tree[: first - 1], merkle.leaf_hash(b"forged")])
            assert not merkle.consistent(first, size, forged, top, path)
            assert not merkle.consistent(first, size, before, forged, path)
            if path:
                assert not merkle.consistent(first, size, before, top, path[:-1])
            assert not merkle.consistent(first, size, before, top, (*path, top))


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_edge_grown_in_two_steps_is_the_edge_grown_in_one(first: int, second: int) -> None:
    tree = leaves(first + second)
    grown = merkle.Edge().extended(tree[:first]).extended(tree[first:])
    assert grown == merkle.Edge().extended(tree)
    assert grown.root() == merkle.root(tree)
    assert len(grown.peaks) == (first + second).bit_count()


def test_places_outside_the_tree_are_refused() -> None:
    with pytest.raises(GuihuaError, match="no such place"):
        merkle.inclusion(leaves(3), 3)
    with pytest.raises(GuihuaError, match="no such place"):
        merkle.consistency(leaves(3), 0)
    with pytest.raises(GuihuaError, match="unknown digest"):
        merkle.leaf_hash(b"", "md5")
