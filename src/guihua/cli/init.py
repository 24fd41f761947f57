"""建一个规划项目 make a project here: writes guihua.toml with the plan, the store and the region.

guihua init                        # 在当前文件夹 in this folder
guihua init 十四五 --plan 规划.docx --region 150000
guihua init --region 100000        # 全国性规划 a national plan

文件夹里只有一份文档时就取它，有几份时用 --plan 指明；已读过的 plan.yaml 留着用，地区取规划写明的。再来一次什么都不改。
The folder's only document is the plan; name one of several with --plan. A plan.yaml that was read before is kept and gives the
region that the plan names. A second time changes nothing.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

PLAN_FILE = "plan.yaml"
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
    if folder.is_file():
        raise GuihuaError(
            "PROJECT-FOLDER",
            f"{folder.name} 是文件，项目要一个文件夹 is a file: a project is a folder",
            f"把它放进文件夹，再 put it into a folder, then: guihua init 文件夹 --plan {shlex.quote(folder.name)}",
            Place(str(folder)),
        )
    if args.region:
        region(args.region)
    if (folder / FILE).exists():
        raise GuihuaError(
            "PROJECT-EXISTS",
            "已有项目 there is a project already",
            "什么都没改 nothing was changed；直接修改 guihua.toml edit it; 下一步 what comes next: guihua",
            Place(str(folder / FILE)),
        )
    if args.plan and not (folder / args.plan).exists():
        raise GuihuaError(
            "FILE-NOT-FOUND",
            f"找不到规划文本 no such document: {args.plan}",
            "路径从项目文件夹算起 the path starts from the project's folder",
            str(folder / args.plan),
        )
    was_read = (folder / PLAN_FILE).exists()
    plan = args.plan or _only_document(folder) or (PLAN_FILE if was_read else "plan.docx")
    code = args.region or (_region_of(folder / PLAN_FILE) if was_read else "")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(
        folder / FILE,
        f'# guihua 项目 project\nplan = {_toml(plan)}\nstore = "store"\nregion = {_toml(code)}\n\n[settings]\n',
    )
    print(folder / FILE)
    print(_next_step(folder, plan, code, was_read=was_read), file=sys.stderr)
    return 0


def _region_of(plan_file: Path) -> str:
    """The region that a plan that was read before names, "" where it names none."""
    from guihua.plan.planfile import read_planfile

    return read_planfile(plan_file).region


def _next_step(folder: Path, plan: str, region: str, *, was_read: bool) -> str:
    lines = ["已建项目 project made"]
    there = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    if was_read:
        lines.append(
            f"  已有读过的规划 plan.yaml，留着用 a plan was read here before and is kept; 下一步 next: {there}guihua"
        )
    elif not (folder / plan).exists():
        lines.append(
            f"  把规划文本放进来，在 guihua.toml 的 plan 写上文件名 put the plan's document here and name it there ({plan})"
        )
    if not was_read:
        lines.append(f"  下一步 next: {there}guihua read")
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
