"""What every rule is handed: the plan's statements, ordered for look-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from guihua.checking.finding import Finding
from guihua.checking.identities import Identity
from guihua.checking.normal import years_of
from guihua.checking.quantities import Quantity, quantity_of
from guihua.checking.settings import Settings
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Form, Kind, Statement

TWO_SIDED = (Comparator.EQ, Comparator.REACH, Comparator.ABOUT)


@dataclass(frozen=True)
class Facts:
    """A plan as rules see it. conflicting: ids of statements that are members of a proved conflict."""

    plan: Plan
    settings: Settings
    identities: tuple[Identity, ...] = ()
    conflicting: frozenset[str] = frozenset()

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """Statement id → its quantity."""
        return {s.id: quantity_of(s) for s in self.statements}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Facts and targets with one value."""
        return tuple(s for s in self.plan.statements if s.kind is not Kind.POLICY and len(s.value) == 1)

    @cached_property
    def by_key(self) -> dict[str, list[Statement]]:
        """Quantity → its statements, in the order of the text."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            found[self.quantities[statement.id].key].append(statement)
        return found

    def key(self, statement: Statement) -> str:
        """The quantity of one statement."""
        return self.quantities[statement.id].key

    def level(self, key: str, year: int | None) -> Statement | None:
        """The first level of a quantity in a year that is a plain two-sided number."""
        for s in self.by_key.get(key, ()):
            if s.form is Form.LEVEL and s.year == year and s.comparator in TWO_SIDED and s.period is None:
                return s
        return None

    def share(self, key: str, year: int | None) -> Statement | None:
        """The first share of a quantity in a year that is a plain two-sided number."""
        for s in self.by_key.get(key, ()):
            if s.form is Form.SHARE and s.year == year and s.comparator in TWO_SIDED:
                return s
        return None

    def growth(self, key: str, years: tuple[int, int] | None = None) -> Statement | None:
        """The first mean growth of a quantity (over these years) that is a plain two-sided number."""
        for s in self.by_key.get(key, ()):
            if s.form is Form.GROWTH and s.comparator in TWO_SIDED and (years is None or years_of(s) == years):
                return s
        return None

    def paragraph(self, statement: Statement) -> str:
        """The paragraph that a statement stands in."""
        text = self.plan.text
        start = text.rfind("\n", 0, statement.start) + 1
        end = text.find("\n", statement.end)
        return text[start : len(text) if end < 0 else end].strip()


Rule: TypeAlias = Callable[[Facts], Iterable[Finding]]
"""A rule gives the findings that it has to say of a plan."""
