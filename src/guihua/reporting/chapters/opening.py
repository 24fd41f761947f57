"""提要: where the plan stands in five lines; and 评估工作情况: what was assessed, by which steps, on which figures."""

from __future__ import annotations

from collections import Counter

from guihua.plan.status import Status
from guihua.reporting.chapters.counted import by_status, lost_basis, names_of, states_of
from guihua.reporting.document import Composer, Text, fill, join, text
from guihua.reporting.material import Material
from guihua.reporting.safeguards import safeguard_sections
from guihua.reporting.traced import Facts
from guihua.statistics.observation import Grade
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.phrases import day, listed, partial_day, stopped

LATE = (Status.MISSED, Status.LAGGING)


def brief(c: Composer, f: Facts, m: Material) -> None:
    """Five lines for the first page: targets, tasks, projects and safeguards, problems, what is proposed."""
    _ = translator(m.lang)
    c.unnumbered(_("提　要"), "h-brief")
    for title, words in (
        (_("主要目标"), _targets(f, m)),
        (_("重点任务"), _tasks(f, m)),
        (_("重大项目和保障措施"), _safeguards(f, m)),
        (_("主要问题"), _problems(f, m)),
        (_("下一步"), _next(f, m)),
    ):
        c.say(
            "{title}{words}",
            key=f"brief.{title}",
            title=text(f"{title}。" if m.lang == "zh" else f"{title}. ", strong=True),
            words=words,
        )


def organisation(c: Composer, f: Facts, m: Material) -> None:
    """How the evaluation was made: its object, its steps, the figures it used, what was adjusted meanwhile."""
    _ = translator(m.lang)
    c.unnumbered(_("评估工作情况"), "h-method")
    c.say(
        _("评估对象为{title}（规划期{period}）{issued}。规划提出量化目标{target}，其中主要目标{main}。"),
        title=_("《{title}》").format(title=m.plan.title or _("未命名的规划")),
        period=_period(m),
        issued=_issued(m),
        target=f.count("total", len(m.assessments), _("量化目标")),
        main=f.count("main", len(m.main), _("主要目标")),
    )
    _steps(c, f, m)
    _figures_used(c, f, m)
    _adjusted(c, f, m)
    _yearly(c, f, m)


def _targets(f: Facts, m: Material) -> Text:
    """Main targets by status, in one sentence."""
    _ = translator(m.lang)
    main = m.main
    judged = [a for a in main if a.status is not Status.UNKNOWN]
    if not main:
        return text(_("规划没有提出量化目标。"))
    if not judged:
        return fill(_("{all}主要目标均暂不能判定。"), all=f.count("main", len(main), _("主要目标")))
    return fill(
        _("{all}主要目标中可以判定{judged}{parts}；暂不能判定{unknown}。"),
        all=f.count("main", len(main), _("主要目标")),
        judged=f.count("main.judged", len(judged), _("可以判定的主要目标")),
        parts=by_status(f, judged, m.lang, "main.status"),
        unknown=f.count("main.unknown", len(main) - len(judged), _("暂不能判定的主要目标")),
    )


def _tasks(f: Facts, m: Material) -> Text:
    _ = translator(m.lang)
    if m.tasks:
        late = [t for t in m.tasks if t.late]
        words = _("分工台账列入任务{n}，其中{parts}{late}。")
        return fill(
            words,
            n=f.count("task.all", len(m.tasks), _("任务")),
            parts=states_of(f, m.tasks, "task", _("任务"), m.lang),
            late=fill(_("；已过时限而未办结{n}"), n=f.count("task.late", len(late), _("过时限的任务"))) if late else (),
        )
    if m.plan.commitments:
        return fill(
            _("规划提出任务{n}，尚未按台账调度，进展见各单位自评。"),
            n=f.count("commitments", len(m.plan.commitments), _("规划任务")),
        )
    return text(_("规划没有提出可以逐项列出的任务。"))


