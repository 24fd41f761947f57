"""Fill the ledgers of a project with made-up rows, so that an example shows each at work. Nothing in them is real.

    python scripts/seed_ledgers.py [--store STORE] [--seed 13] [--objects 8]

Run in the project's folder. The same seed gives the same rows. Every row is recorded by 示例生成 (guihua.mechanisms.systems.MADE),
with a basis that says so, names that begin with 示例, and values drawn within what each field allows; a ledger that holds
records already is left alone.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from guihua.cli._ledger import declared
from guihua.cli._store import store_of
from guihua.ledgers.events import step
from guihua.ledgers.importing import object_id
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import (
    CLOSED,
    NEW,
    Actor,
    Event,
    Evidence,
    Feed,
    Field,
    FieldType,
    Ledger,
    Stamped,
    State,
    Transition,
    Value,
)
from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.mechanisms.core.examples import run_example
from guihua.mechanisms.core.keeping import keep, kept
from guihua.mechanisms.systems import MADE, links
from guihua.plan.codes import credit_check, organisation_check
from guihua.project import find_project
from guihua.proof.hashes import digest

KEPT_BY_PEOPLE = frozenset({
    "bodies", "regions", "submission", "release", "reminders", "systems", "tasks", "league_tasks", "allotments", "oversight",
    "oversight_lines", "self_assessments", "evaluation_work", "evaluation_opinions",
})  # fmt: skip
"""What an office itself writes: its bodies, its sheets, its decisions and how it works; none of it is made up."""
FIRST, LAST = date(2017, 1, 9), date(2018, 11, 30)
LEAGUES = ("呼和浩特市", "包头市", "鄂尔多斯市", "赤峰市", "通辽市", "乌海市", "乌兰察布市", "阿拉善盟")
BODIES = (
    "内蒙古自治区经济和信息化委员会",
    "内蒙古自治区发展和改革委员会",
    "内蒙古自治区财政厅",
    "内蒙古自治区科学技术厅",
)
BASIS = "示例数据，由程序生成，不是真实记录"
LEFT_OPEN = frozenset({"valid_to", "revoked_on", "successor", "resumed_on"})
MOST_ACTS = 3


def main() -> None:
    """Seed every ledger of the project that holds nothing yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", default="")
    parser.add_argument("--runs", default="", help="where runs are kept (the project's runs/)")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--objects", type=int, default=8)
    args = parser.parse_args()
    rows = ledgers = 0
    with store_of(args, create=True) as store:
        for name, ledger in sorted(declared().items()):
            journal = Journal(store, ledger)
            if name in KEPT_BY_PEOPLE or journal.head() is not None:
                continue
            events = (
                linked(ledger) if name == "links" else made(ledger, random.Random(f"{args.seed}:{name}"), args.objects)
            )
            journal.record(events)
            rows, ledgers = rows + len(events), ledgers + 1
    print(f"{ledgers} 个台账、{rows} 条示例记录 made-up records；{runs(args.runs)} 次示例办理 made-up runs")


def runs(folder: str) -> int:
    """Each mechanism once, on the first of its own examples that can be run, unless a run of it is kept already."""
    project = find_project()
    root = Path(folder) if folder else project.root / "runs" if project else None
    count = 0
    for declaration in load_mechanisms().values() if root else ():
        if root is None or kept(root, declaration.name, most=1):
            continue
        found = next((run for e in declaration.examples if (run := run_example(declaration, e)[0]) is not None), None)
        if found is not None:
            keep(replace(found, by=MADE, at=f"{LAST.isoformat()}T00:00:00+00:00"), root)
            count += 1
    return count


def made(ledger: Ledger, chance: random.Random, objects: int) -> list[Event]:
    """Objects, each brought in by the act of the ledger that makes one and taken some acts further."""
    events: list[Event] = []
    seen: set[str] = set()
    for number in range(objects):
        own = list(_life(ledger, chance, number))
        if own[0].subject not in seen:
            seen.add(own[0].subject)
            events += own
    return events


def linked(ledger: Ledger) -> list[Event]:
    """The systems of other bodies, those that export something with a made import."""
    found = []
    for number, link in enumerate(links()):
        values: dict[str, Value | None] = {"name": link.name, "title": link.zh, "holder": link.holder, "way": "链接"}
        if link.into:
            values |= {"way": "导入导出表", "format": link.format, "into": link.into, "rows": "8"}
            values["imported_on"] = (FIRST + timedelta(30 * number)).isoformat()
        found.append(
            Event(ledger.name, link.name, "list", FIRST, now(), _actor(("planner",)), "listed", values, basis=BASIS)
        )
    return found


