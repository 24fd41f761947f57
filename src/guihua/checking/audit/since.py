"""Two drafts of a paper by their figures: which changed, which came, which went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from guihua.statistics.harvest.records import Figure


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference: the figure before and after; None on the side where there is none."""

    before: Figure | None
    after: Figure | None


def since(old: Sequence[Figure], new: Sequence[Figure]) -> tuple[Changed, ...]:
    """What changed from one draft to the next, in the order of the newer. A moved figure is no change."""
    found: list[Changed] = []
    gone: list[Figure] = []
    came: list[Figure] = []
    match = SequenceMatcher(None, [_key(f) for f in old], [_key(f) for f in new], autojunk=False)
    for tag, a, b, c, d in match.get_opcodes():
        if tag == "equal":
            found += [Changed(x, y) for x, y in zip(old[a:b], new[c:d], strict=True) if _value(x) != _value(y)]
        else:
            gone += old[a:b]
            came += new[c:d]
    for figure in came:
        same = next((g for g in gone if _key(g) == _key(figure)), None)
        if same is not None:
            gone.remove(same)
            if _value(same) != _value(figure):
                found.append(Changed(same, figure))
        else:
            found.append(Changed(None, figure))
    found += [Changed(g, None) for g in gone]
    return tuple(sorted(found, key=_place))


def _place(c: Changed) -> tuple[bool, int]:
    figure = c.after or c.before
    return c.after is None, 0 if figure is None else figure.value_start


def _key(f: Figure) -> tuple[str, ...]:
    return f.region.code, f.indicator, f.when.words, f.transformation, f.subject


def _value(f: Figure) -> tuple[str, str, str]:
    return f.value, f.unit, f.bound
