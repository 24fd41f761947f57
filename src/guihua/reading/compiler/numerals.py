"""How numerals look: in digits, in characters, as years, as the numbers of plans. Patterns only; numerals.py of reading reads them."""

from __future__ import annotations

NUMBER_TAIL = "[ 　]?[多余几]?(?:[千万亿%‰倍]|个百分点|公里|平方|立方|吨|元|亩|米|[辆个台户家人件项座所])"
"""What stands after a numeral that surely counts or measures something."""
_MEASURED = f"(?={NUMBER_TAIL})"
_REACHED = "(?<=[达到为至约近超过于低高长加少升降])"
NUMBER = (
    rf"(?:\d{{1,3}}(?:(?:,\d{{3}})+(?!\d)(?:\.\d+)?|(?:，\d{{3}})+(?!\d)(?:\.\d+)?{_MEASURED})"
    rf"|(?<![\d.,])\d{{1,3}}(?: \d{{3}})+(?!\d)(?:\.\d+)?{_MEASURED}"
    rf"|{_REACHED}\d{{1,3}}(?: ,|, )\d{{3}}(?:\.\d+)?(?![\d.,]){_MEASURED}"
    rf"|(?<=[一-鿿] )\d(?: \d)+(?: ?\. ?\d(?: \d)*)?(?![\d.,]){_MEASURED}"
    rf"|{_REACHED}\d{{1,3}} \d{{1,3}}(?:\.\d+)?(?![\d.,]){_MEASURED}"
    rf"|(?<=[一-鿿])\d{{1,3}}\. \d+{_MEASURED}|\d+(?:\.\d+| ?[·•] ?\d+{_MEASURED})?)"
)
"""Digits of a magnitude; scanning turns points into · or parts them from their digits, and commas into wide ones."""
HAN_DIGIT = "零〇○一二两三四五六七八九"
HAN = f"[{HAN_DIGIT}十百千万亿]"
HAN_POINT = "[点·•.]"
HAN_NUMBER = rf"{HAN}+(?:{HAN_POINT}[{HAN_DIGIT}]+)?"
YEAR = rf"(?:(?:1[89]|20)\d\d|[一二][九八零〇○O0][{HAN_DIGIT}O0]{{2}})"
RANGE = r"(?:-{1,2}|至|到)"
PLAN_NUMBER = "(?:二?十[一二三四五六七八九]?|[一二三四五六七八九])五"
DIGITS = "0123456789"
CIRCLED = "".join(chr(c) for c in range(0x2460, 0x2474))
HAN_FIRST = "零〇一二两三四五六七八九十百千万亿"
"""Every character that a numeral can begin with."""
