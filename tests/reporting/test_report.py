"""The report's figures are tracking's own, its structure is fixed, and its bytes are the same each time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from guihua.plan.status import Status
from guihua.reporting.document import Document, Heading, Table, balanced, plain
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
    assert numbers["judged"] + numbers["unknown"] == numbers["total"]
    assert sum(n for key, n in numbers.items() if key.startswith("status.")) == numbers["judged"]
    assert sum(n for key, n in numbers.items() if key.startswith("reason.")) == numbers["unknown"]
    assert numbers["official"] + numbers["press"] + numbers["secondary"] == numbers["observations"]


def test_value_added_is_told_as_not_comparable_with_its_readings(final: Document) -> None:
    words = "\n".join(plain(b.runs) for b in final.blocks if hasattr(b, "runs"))
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


def test_what_has_no_data_says_so_in_its_place(midterm: Document) -> None:
    words = "\n".join(plain(b.runs) for b in midterm.blocks if hasattr(b, "runs"))
    assert "本项目没有建立重大项目台账，没有数据" in words


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
    assert headings[:3] == ["Organisation and method", "1 Overall assessment", "2 Progress of the main tasks"]
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
