"""Public randomness from drand (League of Entropy): what a beacon's value proves, checked offline.

The value is SHA-256 of the round's signature; the signature, a point of BLS12-381, is of the round's number (chained
beacons: of the previous signature too) under the chain's public key. The pairing needs the extra `beacon` (py_ecc);
without it only the value is checked, and that is said.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from guihua.errors import GuihuaError

_G2 = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"


@dataclass(frozen=True, slots=True)
class Beacon:
    """One round as published: hexadecimal digits throughout."""

    scheme: str
    round: int
    signature: str
    randomness: str
    public_key: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: holds or not, whether the signature was checked, and a reason."""

    holds: bool
    signature: bool
    reason: str = ""


def check_beacon(beacon: Beacon) -> Checked:  # noqa: PLR0911  (one line a kind)
    """Is this the value of that round? Never raises for a false beacon."""
    try:
        signature = bytes.fromhex(beacon.signature)
        value = bytes.fromhex(beacon.randomness)
    except ValueError:
        return Checked(False, False, "不是十六进制 no hexadecimal digits")
    if hashlib.sha256(signature).digest() != value:
        return Checked(False, False, "随机数不是签名的杂凑 the value is not the hash of the signature")
    if not beacon.public_key:
        return Checked(True, False, "没有公钥，签名未核 no public key: the signature is not checked")
    if find_spec("py_ecc") is None:
        return Checked(
            True, False, "未装 guihua[beacon]，签名未核 the extra beacon is missing: the signature is not checked"
        )
    if len(signature) != 96:
        return Checked(True, False, "这种签名未核 this scheme's signature is not checked")
    try:
        holds = _pairs(beacon, signature)
    except (ValueError, AssertionError):
        return Checked(False, True, "签名或公钥不是曲线上的点 signature or key is no point of the curve")
    return Checked(holds, True, "" if holds else "签名不对这一轮 the signature is of another round")


def beacon_from(found: Any) -> Beacon:
    """A beacon from JSON as drand publishes it. Raises GuihuaError DRAW-BEACON."""
    try:
        return Beacon(
            str(found.get("scheme", "chained" if found.get("previous_signature") else "unchained")),
            int(found["round"]),
            str(found["signature"]),
            str(found["randomness"]),
            str(found.get("public_key", "")),
            str(found.get("previous_signature", "") or ""),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise GuihuaError(
            "DRAW-BEACON", f"不是 drand 的一轮 no round of drand: {error}", "round, signature, randomness"
        ) from None


def _pairs(beacon: Beacon, signature: bytes) -> bool:
    from importlib import import_module

    primitives: Any = import_module("py_ecc.bls.g2_primitives")
    hashing: Any = import_module("py_ecc.bls.hash_to_curve")
    curve: Any = import_module("py_ecc.optimized_bls12_381")
    number = beacon.round.to_bytes(8, "big")
    message = hashlib.sha256((bytes.fromhex(beacon.previous) if beacon.scheme == "chained" else b"") + number).digest()
    point, key = primitives.signature_to_G2(signature), primitives.pubkey_to_G1(bytes.fromhex(beacon.public_key))
    if not primitives.subgroup_check(point) or not primitives.subgroup_check(key):
        return False
    one = curve.pairing(hashing.hash_to_G2(message, _G2, hashlib.sha256), key, final_exponentiate=False)
    other = curve.pairing(point, curve.neg(curve.G1), final_exponentiate=False)
    return bool(curve.final_exponentiate(one * other) == type(one).one())
