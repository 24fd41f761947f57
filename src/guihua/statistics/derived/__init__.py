"""Derived indicators: ratio, share, per unit, comparable growth, cumulative, as declared in `plan/data/derived.yaml`.

    found = derive(rows)                 # as known on the day on which the rows were known
    found.values, found.refused
    later = found.revised(observation)   # recomputes exactly what depends on it: later.recomputed

Inputs of one value share region, period, coverage, accounting, price and system, and are measured in units of one
dimension (per_unit: of the declared ones); where they do not, nothing is derived and the refusal is a record. Facts of a
plan are never inputs. A value takes the latest date, the weakest trust and grade and the strictest publish level of its
inputs. Arithmetic is exact; the printed value has six significant digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from guihua.statistics.derived.cells import Cell, Key, Table, cell_of, clash, keys_of, near
from guihua.statistics.derived.declarations import SOURCE_SUM, Rule, compute, inputs_of, is_derived, rule_of, rules
from guihua.statistics.derived.values import Derived, standing, value_of
from guihua.statistics.observation import Observation

__all__ = [
    "SOURCE_SUM",
    "Derivations",
    "Derived",
    "Refused",
    "Rule",
    "compute",
    "derive",
    "inputs_of",
    "is_derived",
    "rule_of",
    "rules",
    "standing",
    "vintages",
]


@dataclass(frozen=True, slots=True)
class Refused:
    """Inputs of one region and period that do not go together; what: coverage, accounting, price, system, unit, zero."""

    rule: Rule
    what: str
    inputs: tuple[Observation, Observation]


@dataclass(frozen=True, slots=True)
class Derivations:
    """Everything that can be derived from some figures. recomputed: what the last revision made be computed."""

    rows: Mapping[Cell, tuple[Observation, ...]]
    values: Mapping[Key, Derived]
    refused: tuple[Refused, ...]
    recomputed: frozenset[Key] = frozenset()

    def revised(self, observation: Observation) -> Derivations:
        """With one figure more: a vintage of a known cell, or a cell that is new. Only its dependents are computed."""
        cell = cell_of(observation)
        if cell is None:
            return replace(self, recomputed=frozenset())
        rows = {**self.rows, cell: (*self.rows.get(cell, ()), observation)}
        fresh = frozenset(key for key in keys_of(near(rows, cell)) if cell in key[1])
        found = {key: value_of(key, rows) for key in fresh}
        values = {key: value for key, value in {**self.values, **found}.items() if value is not None}
        return Derivations(rows, values, _refusals(rows, values), fresh)


def derive(rows: Iterable[Observation]) -> Derivations:
    """Every derived figure of the given ones, by the standing vintage of each."""
    cells: dict[Cell, tuple[Observation, ...]] = {}
    for row in rows:
        cell = cell_of(row)
        if cell is not None:
            cells[cell] = (*cells.get(cell, ()), row)
    keys = keys_of(cells)
    values = {key: value for key in keys if (value := value_of(key, cells)) is not None}
    return Derivations(cells, values, _refusals(cells, values), frozenset(keys))


def vintages(rows: Iterable[Observation]) -> tuple[Derived, ...]:
    """Every vintage of every derived figure: a new one from each day on which an input was published or revised.

    Figures without a date of publication make none.
    """
    dated = sorted((r for r in rows if r.published and not r.collected), key=lambda r: (r.published or date.min, r.id))
    found: dict[str, Derived] = {}
    now = derive(())
    for row in dated:
        now = now.revised(row)
        for key in now.recomputed & now.values.keys():
            found.setdefault(now.values[key].observation.id, now.values[key])
    order = {id_: n for n, id_ in enumerate(found)}
    return tuple(sorted(found.values(), key=lambda d: (d.rule.code, d.observation.period.end, order[d.observation.id])))


def _refusals(rows: Mapping[Cell, tuple[Observation, ...]], values: Mapping[Key, Derived]) -> tuple[Refused, ...]:
    """Figures of one region and period that a rule would combine but may not, and that no other figure makes good."""
    have = {(key[0], key[1][0]) for key in values}
    table = Table.of(rows)
    found = []
    for rule in rules():
        if not rule.by:
            continue
        for of in table.variables.get(rule.of, []):
            others = table.beside(rule, of)
            if (rule.code, of) in have or not others:
                continue
            by = others[0]
            pair = (max(rows[of], key=standing), max(rows[by], key=standing))
            found.append(Refused(rule, clash(rule, of, by) or "zero", pair))
    return tuple(found)
