"""对策建议: what to do and by whom: targets to be hastened, targets to be settled anew, tasks and safeguards to be pressed.

Every proposal rests on a verdict or on a ledger; asking for data is no proposal and stands in an attachment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from guihua.plan.status import ReasonCode, Status
from guihua.reporting.chapters.counted import lost_basis
from guihua.reporting.chapters.problems import printed
from guihua.reporting.document import Column, Composer, Table, Text, text
from guihua.reporting.material import Material, TaskLine
from guihua.reporting.traced import Facts
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.phrases import listed

MOST_BODIES = 6


def advice(c: Composer, f: Facts, m: Material) -> None:
    """The last chapter of the text; a part without anything to propose is left out."""
    _ = translator(m.lang)
    c.heading(1, _("对策建议"))
    late = [a for a in m.assessments if a.status in (Status.MISSED, Status.LAGGING)]
    lost = [a for a in m.main if lost_basis(a) or a.reason in (ReasonCode.NO_STATISTICS, ReasonCode.NOT_QUANTIFIABLE)]
    parts: list[tuple[str, Callable[[], None]]] = []
    if late:
        parts.append((_("加快滞后指标进度") if not m.over else _("未完成目标的接续"), lambda: _pace(c, f, m, late)))
    if lost or printed(m):
        parts.append((_("按程序调整指标"), lambda: _adjust(c, f, m, lost)))
    if _open(m):
        parts.append((_("压实任务和项目责任"), lambda: _press(c, f, m)))
    if _weak(m):
        parts.append((_("落实保障措施"), lambda: _safeguards(c, f, m)))
    if not parts:
        c.say(
            _("可以判定的目标没有未完成或滞后的，建议按规划既定安排继续实施，期末进行总结评估。")
            if m.judged
            else _("目标暂不能判定，建议先明确各目标的责任单位和任务分工，按月调度，再行评估。")
        )
        return
    for title, write in parts:
        c.heading(2, title)
        write()


def _pace(c: Composer, f: Facts, m: Material, late: list[Assessment]) -> None:
    """Each late target: the pace it needs, who answers for it, which of its tasks are behind."""
    _ = translator(m.lang)
    bodies = {record.statement: record.body for record in m.plan.indicators if record.body}
    for i, a in enumerate(late, 1):
        body = bodies.get(a.statement.id, "")
        if m.over:
            words = _("{i}. {name}：规划期已满未完成，建议{body}研究接续目标，按现行统计口径重新核定基期数和目标值。")
            c.say(words, style="item", i=str(i), name=told.name(a.statement, m.lang), body=body or _("牵头单位"))
            continue
        known = bool(told.required_words(a, m.lang))
        words = (
            _("{i}. {name}：要如期实现{target}的目标，今后各年需{required}。{who}")
            if known
            else _("{i}. {name}：目标{target}目前滞后，建议逐年排定进度。{who}")
        )
        given: dict[str, Any] = {"required": f.required(a)} if known else {}
        c.say(
            words,
            style="item",
            i=str(i),
            name=told.name(a.statement, m.lang),
            target=f.target(a),
            who=_who(m, a, body),
            **given,
        )


def _who(m: Material, a: Assessment, body: str) -> str:
    """Who is to do what about a late target: its body, and its tasks that are behind."""
    _ = translator(m.lang)
    behind = [t for t in m.tasks or () if a.statement.id in t.targets and (t.late or t.means == "behind")]
    words = _("建议由{body}提出分年措施。").format(body=body) if body else ""
    if behind:
        names = listed([t.task.rpartition("：")[2] for t in behind[:2]], m.lang)
        words += _("其中任务“{names}”进度滞后，应先行推进。").format(names=names)
    return words


def _adjust(c: Composer, f: Facts, m: Material, lost: list[Assessment]) -> None:
    """Targets whose basis is lost or changed, and statements that cannot stand together."""
    _ = translator(m.lang)
    rows = [(a, *words) for a in lost if (words := _adjustment(f, a, m.lang)) is not None]
    if rows:
        columns = (Column(_("指标"), 17), Column(_("现目标"), 13), Column(_("建议"), 20), Column(_("理由"), 50))
        table = tuple(
            (text(told.name(a.statement, m.lang)), f.target(a), text(proposal), reason) for a, proposal, reason in rows
        )
        c.say(
            _("下列指标的认定依据或统计基础已经改变，建议按规定程序调整，理由逐项列出。")
            if not m.over
            else _("下列指标的认定依据或统计基础已经改变，建议在编制下一期规划时调整，理由逐项列出。")
        )
        keys = tuple(a.statement.id for a, _proposal, _reason in rows)
        c.add(Table(c.caption("table", _("指标调整建议")), columns, table, id="adjust", keys=keys))
    if printed(m):
        c.say(_("规划文本中不能同时成立的表述，建议一并更正或说明口径，见附件“校核意见”。"))


def _adjustment(f: Facts, a: Assessment, lang: str) -> tuple[str, Text] | None:
    """What to do about a target that statistics no longer carry, and why; None where nothing is to be adjusted."""
    _ = translator(lang)
    proposals = {
        ReasonCode.RECOGNITION_ABOLISHED: _("取消该指标，或改用仍在认定、统计的指标"),
        ReasonCode.COVERAGE_CHANGED: _("按现行统计口径重新核定基期值和目标值"),
        ReasonCode.DISCONTINUED: _("改用现行统计指标，并重新核定目标值"),
        ReasonCode.NO_STATISTICS: _("建立统计制度，或改用可以统计的指标"),
        ReasonCode.NOT_QUANTIFIABLE: _("建立统计制度，或改用可以统计的指标"),
    }
    if a.reason is None or a.reason not in proposals:
        return None
    return proposals[a.reason], f.remarks(a, told.notes(a, lang, leave=("needed",)) or (told.why(a, lang),))


def _open(m: Material) -> list[TaskLine]:
    return [t for t in (*(m.tasks or ()), *(m.projects or ())) if t.late]


def _press(c: Composer, f: Facts, m: Material) -> None:
    """Tasks and projects past their day, by who leads them; drafts of the division that nobody leads."""
    _ = translator(m.lang)
    bodies = Counter(t.bodies for t in _open(m) if t.bodies)
    named = listed([name for name, _n in bodies.most_common(MOST_BODIES)], m.lang)
    more = _("等") if len(bodies) > MOST_BODIES else ""
    c.say(
        _("已过时限而未办结的任务和项目{n}，建议由{bodies}说明原因、重排节点，逾期仍未完成的列入督办。"),
        n=f.count("open.late", len(_open(m)), _("过时限的任务和项目")),
        bodies=named + more if named else _("牵头单位"),
    )
    nobody = [t for t in m.tasks or () if not t.bodies]
    if nobody:
        c.say(
            _("尚未明确牵头单位的任务{n}，建议尽快明确责任。"),
            n=f.count("task.nobody", len(nobody), _("没有牵头单位的任务")),
        )


def _weak(m: Material) -> list[str]:
    """Aspects of the safeguards of which the ledgers show that something is left to do."""
    there = {(x.ledger, x.feed): x for x in m.money}
    return [
        name
        for name, key in (("idle", ("special_funds", "idle")), ("kept", ("benefits", "paid_share")), ("promises", ("promises", "kept_share")))
        if key in there and (name == "idle" or float(there[key].value) < FULL)
    ]  # fmt: skip


FULL = 100


def _safeguards(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    there = {(x.ledger, x.feed): x for x in m.money}
    for name in _weak(m):
        words, key = {
            "idle": (_("专项资金闲置项目{value}，建议限期开工或收回重新安排。"), ("special_funds", "idle")),
            "kept": (_("惠企政策兑现率{value}，建议对未兑现的逐笔明确时限。"), ("benefits", "paid_share")),
            "promises": (_("招商引资承诺兑现率{value}，建议对逾期未兑现的提级办理。"), ("promises", "kept_share")),
        }[name]
        c.say(words, style="item", value=f.money(there[key]))
