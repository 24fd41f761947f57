"""The same words, headings and cells come out of .docx, .html, .md and .pdf; hostile files are refused with a place."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.reading.documents import Document, extract
from guihua.reading.documents import docx as docx_reader
from tests.reading_documents.making import docx_bytes, encrypted_pdf, pdf_bytes, scan_pdf, zip_with

GRID = [
    ["指标", "单位", "2015年", "2020年"],
    ["钢产量", "万吨", "1200", "1500"],
    ["其中：特钢", "万吨", "200", "〔400〕"],
]


def grid(document: Document, number: int = 0) -> list[list[str]]:
    """The words of a table, row by row."""
    table = document.tables[number]
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(document.text[cell.start : cell.end])
    return rows


def save(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def html_page(rows: list[list[str]]) -> str:
    cells = "".join("<tr>" + "".join(f"<td><p>{c}</p></td>" for c in row) + "</tr>" for row in rows)
    return f"<h1>第一章　目标</h1><p>到2020年，钢产量<b>1500</b>万吨。</p><table>{cells}</table><script>9999</script>"


def test_docx_gives_paragraphs_headings_and_cells(tmp_path: Path) -> None:
    document = extract(save(tmp_path, "a.docx", docx_bytes(["第一章　目标", "到2020年，钢产量1500万吨。"], [GRID])))
    assert document.format == "docx"
    assert [(h.number, h.title) for h in document.headings] == [("1", "目标")]
    assert "到2020年，钢产量1500万吨。\n" in document.text
    assert grid(document) == GRID


def test_docx_headings_by_style_without_marks_are_counted(tmp_path: Path) -> None:
    from docx import Document as Word

    word = Word()
    for words, level in (("发展目标", 1), ("总量", 2), ("结构", 2), ("保障", 1)):
        word.add_heading(words, level)
    stream = io.BytesIO()
    word.save(stream)
    headings = extract(save(tmp_path, "a.docx", stream.getvalue())).headings
    assert [(h.number, h.level, h.title) for h in headings] == [
        ("1", 1, "发展目标"),
        ("1.1", 2, "总量"),
        ("1.2", 2, "结构"),
        ("2", 1, "保障"),
    ]


def test_docx_merged_cells_are_one_cell(tmp_path: Path) -> None:
    from docx import Document as Word

    word = Word()
    table = word.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "年份"
    table.cell(1, 1).text, table.cell(1, 2).text = "2015", "2020"
    stream = io.BytesIO()
    word.save(stream)
    document = extract(save(tmp_path, "a.docx", stream.getvalue()))
    spans = {
        document.text[c.start : c.end]: (c.row, c.column, c.row_span, c.column_span) for c in document.tables[0].cells
    }
    assert spans["指标"] == (0, 0, 2, 1)
    assert spans["年份"] == (0, 1, 1, 2)
    assert spans["2020"] == (1, 2, 1, 1)


def test_docx_nested_table_lies_inside_its_cell(tmp_path: Path) -> None:
    from docx import Document as Word

    word = Word()
    outer = word.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    stream = io.BytesIO()
    word.save(stream)
    document = extract(save(tmp_path, "a.docx", stream.getvalue()))
    first, second = document.tables
    assert document.text[first.start : first.end].split() == ["外", "内一", "内二"]
    assert first.cells[1].start <= second.start <= second.end <= first.cells[1].end
    assert [document.text[c.start : c.end] for c in second.cells] == ["内一", "内二"]


def test_docx_tracked_deletions_are_left_out_and_insertions_read(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("产量") + "<w:del w:id='1'><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins w:id='2'>" + run.format("200") + "</w:ins>" + run.format("万吨") + "</w:p>"
    )
    assert extract(save(tmp_path, "a.docx", zip_with(body))).text == "产量200万吨\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_html_gives_paragraphs_headings_and_cells_in_its_declared_encoding(tmp_path: Path, encoding: str) -> None:
    page = f"<html><head><meta charset='{encoding}'><title>某市规划_某网站</title></head><body>{html_page(GRID)}</body></html>"
    document = extract(save(tmp_path, "a.html", page.replace("〔", "[").replace("〕", "]").encode(encoding)))
    assert document.title == "某市规划"
    assert "到2020年，钢产量1500万吨。\n" in document.text
    assert "9999" not in document.text
    assert [h.number for h in document.headings] == ["1"]
    assert grid(document)[1] == GRID[1]


def test_html_tables_that_lay_out_the_page_are_read_as_paragraphs(tmp_path: Path) -> None:
    page = f"<table><tr><td>{'正文很长。' * 200}{html_page(GRID)}</td><td>边栏</td></tr><tr><td>尾</td></tr></table>"
    document = extract(save(tmp_path, "a.html", page.encode()))
    assert len(document.tables) == 1
    assert grid(document) == GRID


def test_html_spans_are_kept(tmp_path: Path) -> None:
    page = "<table><tr><th rowspan=2>指标</th><th colspan=2>年份</th></tr><tr><th>2015</th><th>2020</th></tr></table>"
    cells = extract(save(tmp_path, "a.htm", page.encode())).tables[0].cells
    assert [(c.row, c.column, c.row_span, c.column_span, c.head) for c in cells] == [
        (0, 0, 2, 1, True),
        (0, 1, 1, 2, True),
        (1, 1, 1, 1, True),
        (1, 2, 1, 1, True),
    ]


def test_html_nested_to_the_cap_is_read_without_recursion(tmp_path: Path) -> None:
    page = "<div>" * 390 + "产量100万吨" + "</div>" * 390
    assert "产量100万吨" in extract(save(tmp_path, "a.html", page.encode())).text


def test_markdown_keeps_the_text_and_finds_cells(tmp_path: Path) -> None:
    rows = ["| " + " | ".join(row) + " |" for row in GRID]
    text = "# 某市规划\n\n## 目标\n\n" + "\n".join([rows[0], "|---|---|---|---|", *rows[1:]]) + "\n"
    document = extract(save(tmp_path, "a.md", text.encode()))
    assert document.text == text
    assert document.title == "某市规划"
    assert [(h.number, h.title) for h in document.headings] == [("1", "目标")]
    assert grid(document) == GRID


def test_lines_parted_by_tabs_are_a_table(tmp_path: Path) -> None:
    text = "主要指标\n" + "\n".join("\t".join(row) for row in GRID) + "\n此后为正文。\n"
    assert grid(extract(save(tmp_path, "a.txt", text.encode()))) == GRID


def test_pdf_lines_are_joined_into_paragraphs_and_tables_read(tmp_path: Path) -> None:
    lines = [
        "第一章　目标",
        "　　到2020年，全市生产总值年均增长百分之八左右，钢产量达到1500万",
        "吨以上。",
        "　　另起一段。",
    ]
    document = extract(save(tmp_path, "a.pdf", pdf_bytes([lines], table=GRID)))
    assert "钢产量达到1500万吨以上。" in document.text
    assert [h.title for h in document.headings] == ["目标"]
    assert grid(document)[1] == GRID[1]
    assert document.pages == (0,)


def test_pdf_scan_says_so_with_the_page(tmp_path: Path) -> None:
    with pytest.raises(GuihuaError) as caught:
        extract(save(tmp_path, "a.pdf", scan_pdf(pages=2)))
    assert caught.value.code == "READ-SCAN"
    assert caught.value.where.cell == "page 1"


def test_pdf_with_one_scanned_page_names_it_in_a_warning(tmp_path: Path) -> None:
    document = extract(save(tmp_path, "a.pdf", pdf_bytes([["产量一百万吨。"], []])))
    assert [w for w in document.warnings if "第 2 页" in w]


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOSTILE = {
    "encrypted.pdf": (encrypted_pdf, "READ-ENCRYPTED"),
    "broken.pdf": (lambda: b"%PDF-1.4\n" + b"garbage" * 50, "READ-PDF-BROKEN"),
    "noheader.pdf": (lambda: b"nothing of the kind", "READ-PDF-BROKEN"),
    "broken.docx": (lambda: docx_bytes(["正文"], [])[:900], "READ-DOCX-BROKEN"),
    "notzip.docx": ("只是文字".encode, "READ-DOCX-BROKEN"),
    "other.docx": (lambda: zip_with("", name="other.xml"), "READ-DOCX-BROKEN"),
    "badxml.docx": (lambda: zip_with("<w:p><w:r>"), "READ-DOCX-BROKEN"),
    "bomb.docx": (lambda: zip_with("<w:p/>" + " " * 60_000_000), "READ-ZIP-BOMB"),
    "entity.docx": (lambda: zip_with("<w:p/>", doctype=ENTITY), "READ-XML-ENTITIES"),
    "empty.docx": (lambda: zip_with("<w:p/>"), "READ-EMPTY"),
    "empty.html": (lambda: b"<html><body></body></html>", "READ-EMPTY"),
    "picture.txt": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "READ-BINARY"),
    "secret.doc": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "READ-ENCRYPTED"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_code_hint_and_file(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE[name]
    path = save(tmp_path, name, make())
    with pytest.raises(GuihuaError) as caught:
        extract(path)
    assert caught.value.code == code
    assert caught.value.hint
    assert caught.value.where.file == str(path)


def test_doc_without_libreoffice_says_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(GuihuaError) as caught:
        extract(save(tmp_path, "a.doc", OLE + bytes(600)))
    assert caught.value.code == "READ-NEEDS-LIBREOFFICE"


def test_a_damaged_member_of_the_zip_is_a_broken_docx(tmp_path: Path) -> None:
    data = bytearray(docx_bytes(["正文" * 500], []))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        offset = archive.getinfo("word/document.xml").header_offset + 60
    data[offset : offset + 40] = b"\xff" * 40
    with pytest.raises(GuihuaError) as caught:
        extract(save(tmp_path, "a.docx", bytes(data)))
    assert caught.value.code == "READ-DOCX-BROKEN"


def test_automatic_numbers_are_written_out() -> None:
    assert [docx_reader._numeral(n) for n in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]
