"""Attachments: the table of all targets, data and vintages, findings, methods, what could not be judged and why."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from guihua.checking.finding import Finding, Severity
from guihua.plan.statement import Nature
from guihua.reporting.chapters.problems import problem_table
from guihua.reporting.chapters.situation import beside
from guihua.reporting.chapters.tasks import attached, commitments
from guihua.reporting.document import Align, Block, Column, Composer, NewPage, Table, Text, digest, fill, join, text
from guihua.reporting.material import Material, Opinion
from guihua.reporting.traced import Facts
from guihua.statistics.observation import Grade, Observation
from guihua.tracking.assessment import Assessment
from guihua.tracking.methods.spec import codes, spec
from guihua.view import told
from guihua.view.findings import explanation_words, member_words, needs_words, severity, step_words
from guihua.view.findings import sentence as finding_sentence
from guihua.view.messages import translator
from guihua.view.phrases import listed, period
from guihua.view.statements import nature_word
from guihua.view.status import SCALE

LONGEST_SOURCE = 48
SMALL = 8
"""Rows and paragraphs of an attachment that shares a page with another."""


def attachments(c: Composer, f: Facts, m: Material) -> None:
    """All attachments that have something in them, numbered; the table of all targets is always the first."""
    _ = translator(m.lang)
    listed_ = (
        (_("指标完成情况表"), True, _targets),
        (_("任务进展情况表"), bool(m.tasks), _tasks),
        (_("规划任务清单"), bool(m.plan.commitments) and not m.tasks, _commitments),
        (_("重大项目进展情况表"), bool(m.projects), _projects),
        (_("未销号的问题"), bool(m.problems), _problems),
        (_("未能测算的指标及原因"), bool(m.unknown), _unknown),
        (_("数据来源与版本"), any(a.observations or a.nearest for a in m.assessments), _sources),
        (_("校核意见"), bool(_worth(m)), _findings),
        (_("方法说明"), True, _methods),
        (_("意见采纳情况表"), bool(m.texts), _opinions),
    )
    small = False
    for number, (title, _there, write) in enumerate([x for x in listed_ if x[1]], 1):
        at = len(c.blocks)
        c.unnumbered(_("附件{n}　{title}").format(n=number, title=title), f"h-a{number}")
        write(c, f, m)
        fits = _is_small(c.blocks[at:])
        if not (small and fits):
            c.blocks.insert(at, NewPage())
        small = fits


def _is_small(blocks: Sequence[Block]) -> bool:
    """Whether an attachment is so short that it needs no page of its own beside another short one."""
    tables = [b for b in blocks if isinstance(b, Table)]
    rows = sum(len(t.rows) for t in tables)
    return rows <= SMALL and not any(t.landscape for t in tables) and len(blocks) - len(tables) <= SMALL


def _tasks(c: Composer, f: Facts, m: Material) -> None:
    del f
    _ = translator(m.lang)
    attached(c, m, m.tasks or (), _("任务进展情况"), _("任务"), "tasks")


def _commitments(c: Composer, f: Facts, m: Material) -> None:
    del f
    commitments(c, m)


def _projects(c: Composer, f: Facts, m: Material) -> None:
    del f
    _ = translator(m.lang)
    attached(c, m, m.projects or (), _("重大项目进展情况"), _("项目"), "projects")


def _problems(c: Composer, f: Facts, m: Material) -> None:
    del f
    problem_table(c, m)


def _worth(m: Material) -> tuple[Finding, ...]:
    """The findings worth a place in a paper: errors and warnings that stand; hints are for those at work."""
    worth = (Severity.ERROR, Severity.WARNING)
    return tuple(x for x in m.findings or () if x.severity in worth and not x.holds)


def _targets(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    foreseen = any(a.likelihood for a in m.assessments)
    natured = any(a.statement.nature is not Nature.UNSTATED for a in m.assessments)
    ordered = (*m.main, *m.others)
    columns = (
        Column(_("序号"), 6, Align.CENTER),
        Column(_("指标"), 54),
        *((Column(_("属性"), 9),) if natured else ()),
        Column(_("目标"), 26, Align.RIGHT),
        Column(_("基期"), 16, Align.RIGHT),
        Column(_("最新"), 18, Align.RIGHT),
        Column(_("序时进度") if not m.over else _("期末应达"), 16, Align.RIGHT),
        Column(_("判定"), 40),
        *((Column(_("预计"), 22),) if foreseen else ()),
    )
    rows = tuple(
        (
            text(str(i)),
            text(told.marked_name(a.statement, m.lang)),
            *((text(nature_word(a.statement.nature, m.lang)),) if natured else ()),
            _target(f, m, a),
            f.base(a),
            f.latest(a),
            f.pace(a),
            f.status(a, short=True),
            *((f.likelihood(a),) if foreseen else ()),
        )
        for i, a in enumerate(ordered, 1)
    )
    mark = "　" if m.lang == "zh" else "  "
    legend = mark.join(f"{s.symbol} {s.word(m.lang)}" for s in SCALE)
    note = _("注：{legend}。").format(legend=legend)
    if m.others:
        note += _("前{n}行为主要目标。").format(n=len(m.main))
    if not natured:
        note += _("规划文中未标明约束性或预期性。")
    keys = tuple(a.statement.id for a in ordered)
    caption = c.caption("table", _("指标完成情况表"))
    c.add(Table(caption, columns, rows, note, landscape=True, id="targets", keys=keys))


def _target(f: Facts, m: Material, a: Assessment) -> Text:
    """The target in force; under it what it was before it was adjusted."""
    adjusted = f.original(a.statement.id, m, told.name(a.statement, m.lang))
    was = translator(m.lang)("原为{before}")
    return f.target(a) if adjusted is None else (*f.target(a), *text("\n"), *fill(was, before=adjusted[0]))


def _side_by_side(c: Composer, f: Facts, m: Material) -> None:
    """Every method's verdict on what could be judged."""
    _ = translator(m.lang)
    used = [code for code in codes() if any(x.method == code for a in m.judged for x in a.methods)]
    if not used:
        return
    columns = (Column(_("指标"), 40), *(Column(told.method_short(code, m.lang), 10, Align.CENTER) for code in used))
    rows = tuple((text(told.name(a.statement, m.lang)), *(f.method(a, code) for code in used)) for a in m.judged)
    names = listed((f"{told.method_short(x, m.lang)}＝{told.method_name(x, m.lang)}" for x in used), m.lang)
    note = _("注：{names}；“—”为该法不适用。").format(names=names)
    keys = tuple(a.statement.id for a in m.judged)
    c.add(Table(c.caption("table", _("各方法的结论")), columns, rows, note, id="methods", keys=keys))


