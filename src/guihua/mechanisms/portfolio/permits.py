"""Logs of approvals: how cases really run, where they wait, and where they leave the declared procedure.

A log is a list of cases, each a list of events in time (XES, IEEE 1849-2016, plain or .gz; or a CSV with the columns case, activity,
time, and if there are resource and group).
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.files import read_utf8

DAY = 86_400
LARGEST = 500_000_000
"""Bytes of a log, unpacked, that are read."""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a case."""

    activity: str
    time: datetime
    resource: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One case with its events in time."""

    id: str
    events: tuple[Event, ...]

    @property
    def variant(self) -> tuple[str, ...]:
        """Its activities in order."""
        return tuple(e.activity for e in self.events)

    @property
    def days(self) -> float:
        """From its first event to its last."""
        return (self.events[-1].time - self.events[0].time).total_seconds() / DAY


@dataclass(frozen=True, slots=True)
class Wait:
    """One step to the next: how often, the median and the total days between."""

    before: str
    after: str
    count: int
    median: float
    total: float


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure as declared: steps in order; optional ones may be left out, repeated ones may come again."""

    steps: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which cases leave the procedure, at a step, and how many do: missing, unknown, early (before a step that comes
    first), again."""

    kind: str
    step: str
    cases: int


@dataclass(frozen=True, slots=True)
class Open:
    """A case that has not ended: where it stands, for how many days, and the way that still lies before it by the usual course."""

    case: str
    at: str
    waiting: float
    left: tuple[str, ...]
    expected: float


def read_log(path: Path | str) -> tuple[Case, ...]:
    """The cases of a log. Raises GuihuaError PERMIT-LOG, by line where there are lines."""
    name = str(path).lower()
    return _csv(Path(path)) if name.endswith(".csv") else _xes(Path(path))


def activities(log: Sequence[Case]) -> tuple[str, ...]:
    """Every activity, the most frequent first."""
    return tuple(a for a, _ in Counter(e.activity for c in log for e in c.events).most_common())


def variants(log: Sequence[Case]) -> list[tuple[tuple[str, ...], int]]:
    """The different courses of cases with their counts, the most frequent first."""
    return Counter(c.variant for c in log).most_common()


def waits(log: Sequence[Case]) -> tuple[Wait, ...]:
    """Every step to the next, the one with most days in all first."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for case in log:
        for a, b in pairwise(case.events):
            found[a.activity, b.activity].append((b.time - a.time).total_seconds() / DAY)
    rows = [Wait(a, b, len(days), median(days), sum(days)) for (a, b), days in found.items()]
    return tuple(sorted(rows, key=lambda w: (-w.total, w.before, w.after)))


