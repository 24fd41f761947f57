"""Harvest (数据摘录): observations out of published texts, each with its words, for a person to confirm.

harvest_file(path)      a communiqué, monthly release, bulletin or table -> Harvest
harvest(document)       the same of a document that is read already
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace

from guihua.reading.characters import matching_text
from guihua.reading.documents import Document, Table, extract
from guihua.statistics.harvest import naming
from guihua.statistics.harvest.context import Context, having
from guihua.statistics.harvest.prose import Text, read_paragraph
from guihua.statistics.harvest.records import Figure, Harvest, Release, When, Where
from guihua.statistics.harvest.release import read_release
from guihua.statistics.harvest.tables import holds_figures, read_table
from guihua.statistics.harvest.wording import measures

__all__ = ["Figure", "Harvest", "Release", "When", "Where", "harvest", "harvest_file"]

_HEADING = re.compile(
    r"^[\s　#]*(?:[一二三四五六七八九十]{1,3}[、.]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.](?!\d))?\s*([^。,，;；\d]{2,24})$"
)


def harvest_file(path: str | os.PathLike[str], place: str = "") -> Harvest:
    """Read one file; place is the code of the region to fall back on. Raises GuihuaError as `extract` does."""
    return harvest(extract(path), place)


def harvest(document: Document, place: str = "") -> Harvest:
    """The figures of a document in the order of its text."""
    plain = matching_text(document.text)
    text = Text(plain, document.text)
    release = read_release(document, plain, place)
    context = Context(
        home=release.region.code,
        region=release.region,
        when=release.when,
        title=release.title,
        sector=_sector(release.title),
        heading=_topic(release.title),
    )
    figures: list[Figure] = []
    unread: list[str] = []
    said = (0, 0)
    here = context
    for kind, start, end, table in _blocks(document, plain):
        if table is not None:
            read = read_table(
                text, table, (said[0], start), having(here, region=context.region, when=context.when, price=here.price)
            )
            figures += read
            if not read and holds_figures(table, plain):
                unread.append(
                    f"HARVEST-TABLE: 有一张表没有表头或读不出，其中的数没有摘录（字符 {table.start}）a table without a head was left out"
                )
            continue
        if kind == "heading":
            here = having(context, heading=_topic(plain[start:end]) or context.heading, sector=context.sector)
        if kind == "head":
            said = (start, end)
            continue
        found, after = read_paragraph(text, start, end, having(here, when=context.when, region=context.region))
        here = having(after, region=context.region, when=context.when, heading=here.heading)
        figures += found
        said = (start, end) if end - start < 120 else (end, end)
    release = replace(release, warnings=(*release.warnings, *unread))
    return Harvest(release, tuple(figures), document.text, _contradictions(figures))


def _topic(title: str) -> str:
    """What a title or a heading is about, where it is a measure."""
    title = re.sub(
        r"^[\s　#]*(?:[一二三四五六七八九十]{1,3}[、.]|[(（][一二三四五六七八九十\d]{1,3}[)）])", "", title
    ).strip()
    words = naming.clean(re.sub(r"(?:19|20)\d\d年(?:度)?|\d{1,2}(?:[-—]\d{1,2})?月份?|前三季度|上半年", "", title))
    words = naming.distance_of(words)[0]
    return words if len(words) <= 24 and naming.has_head(words) else ""


def _sector(title: str) -> str:
    return next((s for s in measures().sectors if s in title), "")


def _blocks(document: Document, plain: str) -> Iterator[tuple[str, int, int, Table | None]]:
    """Paragraphs and tables in order; lines at the top that only tell title, publisher or date hold no figures."""
    tables = sorted((t for t in document.tables), key=lambda t: t.start)
    position, index, line_no = 0, 0, 0
    while position < len(plain):
        if index < len(tables) and tables[index].start <= position:
            table = tables[index]
            yield "table", table.start, table.end, table
            position, index = max(position, table.end), index + 1
            continue
        stop = tables[index].start if index < len(tables) else len(plain)
        end = plain.find("\n", position, stop)
        end = stop if end < 0 else end
        line = plain[position:end]
        if line.strip():
            line_no += 1
            yield _line_kind(line, line_no), position, end, None
        position = end + 1 if end < stop else max(stop, position + 1) if stop == len(plain) else stop
    for table in tables[index:]:
        yield "table", table.start, table.end, table


def _line_kind(line: str, number: int) -> str:
    if (
        number > 1
        and len(line) < 60
        and re.search(r"(?:发布|公布)?(?:时间|日期)[:：]|来源[:：]|作者[:：]|浏览", line)
        and "。" not in line
    ):
        return "head"
    if re.fullmatch(
        r"[\s　]*(?:注|说明)?\s?[:：]?[\s　]*(?:19|20)\d\d\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}日?[\s\d:]*", line
    ):
        return "head"
    if re.match(r"[\s　]*(?:注|说明|附注|资料来源|数据来源|指标解释|\[\d+\])\s?[\d]?[:：.、\]]", line) or re.match(
        r"[\s　]*\d\.(?:19|20)\d\d年", line
    ):
        return "head"
    if (
        re.match(r"[\s　]*[图表]\s?\d{1,2}(?:[-—.]\d{1,2})?\s*[:：.、 　]?\s*(?=\D|(?:19|20)\d\d)", line)
        and "。" not in line
        and len(line) < 60
    ):
        return "head"
    if _HEADING.match(line) and "。" not in line and not re.search("\\d", line):
        return "heading"
    return "text"


def _contradictions(figures: list[Figure]) -> tuple[tuple[Figure, Figure], ...]:
    """Pairs that give one quantity two values."""
    seen: dict[tuple[str, ...], Figure] = {}
    found = []
    for figure in figures:
        if not figure.indicator or figure.doubtful:
            continue
        key = (
            figure.region.code or figure.region.words,
            figure.indicator,
            figure.when.words,
            figure.transformation,
            figure.of,
            figure.versus,
            figure.unit,
            figure.subject,
        )
        other = seen.setdefault(key, figure)
        if other is not figure and other.value != figure.value and other.bound == figure.bound == "":
            found.append((other, figure))
    return tuple(found)