def _sources(c: Composer, f: Facts, m: Material) -> None:
    """One row for each series from one source: its figures by period, and the statements that rest on them."""
    _ = translator(m.lang)
    users: dict[str, list[str]] = {}
    groups: dict[tuple[str, str, str, str], dict[str, Observation]] = {}
    for a in m.assessments:
        for o in (*a.observations, *a.nearest):
            users.setdefault(o.id, []).append(a.statement.id)
            note = told.observation_note(o, m.lang, period=False)
            named = told.observation_name(o, m.lang)
            groups.setdefault((str(o.grade is Grade.PLAN), named, note, o.source), {})[o.id] = o
    if not groups:
        c.say(_("没有用到统计数。"))
        return
    columns = (
        Column(_("统计数"), 20),
        Column(_("数值"), 28),
        Column(_("口径和版本"), 17),
        Column(_("来源"), 20),
        Column(_("用于的表述"), 15),
    )
    rows = []
    ordered = sorted(groups.items())
    for (_plan, indicator, note, _source), found in ordered:
        figures = sorted(found.values(), key=lambda o: (o.period.end, o.period.months, o.id))
        used = dict.fromkeys(identity for o in figures for identity in users[o.id])
        values = [
            (*text(f"{period(str(o.period), m.lang)}　" if m.lang == "zh" else f"{o.period} "), *f.observation(o))
            for o in figures
        ]
        mark = "；" if m.lang == "zh" else "; "
        source = text(_source_words(figures[0], m.lang))
        rows.append((text(indicator), join(values, mark), text(note), source, text("\n".join(used))))
    note = _(
        "注：文中各数字的编号由表述编号加后缀组成：target（目标）、base（基期）、latest（最新）、pace（序时进度）、gap（差距）、required（后续需要）、status和verdict（判定）。来源网址过长的只列开头，全文见核验文件。"
    )
    keys = tuple(digest("|".join(key)) for key, _found in ordered)
    caption = c.caption("table", _("数据来源与版本"))
    c.add(Table(caption, columns, tuple(rows), note, landscape=len(rows) > SMALL, id="sources", keys=keys))


def _source_words(o: Observation, lang: str) -> str:
    _ = translator(lang)
    if o.grade is Grade.PLAN:
        return _("规划文本")
    publisher = "" if o.publisher == "unstated" else o.publisher
    grade = {Grade.OFFICIAL: _("官方发布"), Grade.PRESS: _("媒体转载"), Grade.SECONDARY: _("二手来源")}[o.grade]
    source = unquote(o.source.removeprefix("https://").removeprefix("http://"))
    if len(source) > LONGEST_SOURCE:
        source = source[: LONGEST_SOURCE - 1] + "…"
    return "\n".join(x for x in (f"{grade} {publisher}".strip(), source) if x)


