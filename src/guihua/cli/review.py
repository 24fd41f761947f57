"""复核 review what was read, one sentence a screen, the least sure first; a local page, nothing leaves this machine.

    guihua review                       # 打开本机网页 opens a page on 127.0.0.1: a 接受, e 修改, x 删除
    guihua review --import decisions.yaml       # 并入他人或网页存下的决定 take in decisions saved elsewhere
    guihua review --import 标注.json            # 并入 Label Studio 或 Web Annotation 的增、删、改 annotations made elsewhere
    guihua review --adjust 2.3-1a2b3c4d value=1400 --document 内政发〔2018〕12号 --on 2018-07-01   # 中期调整
    guihua review --status              # 进度 progress

决定写在 plan.yaml 旁的 decisions.yaml，只增不改 decisions are only ever appended.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.cli._review_server import Session
    from guihua.plan.plan import Plan
    from guihua.plan.planfile import Decision
    from guihua.reading.exchange import Problem

HELP = "逐句复核（本机网页）review sentence by sentence on a local page"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("plan", nargs="?", help="plan.yaml (default: the project's; made from the document if missing)")
    parser.add_argument("--by", default="", help="复核人 who reviews (default: the login name)")
    parser.add_argument("--port", type=int, default=0, help="端口 port (default: a free one)")
    parser.add_argument("--no-browser", action="store_true", help="不打开浏览器 print the address only")
    parser.add_argument("--import", dest="taken", metavar="FILE", help="并入一个文件的决定 take in a file's decisions")
    parser.add_argument(
        "--skip-bad", action="store_true", help="有问题的标注另存，其余并入 take the annotations that can be"
    )
    parser.add_argument("--adjust", nargs="+", metavar=("ID", "SLOT=VALUE"), help="中期调整 a mid-term adjustment")
    parser.add_argument("--document", default="", help="调整的文号 document number of an adjustment")
    parser.add_argument("--on", default="", help="日期 date, YYYY-MM-DD (default: today)")
    parser.add_argument("--reason", default="", help="理由 reason")
    parser.add_argument("--status", action="store_true", help="只看进度 progress only")


def run(args: argparse.Namespace) -> int:
    """Serve the page, or do the one thing that was asked."""
    from guihua.cli._review_server import Session

    path = plan_file(args.plan)
    from guihua.plan.planfile import read_machine

    session = Session(
        read_machine(path), path.with_name("decisions.yaml"), args.by or _login(), os.environ.get("GUIHUA_LANG", "zh")
    )
    if args.taken:
        return _import(session, Path(args.taken), skip_bad=args.skip_bad)
    if args.adjust:
        return _adjust(session, args)
    if args.status:
        return _status(session)
    return _serve(session, args)


def plan_file(named: str | None) -> Path:
    """The plan file; where only the document is there, it is read first."""
    from guihua.plan.planfile import write_planfile
    from guihua.project import find_project, read_plan

    project = find_project()
    if named and Path(named).suffix.lower() in (".yaml", ".yml"):
        return Path(named)
    if named:
        path = Path(named).with_suffix(".plan.yaml")
    elif project is not None:
        path = project.plan_file
    else:
        raise GuihuaError("PROJECT-NOT-FOUND", "没有指明规划 no plan was named", "guihua review plan.yaml")
    if not path.exists():
        write_planfile(read_plan(Path(named) if named else project.plan), path)  # type: ignore[union-attr]
        print(path, file=sys.stderr)
    return path


def _serve(session: Session, args: argparse.Namespace) -> int:
    import webbrowser

    from guihua.cli._review_server import serve

    server = serve(session, args.port)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    print(address, flush=True)
    print("复核中 reviewing；Ctrl-C 结束 ends；决定写入 decisions go to " + str(session.path), file=sys.stderr)
    if not args.no_browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return _status(session)


def _status(session: Session) -> int:
    state = session.review()
    actions: dict[str, int] = {}
    for decision in state.decided.values():
        actions[decision.action] = actions.get(decision.action, 0) + 1
    told = "，".join(f"{action} {count}" for action, count in sorted(actions.items()))
    print(f"{state.done}/{len(state.plan.statements)} 条已决定 decided" + (f"（{told}）" if told else ""))
    if state.proposals:
        print(f"{len(state.proposals)} 条旧决定待确认 old decisions to confirm", file=sys.stderr)
    return 0


def _adjust(session: Session, args: argparse.Namespace) -> int:
    from datetime import date

    statement = session.review().plan.statement(args.adjust[0])
    pairs = [part.partition("=") for part in args.adjust[1:]]
    if not pairs or any(not equals for _, equals, _ in pairs):
        raise GuihuaError("REVIEW-ADJUST", "调整写作 槽位=值 write SLOT=VALUE", "--adjust ID value=1400")
    changes = {name: value for name, _, value in pairs}
    asked = {"action": "adjust", "statement": statement.id, "changes": changes, "document": args.document}
    session.decide({**asked, "on": args.on or date.today().isoformat(), "reason": args.reason})
    print(session.path)
    return 0


def _import(session: Session, path: Path, *, skip_bad: bool) -> int:
    """Append what a file decides: a decisions file, or annotations that differ from the plan.

    Annotations that cannot be taken are listed; then nothing is written, or, with skip_bad, the rest, and they stand
    beside the file.
    """
    from guihua.plan.planfile import append_decision, apply_decisions, with_added

    before = session.decisions()
    now = apply_decisions(session.plan, before, session.path)
    known = with_added(session.plan, before)
    found, problems = _decisions_of(known, now, path, session.by)
    if problems:
        print(_problem_table(problems), file=sys.stderr)
        if not skip_bad:
            raise _refused(problems, path)
        _write_problems(problems, path.with_name(f"{path.stem}.bad.csv"))
    fresh = tuple(d for d in found if d not in before)
    apply_decisions(session.plan, (*before, *fresh), path)
    append_decision(session.path, *fresh)
    counts = {action: sum(d.action == action for d in fresh) for action in sorted({d.action for d in fresh})}
    told = "，".join(f"{action} {count}" for action, count in counts.items())
    there = len(found) - len(fresh)
    print(
        f"{len(fresh)} 条决定已写入 decisions appended"
        + (f"（{told}）" if told else "")
        + (f"；{there} 条已有 were there" if there else "")
    )
    return 0


def _decisions_of(known: Plan, now: Plan, path: Path, by: str) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    from datetime import date

    from guihua.plan.files import read_utf8
    from guihua.plan.planfile import read_decisions
    from guihua.reading.exchange import changes_as_decisions, import_statements

    if path.suffix.lower() in (".yaml", ".yml"):
        found = read_decisions(path)
        quotes = {s.id: s.quote for s in known.statements}
        return tuple(replace(d, quote=d.quote or quotes.get(d.statement, "")) for d in found), ()
    imported = import_statements(read_utf8(path), known, str(path))
    return changes_as_decisions(known, imported, by=by, on=date.today().isoformat(), now=now), imported.problems


_PROBLEM_HEAD = ("标注 annotation", "文字 quote", "代码 code", "问题 problem", "怎么办 hint")


def _problem_table(problems: tuple[Problem, ...]) -> str:
    from guihua.cli._text import shorten, text_table

    rows = [[shorten(cell, most) for cell, most in zip(_row(p), (24, 28, 20, 60, 44), strict=True)] for p in problems]
    return text_table(_PROBLEM_HEAD, rows)


def _row(problem: Problem) -> tuple[str, ...]:
    error = problem.error
    return problem.annotation, problem.quote, error.code, error.title, error.hint


def _write_problems(problems: tuple[Problem, ...], target: Path) -> None:
    from guihua.cli._output import put_text
    from guihua.plan.cells import csv_text

    put_text(str(target), csv_text([_PROBLEM_HEAD, *map(_row, problems)]), "csv")
    print(f"{len(problems)} 条未并入的标注 annotations left out: {target}", file=sys.stderr)


def _refused(problems: tuple[Problem, ...], path: Path) -> GuihuaError:
    title = f"{len(problems)} 条标注有问题，什么都没写 {len(problems)} annotations cannot be taken; nothing was written"
    hint = "改好再并入，或加 --skip-bad 只并入其余 mend them, or give --skip-bad to take the rest"
    return GuihuaError("EXCHANGE-PROBLEMS", title, hint, problems[0].error.where)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"
