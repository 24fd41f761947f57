"""What moved an indicator: each part's pull in percentage points, with its share of the whole movement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guihua.view.charts.chart import ACCENT, INK, TARGET, Chart, Spec, chart, heading
from guihua.view.messages import translator
from guihua.view.numbers import number

_ROOM = 0.3
"""Room for the words beside the longest bar, as a share of the axis."""


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
    rows = [_row(p, lang) for p in sorted(parts, key=lambda p: p.pull, reverse=True)]
    spec: Spec = {
        "title": heading(title, translator(lang)("拉动（个百分点），括号内为贡献率")),
        "width": width - 160,
        "height": {"step": 28},
        "data": {"values": rows},
        "layer": [_bars(parts), _words(parts, "up", "left", 6), _words(parts, "down", "right", -6)],
    }
    alt = f"{title}: " + ", ".join(f"{row['part']} {row['text']}" for row in rows)
    return chart(f"contribution-{name}", spec, alt)


def _row(part: Contribution, lang: str) -> Spec:
    words = number(part.pull, signed=True)
    if part.share is not None:
        share = f"{number(part.share, 1)}%"
        words += f"（{share}）" if lang == "zh" else f" ({share})"
    return {"part": part.part, "pull": float(part.pull), "text": words, "sign": "up" if part.pull >= 0 else "down"}


def _bars(parts: tuple[Contribution, ...]) -> Spec:
    scale = {"domain": ["up", "down"], "range": [ACCENT, TARGET]}
    fill = {"field": "sign", "type": "nominal", "scale": scale, "legend": None}
    return {"mark": {"type": "bar", "height": 15}, "encoding": {"y": _y(), "x": _x(parts), "color": fill}}


def _words(parts: tuple[Contribution, ...], sign: str, align: str, dx: int) -> Spec:
    """The figures at the outer end of the bars of one sign."""
    return {
        "transform": [{"filter": f"datum.sign == '{sign}'"}],
        "mark": {"type": "text", "align": align, "dx": dx, "color": INK},
        "encoding": {"y": _y(), "x": _x(parts), "text": {"field": "text"}},
    }


def _y() -> Spec:
    axis = {"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 220}
    return {"field": "part", "type": "nominal", "sort": None, "title": None, "axis": axis}


def _x(parts: tuple[Contribution, ...]) -> Spec:
    low, high = (edge(0.0, *(float(p.pull) for p in parts)) for edge in (min, max))
    room = (high - low) * _ROOM
    scale = {"domain": [low - room if low < 0 else 0, high + room], "nice": False}
    axis = {"tickCount": 5, "domain": False, "ticks": False}
    return {"field": "pull", "type": "quantitative", "scale": scale, "title": None, "axis": axis}
