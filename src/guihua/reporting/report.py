"""The evaluation report: 年度监测分析, 中期评估, 总结评估, composed from typed results by templates; no sentence invents."""

from __future__ import annotations

from guihua.reporting.chapters.advice import advice
from guihua.reporting.chapters.attachments import attachments
from guihua.reporting.chapters.leagues import leagues
from guihua.reporting.chapters.opening import brief, organisation
from guihua.reporting.chapters.overall import overall
from guihua.reporting.chapters.problems import problems
from guihua.reporting.chapters.safeguards import safeguards
from guihua.reporting.chapters.self_assessed import self_assessed
from guihua.reporting.chapters.situation import situation
from guihua.reporting.chapters.tasks import projects, tasks
from guihua.reporting.document import Composer, Contents, Cover, Document, balanced
from guihua.reporting.material import Material, ReportKind
from guihua.reporting.traced import Facts
from guihua.version import __version__
from guihua.view.messages import translator
from guihua.view.phrases import day


def make_report(m: Material) -> Document:
    """The whole report as a document; the same material gives the same document."""
    _ = translator(m.lang)
    c = Composer(m.lang)
    f = Facts(c)
    c.add(Contents(_("目　录")))
    brief(c, f, m)
    organisation(c, f, m)
    for chapter in (overall, self_assessed, tasks, projects, safeguards, leagues, problems, situation, advice):
        chapter(c, f, m)
    attachments(c, f, m)
    return c.document(report_title(m), _cover(m), _meta(m))


def report_title(m: Material) -> str:
    """The report's title on one line."""
    _ = translator(m.lang)
    plan = m.plan.title or _("未命名的规划")
    forms = {
        ReportKind.ANNUAL: _("《{plan}》{year}年度实施情况监测分析报告"),
        ReportKind.MIDTERM: _("《{plan}》实施情况中期评估报告"),
        ReportKind.FINAL: _("《{plan}》实施情况总结评估报告"),
    }
    return forms[m.kind].format(plan=plan, year=m.as_of.year)


def _cover(m: Material) -> Cover:
    _ = translator(m.lang)
    title = report_title(m)
    return Cover(
        title=balanced(title) if m.lang == "zh" else _in_english(title),
        subtitle=_("（数据截至{day}）").format(day=day(m.as_of, m.lang)),
        mark=_("附件"),
        lines=(_("〔评估单位〕"), day(m.as_of, m.lang)),
    )


def _in_english(title: str) -> str:
    """The plan's own title on lines of its own, what the report is under it."""
    plan, _colon, kind = title.rpartition(": ")
    return f"{balanced(plan)}\n{kind[:1].upper()}{kind[1:]}" if plan else title


def _meta(m: Material) -> dict[str, str]:
    return {
        "as_of": m.as_of.isoformat(),
        "before": m.before_day.isoformat() if m.before_day else "",
        "document": "report",
        "guihua": __version__,
        "include_collected": "yes" if m.include_collected else "no",
        "kind": m.kind.value,
        "lang": m.lang,
        "text_sha256": m.plan.text_sha256,
    }
