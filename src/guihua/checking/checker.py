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
from guihua.checking.quantities import joinable, local, quantity_of
from guihua.checking.result import CheckResult, result_of
from guihua.checking.rules import RULES
from guihua.checking.rules.base import TWO_SIDED, Facts
from guihua.checking.settings import Settings, default_settings
from guihua.checking.system import Group, components
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Origin, Statement

_PARTS_OF_YEAR = re.compile(r"季度|上半年|下半年|[1-9一二三四五六七八九十]月份?(?!\d*日)|1[—―～-]\d{1,2}月|截至")
_YEARS = re.compile(r"(?<![比较是由从与为于在])((?:19|20)\d\d)年")


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
    clear = [s for s in here.statements if not _part_of_year(plan.text, s) and not _other_year(plan.text, s)]
    return replace(here, statements=joinable(_no_items(plan.text, clear)))


def _part_of_year(text: str, statement: Statement) -> bool:
    """Does its sentence speak of a quarter, a half or some months? Then the year's own figures are other quantities."""
    start = max(text.rfind(mark, 0, statement.start) for mark in "。；\n") + 1
    return _PARTS_OF_YEAR.search(text[start : statement.end]) is not None


def _other_year(text: str, statement: Statement) -> bool:
    """Was its year supplied by default although its paragraph last named another one (2020年，…。用电量620亿千瓦时)?

    Then it is not clear which of the two it speaks of. Years that are compared with (比2015年) name no other time.
    """
    if Origin.DEFAULTED not in (statement.origin("year"), statement.origin("base_year")):
        return False
    start = text.rfind("\n", 0, statement.start) + 1
    named = _YEARS.findall(text[start : statement.end])
    return bool(named) and statement.origin("year") is not Origin.CARRIED and int(named[-1]) != statement.year


def _no_items(text: str, statements: list[Statement]) -> list[Statement]:
    """Without levels that one sentence gives several values for one year: 投资32亿元，…投资141亿元 are items of a list."""
    seen: dict[tuple[int, str, int | None], set[tuple[str, ...]]] = {}
    places = {s.id: _sentence_of(text, s) for s in statements if s.form is Form.LEVEL and s.comparator in TWO_SIDED}
    for s in statements:
        if s.id in places:
            seen.setdefault(places[s.id], set()).add((*s.value, s.unit))
    return [s for s in statements if s.id not in places or len(seen[places[s.id]]) == 1]


def _sentence_of(text: str, s: Statement) -> tuple[int, str, int | None]:
    """Where the statement's sentence starts, with its quantity and year."""
    return max(text.rfind(mark, 0, s.start) for mark in "。；\n"), quantity_of(s).key, s.year


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
