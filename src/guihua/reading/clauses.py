"""From the tokens of a sentence to readings: which numbers assert something, by which rule, and where the label stands."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from guihua.reading.compiler import Rule, followers, grammar, label_patterns, leaning_patterns, pattern
from guihua.reading.tokens import NUMBERS, Tokens, scan

PREDICATE = frozenset("TWDESBVvAUuieoHXIFGZga")
_VERBS = frozenset("BVvAUuieIGga")
_STOPS = frozenset("C;:(zM")
_RATED = pattern("(?:Nc)*(?P<rate>N)[VWHuvo]*[%m]")
_MEMO: dict[str, tuple[Rule, ...]] = {}
_MEMO_LIMIT = 50_000


class _Places:
    """Whether a token is a bar: a list that grows, asked as a set."""

    def __init__(self, bars: list[int]) -> None:
        self.bars, self.known, self.seen = bars, set[int](), 0

    def __contains__(self, i: object) -> bool:
        if self.seen < len(self.bars):
            self.known.update(self.bars[self.seen :])
            self.seen = len(self.bars)
        return i in self.known


@dataclass(slots=True)
class Reading:
    """One number, or a list of numbers that share a predicate (70%、60%和41%), with the rule that placed it.

    members    token indexes of the numbers
    region     [first, last) tokens of the label's place; predicate begins where it ends
    after      [first, last) tokens of what follows the last number within its clause, hedge left out
    clause     [first, last) tokens of the whole clause
    thresholds token indexes of bars inside the region
    bars       token indexes of every bar of the sentence
    named      what is counted, where a bar after the count describes it (5家年收入超百亿元的企业)
    """

    members: list[int]
    rule: Rule
    region: tuple[int, int]
    after: tuple[int, int]
    clause: tuple[int, int]
    kind: str
    flagged: str
    thresholds: list[int] = field(default_factory=list)
    bars: list[int] = field(default_factory=list)
    named: str = ""


def fired(text: str) -> list[tuple[str, str]]:
    """(rule, letters) for every number group of one sentence (matching text), skip and threshold rules too."""
    log: list[tuple[str, str]] = []
    readings(text, scan(text, 0, len(text)), log)
    return log


def readings(
    text: str, tokens: Tokens, log: list[tuple[str, str]] | None = None
) -> tuple[list[Reading], list[tuple[int, str]]]:
    """Every number group of the sentence that a rule takes for an assertion, in order; and what stays unread.

    Unread are numbers that a skip rule or no rule met, with that rule's id: bare numbers above all. A bar that belongs
    to an indicator, and a stretch of time, are placed and not unread. log takes every rule that fired.
    """
    kinds = tokens.kinds
    found: list[Reading] = []
    unread: list[tuple[int, str]] = []
    bars: list[int] = []
    barred = _Places(bars)
    described: set[int] = set()
    last_value = -1
    for members in _groups(kinds):
        first, last = members[0], members[-1]
        if first in described:
            bars.append(first)
            last_value = first
            continue
        begin = _predicate_start(kinds, first)
        start = _region_start(kinds, begin, last_value, barred)
        end = _clause_end(kinds, last)
        clause = start
        if start == begin and _opens_bracket(kinds, start, first):
            clause = start = _region_start(kinds, start - 1, last_value, barred)
            begin = kinds.rfind("(", 0, first)
        kind = kinds[last]
        if _describes(text, tokens, first, last, last_value):
            bars.extend(members)
            continue
        flagged = f"{kinds[start:begin]}|{kinds[begin:first].lstrip('(')}<{kind}>{kinds[last + 1 : end]}"
        rule = _first_rule(flagged, text, tokens, begin, last)
        if log is not None:
            log.append((rule.id if rule else "", flagged))
        if rule is None or rule.role == "skip":
            if rule is not None and len(members) == 1 and kind in "dbw":
                bars.append(first)
            if kind not in "dw":
                unread.extend((i, rule.id if rule else "no-rule") for i in members)
            continue
        if rule.role == "threshold":
            bars.extend(members)
            continue
        after = last + 1
        while after < end and kinds[after] in "hj":
            after += 1
        inside = [i for i in bars if start <= i < begin]
        named = ""
        if kind == "c" and (told := _bar_after(text, tokens, after)):
            bar, end, named = told
            described.add(bar)
        found.append(
            Reading(members, rule, (start, begin), (after, end), (clause, end), kind, flagged, inside, [], named)
        )
        last_value = last
    for reading in found:
        reading.thresholds.extend(i for i in bars if reading.after[0] <= i < reading.after[1])
        reading.bars = bars
    return found, unread


def _describes(text: str, tokens: Tokens, first: int, last: int, last_value: int) -> bool:
    """Whether the number only says which things another counts or rates: 30个50户以上村寨, 管道（管径＜600毫米）, 97个断面水质达标率."""
    kinds = tokens.kinds
    counted = first > 0 and first - 1 == last_value and kinds[first - 1] == kinds[last] == "c"
    sized = counted and kinds[last + 1 : last + 3] == "hN"
    return sized or _bar_in_brackets(kinds, first) or _rated(text, tokens, last)


def _bar_after(text: str, tokens: Tokens, after: int) -> tuple[int, int, str] | None:
    """(bar, end, what is counted) where a bar after a count describes it: 5家以上年收入过百亿元、2家过千亿元的企业."""
    found = grammar().barred.match(tokens.kinds, after)
    if not found:
        return None
    bar, end = found.start("bar"), found.end("hedge")
    if not found["hedge"] and not set(tokens.kinds[after:bar]) & set("HWovV"):
        return None  # 20家企业投资…
    described = text[tokens.starts[after] : tokens.ends[end - 1]]
    if found["noun"]:
        noun = text[tokens.starts[end] : tokens.ends[end]]
        return (bar, end + 1, described + noun) if noun.startswith("的") or found["hedge"] else None
    later = _bar_after(text, tokens, found.end())
    if later is None:
        return None
    return bar, end, f"{described}的{later[2].rpartition('的')[2]}"


def _groups(kinds: str) -> list[list[int]]:
    """Number tokens, those joined by 、 or 和 alone (hedges aside) together."""
    groups: list[list[int]] = []
    for i, letter in enumerate(kinds):
        if letter not in NUMBERS:
            continue
        if groups and _joined(kinds, groups[-1][-1], i):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _joined(kinds: str, a: int, b: int) -> bool:
    if kinds[a : b + 2] == "mhmh":
        return True  # 5万元以上20万元以下
    between = kinds[a + 1 : b].strip("hjHo")
    if between == "C" and kinds[a] == kinds[b]:
        return _listed(kinds, a, b)
    if between != "J" or kinds[a] in "wy" or kinds[b] in "wy":
        return False
    return kinds[a] == kinds[b] or kinds[a] == "b" or {kinds[a], kinds[b]} == {"x", "%"}


def _listed(kinds: str, a: int, b: int) -> bool:
    """Whether a comma joins figures of one verb: 增长8%，9%和10%; 分别增长8%，9%."""
    after = kinds[b + 1 :].lstrip("hj")
    opened = max(kinds.rfind(stop, 0, a) for stop in ";:(O")
    if after[:1] == "J" and after[1:].lstrip("Ho")[:1] == kinds[b]:
        return True
    return "D" in kinds[opened + 1 : a] and (not after or after[0] in "C;")


def _predicate_start(kinds: str, first: int) -> int:
    """The run of verbs, times and hedges before the number; a doing verb belongs to it only next to the number."""
    i = first
    verb = False
    while i > 0 and kinds[i - 1] in PREDICATE and not (verb and kinds[i - 1] == "X"):
        i -= 1
        verb = verb or kinds[i] in _VERBS
    return i


def _region_start(kinds: str, begin: int, last_value: int, bars: Container[int]) -> int:
    """Where the label's place begins: after a comma, a bracket, a colon, the number before, or 使."""
    i = begin
    while i > last_value + 1:
        letter = kinds[i - 1]
        if letter in _STOPS:
            break
        if letter == ")":
            opening = kinds.rfind("(", 0, i - 1)
            if opening <= last_value:
                break
            i = opening
            continue
        if letter in NUMBERS and (i - 1) not in bars:
            break
        if letter == "J" and i >= 2 and (kinds[i - 2] in NUMBERS or kinds[i - 2] in "hj") and (i - 2) not in bars:
            break
        i -= 1
    while i < begin and kinds[i] in "Jhj":
        i += 1
    return i


