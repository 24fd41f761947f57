"""What needs a decision today, by role: a few cards with a number, what it is, and where to go. Nothing that is zero is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.urls import resolve
from django.utils.translation import gettext

from guihua.checking.finding import Severity
from guihua.ledgers.due import due
from guihua.ledgers.ledger import CLOSED, Ledger, State
from guihua.plan.status import ReasonCode, Status
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.phrases import listed
from guihua.web import access, desk, results
from guihua.web.page_words import lang
from guihua.web.principal import Principal
from guihua.web.results import Results
from guihua.web.templating import url

MOST_NAMES = 3
WANTING = (ReasonCode.NO_DATA, ReasonCode.NO_BASE, ReasonCode.AWAITING_DEPARTMENT)
SETTLED = (ReasonCode.COVERAGE_CHANGED, ReasonCode.RECOGNITION_ABOLISHED, ReasonCode.DISCONTINUED)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to decide or to do: how many, what, of whom or which (at most a few names), and the page for it."""

    count: int
    what: str
    names: str
    address: str
    late: bool = False


def cards(principal: Principal, found: Results | None) -> tuple[Card, ...]:
    """The cards of a person, the late ones first. Ledgers are as they stand now; targets as the page shows them."""
    made = [*_of_ledgers(principal), *(_of_targets(principal, found) if found is not None else ())]
    return tuple(sorted((c for c in made if c.count and _may_open(principal, c.address)), key=lambda c: not c.late))


def _may_open(principal: Principal, address: str) -> bool:
    """Whether the table of rights lets this person read the page of a card."""
    rule = access.rule_of(resolve(urlsplit(address).path).url_name or "")
    return rule is not None and principal.role in rule.read


def _of_ledgers(principal: Principal) -> Iterator[Card]:
    if not results.store_version(results.project()):
        return
    declared = desk.ledgers()
    reporter = principal.role == "reporter"
    mine = tuple(_REPORTER) if reporter else tuple(_STAFF)
    for name, make in mine:
        of = declared.get(name)
        if of is not None:
            yield from make(of, desk.visible(of, principal), principal)


def _forms_owed(of: Ledger, states: dict[str, State], _p: Principal) -> Iterator[Card]:
    """Forms that a reporter still has to fill in: returned ones first, then what is overdue, then what is due."""
    late = {d.subject for d in due(of, states, date.today()) if d.overdue}
    back = [s for s in states.values() if s.state == "returned"]
    owed = [s for s in states.values() if s.state in ("due", "filling")]
    over = [s for s in owed if s.subject in late]
    rest = [s for s in owed if s.subject not in late]
    yield Card(len(back), gettext("退回待改的报表"), _first(back, "task"), url("data"), late=True)
    yield Card(len(over), gettext("超期未报的报表"), _first(over, "task"), url("data"), late=True)
    yield Card(len(rest), gettext("待填报的报表"), _first(rest, "task"), url("data"))


def _forms_handed_in(of: Ledger, states: dict[str, State], _p: Principal) -> Iterator[Card]:
    """Forms that wait for review, and those that bodies owe past their day."""
    waiting = [s for s in states.values() if s.state in ("at_league", "submitted")]
    late = {d.subject for d in due(of, states, date.today()) if d.overdue}
    over = [s for s in states.values() if s.subject in late and s.state in ("due", "filling", "returned")]
    yield Card(len(waiting), gettext("待审核的报表"), _first(waiting, "lead"), url("data"))
    yield Card(len(over), gettext("超期未报的报表"), _first(over, "lead"), url("data", late="1"), late=True)


def _tasks_late(of: Ledger, states: dict[str, State], _p: Principal) -> Iterator[Card]:
    late = {d.subject for d in due(of, states, date.today()) if d.overdue}
    found = [states[s] for s in late if of.meaning(states[s].state) not in CLOSED]
    to = url("ledger", of.name, state="overdue")
    yield Card(len(found), gettext("逾期任务"), _first(found, "lead"), to, late=True)


def _division(of: Ledger, states: dict[str, State], _p: Principal) -> Iterator[Card]:
    draft = [s for s in states.values() if s.state == "proposed"]
    yield Card(len(draft), gettext("待确认分工的任务"), _first(draft, "task"), url("ledger", of.name, state="proposed"))
    yield from _tasks_late(of, states, _p)


def _to_act(what: Callable[[], str]) -> Callable[[Ledger, dict[str, State], Principal], Iterator[Card]]:
    """Objects on which this person may act now beyond reporting: to sign, to clear, to answer."""

    def make(of: Ledger, states: dict[str, State], principal: Principal) -> Iterator[Card]:
        quiet = {of.reports, "amend", "drop", "correct", "move", "change"}
        found = [
            s
            for s in states.values()
            if of.meaning(s.state) not in CLOSED
            and any(t.name not in quiet for t in desk.open_actions(of, s, principal))
        ]
        to = url("release") if of.name == "release" else url("ledger", of.name)
        yield Card(len(found), what(), _first(found, "task"), to)

    return make


_REPORTER = (("submission", _forms_owed), ("tasks", _tasks_late))
_STAFF = (
    ("submission", _forms_handed_in),
    ("tasks", _division),
    ("release", _to_act(lambda: gettext("待办的发布"))),
    ("evaluation_work", _to_act(lambda: gettext("进行中的评估"))),
    ("evaluation_opinions", _to_act(lambda: gettext("待处理的评估意见"))),
)


def _of_targets(principal: Principal, found: Results) -> Iterator[Card]:
    """What the verdicts ask of those who plan: targets to hasten, to settle anew, to get figures for; statements that clash."""
    if principal.role == "reporter":
        return
    main = [a for a in found.assessments if a.statement.main] or list(found.assessments)
    late = [a for a in main if a.status in (Status.LAGGING, Status.MISSED)]
    settled = [a for a in main if a.reason in SETTLED]
    wanting = [a for a in main if a.reason in WANTING]
    more = {"as_of": found.as_of.isoformat() if found.as_of != results.today() else "", "collected": "1" if found.collected else ""}  # fmt: skip
    status = {a.status.value for a in late}
    yield Card(
        len(late), gettext("未完成或滞后的主要指标"), _named(late),
        url("indicators", status=status.pop() if len(status) == 1 else "", sort="status", **more), late=True,
    )  # fmt: skip
    yield Card(
        len(settled),
        gettext("口径或认定已变、待核定的指标"),
        _named(settled),
        url("indicators", status="unknown", **more),
    )
    to = url("indicators-gaps") if _may(principal, "indicators-gaps") else url("indicators", status="unknown", **more)
    yield Card(len(wanting), gettext("缺数待商请的指标"), _named(wanting), to)
    errors = [f for f in found.findings if f.severity is Severity.ERROR and not f.holds]
    yield Card(len(errors), gettext("规划文本中的矛盾"), "", url("check", severity="error"))


def _named(found: list[Assessment]) -> str:
    names = list(dict.fromkeys(told.name(a.statement, lang()) for a in found))
    return listed(names[:MOST_NAMES], lang()) + (gettext("等") if len(names) > MOST_NAMES else "")


def _first(found: list[State], field: str) -> str:
    names = list(dict.fromkeys(s.text(field)[:30] for s in found if s.text(field)))
    return listed(names[:MOST_NAMES], lang()) + (gettext("等") if len(names) > MOST_NAMES else "")


def _may(principal: Principal, name: str) -> bool:
    rule = access.rule_of(name)
    return rule is not None and principal.role in rule.read
