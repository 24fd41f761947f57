"""From a file to a Document: one reader for each format, found by the file's content first, then by its name."""

from __future__ import annotations

import os
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.reading.documents.records import Cell, Document, Heading, Table
from guihua.reading.documents.text import document_from_bytes, document_from_string, text_sha256

__all__ = ["Cell", "Document", "Heading", "Table", "document_from_string", "extract", "text_sha256"]


def extract(path: str | os.PathLike[str]) -> Document:
    """Read one file into a Document.

    Raises GuihuaError only: READ-NO-FILE, READ-EMPTY, READ-BINARY, READ-ENCODING, READ-MIXED-ENCODINGS,
    READ-TOO-LARGE, and those of the formats.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        title = "没有这个文件 / no such file"
        raise GuihuaError("READ-NO-FILE", title, "请检查路径 / check the path", str(file)) from None
    except IsADirectoryError:
        title = "这是文件夹，不是文件 / this is a folder"
        raise GuihuaError("READ-NO-FILE", title, "请给出其中的文件 / name a file in it", str(file)) from None
    except (OSError, ValueError) as error:
        title = f"文件打不开：{error} / the file cannot be opened"
        raise GuihuaError("READ-NO-FILE", title, "请检查权限和路径 / check path and permissions", str(file)) from None
    return document_from_bytes(data, str(file))
