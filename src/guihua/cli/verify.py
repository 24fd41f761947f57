"""核验文件 verify a bundle offline: bytes, hashes, sums and certificates, without a solver; any changed byte is refused.

    guihua verify findings.json

退出码 exit status: 0 全部成立 holds, 1 被拒 refused, 2 读不到 unreadable, 3 有部分未能核验 not fully checked。
"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.proof.verify import Verification

HELP = "核验 verify a result offline, byte by byte"

_WORDS = {
    "zh": {"HOLDS": "✓ 成立", "REFUSED": "✗ 被拒", "UNCHECKED": "○ 未核验"},
    "en": {"HOLDS": "✓ holds", "REFUSED": "✗ refused", "UNCHECKED": "○ not checked"},
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", help="结果文件 the bundle, e.g. findings.json")
    parser.add_argument("-q", "--quiet", action="store_true", help="只给退出码 only the exit status")
    parser.add_argument("--text", metavar="FILE", help="规划文本 also hold the quotes against this text")


def run(args: argparse.Namespace) -> int:
    """Check the bytes, then the claims with the checker of the bundle's kind, then the subjects handed in."""
    from pathlib import Path

    from guihua.plan.files import file_bytes
    from guihua.verification import Exhibit, verify

    exhibits = [Exhibit(Path(args.text), "text")] if args.text else []
    found = verify(file_bytes(args.file, "VERIFY-READ"), exhibits)
    if not args.quiet:
        print(_told(found, os.environ.get("GUIHUA_LANG", "zh")))
    return found.verdict.value


def _told(found: Verification, lang: str) -> str:
    words = _WORDS[lang]
    lines = [f"{words[p.verdict.name]}  {p.name}{f': {p.reason}' if p.reason else ''}" for p in found.parts]
    counts = {v: sum(p.verdict.name == v for p in found.parts) for v in words}
    if lang == "zh":
        lines.append(
            f"{words[found.verdict.name]}：{counts['HOLDS']} 项成立，{counts['REFUSED']} 项被拒，{counts['UNCHECKED']} 项未核验"
        )
        if found.verdict.name == "HOLDS":
            lines.append("内容完整；来源未证明（无签名）。")
    else:
        lines.append(
            f"{words[found.verdict.name]}: {counts['HOLDS']} hold, {counts['REFUSED']} refused, {counts['UNCHECKED']} not checked"
        )
        if found.verdict.name == "HOLDS":
            lines.append("Intact; origin not proved (no signature).")
    return "\n".join(lines)
