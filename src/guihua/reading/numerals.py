"""Exact reading of numerals as Chinese documents write them: digits, 汉字, and the two mixed. No float anywhere.

A *magnitude* is what the text writes before the unit: 1,286.5亿元 has the magnitude "1286.5" and the multiplier 亿 goes
with the unit; 二千三百六十万吨 has 2360 and 万吨; 百亿元 has 100 and 亿元.
"""

from __future__ import annotations

import re
from decimal import Decimal

from guihua.errors import GuihuaError

_DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
    "兩": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
_POINT = re.compile("(?<=[零〇一二三四五六七八九十百])[·•.]")
_SPLIT = ("万亿", "亿", "万")


def read_number(numeral: str) -> Decimal:
    """The exact value of any numeral: "1,286.5亿", "二千三百六十万", "二〇二〇", "十二点五", "百亿".

    Full-width digits are read as half-width ones. Errors: GuihuaError NUMERAL-UNREADABLE.
    """
    magnitude, multiplier = split_numeral(numeral)
    value = Decimal(magnitude)
    for character in multiplier:
        value *= _LARGE[character]
    return value


def split_numeral(numeral: str) -> tuple[str, str]:
    """(magnitude as decimal digits, trailing multiplier in 万, 亿, 万亿 or ""): "1.75万亿" is ("1.75", "万亿")."""
    if numeral.isascii() and numeral.isdigit():
        return numeral, ""
    text = numeral.translate(_HALF_WIDTH)
    if text[:1] in _DIGITS:
        text = _POINT.sub("点", text)
    if text in ("万亿", "亿"):
        return "1", text
    if "亿" in text[:-1] and not text.endswith("亿"):
        return _in_hundred_millions(text, numeral), "亿"
    for multiplier in _SPLIT:
        head = text.removesuffix(multiplier)
        if head and head != text:
            return _magnitude(head, numeral), multiplier
    return _magnitude(text, numeral), ""


def read_year(numeral: str) -> int:
    """A year of four digits in either script: "2020", "二〇二〇", "一九八七"; with O for 0, as scanning leaves it."""
    if numeral.isascii():
        return int(numeral.translate(_ZEROS))
    return int("".join(str(_DIGITS.get(c, c)) for c in numeral.translate(_HALF_WIDTH | _ZEROS)))


def _in_hundred_millions(text: str, whole: str) -> str:
    """六亿二千万 counted in 亿: "6.2"."""
    value = Decimal(_integer(text, whole)) / 10**8
    return format(value.normalize(), "f")


def _magnitude(text: str, whole: str) -> str:
    """The magnitude of a numeral without its trailing multiplier, as decimal digits."""
    plain = text.replace(",", "")
    if plain.replace(".", "", 1).isdigit() and plain.isascii():
        return plain
    integer, point, fraction = text.partition("点")
    if point:
        if not fraction or any(c not in _DIGITS for c in fraction):
            raise _unreadable(whole)
        return f"{_integer(integer, whole)}.{''.join(str(_DIGITS[c]) for c in fraction)}"
    return str(_integer(text, whole))


def _integer(text: str, whole: str) -> int:
    """A whole number in characters; digit by digit (二〇二〇) where no power of ten is written."""
    if not text:
        raise _unreadable(whole)
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = group = section = 0
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[character]
            digit = None
        elif character in ("亿", "億"):
            total += (group + section + (digit or 0) or 1) * 10**8
            group, section, digit = 0, 0, None
        elif character in _LARGE:
            group += (section + (digit or 0) or 1) * _LARGE[character]
            section, digit = 0, None
        else:
            raise _unreadable(whole)
    return total + group + section + (digit or 0)


def _unreadable(numeral: str) -> GuihuaError:
    return GuihuaError(
        "NUMERAL-UNREADABLE",
        f"数字读不出：{numeral[:40]!r} / not a numeral",
        "请写阿拉伯数字或汉字数字 / write digits or Chinese numerals",
    )


_ZEROS = str.maketrans("Oo", "00")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
