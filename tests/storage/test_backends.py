"""Every store answers with the same bytes: the same deeds on each, at the terminal and in the library, then all answers compared."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from guihua import ledgers
from guihua.cli.main import main
from guihua.ledgers import journal
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Actor, Event
from guihua.plan.periods import Period
from guihua.statistics import add, query, snapshot, variables, withdraw, withdrawals
from guihua.statistics.coding import FACTS
from guihua.storage import Store, log, open_store
from tests.corpus import ROOT
from tests.statistics.test_holding import figure

EXAMPLE = ROOT / "examples/neimenggu"
DAYS = (date(2016, 3, 1), date(2018, 6, 30), date(2021, 12, 31), date(2024, 12, 18), date(2026, 1, 31))
COMMANDS = (
    "import observations.csv",
    "import observations.csv",
    "import revised.csv --skip-bad",
    "series 工业增加值 --format json --as-of 2025-01-31",
    "series 工业增加值 --format csv --as-of 2021-12-31",
    "series 风电装机容量 --include-collected --format json --as-of 2025-01-31",
    "series 工业增加值 --rollup --as-of 2025-01-31",
    "track --as-of 2021-12-31 --format json",
    "track --as-of 2025-01-31 --include-collected --format csv",
    "track --as-of 2025-01-31 --against 2018-06-30 --format json",
    "track --as-of 2024-12-31 --bundle verdicts.json",
    "track --yearly --as-of 2018-06-30",
    "check plan.yaml --format json --against {store} --as-of 2024-12-31",
    "export --open-sdg -o open-sdg --as-of 2024-12-31",
    "ledger import bodies ledgers/bodies.csv --at 2017-04-14 --by 演示",
    "ledger import tasks ledgers/任务分工表（示例）.csv --at 2017-06-01 --by 演示",
    "ledger state tasks --as-of 2018-07-01",
    "ledger due --as-of 2018-07-01",
    "ledger verify",
    "store withdrawals",
    "series 不存在的指标",
    "import none.csv",
)


def test_the_command_says_the_same_of_every_store(
    tmp_path: Path,
    postgres_schema: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GUIHUA_LANG", "zh")
    stop_the_clock(monkeypatch)
    told = []
    for name, store in (("embedded", "the-store"), ("shared", postgres_schema)):
        monkeypatch.chdir(project(tmp_path / name, store))
        told.append(said(capsys, store))
    embedded, shared = told
    for command, one, other in zip(COMMANDS, embedded, shared, strict=True):
        assert one == other, command
    assert files(tmp_path / "embedded") == files(tmp_path / "shared")


def stop_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records of both stores carry one time, so that their heads may be compared."""
    for module in pkgutil.iter_modules(ledgers.__path__, "guihua.ledgers."):
        importlib.import_module(module.name)
    importlib.import_module("guihua.cli._ledger_write")
    real = journal.now
    for module in list(sys.modules.values()):
        if module.__name__.startswith("guihua.") and getattr(module, "now", None) is real:
            monkeypatch.setattr(module, "now", lambda: "2026-01-01T00:00:00.000000+00:00")


def project(root: Path, store: str) -> Path:
    """The example on a store, its plan read, and a file with a revision, a repetition and a bad row."""
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("store", "out"))
    settings = (root / "guihua.toml").read_text(encoding="utf-8")
    (root / "guihua.toml").write_text(settings.replace('store = "store"', f'store = "{store}"'), encoding="utf-8")
    (root / "revised.csv").write_text(
        "region_code,indicator,period,value,unit,published,source,vintage_note\n"
        "150000,工业增加值,2015,4121.3,亿元,2025-12-18,公报,revised\n"
        "150000,工业增加值,2015,4121.3,亿元,2025-12-18,公报,revised\n"
        "150000,工业增加值,二〇一五,1,亿元,2025-12-18,公报,revised\n",
        encoding="utf-8",
    )
    return root


