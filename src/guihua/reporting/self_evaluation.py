"""Self-evaluations: a prefilled .docx for a body, and the table of opinions.

Blanks are content controls tagged "self.<what>.<field>"; `guihua.reporting.taking` reads what comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.files import read_utf8, write_whole
from guihua.plan.limits import bounded_yaml
from guihua.reporting.chapters.attachments import opinions_table
from guihua.reporting.document import Align, Column, Composer, Document, Figure, Table, Text, balanced, text
from guihua.reporting.material import Material, Opinion, TaskLine
from guihua.reporting.traced import Facts
from guihua.reporting.word.register import FORM
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.phrases import day

PREFIX = "self."
QUESTIONS = ("progress", "problems", "advice")


def self_evaluation(m: Material, body: str) -> Document:
    """The file that a body fills in: its tasks, the targets with what is known of them, and three questions."""
    _ = translator(m.lang)
    c = Composer(m.lang)
    f = Facts(c)
    title = _("《{plan}》实施情况自评表").format(plan=m.plan.title or _("未命名的规划"))
    for line in (balanced(title) if m.lang == "zh" else title).split("\n"):
        c.say("{title}", style="title", title=line)
    c.say(
        "{line}", style="center", line=_("填报单位：{body}　数据截至{day}").format(body=body, day=day(m.as_of, m.lang))
    )
    c.say(_("请只在“〔请填写〕”处填写。数字有不同意见的，写明应为多少、依据何在；没有意见的不填。"))
    c.heading(1, _("规划指标"))
    _targets(c, f, m, body)
    c.heading(1, _("本单位任务"))
    _tasks(c, m, body)
    c.heading(1, _("综合情况"))
    for key, question in zip(QUESTIONS, questions(m.lang), strict=True):
        c.say("{q}", q=question)
        c.say("{blank}", blank=_blank(c, f"text.{key}", question, m.lang))
    meta = {
        "as_of": m.as_of.isoformat(),
        "body": body,
        "document": FORM,
        "lang": m.lang,
        "text_sha256": m.plan.text_sha256,
    }
    return c.document(title, None, meta)


def questions(lang: str) -> tuple[str, str, str]:
    """The three questions."""
    _ = translator(lang)
    return (_("总体进展和主要做法："), _("存在的问题及原因："), _("下一步措施和对规划调整的建议："))


def collected(opinions: Sequence[Opinion], lang: str = "zh") -> Document:
    """The opinions as a document of their own, with room for what becomes of each."""
    _ = translator(lang)
    c = Composer(lang)
    c.say("{title}", style="title", title=_("意见采纳情况表"))
    bodies = list(dict.fromkeys(o.body for o in opinions))
    c.say(_("收到{n}个单位的意见{k}条。"), n=str(len(bodies)), k=str(len(opinions)))
    opinions_table(c, opinions, lang)
    return c.document(_("意见采纳情况表"), None, {"document": "opinions", "lang": lang})


def write_opinions(path: Path, opinions: Sequence[Opinion]) -> int:
    """Add opinions to the project's file; what is there stays, with what people wrote in it. Returns how many are new."""
    import yaml

    known = read_opinions(path)
    keys = {(o.body, o.subject, o.opinion) for o in known}
    fresh = [o for o in opinions if (o.body, o.subject, o.opinion) not in keys]
    rows = [
        {"body": o.body, "subject": o.subject, "opinion": o.opinion, "adopted": o.adopted, "reason": o.reason}
        | ({"about": o.about} if o.about else {})
        | ({"round": o.round} if o.round else {})
        for o in (*known, *fresh)
    ]
    head = "# 各单位意见；adopted 填 采纳、部分采纳 或 不采纳，reason 填理由。Opinions; people fill in adopted and reason.\n"
    write_whole(path, head + yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=120))
    return len(fresh)


def read_opinions(path: Path) -> tuple[Opinion, ...]:
    """The project's opinions; () without a file. GuihuaError SELF-OPINIONS for a broken one."""
    import yaml

    if not path.exists():
        return ()
    try:
        rows: Any = bounded_yaml(read_utf8(path), yaml.SafeLoader, str(path)) or []
        return tuple(Opinion(**{str(k): str(v or "") for k, v in row.items()}) for row in rows)
    except (yaml.YAMLError, TypeError, AttributeError, ValueError) as error:
        raise GuihuaError(
            "SELF-OPINIONS", f"不是意见清单 not a list of opinions: {error}", "改好文件 mend the file", str(path)
        ) from None


def own_targets(m: Material, body: str) -> tuple[Assessment, ...]:
    """The targets that the indicator sheet gives this body; none where it gives the body none."""
    bodies = {record.statement: record.body for record in m.plan.indicators if record.body}
    return tuple(a for a in m.assessments if bodies.get(a.statement.id, "").endswith(body))


def _targets(c: Composer, f: Facts, m: Material, body: str) -> None:
    _ = translator(m.lang)
    mine = own_targets(m, body)
    if not mine:
        c.say(_("指标责任清单中没有由本单位负责的指标。"))
        return
    columns = (
        Column(_("指标"), 26),
        Column(_("目标"), 18, Align.RIGHT),
        Column(_("最新"), 15, Align.RIGHT),
        Column(_("判定"), 19),
        Column(_("本单位意见"), 22, room=True),
    )
    rows = tuple(
        (
            text(told.name(a.statement, m.lang)),
            f.target(a),
            f.latest(a),
            f.status(a),
            _blank(c, f"{a.statement.id}.opinion", told.name(a.statement, m.lang), m.lang),
        )
        for a in mine
    )
    c.add(Table(c.caption("table", _("规划指标进展")), columns, rows))


def _tasks(c: Composer, m: Material, body: str) -> None:
    _ = translator(m.lang)
    mine = [t for t in m.tasks or () if t.led_by(body)]
    if not mine:
        c.say(_("任务台账中没有登记由本单位牵头的任务。"))
        return
    columns = (
        Column(_("任务"), 30),
        Column(_("完成时限"), 13),
        Column(_("台账进展"), 13),
        Column(_("自评进展和成果"), 24, room=True),
        Column(_("存在问题"), 20, room=True),
    )
    rows = tuple(_task(c, t, m.lang) for t in mine)
    c.add(Table(c.caption("table", _("本单位任务")), columns, rows))


def _task(c: Composer, t: TaskLine, lang: str) -> tuple[Text, ...]:
    return (
        text(t.task),
        text(t.due or "—"),
        text(t.state),
        _blank(c, f"task.{t.id}"[:50] + ".progress", t.task[:40], lang),
        _blank(c, f"task.{t.id}"[:50] + ".problem", t.task[:40] + translator(lang)("：存在问题"), lang),
    )


def _blank(c: Composer, key: str, what: str, lang: str) -> Text:
    """An empty place to fill in."""
    run = c.figure(
        Figure(f"{PREFIX}{key}"[:64], translator(lang)("〔请填写〕"), what.rstrip("：: "), operation=("blank",))
    )
    return (run,)
