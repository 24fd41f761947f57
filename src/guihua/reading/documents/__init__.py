"""From a file to a Document: one reader for each format, found by the file's content first, then by its name."""

from __future__ import annotations

import os
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.reading.documents.document import Cell, Document, Heading, Table
from guihua.reading.documents.text import MAX_BYTES, document_from_bytes, document_from_string, text_sha256

__all__ = ["SUFFIXES", "Cell", "Document", "Heading", "Table", "document_from_string", "extract", "text_sha256"]

SUFFIXES = (".txt", ".md", ".markdown", ".docx", ".html", ".htm", ".pdf", ".doc", ".wps", ".rtf", ".odt")
"""File names that a folder is searched for."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def extract(path: str | os.PathLike[str]) -> Document:
    """Read one file into a Document.

    Raises GuihuaError only: READ-NO-FILE, READ-EMPTY, READ-BINARY, READ-ENCODING, READ-MIXED-ENCODINGS, READ-DIGITS,
    READ-TOO-LARGE, READ-ENCRYPTED, READ-SCAN, READ-PDF-BROKEN, READ-DOCX-BROKEN, READ-ZIP-BOMB, READ-XML-ENTITIES,
    READ-NEEDS-LIBREOFFICE, READ-CONVERT.
    """
    file = Path(path)
    return read_bytes(_bytes(file), str(file))


def read_bytes(data: bytes, source: str = "") -> Document:
    """The same for the bytes of a file; source is its name."""
    suffix = Path(source).suffix.lower()
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        from guihua.reading.documents.apart import apart
        from guihua.reading.documents.pdf import read_pdf

        return apart(read_pdf, data, source)
    if data.startswith(b"PK\x03\x04") or suffix == ".docx":
        return _zipped(data, source, suffix)
    if data.startswith(_OLE) or data.startswith(b"{\\rtf"):
        from guihua.reading.documents.office import read_office

        return read_office(data, source, suffix if suffix in SUFFIXES else ".rtf" if head[:1] == b"{" else ".doc")
    if data.startswith(_PICTURES):
        title = "这是图片，不是文档 / this is a picture"
        raise GuihuaError("READ-BINARY", title, "请先做文字识别（OCR）/ run text recognition (OCR) first", source)
    if suffix in (".html", ".htm") or head[:14].lower().startswith((b"<!doctype html", b"<html")):
        from guihua.reading.documents.html import read_html

        return read_html(data, source)
    if suffix == ".pdf":
        title = "PDF 已损坏：没有文件头 / the PDF is damaged: no header"
        raise GuihuaError("READ-PDF-BROKEN", title, "请重新导出 PDF / export it again", source)
    from guihua.reading.documents.markdown import read_markdown, with_tables

    if suffix in (".md", ".markdown"):
        return read_markdown(data, source)
    return with_tables(document_from_bytes(data, source))


def _zipped(data: bytes, source: str, suffix: str) -> Document:
    """A .docx, or another format in a zip that LibreOffice may know."""
    if data.startswith(_OLE) or b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        from guihua.reading.documents.office import read_office

        return read_office(data, source, suffix or ".odt")
    from guihua.reading.documents.docx import read_docx

    return read_docx(data, source)


def _bytes(file: Path) -> bytes:
    """The file's bytes; GuihuaError where it is missing, a folder, too large or shut."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            title = f"文件过大（{size // 2**20} MB）/ the file is larger than {MAX_BYTES // 2**20} MB"
            raise GuihuaError("READ-TOO-LARGE", title, "请拆分后再读 / split it into parts", str(file))
        return file.read_bytes()
    except FileNotFoundError:
        title = "没有这个文件 / no such file"
        raise GuihuaError("READ-NO-FILE", title, "请检查路径 / check the path", str(file)) from None
    except IsADirectoryError:
        title = "这是文件夹，不是文件 / this is a folder"
        raise GuihuaError("READ-NO-FILE", title, "请给出其中的文件 / name a file in it", str(file)) from None
    except (OSError, ValueError) as error:
        title = f"文件打不开：{error} / the file cannot be opened"
        raise GuihuaError("READ-NO-FILE", title, "请检查权限和路径 / check path and permissions", str(file)) from None
