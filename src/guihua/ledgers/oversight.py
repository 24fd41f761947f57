"""督办: a matter and its lines. Handing out makes a line for each body; the matter is answered when every line is; lights by dates.

The matter's ledger says what is asked, on whose instruction and how it ended; each body's own line says what that body
did. Both are written together or not at all. What stands in the way of an act is said here, for the command and the site alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from guihua.errors import GuihuaError
from guihua.ledgers.due import due
from guihua.ledgers.importing import object_id
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import CLOSED, Actor, Event, State, Value, Words
from guihua.ledgers.sheets import in_order
from guihua.plan.data import load

MATTERS: Final = "oversight"
LINES: Final = "oversight_lines"
LEAD: Final = "主办"
ASSISTING: Final = "协办"
SIGN_BY: Final = "sign by"
FOLLOWED: Final = {"sign": "sign", "answer": "answer", "return": "return", "conclude": "accept"}
"""Acts on a matter → what they are on the line of its lead."""
RED, AMBER, GREEN, ENDED = "red", "amber", "green", "closed"


@dataclass(frozen=True, slots=True)
class Light:
    """One light: its name, its words, what it says."""

    name: str
    words: Words
    says: Words


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter with its lines, as it stands on a day: the light and why; late: days over the time limit, 0 where it is not over."""

    state: State
    lines: tuple[State, ...]
    light: Light
    why: str
    late: int


def hand_out(
    matters: Journal, lines: Journal, number: str, at: date, actor: Actor, duties: Mapping[str, str] | None = None
) -> dict[str, State]:
    """Hand a matter out: the act on it and a line for the lead and each assisting body, all or none. Returns the lines' states.

    duties   body → what it is to do; without it, the matter's own requirement stands

    Errors: OVERSIGHT-ABSENT; OVERSIGHT-BODY (a body that leads and assists, or several words for one line); LG-….
    """
    state = matter_of(matters, number)
    with matters.store.transaction():
        matters.record([Event(matters.ledger.name, state.subject, "assign", at, now(), actor, "assigned")])
        return lines.record(handed_out(lines, state, at, actor, duties))


def record(matters: Journal, lines: Journal, event: Event) -> State:
    """Write an act on a matter down, and what it means for the lines, all or none: handing out makes them; the lead's own
    line is signed, answered, sent back and accepted with the matter. Errors: OVERSIGHT-OPEN, OVERSIGHT-BODY, LG-….
    """
    hold_back(matters, lines, event.subject, event.action)
    with matters.store.transaction():
        state = matters.record([event])[event.subject]
        if event.action == "assign":
            lines.record(handed_out(lines, state, event.at, event.actor))
        lines.record(_with_the_lead(lines, state, event))
    return state


def _with_the_lead(lines: Journal, matter: State, event: Event) -> list[Event]:
    action = FOLLOWED.get(event.action, "")
    act = lines.ledger.transition(action)
    own = next((s for s in lines_of(lines, matter.text("number")) if s.text("part") == LEAD), None)
    if own is None or act is None or own.state not in act.sources:
        return []
    values: dict[str, Value | None] = {n: matter.text(n) for n in ("progress", "finding") if matter.text(n)}
    to = act.targets[0]
    return [Event(lines.ledger.name, own.subject, action, event.at, event.recorded, event.actor, to, values)]


def handed_out(
    lines: Journal, matter: State, at: date, actor: Actor, duties: Mapping[str, str] | None = None
) -> list[Event]:
    """The events that make a matter's lines: its lead's and each assisting body's. GuihuaError OVERSIGHT-BODY."""
    owner, others = matter.text("owner"), matter.many("others")
    if owner in others or len(set(others)) < len(others):
        raise GuihuaError(
            "OVERSIGHT-BODY",
            f"同一单位不能又主办又协办，也不能列两次 a body stands there twice: {owner}",
            "改好主办、协办单位再交办 mend the bodies, then hand out",
            matter.text("number"),
        )
    recorded = now()
    return [
        _line(lines, matter, body, part, at, recorded, actor, (duties or {}).get(body, ""))
        for body, part in ((owner, LEAD), *((b, ASSISTING) for b in others))
        if body
    ]


def obstacle(matters: Journal, lines: Journal, subject: str, action: str) -> str:
    """Why an act on a matter must wait, in words; "" where nothing stands in its way.

    A matter is answered when every assisting body has answered on its own line; it is concluded when each of these was accepted.
    """
    if matters.ledger.name != MATTERS or action not in ("answer", "conclude"):
        return ""
    state = matters.state(subject)
    mine = lines_of(lines, state.text("number")) if state else ()
    assisting = [s for s in mine if s.text("part") == ASSISTING]
    enough = ("answered", "accepted", "dropped") if action == "answer" else ("accepted", "dropped")
    waiting = "、".join(s.text("body") for s in assisting if s.state not in enough)
    if not waiting:
        return ""
    if action == "answer":
        return f"协办单位还没有反馈 assisting bodies have not answered: {waiting}"
    return f"协办单位的反馈还没有核实 answers of assisting bodies are not accepted yet: {waiting}"