def _safeguards(f: Facts, m: Material) -> Text:
    _ = translator(m.lang)
    parts: list[Text] = []
    if m.projects:
        parts.append(
            fill(
                _("调度重大项目{n}，其中{parts}"),
                n=f.count("project.all", len(m.projects), _("项目")),
                parts=states_of(f, m.projects, "project", _("项目"), m.lang),
            )
        )
    if m.policies:
        parts.append(fill(_("登记配套政策条款{n}"), n=f.count("policies", len(m.policies), _("配套政策条款"), "条")))
    parts += [
        fill(_("{what}{value}"), what=x.what, value=f.money(x))
        for x in m.money
        if (x.ledger, x.feed) in (("special_funds", "allotted"), ("benefits", "paid_share"))
    ]
    if not parts:
        here = safeguard_sections(m.plan)
        return text(
            _("规划保障措施分{n}个方面，政策出台、资金安排和兑现情况尚未建立台账。").format(n=len(here))
            if len(here) > 1
            else _("重大项目和保障措施尚未建立台账。")
        )
    return (*join(parts, "；" if m.lang == "zh" else "; "), *text("。" if m.lang == "zh" else "."))


def _problems(f: Facts, m: Material) -> Text:
    _ = translator(m.lang)
    parts: list[Text] = []
    late = [a for a in m.main if a.status in LATE]
    if late:
        parts.append(
            fill(
                _("未完成或滞后的主要目标{n}（{names}）"),
                n=f.count("main.late", len(late), _("未完成或滞后的主要目标")),
                names=names_of(late, m.lang),
            )
        )
    lost = [a for a in m.main if lost_basis(a)]
    if lost:
        parts.append(
            fill(
                _("统计口径或认定制度改变、原定数已不可比的主要目标{n}"),
                n=f.count("main.basis", len(lost), _("依据已改变的主要目标")),
            )
        )
    if m.problems:
        parts.append(fill(_("台账中未销号的问题{n}"), n=f.count("problems", len(m.problems), _("未销号的问题"))))
    if not parts and not m.judged:
        return text(_("目标暂不能判定，不能据此指出滞后的方面。"))
    if not parts:
        return text(_("在可以判定的目标中没有未完成或滞后的，台账中没有未销号的问题。"))
    return (*join(parts, "；" if m.lang == "zh" else "; "), *text("。" if m.lang == "zh" else "."))


def _next(f: Facts, m: Material) -> Text:
    """What the last chapter proposes, in one sentence."""
    _ = translator(m.lang)
    parts: list[Text] = []
    late = [a for a in m.main if a.status in LATE]
    if late:
        words = _("加快滞后目标的进度（{names}）") if not m.over else _("研究未完成目标的接续（{names}）")
        parts.append(fill(words, names=names_of(late, m.lang)))
    adjust = [a for a in m.main if lost_basis(a)]
    if adjust:
        parts.append(
            fill(
                _("按程序调整或重新核定{n}依据已改变的目标"),
                n=f.count("main.basis", len(adjust), _("依据已改变的主要目标")),
            )
        )
    due = [t for t in m.tasks or () if t.late]
    if due:
        parts.append(fill(_("督促已过时限的{n}任务"), n=f.count("task.late", len(due), _("过时限的任务"))))
    if not parts:
        parts.append(text(_("按规划既定安排继续实施") if m.judged else _("明确各目标的责任单位和任务分工，按月调度")))
    return (*join(parts, "；" if m.lang == "zh" else "; "), *text("。" if m.lang == "zh" else "."))


def _steps(c: Composer, f: Facts, m: Material) -> None:
    """The recorded steps as one list; what was not recorded is not claimed."""
    del f
    _ = translator(m.lang)
    asked = list(dict.fromkeys(o.body for o in m.texts))
    if not m.steps:
        if asked:
            c.say(_("评估中听取了{names}的意见，采纳情况见附件。"), key="steps", names=listed(asked[:6], m.lang))
        return
    c.say(_("评估按下列步骤进行："))
    for i, step in enumerate(m.steps, 1):
        more = [x for x in (step.body, step.document, step.note) if x]
        mark = "；" if m.lang == "zh" else "; "
        tail = (f"（{mark.join(more)}）" if m.lang == "zh" else f" ({mark.join(more)})") if more else ""
        c.say(
            _("{i}. {day}，{step}{tail}。"),
            style="item",
            key=f"step.{i}",
            i=str(i),
            day=partial_day(step.on, m.lang),
            step=step.step,
            tail=tail,
        )


