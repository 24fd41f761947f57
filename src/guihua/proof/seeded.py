"""Seeded draws that anyone can make again: numbers from SHA-256 of seed, name and count, the same on every machine and in any
number of processes, because each number depends on its own place alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from statistics import NormalDist

_NORMAL = NormalDist()
_WIDE = 2**53


def uniforms(seed: str, name: str, first: int, last: int) -> Iterator[float]:
    """Numbers strictly between 0 and 1, one for each count from `first` up to, without, `last`."""
    block, held = -1, b""
    for count in range(first, last):
        if count // 4 != block:
            block = count // 4
            held = hashlib.sha256(f"{seed}\x1f{name}\x1f{block}".encode()).digest()
        place = 8 * (count % 4)
        yield (2 * (int.from_bytes(held[place : place + 8], "big") >> 11) + 1) / (2 * _WIDE)


def normals(seed: str, name: str, first: int, last: int) -> Iterator[float]:
    """Standard normal numbers in the same way."""
    return map(_NORMAL.inv_cdf, uniforms(seed, name, first, last))
