"""Plain text of any encoding becomes one text with LF ends, or a GuihuaError that says where it failed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.reading.documents import document_from_string, extract

PROSE = "到2020年，全区粮食产量稳定在300亿斤左右；单位产值能耗下降15%。\r\n主要目标：〔累计〕增加12万千瓦。\n"
EXPECTED = PROSE.replace("\r\n", "\n")


def write(folder: Path, data: bytes, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
    ],
)
def test_every_encoding_of_an_office_gives_the_same_text(tmp_path: Path, encoding: str, mark: bytes, told: str) -> None:
    document = extract(write(tmp_path, mark + PROSE.encode(encoding)))
    assert document.text == EXPECTED
    assert document.encoding == told
    assert document.sha256 == hashlib.sha256(EXPECTED.encode()).hexdigest()


def test_chinese_without_ascii_in_utf16_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    text = "规划期内全面建成小康社会，工业增加值翻一番。" * 3
    assert extract(write(tmp_path, text.encode("utf-16-le"))).text == text


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "READ-EMPTY", None),
        (b" \r\n\t\xe3\x80\x80", "READ-EMPTY", None),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, "READ-BINARY", None),
        ("产量\x00达到".encode(), "READ-BINARY", 1),
        ("第一行有若干汉字\n".encode() + "第二行的编码不同\n".encode("gb18030"), "READ-MIXED-ENCODINGS", 2),
        ("第一行的编码不同\n".encode("gb18030") + "第二行有若干汉字\n".encode(), "READ-MIXED-ENCODINGS", 1),
        (b"\xef\xbb\xbf" + "标明的编码不合".encode("gb18030"), "READ-ENCODING", 1),
        ("第一行\n".encode("gb18030") + b"\xff\xff\xff", "READ-ENCODING", 2),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(tmp_path: Path, data: bytes, code: str, line: int | None) -> None:
    path = write(tmp_path, data)
    with pytest.raises(GuihuaError) as caught:
        extract(path)
    assert caught.value.code == code
    assert caught.value.where.file == str(path)
    assert caught.value.hint
    if line is not None:
        assert caught.value.where.line == line


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "no.txt", tmp_path):
        with pytest.raises(GuihuaError) as caught:
            extract(path)
        assert caught.value.code == "READ-NO-FILE"


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(GuihuaError) as caught:
        document_from_string("产量\ud800达到")
    assert (caught.value.where.start, caught.value.where.end) == (2, 3)


def test_headings_count_by_chapter_and_section() -> None:
    text = "某市工业规划\n第一章　环境\n　第一节 成就\n产量增加。\n　第二节　形势\n第二章　目标\n一、总量\n（一）产值。产值增加。\n"
    found = [(h.level, h.number, h.title, text[h.start : h.end]) for h in document_from_string(text).headings]
    assert found == [
        (1, "1", "环境", "第一章　环境"),
        (2, "1.1", "成就", "第一节 成就"),
        (2, "1.2", "形势", "第二节　形势"),
        (1, "2", "目标", "第二章　目标"),
        (3, "2.0.1", "总量", "一、总量"),
        (4, "2.0.1.1", "产值", "（一）产值"),
    ]


def test_headings_are_found_in_text_without_line_ends() -> None:
    text = (
        "请遵照执行。一、总体要求（一）指导思想。坚持创新。（二）目标。产量增加。二、任务。按照（五）办理。三、保障。"
    )
    assert [(h.number, h.title) for h in document_from_string(text).headings] == [
        ("1", "总体要求"),
        ("1.1", "指导思想"),
        ("1.2", "目标"),
        ("2", "任务"),
        ("3", "保障"),
    ]


def test_the_title_is_the_plan_not_the_letter_above_it() -> None:
    assert (
        document_from_string("各市人民政府：\n现将规划印发。\n某市“十三五”能源规划\n（2017年）\n").title
        == "某市“十三五”能源规划"
    )


def test_fifty_megabytes_of_digits_are_no_document() -> None:
    with pytest.raises(GuihuaError) as caught:
        document_from_string("第一行。\n" + "7" * 50_000_000)
    assert caught.value.code == "READ-DIGITS"
    assert caught.value.where.line == 2
