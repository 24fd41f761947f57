"""Parts that the text or a table lists, against the whole that the text states."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, step
from guihua.checking.finding import Finding, Severity
from guihua.checking.identities import Identity
from guihua.checking.making import finding, magnitude_in, member
from guihua.checking.quantities import split
from guihua.checking.rules.base import Facts
from guihua.plan.statement import Statement


def parts_and_whole(facts: Facts) -> Iterable[Finding]:
    """9000 + 5100 + 4900 + 6000 = 25000 beside a stated 2.5万亿 (GH111), where no conflict says otherwise."""
    for identity in facts.identities:
        stated = _stated(facts, identity) if identity.kind == "sum" else None
        if stated is None or {s.id for s in stated} & facts.conflicting:
            continue
        whole, parts = stated[0], stated[1:]
        unit = parts[0].unit
        total = " + ".join(magnitude_in(part, unit) for part in parts)
        last = magnitude_in(whole, unit)
        exact = evaluate(total) == Fraction(evaluate(last))
        yield finding(
            "GH111",
            Severity.NOTE,
            [member(s) for s in (*parts, whole)],
            [step(total, 0 if "." not in total else 2, unit, "sum")],
            holds=True,
            weight=15,
            parameters=(
                ("indicator", whole.indicator),
                ("count", str(len(parts))),
                ("stated", last),
                ("unit", unit),
                ("exact", "yes" if exact else "no"),
            ),
        )


def _stated(facts: Facts, identity: Identity) -> list[Statement] | None:
    """Levels of the whole and of every part, or None where one is not stated."""
    found = []
    for unknown in (identity.whole, *identity.parts):
        key, year = split(unknown)
        level = facts.level(key, int(year))
        if level is None:
            return None
        found.append(level)
    return found
