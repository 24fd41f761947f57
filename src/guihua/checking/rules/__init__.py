"""Rules of arithmetic, one family a module: each takes a plan and gives findings.

A rule needs no solver: what it says is the sum that it shows. Contradictions of whole systems are found by `conflicts`.
"""

from __future__ import annotations

from guihua.checking.rules import (
    agreement,
    coverage,
    intensity,
    lists,
    pace,
    remainder,
    steady,
    sums,
    whole_numbers,
)
from guihua.checking.rules.base import Facts, Rule

RULES: tuple[Rule, ...] = (
    agreement.growth_and_levels,
    sums.parts_and_whole,
    whole_numbers.back_cast,
    steady.paths_that_meet,
    steady.sums_against_growth,
    coverage.denominators,
    coverage.gaps_between_rates,
    intensity.per_unit_under_its_heading,
    intensity.totals_under_per_unit,
    lists.announced_and_listed,
    remainder.growth_of_the_rest,
    remainder.share_of_another_whole,
    pace.steps_that_widen,
    pace.directions,
)

__all__ = ["RULES", "Facts", "Rule"]
