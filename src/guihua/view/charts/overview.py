"""How many targets stand at each status: bars with symbol, word and count."""

from __future__ import annotations

from dataclasses import dataclass

from guihua.view.charts.chart import INK, Chart, Spec, chart, heading
from guihua.view.messages import translator
from guihua.view.status import style


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many targets have a status (its code)."""

    status: str
    count: int


def status_overview(
    counts: tuple[StatusCount, ...], *, title: str, lang: str = "zh", width: int = 600, titled: bool = True
) -> Chart:
    """Counts by status, in the scale's order; statuses without a target are left out."""
    _ = translator(lang)
    shown = sorted((c for c in counts if c.count), key=lambda c: style(c.status).order)
    rows = [
        {
            "label": f"{style(c.status).symbol} {style(c.status).word(lang)}",
            "count": c.count,
            "colour": style(c.status).colour,
        }
        for c in shown
    ]
    y = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"domain": False, "ticks": False, "labelFontSize": 13, "labelPadding": 8, "labelLimit": 240},
    }
    x = {"field": "count", "type": "quantitative", "axis": None}
    spec: Spec = {
        "title": heading(title, "", titled=titled),
        "width": width,
        "height": {"step": 30},
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "height": 16},
                "encoding": {"y": y, "x": x, "color": {"field": "colour", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": INK},
                "encoding": {"y": y, "x": x, "text": {"field": "count"}},
            },
        ],
    }
    joint = "，" if lang == "zh" else ", "
    alt = (
        title + ("：" if lang == "zh" else ": ") + joint.join(f"{style(c.status).word(lang)} {c.count}" for c in shown)
    )
    return chart("status", spec, alt)
