"""核验文件 verify a bundle offline: its bytes and hashes, its proofs, and what it rests on, part by part.

    guihua verify findings.json
    guihua verify findings.json 规划.docx               # 对照原文，逐条重读 its statements read again from the text
    guihua verify tracking.json --store store           # 对照统计数据库 its figures against the store
    guihua verify 报告.bundle.json 报告.docx             # 报告是否被改过 is the report as it was made
    guihua verify tasks.bundle.json --root tasks-7.head.json --key 发改委.pub    # 证明来源 prove its origin

怎样核验 how each part is checked:
    精确核验 certificate   证明、摘要用小程序精确验算 a small exact check of a proof or a digest
    按规则重演 replayed     办理记录按申报的规则重走一遍 recorded acts run again through the declared rules
    同一程序重算 recomputed  同一程序再算一遍，得数相同 the same program run again gives the same
    取为已知 given          文件里这样写，这里不能证明 it stands in the file, and nothing here proves it

退出码 exit status: 0 全部成立 holds, 1 被拒 refused, 2 读不到 unreadable, 3 有部分未能核验 not fully checked。
"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.proof.verify import Part, Verification
    from guihua.verification import Exhibit

HELP = "核验 verify a result offline, byte by byte"
KINDS = ("text", "plan", "store", "docx")

_WORDS = {
    "zh": {"HOLDS": "✓ 成立", "REFUSED": "✗ 被拒", "UNCHECKED": "○ 未核验"},
    "en": {"HOLDS": "✓ holds", "REFUSED": "✗ refused", "UNCHECKED": "○ not checked"},
}
_HOW = {
    "zh": {"certificate": "精确核验", "replayed": "按规则重演", "recomputed": "同一程序重算", "given": "取为已知"},
    "en": {"certificate": "certificate", "replayed": "replayed", "recomputed": "recomputed", "given": "given"},
}

_PARTS = {
    "bytes": "文件本身（逐字节、摘要）",
    "payload": "内容",
    "finding": "意见",
    "order": "排列",
    "proof": "矛盾的证明",
    "evidence": "矛盾的佐证",
    "minimal": "矛盾的最小性",
    "complete": "有无遗漏或添加",
    "same": "各项得数",
    "text": "原文",
    "statements": "从原文读出的表述",
    "decisions": "人的决定",
    "observations": "所用的统计数",
    "choices": "所列的范围",
    "rules": "规则版本",
    "root": "日志的根",
    "signature": "签名",
    "target": "目标的测算",
    "targets": "目标",
    "records": "记录",
    "declaration": "台账的申报",
    "acts": "办理记录",
    "figure": "计数",
    "figures": "数字",
    "low": "下限",
    "high": "上限",
    "docx": "报告文件",
    "html": "报告文件",
    "shown": "文件中现有的数字",
    "ids": "编号",
    "region": "地区",
    "settings": "设置",
    "yearly": "年度计划",
    "lines": "台账和人写的内容",
    "times": "时间和末尾",
    "partial": "所含范围",
    "vetoes": "一票否决",
    "successors": "机构承继",
    "store": "统计数据库",
    "ledger": "台账",
    "versions": "申报的版本",
    "ahead": "目标和预计",
    "remarks": "核校意见",
    "form": "写法",
    "input": "输入表",
    "inputs": "输入表",
    "sources": "输入表的来源",
    "effects": "拟办事项",
    "mechanism": "机制",
    "xlsx": "表",
    "md": "报告文件",
    "decision": "决定",
    "chance": "可能性",
    "draws": "抽样",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", help="结果文件 the bundle, e.g. findings.json")
    parser.add_argument(
        "subjects",
        nargs="*",
        metavar="SUBJECT",
        help="它所依据或生成的文件 files that it rests on or that were made from it",
    )
    parser.add_argument("--text", action="append", default=[], metavar="FILE", help="规划原文 the plan's text")
    parser.add_argument(
        "--plan", action="append", default=[], metavar="FILE", help="规划文件 the plan file, with decisions"
    )
    parser.add_argument("--store", action="append", default=[], metavar="STORE", help="统计数据库 the store of figures")
    parser.add_argument(
        "--docx", action="append", default=[], metavar="FILE", help="生成的报告 the report made from it"
    )
    parser.add_argument("--root", metavar="HEAD", help="日志的根（可签名）a head that binds it, perhaps signed")
    parser.add_argument(
        "--key", metavar="PUB", help="签名人的公钥（文件或数字）the signer's public key: a file or digits"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="只给退出码 only the exit status")


def run(args: argparse.Namespace) -> int:
    """Check the bytes, the claims with the checker of the bundle's kind, the subjects handed in, and the origin."""
    from dataclasses import replace

    from guihua.errors import GuihuaError
    from guihua.plan.files import file_bytes
    from guihua.verification import verify
    from guihua.verification.origin import Origin, origin

    if args.key and not args.root:
        raise GuihuaError("VERIFY-KEY", "--key 要与 --root 合用 goes with --root", "加 add: --root HEAD")
    data = file_bytes(args.file, "VERIFY-READ")
    exhibits = _exhibits(args)
    found, source = verify(data, exhibits), Origin(())
    if args.root and found.kind:
        source = origin(data, file_bytes(args.root, "VERIFY-READ"), _key(args.key))
        found = replace(found, parts=(*found.parts, *source.parts), origin_proved=source.proved)
    if not args.quiet:
        print(_told(found, source, exhibits, os.environ.get("GUIHUA_LANG", "zh")))
    return found.verdict.value


