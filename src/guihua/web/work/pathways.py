"""The work behind the page 路径: the path of a day, kept warm, and that of a moved target beside it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from guihua.web import results
from guihua.web.work.kinds import day_of, kind, public_day
from guihua.web.work.queue import Progress

if TYPE_CHECKING:
    from guihua.pathways.pathway import Line, Pathway
    from guihua.plan.plan import Plan
    from guihua.tracking.tracking import Tracking

_WARM: OrderedDict[str, tuple[Plan, Tracking, Pathway]] = OrderedDict()
KEPT = 4
"""Days whose plan, figures and path the worker holds."""


@kind("path")
def make_path(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Rows and sentences for the page: the path, and with changes the other beside it."""
    from guihua.pathways.path import path
    from guihua.pathways.whatif import scenario_of

    plan, tracking, plain = _warm(payload, progress)
    changes = {str(k): str(v) for k, v in (payload.get("changes") or {}).items()}
    changed = None
    if changes:
        table = {"name": "what-if", "targets": {k: {"value": v} for k, v in changes.items()}}
        changed = path(plan, tracking, scenario=scenario_of(table))
    return _shown(plain, changed, str(payload.get("lang", "zh")))


def _warm(payload: dict[str, Any], progress: Progress) -> tuple[Plan, Tracking, Pathway]:
    """Plan, tracking and path of a day, from memory where they are there."""
    from guihua.pathways.path import path
    from guihua.tracking.tracking import Tracking
    from guihua.web.work.compute import make_results

    view = results.View(results.version(), day_of(payload), bool(payload.get("collected")), public_day(payload))
    key = str(view)
    if key in _WARM:
        _WARM.move_to_end(key)
        return _WARM[key]
    found = results.ready(view)
    if found is None:
        make_results(payload, progress)
        found = results.ready(view)
    assert found is not None
    region = found.plan.region or results.project().region
    tracking = Tracking(found.assessments, found.as_of, region, found.collected, "all", ())
    _WARM[key] = (found.plan, tracking, path(found.plan, tracking))
    while len(_WARM) > KEPT:
        _WARM.popitem(last=False)
    return _WARM[key]


def _shown(plain: Pathway, changed: Pathway | None, lang: str) -> dict[str, Any]:
    from guihua.view.paths import conflict_words, line_goal, sentences, statement_of

    main = changed or plain
    beside = {line.statement: line for line in changed.lines} if changed else {}
    years = sorted({y for line in plain.lines for y, _ in line.values})[-6:]
    rows = []
    for line in plain.lines:
        other = beside.get(line.statement)
        moved = other is not None and other.values != line.values and _differs(line, other)
        if line.state == "open" and not moved:
            continue
        s = statement_of(plain, line.statement)
        cells = _cells(plain, line, years, lang)
        rows.append(
            {
                "id": s.id,
                "indicator": s.indicator,
                "goal": line_goal(line, s, lang),
                **cells,
                "other": _cells(changed, other, years, lang) if changed and other else None,
                "gives": moved,
            }
        )
    return {
        "years": years,
        "rows": rows,
        "feasible": main.feasible,
        "sentences": sentences(main, lang),
        "conflicts": conflict_words(main, lang),
    }


def _differs(line: Line, other: Line) -> bool:
    """By more than rounding."""
    pairs = zip(line.values, other.values, strict=False)
    return len(line.values) != len(other.values) or any(abs(a - b) * 10_000 > abs(a) for (_, a), (_, b) in pairs)


def _cells(path: Pathway, line: Line, years: list[int], lang: str) -> dict[str, Any]:
    from guihua.view.paths import pace_words, state_word, statement_of, value_words

    s = statement_of(path, line.statement)
    return {
        "values": [value_words(line, s, y) for y in years],
        "so_far": pace_words(line.so_far, s, lang),
        "needed": pace_words(line.needed, s, lang),
        "state": line.state,
        "word": state_word(line, lang),
    }