def _findings(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    c.say(_("下列为规划文本中需要更正或说明口径的表述，供修订规划时参考，不影响本报告的判定。"))
    for i, finding in enumerate(_worth(m), 1):
        write_finding(c, f, i, finding, m.lang)


def write_finding(c: Composer, f: Facts, number: int, finding: Finding, lang: str) -> None:
    """One finding: its sentence, the words it rests on, the sums, what would explain or mend it."""
    _ = translator(lang)
    word = severity(finding, lang)[1]
    stop = "；" if lang == "zh" else "; "
    c.say(
        "{i}. {word}{words}",
        i=str(number),
        word=_run(f"【{word}】" if lang == "zh" else f"[{word}] "),
        words=f.finding(finding, "sentence", told.sentence(finding_sentence(finding, lang), lang).strip()),
    )
    quotes = list(dict.fromkeys(member_words(member, lang) for member in finding.members))
    reads = [explanation_words(e, lang).rstrip("。.") for e in finding.explanations]
    needs = [words for x in finding.members if (words := needs_words(x, lang))]
    for part, template, style, lines in (
        ("quotes", _("原文：{words}"), "quote", [f"“{q}”" for q in quotes]),
        ("sums", _("算式：{words}"), "item", [step_words(s, lang) for s in finding.steps]),
        ("reads", _("可能的解释：{words}"), "item", reads),
        ("needs", _("如何改正：{words}"), "item", needs),
    ):
        if lines:
            c.say(template, style=style, words=f.finding(finding, part, stop.join(lines)))


def _run(words: str) -> Text:
    return text(words, strong=True)


def _methods(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    c.say(
        _(
            "规划期内按序时进度判定（速度类指标按连乘法），期满后按是否达到目标判定；国际通行的进度测算方法并列于下，"
            "结论随方法而变的逐一注明。基期数与最新数的统计范围、核算版本、价格不一致时不作比较，判为“未能测算”并写明原因。"
            "国家公布评估结论而未公布分档门槛，本报告所用门槛是测算软件的设定。"
        )
    )
    c.say(_("下表列出并列使用的各种方法、公式和门槛的来源。标明“本软件设定”的，国家没有公布门槛。"))
    columns = (Column(_("方法"), 20), Column(_("公式"), 40), Column(_("来源"), 40))
    rows = tuple(
        (
            text(told.method_name(code, m.lang) + ("" if spec(code).published else _("（门槛为本软件设定）"))),
            text(told.method_formula(code, m.lang)),
            text(told.method_source(code, m.lang)),
        )
        for code in codes()
    )
    c.add(Table(c.caption("table", _("测算方法")), columns, rows))
    _side_by_side(c, f, m)
    if m.settings:
        pair = (Column(_("设定"), 60), Column(_("取值"), 40, Align.RIGHT))
        c.add(
            Table(
                c.caption("table", _("设定")),
                pair,
                tuple((text(told.setting_word(k, m.lang)), text(v)) for k, v in m.settings),
            )
        )


def _unknown(c: Composer, f: Facts, m: Material) -> None:
    """Those of which more is to be said than the reason, in a table; the others by reason, their names in a paragraph."""
    _ = translator(m.lang)
    told_more = [a for a in m.unknown if told.notes(a, m.lang, leave=("needed",))]
    more = {a.statement.id for a in told_more}
    plain_ = [a for a in m.unknown if a.statement.id not in more]
    for reason in dict.fromkeys(a.reason for a in plain_ if a.reason is not None):
        mine = [a for a in plain_ if a.reason is reason]
        names = list(dict.fromkeys(told.name(a.statement, m.lang) for a in mine))
        c.say(
            _("{reason}（{n}）：{names}。"),
            reason=text(told.reason_word(reason, m.lang), strong=True),
            n=f.count(f"silent.{reason.value}", len(mine), told.reason_word(reason, m.lang)),
            names=listed(names, m.lang),
        )
    if told_more:
        columns = (
            Column(_("指标"), 28),
            Column(_("目标"), 16, Align.RIGHT),
            Column(_("原因"), 14),
            Column(_("说明"), 42),
        )
        rows = tuple(
            (
                text(told.name(a.statement, m.lang)),
                f.target(a),
                text(told.reason_word(a.reason, m.lang) if a.reason else "—"),
                f.remarks(a, told.notes(a, m.lang, leave=("needed",))),
            )
            for a in told_more
        )
        keys = tuple(a.statement.id for a in told_more)
        c.add(Table(c.caption("table", _("未能测算的指标及原因")), columns, rows, id="unknown", keys=keys))
    beside(c, f, m)


def _opinions(c: Composer, f: Facts, m: Material) -> None:
    del f
    opinions_table(c, m.texts, m.lang)


def opinions_table(c: Composer, opinions: Sequence[Opinion], lang: str) -> None:
    """意见采纳情况表: who said what of what, and what became of it."""
    _ = translator(lang)
    columns = (
        Column(_("单位"), 16),
        Column(_("事项"), 24),
        Column(_("意见"), 34),
        Column(_("采纳情况"), 12, room=True),
        Column(_("理由"), 14, room=True),
    )
    rows = tuple(
        (text(o.body), text(o.subject), text(o.opinion), text(o.adopted or _("待定")), text(o.reason)) for o in opinions
    )
    keys = tuple(digest(f"{o.body}|{o.subject}|{o.opinion}") for o in opinions)
    c.add(Table(c.caption("table", _("意见采纳情况表")), columns, rows, id="opinions", keys=keys))
