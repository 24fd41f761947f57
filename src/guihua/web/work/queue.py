"""The jobs table: ask for work, claim it, tell how far it is, cancel and try again. One plain table in SQLite or PostgreSQL.

It is the site's own: work with a key is shared by all who ask, whoever asked first. What a page shows of it stays behind the fence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from guihua.errors import GuihuaError
from guihua.web import fence
from guihua.web.models import Job
from guihua.web.principal import Principal

STALE = timedelta(seconds=20)
MOST_TRIES = 3
MOST_WAITING = 200


class Cancelled(Exception):
    """The person who asked for a job does not want it any more."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a running job tells: `progress(40, "reading")`. Raises Cancelled where somebody cancelled it."""

    job: Job

    @fence.for_all
    def __call__(self, percent: int, stage: str = "") -> None:
        """Tell how far it is."""
        now = timezone.now()
        Job.objects.filter(pk=self.job.pk).update(progress=min(percent, 99), stage=stage, heartbeat=now)
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled


def key_of(kind: str, version: str, payload: dict[str, Any]) -> str:
    """What the same question about the same state of the project has in common, of forty characters."""
    return hashlib.sha256(repr((kind, version, sorted(payload.items(), key=str))).encode()).hexdigest()[:40]


@fence.for_all
def ask(kind: str, payload: dict[str, Any], principal: Principal, key: str = "", after: float = 0.0) -> Job:
    """Queue a job. With a key, the same work that already waits, runs or is done is returned instead of a second one.
    `after`: not before so many seconds, for work that nobody waits for."""
    with transaction.atomic():
        if key:
            same = (
                Job.objects.filter(kind=kind, key=key)
                .exclude(state__in=(Job.State.FAILED, Job.State.CANCELLED))
                .first()
            )
            if same is not None:
                return same  # type: ignore[no-any-return]
        if Job.objects.filter(state=Job.State.QUEUED).count() >= MOST_WAITING:
            raise GuihuaError(
                "WEB-QUEUE-FULL",
                "排队的任务太多 too much work is waiting",
                "等一些任务完成后再试 wait until some of it is done, then ask again",
            )
        return Job.objects.create(  # type: ignore[no-any-return]
            kind=kind,
            key=key,
            payload=payload,
            asked_by=principal.name[:60],
            organisation=principal.organisation,
            due=timezone.now() + timedelta(seconds=after),
        )


@fence.for_all
def claim(worker: str) -> Job | None:
    """Take the oldest job that is due, so that no other worker gets it; None where there is none."""
    now = timezone.now()
    with transaction.atomic():
        waiting = Job.objects.filter(state=Job.State.QUEUED, due__lte=now).order_by("created")
        if connection.vendor == "postgresql":
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        taken = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING,
            worker=worker,
            started=now,
            heartbeat=now,
            attempts=F("attempts") + 1,
            progress=0,
            stage="",
        )
    return Job.objects.get(pk=job.pk) if taken else None


@fence.for_all
def finish(job: Job, result: dict[str, Any]) -> None:
    """The work is done."""
    _end(job, Job.State.DONE, progress=100, result=result)


@fence.for_all
def fail(job: Job, fault: GuihuaError) -> None:
    """The work could not be done, for a reason that a person can read."""
    _end(
        job,
        Job.State.FAILED,
        fault={"code": fault.code, "title": fault.title, "hint": fault.hint, "where": str(fault.where)},
    )


@fence.for_all
def cancelled(job: Job) -> None:
    """The work was stopped because somebody asked."""
    _end(job, Job.State.CANCELLED)


@fence.for_all
def cancel(job: Job) -> None:
    """Ask to stop: a waiting job ends at once, a running one at its next step."""
    Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(state=Job.State.CANCELLED, finished=timezone.now())
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked=True)


@fence.for_all
def again(job: Job) -> None:
    """Try a failed or cancelled job once more."""
    Job.objects.filter(pk=job.pk, state__in=(Job.State.FAILED, Job.State.CANCELLED)).update(
        state=Job.State.QUEUED,
        due=timezone.now(),
        attempts=0,
        cancel_asked=False,
        fault={},
        progress=0,
        stage="",
        finished=None,
    )


@fence.for_all
def rescue() -> int:
    """Put back the jobs of a worker that was killed; after three tries they fail. Returns how many were found."""
    lost = Job.objects.filter(state=Job.State.RUNNING, heartbeat__lt=timezone.now() - STALE)
    found = 0
    for job in lost:
        found += 1
        if job.attempts >= MOST_TRIES:
            fail(
                job,
                GuihuaError(
                    "WEB-WORKER-LOST",
                    "后台在这项任务中三次停止 the worker stopped three times during this work",
                    "查看后台日志再试 look at the worker's log, then try again",
                ),
            )
        else:
            Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=Job.State.QUEUED, due=timezone.now())
    return found


@fence.for_all
def abandon(worker_prefix: str) -> None:
    """At the start of the only worker of this machine: whatever ran under its name before is waiting again."""
    Job.objects.filter(state=Job.State.RUNNING, worker__startswith=worker_prefix, attempts__lt=MOST_TRIES).update(
        state=Job.State.QUEUED
    )


@fence.for_all
def beat(job: Job) -> None:
    """The worker is alive."""
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now())


@fence.for_all
def waiting() -> Iterator[Job]:
    """What is not over yet, the oldest first."""
    return iter(Job.objects.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)).order_by("created"))


def _end(job: Job, state: Any, **values: Any) -> None:
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
        state=state, finished=timezone.now(), heartbeat=None, **values
    )
