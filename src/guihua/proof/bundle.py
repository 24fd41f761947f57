"""Bundles: one file that holds a result and what proves it, and that is exactly its canonical bytes.

A bundle is a JSON object of four members:

    {"digest": "sha256:…", "format": "guihua-bundle/1", "kind": "findings", "payload": {…}}

The digest is over the canonical bytes of the other three, so that no byte can change unnoticed: a change of spacing
or order is no canonical form, a change of anything else is another digest. What the payload claims is checked by the
checker of its kind (see `verify`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guihua.errors import GuihuaError
from guihua.proof import canonical, hashes
from guihua.proof.canonical import Json

FORMAT = "guihua-bundle/1"
_MEMBERS = {"digest", "format", "kind", "payload"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A result under its kind. The payload is plain JSON without floats; its kind's checker knows its shape."""

    kind: str
    payload: Mapping[str, Json]
    digest_name: str = hashes.SHA256

    @property
    def digest(self) -> hashes.Digest:
        """The digest of format, kind and payload."""
        return hashes.digest(canonical.record_bytes(_body(self)), self.digest_name)


def write(bundle: Bundle) -> bytes:
    """The file of a bundle. Raises GuihuaError where the payload holds floats or other things without a form."""
    body = _body(bundle)
    found = hashes.digest(canonical.record_bytes(body), bundle.digest_name)
    return canonical.record_bytes({**body, "digest": str(found)})


def read(data: bytes) -> Bundle:
    """Read a bundle's file and check its bytes.

    Raises GuihuaError: PROOF-JSON, PROOF-CANONICAL, PROOF-BUNDLE (not a bundle), PROOF-CHANGED (the digest is of
    other bytes).
    """
    value = canonical.parse_record(data)
    if not isinstance(value, Mapping) or set(value) != _MEMBERS or value["format"] != FORMAT:
        raise GuihuaError(
            "PROOF-BUNDLE",
            "不是 guihua 的核验文件 not a bundle of guihua",
            f"a bundle has the members {sorted(_MEMBERS)}",
        )
    kind, payload, stated = value["kind"], value["payload"], value["digest"]
    if not isinstance(kind, str) or not isinstance(payload, Mapping) or not isinstance(stated, str):
        raise GuihuaError(
            "PROOF-BUNDLE",
            "不是 guihua 的核验文件 not a bundle of guihua",
            "kind and digest are strings, payload an object",
        )
    digest = hashes.parse_digest(stated)
    bundle = Bundle(kind, payload, digest.name)
    if bundle.digest != digest:
        raise GuihuaError(
            "PROOF-CHANGED",
            "写成之后被改过 changed after it was written",
            "向出具方重新取一份 take the file from its source again",
        )
    return bundle


def _body(bundle: Bundle) -> dict[str, Json]:
    return {"format": FORMAT, "kind": bundle.kind, "payload": bundle.payload}
