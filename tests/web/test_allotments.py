"""指标分解 and 可能性 on the site: a key is always named, shares add up, files verify, a round is recorded only where asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guihua.pathways.members import leagues
from guihua.plan.planfile import write_planfile
from guihua.statistics.holding import add
from guihua.tracking import track_observations
from guihua.verification import verify
from guihua.web import desk, results
from guihua.web.models import Job
from guihua.web.pages import allotments as pages
from guihua.web.pages import waiting
from guihua.web.results import Results
from guihua.web.work import allotments
from guihua.web.work.queue import Progress
from tests.checking.making import level, plan_of
from tests.pathways.test_allot import observed

WIND = level("风电装机容量", "4500", "万千瓦")
HEAD = "region,key,declared\n"
KEY = HEAD + "".join(f"{m.code},{n + 1},{10 * n}\n" for n, m in enumerate(leagues("150000")))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, root: Path, plan_text: str) -> Iterator[Results]:
    plan = plan_of(WIND, region="150000", title="甲")
    found = Results(
        "v",
        date(2019, 6, 30),
        plan,
        track_observations(plan, (), date(2019, 6, 30), "150000").assessments,
        (),
        (),
        None,
        (),
        has_data=False,
    )
    monkeypatch.setattr(waiting, "obtain", lambda request: found)
    file = results.project().plan_file
    write_planfile(plan, file)
    yield found
    file.unlink()


def work(job: Job) -> Job:
    progress = cast(Progress, _Quiet(job))
    job.result = {"allot": allotments.make_allotment, "risk": allotments.make_risk}[job.kind](job.payload, progress)
    job.state = Job.State.DONE
    job.save()
    return job


class _Quiet:
    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, *_: object) -> None:
        """Nobody looks."""


def ask(client: Any, **more: str) -> Job:
    sent = {"target": WIND.id, "rule": "proportional", "key": SimpleUploadedFile("依据.csv", KEY.encode())} | more
    answer = client.post("/path/allot/do/", sent)
    assert answer.status_code == 302, answer.content.decode()[-800:]
    return Job.objects.filter(kind="allot").latest("created")


def test_a_target_is_shared_out_and_its_files_verify(shown: Results, person: Any) -> None:
    client = person("planner")
    assert "风电装机容量" in client.get("/path/allot/").content.decode()
    job = work(ask(client))
    said = client.get(f"/path/allot/{job.pk}/").content.decode()
    assert "4,500" in said and "鄂尔多斯市" in said
    bundle = b"".join(client.get(f"/path/allot/{job.pk}/file.json"))
    assert verify(bundle).verdict.name == "HOLDS"
    assert b"".join(client.get(f"/path/allot/{job.pk}/file.xlsx"))[:2] == b"PK"
    assert not desk.journal(desk.ledger("allotments")).states()


def test_a_round_is_recorded_only_where_asked_and_shown_beside_the_shares(shown: Results, person: Any) -> None:
    client = person("planner")
    work(ask(client, record="propose"))
    states = desk.journal(desk.ledger("allotments")).states()
    assert len(states) == 12 and {s.state for s in states.values()} == {"proposed"}
    work(ask(client, record="issue", document="文件1号"))
    job = work(ask(client))
    assert all(row["cells"][6] for row in job.result["rows"])
    refused = ask(client, record="control")
    with pytest.raises(Exception, match="ALLOT-ROUND"):
        work(refused)


def test_no_key_no_share_and_a_rule_or_target_that_is_none_is_named(shown: Results, person: Any) -> None:
    client = person("planner")
    for sent in (
        {"target": WIND.id, "rule": "proportional"},
        {"target": WIND.id, "rule": "fair", "by": "甲"},
        {"target": "nobody", "rule": "proportional", "by": "甲"},
    ):
        assert client.post("/path/allot/do/", sent).status_code in (400, 404)
    assert not Job.objects.filter(kind="allot").exists()


def test_reporters_see_neither_shares_nor_chances(shown: Results, person: Any) -> None:
    client = person("reporter")
    for address in ("/path/allot/", "/path/risk/", f"/path/allot/{uuid4()}/"):
        assert client.get(address).status_code in (403, 404)


def test_chances_are_told_with_what_they_rest_on(shown: Results, person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [observed("150000", year, str(2000 + 150 * (year - 2010))) for year in range(2010, 2019)]
    add(results.store(results.project()), rows, name="甲")
    monkeypatch.setattr(pages, "awaited", work)
    client = person("planner")
    said = client.get("/path/risk/?as_of=2019-06-30&seed=7").content.decode()
    assert "风电装机容量" in said and "种子 7" in said and "回测" in said
    client.cookies["guihua_lang"] = "en"
    assert "Chances of the targets" in client.get("/path/risk/?as_of=2019-06-30&seed=7").content.decode()
