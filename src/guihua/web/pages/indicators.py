"""指标: all targets in a table with search, filters, sorting and chosen columns; one target with everything its verdict rests on."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop

from guihua.errors import GuihuaError
from guihua.ledgers.self_assessment import SelfVerdict, by_statement, self_verdicts
from guihua.tracking.assessment import Assessment
from guihua.view import indicator as indicator_view
from guihua.view import told
from guihua.view.charted import contribution_of
from guihua.view.phrases import period
from guihua.view.status import SCALE, style
from guihua.view.tracked import target_chart
from guihua.web import desk, results
from guihua.web.page_words import lang
from guihua.web.pages.assets import vega_file
from guihua.web.pages.waiting import needs_results
from guihua.web.principal import Principal
from guihua.web.results import Results
from guihua.web.templating import Later, cached_page

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column one may choose. by: what rows are sorted by."""

    key: str
    label: str
    by: Callable[[Assessment], object]
    shown: bool = True


COLUMNS = (
    Column("target", gettext_noop("目标"), lambda a: (not a.statement.main, a.statement.start)),
    Column("base", gettext_noop("基期"), lambda a: a.base.number if a.base else -1),
    Column("latest", gettext_noop("最新"), lambda a: a.latest.period.end if a.latest else a.as_of.min),
    Column("pace", gettext_noop("序时进度"), lambda a: a.pace, shown=False),
    Column("status", gettext_noop("状态"), lambda a: (style(a.status).order, a.reason or "")),
    Column("agree", gettext_noop("各法是否一致"), lambda a: a.agree, shown=False),
    Column("likelihood", gettext_noop("预计"), lambda a: a.likelihood, shown=False),
    Column("why", gettext_noop("说明"), lambda a: a.reason or ""),
    Column("section", gettext_noop("章节"), lambda a: a.statement.start, shown=False),
)
KEYS = {c.key: c for c in COLUMNS}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for, checked: unknown words fall back to the default, so an old address still opens."""

    q: str
    status: str
    sort: str
    down: bool
    columns: tuple[str, ...]
    number: int


@needs_results
def indicators(request: HttpRequest, found: Results) -> HttpResponse:
    """The table. htmx asks for its rows alone."""
    choice = _choice(request)
    rows = _select(found.assessments, choice)
    pages = max(1, -(-len(rows) // PER_PAGE))
    at = min(choice.number, pages)
    template = "parts/indicators.html" if request.htmx and not request.htmx.boosted else "pages/indicators.html"
    return cached_page(
        request,
        template,
        found,
        rows=rows[(at - 1) * PER_PAGE : at * PER_PAGE],
        count=len(rows),
        choice=choice,
        columns=COLUMNS,
        scale_used=[s for s in SCALE if any(a.status == s.code for a in found.assessments)],
        at=at,
        pages=pages,
    )


@needs_results
def indicator(request: HttpRequest, found: Results, statement: str) -> HttpResponse:
    """One target at its permanent address."""
    a = one(found, statement)
    return cached_page(
        request,
        "pages/indicator.html",
        found,
        a=a,
        s=a.statement,
        vega=vega_file(),
        drawn=Later(lambda: target_chart(a, lang=lang())),
        methods=Later(lambda: indicator_view.method_rows(a, lang())),
        breaks=Later(lambda: indicator_view.break_rows(a, found.plan.region, lang())),
        vintages=Later(lambda: indicator_view.vintage_rows(a)),
        drivers=Later(lambda: indicator_view.driver_rows(found.drivers, a.statement, lang())),
        split=Later(lambda: indicator_view.split_shown(found.splits, a.statement, lang())),
        leagues=indicator_view.regional_rows(found.regional, a.statement),
        findings=[f for f in found.findings if any(m.statement == a.statement.id for m in f.members)],
        second=Later(lambda: _second(a, request.principal)),
    )


def _second(a: Assessment, principal: Principal) -> tuple[SelfVerdict, ...]:
    """What bodies say of the target themselves: to those inside, all of it; to a body, its own."""
    project = results.project()
    every = by_statement(self_verdicts(results.store(project), a.as_of, project.ledgers)).get(a.statement.id, ())
    if principal.role == "reporter":
        return tuple(v for v in every if desk.same_body(principal.body, v.body))
    return every if principal.known else ()


@needs_results
def indicator_chart(request: HttpRequest, found: Results, statement: str) -> HttpResponse:
    """The chart's definition, for the browser to draw."""
    drawn = target_chart(one(found, statement), lang=lang())
    if drawn is None:
        raise GuihuaError("CHART-UNKNOWN", "数据不足，没有图 too few figures for a chart")
    return HttpResponse(drawn.spec, content_type="application/json")


@needs_results
def indicator_drivers(request: HttpRequest, found: Results, statement: str) -> HttpResponse:
    """The chart of what moves a total, for the browser to draw."""
    a = one(found, statement)
    if not indicator_view.driver_rows(found.drivers, a.statement):
        raise GuihuaError("CHART-UNKNOWN", "数据不足，没有图 too few figures for a chart")
    title = gettext("拉动和贡献") + f" {period(found.drivers_period, lang())}"
    drawn = contribution_of(found.drivers, name=f"{a.statement.id}-drivers", title=title, lang=lang())
    return HttpResponse(drawn.spec, content_type="application/json")


def one(found: Results, statement: str) -> Assessment:
    """The assessment of a target, by its id or a unique beginning."""
    a = found.assessment(found.plan.statement(statement).id)
    if a is None:
        raise GuihuaError(
            "INDICATOR-UNKNOWN",
            f"{statement[:40]} 不是目标 is no target",
            "指标页列出全部目标 the indicators page lists all targets",
        )
    return a


def _choice(request: HttpRequest) -> Choice:
    get = request.GET
    sort = get.get("sort", "target").removeprefix("-")
    chosen = tuple(key for key in get.getlist("c") if key in KEYS)
    number = get.get("page", "1")
    return Choice(
        q=get.get("q", "").strip()[:80],
        status=get.get("status", ""),
        sort=sort if sort in KEYS or sort == "name" else "target",
        down=get.get("sort", "").startswith("-"),
        columns=chosen or tuple(c.key for c in COLUMNS if c.shown),
        number=int(number) if number.isascii() and number.isdigit() and 0 < int(number) < 10_000 else 1,
    )


def _select(rows: tuple[Assessment, ...], choice: Choice) -> list[Assessment]:
    wanted = _flat(choice.q).split()
    kept = [
        a
        for a in rows
        if (not choice.status or a.status == choice.status)
        and all(w in _flat(f"{told.name(a.statement)} {a.statement.quote} {a.statement.section}") for w in wanted)
    ]
    by = (lambda a: told.name(a.statement, lang())) if choice.sort == "name" else KEYS[choice.sort].by
    return sorted(kept, key=by, reverse=choice.down)  # type: ignore[arg-type]


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
