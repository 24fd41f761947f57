"""The audit of a paper: its figures harvested, judged by the store, held against the plan and against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from guihua.checking.audit.judging import judge, names, variable_of
from guihua.checking.audit.records import Audit, Remark, Stand, Tracked
from guihua.checking.checker import check
from guihua.checking.finding import Finding, Severity
from guihua.checking.normal import magnitude
from guihua.checking.quantities import localised, quantity_of
from guihua.checking.relations import PREFIX
from guihua.checking.result import bare_plan
from guihua.checking.settings import Settings, default_settings
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Kind, Statement
from guihua.plan.units import find_unit
from guihua.reading.documents import Document
from guihua.reading.reader import read_text
from guihua.statistics.harvest import harvest
from guihua.statistics.harvest.records import Figure, Release
from guihua.statistics.observation import Observation

Ask = Callable[[str, str], Sequence[Observation]]
"""(quantity, region) → every vintage known on the day of that quantity in any region, and of that region."""

_OWN = ("GH101", "GH102", "GH103", "GH104", "GH105", "GH106", "GH107", "GH108", "GH112", "GH121", "GH190", "GH192")
"""Findings in which a paper stands against itself; the others are of plans alone."""

_AHEAD = re.compile(r"(?:规划|计划|纲要|目标)[^。；]{0,6}(?:提出|确定|要求|明确|为|是|达到)|力争|确保|预期|奋斗目标")
_COMPARED = (Form.LEVEL, Form.SHARE, Form.GROWTH)


def audit(
    document: Document,
    as_of: date,
    *,
    ask: Ask | None = None,
    place: str = "",
    plan: Plan | None = None,
    tracked: Sequence[Tracked] = (),
    settings: Settings | None = None,
) -> Audit:
    """Audit a paper as read.

    ask      the store's figures; None where there is no store
    place    code of the region that the paper is about, where it names none
    tracked  what the tracker says of the plan's targets on the day
    """
    used = settings or default_settings()
    read = harvest(document, place)
    rows: dict[str, Observation] = {}
    remarks = []
    for figure in read.figures:
        known = [] if ask is None else list(ask(variable_of(figure), figure.region.code))
        words = document.text[figure.sentence_start : figure.sentence_end]
        ahead = _ahead(document.text, figure, read.release)
        remarks.append(replace(judge(figure, [], words), stand=Stand.UNKNOWN) if ahead else judge(figure, known, words))
        called = names(figure, known, words)
        rows.update((o.id, o) for o in known if o.variable in called and _needed(o, figure))
    paper = read_text(document)
    findings = tuple(f for f in check(paper, used).findings if _own(f))
    told = _against_plan(remarks, paper, plan, used, {t.statement: t.status for t in tracked})
    told = _against_itself(told, findings, paper)
    return Audit(
        title=read.release.title or document.title,
        source=document.source,
        text=document.text,
        text_sha256=document.sha256,
        as_of=as_of,
        settings=used,
        remarks=tuple(sorted(told, key=lambda r: (r.start, r.end))),
        observations=tuple(sorted(rows.values(), key=lambda o: o.id)),
        plan=None if plan is None else bare_plan(plan),
        tracked=tuple(tracked),
        findings=findings,
    )


def _own(f: Finding) -> bool:
    """Does the finding show that a paper stands against itself? Rates beside levels do not: prices and revisions part them."""
    if f.severity is Severity.ERROR:
        return f.code in _OWN
    return f.severity is Severity.WARNING and f.code in _OWN and f.code not in ("GH101", "GH103") and not f.proof


def _ahead(text: str, figure: Figure, release: Release) -> bool:
    """Is it a target or forecast, which no published figure can be held against?"""
    if _AHEAD.search(text[figure.sentence_start : figure.value_start]):
        return True
    told = max(release.when.year, int(release.published[:4]) if release.published[:4].isdigit() else 0)
    return bool(told and figure.when.year > told)


def _needed(o: Observation, figure: Figure) -> bool:
    """May the row decide a remark on the figure: of its region, or of its year?"""
    return o.region == figure.region.code or str(o.period)[:4] == figure.when.period[:4]


def _against_plan(
    remarks: Sequence[Remark], paper: Plan, plan: Plan | None, settings: Settings, tracked: dict[str, str]
) -> list[Remark]:
    """Targets that the paper quotes, held against the plan's own; where it says that one is met, what the tracker says."""
    found = {(r.start, r.end): r for r in remarks}
    if plan is None:
        return list(found.values())
    table: dict[tuple[str, Form, int | None, int | None], list[Statement]] = {}
    for s in plan.statements:
        if s.form in _COMPARED and s.kind is Kind.TARGET and len(s.value) == 1:
            table.setdefault(_key(s, plan.region), []).append(s)
    for s in paper.statements:
        own = table.get(_key(s, plan.region), ()) if s.form in _COMPARED and len(s.value) == 1 else ()
        if not own or not _one_thing(s, own[0]) or not _same_unit(s, own[0]):
            continue
        agreeing = [t for t in own if _meet(s, t, settings)]
        there = next((k for k in found if k[0] < s.value_end and s.value_start < k[1]), (s.value_start, s.value_end))
        before = found.get(there)
        if before is not None and before.stand not in (Stand.UNKNOWN, Stand.ASIDE):
            continue
        remark = before or Remark(s.value_start, s.value_end, s.start, s.end, Stand.ASIDE)
        target = (agreeing or own)[0]
        found[there] = replace(
            remark,
            stand=Stand.PLAN if agreeing else Stand.OFF_PLAN,
            statement=target.id,
            tracked=tracked.get(target.id, "") if _claims(paper.text, s) else "",
        )
    return list(found.values())


