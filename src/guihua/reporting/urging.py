"""催报: a paper to each body whose forms are missing or were sent back; of the kind that suits the addressee. And the table of timeliness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from guihua.ledgers.timeliness import LATE, MISSING, ON_TIME, WAITING, WAIVED, Report, by_body, late
from guihua.reporting.addressees import LETTER, NOTICE, closing, named, paper_kind, you
from guihua.reporting.document import Align, Column, Composer, Document, Paragraph, Signature, Table, text
from guihua.reporting.ledger_documents import Drawn, Order

SIGNS: Final = {ON_TIME: "√", LATE: "迟", MISSING: "缺", WAITING: "—", WAIVED: "免"}
"""How a month stands in the table: came in time, came late, missing, not due yet, waived."""


def urging_papers(found: Sequence[Report], order: Order) -> list[Drawn]:
    """One paper for each body with something missing or sent back (of `order.body` alone where it is named)."""
    owed: dict[str, list[Report]] = {}
    for one in late(found):
        if order.body in ("", one.body):
            owed.setdefault(one.body, []).append(one)
    return [_paper(body, rows, order) for body, rows in owed.items()]


def timeliness_table(found: Sequence[Report], order: Order) -> Document:
    """Completeness and timeliness by body, month by month, as a paper."""
    rows, composer = by_body(found), Composer()
    months = sorted({r.month for r in found})
    there, due = sum(r.there for r in rows), sum(r.due for r in rows)
    on_time = sum(r.on_time for r in rows)
    if due:
        composer.say(
            f"截至{_day(order.as_of)}，应报{due}份，已报{there}份，完整率{round(100 * there / due)}%；按时{on_time}份，"
            f"及时率{round(100 * on_time / due)}%。"
        )
    short = [r for r in rows if r.due and r.there < r.due]
    if short:
        told = "，".join(f"{r.body}缺{r.due - r.there}份" for r in short)
        composer.say(f"未报齐的单位：{told}。")
    columns = (
        Column("单位", 22), *(Column(f"{int(m[5:])}月" if len({x[:4] for x in months}) == 1 else m, 6, Align.CENTER) for m in months),
        Column("应报", 7, Align.RIGHT), Column("已报", 7, Align.RIGHT), Column("完整率", 9, Align.RIGHT), Column("及时率", 9, Align.RIGHT),
    )  # fmt: skip
    lines = tuple(
        tuple(
            text(cell)
            for cell in (
                r.body, *(SIGNS[dict(r.months)[m]] if m in dict(r.months) else "" for m in months), str(r.due), str(r.there),
                "—" if r.completeness is None else f"{r.completeness}%", "—" if r.timeliness is None else f"{r.timeliness}%",
            )
        )
        for r in rows
    )  # fmt: skip
    legend = "√按时，迟为逾期报送，缺为逾期未报，—为未到时限，免为免报"
    composer.add(
        Table(composer.caption("table", "各单位报送情况"), columns, lines, source=legend, landscape=len(months) > 8)
    )
    return _finish(composer, named("数据报送完整性和及时性情况", order.filing), order, sign=False)


def _paper(body: str, rows: Sequence[Report], order: Order) -> Drawn:
    kind, composer = paper_kind(body, order.known), Composer()
    missing, back = [r for r in rows if not r.back], [r for r in rows if r.back]
    composer.say("{body}：", style="addressee", body=body)
    parts = [f"逾期未报{len(missing)}份"] if missing else []
    parts += [f"退回后未重报{len(back)}份"] if back else []
    composer.say(
        "截至{day}，{you}应报送的监测数据中，{parts}（见下表）。请于3个工作日内补报；确有困难的，请说明原因。{last}",
        day=_day(order.as_of), you=you(kind), parts="、".join(parts), last=closing(kind),
    )  # fmt: skip
    columns = (
        Column("报表", 42), Column("报告期", 15, Align.CENTER), Column("报送时限", 22), Column("情况", 21),
    )  # fmt: skip
    lines = tuple(
        (
            text(r.form), text(_month(r.month)), text(_day(r.due) if r.due else "—"),
            text("退回，待重报" if r.back else f"逾期{r.days}天"),
        )
        for r in rows
    )  # fmt: skip
    composer.add(Table(composer.caption("table", "请补报的报表"), columns, lines))
    title = f"关于催报监测数据的{kind}" if kind in (LETTER, NOTICE) else f"关于监测数据报送情况的{kind}"
    return Drawn(f"催报{kind}-{body}-{order.as_of}", _finish(composer, title, order))


def _finish(composer: Composer, title: str, order: Order, *, sign: bool = True) -> Document:
    if sign:
        composer.add(Signature(order.issuer or "（发文机关）", _day(order.as_of)))
    if order.cc:
        composer.say(f"抄送：{order.cc}。", style="note")
    composer.say("代拟稿：文号、签发人和日期以正式印发为准。", style="note")
    composer.blocks[:0] = [Paragraph(text("代拟稿"), "mark"), Paragraph(text(title), "title")]
    return composer.document(title, None, {"as_of": order.as_of.isoformat()})


def _month(month: str) -> str:
    return f"{month[:4]}年{int(month[5:7])}月" if len(month) > 4 else f"{month}年"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
