"""Row security: what a statement sees that the application forgot to narrow. Run by test_postgresql.py, on a site in PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from guihua.web import access, fence
from guihua.web.accounts import add_person, new_token
from guihua.web.models import Job, Organisation, Person, Token

TABLES = ("guihua_web_person", "guihua_web_token", "guihua_web_job")


@pytest.fixture
def rows(bodies: dict[str, Organisation]) -> None:
    """One person, one token and one job of `own`, and one job of nobody."""
    add_person("one", "long pass phrase 7", "reporter", "own")
    new_token(bodies["own"], "evaluator", "a key")
    Job.objects.create(kind="x", organisation="own")
    Job.objects.create(kind="x")


def seen(code: str) -> list[int]:
    """How many rows of each table a plain statement counts."""
    with fence.within(code), connection.cursor() as cursor:
        found = []
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found.append(cursor.fetchone()[0])
    return found


def test_the_site_runs_here_as_a_role_without_power() -> None:
    assert connection.vendor == "postgresql" and settings.DATABASES["default"]["ENGINE"] == "guihua.web.fenced"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_a_plain_query_sees_the_own_organisation_alone(rows: None) -> None:
    assert seen("own") == [1, 1, 1]
    assert seen("foreign") == [0, 0, 0]
    assert seen("no-such-body") == [0, 0, 0]
    assert seen(fence.ALL) == [1, 1, 2]


def test_where_no_organisation_is_told_nothing_is_seen(rows: None) -> None:
    import psycopg

    assert seen(fence.NOTHING) == [0, 0, 0]
    told = connection.get_connection_params()
    with psycopg.connect(
        **{k: v for k, v in told.items() if k in ("dbname", "user", "password", "host", "port")}
    ) as raw:
        for table in TABLES:
            assert raw.execute(f"SELECT count(*) FROM guihua_site.{table}").fetchone() == (0,)


def test_a_row_of_another_organisation_is_neither_changed_nor_made(rows: None) -> None:
    with fence.within("foreign"):
        assert Job.objects.update(stage="mine") == 0
        assert Token.objects.all().delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            Job.objects.create(kind="x", organisation="own")
        with pytest.raises(ProgrammingError, match="row-level security"):
            Job.objects.bulk_create([Job(kind="x", organisation="")])
        assert Job.objects.create(kind="x", organisation="foreign").pk
    assert seen(fence.ALL) == [1, 1, 3]


def test_a_page_that_forgets_the_table_of_rights_still_shows_nothing(
    rows: None, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = person("reporter", "foreign")
    job = Job.objects.get(organisation="own")
    monkeypatch.setattr(access, "judge", lambda *_arguments: access.Verdict.ALLOW)
    assert client.get(reverse("job", args=[job.pk])).status_code == 404
    assert client.post(reverse("job-cancel", args=[job.pk])).status_code == 404
    assert str(job.pk) not in client.get(reverse("jobs")).content.decode()
    job.refresh_from_db()
    assert job.state == "queued"


def test_nothing_is_left_on_the_connection_for_whoever_uses_it_next(rows: None) -> None:
    assert seen("own") == [1, 1, 1]
    with fence.within("own"), transaction.atomic():
        Job.objects.count()
    assert connection.connection.execute("SELECT current_setting('guihua.organisation', true)").fetchone()[0] in (
        "",
        None,
    )
    assert connection.connection.execute("SELECT count(*) FROM guihua_web_job").fetchone() == (0,)


def test_a_scope_may_change_within_a_transaction_and_through_a_savepoint(rows: None) -> None:
    with fence.within("foreign"), transaction.atomic():
        assert Job.objects.count() == 0
        with fence.within("own"):
            assert Job.objects.count() == 1
            with pytest.raises(RuntimeError), transaction.atomic():
                with fence.within(fence.ALL):
                    assert Job.objects.count() == 2
                raise RuntimeError
            assert Job.objects.count() == 1
        assert Job.objects.count() == 0
        assert list(Job.objects.iterator()) == []


def test_threads_do_not_share_a_scope(rows: None) -> None:
    found: dict[str, list[int]] = {}

    def look(code: str) -> None:
        for _ in range(20):
            found[code] = seen(code)
        connection.close()

    threads = [threading.Thread(target=look, args=(code,)) for code in ("own", "foreign", fence.ALL, fence.NOTHING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"own": [1, 1, 1], "foreign": [0, 0, 0], "*": [1, 1, 2], "": [0, 0, 0]}


def owned() -> Iterator[str]:
    """The tables of every model that names an organisation."""
    for model in apps.get_app_config("guihua_web").get_models():
        if any(field.name == "organisation" for field in model._meta.get_fields() if field.concrete):
            yield model._meta.db_table


def test_every_table_that_an_organisation_owns_is_behind_the_fence() -> None:
    assert set(owned()) == set(TABLES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY relname")
        assert {name for (name,) in cursor.fetchall()} == set(TABLES)


def test_the_fence_is_taken_down_and_set_up_by_its_migration(rows: None) -> None:
    call_command("migrate", "guihua_web", "0001", verbosity=0)
    assert seen(fence.NOTHING) == [1, 1, 2]
    call_command("migrate", "guihua_web", verbosity=0)
    assert seen(fence.NOTHING) == [0, 0, 0]
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_person_logs_in_changes_the_password_and_leaves(rows: None, client: Any) -> None:
    assert client.post(reverse("login"), {"username": "one", "password": "long pass phrase 7"}).status_code == 302
    new = {
        "old_password": "long pass phrase 7",
        "new_password1": "another phrase 8",
        "new_password2": "another phrase 8",
    }
    assert client.post(reverse("password"), new).status_code in (200, 302)
    assert Person.objects.get(username="one").check_password("another phrase 8")
    assert client.post(reverse("logout")).status_code == 302
