"""The jobs table: claimed once, cancelled, tried again, rescued when a worker was killed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from guihua.errors import GuihuaError
from guihua.web.models import Job
from guihua.web.principal import Principal
from guihua.web.work import kinds, loop, queue

ME = Principal("planner", "own", "张")


def test_a_job_is_claimed_once_and_the_oldest_first() -> None:
    first, second = queue.ask("one", {}, ME), queue.ask("two", {}, ME)
    assert [queue.claim("a"), queue.claim("b"), queue.claim("c")] == [first, second, None]


def test_the_same_key_is_asked_once() -> None:
    first = queue.ask("results", {}, ME, key="v1")
    assert queue.ask("results", {}, ME, key="v1") == first and queue.ask("results", {}, ME, key="v2") != first
    queue.cancel(first)
    assert queue.ask("results", {}, ME, key="v1") != first


def test_a_finished_job_carries_its_result(monkeypatch: Any) -> None:
    monkeypatch.setitem(kinds.KINDS, "sum", lambda payload, progress: {"sum": sum(payload["of"])})
    job = queue.ask("sum", {"of": [1, 2]}, ME)
    loop._work(queue.claim("a"))
    job.refresh_from_db()
    assert (job.state, job.result, job.progress) == ("done", {"sum": 3}, 100)


def test_a_fault_is_kept_in_words(monkeypatch: Any) -> None:
    def broken(payload: Any, progress: Any) -> Any:
        raise GuihuaError("X-1", "what", "how", "file.csv")

    monkeypatch.setitem(kinds.KINDS, "broken", broken)
    job = queue.ask("broken", {}, ME)
    loop._work(queue.claim("a"))
    job.refresh_from_db()
    assert job.state == "failed" and job.fault == {"code": "X-1", "title": "what", "hint": "how", "where": "file.csv"}


def test_a_fault_of_ours_shows_no_inside(monkeypatch: Any) -> None:
    monkeypatch.setitem(kinds.KINDS, "bug", lambda payload, progress: 1 // 0)
    job = queue.ask("bug", {}, ME)
    loop._work(queue.claim("a"))
    job.refresh_from_db()
    assert job.state == "failed" and job.fault["code"] == "WEB-BROKEN" and "Zero" not in str(job.fault)


def test_a_running_job_stops_at_its_next_step(monkeypatch: Any) -> None:
    def long(payload: Any, progress: Any) -> Any:
        progress(10, "")
        queue.cancel(progress.job)
        progress(20, "")
        raise AssertionError("went on")

    monkeypatch.setitem(kinds.KINDS, "long", long)
    job = queue.ask("long", {}, ME)
    loop._work(queue.claim("a"))
    job.refresh_from_db()
    assert job.state == "cancelled"
    queue.again(job)
    assert queue.claim("a") == job


def test_the_job_of_a_killed_worker_runs_again_and_at_last_fails() -> None:
    job = queue.ask("one", {}, ME)
    for tries in range(1, queue.MOST_TRIES + 1):
        assert queue.claim("gone") == job
        Job.objects.update(heartbeat=timezone.now() - 2 * queue.STALE)
        assert queue.rescue() == 1
        job.refresh_from_db()
        assert job.state == ("queued" if tries < queue.MOST_TRIES else "failed")
    assert job.fault["code"] == "WEB-WORKER-LOST"


def test_a_living_worker_is_left_alone() -> None:
    queue.ask("one", {}, ME)
    queue.claim("alive")
    assert queue.rescue() == 0


def test_a_job_that_is_due_later_waits() -> None:
    job = queue.ask("one", {}, ME)
    Job.objects.filter(pk=job.pk).update(due=timezone.now() + timedelta(hours=1))
    assert queue.claim("a") is None


def test_too_much_waiting_work_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(queue, "MOST_WAITING", 2)
    queue.ask("one", {}, ME), queue.ask("two", {}, ME)
    with pytest.raises(GuihuaError) as error:
        queue.ask("three", {}, ME)
    assert error.value.code == "WEB-QUEUE-FULL"


def test_a_word_of_the_worker_that_was_cancelled_meanwhile_is_not_overwritten() -> None:
    job = queue.ask("one", {}, ME)
    queue.cancel(job)
    queue.finish(job, {})
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_every_kind_of_work_is_told_in_words() -> None:
    from guihua.web.page_words import KIND_WORDS
    from guihua.web.work import compute, documents, intake, kinds, sheets, submissions  # noqa: F401

    assert set(kinds.KINDS) <= set(KIND_WORDS)
