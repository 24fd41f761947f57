"""Where a bundle comes from: held against a log's head (`--root`), and the head's signature against a public key (`--key`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guihua.errors import GuihuaError
from guihua.proof import bundle as bundles
from guihua.proof import heads
from guihua.proof.bundle import Bundle
from guihua.proof.hashes import Digest
from guihua.proof.heads import Head
from guihua.proof.merkle import leaf_hash, root
from guihua.proof.verify import Part, part, unchecked

LEDGER_LOG = "ledger-log"
SEALED = "bundle:"
"""The log's name in the head of a single bundle: "bundle:findings", a list of one record, which is the bundle."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a head and a key say of a bundle; proved only where both hold."""

    parts: tuple[Part, ...]
    proved: bool = False
    signer: str = ""
    at: str = ""


def head_of(data: bytes, at: str) -> Head:
    """The head to sign of a bundle's file: of a ledger's log the log's own, else one over the bundle itself.

    Raises GuihuaError where the bytes are no bundle.
    """
    bundle = bundles.read(data)
    if bundle.kind == LEDGER_LOG:
        return _log_head(bundle.payload, None)
    name = bundle.digest_name
    return Head(f"{SEALED}{bundle.kind}", 1, _digest(name, [data]), at)


def origin(data: bytes, head_bytes: bytes, key: str = "") -> Origin:
    """Hold a bundle's file against a head's, and the head's signature against a public key. Never raises for bad data."""
    try:
        bundle = bundles.read(data)
        signed = heads.read_signed(head_bytes) if b'"signature"' in head_bytes else None
        head = signed.head if signed else heads.read_head(head_bytes)
        bound = part("root", _bound_fault(bundle, data, head))
    except GuihuaError as error:
        return Origin((part("root", f"{error.code}: {error.title}"),))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return Origin((part("root", f"malformed: {error!r:.80}"),))
    if signed is None:
        unsigned = (part("signature", "这个根没有签名 the head is not signed"),) if key else ()
        return Origin((bound, *unsigned), at=head.at)
    return _signed(bound, signed, key) if key else Origin((bound,), signer=signed.signer, at=head.at)


def _signed(bound: Part, signed: heads.SignedHead, key: str) -> Origin:
    try:
        good = heads.signed_by(signed, key)
    except GuihuaError as error:
        return Origin((bound, unchecked("signature", f"{error.title}: {error.hint}")), at=signed.head.at)
    told = part("signature", "" if good else "不是这个公钥签的 not signed with this key")
    return Origin((bound, told), good and not bound.reason, signed.signer, signed.head.at)


def _bound_fault(bundle: Bundle, data: bytes, head: Head) -> str:
    """Why a head is not of this bundle; empty where it is."""
    if head.log.startswith(SEALED):
        same = (head.log, head.size) == (f"{SEALED}{bundle.kind}", 1) and head.root == _digest(head.root.name, [data])
        return "" if same else "这个根是另一份核验文件的 the head is of another bundle"
    if bundle.kind != LEDGER_LOG:  # naming a head proves nothing: who signed it has not seen the bundle
        return "这个根不是这份核验文件的 the head is not of this bundle"
    payload: Mapping[str, Any] = bundle.payload
    if head.log != payload["ledger"]:
        return f"这个根是另一台账的 the head is of the log {head.log:.40}"
    if not 0 < head.size <= len(payload["records"]):
        return f"这个根有 {head.size} 条记录，核验文件有 {len(payload['records'])} 条 the head has other records"
    found = _log_head(payload, head.size, head.root.name)
    return "" if found.root == head.root else "记录与这个根不符 the records are not those of the head"


def _log_head(payload: Mapping[str, Any], size: int | None, name: str = "") -> Head:
    records = payload["records"][:size]
    stated = name or str(payload["root"]).partition(":")[0]
    return Head(payload["ledger"], len(records), _digest(stated, [r.encode("utf-8") for r in records]), payload["at"])


def _digest(name: str, records: list[bytes]) -> Digest:
    return Digest(name, root([leaf_hash(record, name) for record in records], name))
