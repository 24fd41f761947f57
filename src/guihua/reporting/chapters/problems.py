"""四、突出问题及原因: targets missed or late, revisions and breaks, what checking found in the plan, the problem ledger."""

from __future__ import annotations

from guihua.checking.finding import Finding, Severity
from guihua.plan.status import Status
from guihua.reporting.document import Column, Composer, Table, digest, text
from guihua.reporting.material import Material
from guihua.reporting.traced import Facts
from guihua.view import told
from guihua.view.findings import sentence as finding_sentence
from guihua.view.messages import translator

BEARING = ("break", "revised", "other_coverage", "statistical_fact", "coverage_bound")
BEARING_ELSEWHERE = ("break", "revised")


def problems(c: Composer, f: Facts, m: Material) -> None:
    """The fourth chapter."""
    _ = translator(m.lang)
    c.heading(1, _("突出问题及原因"))
    c.heading(2, _("未完成和滞后的目标"))
    _late(c, f, m)
    c.heading(2, _("影响判定的口径变动和数据修订"))
    _breaks(c, m)
    c.heading(2, _("规划文本自身的问题"))
    _of_the_plan(c, f, m)
    c.heading(2, _("问题台账"))
    _ledger(c, f, m)


def _late(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    late = [a for a in m.assessments if a.status in (Status.MISSED, Status.LAGGING)]
    if not late:
        c.say(_("在能够测算的目标中，没有未完成或滞后的。"))
        return
    c.say(_("未完成或滞后的目标{n}："), n=f.count("late", len(late), _("未完成或滞后的目标")))
    for i, a in enumerate(late, 1):
        c.say(
            _("{i}. {name}：目标{target}，最新{latest}，{gap}，判定为{verdict}。{notes}"),
            style="item",
            i=str(i),
            name=told.name(a.statement, m.lang),
            target=f.target(a),
            latest=f.latest(a),
            gap=f.gap(a),
            verdict=f.verdict(a),
            notes=f.remarks(a, told.notes(a, m.lang, leave=BEARING_ELSEWHERE)),
        )
    c.say(_("以上为统计数所反映的差距，不涉及成因；成因由责任单位在自评中说明。〔由评估单位补充。〕"))


def _breaks(c: Composer, m: Material) -> None:
    """Each break or revision once, with the indicators that it bears on."""
    _ = translator(m.lang)
    bearing: dict[str, list[str]] = {}
    for a in m.assessments:
        for words in told.notes(a, m.lang, only=BEARING):
            bearing.setdefault(words, []).append(told.name(a.statement, m.lang))
    if not bearing:
        c.say(_("没有影响判定的口径变动或数据修订。"))
        return
    columns = (Column(_("变动或修订"), 62), Column(_("涉及的指标"), 38))
    mark = "、" if m.lang == "zh" else ", "
    rows = tuple((text(words), text(mark.join(dict.fromkeys(names)))) for words, names in bearing.items())
    keys = tuple(digest(words) for words in bearing)
    c.add(Table(c.caption("table", _("影响判定的口径变动和数据修订")), columns, rows, id="breaks", keys=keys))


def _of_the_plan(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    if m.findings is None:
        c.say(_("本次没有校核规划文本。"))
        return
    errors = [x for x in m.findings if x.severity is Severity.ERROR and not x.holds]
    warnings = [x for x in m.findings if x.severity is Severity.WARNING and not x.holds]
    c.say(
        _(
            "校核规划文本，提出表述不能同时成立的意见{errors}、需要核实或说明的意见{warnings}，算式和证明见附件“校核意见”。"
        ),
        errors=f.count("errors", len(errors), _("不能同时成立的意见"), "条"),
        warnings=f.count("warnings", len(warnings), _("需要说明的意见"), "条"),
    )
    for i, finding in enumerate([*errors, *warnings], 1):
        c.say("{i}. {words}", style="item", i=str(i), words=f.finding(finding, "sentence", _sentence(finding, m.lang)))


def _sentence(finding: Finding, lang: str) -> str:
    return told.sentence(finding_sentence(finding, lang), lang).strip()


def _ledger(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    if m.problems is None:
        c.say(_("本项目没有建立问题台账，没有数据。"))
        return
    if not m.problems:
        c.say(_("问题台账没有未销号的问题。"))
        return
    c.say(_("问题台账中未销号的问题{n}："), n=f.count("problems", len(m.problems), _("未销号的问题")))
    columns = (Column(_("问题"), 46), Column(_("责任单位"), 22), Column(_("整改时限"), 14), Column(_("状态"), 18))
    rows = tuple((text(p.problem), text(p.body or "—"), text(p.due or "—"), text(p.state)) for p in m.problems)
    keys = tuple(p.id for p in m.problems)
    c.add(Table(c.caption("table", _("未销号的问题")), columns, rows, id="problems", keys=keys))