def hold_back(matters: Journal, lines: Journal, subject: str, action: str) -> None:
    """GuihuaError OVERSIGHT-OPEN where an act must wait for the lines."""
    words = obstacle(matters, lines, subject, action)
    if words:
        raise GuihuaError("OVERSIGHT-OPEN", words, "先办分办台账里的各行 settle the lines of the matter first", subject)


def board(matters: Journal, lines: Journal, as_of: date) -> tuple[Matter, ...]:
    """Every matter as it stands on a day, the most pressing first."""
    states = matters.states(as_of=as_of)
    every = lines.states(as_of=as_of)
    owed = {d.subject for d in due(lines.ledger, every, as_of) if d.overdue and d.deadline.en == SIGN_BY}
    late = {d.subject for d in due(matters.ledger, states, as_of) if d.overdue and d.deadline.en == SIGN_BY}
    found = []
    for state in states.values():
        mine = tuple(s for s in in_order(every) if s.text("number") == state.text("number"))
        name, why, days = _light(matters, state, mine, as_of, state.subject in late, owed)
        found.append(Matter(state, mine, light(name), why, days))
    order = [one.name for one in lights()]
    return tuple(
        sorted(found, key=lambda m: (order.index(m.light.name), -m.late, m.state.text("due"), m.state.subject))
    )


def lines_of(lines: Journal, number: str) -> tuple[State, ...]:
    """The lines of a matter, in the order in which they were handed out."""
    return tuple(s for s in in_order(lines.states()) if s.text("number") == number)


@cache
def lights() -> tuple[Light, ...]:
    """The lights, the most urgent first."""
    rows = load("oversight.yaml", "guihua.ledgers")["lights"]
    return tuple(Light(r["name"], Words(r["zh"], r["en"]), Words(r["says"]["zh"], r["says"]["en"])) for r in rows)


def light(name: str) -> Light:
    """One light by its name."""
    return next(one for one in lights() if one.name == name)


def _light(
    matters: Journal, state: State, lines: Sequence[State], as_of: date, unsigned: bool, owed: set[str]
) -> tuple[str, str, int]:
    means = matters.ledger.meaning(state.state)
    if means in CLOSED or state.state == "concluded":
        return ENDED, "", 0
    days = [(d - as_of).days for d in [_day(state), *(_day(s) for s in lines if _open(s))] if d is not None]
    left = min(days, default=None) if state.state != "answered" else None
    if left is not None and left < 0:
        return RED, f"逾期{-left}天", -left
    if state.state == "returned" or any(s.state == "returned" for s in lines):
        return RED, "退回后未重新反馈", 0
    soon: int = load("oversight.yaml", "guihua.ledgers")["amber"]["days"]
    slow = "、".join(s.text("body") for s in lines if s.subject in owed)
    if unsigned or slow:
        return AMBER, f"逾期未签收{f'（{slow}）' if slow else ''}", 0
    if left is not None and left <= soon:
        return AMBER, f"还有{left}天到期", 0
    return GREEN, "", 0


def _open(line: State) -> bool:
    return line.state in ("waiting", "signed", "returned")


def _day(state: State) -> date | None:
    text = state.text("due")
    return date.fromisoformat(text) if text else None


def _line(
    lines: Journal, matter: State, body: str, part: str, at: date, recorded: str, actor: Actor, duty: str
) -> Event:  # fmt: skip
    values: dict[str, Value | None] = {
        "task": matter.text("problem"), "number": matter.text("number"), "body": body, "part": part,
        "due": matter.text("due") or None, "duty": duty or matter.text("requirement") or None,
    }  # fmt: skip
    values = {name: value for name, value in values.items() if value}
    subject = object_id(lines.ledger, values)
    return Event(lines.ledger.name, subject, "hand_out", at, recorded, actor, "waiting", values)


def matter_of(matters: Journal, number: str) -> State:
    """The matter with this number or id. GuihuaError OVERSIGHT-ABSENT."""
    found = next((s for s in matters.states().values() if number in (s.subject, s.text("number"))), None)
    if found is None:
        raise GuihuaError(
            "OVERSIGHT-ABSENT", f"没有这个督办编号 no matter has this number: {number}", "guihua oversee board", number
        )
    return found
