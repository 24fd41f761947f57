"""What an operator sees of the site: numbers for Prometheus, and one line of JSON a request where GUIHUA_LOG=json.

Each web process counts for itself and lays its counts down in the store's folder at most once a second; whoever is asked adds them up.
No address carries its query into a log: a search is somebody's business.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from guihua.web import fence
from guihua.web.place import place

Respond = Callable[[HttpRequest], HttpResponse]
Row = tuple[str, str, float]
"""Suffix of the name, labels, value."""
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
FOLDER = "metrics"
LOG = "GUIHUA_LOG"
LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")
log = logging.getLogger("guihua.web.requests")

_lock = threading.Lock()
_counts: Counter[str] = Counter()
_laid_down = 0.0


def observe(get_response: Respond) -> Respond:
    """Count each request and how long it took; give it an id that the answer and the log carry."""

    def respond(request: HttpRequest) -> HttpResponse:
        begun, mark = time.perf_counter(), uuid.uuid4().hex[:12]
        response = get_response(request)
        seconds = time.perf_counter() - begun
        response.headers["X-Request-Id"] = mark
        _count(str(request.method), response.status_code, seconds)
        if os.environ.get(LOG) == "json":
            _write(request, response.status_code, seconds, mark)
        return response

    return respond


@fence.for_all
def allowed(request: HttpRequest) -> bool:
    """Whether who asks may see the numbers: this machine itself, not through a proxy, or a key of the API that is good."""
    from guihua.web.accounts import token_of

    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return token_of(header[7:].strip()) is not None
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not any(h in request.headers for h in FORWARDED)


@fence.for_all
def metrics() -> str:
    """The text that Prometheus reads (exposition format 0.0.4)."""
    lines: list[str] = []
    total = _together()
    lines += _family("guihua_requests_total", "counter", "Requests answered.", _requests(total))
    lines += _family("guihua_request_seconds", "histogram", "How long requests took.", _histogram(total))
    lines += _family("guihua_jobs", "gauge", "Work by state.", _jobs())
    lines += _family(
        "guihua_queue_age_seconds", "gauge", "Age of the oldest work that waits.", [("", "", _queue_age())]
    )
    lines += _family("guihua_part_up", "gauge", "Whether a part of the site can be used.", _parts())
    lines += _family(
        "guihua_store_bytes", "gauge", "Size of the store's folder.", [("", "", float(_size(place().store)))]
    )
    lines += _family(
        "guihua_store_version", "counter", "How often the store was written to.", [("", "", _store_version())]
    )
    return "\n".join(lines) + "\n"


def begin(folder: Path) -> None:
    """Forget the counts of processes of an earlier start."""
    for file in (folder / FOLDER).glob("*.json"):
        file.unlink(missing_ok=True)


def _count(method: str, status: int, seconds: float) -> None:
    global _laid_down  # noqa: PLW0603  (one process, one count)
    with _lock:
        _counts[f'requests|method="{method}",status="{status // 100}xx"'] += 1
        _counts["seconds|sum_us"] += int(seconds * 1_000_000)
        _counts["seconds|count"] += 1
        for edge in BUCKETS:
            _counts[f"seconds|{edge}"] += seconds <= edge
        if time.monotonic() - _laid_down > 1:
            _laid_down = time.monotonic()
            _lay_down()


def _lay_down() -> None:
    folder = place().store / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        fresh = folder / f"{os.getpid()}.tmp"
        fresh.write_text(json.dumps(_counts), encoding="ascii")
        fresh.replace(folder / f"{os.getpid()}.json")
    except OSError:
        log.debug("counts not written", exc_info=True)


def _together() -> Counter[str]:
    """The counts of all web processes: this one's as they are, the others' as last laid down."""
    with _lock:
        total = Counter(_counts)
    for file in sorted((place().store / FOLDER).glob("*.json")):
        if file.stem == str(os.getpid()):
            continue
        try:
            total.update(json.loads(file.read_text(encoding="ascii")))
        except (OSError, ValueError):
            continue
    return total


def _write(request: HttpRequest, status: int, seconds: float, mark: str) -> None:
    """One line: when, which request, who, what, with which result, how long."""
    asker = getattr(request, "principal", None)
    told = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "request": mark,
        "account": asker.name if asker is not None else "",
        "organisation": asker.organisation if asker is not None else "",
        "method": request.method,
        "path": request.path,
        "status": status,
        "ms": round(seconds * 1000),
    }
    log.info("%s", json.dumps(told, ensure_ascii=False))


def _family(name: str, kind: str, about: str, rows: Iterable[Row]) -> list[str]:
    lines = [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
    for suffix, labels, value in rows:
        shown = f"{value:g}" if value < 1_000_000 else f"{value:.0f}"
        lines.append(f"{name}{suffix}{f'{{{labels}}}' if labels else ''} {shown}")
    return lines


def _requests(total: Counter[str]) -> list[Row]:
    found = sorted((key, n) for key, n in total.items() if key.startswith("requests|"))
    return [("", key.removeprefix("requests|"), float(n)) for key, n in found]


def _histogram(total: Counter[str]) -> Iterator[Row]:
    for edge in BUCKETS:
        yield "_bucket", f'le="{edge}"', float(total[f"seconds|{edge}"])
    yield "_bucket", 'le="+Inf"', float(total["seconds|count"])
    yield "_sum", "", total["seconds|sum_us"] / 1_000_000
    yield "_count", "", float(total["seconds|count"])


def _jobs() -> Iterator[Row]:
    from guihua.web.models import Job

    numbers = Counter(Job.objects.values_list("state", flat=True))
    for state in Job.State.values:
        yield "", f'state="{state}"', float(numbers[state])


def _queue_age() -> float:
    from django.utils import timezone

    from guihua.web.models import Job

    oldest = Job.objects.filter(state=Job.State.QUEUED, due__lte=timezone.now()).order_by("due").first()
    return (timezone.now() - oldest.due).total_seconds() if oldest is not None else 0.0


def _parts() -> Iterator[Row]:
    from guihua.web import readiness

    for name, up in readiness.parts().items():
        yield "", f'part="{name}"', float(up)


def _store_version() -> float:
    from guihua.errors import GuihuaError
    from guihua.web import results

    try:
        return float(results.store_version(results.project()))
    except (GuihuaError, OSError, TypeError, ValueError):
        return 0.0


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
