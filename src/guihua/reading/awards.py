"""Labels of what a policy grants: to whom or for what, and which award (经费支持额, 一次性奖励, 经费支持占总投入比例).

Measures of support name the receiver before the sum (对…的企业, 支持…), or leave it to the heading that they stand under.
"""

from __future__ import annotations

from dataclasses import dataclass

from guihua.reading.clauses import Reading
from guihua.reading.compiler import award_patterns
from guihua.reading.labels import clean, region_label
from guihua.reading.tokens import Tokens, scan


@dataclass(frozen=True, slots=True)
class Award:
    """The label of one figure of an award, and the label that a sum of it has."""

    label: str
    award: str


def award_label(text: str, tokens: Tokens, reading: Reading, own: str, heading: str) -> Award | None:
    """The label of a sum or share that is granted; None where the words around it grant nothing.

    own is the clause's own label, heading the title that the sentence stands under.
    """
    if reading.kind not in "m%" or reading.rule.label not in ("left", "right", "both"):
        return None
    patterns = award_patterns()
    first, last = reading.region[0], reading.members[-1]
    rest = text[tokens.ends[last] : tokens.ends[-1]]
    said = text[tokens.starts[0] : tokens.starts[reading.members[0]]]
    after = patterns.after.match(rest)
    before = patterns.before.search(own)
    if after is None and (before is None or not before["award"]):
        return None
    award = after["award"] if after else before["award"] if before else ""
    receiver = _receiver(said) or _object(heading)
    if not receiver:
        return None
    total = receiver + award + ("额" if award.endswith("支持") else "")
    if reading.kind == "%":
        whole = patterns.whole.search(text[tokens.starts[first] : tokens.starts[reading.members[0]]])
        return Award(f"{receiver}{award}占{whole['whole']}比例" if whole else f"{receiver}{award}比例", total)
    return Award(total, total)


def _receiver(said: str) -> str:
    """Whom or what the sentence names before it grants."""
    patterns = award_patterns()
    found = list(patterns.receiver.finditer(said))
    if not found:
        return ""
    words = found[-1]["whom"] or found[-1]["what"]
    return patterns.manner.sub("", clean(words)[0])


def _object(heading: str) -> str:
    """What a heading is about, without its doing verb: 加强应用研究 → 应用研究."""
    if not heading:
        return ""
    tokens = scan(heading, 0, len(heading))
    return region_label(heading, tokens, 0, len(tokens.kinds))[0]
