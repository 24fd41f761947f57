"""`guihua ledger new | import | sheet | take | act | move | documents`: what changes a ledger or draws something up."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.cli._ledger import (
    actor_of,
    at_of,
    bodies_of,
    declared,
    journal_of,
    lang,
    ledger_named,
    opened,
    warn_of_vetoes,
    word,
)
from guihua.cli._store import as_of
from guihua.errors import GuihuaError
from guihua.ledgers.ledger import CORRECT, VOID, Event, Evidence, Ledger, Value

if TYPE_CHECKING:
    from guihua.ledgers.formats import Format
    from guihua.ledgers.importing import BadCell
    from guihua.ledgers.journal import Journal
    from guihua.ledgers.taking import Taken
    from guihua.reporting.ledger_documents import Drawn

SHOWN = 60
NEW_FILE = """\
# {zh}: 一个台账一个文件；改好后 guihua ledger list 即可看到。
# {en}: one file a ledger. The shape brings fields, states, acts and deadlines; below is what is this ledger's own.
ledger: {name}
shape: {shape}
zh: {zh}
en: {en}
about: {{zh: {zh}, en: {en}}}
serves: []          # 规划哪一句 which sentence: - {{section: "3.5", zh: 实施能效领跑者制度}}
fields:             # 增加的栏目 more columns; types: {types}
  - {{name: remark, zh: 说明, en: remark}}
feeds: []           # 计数和合计 counts and sums: - {{name: n, zh: 个数, en: number, unit: 个, where: [{{field: state, is: {first}}}]}}
"""


def run_new(args: argparse.Namespace) -> int:
    """Make a ledger's file in the project's folder of ledgers."""
    from guihua.ledgers.declaration import load_ledger
    from guihua.ledgers.ledger import FieldType
    from guihua.plan.files import write_whole
    from guihua.project import require_project

    project = require_project()
    if not re.fullmatch(r"[a-z][a-z0-9_]*", args.name):
        raise GuihuaError(
            "LG-NAME", f"{args.name!r} 不能作台账代号 is no name", "小写字母、数字、下划线 small letters, digits, _"
        )
    if args.name in declared():
        raise GuihuaError("LG-EXISTS", f"已有台账 there is a ledger {args.name!r}", "guihua ledger list")
    folder = project.ledgers or project.root / "ledgers"
    if (folder / f"{args.name}.yaml").exists():
        raise GuihuaError(
            "LG-EXISTS",
            f"已有这个文件 the file is there already: {args.name}.yaml",
            "换一个代号，或直接修改它 choose another name, or edit it",
            str(folder / f"{args.name}.yaml"),
        )
    first = {"task": "not_started", "registry": "listed", "problem": "found"}[args.shape]
    file = folder / f"{args.name}.yaml"
    text = NEW_FILE.format(
        name=args.name, shape=args.shape, zh=args.zh, en=args.en, types=", ".join(FieldType), first=first
    )
    write_whole(file, text)
    load_ledger(file)
    print(file)
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Bring tables in, or propose tasks from the plan."""
    from guihua.ledgers.importing import BadRows, import_file, prepare

    ledger, at, actor = ledger_named(args.ledger), at_of(args), actor_of(args)
    if not (args.files or args.from_plan or args.link):
        raise GuihuaError(
            "LG-NOTHING",
            "没有指明文件 no file was named",
            "写明文件，或加 give a file, or add --from-plan or --link",
        )
    form = _format(args, ledger)
    with opened(args, create=True) as store:
        known = bodies_of(store)
        journal = journal_of(store, ledger, known)
        for file in args.files:
            try:
                batch = (
                    prepare(journal, file, at, actor, names=known.full, format=form)
                    if args.dry_run
                    else import_file(journal, file, at, actor, skip_bad=args.skip_bad, names=known.full, format=form)
                )
            except BadRows as error:
                print_bad(ledger, error.batch.bad)
                raise
            print_bad(ledger, batch.bad)
            drafts = f"，其中草案 drafts {len(batch.drafts)}" if batch.drafts else ""
            done = 0 if args.dry_run else len(batch.events)
            told = f"读入 read {batch.rows} 行，入账 recorded {done}{drafts}，无变化 same {batch.same}"
            print(f"{file.name}: {told}", file=sys.stderr)
            strangers = known.strangers(_bodies_in(ledger, batch.events))
            if strangers:
                print(f"  机构名录里没有 not in the register of bodies: {'、'.join(strangers)}", file=sys.stderr)
            if batch.unknown:
                print(f"  未用的列 columns not used: {'、'.join(batch.unknown)}", file=sys.stderr)
        if args.from_plan or args.link:
            _from_plan(args, journal)
    return 0


