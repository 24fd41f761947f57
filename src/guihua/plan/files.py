"""Writing files so that a reader sees the old one or the new one, never half of one."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
            "FILE-WRITE",
            f"写不进去 cannot write: {error.strerror or error}",
            "检查文件夹和权限、磁盘空间 check the folder, its permissions and the space left",
            str(path),
        ) from None


@contextmanager
def one_writer(path: Path | str) -> Iterator[None]:
    """Hold off others who change a file of this folder by reading and writing it whole, until this one is done.

    All of them must ask; readers need not. It is the folder that is locked, since `write_whole` puts a new file in
    place of the old; no lock file stays behind. Where the system has no such locks, nobody is held off.
    """
    folder = Path(path).parent
    if sys.platform == "win32" or not folder.is_dir():
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read_utf8(path: Path | str) -> str:
    """The text of a UTF-8 file; GuihuaError FILE-NOT-FOUND, FILE-READ or FILE-ENCODING otherwise."""
    path = Path(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise GuihuaError(
            "FILE-NOT-FOUND", f"没有这个文件 no such file: {path.name}", "检查路径 check the path", str(path)
        ) from None
    except UnicodeDecodeError:
        raise GuihuaError(
            "FILE-ENCODING", "不是 UTF-8 文本 not UTF-8 text", "另存为 UTF-8 save it as UTF-8", str(path)
        ) from None
    except OSError as error:
        raise GuihuaError(
            "FILE-READ",
            f"读不出来 cannot read: {error.strerror or error}",
            "检查路径和权限 check the path and permissions",
            str(path),
        ) from None


def file_bytes(name: str, code: str = "FILE-READ") -> bytes:
    """The bytes of a file that was named; GuihuaError with this code where they cannot be had."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise GuihuaError(code, f"读不到 cannot read: {error.strerror}", "检查路径 check the path", name) from None
