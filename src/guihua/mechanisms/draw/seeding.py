"""The seed of a draw: announced lottery numbers as they stand, and rounds of a public beacon, each of which proves its own value.

A round stands in a run's seed as one text, `drand:SCHEME:ROUND:SIGNATURE:PREVIOUS:KEY` in hexadecimal digits; what enters
the key of RFC 3797 is its value, SHA-256 of the signature, so nobody can write another one beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from guihua.errors import GuihuaError
from guihua.mechanisms.draw.beacon import Beacon, check_beacon
from guihua.proof.draws import key_of
from guihua.proof.verify import How, Part, part

MARK: Final = "drand:"


def seed_of(beacon: Beacon) -> str:
    """A round as a text of a seed. Raises GuihuaError DRAW-BEACON for one that does not hold."""
    checked = check_beacon(beacon)
    if not checked.holds:
        raise GuihuaError(
            "DRAW-BEACON",
            f"第 {beacon.round} 轮不成立 the round does not hold: {checked.reason}",
            "另取这一轮 get it anew",
        )
    return MARK + ":".join((beacon.scheme, str(beacon.round), beacon.signature, beacon.previous, beacon.public_key))


def draw_key(seed: Sequence[str]) -> str:
    """The key string of a seed (RFC 3797, section 4.1); "" for none. A beacon's value is a text of it."""
    return key_of([_value(text) if text.startswith(MARK) else text for text in seed])


def seed_parts(seed: Sequence[str]) -> list[Part]:
    """What a checker says of the rounds in a seed: one that is another's is refused, one without a key is taken as given."""
    found = []
    for text in (t for t in seed if t.startswith(MARK)):
        beacon = _read(text)
        checked = check_beacon(beacon) if beacon is not None else None
        if beacon is None or checked is None or not checked.holds:
            found.append(part("beacon", checked.reason if checked else "no round of a beacon"))
        else:
            how = How.CERTIFICATE if checked.signature else How.GIVEN
            found.append(part(f"beacon round {beacon.round}", "", how))
    return found


def _read(text: str) -> Beacon | None:
    pieces = text.removeprefix(MARK).split(":")
    if len(pieces) != 5 or not pieces[1].isdigit():
        return None
    scheme, number, signature, previous, key = pieces
    return Beacon(scheme, int(number), signature, _hash(signature), key, previous)


def _value(text: str) -> str:
    beacon = _read(text)
    return beacon.randomness if beacon is not None else text


def _hash(signature: str) -> str:
    try:
        return hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    except ValueError:
        return ""
