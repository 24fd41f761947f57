"""Attachments: the table of all targets, data and vintages, findings, methods, what could not be judged and why."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from guihua.checking.finding import Finding
from guihua.plan.statement import Nature
from guihua.reporting.document import Align, Column, Composer, NewPage, Table, Text, digest, fill, join, text
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


def attachments(c: Composer, f: Facts, m: Material) -> None:
    """All attachments, numbered."""
    _ = translator(m.lang)
    for number, (title, write) in enumerate(
        (
            (_("指标完成情况表"), _targets),
            (_("数据来源与版本"), _sources),
            (_("校核意见"), _findings),
            (_("方法说明"), _methods),
            (_("未能测算的指标及原因"), _unknown),
            (_("意见采纳情况表"), _opinions),
        ),
        1,
    ):
        if write is _opinions and not m.texts:
            continue
        c.add(NewPage())
        c.unnumbered(_("附件{n}　{title}").format(n=number, title=title), f"h-a{number}")
        write(c, f, m)


def _targets(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    foreseen = any(a.likelihood for a in m.assessments)
    natured = any(a.statement.nature is not Nature.UNSTATED for a in m.assessments)
    columns = (
        Column(_("序号"), 7, Align.CENTER),
        Column(_("指标"), 46),
        *((Column(_("属性"), 9),) if natured else ()),
        Column(_("目标"), 28, Align.RIGHT),
        Column(_("基期"), 18, Align.RIGHT),
        Column(_("最新"), 18, Align.RIGHT),
        Column(_("序时进度") if not m.over else _("期末应达"), 17, Align.RIGHT),
        Column(_("判定"), 38),
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
            f.status(a),
            *((f.likelihood(a),) if foreseen else ()),
        )
        for i, a in enumerate(m.assessments, 1)
    )
    mark = "　" if m.lang == "zh" else "  "
    legend = mark.join(f"{s.symbol} {s.word(m.lang)}" for s in SCALE)
    note = _("注：{legend}。").format(legend=legend)
    if not natured:
        note += _("规划文中未标明约束性或预期性。")
    keys = tuple(a.statement.id for a in m.assessments)
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
    c.add(Table(caption, columns, tuple(rows), note, landscape=True, id="sources", keys=keys))


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
    if m.findings is None:
        c.say(_("本次没有校核规划文本。"))
        return
    if not m.findings:
        c.say(_("没有校核意见。"))
        return
    for i, finding in enumerate(m.findings, 1):
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
    _ = translator(m.lang)
    if not m.unknown:
        c.say(_("全部目标都能测算。"))
        return
    c.say(_("“所缺年份”为作出判定所需而没有见到公布数的年份；所需统计数的指标、统计范围和价格应与目标一致。"))
    columns = (
        Column(_("指标"), 38),
        Column(_("目标"), 20, Align.RIGHT),
        Column(_("原因"), 17),
        Column(_("所缺年份"), 11, Align.CENTER),
        Column(_("说明"), 30),
    )
    rows = tuple(
        (
            text(told.name(a.statement, m.lang)),
            f.target(a),
            text(told.reason_word(a.reason, m.lang) if a.reason else "—"),
            text(_needed_year(a)),
            f.remarks(a, told.notes(a, m.lang, leave=("needed",))),
        )
        for a in m.unknown
    )
    keys = tuple(a.statement.id for a in m.unknown)
    c.add(Table(c.caption("table", _("未能测算的指标及原因")), columns, rows, id="unknown", keys=keys))


def _needed_year(a: Assessment) -> str:
    note = a.note("needed")
    return dict(note.parameters).get("year", "—") if note else "—"


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
