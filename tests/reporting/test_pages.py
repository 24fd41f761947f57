"""The pages as LibreOffice lays them out: one page is one page, no tofu, numbers stay with their units."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

import pytest

from guihua.reporting.document import Document
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.gather import Sources, material
from guihua.reporting.one_page import one_page
from guihua.reporting.pdf import write_pdf

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs LibreOffice (scripts/install_browser.sh)"
)


def pages(data: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(write_pdf(data))
    try:
        return [document[i].get_textpage().get_text_range() for i in range(len(document))]
    finally:
        document.close()


@pytest.fixture(scope="module")
def final_pages(final: Document) -> list[str]:
    return pages(write_docx(final))


@pytest.mark.parametrize(("day", "collected"), [("2018-12-31", False), ("2025-01-31", True)])
def test_one_page_is_one_page(sources: Callable[..., Sources], day: str, collected: bool) -> None:
    m = material(sources(day, "midterm", "zh", collected), charts=False)
    assert len(pages(write_docx(one_page(m)))) == 1


def test_no_page_is_blank_and_no_character_is_lost(final_pages: list[str]) -> None:
    for text in final_pages:
        body = re.sub(r"—\s*\d+\s*—", "", text).strip()
        assert body
        assert "\ufffd" not in text and "□" not in text


def test_no_heading_stands_alone_at_the_foot_of_a_page(final_pages: list[str]) -> None:
    for text in final_pages[3:]:
        lines = [
            line.strip()
            for line in text.splitlines()
            if line.strip() and not re.fullmatch(r"—\s*\d+\s*—", line.strip())
        ]
        assert not re.match(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)[^。]{1,20}$", lines[-1]), (
            lines[-1]
        )


def test_the_contents_have_page_numbers(final_pages: list[str]) -> None:
    contents = next(text for text in final_pages if "目" in text and "录" in text and "主要目标完成情况" in text)
    assert re.search(r"、对策建议[.\s…]*\d+", contents)


def test_no_page_holds_the_last_row_or_two_of_a_table(final_pages: list[str]) -> None:
    """A page that goes on with the table of all targets holds at least three of its rows."""
    numbers = [re.findall(r"^(\d{1,3})\s", text, re.M) for text in final_pages if text.lstrip().startswith("序号")]
    assert numbers and all(len(found) >= 3 for found in numbers)
