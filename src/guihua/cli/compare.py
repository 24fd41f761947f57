"""规划衔接 compare plans with their parent: targets taken up, weaker, stronger, in conflict; parts against the whole.

    guihua compare 自治区.yaml 包头.yaml 鄂尔多斯.yaml      # 第一个是上级规划 the first is the parent
    guihua compare … -o 衔接.json                        # 可核验 a bundle for `guihua verify`
    guihua compare --tree 全国.txt 自治区.txt 鄂尔多斯.txt -o 衔接图.svg   # 规划衔接图 who carries whose target, along the regions

退出码 exit status: 1 有冲突 where plans conflict, else 0.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.checking.linkage import Linkage

HELP = "衔接 compare plans with their parent plan"

_MARKS = {
    "zh": {"same": "一致", "weaker": "偏低", "stronger": "更高", "conflict": "冲突", "part": "分项", "none": "—"},
    "en": {
        "same": "same",
        "weaker": "weaker",
        "stronger": "stronger",
        "conflict": "conflict",
        "part": "part",
        "none": "—",
    },
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("parent", help="上级规划 the parent plan")
    parser.add_argument("plans", nargs="+", help="下级或专项规划 plans of its regions or sectors")
    parser.add_argument(
        "--tree", action="store_true", help="规划衔接图：按地区上下级 a tree along the regions, with ratios"
    )
    parser.add_argument("--settings", help="设置文件 a YAML file of settings")
    parser.add_argument(
        "-o", "--output", help="写出 .json（可核验）、.html、.docx 或 .sarif write the findings to a file"
    )


def run(args: argparse.Namespace) -> int:
    """Print the trace matrix and the findings; 1 where plans conflict."""
    from guihua.checking.linkage import compare
    from guihua.checking.settings import load_settings
    from guihua.cli._output import form_of
    from guihua.cli.check import SUFFIXES
    from guihua.project import read_plan
    from guihua.view import findings as words

    lang = os.environ.get("GUIHUA_LANG", "zh")
    if args.tree:
        return _tree(args, lang)
    form = form_of(args.output, None, SUFFIXES, files_only=frozenset({""})) if args.output else ""
    settings = load_settings(args.settings) if args.settings else None
    linkage = compare(read_plan(Path(args.parent)), [read_plan(Path(p)) for p in args.plans], settings)
    print(_matrix(linkage, lang))
    print()
    print(words.text(linkage.result.select(ignore=("GH305",)), lang))
    if args.output:
        from guihua.cli._subjects import subjects_of
        from guihua.cli.check import _written
        from guihua.plan.files import write_whole

        rests_on = tuple(s for p in (args.parent, *args.plans) for s in subjects_of(Path(p)))
        write_whole(args.output, _written(linkage.result, form, args.parent, lang, rests_on))
        print(args.output, file=sys.stderr)
    return 1 if linkage.result.errors else 0


def _tree(args: argparse.Namespace, lang: str) -> int:
    """The tree of all plans named, as text or as a picture; 1 where a target is contradicted."""
    from guihua.checking.linkage import Link
    from guihua.checking.settings import load_settings
    from guihua.cli._output import file_of, form_of
    from guihua.pathways.tree import linkage_tree
    from guihua.plan.files import write_whole
    from guihua.project import read_plan
    from guihua.view.linkage_tree import tree_svg, tree_text

    form = form_of(args.output, None, {".svg": ("svg",), ".txt": ("text",)}, default="text")
    plans = [read_plan(Path(p)) for p in (args.parent, *args.plans)]
    branches = linkage_tree(plans, load_settings(args.settings) if args.settings else None)
    print(tree_text(branches, lang))
    if args.output:
        write_whole(
            file_of(args.output), tree_svg(branches, lang) if form == "svg" else tree_text(branches, lang) + "\n"
        )
        print(args.output, file=sys.stderr)
    return 1 if any(b.count(Link.CONFLICT) for b in branches) else 0


def _matrix(linkage: Linkage, lang: str) -> str:
    """One row a target of the parent, one column a plan."""
    from guihua.cli._text import shorten, text_table
    from guihua.view.statements import value_words

    head = ("上级目标" if lang == "zh" else "parent's target", linkage.parent or "—", *linkage.plans)
    rows = []
    for target, cells in zip(linkage.targets, linkage.cells, strict=True):
        own = []
        for cell in cells:
            mark = _MARKS[lang][cell.link]
            own.append(f"{mark} {value_words(cell.statement, lang)}" if cell.statement else mark)
        rows.append((shorten(target.indicator, 40), value_words(target, lang), *own))
    return text_table([shorten(h, 24) for h in head], rows)
