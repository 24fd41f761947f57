"""一、总体评价: counts by status, what turned since the last report, the table of what can be judged, each target in words."""

from __future__ import annotations

from collections import Counter

from guihua.plan.status import ReasonCode, Status
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


def overall(c: Composer, f: Facts, m: Material) -> None:
    """The first chapter."""
    _ = translator(m.lang)
    c.heading(1, _("总体评价"))
    c.heading(2, _("总的判断"))
    summary(c, f, m)
    c.heading(2, _("与上次评估相比的变化"))
    _turned(c, f, m)
    c.heading(2, _("可测算指标的完成情况"))
    _judged_table(c, f, m)
    c.heading(2, _("分指标分析"))
    _each(c, f, m)
    if not m.over:
        c.heading(2, _("期末完成可能性"))
        _foreseen(c, f, m)


def summary(c: Composer, f: Facts, m: Material, *, short: bool = False) -> None:
    """How many targets stand where; `short` leaves the chart and the caution out."""
    _ = translator(m.lang)
    numbers = Counter(style(a.status).code for a in m.assessments)
    named = [s for s in SCALE if numbers[s.code] and s.code != Status.UNKNOWN.value]
    parts = [
        fill(
            _("{word}{n}"),
            word=s.word(m.lang),
            n=f.count(f"status.{s.code}", numbers[s.code], f"{_('状态')} {s.word(m.lang)}"),
        )
        for s in named
    ]
    c.say(
        _("截至{day}，规划提出的{all}量化目标中，能够测算的有{judged}{parts}；未能测算的有{unknown}{reasons}。"),
        day=day(m.as_of, m.lang),
        all=f.count("total", len(m.assessments), _("量化目标")),
        judged=f.count("judged", len(m.judged), _("能够测算的目标")),
        parts=(Run("，其中" if m.lang == "zh" else ": "), *join(parts, "、" if m.lang == "zh" else ", "))
        if parts
        else (),
        unknown=f.count("unknown", len(m.unknown), _("未能测算的目标")),
        reasons=_reasons(f, m),
    )
    if short:
        return
    if len(m.judged) * 2 < len(m.assessments):
        c.say(
            _(
                "能够测算的目标不到一半，对总体进展尚不能作出结论，需先补齐数据、统一口径，见附件“未能测算的指标及原因”。"
            )
        )
    if m.overview is not None and m.assessments:
        c.add(picture(c, m.overview, _("各状态目标数"), "chart.status"))


def _reasons(f: Facts, m: Material) -> Text:
    """（无数据x项、口径变更y项）behind the number of those that cannot be judged."""
    _ = translator(m.lang)
    reasons = Counter(a.reason for a in m.unknown if a.reason is not None)
    if not reasons:
        return ()
    parts = [
        fill(
            _("{word}{n}"),
            word=told.reason_word(reason, m.lang),
            n=f.count(f"reason.{reason.value}", n, told.reason_word(reason, m.lang)),
        )
        for reason, n in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0].value))
    ]
    open_, close, mark = ("（", "）", "、") if m.lang == "zh" else (" (", ")", ", ")
    return (Run(open_), *join(parts, mark), Run(close))


def _turned(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    if m.before_day is None:
        c.say(_("没有可比的上次评估。"))
        return
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


def _judged_table(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    if not m.judged:
        c.say(_("没有能够测算的目标。"))
        return
    columns = (
        Column(_("指标"), 19),
        Column(_("目标"), 14, Align.RIGHT),
        Column(_("最新（时期、口径和版本）"), 25),
        Column(_("序时进度") if not m.over else _("期末应达"), 13, Align.RIGHT),
        Column(_("差距"), 14, Align.RIGHT),
        Column(_("判定"), 16),
    )
    shown = sorted(m.judged, key=lambda a: not a.statement.main)
    rows = tuple(
        (
            text(told.marked_name(a.statement, m.lang)),
            f.target(a),
            (*f.latest(a), *text("\n" + told.latest_note(a, m.lang))),
            f.pace(a),
            f.gap(a),
            f.status(a),
        )
        for a in shown
    )
    note = _("注：按{day}所知；“〔口径注〕”表示结论成立但统计范围或时期与目标不尽一致，说明见分指标分析。").format(
        day=day(m.as_of, m.lang)
    )
    keys = tuple(a.statement.id for a in shown)
    c.add(Table(c.caption("table", _("可测算指标完成情况")), columns, rows, note, id="judged", keys=keys))


def _each(c: Composer, f: Facts, m: Material) -> None:
    """Every judged target, and every one that has a reading beside it, in a paragraph of its own."""
    _ = translator(m.lang)
    shown = [a for a in m.assessments if a.status is not Status.UNKNOWN or a.readings]
    if not shown:
        c.say(_("没有可供分析的指标。"))
        return
    charts = dict(m.charts)
    for a in shown:
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
        note = told.latest_note(a, m.lang)
        parts.append(fill(_("最新数为{latest}{note}"), latest=f.latest(a), note=_bracketed(note, m.lang)))
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
    notes = told.notes(a, m.lang, leave=("break", "revised") if judged else ())
    if judged and (a.note("break") or a.note("revised")):
        notes = (*notes, _("期间的口径变动和数据修订见第四章“影响判定的口径变动和数据修订”"))
    if judged and not a.agree and a.methods:
        odd = [told.method_name(x.method, m.lang) for x in a.methods if x.status is not a.status]
        notes = (*notes, _("按{methods}得出的结论不同，见附件").format(methods=listed(odd, m.lang)))
    if not judged:
        notes = (told.why(a, m.lang), *notes)
    if any(notes):
        c.say("{words}", key=f"{a.statement.id}.bearing", words=f.remarks(a, notes))


def _foreseen(c: Composer, f: Facts, m: Material) -> None:
    """What the figures so far let expect of the target year; where nothing does, why."""
    _ = translator(m.lang)
    likely = [a for a in m.assessments if a.likelihood and a.fan]
    if not likely:
        c.say(_("没有可作预测的指标：预测要有连续四年以上、口径一致的统计数，目前均不具备。"))
        return
    c.say(
        _("对有连续四年以上、口径一致统计数的指标{n}作了预测："),
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


def _bracketed(words: str, lang: str) -> str:
    if not words:
        return ""
    return f"（{words}）" if lang == "zh" else f" ({words})"
