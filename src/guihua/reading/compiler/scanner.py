"""The one anchored scanner: labels, times, quantities, cues and separators, in this order."""

from __future__ import annotations

import re

from guihua.reading.compiler.clause_rules import Cue
from guihua.reading.compiler.numerals import CIRCLED, DIGITS, HAN, HAN_FIRST, NUMBER, YEAR
from guihua.reading.compiler.quantities import Group, han_quantity, quantity_groups
from guihua.reading.compiler.times import time_groups
from guihua.reading.compiler.wordlists import load, trie

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def token(
    table: dict[str, str],
    cues: dict[str, Cue],
    near: dict[str, Cue],
    relative: dict[str, int],
    plan_words: dict[str, str],
) -> str:
    """The scanner: labels, times, quantities, cues, separators, in this order.

    Every alternative stands behind a test of its first character, and a run of characters that begin nothing is one
    match, so that plain text is passed at the speed of a character class.
    """
    time_words = {**relative, **plan_words}
    groups = [
        *label_groups(),
        *time_groups(table, time_words),
        *quantity_groups(table),
        *word_groups(table, cues, near),
    ]
    groups = _sole_first(groups, cues)
    every = "".join(sorted({c for _, _, firsts in groups for c in firsts}))
    guarded = [f"(?=[{re.escape(''.join(sorted(set(firsts))))}])(?P<{name}>{body})" for name, body, firsts in groups]
    return "|".join([f"(?P<_>[^{re.escape(every)}]+)", *guarded])


def _sole_first(groups: list[Group], cues: dict[str, Cue]) -> list[Group]:
    """The groups with the cues before them whose first character begins nothing else: they need not be asked last."""
    others = {c for name, _, firsts in groups if name != "c" for c in firsts}
    sole = [word for word in cues if word[0] not in others]
    rest = [word for word in cues if word[0] in others]
    shared = [
        (n, trie(rest) if n == "c" else body, _firsts(rest) if n == "c" else firsts) for n, body, firsts in groups
    ]
    return [shared[0], ("x", trie(sole), _firsts(sole)), *shared[1:]]


def _firsts(words: list[str]) -> str:
    return "".join({word[0] for word in words})


def label_groups() -> list[Group]:
    """Separators, and digits that are no quantity."""
    return [
        ("s", "[，,、。；;！？\n\f]", "，,、。；;！？\n\f"),
        ("L", _label_pattern(), DIGITS + HAN_FIRST + _LATIN + "〔[［（(【第专附表图例注排列居位全世国前"),
    ]


def word_groups(table: dict[str, str], cues: dict[str, Cue], near: dict[str, Cue]) -> list[Group]:
    """Names and quotes, adverbs, cues, hedges and brackets."""
    fractions = trie(load("words.yaml")["fractions"])
    verbs = trie(word for word, cue in cues.items() if cue.kind in "XUuViAS" and len(word) > 1)
    emphasis = "重点"
    ahead = rf"(?:每(?:千瓦时|立方米|平方米|公斤|[人户亩吨年月天度]))*(?:约|近|超过|超|大约)?\s?(?:{NUMBER}|百分之|{han_quantity(table)}|{fractions})"
    grows = "增长|增加|递增|递减|提高|上升|提升|下降|降低|减少"
    modals = "将要需须可应拟再还也仍先共"
    point_or_now = rf"(?:{YEAR}|目前|现在|现有|\d)"
    return [
        ("E", r"“[^“”\n]{1,24}”|《[^《》\n]{1,60}》|[A-Za-z][A-Za-z&+.\-]*|占地(?![区方级])", "“《占" + _LATIN),
        (
            "m",
            rf"[{modals}](?={verbs}|由{point_or_now})|{emphasis}(?={verbs})|(?:连续|提前)(?:\d+|{HAN}+)个?(?:年|季度|月)|按(?:照)?{YEAR}年(?:不变|可比|现行|市场)?价格?(?:计算)?"
            rf"|(?:每(?:[人户亩吨头村校生名年月天日度]|千瓦时|千瓦|立方米|平方米|公斤|公里|平方公里|床位)){{1,2}}(?=(?:补助|补贴)?(?:约)?{NUMBER}[万亿]*元)"
            rf"|每(?:\d{{1,2}}|[两三四五六七八九十])年",
            modals + emphasis[0] + "连提按每",
        ),
        ("e", r"(?<![许很众最更较增至])[多少](?=完成|实现|投入|建成|安排|引进|培训|新建|改造)", "多少"),
        ("A", rf"(?<=[\d一二两三四五六七八九十]年)平均(?={grows})", "平"),
        ("c", trie(cues), _firsts(list(cues))),
        ("n", rf"(?:{trie(near)})(?={ahead}|(?:约|近|超|大约))", _firsts(list(near))),
        ("h", r"(?<=[亿万元瓦吨人])级(?=[一-鿿])(?!别)|(?<=[倍成番])[多余]", "级多余"),
        ("p", r"[：:（）()]", "：:（）()"),
    ]


def _label_pattern() -> str:
    """Digits that are no quantity, from data/labels.yaml; {han} and {number} stand for numerals."""
    names = {"{han}": f"{HAN}+", "{number}": rf"(?:\d+|{HAN}+)", "{small}": "[一二三四五六七八九十]{1,3}"}
    parts = []
    for entry in load("labels.yaml"):
        expression = entry["pattern"]
        for name, body in names.items():
            expression = expression.replace(name, body)
        parts.append(expression)
    return "|".join(parts)


def mark_pattern() -> str:
    """Marks of lists, at the beginning of a sentence: 一、, （二）, 3.; and circled figures."""
    han = "[一二三四五六七八九十百]{1,4}"
    circled = f"[{CIRCLED}]"
    opened = r"(?:(?<=\n)|(?<![\s\S]))"  # 2.3.1 only where a line begins
    point, named = r"\d{1,2}(?:\.\d{1,2})", r"[.、]?[　 ]*(?=[一-鿿“])"
    one = (
        rf"{opened}(?:{point}{{2,3}}{named}|{point}{named}(?![万亿千百十元个吨户家人年月米公平立亩倍岁件项度]))"
        rf"|{han}、(?![二三四五]、|[二三]次?产业)|[（(]{han}[）)]|\d{{1,2}}[.、．](?!\d)|[（(]\d{{1,2}}[）)]"
        rf"|{circled}|[■●◆▪□★▲]|第{han}[章节篇条](?=[　 ])|-{{1,2}}(?!\d)"
    )
    return rf"[　 \t]*(?:(?:{one})[　 ]*)+"
