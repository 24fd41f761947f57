"""Digests that carry their own name, so that a record says how it was hashed.

SHA-256 is the default; SM3 (GB/T 32905-2016) where a platform requires it and its OpenSSL offers it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from guihua.errors import GuihuaError

SHA256: Final = "sha256"
SM3: Final = "sm3"
LENGTHS: Final = {SHA256: 32, SM3: 32}
"""Digest name -> bytes; both are 256 bits long."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A hash with the name of its function; its text form is `sha256:` and lower-case hexadecimal digits."""

    name: str
    value: bytes

    def __str__(self) -> str:
        return f"{self.name}:{self.value.hex()}"

    def matches(self, data: bytes) -> bool:
        """Is this the digest of these bytes?"""
        return hmac.compare_digest(self.value, digest(data, self.name).value)


def digest(data: bytes, name: str = SHA256) -> Digest:
    """Hash bytes. Raises GuihuaError PROOF-DIGEST for a function unknown or not offered by this machine."""
    if name not in LENGTHS:
        raise GuihuaError(
            "PROOF-DIGEST",
            f"不认识的摘要算法 unknown digest: {name:.40}",
            f"认得的有 known are {', '.join(sorted(LENGTHS))}",
        )
    try:
        return Digest(name, hashlib.new(name, data).digest())
    except ValueError:
        raise GuihuaError(
            "PROOF-DIGEST",
            f"本机没有这种摘要算法 digest not offered here: {name}",
            "这台机器的 OpenSSL 没有它 this Python's OpenSSL lacks it",
        ) from None


def parse_digest(text: str) -> Digest:
    """Read `name:hex`. Raises GuihuaError PROOF-DIGEST-TEXT where the form or the length is wrong."""
    name, _, digits = text.partition(":")
    wrong = name not in LENGTHS or len(digits) != 2 * LENGTHS[name] or digits.strip("0123456789abcdef")
    if wrong:
        raise GuihuaError(
            "PROOF-DIGEST-TEXT",
            f"不是摘要值 not a digest: {text:.80}",
            "写作 written as sha256: 加 and 64 位小写十六进制数字 lower-case hexadecimal digits",
        )
    return Digest(name, bytes.fromhex(digits))


def text_digest(text: str, name: str = SHA256) -> Digest:
    """Hash a text as its UTF-8 bytes."""
    return digest(text.encode("utf-8"), name)
