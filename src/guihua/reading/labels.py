"""Indicator labels: what the clause says is measured, composed so that it reads alone.

A label is cut from the text between the clause's beginning and its predicate, with times, doing verbs, hedges and 的 taken
away; what the clause leaves out is restored from the statement before it.
"""

from __future__ import annotations

from guihua.reading.compiler import label_patterns
from guihua.reading.tokens import NUMBERS, Tokens

_LEADING = frozenset("TPWXOEZBADSJh)u")
_TRAILING = frozenset("ODSWAJ")


def region_label(text: str, tokens: Tokens, first: int, last: int) -> tuple[str, str]:
    """(label, scope) of the tokens [first, last): doing verbs and times stripped in front, 的 behind.

    scope is a leading region word (全区, 我市), which stands apart from the label.
    """
    first, last = trim(tokens.kinds, first, last)
    if first >= last:
        return "", ""
    raw = text[tokens.starts[first] : tokens.ends[last - 1]]
    for i in range(first, last):
        if tokens.kinds[i] in "TZ":
            raw = raw.replace(text[tokens.starts[i] : tokens.ends[i]], "", 1)
    return clean(raw)


def trim(kinds: str, first: int, last: int) -> tuple[int, int]:
    """The tokens without what only leads up to a label or follows it."""
    while first < last and kinds[first] in _LEADING:
        first += 1
    while last > first and kinds[last - 1] in _TRAILING:
        last -= 1
    return first, last


def clean(raw: str) -> tuple[str, str]:
    """(label, scope): quotes, a leading region word, adverbs and trailing particles taken away."""
    patterns = label_patterns()
    label = patterns.quotes.sub("", raw).strip(" 　，,")
    scope = ""
    while found := patterns.lead.match(label):
        if found["scope"]:
            scope = found["scope"]
        label = label[found.end() :]
    label = patterns.tail.sub("", label)
    label = patterns.of_share.sub(r"占\1", label)
    return label, scope


def noun_after(text: str, tokens: Tokens, first: int, last: int) -> str:
    """The counted noun that follows the number: up to the next verb of the clause."""
    end = first + 1 if tokens.kinds[first : first + 2] in ("XN", "UN") else first
    while end < last and (
        tokens.kinds[end] in "NL" or tokens.kinds[end] == "J" or (tokens.kinds[end] in "XUWhA" and end > first)
    ):
        if tokens.kinds[end] == "X" and end > first and not _goes_on(tokens.kinds, end, last):
            break
        end += 1
    while end > first and tokens.kinds[end - 1] in "JW":
        end -= 1
    if end <= first:
        return ""
    return clean(text[tokens.starts[first] : tokens.ends[end - 1]])[0]


def _goes_on(kinds: str, i: int, last: int) -> bool:
    """Whether a doing verb inside a noun phrase is part of it (…建设项目)."""
    return i + 1 < last and kinds[i + 1] == "N"


def split_list(label: str, n: int) -> list[str]:
    """A label that joins n things, as n labels that read alone; [] where it does not join n things.

    电解铝、电石、甲醇等初级工业产品加工转化率 (3) → 电解铝初级工业产品加工转化率, …
    """
    patterns = label_patterns()
    for pattern in (patterns.and_only, patterns.joints):
        parts = [p for p in pattern.split(label) if p]
        if len(parts) == n:
            return _complete(parts)
    return []


def _complete(parts: list[str]) -> list[str]:
    """Give each part the head or tail that it shares with the others."""
    patterns = label_patterns()
    first, last = parts[0], parts[-1]
    if len(last) <= 4 < len(first) or (len(last) < len(first) / 2 and patterns.measure.search(first)):
        measure = patterns.measure.search(first)
        if measure and measure.start() > 0:
            head = first[: measure.start()]
            return [first] + [p if p.startswith(head) else head + p for p in parts[1:]]
    if patterns.measure.search(first):
        return parts
    tail = _tail(first, last)
    named = last.find("等")
    ending = [last[:named] + tail] if named > 0 and len(parts) > 2 else [last]
    return [p if p.endswith(tail) else p + tail for p in parts[:-1]] + ending


def closed(label: str) -> str:
    """An open list under one value says its class: 硫酸、甲醇等化工初级产品加工率 → 化工初级产品加工率."""
    return label_patterns().open_list.sub("", label)


def _tail(first: str, last: str) -> str:
    """What the last part says beyond its own item: after 等, after the ending it shares with the first, or its measure."""
    patterns = label_patterns()
    if (i := last.find("等")) > 0:
        return patterns.class_noun.sub("", last[i + 1 :])
    if (place := patterns.place.match(last)) and patterns.place.fullmatch(first):
        return last[place.end() :]
    for size in (3, 2, 1):
        ending = first[-size:]
        if len(first) > size and (i := last.find(ending)) > 0:
            return last[i + size :]
    if (found := patterns.measure.search(last)) and found.start() > 0:
        return last[found.start() :]
    return last[2:] if len(last) > 4 else ""


def threshold_noun(text: str, tokens: Tokens, first: int, bar: int) -> str:
    """What is measured against a bar: the text right before it (产值 in 产值超百亿元)."""
    i = bar
    while i > first and tokens.kinds[i - 1] in "HVWh":
        i -= 1
    end = i
    while i > first and tokens.kinds[i - 1] == "N":
        i -= 1
    if i == end or any(tokens.kinds[j] in NUMBERS for j in range(i, end)):
        return ""
    return clean(text[tokens.starts[i] : tokens.ends[end - 1]])[0]
