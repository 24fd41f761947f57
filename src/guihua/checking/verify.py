"""Re-checking findings offline: no solver, no reading. Rows are rebuilt from the statements in the bundle, sums reckoned
again, certificates and points checked exactly.

What is taken as given: the statements' slots (they point to the text, whose hash stands in the bundle) and identities
that the text lists. What is proved: that the statements, in the normal form and with the settings printed, contradict
each other, and that none of them can be left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from fractions import Fraction
from math import gcd
from typing import Any

from guihua.checking.assumptions import assumption_group, assumption_groups
from guihua.checking.certificates import Conflict, Lemma, Proof, holds, lemma_product, lemma_row
from guihua.checking.finding import Finding
from guihua.checking.identities import group_of_identity, identity_from_name
from guihua.checking.normal import group_of
from guihua.checking.prices import readings
from guihua.checking.quantities import localised
from guihua.checking.reconcile import beyond, terms_of
from guihua.checking.remaking import remade
from guihua.checking.result import PLANS, CheckResult, from_payload, in_order
from guihua.checking.system import Bound, Group, linear_rows, positivity_rows, product_rows
from guihua.errors import GuihuaError
from guihua.plan.statement import Statement
from guihua.proof.farkas import (
    MOST_BITS,
    Certificate,
    contradiction,
    implied_bound,
    power_bits,
    product_bound,
    product_contradiction,
)
from guihua.proof.verify import How, Part, part, unchecked


def verify_findings(payload: Mapping[str, Any]) -> list[Part]:
    """Every finding and every conflict of a bundle of kind `findings`."""
    result = from_payload(payload)
    plans = result.against == PLANS
    statements = {s.id: s if plans else localised(s, result.region) for s in result.statements}
    parts = [part(f"finding {f.id}", _finding_fault(f, result, statements), How.RECOMPUTED) for f in result.findings]
    parts.append(part("order", _order_fault(result)))
    for identity, conflict in result.conflicts:
        groups = groups_for(result, conflict, statements)
        parts.append(part(f"proof {identity}", proof_fault(groups, conflict)))
        parts.append(part(f"evidence {identity}", evidence_fault(result, groups, conflict, statements)))
        if not conflict.minimal:
            parts.append(unchecked(f"minimal {identity}", "no point for every member"))
    return parts


def _order_fault(result: CheckResult) -> str:
    """Why the list is not one of different findings, heaviest first, each proof with its own; empty where it is."""
    names = [f.id for f in result.findings]
    if len(set(names)) < len(names):
        return "a finding stands twice"
    proved = {f.id for f in result.findings if f.proof}
    if proved != {identity for identity, _ in result.conflicts}:
        return "a proof without its finding"
    return "" if list(result.findings) == sorted(result.findings, key=in_order) else "not heaviest first"


def groups_for(result: CheckResult, conflict: Conflict, statements: Mapping[str, Statement]) -> list[Group]:
    """The groups of a conflict, rebuilt from the statements, the names of the others and the settings. ValueError else."""
    found = [group_of_identity(identity_from_name(name)) for name in conflict.identities]
    clashing = frozenset(result.clashing)
    for name in conflict.members:
        own = statements.get(name)
        group = assumption_group(name, result.settings) if own is None else group_of(own, result.settings, clashing)
        if group is None:
            raise ValueError(f"{name} bounds nothing")
        found.append(group)
    return found


def evidence_fault(
    result: CheckResult, groups: Sequence[Group], conflict: Conflict, statements: Mapping[str, Statement]
) -> str:
    """Why a move or a reading of prices is not proved; empty where all are."""
    by_name = {g.name: g for g in groups}
    for move in conflict.moves:
        group = by_name.get(move.member)
        if move.member not in conflict.members or group is None or not beyond(group, move):
            return f"{move.member} need not move"
        bound = group.bounds[move.bound]
        terms = terms_of(bound, move.lemma.system) if isinstance(bound, Bound) else None
        others = [g for g in groups if g is not group]
        fault = "bounds nothing" if not terms else bound_fault(others, move.lemma, terms, groups)
        if fault:
            return f"move of {move.member}: {fault}"
    return _readings_fault(result, conflict, statements)


def _readings_fault(result: CheckResult, conflict: Conflict, statements: Mapping[str, Statement]) -> str:
    named = [statements[name] for name in conflict.members if name in statements]
    identities = [identity_from_name(name) for name in conflict.identities]
    assumed = len(named) < len(conflict.members)
    expected = [] if assumed else readings(named, identities, result.settings, frozenset(result.clashing))
    if [r.forms for r in expected] != [r.forms for r in conflict.prices]:
        return "other readings of prices"
    for reading, found in zip(expected, conflict.prices, strict=True):
        if found.point is not None and not holds(reading.groups, dict(found.point)):
            return "usual prices do not make the statements agree"
        if found.proof is not None and certificate_fault(reading.groups, found.proof):
            return "usual prices are not ruled out"
    return ""


def proof_fault(groups: Sequence[Group], conflict: Conflict) -> str:
    """Why the certificate or a point does not hold; empty where all do."""
    fault = certificate_fault(groups, conflict.proof)
    if fault:
        return fault
    for name, point in conflict.points:
        if name not in conflict.members:
            return f"a point for {name}, which is no member"
        rest = [g for g in groups if g.name != name]
        if not holds(rest, dict(point)):
            return f"the point without {name} does not satisfy the others"
    return ""


def bound_fault(
    groups: Sequence[Group], lemma: Lemma, terms: Mapping[str, Fraction], every: Sequence[Group] = ()
) -> str:
    """Why a bound of Σ terms (Π variable^term) does not follow from these groups; empty where it does. ValueError else.

    every   the groups whose quantities are known not to be negative: more than these, where one was set aside
    """
    return _Rows(groups, every).bound_fault(lemma, terms)


def certificate_fault(groups: Sequence[Group], proof: Proof) -> str:
    """Why a certificate does not prove that these groups contradict each other; empty where it does."""
    rows = _Rows(groups)
    fault = rows.take(proof.lemmas)
    if fault:
        return fault
    if proof.system == "product":
        return product_contradiction(rows.products, Certificate(_whole(proof.multipliers)))
    return contradiction(rows.sums, Certificate(proof.multipliers))


class _Rows:
    """The rows of some groups in both systems, and lemmas once they are proved. No quantity of `every` group is negative."""

    def __init__(self, groups: Sequence[Group], every: Sequence[Group] = ()) -> None:
        self.products = [row for g in groups for row in product_rows(g)]
        self.sums = [row for g in groups for row in linear_rows(g)] + positivity_rows(every or groups)

    def take(self, lemmas: Sequence[Lemma]) -> str:
        """Check lemmas in their order, each from rows and earlier ones, and add them; why one fails, else empty."""
        for lemma in lemmas:
            fault = self.fault(lemma, {lemma.variable: Fraction(1)})
            if fault:
                return fault
            self.sums.append(lemma_row(lemma))
            product = lemma_product(lemma)
            if product is not None:
                self.products.append(product)
        return ""

    def bound_fault(self, lemma: Lemma, terms: Mapping[str, Fraction]) -> str:
        """Why a bound with its own lemmas does not follow; empty where it does. Nothing is added for good."""
        rows = copy(self)
        rows.products, rows.sums = list(self.products), list(self.sums)
        return rows.take(lemma.lemmas) or rows.fault(lemma, terms)

    def fault(self, lemma: Lemma, terms: Mapping[str, Fraction]) -> str:
        """Why an implied bound of Σ terms (Π variable^term in the product system) is not proved; empty where it is."""
        sign = -1 if lemma.lower else 1
        if lemma.system == "linear":
            bound = implied_bound(self.sums, Certificate(lemma.multipliers), {v: sign * a for v, a in terms.items()})
            return "" if bound <= sign * lemma.limit else f"{lemma.name}: proves another limit"
        found, bound = product_bound(self.products, Certificate(_whole(lemma.multipliers)))
        first = next(iter(terms))
        degree = found.get(first, 0) / (sign * terms[first])
        if degree <= 0 or degree.denominator != 1 or found != {v: sign * degree * a for v, a in terms.items()}:
            return f"{lemma.name}: bounds another quantity"
        if lemma.limit <= 0 or degree * power_bits(lemma.limit) > MOST_BITS:
            return f"{lemma.name}: proves another limit"
        power = lemma.limit ** int(degree)
        if bound > power if not lemma.lower else power * bound > 1:
            return f"{lemma.name}: proves another limit"
        return ""


def _finding_fault(f: Finding, result: CheckResult, statements: Mapping[str, Statement]) -> str:
    """Why a finding is not what its members give: code, severity, weight, sums, readings; empty where it is."""
    conflicts = dict(result.conflicts)
    try:
        again = remade(f, statements, conflicts, result.settings)
    except (ValueError, IndexError, TypeError, ArithmeticError, GuihuaError) as error:
        return f"its members give no such finding: {error}"
    if again == f:
        return ""
    differing = [slot for slot in Finding.__dataclass_fields__ if getattr(again, slot) != getattr(f, slot)]
    return f"its members give another {differing[0]}"


def _whole(multipliers: Sequence[tuple[str, Fraction]]) -> tuple[tuple[str, int], ...]:
    """Multipliers of products: integers without a common divisor, so that a proof has one form only. ValueError else."""
    if (
        any(value.denominator != 1 for _, value in multipliers)
        or gcd(*(value.numerator for _, value in multipliers)) > 1
    ):
        raise ValueError("multipliers of products are integers without a common divisor")
    return tuple((name, int(value)) for name, value in multipliers)


def verify_implied(payload: Mapping[str, Any]) -> list[Part]:
    """Every bound of a bundle of kind `implied`, from its certificate."""
    from guihua.checking import intervals

    result = intervals.from_payload(payload)
    clashing = frozenset(result.clashing)
    every = [group_of_identity(identity_from_name(name)) for name in result.identities]
    stated = (group_of(localised(s, result.region), result.settings, clashing) for s in result.statements)
    every += [group for group in stated if group is not None]
    every += assumption_groups({v for g in every for v in g.variables}, result.settings)
    rows = _Rows([g for g in every if g.name not in result.withdrawn], every)
    parts = []
    for i in result.intervals:
        for end, lower in ((i.low, True), (i.high, False)):
            if end is not None:
                wrong = end.variable != i.variable or end.lower is not lower
                fault = "bounds another quantity" if wrong else rows.bound_fault(end, {i.variable: Fraction(1)})
                parts.append(part(f"{'low' if lower else 'high'} {i.variable}", fault))
    return parts
