"""The path of one target: observations by vintage, the schedule, the target, breaks in the series and the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guihua.view.charts.chart import ACCENT, MUTED, PAPER, TARGET, Chart, Spec, chart, heading
from guihua.view.messages import translator
from guihua.view.numbers import number, unit_words


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One observation. year: with a fraction for part of one; series: its line (one coverage and accounting)."""

    year: float
    value: Decimal
    series: str = ""
    superseded: bool = False
    grade: str = "official"


@dataclass(frozen=True, slots=True)
class Break:
    """A known break in a series. mark: the sign in the chart (①), words: what changed, shown under it."""

    year: float
    words: str


@dataclass(frozen=True, slots=True)
class FanYear:
    """One year of a forecast: middle and the ends of the inner and outer interval."""

    year: float
    middle: Decimal
    inner: tuple[Decimal, Decimal]
    outer: tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class TargetPath:
    """What the chart of one target shows; values in `unit`.

    schedule  (year, value) of the path from base to target
    bound     the side on which the target is met: "ge", "le" or ""
    """

    name: str
    title: str
    unit: str
    points: tuple[PathPoint, ...]
    schedule: tuple[tuple[float, Decimal], ...] = ()
    target_year: int | None = None
    target: Decimal | None = None
    bound: str = ""
    breaks: tuple[Break, ...] = ()
    fan: tuple[FanYear, ...] = ()
    inner: str = "50%"
    outer: str = "80%"


MARKS = "①②③④⑤⑥⑦⑧⑨⑩"


def target_path(
    data: TargetPath, *, lang: str = "zh", width: int = 600, height: int = 260, titled: bool = True
) -> Chart:
    """The chart of one target; `titled` False where a caption stands beside it."""
    _ = translator(lang)
    marked = [(point, MARKS[i] if i < len(MARKS) else str(i + 1)) for i, point in enumerate(data.breaks)]
    layers = [*_fan(data, _("预测")), *_breaks(marked, _years(data)), *_schedule(data, _("序时进度"))]
    layers += _observations(data, _("统计数"), _("旧发布版本"))
    layers += _target(data, _("目标"))
    _from_zero(layers, data)
    spec: Spec = {
        "title": heading(data.title, unit_words(data.unit, lang), titled=titled),
        "width": width,
        "height": height,
        "layer": layers,
        "resolve": {"scale": {"color": "shared"}},
    }
    notes = tuple(f"{mark} {point.words}" for point, mark in marked)
    return chart(f"path-{data.name}", spec, _alt(data, lang), notes)


def _from_zero(layers: list[Spec], data: TargetPath) -> None:
    """Amounts start at zero where the axis would otherwise begin below it."""
    values = [float(p.value) for p in data.points] + [float(v) for _, v in data.schedule]
    values += [float(end) for f in data.fan for end in f.outer] + (
        [float(data.target)] if data.target is not None else []
    )
    if not values or min(values) < 0 or min(values) > (max(values) - min(values)) / 4:
        return
    for layer in layers:
        scale = layer["encoding"].get("y", {}).get("scale")
        if scale is not None:
            scale["zero"] = True
            scale.pop("padding", None)


def _alt(data: TargetPath, lang: str) -> str:
    _ = translator(lang)
    current = [point for point in data.points if not point.superseded]
    text = data.title + (f"（{data.unit}）" if lang == "zh" else f" ({unit_words(data.unit, lang)})")
    stop = "；" if lang == "zh" else "; "
    if current:
        first, last = current[0], current[-1]
        text += f"{stop}{int(first.year)}: {first.value}{stop}{int(last.year)}: {last.value}"
    if data.target is not None and data.target_year is not None:
        text += f"{stop}{_('目标')} {data.target_year}: {number(data.target)}"
    return text


def _years(data: TargetPath) -> Spec:
    years = [p.year for p in data.points] + [y for y, _ in data.schedule] + [b.year for b in data.breaks]
    years += [f.year for f in data.fan] + ([float(data.target_year)] if data.target_year is not None else [])
    first, last = (int(min(years)), int(-(-max(years) // 1))) if years else (2015, 2020)
    step = max(1, (last - first) // 10)
    return {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first - 0.4, last + 0.6], "nice": False},
        "axis": {"format": "d", "values": list(range(first, last + 1, step)), "grid": False},
    }


def _value(field: str = "value") -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "nice": True, "padding": 18},
        "axis": {"tickCount": 5, "domain": False, "ticks": False, "format": ",~f"},
    }


def _fan(data: TargetPath, word: str) -> list[Spec]:
    if not data.fan:
        return []
    rows = [
        {
            "year": f.year,
            "middle": float(f.middle),
            "i0": float(f.inner[0]),
            "i1": float(f.inner[1]),
            "o0": float(f.outer[0]),
            "o1": float(f.outer[1]),
        }
        for f in data.fan
    ]
    current = [p for p in data.points if not p.superseded]
    if current and current[-1].year < data.fan[0].year:  # the forecast leaves from the last figure
        start = float(current[-1].value)
        rows.insert(0, {"year": current[-1].year, **dict.fromkeys(("middle", "i0", "i1", "o0", "o1"), start)})
    x = _years(data)
    band = {"type": "area", "interpolate": "linear"}
    last = rows[-1]
    label = {"year": last["year"], "value": last["middle"], "text": word}
    return [
        {
            "data": {"values": rows},
            "mark": {**band, "color": "#e4ecf4"},
            "encoding": {"x": x, "y": _value("o0"), "y2": {"field": "o1"}},
        },
        {
            "data": {"values": rows},
            "mark": {**band, "color": "#c9d9e8"},
            "encoding": {"x": x, "y": _value("i0"), "y2": {"field": "i1"}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "line", "color": ACCENT, "strokeDash": [2, 3], "strokeWidth": 1.5},
            "encoding": {"x": x, "y": _value("middle")},
        },
        _text([label], x, dx=6, align="left", colour=MUTED),
    ]


