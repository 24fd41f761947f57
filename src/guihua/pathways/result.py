"""Results of this room as bundles: one file each, exactly the bytes that `guihua verify` checks."""

from __future__ import annotations

from guihua.pathways.allotment import KIND as ALLOTMENT
from guihua.pathways.allotment import VERSION, Allotment
from guihua.pathways.pathway import KIND as PATH
from guihua.pathways.pathway import VERSION as PATH_VERSION
from guihua.pathways.pathway import Pathway
from guihua.proof.bundle import Bundle, write
from guihua.proof.codec import to_plain


def allotment_bytes(found: Allotment) -> bytes:
    """An allotment as its bundle."""
    return write(Bundle(ALLOTMENT, {"version": VERSION, "allotment": to_plain(found)}))


def path_bytes(found: Pathway) -> bytes:
    """A path as its bundle."""
    return write(Bundle(PATH, {"version": PATH_VERSION, "path": to_plain(found)}))
