"""Pages of the reference that are made from the source at every build of the documents: docs/reference/errors/."""

from __future__ import annotations

import shutil
from pathlib import Path

from scripts.error_codes import Site, sites

DOCS = Path(__file__).parent.parent / "docs"


def write_errors(folder: Path = DOCS / "reference" / "errors") -> int:
    """A page a code and an index; returns how many codes."""
    from guihua.errors import described

    places: dict[str, list[Site]] = {}
    for site in sites():
        places.setdefault(site.code, []).append(site)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    groups: dict[str, list[str]] = {}
    for code, said in described().items():
        groups.setdefault(
            code.split("-", maxsplit=1)[0][:2] if code.startswith("PF") else code.split("-", maxsplit=1)[0], []
        ).append(code)
        lines = [
            "---",
            "orphan: true",
            "---",
            f"# {code}",
            "",
            said.zh,
            "",
            f"*{said.en}*",
            "",
            f"**怎么办** {said.mend_zh}",
            "",
            f"**How to mend it** {said.mend_en}",
            "",
        ]
        told = sorted({(_safe(p.title), _safe(p.hint), p.file) for p in places.get(code, []) if p.title.strip("… ")})
        if told:
            lines += ["**怎么说 as it is said** （… 处填具体内容 is filled in）", ""]
            lines += [f"- {title}{f' — {hint}' if hint else ''}" for title, hint, _ in told]
        files = sorted({p.file for p in places.get(code, [])})
        lines += ["", "**由何处发出 raised in** " + ", ".join(f"`{file}`" for file in files), ""]
        (folder / f"{code}.md").write_text("\n".join(lines), encoding="utf-8")
    index = [
        "# 错误代码 error codes",
        "",
        "guihua 的每一个错误都有代码、原因、位置和办法；命令退出状态为 2。`guihua explain 代码` 在终端里显示同样的话。",
        "",
        "Every error of guihua has a code, what is wrong, where, and how to mend it; commands end with status 2.",
        "`guihua explain CODE` says the same at the terminal.",
        "",
    ]
    for group, codes in groups.items():
        index += [f"## {group}", "", "| | | |", "|---|---|---|"]
        index += [f"| [{c}]({c}.md) | {_cell(described()[c].zh)} | {_cell(described()[c].en)} |" for c in codes]
        index.append("")
    (folder / "index.md").write_text("\n".join(index), encoding="utf-8")
    return len(described())


def _safe(text: str) -> str:
    return f"`{' '.join(text.split())}`" if text.strip() else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(write_errors())
