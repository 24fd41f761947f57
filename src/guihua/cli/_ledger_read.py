"""`guihua ledger list | state | due | history | figures | union | verify`: what is there, and whether it holds."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.cli._ledger import bodies_of, declared, journal_of, lang, ledger_named, opened, warn_of_vetoes, word
from guihua.cli._store import as_of
from guihua.cli._text import shorten, text_table
from guihua.errors import GuihuaError
from guihua.ledgers.ledger import CLOSED, Ledger, State
from guihua.plan.cells import csv_text

if TYPE_CHECKING:
    from guihua.ledgers.figures import Figure
    from guihua.plan.plan import Plan
    from guihua.plan.statement import Statement
    from guihua.storage import Store


def run_list(args: argparse.Namespace) -> int:
    """All ledgers, how many objects and events each holds, and what of the plan each serves."""
    counts = _counts(args)
    zh = lang() == "zh"
    rows = []
    for name, ledger in sorted(declared().items()):
        objects, events = counts.get(name, ("—", "—")) if counts is not None else ("", "")
        serves = "；".join(f"{section} {what}" for section, what in ledger.serves)
        rows.append((name, ledger.shape, word(ledger.words), objects, events, shorten(serves, 60)))
    head = (
        ("台账", "类型", "名称", "事项", "记录", "服务的规划内容")
        if zh
        else ("ledger", "shape", "name", "objects", "events", "serves")
    )
    print(text_table(head, rows, frozenset({3, 4})))
    return 0


def run_state(args: argparse.Namespace) -> int:
    """Objects and where they stand, or one object in full."""
    from guihua.ledgers.sheets import in_order

    ledger = ledger_named(args.ledger)
    with opened(args) as store:
        journal = journal_of(store, ledger)
        if args.missing:
            return _missing(journal.ledger, store)
        dated = as_of(args) if args.as_of else None
        states = journal.states(as_of=dated, known=args.known)
        if args.id:
            if args.id not in states:
                hint = f"guihua ledger state {ledger.name}"
                raise GuihuaError("LG-ABSENT", f"没有这个编号 no object {args.id!r}", hint)
            states = {args.id: states[args.id]}
        if args.body:
            states = {i: s for i, s in states.items() if journal.holds(args.body, s)}
        warn_of_vetoes(store, ledger, list(states.values()), as_of(args))
    _print_states(ledger, in_order(states), args.format, full=bool(args.id))
    return 0


def run_due(args: argparse.Namespace) -> int:
    """What is owed on a day, over all ledgers or some."""
    from guihua.ledgers.due import due
    from guihua.ledgers.wording import title_of

    chosen = [ledger_named(n) for n in args.ledgers] or list(declared().values())
    on, zh, rows = as_of(args), lang() == "zh", []
    with opened(args) as store:
        known = bodies_of(store, on)
        for ledger in chosen:
            journal = journal_of(store, ledger, known)
            states = journal.states(as_of=on)
            for item in due(ledger, states, on):
                mine = not args.body or any(known.same(args.body, b) for b in item.bodies)
                if mine and (item.overdue or not args.overdue):
                    title = title_of(ledger, states[item.subject])
                    day = (
                        item.day.isoformat()
                        if item.day
                        else {"calendar": "未知" if zh else "unknown"}.get(item.why, "—")
                    )
                    left, bodies = _left(item.left, item.working), "、".join(item.bodies)
                    names = (ledger.name, item.subject, shorten(title, 36), word(item.deadline))
                    rows.append((*names, day, left, bodies))
    head = (
        ("台账", "编号", "事项", "时限", "到期日", "剩余", "单位")
        if zh
        else ("ledger", "id", "object", "deadline", "day", "left", "bodies")
    )
    print(text_table(head, rows))
    print(f"截至 as of {on}: {len(rows)} 项", file=sys.stderr)
    return 0


def run_history(args: argparse.Namespace) -> int:
    """Who did what to an object, when, with which evidence; the id of each event."""
    from guihua.ledgers.wording import role_word

    ledger = ledger_named(args.ledger)
    with opened(args) as store:
        items = journal_of(store, ledger).history(args.id)
    for item in items:
        event = item.event
        act = ledger.transition(event.action)
        name = word(act.words) if act else event.action
        to = ledger.status(event.to)
        whom = event.actor.body or role_word(event.actor.role, lang())
        print(f"{item.id[:12]}  {event.at}  {name}{' → ' + word(to.words) if to else ''}  {event.actor.by}（{whom}）")
        for field, value in event.values.items():
            found = ledger.field(field)
            shown = value if isinstance(value, str) else "、".join(value or ()) or "（清空 cleared）"
            print(f"    {word(found.words) if found else field}: {shorten(shown, 100)}")
        if event.basis:
            print(f"    依据 basis: {event.basis}")
        if event.corrects:
            print(f"    更正 corrects: {event.corrects[:12]}")
        for piece in event.evidence:
            print(f"    佐证 evidence: {piece.name} {piece.digest}")
    return 0


def run_figures(args: argparse.Namespace) -> int:
    """Counts, sums and shares as of a day; what is missing; the events behind."""
    from guihua.ledgers.figures import figures, serving
    from guihua.storage import log

    named = [ledger_named(n) for n in args.ledgers]
    on, zh, rows, plan = as_of(args), lang() == "zh", [], _plan()
    with opened(args, create=False) as store:
        kept = set(log.ledgers(store))
        chosen = named or [x for x in declared().values() if x.feeds and x.name in kept]
        known = bodies_of(store, on)
        for ledger in chosen:
            journal = journal_of(store, ledger, known)
            found = figures(journal, on, known=args.known, others=declared())
            targets = serving(ledger, plan) if plan else {}
            for figure in found:
                rows.append((*_figure_row(figure), _promised(targets.get(figure.feed))))
                if args.trail:
                    rows += [("", f"  {s}", "", "", "", "") for s in figure.subjects]
                    rows += [("", f"  ? {g.subject}", "", "", _field_word(ledger, g.field), "") for g in figure.gaps]
            if args.publish:
                _publish(store, ledger, found)
    head = (
        ("台账", "指标", "数值", "单位", "缺项", "规划目标")
        if zh
        else ("ledger", "figure", "value", "unit", "missing", "target")
    )
    print(text_table(head, rows, frozenset({2, 4})))
    print(f"截至 as of {on}；有缺项的计数是下限 with something missing a count is a lower bound", file=sys.stderr)
    return 0


def run_union(args: argparse.Namespace) -> int:
    """The unions there are; of one, its objects by region: an object that two ledgers hold counts once."""
    from guihua.ledgers.unions import gather, load_unions

    known = declared()
    unions = load_unions(known)
    if not args.union:
        names = [
            (u.name, word(u.words), "、".join(word(known[m.ledger].words) for m in u.members)) for u in unions.values()
        ]
        return _put(("合图", "名称", "台账") if lang() == "zh" else ("union", "name", "ledgers"), names, args.format)
    union = next((u for u in unions.values() if u.name == args.union or u.words.meant_by(args.union)), None)
    if union is None:
        raise GuihuaError("LG-UNION", f"没有合图 no union {args.union!r}", f"可用 there are: {', '.join(unions)}")
    on = as_of(args)
    with opened(args) as store:
        placed = gather(union, store, known, on, args.known)
    rows = [(p.region or "—", _place(p.region), p.name, "、".join(p.ledgers)) for p in placed]
    lost = sum(not p.region for p in placed)
    print(f"截至 as of {on}: {len(placed)} {union.per}，其中地区不明 place not known {lost}", file=sys.stderr)
    head = ("代码", "地区", "对象", "台账") if lang() == "zh" else ("code", "region", "object", "ledgers")
    return _put(head, rows, args.format)


def _place(code: str) -> str:
    from guihua.plan.regions import region

    place = region(code) if code else None
    return "—" if place is None else (place.name if lang() == "zh" else place.name_en or place.name)


def _put(head: Sequence[str], rows: Sequence[Sequence[str]], form: str) -> int:
    """Print a table as text, CSV or JSON."""
    if form == "json":
        print(json.dumps([dict(zip(head, row, strict=True)) for row in rows], ensure_ascii=False))
    else:
        sys.stdout.write(csv_text([head, *rows]) if form == "csv" else text_table(head, rows) + "\n")
    return 0


def _plan() -> Plan | None:
    """The project's plan where it has been read, to set its targets beside the figures."""
    from guihua.plan.planfile import read_planfile
    from guihua.project import find_project

    project = find_project()
    return read_planfile(project.plan_file) if project and project.plan_file.exists() else None