def _exhibits(args: argparse.Namespace) -> list[Exhibit]:
    """The files handed in; each must be there. GuihuaError VERIFY-READ."""
    from pathlib import Path

    from guihua.errors import GuihuaError
    from guihua.verification import Exhibit

    named = [("", path) for path in args.subjects] + [(kind, path) for kind in KINDS for path in getattr(args, kind)]
    for _, path in named:
        if "://" not in path and not Path(path).exists():
            raise GuihuaError("VERIFY-READ", "没有这个文件 no such file", "检查路径 check the path", path)
    return [Exhibit(path, kind) for kind, path in named]


def _key(given: str | None) -> str:
    from pathlib import Path

    from guihua.plan.files import file_bytes

    if not given:
        return ""
    return file_bytes(given, "VERIFY-READ").decode("ascii", "replace").strip() if Path(given).exists() else given


def _told(found: Verification, source: object, exhibits: list[Exhibit], lang: str) -> str:
    words, hows = _WORDS[lang], _HOW[lang]
    lines = [
        f"{words[p.verdict.name]}  [{hows[p.how]}] {_name(p, lang)}{f': {p.reason}' if p.reason else ''}"
        for p in found.parts
        if p.how != "given"
    ]
    counts = {v: sum(p.verdict.name == v for p in found.parts) for v in words}
    if lang == "zh":
        lines.append(
            f"{words[found.verdict.name]}：{counts['HOLDS']} 项成立，{counts['REFUSED']} 项被拒，{counts['UNCHECKED']} 项未核验"
        )
    else:
        lines.append(
            f"{words[found.verdict.name]}: {counts['HOLDS']} hold, {counts['REFUSED']} refused, {counts['UNCHECKED']} not checked"
        )
    if found.verdict.name == "REFUSED":
        return "\n".join(lines)
    return "\n".join([*lines, "未证明的 what is not proved:", *_not_proved(found, source, exhibits, lang)])


def _not_proved(found: Verification, source: object, exhibits: list[Exhibit], lang: str) -> list[str]:
    """The last lines: what was taken as given, what only the same program says, what was not handed in, the origin."""
    from guihua.verification.origin import Origin

    zh = lang == "zh"
    assert isinstance(source, Origin)
    lines = [_given(p, zh) for p in found.parts if p.how == "given"]
    lines += [f"  - {_name(p, lang)}: {p.reason}" for p in found.parts if p.verdict.name == "UNCHECKED"]
    if any(p.how == "recomputed" for p in found.parts):
        lines.append(
            "  - 标“同一程序重算”的部分：程序本身若有错，重算看不出来"
            if zh
            else "  - parts marked recomputed: a mistake of the program itself would not show"
        )
    handed = {e.kind for e in exhibits}
    handed |= {"text", "document", "plan", "decisions"} if handed & {"text", "plan"} else set()
    kinds = [s for s in found.subjects if s.kind != "rules" and s.kind not in handed]
    if kinds and not (exhibits and not all(handed)):
        named = "、".join(dict.fromkeys(f"{s.kind} {s.name}".strip() for s in kinds))
        lines.append(
            f"  - 没有对照它所依据的：{named}（把文件写在后面即可）"
            if zh
            else f"  - not held against what it rests on: {named} (name the files after it)"
        )
    if found.origin_proved:
        lines.append(
            f"  来源已证明：{source.signer[:16]}… 于 {source.at} 签名" if zh else f"  origin proved: {source.signer}"
        )
    elif source.signer:
        lines.append(
            "  - 来源：根有签名，但没有公钥可验（--key）"
            if zh
            else "  - its origin: signed, but no key to check (--key)"
        )
    elif source.parts:
        lines.append(
            "  - 来源：与所给的根相符，根没有签名" if zh else "  - its origin: bound to the head, which is not signed"
        )
    else:
        lines.append(
            "  - 来源：内容完整，来源未证明（无签名）" if zh else "  - intact; origin not proved (no signature)"
        )
    return lines


def _name(p: Part, lang: str) -> str:
    """What a part is called; its own name where it is a record's."""
    first, _, rest = p.name.partition(" ")
    return f"{_PARTS[first]} {rest}".strip() if lang == "zh" and first in _PARTS else p.name


def _given(p: Part, zh: bool) -> str:
    return f"  - {_name(p, 'zh' if zh else 'en')}{'：取为已知' if zh else ': taken as given'}{f'（{p.reason}）' if p.reason else ''}"
