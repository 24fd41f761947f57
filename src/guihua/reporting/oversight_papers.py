"""The papers of 督办: 督办单 and 催办 to each body, 办结报告 of a matter, 调度表 and 专报 over all of them.

Drafts for a person to sign. They speak as an office does: the matter's own number, who asked for it, what each body did;
nothing of the program stands in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from guihua.errors import GuihuaError
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import State
from guihua.ledgers.oversight import AMBER, ENDED, GREEN, LEAD, RED, Matter, board, light
from guihua.reporting.addressees import LETTER, closing, named, paper_kind, you
from guihua.reporting.document import Align, Column, Composer, Document, Paragraph, Signature, Table, text
from guihua.reporting.ledger_documents import Drawn, Order
from guihua.view.phrases import partial_day

PAPERS: Final = ("slip", "urge", "closing", "table", "brief")
MARKS: Final = {RED: "● 红", AMBER: "▲ 黄", GREEN: "○ 绿", ENDED: "√ 办结"}
"""A light on paper: a shape and a word besides the colour that grey print loses."""
_OUTSIDE: Final = (
    "open",
    "instruct",
    "assign",
    "sign",
    "answer",
    "return",
    "conclude",
    "close",
    "extend",
    "reopen",
    "archive",
)


def oversight_papers(matters: Journal, lines: Journal, kind: str, order: Order) -> list[Drawn]:
    """The papers of a kind: a slip each matter, an urging paper each body that is late, a report each concluded matter, one table, one brief.

    `order.subject` (id or number) narrows to one matter. Raises GuihuaError OVERSIGHT-PAPER for a kind that there is not.
    """
    if kind not in PAPERS:
        raise GuihuaError(
            "OVERSIGHT-PAPER", f"没有这种公文 no such paper {kind!r}", f"可用 one of: {'、'.join(PAPERS)}", kind
        )
    found = [
        m for m in board(matters, lines, order.as_of) if order.subject in ("", m.state.subject, m.state.text("number"))
    ]
    return _MAKERS[kind](matters, lines, found, order)


def _slip(matters: Journal, lines: Journal, found: Sequence[Matter], order: Order) -> list[Drawn]:
    drawn = []
    for m in found:
        state, composer = m.state, Composer()
        if state.state in ("opened", "dropped"):
            continue
        title = named("督办单", order.filing) if state.text("source") == "规划任务" else "督办单"
        rows = [
            ("编号", state.text("number")), ("督办事项", state.text("problem")), ("立项依据", _basis(state)),
            ("领导批示", _instruction(state)), ("主办单位", state.text("owner")), ("协办单位", state.text("others") or "无"),
            ("办理要求", state.text("requirement")), ("办结时限", partial_day(state.text("due"))),
        ]  # fmt: skip
        composer.add(_pairs([(a, b) for a, b in rows if b]))
        composer.heading(1, "各单位分工")
        composer.add(_lines_table(composer, m, blank=True))
        composer.heading(1, "反馈要求")
        composer.say(
            "请主办、协办单位于收到之日起2个工作日内签收，按时限分别反馈办理情况；主办单位汇总并附佐证材料。"
            "办理情况由另一单位核查，核查通过后办结、销号。"
        )
        drawn.append(Drawn(f"督办单-{_file(state)}", _finish(composer, title, order, matters)))
    return drawn


def _urge(matters: Journal, lines: Journal, found: Sequence[Matter], order: Order) -> list[Drawn]:
    """One paper for each body with a line that is late, or signed for by nobody; a function of what it owes."""
    owed: dict[str, list[tuple[Matter, State]]] = {}
    for m in found:
        if m.light.name in (RED, AMBER):
            for line in m.lines:
                if line.state in ("waiting", "signed", "returned") and order.body in ("", line.text("body")):
                    owed.setdefault(line.text("body"), []).append((m, line))
    drawn = []
    for body, rows in owed.items():
        kind, composer = paper_kind(body, order.known), Composer()
        composer.say("{body}：", style="addressee", body=body)
        late = sum(_late(line, order.as_of) > 0 for _, line in rows)
        composer.say(
            "截至{day}，{you}承办的督办事项中，{late}临近时限或尚未签收{soon}（见下表）。请于{when}前反馈办理情况；"
            "不能按期办结的，请说明原因和完成时间。{last}",
            day=_day(order.as_of), you=you(kind), late=f"已逾期{late}项，" if late else "",
            soon=f"{len(rows) - late}项", when="收到本件后3个工作日", last=closing(kind),
        )  # fmt: skip
        table = tuple(
            tuple(
                text(cell)
                for cell in (
                    m.state.text("number"), m.state.text("problem"), line.text("part"), partial_day(line.text("due")),
                    f"逾期{_late(line, order.as_of)}天" if _late(line, order.as_of) > 0 else _word(lines, line),
                )
            )
            for m, line in rows
        )  # fmt: skip
        columns = (
            Column("编号", 18), Column("督办事项", 35), Column("分工", 8, Align.CENTER), Column("反馈时限", 23),
            Column("现状", 16),
        )  # fmt: skip
        composer.add(Table(composer.caption("table", "请抓紧办理的事项"), columns, table))
        name = "函" if kind == LETTER else kind
        title = f"关于催办督办事项的{name}" if kind in (LETTER, "通知") else f"关于督办事项办理情况的{name}"
        drawn.append(Drawn(f"催办{name}-{body}-{order.as_of}", _finish(composer, title, order, matters)))
    return drawn


def _closing(matters: Journal, lines: Journal, found: Sequence[Matter], order: Order) -> list[Drawn]:
    chosen = [m for m in found if m.light.name == ENDED]
    if order.subject and not chosen:
        raise GuihuaError(
            "OVERSIGHT-PAPER",
            "尚未办结 the matter is not concluded",
            "先由另一人核查 another person checks it first",
            order.subject,
        )
    drawn = []
    for m in chosen:
        state, composer = m.state, Composer()
        composer.heading(1, "基本情况")
        composer.say(
            "{basis}。{source}由{owner}主办{others}，办结时限为{due}。",
            basis=_basis(state).rstrip("。") or "（立项依据）", source=_instruction(state), owner=state.text("owner"),
            others=f"，{state.text('others')}协办" if state.text("others") else "", due=partial_day(state.text("due")),
        )  # fmt: skip
        composer.heading(1, "办理情况")
        composer.say(_sentence(state.text("progress")))
        for line in m.lines:
            if line.text("progress") and line.text("part") != LEAD:
                composer.say(f"{line.text('body')}（协办）：{_sentence(line.text('progress'))}", style="item")
        proofs = dict.fromkeys(e.name for item in matters.history(state.subject) for e in item.event.evidence)
        if proofs:
            composer.say(f"佐证材料：{'、'.join(proofs)}。")
        composer.heading(1, "核查意见")
        composer.say(
            f"{state.text('checked_by') or '（核查单位）'}核查：{_sentence(state.text('finding'))}核查人与反馈人不是同一人。"
        )
        if state.text("result"):
            composer.heading(1, "办结结论")
            composer.say(_sentence(state.text("result")))
        composer.heading(1, "办理经过")
        for said in _course(matters, state):
            composer.say(said, style="item")
        title = f"关于“{state.text('problem').rstrip('。')}”办理情况的报告"
        drawn.append(Drawn(f"办结报告-{_file(state)}", _finish(composer, title, order, matters)))
    return drawn


def _table(matters: Journal, lines: Journal, found: Sequence[Matter], order: Order) -> list[Drawn]:
    composer = Composer()
    columns = (
        Column("序号", 6, Align.CENTER), Column("编号", 13), Column("督办事项", 25), Column("主办单位", 14), Column("协办单位", 14),
        Column("时限", 12), Column("办理情况", 26), Column("状态", 12), Column("灯", 8, Align.CENTER),
    )  # fmt: skip
    rows = tuple(
        tuple(
            text(cell)
            for cell in (
                str(n), m.state.text("number"), m.state.text("problem"), m.state.text("owner"), m.state.text("others") or "—",
                partial_day(m.state.text("due")) or "—", _progress(m), _word(matters, m.state) + (f"，{m.why}" if m.why else ""),
                MARKS[m.light.name],
            )
        )
        for n, m in enumerate(found, 1)
    )  # fmt: skip
    if not rows:
        return []
    source = f"截至{_day(order.as_of)}；{_legend()}"
    composer.add(Table(composer.caption("table", "督办事项"), columns, rows, source=source, landscape=True))
    title = "督办事项调度表"
    return [Drawn(f"调度表-{order.as_of}", replace(_finish(composer, title, order, matters, sign=False), turned=True))]


def _brief(matters: Journal, lines: Journal, found: Sequence[Matter], order: Order) -> list[Drawn]:
    if not found:
        return []
    composer, counted = Composer(), Counter(m.light.name for m in found)
    composer.heading(1, "总体情况")
    parts = "，".join(
        f"{light(name).words.zh}{counted[name]}项" for name in (RED, AMBER, GREEN, ENDED) if counted[name]
    )
    composer.say(f"截至{_day(order.as_of)}，共立项督办{len(found)}项，其中{parts}。{_legend()}。")
    asked = [m for m in found if m.state.text("instruction")]
    if asked:
        composer.heading(1, "领导批示事项办理情况")
        for m in asked:
            composer.say(
                f"{_instruction(m.state)}{m.state.text('owner')}主办。{_progress(m)}（{_word(matters, m.state)}）",
                style="item",
            )
    for name, head in ((RED, "逾期和退回的事项"), (AMBER, "临近时限或未签收的事项")):
        chosen = [m for m in found if m.light.name == name]
        if chosen:
            composer.heading(1, head)
            for m in chosen:
                state = m.state
                who = f"{state.text('number')}，主办{state.text('owner') or '待定'}"
                told = f"{state.text('problem').rstrip('。')}（{who}）：{m.why}。{_progress(m)}"
                composer.say(told, style="item")
    ended = [m for m in found if m.light.name == ENDED]
    if ended:
        composer.heading(1, "已办结的事项")
        for m in ended:
            result = m.state.text("result") or m.state.text("finding")
            composer.say(
                f"{m.state.text('problem').rstrip('。')}（{m.state.text('owner')}）：{_sentence(result)}", style="item"
            )
    composer.heading(1, "下一步建议")
    late = "、".join(
        dict.fromkeys(m.state.text("owner") for m in found if m.light.name == RED and m.state.text("owner"))
    )
    composer.say(
        f"对逾期和退回的事项，建议由{late}限期报送整改措施和完成时间，仍未办结的提请领导约请主要负责人。"
        if late
        else "各事项均在时限内，按原定时限办理。"
    )
    return [Drawn(f"督办专报-{order.as_of}", _finish(composer, "督办事项办理情况专报", order, matters))]


def _lines_table(composer: Composer, m: Matter, *, blank: bool = False) -> Table:
    columns = (
        Column("办理单位", 24), Column("分工", 9, Align.CENTER), Column("承担的工作", 26), Column("反馈时限", 22),
        Column("签收（签名、日期）", 21, room=blank),
    )  # fmt: skip
    signed = {"waiting": ""}
    rows = tuple(
        tuple(
            text(cell)
            for cell in (
                line.text("body"), line.text("part"), line.text("duty"), partial_day(line.text("due")),
                signed.get(line.state, "已签收"),
            )
        )
        for line in m.lines
    )  # fmt: skip
    return Table(composer.caption("table", "主办和协办单位"), columns, rows)


def _pairs(rows: Sequence[tuple[str, str]]) -> Table:
    return Table("", (Column("项目", 20), Column("内容", 80)), tuple((text(a), text(b)) for a, b in rows))


def _basis(state: State) -> str:
    filed = f"（计划依据：{state.text('filing')}）" if state.text("filing") else ""
    source = state.text("source")
    return f"{source}：{state.text('ground')}{filed}" if source else f"{state.text('ground')}{filed}"


def _instruction(state: State) -> str:
    if not state.text("instruction"):
        return ""
    day = partial_day(state.text("instructed_on"))
    return f"{day}，{state.text('leader')}批示：“{state.text('instruction').rstrip('。')}。”"


def _progress(m: Matter) -> str:
    own = m.state.text("progress") or next((s.text("progress") for s in m.lines if s.text("part") == LEAD), "")
    return _sentence(own) if own else "尚未填报。"


def _course(matters: Journal, state: State) -> list[str]:
    """What was done when and by whom, a line an act of the office."""
    said = []
    for item in matters.history(state.subject):
        event = item.event
        act = matters.ledger.transition(event.action)
        if act is None or event.action not in _OUTSIDE:
            continue
        why = f"，{event.basis}" if event.basis else ""
        said.append(f"{_day(event.at)}　{event.actor.body or event.actor.by}　{act.words.zh}{why}。")
    return said


def _finish(composer: Composer, title: str, order: Order, matters: Journal, *, sign: bool = True) -> Document:
    if sign:
        composer.add(Signature(order.issuer or "（发文机关）", _day(order.as_of)))
    if order.cc:
        composer.say(f"抄送：{order.cc}。", style="note")
    composer.say("代拟稿：文号、签发人和日期以正式印发为准。", style="note")
    composer.blocks[:0] = [Paragraph(text("代拟稿"), "mark"), Paragraph(text(title), "title")]
    head = matters.head()
    meta = {"ledger": matters.ledger.name, "as_of": order.as_of.isoformat(), "head": str(head.root) if head else ""}
    return composer.document(title, None, meta)


def _legend() -> str:
    return "；".join(f"{one.words.zh}为{one.says.zh}" for one in (light(RED), light(AMBER), light(GREEN)))


def _file(state: State) -> str:
    return f"{state.text('number')}-{state.text('problem')[:16]}"


def _late(line: State, as_of: date) -> int:
    return (as_of - date.fromisoformat(line.text("due"))).days if line.text("due") else 0


def _word(journal: Journal, state: State) -> str:
    status = journal.ledger.status(state.state)
    return status.words.zh if status else state.state


def _sentence(words: str) -> str:
    words = words.strip().rstrip("。；;")
    return f"{words}。" if words else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_MAKERS: Final[Mapping[str, Callable[[Journal, Journal, Sequence[Matter], Order], list[Drawn]]]] = {
    "slip": _slip,
    "urge": _urge,
    "closing": _closing,
    "table": _table,
    "brief": _brief,
}
