"""Checking a plan against itself: the one door of this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guihua.checking.assumptions import assumption_groups
from guihua.checking.certificates import Conflict
from guihua.checking.clashes import finding_of
from guihua.checking.conflicts import search
from guihua.checking.evidence import with_evidence
from guihua.checking.finding import Finding
from guihua.checking.funnel import funnel
from guihua.checking.identities import Identity, group_of_identity, identities_for
from guihua.checking.joining import localised_plan, one_sentence, other_areas, with_own_region
from guihua.checking.look.search import look, without_known
from guihua.checking.normal import clashing_units, groups_of
from guihua.checking.result import CheckResult, bare_plan, result_of
from guihua.checking.rules import RULES
from guihua.checking.rules.base import Facts
from guihua.checking.settings import Settings, default_settings
from guihua.checking.system import Group, components
from guihua.plan.plan import Plan


def check(plan: Plan, settings: Settings | None = None) -> CheckResult:
    """Check a plan against itself.

    Gives every minimal conflict with its exact proof, corrections, and what the rules of arithmetic have to say. A plan
    without statements gives an empty result with the warning `no_statements`. Never raises for a plan that was read.
    """
    used = settings or default_settings()
    given = plan
    whole = with_own_region(plan)
    plan = localised_plan(whole)
    system = system_of(plan, used)
    proved, corrections, complete = _conflicts(system, used)
    named = list(_told(plan, system, proved, used))
    conflicting = frozenset(name for conflict in proved for name in conflict.members)
    facts = Facts(plan, used, system.identities, conflicting)
    findings: list[Finding] = [f for f, _ in named]
    for rule in RULES:
        findings.extend(rule(facts))
    looked = look(whole.text, whole.period, used, other_areas(whole))
    spans = {s.id: (s.value_start, s.value_end) for s in whole.statements}
    findings.extend(without_known(looked.findings, findings, spans))
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
        plans=(bare_plan(given),),
        clashing=tuple(sorted(clashing_units(plan.statements))),
        warnings=() if whole.statements else ("no_statements",),
        funnel=funnel(whole, plan, system.groups, looked),
    )


def _told(plan: Plan, system: System, proved: list[Conflict], settings: Settings) -> Iterable[tuple[Finding, Conflict]]:
    """Every conflict with its evidence and its finding."""
    groups = {g.name: g for g in system.groups}
    statements = {s.id: s for s in plan.statements}
    clashing = clashing_units(plan.statements)
    for bare in proved:
        conflict = with_evidence(bare, groups, statements, settings, clashing)
        spans = [(s.start, s.end) for n in conflict.members if (s := statements.get(n)) is not None]
        together = one_sentence(plan.text, spans)
        yield finding_of(conflict, statements, settings, together=together), conflict


@dataclass(frozen=True, slots=True)
class System:
    """A plan in the normal form: groups of statements, identities and assumptions."""

    groups: tuple[Group, ...]
    identities: tuple[Identity, ...]


def system_of(plan: Plan, settings: Settings) -> System:
    """The normal form of a plan."""
    groups = groups_of(plan.statements, settings)
    identities = tuple(dict.fromkeys(identities_for(plan, groups)))
    joined = [*groups, *(group_of_identity(i) for i in identities)]
    assumed = assumption_groups((v for g in joined for v in g.variables), settings)
    return System((*joined, *assumed), identities)


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
