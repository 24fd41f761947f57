"""台账: one page shape for every declared ledger: all of them, one with its objects, its board, one object with history and evidence, an act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from guihua.errors import GuihuaError
from guihua.ledgers.due import Due, due
from guihua.ledgers.figures import figures
from guihua.ledgers.importing import object_id
from guihua.ledgers.ledger import CLOSED, NEW, Ledger, Stamped, State, Transition
from guihua.ledgers.reminding import title_of
from guihua.web import access, desk, exports, forms, uploads
from guihua.web.access import owner_finder
from guihua.web.principal import Principal
from guihua.web.reminded import reminded, reminded_on
from guihua.web.shown import paged
from guihua.web.templating import page, url

PER_PAGE = 30
REMINDED = 40
EVIDENCE = (*uploads.DOCUMENTS, *uploads.TABLES, ".png", ".jpg", ".jpeg")
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """One ledger in the list."""

    ledger: Ledger
    objects: int
    open: int
    overdue: int


def ledgers(request: HttpRequest) -> HttpResponse:
    """All ledgers by shape, with how many objects are open and overdue."""
    rows = [_summary(of, request.principal) for of in desk.ledgers().values()]
    shapes = sorted({r.ledger.shape for r in rows}, key=("task", "registry", "problem").index)
    return page(
        request,
        "pages/ledgers.html",
        groups=[(shape, [r for r in rows if r.ledger.shape == shape and r.objects]) for shape in shapes],
        idle=[r for r in rows if not r.objects],
    )


def ledger(request: HttpRequest, ledger: str) -> HttpResponse:
    """One ledger: its objects as a table, what is due, its figures."""
    of = desk.ledger(ledger)
    states = desk.visible(of, request.principal)
    wanted, q = request.GET.get("state", ""), request.GET.get("q", "").strip()[:80]
    owed = _owed(of, states)
    late = {d.subject for d in owed if d.overdue}
    rows = [
        s
        for s in states.values()
        if (not wanted or s.state == wanted or (wanted == "overdue" and s.subject in late)) and (not q or _has(s, q))
    ]
    list_ = paged(request, rows, PER_PAGE)
    return page(
        request,
        "pages/ledger.html",
        of=of,
        rows=list_.rows,
        count=list_.count,
        at=list_.at,
        pages=list_.pages,
        columns=of.fields[:SHOWN],
        counted=Counter(s.state for s in states.values()),
        owed=owed[:10],
        rows_of=states,
        title=title_of,
        late=late,
        told=reminded_on(of.name) if owed else {},
        wanted=wanted,
        q=q,
        fed=_figures(of) if request.principal.role in access.inside() else [],
        can_add=[t for t in desk.open_actions(of, None, request.principal) if NEW in t.sources],
    )


def ledger_board(request: HttpRequest, ledger: str) -> HttpResponse:
    """The objects by state, as on a wall."""
    of = desk.ledger(ledger)
    states = desk.visible(of, request.principal)
    lanes = [(status, [s for s in states.values() if s.state == status.name]) for status in of.states]
    late = {d.subject for d in _owed(of, states) if d.overdue}
    return page(request, "pages/board.html", of=of, lanes=lanes, late=late, title=title_of)


def ledger_table(request: HttpRequest, ledger: str, kind: str) -> HttpResponse:
    """The objects as a file."""
    of = desk.ledger(ledger)
    columns = ("id", "state", "since", *(f.name for f in of.fields))
    rows = tuple(
        (s.subject, s.state, s.since.isoformat(), *(s.text(f.name) for f in of.fields))
        for s in desk.visible(of, request.principal).values()
    )
    return exports.answer(exports.Table(of.name, columns, rows), kind)


def ledger_object(request: HttpRequest, ledger: str, subject: str) -> HttpResponse:
    """One object: its fields, who did what when with which evidence, what may be done now."""
    of = desk.ledger(ledger)
    state, history = desk.seen(of, subject, request.principal)
    if state is None:
        raise Http404
    return _object_page(request, of, state, history)


def ledger_act(request: HttpRequest, ledger: str, subject: str, action: str) -> HttpResponse:
    """Do something with an object: the form, and what comes back from it."""
    of, state = _found(ledger, subject)
    if action in desk.BY_FORM.get(of.name, ()):
        return HttpResponseRedirect(url("submission", subject))
    return _act(request, of, state, _action(of, action))


def ledger_new(request: HttpRequest, ledger: str, action: str) -> HttpResponse:
    """Make a new object."""
    of = desk.ledger(ledger)
    transition = _action(of, action)
    if NEW not in transition.sources:
        raise Http404
    return _act(request, of, None, transition)


def _act(request: HttpRequest, of: Ledger, state: State | None, action: Transition) -> HttpResponse:
    principal: Principal = request.principal
    if action not in desk.open_actions(of, state, principal):
        raise GuihuaError(
            "LG-ROLE",
            "现在不能由您办理 this is not yours to do now",
            "看台账里谁可以办 see in the ledger who may",
            of.name,
        )
    if request.method != "POST":
        return page(
            request,
            "pages/act.html",
            of=of,
            state=state,
            action=action,
            asked=forms.asked(of, action, state, request.GET if state is None else None),
            error=None,
            kinds=",".join(EVIDENCE),
        )
    values, wrong = forms.taken(of, action, state, request.POST)
    error: GuihuaError | None = None
    if not wrong:
        try:
            sent = tuple(uploads.keep(file, EVIDENCE) for file in request.FILES.getlist("evidence"))
            subject = state.subject if state else object_id(of, values)
            done = desk.act(
                of, subject, action, principal, values, forms.evidence(sent), request.POST.get("basis", "")[:500]
            )
            return HttpResponseRedirect(url("ledger-object", of.name, done.subject))
        except GuihuaError as refused:
            error = refused
    asked = forms.asked(of, action, state, request.POST, wrong)
    return page(
        request,
        "pages/act.html",
        400,
        of=of,
        state=state,
        action=action,
        asked=asked,
        error=error,
        kinds=",".join(EVIDENCE),
    )


def _object_page(request: HttpRequest, of: Ledger, state: State, history: list[Stamped]) -> HttpResponse:
    return page(
        request,
        "pages/object.html",
        of=of,
        state=state,
        title=title_of(of, state),
        history=history,
        actions=desk.open_actions(of, state, request.principal),
        owed=_owed(of, {state.subject: state}),
        told=reminded_on(of.name),
        head=desk.journal(of).head(),
    )


def _summary(of: Ledger, principal: Principal) -> Summary:
    states = desk.visible(of, principal)
    still = {k: s for k, s in states.items() if of.meaning(s.state) not in CLOSED}
    return Summary(of, len(states), len(still), sum(bool(d.overdue) for d in _owed(of, still)))


def _owed(of: Ledger, states: Mapping[str, State]) -> list[Due]:
    return due(of, states, date.today())


def _figures(of: Ledger) -> list[Any]:
    return list(figures(desk.journal(of), date.today(), others=desk.ledgers())) if of.feeds else []


def _found(name: str, subject: str) -> tuple[Ledger, State]:
    of = desk.ledger(name)
    state = desk.journal(of).state(subject)
    if state is None:
        raise Http404
    return of, state


def _action(of: Ledger, name: str) -> Transition:
    found = of.transition(name)
    if found is None:
        raise Http404
    return found


def _has(state: State, q: str) -> bool:
    return q in state.subject or any(q in state.text(name) for name in state.values)


def reminders(request: HttpRequest) -> HttpResponse:
    """Everything that the worker reminds this person of."""
    list_ = paged(request, reminded(request.principal), REMINDED)
    return page(request, "pages/reminders.html", rows=list_.rows, at=list_.at, pages=list_.pages, count=list_.count)


@owner_finder("ledger_object")
def _owners(arguments: Mapping[str, Any]) -> frozenset[str]:
    """The bodies that hold the object."""
    of = desk.ledgers().get(arguments["ledger"])
    state = desk.journal(of).state(arguments["subject"]) if of else None
    if of is None or state is None:
        return frozenset()
    held = desk.holders(of, state)
    return held | {current for body in held for current in desk.current(body)}


@owner_finder("submission")
def _owners_of_submission(arguments: Mapping[str, Any]) -> frozenset[str]:
    """The body that a form was asked of."""
    return _owners({"ledger": "submission", "subject": arguments["subject"]})
