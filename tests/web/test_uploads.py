"""Files from outside: refused with the reason, kept under a name of ours."""

from __future__ import annotations

import hashlib
import io
import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guihua.errors import GuihuaError
from guihua.web import uploads
from guihua.web.place import place


def _zip(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_good_file_is_kept_under_its_hash_readable_by_the_owner_alone() -> None:
    kept = uploads.keep(SimpleUploadedFile("规划 草案.docx", _zip({"word/document.xml": b"<w/>"})), uploads.DOCUMENTS)
    assert (
        kept.name == "规划 草案.docx" and kept.path.stem == kept.sha256[:32] and kept.path.stat().st_mode & 0o077 == 0
    )


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "UPLOAD-EMPTY"),
        ("a.exe", b"MZ", "UPLOAD-KIND"),
        ("a", b"x", "UPLOAD-KIND"),
        ("a.docx", b"no zip at all", "UPLOAD-DAMAGED"),
        ("a.docx", b"PK\x03\x04 and then nothing", "UPLOAD-DAMAGED"),
        ("a.pdf", b"<html>", "UPLOAD-DAMAGED"),
        ("bomb.docx", _zip({"word/document.xml": b"0" * 60_000_000}), "UPLOAD-BOMB"),
        ("表.docx", _zip({"xl/workbook.xml": b"<w/>"}), "UPLOAD-DAMAGED"),
        ("文.xlsx", _zip({"word/document.xml": b"<w/>"}), "UPLOAD-DAMAGED"),
        ("包.docx", _zip({"a.txt": b"x"}), "UPLOAD-DAMAGED"),
        ("宏.docx", _zip({"word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"}), "UPLOAD-MACRO"),
        ("宏.xlsx", _zip({"xl/workbook.xml": b"<w/>", "xl/macrosheets/sheet1.xml": b"<w/>"}), "UPLOAD-MACRO"),
        ("many.docx", _zip({f"f{n}": b"" for n in range(uploads.MOST_ENTRIES + 1)}), "UPLOAD-BOMB"),
    ],
)
def test_bad_files_are_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(GuihuaError) as error:
        uploads.keep(SimpleUploadedFile(name, data), (*uploads.DOCUMENTS, ".xlsx"))
    assert error.value.code == code
    assert not list(place().uploads.glob(f"{hashlib.sha256(data).hexdigest()[:32]}*"))


def test_too_large_is_refused_by_size() -> None:
    with pytest.raises(GuihuaError) as error:
        uploads.keep(SimpleUploadedFile("a.txt", b"x" * 2000), uploads.DOCUMENTS, most=1000)
    assert error.value.code == "UPLOAD-LARGE"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\a\\b.docx", "b.docx"),
        ("\u202excod.docx", "xcod.docx"),
        ("a\x00b.txt", "ab.txt"),
        ("...", "file"),
        ("x" * 300 + ".docx", "x" * 70 + ".docx"),
    ],
)
def test_names_lose_folders_and_tricks(sent: str, kept: str) -> None:
    assert uploads.safe_name(sent) == kept


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to reach another machine fails the test."""

    def refuse(*_: Any) -> None:
        raise AssertionError("a file made us open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_links_to_other_workbooks_are_not_followed(offline: None, tmp_path: Path) -> None:
    """The cell keeps what its program last saw; the address beside it is never asked."""
    from openpyxl import Workbook

    from guihua.ledgers.tables import read_tables

    book = Workbook()
    book.active.append(["指标", "='http://192.0.2.1/[a.xlsx]S'!A1", '=WEBSERVICE("http://192.0.2.1/")'])
    book.active["A2"].hyperlink = "http://192.0.2.1/"
    book.save(tmp_path / "a.xlsx")
    cells = read_tables(tmp_path / "a.xlsx")[0].rows[0]
    assert cells[0].text == "指标" and not any("192.0.2.1" in c.text for c in cells if not c.formula)


def test_a_sheet_of_the_greatest_size_is_refused_at_once(tmp_path: Path) -> None:
    from openpyxl import Workbook

    from guihua.ledgers.tables import read_tables

    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "指标", "x"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(GuihuaError) as error:
        read_tables(tmp_path / "a.xlsx")
    assert error.value.code == "LIMIT-CELLS"


def test_entities_of_a_document_are_not_resolved(offline: None, tmp_path: Path) -> None:
    """An external entity (CWE-611) brings neither a file of this machine nor a page of another one into the text."""
    import docx

    from guihua.reading import read_document

    secret, made = tmp_path / "secret", tmp_path / "a.docx"
    secret.write_text("机密9876亿元", encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("到2020年，风电装机容量达到4500万千瓦。MARK")
    document.save(str(made))
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y SYSTEM "http://192.0.2.1/">]>'.encode()
    body = parts["word/document.xml"].replace(b"MARK", b"&x;&y;")
    start = body.index(b"<w:document")
    parts["word/document.xml"] = body[:start] + entity + body[start:]
    made.write_bytes(_zip(parts))
    try:
        text = read_document(made).text
    except GuihuaError:
        return
    assert "9876" not in text
