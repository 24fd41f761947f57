"""The report's figures are tracking's own, its structure is fixed, and its bytes are the same each time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from guihua.plan.status import Status
from guihua.reporting.document import Document, Heading, Paragraph, Table, balanced, plain
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.gather import Sources, material
from guihua.reporting.html_writer import write_html
from guihua.reporting.markdown_writer import write_markdown
from guihua.reporting.report import make_report
from guihua.tracking.tracking import track_observations

GOLDEN = Path(__file__).parent / "golden"


def digits(text: str) -> str:
    """The first number of a text, bare."""
    found = re.search(r"[−-]?[\d,]+(?:\.\d+)?", text)
    return found[0].replace(",", "").replace("−", "-") if found else ""


@pytest.mark.parametrize("name", ["midterm", "final"])
def test_chapters_follow_the_practice_of_evaluation_reports(name: str, request: pytest.FixtureRequest) -> None:
    document: Document = request.getfixturevalue(name)
    headings = "\n".join(f"{'#' * b.level} {b.text}" for b in document.blocks if isinstance(b, Heading)) + "\n"
    assert headings == (GOLDEN / f"{name}.headings.md").read_text(encoding="utf-8")


def test_every_figure_of_a_target_is_trackings_own(sources: Callable[..., Sources], final: Document) -> None:
    given = sources("2025-01-31", "final", "zh", True)
    tracked = track_observations(given.plan, given.rows, given.as_of, given.region, include_collected=True)
    by_id = {a.statement.id: a for a in tracked}
    checked = 0
    for figure in final.figures:
        if figure.operation[:1] != ("assessment",):
            continue
        a, field = by_id[figure.statement], figure.operation[2]
        if field == "status":
            assert a.status.zh in figure.text
            assert (a.reason.zh in figure.text) if a.reason else ("（" not in figure.text)
        elif field == "pace" and a.pace:
            down = "-" if figure.text.startswith("下降") else ""
            assert abs(float(down + digits(figure.text)) - float(a.pace)) <= 0.051 or "亿" in figure.text
        elif field == "target":
            numbers = re.findall(r"[\d.]+", figure.text.replace(",", ""))
            assert set(a.statement.value) <= set(numbers), figure
        elif field == "latest" and a.latest is not None and a.note("derived") is None:
            down = "-" if figure.text.startswith("下降") else ""
            shown = (a.latest.value, f"{float(a.latest.value):.1f}", f"{float(a.latest_value):.1f}")
            assert down + digits(figure.text) in shown, figure
        checked += 1
    assert checked >= 100


def test_counts_add_up(final: Document) -> None:
    numbers = {f.operation[1]: int(f.text[:-1]) for f in final.figures if f.operation[:1] == ("count",)}
    assert numbers["main"] + numbers["others"] == numbers["total"]
    assert numbers["main.judged"] + numbers["main.unknown"] == numbers["main"]
    assert sum(n for key, n in numbers.items() if key.startswith("main.status.")) == numbers["main.judged"]
    assert sum(n for key, n in numbers.items() if key.startswith("main.reason.")) == numbers["main.unknown"]
    assert sum(numbers.get(key, 0) for key in ("official", "press", "secondary")) == numbers["observations"]


def test_value_added_is_told_as_not_comparable_with_its_readings(final: Document) -> None:
    words = words_of(final)
    assert "口径调整，绝对值不可比" in words
    assert re.search(r"按公布增速.*目标8%，实际4\.5%，为“未完成”", words)
    assert re.search(r"按修订后的基期折算.*目标5970亿元，实际5597\.6亿元，为“未完成”", words)


def test_a_share_derived_from_its_complement_prints_the_share_itself(final: Document) -> None:
    latest = [f for f in final.figures if f.what.startswith("煤炭产业增加值占") and f.id.endswith(".latest")]
    assert [f.text for f in latest] == ["36.3%"]


def test_no_chapter_is_empty_and_every_table_row_has_all_cells(midterm: Document, final: Document) -> None:
    for document in (midterm, final):
        for now, after in zip(document.blocks, [*document.blocks[1:], None], strict=True):
            if isinstance(now, Heading):
                assert after is not None and not (isinstance(after, Heading) and after.level <= now.level), now.text
            if isinstance(now, Table):
                assert all(len(row) == len(now.columns) for row in now.rows)


def words_of(document: Document) -> str:
    """Everything that the document's paragraphs say."""
    return "\n".join(plain(b.runs) for b in document.blocks if hasattr(b, "runs"))


def test_the_first_page_says_in_five_lines_where_the_plan_stands(midterm: Document) -> None:
    """The first heading of the text is the summary, and five paragraphs follow, each short enough for a page."""
    at = next(i for i, b in enumerate(midterm.blocks) if isinstance(b, Heading))
    lines = midterm.blocks[at + 1 : at + 6]
    assert isinstance(midterm.blocks[at + 6], Heading)
    leads = [b.runs[0].text for b in lines if isinstance(b, Paragraph)]
    assert leads == ["主要目标。", "重点任务。", "重大项目和保障措施。", "主要问题。", "下一步。"]
    assert all(len(plain(b.runs)) <= 130 for b in lines if isinstance(b, Paragraph))


