"""Re-checking a path: the problem built again from the statements, the point and its multipliers reckoned in fractions.

Proved: that the path keeps every limit within the stated tolerance, that no path lies nearer to the trends (Karush, Kuhn
and Tucker; with products between quantities: none in its neighbourhood), that no smaller relaxation would do, what forces
it, and every figure of the lines. Given: the statements' slots (they point to the text) and the published figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from guihua.checking.identities import group_of_identity, identity_from_name
from guihua.checking.normal import group_of
from guihua.checking.quantities import localised
from guihua.checking.settings import Settings
from guihua.checking.system import Group, Power
from guihua.checking.verify import proof_fault
from guihua.pathways.effects import effect_fault
from guihua.pathways.lines import lines_of
from guihua.pathways.pathway import TIERS, TOLERANCE, Pathway
from guihua.pathways.posed import posed
from guihua.pathways.problem import ONE, ZERO, Problem, group_of_known, problem_of, product_of
from guihua.pathways.trends import trends_of, units_of
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.proof.codec import decode
from guihua.proof.optimality import Limit, Objective, not_optimal
from guihua.proof.verify import How, Part, given, part

Point = dict[str, Fraction]


def verify_path(payload: Mapping[str, Any]) -> list[Part]:
    """Every claim of a path."""
    return checked(decode(Pathway, payload))


def path_against_text(payload: Mapping[str, Any], path: Path) -> list[Part]:
    """The statements of a path against the document: none changed, no target left out without a word."""
    from guihua.project import read_plan

    found, plan = decode(Pathway, payload), read_plan(path)
    if plan.text_sha256 != found.text_sha256:
        return [part("text", "这不是当初的文本 another text")]
    if found.scenario:
        return [part("text", ""), given("statements", f"changed by the scenario {found.scenario}")]
    if found.decided and path.suffix.lower() not in (".yaml", ".yml"):
        return [part("text", ""), given("decisions", f"--plan: {len(found.decided)}")]
    return [part("text", ""), part("statements", _posed_fault(found, plan), How.RECOMPUTED)]


def _posed_fault(found: Pathway, plan: Plan) -> str:
    """Is the problem the one that this text poses: every statement and target, identities, trends, what is left out and why?"""
    published = tuple(k for k in found.knowns if k.kind not in ("index", "unit"))
    again = posed(plan, published, found.settings)
    given_up = {name for name, why in found.left_out if why == "product"}
    by_id = {s.id: s for s in found.statements}
    for s in again.statements:
        if by_id.pop(s.id, None) != s:
            return f"{s.id}: left out, or with other slots"
    if by_id:
        return f"{next(iter(by_id))}: the text has no such statement"
    if found.identities != tuple(i.name for i in again.identities if i.name not in given_up):
        return "other identities"
    same = (found.knowns, found.trends, found.clashing) == (again.knowns, again.trends, again.clashing)
    if not same or found.left_out[: len(again.left_out)] != again.left_out:
        return "other trends, or others left out"
    curved = {i.name for i in again.identities if any(isinstance(b, Power) for b in group_of_identity(i).bounds)}
    return "" if given_up <= curved else "something else than a product was given up"


def checked(found: Pathway) -> list[Part]:
    """The parts of a path with their verdicts."""
    settings = found.settings
    statements = {s.id: localised(s, found.region) for s in found.statements}
    groups = _groups(found, settings, statements)
    problem = problem_of(groups, list(statements.values()), found.knowns, found.trends)
    point: Point = {}
    moves: Point = {}
    for name, value in found.point:
        (moves if name.startswith("move:") else point)[name] = value / problem.scale.get(name, ONE)
    parts = [part("trends", _trend_fault(found, groups, statements))]
    parts.append(part("path", _path_fault(problem.moved(moves), point, moves, dict(found.multipliers))))
    if found.stages or moves:
        parts += _relaxation(found, problem, point, moves)
    for conflict in found.conflicts:
        members = {*conflict.members, *conflict.identities}
        whole = [*groups, *(group_of_known(k) for k in found.knowns)]
        parts.append(
            part(
                f"conflict {'、'.join(conflict.members)}"[:80],
                proof_fault([g for g in whole if g.name in members], conflict),
            )
        )
    told = lines_of(found, settings) == found.lines
    parts.append(part("lines", "" if told else "other figures than the path gives"))
    for effect in found.effects:
        parts.append(
            part(f"effect {effect.statement}", effect_fault(found, problem.moved(moves), point, effect, settings))
        )
    count = sum(k.kind not in ("index", "unit") for k in found.knowns)
    parts.append(given("statements", f"--text: {len(found.statements)} statements"))
    parts.append(given("figures", f"{count} published figures, {len(found.breaks)} breaks"))
    return parts


def _groups(found: Pathway, settings: Settings, statements: Mapping[str, Statement]) -> list[Group]:
    """The rows of statements and identities. ValueError where a statement bounds nothing."""
    groups = []
    for s in statements.values():
        group = group_of(s, settings, frozenset(found.clashing))
        if group is None:
            raise ValueError(f"{s.id} bounds nothing")
        groups.append(group)
    return groups + [group_of_identity(identity_from_name(name)) for name in found.identities]


def _trend_fault(found: Pathway, groups: list[Group], statements: Mapping[str, Statement]) -> str:
    """Are the trends those that the facts and figures give?"""
    last = max((y for t in found.trends for y, _ in t.values), default=0)
    first = min((y for t in found.trends for y, _ in t.values), default=0)
    plain = [k for k in found.knowns if k.kind not in ("index", "unit")]
    spoken = [g for g in groups if g.name in statements]
    again, indexed = trends_of(list(statements.values()), spoken, plain, (first, last))
    if [k for k in found.knowns if k.kind == "index"] != list(indexed):
        return "other quantities without a level"
    identities = [identity_from_name(name) for name in found.identities]
    rest = [group_of_known(k) for k in found.knowns if k.kind != "unit"]
    if not {k for k in found.knowns if k.kind == "unit"} <= set(units_of([*spoken, *rest], identities)):
        return "a level is set that something else speaks of"
    mine = {t.key: t for t in again}
    for trend in found.trends:
        if mine.get(trend.key) != trend:
            return f"another trend of {trend.key}"
    return ""


def _path_fault(problem: Problem, point: Point, moves: Point, multipliers: Point) -> str:
    if any(value < 0 for value in moves.values()):
        return "a move below zero"
    unknown = set(moves) - {move for tier in range(len(TIERS)) for move in problem.moves(tier)}
    if unknown:
        return f"{min(unknown)}: nothing that may give way"
    for name, power in problem.powers:
        value = product_of(power, point, problem.scale)
        if (power.lo is not None and value < power.lo * (1 - TOLERANCE)) or (
            power.hi is not None and value > power.hi * (1 + TOLERANCE)
        ):
            return f"{name}: the product does not hold"
    return not_optimal(problem.objective(), problem.limits(point), point, multipliers, TOLERANCE)


def _relaxation(found: Pathway, problem: Problem, point: Point, moves: Point) -> list[Part]:
    """Tier by tier: the path's own moves sum to the least, and the multipliers prove that no less would do."""
    base = problem.elastic(point if problem.powers else None)
    whole = {**point, **{m: ZERO for t in range(len(TIERS)) for m in problem.moves(t)}, **moves}
    caps: list[Limit] = []
    stages = {s.tier: s for s in found.stages}
    parts: list[Part] = []
    for number, tier in enumerate(TIERS):
        own = problem.moves(number)
        if not own:
            continue
        stage = stages.get(tier)
        if stage is None:
            return [*parts, part(f"least {tier}", "not proved")]
        total = sum((whole[m] for m in own), ZERO)
        fault = (
            f"the path gives way by {float(total):.6g}"
            if abs(total - stage.least) > TOLERANCE * (1 + stage.least)
            else ""
        )
        objective = Objective(dict.fromkeys(own, ONE), {})
        fault = fault or not_optimal(objective, [*base, *caps], whole, dict(stage.multipliers), TOLERANCE)
        parts.append(part(f"least {tier} {float(stage.least):.6g}", fault))
        caps.append(Limit(f"cap:{tier}", tuple((m, ONE) for m in own), None, stage.least))
    return parts
