"""The numbers of running text that may be figures: digits with a sign and a unit, ranks, tenths in words, and ratios of many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.plan.data import load as load_words
from guihua.reading.characters import normal_unit
from guihua.reading.compiler import load
from guihua.reading.numerals import split_numeral

_DURATIONS = frozenset(("年", "个月", "月", "日", "周", "个年度", "秒", "工作日", "个工作日", "周岁"))
_MEMBERS = frozenset(("种", "个", "类", "家", "大类", "户", "座"))
"""Units of a group that is merely looked at: 不合格率最高的5种产品."""
_LABELS = re.compile(r"[A-Za-z.\-_/#〔\[第]$|(?:GB/T|PM|No\.?|第)\s?$")
_THRESHOLD = re.compile(r"(?:及|或)?(?:其?)(?:以上|以下|以内)的?(?=[一-鿿(])(?!的?(?:其中|比|较|同比|占|增|下降))")
_OVER = re.compile(r"(?:超过?|大于|高于|低于|小于|达到?|不足|不到)$")
_LISTED = re.compile("\\s?[、,和及与至到-]{1,2}(?:[全本][国省区市县盟旗])?\\s?")
_BOUNDS = (
    (re.compile(r"(?:超过?|突破|不低于|高于|逾|以上|多达)$"), "≥"),
    (re.compile(r"(?:不足|不到|低于|以下|不超过)$"), "≤"),
    (re.compile(r"(?:近|约|接近|大约|左右)$"), "≈"),
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its digits' span, where its unit ends, the magnitude with its written sign, the unit, a bound.

    rank: it is a place in an order (第13位); more: further members of a ratio follow it (10:40:50)
    """

    start: int
    end: int
    unit_end: int
    value: str
    unit: str
    bound: str = ""
    rank: bool = False
    ratio: int = 0


def find_numbers(text: str, start: int, end: int, times: list[tuple[int, int]]) -> list[Number]:
    """The numbers of text[start:end] (matching text) that are no part of a time, a label, a threshold or a definition."""
    found: list[Number] = []
    told = bytearray(max(0, end - start))
    for a, b in times:
        told[max(0, a - start) : max(0, b - start)] = b"\1" * max(0, min(b, end) - max(a, start))
    for m in _pattern().finditer(text, start, end):
        at = m.start("n") if m["n"] else m.start()
        if told[at - start]:
            continue
        if m["ratio"]:
            found += _ratio(m)
        elif m["rank"]:
            found.append(_rank(m))
        elif m["tenths"]:
            found.append(_tenths(m, text, start))
        elif (number := _digits(m, text, start, end)) is not None:
            found.append(number)
    return _shared(found, text)


def _digits(  # noqa: PLR0911  (one kind of what is no figure a line)
    m: re.Match[str], text: str, start: int, end: int
) -> Number | None:
    before = text[max(start, m.start() - 5) : m.start()]
    unit = (m["mult"] or "") + (m["unit"] or "")
    sign = m["sign"] or ""
    if _LABELS.search(before) and before[-1:] != "/":
        return None
    if before.endswith("前") and m["unit"] in ("名", "位", "家", "个", "强"):
        return None
    if re.search("[最较][高低大小多少快慢差好]的?$|居前的?$", before) and m["unit"] in _MEMBERS:
        return None
    if m["unit"] == "G" and m["n"] in "23456":
        return None
    if m["unit"] in _DURATIONS and not m["mult"]:
        return None
    after = text[m.end() : min(end, m.end() + 8)]
    if re.search("(?:完成|占)(?:全年|年度|年初)?$", before) and re.match("[一-鿿]{0,10}(?:目标|任务|计划|预算)", after):
        return None
    if _THRESHOLD.match(after) or (_OVER.search(before) and re.match("的[一-鿿]", after)):
        return None
    if not unit and re.match(r"[A-Za-z]|-\d+周?岁", after):
        return None
    value = ("-" if sign == "-" else "") + m["n"].replace(",", "")
    bound = "≥" if (m["a1"] or m["a2"]) or re.match("以上|之上", after) else ""
    bound = bound or ("≤" if re.match("以下|以内", after) else "≈" if after.startswith("左右") else "")
    if not bound:
        bound = next((sign_ for pattern, sign_ in _BOUNDS if pattern.search(before)), "")
    a = m.start("sign") if sign == "-" else m.start("n")
    return Number(a, m.end("n"), m.end(), value, _unit(unit), bound)


