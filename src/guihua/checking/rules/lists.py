"""Numbers that announce a list (六大产业, 七大…), against the list itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from guihua.checking.finding import Finding, Member, Severity
from guihua.checking.identities import NUMERALS
from guihua.checking.making import finding, require
from guihua.checking.rules.base import Facts
from guihua.plan.plan import Section

_BEFORE = re.compile(
    r"(?P<list>[^，。；：:;\n“”]*、[^，。；：:;\n“”]*?)(?:(?P<open>等)“?|”)(?P<n>[两二三四五六七八九十])大(?P<what>[^，。；：、\n”“建为集的]{1,12})"
)
_AFTER = re.compile(
    r"“?(?P<n>[两二三四五六七八九十])大(?P<what>[^，。；：、\n”“]{1,12})”?[，,]?(?:即|就是|包括|分别是|分别为)[：:]?(?P<list>[^，。；：:;\n等]*、[^，。；：:;\n等]*)(?P<open>等)?"
)
_HEADING = re.compile(r"(?P<n>[两二三四五六七八九十])大(?P<what>[^，。；：、\n”“]{2,14})")
_LEAD = re.compile(r"^[\s　]*(?P<lead>[^，。；：、\n]{2,20})。", re.MULTILINE)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_AND = re.compile(r"[和与及]|以及")


def announced_and_listed(facts: Facts) -> Iterable[Finding]:
    """A number and its list: agree (GH160, holds), agree in another reading only, or differ (GH160, GH161).

    A list that 等 closes may name examples only: fewer items than announced say nothing, more do.
    """
    text = facts.plan.text
    for found in _BEFORE.finditer(text):
        start = found.start("list")
        if text[start - 1 : start] == "“" and "”" in found[0] and "“" not in found[0].partition("”")[0]:
            start -= 1
        whole = found["open"] or text[found.start("list") - 1] == "“"
        if whole and not (found["open"] and max(_counts(found["list"])) < NUMERALS[found["n"]]):
            yield counted(text[start : found.end()], start)
    for found in _AFTER.finditer(text):
        if not (found["open"] and max(_counts(found["list"])) < NUMERALS[found["n"]]):
            yield counted(found[0], found.start())
    for section in facts.plan.sections:
        heading = _HEADING.search(section.title)
        if heading is not None:
            yield from _under_heading(facts, section, heading)


def counted(quote: str, start: int, items: Sequence[str] = ()) -> Finding:
    """GH160 or GH161 of a list with its number, or of a heading whose list are these items. ValueError for neither."""
    found = _HEADING.search(quote) if items else _BEFORE.search(quote) or _AFTER.search(quote)
    require(found, "no number with a list")
    assert found is not None
    listed = (len(items),) if items else _counts(found["list"])
    announced = NUMERALS[found["n"]]
    require(items or not (found["open"] and max(listed) < announced), "a list of examples")
    agrees, differs = listed[0] == announced, announced not in listed
    end = start + len(quote)
    return finding(
        "GH161" if differs else "GH160",
        Severity.NOTE if agrees else Severity.WARNING,
        [Member(name=f"text:{start}-{end}", quote=quote, start=start, end=end, value=str(announced))],
        holds=agrees,
        weight=25 if differs else 10,
        parameters=(
            ("announced", str(announced)),
            ("what", found["what"]),
            ("listed", str(announced) if agrees else "或".join(map(str, sorted(set(listed))))),
            *((("items", "、".join(items)),) if items else ()),
        ),
    )


def _under_heading(facts: Facts, section: Section, heading: re.Match[str]) -> Iterable[Finding]:
    """A section headed by N大X whose paragraphs each open with a short name."""
    text = facts.plan.text
    body = text.find("\n", section.start, section.end)
    leads = list(_LEAD.finditer(text[body : section.end])) if body >= 0 else []
    place = text.find(heading[0], section.start, body) if len(leads) > 1 else -1
    if place >= 0:
        yield counted(heading[0], place, [m["lead"] for m in leads])


def _counts(written: str) -> tuple[int, ...]:
    """How many things a list may name, the common reading first: 、 parts them, and 和 before the last (甲、乙和丙).

    Either 和 may also join two words of one thing (饲（草）料和特色加工).
    """
    bare = _BRACKETS.sub("", written)
    parts = [p for p in bare.split("、") if p.strip()]
    joined = [len([q for q in _AND.split(p) if q.strip()]) for p in parts]
    if not parts or sum(joined) == len(parts):
        return (len(parts),)
    if joined[-1] > 1:
        return len(parts) - 1 + joined[-1], len(parts)
    return len(parts), sum(joined)
