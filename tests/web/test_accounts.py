"""Accounts: who is let in, how a guesser is slowed, what a token may do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from guihua.errors import GuihuaError
from guihua.web.accounts import FREE_TRIES, add_person, digest, new_token, token_of
from guihua.web.models import LoginFailure, Organisation, Person, Token

PASSWORD = "long pass phrase 7"


def test_an_account_logs_in_and_out(client: Client) -> None:
    add_person("zhang", PASSWORD, "administrator")
    answer = client.post("/login/", {"username": "zhang", "password": PASSWORD, "next": "/jobs/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/jobs/")
    assert client.get("/jobs/").status_code == 200
    assert client.post("/logout/").status_code == 302
    assert client.get("/jobs/").status_code == 302


def test_login_leads_to_no_other_site(client: Client) -> None:
    add_person("zhang", PASSWORD, "administrator")
    answer = client.post("/login/", {"username": "zhang", "password": PASSWORD, "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_wrong_name_and_wrong_password_read_the_same(client: Client) -> None:
    add_person("zhang", PASSWORD, "administrator")
    one = client.post("/login/", {"username": "zhang", "password": "wrong"})
    other = client.post("/login/", {"username": "nobody", "password": "wrong"})
    assert one.status_code == other.status_code == 403
    assert "账号或密码不正确" in one.content.decode() and "账号或密码不正确" in other.content.decode()


def test_guessing_is_slowed_and_the_right_password_waits_too(client: Client) -> None:
    add_person("zhang", PASSWORD, "administrator")
    for _ in range(FREE_TRIES):
        client.post("/login/", {"username": "zhang", "password": "wrong"})
    held = client.post("/login/", {"username": "zhang", "password": PASSWORD})
    assert held.status_code == 429 and "秒后再试" in held.content.decode()
    LoginFailure.objects.update(last=timezone.now() - timedelta(seconds=11))
    assert client.post("/login/", {"username": "zhang", "password": PASSWORD}).status_code == 302


def test_nobodys_failures_lock_another_account_nor_the_same_one_elsewhere(client: Client) -> None:
    add_person("zhang", PASSWORD, "administrator")
    add_person("li", PASSWORD, "reporter")
    for _ in range(8 * FREE_TRIES):
        client.post("/login/", {"username": "zhang", "password": "wrong"})
    assert client.post("/login/", {"username": "zhang", "password": PASSWORD}).status_code == 429
    assert client.post("/login/", {"username": "li", "password": PASSWORD}).status_code == 302
    elsewhere = Client(REMOTE_ADDR="198.51.100.4")
    assert elsewhere.post("/login/", {"username": "zhang", "password": PASSWORD}).status_code == 302


def test_a_success_lifts_the_brake(client: Client) -> None:
    add_person("zhang", PASSWORD, "administrator")
    for _ in range(2):
        for _ in range(FREE_TRIES - 1):
            client.post("/login/", {"username": "zhang", "password": "wrong"})
        assert client.post("/login/", {"username": "zhang", "password": PASSWORD}).status_code == 302


def test_only_an_administrator_is_staff() -> None:
    person = add_person("li", PASSWORD, "reporter")
    person.is_staff = person.is_superuser = True
    person.save()
    assert not Person.objects.get(pk=person.pk).is_superuser


@pytest.mark.parametrize(
    ("username", "password", "role", "code"),
    [
        ("zhang", PASSWORD, "planner", "USER-EXISTS"),
        ("wang", "short", "planner", "USER-INVALID"),
        ("wang", PASSWORD, "king", "USER-ROLE"),
        ("a b", PASSWORD, "planner", "USER-INVALID"),
    ],
)
def test_bad_accounts_are_refused(username: str, password: str, role: str, code: str) -> None:
    add_person("zhang", PASSWORD, "administrator")
    with pytest.raises(GuihuaError) as error:
        add_person(username, password, role)
    assert error.value.code == code


def test_people_of_a_body_that_ended_are_not_let_in(client: Client) -> None:
    Organisation.objects.create(code="old", name="原经信委", valid_to=date(2018, 10, 31))
    add_person("zhao", PASSWORD, "reporter", "old")
    assert client.post("/login/", {"username": "zhao", "password": PASSWORD}).status_code == 403


def test_successors_are_followed_to_the_end_and_never_round() -> None:
    new = Organisation.objects.create(code="new", name="工信厅", valid_from=date(2018, 11, 1))
    old = Organisation.objects.create(code="old", name="经信委", valid_to=date(2018, 10, 31), successor=new)
    assert old.current(date(2020, 1, 1)) == new and old.current(date(2017, 1, 1)) == old
    new.valid_to, new.successor = date(2019, 1, 1), old
    new.save()
    assert old.current(date(2020, 1, 1)) in (old, new)


def test_a_token_is_kept_as_a_hash_and_ends() -> None:
    body = Organisation.objects.create(code="own", name="甲盟工信局")
    clear = new_token(body, "evaluator", "评估")
    assert not Token.objects.filter(digest=clear).exists() and Token.objects.get().digest == digest(clear)
    assert token_of(clear) == Token.objects.get() and token_of(clear + "x") is None
    Token.objects.update(expires=date.today() - timedelta(days=1))
    assert token_of(clear) is None


def test_one_person_on_this_machine_needs_no_login_until_the_first_account() -> None:
    here = Client(REMOTE_ADDR="127.0.0.1")
    assert here.get("/jobs/").status_code == 200
    assert here.get("/admin/").status_code == 403
    add_person("zhang", PASSWORD, "administrator")
    assert here.get("/jobs/").status_code == 302


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA"])
def test_a_proxy_on_this_machine_is_not_the_one_person(header: str) -> None:
    assert Client(REMOTE_ADDR="127.0.0.1", **{header: "198.51.100.1"}).get("/jobs/").status_code == 302


def test_another_machine_is_a_stranger(client: Client) -> None:
    assert client.get("/jobs/").status_code == 302


def test_a_foreign_host_name_is_refused() -> None:
    """A page elsewhere that points its own name at this machine does not become the one person."""
    assert Client(REMOTE_ADDR="127.0.0.1").get("/jobs/", HTTP_HOST="rebound.example").status_code == 400