def said(capsys: pytest.CaptureFixture[str], store: str) -> list[tuple[int, str, str]]:
    """Status, output and messages of every command."""
    main(["read", "plan.zh.md", "-o", "plan.yaml"])
    capsys.readouterr()
    found = []
    for command in COMMANDS:
        status = main([word.format(store=store) for word in command.split()])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        found.append((status, out, err))
    return found


def files(root: Path) -> dict[str, bytes]:
    """What the commands wrote, by name."""
    kept = {"the-store", "guihua.toml"}
    paths = (p for p in root.rglob("*") if p.is_file() and p.relative_to(root).parts[0] not in kept)
    return {str(p.relative_to(root)): p.read_bytes() for p in paths}


def test_the_library_answers_the_same_from_every_store(tmp_path: Path, postgres_schema: str) -> None:
    answers = []
    for place in (str(tmp_path / "store"), postgres_schema):
        with open_store(place) as store:
            answers.append([*statistics(store), *ledger(store)])
    embedded, shared = answers
    assert len(embedded) > 40
    assert embedded == shared


def statistics(store: Store) -> list[object]:
    """Adds, revises, takes back; then every question on every day, with ids, digits and float bytes."""
    rows = [
        figure(
            f"{i}.{i % 7}0", date(2016 + i % 4, 1 + i % 12, 1), period=Period.parse(str(2010 + i % 11)), variable=name
        )
        for i, name in enumerate(("乙[煤]", "a[b]", "B[a]", "甲[电]", "é[x]", "_z") * 40)
    ]
    add(store, rows, name="first")
    add(store, [figure("7.00", date(2021, 1, 1), period=Period.parse("2015"), variable="a[b]")], name="second")
    add(
        store,
        [figure("9", None, note="“口径”\n\t,"), figure("-0.0", date(2020, 1, 1), coverage="NULL", accounting="\\N")],
        name="third",
    )
    gone = query(store, variable="B[a]", as_of=DAYS[-1])[0]
    withdraw(store, gone, reason="数据不实", on=date(2022, 1, 1))
    found: list[object] = [withdrawals(store), variables(store), store.version()]
    for day in DAYS:
        for asked in (query, snapshot):
            for collected in (False, True):
                rows_of = asked(store, as_of=day, include_collected=collected)
                found += [[o.id for o in rows_of], list(rows_of), plain(rows_of.to_arrow())]
        found.append(list(snapshot(store, as_of=day, variable="a[b]", region="150000", public_on=day)))
    return found


def plain(table: pa.Table) -> list[object]:
    """The columns as bytes: two floats that differ in their last bit differ here."""
    return [
        (name, column.to_pylist() if name != "number" else column.to_numpy().tobytes())
        for name, column in zip(table.column_names, table.drop_columns(()).columns, strict=True)
    ]


def ledger(store: Store) -> list[object]:
    """Records, states in their order, heads, proofs."""
    person = Actor("甲", "牵头部门", "planner")
    names = ("乙园区", "b园区", "A园区", "a园区", "甲园区", "é园区", "_园区", "10", "9")
    parks = Journal(store, load_ledgers()["parks"])
    parks.record(
        [
            Event("parks", name, "list", date(2018, 1, 1 + i), f"t{i}", person, "listed", {"name": name})
            for i, name in enumerate(names)
        ]
    )
    for other in ("zz", "Zz", "乙", "é"):
        log.append(store, other, [log.Record("a", b"{}")], "t")
    leaf = log.read_subject(store, "parks", "a园区")[0].id
    return [
        log.ledgers(store), list(parks.states()), parks.states(), parks.head(), parks.prove(leaf), parks.verify(),
        parks.states(as_of=date(2018, 1, 4)), list(log.states(store, "parks")), list(log.read(store, "parks", start=3)),
        parks.ids([0, 2, 77]), store.check(FACTS),
    ]  # fmt: skip


def test_texts_are_ordered_by_their_bytes_in_every_column(postgres_schema: str) -> None:
    with open_store(postgres_schema) as store:
        other = store.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
        )
    assert other == []
