"""Numerals damaged by scanning: O for 0, l for 1, blanks inside; mended where the scanner looks, marked where they stood."""

from __future__ import annotations

from dataclasses import replace

from guihua.plan.statement import Statement
from guihua.reading.compiler import pattern
from guihua.reading.compiler.numerals import NUMBER_TAIL

NUMERAL = "numeral"
"""The mark of a statement whose digits were damaged."""

_SUSPECT = pattern(r"[OoIl](?:(?<=\d.)|(?=[\d.]))")
_LETTERS = pattern(
    rf"(?<![A-Za-z\d.])(?=[\dIl]|[Oo]\.\d)(?=[OoIl.,\d]*\d)(?=[\d.,]*[OoIl])[\dOoIl][\dOoIl.,]*(?={NUMBER_TAIL})"
    r"|(?<![A-Za-z\d])[12][\dOoIl]{3}(?= ?年|-{1,2}[12][\dOoIl]{3} ?年)"
)
_RUN = frozenset("0123456789OoIl.,")
_MENDED = str.maketrans("OoIl", "0011")
_HAN_YEAR = r"[一二][九八零〇○O0o][零〇○一二三四五六七八九O0o]{2}(?=年)"
_DAMAGED = pattern(
    r"\d[OoIl]|[OoIl]\.?\d"  # letters
    r"|\d(?: ?[·•・] ?| ?[,，．.] | [,，．.] ?| )\d"  # blanks, or a point in the middle
    r"|[0-9][０-９]|[０-９][0-9]"  # half of it in full width
    r"|\d，\d"
)
_CUT_OFF = pattern(r"\d(?:[,，·.•] ?| )$")
"""Digits right before a value, that may be its beginning."""
_DAMAGED_YEAR = pattern(rf"(?=[12][\dOoIl]{{3}} ?年)\d*[OoIl]|(?={_HAN_YEAR})[^年]*?[O0o]")


def mended(text: str) -> str:
    """The text with letters inside numerals as the digits that they stand for; as long as before."""
    pieces, done = [], 0
    for suspect in _SUSPECT.finditer(text):
        start = suspect.start()
        while start > done and text[start - 1] in _RUN:
            start -= 1
        if start >= done and (found := _LETTERS.match(text, start)):
            pieces += [text[done:start], found[0].translate(_MENDED)]
            done = found.end()
    return "".join([*pieces, text[done:]]) if pieces else text


def marked(statement: Statement, raw: str, offset: int = 0) -> Statement:
    """The statement, marked where the digits of its value or of a year in its clause were damaged.

    raw is the text as it stands, from `offset` on.
    """
    start = statement.value_start - offset
    value = raw[start : statement.value_end - offset]
    damaged = _DAMAGED.search(value)
    if not damaged and not statement.rule.startswith("table"):  # a cell begins and ends where it is drawn
        damaged = _CUT_OFF.search(raw[max(0, start - 3) : start]) or _DAMAGED_YEAR.search(statement.quote)
    if damaged:
        return replace(statement, unsure=NUMERAL)
    return statement
