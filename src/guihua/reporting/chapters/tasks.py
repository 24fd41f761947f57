"""二、主要任务进展 and 三、重大项目: from the ledgers; where there is none, the chapter says so."""

from __future__ import annotations

from collections import Counter

from guihua.reporting.document import Align, Column, Composer, Run, Table, fill, join, text
from guihua.reporting.material import Material, TaskLine
from guihua.reporting.traced import Facts
from guihua.view.messages import translator


def tasks(c: Composer, f: Facts, m: Material) -> None:
    """The chapter on tasks."""
    _ = translator(m.lang)
    c.heading(1, _("主要任务进展"))
    if m.tasks is None:
        c.say(_("本项目没有建立任务台账，任务进展无从汇总。〔由评估单位补充，或导入任务分工表后重新生成。〕"))
        _commitments(c, f, m)
        return
    if not m.tasks:
        c.say(_("任务台账已建立，尚无任务登记。"))
        _commitments(c, f, m)
        return
    _states(c, f, m.tasks, "task", _("任务"), m.lang)
    titles = (_("任务"), _("责任单位"), _("完成时限"), _("进展"))
    c.add(_table(c, m.tasks, _("任务进展情况"), titles, "tasks"))


def projects(c: Composer, f: Facts, m: Material) -> None:
    """The chapter on major projects."""
    _ = translator(m.lang)
    c.heading(1, _("重大项目"))
    if m.projects is None:
        c.say(_("本项目没有建立重大项目台账，没有数据。〔由评估单位补充。〕"))
    elif not m.projects:
        c.say(_("重大项目台账已建立，尚无项目登记。"))
    else:
        _states(c, f, m.projects, "project", _("项目"), m.lang)
        titles = (_("项目"), _("责任单位"), _("完成时限"), _("进展"))
        c.add(_table(c, m.projects, _("重大项目进展情况"), titles, "projects"))


def _commitments(c: Composer, f: Facts, m: Material) -> None:
    """What the plan promises to do, as read from its text; no progress is claimed."""
    _ = translator(m.lang)
    if not m.plan.commitments:
        return
    c.say(
        _("从规划文本读出的任务有{n}，列表如下；进展一栏留待填写。"),
        n=f.count("commitments", len(m.plan.commitments), _("规划任务")),
    )
    dated = any(x.year for x in m.plan.commitments)
    columns = (
        Column(_("规划任务（原文）"), 52),
        Column(_("章节"), 9, Align.CENTER),
        *((Column(_("时限"), 11, Align.CENTER),) if dated else ()),
        Column(_("进展"), 28, room=True),
    )
    rows = tuple(
        (
            text(x.quote),
            text(x.section),
            *((text(str(x.year) if x.year else _("未写明")),) if dated else ()),
            text(""),
        )
        for x in m.plan.commitments
    )
    note = "" if dated else _("注：规划文中均未写明时限。")
    keys = tuple(x.id for x in m.plan.commitments)
    c.add(Table(c.caption("table", _("规划任务清单")), columns, rows, note, id="commitments", keys=keys))


def _states(c: Composer, f: Facts, lines: tuple[TaskLine, ...], key: str, what: str, lang: str) -> None:
    _ = translator(lang)
    states = Counter(line.state for line in lines)
    parts = [
        fill(_("{word}{n}"), word=state, n=f.count(f"{key}.{state}", n, f"{what} {state}"))
        for state, n in sorted(states.items(), key=lambda pair: -pair[1])
    ]
    c.say(
        _("台账登记{what}{n}：{parts}。"),
        what=what,
        n=f.count(f"{key}.all", len(lines), what),
        parts=(*join(parts, "、" if lang == "zh" else ", "), Run("")),
    )


def _table(c: Composer, lines: tuple[TaskLine, ...], caption: str, titles: tuple[str, ...], identity: str) -> Table:
    columns = tuple(Column(title, width) for title, width in zip(titles, (46, 22, 14, 18), strict=True))
    rows = tuple((text(x.task), text(x.bodies or "—"), text(x.due or "—"), text(x.state)) for x in lines)
    return Table(c.caption("table", caption), columns, rows, id=identity, keys=tuple(x.id for x in lines))
