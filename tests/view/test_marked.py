"""The plan's text as HTML: what stands as a heading, and where the outline leads."""

from __future__ import annotations

from guihua.plan.plan import Plan, Section
from guihua.view.marked import heading_id, marked_text, outline

TEXT = "# 一、总体要求\n第一条　为促进园区发展，制定本办法。\n正文一段。\n二、保障措施\n"


def _plan() -> Plan:
    starts = {TEXT.index(t): t for t in ("一、总体要求", "第一条", "二、保障措施")}
    made = tuple(Section(str(n), title, 1, start, len(TEXT)) for n, (start, title) in enumerate(sorted(starts.items())))
    return Plan(text=TEXT, sections=made)


def test_a_sentence_read_as_a_heading_is_shown_as_a_paragraph() -> None:
    html = marked_text(_plan(), {})
    assert "<p>第一条　为促进园区发展，制定本办法。</p>" in html
    assert html.count("<h3") == 2 and "一、总体要求</h3>" in html


def test_the_outline_leads_to_the_headings_and_to_nothing_else() -> None:
    plan = _plan()
    found = outline(plan)
    assert [s.title for s in found] == ["一、总体要求", "二、保障措施"]
    html = marked_text(plan, {})
    assert all(f'id="{heading_id(s)}"' in html for s in found) and html.count('id="sec-') == len(found)
