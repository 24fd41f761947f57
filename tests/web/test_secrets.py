"""Planted secret figures never leave: every page × role outside the house × the parameters that change what is seen, by the bytes."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from guihua.plan.periods import Period
from guihua.statistics import add
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation
from guihua.web import access, results
from guihua.web.models import Setting
from guihua.web.work.loop import run
from tests.web.test_access import ADDRESSES, PLAIN, _arguments

SECRETS = ("8123.4", "8876.5", "9034.7")
OPEN = "7939.1"
TODAY = date.today()
LATER = (TODAY + timedelta(days=900)).isoformat()
VARIABLE = "value_added[industry]"


def _figure(value: str, period: str, level: str, region: str = "150000", coverage: str = "全部") -> Observation:
    return Observation(
        f"{value}{period}", region, VARIABLE, "工业增加值", Period.parse(period), Span.SINGLE, value, "亿元", Transformation.LEVEL,
        coverage=coverage, published=date(2019, 3, 1), date_trust=DateTrust.EXACT, source="工信厅内部测算",
        grade=Grade.OFFICIAL, publish_level=level,
    )  # fmt: skip


@pytest.fixture
def planted(root: Path, plan_text: str) -> Iterator[None]:
    shutil.rmtree(root / "store" / "results", ignore_errors=True)
    store = results.store(results.project())
    rows = [
        replace(
            _figure(OPEN, "2015", "public"), published=date(2016, 3, 1)
        ),  # before the plan: the base that it speaks of
        _figure(SECRETS[0], "2018", "internal"),
        _figure(SECRETS[1], "2017", f"embargoed until {(TODAY + timedelta(days=30)).isoformat()}"),
        _figure(SECRETS[2], "2018", "internal", region="150200"),
    ]
    add(store, rows, name="planted")
    Setting.objects.create(name="public", value="1")
    yield


def _bytes(answer: Any) -> bytes:
    """Everything that an answer holds, what is zipped in it unpacked."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data[:2] != b"PK":
        return bytes(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def _seen(client: Client, address: str, asked: dict[str, str]) -> bytes:
    """What a page says, its work done and its job's page and file looked at too."""
    answer = client.get(address, asked)
    held = _bytes(answer)
    if answer.status_code in (302, 503) or b"/jobs/" in held:
        run(once=True)
        held += _bytes(client.get(answer.headers["Location"])) if answer.status_code == 302 else b""
        held += _bytes(client.get(address, asked))
    return held


def _addresses(statement: str) -> Iterator[str]:
    samples = {"statement": statement, "code": "150200", "kind": "csv", "ledger": "projects", "subject": "x"}
    for name in PLAIN:
        if name in ("login", "logout", "preferences", "password"):
            continue
        arguments = {k: samples.get(k, v) for k, v in _arguments(name).items()}
        kinds = ("csv", "xlsx", "json", "arrow", "sdmx.csv", "png", "svg", "docx") if "kind" in arguments else ("",)
        for kind in kinds:
            with suppress(NoReverseMatch):  # an address that knows no such kind of file
                yield reverse(name, kwargs=arguments | ({"kind": kind} if kind else {}))


DAYS = ({}, {"as_of": LATER}, {"as_of": "2019-12-31"}, {"as_of": "2018-01-31", "collected": "1"})


@pytest.mark.parametrize("role", ["reporter", "public"])
def test_no_answer_to_somebody_outside_holds_a_secret_figure(role: str, planted: None, person: Any) -> None:
    client = Client(REMOTE_ADDR="192.0.2.9") if role == "public" else person(role)
    statement = next(s.id for s in _plan_statements())
    for address, day in product(dict.fromkeys(_addresses(statement)), DAYS):
        for more in ({"lang": "en"}, {"format": "csv", "region": "150200", "page": "1"}):
            held = _seen(client, address, {**day, **more})
            for secret in SECRETS:
                for written in (secret, f"{float(secret):,}", secret.replace(".", "")):
                    assert written.encode() not in held, f"{role}: {address} {day} {more} shows {written}"


def test_the_same_walk_sees_the_figures_inside_the_house(planted: None, person: Any) -> None:
    """The walk is not blind: a planner's bytes hold the secrets, and a reporter's hold the open figure."""
    planner, reporter = person("planner"), person("reporter")
    statement = next(s.id for s in _plan_statements())
    address = reverse("indicator-data", kwargs={"statement": statement, "kind": "csv"})
    inside, outside = _seen(planner, address, {}), _seen(reporter, address, {})
    told = inside.decode("utf-8", "replace")
    assert SECRETS[0] in told and SECRETS[1] in told, told[-3000:]
    assert OPEN.encode() in outside and SECRETS[0].encode() not in outside


def test_every_page_is_walked_or_belongs_to_one_body() -> None:
    assert {n for n in ADDRESSES if n not in PLAIN} == {n for n in ADDRESSES if (r := access.rule_of(n)) and r.owner}


def _plan_statements() -> Any:
    from guihua.project import read_plan

    of = results.project()
    return read_plan(of.plan).targets
