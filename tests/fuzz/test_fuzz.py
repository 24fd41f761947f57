"""Readers give a document or a GuihuaError on any bytes: the kept corpus replayed, and a short run with coverage."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.corpus import ROOT
from tests.fuzz.harness import CORPUS, TARGETS, survive

RUNS = {"text": 400, "markdown": 300, "html": 1500, "docx": 800, "pdf": 150, "labelstudio": 3000, "tables": 300}
RUNS |= {
    "csv": 40,
    "xlsx": 40,
    "ledger": 60,
    "planfile": 60,
    "bundle": 200,
    "declared": 200,
    "paper": 100,
    "checked": 60,
}


@pytest.mark.parametrize("name", TARGETS)
def test_every_kept_input_is_survived(name: str) -> None:
    inputs = sorted((CORPUS / name).iterdir())
    assert inputs
    for path in inputs:
        survive(name, path.read_bytes())


@pytest.mark.skipif(find_spec("atheris") is None, reason="needs atheris")
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_with_coverage_finds_no_other_exception(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.harness", name, str(tmp_path), str(CORPUS / name)]
    options = [f"-runs={RUNS[name]}", "-max_total_time=20", "-seed=7", "-max_len=2048", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-3000:]
