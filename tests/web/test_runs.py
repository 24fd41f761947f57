"""机制办理: the list, one page for every mechanism, a sheet through the worker to tables, paper and bundle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guihua.errors import GuihuaError
from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.verification import verify
from guihua.web.parsing import run_mechanism


def test_every_mechanism_has_its_page(person: Any, plan_text: str) -> None:
    client = person("planner")
    listed = client.get("/runs/").content.decode()
    for name, declared in load_mechanisms().items():
        assert f"/runs/{name}/" in listed
        said = client.get(f"/runs/{name}/").content.decode()
        assert declared.zh in said and "取空表" in said
        assert client.get(f"/runs/{name}/sheet/").status_code == 200
    assert client.get("/runs/no-such/").status_code == 404


def test_pages_read_in_english_and_reporters_stay_out(person: Any, plan_text: str) -> None:
    client = person("planner")
    client.cookies["guihua_lang"] = "en"
    assert "Decisions by rule" in client.get("/runs/").content.decode()
    assert person("reporter").get("/runs/").status_code in (403, 404)


def payload(path: Path, **more: Any) -> dict[str, Any]:
    return {
        "mechanism": "quality-results",
        "path": str(path),
        "period": "2019",
        "on": "",
        "seed": [],
        "dry": True,
        "by": "me",
        **more,
    }


def test_a_sheet_becomes_tables_a_paper_and_a_bundle_that_verifies(tmp_path: Path) -> None:
    sheet = tmp_path / "b.csv"
    sheet.write_text("抽样批次,检验批次,不合格批次\n5594,5573,687\n", encoding="utf-8")
    found = run_mechanism(str(tmp_path), payload(sheet), str(tmp_path / "made"))
    assert found["tables"][0]["rows"][0][4] == "12.3"
    assert verify((tmp_path / "made.json").read_bytes()).verdict.name == "HOLDS"
    assert (tmp_path / "made.docx").read_bytes()[:2] == b"PK" and not (tmp_path / "runs").exists()
    run_mechanism(str(tmp_path), payload(sheet, dry=False), str(tmp_path / "made"))
    kept = list((tmp_path / "runs" / "quality-results").glob("2019-*.json"))
    assert len(kept) == 1 and json.loads(kept[0].read_bytes())["kind"] == "run"


def test_a_bad_sheet_stores_nothing(tmp_path: Path) -> None:
    sheet = tmp_path / "b.csv"
    sheet.write_text("检验批次,不合格批次\n5,6\n", encoding="utf-8")
    with pytest.raises(GuihuaError):
        run_mechanism(str(tmp_path), payload(sheet, dry=False), str(tmp_path / "made"))
    assert not (tmp_path / "runs").exists() and not (tmp_path / "made.json").exists()
