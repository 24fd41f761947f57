"""Patterns of quantities: a number with its unit, in digits, in characters or in words."""

from __future__ import annotations

from guihua.reading.compiler.numerals import DIGITS, HAN, HAN_DIGIT, HAN_FIRST, HAN_NUMBER, HAN_POINT, NUMBER, RANGE
from guihua.reading.compiler.wordlists import load, trie

Group = tuple[str, str, str]
"""Name of a group of the scanner, its pattern, and every character that it can begin with."""

_TENTH = "[一二三四五六七八九]"
_OF_A_RATIO = "的?比|左右|以内|以上|分[担成摊]|配套|调整|[，。；、]"
"""What stands after a ratio written with a wide colon; after 表1： and the like something else does."""


def quantity_groups(table: dict[str, str]) -> list[Group]:
    """The groups of fractions, words, ratios, ordinal years, numbers with units, and numerals in characters."""
    words = load("words.yaml")
    unit = unit_pattern(table)
    multiplier = "(?:万亿|[百千十]?[万亿])"
    part = rf"(?:{HAN_NUMBER}|{NUMBER})"
    first = rf"(?P<n1>{NUMBER})(?P<a1>[多余几])?(?: ?(?P<m1>{multiplier}))?(?P<a2>[多余])?"
    second = rf"(?:(?P<u0>{unit})?{RANGE}(?P<n2>{NUMBER})(?P<a3>[多余])?(?: ?(?P<m2>{multiplier}))?)?"
    return [
        (
            "f",
            rf"(?<![\d/.])[1-9]/[2-9](?![\d/])|[百千万]分之{part}(?:{RANGE}(?:[百千万]分之)?{part})?"
            rf"|{_TENTH}成{_TENTH}(?![一-鿿]*?{HAN}?[成十百千万亿])",
            "123456789百千万一二三四五六七八九",
        ),
        ("t", rf"翻了?(?:{HAN}|{NUMBER})番半", "翻"),
        ("w", _in_words(words["fractions"]), "".join({w[0] for w in words["fractions"]})),
        (
            "r",
            rf"(?<!\d){NUMBER}:{NUMBER}(?::{NUMBER})*(?!\d)|(?<=[为到是由至从]){NUMBER}(?:：{NUMBER})+(?!\d)"
            rf"|(?<![\d表图注栏件]){NUMBER}：{NUMBER}(?:：{NUMBER})*(?={_OF_A_RATIO})",
            DIGITS,
        ),
        ("y", rf"第{HAN}+年(?:至|到)第{HAN}+年", "第"),
        ("q", rf"{first}{second}(?P<a4>[多余])?[ 　]?(?P<u1>{unit})?", DIGITS),
        ("k", han_quantity(table), HAN_FIRST),
    ]


def han_quantity(table: dict[str, str]) -> str:
    """A numeral in characters with its unit: any with a measure; with counts only from ten up or as a range.

    Short units that are words too (年, 度, 分) count where the words before say so: 期限为二十年, 每年两度, 每度电六分.
    """
    strong = _strong_units(table)
    counts = trie(load("words.yaml")["han_counts"])
    approx = "[多余几]?"
    han = f"(?:[{HAN_DIGIT}十百万亿]|千(?![瓦克米伏卡升]))"
    ranged = rf"(?<!几){han}+{approx}(?:至|到|-){han}+{approx}"
    first = "[一二两三四五六七八九]"
    big = rf"(?:{first}{han}*[十百千万亿]{han}*|十{first})"
    full = rf"(?<!几)(?:{first}{han}*(?:{HAN_POINT}[{HAN_DIGIT}]+)?[万亿]?|(?<!数)十{han}*|(?<!数)[百千十]+[万亿]|(?<=[超近过上])[万亿])"
    told = rf"(?<=[期年]限为){han}{{1,3}}年|(?<=每[年月])[二两三四五六七八九十]+度(?![一-鿿])|(?<=度电){first}分(?![一-鿿])"
    return rf"(?:{told}|(?:{ranged}|{full}{approx}[万亿]?)(?:{strong})(?!(?:公里)?死亡率)|(?<=[超过近])[百千十]?[千万亿](?![家人个户元])|(?:{ranged}|{big}{approx}[万亿]?)(?:{counts})|(?<!几)(?<!{HAN})(?:{first}|十){han}*[万亿](?=以[内上下]|左右))"  # noqa: E501  (one pattern on one line)


def anchor(table: dict[str, str]) -> str:
    """What a sentence must hold to be worth scanning."""
    words = load("words.yaml")["fractions"]
    return rf"\d|第{HAN}+年[至到]第|[百千万]分之|{trie(words)}|{han_quantity(table)}"


def unit_pattern(table: dict[str, str]) -> str:
    """A unit, with up to two denominators after strokes."""
    denominators = trie(load("denominators.yaml"))
    simple = trie(sorted(table, key=lambda w: (-len(w), w)))
    return rf"(?!部[门委队件分])(?:{simple})(?![a-zA-Z])(?:/{denominators}(?![a-zA-Z])){{0,2}}"


def _strong_units(table: dict[str, str]) -> str:
    """Units after which a numeral in characters is surely one."""
    return trie(
        word
        for word, letter in table.items()
        if letter in "%pxm" and len(word) > 0 and word not in ("分", "里", "方", "度", "G", "M")
    )


def _in_words(words: list[str]) -> str:
    """Quantities in words; 零排放 and the like only where nothing that it describes follows (零排放车队)."""
    none = [word for word in words if word.startswith("零")]
    return rf"(?:{trie(w for w in words if w not in none)}|(?:{trie(none)})(?![一-鿿]))"
