"""Forging bundles: other content under right hashes, named as made by this program's own rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guihua.plan.versions import rules_subjects
from guihua.proof.bundle import Bundle, write
from guihua.verification import kind_of, kinds, reseal


def forged(kind: str, payload: Mapping[str, Any], version: str = "") -> bytes:
    """A payload as a bundle of the newest (or the given) version of its kind, its digest made over it."""
    newest = version or next(k.version for k in kinds() if k.name == kind)
    entry = kind_of(kind, newest)
    assert entry is not None
    plain = json.loads(json.dumps(payload, ensure_ascii=False))
    return write(Bundle(kind, plain, version=newest, subjects=rules_subjects(*entry.rules)))


def resealed(data: bytes, change: Any) -> bytes:
    """A bundle whose JSON was changed in place by `change`, with every hash made anew."""
    value = json.loads(data)
    before = json.dumps(value, sort_keys=True)
    change(value)
    assert json.dumps(value, sort_keys=True) != before, "nothing was forged"
    return reseal(json.dumps(value, ensure_ascii=False).encode())
