"""The worker: claims one job after the other, beats while it works, and leaves a clear word where something fails."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from types import FrameType

from guihua.errors import GuihuaError

log = logging.getLogger("guihua.worker")
PAUSE = 0.2
BEAT = 5.0
SAID = 15.0


def run(once: bool = False, parent: int | None = None) -> int:
    """Work until told to stop (SIGTERM, Ctrl-C), or until `parent` is gone. `once`: until nothing is waiting."""
    from guihua.web.work import morning, queue

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _n, _f: _stop(stop, _n, _f))
    host = socket.gethostname()
    name = f"{host}:{os.getpid()}"
    queue.abandon(f"{host}:") if parent else None
    rescued = 0.0
    threading.Thread(target=_be_heard, args=(stop,), daemon=True).start()
    while not stop.is_set():
        if parent and os.getppid() != parent:
            return 0
        if time.monotonic() - rescued > BEAT:
            queue.rescue()
            morning.once_a_day()
            rescued = time.monotonic()
        job = queue.claim(name)
        if job is not None:
            _work(job)
        elif once:
            stop.set()
        else:
            stop.wait(PAUSE)
    return 0


def _be_heard(stop: threading.Event) -> None:
    """Say now and then that the worker is there, also while it works on something long."""
    from django.db import DatabaseError, connection

    from guihua.web import fence
    from guihua.web.readiness import heard

    fence.move(fence.ALL)
    while True:
        try:
            heard()
        except DatabaseError:
            log.warning("the worker could not be noted as alive")
        if stop.wait(SAID):
            connection.close()
            return


def _stop(event: threading.Event, _number: int, _frame: FrameType | None) -> None:
    event.set()


def _work(job: object) -> None:
    from django.db import connection

    from guihua.web.models import Job
    from guihua.web.work import kinds, queue

    assert isinstance(job, Job)
    done = threading.Event()
    heart = threading.Thread(target=_beat, args=(job, done), daemon=True)
    heart.start()
    try:
        result = kinds.perform(job, queue.Progress(job))
    except queue.Cancelled:
        queue.cancelled(job)
    except GuihuaError as fault:
        queue.fail(job, fault)
    except Exception:
        log.exception("job %s (%s) broke", job.pk, job.kind)
        queue.fail(
            job,
            GuihuaError(
                "WEB-BROKEN",
                "任务中断：guihua 出错 the work broke off: a fault of guihua",
                "详见后台日志 the worker's log holds the details",
            ),
        )
    else:
        queue.finish(job, result)
    finally:
        done.set()
        heart.join(timeout=1)
        connection.close_if_unusable_or_obsolete()


def _beat(job: object, done: threading.Event) -> None:
    from django.db import connection

    from guihua.web.work import queue

    while not done.wait(BEAT):
        queue.beat(job)  # type: ignore[arg-type]
    connection.close()
