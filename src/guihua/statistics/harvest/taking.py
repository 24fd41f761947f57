"""Confirmed lines into the store: what a person said yes to, or (only where asked) what is surer than a stated bound."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from guihua.errors import GuihuaError, Place
from guihua.statistics import publishers
from guihua.statistics.bodies import Bodies
from guihua.statistics.harvest.against import KEPT
from guihua.statistics.harvest.sheet import KINDS, NO, TAKE, YES, read_sheet
from guihua.statistics.importing.check import Defaults
from guihua.statistics.importing.storing import Imported, store_table
from guihua.statistics.importing.table import RawTable
from guihua.storage import Store

_KIND = {word: kind for kind, word in KINDS.items()}
_COLUMNS = (
    "indicator", "region", "region_code", "period", "span", "value", "unit", "measure", "price_basis", "coverage", "accounting",
    "publisher", "published", "source", "source_grade", "publish_level", "note", "base_period",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a table: lines read, stored, linked to the same figure there, left (no word yet), refused, of kinds
    that are not stored; publishers that a person has confirmed with it."""

    read: int
    stored: int
    linked: int
    left: int
    refused: int
    aside: int
    confirmed: tuple[str, ...] = ()


def take(
    store: Store,
    path: Path,
    *,
    sure: Decimal | None = None,
    publish_level: str = "public",
    on: date | None = None,
    bodies: Bodies | None = None,
) -> Taken:
    """Store the lines of a table that came back.

    sure           None: only lines marked 是. Else lines without a mark too whose certainty is at least this and that
                   nobody has to look at (no doubt, nothing else in the store); those are graded secondary.
    publish_level  a published text is public unless somebody says otherwise

    Errors: HARVEST-SHEET, HARVEST-MARK (a word that is neither 是 nor 否), BadRows (nothing is stored then).
    """
    lines = read_sheet(path)
    chosen: list[tuple[int, dict[str, str], bool]] = []
    linked = left = refused = aside = 0
    for number, line in lines:
        mark = line.get(TAKE, "")
        if mark not in ("", YES, NO):
            raise GuihuaError(
                "HARVEST-MARK",
                f"“{TAKE}”只能是“{YES}”或“{NO}” neither yes nor no: {mark[:20]!r}",
                "改正这一格 mend the cell",
                Place(str(path), line=number, cell=f"A{number}"),
            )
        if mark == NO:
            refused += 1
        elif mark == "" and not _sure(line, sure):
            left += 1
        elif _KIND.get(line.get("数据类型", ""), "") not in KEPT:
            aside += 1
        elif line.get("库中已有", "").startswith("相同"):
            linked += 1
        else:
            chosen.append((number, line, mark == YES))
    done = _store(store, path, chosen, publish_level, on or date.today(), bodies) if chosen else None
    confirmed = sorted(
        {line.get("公布机构", "") for _, line, said in chosen if said and publishers.find(line.get("公布机构", ""))}
    )
    same = done.same if done else 0
    return Taken(len(lines), done.stored if done else 0, linked + same, left, refused, aside, tuple(confirmed))


def _sure(line: dict[str, str], bound: Decimal | None) -> bool:
    if bound is None or line.get("存疑") or line.get("库中已有", "").startswith("不同"):
        return False
    try:
        return Decimal(line.get("确信度") or "0") >= bound
    except InvalidOperation:
        return False


def _store(
    store: Store,
    path: Path,
    chosen: Sequence[tuple[int, dict[str, str], bool]],
    publish_level: str,
    on: date,
    bodies: Bodies | None,
) -> Imported:
    import pyarrow as pa

    rows = [_row(line, said, publish_level) for _, line, said in chosen]
    table = pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(_COLUMNS)})
    raw = RawTable(table, pa.array([number for number, _, _ in chosen], pa.int64()))
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()
    return store_table(
        store, raw, path, defaults=Defaults(), sha256=digest, skip_bad=False, on=on, kind="harvest", bodies=bodies
    )


def _row(line: dict[str, str], said: bool, publish_level: str) -> tuple[str, ...]:
    kind = KEPT[_KIND[line["数据类型"]]]
    publisher = line.get("公布机构", "")
    listed = publishers.find(publisher)
    grade = "official" if said and listed and listed.grade == "official" else "press" if listed else "secondary"
    quote = line.get("原句", "").replace("【", "").replace("】", "")
    bound = {"≥": "（原文为不低于此数）", "≤": "（原文为不高于此数）", "≈": "（原文为约数）"}.get(
        line.get("界限", ""), ""
    )
    period = line.get("时期", "")
    base = period[:4] if kind == "mean_growth" and len(period) == 9 else ""
    return (
        line.get("指标", ""), "" if line.get("地区代码") else line.get("地区", ""), line.get("地区代码", ""), period,
        line.get("时段", "") or "本期", line.get("数值", ""), line.get("单位", ""), kind, line.get("价格", "") or "未说明",
        line.get("统计范围", ""), line.get("核算版本", ""), publisher, line.get("公布日期", ""), line.get("来源", ""), grade,
        publish_level, f"原句{bound}：{quote}", base,
    )  # fmt: skip
