"""A document's text becomes a Plan: tokens, cues, rules, discourse, resolution. Rules are data with their own examples."""

from __future__ import annotations

from guihua.reading.reader import read_iter
from guihua.reading.whole import read_document, read_text

__all__ = ["read_document", "read_iter", "read_text"]