def deviations(log: Sequence[Case], procedure: Procedure) -> tuple[Deviation, ...]:
    """How many cases leave the procedure in which way; the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    place = {step: i for i, step in enumerate(procedure.steps)}
    for case in log:
        seen: Counter[str] = Counter(case.variant)
        own = {("missing", s) for s in procedure.steps if s not in seen and s not in procedure.optional}
        own |= {("unknown", a) for a in seen if a not in place}
        own |= {("again", a) for a, n in seen.items() if n > 1 and a in place and a not in procedure.repeated}
        known = [a for a in dict.fromkeys(case.variant) if a in place]
        own |= {("early", a) for a, b in pairwise(known) if place[a] > place[b]}
        found.update(own)
    return tuple(Deviation(k, s, n) for (k, s), n in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def usual_procedure(log: Sequence[Case]) -> Procedure:
    """The most frequent course as a procedure, where none is declared."""
    steps = tuple(dict.fromkeys(variants(log)[0][0])) if log else ()
    return Procedure(steps)


def open_cases(log: Sequence[Case], last: Sequence[str], now: datetime) -> tuple[Open, ...]:
    """Cases that none of the last activities ended, the longest waiting first, with the usual way before them."""
    ends = set(last)
    usual = _next_steps(log)
    found = []
    for case in log:
        if ends & set(case.variant):
            continue
        here, left, expected = case.events[-1].activity, [], 0.0
        while here in usual and usual[here][0] not in left:
            step, days = usual[here]
            left.append(step)
            expected += days
            if step in ends:
                break
            here = step
        stood = (now - case.events[-1].time).total_seconds() / DAY
        found.append(Open(case.id, case.events[-1].activity, stood, tuple(left), expected))
    return tuple(sorted(found, key=lambda o: (-o.waiting, o.case)))


def procedure_from(table: Mapping[str, Any]) -> Procedure:
    """A procedure from plain data: steps, optional, repeated. GuihuaError PERMIT-PROCEDURE."""
    steps = tuple(map(str, table.get("steps") or ()))
    optional, repeated = (frozenset(map(str, table.get(k) or ())) for k in ("optional", "repeated"))
    lost = sorted((optional | repeated) - set(steps))
    if not steps or len(set(steps)) < len(steps) or lost:
        title = f"程序写得不对 the procedure is not one: {lost[0] if lost else '步骤重复或没有 steps'}"
        raise GuihuaError("PERMIT-PROCEDURE", title, "steps: […]，optional、repeated 从中选")
    return Procedure(steps, optional, repeated)


def _next_steps(log: Sequence[Case]) -> dict[str, tuple[str, float]]:
    """For each activity the usual next one and its median days."""
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for case in log:
        for a, b in pairwise(case.variant):
            after[a][b] += 1
    days = {(w.before, w.after): w.median for w in waits(log)}
    return {a: (n.most_common(1)[0][0], days[a, n.most_common(1)[0][0]]) for a, n in after.items()}


def _xes(path: Path) -> tuple[Case, ...]:
    from lxml import etree

    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise GuihuaError("PERMIT-LOG", "日志太大 the log is too large", f"最多 at most {LARGEST} bytes", str(path))
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (OSError, EOFError, etree.XMLSyntaxError) as error:
        raise GuihuaError("PERMIT-LOG", f"读不出日志 cannot read the log: {error}", "XES 或 CSV", str(path)) from None
    found = []
    for number, trace in enumerate(root.iter("{*}trace"), 1):
        name, events = str(number), []
        for child in trace:
            if child.get("key") == "concept:name":
                name = child.get("value", name)
            if etree.QName(child).localname == "event":
                events.append(_event({a.get("key"): a.get("value") for a in child}, path, number))
        if events:
            found.append(Case(name, tuple(sorted(events, key=lambda e: e.time))))
    return tuple(found)


def _event(cells: Mapping[str | None, str | None], path: Path, trace: int) -> Event:
    activity, time = cells.get("concept:name"), cells.get("time:timestamp")
    if not activity or not time:
        raise GuihuaError(
            "PERMIT-LOG",
            f"第 {trace} 个办件有一步没有名称或时间 a step without a name or a time",
            "补上 add them",
            str(path),
        )
    return Event(
        activity,
        _time(time, Place(str(path), cell=f"trace {trace}")),
        cells.get("org:resource") or "",
        cells.get("org:group") or "",
    )


def _csv(path: Path) -> tuple[Case, ...]:
    rows = list(csv.DictReader(io.StringIO(read_utf8(path))))
    missing = {"case", "activity", "time"} - set(rows[0] if rows else ())
    if missing:
        raise GuihuaError(
            "PERMIT-LOG", f"缺列 columns are missing: {', '.join(sorted(missing))}", "case, activity, time", str(path)
        )
    cases: dict[str, list[Event]] = defaultdict(list)
    for line, row in enumerate(rows, 2):
        if not row["case"] or not row["activity"]:
            raise GuihuaError(
                "PERMIT-LOG",
                "这一行没有编号或事项 a row without case or activity",
                "补上 add them",
                Place(str(path), line=line),
            )
        time = _time(row["time"], Place(str(path), line=line))
        cases[row["case"]].append(Event(row["activity"], time, row.get("resource") or "", row.get("group") or ""))
    return tuple(Case(name, tuple(sorted(events, key=lambda e: e.time))) for name, events in cases.items())


def _time(text: str, place: Place) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise GuihuaError("PERMIT-LOG", f"时间读不出 no time: {text!r:.40}", "2018-03-01T09:30:00", place) from None
    return found.replace(tzinfo=None) if found.tzinfo is None else found.astimezone(UTC).replace(tzinfo=None)