def _opens_bracket(kinds: str, start: int, first: int) -> bool:
    """A bracket that gives only the figure of what stands before it: 违规项目(约3000万千瓦)."""
    if start < 2 or kinds[start - 1] != "(" or kinds[start:first].strip("HVvWTo"):
        return False
    return kinds[start - 2] not in NUMBERS and kinds[start - 2] not in "hjC;:("


def _rated(text: str, tokens: Tokens, last: int) -> bool:
    """Whether a count only says of what the rate after it is: 97个断面水质达标率为93%."""
    found = _RATED.match(tokens.kinds, last + 1) if tokens.kinds[last] == "c" else None
    if not found:
        return False
    noun = found.end("rate") - 1
    return leaning_patterns().of_many.search(text, tokens.starts[noun], tokens.ends[noun]) is not None


def _bar_in_brackets(kinds: str, first: int) -> bool:
    """A bar that says which of the things before it are meant: 小型管网（管径＜600毫米）清疏…."""
    opening, closing = kinds.rfind("(", 0, first), kinds.find(")", first)
    inner = kinds[opening + 1 : closing]
    told = 0 < opening < closing and set(inner) <= set("NvVmoh") and bool({"v", "V"} & set(inner))
    return told and kinds[opening - 1] == "N" and kinds[closing + 1 : closing + 2] in ("N", "X")


