"""From .docx to .pdf by LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from guihua.errors import GuihuaError

TIMEOUT = 180


def has_libreoffice() -> bool:
    """Whether LibreOffice is installed."""
    return _program() is not None


def write_pdf(docx: bytes) -> bytes:
    """The PDF of a .docx. GuihuaError REPORT-PDF where LibreOffice is not there or fails."""
    program = _program()
    if program is None:
        raise GuihuaError(
            "REPORT-PDF",
            "没有 LibreOffice，不能生成 PDF no LibreOffice here",
            "先存为 .docx write a .docx, or install it",
        )
    with tempfile.TemporaryDirectory(prefix="guihua-pdf-") as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(_laid_out(docx))
        command = [
            program,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise GuihuaError(
                "REPORT-PDF",
                f"LibreOffice 转换失败 LibreOffice failed: {error}",
                "写成 .docx 再打开 write a .docx and open it there",
            ) from None


def _laid_out(docx: bytes) -> bytes:
    """The file as LibreOffice needs it to keep numbers with their units."""
    from lxml import etree

    from guihua.reporting.carried import DOCUMENT, parts, xml
    from guihua.reporting.word.package import repacked
    from guihua.reporting.word.pieces import for_libreoffice

    named = parts(docx)
    root = xml(named[DOCUMENT])
    for_libreoffice(root)
    named[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return repacked(docx, named)


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
