"""Laws of the house: layers, start-up, names, what the repository may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "guihua"
HEAVY = (
    "numpy",
    "scipy",
    "pandas",
    "duckdb",
    "pyarrow",
    "highspy",
    "docx",
    "django",
    "vl_convert",
    "openpyxl",
    "opencc",
    "jinja2",
)


def test_imports_run_downwards_only():
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-3000:]


@pytest.mark.parametrize("code", ["import guihua", "from guihua.cli.main import main; main(['--help'])"])
def test_start_up_loads_nothing_heavy(code):
    probe = f"import sys; {code}; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_every_verb_has_a_line_of_help_in_both_languages():
    from guihua.cli.main import load, verbs

    for verb in verbs():
        line = load(verb).HELP
        assert re.search(r"[一-龥]", line), verb
        assert re.search(r"[A-Za-z]{3}", line), verb


def test_numbers_stay_exact_where_plans_are_kept_and_proved():
    for room in ("plan", "proof"):
        for path in (SOURCE / room).rglob("*.py"):
            if path.name in ("canonical.py",):
                continue  # RFC 8785 serialises the floats of foreign JSON
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, float):
                    raise AssertionError(f"a float literal in {path.name}:{node.lineno}")


def test_no_file_names_a_package_index():
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    hosts = re.compile(r"https?://[^\s\"']*(?:py" + r"pi|npm" + r"js|registry\.|mirrors?\.)")
    for name in filter(None, names):
        path = ROOT / name
        if path.suffix in (".md", ".txt", ".toml", ".py", ".yaml", ".sh", ".in", "") and path.is_file():
            assert not hosts.search(path.read_text(encoding="utf-8", errors="ignore")), name


@pytest.mark.parametrize(
    "room",
    [
        "proof",
        "plan",
        "reading",
        "project",
        "storage",
        "statistics",
        "checking",
        "tracking",
        "rules",
        "ledgers",
        "mechanisms",
        "view",
        "reporting",
        "web",
        "cli",
    ],
)
def test_every_error_says_what_is_wrong_in_both_languages(room):
    for path in [*(SOURCE / room).rglob("*.py"), *SOURCE.glob(f"{room}.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "GuihuaError" or len(call.args) < 2:
                continue
            title = call.args[1]
            parts = title.values if isinstance(title, ast.JoinedStr) else [title]
            words = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
            if words.strip(": "):  # a title of its own, not one handed on
                assert re.search(r"[一-龥]", words) and re.search(r"[a-z]{2}", words), (path.name, call.lineno, words)


def test_the_locks_agree_and_name_no_registry():
    versions = {}
    for name in ("dev", "run", "spark", "forecast"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text and "--find-links" not in text
        versions[name] = dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))
    for name in ("run", "spark", "forecast"):
        shared = versions["dev"].keys() & versions[name].keys()
        assert {p: versions[name][p] for p in shared} == {p: versions["dev"][p] for p in shared}, name
    assert versions["run"].keys() <= versions["dev"].keys()
