"""保障措施落实情况: what was issued, what money was given and used, what was kept; then each measure of the chapter."""

from __future__ import annotations

from guihua.plan.plan import Section
from guihua.reporting.chapters.counted import states_of
from guihua.reporting.document import Align, Column, Composer, Table, text
from guihua.reporting.material import Material, TaskLine
from guihua.reporting.safeguards import aspects, safeguard_sections
from guihua.reporting.traced import Facts
from guihua.view.messages import translator
from guihua.view.phrases import listed

MOST_POLICIES = 12


def safeguards(c: Composer, f: Facts, m: Material) -> None:
    """The chapter on the plan's safeguards; left out where the plan has none and no ledger speaks of any."""
    _ = translator(m.lang)
    here = [s for s in safeguard_sections(m.plan) if any(x.section == s.number for x in m.plan.commitments)]
    if not (here or m.money or m.policies):
        return
    c.heading(1, _("保障措施落实情况"))
    if m.money or m.policies:
        _aspects(c, f, m)
    else:
        c.say(_("截至本次评估，没有配套政策、资金安排和兑现情况的台账记录，本章只列规划提出的措施和分工。"))
    if here:
        _measures(c, f, m, here)


def _aspects(c: Composer, f: Facts, m: Material) -> None:
    """Issued, money, used, kept: one row a figure; then the documents that were issued."""
    _ = translator(m.lang)
    rows = tuple(
        (text(aspect.word(m.lang)), text(line.what), f.money(line))
        for aspect in aspects()
        for line in m.money
        if line.aspect == aspect.name
    )
    if rows:
        c.say(_("政策出台、资金安排和使用、政策和承诺兑现情况，按有关台账截至评估日的登记汇总如下。"))
        columns = (Column(_("方面"), 24), Column(_("内容"), 46), Column(_("登记数"), 30, Align.RIGHT))
        keys = tuple(f"{line.ledger}.{line.feed}" for a in aspects() for line in m.money if line.aspect == a.name)
        c.add(Table(c.caption("table", _("保障措施落实情况")), columns, rows, id="money", keys=keys))
    documents = list(dict.fromkeys(p.document for p in m.policies if p.document))
    if documents:
        more = _("等") if len(documents) > MOST_POLICIES else ""
        c.say(_("已登记的配套文件：{names}。"), key="policies", names=listed(documents[:MOST_POLICIES], m.lang) + more)


def _measures(c: Composer, f: Facts, m: Material, here: list[Section]) -> None:
    """Each section of the chapter: its measures as the plan words them, with who carries them out and how they stand."""
    _ = translator(m.lang)
    by_sentence = {t.sentence: t for t in m.tasks or () if t.sentence}
    rows, keys = [], []
    for section in here:
        for x in (x for x in m.plan.commitments if x.section == section.number):
            task = by_sentence.get(x.id) or _like(m, x.quote, section.number)
            rows.append(
                (
                    text(section.title),
                    text(x.quote),
                    text(task.bodies or "—" if task else "—"),
                    text(task.state if task else _("未列入台账")),
                )
            )
            keys.append(x.id)
    away = {s.number for s in here}
    mine = [t for t in m.tasks or () if t.section in away]
    if mine:
        c.say(
            _("保障措施列入分工台账的有{n}，其中{parts}。"),
            n=f.count("safeguards.all", len(mine), _("列入台账的保障措施")),
            parts=states_of(f, mine, "safeguards", _("保障措施"), m.lang),
        )
    columns = (
        Column(_("方面"), 15),
        Column(_("措施（规划原文）"), 45),
        Column(_("责任单位"), 24),
        Column(_("进展"), 16),
    )
    c.add(
        Table(c.caption("table", _("保障措施逐项进展")), columns, tuple(rows), id="measures", keys=tuple(keys))
    )  # fmt: skip


def _like(m: Material, quote: str, section: str) -> TaskLine | None:
    """The task of the section whose words stand in the measure's, or the other way round."""
    for t in m.tasks or ():
        words = t.task.rpartition("：")[2]
        if t.section == section and words and (words in quote or quote in words):
            return t
    return None
