"""A map of the leagues and cities: values in classes, or statuses.

Schematic only; an office may put its own approved file in its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.regions import region
from guihua.view.charts.chart import INK, MUTED, PAPER, Chart, Spec, chart
from guihua.view.messages import translator
from guihua.view.numbers import number, unit_words
from guihua.view.status import style

# from light to dark in even steps of lightness: the order survives grey print
CLASSES = ("#edf2f7", "#c3d5e6", "#8fb0cf", "#54809f", "#1f4e79")
NO_DATA = "#ffffff"


@dataclass(frozen=True, slots=True)
class RegionValue:
    """One region's value (in the map's unit) or status code; both None is "no data"."""

    code: str
    value: Decimal | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class CountyPoint:
    """A county as a point: name, longitude and latitude in degrees, value."""

    name: str
    longitude: Decimal
    latitude: Decimal
    value: Decimal


def region_map(
    values: tuple[RegionValue, ...],
    *,
    name: str,
    title: str,
    unit: str = "",
    lang: str = "zh",
    shapes: Path | None = None,
    points: tuple[CountyPoint, ...] = (),
    width: int = 620,
) -> Chart:
    """The map. `shapes`: the user's own GeoJSON with `code`, `name` and optionally `label` in its properties."""
    _ = translator(lang)
    features = _features(shapes)
    known = {v.code: v for v in values}
    classes = _classes([v.value for v in values if v.value is not None])
    rows, labels = [], []
    for feature in features:
        properties = feature["properties"]
        found = known.get(str(properties["code"]))
        group, colour, text = _describe(found, classes, unit, lang)
        rows.append({**feature, "group": group, "colour": colour})
        place = properties.get("label") or _middle(feature["geometry"])
        labels.append({"lon": place[0], "lat": place[1], "name": _label(properties, lang), "text": text})
    labels = apart(labels)
    legend = _legend(known, classes, unit, lang, any_missing=any(row["group"] == _("无数据") for row in rows))
    note = _("示意图：界线经过简化，仅表示大致范围，不作为划界依据。")
    spec: Spec = {
        "title": {
            "text": title,
            "subtitle": f"{unit_words(unit, lang)} · {_('示意图')}" if unit else _("示意图"),
            "subtitleColor": MUTED,
            "subtitleFontSize": 12,
            "offset": 8,
        },
        "width": width,
        "height": int(width * 0.62),
        "projection": {"type": "conicEqualArea", "parallels": [39, 51], "rotate": [-112, 0, 0]},
        "layer": [_shapes(rows, legend), *_dots(points), *_labels(labels, statuses=any(v.status for v in values))],
    }
    said = [f"{row['name']} {row['text']}" for row in labels if row["text"]]
    alt = f"{title}（示意图）：" + "；".join(said) if lang == "zh" else f"{title} ({_('示意图')}): " + "; ".join(said)
    return chart(f"map-{name}", spec, alt, (note,))


APART = (2.0, 1.3)
"""Degrees that two labels need between them: east to west for a name of four characters, south to north for its two lines."""


def apart(labels: list[dict[str, Any]], rounds: int = 60) -> list[dict[str, Any]]:
    """Labels moved north and south, a little at a time, until none lies on another; the same labels give the same places."""
    placed = [dict(row) for row in labels]
    for _ in range(rounds):
        moved = False
        for i, one in enumerate(placed):
            for other in placed[i + 1 :]:
                east, north = abs(one["lon"] - other["lon"]), abs(one["lat"] - other["lat"])
                if east < APART[0] and north < APART[1]:
                    step = (APART[1] - north) / 2 + 0.01
                    upper, lower = (one, other) if one["lat"] >= other["lat"] else (other, one)
                    upper["lat"], lower["lat"], moved = upper["lat"] + step, lower["lat"] - step, True
        if not moved:
            break
    return placed


def _label(properties: Mapping[str, Any], lang: str) -> str:
    """A region's name in the map: of the region table in English, where it knows the code."""
    if lang == "zh":
        return str(properties["name"])
    try:
        return region(str(properties["code"])).name_en or str(properties["name"])
    except GuihuaError:
        return str(properties["name"])


def shipped_shapes() -> Path:
    """The simplified outlines of the twelve leagues and cities that come with the product."""
    return Path(__file__).parent.parent / "data" / "leagues.geojson"


def _features(path: Path | None) -> list[dict[str, Any]]:
    source = path or shipped_shapes()
    try:
        features = json.loads(source.read_text(encoding="utf-8"))["features"]
        for feature in features:
            feature["properties"]["code"], feature["properties"]["name"]
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise GuihuaError(
            "MAP-SHAPES",
            "底图文件用不了 the map file cannot be used",
            "要有 code、name 属性的 GeoJSON give a FeatureCollection whose features have `code` and `name`",
            str(source),
        ) from error
    return [{**feature, "geometry": _clockwise(feature["geometry"])} for feature in features]


