"""What guihua is made of and carries: licences, the list of parts, the wheel's files, and that nothing is fetched at run time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from scripts import follow_operator, licences
from scripts.offline import INSTALL

ROOT = Path(__file__).parent.parent


def test_every_package_has_a_licence_on_the_list_and_every_dependency_a_reason():
    assert licences.faults(licences.parts()) == []


def test_the_table_and_the_list_of_parts_are_those_of_the_lock():
    found = licences.parts()
    locked = set(
        re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {p.name for p in found} <= {name.lower().replace("_", "-") for name in locked}
    made = json.loads(licences.sbom(found))
    assert made["bomFormat"] == "CycloneDX" and len(made["components"]) == len(found)
    refs = {c["bom-ref"] for c in made["components"]} | {"guihua"}
    assert all(d["ref"] in refs and set(d["dependsOn"]) <= refs for d in made["dependencies"])
    assert licences.sbom(found) == licences.sbom(licences.parts())
    assert all(p.name in licences.table(found) for p in found)


def test_every_kind_of_file_in_the_source_is_carried_by_the_wheel():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"][
        "guihua"
    ]
    carried = {pattern.rsplit(".", 1)[-1] for pattern in told} | {"py"}
    tracked = subprocess.run(["git", "ls-files", "src"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    kinds = {
        Path(name).suffix.removeprefix(".") or Path(name).name for name in tracked.split() if "egg-info" not in name
    }
    assert kinds - {"typed"} <= carried


def test_the_installer_checks_digests_and_asks_no_index():
    assert "sha256sum --quiet --check" in INSTALL and INSTALL.count("--no-index") == 2 and "--require-hashes" in INSTALL


def test_the_operator_s_page_has_lines_to_follow_that_name_only_files_that_are_there():
    found = follow_operator.lines()
    assert len(found) > 12 and all(re.match(r"(/opt/guihua/bin/)?(guihua|mkdir|cp|cd|curl) ?", line) for line in found)
    page = follow_operator.PAGE.read_text(encoding="utf-8")
    for name in re.findall(r"deploy/[\w.-]+|scripts/[\w.-]+\.py", page):
        assert (ROOT / name).exists(), name


OUTSIDE = """
import socket, sys
def refuse(event, arguments):
    if event == "socket.connect" and arguments[0].family != socket.AF_UNIX and str(arguments[1][0]) not in ("127.0.0.1", "::1"):
        raise SystemExit(f"a connection to {arguments[1]}")
    if event == "socket.getaddrinfo" and str(arguments[0]) not in ("127.0.0.1", "::1", "localhost", "", "None"):
        raise SystemExit(f"a name was looked up: {arguments[0]}")
sys.addaudithook(refuse)
from guihua.cli.main import main
for command in COMMANDS:
    status = main(command)
    if status not in (0, 1):
        raise SystemExit(f"{command}: {status}")
"""


@pytest.mark.skipif(not Path("/usr/bin/unshare").exists(), reason="no unshare here")
def test_the_whole_line_runs_where_there_is_no_network_and_tries_no_connection(tmp_path):
    """In a namespace without a network where that is allowed; an audit hook refuses any connection in either case."""
    files = ROOT / "docs" / "tutorial" / "files"
    commands = [
        ["init", str(tmp_path), "--region", "330000"], ["read", str(files / "渔业规划.docx"), "-o", "plan.yaml"], ["check", "plan.yaml", "-o", "findings.json"],
        ["verify", "findings.json"], ["import", str(files / "统计.csv")], ["harvest", str(files / "公报.md")], ["track", "--as-of", "2023-06-30"],
        ["chart", "status", "--as-of", "2023-06-30", "-o", "chart.svg"], ["page", "--as-of", "2023-06-30", "-o", "page.html"],
        ["report", "--as-of", "2023-06-30", "-o", "report.md"], ["path", "--as-of", "2023-06-30"], ["ledger", "list"],
    ]  # fmt: skip
    program = [sys.executable, "-c", f"COMMANDS = {commands!r}\n{OUTSIDE}"]
    alone = ["unshare", "--net", "--map-root-user"]
    allowed = subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run(
        [*(alone if allowed else []), *program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-1500:]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
