"""Every address x role x own or foreign organisation, generated from the table of addresses: a page without a rule fails."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guihua.ledgers.ledger import Actor
from guihua.web import access, desk
from guihua.web.models import Job
from guihua.web.principal import Principal

ROLES = ("public", "reporter", "evaluator", "reviewer", "planner", "administrator", "local")


def _addresses(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(
                entry.url_patterns, f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            )
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


ADDRESSES = sorted({name for name in _addresses() if not name.startswith("admin:")})
OBJECTS = {name for name in ADDRESSES if (rule := access.rule_of(name)) and rule.owner}
PLAIN = [name for name in ADDRESSES if name not in OBJECTS]


@pytest.mark.parametrize("name", sorted(set(_addresses())))
def test_every_address_has_a_rule(name: str) -> None:
    assert name != "None", "an address without a name cannot have a rule"
    assert access.rule_of(name) is not None, f"{name} has no row in access.yaml"


def test_no_rule_without_an_address() -> None:
    assert {n for n in access.rules() if n != "admin:*"} <= set(ADDRESSES)


def test_an_address_without_a_rule_is_closed_to_everybody() -> None:
    for role in ROLES:
        assert access.judge(None, Principal(role), "GET", frozenset()) is access.Verdict.REFUSE


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_the_gate_follows_the_table(name: str, method: str, role: str) -> None:
    """The verdict for own, foreign and no object, from the row alone."""
    rule = access.rule_of(name)
    assert rule is not None
    may = role in (rule.read if method == "GET" else rule.write)
    for owner in ("own", "foreign", ""):
        verdict = access.judge(rule, Principal(role, "own"), method, frozenset({owner} - {""}))
        bound = bool(rule.owner) and role in rule.own
        assert (verdict is access.Verdict.ALLOW) == (may and (not bound or owner == "own"))


@pytest.fixture
def clients(person: Any) -> dict[str, Any]:
    made = {role: person(role) for role in ROLES if role not in ("public", "local")}
    return {**made, "public": Client(REMOTE_ADDR="192.0.2.9")}


def _closed(answer: Any) -> bool:
    return (
        answer.status_code in (401, 403)
        or (answer.status_code == 302 and answer.headers["Location"].startswith("/login/"))
        or (answer.status_code == 404)
    )


@pytest.mark.parametrize("name", PLAIN)
def test_every_page_answers_by_its_row(name: str, clients: dict[str, Any], plan_text: str) -> None:
    """Over HTTP, for every role: where the row closes a page, the page is closed; where it opens it, the gate lets through."""
    rule = access.rule_of(name)
    assert rule is not None
    arguments = _arguments(name)
    for role, client in clients.items():
        for method in ("get", "post"):
            may = role in (rule.read if method == "get" else rule.write) and not rule.switch
            answer = getattr(client, method)(reverse(name, kwargs=arguments))
            if name in ("login", "logout"):
                continue
            if not may:
                assert _closed(answer), f"{role} {method} {name}: {answer.status_code}"
            else:
                assert answer.status_code not in (401,) and not (
                    answer.status_code == 302 and answer.headers["Location"].startswith("/login/?next")
                ), f"{role} {method} {name}"
                assert b"ACCESS" not in answer.content[:40]
    assert clients


def _arguments(name: str, patterns: Any = None, namespace: str = "") -> dict[str, Any]:
    """Something for each argument of an address: an object that is not there is enough to see the gate."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            if name.startswith(inner) and (found := _arguments(name, entry.url_patterns, inner)):
                return found
        elif f"{namespace}{entry.name}" == name:
            return {n: _sample(n) for n in entry.pattern.converters}
    return {}


def _sample(name: str) -> Any:
    return {"job": uuid.uuid4(), "kind": "csv"}.get(name, "x")


