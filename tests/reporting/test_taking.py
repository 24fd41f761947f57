"""Self-evaluations that come back, filled in as people do: beside the blanks, between them, in the margin."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest

from guihua.errors import GuihuaError
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.gather import Sources, material
from guihua.reporting.material import Opinion
from guihua.reporting.self_evaluation import collected, self_evaluation
from guihua.reporting.taking import COMMENT, DELETED, OUTSIDE, take
from guihua.reporting.word.elements import controls
from tests.reporting.conftest import asked


@pytest.fixture(scope="module")
def sheet(sources: Callable[..., Sources]) -> bytes:
    return write_docx(self_evaluation(material(asked(sources("2018-12-31")), charts=False), "某某局"))


def returned(sheet: bytes, edit: Callable[[Any], None]) -> tuple[Opinion, ...]:
    """What is taken from the sheet after an edit with python-docx."""
    document = docx.Document(io.BytesIO(sheet))
    edit(document)
    out = io.BytesIO()
    document.save(out)
    return take([("某某局.docx", out.getvalue())])


def test_an_untouched_sheet_says_nothing_even_after_another_program_saved_it(sheet: bytes) -> None:
    assert returned(sheet, lambda document: None) == ()


def test_words_typed_beside_a_blank_are_taken_with_the_name_of_their_row(sheet: bytes) -> None:
    def edit(document: Any) -> None:
        document.tables[0].rows[2].cells[-1].paragraphs[0].add_run("此数应扣除价格因素")

    (found,) = returned(sheet, edit)
    assert found.opinion == "此数应扣除价格因素"
    assert found.subject == f"工业增加值年均增速（{OUTSIDE}）"
    assert found.body == "某某局"


def test_words_typed_between_the_blanks_are_taken_with_their_heading(sheet: bytes) -> None:
    def edit(document: Any) -> None:
        document.paragraphs[-1].insert_paragraph_before("另附材料一份。")
        document.paragraphs[2].add_run("（联系人某某）")

    found = {o.opinion: o.subject for o in returned(sheet, edit)}
    assert found["另附材料一份。"] == f"三、综合情况（{OUTSIDE}）"
    assert any(words.endswith("（联系人某某）") for words in found)


def test_words_in_a_row_that_was_added_are_taken(sheet: bytes) -> None:
    def edit(document: Any) -> None:
        row = document.tables[0].add_row()
        row.cells[0].text, row.cells[4].text = "新增指标", "建议增列"

    assert [o.opinion for o in returned(sheet, edit)] == ["新增指标", "建议增列"]


def test_comments_in_the_margin_are_taken(sheet: bytes) -> None:
    def edit(document: Any) -> None:
        document.add_comment(document.paragraphs[0].runs, text="口径请再核", author="某某", initials="某")

    (found,) = returned(sheet, edit)
    assert (found.subject, found.opinion) == (COMMENT, "口径请再核")


def test_rows_deleted_on_purpose_are_no_answer_and_are_named(sheet: bytes) -> None:
    def edit(document: Any) -> None:
        table = document.tables[0]
        for row in list(table.rows)[3:6]:
            table._tbl.remove(row._tr)

    (found,) = returned(sheet, edit)
    assert found.subject == DELETED
    assert "删去3行，视为没有意见，请核实" in found.opinion and "工业固定资产投资" in found.opinion


def test_a_blank_that_only_lost_its_control_is_refused_though_rows_were_deleted_too(sheet: bytes) -> None:
    def edit(document: Any) -> None:
        table = document.tables[0]
        table._tbl.remove(table.rows[5]._tr)
        tag, sdt = next((t, s) for t, s in controls(document.element) if t.endswith(".opinion"))
        sdt.getparent().remove(sdt)
        assert tag

    with pytest.raises(GuihuaError) as caught:
        returned(sheet, edit)
    assert caught.value.code == "SELF-LOST" and "可以删去" in str(caught.value.hint)


def test_everything_that_was_said_stands_in_the_table_of_opinions(sheet: bytes) -> None:
    from guihua.reporting.html_writer import write_html

    def edit(document: Any) -> None:
        document.tables[0].rows[2].cells[-1].paragraphs[0].add_run("旁注")
        document.paragraphs[-1].add_run("末行")

    found = returned(sheet, edit)
    page = write_html(collected(found))
    assert len(found) == 2 and all(o.opinion in page for o in found)