def _figures_used(c: Composer, f: Facts, m: Material) -> None:
    """Up to which day, and how many figures of which grade stand behind the verdicts."""
    _ = translator(m.lang)
    used = {o.id: o for a in m.assessments for o in (*a.observations, *a.nearest) if o.grade is not Grade.PLAN}
    grades = Counter(o.grade for o in used.values())
    c.say(
        _("数据截至{day}，只用当日以前已经公布的统计数，之后的修订不追溯。{collected}"),
        key="cutoff",
        day=day(m.as_of, m.lang),
        collected=_("只知收集日期的数也计入，并逐一标明。") if m.include_collected else "",
    )
    if not used:
        c.say(_("截至当日，没有见到与规划目标对应的公布数。"))
        return
    parts = [
        fill(_("{word}{n}"), word=word, n=f.count(key, grades[grade], word, "个"))
        for key, grade, word in (
            ("official", Grade.OFFICIAL, _("政府和统计机构发布")),
            ("press", Grade.PRESS, _("新闻媒体转载")),
            ("secondary", Grade.SECONDARY, _("其他二手来源")),
        )
        if grades[grade]
    ]
    c.say(
        _("判定用到公布的统计数{n}，按来源分：{parts}，逐个列于附件；由公布数推算的，文中写明“由…推算”。"),
        n=f.count("observations", len(used), _("用到的统计数"), "个"),
        parts=join(parts, "、" if m.lang == "zh" else ", "),
    )


def _adjusted(c: Composer, f: Facts, m: Material) -> None:
    """Targets adjusted while the plan runs, each with its document; the verdicts hold against the adjusted ones."""
    _ = translator(m.lang)
    if not m.adjusted:
        return
    c.say(
        _("截至{day}，规划目标按程序作过调整{n}，判定以调整后的目标为准："),
        day=day(m.as_of, m.lang),
        n=f.count("adjusted", len(m.adjusted), _("目标的中期调整"), "次"),
    )
    names = {s.id: told.name(s, m.lang) for s in m.plan.targets}
    for i, adjusted in enumerate(m.adjusted, 1):
        before, after = f.adjustment(adjusted, i, names[adjusted.statement])
        reason = _("理由：{reason}").format(reason=adjusted.reason) if adjusted.reason else ""
        c.say(
            _("{i}. {name}：由{before}调整为{after}（{document}，{day}）。{reason}"),
            style="item",
            i=str(i),
            name=names[adjusted.statement],
            before=before,
            after=after,
            document=adjusted.document,
            day=partial_day(adjusted.on, m.lang),
            reason=stopped(reason, m.lang),
        )


def _yearly(c: Composer, f: Facts, m: Material) -> None:
    """Whose schedule follows a yearly plan, and which; nothing where none does."""
    _ = translator(m.lang)
    if not m.yearly:
        return
    c.say(_("下列指标的序时进度按年度计划的安排测算，其余按由基期到目标的匀速进度测算："))
    names = {s.id: told.name(s, m.lang) for s in m.plan.targets}
    mark = "，" if m.lang == "zh" else ", "
    for i, line in enumerate(m.yearly, 1):
        document = mark.join(x for x in (line.title, line.number, partial_day(line.on, m.lang)) if x)
        c.say(
            _("{i}. {name}：{year}年为{value}（{document}）。"),
            style="item",
            i=str(i),
            name=names[line.statement],
            year=line.year,
            value=f.yearly(line, names[line.statement]),
            document=document,
        )


def _period(m: Material) -> str:
    _ = translator(m.lang)
    if m.plan.period is None:
        return _("未写明")
    first, last = m.plan.period
    return f"{first}—{last}年" if m.lang == "zh" else f"{first}–{last}"


def _issued(m: Material) -> str:
    """，甲局2017年4月印发，文号; "" where the text says nothing of it."""
    _ = translator(m.lang)
    parts = [m.plan.issuer, _("{day}印发").format(day=partial_day(m.plan.issued, m.lang)) if m.plan.issued else ""]
    parts.append(m.plan.document_number)
    words = ("" if m.lang == "zh" else " ").join(part for part in parts if part)
    if not words:
        return ""
    return f"，{words}" if m.lang == "zh" else f", {words}"