def _promised(target: Statement | None) -> str:
    from guihua.view.statements import value_words

    return f"{target.year or ''} {value_words(target, lang())}".strip() if target else ""


def run_verify(args: argparse.Namespace) -> int:
    """Check logs from the first record to the last; exit status 1 where anything does not fit."""
    from guihua.ledgers.journal import verify_log
    from guihua.ledgers.permission import same_name
    from guihua.storage import log

    try:
        context = opened(args)
        store = context.__enter__()
    except GuihuaError as error:
        if error.code != "STORE-ABSENT":
            raise
        print("尚无记录，无可核验 no records yet, nothing to verify", file=sys.stderr)
        return 0
    try:
        names = args.ledgers or log.ledgers(store)
        bad = 0
        known, rules = bodies_of(store), declared()
        for name in names:
            ledger = rules.get(name)
            same = journal_of(store, ledger, known).same_body if ledger else same_name
            audit = verify_log(store, name, ledger, same)
            if ledger is None:
                print(
                    f"{name}: 没有申报，办理记录未按规则重演 not declared here: its acts were held against no rules",
                    file=sys.stderr,
                )
            size = audit.head.size if audit.head else 0
            root = str(audit.head.root)[:19] if audit.head else "—"
            print(f"{'✗' if audit.faults else '✓'} {name}  {size} 条 records  {root}…")
            for fault in audit.faults[:20]:
                print(f"    {fault.what}  position {fault.position}")
            bad += bool(audit.faults)
        bad += sum(not _check_head(store, file, args.key) for file in args.head)
        if args.bundle:
            _export(store, names, args.bundle)
        if args.save_head:
            _save_heads(store, names, args.save_head, args.sign)
    finally:
        context.__exit__(None, None, None)
    if not names:
        print("尚无记录，无可核验 no records yet, nothing to verify", file=sys.stderr)
    elif not bad and not args.head:
        print("完整；来源未证明（用 --head 对照早先保存的根） intact; origin not proved", file=sys.stderr)
    return 1 if bad else 0