def _clause_end(kinds: str, last: int) -> int:
    """Where the clause ends: at a separator, or at a 、 after which a new number is named; brackets without one are passed."""
    i = last + 1
    while i < len(kinds) and kinds[i] not in "C;:)":
        if kinds[i] == "(":
            closing = kinds.find(")", i)
            if closing < 0 or i == last + 1 or _names_a_number(kinds, i + 1):
                break
            i = closing
        if (
            kinds[i] in NUMBERS
            and not (kinds[last] == "c" and _bar_next(kinds, i) and not kinds[last + 1 : i].strip("hj"))
        ) or (kinds[i] == "J" and _names_a_number(kinds, i + 1)):
            break
        i += 1
    return i


def _bar_next(kinds: str, i: int) -> bool:
    """Whether the number right after a count says which things are counted: 7万名35-64岁妇女, 30个50户以上村寨."""
    return kinds[i] in "md" or (kinds[i] == "c" and kinds[i + 1 : i + 3] == "hN")


def _names_a_number(kinds: str, i: int) -> bool:
    """Whether another number stands before the clause ends."""
    while i < len(kinds) and kinds[i] not in "C;:()":
        if kinds[i] in NUMBERS:
            return True
        i += 1
    return False


def _first_rule(flagged: str, text: str, tokens: Tokens, begin: int, last: int) -> Rule | None:
    """The first rule that matches; remembered by the letters, which hold no figure.

    Few rules also ask how the label ends (needs), or with which words the text goes on after the number (then).
    """
    try:
        matching = _MEMO[flagged]
    except KeyError:
        matching = tuple(r for r in grammar().rules if r.when.search(flagged))
        first = next((i for i, r in enumerate(matching) if not r.needs and not r.then), len(matching))
        matching = matching[: first + 1]
        if len(_MEMO) < _MEMO_LIMIT:
            _MEMO[flagged] = matching
    for rule in matching:
        if rule.then:
            if followers()[rule.then].match(text, tokens.starts[last]):
                return rule
            continue
        if not rule.needs:
            return rule
        if begin and label_patterns().endings[rule.needs].search(
            text, max(0, tokens.ends[begin - 1] - 8), tokens.ends[begin - 1]
        ):
            return rule
    return None
