"""一页纸: one page for a leader: what is on course, what is not, what must be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guihua.checking.finding import Severity
from guihua.plan.status import ReasonCode, Status
from guihua.reporting.chapters.overall import summary
from guihua.reporting.document import Composer, Document, Text, balanced, fill, join, text
from guihua.reporting.material import Material
from guihua.reporting.traced import Facts
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.attention import attention
from guihua.view.messages import translator
from guihua.view.phrases import day, listed

MOST = 4
GOOD = (Status.AHEAD, Status.FASTER, Status.ON_COURSE, Status.MET)


def one_page(m: Material) -> Document:
    """The page. At most four lines a part; what is left out is counted."""
    _ = translator(m.lang)
    c = Composer(m.lang)
    f = Facts(c)
    title = _("《{plan}》进展一页纸").format(plan=m.plan.title or _("未命名的规划"))
    for line in (balanced(title, 24) if m.lang == "zh" else title).split("\n"):
        c.say("{line}", style="title", line=line)
    c.say("{day}", style="center", day=_("（数据截至{day}）").format(day=day(m.as_of, m.lang)))
    summary(c, f, m, short=True)
    c.heading(1, _("符合预期的"))
    _list(c, f, m, [a for a in (*m.main, *m.others) if a.status in GOOD], _("没有能够判定为符合预期的目标。"))
    c.heading(1, _("不符合预期的"))
    main = {a.statement.id for a in m.main}
    late = [a for a in attention(m.assessments, len(m.assessments)) if a.status is not Status.UNKNOWN]
    late.sort(key=lambda a: a.statement.id not in main)
    _list(c, f, m, late, _("在能够测算的目标中，没有未完成或滞后的。"))
    c.heading(1, _("需要研究决定的"))
    _decide(c, f, m)
    meta = {"as_of": m.as_of.isoformat(), "document": "one-page", "kind": m.kind.value, "lang": m.lang}
    return replace(c.document(title, None, meta), compact=True)


def _list(c: Composer, f: Facts, m: Material, found: Sequence[Assessment], none: str) -> None:
    _ = translator(m.lang)
    if not found:
        c.say("{words}", words=none)
        return
    for a in found[:MOST]:
        parts: list[Text] = [fill(_("目标{target}"), target=f.target(a)), fill(_("最新{latest}"), latest=f.latest(a))]
        if told.gap_words(a, m.lang) and a.status not in (Status.MET, Status.AHEAD):
            parts.append(f.gap(a))
        mark = "，" if m.lang == "zh" else ", "
        c.say(
            _("{name}：{parts}，{status}。"),
            style="item",
            name=text(told.name(a.statement, m.lang), strong=True),
            parts=join(parts, mark),
            status=f.status(a),
        )
    if len(found) > MOST:
        c.say(_("另有{n}项，见评估报告。"), style="item", n=str(len(found) - MOST))


def _decide(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    number = 0
    for reasons, words in (
        ((ReasonCode.COVERAGE_CHANGED,), _("统计口径已变，是否按现行口径重新核定目标：{names}（{n}）。")),
        (
            (ReasonCode.RECOGNITION_ABOLISHED, ReasonCode.DISCONTINUED),
            _("认定或统计已取消，是否调整或取消：{names}（{n}）。"),
        ),
    ):
        found = [a for a in m.main if a.status is Status.UNKNOWN and a.reason in reasons]
        if not found:
            continue
        number += 1
        names = list(dict.fromkeys(told.name(a.statement, m.lang) for a in found))
        more = _("等") if len(names) > MOST else ""
        key = f"decide.{reasons[0].value}"
        c.say(
            f"{number}. {words}",
            style="item",
            names=listed(names[:MOST], m.lang) + more,
            n=f.count(key, len(found), told.reason_word(reasons[0], m.lang)),
        )
    errors = [x for x in m.findings or () if x.severity is Severity.ERROR and not x.holds]
    if errors:
        number += 1
        words = _("规划文本有不能同时成立的表述{n}，是否更正或说明口径。")
        c.say(f"{number}. {words}", style="item", n=f.count("errors", len(errors), _("不能同时成立的意见"), "处"))
    late = [t for t in m.tasks or () if t.late]
    if late:
        number += 1
        words = _("任务已过时限而未办结{n}，是否列入督办：{bodies}。")
        c.say(
            f"{number}. {words}",
            style="item",
            n=f.count("task.late", len(late), _("过时限的任务")),
            bodies=listed(list(dict.fromkeys(t.bodies for t in late if t.bodies))[:MOST], m.lang) or _("牵头单位"),
        )
    if number == 0:
        c.say(_("没有需要研究决定的事项。"))
