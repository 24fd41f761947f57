"""地区: map and table of the regions below; one region with its figures and its yearly targets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from guihua.errors import GuihuaError
from guihua.ledgers.ledger import CLOSED, State
from guihua.ledgers.wording import title_of
from guihua.plan.regions import Region, children, region
from guihua.statistics.observation import Observation
from guihua.view.charts import Chart, RegionValue, region_map
from guihua.view.observed import observed_name
from guihua.view.phrases import period
from guihua.web import desk, results
from guihua.web.page_words import lang, state_word
from guihua.web.pages.assets import vega_file
from guihua.web.pages.waiting import needs_results
from guihua.web.results import Results
from guihua.web.templating import Later, cached_page

Series = tuple[str, str, str, str]
MOST_LED = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """One series that a map can show: its key in an address, its name, and the regions' figures of one common period."""

    key: str
    name: str
    unit: str
    period: str
    values: dict[str, Observation]


@needs_results
def regions(request: HttpRequest, found: Results) -> HttpResponse:
    """The map and the table of one series; the others to choose from."""
    below = _below(found)
    series = series_of(found)
    chosen = _chosen(series, request.GET.get("v", ""))
    yearly = Counter(y.target.region for y in found.yearly)
    return cached_page(
        request,
        "pages/regions.html",
        found,
        below=below,
        series=series,
        chosen=chosen,
        yearly=yearly,
        vega=vega_file(),
        map=Later(lambda: drawn(chosen) if chosen else None),
    )


@needs_results
def region_page(request: HttpRequest, found: Results, code: str) -> HttpResponse:
    """One region."""
    place = region(code)
    figures = sorted((o for o in found.regional if o.region == code), key=lambda o: (o.variable, o.transformation))
    return cached_page(
        request,
        "pages/region.html",
        found,
        place=place,
        figures=figures,
        yearly=[y for y in found.yearly if y.target.region == code],
        bodies=[
            e.name for e in desk.register().entries if e.region == code or (e.region or "").startswith(f"{code[:4]}")
        ]
        if not code.endswith("0000")
        else [],
        led=_led(request, place) if request.principal.role != "reporter" else [],
    )


def _led(request: HttpRequest, place: Region) -> list[tuple[State, str, str]]:
    """The tasks that bodies of a region lead, those not done first: the object, its title, its state in words."""
    of = desk.ledgers().get("tasks")
    if of is None or not results.store_version(results.project()):
        return []
    found = [
        s
        for s in desk.visible(of, request.principal).values()
        if any(name.startswith((place.name, place.short)) for field in of.holders for name in s.many(field))
    ]
    found.sort(key=lambda s: (of.meaning(s.state) in CLOSED, s.text("due") or "9", s.subject))
    return [(s, title_of(of, s), state_word(of, s.state)) for s in found[:MOST_LED]]


@needs_results
def region_map_chart(request: HttpRequest, found: Results) -> HttpResponse:
    """The map's definition, for the browser to draw."""
    chosen = _chosen(series_of(found), request.GET.get("v", ""))
    if chosen is None:
        raise GuihuaError("CHART-UNKNOWN", "没有可画的数据 there is nothing to draw")
    return HttpResponse(drawn(chosen).spec, content_type="application/json")


def drawn(shown: Shown) -> Chart:
    """The map of one series."""
    values = tuple(RegionValue(code, o.number) for code, o in shown.values.items())
    return region_map(values, name=shown.key, title=_titled(shown), unit=shown.unit, lang=lang())


def _titled(shown: Shown) -> str:
    return (
        f"{shown.name}（{period(shown.period)}）" if lang() == "zh" else f"{shown.name} ({period(shown.period, 'en')})"
    )


def map_notes(found: Results) -> tuple[str, ...]:
    """What has to stand under the map that the overview shows."""
    chosen = _chosen(series_of(found), "")
    return drawn(chosen).notes if chosen else ()


def series_of(found: Results) -> list[Shown]:
    """The series of the regions below in their latest common period: those of the plan's own years first, the widest first."""
    grouped: dict[Series, list[Observation]] = {}
    for o in found.regional:
        grouped.setdefault((o.variable, o.transformation.value, o.unit, o.coverage), []).append(o)
    shown = []
    for key, rows in grouped.items():
        period, _n = Counter(str(o.period) for o in rows).most_common(1)[0]
        same = {o.region: o for o in rows if str(o.period) == period}
        shown.append(Shown("~".join(key), observed_name(rows[0], lang()), rows[0].unit, period, same))
    start = str(found.plan.period[0]) if found.plan.period else ""
    return sorted(shown, key=lambda s: (s.period < start, -len(s.values), s.key))


def _chosen(series: list[Shown], key: str) -> Shown | None:
    return next((s for s in series if s.key == key), series[0] if series else None)


def _below(found: Results) -> tuple[Region, ...]:
    return children(found.plan.region or results.project().region)