def test_nothing_is_compared_with_an_evaluation_that_never_was(
    midterm: Document, sources: Callable[..., Sources]
) -> None:
    from dataclasses import replace
    from datetime import date

    assert "相比" not in words_of(midterm)
    given = sources("2018-12-31")
    asked = make_report(material(replace(given, before=date(2017, 12, 31), rows_before=given.rows[:50]), charts=False))
    assert "与上次评估相比的变化" in "".join(b.text for b in asked.blocks if isinstance(b, Heading))


def test_no_blank_is_left_for_somebody_to_fill_and_no_software_speaks(midterm: Document, final: Document) -> None:
    for document in (midterm, final):
        words = words_of(document)
        assert not re.search(r"〔[^〕]*(?:填写|补充)[^〕]*〕", words)
        assert "guihua" not in words and "本项目没有建立" not in words


def test_advice_proposes_and_never_asks_for_data(midterm: Document) -> None:
    blocks = midterm.blocks
    start = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.text.endswith("对策建议"))
    end = next(i for i, b in enumerate(blocks) if i > start and isinstance(b, Heading) and b.text.startswith("附件"))
    said = "".join(plain(b.runs) for b in blocks[start:end] if isinstance(b, Paragraph))
    assert "建议" in said
    assert not re.search("补齐|缺数据|提供数据|统计数列于", said)


def test_a_derived_figure_is_said_to_be_derived(final: Document) -> None:
    told = [
        plain(cell)
        for b in final.blocks
        if isinstance(b, Table) and b.id == "judged"
        for row in b.rows
        for cell in row[2:3]
    ]
    assert any("推算" in words for words in told)
    assert any("推算" not in words for words in told)


def test_the_body_holds_the_main_targets_and_an_attachment_all_of_them(
    midterm: Document, sources: Callable[..., Sources]
) -> None:
    given = material(sources("2018-12-31"), charts=False)
    tables = {b.id: b for b in midterm.blocks if isinstance(b, Table)}
    main = {a.statement.id for a in given.main}
    assert set(tables["judged"].keys) <= main
    assert sorted(tables["targets"].keys) == sorted(a.statement.id for a in given.assessments)


def test_a_plan_without_tasks_targets_or_ledgers_still_makes_a_whole_report(sources: Callable[..., Sources]) -> None:
    from dataclasses import replace

    given = sources("2018-12-31")
    plan = replace(given.plan, statements=(), commitments=(), sections=())
    document = make_report(material(replace(given, plan=plan, rows=(), regional=()), charts=False))
    headings = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert headings[:3] == ["提　要", "评估工作情况", "一、主要目标完成情况"]
    assert "规划没有提出量化目标" in words_of(document)


def test_same_inputs_give_the_same_bytes(sources: Callable[..., Sources]) -> None:
    one, two = (make_report(material(sources("2018-12-31"))) for _ in range(2))
    assert write_docx(one) == write_docx(two)
    assert write_html(one) == write_html(two)
    assert write_markdown(one) == write_markdown(two)


def test_annual_and_english_reports_are_made_too(sources: Callable[..., Sources]) -> None:
    annual = make_report(material(sources("2018-12-31", "annual"), charts=False))
    assert annual.title.endswith("2018年度实施情况监测分析报告")
    english = make_report(material(sources("2018-12-31", "midterm", "en"), charts=False))
    headings = [b.text for b in english.blocks if isinstance(b, Heading) and b.level == 1]
    assert headings[:3] == ["Summary", "How the evaluation was made", "1 Main targets"]
    assert not re.search("[一-鿿]", "".join(headings))


def test_an_empty_store_still_makes_a_report(sources: Callable[..., Sources]) -> None:
    from dataclasses import replace

    bare = replace(sources("2018-12-31"), rows=(), rows_before=())
    m = material(bare)
    assert all(a.status is Status.UNKNOWN for a in m.assessments)
    assert "没有能够测算的目标" in write_markdown(make_report(m))


def test_long_titles_break_where_the_words_allow() -> None:
    lines = balanced("《某某自治区“十三五”工业发展规划》实施情况中期评估报告").split("\n")
    assert lines == ["《某某自治区“十三五”", "工业发展规划》", "实施情况中期评估报告"] or max(map(len, lines)) <= 20
    assert "".join(lines) == "《某某自治区“十三五”工业发展规划》实施情况中期评估报告"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_one_page_says_its_title_once(sources: Callable[..., Sources], lang: str) -> None:
    from guihua.reporting.one_page import one_page

    page = one_page(material(sources("2018-12-31", "midterm", lang)))
    html = write_html(page)
    assert html.count("<h1") == 1
    assert 'class="title"' not in html
    assert write_markdown(page).count(page.title[:8]) == 1
