"""校核规划 check a plan against itself (and against published figures): what does not add up, with the sums and the proof.

    guihua check 规划.docx                       # 意见列在屏幕 findings on the screen
    guihua check plan.yaml -o 校核意见.docx       # .html, .docx, .json, .sarif, .txt by the name
    guihua check 规划.txt --format json > findings.json && guihua verify findings.json
    guihua check 二稿.docx --baseline 一稿意见.json  # 只列上次没有的 only what was not there then
    guihua check --accept GH104-1a2b3c4d --reason 口径不同 --document 会议纪要〔2024〕3号   # 此条不改，记入决定 let one stand
    guihua check --against store                 # 现状核对 the facts against a store of observations

退出码 exit status: 1 有错误级意见 where findings of severity error remain, else 0.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from guihua.checking.result import CheckResult
    from guihua.proof.bundle import Subject

HELP = "校核 check what does not add up, with proofs"
FORMATS = ("text", "json", "html", "sarif", "docx")
SUFFIXES = {
    ".docx": ("docx",),
    ".html": ("html",),
    ".htm": ("html",),
    ".json": ("json",),
    ".sarif": ("sarif",),
    ".txt": ("text",),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "plan", nargs="?", help="规划文本或 plan.yaml a document or a plan file (default: the project's)"
    )
    parser.add_argument("-o", "--output", help="写到文件，按后缀定格式 write to a file, format by its suffix")
    parser.add_argument("--format", choices=FORMATS, help="格式 format (default: text, or by the suffix of -o)")
    parser.add_argument("--settings", help="设置文件 a YAML file of settings, hedge widths, assumptions")
    parser.add_argument(
        "--assume", action="append", default=[], metavar="NAME", help="启用假定，可重复 switch on an assumption"
    )
    parser.add_argument(
        "--list-assumptions", action="store_true", help="列出可启用的假定 list the assumptions that can be switched on"
    )
    parser.add_argument(
        "--select", action="append", default=[], metavar="CODE", help="只要这些 only codes beginning so"
    )
    parser.add_argument("--ignore", action="append", default=[], metavar="CODE", help="不要这些 none of these codes")
    parser.add_argument(
        "--baseline", metavar="FILE", help="上次的意见 .json，已有的不再列 an earlier bundle: only what is new since"
    )
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="ID",
        help="此条保留不改，记入 decisions.yaml let a finding stand (repeatable)",
    )
    parser.add_argument("--reason", default="", help="保留的理由 why (with --accept)")
    parser.add_argument("--document", default="", help="依据的文号 the document it rests on (with --accept)")
    parser.add_argument("--by", default="", help="谁的决定 who decides (default: the login name)")
    parser.add_argument("--against", metavar="STORE", help="统计数据库 a store of observations: compare the facts")
    parser.add_argument("--as-of", metavar="DATE", help="按哪一天所知 as known on (with --against; default: today)")


def run(args: argparse.Namespace) -> int:
    """Read, check, write; 1 where errors remain."""
    from guihua.checking import check
    from guihua.cli._inputs import inputs
    from guihua.cli._output import file_of, form_of
    from guihua.cli._settings import settings_of
    from guihua.cli._subjects import subjects_of
    from guihua.view import findings as words

    lang = os.environ.get("GUIHUA_LANG", "zh")
    if args.as_of and not args.against:
        from guihua.errors import GuihuaError

        raise GuihuaError(
            "CHECK-DATE",
            "--as-of 要与 --against 合用 goes with --against",
            "加 add: --against store，或去掉 or leave it out",
        )
    if args.list_assumptions:
        print(words.assumptions_list(lang))
        return 0
    form = form_of(args.output, args.format, SUFFIXES, default="text", files_only=frozenset({"docx"}))
    output = file_of(args.output)
    select, ignore = _codes(args.select), _codes(args.ignore)
    given = inputs(args.plan)
    result = check(given.plan, settings_of(args))
    if args.against:
        result = _against(args, result, given.plan)
    if args.accept:
        _accept(args, result, given.path)
    known = [*_baseline(args.baseline), *_accepted(given.path)]
    whole = result
    result = result.select(select, ignore, known)
    if known:
        left = sum(not any(f.id == k.id for k in result.findings) for f in whole.select(select, ignore).findings)
        print(f"已有或已保留的意见 {left} 条未列 {left} findings known or let stand are not listed", file=sys.stderr)
    data = _written(result, form, args.plan or given.plan.source, lang, subjects_of(given.path))
    if output:
        from guihua.plan.files import write_whole

        write_whole(output, data)
        print(output)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    if output or form != "text" or not sys.stdout.isatty():  # the text itself ends with it
        print(words.summary(result, lang), file=sys.stderr)
    return 1 if result.errors else 0


def _against(args: argparse.Namespace, result: CheckResult, plan: object) -> CheckResult:
    from guihua.checking.situation import check_against
    from guihua.cli._store import as_of
    from guihua.plan.plan import Plan
    from guihua.storage import open_store

    assert isinstance(plan, Plan)
    with open_store(args.against, create=False) as store:
        return check_against(plan, store, as_of(args), result)


def _baseline(path: str | None) -> list[str]:
    """The fingerprints of an earlier bundle's findings."""
    if not path:
        return []
    from guihua.checking.result import KIND, fingerprint, from_payload
    from guihua.errors import GuihuaError
    from guihua.proof.bundle import read

    bundle = read(_bytes(path))
    if bundle.kind != KIND:
        raise GuihuaError(
            "CHECK-BASELINE",
            f"不是校核意见 no findings: {path}",
            "用 guihua check -o 意见.json 写一份 write one with guihua check -o findings.json",
            path,
        )
    return [fingerprint(f) for f in from_payload(bundle.payload).findings]


