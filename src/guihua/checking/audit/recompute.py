"""Re-checking an audit offline: every remark made again from the figure's slots and the published figures in the bundle."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guihua.checking.audit.judging import judge
from guihua.checking.audit.records import Audit, Remark, Stand, Tracked
from guihua.checking.relations import PREFIX
from guihua.checking.relations import remade as remade_relation
from guihua.proof.codec import decode
from guihua.proof.verify import How, Part, given, part
from guihua.statistics.frame import identity_of

_OF_STORE = (Stand.AGREES, Stand.ROUNDED, Stand.OLDER, Stand.DIFFERS, Stand.UNKNOWN, Stand.ASIDE)


def verify_audit(payload: Mapping[str, Any]) -> list[Part]:
    """The remarks, their places, the published figures and the findings of a bundle of kind `audit`."""
    found = decode(Audit, payload)
    return [
        part("text", _text_fault(found)),
        part(f"observations ({len(found.observations)})", _rows_fault(found)),
        part(
            f"remarks ({len(found.remarks)})",
            next((f for r in found.remarks if (f := _fault(r, found))), ""),
            How.RECOMPUTED,
        ),
        part(f"findings ({len(found.findings)})", _findings_fault(found), How.RECOMPUTED),
        *_left_alone(found),
        given(
            "figures", "--text: 数字所指的指标、时期、地区由读取而来 indicator, period and place of each figure as read"
        ),
    ]


def _left_alone(found: Audit) -> list[Part]:
    """Figures that were taken for targets or forecasts, which no published figure is held against."""
    places = [str(r.start) for r in found.remarks if r.figure is not None and _ahead(r, _again(r, found))]
    told = f"--text: 当作目标或预计、不与统计数对照的 taken for targets or forecasts, at {', '.join(places[:9])}"
    return [given(f"ahead ({len(places)})", told)] if places else []


def recompute_audit(_: Mapping[str, Any]) -> list[Part]:
    """Is a figure left out? Only the document tells, so that is given until it is handed in."""
    return [given("complete", "--text: 附上原文可核对是否有遗漏 whether a figure was left out")]


def audit_against_text(payload: Mapping[str, Any], path: Path) -> list[Part]:
    """Is this the paper that was audited, and are these all its figures?"""
    from guihua.checking.audit.auditing import audit
    from guihua.reading.documents import extract

    found = decode(Audit, payload)
    document = extract(path)
    if document.sha256 != found.text_sha256:
        return [part("text", "这不是当初的文本 another text")]
    again = audit(
        document,
        found.as_of,
        ask=lambda variable, region: [o for o in found.observations if o.variable == variable or o.region == region],
        place=next((r.figure.region.code for r in found.remarks if r.figure is not None), ""),
        plan=found.plan,
        tracked=found.tracked,
        settings=found.settings,
    )
    fault = "" if again.remarks == found.remarks else "意见与重做的不同 other remarks than are made again"
    return [part("text", ""), part("complete", fault, How.RECOMPUTED), part("figures", fault, How.RECOMPUTED)]


def _text_fault(found: Audit) -> str:
    import hashlib

    if hashlib.sha256(found.text.encode("utf-8")).hexdigest() != found.text_sha256:
        return "文本与摘要不符 another text than its digest says"
    wrong = next((r for r in found.remarks if not 0 <= r.quote_start <= r.start < r.end <= len(found.text)), None)
    return "" if wrong is None else f"{wrong.start}: no place in the text"


def _rows_fault(found: Audit) -> str:
    wrong = next((o.id for o in found.observations if identity_of(o) != o.id), "")
    return f"{wrong}: is not what its id says" if wrong else ""


def _fault(r: Remark, found: Audit) -> str:
    """Why a remark is not what its figure and the published ones give; "" where it is."""
    fault = "" if r.figure is None else _judged_fault(r, found)
    if fault:
        return fault
    if (r.stand is Stand.CLASHES and not r.finding) or (r.finding and found.finding(r.finding) is None):
        return f"{r.start}: no finding {r.finding}"
    if r.statement and (found.plan is None or r.statement not in {s.id for s in found.plan.statements}):
        return f"{r.statement}: is no statement of the plan"
    if r.tracked and Tracked(r.statement, r.tracked) not in found.tracked:
        return f"{r.statement}: the tracker says something else"
    return ""


def _judged_fault(r: Remark, found: Audit) -> str:
    """Why the store's part of a remark is another one; "" where it is not."""
    assert r.figure is not None
    again = _again(r, found)
    if (r.start, r.end) != (again.start, again.end):
        return f"{r.start}: another place"
    stated = (r.stand, r.nearest, r.apart, r.reasons)
    if (
        r.stand in _OF_STORE
        and not _ahead(r, again)
        and (again.stand, again.nearest, again.apart, again.reasons) != stated
    ):
        return f"{r.start}: {again.stand} rather than {r.stand}"
    shown = unicodedata.normalize("NFKC", found.text[r.start : r.end]).replace(",", "")
    if any(ch.isdigit() for ch in shown) and r.figure.value.lstrip("-") not in shown:
        return f"{r.start}: the text says {shown}"
    return ""


def _again(r: Remark, found: Audit) -> Remark:
    assert r.figure is not None
    return judge(r.figure, found.observations, found.text[r.figure.sentence_start : r.figure.sentence_end])


def _ahead(r: Remark, again: Remark) -> bool:
    """Is it said to be unknown where the store would say more? That is said of targets and forecasts."""
    return r.stand is Stand.UNKNOWN and not r.nearest and again.stand is not Stand.UNKNOWN


def _findings_fault(found: Audit) -> str:
    """Findings of figures are made again; those of statements need the text read again (--text)."""
    for f in found.findings:
        if f.members and all(m.name.startswith(PREFIX) for m in f.members):
            try:
                if remade_relation(f.members, dict(f.parameters), found.settings) != f:
                    return f"{f.id}: its members give another"
            except (ValueError, ArithmeticError) as error:
                return f"{f.id}: {error}"
            if any(found.text[m.start : m.end] != m.quote for m in f.members):
                return f"{f.id}: not in the text"
    return ""
