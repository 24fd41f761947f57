"""发布: the release ledger's chain, each figure and verdict of a release with its publish level, day and reviewer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from guihua.web import desk, results
from guihua.web.released import ALL, RELEASE, held_back
from guihua.web.switches import PUBLIC, is_on
from guihua.web.templating import page

CHAIN = ("draft", "countersigning", "deputy", "principal", "secrecy", "ready", "released")


def release(request: HttpRequest) -> HttpResponse:
    """All releases, with how far along the chain each is."""
    of = desk.ledger(RELEASE)
    rows = sorted(desk.visible(of, request.principal).values(), key=lambda s: s.since, reverse=True)
    return page(
        request,
        "pages/releases.html",
        of=of,
        rows=rows,
        can_add=desk.open_actions(of, None, request.principal),
        public=is_on(PUBLIC),
    )


def release_object(request: HttpRequest, subject: str) -> HttpResponse:
    """One release: its steps, and what it would let out, item by item."""
    of = desk.ledger(RELEASE)
    state = desk.journal(of).state(subject)
    if state is None:
        raise Http404
    found = results.ready(results.View(results.version(), results.today()))
    items = (
        [a for a in found.assessments if ALL in state.many("items") or a.statement.id in state.many("items")]
        if found
        else []
    )
    today = results.today()
    return page(
        request,
        "pages/release.html",
        of=of,
        state=state,
        chain=[s for name in CHAIN if (s := of.status(name)) is not None],
        items=[(a, held_back(a.observations, today)) for a in items],
        unknown=[i for i in state.many("items") if i != ALL and not any(a.statement.id == i for a in items)],
        actions=desk.open_actions(of, state, request.principal),
        history=desk.journal(of).history(subject),
    )