def _unit(unit: str) -> str:
    unit = normal_unit(unit)
    if unit in ("个千分点", "千分点"):
        return "千分点"
    return "百分点" if unit in ("个百分点", "个百分百点") else unit


def _rank(m: re.Match[str]) -> Number:
    digits = m["place"]
    value = digits if digits.isdigit() else split_numeral(digits)[0]
    return Number(m.start("place"), m.end("place"), m.end(), value, "位", rank=True)


def _tenths(m: re.Match[str], text: str, start: int) -> Number:
    value, _ = split_numeral(m["tenth"])
    before = text[max(start, m.start() - 4) : m.start()]
    bound = next((sign for pattern, sign in _BOUNDS if pattern.search(before)), "")
    return Number(m.start("tenth"), m.end("tenth"), m.end(), value, "成", bound)


def _ratio(m: re.Match[str]) -> list[Number]:
    found, position = [], m.start()
    parts = m["ratio"].split(":")
    for part in parts:
        found.append(Number(position, position + len(part), position + len(part), part, "%", ratio=len(parts)))
        position += len(part) + 1
    return found


def _shared(found: list[Number], text: str) -> list[Number]:
    """A unit written once at a list's end belongs to all of it: 5、6和7个百分点; 由1.2提高到1.5%."""
    for i in range(len(found) - 2, -1, -1):
        one, after = found[i], found[i + 1]
        bare = (
            not one.unit
            or (after.unit.endswith(one.unit) and one.unit in "万亿")
            or (one.unit == "个" and after.unit == "百分点")
        )
        if bare and after.unit and not one.ratio and _LISTED.fullmatch(text[one.unit_end : after.start]):
            found[i] = Number(one.start, one.end, one.unit_end, one.value, after.unit, one.bound)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    table = sorted(_unit_words(), key=lambda w: (-len(w), w))
    below = sorted(map(str, load("denominators.yaml")), key=lambda w: (-len(w), w))
    unit = (
        rf"(?!部[门委队件分]|人均|年末)(?:{'|'.join(map(re.escape, table))})(?![a-zA-Z])"
        rf"(?:/(?:{'|'.join(map(re.escape, below))}|[一-鿿]{{1,4}}(?=[,。;、()]))(?![a-zA-Z]))?"
    )
    number = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
    return re.compile(
        rf"(?P<ratio>(?<![\d.:])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+(?!\d))"
        rf"|(?P<rank>第(?P<place>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?P<w>位|名|(?=[,。;)]|$)))"
        rf"|(?P<tenths>(?<=[近约达占过到为足])(?P<tenth>[一二两三四五六七八九])成(?![为立本效就员分熟都功型长])(?:以上|左右)?)"
        rf"|(?:(?<![\d\w])|(?<=[一-鿿、,(]))(?P<sign>[-+](?=\d))?(?P<n>(?<![\d.]){number})(?P<a1>[多余几])?"
        rf"(?:\ ?(?P<mult>万亿|[百千十]?[万亿]))?(?P<a2>[多余])?[ 　]?(?P<unit>{unit})?"
    )


def _unit_words() -> set[str]:
    """The units that reading knows, and those of releases."""
    known = {str(word) for entry in load("units.yaml") for word in entry["words"]}
    return known | {str(word) for word in load_words("words.yaml", "guihua.statistics.harvest.data")["units"]}