def _classes(values: list[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """At most five classes of equal numbers of regions (quantiles), from low to high."""
    ordered = sorted(values)
    if not ordered:
        return []
    count = min(5, len(set(ordered)))
    cuts = [ordered[len(ordered) * i // count] for i in range(count)]
    bounds = sorted(set(cuts))
    tops = [max(v for v in ordered if i + 1 == len(bounds) or v < bounds[i + 1]) for i in range(len(bounds))]
    return list(zip(bounds, tops, strict=True))


def _shade(index: int, count: int) -> str:
    return CLASSES[round(index * (len(CLASSES) - 1) / max(1, count - 1))] if count > 1 else CLASSES[2]


def _describe(
    found: RegionValue | None, classes: list[tuple[Decimal, Decimal]], unit: str, lang: str
) -> tuple[str, str, str]:
    """Group, colour and text of one region."""
    _ = translator(lang)
    if found is not None and found.status is not None:
        shown = style(found.status)
        return f"{shown.symbol} {shown.word(lang)}", _tint(shown.colour), shown.symbol
    if found is None or found.value is None:
        return _("无数据"), NO_DATA, ""
    for index, (low, high) in enumerate(classes):
        if low <= found.value <= high:
            return _class_words(low, high), _shade(index, len(classes)), number(found.value)
    raise AssertionError("a value outside its own classes")


def _class_words(low: Decimal, high: Decimal) -> str:
    return number(low) if low == high else f"{number(low)}～{number(high)}"


def _legend(
    known: dict[str, RegionValue], classes: list[tuple[Decimal, Decimal]], unit: str, lang: str, *, any_missing: bool
) -> list[tuple[str, str]]:
    _ = translator(lang)
    pairs = [(_class_words(low, high), _shade(i, len(classes))) for i, (low, high) in enumerate(classes)]
    for status in sorted({v.status for v in known.values() if v.status}, key=lambda s: style(s).order):
        shown = style(status)
        pairs.append((f"{shown.symbol} {shown.word(lang)}", _tint(shown.colour)))
    return [*pairs, (_("无数据"), NO_DATA)] if any_missing else pairs


def _shapes(rows: list[dict[str, Any]], legend: list[tuple[str, str]]) -> Spec:
    scale = {"domain": [words for words, _ in legend], "range": [colour for _, colour in legend]}
    look = {
        "title": None,
        "orient": "bottom-right",
        "symbolType": "square",
        "symbolStrokeColor": MUTED,
        "symbolSize": 180,
        "offset": 0,
        "columns": 1,
    }
    return {
        "data": {"values": rows},
        "mark": {"type": "geoshape", "stroke": MUTED, "strokeWidth": 0.8},
        "encoding": {"fill": {"field": "group", "type": "nominal", "scale": scale, "legend": look}},
    }


def _labels(labels: list[dict[str, Any]], *, statuses: bool) -> list[Spec]:
    place = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    layers = []
    for field, size, dy, bold in (("name", 10.5, -7, "normal"), ("text", 14 if statuses else 11, 7, "bold")):
        mark = {"type": "text", "fontSize": size, "dy": dy, "fontWeight": bold, "color": INK}
        text = {**place, "text": {"field": field}}
        halo = {**mark, "stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0.85}
        layers += [{"data": {"values": labels}, "mark": m, "encoding": text} for m in (halo, mark)]
    return layers


def _dots(points: tuple[CountyPoint, ...]) -> list[Spec]:
    if not points:
        return []
    rows = [
        {"lon": float(p.longitude), "lat": float(p.latitude), "value": float(p.value), "name": p.name} for p in points
    ]
    mark = {"type": "circle", "color": "#a84a00", "opacity": 0.75, "stroke": PAPER}
    size = {
        "field": "value",
        "type": "quantitative",
        "scale": {"range": [10, 300]},
        "legend": {"title": None, "orient": "top-left"},
    }
    place = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    return [{"data": {"values": rows}, "mark": mark, "encoding": {**place, "size": size}}]


def _tint(colour: str) -> str:
    """A status colour thinned to 35 % on white, so that dark words stand on it."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * 0.45):02x}" for part in parts)


def _clockwise(geometry: dict[str, Any]) -> dict[str, Any]:
    """Outer rings clockwise, as the renderer's spherical geometry wants them (RFC 7946 says the opposite)."""
    if geometry["type"] == "Polygon":
        return {
            **geometry,
            "coordinates": [_turn(ring, outer=i == 0) for i, ring in enumerate(geometry["coordinates"])],
        }
    if geometry["type"] == "MultiPolygon":
        return {
            **geometry,
            "coordinates": [[_turn(r, outer=i == 0) for i, r in enumerate(part)] for part in geometry["coordinates"]],
        }
    return geometry


def _turn(ring: list[list[float]], *, outer: bool) -> list[list[float]]:
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
    return ring[::-1] if (area > 0) == outer else ring


def _middle(geometry: dict[str, Any]) -> tuple[float, float]:
    ring = (
        geometry["coordinates"][0]
        if geometry["type"] == "Polygon"
        else max((p[0] for p in geometry["coordinates"]), key=len)
    )
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
