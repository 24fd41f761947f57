"""The findings as SARIF 2.1.0."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guihua.checking.codes import known_codes
from guihua.checking.finding import Finding, Member, Severity

if TYPE_CHECKING:
    from guihua.checking.result import CheckResult
from guihua.view.findings.sentences import sentence

SARIF_VERSION = "2.1.0"
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(result: CheckResult, source: str = "", lang: str = "zh") -> str:
    """The findings as SARIF 2.1.0; regions are character offsets into the plan's text."""
    from guihua.version import __version__

    used = sorted({f.code for f in result.findings})
    rules = [_sarif_rule(code, lang) for code in used]
    found = [_sarif_result(f, used, source or result.title or "plan", lang) for f in result.findings]
    driver = {"name": "guihua", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": found}
    return (
        json.dumps({"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _sarif_rule(code: str, lang: str) -> dict[str, Any]:
    entry = known_codes()[code]
    return {
        "id": code,
        "shortDescription": {"text": entry.title_zh if lang == "zh" else entry.title_en},
        "fullDescription": {"text": f"{entry.what} {entry.why}"},
        "help": {"text": entry.mend},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }


def _sarif_result(f: Finding, used: list[str], source: str, lang: str) -> dict[str, Any]:
    located = [m for m in f.members if m.start is not None and m.end is not None]
    places = [_sarif_place(m, source) for m in located]
    return {
        "ruleId": f.code,
        "ruleIndex": used.index(f.code),
        "level": _LEVELS[f.severity],
        "kind": "pass" if f.holds else "fail",
        "message": {"text": sentence(f, lang)},
        "locations": places[:1],
        "relatedLocations": places[1:],
        "partialFingerprints": {"guihua/v1": f.id},
    } | ({"level": "none"} if f.holds else {})


def _sarif_place(m: Member, source: str) -> dict[str, Any]:
    assert m.start is not None and m.end is not None
    region = {"charOffset": m.start, "charLength": m.end - m.start, "snippet": {"text": m.quote}}
    return {"physicalLocation": {"artifactLocation": {"uri": source}, "region": region}}
