"""The API: tokens, pages, formats, ETag, faults in one shape; the answers fit their own description."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi import checks as openapi

from guihua.web import results
from guihua.web.accounts import new_token
from guihua.web.models import Organisation, Token
from guihua.web.work import loop, queue

CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
    openapi.negative_data_rejection,
    openapi.ignored_auth,
]


@pytest.fixture
def computed(plan_text: str) -> results.Results:
    """The results of the test plan, as the worker makes them."""
    view = results.View(results.version(), results.today())
    queue.ask("results", {"as_of": view.as_of.isoformat()}, queue.Principal("planner"), key=str(view))
    job = queue.claim("test")
    assert job is not None
    loop._work(job)
    job.refresh_from_db()
    found = results.ready(view)
    assert found is not None, job.fault
    return found


@pytest.fixture
def token(bodies: dict[str, Any]) -> Callable[..., dict[str, str]]:
    def make(role: str = "evaluator", body: str = "own") -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {new_token(bodies[body], role, 'test')}"}

    return make


def test_without_a_token_nothing_is_told(client: Client, computed: Any) -> None:
    answer = client.get("/api/v1/plan")
    assert (
        answer.status_code == 401
        and answer.json()["code"] == "ACCESS"
        and answer.headers["WWW-Authenticate"] == "Bearer"
    )


def test_a_revoked_token_opens_nothing(client: Client, computed: Any, token: Any) -> None:
    head = token()
    assert client.get("/api/v1/plan", **head).status_code == 200
    Token.objects.update(revoked=True)
    assert client.get("/api/v1/plan", **head).status_code == 401


def test_statements_come_in_pages_with_magnitudes_as_text(
    client: Client, computed: results.Results, token: Any
) -> None:
    answer = client.get("/api/v1/statements?per_page=2", **token()).json()
    assert answer["count"] == len(computed.plan.statements) and len(answer["items"]) == 2
    assert {type(item["value"]) for item in answer["items"]} == {str}


def test_the_same_answer_is_not_sent_twice(client: Client, computed: Any, token: Any) -> None:
    head = token()
    first = client.get("/api/v1/statements", **head)
    again = client.get("/api/v1/statements", HTTP_IF_NONE_MATCH=first.headers["ETag"], **head)
    assert again.status_code == 304 and not again.content
    other = client.get("/api/v1/statements?kind=fact", HTTP_IF_NONE_MATCH=first.headers["ETag"], **head)
    assert other.status_code == 200


def test_csv_and_arrow_hold_all_rows(client: Client, computed: results.Results, token: Any) -> None:
    import pyarrow as pa

    head = token()
    csv = client.get("/api/v1/statements?format=csv", **head)
    assert csv.content.decode("utf-8-sig").count("\r\n") == len(computed.plan.statements) + 1
    arrow = client.get("/api/v1/statements?format=arrow", **head)
    assert pa.ipc.open_stream(io.BytesIO(arrow.content)).read_all().num_rows == len(computed.plan.statements)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/statements?page=0", 422, "API-INVALID"),
        ("/api/v1/indicators/none/observations", 404, "STATEMENT-UNKNOWN"),
        ("/api/v1/ledgers/none/objects", 404, "LEDGER-UNKNOWN"),
        ("/api/v1/nothing", 404, "WEB-NOT-FOUND"),
    ],
)
def test_faults_have_one_shape(client: Client, computed: Any, token: Any, path: str, status: int, code: str) -> None:
    answer = client.get(path, **token())
    assert (
        answer.status_code == status
        and set(answer.json()) == {"code", "title", "hint", "where"}
        and answer.json()["code"] == code
    )


def test_a_browser_session_changes_nothing_through_the_api(person: Any) -> None:
    assert person("administrator").post("/api/v1/statements").status_code == 401


def test_a_token_ends_with_its_body(client: Client, computed: Any, token: Any) -> None:
    from datetime import date

    head = token()
    Organisation.objects.filter(code="own").update(valid_to=date(2018, 10, 31))
    assert client.get("/api/v1/plan", **head).status_code == 401


def test_the_description_says_how_one_shows_who_one_is(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    schemes = told["components"]["securitySchemes"]
    assert schemes["token"]["type"] == "http" and schemes["token"]["scheme"] == "bearer"
    assert schemes["session"]["name"] == "guihua_session" and {"token": []} in told["security"]


def _at_once(view: results.View) -> results.Results | None:
    """As if the worker were quick."""
    while (job := queue.claim("test")) is not None:
        loop._work(job)
    return results.ready(view)


def test_every_answer_fits_the_description(computed: Any, token: Any, monkeypatch: Any) -> None:
    """schemathesis over all operations: no 5xx, and answers as described, for whatever parameters."""
    monkeypatch.setattr(results, "wait_for", _at_once)
    from guihua.web.wsgi import application

    head = {"Authorization": token()["HTTP_AUTHORIZATION"]}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    seen = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            case.call_and_validate(headers=head, checks=CHECKS)

        check()
        seen.append(operation.label)
    assert len(seen) >= 8, seen


def test_every_column_is_told_with_an_example() -> None:
    from guihua.plan.data import load
    from guihua.web import tables

    told = load("columns.yaml", "guihua.web.api")
    shapes = {
        "Statement": tables.STATEMENT,
        "Assessment": tables.ASSESSMENT,
        "Observation": tables.OBSERVATION,
        "Finding": tables.FINDING,
    }
    assert {name: tuple(columns) for name, columns in told.items()} == shapes


def test_the_page_of_the_api_shows_every_operation_with_an_example(person: Any) -> None:
    page = person("evaluator").get("/api/").content.decode()
    paths = person("planner").get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) >= 8 and all(path in page for path in paths)
    assert page.count("Authorization: Bearer") >= len(paths) and "<script>" not in page


def test_an_example_is_an_answer_of_its_shape() -> None:
    import jsonschema

    from guihua.web.api.v1 import api
    from guihua.web.pages.apidocs import example

    schema = api.get_openapi_schema()
    known = schema["components"]["schemas"]
    for name in known:
        if name not in ("Asked", "Paged"):
            shape = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": known}}
            jsonschema.validate(example(known, {"$ref": f"#/components/schemas/{name}"}), shape)


def test_objects_come_in_pages_in_the_order_of_their_ids(client: Client, token: Any, plan_text: str) -> None:
    from datetime import date

    from guihua.ledgers.journal import now
    from guihua.ledgers.ledger import Actor, Event
    from guihua.web import desk

    tasks = desk.journal(desk.ledger("tasks"))
    for n in (3, 1, 2):
        if tasks.state(f"page-{n}") is None:
            values = {"task": f"任务{n}", "lead": ("某局",)}
            tasks.record(
                [
                    Event(
                        "tasks",
                        f"page-{n}",
                        "assign",
                        date(2018, 1, 1),
                        now(),
                        Actor("甲", "", "planner"),
                        "on_course",
                        values,
                    )
                ]
            )
    head = token("planner")
    every = [o["id"] for o in client.get("/api/v1/ledgers/tasks/objects", **head).json()]
    two = [
        o["id"] for n in (1, 2) for o in client.get(f"/api/v1/ledgers/tasks/objects?per_page=1&page={n}", **head).json()
    ]
    assert len(every) >= 3 and every == sorted(every) and two == every[:2]
    assert client.get("/api/v1/ledgers/tasks/objects?page=99", **head).json() == []
    assert client.get("/api/v1/ledgers/tasks/objects?per_page=0", **head).status_code == 422


def test_a_plan_without_any_figures_still_shows_its_targets(
    client: Client, computed: results.Results, token: Any
) -> None:
    """Before the first table of statistics, and before there is a store: every target is there, none can be assessed."""
    from dataclasses import replace

    from guihua.web.work.compute import _tracked

    bare = replace(results.project(), store=results.project().root / "nowhere", store_url="")
    shown = _tracked(replace(computed, assessments=()), bare)
    assert len(shown.assessments) == len(computed.plan.targets) > 0
    assert {a.status.value for a in shown.assessments} == {"unknown"}
