"""Labels of what a policy grants: to whom or for what, and which award (经费支持额, 一次性奖励, 经费支持占总投入比例).

Measures of support name the receiver before the sum (对…的企业, 支持…), or leave it to the sentence before or to the
heading that they stand under; where 分别 pairs sums, the receiver holds the list (国家级、省级绿色工厂).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guihua.reading.clauses import Reading
from guihua.reading.compiler import award_patterns, label_patterns
from guihua.reading.labels import clean, region_label
from guihua.reading.tokens import Tokens, scan

if TYPE_CHECKING:
    from re import Match


@dataclass(frozen=True, slots=True)
class Award:
    """The labels of the figures of an award, and what a figure after them needs: who receives it, and which award.

    total   the label of a sum of it
    """

    labels: tuple[str, ...]
    total: str
    receiver: str
    award: str


def award_label(
    text: str, tokens: Tokens, reading: Reading, own: str, heading: str, before: Award | None = None
) -> Award | None:
    """The labels of sums or shares that are granted; None where the words around them grant nothing.

    own is the clause's own label, heading the title that the sentence stands under, before the award that the paragraph
    named last.
    """
    if reading.kind not in "m%" or reading.rule.label not in ("left", "right", "both", "share"):
        return None
    if reading.kind == "%" and reading.rule.form != "share":
        return None
    said = text[tokens.starts[0] : tokens.starts[reading.members[0]]]
    found = _award(text, tokens, reading, said, own)
    if found is None:
        return None
    award, clause = found
    if (counted := _per_step(clause)) and award in counted:
        return Award((counted,), counted, before.receiver if before else "", award)
    parts = award_patterns().commas.split(said)
    earlier = before.receiver if before else ""
    if item := _item(clause):
        receiver = _with_item(_marked(parts) or earlier or _object(heading), item)
        fuller = [m["award"] for m in award_patterns().named.finditer(said) if m["award"].endswith(award)]
        award = max(fuller, key=len, default=award)
    else:
        receiver = _marked(parts) or _acted(parts, clause) or earlier or _object(heading)
    if not receiver:
        return None
    n = len(reading.members)
    receivers = _each(receiver, n) if n > 1 else [_joined(receiver)]
    amount = award + ("额" if award.endswith("支持") else "")
    tails = [amount] * len(receivers)
    if reading.kind == "%":
        whole = award_patterns().whole.search(clause)
        tails = [f"{award}占{whole['whole']}比例" if whole else f"{award}比例"] * len(receivers)
    labels = tuple(r + tail for r, tail in zip(receivers, tails, strict=True))
    whole_receiver = _joined(receiver)
    return Award(labels, whole_receiver + amount, receiver, award)


def _award(text: str, tokens: Tokens, reading: Reading, said: str, own: str) -> tuple[str, str] | None:
    """(award, words of the clause before its number): named after the number, or right before it."""
    patterns = award_patterns()
    rest = text[tokens.ends[reading.members[-1]] : tokens.ends[-1]]
    clause = award_patterns().commas.split(said)[-1]
    after = patterns.after.match(rest)
    before = patterns.bare.search(clause)
    if after:
        once = "一次性" if clause.startswith("一次性") or "一次性给予" in clause or "一次性分别" in clause else ""
        each = before["each"] if before and before["each"] else ""
        return each + ("" if after["award"].startswith("一次性") else once) + after["award"], clause
    if before and {"U", "u", "T", "B"} & set(tokens.kinds[reading.region[0] : reading.members[0]]):
        return None
    if before and (
        _opens(clause, before) or _marked(award_patterns().commas.split(said)) or patterns.before.search(own)
    ):
        once = "一次性" if "一次性" in before.group() and not before["award"].startswith("一次性") else ""
        return (before["each"] or "") + (before["to"] or "") + once + before["award"], clause
    if (
        reading.kind == "%"
        and (found := patterns.whole.search(clause))
        and found["award"]
        and "V" not in tokens.kinds[slice(*reading.clause)]
    ):
        return found["award"], clause
    return None


def _opens(clause: str, found: Match[str]) -> bool:
    """Whether the award is what the clause says, not the thing that it speaks of (发放各类补贴): nothing, 对…, or a class before it."""
    head = clause[: found.start()]
    return (
        not head
        or (len(head) <= 4 and head.endswith("级"))
        or head.endswith("的")
        or award_patterns().marked.search(head) is not None
    )


def _per_step(clause: str) -> str:
    """An award by steps says its step: 每满一百人奖励."""
    found = award_patterns().step.match(clause)
    return found.group() if found else ""


def _item(clause: str) -> str:
    """Which of several receivers the clause is about: 甲级按60%返还, 省级奖励5万元."""
    found = award_patterns().item.match(clause)
    return found.group() if found else ""


def _marked(parts: list[str]) -> str:
    """Whom the sentence marks as receiver: 对…的企业, 凡…的."""
    for part in reversed(parts):
        if found := award_patterns().marked.search(part):
            whom = _shortened(found["whom"], to_the_number=part is parts[-1])
            return (found["place"] or "") + whom if 0 < len(whom) <= 3 and found["place"] else whom
    return ""


def _acted(parts: list[str], clause: str) -> str:
    """Whom or what the sentence supports without marking it: 引育重点项目，…; …以上的展会，…; 开展赛事活动，…."""
    patterns = award_patterns()
    body = parts[-2::-1]
    for part in body:
        if found := patterns.acted.search(part):
            return _shortened(found["what"], to_the_number=False)
        if bounded := patterns.bounded.search(part):
            return bounded["thing"]
    for part in [patterns.gives.split(clause)[0], *body]:
        if len(part) >= 5 and not patterns.bar.search(part) and not patterns.stop.match(part):
            return clean(patterns.place.sub("", part))[0]
    return ""


def _shortened(words: str, to_the_number: bool) -> str:
    """A receiver without its conditions, brackets and what only leads on to the award."""
    patterns = award_patterns()
    words = label_patterns().brackets.sub("", label_patterns().quotes.sub("", words))
    if to_the_number:
        words = patterns.bare.sub("", patterns.ends.sub("", words))
    while found := patterns.head.match(words):
        words = words[found.end() :]
    what, _, thing = words.rpartition("的")
    if thing and len(thing) >= 2 and patterns.bar.search(what):
        if thing in patterns.bodies:
            return words
        verb = patterns.bar.split(what)[0]
        listed = verb if "、" in what else ""
        return (listed or (verb if len(verb) <= 6 else "")) + thing
    words = words.removesuffix("的")
    if found := patterns.bar.search(words):
        words = words[: found.start()].rstrip("、")
    return "" if len(words) <= 3 and words.startswith("新") else words


def _with_item(receiver: str, item: str) -> str:
    """The one of the receivers that the clause is about, with what they are: 市级 of 有关旅游的市级、省级荣誉 → 市级荣誉."""
    listed = award_patterns().ranked.search(receiver)
    return item + (listed["thing"].removeprefix("的") if listed else receiver)


def _each(receiver: str, n: int) -> list[str]:
    """The receivers one by one where n sums are paired with them; the one receiver where it lists no n things."""
    parts = label_patterns().joints.split(receiver)
    for i in range(len(parts) - n + 1):
        some = parts[i : i + n]
        if len(parts) != n and i != len(parts) - n:
            continue
        if cut := _cut(some[0], some[1:-1], some[-1]):
            head, tail, items = cut
            return [_joined(head + item + tail) for item in items]
    return [_joined(receiver)] * n


def _cut(first: str, middle: list[str], last: str) -> tuple[str, str, list[str]] | None:
    """(head, tail, items) of a list whose first member holds the head and whose last holds the tail."""
    patterns = award_patterns()
    if (found := patterns.level.search(first)) and (named := patterns.levels.match(last)):
        return first[: found.start()], last[named.end() :], [found.group(), *middle, named.group()]
    like = middle[0] if middle else ""
    for size in range(4, 0, -1):
        ending = first[-size:]
        at = last.find(ending)
        if len(first) <= size or at < 0 or (size == 1 and at == 0) or not all(m.endswith(ending) for m in middle):
            continue
        item = last[: at + size]
        own = len(like) if like and len(like) <= len(first) else len(item)
        return first[:-own], last[at + size :], [first[-own:], *middle, item]
    return None


def _joined(receiver: str) -> str:
    """A receiver as the head of a label: 新评定为甲级的酒店 → 新评定甲级酒店; what bodies do keeps its 的."""
    receiver = award_patterns().judged.sub(lambda m: m["what"].removesuffix("为") or "", receiver, count=1)
    what, _, thing = receiver.rpartition("的")
    if not what or (thing in award_patterns().bodies and len(what) > 8 and not any(c.isdigit() for c in what)):
        return receiver.removesuffix("的")
    return what + thing


def _object(heading: str) -> str:
    """What a heading is about, without its doing verb: 加强应用研究 → 应用研究."""
    if not heading:
        return ""
    tokens = scan(heading, 0, len(heading))
    return region_label(heading, tokens, 0, len(tokens.kinds))[0]
