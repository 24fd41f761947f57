"""实施机制清单: what the plan sets up, where each lives, whether it works; decisions are acts in the ledger `systems`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from guihua.web import access, desk, results
from guihua.web.pages.waiting import needs_results
from guihua.web.shown import paged
from guihua.web.templating import page

if TYPE_CHECKING:
    from guihua.mechanisms.systems import System
    from guihua.web.results import Results

PER_PAGE = 25
STATES = ("works", "partly", "none")


@needs_results
def systems(request: HttpRequest, found: Results) -> HttpResponse:
    """The list, with filters by state, kind of home and words."""
    from guihua.mechanisms.systems import standing
    from guihua.mechanisms.systems import systems as listed

    project = results.project()
    of = standing(desk.ledgers(), results.store(project), project.root, date.today())
    rows = listed(found.plan, of)
    state, home = request.GET.get("state", ""), request.GET.get("home", "")
    words = request.GET.get("q", "").strip()[:80]
    shown = [
        s
        for s in rows
        if (state in ("", s.state)) and s.home.startswith(home) and (not words or words in s.quote or words in s.body)
    ]
    list_ = paged(request, shown, PER_PAGE)
    return page(
        request,
        "pages/systems.html",
        rows=[(s, _address(s, request.principal.role)) for s in list_.rows],
        at=list_.at,
        pages=list_.pages,
        counts=[(name, sum(s.state == name for s in rows)) for name in STATES],
        homes=sorted(Counter(s.home.partition(":")[0] for s in rows).items()),
        count=len(rows),
        made=sum(s.made for s in rows),
        state=state,
        home=home,
        q=words,
    )


def _may(role: str, page_name: str) -> bool:
    rule = access.rule_of(page_name)
    return rule is not None and role in rule.read


def _address(system: System, role: str) -> str:
    """The page of a system's home, "" where the site has none that this role may open."""
    kind, _, name = system.home.partition(":")
    if kind == "ledger":
        return str(reverse("ledger", args=[name]))
    if kind == "run" and name in _runs() and _may(role, "run"):
        return str(reverse("run", args=[name]))
    if kind == "indicator":
        return str(reverse("indicator", args=[name]))
    if kind == "link":
        return str(reverse("ledger", args=["links"]))
    if kind == "task" and system.state != "none" and role in access.inside():
        return str(reverse("ledger-object", args=["tasks", name]))
    return ""


def _runs() -> frozenset[str]:
    """Names of the mechanisms that are declared."""
    from guihua.mechanisms.core.declaration import load_mechanisms

    return frozenset(load_mechanisms(results.project().root / "mechanisms"))
