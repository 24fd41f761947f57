"""评估组织与方法: what was assessed, by whom, on which data, by which method."""

from __future__ import annotations

from collections import Counter

from guihua.plan.statement import Kind
from guihua.reporting.document import Composer
from guihua.reporting.material import Material, ReportKind
from guihua.reporting.traced import Facts
from guihua.statistics.observation import Grade
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.phrases import day, partial_day, stopped


def opening(c: Composer, f: Facts, m: Material) -> None:
    """The chapter before 一、."""
    _ = translator(m.lang)
    plan = m.plan
    c.unnumbered(_("评估组织与方法"), "h-method")
    kinds = Counter(s.kind for s in plan.statements)
    c.say(
        _(
            "评估对象。{title}（规划期{period}）{issued}。全文读出量化表述{all}，其中目标{target}、现状{fact}、政策参数{policy}。"
        ),
        title=_("《{title}》").format(title=plan.title or _("未命名的规划")),
        period=_period(m),
        issued=_issued(m),
        all=f.count("statements", len(plan.statements), _("量化表述")),
        target=f.count("target", kinds[Kind.TARGET], _("目标")),
        fact=f.count("fact", kinds[Kind.FACT], _("现状")),
        policy=f.count("policy", kinds[Kind.POLICY], _("政策参数")),
    )
    c.say(_("评估组织。〔由评估单位填写：组织单位、参与单位、自评、第三方评估、征求意见和专家论证情况。〕"))
    c.say(
        _(
            "数据截止。只使用{day}（含）以前已经公布的统计数，每个数保留来源、统计范围、核算版本和发布日期；之后的修订不追溯。{collected}"
        ),
        key="cutoff",
        day=day(m.as_of, m.lang),
        collected=_("仅知收集日期的数也计入，并逐一标明。")
        if m.include_collected
        else _("仅知收集日期、不知发布日期的数不计入。"),
    )
    _sources(c, f, m)
    _adjusted(c, f, m)
    _yearly(c, f, m)
    c.say(
        _(
            "评估方法。规划期内按序时进度判定（速度类指标按连乘法），期满后按是否达到目标判定；国际通行的进度测算方法并列于附件，"
            "结论随方法而变的逐一注明。基期数与最新数的统计范围、核算版本、价格不一致时不作比较，判为“未能测算”并写明原因。"
            "国家公布评估结论而未公布分档门槛，本报告所用门槛是测算软件的设定，列于方法说明。"
        )
    )
    c.say(_("文中每个数字都有编号，可查到对应的规划原文、统计数和算法，并可重新计算。"))
    if m.kind is not ReportKind.ANNUAL:
        c.say(_("凡没有数据的，在相应位置写明没有数据，不作推测。"))


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


def _sources(c: Composer, f: Facts, m: Material) -> None:
    """How many published figures stand behind the verdicts, by how close their source stands to the bureau."""
    _ = translator(m.lang)
    used = {o.id: o for a in m.assessments for o in (*a.observations, *a.nearest) if o.grade is not Grade.PLAN}
    grades = Counter(o.grade for o in used.values())
    c.say(
        _(
            "数据来源。本次判定用到公布的统计数{n}，其中官方发布{official}、新闻媒体转载{press}、其他二手来源{secondary}，逐个列于附件。"
        ),
        n=f.count("observations", len(used), _("用到的统计数"), "个"),
        official=f.count("official", grades[Grade.OFFICIAL], _("官方发布"), "个"),
        press=f.count("press", grades[Grade.PRESS], _("媒体转载"), "个"),
        secondary=f.count("secondary", grades[Grade.SECONDARY], _("二手来源"), "个"),
    )


def _adjusted(c: Composer, f: Facts, m: Material) -> None:
    """Targets adjusted while the plan runs, each with its document; the verdicts hold against the adjusted ones."""
    _ = translator(m.lang)
    if not m.adjusted:
        c.say(_("中期调整。截至{day}，没有登记规划目标的中期调整。"), key="adjusted", day=day(m.as_of, m.lang))
        return
    c.say(
        _("中期调整。截至{day}，规划目标按程序作过调整{n}，判定以调整后的目标为准："),
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
    """Whose schedule follows a yearly plan, and which."""
    _ = translator(m.lang)
    if not m.yearly:
        c.say(_("序时进度。没有可用的年度计划目标，各指标的序时进度按由基期到目标的匀速进度测算。"), key="yearly")
        return
    c.say(_("序时进度。下列指标按年度计划的安排测算，其余按由基期到目标的匀速进度测算："))
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
