"""A sentence as tokens: one letter a token, so that a clause is a short string which rules can match.

Letters for numbers: % percentage, p points, x times, t 翻番, c things counted, m a measure, d a stretch of time, b a bare number,
r a ratio 3:1, w a quantity in words (全部), y years by ordinals (第一年至第五年). Times: T a time, B a base of comparison, I the base
of a ratio (是2010年的), F a starting point (由2010年的),
Z a stretch from now on. M the mark of a list. v is V with a bound. L digits that are no quantity, N other text;
separators C ， ; : ( ) J; the other letters are cues (data/cues.yaml).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from guihua.reading.characters import normal_unit
from guihua.reading.compiler import Grammar, grammar, load
from guihua.reading.numerals import split_numeral

if TYPE_CHECKING:
    from re import Match

NUMBERS = frozenset("%pxtcmdbrwy")
_SEPARATORS = {"，": "C", ",": "C", "：": ":", ":": ":", "（": "(", "(": "(", "）": ")", ")": ")", "、": "J"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: magnitudes as decimal digits, unit as written, and how an approximation is written in it.

    approx   "" or 余, 多, 几: a little more than the magnitude
    comparator   where the word itself says it (过半)
    noun     what the word itself counts (零事故)
    """

    magnitudes: tuple[str, ...]
    unit: str
    approx: str = ""
    comparator: str = ""
    noun: str = ""


@dataclass(slots=True)
class Tokens:
    """The tokens of one sentence as parallel lists; kinds[i] is the letter of the token text[starts[i]:ends[i]]."""

    kinds: str
    starts: list[int]
    ends: list[int]
    numbers: dict[int, Number]


def scan(text: str, start: int, end: int) -> Tokens:  # noqa: PLR0912  (one case a line reads better than nested ones)
    """The tokens of text[start:end] (of the matching text), with everything between them as N; text next to text is one."""
    rules = grammar()
    letters, near, separators = rules.letters, rules.near_letters, _SEPARATORS
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    numbers: dict[int, Number] = {}
    position = start
    if mark := rules.mark.match(text, start, end):
        position = mark.end()
        kinds.append("M")
        starts.append(start)
        ends.append(position)
    for found in rules.token.finditer(text, position, end):
        a, b = found.span()
        if a > position and not text[position:a].isspace():
            _text(kinds, starts, ends, position, a)
        position = b
        group = found.lastgroup
        if group == "_":
            if b - a > 3 or not text[a:b].isspace():
                _text(kinds, starts, ends, a, b)
            continue
        if group in ("c", "x"):
            kind = letters[found[0]]
        elif group in ("s", "p"):
            kind = separators.get(found[0], ";")
        elif group == "q":
            kind, numbers[len(kinds)] = _digits(found, rules)
        elif group == "n":
            kind = near[found[0]]
        elif group in _READERS:
            kind, numbers[len(kinds)] = _READERS[group](found[0], rules)
        else:
            kind = _LETTERS.get(group or "", group or "N")
        if kind == "N":
            _text(kinds, starts, ends, a, b)
            continue
        kinds.append(kind)
        starts.append(a)
        ends.append(b)
    if end > position and not text[position:end].isspace():
        _text(kinds, starts, ends, position, end)
    if "p" in kinds:
        _shared_points(kinds, numbers)
    if "F" in kinds:
        _shared_unit(kinds, numbers)
    return Tokens("".join(kinds), starts, ends, numbers)


def _shared_points(kinds: list[str], numbers: dict[int, Number]) -> None:
    """31.1个和26.3个百分点: the first figure is one of points too."""
    for i in range(len(kinds) - 1, 1, -1):
        if kinds[i] == "p" and kinds[i - 1] == "J" and kinds[i - 2] == "c" and numbers[i - 2].unit == "个":
            kinds[i - 2] = "p"
            numbers[i - 2] = replace(numbers[i - 2], unit=numbers[i].unit)


def _shared_unit(kinds: list[str], numbers: dict[int, Number]) -> None:
    """由2000万增长到6000万吨: the first figure is one of tons too."""
    for i in range(1, len(kinds) - 2):
        bare = kinds[i] == "m" and kinds[i - 1] in "FH" and not numbers[i].unit.strip("万亿")
        if not bare or kinds[i + 1] not in "uUV":
            continue
        other = next((j for j in range(i + 2, len(kinds)) if kinds[j] not in "TDEHVWuUo"), len(kinds))
        if other < len(kinds) and kinds[other] in "mc" and (unit := numbers[other].unit.lstrip("百千万亿")):
            kinds[i] = kinds[other]
            numbers[i] = replace(numbers[i], unit=numbers[i].unit + unit)


def _text(kinds: list[str], starts: list[int], ends: list[int], start: int, end: int) -> None:
    """Append plain text, or lengthen the text before it."""
    if kinds and kinds[-1] == "N":
        ends[-1] = end
    else:
        kinds.append("N")
        starts.append(start)
        ends.append(end)


_LETTERS = {"E": "N", "m": "W"}


def _digits(found: Match[str], rules: Grammar) -> tuple[str, Number]:
    """Digits with their unit, or a range of two."""
    n1, a1, m1, a2, u0, n2, a3, m2, a4, u1 = found.group("n1", "a1", "m1", "a2", "u0", "n2", "a3", "m2", "a4", "u1")
    unit = u1 or u0 or ""
    multiplier = m2 or m1 or ""
    magnitudes: tuple[str, ...] = (n1 if n1.isdigit() else _decimal_digits(n1),)
    if n2:
        second = _decimal_digits(n2)
        if (m1 or "") != (m2 or "") and (m1 or Decimal(second) < Decimal(magnitudes[0])):
            magnitudes = (_plain(magnitudes[0], m1 or ""), _plain(second, m2 or ""))
            multiplier = ""
        else:
            magnitudes = (*magnitudes, second)
    unit = multiplier + unit
    kind = _kind(unit, multiplier, rules)
    if unit == "番":
        return kind, _doublings(magnitudes)
    return kind, Number(magnitudes, normal_unit(unit), a1 or a2 or a3 or a4 or "")


