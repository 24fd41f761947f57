"""What was held against something and what was not, and why: without it silence would be taken for agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guihua.checking.look.figures import Figure
from guihua.checking.look.search import Looked
from guihua.checking.system import Group, Rank, components
from guihua.plan.plan import Plan
from guihua.plan.statement import Form, Kind, Statement
from guihua.plan.units import find_unit

SHOWN = 3
"""How many examples a reason keeps."""


@dataclass(frozen=True, slots=True)
class Reason:
    """How many statements (or figures) met one fate, with the words of the first few.

    code   compared, alone, unclear, no_year, no_unit, other_form, policy; figures_related, figures_alone
    """

    code: str
    count: int
    examples: tuple[str, ...] = ()


def funnel(whole: Plan, clear: Plan, groups: Sequence[Group], looked: Looked) -> tuple[Reason, ...]:
    """Every statement under one reason, then every figure of the second look."""
    together = {g.name for c in components(list(groups)) for g in c if sum(x.rank is not Rank.IDENTITY for x in c) > 1}
    bounded = {g.name for g in groups}
    left = {s.id for s in clear.statements}
    fates = [(_fate(s, left, bounded, together), s.quote) for s in whole.statements]
    fates += [
        ("figures_alone" if f.start in looked.alone else "figures_related", _words(whole, f)) for f in looked.figures
    ]
    return tuple(_reasons(fates))


def _words(plan: Plan, figure: Figure) -> str:
    return plan.text[figure.quote_start : figure.quote_end]


def _fate(  # noqa: PLR0911  (one fate a line)
    s: Statement, clear: set[str], bounded: set[str], together: set[str]
) -> str:
    if s.id in together:
        return "compared"
    if s.kind is Kind.POLICY:
        return "policy"
    if s.year is None and s.period is None:
        return "no_year"
    if find_unit(s.unit) is None or not s.value:
        return "no_unit"
    if s.form is Form.OTHER:
        return "other_form"
    if s.id not in clear:
        return "unclear"
    return "alone" if s.id in bounded else "other_form"


ORDER = (
    "compared",
    "alone",
    "unclear",
    "no_year",
    "no_unit",
    "other_form",
    "policy",
    "figures_related",
    "figures_alone",
)


def _reasons(fates: Iterable[tuple[str, str]]) -> Iterable[Reason]:
    found = list(fates)
    counts = Counter(code for code, _ in found)
    for code in ORDER:
        if counts[code]:
            examples = [] if code in ("compared", "figures_related") else [words for c, words in found if c == code]
            yield Reason(code, counts[code], tuple(dict.fromkeys(examples))[:SHOWN])
