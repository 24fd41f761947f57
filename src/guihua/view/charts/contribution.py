"""What moved an indicator: each part's pull in percentage points, with its share of the whole movement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guihua.view.charts.chart import ACCENT, INK, MUTED, TARGET, Chart, Spec, chart
from guihua.view.messages import translator
from guihua.view.numbers import number


@dataclass(frozen=True, slots=True)
class Contribution:
    """One part. pull: percentage points; share: of the whole movement in percent, or None."""

    part: str
    pull: Decimal
    share: Decimal | None = None


def contribution_chart(
    parts: tuple[Contribution, ...], *, name: str, title: str, lang: str = "zh", width: int = 600
) -> Chart:
    """Bars of pull, largest first; parts that pull down stand left of zero in another colour and with a minus."""
    _ = translator(lang)
    ordered = sorted(parts, key=lambda p: p.pull, reverse=True)
    rows = [
        {
            "part": p.part,
            "pull": float(p.pull),
            "text": number(p.pull, signed=True)
            + (
                f"（{number(p.share, 1)}%）"
                if p.share is not None and lang == "zh"
                else f" ({number(p.share, 1)}%)"
                if p.share is not None
                else ""
            ),
            "sign": "up" if p.pull >= 0 else "down",
        }
        for p in ordered
    ]
    y = {
        "field": "part",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 220},
    }
    low, high = (edge(0.0, *(float(p.pull) for p in parts)) for edge in (min, max))
    room = (high - low) * 0.3
    x = {
        "field": "pull",
        "type": "quantitative",
        "scale": {"domain": [low - room if low < 0 else 0, high + room], "nice": False},
        "title": None,
        "axis": {"tickCount": 5, "domain": False, "ticks": False},
    }
    fill = {
        "field": "sign",
        "type": "nominal",
        "scale": {"domain": ["up", "down"], "range": [ACCENT, TARGET]},
        "legend": None,
    }

    def words(sign: str, align: str, dx: int) -> Spec:
        return {
            "transform": [{"filter": f"datum.sign == '{sign}'"}],
            "mark": {"type": "text", "align": align, "dx": dx, "color": INK},
            "encoding": {"y": y, "x": x, "text": {"field": "text"}},
        }

    spec: Spec = {
        "title": {
            "text": title,
            "subtitle": _("拉动（个百分点），括号内为贡献率"),
            "subtitleColor": MUTED,
            "subtitleFontSize": 12,
            "offset": 8,
        },
        "width": width - 160,
        "height": {"step": 28},
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "height": 15}, "encoding": {"y": y, "x": x, "color": fill}},
            words("up", "left", 6),
            words("down", "right", -6),
        ],
    }
    alt = f"{title}: " + ", ".join(f"{row['part']} {row['text']}" for row in rows)
    return chart(f"contribution-{name}", spec, alt)