def _bytes(path: str) -> bytes:
    from pathlib import Path

    from guihua.errors import GuihuaError

    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise GuihuaError(
            "CHECK-BASELINE",
            f"基线读不出来 cannot read the baseline: {error.strerror}",
            "用 guihua check -o 意见.json 写一份 write one with guihua check -o findings.json",
            path,
        ) from None


def _decisions(path: Path | None) -> Path | None:
    """The decisions beside a plan file; None for a document, which has none."""
    return path.with_name("decisions.yaml") if path is not None and path.suffix in (".yaml", ".yml") else None


def _accepted(path: Path | None) -> list[str]:
    """The fingerprints of the findings that people let stand."""
    beside = _decisions(path)
    if beside is None or not beside.exists():
        return []
    from guihua.plan.decisions import findings_accepted, read_decisions

    return [d.statement for d in findings_accepted(read_decisions(beside))]


def _accept(args: argparse.Namespace, result: CheckResult, path: Path | None) -> None:
    """Write down that findings stay as they are: all of those named, or none."""
    import getpass
    from datetime import date

    from guihua.checking.result import fingerprint
    from guihua.errors import GuihuaError
    from guihua.plan.decisions import FINDING, Decision, append_decision

    beside = _decisions(path)
    if beside is None:
        raise GuihuaError(
            "CHECK-ACCEPT",
            "决定要记在规划文件旁 decisions stand beside a plan file",
            "先 first: guihua read 规划.docx -o plan.yaml",
        )
    if not args.reason.strip():
        raise GuihuaError("CHECK-REASON", "保留一条意见要写理由 a reason is needed", "加 add: --reason 口径不同")
    by_id = {f.id: f for f in result.findings}
    missing = [name for name in args.accept if name not in by_id]
    if missing:
        raise GuihuaError(
            "CHECK-FINDING", f"没有这条意见 no such finding: {missing[0]}", "编号见意见各条 ids stand with the findings"
        )
    chosen = [by_id[name] for name in args.accept]
    append_decision(
        beside,
        *(
            Decision(
                action=FINDING,
                statement=fingerprint(f),
                by=args.by or getpass.getuser(),
                on=date.today().isoformat(),
                text_sha256=result.text_sha256.removeprefix("sha256:"),
                quote=f.members[0].quote if f.members else "",
                document=args.document,
                reason=args.reason,
            )
            for f in chosen
        ),
    )


def _codes(options: list[str]) -> tuple[str, ...]:
    """The codes of an option, parted by commas or spaces; a misspelt one must not pass for a clean plan."""
    from guihua.checking.codes import known_codes
    from guihua.errors import GuihuaError

    codes = tuple(code for option in options for code in option.replace(",", " ").split())
    for code in codes:
        if not any(known.startswith(code) for known in known_codes()):
            raise GuihuaError(
                "CHECK-CODE", f"没有这样的意见代码 no code begins with {code!r}", "docs/reference/findings.md"
            )
    return codes


def _written(result: CheckResult, form: str, source: str, lang: str, rests_on: tuple[Subject, ...] = ()) -> bytes:
    """The result in the wanted form; JSON is the bundle, byte for byte."""
    from guihua.view import findings as words

    if form == "json":
        return result.to_bytes(rests_on)
    if form == "docx":
        from guihua.reporting.opinion import opinion_docx

        return opinion_docx(result, lang)
    if form == "html":
        return words.page(result, lang).encode("utf-8")
    if form == "sarif":
        return words.sarif(result, source, lang).encode("utf-8")
    return (words.text(result, lang) + "\n").encode("utf-8")
