"""A report that people really edited, with python-docx as they would in Word: what an update keeps, refreshes, tells."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from guihua.errors import GuihuaError
from guihua.reporting.carried import body, carried, parts, xml
from guihua.reporting.document import Document, Picture, Table, plain
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.gather import Sources, material
from guihua.reporting.report import make_report
from guihua.reporting.update import Update, update_docx
from guihua.reporting.word.elements import controls
from guihua.reporting.word.package import repacked

ADDED = "以下为本单位补充的情况。"


def table_of(document: Any, words: str) -> Any:
    """The table whose head holds these words."""
    return next(t for t in document.tables if words in "".join(c.text for c in t.rows[0].cells))


@pytest.fixture(scope="module")
def later(sources: Callable[..., Sources]) -> Document:
    return make_report(material(sources("2021-12-31")))


@pytest.fixture(scope="module")
def edited(midterm: Document) -> bytes:
    """Words added to one paragraph, another rewritten, a figure overwritten, a row deleted, a chart moved to the end."""
    document = docx.Document(io.BytesIO(write_docx(midterm)))
    paragraphs = document.paragraphs
    next(p for p in paragraphs if p.text.startswith("判定用到公布的统计数")).add_run(ADDED)
    organised = next(p for p in paragraphs if p.text.startswith("可以判定的主要目标不到一半"))
    organised.clear()
    organised.add_run("评估由某某研究中心承担。")
    root = document.element
    sdt = next(s for tag, s in controls(root) if tag.endswith(".pace"))
    slot = next(sdt.iter("{*}t"))
    slot.text = "9%"
    tasks = table_of(document, "规划任务")
    tasks._tbl.remove(tasks.rows[3]._tr)
    chart = next(root.iter("{*}drawing")).getparent().getparent()
    body = root.body
    body.insert(len(body) - 1, chart)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def done(edited: bytes, later: Document) -> Update:
    return update_docx(edited, later)


def text(data: bytes) -> str:
    """All words of a .docx, in their order, controls included."""
    return "".join(t.text or "" for t in xml(parts(data)["word/document.xml"]).iter("{*}t"))


def test_words_of_people_stay(done: Update) -> None:
    assert ADDED in text(done.data)
    assert "评估由某某研究中心承担。" in text(done.data)


def test_figures_in_a_paragraph_that_a_person_changed_are_refreshed(done: Update, later: Document) -> None:
    press = next(f.text for f in later.figures if f.id == "count.press")
    assert f"新闻媒体转载{press}" in text(done.data)


def test_a_paragraph_that_nobody_changed_takes_its_new_words(done: Update) -> None:
    assert re.search(r"截至2021年12月31日，\d+项主要目标中", text(done.data))
    assert "数据截至2021年12月31日，只用当日以前已经公布的统计数" in text(done.data)


def test_the_cover_names_the_new_day(done: Update) -> None:
    assert "（数据截至2021年12月31日）" in text(done.data)


def test_a_figure_that_a_person_changed_is_told_and_kept(done: Update) -> None:
    assert [(mine, computed) for _, mine, computed in done.kept] == [("9%", "8%")]
    assert not done.quiet


def test_rows_come_and_go_with_their_targets(done: Update, later: Document) -> None:
    document = docx.Document(io.BytesIO(done.data))
    judged = table_of(document, "最新数（时期、来源）")
    names = ["".join(t.text or "" for t in row._tr.tc_lst[0].iter("{*}t")) for row in judged.rows[1:]]
    assert "研究与试验发展经费支出（R&D）占GDP比重" in names
    wanted = next(b for b in later.blocks if isinstance(b, Table) and b.id == "judged")
    assert sorted(names) == sorted(plain(row[0]) for row in wanted.rows)
    assert any("煤炭产业增加值占工业增加值比重" in row for row in done.rows.added)


def test_a_row_that_a_person_deleted_is_not_restored_but_told(done: Update) -> None:
    deleted = [row for row in done.rows.deleted if row.startswith("稳定石油产量")]
    assert deleted
    tasks = table_of(docx.Document(io.BytesIO(done.data)), "规划任务")
    words = "".join(t.text or "" for t in tasks._tbl.iter("{*}t"))
    assert "稳定石油产量" not in words


def test_charts_are_drawn_anew_where_a_person_moved_them(edited: bytes, done: Update, later: Document) -> None:
    images = {name: data for name, data in parts(done.data).items() if name.startswith("word/media/")}
    wanted = {b.id: b.png for b in later.blocks if isinstance(b, Picture)}
    assert wanted["chart.status"] in images.values()
    assert any("各状态主要指标数" in caption for caption in done.drawn)
    body = docx.Document(io.BytesIO(done.data)).element.body
    assert list(body)[-2].find(".//{*}docPr").get("name") == "guihua:chart.status"
    before = {name: data for name, data in parts(edited).items() if name.startswith("word/media/")}
    assert set(before) == set(images)


def test_new_charts_without_a_place_are_told(done: Update) -> None:
    assert any("研究与试验发展经费支出" in caption for caption in done.charts_fresh)


def test_a_picture_that_a_person_put_in_its_place_is_kept(midterm: Document, later: Document) -> None:
    data = write_docx(midterm)
    named = parts(data)
    mine = next(name for name in sorted(named) if name.startswith("word/media/"))
    other = next(b.png for b in later.blocks if isinstance(b, Picture) and b.png != named[mine])
    named[mine] = other[:-12] + b"\x00" * 12
    done = update_docx(repacked(data, named), later)
    assert len(done.drawn_by_others) == 1
    assert parts(done.data)[mine] == named[mine]


def test_an_updated_file_updates_again_to_the_same(done: Update, later: Document) -> None:
    again = update_docx(done.data, later)
    assert again.refreshed == () and again.rows.added == [] and again.rows.removed == []
    assert [(mine, computed) for _, mine, computed in again.kept] == [("9%", "8%")]
    assert update_docx(again.data, later).data == again.data


def test_controls_and_bookmarks_have_numbers_of_their_own(done: Update) -> None:
    root = xml(parts(done.data)["word/document.xml"])
    for name, parent in (("id", "sdtPr"), ("bookmarkStart", "")):
        found = [e for e in root.iter(f"{{*}}{name}") if not parent or e.getparent().tag.endswith(parent)]
        numbers = [value for e in found for key, value in e.attrib.items() if key.endswith("}val" if parent else "}id")]
        assert len(numbers) == len(set(numbers)) > 10


def test_a_chart_copied_by_a_person_keeps_its_width(midterm: Document, later: Document) -> None:
    document = docx.Document(io.BytesIO(write_docx(midterm)))
    inline = next(document.element.iter("{*}inline"))
    inline.find("{*}extent").set("cx", "2000000")
    inline.getparent().append(deepcopy(inline))
    out = io.BytesIO()
    document.save(out)
    done = update_docx(out.getvalue(), later)
    extent = next(xml(parts(done.data)["word/document.xml"]).iter("{*}inline")).find("{*}extent")
    assert extent.get("cx") == "2000000"


def test_a_file_whose_controls_were_dropped_is_refused_with_the_reason(midterm: Document) -> None:
    data = write_docx(midterm)
    named = parts(data)
    root = xml(named["word/document.xml"])
    for _tag, sdt in controls(root):
        for child in sdt.find("{*}sdtContent"):
            sdt.addprevious(child)
        sdt.getparent().remove(sdt)
    named["word/document.xml"] = etree.tostring(root)
    with pytest.raises(GuihuaError) as caught:
        update_docx(repacked(data, named), midterm)
    assert caught.value.code == "UPDATE-LOST"


def test_the_register_survives_an_office_program_that_renumbers_parts(edited: bytes, midterm: Document) -> None:
    assert carried(edited).figures == midterm.figures


def saved_by_libreoffice(data: bytes, folder: Path) -> bytes:
    """The file as LibreOffice writes it when somebody opens and saves it."""
    (folder / "in").mkdir()
    (folder / "in" / "r.docx").write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder),
            str(folder / "in" / "r.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / "r.docx").read_bytes()


office = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice (soffice)")


@office
def test_a_report_saved_by_libreoffice_is_traced_and_updated(
    midterm: Document, later: Document, tmp_path: Path
) -> None:
    """LibreOffice 7 drops the tags of content controls; they are found again by their order."""
    saved = saved_by_libreoffice(write_docx(midterm), tmp_path)
    file = carried(saved)
    assert file.figures == midterm.figures and file.changed() == ()
    assert {i for i, texts in file.shown.items() if texts} == {f.id for f in midterm.figures}
    done = update_docx(saved, later)
    assert done.quiet and len(done.refreshed) >= 20 and len(done.rows.added) > 10
    texts = {f.id: f.text for f in later.figures}
    again = carried(done.data)
    assert again.changed() == ()
    assert all(set(shown) == {texts[i]} for i, shown in again.shown.items() if i in texts)


@office
def test_a_figure_changed_in_libreoffice_is_told(midterm: Document, later: Document, tmp_path: Path) -> None:
    pace = next(f for f in midterm.figures if f.id.endswith(".pace") and f.text == "8%")
    data = saved_by_libreoffice(write_docx(midterm), tmp_path)
    named = parts(data)
    root = body(named, carried(data))
    for tag, sdt in controls(root):
        if tag == pace.id:
            for i, slot in enumerate(sdt.iter("{*}t")):
                slot.text = "9%" if i == 0 else ""
        mark = sdt.find("{*}sdtPr/{*}tag")
        mark.getparent().remove(mark)  # as LibreOffice saves it once more
    named["word/document.xml"] = etree.tostring(root)
    done = update_docx(repacked(data, named), later)
    assert {(mine, computed) for _, mine, computed in done.kept} == {("9%", "8%")}


def test_tables_in_another_order_are_updated_where_they_stand(midterm: Document, later: Document) -> None:
    document = docx.Document(io.BytesIO(write_docx(midterm)))
    first, other = table_of(document, "最新数（时期、来源）")._tbl, table_of(document, "规划任务")._tbl
    other.addnext(first)
    out = io.BytesIO()
    document.save(out)
    done = update_docx(out.getvalue(), later)
    tables = docx.Document(io.BytesIO(done.data)).tables
    heads = ["".join(c.text for c in t.rows[0].cells) for t in tables]
    moved = next(i for i, head in enumerate(heads) if "最新数（时期、来源）" in head)
    assert "规划任务" in heads[moved - 1]
    assert len(tables[moved].rows) == len(
        table_of(docx.Document(io.BytesIO(write_docx(later))), "最新数（时期、来源）").rows
    )
    assert any("煤炭产业增加值占工业增加值比重" in row for row in done.rows.added)


def test_a_deleted_paragraph_is_not_put_back_and_its_figures_are_told(midterm: Document, later: Document) -> None:
    document = docx.Document(io.BytesIO(write_docx(midterm)))
    gone = next(p for p in document.paragraphs if p.text.startswith("判定用到公布的统计数"))
    gone._p.getparent().remove(gone._p)
    out = io.BytesIO()
    document.save(out)
    done = update_docx(out.getvalue(), later)
    assert "判定用到公布的统计数" not in text(done.data)
    assert "新闻媒体转载" in done.deleted
    assert "新闻媒体转载" not in done.fresh
