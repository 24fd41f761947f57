"""总览: what needs a decision today, the main targets as a board, what changed, the map, the day one looks from."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from guihua.plan.status import Status
from guihua.view.status import SCALE
from guihua.web.pages import doors
from guihua.web.pages.assets import vega_file
from guihua.web.pages.regions import map_notes
from guihua.web.pages.waiting import obtain
from guihua.web.reminded import reminded
from guihua.web.switches import PUBLIC, is_on
from guihua.web.templating import Later, cached_page
from guihua.web.today import cards

MOST_DAYS = 60
TOLD = 5
MOST_ROWS = 40


def overview(request: HttpRequest) -> HttpResponse:
    """The first page. A stranger sees the login here, or the public site where it is switched on."""
    if not request.principal.known:
        return HttpResponseRedirect(reverse("public")) if is_on(PUBLIC) else doors.login(request)
    found = obtain(request)
    if isinstance(found, HttpResponse):
        return found
    main = tuple(a for a in found.assessments if a.statement.main) or found.assessments
    counted = Counter(a.status.value for a in main)
    said = tuple(a for a in main if a.status is not Status.UNKNOWN or a.latest_value or a.readings)
    return cached_page(
        request,
        "pages/overview.html",
        found,
        counts=[(style, counted[style.code]) for style in SCALE if counted[style.code]],
        main=said[:MOST_ROWS],
        left=len(said) - len(said[:MOST_ROWS]),
        silent=[a for a in main if a not in said],
        others=len(found.assessments) - len(main),
        cards=Later(lambda: cards(request.principal, found)),
        days=thin(found.days, found.as_of),
        vega=vega_file(),
        map_notes=Later(lambda: map_notes(found)),
        reminders=Later(lambda: reminded(request.principal, most=TOLD + 1)),
    )


def thin(days: tuple[date, ...], now: date, most: int = MOST_DAYS) -> tuple[date, ...]:
    """The slider's days: all of them, or evenly picked where there are too many; the day one looks from is always among them."""
    if len(days) > most:
        step = (len(days) - 1) / (most - 1)
        days = tuple(days[round(i * step)] for i in range(most))
    return tuple(sorted({*days, now}))