def _key(s: Statement, region: str) -> tuple[str, Form, int | None, int | None]:
    base = s.base_year if s.form is Form.GROWTH else None
    return quantity_of(localised(s, region)).key, s.form, s.year, base


def _one_thing(a: Statement, b: Statement) -> bool:
    """Does the concept table know what they are of, or do they say it in the same words, long enough to be one thing's?"""
    return quantity_of(a).known or (a.indicator == b.indicator and len(a.indicator) > 3)


def _same_unit(a: Statement, b: Statement) -> bool:
    one, other = find_unit(a.unit), find_unit(b.unit)
    return one is not None and other is not None and one.dimension == other.dimension


def _meet(a: Statement, b: Statement, settings: Settings) -> bool:
    """Have the two numbers, each within its digits and hedge, one in common? A bound counts by its number."""
    one, other = find_unit(a.unit), find_unit(b.unit)
    assert one is not None and other is not None
    x, y = magnitude(a, settings).times(one.factor), magnitude(b, settings).times(other.factor)
    if a.value == b.value and one.factor == other.factor:
        return True
    return not (
        (x.hi is not None and y.lo is not None and x.hi < y.lo)
        or (x.lo is not None and y.hi is not None and x.lo > y.hi)
    )


def _claims(text: str, s: Statement) -> bool:
    """Does its sentence say that the target is met?"""
    start = max(text.rfind(mark, 0, s.start) for mark in "。；\n") + 1
    end = min((e for e in (text.find(mark, s.end) for mark in "。；\n") if e >= 0), default=len(text))
    return any(word in text[start:end] for word in ("完成", "提前", "实现目标", "超额", "达到规划目标", "目标已"))


def _against_itself(remarks: Sequence[Remark], findings: Sequence[Finding], paper: Plan) -> list[Remark]:
    """Figures of a finding stand against another sentence, unless the store says that they are right."""
    found = {(r.start, r.end): r for r in remarks}
    places = {s.id: (s.value_start, s.value_end, s.start, s.end) for s in paper.statements}
    right = {k for k, r in found.items() if r.stand in (Stand.AGREES, Stand.ROUNDED)}
    for finding in findings:
        spans = []
        for m in finding.members:
            if m.statement in places:
                spans.append(places[m.statement])
            elif m.name.startswith(PREFIX) and m.start is not None and m.end is not None:
                first, _, last = m.name.removeprefix(PREFIX).partition("-")
                spans.append((int(first), int(last), m.start, m.end))
        if spans and all(any(k[0] < e and s < k[1] for k in right) for s, e, _, _ in spans):
            continue
        for start, end, quote_start, quote_end in spans:
            there = next((k for k in found if k[0] < end and start < k[1]), (start, end))
            remark = found.get(there)
            if remark is None:
                found[there] = Remark(start, end, quote_start, quote_end, Stand.CLASHES, finding=finding.id)
            elif remark.stand in (Stand.UNKNOWN, Stand.ASIDE, Stand.PLAN):
                found[there] = replace(remark, stand=Stand.CLASHES, finding=finding.id)
    return list(found.values())
