"""Text columns checked and given meaning, each distinct wording once, so that a million rows cost as little as can be.

The rules: what a source does not state stays ``unstated``; a partial date counts as its last day; a date that only says
when a figure was collected is marked so; a bad row is never guessed at, it goes into the table of bad rows with a reason.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from guihua.statistics import frame
from guihua.statistics.bodies import Bodies
from guihua.statistics.importing import wordings
from guihua.statistics.importing.checked import BadRow, Checked, Defaults
from guihua.statistics.importing.columns import Columns
from guihua.statistics.importing.table import RawTable
from guihua.statistics.importing.wordings import Bad, dimension_of, number

__all__ = ["Bad", "BadRow", "Checked", "Defaults", "check", "dimension_of", "number"]


def check(
    raw: RawTable,
    defaults: Defaults | None = None,
    *,
    dimensions: dict[str, str] | None = None,
    bodies: Bodies | None = None,
) -> Checked:
    """Check every row.

    dimensions  of variables already in the store (variable + transformation -> dimension)
    bodies      the parks and enterprises that may stand where a region does
    """
    work = Columns(raw, defaults or Defaults())
    for taken, given, rule in _RULES:
        work.map(taken, given, rule, every=True)
    work.map(("region_code", "region"), ("region",), partial(wordings.read_place, bodies or Bodies()), every=True)
    read_source = partial(wordings.read_source, work.defaults.publish_level)
    work.map(_SOURCE, (*frame.SOURCE, "level_by"), read_source, every=True)
    read_vouched = partial(wordings.read_vouched, frozenset(work.defaults.confirmed.split("\n")))
    work.map(("grade", "publisher", "source"), ("grade", "unvouched"), read_vouched)
    work.map(("transformation", "label", "mean"), ("transformation",), wordings.read_rate)
    work.map(("transformation", "variable", "unit"), (), wordings.read_fits)
    work.values()
    work.dimensions(dimensions or {})
    work.available()
    work.duplicates()
    return work.result()


_PLAIN = ("accounting", "system", "obs_status", "note")
_SOURCE = ("source", "publisher", "source_grade", "publish_level")
_NAMED = ("variable", "transformation", "price", "coverage", "base_period", "indicator", "mean")
_RULES: tuple[tuple[tuple[str, ...], tuple[str, ...], Callable[..., tuple[str, ...]]], ...] = (
    (("indicator", "variable", "measure", "price_basis", "coverage", "base_period"), _NAMED, wordings.read_naming),
    (("period", "year", "period_type", "span"), ("label", "span"), wordings.read_time),
    (("unit",), ("unit",), wordings.read_unit),
    (("published", "vintage_note", "date_trust"), ("published", "date_trust", "vintage_note"), wordings.read_day),
    (_PLAIN, _PLAIN, wordings.read_plain),
)
"""Columns that need no other: each is looked at in every row, so that one table of bad cells names all of them."""