def _counts(args: argparse.Namespace) -> dict[str, tuple[str, str]] | None:
    try:
        with opened(args) as store:
            objects = store.execute("SELECT ledger, COUNT(*) FROM log_state GROUP BY ledger")
            events = {
                str(n): str(c) for n, c in store.execute("SELECT ledger, MAX(size) FROM log_head GROUP BY ledger")
            }
            return {str(n): (str(c), events.get(str(n), "0")) for n, c in objects}
    except GuihuaError:
        return None


def _missing(ledger: Ledger, store: Store) -> int:
    from guihua.ledgers.figures import gaps

    found = gaps(journal_of(store, ledger))
    rows = [(g.subject, _field_word(ledger, g.field)) for g in found]
    print(text_table(("编号", "不掌握") if lang() == "zh" else ("id", "not known"), rows))
    print(f"{len({g.subject for g in found})} 个事项有缺项 objects with something missing", file=sys.stderr)
    return 0


def _print_states(ledger: Ledger, states: Sequence[State], form: str, *, full: bool) -> None:
    if form == "json":
        for s in states:
            row = {
                "id": s.subject,
                "state": s.state,
                "since": s.since.isoformat(),
                "last": s.last.isoformat(),
                "events": s.events,
            }
            print(json.dumps({**row, "values": dict(s.values)}, ensure_ascii=False))
        return
    if form == "csv":
        head = ["id", "state", "since", *(f.name for f in ledger.fields)]
        body = ([s.subject, s.state, s.since.isoformat(), *(s.text(f.name) for f in ledger.fields)] for s in states)
        sys.stdout.write(csv_text([head, *body]))
        return
    if full:
        for s in states:
            print(f"{s.subject}  {_status(ledger, s)}  （自 since {s.since}，{s.events} 条记录 events）")
            print("\n".join(f"  {word(f.words)}: {s.text(f.name)}" for f in ledger.fields if s.text(f.name)))
        return
    from guihua.ledgers.wording import title_of

    zh = lang() == "zh"
    title, held = ledger.fields[0], ledger.holders
    rows = [
        (
            s.subject,
            _status(ledger, s),
            s.since.isoformat(),
            shorten(title_of(ledger, s), 60),
            "、".join(b for n in held for b in s.many(n)),
        )
        for s in states
    ]
    print(
        text_table(
            ("编号", "状态", "起始日", word(title.words), "单位")
            if zh
            else ("id", "state", "since", word(title.words), "bodies"),
            rows,
        )
    )
    closed = sum(ledger.meaning(s.state) in CLOSED for s in states)
    print(f"共 {len(states)} 项，其中已了结 {closed} 项 objects, of which closed", file=sys.stderr)


