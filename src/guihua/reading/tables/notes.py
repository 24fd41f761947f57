"""What stands round a table: the unit before it (单位：亿元), the notes under it and the years that they give."""

from __future__ import annotations

from guihua.reading.characters import matching_text
from guihua.reading.compiler import pattern
from guihua.reading.documents.document import Document, Table
from guihua.reading.frame import Frame
from guihua.reading.tables.cells import bare
from guihua.reading.times import plan_period

NOTES = 600
"""A table's notes stand within so many characters after it."""
BEFORE = 120
"""Its unit within so many before it."""
LONGEST_CAPTION = 50
_PLANS = pattern(r"[“\"]([一二三四五六七八九十]{1,3}五)[”\"]")
_TARGETS = pattern(r"目标(?!责任|考核|完成)|指标(?!解释|说明|完成)")
_NOTE = pattern(
    r"(?:^|\n)[ 　]*(?:(?:注|说明)[:：]?|(?=[①-⑳*#]))(?P<words>[^\n]*(?:\n[ 　]*(?:[①-⑳*#]|\d[.、]|[(（]\d)[^\n]*)*)"
)
_NOTE_YEAR = pattern(r"(?P<year>(?:19|20)\d\d)年(?:的)?(?:数据|数值|数|值|底|末|实际)")
_UNIT_LINE = pattern(r"单位[:：]\s*(?P<unit>[^\s,，。;；)）]{1,10})")


def table_unit(text: str, table: Table) -> str:
    """The unit that a line before the table, or its caption, gives for all of it."""
    before = text[max(0, table.start - BEFORE) : table.start] + table.caption
    found = list(_UNIT_LINE.finditer(before))
    return bare(found[-1]["unit"]) if found else ""


def caption_of(text: str, table: Table) -> str:
    """What stands over a table: its caption, else the line before it that is short."""
    before = text[max(0, table.start - BEFORE) : table.start].rstrip("\n\t 　")
    line = before.rpartition("\n")[2].strip("　 ")
    return table.caption or (line if len(line) <= LONGEST_CAPTION and line[-1:] not in "。；，" else "")


def table_plan(text: str, table: Table) -> tuple[int, int] | None:
    """The plan whose figures a table holds by its caption; None where that names none, or more than one."""
    named = set(_PLANS.findall(caption_of(text, table)))
    return plan_period(named.pop()) if len(named) == 1 else None


def is_indicator_table(document: Document, frame: Frame, table: Table) -> bool:
    """Whether a table holds the plan's own targets: its caption or the headings that it stands under say so."""
    caption = matching_text(caption_of(document.text, table))
    return bool(_TARGETS.search(caption)) or any(_TARGETS.search(title) for title in frame.headings_over(table.start))


def notes_under(text: str, table: Table) -> str:
    """The notes under the table."""
    after = text[table.end : table.end + NOTES]
    found = _NOTE.search("\n" + after.lstrip("\n"))
    return found["words"] if found and after[: found.start() + 2].count("\n") <= 2 else ""


def noted_year(notes: str, mark: str) -> int | None:
    """The year that the note with this mark gives."""
    if not mark or not notes:
        return None
    for sign in mark:
        position = notes.find(sign)
        found = _NOTE_YEAR.search(notes, position) if position >= 0 else None
        if found and not any(s in notes[position + 1 : found.start()] for s in "①②③④⑤⑥⑦⑧⑨*#" if s != sign):
            return int(found["year"])
    return None
