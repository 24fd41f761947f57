"""Papers that ask for data: 函 to peers, 通知 to those below, 请示 or 报告 upward; laid out as official papers are (GB/T 9704).

All are drafts: number and signature are left open. The table to fill in goes with the paper and comes back as a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.reporting.document import Align, Column, Composer, Document, Paragraph, Signature, Table, text
from guihua.statistics.template import Asked, answers_of
from guihua.tracking.gaps import Gap, by_body

KINDS: Final = ("函", "通知", "请示", "报告")
_UPWARD = re.compile("国务院|^国家|^[一-鿿]{2,8}部$|自治区人民政府|省人民政府|党委|市人民政府$")
_NATIONAL = re.compile("^(?:国家|中华人民共和国)|^[一-鿿]{2,10}部$")
_BELOW = re.compile(
    "(?:盟|市|旗|县|区)(?:工业和信息化局|工信局|发展改革委|能源局|经信局)|行署|盟行政公署|管委会|各盟市|开发区|园区"
)


@dataclass(frozen=True, slots=True)
class Request:
    """One paper: of which kind, to whom, about which gaps."""

    kind: str
    body: str
    document: Document

    @property
    def file(self) -> str:
        """The name of its file, without the suffix."""
        return f"{self.kind}-{re.sub(r'[^一-鿿0-9A-Za-z]', '', self.body)}"


def kind_of(body: str, issuer: str = "") -> str:
    """Which paper suits a body: 请示 upward, 通知 below, 函 to everybody else. issuer: who asks, where it is known:
    a department of the State Council asks its peers by 函, and upward only the State Council and the Party's organs."""
    if _BELOW.search(body):
        return "通知"
    if _NATIONAL.search(issuer) and not re.search("国务院$|党委|中央", body):
        return "函"
    return "请示" if _UPWARD.search(body) else "函"


def request(
    plan: Plan,
    body: str,
    found: Sequence[Gap],
    as_of: date,
    *,
    kind: str = "",
    issuer: str = "",
    reply_by: date | None = None,
) -> Request:
    """The paper to one body about its gaps. Raises GuihuaError REQUEST-KIND for a kind of paper that there is not."""
    kind = kind or kind_of(body, issuer)
    if kind not in KINDS:
        raise GuihuaError("REQUEST-KIND", f"没有这种公文 no such paper {kind!r}", f"可用 one of: {'、'.join(KINDS)}")
    composer = Composer()
    name = f"《{plan.title}》" if plan.title else "规划"
    asked = [g for g in found if g.exists]
    composer.say("{body}：", style="addressee", body=body)
    composer.say(_opening(kind, name, as_of, len(found), len(asked)))
    if asked:
        composer.add(_asked(composer, asked))
    lost = [g for g in found if not g.exists]
    if lost:
        composer.say("另有以下目标已无法取得统计数，建议在评估中如实说明规划表述与统计制度的关系：")
        for g in lost:
            composer.say("“{quote}”：{reason}。{why}", style="item", quote=g.statement.quote, reason=g.said, why=g.why)
    composer.say(_closing(kind, reply_by))
    composer.add(Signature(issuer or "（发文机关）", _day(as_of)))
    composer.say("代拟稿：文号、签发人和日期以正式印发为准。附填报表一份（.xlsx），填好后可直接导入。", style="note")
    composer.blocks[:0] = [Paragraph(text("代拟稿"), "mark"), Paragraph(text(_title(kind, name)), "title")]
    return Request(
        kind,
        body,
        composer.document(_title(kind, name), None, {"as_of": as_of.isoformat(), "kind": kind, "body": body}),
    )


def _title(kind: str, plan: str) -> str:
    return {
        "函": f"关于商请提供{plan}监测数据的函",
        "通知": f"关于报送{plan}监测数据的通知",
        "请示": f"关于协调提供{plan}监测数据的请示",
        "报告": f"关于{plan}监测数据缺口情况的报告",
    }[kind]


def _opening(kind: str, plan: str, as_of: date, count: int, asked: int) -> str:
    base = f"按照{plan}监测评估工作安排，截至{_day(as_of)}，有{count}项目标因缺少数据未能测算"
    return {
        "函": f"{base}。其中{asked}项的数据由贵单位统计或掌握，商请按下表提供。",
        "通知": f"{base}。请你单位按下表核实填报，数据须有出处，没有的请注明原因，不得推算。",
        "请示": f"{base}。其中{asked}项的数据需请协调提供，情况如下。",
        "报告": f"{base}。现将缺口情况报告如下。",
    }[kind]


def _closing(kind: str, reply_by: date | None) -> str:
    day = _day(reply_by) if reply_by else "（　　年　　月　　日）"
    return {
        "函": f"请于{day}前函复为盼。",
        "通知": f"请于{day}前报送。联系人及电话：（　　　）。",
        "请示": "妥否，请批示。",
        "报告": "特此报告。",
    }[kind]


def _asked(composer: Composer, found: Sequence[Gap]) -> Table:
    columns = (
        Column("序号", 6, Align.CENTER), Column("规划目标（原文）", 30), Column("所需指标", 18), Column("年份", 8, Align.CENTER),
        Column("单位", 9, Align.CENTER), Column("已有最新数", 17), Column("数值", 12, Align.RIGHT, room=True),
    )  # fmt: skip
    rows = tuple(
        tuple(text(w) for w in (str(n), g.statement.quote, g.name, str(g.year), g.statement.unit, g.latest or "无", ""))
        for n, g in enumerate(found, 1)
    )
    return Table(composer.caption("table", "需提供的数据"), columns, rows, source="公布机构和文件名称请一并注明。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def asked_of(found: Sequence[Gap], plan: Plan) -> list[Asked]:
    """The lines of the table to fill in, one a figure that can exist."""
    named = answers_of([g.statement for g in found if g.exists])
    return [
        replace(named[g.statement.indicator], region=g.statement.region or plan.region, period=str(g.year))
        for g in found
        if g.exists and g.statement.indicator in named
    ]


def gap_document(plan: Plan, found: Sequence[Gap], as_of: date) -> Document:
    """The list as a document, a table for each body."""
    composer = Composer()
    name = f"《{plan.title}》" if plan.title else "规划"
    composer.say(f"截至{_day(as_of)}，{name}有{len(found)}项目标没有结论，按责任单位列示如下。")
    for body, group in by_body(found).items():
        composer.heading(1, body)
        columns = (
            Column("规划目标（原文）", 28), Column("原因", 12), Column("已有最新数", 18), Column("由谁公布、在哪份文件", 24), Column("预计公布", 10),
        )  # fmt: skip
        rows = tuple(
            tuple(
                text(w)
                for w in (
                    g.statement.quote,
                    g.said + (f"（{g.why}）" if g.why else ""),
                    g.latest or "无",
                    f"{g.publication.publisher}，{g.publication.document}（{g.year}年）"
                    if g.exists
                    else "不会有数，以规划表述为评估意见",
                    g.due.isoformat() if g.due else "—",
                )
            )
            for g in group
        )
        composer.add(Table(composer.caption("table", f"{body}待补数据"), columns, rows, landscape=False))
    title = "待补数据清单"
    composer.blocks[:0] = [Paragraph(text(title), "title")]
    return composer.document(title, None, {"as_of": as_of.isoformat()})
