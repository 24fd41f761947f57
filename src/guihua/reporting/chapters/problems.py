"""存在的主要问题: targets missed or late, revisions and breaks, statements that cannot all stand, tasks held up, open problems."""

from __future__ import annotations

from collections import Counter

from guihua.checking.finding import Finding, Severity
from guihua.plan.status import Status
from guihua.reporting.chapters.overall import CHANGING
from guihua.reporting.document import Column, Composer, Table, digest, fill, join, text
from guihua.reporting.material import Material, TaskLine
from guihua.reporting.traced import Facts
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.findings import sentence as finding_sentence
from guihua.view.messages import translator
from guihua.view.phrases import listed

MOST_BODIES = 4

BEARING = ("break", "revised", "other_coverage", "statistical_fact", "coverage_bound")
BEARING_ELSEWHERE = ("break", "revised")
MOST_PROBLEMS = 10
"""Open problems told in the chapter; all of them stand in an attachment."""


def problems(c: Composer, f: Facts, m: Material) -> None:
    """The chapter on problems: what an office would print; the sums and proofs of checking are an attachment."""
    _ = translator(m.lang)
    c.heading(1, _("存在的主要问题"))
    c.heading(2, _("未完成和滞后的目标"))
    _late(c, f, m)
    if _bearing(m):
        c.heading(2, _("影响判定的口径变动和数据修订"))
        _breaks(c, m)
    if printed(m):
        c.heading(2, _("规划表述需要统一的地方"))
        _of_the_plan(c, f, m)
    if _held_up(m) or m.problems:
        c.heading(2, _("任务和整改中的问题"))
        _ledger(c, f, m)


def printed(m: Material) -> tuple[Finding, ...]:
    """The findings on the plan's own text that an office would print: statements that cannot all stand."""
    return tuple(x for x in m.findings or () if x.severity is Severity.ERROR and not x.holds)


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
            notes=f.remarks(a, told.notes(a, m.lang, leave=(*BEARING_ELSEWHERE, *CHANGING))),
        )
    _reasons(c, m, late)


def _reasons(c: Composer, m: Material, late: list[Assessment]) -> None:
    """What bodies gave as the reasons in their self-evaluations; nothing where none said any."""
    _ = translator(m.lang)
    mine = {a.statement.id for a in late}
    said = [o for o in m.texts if o.about.partition(".opinion")[0] in mine or o.about == "text.problems"]
    for o in said[:MOST_PROBLEMS]:
        c.say(
            _("{body}自评说明（{subject}）：{words}"),
            style="item",
            key=f"reason.{digest(o.body + o.subject + o.opinion)}",
            body=o.body,
            subject=o.subject,
            words=told.sentence(o.opinion, m.lang),
        )


def _bearing(m: Material) -> dict[str, list[str]]:
    """Each break or revision once, with the main indicators that it bears on."""
    found: dict[str, list[str]] = {}
    for a in m.main:
        for words in told.notes(a, m.lang, only=BEARING):
            found.setdefault(words, []).append(told.name(a.statement, m.lang))
    return found


def _breaks(c: Composer, m: Material) -> None:
    _ = translator(m.lang)
    bearing = _bearing(m)
    columns = (Column(_("变动或修订"), 62), Column(_("涉及的指标"), 38))
    mark = "、" if m.lang == "zh" else ", "
    rows = tuple((text(words), text(mark.join(dict.fromkeys(names)))) for words, names in bearing.items())
    keys = tuple(digest(words) for words in bearing)
    c.add(Table(c.caption("table", _("影响判定的口径变动和数据修订")), columns, rows, id="breaks", keys=keys))


def _of_the_plan(c: Composer, f: Facts, m: Material) -> None:
    _ = translator(m.lang)
    found = printed(m)
    c.say(
        _("规划文本中有{errors}表述不能同时成立，算式见附件“校核意见”："),
        errors=f.count("errors", len(found), _("不能同时成立的意见"), "处"),
    )
    for i, finding in enumerate(found, 1):
        c.say("{i}. {words}", style="item", i=str(i), words=f.finding(finding, "sentence", _sentence(finding, m.lang)))


def _sentence(finding: Finding, lang: str) -> str:
    return told.sentence(finding_sentence(finding, lang), lang).strip()


def _held_up(m: Material) -> list[TaskLine]:
    return [t for t in m.tasks or () if t.late or t.problem]


def _ledger(c: Composer, f: Facts, m: Material) -> None:
    """Tasks past their day or reported as held up, then the open problems: counted by ledger, the late ones named."""
    _ = translator(m.lang)
    late = [t for t in m.tasks or () if t.late]
    if late:
        c.say(
            _("分工任务中，已过时限而未办结的{n}，由{bodies}等单位牵头，逐项列于附件。")
            if len({t.bodies for t in late}) > 1
            else _("分工任务中，已过时限而未办结的{n}，由{bodies}牵头，逐项列于附件。"),
            n=f.count("task.late", len(late), _("过时限的任务")),
            bodies=listed(list(dict.fromkeys(t.bodies for t in late if t.bodies))[:MOST_BODIES], m.lang),
        )
    for t in [t for t in m.tasks or () if t.problem][:MOST_PROBLEMS]:
        c.say(
            _("{task}（{body}）：{words}"),
            style="item",
            key=f"held.{t.id}",
            task=t.task.rpartition("：")[2],
            body=t.bodies or "—",
            words=told.sentence(t.problem, m.lang),
        )
    if not m.problems:
        return
    kinds = Counter(p.ledger for p in m.problems)
    parts = [
        fill(_("{word}{n}"), word=name, n=f.count(f"problems.{name}", n, name))
        for name, n in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    over = [p for p in m.problems if p.late]
    c.say(
        _("问题台账中未销号的问题{n}（{parts}）{late}，逐项列于附件。"),
        n=f.count("problems", len(m.problems), _("未销号的问题")),
        parts=join(parts, "、" if m.lang == "zh" else ", "),
        late=fill(_("，其中超过整改时限{n}"), n=f.count("problems.late", len(over), _("超过整改时限的问题")))
        if over
        else (),
    )


def problem_table(c: Composer, m: Material) -> None:
    """All open problems, as an attachment's table."""
    _ = translator(m.lang)
    found = m.problems or ()
    columns = (
        Column(_("问题"), 36),
        Column(_("台账"), 16),
        Column(_("责任单位"), 20),
        Column(_("整改时限"), 18),
        Column(_("状态"), 10),
    )
    rows = tuple(
        (text(p.problem), text(p.ledger or "—"), text(p.body or "—"), text(p.due or "—"), text(p.state)) for p in found
    )
    c.add(
        Table(c.caption("table", _("未销号的问题")), columns, rows, id="problems", keys=tuple(p.id for p in found))
    )  # fmt: skip
