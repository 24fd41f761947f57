"""Files from outside: refused with the reason, kept under a name of ours."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guihua.errors import GuihuaError
from guihua.web import uploads


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
        ("many.docx", _zip({f"f{n}": b"" for n in range(uploads.MOST_ENTRIES + 1)}), "UPLOAD-BOMB"),
    ],
)
def test_bad_files_are_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(GuihuaError) as error:
        uploads.keep(SimpleUploadedFile(name, data), uploads.DOCUMENTS)
    assert error.value.code == code


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
