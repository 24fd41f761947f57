"""What a text makes comparable: figures that its words put in a relation, before anything is reckoned."""

from __future__ import annotations

from dataclasses import dataclass

from guihua.checking.look.figures import Figure


@dataclass(frozen=True, slots=True)
class Candidate:
    """Figures in a relation. sure: the words leave no doubt that they stand in it. rule: of data/look_rules.yaml.

    unless   other readings of the words: where one of them holds, nothing is said
    """

    rule: str
    kind: str
    figures: tuple[Figure, ...]
    extra: str = ""
    sure: bool = False
    unless: tuple[Candidate, ...] = ()


def same_unit(a: Figure, b: Figure) -> bool:
    """Do two figures count the same kind of thing?"""
    return a.dimension == b.dimension and a.base_unit == b.base_unit and _thing(a) == _thing(b)


_BODIES = ("个", "家", "户", "处", "项", "所")


def _thing(f: Figure) -> str:
    if f.dimension == "count":
        bare = f.unit.lstrip("十百千万亿")
        return "个" if bare in _BODIES else bare
    return "人民币" if f.dimension == "money" and "美元" not in f.unit else f.unit if f.dimension == "money" else ""
