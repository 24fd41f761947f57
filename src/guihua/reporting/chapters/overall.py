"""一、主要目标完成情况: the main targets by status, their table, each in words, what the end is likely to bring."""

from __future__ import annotations

from collections import Counter
from typing import Any

from guihua.plan.status import ReasonCode, Status
from guihua.reporting.chapters.counted import by_status, names_of
from guihua.reporting.document import Align, Column, Composer, Picture, Run, Table, Text, capitalised, fill, join, text
from guihua.reporting.material import Material, ReportKind
from guihua.reporting.traced import Facts
from guihua.tracking.assessment import Assessment
from guihua.tracking.change import Change
from guihua.view import told
from guihua.view.charts import Chart
from guihua.view.messages import translator
from guihua.view.phrases import day, listed, partial_day
from guihua.view.status import SCALE, style

DETAILED = ("break", "revised")
CHANGING = (
    "changes_by_figure",
    "changes_by_coverage",
    "changes_by_revision",
    "changes_by_value",
    "changes_by_reason",
    "needed",
)
"""Remarks on what would change a verdict: for those at work, not for a report."""


def overall(c: Composer, f: Facts, m: Material) -> None:
    """The first chapter."""
    _ = translator(m.lang)
    c.heading(1, _("主要目标完成情况"))
    c.heading(2, _("总的判断"))
    summary(c, f, m)
    c.heading(2, _("主要指标"))
    _main_table(c, f, m)
    if m.before_day is not None:
        c.heading(2, _("一年来判定的变化") if m.kind is ReportKind.ANNUAL else _("与上次评估相比的变化"))
        _turned(c, f, m)
    c.heading(2, _("分指标分析"))
    _each(c, f, m)
    if not m.over:
        _foreseen(c, f, m)


def summary(c: Composer, f: Facts, m: Material, *, short: bool = False) -> None:
    """How many targets stand where, main targets first; `short` leaves the chart and the caution out."""
    _ = translator(m.lang)
    main = [a for a in m.main if a.status is not Status.UNKNOWN]
    if not m.assessments:
        c.say(_("规划没有提出量化目标。"))
        return
    given: dict[str, Any] = {
        "day": day(m.as_of, m.lang),
        "all": f.count("main", len(m.main), _("主要目标")),
        "reasons": reasons(f, m),
    }
    if main:
        c.say(
            _("截至{day}，{all}主要目标中，可以判定的有{judged}{parts}；暂不能判定的有{unknown}{reasons}。"),
            judged=f.count("main.judged", len(main), _("可以判定的主要目标")),
            parts=by_status(f, main, m.lang, "main.status"),
            unknown=f.count("main.unknown", len(m.main) - len(main), _("暂不能判定的主要目标")),
            **given,
        )
    else:
        c.say(_("截至{day}，{all}主要目标均暂不能判定{reasons}。"), **given)
    if m.others and not short:
        _others(c, f, m)
    if short:
        return
    if 0 < len(main) * 2 < len(m.main):
        c.say(_("可以判定的主要目标不到一半，本报告只对可以判定的目标作出结论，不据此推断规划总体进展。"))
    if m.overview is not None and len(main) > 2:
        c.add(picture(c, m.overview, _("各状态主要指标数"), "chart.status"))


def reasons(f: Facts, m: Material) -> Text:
    """（无数据x项、口径变更y项）behind the number of main targets that cannot be judged."""
    _ = translator(m.lang)
    found = Counter(a.reason for a in m.main if a.status is Status.UNKNOWN and a.reason is not None)
    if not found:
        return ()
    parts = [
        fill(
            _("{word}{n}"),
            word=told.reason_word(reason, m.lang),
            n=f.count(f"main.reason.{reason.value}", n, told.reason_word(reason, m.lang)),
        )
        for reason, n in sorted(found.items(), key=lambda pair: (-pair[1], pair[0].value))
    ]
    open_, close, mark = ("（", "）", "、") if m.lang == "zh" else (" (", ")", ", ")
    return (*text(open_), *join(parts, mark), *text(close))


def _others(c: Composer, f: Facts, m: Material) -> None:
    """The other quantified targets: how many can be judged, and which stand where."""
    _ = translator(m.lang)
    rest = [a for a in m.others if a.status is not Status.UNKNOWN]
    n = f.count("others", len(m.others), _("其他定量目标"))
    if not rest:
        c.say(_("另有其他定量目标{n}，均暂不能判定，逐项列于附件“指标完成情况表”。"), n=n)
        return
    parts = [
        fill(
            _("{word}{n}（{names}）"),
            word=s.word(m.lang),
            n=f.count(f"others.status.{s.code}", len(mine), f"{_('状态')} {s.word(m.lang)}"),
            names=names_of(mine, m.lang, 4),
        )
        for s in SCALE
        if (mine := [a for a in rest if style(a.status).code == s.code])
    ]
    c.say(
        _("另有其他定量目标{n}，可以判定的有{judged}：{parts}；逐项列于附件“指标完成情况表”。"),
        n=n,
        judged=f.count("others.judged", len(rest), _("可以判定的其他目标")),
        parts=join(parts, "、" if m.lang == "zh" else ", "),
    )


