"""机构名录: the register of bodies as a page, and one body with what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from guihua.ledgers.due import due
from guihua.ledgers.ledger import CLOSED, NEW, Ledger, State
from guihua.ledgers.subledgers import is_inner, released
from guihua.ledgers.wording import title_of
from guihua.web import desk, results
from guihua.web.bodies import for_account
from guihua.web.models import Organisation
from guihua.web.shown import paged
from guihua.web.templating import page

SHOWN = 20
PER_PAGE = 40
SILENT = ("bodies", "reminders")


@dataclass(frozen=True, slots=True)
class Held:
    """What a body holds of one ledger: how many objects, how many of them open, how many late; the first open ones with their titles."""

    of: Ledger
    count: int
    open: int
    late: int
    first: tuple[tuple[State, str], ...]


def bodies(request: HttpRequest) -> HttpResponse:
    """The register: leagues with their departments, then the others; what does not hold together."""
    known = desk.register()
    wanted = request.GET.get("q", "").strip()[:60]
    chosen = [e for e in known.entries if wanted in "".join((e.name, *e.others, e.parent, e.kind))]
    list_ = paged(request, chosen, PER_PAGE)
    accounts = set(Organisation.objects.values_list("name", flat=True))
    return page(
        request,
        "pages/bodies.html",
        entries=list_.rows,
        at=list_.at,
        pages=list_.pages,
        wanted=wanted,
        faults=tuple(known.faults()),
        accounts=accounts,
        total=len(known.entries),
        can_add=any(NEW in t.sources for t in desk.open_actions(desk.ledger("bodies"), None, request.principal)),
    )


def body(request: HttpRequest, name: str) -> HttpResponse:
    """One body: names, who is above and below, who came before and after, what it holds."""
    known = desk.register()
    entry = known.find(name)
    if entry is None:
        raise Http404
    own = request.principal.body != "" and desk.same_body(request.principal.body, entry.name)
    may = request.principal.role != "reporter" or own
    return page(
        request, "pages/body.html", entry=entry, below=known.below(entry.name), before=known.predecessors(entry.name),
        region=for_account(entry.name)[1], held=held_by(entry.name, own) if may else (),
        account=Organisation.objects.filter(name=entry.name).first(),
    )  # fmt: skip


def held_by(name: str, own: bool = False) -> tuple[Held, ...]:
    """What a body holds, a row a ledger, those with something late first; of a league's own ledger, to others, what it released."""
    if not results.store_version(results.project()):
        return ()
    found = []
    for of in desk.ledgers().values():
        if not of.holders or of.name in SILENT:
            continue
        journal = desk.journal(of)
        states = released(journal) if is_inner(of) and not own else journal.states()
        mine = {k: s for k, s in states.items() if journal.holds(name, s)}
        if mine:
            open_ = [s for s in mine.values() if of.meaning(s.state) not in CLOSED]
            late = {d.subject for d in due(of, mine, date.today()) if d.overdue}
            open_.sort(key=lambda s: (s.subject not in late, s.text("due") or "9", s.subject))
            first = tuple((s, title_of(of, s)) for s in open_[:SHOWN])
            found.append(Held(of, len(mine), len(open_), len(late), first))
    return tuple(sorted(found, key=lambda h: (-h.late, -h.open)))
