"""Growth between two stated levels: the sum is shown, and whether it holds within the printed digits and hedges."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, printed, step
from guihua.checking.finding import Finding, Severity
from guihua.checking.making import factor_text, finding, magnitude_in, member
from guihua.checking.normal import years_of
from guihua.checking.rules.base import TWO_SIDED, Facts
from guihua.plan.statement import Form


def growth_and_levels(facts: Facts) -> Iterable[Finding]:
    """7939 × 1.08^5 = 11,665 beside a stated 11,500 (GH110), where no conflict says otherwise."""
    for growth in facts.statements:
        if growth.form not in (Form.GROWTH, Form.CHANGE, Form.RATIO) or growth.comparator not in TWO_SIDED:
            continue
        years = years_of(growth)
        key = facts.key(growth)
        if years is None or growth.base_period is not None:
            continue
        base, end = facts.level(key, years[0]), facts.level(key, years[1])
        if base is None or end is None or {base.id, end.id, growth.id} & facts.conflicting:
            continue
        count = years[1] - years[0] if growth.form is Form.GROWTH else 1
        first, last = magnitude_in(base, base.unit), magnitude_in(end, base.unit)
        power = f"^{count}" if count > 1 else ""
        reached = f"{first} × {factor_text(growth)}{power}"
        root = f"({last} ÷ {first})^(1 ÷ {count}) − 1" if count > 1 else f"{last} ÷ {first} − 1"
        apart = evaluate(f"{last} ÷ ({reached}) − 1")
        yield finding(
            "GH110",
            Severity.NOTE,
            [member(base), member(growth), member(end)],
            [
                step(reached, 0 if evaluate(reached) > 100 else 2, base.unit, "reached"),
                step(f"{last} ÷ ({reached}) − 1", 1, "%", "apart"),
                step(root, 2, "%", "implied" if growth.form is Form.GROWTH else "whole_change"),
            ],
            holds=True,
            weight=20,
            parameters=(
                ("indicator", growth.indicator),
                ("stated", last),
                ("unit", base.unit),
                ("apart", printed(abs(apart) * Fraction(100), 1)),
                ("side", "below" if apart < 0 else "above"),
            ),
        )