def _breaks(marked: list[tuple[Break, str]], x: Spec) -> list[Spec]:
    if not marked:
        return []
    years: dict[float, str] = {}
    for point, mark in marked:
        years[point.year] = years.get(point.year, "") + mark
    rows = [{"year": year, "text": text} for year, text in years.items()]
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": MUTED, "strokeDash": [1, 3]},
            "encoding": {"x": x},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "color": MUTED, "fontSize": 14, "dy": -6, "baseline": "bottom"},
            "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "text"}},
        },
    ]


def _schedule(data: TargetPath, word: str) -> list[Spec]:
    if len(data.schedule) < 2:
        return []
    rows = [{"year": year, "value": float(value)} for year, value in data.schedule]
    x = _years(data)
    line = {"type": "line", "color": TARGET, "strokeDash": [6, 4], "strokeWidth": 1.5}
    middle = rows[len(rows) // 2] if len(rows) > 2 else {k: (rows[0][k] + rows[1][k]) / 2 for k in ("year", "value")}
    return [
        {"data": {"values": rows}, "mark": line, "encoding": {"x": x, "y": _value()}},
        _text([{**middle, "text": word}], x, dx=0, dy=-10, align="right", colour=TARGET),
    ]


def _observations(data: TargetPath, word: str, old_word: str) -> list[Spec]:
    x = _years(data)
    current = [_row(p) for p in data.points if not p.superseded]
    old = [_row(p) for p in data.points if p.superseded]
    layers: list[Spec] = []
    if old:
        tick = {
            "type": "point",
            "shape": "M-1,-1L1,1M-1,1L1,-1",
            "size": 40,
            "filled": False,
            "color": MUTED,
            "strokeWidth": 1.5,
        }
        layers.append({"data": {"values": old}, "mark": tick, "encoding": {"x": x, "y": _value()}})
        layers.append(_text([{**old[0], "text": old_word}], x, dx=8, dy=14, align="left", colour=MUTED))
    if not current:
        return layers
    detail = {"field": "series", "type": "nominal"}
    line = {"type": "line", "color": ACCENT, "strokeWidth": 2.25}
    dots = {"type": "point", "filled": True, "size": 52, "opacity": 1, "stroke": ACCENT, "strokeWidth": 1.75}
    fill = {
        "condition": {"test": "datum.grade == 'official' || datum.grade == 'press'", "value": ACCENT},
        "value": PAPER,
    }
    newest = next(p for p in reversed(data.points) if not p.superseded)
    last = {**current[-1], "text": f"{word} {number(newest.value)}"}
    layers += [
        {"data": {"values": current}, "mark": line, "encoding": {"x": x, "y": _value(), "detail": detail}},
        {"data": {"values": current}, "mark": dots, "encoding": {"x": x, "y": _value(), "fill": fill}},
        _text([last], x, dx=-8, dy=-10, align="right", colour=ACCENT)
        if data.fan
        else _text([last], x, dx=0, dy=_side(data), align="center", colour=ACCENT),
    ]
    return layers


def _target(data: TargetPath, word: str) -> list[Spec]:
    if data.target is None or data.target_year is None:
        return []
    x = _years(data)
    row = {"year": float(data.target_year), "value": float(data.target)}
    sign = {"ge": "≥", "le": "≤"}.get(data.bound, "")
    text = f"{word} {sign}{_plain(float(data.target))}"
    mark = {"type": "point", "shape": "diamond", "size": 130, "filled": True, "color": TARGET, "opacity": 1}
    return [
        {"data": {"values": [row]}, "mark": mark, "encoding": {"x": x, "y": _value()}},
        _text([{**row, "text": text}], x, dx=0, dy=-14, align="center", colour=TARGET, bold=True),
    ]


def _side(data: TargetPath) -> int:
    """Where the last figure's words stand: away from the schedule."""
    last = [p for p in data.points if not p.superseded][-1]
    later = [value for year, value in data.schedule if year >= last.year]
    return 20 if later and later[0] >= last.value else -16


def _row(point: PathPoint) -> Spec:
    return {"year": point.year, "value": float(point.value), "series": point.series, "grade": point.grade}


def _text(rows: list[Spec], x: Spec, *, dx: int, dy: int = 0, align: str, colour: str, bold: bool = False) -> Spec:
    mark = {"type": "text", "align": align, "dx": dx, "dy": dy, "color": colour, "fontSize": 12, "clip": False}
    if bold:
        mark["fontWeight"] = "bold"
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": _value(), "text": {"field": "text"}}}


def _plain(value: float) -> str:
    from guihua.view.numbers import number

    return number(str(Decimal(repr(value)).normalize().__format__("f")))
