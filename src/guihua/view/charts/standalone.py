"""A chart as a picture of its own: the lines that stand under it in a page are drawn into it."""

from __future__ import annotations

import json
import unicodedata

from guihua.view.charts.chart import MUTED, Chart

_OUTSIDE = ("$schema", "background", "config")
_OPENING = "（《“〔("
_LINE = 16
"""Pixels a line of notes."""


def standalone(chart: Chart) -> Chart:
    """The chart with its notes under it; the same chart where it has none."""
    if not chart.notes:
        return chart
    spec = json.loads(chart.spec)
    inner = {key: value for key, value in spec.items() if key not in _OUTSIDE}
    columns = int(inner.get("width", 600)) // 6
    lines = [line for note in chart.notes for line in _wrapped(note, columns)]
    notes = {
        "data": {"values": [{}]},
        "width": inner.get("width", 600),
        "height": _LINE * len(lines),
        "mark": {"type": "text", "align": "left", "baseline": "top", "x": 0, "y": 0, "lineHeight": _LINE, "fontSize": 11,
                 "color": MUTED, "text": lines},
    }  # fmt: skip
    whole = {key: spec[key] for key in _OUTSIDE} | {"vconcat": [inner, notes], "spacing": 12}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Chart(chart.name, text, chart.alt, chart.notes)


def _wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns; a Chinese character takes two, and words of letters stay whole."""
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        wide = sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in piece)
        if line and used + wide > columns:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + piece, used + wide
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """Single wide characters, and runs of the others up to a space; an opening mark stays with what it opens."""
    found: list[str] = []
    for c in text:
        if found and (found[-1][-1] in _OPENING or (_narrow(c) and _narrow(found[-1][-1]) and found[-1][-1] != " ")):
            found[-1] += c
        else:
            found.append(c)
    return found


def _narrow(c: str) -> bool:
    return unicodedata.east_asian_width(c) not in "FW"