def _status(ledger: Ledger, state: State) -> str:
    found = ledger.status(state.state)
    return word(found.words) if found else state.state


def _left(left: int | None, working: bool) -> str:
    if left is None:
        return ""
    unit = "个工作日" if working else "天"
    return f"逾期{-left}{unit}" if left < 0 else f"{left}{unit}"


def _field_word(ledger: Ledger, name: str) -> str:
    found = ledger.field(name)
    return word(found.words) if found else name


def _figure_row(figure: Figure) -> tuple[str, str, str, str, str]:
    share = f"（{figure.part}/{figure.whole}）" if figure.part is not None else ""
    floor = "≥" if figure.gaps and figure.part is None else ""
    value = "—" if figure.value is None else f"{floor}{figure.value}"
    return (
        figure.ledger,
        f"{word(figure.words)}{share}",
        value,
        figure.unit,
        str(len(figure.gaps)) if figure.gaps else "",
    )


def _publish(store: Store, ledger: Ledger, found: Sequence[Figure]) -> None:
    from guihua.ledgers.figures import observations
    from guihua.project import require_project
    from guihua.statistics import holding
    from guihua.storage import log

    head = log.head(store, ledger.name)
    if head is None:
        return
    rows = observations(found, head, require_project().region, word(ledger.words))
    if not rows:
        print(f"{ledger.name}: 没有可存的数（须完整并写明规划指标）nothing to store", file=sys.stderr)
        return
    added = holding.add(store, rows, name=f"ledger {ledger.name}")
    print(f"{ledger.name}: 存入 stored {added.stored}，已有 known {added.same}", file=sys.stderr)


def _export(store: Store, names: Sequence[str], folder: Path) -> None:
    from datetime import date

    from guihua.ledgers.bundle import log_bundle
    from guihua.proof.bundle import write

    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        file = folder / f"{name}.bundle.json"
        partial = file.with_name(f".{file.name}.partial")
        partial.write_bytes(write(log_bundle(journal_of(store, ledger_named(name)), date.today())))
        partial.replace(file)
        print(f"已导出 exported {file}", file=sys.stderr)


def _check_head(store: Store, file: Path, key: str) -> bool:
    from guihua.ledgers.journal import Journal
    from guihua.proof import heads

    data = file.read_bytes()
    signed = heads.read_signed(data) if b'"signature"' in data else None
    head = signed.head if signed else heads.read_head(data)
    ledger = declared().get(head.log)
    if ledger is None:
        raise GuihuaError("LG-UNKNOWN", f"没有台账 no ledger {head.log!r}", "", str(file))
    holds = Journal(store, ledger).extends(head)
    told = "日志以此根为前段 the log begins with it" if holds else "日志与此根不符 the log does not begin with it"
    if signed and key:
        good = heads.signed_by(signed, key)
        told += "；签名有效 signature good" if good else "；签名无效 signature bad"
        holds = holds and good
    elif signed:
        told += "；签名未核验（用 --key） signature not checked"
    print(f"{'✓' if holds else '✗'} {file.name}  {head.log} {head.size}  {told}")
    return holds


def _save_heads(store: Store, names: Sequence[str], folder: Path, key_file: Path | None) -> None:
    from guihua.proof import heads
    from guihua.storage import log

    folder.mkdir(parents=True, exist_ok=True)
    key = key_file.read_text(encoding="utf-8").strip() if key_file else ""
    for name in names:
        head = log.head(store, name)
        if head is None:
            continue
        file = folder / f"{name}-{head.size}.head.json"
        file.write_bytes(heads.sign(head, key).to_bytes() if key else head.to_bytes())
        print(f"已保存 saved {file}", file=sys.stderr)
