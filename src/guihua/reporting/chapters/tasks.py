"""主要任务进展 and 重大项目: what was done, told from the ledgers chapter by chapter of the plan; the lists are attachments."""

from __future__ import annotations

from collections.abc import Sequence

from guihua.reporting.chapters.counted import states_of
from guihua.reporting.document import Column, Composer, Table, fill, text
from guihua.reporting.material import Material, TaskLine
from guihua.reporting.safeguards import safeguard_sections
from guihua.reporting.traced import Facts
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.phrases import day, listed

MOST_TOLD = 4
"""So many tasks of a section are told in words."""


def tasks(c: Composer, f: Facts, m: Material) -> None:
    """The chapter on tasks, left out where the plan has none that can be listed; those of the safeguards stand in their own chapter."""
    _ = translator(m.lang)
    if not (m.tasks or m.plan.commitments):
        return
    c.heading(1, _("主要任务进展"))
    if not m.tasks:
        c.say(
            _("规划提出任务{n}，截至{day}没有按台账调度的进展记录，任务清单见附件。"),
            n=f.count("commitments", len(m.plan.commitments), _("规划任务")),
            day=day(m.as_of, m.lang),
        )
        _self_told(c, m)
        return
    mine = own_tasks(m)
    c.say(
        _("分工台账列入任务{n}，其中{parts}。全部任务及进展见附件。"),
        n=f.count("task.all", len(m.tasks), _("任务")),
        parts=states_of(f, m.tasks, "task", _("任务"), m.lang),
    )
    named = {s.number: s.title for s in m.plan.sections}
    sections = list(dict.fromkeys(_section(t) for t in mine))
    for section in sections:
        group = [t for t in mine if _section(t) == section]
        title = named.get(section, "") or group[0].task.partition("：")[0]
        _told(c, f, m, title, group, f"section.{section}")
    _self_told(c, m)


def projects(c: Composer, f: Facts, m: Material) -> None:
    """The chapter on major projects; left out where no ledger of projects is kept."""
    _ = translator(m.lang)
    if not m.projects:
        return
    c.heading(1, _("重大项目"))
    late = [x for x in m.projects if x.late]
    c.say(
        _("调度重大项目{n}，其中{parts}{late}。项目清单见附件。"),
        n=f.count("project.all", len(m.projects), _("项目")),
        parts=states_of(f, m.projects, "project", _("项目"), m.lang),
        late=fill(_("；超过时限{n}"), n=f.count("project.late", len(late), _("超过时限的项目"))) if late else (),
    )
    _sentences(c, m, [x for x in m.projects if x.note])


def own_tasks(m: Material) -> tuple[TaskLine, ...]:
    """The tasks that do not belong to the plan's safeguards."""
    away = {s.number for s in safeguard_sections(m.plan)}
    return tuple(t for t in m.tasks or () if t.section not in away)


def attached(c: Composer, m: Material, lines: Sequence[TaskLine], caption: str, head: str, identity: str) -> None:
    """The list of tasks or projects as an attachment's table."""
    _ = translator(m.lang)
    titles = (head, _("责任单位"), _("完成时限"), _("进展"))
    columns = tuple(Column(title, width) for title, width in zip(titles, (46, 22, 14, 18), strict=True))
    rows = tuple((text(x.task), text(x.bodies or "—"), text(x.due or "—"), text(x.state)) for x in lines)
    c.add(Table(c.caption("table", caption), columns, rows, id=identity, keys=tuple(x.id for x in lines)))


def commitments(c: Composer, m: Material) -> None:
    """What the plan promises to do, as read from its text; no progress is claimed."""
    _ = translator(m.lang)
    dated = any(x.year for x in m.plan.commitments)
    columns = (
        Column(_("规划任务（原文）"), 70),
        Column(_("章节"), 12),
        *((Column(_("时限"), 14),) if dated else ()),
    )
    rows = tuple(
        (
            text(x.quote),
            text(x.section or "—"),
            *((text(str(x.year) if x.year else _("未写明")),) if dated else ()),
        )
        for x in m.plan.commitments
    )
    note = "" if dated else _("注：规划文中均未写明时限。")
    keys = tuple(x.id for x in m.plan.commitments)
    c.add(Table(c.caption("table", _("规划任务清单")), columns, rows, note, id="commitments", keys=keys))


def _told(c: Composer, f: Facts, m: Material, title: str, group: Sequence[TaskLine], key: str) -> None:
    """One section's tasks in a paragraph: how many stand how, then what was reported of the first few."""
    _ = translator(m.lang)
    c.say(
        _("{title}。任务{n}，{parts}。"),
        title=text(title, strong=True),
        n=f.count(f"{key}.all", len(group), title),
        parts=states_of(f, group, key, title, m.lang),
    )
    _sentences(c, m, [t for t in group if t.done or t.note])


def _sentences(c: Composer, m: Material, lines: Sequence[TaskLine]) -> None:
    """What bodies reported, a sentence a task, with the targets that it serves."""
    _ = translator(m.lang)
    names = {s.id: told.name(s, m.lang) for s in m.plan.targets}
    for line in sorted(lines, key=lambda x: not x.done)[:MOST_TOLD]:
        if line.done:
            c.say("{words}", style="item", key=f"told.{line.id}", words=line.done)
            continue
        served = [names[t] for t in line.targets if t in names]
        c.say(
            _("{task}（{body}）：{note}{served}"),
            style="item",
            key=f"told.{line.id}",
            task=line.task.rpartition("：")[2],
            body=line.bodies or "—",
            note=told.sentence(line.note, m.lang),
            served=_("服务指标：{names}。").format(names=listed(served, m.lang)) if served else "",
        )


def _self_told(c: Composer, m: Material) -> None:
    """What bodies wrote of their own tasks, merged by task."""
    _ = translator(m.lang)
    mine = [o for o in m.texts if o.about.startswith("task.")]
    for subject in list(dict.fromkeys(o.subject for o in mine))[: MOST_TOLD * 3]:
        said = [o for o in mine if o.subject == subject]
        c.say(
            _("{task}：{words}"),
            style="item",
            key=f"self.{said[0].about}",
            task=subject,
            words="".join(
                _("{body}自评：{words}").format(body=o.body, words=told.sentence(o.opinion, m.lang)) for o in said
            ),
        )


def _section(t: TaskLine) -> str:
    return t.section or t.task.partition("：")[0]
