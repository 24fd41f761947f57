"""A fault of guihua's own ends as one message and a report file, never as a traceback."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from guihua.cli import main as command


def _verb(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(_args: object) -> int:
        raise error

    module = SimpleNamespace(__doc__="", configure=lambda _parser: None, run=run)
    monkeypatch.setattr(command, "load", lambda _verb: module)


def test_a_fault_of_its_own_has_status_4_and_a_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUIHUA_FAULTS", str(tmp_path))
    _verb(monkeypatch, ZeroDivisionError("division by zero"))
    assert command.main(["show"]) == 4
    told = capsys.readouterr().err
    (kept,) = tmp_path.iterdir()
    assert "Traceback" not in told and str(kept) in told
    assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")


def test_no_place_for_the_report_is_no_second_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    monkeypatch.setenv("GUIHUA_FAULTS", str(file / "under"))
    _verb(monkeypatch, ValueError("x"))
    assert command.main(["show"]) == 4 and "FAULT" in capsys.readouterr().err


def test_out_of_memory_is_called_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _verb(monkeypatch, MemoryError())
    assert command.main(["show"]) == 4 and "FAULT-MEMORY" in capsys.readouterr().err
