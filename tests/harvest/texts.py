"""Made-up releases, one a kind."""

from __future__ import annotations

from guihua.reading.documents import document_from_string
from guihua.reading.documents.markdown import with_tables
from guihua.statistics.harvest import Figure, Harvest, harvest

HEAD = "乌海市2021年前三季度经济运行情况\n乌海市统计局\n2021年10月22日\n"


def read(body: str, head: str = HEAD, place: str = "") -> Harvest:
    return harvest(with_tables(document_from_string(head + body)), place)


def figures(body: str, head: str = HEAD) -> list[Figure]:
    return list(read(body, head).figures)


def told(body: str, head: str = HEAD) -> list[tuple[str, str, str, str]]:
    """(indicator, signed value with unit, period, transformation) of each figure."""
    return [(f.indicator, f.value + f.unit, f.when.words, f.transformation) for f in figures(body, head)]
