"""Strategies: values of every type, and acts that a ledger allows next."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from guihua.ledgers.ledger import NEW, PARTS, Actor, Event, Evidence, Field, FieldType, Ledger, State, Transition, Value
from guihua.plan import codes
from guihua.proof.hashes import digest

FIRST = date(2017, 1, 1)
BODIES = ("第一单位", "第二单位", "第三单位")
PEOPLE = ("甲", "乙", "丙")
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    organisation = draw(st.text(_CHARACTERS, min_size=8, max_size=8))
    first = f"91150000{organisation}{codes.organisation_check(organisation)}"
    return first + codes.credit_check(first) if first[16] in _CHARACTERS else draw(st.just("91350100M000100Y43"))


def values(field: Field) -> st.SearchStrategy[Value]:
    """Values in kept form for a field."""
    low, high = int(float(field.minimum or 0)), int(float(field.maximum or 5000))
    text = st.sampled_from(["甲项", "乙项", "有“引号”", "x=1", "多行\n文字"])
    kinds: dict[FieldType, st.SearchStrategy[Value]] = {
        FieldType.NUMBER: st.integers(low, high).map(str),
        FieldType.INTEGER: st.integers(low, high).map(str),
        FieldType.DATE: st.dates(FIRST, FIRST + timedelta(900)).map(date.isoformat),
        FieldType.MONTH: st.integers(1, 12).map(lambda m: f"2018-{m:02}"),
        FieldType.CHOICE: st.sampled_from([o.zh for o in field.options] or ["-"]),
        FieldType.BODY: st.sampled_from(BODIES),
        FieldType.BODIES: st.lists(st.sampled_from(BODIES), min_size=1, max_size=2, unique=True).map(tuple),
        FieldType.LIST: st.lists(st.sampled_from(["一", "二"]), min_size=1, max_size=2, unique=True).map(tuple),
        FieldType.CREDIT_CODE: credit_codes(),
        FieldType.REGION_CODE: st.sampled_from(["150000", "150100", "150122"]),
        FieldType.INDUSTRY_CODE: st.sampled_from(["C26", "B06", "4411"]),
        FieldType.PROJECT_CODE: st.integers(0, 999999).map(lambda n: f"2017-150122-26-03-{n:06}"),
    }
    return kinds.get(field.type, text)


@st.composite
def acts(draw: st.DrawFn, ledger: Ledger, subject: str, state: State | None, number: int) -> Event | None:
    """An act that the ledger may well allow on this object next (its people are drawn freely); None: there is none."""
    now = state.state if state else NEW
    open_ = [t for t in ledger.transitions if now in t.sources]
    if not open_:
        return None
    transition = draw(st.sampled_from(open_))
    needed = {*transition.needs, *(f.name for f in ledger.fields if f.required)}
    filled: dict[str, Value | None] = {}
    for field in ledger.fields:
        missing = field.name in needed and not (state and state.values.get(field.name))
        if missing or draw(st.integers(0, 9)) == 0:
            filled[field.name] = draw(values(field))
    day = max(state.last if state else FIRST, _bar(transition, state)) + timedelta(draw(st.integers(0, 40)))
    return Event(
        ledger=ledger.name,
        subject=subject,
        action=transition.name,
        at=day,
        recorded=f"2019-01-01T00:00:00.{number:06}+08:00",
        actor=_actor(draw, transition, ledger, state, filled),
        to=draw(st.sampled_from(transition.targets)) if transition.targets else "",
        values=filled,
        evidence=(Evidence("佐证.pdf", str(digest(b"paper"))),) if transition.evidence else (),
        basis="内工信〔2018〕1号" if transition.basis else "",
    )


def _actor(
    draw: st.DrawFn, transition: Transition, ledger: Ledger, state: State | None, filled: dict[str, Value | None]
) -> Actor:
    person, role = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(transition.who))
    if role not in PARTS:
        return Actor(person, "第一单位", role)
    held = [state.text(n) if state else str(filled.get(n) or "") for n in ledger.seats(role)]
    return Actor(person, next(iter(filter(None, held)), "第一单位"), "reporter")


def _bar(transition: Transition, state: State | None) -> date:
    text = state.text(transition.not_before) if state and transition.not_before else ""
    return date.fromisoformat(text) if text else FIRST
