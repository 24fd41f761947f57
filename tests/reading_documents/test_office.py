"""What an office program makes of a document reads the same: its PDF with the table, its .doc with the text."""

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
