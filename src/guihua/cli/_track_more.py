"""The further answers of `guihua track`: what changed between two dates, what moves a total, yearly plans."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.project import Project
    from guihua.storage import Store
    from guihua.tracking.change import Change
    from guihua.tracking.drivers import Driver
    from guihua.tracking.yearly import YearlyTarget, YearToDate


def against(args: argparse.Namespace, later: date, earlier: date, lang: str) -> int:
    """Print what changed between two days, each with its causes; with --all every target side by side."""
    from guihua.cli.track import deliver, tracking
    from guihua.tracking.change import compare

    if earlier >= later:
        earlier, later = later, earlier
    found = compare(tracking(args, earlier), tracking(args, later))
    shown = [c for c in found if (c.changed or args.all) and args.find in c.either.statement.indicator]
    if args.format == "table":
        deliver(args.output, _change_table(shown, earlier, later, lang))
    else:
        data_out(args, [_change_row(c, lang) for c in shown])
    changed = sum(1 for c in found if c.changed)
    print(
        f"{earlier} → {later}：{len(found)} 项目标，{changed} 项结论有变"
        if lang == "zh"
        else f"{earlier} → {later}: {changed} of {len(found)} targets changed",
        file=sys.stderr,
    )
    return 0


def drivers(args: argparse.Namespace, lang: str) -> int:
    """Print pull and contribution of industries and of leagues in one period."""
    from guihua.cli._store import as_of, store_of
    from guihua.cli.track import deliver
    from guihua.plan.periods import Period
    from guihua.plan.regions import children
    from guihua.plan.regions import region as region_of
    from guihua.statistics.holding import query
    from guihua.tracking.drivers import by_region
    from guihua.tracking.drivers import drivers as by_industry

    period, day, region = Period.parse(args.drivers), as_of(args), _region(args)
    with store_of(args) as store:
        rows = tuple(query(store, as_of=day, include_collected=args.include_collected))
    industries = by_industry([r for r in rows if r.region == region], period)
    names = {part.code: part.name for part in children(region)} | {region: region_of(region).name}
    below = [r for r in rows if r.region in names]
    gdp = by_region(below, "gdp", period, region, names)
    added = by_region(below, "value_added[industry]", period, region, names, "规模以上")
    blocks = [("行业对规模以上工业" if lang == "zh" else "industries, of industry above designated size", industries),
              ("盟市对地区生产总值" if lang == "zh" else "leagues and cities, of regional GDP", gdp),
              ("盟市对规模以上工业" if lang == "zh" else "leagues and cities, of industry above designated size", added)]  # fmt: skip
    parts = [d for _, found in blocks for d in found]
    if args.format == "table":
        deliver(args.output, "\n\n".join(f"{title}\n{_driver_table(found, lang)}" for title, found in blocks if found))
    else:
        data_out(args, [_driver_row(title, d) for title, found in blocks for d in found])
    if not parts:
        print("该时期没有可用的增速 no growth rates of this period are known", file=sys.stderr)
    elif any(d.share is None for d in parts):
        alone = sum(d.share is None for d in parts)
        print(
            f"{alone} 项上年比重没有公布，只列增速 last year's share was not published of {alone}: growth alone",
            file=sys.stderr,
        )
    return 0


def yearly(args: argparse.Namespace, lang: str) -> int:
    """Print every yearly target with the year to date and what the months left need."""
    from guihua.cli._store import as_of, store_of
    from guihua.cli.track import deliver
    from guihua.project import require_project
    from guihua.statistics.holding import query
    from guihua.tracking.yearly import read_yearly, year_to_date

    project = require_project()
    day = as_of(args)
    planned = read_yearly(project.yearly) if project.yearly is not None and project.yearly.exists() else ()
    with store_of(args) as store:
        rows = tuple(query(store, as_of=day, include_collected=args.include_collected))
        targets = [t for t in (*planned, *_issued(store, project, day)) if args.find in t.indicator]
    if not targets and not planned:
        raise GuihuaError(
            "YEARLY-NONE",
            "项目没有年度计划，也没有下达数 the project has no yearly plans and nothing issued",
            'guihua.toml: yearly = "yearly.yaml"; guihua allot … --record issue',
        )
    found = [year_to_date(target, rows, day) for target in targets]
    if args.format == "table":
        deliver(args.output, _yearly_table(found, lang))
    else:
        data_out(args, [_yearly_row(f) for f in found])
    return 0


def _issued(store: Store, project: Project, day: date) -> tuple[YearlyTarget, ...]:
    """What was issued to the regions below by the ledger of allotments."""
    from guihua.cli._ledger import journal_of, ledger_named
    from guihua.ledgers.issued import LEDGER, issued_targets
    from guihua.plan.planfile import read_planfile

    if not project.plan_file.exists():
        return ()
    return issued_targets(journal_of(store, ledger_named(LEDGER)), read_planfile(project.plan_file), day)


def _region(args: argparse.Namespace) -> str:
    from guihua.cli._store import region_of

    found = region_of(args)
    if not found:
        raise GuihuaError("TRACK-REGION", "没有指明地区 no region was named", "加 add --region 150000")
    return found


def data_out(args: argparse.Namespace, rows: list[dict[str, Any]]) -> None:
    """Rows as JSON, CSV or a workbook."""
    from guihua.cli.track import deliver

    if args.format == "json":
        import json

        deliver(args.output, json.dumps(rows, ensure_ascii=False, indent=1))
        return
    heads = list(rows[0]) if rows else []
    flat = [[_cell(row[name]) for name in heads] for row in rows]
    if args.format == "csv":
        from guihua.plan.cells import csv_text

        deliver(args.output, csv_text([heads, *flat]).rstrip("\n"))
        return
    import io

    from openpyxl import Workbook

    from guihua.plan.cells import sheet_row
    from guihua.plan.files import write_whole

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in [heads, *flat]:
        sheet.append(sheet_row(line))
    buffer = io.BytesIO()
    book.save(buffer)
    write_whole(Path(args.output), buffer.getvalue())
    print(args.output, file=sys.stderr)


def _cell(value: object) -> str:
    return "；".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _change_row(c: Change, lang: str) -> dict[str, Any]:
    from guihua.view.assessments import change_sentence, reading_sentence, status_word
    from guihua.view.told import latest_words

    before, after = c.before, c.after
    return {
        "indicator": c.either.statement.indicator,
        "before": status_word(before, lang) if before else "",
        "before_code": before.status.value if before else "",
        "before_value": latest_words(before, lang) if before else "",
        "after": status_word(after, lang) if after else "",
        "after_code": after.status.value if after else "",
        "after_value": latest_words(after, lang) if after else "",
        "changed": c.changed,
        "causes": [change_sentence(n, lang) for n in c.causes],
        "cause_codes": [n.code for n in c.causes],
        "readings": [reading_sentence(r, lang) for r in after.readings] if after else [],
        "id": c.either.statement.id,
    }


def _change_table(shown: list[Change], earlier: date, later: date, lang: str) -> str:
    from guihua.cli._text import shorten, text_table

    head = (
        ("指标", str(earlier), "", str(later), "") if lang == "zh" else ("indicator", str(earlier), "", str(later), "")
    )
    rows = [_change_row(c, lang) for c in shown]
    body = [(shorten(r["indicator"], 36), r["before"], r["before_value"], r["after"], r["after_value"]) for r in rows]
    lines = text_table(head, body, right=frozenset({2, 4})).split("\n")
    out = lines[:2]
    for line, row in zip(lines[2:], rows, strict=True):
        out.append(line)
        out += ["  · " + shorten(cause, 100) for cause in (*row["causes"], *row["readings"])]
    return "\n".join(out)


def _driver_row(title: str, d: Driver) -> dict[str, Any]:
    def text(value: object, digits: int = 2) -> str:
        return "" if value is None else f"{float(value):.{digits}f}"  # type: ignore[arg-type]

    return {
        "block": title,
        "part": d.name,
        "growth": text(d.growth, 1),
        "share_last_year": text(d.share, 1),
        "pull": text(d.pull),
        "contribution": text(d.contribution, 1),
        "observations": [o.id for o in d.observations],
    }


def _driver_table(found: tuple[Driver, ...], lang: str) -> str:
    from guihua.cli._text import text_table

    head = ("", "增速%", "上年比重%", "拉动（百分点）", "贡献率%") if lang == "zh" else (
        "", "growth %", "share last year %", "pull (points)", "contribution %")  # fmt: skip
    rows = [_driver_row("", d) for d in found]
    body = [
        (
            r["part"],
            *(r[name].replace("-", "−") or "—" for name in ("growth", "share_last_year", "pull", "contribution")),
        )
        for r in rows
    ]
    return text_table(head, body, right=frozenset({1, 2, 3, 4}))


def _yearly_row(found: YearToDate) -> dict[str, Any]:
    def text(value: object, digits: int = 1) -> str:
        return "" if value is None else f"{float(value):.{digits}f}"  # type: ignore[arg-type]

    target = found.target
    title, number, day = target.document
    weight = None if found.weight is None else 100 * found.weight
    return {
        "region": target.region,
        "year": target.year,
        "indicator": target.indicator,
        "target": f"{target.written}{target.unit}",
        "actual": text(found.actual),
        "period": str(found.period or ""),
        "status": found.status.zh,
        "status_code": found.status.value,
        "mark": "口径注" if found.mark else "",
        "weight_last_year": text(weight),
        "months_left_need": text(found.needed),
        "document": title,
        "document_number": number,
        "document_date": day,
        "statement": target.statement,
        "observations": [o.id for o in found.observations],
    }


def _yearly_table(found: list[YearToDate], lang: str) -> str:
    from guihua.cli._text import shorten, text_table
    from guihua.plan.regions import region
    from guihua.view.numbers import figure
    from guihua.view.phrases import period as period_words
    from guihua.view.status import style

    head = ("地区", "年", "指标", "目标", "完成", "时期", "状态", "上年同期占全年", "余下月份需", "文件") if lang == "zh" else (
        "region", "year", "indicator", "target", "actual", "period", "status", "weight last year", "months left need", "document")  # fmt: skip
    body = []

    def shown(value: str, unit: str) -> str:
        return figure(value, unit, lang=lang) if value else "—"

    for row, one in zip(map(_yearly_row, found), found, strict=True):
        mark = style(one.status.zh)
        status = f"{mark.symbol} {mark.word(lang)}{'（口径注）' if one.mark else ''}"
        document = f"{row['document']}{'（' + row['document_number'] + '）' if row['document_number'] else ''}"
        body.append((
            region(row["region"]).name, str(row["year"]), row["indicator"], row["target"],
            shown(row["actual"], one.target.unit), period_words(row["period"], lang), status,
            shown(row["weight_last_year"], "%"), shown(row["months_left_need"], "%"), shorten(document, 40),
        ))  # fmt: skip
    return text_table(head, body, right=frozenset({3, 4, 7, 8}))
