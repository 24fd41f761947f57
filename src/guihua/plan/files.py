"""Writing files so that a reader sees the old one or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from guihua.errors import GuihuaError


def write_whole(path: Path | str, content: str | bytes) -> None:
    """Write to a temporary file beside it, flush to disk, rename. GuihuaError FILE-WRITE where that fails."""
    path = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise GuihuaError(
            "FILE-WRITE", f"cannot write: {error}", "check the folder and its permissions", str(path)
        ) from None


def read_utf8(path: Path | str) -> str:
    """The text of a UTF-8 file; GuihuaError FILE-NOT-FOUND, FILE-READ or FILE-ENCODING otherwise."""
    path = Path(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise GuihuaError("FILE-NOT-FOUND", f"no such file: {path.name}", "check the path", str(path)) from None
    except UnicodeDecodeError:
        raise GuihuaError("FILE-ENCODING", "not UTF-8 text", "save it as UTF-8", str(path)) from None
    except OSError as error:
        raise GuihuaError("FILE-READ", f"cannot read: {error}", "check the path and permissions", str(path)) from None