def _format(args: argparse.Namespace, ledger: Ledger) -> Format | None:
    """The import format that is meant; GuihuaError LG-FORMAT where there is none, or it is of another ledger."""
    if not args.import_format:
        return None
    from guihua.ledgers.formats import load_formats
    from guihua.project import find_project

    project = find_project()
    known = load_formats(declared(), project.ledgers if project is not None else None)
    found = known.get(args.import_format)
    if found is None or found.ledger != ledger.name:
        title = f"本台账没有这种导入格式 no import format {args.import_format!r} of this ledger"
        hint = "、".join(f.name for f in known.values() if f.ledger == ledger.name) or "formats/*.yaml"
        raise GuihuaError("LG-FORMAT", title, hint)
    return found


def _bodies_in(ledger: Ledger, events: Sequence[Event]) -> list[str]:
    """The bodies that events name as holders, in their order."""
    values = (event.values.get(name) for event in events for name in ledger.holders)
    return [body for value in values if value for body in ((value,) if isinstance(value, str) else value)]


def run_sheet(args: argparse.Namespace) -> int:
    """Write a prefilled sheet, or one for each body."""
    from guihua.cli._output import form_of
    from guihua.ledgers.ledger import CLOSED
    from guihua.ledgers.sheets import Request, write_sheet

    ledger = ledger_named(args.ledger)
    if args.month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", args.month):
        raise GuihuaError("LG-MONTH", f"{args.month!r} 不是月份 is no month", "写成 write 2018-05")
    if not args.all_bodies:
        form_of(str(args.output), None, {".xlsx": ("xlsx",)}, files_only=frozenset({""}))
    with opened(args) as store:
        journal = journal_of(store, ledger)
        if not args.all_bodies:
            _held(journal, args.body, args.new_rows)
            count = write_sheet(journal, args.output, Request(args.body, args.month, args.new_rows, lang()))
            print(f"{args.output}: {count} 项 objects", file=sys.stderr)
            return 0
        args.output.mkdir(parents=True, exist_ok=True)
        open_ = (s for s in journal.states().values() if ledger.meaning(s.state) not in CLOSED)
        for body in sorted({b for s in open_ for n in ledger.holders for b in s.many(n)}):
            file = args.output / f"{ledger.words.zh}-{_file_name(body)}-{args.month or 'now'}.xlsx"
            count = write_sheet(journal, file, Request(body, args.month, False, lang()))
            print(f"{file}: {count} 项 objects", file=sys.stderr)
    return 0


def _held(journal: Journal, body: str, new_rows: int) -> None:
    """Refuse a sheet for a body that nothing is with: its name is wrong, most often."""
    names, states = journal.ledger.holders, journal.states().values()
    if not body or new_rows or not names or any(journal.holds(body, s) for s in states):
        return
    held = {b for s in states for n in names for b in s.many(n)}
    known = "、".join(sorted(held)[:8]) + (" …" if len(held) > 8 else "")
    raise GuihuaError(
        "LG-BODY-NOTHING",
        f"台账里没有这个单位的事项 nothing in the ledger is with {body!r}",
        f"核对名称，或加 --new-rows 留空行 check the name, or leave empty rows: {known or '—'}",
    )


