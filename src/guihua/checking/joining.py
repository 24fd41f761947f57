"""Which statements of a plan may be joined with others by what they are called, and which only seem to speak of one thing.

A contradiction is worth nothing where the two numbers are of different things: of a quarter and a year, of the county and
its city, of items of one list, of a name (产值) that means something else in every paragraph. Whatever is doubtful stays
out; it is still read, shown and tracked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from guihua.checking.identities import NUMERALS
from guihua.checking.quantities import bare, local, quantity_of
from guihua.plan.data import load
from guihua.plan.plan import Plan
from guihua.plan.regions import find_region, region
from guihua.plan.statement import Form, Kind, Origin, Statement

_PARTS_OF_YEAR = re.compile(r"季度|上半年|下半年|[1-9一二三四五六七八九十]月份?(?!\d*日)|1[—―～-]\d{1,2}月|截至")
_YEARS = re.compile(r"(?<![比较是由从与为于在])((?:19|20)\d\d)年")
_AREA_END = re.compile(r"(?:自治区|省|市|盟|州|县|旗|区)$")
_AREA_NAME = re.compile(
    r"(?:[^，。（(“《\d年的]{1,8}?(?:自治[区州县旗]|[省市盟州县旗]|(?<![园发新景社地灾牧林矿库片城郊山])区)(?![市县区旗盟州省]))+"
)
_SUPPLIED = (Origin.DEFAULTED, Origin.GUESSED)
_NATION = ("", "000000", "100000")
_ENDS = "。；\n"
_OVER_YEARS = re.compile(r"(?<!\d)(?P<n>\d{1,2}|[两二三四五六七八九十])年(?:来|间|累计)?(?=增|降|下降|提高|减少)")
_WHOLE_PERIOD = ("累计", "五年", "5年", "期间", "时期")
_CHANGES = (Form.CHANGE, Form.CHANGE_ABS, Form.CHANGE_PP, Form.RATIO)


def localised_plan(plan: Plan) -> Plan:
    """The plan as rules and systems see it: its own region unsaid, statements that name nothing clear left out."""
    here = local(plan)
    outside, yearly = other_areas(plan), _of_one_year(plan)
    clear = [
        s
        for s in here.statements
        if not (
            _part_of_year(plan.text, s)
            or _other_year(plan.text, s)
            or _speaks_of(plan.text, s, outside)
            or _base_guessed(s, yearly=yearly)
            or _every_year(s)
        )
    ]
    return replace(here, statements=joinable(_no_items(plan.text, clear)))


def joinable(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Those statements whose name is one.

    Left out: values of one undivided list (分别增长10.9%、10.4% over a label that names both), and labels that carry two
    values for one year, where the concept table does not know them (底栖动物, once per river basin) or they are a bare
    measure (产值, once per industry).
    """
    keys = {s.id: quantity_of(s).key for s in statements}
    listed = Counter(_listing(s, keys[s.id]) for s in statements)
    values: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    for s in statements:
        if not quantity_of(s).known or bare(s):
            values[keys[s.id], s.form, s.year, s.base_year].add((*s.value, s.unit))
    vague = {names[0] for names, found in values.items() if len(found) > 1}
    return tuple(s for s in statements if listed[_listing(s, keys[s.id])] == 1 and keys[s.id] not in vague)


def sentence_start(text: str, place: int) -> int:
    """Where the sentence that holds this place starts."""
    return max(text.rfind(mark, 0, place) for mark in _ENDS) + 1


