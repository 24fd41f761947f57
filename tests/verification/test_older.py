"""What an earlier version made is opened or upgraded without loss: a project as it stood in November 2026, frozen."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal, verify_log
from guihua.plan.planfile import read_machine, read_planfile
from guihua.proof.bundle import read
from guihua.proof.verify import Verdict
from guihua.statistics.holding import query
from guihua.storage import open_store
from guihua.verification import verify

FROZEN = Path(__file__).parent.parent / "data" / "project-2026-11.zip"
BUNDLES = (
    "findings.json",
    "against.json",
    "compare.json",
    "implied.json",
    "tracking.json",
    "report.bundle.json",
    "logs/tasks.bundle.json",
    "logs/bodies.bundle.json",
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with zipfile.ZipFile(FROZEN) as packed:
        packed.extractall(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_its_plan_file_and_decisions_are_read(project: Path) -> None:
    machine, plan = read_machine(project / "plan.yaml"), read_planfile(project / "plan.yaml")
    assert len(machine.statements) == len(plan.statements) == 108
    (adjusted,) = [s for s in plan.statements if s.adjusted]
    assert (adjusted.value, adjusted.adjusted) == (("7",), "示例〔2018〕1号")
    assert plan.decided == (adjusted.id,)


def test_its_store_is_upgraded_with_every_figure(project: Path) -> None:
    with open_store(project / "store", upgrade=True) as store:
        rows = query(store, region="150000", as_of=date(2025, 1, 1), include_collected=True)
        assert len(rows) == 81
        assert len({o.id for o in rows}) == 81


def test_its_ledgers_stand_and_verify(project: Path) -> None:
    with open_store(project / "store", upgrade=True) as store:
        for name, size in (("tasks", 7), ("bodies", 15)):
            audit = verify_log(store, name)
            assert audit.faults == ()
            assert audit.head is not None and audit.head.size == size
            assert len(Journal(store, load_ledgers()[name]).states()) == size


@pytest.mark.parametrize("name", BUNDLES)
def test_its_bundles_open_and_nothing_in_them_is_refused(project: Path, name: str) -> None:
    data = (project / name).read_bytes()
    found = verify(data)
    assert found.verdict in (Verdict.HOLDS, Verdict.UNCHECKED), [p for p in found.parts if p.verdict is Verdict.REFUSED]
    assert len(found.parts) > 2
    assert read(data).kind == found.kind


def test_its_report_is_traced_and_its_project_runs(project: Path) -> None:
    assert main(["store", "upgrade"]) == 0
    assert main(["trace", "report.docx"]) == 0
    assert main(["track", "--as-of", "2021-12-31"]) == 0
    assert main(["ledger", "verify"]) == 0