def run_take(args: argparse.Namespace) -> int:
    """Take sheets back; exit status 1 where one of them was not recorded as a whole."""
    from guihua.ledgers.taking import sheet_of, take_sheet

    status = 0
    with opened(args) as store:
        for file in args.files:
            name, body, _ = sheet_of(file)
            ledger = ledger_named(name)
            journal = journal_of(store, ledger)
            actor = actor_of(args, body=body, role="reporter" if body else "planner")
            taken = take_sheet(journal, file, at_of(args), actor, skip_bad=args.skip_bad, dry=args.dry_run)
            _print_taken(ledger, file, taken)
            status |= bool(taken.bad or taken.conflicts)
    return status


def run_act(args: argparse.Namespace) -> int:
    """Do one thing to one object."""
    from guihua.ledgers.desk import Desk
    from guihua.ledgers.journal import now
    from guihua.proof.hashes import digest

    ledger = ledger_named(args.ledger)
    act = ledger.transition(args.act)
    if act is None and args.act not in (CORRECT, VOID):
        names = "、".join(f"{t.name} {word(t.words)}" for t in ledger.transitions)
        raise GuihuaError("LG-ACTION", f"本台账没有动作 no act {args.act!r}", f"{names}、correct、void")
    evidence = tuple(Evidence(f.name, str(digest(_bytes(f), ledger.digest))) for f in args.evidence)
    with opened(args, create=True) as store:
        journal = journal_of(store, ledger)
        before = journal.state(args.id)
        to = args.to or (act.targets[0] if act and act.targets else "")
        if act and before and not args.to and before.state in act.targets:
            to = before.state
        corrects = journal.event(args.corrects).id if args.corrects else ""
        values, actor = _values(ledger, args.set), actor_of(args)
        event = Event(
            ledger.name, args.id, args.act, at_of(args), now(), actor, to, values, evidence, args.basis, corrects
        )
        state = Desk(store, declared(), date.max).record(journal, event)
        warn_of_vetoes(store, ledger, [state], event.at)
    status = ledger.status(state.state)
    print(f"{args.id}  {word(status.words) if status else state.state}  （{state.events} 条记录 events）")
    return 0


def run_pauses(args: argparse.Namespace) -> int:
    """The working days of the ledger of pauses into the cases of approval."""
    from guihua.ledgers.pausing import suspensions

    with opened(args, create=True) as store:
        cases, pauses = (journal_of(store, ledger_named(name)) for name in ("approvals", "pauses"))
        events = suspensions(cases, pauses, at_of(args), actor_of(args))
        cases.record(events)
    print(f"更新 updated {len(events)} 件 cases", file=sys.stderr)
    return 0


def run_move(args: argparse.Namespace) -> int:
    """Move what is with bodies that are no more to the bodies that followed them, by record."""
    from guihua.ledgers.bodies import move, moves

    at = at_of(args)
    chosen = [ledger_named(n) for n in args.ledgers] or [x for x in declared().values() if x.transition("move")]
    with opened(args) as store:
        known = bodies_of(store, at)
        for ledger in chosen:
            journal = journal_of(store, ledger, known)
            found = moves(journal, known)
            for item in found:
                to = item.to[0] if item.decided else f"须人工确定 a person must decide: {'、'.join(item.to)}"
                print(f"{ledger.name}  {item.subject}  {item.source} → {to}  {item.basis}")
            decided = [m for m in found if m.decided]
            if decided and not args.dry_run:
                move(journal, decided, at, actor_of(args))
            if found:
                done = 0 if args.dry_run else len(decided)
                print(f"{ledger.name}: 转隶 moved {done}，待定 undecided {len(found) - len(decided)}", file=sys.stderr)
    return 0


def run_documents(args: argparse.Namespace) -> int:
    """Draw up documents as .docx drafts."""
    from guihua.cli._settings import filing_of
    from guihua.ledgers.register import register
    from guihua.reporting.ledger_documents import Order, draw_up

    ledger = ledger_named(args.ledger)
    with opened(args) as store:
        known = register(journal_of(store, ledger_named("bodies")), as_of(args))
        order = Order(
            as_of(args),
            args.month,
            args.body,
            args.id,
            args.issuer,
            args.within,
            args.to,
            args.cc,
            filing_of(args),
            known,
        )
        drawn = draw_up(journal_of(store, ledger), args.kind, order)
    return write_papers(drawn, args.output)