def _turned(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    assert m.before_day is not None
    shown = [found for found in m.changes if _tells(found)]
    turned = [found for found in shown if _turns(found)]
    c.say(
        _("与按{day}所知作出的判定相比，{n}目标的判定有变化，{more}判定未变而依据有变。"),
        day=day(m.before_day, m.lang),
        n=f.count("turned", len(turned), _("判定有变化的目标")),
        more=f.count("regrounded", len(shown) - len(turned), _("判定未变而依据有变的目标")),
    )
    if not shown:
        return
    rows = tuple(
        (
            text(told.name(found.either.statement, m.lang)),
            text(_status_words(found.before, m.lang) if found.before else "—"),
            f.status(found.after) if found.after else text("—"),
            f.causes(found.either.statement.id, told.name(found.either.statement, m.lang), told.causes(found, m.lang)),
        )
        for found in shown
    )
    columns = (Column(_("指标"), 24), Column(_("原判定"), 19), Column(_("现判定"), 19), Column(_("变化的原因"), 38))
    keys = tuple(found.either.statement.id for found in shown)
    c.add(Table(c.caption("table", _("判定的变化及原因")), columns, rows, id="changes", keys=keys))


def _tells(found: Change) -> bool:
    """Whether a change is worth a line: figures that only became overdue are not."""
    if not found.changed or found.before is None or found.after is None:
        return found.changed
    waiting = (ReasonCode.NO_DATA, ReasonCode.NOT_YET_PUBLISHED)
    return not (found.before.reason in waiting and found.after.reason in waiting)


def _turns(found: Change) -> bool:
    """Whether status or reason differ, not only a reading beside them."""
    if found.before is None or found.after is None:
        return True
    return (found.before.status, found.before.reason) != (found.after.status, found.after.reason)


def _status_words(a: Assessment, lang: str) -> str:
    shown = style(a.status)
    words = f"{shown.symbol} {shown.word(lang)}"
    if a.reason is None:
        return words
    word = told.reason_word(a.reason, lang)
    return f"{words}（{word}）" if lang == "zh" else f"{words} ({word})"


def _main_table(c: Composer, f: Facts, m: Material) -> None:
    """The main targets of which something can be said, in the plan's order; the rest in a sentence."""
    _ = translator(m.lang)
    judged = [a for a in m.main if a.status is not Status.UNKNOWN or a.latest_value or a.readings]
    if not judged:
        c.say(_("没有能够测算的目标。") + _("各目标和原因逐项列于附件“指标完成情况表”。"))
        return
    columns = (
        Column(_("指标"), 24),
        Column(_("目标"), 16, Align.RIGHT),
        Column(_("最新数（时期、来源）"), 27),
        Column(_("序时进度和差距") if not m.over else _("期末应达和差距"), 18, Align.RIGHT),
        Column(_("判定"), 15),
    )
    rows = tuple(
        (
            text(told.marked_name(a.statement, m.lang)),
            f.target(a),
            reached(f, a, m.lang),
            _schedule(f, a),
            f.status(a, short=True),
        )
        for a in judged
    )
    note = _("注：按{day}所知；“〔口径注〕”表示结论成立但统计范围或时期与目标不尽一致，说明见分指标分析。").format(
        day=day(m.as_of, m.lang)
    )
    keys = tuple(a.statement.id for a in judged)
    c.add(Table(c.caption("table", _("主要指标完成情况")), columns, rows, note, id="judged", keys=keys))
    if len(judged) < len(m.main):
        c.say(
            _("其余{n}主要目标没有可用的统计数，原因逐项列于附件。"),
            n=f.count("main.silent", len(m.main) - len(judged), _("没有可用统计数的主要目标")),
        )


def _schedule(f: Facts, a: Assessment) -> Text:
    """Where the schedule would stand, under it what is missing."""
    if a.status is Status.UNKNOWN:
        return text("—")
    gap = f.gap(a)
    return (*f.pace(a), *(() if gap == text("—") else (*text("\n"), *gap)))


def reached(f: Facts, a: Assessment, lang: str) -> Text:
    """What was reached, under it its period and grade, and how it was derived where it was not published as such."""
    note, derived = text(told.latest_note(a, lang)), f.derived(a)
    under = join([x for x in (note, derived) if x], "；" if lang == "zh" else "; ")
    return (*f.latest(a), *((*text("\n"), *under) if under else ()))


def _each(c: Composer, f: Facts, m: Material) -> None:
    """Every main target that is judged or has a reading, and every other one that was adjusted, in a paragraph of its own."""
    _ = translator(m.lang)
    adjusted = {x.statement for x in m.adjusted}
    main = [a for a in m.main if a.status is not Status.UNKNOWN or a.readings]
    main += [a for a in m.others if a.statement.id in adjusted]
    if not main:
        c.say(_("没有可供分析的主要指标。"))
        return
    charts = dict(m.charts)
    for a in main:
        c.heading(3, told.name(a.statement, m.lang))
        _one(c, f, m, a)
        chart = charts.get(a.statement.id)
        if chart is not None and m.kind is not ReportKind.ANNUAL:
            c.add(picture(c, chart, told.name(a.statement, m.lang), f"chart.{a.statement.id}"))


def _one(c: Composer, f: Facts, m: Material, a: Assessment) -> None:
    """A target's figures in a sentence, what bears on its verdict, then its readings."""
    c.say("{runs}", runs=_figures(f, m, a))
    _bearing(c, f, m, a)
    _ = translator(m.lang)
    for i, reading in enumerate(a.readings):
        target, actual = f.reading(a, i, reading)
        c.say(
            _("参考读数（{how}）：目标{target}，实际{actual}，为“{word}”；仅供参考，不作为判定。"),
            how=told.reading_how(reading, m.lang),
            target=target,
            actual=actual,
            word=style(reading.status).word(m.lang),
        )


def _figures(f: Facts, m: Material, a: Assessment) -> Text:
    _ = translator(m.lang)
    parts: list[Text] = [fill(_("规划目标为{target}"), target=f.target(a))]
    adjusted = f.original(a.statement.id, m, told.name(a.statement, m.lang))
    if adjusted is not None:
        before, last = adjusted
        words = _("原为{before}，{day}按{document}调整")
        parts.append(fill(words, before=before, day=partial_day(last.on, m.lang), document=last.document))
    if told.base_words(a, m.lang):
        parts.append(fill(_("基期数为{base}"), base=f.base(a)))
    if told.latest_words(a, m.lang):
        note = text(told.latest_note(a, m.lang))
        under = join([x for x in (note, f.derived(a)) if x], "；" if m.lang == "zh" else "; ")
        parts.append(fill(_("最新数为{latest}{note}"), latest=f.latest(a), note=_bracketed(under, m.lang)))
    if a.status is not Status.UNKNOWN and told.pace_words(a, m.lang):
        words = _("按序时进度应为{pace}，{gap}") if not m.over else _("期末应达{pace}，{gap}")
        parts.append(fill(words, pace=f.pace(a), gap=f.gap(a)))
    parts.append(fill(_("判定为{verdict}"), verdict=f.verdict(a)))
    runs = (*join(parts, "；" if m.lang == "zh" else "; "), Run("。" if m.lang == "zh" else "."))
    return runs if m.lang == "zh" else capitalised(runs)


def _bearing(c: Composer, f: Facts, m: Material, a: Assessment) -> None:
    """The remarks on a verdict; breaks and revisions of a judged target stand in a chapter of their own."""
    _ = translator(m.lang)
    judged = a.status is not Status.UNKNOWN
    notes = told.notes(a, m.lang, leave=(*DETAILED, *CHANGING) if judged else CHANGING)
    if judged and (a.note("break") or a.note("revised")):
        notes = (*notes, _("期间的口径变动和数据修订见“影响判定的口径变动和数据修订”"))
    if judged and not a.agree and a.methods:
        odd = [told.method_name(x.method, m.lang) for x in a.methods if x.status is not a.status]
        notes = (*notes, _("按{methods}得出的结论不同，见附件").format(methods=listed(odd, m.lang)))
    if not judged:
        notes = (told.why(a, m.lang), *notes)
    if any(notes):
        c.say("{words}", key=f"{a.statement.id}.bearing", words=f.remarks(a, notes))


def _foreseen(c: Composer, f: Facts, m: Material) -> None:
    """What the figures so far let expect of the target year; nothing where they let expect nothing."""
    _ = translator(m.lang)
    likely = [a for a in m.main if a.likelihood and a.fan]
    if not likely:
        return
    c.heading(2, _("期末完成可能性"))
    c.say(
        _("对有连续四年以上、口径一致统计数的主要指标{n}作了预测："),
        n=f.count("foreseen", len(likely), _("可作预测的指标")),
    )
    for i, a in enumerate(likely, 1):
        middle, low, high = f.foreseen(a)
        c.say(
            _("{i}. {name}：{year}年预测值为{middle}（80%的可能在{low}至{high}之间），目标{target}，{likelihood}。"),
            style="item",
            i=str(i),
            name=told.name(a.statement, m.lang),
            year=str(a.fan[-1].year),
            middle=middle,
            low=low,
            high=high,
            target=f.target(a),
            likelihood=f.likelihood(a),
        )
    c.say(_("预测只由统计数外推，不计今后的政策和项目；括号内为概率和检验该法所用的回测次数。"))


def picture(c: Composer, chart: Chart, caption: str, identity: str) -> Picture:
    """A chart as a numbered picture; identity: its name in the file."""
    words = c.caption("picture", caption)
    return Picture(words, chart, chart.alt, notes=chart.notes, id=identity)


def _bracketed(words: Text, lang: str) -> Text:
    if not words:
        return ()
    open_, close = ("（", "）") if lang == "zh" else (" (", ")")
    return (Run(open_), *words, Run(close))
