"""The last word on a label: whatever rule made it, brackets are balanced, no list mark, verb or preposition is left at its ends,
and a measure that the unit tells is named (3万亩 is an area). Pure: label and unit in, label out.
"""

from __future__ import annotations

from functools import lru_cache

from guihua.reading.compiler import wording_patterns

_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "[": "]"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_ROUNDS = 4
"""What one mend lays bare the next round takes away."""
_SHORT = 8
"""Characters of a note in brackets that belongs to a name (工业集中区（园区）)."""


@lru_cache(maxsize=4096)
def worded(label: str, unit: str = "", form: str = "") -> str:
    """The label as it is given. unit: as written; form: the statement's.

    一是安排专项资金 → 安排专项资金; 实际到位资金以 → 实际到位资金; 整理土地 (亩) → 整理土地面积; 断面达到三类的比重 → 断面达到三类比重.
    """
    for _ in range(_ROUNDS):
        given = _reworded(label, unit, form)
        if given == label:
            break
        label = given
    return label


def _reworded(label: str, unit: str, form: str) -> str:
    if not label:
        return label
    patterns = wording_patterns()
    label = balanced(label)
    while (found := patterns.lead.match(label)) and found.end() < len(label) - 1:
        label = label[found.end() :]
    label = patterns.start.sub("", label)
    label = patterns.tail.sub("", label) or label
    label = patterns.inner.sub("", label)
    if "结构中" not in label:
        label = patterns.share_of_clause.sub(r"\g<share>", label)
    label = patterns.rate.sub("率", label) if "占" not in label else label
    label = patterns.whose.sub("", label)
    if form == "change_abs":
        label = patterns.lessens.sub("", label)
    label = patterns.bar_in_money.sub(r"\g<0>元", label)
    if form in ("level", "cumulative", "change", "change_abs"):
        label = with_measure(act_behind(label, unit), unit)
    return label


def act_behind(label: str, unit: str) -> str:
    """The label with its act as a noun behind the thing, where the unit tells what is counted of it: 出栏生猪 → 生猪出栏量."""
    found = wording_patterns().act.match(label)
    if not found:
        return label
    noun, units = wording_patterns().act_nouns[found["act"]]
    return f"{found['place'] or ''}{found['thing']}{noun}" if unit.lstrip("十百千万亿") in units else label


def with_measure(label: str, unit: str) -> str:
    """The label with the measure that its unit tells, where it names none."""
    patterns, bare = wording_patterns(), unit.lstrip("十百千万亿")
    measure = patterns.unit_measures.get(bare, "")
    other = {"人": "户数", "户": "人数"}.get(bare, "")
    if other and label.endswith(other) and len(label) > len(other):
        return f"{label.removesuffix(other)}{bare}数"  # 脱贫4560户1.5万人
    if label in patterns.trades and unit.endswith("元"):
        return label + "额"
    if label.endswith("项目") and unit.endswith("千瓦"):
        return label + "规模"
    if not measure or patterns.measured.search(label) or label.endswith(measure):
        return label
    return label + measure


def balanced(label: str) -> str:
    """The label with every bracket paired: a short open note is closed, a long one and a lone closing bracket are dropped."""
    opened: list[int] = []
    for i, character in enumerate(label):
        if character in _PAIRS:
            opened.append(i)
        elif character in _CLOSING:
            if not opened or label[opened[-1]] != _CLOSING[character]:
                return balanced(label[i + 1 :] if i < len(label) // 2 else label[:i] + label[i + 1 :])
            opened.pop()
    if not opened:
        return label
    at = opened[-1]
    note = label[at + 1 :]
    if at == 0:
        return balanced(note)
    if 0 < len(note.removesuffix("数")) <= _SHORT:
        ending = "数" if note.endswith("数") else ""
        return balanced(f"{label[: at + 1]}{note.removesuffix('数')}{_PAIRS[label[at]]}{ending}")
    return balanced(label[:at])
