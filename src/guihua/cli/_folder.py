"""What of a folder is read as documents, and what is passed over and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMED = 3
"""So many names of one reason are printed, the rest are counted."""
TEMPORARY = "临时文件 temporary"
OWN = "guihua 自己写的 guihua's own"
_KINDS = {
    TEMPORARY: (".tmp", ".bak", ".part", ".crdownload"),
    OWN: (".text.txt", ".yaml", ".yml", ".toml", ".jsonl", ".db"),
    "统计表，请用 guihua import tables: import them": (".xlsx", ".xls", ".csv", ".et", ".ods"),
    "图片，没有文字 pictures": (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".webp", ".heic"),
    "压缩包，请先解开 archives: unpack them": (".zip", ".rar", ".7z", ".gz", ".tar"),
    "演示文稿 slides": (".ppt", ".pptx", ".dps"),
}
"""The endings of what is no document, by the reason that is told."""
HIDDEN = "隐藏的 hidden"
RESULTS = "结果文件夹 the folder of results"
UNKNOWN = "不认得的格式 unknown format"


@dataclass(frozen=True, slots=True)
class Passed:
    """One file or folder that was not read, and why."""

    path: Path
    reason: str


def documents_in(
    folder: Path, suffixes: tuple[str, ...], output: Path | None = None
) -> tuple[list[Path], list[Passed]]:
    """The documents of a folder and of the folders in it, in order, and everything else with its reason.

    output: where results are written; if that lies in the folder, it holds none of its documents.
    """
    files: list[Path] = []
    passed: list[Passed] = []
    results = output.resolve() if output is not None else None
    for path in _walk(folder, passed, results):
        reason = reason_against(path, suffixes)
        if reason:
            passed.append(Passed(path, reason))
        else:
            files.append(path)
    return files, passed


def passed_lines(passed: list[Passed]) -> list[str]:
    """One line a reason: how many, and the names of the first."""
    reasons: dict[str, list[str]] = {}
    for item in passed:
        reasons.setdefault(item.reason, []).append(item.path.name)
    lines = []
    for reason, names in reasons.items():
        more = " …" if len(names) > NAMED else ""
        lines.append(f"  - 跳过 passed over {len(names)}：{reason}：{'、'.join(names[:NAMED])}{more}")
    return lines


def _walk(folder: Path, passed: list[Passed], results: Path | None) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.resolve() == results:
            passed.append(Passed(path, RESULTS))
        elif path.name.startswith("."):
            passed.append(Passed(path, HIDDEN))
        elif path.is_dir() and not path.is_symlink():
            yield from _walk(path, passed, results)
        elif path.is_file():
            yield path


def reason_against(path: Path, suffixes: tuple[str, ...]) -> str:
    """Why a file is no document to be read; "" where it is one."""
    name = path.name.lower()
    if name.startswith("~$") or name.endswith("~"):
        return TEMPORARY
    for reason, endings in _KINDS.items():
        if name.endswith(endings):
            return reason
    if name.endswith(".docx") and _own(path):
        return OWN
    return "" if path.suffix.lower() in suffixes else UNKNOWN


def _own(path: Path) -> bool:
    """Whether a .docx is a report or a finding of ours, whoever has saved it since; a broken one is told by its reader."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as package:
            core = package.read("docProps/core.xml") if package.getinfo("docProps/core.xml").file_size < 65536 else b""
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return b"<dc:creator>guihua</dc:creator>" in core
