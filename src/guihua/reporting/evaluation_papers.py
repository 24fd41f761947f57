"""Papers of an evaluation, one for each step: programme, call for self-evaluations, commission, consultation, submission, issue.

And of its opinions: what was taken and why, and the self-evaluations merged by task. All are drafts to be signed. The
kind of paper follows the addressee: 通知 to those below, 函 to peers, 请示 upward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from guihua.errors import GuihuaError
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import State
from guihua.reporting.document import Align, Column, Composer, Document, Paragraph, Signature, Table, text
from guihua.reporting.ledger_documents import Drawn, Order
from guihua.reporting.process import SELF
from guihua.reporting.requests import kind_of
from guihua.view.phrases import day as day_words
from guihua.view.phrases import partial_day

KINDS: Final[Mapping[str, str]] = {
    "programme": "评估工作方案",
    "self_notice": "布置自评的通知",
    "commission": "委托第三方评估的函",
    "consultation": "征求意见函",
    "submission": "报审请示",
    "issue": "印发通知",
    "adoption": "意见采纳情况表",
    "merged": "自评情况汇总表",
}


def draw_evaluation(journal: Journal, kind: str, states: Mapping[str, State], order: Order) -> list[Drawn]:
    """The papers of a kind about one evaluation (order.subject, else the newest), or about all opinions.

    Raises GuihuaError LG-DOCUMENT where nothing is there to write about, or the step's fields are not filled in.
    """
    if kind in ("adoption", "merged"):
        return [_opinions(kind, list(states.values()), order)]
    state = states.get(order.subject) if order.subject else max(states.values(), key=lambda s: s.last, default=None)
    if state is None:
        raise GuihuaError(
            "LG-DOCUMENT",
            "还没有登记评估 no evaluation is recorded yet",
            f"先登记方案 enter its programme first: guihua ledger act {journal.ledger.name} plan",
            order.subject or journal.ledger.name,
        )
    return _MAKERS[kind](state, order)


def _programme(state: State, order: Order) -> list[Drawn]:
    c, name = Composer(), state.text("task")
    c.heading(1, "评估依据和对象")
    c.say(
        "{words}",
        words=f"依据{_or(state, 'basis_document', '（文号）')}，对规划实施情况开展{name}，数据截至{_date(state, 'cutoff')}。",
    )
    c.heading(1, "评估内容")
    for i, words in enumerate(
        (
            "主要目标完成情况：逐项说明目标值、基期数、最新数、序时进度和判定，由公布数推算的写明推算办法。",
            "主要任务和重大项目进展情况：按任务分工逐项说明进展、成果和存在问题。",
            "保障措施落实情况：政策出台、资金安排和使用、政策和承诺兑现。",
            "各地推进情况：各地承担的指标和任务。",
            "存在的主要问题及原因、形势变化和对策建议，包括确需调整的指标及理由。",
        ),
        1,
    ):
        c.say(f"{i}. {words}", style="item")
    c.heading(1, "步骤和分工")
    lead = _or(state, "lead", "牵头单位")
    rows = (
        ("布置和报送自评", _or(state, "bodies", "各责任单位"), _date(state, "self_due")),
        ("第三方评估", _or(state, "third_party", "第三方机构"), "与自评同步"),
        ("汇总自评、起草报告", lead, "自评报送后"),
        ("征求意见和专家论证", f"{lead}；{_or(state, 'consulted', '有关单位')}", _date(state, "consult_due")),
        ("处理意见、报审", lead, _date(state, "due")),
    )
    columns = (Column("步骤", 26), Column("单位", 48), Column("时限", 26))
    c.add(Table(c.caption("table", "步骤和分工"), columns, tuple(tuple(text(x) for x in row) for row in rows)))
    c.heading(1, "有关要求")
    c.say("自评只写本单位负责的指标和任务，数据须注明来源，没有数据的写明原因；统计数以统计机构公布为准。")
    return [Drawn(f"评估工作方案-{name}", _finish(c, f"{name}工作方案", state, order))]


def _self_notice(state: State, order: Order) -> list[Drawn]:
    bodies = [order.body] if order.body else list(_needed(state, "bodies", "self_notice"))
    c, name = Composer(), state.text("task")
    c.say("{to}：", style="addressee", to="、".join(bodies))
    c.say(
        "{words}",
        words=f"按照{name}工作安排，请就本单位负责的规划指标和任务开展自评。自评表已按任务分工和指标责任清单预填，"
        "只列本单位的指标和任务，请在“〔请填写〕”处填写进展、存在问题和建议，数据有不同意见的写明依据。",
    )
    c.say("{words}", words=f"请于{_date(state, 'self_due')}前报送。")
    c.say("附件：自评表（各单位一份）", style="item")
    title = f"关于开展{name}自评工作的通知"
    return [Drawn(f"通知-自评-{name}", _finish(c, title, state, order))]


def _commission(state: State, order: Order) -> list[Drawn]:
    (body, *_rest) = _needed(state, "third_party", "commission")
    c, name = Composer(), state.text("task")
    c.say("{to}：", style="addressee", to=body)
    c.say(
        "{words}",
        words=f"现委托你单位对规划实施情况独立开展{name}第三方评估，数据截至{_date(state, 'cutoff')}。请就主要目标的判定、"
        "主要任务和保障措施的成效、存在问题和建议提出评估意见，并对自评中与统计数不一致的地方逐项说明。",
    )
    c.say("评估所用规划文本、统计数和台账摘录随函提供；各数字可逐项核对来源和算法。", style="body")
    c.say("{words}", words=f"请于{_date(state, 'due')}前提交评估意见。")
    return [Drawn(f"函-第三方评估-{body}", _finish(c, f"关于委托开展{name}第三方评估的函", state, order))]


def _consultation(state: State, order: Order) -> list[Drawn]:
    bodies = [order.body] if order.body else list(_needed(state, "consulted", "consultation"))
    name, drawn = state.text("task"), []
    for kind in ("通知", "函", "请示"):
        mine = [b for b in bodies if (kind_of(b) if kind_of(b) != "请示" else "函") == kind]
        if not mine:
            continue
        c = Composer()
        c.say("{to}：", style="addressee", to="、".join(mine))
        close = f"请于{_date(state, 'consult_due')}前" + ("报送。" if kind == "通知" else "函复为盼。")
        c.say(
            "{words}",
            words=f"现将《{name}报告（征求意见稿）》送上，请研究提出书面意见。意见请写明针对的章节或数字、修改建议和依据；"
            "没有意见的也请回复。",
        )
        c.say("{words}", words=close)
        c.say("附件：评估报告（征求意见稿）、意见反馈表", style="item")
        title = f"关于征求{name}报告意见的{kind}"
        drawn.append(Drawn(f"{kind}-征求意见-{name}", _finish(c, title, state, order)))
    return drawn


def _submission(state: State, order: Order) -> list[Drawn]:
    c, name = Composer(), state.text("task")
    c.say("{to}：", style="addressee", to=order.body or "（上级机关）")
    done = [f"收到自评{state.text('self_received')}份"] if state.text("self_received") else []
    done += [f"{state.text('third_party')}开展了第三方评估"] if state.text("third_finding") else []
    done += [f"征求了{state.text('consulted')}的意见"] if state.text("consulted") else []
    if state.text("opinions_all"):
        done.append(f"收到意见{state.text('opinions_all')}条，采纳{state.text('opinions_taken') or '0'}条")
    done += ["组织专家论证"] if state.text("experts_finding") else []
    c.say(
        "{words}",
        words=f"按照{_or(state, 'basis_document', '规划')}要求，我单位组织开展了{name}。"
        + ("其间" + "；".join(done) + "。" if done else "")
        + "在此基础上形成评估报告，现予呈报。",
    )
    c.say("妥否，请批示。")
    c.say("附件：评估报告、意见采纳情况表", style="item")
    return [Drawn(f"请示-{name}", _finish(c, f"关于审定{name}报告的请示", state, order))]


def _issue(state: State, order: Order) -> list[Drawn]:
    c, name = Composer(), state.text("task")
    to = [order.body] if order.body else [*state.many("bodies"), *state.many("consulted")]
    c.say("{to}：", style="addressee", to="、".join(dict.fromkeys(to)) or "各有关单位")
    c.say(
        "{words}",
        words=f"《{name}报告》已经审定，现印发给你们。请按报告提出的建议抓好落实，对滞后的指标和任务提出措施和完成时间。",
    )
    c.say("附件：评估报告", style="item")
    return [Drawn(f"通知-印发-{name}", _finish(c, f"关于印发《{name}报告》的通知", state, order))]


_ROUNDS: Final = ("自评", "第三方", "专家", "征求意见", "公众")
_WORDS: Final = {"taken": "采纳", "partly": "部分采纳", "declined": "不采纳", "noted": "已了解"}


def _opinions(kind: str, states: Sequence[State], order: Order) -> Drawn:
    """What was taken of the opinions, round by round; or the self-evaluations merged by what they are on."""
    c = Composer()
    mine = [s for s in states if (s.text("round") == SELF) == (kind == "merged")]
    if not mine:
        c.say("截至{day}，没有登记的意见。", day=day_words(order.as_of))
    elif kind == "merged":
        _merged(c, mine)
    else:
        _adoption(c, mine)
    title = KINDS[kind]
    return Drawn(f"{title}-{order.as_of}", _headed(c, title, order))


def _merged(c: Composer, mine: Sequence[State]) -> None:
    """One block a task or target: what each body said of it."""
    bodies = {s.text("body") for s in mine}
    c.say("{words}", words=f"收到{len(bodies)}个单位的自评，按指标和任务归并如下。")
    subjects = list(dict.fromkeys((s.text("about"), s.text("subject")) for s in mine))
    columns = (Column("指标或任务", 30), Column("单位", 20), Column("自评", 50))
    rows = []
    for about, subject in sorted(subjects, key=lambda pair: (pair[0].startswith("text."), not pair[0])):
        said = [s for s in mine if (s.text("about"), s.text("subject")) == (about, subject)]
        for i, s in enumerate(said):
            rows.append((text(subject if i == 0 else "〃"), text(s.text("body")), text(s.text("task"))))
    c.add(Table(c.caption("table", "自评情况（按指标和任务归并）"), columns, tuple(rows)))


def _adoption(c: Composer, mine: Sequence[State]) -> None:
    taken = sum(s.state in ("taken", "partly") for s in mine)
    declined, open_ = (sum(s.state == name for s in mine) for name in ("declined", "received"))
    c.say(
        "{words}",
        words=f"收到意见{len(mine)}条，采纳或部分采纳{taken}条，不采纳{declined}条"
        + (f"，待处理{open_}条。" if open_ else "。"),
    )
    columns = (
        Column("序号", 7, Align.CENTER), Column("环节", 11), Column("提出单位（人）", 17), Column("针对内容", 17),
        Column("意见", 25), Column("采纳情况", 10), Column("说明", 18, room=True),
    )  # fmt: skip
    ordered = sorted(mine, key=lambda s: (_place(s.text("round")), s.text("body"), s.subject))
    rows = tuple(
        tuple(
            text(words)
            for words in (
                str(i), s.text("round"), s.text("body"), s.text("subject"), s.text("task"),
                _WORDS.get(s.state, "待处理"), s.text("reason"),
            )
        )
        for i, s in enumerate(ordered, 1)
    )  # fmt: skip
    c.add(Table(c.caption("table", "意见采纳情况"), columns, rows, landscape=len(rows) > 8))


def _place(round_: str) -> int:
    return _ROUNDS.index(round_) if round_ in _ROUNDS else len(_ROUNDS)


def _needed(state: State, field: str, kind: str) -> Iterable[str]:
    found = state.many(field)
    if not found:
        raise GuihuaError(
            "LG-DOCUMENT",
            f"台账里没有写明“{field}”，写不出{KINDS[kind]} the ledger does not name {field}",
            "先在台账中登记这一步 record that step first",
            state.subject,
        )
    return found


def _or(state: State, field: str, words: str) -> str:
    return state.text(field) or words


def _date(state: State, field: str) -> str:
    return partial_day(state.text(field)) if state.text(field) else "（　　年　　月　　日）"


def _finish(c: Composer, title: str, state: State, order: Order) -> Document:
    c.add(Signature(order.issuer or state.text("lead") or "（发文机关）", _day(order.as_of)))
    return _headed(c, title, order)


def _headed(c: Composer, title: str, order: Order) -> Document:
    c.say("代拟稿：文号、签发人和日期以正式印发为准。", style="note")
    c.blocks[:0] = [Paragraph(text("代拟稿"), "mark"), Paragraph(text(title), "title")]
    return c.document(title, None, {"as_of": order.as_of.isoformat(), "document": "evaluation"})


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_MAKERS: Final[Mapping[str, Callable[[State, Order], list[Drawn]]]] = {
    "programme": _programme,
    "self_notice": _self_notice,
    "commission": _commission,
    "consultation": _consultation,
    "submission": _submission,
    "issue": _issue,
}