def _decimal_digits(numeral: str) -> str:
    """Without separators; a point that scanning turned into · is a point."""
    return numeral.replace(",", "").replace("，", "").replace(" ", "").replace("·", ".").replace("•", ".")


def _kind(unit: str, multiplier: str, rules: Grammar) -> str:
    """The class letter of a unit with its multiplier."""
    if not unit:
        return "b"
    if unit in rules.unit_class:
        return rules.unit_class[unit]
    simple = unit[len(multiplier) :].partition("/")[0]
    if not simple:
        return "m"
    return rules.unit_class.get(simple, "m")


def _plain(magnitude: str, multiplier: str) -> str:
    value = Decimal(magnitude)
    for character in multiplier:
        value *= _POWERS[character]
    return format(value.normalize(), "f")


def _characters(text: str, rules: Grammar) -> tuple[str, Number]:
    """A numeral in characters with its unit: 二千三百六十万吨, 五百五十万至六百万千瓦."""
    first, rest = _numeral(text)
    approx, rest = _approx(rest)
    second = ""
    for mark in ("至", "到", "--", "-"):
        if rest.startswith(mark) and rest[len(mark)] in _HAN:
            second, rest = _numeral(rest[len(mark) :])
            more, rest = _approx(rest)
            approx = approx or more
            break
    last = second or first
    if last.endswith("千") and rest[:1] in "瓦米克伏卡升" and len(last) > 1:
        rest = "千" + rest
        first, second = (first, second[:-1]) if second else (first[:-1], "")
    m1, power = split_numeral(first)
    magnitudes: tuple[str, ...] = (m1,)
    if second:
        m2, power2 = split_numeral(second)
        power = power2 or power
        magnitudes = (m1, m2)
    if rest and rest[0] in "万亿" and not power:
        power, rest = rest[0], rest[1:]
    unit = power + rest
    if unit == "番":
        return "x", _doublings(magnitudes)
    return _kind(unit, power, rules), Number(magnitudes, normal_unit(unit), approx)


def _doublings(times: tuple[str, ...]) -> Number:
    """翻两番 is a change of 3 倍."""
    whole = all(t.isdigit() for t in times)
    return Number(tuple(str(2 ** int(t) - 1) for t in times), "倍") if whole else Number(times, "番")


def _numeral(text: str) -> tuple[str, str]:
    """The longest beginning that is a numeral in characters, and the rest."""
    i = 0
    while i < len(text) and (text[i] in _HAN or (text[i] in "点·•." and i)):
        i += 1
    return text[:i], text[i:]


def _approx(rest: str) -> tuple[str, str]:
    return (rest[0], rest[1:]) if rest[:1] and rest[0] in "多余几" else ("", rest)


def _fraction(text: str, rules: Grammar) -> tuple[str, Number]:
    """百分之五十, 百分之三十至四十, 千分之五, 1/3, 三成八."""
    if "成" in text:  # 三成八
        return "%", Number((f"{split_numeral(text[0])[0]}{split_numeral(text[2])[0]}",), "%")
    if "/" in text:
        above, _, below = text.partition("/")
        share = Decimal(100) * int(above) / int(below)
        return "%", Number((format(share.quantize(Decimal("0.1")).normalize(), "f"),), "%", comparator="about")
    unit = {"百": "%", "千": "‰", "万": "‱"}[text[0]]
    magnitudes = []
    rest = text
    while rest:
        rest = rest[3:] if rest[1:3] == "分之" else rest
        end = 0
        while end < len(rest) and rest[end] not in "-至到":
            end += 1
        magnitudes.append(split_numeral(rest[:end])[0])
        rest = rest[end:].lstrip("-至到")
    return "%", Number(tuple(magnitudes), unit)


def _word(text: str, rules: Grammar) -> tuple[str, Number]:
    """A quantity in words: 翻一番, 一半, 全部."""
    entry = _words()[text]
    unit = entry["unit"]
    kind = {"%": "%", "番": "x", "倍": "x"}.get(unit, "c")
    number = Number((entry["value"],), unit, comparator=entry.get("comparator", ""), noun=entry.get("noun", ""))
    if text.startswith("翻") or text == "零增长":
        return "t", number
    return ("w" if text == "全部" else kind), number


def _doublings_and_a_half(text: str, rules: Grammar) -> tuple[str, Number]:
    """翻一番半 is 1.5 番, as it is written: n 番 are 2ⁿ times the base, but some mean threefold by this one."""
    whole, _ = split_numeral(text.removeprefix("翻").removeprefix("了").removesuffix("番半"))
    return "t", Number((f"{whole}.5",), "番")


def _ratio(text: str, rules: Grammar) -> tuple[str, Number]:
    return "r", Number(tuple(text.replace("：", ":").split(":")), "")


def _ordinal_years(text: str, rules: Grammar) -> tuple[str, Number]:
    """第一年至第五年."""
    parts = text.replace("到", "至").split("至")
    return "y", Number(tuple(split_numeral(p.strip("第年"))[0] for p in parts), "年")


@cache
def _words() -> dict[str, dict[str, str]]:
    return dict(load("words.yaml")["values"])


_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HAN = frozenset("零〇一二两三四五六七八九十百千万亿")
_READERS = {"k": _characters, "f": _fraction, "w": _word, "t": _doublings_and_a_half, "r": _ratio, "y": _ordinal_years}
