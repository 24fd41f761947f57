"""What an office program makes of a document reads the same: its PDF with the table, its .doc with the text and its tables."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from guihua.plan.plan import Plan
from guihua.reading import read_document
from guihua.reading.documents import extract
from tests.reading_documents.making import docx_bytes

PROGRAM = shutil.which("soffice")
PARAGRAPHS = [
    "某市“十三五”工业发展规划",
    "（2016年9月）",
    "第一章　发展环境",
    "　　工业经济持续壮大。2015年全市实现工业增加值1286.5亿元，是2010年的1.8倍，年均增长12.4%，占地区生产总值比重达到41.6%；"
    "纺织行业增加值占规模以上工业增加值比重由2010年的36.2%调整到2015年的28.7%，改变了“一业独大”的格局，专利授权量比2010年增长182%。",
    "第二章　发展目标",
    "　　到2020年，全市工业增加值达到1900亿元，年均增长8%左右；研究与试验发展经费支出（R&D）占地区生产总值的比重达到2.4%以上，"
    "培育主营业务收入超100亿元企业6—8家，城市和农村宽带用户平均接入能力分别达到60Mbps和15Mbps。",
]
TABLE = [
    ["指标", "单位", "2015年", "2020年", "年均增速（%）"],
    ["规模以上工业企业主营业务收入", "亿元", "3,210.5", "4500", "7.0"],
    ["森林覆盖率", "%", "21.3", "24", "〔2.7〕"],
]

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="needs LibreOffice")


def converted(folder: Path, ending: str) -> tuple[Path, Path]:
    """The document as .docx and as LibreOffice converts it."""
    original = folder / "plan.docx"
    original.write_bytes(docx_bytes(PARAGRAPHS, [TABLE]))
    command = [str(PROGRAM), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", str(folder), str(original)], check=True, capture_output=True, timeout=120)
    return original, folder / f"plan.{ending}"


def told(plan: Plan) -> list[tuple[object, ...]]:
    return [(s.indicator, s.value, s.unit, s.year, s.form, s.section) for s in plan.statements]


def test_a_pdf_reads_as_the_document_it_was_made_from(tmp_path: Path) -> None:
    original, pdf = converted(tmp_path, "pdf")
    expected = read_document(original)
    assert len(expected.statements) >= 18
    assert told(read_document(pdf)) == told(expected)


def test_a_doc_is_read_through_libreoffice(tmp_path: Path) -> None:
    original, doc = converted(tmp_path, "doc")
    document = extract(doc)
    assert document.text.startswith(extract(original).text[:300])
    assert document.warnings[0].startswith("READ-CONVERTED")
    assert told(read_document(doc)) == told(
        read_document(original)
    )  # its last table too, which LibreOffice runs together


def borders(cell: object, *edges: str) -> None:
    """Draw these edges of a cell, as three-line tables have them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()  # type: ignore[attr-defined]
    drawn = OxmlElement("w:tcBorders")
    for name in edges:
        edge = OxmlElement(f"w:{name}")
        edge.set(qn("w:val"), "single")
        edge.set(qn("w:sz"), "8")
        drawn.append(edge)
    properties.append(drawn)


def table_document(folder: Path, rules: str, *, merged: bool, pages: int) -> Path:
    """A Word document with an indicator table over so many pages, its head printed again where it has one to repeat."""
    from docx import Document as Word
    from docx.oxml import OxmlElement

    word = Word()
    for words in ("某市“十三五”工业发展规划", "第一章　发展目标", "到2020年，工业总产值达到900亿元。"):
        word.add_paragraph(words)
    single = ["指标", "单位", "2015年", "2020年", "年均增速", "属性"]
    double = [["指标", "单位", "指标值", "", "年均增速", "属性"], ["", "", "2015年", "2020年", "", ""]]
    head = double if merged else [single]
    rows = [
        [f"第{n}类产品产量（含委托加工的部分）", "万吨", f"{n}1.5", f"{n}4", "5%", "预期性"]
        for n in range(1, 25 * pages)
    ]
    table = word.add_table(len(head) + len(rows), 6, style="Table Grid" if rules == "grid" else None)
    cells = [list(row.cells) for row in table.rows]
    for r, row in enumerate([*head, *rows]):
        for c, words in enumerate(row):
            cells[r][c].text = words
    if rules == "three":
        for c in range(6):
            borders(cells[0][c], "top")
            borders(cells[len(head) - 1][c], "bottom")
            borders(cells[-1][c], "bottom")
    if merged:
        cells[0][2].merge(cells[0][3])
        for c in (0, 1, 4, 5):
            cells[0][c].merge(cells[1][c])
    for r in range(len(head)):
        table.rows[r]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    word.add_paragraph("第二章　保障措施")
    path = folder / "plan.docx"
    word.save(str(path))
    return path


@pytest.mark.parametrize("rules", ["grid", "three", "none"])
@pytest.mark.parametrize(("merged", "pages"), [(False, 1), (True, 2)])
def test_an_indicator_table_is_the_same_in_pdf_with_and_without_rules(
    tmp_path: Path, rules: str, merged: bool, pages: int
) -> None:
    original = table_document(tmp_path, rules, merged=merged, pages=pages)
    command = [str(PROGRAM), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(original)], check=True, capture_output=True, timeout=120)
    expected = read_document(original)
    assert len(expected.statements) == 1 + 3 * (25 * pages - 1)
    read = read_document(tmp_path / "plan.pdf")
    assert [t[:-1] for t in told(read)] == [t[:-1] for t in told(expected)]
    assert {s.rule for s in read.statements if s.rule.startswith("table")} == {
        "table-cell" if rules == "grid" else "table-flattened"
    }
