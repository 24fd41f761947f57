"""Old office formats (.doc, .wps, .rtf, .odt) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.reading.documents.builder import Builder, RawTable
from guihua.reading.documents.document import Document
from guihua.reading.documents.docx import read_docx
from guihua.reading.documents.msdoc import doc_blocks

SECONDS = 120
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_office(data: bytes, source: str = "", suffix: str = ".doc") -> Document:
    """Convert to .docx with LibreOffice in a folder of its own, then read that.

    Raises GuihuaError: READ-ENCRYPTED, READ-NEEDS-LIBREOFFICE, READ-CONVERT, and those of .docx.
    """
    if _ENCRYPTED in data:
        title = "文件设有密码 / the document is encrypted"
        raise GuihuaError("READ-ENCRYPTED", title, "请去掉密码后再读 / remove the password first", source)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        title = f"读 {suffix} 需要 LibreOffice / reading {suffix} needs LibreOffice"
        hint = "请安装 LibreOffice，或另存为 .docx / install it, or save the document as .docx"
        raise GuihuaError("READ-NEEDS-LIBREOFFICE", title, hint, source)
    with tempfile.TemporaryDirectory(prefix="guihua-") as folder:
        converted = _convert(program, data, Path(folder), suffix, source)
    document = read_docx(converted, source)
    if not document.tables and data.startswith(_COMPOUND) and (blocks := doc_blocks(data)):
        document = _built(blocks, source, document.format)
    return replace(document, warnings=(f"READ-CONVERTED: 由 LibreOffice 转换 / converted from {suffix}",))


def _built(blocks: Sequence[str | RawTable], source: str, format: str) -> Document:
    """The document of paragraphs and tables that were read from the file itself."""
    builder = Builder()
    for block in blocks:
        if isinstance(block, str):
            builder.paragraph(block)
        else:
            builder.table(block)
    return builder.finish(source, format)


def _convert(program: str, data: bytes, folder: Path, suffix: str, source: str) -> bytes:
    original = folder / f"document{suffix}"
    original.write_bytes(data)
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(original)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return (folder / "document.docx").read_bytes()
    except (subprocess.SubprocessError, OSError):
        title = "LibreOffice 未能转换此文件 / LibreOffice could not convert the file"
        hint = "请用 Word 或 WPS 另存为 .docx / save it as .docx in Word or WPS"
        raise GuihuaError("READ-CONVERT", title, hint, source) from None
