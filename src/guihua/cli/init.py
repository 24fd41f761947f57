"""建一个规划项目 make a project here: writes guihua.toml with the plan, the store and the region.

guihua init                        # 在当前文件夹 in this folder
guihua init 十四五 --plan 规划.docx --region 150000
guihua init --region 100000        # 全国性规划 a national plan

文件夹里只有一份文档时就取它，有几份时用 --plan 指明。 The folder's only document is the plan; name one of several with --plan.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

HELP = "建一个规划项目 make a project in a folder"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", nargs="?", default=".", help="文件夹 folder (default: here)")
    parser.add_argument("--plan", default="", help="规划文本 the plan's document, relative to the folder")
    parser.add_argument(
        "--region", default="", help="行政区划代码 region code (GB/T 2260): 150000; 全国 the nation: 100000"
    )


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
            "PROJECT-EXISTS",
            "已有项目 there is a project already",
            "直接修改 guihua.toml edit its guihua.toml",
            Place(str(folder / FILE)),
        )
    if args.plan and not (folder / args.plan).exists():
        raise GuihuaError(
            "FILE-NOT-FOUND",
            f"找不到规划文本 no such document: {args.plan}",
            "路径从项目文件夹算起 the path starts from the project's folder",
            str(folder / args.plan),
        )
    plan = args.plan or _only_document(folder) or "plan.docx"
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(
        folder / FILE,
        f'# guihua 项目 project\nplan = {_toml(plan)}\nstore = "store"\nregion = {_toml(args.region)}\n\n[settings]\n',
    )
    print(folder / FILE)
    print(_next_step(folder, plan, args.region), file=sys.stderr)
    return 0


def _next_step(folder: Path, plan: str, region: str) -> str:
    lines = ["已建项目 project made"]
    if not (folder / plan).exists():
        lines.append(
            f"  把规划文本放进来，在 guihua.toml 的 plan 写上文件名 put the plan's document here and name it there ({plan})"
        )
    lines.append(
        "  下一步 next: guihua read"
        if folder == Path()
        else f"  下一步 next: cd {shlex.quote(str(folder))} && guihua read"
    )
    if not region:
        lines.append(
            "  测进度前在 guihua.toml 写上 region before tracking, set region (150000; 全国 the nation 100000)"
        )
    return "\n".join(lines)


def _only_document(folder: Path) -> str:
    """The folder's only document, "" where there are none; GuihuaError PROJECT-PLAN where there are several."""
    from guihua.cli._folder import reason_against
    from guihua.errors import GuihuaError
    from guihua.reading.documents import SUFFIXES

    if not folder.is_dir():
        return ""
    files = (p for p in folder.iterdir() if p.is_file() and p.stem.lower() != "readme")
    found = sorted(p.name for p in files if not p.name.startswith(".") and not reason_against(p, SUFFIXES))
    if len(found) > 1:
        raise GuihuaError(
            "PROJECT-PLAN",
            f"有几份文档 several documents: {'、'.join(found[:5])}{' …' if len(found) > 5 else ''}",
            f"指明哪份是规划 say which is the plan: guihua init --plan {shlex.quote(found[0])}",
            str(folder),
        )
    return found[0] if found else ""


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
