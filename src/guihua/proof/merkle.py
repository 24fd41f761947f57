"""Merkle trees over a list of records (RFC 6962), so that one short root stands for the whole list.

A leaf is hashed behind a zero byte, a node behind a one byte (section 2.1). Trees grow at their right edge; the edge
alone (`Edge`) suffices to append. `inclusion` proves that a record is in the list, `consistency` that a longer list
starts with a shorter one: nothing was changed, removed or put in between. Standard library only.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from guihua.errors import GuihuaError
from guihua.proof.hashes import LENGTHS, SHA256


def root(leaves: Sequence[bytes], name: str = SHA256) -> bytes:
    """Root over leaf hashes (not records: see `leaf_hash`); of no leaves, the hash of nothing. RFC 6962, 2.1."""
    if not leaves:
        return _hash(name, b"")
    level = list(leaves)
    while len(level) > 1:
        level = _next_level(level, name)
    return level[0]


def leaf_hash(record: bytes, name: str = SHA256) -> bytes:
    """Hash of one record's bytes as a leaf."""
    return _hash(name, b"\x00" + record)


def node_hash(left: bytes, right: bytes, name: str = SHA256) -> bytes:
    """Hash of a node over its two children's hashes."""
    return _hash(name, b"\x01" + left + right)


def inclusion(leaves: Sequence[bytes], index: int, name: str = SHA256) -> tuple[bytes, ...]:
    """Audit path of leaf `index` in the tree over `leaves`, nearest sibling first. RFC 6962, 2.1.1.

    Raises GuihuaError PF021 where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise _outside(index, len(leaves))
    path: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level = _next_level(level, name)
        index //= 2
    return tuple(path)


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes, *, name: str = SHA256) -> bool:
    """Does the audit path lead from this leaf hash at `index` to the root `expected` of a tree of `size` leaves?

    Source: RFC 9162, 2.1.3.2 (the verification that RFC 6962 left to the reader).
    """
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found, name)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, step, name)
        position, last = position >> 1, last >> 1
    return last == 0 and hmac.compare_digest(found, expected)


def consistency(leaves: Sequence[bytes], first: int, name: str = SHA256) -> tuple[bytes, ...]:
    """Proof that the tree over `leaves[:first]` is the beginning of the tree over `leaves`. RFC 6962, 2.1.2.

    Empty where both are the same tree. Raises GuihuaError PF021 where `first` is not from 1 to the number of leaves.
    """
    if not 0 < first <= len(leaves):
        raise _outside(first, len(leaves))
    return tuple(_subproof(leaves, first, True, partial(root, name=name)))


def consistent(
    first: int, size: int, first_root: bytes, size_root: bytes, path: Sequence[bytes], *, name: str = SHA256
) -> bool:
    """Does the proof show that the tree of `first` leaves is the beginning of that of `size`? RFC 9162, 2.1.4.2."""
    if not 0 < first <= size:
        return False
    if first == size:
        return not path and hmac.compare_digest(first_root, size_root)
    if first & (first - 1) == 0:
        path = (first_root, *path)
    if not path:
        return False
    old, new = first - 1, size - 1
    while old & 1:
        old, new = old >> 1, new >> 1
    found_first = found_size = path[0]
    for step in path[1:]:
        if new == 0:
            return False
        if old & 1 or old == new:
            found_first, found_size = node_hash(step, found_first, name), node_hash(step, found_size, name)
            while not old & 1 and old:
                old, new = old >> 1, new >> 1
        else:
            found_size = node_hash(found_size, step, name)
        old, new = old >> 1, new >> 1
    return new == 0 and hmac.compare_digest(found_first, first_root) and hmac.compare_digest(found_size, size_root)


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: the roots of its full subtrees, largest first; enough to append and to give the root.

    size    leaves so far
    peaks   as many hashes as `size` has ones in binary
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()
    name: str = SHA256

    def extended(self, leaves: Iterable[bytes]) -> Edge:
        """The edge after these leaf hashes were appended; each costs two hashes on average."""
        size, peaks, name = self.size, list(self.peaks), self.name
        for leaf in leaves:
            found, ones = leaf, size
            while ones & 1:
                found = node_hash(peaks.pop(), found, name)
                ones >>= 1
            peaks.append(found)
            size += 1
        return Edge(size, tuple(peaks), name)

    def root(self) -> bytes:
        """Root of the whole tree."""
        if not self.peaks:
            return _hash(self.name, b"")
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found, self.name)
        return found


def _subproof(leaves: Sequence[bytes], first: int, whole: bool, tree: partial[bytes]) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2; `whole` says that the shorter tree is one the verifier knows."""
    size = len(leaves)
    if first == size:
        return [] if whole else [tree(leaves)]
    split = 1 << (size - 1).bit_length() - 1
    if first <= split:
        return [*_subproof(leaves[:split], first, whole, tree), tree(leaves[split:])]
    return [*_subproof(leaves[split:], first - split, False, tree), tree(leaves[:split])]


def _next_level(level: list[bytes], name: str) -> list[bytes]:
    paired = [node_hash(level[i], level[i + 1], name) for i in range(0, len(level) - 1, 2)]
    return [*paired, level[-1]] if len(level) % 2 else paired


def _outside(index: int, size: int) -> GuihuaError:
    return GuihuaError(
        "PF021",
        "树里没有这个位置 no such place in the tree",
        f"树有 {size} 片叶 the tree has {size} leaves",
        f"leaf {index}",
    )


def _hash(name: str, data: bytes) -> bytes:
    if name == SHA256:
        return hashlib.sha256(data).digest()
    if name not in LENGTHS:
        raise GuihuaError(
            "PF011", "不认识的摘要算法 unknown digest", f"认得的有 known are {', '.join(sorted(LENGTHS))}", name
        )
    try:
        return hashlib.new(name, data).digest()
    except ValueError:
        raise GuihuaError(
            "PF011",
            "本机没有这种摘要算法 digest not offered here",
            "这台机器的 OpenSSL 没有它 this Python's OpenSSL lacks it",
            name,
        ) from None
