"""Results of this room as bundles: one file each, exactly the bytes that `guihua verify` checks."""

from __future__ import annotations

from guihua.pathways import allotment, chances, pathway
from guihua.pathways.allotment import Allotment
from guihua.pathways.chances import Risk
from guihua.pathways.pathway import Pathway
from guihua.plan.versions import rules_subjects
from guihua.proof.bundle import Bundle, Subject, write
from guihua.proof.codec import encode
from guihua.proof.hashes import parse_digest


def allotment_bytes(found: Allotment) -> bytes:
    """An allotment as its bundle."""
    return write(Bundle(allotment.KIND, encode(found), version=allotment.VERSION, subjects=rules_subjects("plan")))


def path_bytes(found: Pathway) -> bytes:
    """A path as its bundle."""
    text = Subject("text", parse_digest(f"sha256:{found.text_sha256}"), found.title)
    rules = rules_subjects("plan", "checking")
    return write(Bundle(pathway.KIND, encode(found), version=pathway.VERSION, subjects=(text, *rules)))


def risk_bytes(found: Risk) -> bytes:
    """A risk as its bundle."""
    text = Subject("text", parse_digest(f"sha256:{found.text_sha256}"), found.title)
    return write(
        Bundle(chances.KIND, encode(found), version=chances.VERSION, subjects=(text, *rules_subjects("tracking")))
    )
