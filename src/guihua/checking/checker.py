"""Checking a plan against itself: the one door of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from guihua.checking.assumptions import assumption_groups
from guihua.checking.certificates import Conflict
from guihua.checking.clashes import finding_of
from guihua.checking.conflicts import search
from guihua.checking.finding import Finding
from guihua.checking.identities import Identity, group_of_identity, identities_for
from guihua.checking.normal import clashing_units, groups_of
from guihua.checking.quantities import joinable, local
from guihua.checking.result import CheckResult, result_of
from guihua.checking.rules import RULES
from guihua.checking.rules.base import Facts
from guihua.checking.settings import Settings, default_settings
from guihua.checking.system import Group, components
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement

_PARTS_OF_YEAR = re.compile(r"季度|上半年|下半年|[1-9一二三四五六七八九十]月份?(?!\d*日)|1[—―～-]\d{1,2}月|截至")


def check(plan: Plan, settings: Settings | None = None) -> CheckResult:
    """Check a plan against itself.

    Gives every minimal conflict with its exact proof, corrections, and what the rules of arithmetic have to say. A plan
    without statements gives an empty result with the warning `no_statements`. Never raises for a plan that was read.
    """
    used = settings or default_settings()
    whole, plan = plan, localised_plan(plan)
    system = system_of(plan, used)
    proved, corrections, complete = _conflicts(system, used)
    groups = {g.name: g for g in system.groups}
    named = [(finding_of(plan, conflict, groups, used), conflict) for conflict in proved]
    conflicting = frozenset(name for conflict in proved for name in conflict.members)
    facts = Facts(plan, used, system.identities, conflicting)
    findings: list[Finding] = [f for f, _ in named]
    for rule in RULES:
        findings.extend(rule(facts))
    unique = {f.id: f for f in findings}
    return result_of(
        plan.title,
        f"sha256:{plan.text_sha256}",
        used,
        tuple(unique.values()),
        whole.statements,
        [(f.id, conflict) for f, conflict in named],
        corrections=corrections,
        complete=complete,
        region=whole.region,
        clashing=tuple(sorted(clashing_units(plan.statements))),
        warnings=() if whole.statements else ("no_statements",),
    )


def localised_plan(plan: Plan) -> Plan:
    """The plan as rules and systems see it: its own region unsaid, statements that name nothing clear left out."""
    here = local(plan)
    whole_years = [s for s in here.statements if not _part_of_year(plan.text, s)]
    return replace(here, statements=joinable(whole_years))


def _part_of_year(text: str, statement: Statement) -> bool:
    """Does its sentence speak of a quarter, a half or some months? Then the year's own figures are other quantities."""
    start = max(text.rfind(mark, 0, statement.start) for mark in "。；\n") + 1
    return _PARTS_OF_YEAR.search(text[start : statement.end]) is not None


@dataclass(frozen=True, slots=True)
class System:
    """A plan in the normal form: groups of statements, identities and assumptions."""

    groups: tuple[Group, ...]
    identities: tuple[Identity, ...]


def system_of(plan: Plan, settings: Settings) -> System:
    """The normal form of a plan."""
    groups = groups_of(plan.statements, settings)
    assumed = assumption_groups(groups, settings)
    identities = tuple(dict.fromkeys(identities_for(plan, [*groups, *assumed])))
    return System((*groups, *assumed, *(group_of_identity(i) for i in identities)), identities)


def _conflicts(
    system: System, settings: Settings
) -> tuple[list[Conflict], tuple[tuple[tuple[str, ...], ...], ...], bool]:
    found: list[Conflict] = []
    corrections = []
    complete = True
    limit, large = int(settings.value("conflicts_limit")), int(settings.value("conflicts_limit_large"))
    for component in components(system.groups):
        if len(component) < 2:
            continue
        result = search(component, limit=limit, limit_large=large)
        found.extend(result.conflicts)
        complete = complete and result.complete
        if result.corrections:
            corrections.append(result.corrections)
    return found, tuple(corrections), complete
