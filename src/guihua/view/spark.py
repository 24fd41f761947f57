"""A target's course as a small line, for a row of a board: what was published, the straight way, the target.

Shapes only; its colours are the page's (classes `line`, `way`, `aim`), and its figures stand beside it in the row.
"""

from __future__ import annotations

from guihua.tracking.assessment import Assessment, Point

WIDTH, HEIGHT, EDGE = 120, 34, 4
LEAST = 2


def sparkline(a: Assessment) -> str:
    """The line as SVG; "" where fewer than two points are known. Base, published points, a dashed way to a ring at the target."""
    case = a.case
    if case is None:
        return ""
    points = sorted([p for p in (case.base, *case.series) if p is not None], key=lambda p: p.year)
    if len({p.year for p in points}) < LEAST:
        return ""
    aim = None if case.target is None else Point(case.target_year, case.target)
    every = [*points, *((aim,) if aim else ())]
    place = _Scale(every)
    line = " ".join(place.of(p) for p in points)
    parts = [f'<polyline class="line" points="{line}"/>']
    if aim is not None:
        x, y = place.of(aim).split(",")
        start = place.of(points[0])
        parts.insert(0, f'<polyline class="way" points="{start} {x},{y}"/>')
        parts.append(f'<circle class="aim" cx="{x}" cy="{y}" r="3"/>')
    x, y = place.of(points[-1]).split(",")
    parts.append(f'<circle class="last" cx="{x}" cy="{y}" r="2.5"/>')
    return (
        f'<svg class="spark" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        + "".join(parts)
        + "</svg>"
    )


class _Scale:
    """Years and values to the line's own square, a little room at each edge."""

    def __init__(self, points: list[Point]) -> None:
        years, values = [p.year for p in points], [p.value for p in points]
        self.left, self.low = min(years), min(values)
        self.years, self.values = max(years) - self.left or 1, max(values) - self.low or 1

    def of(self, p: Point) -> str:
        """A point's place as SVG writes it."""
        x = EDGE + (WIDTH - 2 * EDGE) * (p.year - self.left) / self.years
        y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (p.value - self.low) / self.values
        return f"{x:.1f},{y:.1f}"
