"""What must stay on one line: a number with its unit, a word of letters; and a file in which LibreOffice keeps it so.

The document's own rule (noLineBreaksBefore, settings.xml) says it to Word and WPS. LibreOffice 7 does not read that rule,
so the copy that it lays out has word joiners (U+2060) inside such pieces; they leave no trace in the PDF's text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from guihua.reporting.word.elements import slots, w

JOINER = "\u2060"
_UNITS = "个百分点|立方米|标准煤|平方米|平方公里|公里|[万亿千百]|[元吨户家件个项条处所年月日天人次台亩米瓦时倍级座]"
_DATE = r"\d{4}年\d{1,2}月(?:\d{1,2}日)?"
_FIGURE = rf"[+−-]?\d[\d,.]*(?:[—–～~][\d,.]+)?(?:[%‰]| ?[A-Za-z²³]+|(?:{_UNITS})*)(?:/(?:{_UNITS})+)?"
PIECE = re.compile(rf"{_DATE}|{_FIGURE}|[A-Za-z0-9_.%²³’'-]+|.", re.S)
_UNIT = re.compile(r"(?=[\u4e00-\u9fff/])")


def pieces(text: str) -> list[str]:
    """A text cut where a line may break, as far as numbers, units and words of letters go."""
    return PIECE.findall(text)


def ems(text: str) -> float:
    """How many characters wide a text is; letters and digits take half of a Chinese one."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "FWA" else 0.56 if c.isupper() else 0.5 for c in text)


def joined(text: str) -> str:
    """A text with word joiners inside its numbers with units."""
    return "".join(_UNIT.sub(JOINER, p) if p[0].isdigit() else p for p in pieces(text))


def for_libreoffice(root: Any) -> None:
    """Make a document's XML the copy that LibreOffice lays out: no controls (it breaks lines at their edges), joiners."""
    for control in list(root.iter(w("sdt"))):
        content = control.find(w("sdtContent"))
        for child in list(content) if content is not None else ():
            control.addprevious(child)
        control.getparent().remove(control)
    join_paragraphs(root)


def join_paragraphs(root: Any) -> None:
    """Put joiners into every paragraph, also where a number ends one run and its unit begins the next."""
    for paragraph in root.iter(w("p")):
        own = list(slots(paragraph))
        whole = joined("".join(slot.text or "" for slot in own))
        at = 0
        for slot in own:
            start, left = at, len(slot.text or "")
            while left or (at < len(whole) and whole[at] == JOINER):
                left -= whole[at] != JOINER
                at += 1
            slot.text = whole[start:at]
