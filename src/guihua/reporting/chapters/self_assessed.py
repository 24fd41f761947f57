"""部门自评: the second tier, beside the statistical verdict and never mixed with it; left out where no body was asked."""

from __future__ import annotations

from guihua.ledgers.self_assessment import SelfVerdict, apart, by_statement
from guihua.reporting.document import Align, Column, Composer, Table, text
from guihua.reporting.material import Material
from guihua.reporting.traced import Facts
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.messages import translator


def self_assessed(c: Composer, f: Facts, m: Material) -> None:
    """The chapter: both tiers counted apart, then what bodies say of targets that statistics do not judge, then what contradicts."""
    own = by_statement(v for v in m.self_assessed if v.answers)
    if not own:
        return
    _ = translator(m.lang)
    counted = apart(m.assessments, m.self_assessed)
    c.heading(1, _("部门自评"))
    c.say(
        _(
            "本章是责任单位对自己负责的指标的自评，经另一人审核，与统计判定分列、分计，不改变统计判定。"
            "统计判定的{judged}项；没有统计判定的{unjudged}项中，有自评的{answered}项，尚无自评的{silent}项。"
        ),
        judged=str(counted.judged), unjudged=str(counted.unjudged), answered=str(sum(n for _claim, n in counted.answered)),
        silent=str(counted.silent),
    )  # fmt: skip
    unjudged = [a for a in m.assessments if a.statement.id in own and a.status.value == "unknown"]
    against = [a for a in m.assessments if a.statement.id in counted.against]
    if unjudged:
        _table(c, f, m, unjudged, own, _("没有统计判定的指标：部门自评"))
    if against:
        c.say(_("下列指标的自评与统计判定相反，以统计判定为准，自评并列备查。"))
        _table(c, f, m, against, own, _("自评与统计判定相反的指标"))


def _table(
    c: Composer, f: Facts, m: Material, rows: list[Assessment], own: dict[str, tuple[SelfVerdict, ...]], caption: str
) -> None:
    _ = translator(m.lang)
    columns = (
        Column(_("指标"), 22), Column(_("目标"), 14, Align.RIGHT), Column(_("统计判定"), 14), Column(_("自评单位"), 15),
        Column(_("自评结论和依据"), 22), Column(_("审核意见"), 16),
    )  # fmt: skip
    lines = tuple(
        (
            text(told.name(a.statement, m.lang)), f.target(a), f.status(a), text(v.body),
            text(_said(v)), text(f"{v.agreed}：{v.finding}"),
        )
        for a in rows for v in own[a.statement.id]
    )  # fmt: skip
    keys = tuple(f"{a.statement.id}.{n}" for a in rows for n, _v in enumerate(own[a.statement.id]))
    c.add(Table(c.caption("table", caption), columns, lines, id="self" if keys else "", keys=keys))


def _said(v: SelfVerdict) -> str:
    parts = [v.claimed, v.latest, v.grounds.rstrip("。"), "、".join(v.proofs)]
    return "；".join(part for part in parts if part)
