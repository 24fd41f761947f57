"""Findings made again by the same program, and statements read again from the text: is anything left out or put in?

What `verify` proves of a bundle needs no solver and no reading; whether the findings are *all* that there is to say does.
So these parts are recomputed, and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guihua.checking.checker import check
from guihua.checking.finding import Finding
from guihua.checking.implied import implied
from guihua.checking.intervals import from_payload as implied_from
from guihua.checking.linkage import compare
from guihua.checking.result import PLANS, CheckResult, from_payload
from guihua.checking.settings import default_settings
from guihua.checking.situation import Known, against_figures
from guihua.plan.against import Stated, against_text
from guihua.plan.plan import Plan
from guihua.proof.verify import How, Part, given, part, unchecked
from guihua.statistics.against import observations_part

_CERTIFIED = {"members", "steps", "explanations", "parameters", "weight", "severity"}
"""Slots of a proved conflict's finding that its own certificate proves; another solver may find another certificate."""

MOST_CONFLICTS = 2_000
"""Conflicts of one component that are searched for again, whatever a bundle's settings ask for."""


def recompute_findings(payload: Mapping[str, Any]) -> list[Part]:
    """The findings made again from the plans, figures and settings in the bundle: the same ones, and no others."""
    result = from_payload(payload)
    if not result.plans:
        return [
            unchecked("complete", "没有原文，不知是否有遗漏 it carries no text: whether findings were left out is open")
        ]
    if any(result.settings.value(name) > MOST_CONFLICTS for name in ("conflicts_limit", "conflicts_limit_large")):
        return [unchecked("complete", f"所设的矛盾个数过大 more conflicts are asked for than {MOST_CONFLICTS}")]
    again = _made_again(result)
    return [
        part("complete", _set_fault(result, again), How.RECOMPUTED),
        part("same", _slot_fault(result, again), How.RECOMPUTED),
        *_given_parts(result),
    ]


def recompute_implied(payload: Mapping[str, Any]) -> list[Part]:
    """The intervals made again from the plan in the bundle: the same quantities, years and ends."""
    result = implied_from(payload)
    if result.plan is None:
        return [
            unchecked(
                "complete", "没有原文，不知是否有遗漏 it carries no text: whether intervals were left out is open"
            )
        ]
    again = implied(result.plan, "", result.settings)
    made = {(i.variable, i.year): i for i in again.intervals}
    fault = ""
    for i in result.intervals:
        other = made.get((i.variable, i.year))
        ends = None if other is None else tuple(e and e.limit for e in (other.low, other.high))
        if other is None or ends != tuple(e and e.limit for e in (i.low, i.high)):
            fault = f"{i.variable} {i.year}: other ends"
            break
        if (i.unit, i.factor, i.indicator, i.stated) != (other.unit, other.factor, other.indicator, other.stated):
            fault = f"{i.variable} {i.year}: other words"
            break
    same = ("title", "text_sha256", "statements", "identities", "withdrawn", "region", "clashing")
    fault = fault or next((f"another {n}" for n in same if getattr(again, n) != getattr(result, n)), "")
    parts = [part("same", fault, How.RECOMPUTED), given("statements", "--text, --plan")]
    left = len(made) - len(result.intervals)
    return [*parts, given("choices", f"另有 {left} 个区间没有列出 intervals that are not listed")] if left else parts


def findings_against_text(payload: Mapping[str, Any], path: Path) -> list[Part]:
    """Is this the text that was checked, and do its statements say what they say, slot by slot?"""
    from guihua.project import read_plan

    result = from_payload(payload)
    plans = result.plans or (Plan("", result.statements),)
    partial = not result.plans
    stated = [Stated(p, p.text_sha256 if p.text else _old_sha(result.text_sha256), partial=partial) for p in plans]
    return against_text(stated, read_plan(path), path)


def implied_against_text(payload: Mapping[str, Any], path: Path) -> list[Part]:
    """As `findings_against_text`, for implied intervals."""
    from guihua.project import read_plan

    result = implied_from(payload)
    plan = Plan("", result.statements) if result.plan is None else result.plan
    stated = Stated(plan, _old_sha(result.text_sha256), partial=result.plan is None)
    return against_text([stated], read_plan(path), path)


def findings_against_store(payload: Mapping[str, Any], path: Path) -> list[Part]:
    """Are the published figures in the bundle those that a store knew on the day, all of them?"""
    from guihua.statistics.holding import query
    from guihua.storage import open_store

    result = from_payload(payload)
    if result.as_of is None or not result.plans:
        return [unchecked("store", "这份意见没有用统计数据 these findings rest on no figures")]
    plan = result.plans[0]
    with open_store(path, create=False) as store:
        rows = query(store, region=plan.region or None, as_of=result.as_of, include_collected=True)
    return [observations_part(result.observations, Known(plan, rows, result.settings).observations)]


def _old_sha(text_sha256: str) -> str:
    return text_sha256.removeprefix("sha256:")


def _made_again(result: CheckResult) -> CheckResult:
    plan = result.plans[0]
    if result.against == PLANS:
        found = compare(plan, result.plans[1:], result.settings).result
    else:
        found = check(plan, result.settings)
        if result.as_of is not None:
            found = against_figures(plan, result.observations, result.as_of, found)
    for choice in result.choices:
        found = found.select(choice.select, choice.ignore, choice.known)
    return found


def _set_fault(result: CheckResult, again: CheckResult) -> str:
    stated, made = {f.id for f in result.findings}, {f.id for f in again.findings}
    missing = [f for f in again.findings if f.id not in stated]
    if missing:
        return f"遗漏 left out: {missing[0].id}"
    extra = [f for f in result.findings if f.id not in made]
    return f"不该有 does not follow: {extra[0].id}" if extra else ""


def _slot_fault(result: CheckResult, again: CheckResult) -> str:
    made = {f.id: f for f in again.findings}
    for f in result.findings:
        other = made.get(f.id, f)
        slots = [n for n in Finding.__dataclass_fields__ if not (f.proof and n in _CERTIFIED)]
        differing = next((n for n in slots if getattr(f, n) != getattr(other, n)), "")
        if differing:
            return f"{f.id}: another {differing}"
    same = (
        "title",
        "text_sha256",
        "corrections",
        "complete",
        "warnings",
        "region",
        "clashing",
        "observations",
        "statements",
        "funnel",
    )
    return next((f"another {n}" for n in same if getattr(again, n) != getattr(result, n)), "")


def _given_parts(result: CheckResult) -> list[Part]:
    parts = [given("statements", "--text, --plan")]
    if result.settings != default_settings():
        own = ", ".join(result.settings.assumptions)
        parts.append(
            given("settings", f"不是本程序自带的设置 not the settings that come with guihua{f': {own}' if own else ''}")
        )
    if result.as_of is not None:
        parts.append(given("observations", "--store"))
    if result.choices:
        kept = "; ".join(f"{' '.join(c.select)} −{' '.join(c.ignore)}" for c in result.choices)
        parts.append(given("choices", f"只列其中一部分 only some codes: {kept}"))
    return parts
