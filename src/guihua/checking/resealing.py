"""Making the ids inside findings anew after their content was changed: for the tests of their checkers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from guihua.checking.finding import Finding
from guihua.checking.result import CheckResult
from guihua.proof.codec import decode, encode
from guihua.statistics.frame import identity_of


def reseal_findings(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload with the ids of findings, observations and texts as their content gives them."""
    result = decode(CheckResult, payload)
    named = {f.id: _named(f) for f in result.findings}
    findings = tuple(replace(f, id=named[f.id], proof=named[f.id] if f.proof else "") for f in result.findings)
    made: dict[str, Any] = encode(
        replace(
            result,
            findings=findings,
            conflicts=tuple((named.get(name, name), c) for name, c in result.conflicts),
            observations=tuple(replace(o, id=identity_of(o)) for o in result.observations),
            text_sha256=f"sha256:{result.plans[0].text_sha256}" if result.plans else result.text_sha256,
        )
    )
    return made


def _named(finding: Finding) -> str:
    rest = "\x1f".join(
        (finding.code, *sorted(m.name for m in finding.members), *(f"{k}={v}" for k, v in finding.parameters))
    )
    return f"{finding.code}-{hashlib.sha256(rest.encode('utf-8')).hexdigest()[:8]}"
