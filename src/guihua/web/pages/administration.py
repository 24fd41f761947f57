"""管理: people and organisations (Django's admin), the switch of the public site, the audit from the append-only log."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Ledger, Stamped
from guihua.storage import log
from guihua.web import desk, results
from guihua.web.models import Organisation, Person, Token
from guihua.web.switches import PUBLIC, is_on, turn
from guihua.web.templating import page, url

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit."""

    ledger: Ledger
    item: Stamped


def administration(request: HttpRequest) -> HttpResponse:
    """What an administrator has at hand."""
    counts = {
        "people": Person.objects.count(),
        "organisations": Organisation.objects.count(),
        "tokens": Token.objects.filter(revoked=False).count(),
    }
    return page(request, "pages/administration.html", counts=counts, public=is_on(PUBLIC))


@require_POST
def administration_public(request: HttpRequest) -> HttpResponse:
    """Switch the public site on or off."""
    turn(PUBLIC, request.POST.get("on") == "1", request.principal.name)
    return HttpResponseRedirect(url("administration"))


def administration_audit(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first, from the logs of all ledgers; each log's head to compare with one kept elsewhere."""
    store = results.store(results.project())
    declared = desk.ledgers()
    names = [name for name in log.ledgers(store) if name in declared]
    entries: list[Entry] = []
    heads = []
    for name in names:
        book = Journal(store, declared[name])
        head = book.head()
        if head is None:
            continue
        heads.append(head)
        start = max(0, head.size - SHOWN)
        entries += [Entry(declared[name], item) for item in islice(book.events(start), SHOWN)]
    entries.sort(key=lambda e: e.item.event.recorded, reverse=True)
    return page(request, "pages/audit.html", entries=entries[:SHOWN], heads=heads, ledgers=declared)
