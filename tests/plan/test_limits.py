"""What a file from outside may ask for: each cap is refused by its name, before memory or time is spent."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.data import parse
from guihua.plan.limits import bounded_yaml, hold, limit
from guihua.plan.workbook import open_workbook
from guihua.reading.documents import read_bytes

CAPS = ("characters", "cells", "nesting", "nodes", "unpacked", "memory", "seconds")


@pytest.mark.parametrize("name", CAPS)
def test_a_number_at_its_cap_is_held_and_one_beyond_is_refused_by_name(name: str) -> None:
    assert hold(name, limit(name)) == limit(name)
    with pytest.raises(GuihuaError) as caught:
        hold(name, limit(name) + 1, "a.txt")
    assert caught.value.code == f"LIMIT-{name.upper()}" and "a.txt" in str(caught.value.where)


def test_a_bomb_of_aliases_is_refused_and_honest_aliases_are_not() -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]" for i in range(9)]
    with pytest.raises(GuihuaError, match="YAML"):
        parse("\n".join(lines))
    assert parse("a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}
    with pytest.raises(GuihuaError, match="nodes"):
        parse("&a [*a]")


@pytest.mark.parametrize("text", ["[" * 100_000, "a: " + "{b: " * 5000])
def test_yaml_that_nests_without_end_is_an_error_of_the_input(text: str) -> None:
    with pytest.raises((GuihuaError, yaml.YAMLError)):
        parse(text)


@given(
    st.recursive(
        st.integers() | st.text("abc "),
        lambda s: st.lists(s, max_size=4) | st.dictionaries(st.text("xyz", min_size=1), s, max_size=4),
        max_leaves=20,
    )
)
def test_within_the_caps_nothing_is_read_otherwise(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    assert bounded_yaml(text, yaml.SafeLoader) == yaml.safe_load(text)


def _with_sheet(change: bytes) -> bytes:
    plain, out = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "指标"
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"</sheetData>", change) if name.endswith("sheet1.xml") else data)
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        b'</sheetData><mergeCells count="1"><mergeCell ref="A10:XFD1048576"/></mergeCells>',
        b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>',
    ],
)
def test_a_sheet_that_claims_billions_of_cells_is_refused_unopened(change: bytes) -> None:
    with pytest.raises(GuihuaError) as caught:
        open_workbook(_with_sheet(change))
    assert caught.value.code == "LIMIT-CELLS"


def test_a_sheet_of_twenty_thousand_rows_is_no_bomb() -> None:
    raw = io.BytesIO()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for i in range(20_000):
        sheet.append(["150000", "原煤产量", 2000 + i % 24, i, "万吨"])
    book.save(raw)
    assert open_workbook(raw.getvalue()).active.max_row == 20_000


def test_a_page_that_nests_a_hundred_thousand_deep_is_refused() -> None:
    with pytest.raises(GuihuaError) as caught:
        read_bytes(b"<html><body>" + b"<div>" * 100_000 + b"x", "a.html")
    assert caught.value.code == "LIMIT-NESTING"


def test_a_pdf_that_unpacks_to_gigabytes_is_refused_by_the_cap_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guihua.reading.documents import apart

    monkeypatch.delenv(apart.WITHIN, raising=False)
    with pytest.raises(GuihuaError) as caught:
        read_bytes(_pdf(b"BT /F1 12 Tf " + b"(A) Tj " * 12_000_000 + b" ET"), "a.pdf")
    assert caught.value.code == "LIMIT-MEMORY"


def _pdf(drawn: bytes) -> bytes:
    import zlib

    packed = zlib.compress(drawn, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
