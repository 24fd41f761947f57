"""What an operator sees: numbers in Prometheus's form for the machine itself or a key, a line of JSON a request."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from guihua.web import observing
from guihua.web.accounts import new_token
from guihua.web.models import Job, Organisation

SAMPLE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+]+$')


def test_the_numbers_are_in_the_exposition_format_and_count_what_happened():
    client = Client()
    client.get("/health/")
    client.get("/nothing-here/")
    Job.objects.create(kind="check", state=Job.State.QUEUED)
    answer = client.get("/metrics")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.content.decode().splitlines()
    assert all(line.startswith("# ") or SAMPLE.match(line) for line in lines), lines
    told = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(told['guihua_requests_total{method="GET",status="2xx"}']) >= 1
    assert float(told['guihua_requests_total{method="GET",status="4xx"}']) >= 1
    assert told['guihua_jobs{state="queued"}'] == "1" and float(told["guihua_queue_age_seconds"]) >= 0
    assert told['guihua_request_seconds_bucket{le="+Inf"}'] == told["guihua_request_seconds_count"]
    assert 'guihua_part_up{part="store"}' in told and float(told["guihua_store_bytes"]) > 0
    for name in {line.split("{")[0].split(" ")[0] for line in lines if not line.startswith("#")}:
        family = re.sub("_(bucket|sum|count)$", "", name) if "request_seconds" in name else name
        assert f"# TYPE {family} " in "\n".join(lines)


@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_AUTHORIZATION": "Bearer gh_wrong"},
    ],
)
def test_the_numbers_are_for_this_machine_and_for_keys_alone(asked):
    answer = Client().get("/metrics", **asked)
    assert answer.status_code == 403 and not answer.content


def test_a_key_of_the_api_opens_the_numbers_from_afar():
    body = Organisation.objects.create(code="dept-a", name="处")
    key = new_token(body, "evaluator", "prometheus")
    answer = Client().get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=f"Bearer {key}")
    assert answer.status_code == 200


def test_each_request_is_one_line_of_json_with_its_id_and_account_and_without_its_query(monkeypatch):
    lines = []
    monkeypatch.setenv("GUIHUA_LOG", "json")
    monkeypatch.setattr(observing.log, "info", lambda form, *words: lines.append(form % words))
    answer = Client().get("/health/?search=secret")
    (line,) = lines
    told = json.loads(line)
    assert told["request"] == answer.headers["X-Request-Id"] and len(told["request"]) == 12
    assert (told["path"], told["method"], told["status"]) == ("/health/", "GET", 200)
    assert "account" in told and told["ms"] >= 0 and "secret" not in line


def test_counts_of_other_processes_are_added_and_those_of_an_earlier_start_forgotten():
    folder = observing.place().store
    (folder / observing.FOLDER).mkdir(exist_ok=True)
    (folder / observing.FOLDER / "1.json").write_text(
        '{"requests|method=\\"GET\\",status=\\"9xx\\"": 7}', encoding="ascii"
    )
    assert 'status="9xx"} 7' in observing.metrics()
    observing.begin(folder)
    assert 'status="9xx"} 7' not in observing.metrics()
