"""Documents that a ledger draws up: circular (通报), reminder (提醒函), supervision slip (督办单), assignment, closing slip.

All are drafts for a person to sign: the document number and the signature are left open, and the mark 代拟稿 says so.
Every number in them is a figure that names the ledger, its head and the rule by which it was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from guihua.errors import GuihuaError
from guihua.ledgers.due import Due, due
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import CLOSED, Event, FieldType, Ledger, Means, State
from guihua.ledgers.sheets import in_order
from guihua.ledgers.soundness import EVALUATION
from guihua.ledgers.wording import role_word, title_of
from guihua.reporting.addressees import LETTER, NOTICE, closing, named, paper_kind, you
from guihua.reporting.document import (
    Align,
    Column,
    Composer,
    Document,
    Figure,
    Paragraph,
    Run,
    Signature,
    Table,
    join,
    text,
)
from guihua.view.phrases import partial_day

if TYPE_CHECKING:
    from guihua.ledgers.register import Register

KINDS: Final = {
    "circular": "通报",
    "reminder": "提醒函",
    "slip": "督办单",
    "assignment": "交办通知单",
    "closing": "销号单",
}
_DATES: Final = (FieldType.DATE, FieldType.MONTH)
_SILENT: Final = ("due_text", "sentence")
_COUNTED: Final = (Means.WAITING, Means.RUNNING, Means.BEHIND, Means.MENDED, Means.DONE, Means.STANDING, Means.DROPPED)


Count = Callable[..., Run]
"""Makes a number of the document a figure with its trail: (name, what, value, unit)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to draw up: as of which day, for which month ("2018-05"), body or object; by whom it will be signed.

    within   a reminder lists what is due in so many days, besides what is overdue
    to, cc   主送, 抄送 of a circular; without `to` all bodies that hold something
    filing   number under which an inspection or appraisal is filed; without it papers say 调度 and 监测
    known    the register of bodies: which kind of paper suits whom
    """

    as_of: date
    month: str = ""
    body: str = ""
    subject: str = ""
    issuer: str = ""
    within: int = 30
    to: str = ""
    cc: str = ""
    filing: str = ""
    known: Register | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """One document with the name that its file should have."""

    name: str
    document: Document


def draw_up(journal: Journal, kind: str, order: Order) -> list[Drawn]:
    """The documents of a kind: one circular; one reminder a body; one slip an overdue object.

    Raises GuihuaError LG-DOCUMENT where the ledger has no such document.
    """
    ledger = journal.ledger
    if kind not in ledger.documents:
        known = "、".join(f"{k} {KINDS.get(k, '')}".strip() for k in ledger.documents) or "-"
        raise GuihuaError(
            "LG-DOCUMENT",
            f"这个台账不生成这种公文 the ledger draws up no {kind}",
            f"可生成 it draws up: {known}",
            ledger.name,
        )
    states = {s.subject: s for s in in_order(journal.states(as_of=order.as_of))}
    if kind in EVALUATION:
        from guihua.reporting.evaluation_papers import draw_evaluation

        return draw_evaluation(journal, kind, states, order)
    owed = due(ledger, states, order.as_of)
    return _MAKERS[kind](journal, states, owed, order)


def _circular(journal: Journal, states: Mapping[str, State], owed: Sequence[Due], order: Order) -> list[Drawn]:
    ledger, composer = journal.ledger, Composer()
    count = _counter(journal, composer, order)
    standing = [s for s in states.values() if ledger.meaning(s.state) is not Means.PROPOSED]
    bodies = dict.fromkeys(b for s in standing for n in ledger.holders for b in s.many(n))
    if order.to or bodies:
        composer.say("{to}：", style="addressee", to=order.to or "、".join(bodies))
    composer.heading(1, "总体情况")
    parts = [
        (Run(f"{status.words.zh}"), count(f"state.{status.name}", f"{status.words.zh}项数", n))
        for status in ledger.states
        if status.means in _COUNTED and (n := sum(s.state == status.name for s in standing))
    ]
    composer.say(
        "截至{day}，列入台账的事项共{all}，其中{parts}。",
        day=_day(order.as_of),
        all=count("all", "列入台账事项数", len(standing)),
        parts=join(list(parts), "，") or "各状态均无事项",
    )
    _say_share(ledger, composer, standing, count)
    late = [d for d in owed if d.overdue]
    composer.heading(1, "逾期和未达序时进度事项")
    behind = [s for s in standing if ledger.meaning(s.state) is Means.BEHIND]
    composer.say(
        "逾期{late}，未达序时进度{behind}，具体如下。" if late or behind else "没有逾期和未达序时进度的事项。",
        late=count("overdue", "逾期项数", len({d.subject for d in late})),
        behind=count("behind", "未达序时进度项数", len(behind)),
    )
    if late or behind:
        composer.add(_list(ledger, composer, "逾期和未达序时进度事项", states, late, behind, order))
    if order.month:
        _say_unreported(ledger, composer, standing, order, count)
    composer.heading(1, "有关要求")
    composer.say("逾期和未达序时进度事项的牵头单位，请查明原因，提出措施和完成时间；已完成的，请附成果材料。")
    month = f"{order.month[:4]}年{int(order.month[5:])}月" if order.month else _day(order.as_of)
    title = f"关于{month}{_subject_of(ledger, order)}进展情况的通报"
    return [Drawn(f"通报-{ledger.name}-{order.month or order.as_of}", _finish(journal, composer, title, order))]


def _reminder(journal: Journal, states: Mapping[str, State], owed: Sequence[Due], order: Order) -> list[Drawn]:
    ledger = journal.ledger
    soon = [d for d in owed if d.day is not None and (d.day - order.as_of).days <= order.within]
    bodies = [order.body] if order.body else sorted({b for d in soon for b in d.bodies})
    drawn = []
    for body in bodies:
        mine = [d for d in soon if any(journal.same_body(body, b) for b in d.bodies)]
        if not mine:
            continue
        composer = Composer()
        count = _counter(journal, composer, order)
        kind = paper_kind(body, order.known)
        composer.say("{body}：", style="addressee", body=body)
        composer.say(
            "截至{day}，{you}承担的{ledger}事项中，已逾期{late}，{within}日内到期{soon}（见下表）。"
            "{ask}；确需调整的，请书面说明依据。{last}",
            day=_day(order.as_of),
            you=you(kind),
            ledger=_subject_of(ledger, order),
            late=count(f"late.{body}", f"{body}逾期项数", sum(bool(d.overdue) for d in mine)),
            within=str(order.within),
            soon=count(f"soon.{body}", f"{body}将到期项数", sum(not d.overdue for d in mine)),
            ask="请抓紧办理" if kind == NOTICE else "请支持推进",
            last=closing(kind),
        )
        composer.add(_list(ledger, composer, "逾期和将到期事项", states, mine, (), order))
        name = "提醒函" if kind == LETTER else kind
        title = f"关于{'办理' if kind in (LETTER, NOTICE) else ''}到期事项{'' if kind in (LETTER, NOTICE) else '办理情况'}的{name}"
        drawn.append(Drawn(f"{name}-{body}-{order.as_of}", _finish(journal, composer, title, order)))
    return drawn


def _slip(journal: Journal, states: Mapping[str, State], owed: Sequence[Due], order: Order) -> list[Drawn]:
    late = {d.subject: d for d in owed if d.overdue}
    subjects = [order.subject] if order.subject else list(late)
    return [
        _single(journal, _known(states, subject), "督办单", order, ("督办要求", "请于收到之日起5个工作日内书面反馈办理情况。"), late.get(subject))
        for subject in subjects
    ]  # fmt: skip


def _assignment(journal: Journal, states: Mapping[str, State], owed: Sequence[Due], order: Order) -> list[Drawn]:
    fresh = [
        s.subject
        for s in states.values()
        if journal.ledger.meaning(s.state) is Means.RUNNING and s.since == order.as_of
    ]
    note = ("交办要求", "请在整改时限内完成整改，并报送佐证材料；整改完成后由另一人复核销号。")
    return [
        _single(journal, _known(states, s), "交办通知单", order, note)
        for s in ([order.subject] if order.subject else fresh)
    ]


def _closing(journal: Journal, states: Mapping[str, State], owed: Sequence[Due], order: Order) -> list[Drawn]:
    subjects = [order.subject] if order.subject else [s.subject for s in states.values() if s.since == order.as_of]
    chosen = [s for s in (_known(states, i) for i in subjects) if journal.ledger.meaning(s.state) is Means.DONE]
    if order.subject and not chosen:
        raise GuihuaError(
            "LG-DOCUMENT",
            "尚未办结 the object is not closed",
            "先由他人审核办结 it is closed by another person's review first",
            order.subject,
        )
    note = ("销号意见", "经复核，整改到位，同意销号。复核人与整改填报人不是同一人。")
    return [_single(journal, state, "销号单", order, note) for state in chosen]


def _single(
    journal: Journal, state: State, title: str, order: Order, note: tuple[str, str], late: Due | None = None
) -> Drawn:
    """A slip about one object: its fields as a table, its last acts, and what is asked."""
    ledger, composer = journal.ledger, Composer()
    status = ledger.status(state.state)
    serial = _serial(journal, state)
    rows = [("编号", serial), ("状态", status.words.zh if status else state.state)]
    rows += [
        (
            f.words.zh + (f"（{f.unit}）" if f.unit else ""),
            partial_day(state.text(f.name)) if f.type in _DATES else state.text(f.name),
        )
        for f in ledger.fields
        if state.text(f.name) and f.name not in _SILENT and state.text(f.name) != serial
    ]
    if late is not None and late.day is not None:
        rows.append(("逾期", f"{late.deadline.zh}为{_day(late.day)}，截至{_day(order.as_of)}已逾期"))
    composer.add(
        Table(
            "", (Column("项目", 22), Column("内容", 78)), tuple((text(name), text(value)) for name, value in rows),
            source=_source(journal),
        )
    )  # fmt: skip
    composer.heading(1, "办理经过")
    for item in [i for i in journal.history(state.subject) if not _inside(i.event)][-8:]:
        event = item.event
        act = ledger.transition(event.action)
        words = act.words.zh if act else {"correct": "更正", "void": "撤销记录"}.get(event.action, event.action)
        basis = f"，依据：{event.basis}" if event.basis else ""
        proof = "，佐证：" + "、".join(e.name for e in event.evidence) if event.evidence else ""
        composer.say(
            f"{_day(event.at)}　{event.actor.body or role_word(event.actor.role)}　{words}{basis}{proof}。",
            style="item",
        )
    composer.heading(1, note[0])
    composer.say(note[1])
    return Drawn(f"{title}-{serial}-{title_of(ledger, state)[:20]}", _finish(journal, composer, title, order))


def _list(
    ledger: Ledger, composer: Composer, caption: str, states: Mapping[str, State], owed: Sequence[Due], more: Sequence[State], order: Order
) -> Table:  # fmt: skip
    """A table of objects with who owes them, by when, and how they stand."""
    rows = []
    dated = {d.subject: d for d in reversed(owed)}
    for number, subject in enumerate(dict.fromkeys([*(d.subject for d in owed), *(s.subject for s in more)]), 1):
        state, item = states[subject], dated.get(subject)
        words = ledger.status(state.state)
        late = (
            ""
            if item is None or item.left is None or not item.overdue
            else f"，逾期{-item.left}{'个工作日' if item.working else '天'}"
        )
        what = title_of(ledger, state)
        who = "、".join(b for n in ledger.holders for b in state.many(n))
        when = _day(item.day) if item and item.day else state.text("due_text") or "—"
        cells = (str(number), what, who, when, f"{words.words.zh if words else state.state}{late}")
        rows.append(tuple(text(c) for c in cells))
    columns = (
        Column("序号", 8, Align.CENTER), Column("事项", 40), Column("牵头单位", 20), Column("时限", 16), Column("状态", 16)
    )  # fmt: skip
    return Table(composer.caption("table", caption), columns, tuple(rows), source=f"截至{_day(order.as_of)}")


def _say_share(ledger: Ledger, composer: Composer, standing: Sequence[State], count: Count) -> None:
    """The share done, over the tasks that have a deliverable and were not dropped."""
    if ledger.field("deliverable") is None:
        return
    counted = [
        s for s in standing if s.text("deliverable") and ledger.meaning(s.state) not in (Means.DROPPED, Means.STANDING)
    ]
    done = sum(ledger.meaning(s.state) is Means.DONE for s in counted)
    if not counted:
        composer.say("没有明确成果形式的事项，不计算完成率。")
        return
    composer.say(
        "有明确成果形式的事项{whole}，已完成{done}，完成率{share}；长期坚持和没有成果形式的事项不计入完成率。",
        whole=count("deliverable", "有成果形式的事项数", len(counted)),
        done=count("done", "其中已完成", done),
        share=count("share", "完成率", round(100 * done / len(counted)), "%"),
    )


def _say_unreported(ledger: Ledger, composer: Composer, standing: Sequence[State], order: Order, count: Count) -> None:
    open_ = [s for s in standing if ledger.meaning(s.state) not in CLOSED and s.text("month") != order.month]
    bodies = Counter(b for s in open_ for n in ledger.holders for b in s.many(n))
    composer.heading(1, "填报情况")
    if not bodies:
        composer.say("本月应填报事项均已填报。")
        return
    parts = [(Run(body), count(f"unreported.{body}", f"{body}本月未填报项数", n)) for body, n in sorted(bodies.items())]
    composer.say("本月尚未填报的单位：{parts}。", parts=join(list(parts), "，"))


def _counter(journal: Journal, composer: Composer, order: Order) -> Count:
    """Makes a number of the document a figure with its trail."""
    source = _source(journal)

    def count(name: str, what: str, value: int, unit: str = "项") -> Run:
        operation = ("ledger-count", journal.ledger.name, name, order.as_of.isoformat(), order.month)
        return composer.figure(
            Figure(f"ledger.{journal.ledger.name}.{name}", f"{value}{unit}", what, method=source, operation=operation)
        )

    return count


def _subject_of(ledger: Ledger, order: Order) -> str:
    """What a paper is about, in words that it may use."""
    return named(ledger.words.zh.removesuffix("台账"), order.filing)


def _serial(journal: Journal, state: State) -> str:
    """A number that an office can say: the object's own where it has one, else its place in the ledger."""
    for name in ("number", "project_code"):
        if state.text(name):
            return state.text(name)
    order = [s.subject for s in in_order(journal.states())]
    return f"{journal.ledger.words.zh.removesuffix('台账')}第{order.index(state.subject) + 1}号"