def write_papers(drawn: Sequence[Drawn], folder: Path) -> int:
    """Write papers as .docx into a folder, each whole or not at all, and name the files."""
    from guihua.plan.files import write_whole
    from guihua.reporting.docx_writer import write_docx

    folder.mkdir(parents=True, exist_ok=True)
    for item in drawn:
        file = folder / f"{_file_name(item.name)}.docx"
        write_whole(file, write_docx(item.document))
        print(file)
    if not drawn:
        print("没有需要成文的事项 nothing to draw up", file=sys.stderr)
    return 0


def _from_plan(args: argparse.Namespace, journal: Journal) -> None:
    from guihua.ledgers.linking import linkable, links, proposals
    from guihua.project import read_plan, require_project

    if not linkable(journal.ledger):
        raise GuihuaError(
            "LG-PLAN", "本台账不由规划生成 this ledger is not made from the plan", "use tasks", journal.ledger.name
        )
    project = require_project()
    plan = read_plan(project.plan_file if project.plan_file.exists() else project.plan)
    at = at_of(args)
    if args.link:
        events = links(journal, plan, at, actor_of(args))
        if not args.dry_run:
            journal.record(events)
        print(f"关联规划原句 linked {len(events)} 项", file=sys.stderr)
    if args.from_plan:
        events = proposals(journal, plan, at)
        if not args.dry_run:
            journal.record(events)
        print(f"由规划生成草案 proposed {len(events)} 项（待确认牵头单位 to be taken by a person）", file=sys.stderr)


def _values(ledger: Ledger, pairs: Sequence[str]) -> dict[str, Value | None]:
    from guihua.ledgers.importing import match_field
    from guihua.ledgers.values import Wrong, normal
    from guihua.ledgers.wording import explain

    found: dict[str, Value | None] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        field = match_field(ledger, name)
        if field is None or not sign:
            names = "、".join(f"{f.name} {word(f.words)}" for f in ledger.fields)
            raise GuihuaError("LG-FIELD", f"没有这一栏 no field in {pair[:40]!r}", names)
        value = normal(field, text)
        if isinstance(value, Wrong):
            raise GuihuaError("LG-VALUE", f"{explain(ledger, value)} {explain(ledger, value, 'en')}", "", pair[:60])
        found[field.name] = value
    return found


def print_bad(ledger: Ledger, bad: Sequence[BadCell]) -> None:
    from guihua.ledgers.wording import explain

    for item in bad[:SHOWN]:
        print(f"{item.place}\t{explain(ledger, item.wrong, lang())}")
    if len(bad) > SHOWN:
        print(f"… 另有 and {len(bad) - SHOWN} more")


def _print_taken(ledger: Ledger, file: Path, taken: Taken) -> None:
    def name(field: str) -> str:
        found = ledger.field(field)
        return word(found.words) if found else ("状态" if field == "state" else field)

    for change in taken.changes:
        before, after = (ledger.status(v) for v in (change.before, change.after))
        shown = (word(before.words) if before else change.before, word(after.words) if after else change.after)
        print(f"{change.subject}\t{name(change.field)}\t{shown[0]} → {shown[1]}")
    for clash in taken.conflicts:
        told = f"本表 here {clash.here!r}，台账 there {clash.there!r}（发表时 sent {clash.base!r}）"
        print(f"! {clash.place}	{clash.subject}	{name(clash.field)}	{told}")
    print_bad(ledger, taken.bad)
    done = len(taken.events) if taken.recorded else 0
    print(
        f"{file.name}: 入账 recorded {done}，冲突 conflicts {len(taken.conflicts)}，有误 bad {len(taken.bad)}",
        file=sys.stderr,
    )
    if taken.marked:
        print(f"  已标注 marked copy: {taken.marked}", file=sys.stderr)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise GuihuaError(
            "LG-EVIDENCE", f"佐证材料打不开 evidence cannot be read: {error.strerror}", "", str(file)
        ) from None


def _file_name(text: str) -> str:
    return re.sub(r'[\\/:*?"<>|\s]+', "_", text)[:80]
