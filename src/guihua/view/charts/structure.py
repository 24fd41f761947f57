"""Shares of a whole over the years: stacked bars that read in grey print, with the words beside the last year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guihua.view.charts.chart import MUTED, Chart, Spec, chart

# from dark to light, so that neighbours differ in grey print too
SHADES = ("#1f4e79", "#8fb3d3", "#d5822b", "#f3cf9f", "#00705a", "#9fd3c2", "#6b6b6b", "#d0d0d0")


@dataclass(frozen=True, slots=True)
class ShareYear:
    """The share of one part in one year, in percent."""

    part: str
    year: int
    share: Decimal


REST = "#d0d0d0"


def structure_chart(
    shares: tuple[ShareYear, ...], *, name: str, title: str, unit: str = "%", rest: str = "", width: int = 600
) -> Chart:
    """Stacked shares by year, parts in the order given; the part called `rest` stands in grey."""
    parts = list(dict.fromkeys(s.part for s in shares))
    rows = [
        {"part": s.part, "year": str(s.year), "share": float(s.share), "order": parts.index(s.part)} for s in shares
    ]
    colour = {
        "field": "part",
        "type": "nominal",
        "sort": parts,
        "scale": {
            "domain": parts,
            "range": [REST if part == rest else SHADES[i % len(SHADES)] for i, part in enumerate(parts)],
        },
        "legend": {"title": None, "orient": "right", "symbolType": "square", "labelLimit": 220},
    }
    x = {
        "field": "year",
        "type": "ordinal",
        "title": None,
        "axis": {"labelAngle": 0, "grid": False},
        "scale": {"paddingInner": 0.45},
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "stack": "zero",
        "title": None,
        "axis": {"tickCount": 5, "domain": False, "ticks": False},
    }
    order = {"field": "order", "type": "quantitative"}
    text = {"field": "share", "type": "quantitative", "format": ".1f"}
    light = {
        "condition": {
            "test": "datum.part != '" + rest + "' && indexof([0, 4, 6], datum.order % 8) >= 0",
            "value": "#ffffff",
        },
        "value": "#1b1f24",
    }
    spec: Spec = {
        "title": {"text": title, "subtitle": unit, "subtitleColor": MUTED, "subtitleFontSize": 12, "offset": 8},
        "width": width - 140,
        "height": 260,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1},
                "encoding": {"x": x, "y": y, "color": colour, "order": order},
            },
            {
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {
                    "x": x,
                    "y": {**y, "bandPosition": 0.5},
                    "order": order,
                    "detail": {"field": "part"},
                    "text": text,
                    "color": light,
                },
            },
        ],
    }
    years = sorted({s.year for s in shares})
    alt = (
        f"{title}: {years[0]}–{years[-1]}; "
        + ", ".join(f"{s.part} {s.share}{unit}" for s in shares if s.year == years[-1])
        if years
        else title
    )
    return chart(f"structure-{name}", spec, alt)
