"""Heads of logs: what a list of records was at one moment, short enough to be printed, published, or signed.

A head holds the log's name, its size and Merkle root with the digest's name, and the time. Whoever kept an earlier
head can later prove (`merkle.consistent`) that nothing before it was changed. Signatures are Ed25519 (RFC 8032) over
the head's canonical bytes and need the extra `signatures`; without a signature a head says "intact, origin not
proved".
"""

from __future__ import annotations

from dataclasses import dataclass

from guihua.errors import GuihuaError
from guihua.proof.canonical import Json, parse_record, record_bytes
from guihua.proof.hashes import Digest, parse_digest

KIND = "log-head"


@dataclass(frozen=True, slots=True)
class Head:
    """A log at one moment.

    log      the log's name ("tasks")
    size     records in it
    root     Merkle root over them, with its digest's name
    at       when, RFC 3339 with offset
    """

    log: str
    size: int
    root: Digest
    at: str

    def to_bytes(self) -> bytes:
        """Canonical bytes: what is signed and what a head file's `head` holds."""
        return record_bytes(self._json())

    def _json(self) -> dict[str, Json]:
        return {"kind": KIND, "log": self.log, "size": self.size, "root": str(self.root), "at": self.at}


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head with its signature; both keys and signatures are lower-case hexadecimal digits (Ed25519)."""

    head: Head
    signer: str
    signature: str

    def to_bytes(self) -> bytes:
        """Canonical bytes of the whole file."""
        return record_bytes({"head": self.head._json(), "signer": self.signer, "signature": self.signature})


def read_head(data: bytes) -> Head:
    """Read a head from its canonical bytes. Raises GuihuaError PF007, PF008, PF012 or PF022."""
    return _head(parse_record(data))


def read_signed(data: bytes) -> SignedHead:
    """Read a signed head from its canonical bytes, without checking its signature (see `signed_by`)."""
    value = parse_record(data)
    if not isinstance(value, dict) or set(value) != {"head", "signer", "signature"}:
        raise _broken("a signed head has head, signer and signature")
    signer, signature = value["signer"], value["signature"]
    if not (isinstance(signer, str) and isinstance(signature, str)):
        raise _broken("signer and signature are hexadecimal digits")
    return SignedHead(_head(value["head"]), signer, signature)


def new_key() -> tuple[str, str]:
    """A fresh pair of keys as hexadecimal digits: private (keep it out of the project), public (publish it)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw().hex(), key.public_key().public_bytes_raw().hex()


def sign(head: Head, private_key: str) -> SignedHead:
    """Sign a head with an Ed25519 private key of 64 hexadecimal digits.

    Raises GuihuaError PF023 without the extra, PF024 for a malformed key.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise _no_extra() from None
    try:
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private_key.strip()))
    except ValueError:
        raise GuihuaError(
            "PF024",
            "不是私钥 not a private key",
            "Ed25519 私钥是64位十六进制数字 an Ed25519 key is 64 hexadecimal digits",
            "key",
        ) from None
    return SignedHead(head, key.public_key().public_bytes_raw().hex(), key.sign(head.to_bytes()).hex())


def signed_by(signed: SignedHead, public_key: str) -> bool:
    """Was this head signed by the owner of this public key? The signer named in the file is not trusted by itself.

    Raises GuihuaError PF023 without the extra: an unchecked signature is never taken for a good one.
    """
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise _no_extra() from None
    if signed.signer != public_key.strip():
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key.strip()))
        key.verify(bytes.fromhex(signed.signature), signed.head.to_bytes())
    except (InvalidSignature, ValueError):
        return False
    return True


def _head(value: Json) -> Head:
    if not isinstance(value, dict) or set(value) != {"kind", "log", "size", "root", "at"} or value["kind"] != KIND:
        raise _broken("a head has kind, log, size, root and at")
    log, size, root, at = value["log"], value["size"], value["root"], value["at"]
    if not (isinstance(log, str) and isinstance(root, str) and isinstance(at, str)):
        raise _broken("log, root and at are strings")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise _broken("size is a whole number")
    return Head(log, size, parse_digest(root), at)


def _broken(why: str) -> GuihuaError:
    return GuihuaError("PF022", "不是日志的根 not a log head", why, "head")


def _no_extra() -> GuihuaError:
    return GuihuaError(
        "PF023", "签名要另装组件 signatures need an extra", "安装 install guihua[signatures]", "signature"
    )