def _life(ledger: Ledger, chance: random.Random, number: int) -> Iterator[Event]:
    """One object: the act that makes it, then acts that its state allows, until it is closed or enough was done."""
    day = FIRST + timedelta(chance.randrange(300))
    state: State | None = None
    subject = ""
    for count in range(1 + chance.randrange(MOST_ACTS + 1)):
        before = state.state if state else NEW
        acts = [t for t in ledger.transitions if before in t.sources and _doable(t, before)]
        if not acts or (state is not None and ledger.meaning(state.state) in CLOSED):
            return
        act = acts[0] if state is None else chance.choice(acts)
        values = _values(ledger, act, state, chance, number, day)
        subject = subject or object_id(ledger, values)
        to = act.targets[0] if act.targets else ""
        person = "复核" if act.other_than else ""
        evidence = (Evidence("示例佐证.pdf", str(digest(b"made up", ledger.digest))),) if act.evidence else ()
        event = Event(
            ledger.name,
            subject,
            act.name,
            day,
            now(),
            _actor(act.who, person, values, ledger, state),
            to,
            values,
            evidence,
            BASIS,
        )
        yield event
        state = step(state, Stamped(count, str(count), event))
        day = min(day + timedelta(20 + chance.randrange(90)), LAST)


def _doable(act: Transition, state: str) -> bool:
    """Acts that end an object's record early or need another object are left to people."""
    ends = {"move", "merge", "revoke", "suspend", "restore", "dismiss", "drop", "remove", "correct"}
    return act.name not in ends and not (act.not_before and state == NEW)


def _actor(
    who: tuple[str, ...],
    person: str = "",
    values: dict[str, Value | None] | None = None,
    ledger: Ledger | None = None,
    state: State | None = None,
) -> Actor:
    """Made up, in a role that may; an owner acts for the body that holds the object."""
    for role in ("planner", "reviewer", "system", "leader", "administrator"):
        if role in who:
            return Actor(MADE + person, BODIES[0], role)
    held = (
        ((values or {}).get(n) or (state.values.get(n) if state else None)) for n in (ledger.holders if ledger else ())
    )
    body = next((b if isinstance(b, str) else b[0] for b in held if b), BODIES[0])
    return Actor(MADE + person, body, "reporter")


def _values(
    ledger: Ledger, act: Transition, state: State | None, chance: random.Random, number: int, day: date
) -> dict[str, Value | None]:
    """A value for what the act needs; at the first act for nearly every field."""
    wanted = {*act.needs, *(f.name for f in ledger.fields if f.required), *ledger.key}
    values: dict[str, Value | None] = {}
    for field in ledger.fields:
        there = state is not None and field.name in state.values
        first = state is None and field.name not in LEFT_OPEN
        if (field.name in wanted and (not there or field.name in act.needs)) or first:
            values[field.name] = _value(field, chance, number, day)
    if state is not None:
        values = {n: v for n, v in values.items() if n not in ledger.key}
    for feed in ledger.feeds:
        _within(feed, values, chance)
    return values


def _within(feed: Feed, values: dict[str, Value | None], chance: random.Random) -> None:
    """What is divided into a share of a whole stays below it."""
    above, below = values.get(feed.of), values.get(feed.by)
    if feed.measure == "quotient" and feed.times == "100" and isinstance(above, str) and isinstance(below, str):
        share = chance.randrange(55, 98)
        values[feed.of] = str(int(float(below)) * share // 100)


def _value(field: Field, chance: random.Random, number: int, day: date) -> Value:
    if field.type in (FieldType.NUMBER, FieldType.INTEGER):
        low = int(float(field.minimum or 0))
        if field.name in ("year", "data_year") or low >= 1990:
            return str(2017 + chance.randrange(2))
        high = min(int(float(field.maximum)) if field.maximum else 400, 400)
        return str(max(low, 1) + chance.randrange(max(1, high - max(low, 1) + 1)))
    if field.options:
        return chance.choice(field.options).zh
    kinds: dict[FieldType, Value] = {
        FieldType.DATE: (day - timedelta(chance.randrange(60))).isoformat(),
        FieldType.MONTH: f"2018-{1 + chance.randrange(10):02}",
        FieldType.BODY: chance.choice(BODIES),
        FieldType.BODIES: (chance.choice(BODIES),),
        FieldType.LIST: (f"示例{number + 1}甲", f"示例{number + 1}乙"),
        FieldType.CREDIT_CODE: _credit_code(chance),
        FieldType.REGION_CODE: chance.choice(("150100", "150200", "150600")),
        FieldType.INDUSTRY_CODE: chance.choice(("C26", "B06", "C32")),
        FieldType.PROJECT_CODE: f"2017-150122-26-03-{chance.randrange(10**6):06}",
    }
    if field.type in kinds:
        return kinds[field.type]
    if field.name == "league":
        return chance.choice(LEAGUES)
    return f"示例{field.words.zh}{number + 1}"


def _credit_code(chance: random.Random) -> str:
    """A code that is well formed; the organisation in it is made up."""
    while True:
        organisation = "".join(chance.choice("0123456789ABCDEFGH") for _ in range(8))
        first = f"91150000{organisation}{organisation_check(organisation)}"
        if first[16] in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            return first + credit_check(first)


if __name__ == "__main__":
    main()
