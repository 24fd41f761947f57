"""The .docx: content controls, layout of GB/T 9704-2012, order of elements as the schema wants it."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from guihua.reporting.carried import carried
from guihua.reporting.document import Document
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.word.elements import controls, words
from guihua.reporting.word.sections import W

# The order of children by ECMA-376 part 1 (only those that are written here).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl tabs kinsoku autoSpaceDE autoSpaceDN snapToGrid spacing ind jc "
    "outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b i color kern sz szCs vertAlign lang",
    "sdtPr": "rPr alias tag id lock text",
    "sectPr": "footerReference pgSz pgMar pgNumType cols docGrid",
    "tcPr": "tcW tcBorders vAlign",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar",
    "trPr": "cantSplit tblHeader",
    "tbl": "tblPr tblGrid tr",
    "sdt": "sdtPr sdtContent",
}


@pytest.fixture(scope="module")
def parts(final: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_docx(final))) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_every_figure_is_a_tagged_content_control_with_its_text(parts: dict[str, bytes], final: Document) -> None:
    texts = {figure.id: figure.text for figure in final.figures}
    labels = ("row:", "caption:", "source:", "note:", "cover:", "p:")
    every = controls(etree.fromstring(parts["word/document.xml"]))
    found = [(tag, sdt) for tag, sdt in every if not tag.startswith(labels)]
    assert {tag for tag, _ in found} == set(texts)
    assert all(words(sdt) == texts[tag] for tag, sdt in found)
    assert all(len(tag) <= 64 for tag, _ in every)


def test_content_controls_have_ids_of_their_own(parts: dict[str, bytes]) -> None:
    root = etree.fromstring(parts["word/document.xml"])
    ids = [int(e.get(f"{{{W}}}val")) for e in root.iter(f"{{{W}}}id") if e.getparent().tag.endswith("sdtPr")]
    assert len(ids) == len(set(ids)) > 100
    assert all(0 < i < 2**31 for i in ids)


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/footer1.xml"])
def test_elements_stand_in_the_schemas_order(parts: dict[str, bytes], name: str) -> None:
    for parent, order in ORDER.items():
        places = {f"{{{W}}}{child}": i for i, child in enumerate(order.split())}
        for element in etree.fromstring(parts[name]).iter(f"{{{W}}}{parent}"):
            at = [places[child.tag] for child in element]
            assert at == sorted(at), etree.tostring(element)[:300]


def test_every_relation_leads_to_a_part(parts: dict[str, bytes]) -> None:
    root = etree.fromstring(parts["word/_rels/document.xml.rels"])
    targets = {r.get("Target") for r in root if r.get("TargetMode") != "External"}
    assert all((f"word/{t}" if not t.startswith(("/", "..")) else t.lstrip("./")) in parts for t in targets)
    ids = {r.get("Id") for r in root}
    document = parts["word/document.xml"].decode()
    import re

    assert set(re.findall(r'r:(?:id|embed)="(\w+)"', document)) <= ids


def test_the_page_is_that_of_official_papers(parts: dict[str, bytes]) -> None:
    root = etree.fromstring(parts["word/document.xml"])
    sections = root.findall(f".//{{{W}}}sectPr")
    assert len(sections) >= 4
    for section in sections:
        size, margins = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
        width, height = (int(size.get(f"{{{W}}}{k}")) for k in ("w", "h"))
        left, right, top, bottom = (int(margins.get(f"{{{W}}}{k}")) for k in ("left", "right", "top", "bottom"))
        area = sorted(((width - left - right) / 56.7, (height - top - bottom) / 56.7))
        assert area == pytest.approx([156, 225], abs=1)
        assert section.find(f"{{{W}}}docGrid").get(f"{{{W}}}linePitch") == "579"


def test_fonts_are_those_of_the_trade_with_named_fallbacks(parts: dict[str, bytes]) -> None:
    fonts = parts["word/fontTable.xml"].decode()
    for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"):
        assert name in fonts and name in parts["word/styles.xml"].decode()
    assert fonts.count("altName") >= 4


def test_table_heads_repeat_and_rows_do_not_break(parts: dict[str, bytes]) -> None:
    for table in etree.fromstring(parts["word/document.xml"]).iter(f"{{{W}}}tbl"):
        rows = table.findall(f"{{{W}}}tr")
        assert rows[0].find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None
        assert all(row.find(f"{{{W}}}trPr/{{{W}}}cantSplit") is not None for row in rows)


def test_numbers_stay_with_their_units_by_the_documents_own_rule(parts: dict[str, bytes]) -> None:
    settings = parts["word/settings.xml"].decode()
    assert all(unit in settings for unit in "亿万元倍户家")
    assert "\u2060" not in parts["word/document.xml"].decode()


def test_the_contents_list_every_chapter(parts: dict[str, bytes], final: Document) -> None:
    document = parts["word/document.xml"].decode()
    anchors = [b.anchor.replace("-", "_") for b in final.blocks if getattr(b, "level", 9) <= 2]
    assert len(anchors) >= 15
    assert all(f"PAGEREF {a} " in document and f'w:name="{a}"' in document for a in anchors)


def test_no_machine_or_time_stands_in_the_file(parts: dict[str, bytes]) -> None:
    core = parts["docProps/core.xml"].decode()
    assert "2025-01-31" in core and "python-docx" not in core


def test_python_docx_opens_it(final: Document) -> None:
    import docx

    opened = docx.Document(io.BytesIO(write_docx(final)))
    words_ = "\n".join(p.text for p in opened.paragraphs)
    assert "主要目标完成情况" in words_ and len(opened.tables) >= 8


def test_control_characters_in_the_plan_do_no_harm(final: Document) -> None:
    from guihua.reporting.document import Composer

    c = Composer()
    c.say("{x}", x="坏\x00字\x0b符")
    assert carried(write_docx(c.document("坏", None, {"as_of": "2020-01-01"}))).figures == ()