def _inside(event: Event) -> bool:
    """An act of the program alone (a row linked to the plan's sentence), no step of the office."""
    return bool(event.values) and set(event.values) <= {"sentence", "section", "targets"}


def _finish(journal: Journal, composer: Composer, title: str, order: Order) -> Document:
    composer.add(Signature(order.issuer or "（发文机关）", _day(order.as_of)))
    if order.filing:
        composer.say(f"计划依据（报备文号）：{order.filing}。", style="note")
    if order.cc:
        composer.say(f"抄送：{order.cc}。", style="note")
    composer.say("代拟稿：文号、签发人和日期以正式印发为准。" + _source(journal), style="note")
    title = named(title, order.filing)
    composer.blocks[:0] = [Paragraph(text("代拟稿"), "mark"), Paragraph(text(title), "title")]
    head = journal.head()
    meta = {"ledger": journal.ledger.name, "as_of": order.as_of.isoformat(), "head": str(head.root) if head else ""}
    return composer.document(title, None, meta)


def _source(journal: Journal) -> str:
    """The ledger by its name; the head of its log stands in the file's properties, for whoever checks."""
    head = journal.head()
    return f"数据来源：{journal.ledger.words.zh}" + ("" if head else "（尚无记录）")


def _known(states: Mapping[str, State], subject: str) -> State:
    if subject not in states:
        raise GuihuaError(
            "LG-ABSENT", "没有这个对象 no such object", "guihua ledger state 列出全部 lists them", subject
        )
    return states[subject]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_MAKERS: Final[Mapping[str, Callable[[Journal, Mapping[str, State], Sequence[Due], Order], list[Drawn]]]] = {
    "circular": _circular,
    "reminder": _reminder,
    "slip": _slip,
    "assignment": _assignment,
    "closing": _closing,
}
