"""What each kind of job does: one function a kind, each a thin call into the library. Heavy rooms are imported here, never in a web process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from guihua.errors import GuihuaError
from guihua.web.models import Job
from guihua.web.work.queue import Progress

Perform = Callable[[dict[str, Any], Progress], dict[str, Any]]
KINDS: dict[str, Perform] = {}


def kind(name: str) -> Callable[[Perform], Perform]:
    """Register the function of a kind of job."""

    def register(function: Perform) -> Perform:
        KINDS[name] = function
        return function

    return register


def perform(job: Job, progress: Progress) -> dict[str, Any]:
    """Do a job; what it returns is kept with it."""
    from guihua.web.work import (  # noqa: F401  (they register the kinds)
        allotments,
        compute,
        documents,
        figures,
        intake,
        mechanisms,
        pathways,
        sheets,
        submissions,
    )

    function = KINDS.get(job.kind)
    if function is None:
        raise GuihuaError(
            "WEB-JOB-KIND",
            f"没有这种任务 no such work: {job.kind}",
            "站点与后台版本不同，都重启 the site and its worker are of different versions: restart both",
        )
    return function(job.payload, progress)


def day_of(payload: dict[str, Any]) -> date:
    """The day that a job looks from."""
    return date.fromisoformat(payload["as_of"]) if payload.get("as_of") else date.today()


def public_day(payload: dict[str, Any]) -> date | None:
    """The real day of a job for somebody outside the house; None for one inside."""
    return date.fromisoformat(payload["public_on"]) if payload.get("public_on") else None
