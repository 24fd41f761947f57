"""Named things in the text (regions, documents, organisations, parks, programmes, industries), linked to concepts where known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from re import Pattern

from guihua.plan.concepts import subject_aliases
from guihua.plan.regions import find_region, regions
from guihua.plan.statement import Mention
from guihua.reading.characters import matching_text
from guihua.reading.compiler import load, pattern, trie

LONGEST = 18
"""Characters of a name before its ending."""
_BOUNDARY = pattern(
    r"[^一-鿿A-Za-z（）()“”]|[由与对向为请经以将]|(?<!呼)和(?!信息化|改革|社会|电力)|实施|开展|推进|组织|建设|依托|支持|"
    r"组建|引导|鼓励|牵头|推动|成立|设立"
)
_LINKED = pattern(r"[的和与及、了等]|加快|推进|建设|开展|实施|完善|建立|加强|支持|各类|一批")


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str
    words: Pattern[str] | None
    ending: Pattern[str]
    regional: bool


def find_names(text: str) -> tuple[Mention, ...]:
    """Every named thing of the text in order of place; of two that overlap the longer one.

    A region's concept is its code (GB/T 2260); an industry's or product's its key in the concept table.
    """
    plain = matching_text(text)
    found = [*_documents(plain), *_regions(plain), *_industries(plain)]
    for kind in _kinds():
        found += _of_kind(plain, kind)
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end, m.kind)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return tuple(Mention(text[m.start : m.end].strip("《》"), m.kind, m.start, m.end, m.concept) for m in kept)


_TITLE = pattern(r"《[^《》\n]{2,60}》")


def _documents(text: str) -> list[Mention]:
    return [Mention("", "document", m.start(), m.end()) for m in _TITLE.finditer(text)]


def _regions(text: str) -> list[Mention]:
    mentions = []
    for found in _region_pattern().finditer(text):
        region = find_region(found.group())
        if region is not None:
            mentions.append(Mention("", "region", found.start(), found.end(), region.code))
    return mentions


def _industries(text: str) -> list[Mention]:
    names = subject_aliases()
    return [Mention("", "industry", m.start(), m.end(), names[m.group()]) for m in _industry_pattern().finditer(text)]


def _of_kind(text: str, kind: _Kind) -> list[Mention]:
    mentions = []
    if kind.words is not None:
        mentions += [Mention("", kind.kind, m.start(), m.end()) for m in kind.words.finditer(text)]
    for found in kind.ending.finditer(text):
        start = _name_start(text, found.start(), regional=kind.regional)
        if start is not None and not _LINKED.search(text, start, found.start()):
            mentions.append(Mention("", kind.kind, start, found.end()))
    return mentions


def _name_start(text: str, ending: int, *, regional: bool) -> int | None:
    """Where the name before this ending begins: at a region's name, or after a boundary with at least two characters."""
    floor = max(0, ending - LONGEST)
    if regional:
        found = _region_pattern().search(text, floor, ending)
        return found.start() if found else None
    start = floor if floor == 0 else None
    for boundary in _BOUNDARY.finditer(text, floor, ending):
        start = boundary.end()
    return start if start is not None and ending - start >= 2 else None


@cache
def _kinds() -> tuple[_Kind, ...]:
    kinds = []
    for row in load("names.yaml"):
        if "ending" not in row:
            continue
        words = pattern(trie(sorted(row["words"], key=lambda w: (-len(w), w)))) if row["words"] else None
        kinds.append(_Kind(row["kind"], words, pattern(row["ending"]), bool(row.get("regional"))))
    return tuple(kinds)


@cache
def _region_words() -> str:
    """Names of regions: short ones only down to leagues and cities, since short names of counties mean other things too."""
    words: set[str] = set()
    for region in regions():
        if region.level == "country":
            continue
        words.add(region.name)
        if region.level in ("region", "league_city"):
            words.add(region.short)
    return f"(?:{trie(sorted(words, key=lambda w: (-len(w), w)))})"


@cache
def _region_pattern() -> Pattern[str]:
    return pattern(_region_words())


@cache
def _industry_pattern() -> Pattern[str]:
    general = set(next(row["words"] for row in load("names.yaml") if row["kind"] == "no_industry"))
    names = [name for name in subject_aliases() if len(name) >= 2 and name not in general]
    return pattern(trie(sorted(names, key=lambda w: (-len(w), w))))
