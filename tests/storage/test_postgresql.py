"""Errors of PostgreSQL come out in this program's words, with what to do, and never with a password."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scripts.postgres import Server

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.statistics import add, query
from guihua.storage import Store, faults, open_store, postgresql
from guihua.storage.postgresql import PostgresqlStore
from tests.statistics.test_holding import figure

DAY = date(2030, 1, 1)
SECRET = "geheim-7"


def psycopg_connect(address: str):  # type: ignore[no-untyped-def]
    import psycopg

    return psycopg.connect(address, autocommit=True)


def elsewhere(address: str, user: str = "", password: str = "", database: str = "") -> str:
    """The server of an address, asked by another role or for another database."""
    parts = urlsplit(address)
    name, word = user or parts.username, password or parts.password
    return f"postgresql://{name}:{word}@{parts.hostname}:{parts.port}/{database or parts.path.strip('/')}"


@pytest.fixture
def store(postgres_schema: str) -> Iterator[Store]:
    with open_store(postgres_schema) as opened:
        yield opened


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (f"postgresql://u:{SECRET}@127.0.0.1:1/none", "STORE-UNREACHABLE"),
        (f"postgresql://u:{SECRET}@no-such-host.invalid/none", "STORE-UNREACHABLE"),
        (f"postgresql://u:{SECRET}@[::1/none", "STORE-ADDRESS"),
        (f"postgresql://u:{SECRET}@127.0.0.1:port/none", "STORE-ADDRESS"),
        (f"postgresql://u:{SECRET}@127.0.0.1:1/none?no_such_option=1", "STORE-ADDRESS"),
        (f"postgresql://u:{SECRET}@127.0.0.1:1/none?schema=a;b", "STORE-SCHEMA"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_without_its_password(
    address: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(GuihuaError) as caught:
        open_store(address)
    assert caught.value.code == code and caught.value.hint
    assert SECRET not in f"{caught.value}{caught.value.where}"
    assert main(["series", "gdp[]", "--store", address]) == 2
    said = capsys.readouterr()
    assert code in said.err and SECRET not in said.err + said.out and "Traceback" not in said.err


def test_a_refused_login_and_a_missing_database_are_told_apart(postgres: str) -> None:
    for change, code in (
        ({"password": SECRET}, "STORE-LOGIN"),
        ({"user": "nobody_here"}, "STORE-LOGIN"),
        ({"database": "no_such_database"}, "STORE-NO-DATABASE"),
    ):
        with pytest.raises(GuihuaError) as caught:
            open_store(elsewhere(postgres, **change))
        assert caught.value.code == code
        assert SECRET not in str(caught.value) and str(urlsplit(postgres).password) not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('FATAL:  password authentication failed for user "a"', "STORE-LOGIN"),
        ('致命错误:  用户 "a" Password 认证失败 (用户验证失败)', "STORE-LOGIN"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "a"', "STORE-LOGIN"),
        ('致命错误:  数据库 "b" 不存在', "STORE-NO-DATABASE"),
        ("FATAL:  sorry, too many clients already", "STORE-BUSY"),
        ("FATAL:  the database system is starting up", "STORE-BUSY"),
        ('FATAL:  unrecognized configuration parameter "x"', "STORE-REFUSED"),
        ("connection refused. Is the server running?", "STORE-UNREACHABLE"),
    ],
)
def test_the_servers_sentence_of_a_refused_connection_is_understood(said: str, code: str) -> None:
    assert faults.of_connection(Exception(said), "postgresql://h/b").code == code


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "STORE-UNWRITABLE"),
        ("25006", "STORE-UNWRITABLE"),
        ("42501", "STORE-UNWRITABLE"),
        ("40001", "STORE-CONFLICT"),
        ("40P01", "STORE-CONFLICT"),
        ("55P03", "STORE-BUSY"),
        ("57014", "STORE-BUSY"),
        ("53200", "STORE-MEMORY"),
        ("58030", "STORE-DAMAGED"),
        ("XX001", "STORE-DAMAGED"),
        ("57P01", "STORE-UNREACHABLE"),
        ("42P01", "STORE-SHAPE"),
        ("42703", "STORE-SHAPE"),
        ("0A000", "STORE-REFUSED"),
    ],
)
def test_what_the_server_reports_has_a_code_a_title_and_a_hint(store: Store, state: str, code: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        store.execute(f"DO $$ BEGIN RAISE EXCEPTION 'so it is' USING ERRCODE = '{state}'; END $$")
    assert caught.value.code == code
    assert caught.value.title and caught.value.hint and str(caught.value.where).startswith("postgresql://")


def test_a_database_that_may_only_be_read_answers_and_refuses_to_be_written(postgres_schema: str) -> None:
    with open_store(postgres_schema) as store:
        add(store, [figure("1", date(2016, 1, 1))], name="a")
    with open_store(f"{postgres_schema}&options=-c%20default_transaction_read_only%3Don") as store:
        assert [o.value for o in query(store, as_of=DAY)] == ["1"]
        with pytest.raises(GuihuaError) as caught:
            store.execute("CREATE TABLE more (a INT)")
    assert caught.value.code == "STORE-UNWRITABLE"


def test_a_role_without_rights_is_told_what_to_ask_for(own_server: Server) -> None:
    with psycopg_connect(own_server.admin) as admin:
        admin.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    with pytest.raises(GuihuaError) as caught:
        open_store(elsewhere(own_server.url, "stranger", "stranger"))
    assert caught.value.code == "STORE-UNWRITABLE" and "GRANT" in caught.value.hint


def test_a_writer_that_waits_too_long_for_another_is_told_so(
    store: Store, postgres_schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "LOCK_SECONDS", 1)
    with open_store(postgres_schema) as other:
        with store.transaction(), pytest.raises(GuihuaError) as caught:
            add(other, [figure("1", date(2016, 1, 1))], name="a")
        assert caught.value.code == "STORE-BUSY"
        assert add(other, [figure("1", date(2016, 1, 1))], name="a").stored == 1


def test_work_that_a_deadlock_broke_off_is_done_again(postgres_schema: str) -> None:
    with open_store(postgres_schema) as store, psycopg_connect(elsewhere(postgres_schema)) as other:
        assert isinstance(store, PostgresqlStore)
        other.execute(f"SET search_path TO {store.schema}")
        other.execute(
            "CREATE TABLE a (n INT); CREATE TABLE b (n INT); INSERT INTO a VALUES (0); INSERT INTO b VALUES (0)"
        )
        held, tries = threading.Event(), []
        ((ours,),) = store.execute("SELECT pg_backend_pid()")
        waits = f"SELECT count(*) FROM pg_locks WHERE pid = {ours} AND NOT granted"

        def foreign() -> None:
            with other.transaction():
                other.execute("UPDATE b SET n = n + 1")
                held.set()
                while not other.execute(waits).fetchone()[0]:
                    time.sleep(0.02)
                time.sleep(0.3)  # ours waits first, so the server breaks off ours
                other.execute("UPDATE a SET n = n + 1")

        def work() -> int:
            tries.append(1)
            store.execute("UPDATE a SET n = n + 1")
            if len(tries) == 1:
                thread.start()
                held.wait(10)
            store.execute("UPDATE b SET n = n + 1")
            return len(tries)

        thread = threading.Thread(target=foreign)
        try:
            done = store.attempt(work)
        finally:
            thread.join(10)
        assert done == 2
        assert store.execute("SELECT a.n, b.n FROM a, b") == [(2, 2)]


def test_work_is_given_up_after_three_tries_and_leaves_nothing(store: Store) -> None:
    store.execute("CREATE TABLE a (n INT)")
    tries = []

    def work() -> None:
        tries.append(1)
        store.execute("INSERT INTO a VALUES (1)")
        store.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")

    with pytest.raises(GuihuaError) as caught:
        store.attempt(work)
    assert (caught.value.code, len(tries)) == ("STORE-CONFLICT", 3)
    assert store.execute("SELECT * FROM a") == []


def test_a_connection_that_was_lost_is_made_anew_but_never_within_a_transaction(
    store: Store, own_server: Server, postgres: str
) -> None:
    if postgres != own_server.url:
        pytest.skip("needs the superuser of the server that GUIHUA_TEST_POSTGRES names")

    def cut() -> None:
        with psycopg_connect(own_server.admin) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'guihua'")

    add(store, [figure("1", date(2016, 1, 1))], name="a")
    cut()
    assert [o.value for o in query(store, as_of=DAY)] == ["1"]
    cut()
    assert add(store, [figure("2", date(2016, 1, 1), variable="b")], name="b").stored == 1
    with pytest.raises(GuihuaError) as caught, store.transaction():
        add(store, [figure("3", date(2016, 1, 1), variable="c")], name="c")
        cut()
        store.execute("SELECT 1")
    assert caught.value.code == "STORE-UNREACHABLE"
    assert [o.value for o in query(store, as_of=DAY)] == ["1", "2"]


def test_many_that_make_the_same_store_at_once_make_one(postgres_schema: str) -> None:
    broken: list[BaseException] = []

    def make(number: int) -> None:
        try:
            with open_store(postgres_schema) as store:
                add(store, [figure(str(number), date(2016, 1, 1 + number), variable=f"v{number}")], name="a")
        except BaseException as fault:
            broken.append(fault)

    threads = [threading.Thread(target=make, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    with open_store(postgres_schema) as store:
        assert sorted(o.value for o in query(store, as_of=DAY)) == [str(n) for n in range(6)]


def test_the_password_stands_in_no_output(
    postgres_schema: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    password = str(urlsplit(postgres_schema).password)
    (tmp_path / "guihua.toml").write_text(
        f'plan = "plan.md"\nstore = "{postgres_schema}"\nregion = "150000"\n', encoding="utf-8"
    )
    (tmp_path / "plan.md").write_text("# 规划\n\n到2020年，工业增加值达到1.15万亿元。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    open_store(postgres_schema).close()
    for command in (
        "store info",
        "store check",
        "track",
        "track --bundle b.json",
        "check --format json",
        "ledger verify",
        "series x",
    ):
        main(command.split())
        said = capsys.readouterr()
        assert password not in said.out + said.err and "Traceback" not in said.err, command
    written = [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "guihua.toml"]
    assert not [p for p in written if password.encode() in p.read_bytes()]