def one_sentence(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Do these (start, end) stand in one sentence, up to its full stop?"""
    between = text[min(start for start, _ in spans) : max(end for _, end in spans)] if spans else ""
    return "。" not in between and "\n" not in between


def _part_of_year(text: str, statement: Statement) -> bool:
    """Does its sentence speak of a quarter, a half or some months? Then the year's own figures are other quantities."""
    return _PARTS_OF_YEAR.search(text[sentence_start(text, statement.start) : statement.end]) is not None


def _other_year(text: str, statement: Statement) -> bool:
    """Was its year supplied by default although its paragraph last named another one (2020年，…。用电量620亿千瓦时)?

    Then it is not clear which of the two it speaks of. Years that are compared with (比2015年) name no other time.
    """
    origins = (statement.origin("year"), statement.origin("base_year"))
    if not {Origin.DEFAULTED, Origin.GUESSED, Origin.CARRIED} & set(origins):
        return False
    start = text.rfind("\n", 0, statement.start) + 1
    named = _YEARS.findall(text[start : statement.end])
    return bool(named) and int(named[-1]) != statement.year


def _base_guessed(s: Statement, *, yearly: bool) -> bool:
    """Is it open from when it counts: 增长5%, last year's or the whole period's, or another span than its years say?

    A base of the year before that was supplied by default is the common meaning; one further back is a guess, unless the
    words speak of the whole period, or it is a target of a document that plans for years. 三年增长58.6% says how many years
    it is over.
    """
    if s.form not in _CHANGES or s.year is None or s.base_year is None or s.base_period is not None:
        return False
    over = _OVER_YEARS.search(s.quote)
    if over is not None:
        said = int(over["n"]) if over["n"].isdigit() else NUMERALS[over["n"]]
        return said != s.year - s.base_year
    guessed = s.origin("base_year") in _SUPPLIED and s.year - s.base_year > 1
    planned = s.kind is Kind.TARGET and not yearly
    return guessed and not planned and not any(word in s.quote for word in _WHOLE_PERIOD)


def _every_year(s: Statement) -> bool:
    """Is it an increase of each year (每年新增140家), which is no change over the whole period?"""
    several = s.year is not None and s.base_year is not None and s.year - s.base_year > 1
    return s.form is Form.CHANGE_ABS and several and re.search(r"每年|年均|平均每年", s.quote) is not None


def _of_one_year(plan: Plan) -> bool:
    """Is it a document of one year: a report on work, a yearly plan?"""
    return any(word in _title(plan) for word in load("words.yaml", "guihua.checking.data")["yearly"])


def _title(plan: Plan) -> str:
    return plan.title or plan.text.lstrip().partition("\n")[0]


def _speaks_of(text: str, statement: Statement, areas: tuple[str, ...]) -> bool:
    """Does the statement open with the name of an area that is not the plan's own (全市年均增速, in a county's plan)?"""
    if statement.scope in areas:
        return True
    opening = text[max(0, statement.start - 1) : statement.end].lstrip("“‘（(，、；。：\n　 ")
    return opening.startswith(areas)


def other_areas(plan: Plan) -> tuple[str, ...]:
    """Words for whole areas that are not the plan's: 全市 and 全省 in a county's. None where its own is not known."""
    words = _area_words()
    named = area_kind(_title(plan)) or (area_kind(region(plan.region).name) if plan.region not in _NATION else "")
    own = named or _commonest(plan.text, words)
    return tuple(w for found in words.values() for w in found if w not in words[own]) if own else ()


def area_kind(title: str) -> str:
    """The kind of the area that a title begins with: 市 of 内蒙古自治区包头市…, 市 of 海州市…, "" where it begins with none."""
    found = _AREA_NAME.match(title.lstrip("《“ 　"))
    return _AREA_END.search(found[0])[0] if found is not None else ""  # type: ignore[index]  # a match ends in a kind


def with_own_region(plan: Plan) -> Plan:
    """The plan under the region that its title names last: 内蒙古包头市… is the city's, 云岭州… none that the table knows.

    Where the title names no area, the region stays as it was read.
    """
    found = _AREA_NAME.match(_title(plan).lstrip("《“ 　"))
    if found is None:
        return plan
    name = found[0]
    known = next(
        (r for i in range(len(name) - 1) if (r := find_region(name[i:])) is not None and r.name == name[i:]), None
    )
    if known is None:
        short = region(plan.region).name if plan.region not in _NATION else ""
        known_within = bool(short) and (short in name or name in short)
        return plan if not plan.region or known_within else replace(plan, region="")
    return replace(plan, region=known.code)


def _commonest(text: str, words: dict[str, tuple[str, ...]]) -> str:
    """The kind of area whose words stand in the text far oftener than any other's."""
    counts = Counter({kind: sum(text.count(w) for w in found) for kind, found in words.items()})
    first, most = max(counts.items(), key=lambda pair: pair[1])
    others = max(count for kind, count in counts.items() if words[kind] != words[first])
    return first if most >= 3 and most > 3 * others else ""


def _no_items(text: str, statements: list[Statement]) -> list[Statement]:
    """Without values of one form that one sentence gives several of for one year: 投资32亿元，…投资141亿元 are items.

    Years that were supplied by default count as one: 从4.16万亿元增加到5.67万亿元 leaves open which they are.
    """
    seen: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    for s in statements:
        for place in _places(text, s):
            seen[place].add((*s.value, s.unit))
    return [s for s in statements if all(len(seen[place]) == 1 for place in _places(text, s))]


def _places(text: str, s: Statement) -> Iterable[tuple[object, ...]]:
    """Where a statement's value may be one of several: its sentence, quantity and form, with its years, and if guessed without."""
    level = s.form in (Form.LEVEL, Form.SHARE)
    place = sentence_start(text, s.start), quantity_of(s).key, s.form
    yield (*place, s.year, None if level else s.base_year)
    if level and s.origin("year") in _SUPPLIED:
        yield place


def _listing(s: Statement, key: str) -> tuple[object, ...]:
    return (s.start, s.end, s.form, s.year, s.base_year, s.comparator, key)


@cache
def _area_words() -> dict[str, tuple[str, ...]]:
    entries = load("words.yaml", "guihua.checking.data")["areas"]
    return {entry["kind"]: tuple(entry["words"]) for entry in entries}
