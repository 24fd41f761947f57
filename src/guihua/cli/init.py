"""建一个规划项目 make a project here: writes guihua.toml with the plan, the store and the region.

guihua init                        # 在当前文件夹 in this folder
guihua init 十四五 --plan 规划.docx --region 150000
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "建一个规划项目 make a project in a folder"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", nargs="?", default=".", help="文件夹 folder (default: here)")
    parser.add_argument("--plan", default="", help="规划文本 the plan's document, relative to the folder")
    parser.add_argument("--region", default="", help="行政区划代码 region code (GB/T 2260), e.g. 150000")


def run(args: argparse.Namespace) -> int:
    """Write guihua.toml; refuses to overwrite one."""
    from guihua.errors import GuihuaError, Place
    from guihua.plan.files import write_whole
    from guihua.plan.regions import region
    from guihua.project import FILE

    folder = Path(args.folder)
    if args.region:
        region(args.region)
    if (folder / FILE).exists():
        raise GuihuaError(
            "PROJECT-EXISTS", "已有项目 there is a project already", "edit its guihua.toml", Place(str(folder / FILE))
        )
    plan = args.plan or _only_document(folder) or "plan.docx"
    if args.plan and not (folder / args.plan).exists():
        raise GuihuaError(
            "FILE-NOT-FOUND", f"找不到规划文本 no such document: {args.plan}", "", str(folder / args.plan)
        )
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(
        folder / FILE,
        f'# guihua 项目 project\nplan = {_toml(plan)}\nstore = "store"\nregion = {_toml(args.region)}\n\n[settings]\n',
    )
    print(folder / FILE)
    print(f"已建项目 project made; 下一步 next: guihua read {plan}", file=sys.stderr)
    return 0


def _only_document(folder: Path) -> str:
    """The folder's only document, "" where there are none or several."""
    if not folder.is_dir():
        return ""
    found = [p.name for p in folder.iterdir() if p.suffix.lower() in (".txt", ".md", ".docx", ".html", ".pdf")]
    return found[0] if len(found) == 1 else ""


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
