"""Shares of a whole over the years: stacked bars that read in grey print, with the words beside the last year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guihua.view.charts.chart import INK, PAPER, Chart, Spec, chart, heading

# from dark to light, so that neighbours differ in grey print too
SHADES = ("#1f4e79", "#8fb3d3", "#d5822b", "#f3cf9f", "#00705a", "#9fd3c2", "#6b6b6b", "#d0d0d0")
DARK = (0, 4, 6)
"""Places of the shades on which light words stand."""
REST = "#d0d0d0"


@dataclass(frozen=True, slots=True)
class ShareYear:
    """The share of one part in one year, in percent."""

    part: str
    year: int
    share: Decimal


def structure_chart(
    shares: tuple[ShareYear, ...], *, name: str, title: str, unit: str = "%", rest: str = "", width: int = 600
) -> Chart:
    """Stacked shares by year, parts in the order given; the part called `rest` stands in grey."""
    parts = list(dict.fromkeys(s.part for s in shares))
    rows = [
        {"part": s.part, "year": str(s.year), "share": float(s.share), "order": parts.index(s.part)} for s in shares
    ]
    spec: Spec = {
        "title": heading(title, unit),
        "width": width - 140,
        "height": 260,
        "data": {"values": rows},
        "layer": [_bars(parts, rest), _words(rest)],
    }
    return chart(f"structure-{name}", spec, _alt(shares, title, unit))


def _bars(parts: list[str], rest: str) -> Spec:
    shades = [REST if part == rest else SHADES[i % len(SHADES)] for i, part in enumerate(parts)]
    colour = {
        "field": "part",
        "type": "nominal",
        "sort": parts,
        "scale": {"domain": parts, "range": shades},
        "legend": {"title": None, "orient": "right", "symbolType": "square", "labelLimit": 220},
    }
    return {
        "mark": {"type": "bar", "stroke": PAPER, "strokeWidth": 1},
        "encoding": {"x": _x(), "y": _y(), "color": colour, "order": _order()},
    }


def _words(rest: str) -> Spec:
    """Each share in the middle of its bar, light on dark."""
    test = f"datum.part != '{rest}' && indexof({list(DARK)}, datum.order % {len(SHADES)}) >= 0"
    return {
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {
            "x": _x(),
            "y": {**_y(), "bandPosition": 0.5},
            "order": _order(),
            "detail": {"field": "part"},
            "text": {"field": "share", "type": "quantitative", "format": ".1f"},
            "color": {"condition": {"test": test, "value": PAPER}, "value": INK},
        },
    }


def _x() -> Spec:
    axis = {"labelAngle": 0, "grid": False}
    return {"field": "year", "type": "ordinal", "title": None, "axis": axis, "scale": {"paddingInner": 0.45}}


def _y() -> Spec:
    axis = {"tickCount": 5, "domain": False, "ticks": False}
    return {"field": "share", "type": "quantitative", "stack": "zero", "title": None, "axis": axis}


def _order() -> Spec:
    return {"field": "order", "type": "quantitative"}


def _alt(shares: tuple[ShareYear, ...], title: str, unit: str) -> str:
    years = sorted({s.year for s in shares})
    if not years:
        return title
    last = ", ".join(f"{s.part} {s.share}{unit}" for s in shares if s.year == years[-1])
    return f"{title}: {years[0]}–{years[-1]}; {last}"
