"""Figures of a rule that say to whom it applies, not what it grants: 投资1000万元以上的，给予20%的奖励.

They are bars of the statements that follow them in the sentence; 1000万元至5000万元、5000万元以上的，分别给予70%、80% pairs them.
"""

from __future__ import annotations

from guihua.reading.clauses import Reading
from guihua.reading.compiler import award_patterns
from guihua.reading.tokens import Tokens


def apply_conditions(text: str, tokens: Tokens, found: list[Reading]) -> list[Reading]:
    """The readings of a sentence that grants; those that are conditions become bars of the ones after them."""
    kept: list[Reading] = []
    bars = list(found[0].bars)
    for reading in found:
        if _is_condition(text, tokens, reading):
            bars.extend(reading.members)
        else:
            kept.append(reading)
    if not kept:
        return found
    bars.sort()
    for reading in kept:
        reading.thresholds = reading.thresholds or _governing(text, tokens, reading, bars)
    return kept


def _is_condition(text: str, tokens: Tokens, reading: Reading) -> bool:
    """Whether the figure stands in a clause that ends with 的 before a grant, after 每满, or in a bracket as 含…."""
    patterns = award_patterns()
    first, last = tokens.starts[reading.members[0]], tokens.ends[reading.members[-1]]
    if patterns.each.search(text, max(0, first - 4), first):
        return True
    end = tokens.kinds.find("C", reading.members[-1])
    if end < 0:
        return False
    clause_end = tokens.ends[end - 1]
    words = text[last:clause_end]
    goes_on = patterns.grants.search(text, clause_end, tokens.ends[-1])
    return words.endswith("的") and goes_on is not None and patterns.grants.search(words) is None


def _governing(text: str, tokens: Tokens, reading: Reading, bars: list[int]) -> list[int]:
    """The bars of the nearest clause with bars before this reading; lower ends of ranges only, one a value where they fit."""
    before = [i for i in bars if i < reading.members[0]]
    if not before:
        return []
    start = tokens.kinds.rfind("C", 0, before[-1]) + 1
    lower = [i for i in before if i >= start and not _ends_a_range(text, tokens, i)]
    return lower if len(lower) in (1, len(reading.members)) else lower[:1]


def _ends_a_range(text: str, tokens: Tokens, i: int) -> bool:
    """Whether the bar is the upper end of a range: 1000万元至5000万元; not 达到5000万元."""
    before = text[tokens.starts[i - 1] : tokens.starts[i]] if i else ""
    return before.endswith(("至", "到", "-")) and (len(before) == 1 or tokens.kinds[i - 1] not in "Vvu")
