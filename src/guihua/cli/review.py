"""复核 review what was read, one sentence a screen, the least sure first; a local page, nothing leaves this machine.

    guihua review                       # 打开本机网页 opens a page on 127.0.0.1: a 接受, e 修改, x 删除
    guihua review --import decisions.yaml       # 并入他人或网页存下的决定 take in decisions saved elsewhere
    guihua review --import 标注.json            # 并入 Label Studio 或 Web Annotation 的改动
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

HELP = "逐句复核（本机网页）review sentence by sentence on a local page"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("plan", nargs="?", help="plan.yaml (default: the project's; made from the document if missing)")
    parser.add_argument("--by", default="", help="复核人 who reviews (default: the login name)")
    parser.add_argument("--port", type=int, default=0, help="端口 port (default: a free one)")
    parser.add_argument("--no-browser", action="store_true", help="不打开浏览器 print the address only")
    parser.add_argument("--import", dest="taken", metavar="FILE", help="并入一个文件的决定 take in a file's decisions")
    parser.add_argument("--adjust", nargs="+", metavar=("ID", "SLOT=VALUE"), help="中期调整 a mid-term adjustment")
    parser.add_argument("--document", default="", help="调整的文号 document number of an adjustment")
    parser.add_argument("--on", default="", help="日期 date, YYYY-MM-DD (default: today)")
    parser.add_argument("--reason", default="", help="理由 reason")
    parser.add_argument("--status", action="store_true", help="只看进度 progress only")


def run(args: argparse.Namespace) -> int:
    """Serve the page, or do the one thing that was asked."""
    from guihua.cli._review_server import Session

    path = _plan_file(args.plan)
    from guihua.plan.planfile import read_machine

    session = Session(
        read_machine(path), path.with_name("decisions.yaml"), args.by or _login(), os.environ.get("GUIHUA_LANG", "zh")
    )
    if args.taken:
        return _import(session.plan, Path(args.taken), session.path, session.by)
    if args.adjust:
        return _adjust(session, args)
    if args.status:
        return _status(session)
    return _serve(session, args)


def _plan_file(named: str | None) -> Path:
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

    statement = session.plan.statement(args.adjust[0])
    pairs = [part.partition("=") for part in args.adjust[1:]]
    if not pairs or any(not equals for _, equals, _ in pairs):
        raise GuihuaError("REVIEW-ADJUST", "调整写作 槽位=值 write SLOT=VALUE", "--adjust ID value=1400")
    changes = {name: value for name, _, value in pairs}
    asked = {"action": "adjust", "statement": statement.id, "changes": changes, "document": args.document}
    session.decide({**asked, "on": args.on or date.today().isoformat(), "reason": args.reason})
    print(session.path)
    return 0


def _import(plan: Plan, path: Path, decisions: Path, by: str) -> int:
    """Append what a file decides: a decisions file, or annotations that differ from the plan."""
    from guihua.plan.planfile import append_decision, apply_decisions, read_decisions

    before = read_decisions(decisions) if decisions.exists() else ()
    found, added = _decisions_of(plan, path, by)
    fresh = tuple(d for d in found if d not in before)
    apply_decisions(plan, (*before, *fresh), path)
    append_decision(decisions, *fresh)
    print(f"{len(fresh)} 条决定已写入 decisions appended（{len(found) - len(fresh)} 条已有 were there）")
    if added:
        print(f"{added} 条新标注未并入：新表述请改规则 new annotations are not decisions", file=sys.stderr)
    return 0


def _decisions_of(plan: Plan, path: Path, by: str) -> tuple[tuple[Decision, ...], int]:
    from datetime import date

    from guihua.plan.files import read_utf8
    from guihua.plan.planfile import read_decisions
    from guihua.reading.exchange import changes_as_decisions, import_statements

    if path.suffix.lower() in (".yaml", ".yml"):
        found = read_decisions(path)
        known = {s.id: s for s in plan.statements}
        return tuple(
            replace(d, quote=d.quote or known[d.statement].quote) if d.statement in known else d for d in found
        ), 0
    imported = import_statements(read_utf8(path), plan, str(path))
    decisions, new = changes_as_decisions(plan, imported, by=by, on=date.today().isoformat())
    return decisions, len(new)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"
