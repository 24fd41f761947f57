"""Bundles: one file that holds a result and what proves it, and that is exactly its canonical bytes.

A bundle is a JSON object:

    {"digest": "sha256:…", "format": "guihua-bundle/2", "kind": "findings", "payload": {…},
     "subjects": [{"digest": "sha256:…", "kind": "text", "name": "plan.docx"}, …], "version": "3"}

The digest is over the canonical bytes of all the others, so that no byte can change unnoticed: a change of spacing or
order is no canonical form, a change of anything else is another digest. Subjects are what the result rests on and what
was made from it, each by its digest. What the payload claims is checked by the checker of its kind and version.

Format 1, without subjects and with the version inside the payload, is still read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guihua.errors import GuihuaError
from guihua.proof import canonical, hashes
from guihua.proof.canonical import Json

FORMAT = "guihua-bundle/2"
FIRST = "guihua-bundle/1"
_MEMBERS = {
    FIRST: {"digest", "format", "kind", "payload"},
    FORMAT: {"digest", "format", "kind", "payload", "subjects", "version"},
}
MOST_SUBJECTS = 10_000
"""Subjects that a bundle may name."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a bundle rests on, or a file made from it.

    kind     text, plan, decisions, yearly, observations, ledger, rules, method, docx, html, xlsx …
    name     what people call it (a file name, a ledger), "" for none
    digest   of its bytes, or as the kind says (a text: of its characters as extracted, in UTF-8)
    """

    kind: str
    digest: hashes.Digest
    name: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A result under its kind and version. The payload is plain JSON without floats; its checker knows its shape."""

    kind: str
    payload: Mapping[str, Json]
    digest_name: str = hashes.SHA256
    version: str = "1"
    subjects: tuple[Subject, ...] = ()
    format: str = FORMAT

    @property
    def digest(self) -> hashes.Digest:
        """The digest of all but itself."""
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
    if not isinstance(value, Mapping):
        raise _none("a bundle is an object")
    bundle, stated = parse(value)
    digest = hashes.parse_digest(stated)
    if bundle.digest != digest:
        raise GuihuaError(
            "PROOF-CHANGED",
            "写成之后被改过 changed after it was written",
            "向出具方重新取一份 take the file from its source again",
        )
    return bundle


def parse(value: Mapping[str, Json]) -> tuple[Bundle, str]:
    """A bundle out of JSON with the digest that it states, which is not compared. GuihuaError PROOF-BUNDLE."""
    form = value.get("format")
    if not isinstance(form, str) or form not in _MEMBERS:
        raise _none(f"the format is one of {sorted(_MEMBERS)}")
    if set(value) != _MEMBERS[form]:
        raise _none(f"a bundle has the members {sorted(_MEMBERS[form])}")
    kind, payload, stated = value["kind"], value["payload"], value["digest"]
    if not isinstance(kind, str) or not isinstance(payload, Mapping) or not isinstance(stated, str):
        raise _none("kind and digest are strings, payload an object")
    version = value["version"] if form == FORMAT else payload.get("version", "1")
    if not isinstance(version, str):
        raise _none("version is a string")
    name = stated.partition(":")[0]
    if name not in hashes.LENGTHS:
        raise _none(f"the digest is one of {sorted(hashes.LENGTHS)}")
    subjects = _subjects(value["subjects"]) if form == FORMAT else ()
    return Bundle(kind, payload, name, version, subjects, form), stated


def _body(bundle: Bundle) -> dict[str, Json]:
    body: dict[str, Json] = {"format": bundle.format, "kind": bundle.kind, "payload": bundle.payload}
    if bundle.format == FORMAT:
        body["version"] = bundle.version
        body["subjects"] = [{"digest": str(s.digest), "kind": s.kind, "name": s.name} for s in bundle.subjects]
    return body


def _subjects(rows: Json) -> tuple[Subject, ...]:
    if not isinstance(rows, list) or len(rows) > MOST_SUBJECTS:
        raise _none("subjects is a list")
    return tuple(_subject(row) for row in rows)


def _subject(row: Json) -> Subject:
    if not isinstance(row, Mapping) or set(row) != {"digest", "kind", "name"}:
        raise _none("a subject has digest, kind and name")
    kind, name, digest = row["kind"], row["name"], row["digest"]
    if not isinstance(kind, str) or not isinstance(name, str) or not isinstance(digest, str):
        raise _none("a subject's members are strings")
    return Subject(kind, hashes.parse_digest(digest), name)


def _none(why: str) -> GuihuaError:
    return GuihuaError("PROOF-BUNDLE", "不是 guihua 的核验文件 not a bundle of guihua", why)