@pytest.mark.parametrize("role", ["reporter", "evaluator"])
def test_a_bound_role_reaches_its_own_objects_alone(role: str, clients: dict[str, Any]) -> None:
    own = Job.objects.create(kind="x", organisation="own")
    foreign = Job.objects.create(kind="x", organisation="foreign")
    for name, method in (("job", "get"), ("job-cancel", "post"), ("job-again", "post")):
        assert getattr(clients[role], method)(reverse(name, args=[own.pk])).status_code in (200, 302)
        assert getattr(clients[role], method)(reverse(name, args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "queued"


@pytest.fixture
def objects(bodies: dict[str, Any], plan_text: str) -> dict[str, dict[str, dict[str, Any]]]:
    """Kind of owner -> own or foreign -> the arguments that an address of such an object takes."""
    found: dict[str, dict[str, dict[str, Any]]] = {"job": {}, "ledger_object": {}, "submission": {}}
    for whose, body in bodies.items():
        made = Job.objects.create(kind="verify", organisation=whose)
        found["job"][whose] = {"job": made.pk, "ledger": "tasks"}
        found["ledger_object"][whose] = {
            "ledger": "tasks",
            "subject": _entry("tasks", "assign", body.name),
            "action": "report",
        }
        found["submission"][whose] = {"subject": _entry("submission", "ask", body.name)}
    return found


def _entry(ledger: str, action: str, body: str) -> str:
    """An object of a ledger that a body holds; made once, for the store is not emptied between tests."""
    of = desk.ledger(ledger)
    subject = f"matrix-{ledger}-{body}"
    if desk.journal(of).state(subject) is None:
        values = {"task": "任务", "lead": (body,)} if ledger == "tasks" else _form_of(body)
        made = desk.event(of, subject, of.transition(action), Actor("甲", "", "planner"), values)
        desk.journal(of).record([made])
    return subject


def _form_of(body: str) -> dict[str, str]:
    return {"task": "报表", "form_number": "示例", "lead": body, "month": "2018-05", "due": "2999-06-10"}


@pytest.mark.parametrize("name", sorted(OBJECTS))
def test_every_object_answers_by_its_row_to_its_own_body_and_to_others(
    name: str, clients: dict[str, Any], objects: dict[str, dict[str, dict[str, Any]]]
) -> None:
    """Over HTTP, every address of an object x role x method x own or foreign organisation: a foreign object is not there."""
    rule = access.rule_of(name)
    assert rule is not None
    wanted = {n for pattern in [_arguments(name)] for n in pattern}
    for role, client in clients.items():
        for method in ("get", "post"):
            for whose in ("own", "foreign"):
                given = {**_arguments(name), **{k: v for k, v in objects[rule.owner][whose].items() if k in wanted}}
                answer = getattr(client, method)(reverse(name, kwargs=given))
                may = role in (rule.read if method == "get" else rule.write)
                hidden = role in rule.own and whose == "foreign"
                said = f"{role} {method} {whose} {name}: {answer.status_code}"
                if not may:
                    assert answer.status_code in (401, 403) or answer.headers.get("Location", "").startswith(
                        "/login/"
                    ), said
                elif hidden:
                    assert answer.status_code == 404, said
                else:
                    assert answer.status_code not in (401, 403), said


def test_admin_is_for_administrators_alone(clients: dict[str, Any]) -> None:
    for role, client in clients.items():
        assert (client.get("/admin/").status_code == 200) == (role == "administrator")


def test_a_form_from_elsewhere_is_refused(person: Any) -> None:
    from django.contrib.auth import get_user_model

    person("planner")
    strict = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.8")
    strict.force_login(get_user_model().objects.get(username="planner-own"))
    for name in ADDRESSES:
        rule = access.rule_of(name)
        if rule is None or "planner" not in rule.write:
            continue
        answer = strict.post(reverse(name, kwargs=_arguments(name)))
        assert answer.status_code in (403, 404), f"{name} takes a form without its token: {answer.status_code}"


def test_the_admin_offers_no_groups_and_is_drawn_as_the_site(clients: dict[str, Any]) -> None:
    """Rights come from the role alone; a group of Django would promise some that nobody has."""
    page = clients["administrator"].get("/admin/").content.decode()
    assert "/auth/group/" not in page and "guihua/admin.css" in page
    jobs = clients["administrator"].get("/admin/guihua_web/job/")
    assert jobs.status_code == 200 and clients["administrator"].get("/admin/guihua_web/person/add/").status_code == 200


def test_the_log_of_acts_is_told_in_the_sites_time() -> None:
    from django.utils import timezone

    from guihua.web.page_words import recorded

    with timezone.override("Asia/Shanghai"):
        assert recorded("2026-11-24T12:21:15+00:00") == "2026-11-24 20:21:15"


def test_a_fault_of_ours_is_told_without_its_inside(
    person: Any, plan_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of status 500: its words, the headers of every page, nothing of the trace; the API in its own shape."""
    from guihua.web import results

    def broken() -> str:
        raise ZeroDivisionError("secret inside")

    client = person("planner")
    client.raise_request_exception = False
    monkeypatch.setattr(results, "version", broken)
    for lang, words in (("zh", "本站出错"), ("en", "Something broke")):
        client.cookies["guihua_lang"] = lang
        answer = client.get("/indicators/")
        page = answer.content.decode()
        assert answer.status_code == 500 and words in page and "secret" not in page and "Traceback" not in page
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    api = client.get("/api/v1/plan")
    assert api.status_code == 500 and "secret" not in api.content.decode()
    assert set(api.json()) == {"code", "title", "hint", "where"}
