"""Old office formats (.doc, .wps, .rtf, .odt) through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.reading.documents.document import Document
from guihua.reading.documents.docx import read_docx

SECONDS = 120
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
    return replace(
        read_docx(converted, source), warnings=(f"READ-CONVERTED: 由 LibreOffice 转换 / converted from {suffix}",)
    )


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
