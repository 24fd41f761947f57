"""Schemas of what commands print as JSON, inferred from the example and kept in docs/reference/schemas: `python -m scripts.json_schemas`.

A key that every answer had is required; a value may have any of the types that were seen. The test holds the answers of another plan to them.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from scripts.made_pages import _example as example

from guihua.cli.main import main

FOLDER = Path(__file__).parent.parent / "docs" / "reference" / "schemas"
COMMANDS = {
    "read-jsonl": "read plan.yaml --format jsonl",
    "check": "check plan.yaml --format json",
    "track": "track --as-of 2021-12-31 --format json",
    "alarms": "alarms --as-of 2021-12-31 --format json",
    "series": "series 工业增加值 --as-of 2021-12-31 --format json",
    "systems": "systems --format json",
    "doctor": "doctor --format json",
}


def answers(folder: Path, commands: dict[str, str]) -> dict[str, list[Any]]:
    """What each command prints in a folder where a plan was read and figures imported; JSON lines are many answers."""
    found: dict[str, list[Any]] = {}
    for name, command in commands.items():
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True), io.StringIO()
        with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(command.split())
        assert status in (0, 1), (command, err.getvalue())
        text = out.buffer.getvalue().decode()  # type: ignore[attr-defined]
        found[name] = [json.loads(line) for line in text.splitlines()] if name.endswith("jsonl") else [json.loads(text)]
    return found


def schema_of(values: list[Any], depth: int = 0) -> dict[str, Any]:
    """The schema that all these values meet."""
    kinds = sorted({_kind(v) for v in values})
    made: dict[str, Any] = {"type": kinds[0] if len(kinds) == 1 else kinds} if kinds else {}
    objects = [v for v in values if isinstance(v, dict)]
    inside = [value for o in objects for value in o.values()]
    if depth and len({tuple(sorted(o)) for o in objects}) > 1 and {_kind(v) for v in inside} == {"string"}:
        made["additionalProperties"] = {"type": "string"}  # a map: its keys are data
    elif objects and depth < 6:
        keys = {key for o in objects for key in o}
        if len(keys) < 60 and all(str(k).isascii() and not any(c.isdigit() for c in str(k)) for k in keys):
            made["properties"] = {k: schema_of([o[k] for o in objects if k in o], depth + 1) for k in sorted(keys)}
            made["required"] = sorted(set.intersection(*(set(o) for o in objects)))
    items = [item for v in values if isinstance(v, list) for item in v]
    if items and depth < 6:
        made["items"] = schema_of(items, depth + 1)
    return made


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names[type(value)]


def ready(folder: Path, plan: str, tables: str) -> Path:
    """A folder in which a plan was read and a table imported."""
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert main(["read", plan, "-o", "plan.yaml"]) == 0
        assert main(["import", tables]) == 0
    return folder


def write() -> None:
    """Infer and keep a schema for each command."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        found = answers(ready(example(Path(work), "neimenggu"), "plan.zh.md", "observations.csv"), COMMANDS)
    for name, values in found.items():
        made = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"guihua {COMMANDS[name]}",
            **schema_of(values),
        }
        (FOLDER / f"{name}.json").write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
