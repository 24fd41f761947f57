"""Files that people send: small enough, of a kind we read, no bomb, kept under a name of ours. Nothing is parsed in a web process."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from guihua.errors import GuihuaError
from guihua.plan.files import write_whole
from guihua.web.place import place

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_ENTRIES = 5000
MOST_RATIO = 200

DOCUMENTS = (".docx", ".txt", ".md", ".html", ".htm", ".pdf", ".doc", ".wps")
TABLES = (".xlsx", ".csv", ".tsv", ".xls")
BUNDLES = (".json",)

_PARTS = {".docx": "word/", ".xlsx": "xl/"}
"""The folder of a document's main part (ECMA-376-1, 11.3 and 12.3)."""
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/")
_SIGNS = {
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".pdf": b"%PDF-",
    ".doc": b"\xd0\xcf\x11\xe0",
    ".wps": b"\xd0\xcf\x11\xe0",
    ".xls": b"\xd0\xcf\x11\xe0",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as kept. name: as the person called it, made safe; path: where it lies; sha256: of its bytes."""

    name: str
    path: Path
    sha256: str
    size: int


def keep(sent: UploadedFile | None, kinds: tuple[str, ...], most: int = MOST_BYTES) -> Upload:
    """Check a sent file and keep it. Raises GuihuaError with the reason."""
    if sent is None or not sent.size:
        raise GuihuaError(
            "UPLOAD-EMPTY", "没有收到文件 no file arrived", "选择一个文件再提交 choose a file and send again"
        )
    name = safe_name(sent.name or "")
    suffix = Path(name).suffix.lower()
    if suffix not in kinds:
        raise GuihuaError(
            "UPLOAD-KIND", f"不支持的文件类型 files of this kind are not read: {suffix or name}", "、".join(kinds), name
        )
    if sent.size > most:
        raise GuihuaError(
            "UPLOAD-LARGE", f"文件过大 too large: {sent.size // 1024 // 1024} MB", f"≤ {most // 1024 // 1024} MB", name
        )
    data = sent.read(most + 1)
    if len(data) > most:
        raise GuihuaError("UPLOAD-LARGE", "文件过大 too large", f"≤ {most // 1024 // 1024} MB", name)
    sign = _SIGNS.get(suffix)
    if sign and not data.startswith(sign):
        raise GuihuaError(
            "UPLOAD-DAMAGED",
            f"内容不是 {suffix} 文件 the content is no {suffix} file",
            "用原软件另存一次再上传 save it again in its program",
            name,
        )
    digest = hashlib.sha256(data).hexdigest()
    path = place().uploads / f"{digest[:32]}{suffix}"
    if not path.exists():
        write_whole(path, data)
        path.chmod(0o600)
    if suffix in _PARTS:
        _examine(path, name, suffix)
    return Upload(name, path, digest, len(data))


def safe_name(name: str) -> str:
    """A file name without folders, control characters or tricks of direction, at most 80 characters."""
    flat = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    clean = "".join(c for c in flat if unicodedata.category(c)[0] != "C").strip(". ")
    stem, dot, suffix = clean.rpartition(".")
    clean = re.sub(r'[<>:"|?*]', "_", stem if dot else suffix)[:70] + (f".{suffix[:8]}" if dot else "")
    return clean or "file"


def _examine(path: Path, name: str, suffix: str) -> None:
    """Refuse, and throw away, a compressed document that is none, that unpacks to too much or that carries programs."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
        _no_bomb(entries, name)
        _of_its_kind([e.filename.lower() for e in entries], name, suffix)
    except (zipfile.BadZipFile, OSError, ValueError):
        path.unlink(missing_ok=True)
        raise GuihuaError(
            "UPLOAD-DAMAGED",
            "文件已损坏 the file is damaged",
            "用原软件另存一次再上传 save it again in its program",
            name,
        ) from None
    except GuihuaError:
        path.unlink(missing_ok=True)
        raise


def _no_bomb(entries: list[zipfile.ZipInfo], name: str) -> None:
    unpacked, packed = sum(e.file_size for e in entries), max(1, sum(e.compress_size for e in entries))
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or (unpacked > 10_000_000 and unpacked / packed > MOST_RATIO)
    ):
        raise GuihuaError(
            "UPLOAD-BOMB", "文件解压后过大 unpacks to far too much", "上传普通文档 send an ordinary document", name
        )


def _of_its_kind(parts: list[str], name: str, suffix: str) -> None:
    """What the suffix promises, and nothing that runs. Links to other workbooks are let in: they are never followed."""
    if not any(part.lstrip("/").startswith(_PARTS[suffix]) for part in parts):
        raise GuihuaError(
            "UPLOAD-DAMAGED",
            f"内容不是 {suffix} 文件 the content is no {suffix} file",
            "用原软件另存一次再上传 save it again in its program",
            name,
        )
    if any(sign in f"/{part}" for part in parts for sign in _PROGRAMS):
        raise GuihuaError(
            "UPLOAD-MACRO",
            "文件带有宏 the file carries macros",
            "另存为不含宏的文件再上传 save it without macros and send it again",
            name,
        )
