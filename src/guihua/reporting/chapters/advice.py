"""六、对策建议: the pace that is needed, the targets to be adjusted and why, the data to be asked for."""

from __future__ import annotations

from guihua.checking.finding import Severity
from guihua.plan.status import ReasonCode, Status
from guihua.reporting.document import Column, Composer, Table, Text, text
from guihua.reporting.material import Material
from guihua.reporting.traced import Facts
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.phrases import listed


def advice(c: Composer, f: Facts, m: Material) -> None:
    """The sixth chapter."""
    _ = translator(m.lang)
    c.heading(1, _("对策建议"))
    c.heading(2, _("加快滞后指标进度") if not m.over else _("未完成目标的接续"))
    _pace(c, f, m)
    c.heading(2, _("指标调整建议"))
    _adjust(c, f, m)
    c.heading(2, _("补齐数据"))
    _data(c, f, m)


def _pace(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    if m.over:
        missed = [a for a in m.assessments if a.status is Status.MISSED]
        if not missed:
            c.say(_("没有判定为未完成的目标。"))
            return
        names = listed(dict.fromkeys(told.name(a.statement, m.lang) for a in missed), m.lang)
        c.say(
            _(
                "规划期已满。{names}等{n}目标未完成，建议研究是否纳入下一期规划，纳入的按现行统计口径重新核定基期数和目标值。"
            ),
            n=f.count("missed", len(missed), _("未完成的目标")),
            names=names,
        )
        return
    late = [a for a in m.assessments if a.status is Status.LAGGING]
    if not late:
        c.say(_("在能够测算的目标中，没有滞后于预期的。"))
        return
    for i, a in enumerate(late, 1):
        known = bool(told.required_words(a, m.lang))
        words = _("{i}. {name}：要如期实现{target}的目标，今后各年需{required}。")
        c.say(
            words if known else _("{i}. {name}：目标{target}，今后各年所需的进度由现有数据不能算出。"),
            style="item",
            i=str(i),
            name=told.name(a.statement, m.lang),
            target=f.target(a),
            required=f.required(a),
        )


def _adjust(c: Composer, f: Facts, m: Material) -> None:
    """Targets whose basis is lost or changed, and statements that cannot stand together."""
    _ = translator(m.lang)
    rows = [(a, *words) for a in m.unknown if (words := _adjustment(f, a, m.lang)) is not None]
    if rows:
        columns = (Column(_("指标"), 17), Column(_("现目标"), 13), Column(_("建议"), 20), Column(_("理由"), 50))
        table = tuple(
            (text(told.name(a.statement, m.lang)), f.target(a), text(proposal), reason) for a, proposal, reason in rows
        )
        proposed = _("下列指标的认定依据或统计基础已经改变，建议按规定程序调整，理由逐项列出。")
        c.say(
            proposed
            if not m.over
            else _("下列指标的认定依据或统计基础已经改变，建议在编制下一期规划时调整，理由逐项列出。")
        )
        keys = tuple(a.statement.id for a, _proposal, _reason in rows)
        c.add(Table(c.caption("table", _("指标调整建议")), columns, table, id="adjust", keys=keys))
    else:
        c.say(_("没有因统计或认定基础改变而需要调整的指标。"))
    errors = [x for x in m.findings or () if x.severity is Severity.ERROR and not x.holds]
    if errors:
        c.say(_("规划文本中不能同时成立的表述，建议一并更正或说明口径，见附件“校核意见”。"))


def _adjustment(f: Facts, a: Assessment, lang: str) -> tuple[str, Text] | None:
    """What to do about a target that statistics no longer carry, and why; None where nothing is to be adjusted."""
    _ = translator(lang)
    proposals = {
        ReasonCode.RECOGNITION_ABOLISHED: _("取消该指标，或改用仍在认定、统计的指标"),
        ReasonCode.COVERAGE_CHANGED: _("按现行统计口径重新核定基期值和目标值"),
        ReasonCode.DISCONTINUED: _("改用现行统计指标，并重新核定目标值"),
        ReasonCode.NO_STATISTICS: _("建立统计制度，或改用可以统计的指标"),
        ReasonCode.NOT_QUANTIFIABLE: _("建立统计制度，或改用可以统计的指标"),
    }
    if a.reason is None or a.reason not in proposals:
        return None
    return proposals[a.reason], f.remarks(a, told.notes(a, lang, leave=("needed",)) or (told.why(a, lang),))


def _data(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    wanted = [
        a
        for a in m.unknown
        if a.reason
        in (ReasonCode.NO_DATA, ReasonCode.AWAITING_DEPARTMENT, ReasonCode.NO_BASE, ReasonCode.NOT_YET_PUBLISHED)
    ]
    if not wanted:
        c.say(_("没有因缺数据而未能测算的目标。"))
        return
    c.say(
        _(
            "因缺数据而未能测算的目标{n}，所需的统计数列于附件“未能测算的指标及原因”，建议由牵头部门商统计部门和责任单位提供。"
        ),
        n=f.count("wanted", len(wanted), _("缺数据的目标")),
    )
