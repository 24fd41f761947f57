"""Examples of a declaration: small inputs with the outcome that they must have. They are its tests, and they run anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from guihua.errors import GuihuaError
from guihua.mechanisms.core.freezing import freeze_rows
from guihua.mechanisms.core.records import Declaration, Example, Frozen, Job, Run
from guihua.mechanisms.core.running import rules_of, run


def example_job(declaration: Declaration, example: Example) -> Job:
    """The job of an example."""
    given = example.given
    inputs: list[Frozen] = []
    for name, rows in (given.get("inputs") or {}).items():
        wanted = declaration.input(name)
        if wanted is None:
            raise GuihuaError(
                "RUN-INPUT",
                f"例子里的输入没有声明 no input is called {name!r}",
                "检查例子 check the example",
                declaration.where,
            )
        inputs.append(freeze_rows(wanted, rows, "example"))
    return Job(
        declaration,
        tuple(inputs),
        rules_of(declaration),
        given.get("period", ""),
        date.fromisoformat(given["on"]) if given.get("on") else None,
        date.fromisoformat(given["known"]) if given.get("known") else None,
        tuple(given.get("seed") or ()),
        given.get("settings") or {},
    )


def run_example(declaration: Declaration, example: Example) -> tuple[Run | None, list[str]]:
    """The run of an example, and where it differs from what is expected; no run where an error is expected and came."""
    expected = example.given.get("expect") or {}
    try:
        found = run(example_job(declaration, example))
    except GuihuaError as error:
        if expected.get("error") == error.code:
            return None, []
        return None, [f"{error.code}: {error.title}; {error.hint}"]
    if "error" in expected:
        return found, [f"expected the error {expected['error']}"]
    return found, differences(found, expected)


def differences(found: Run, expected: Mapping[str, Any]) -> list[str]:
    """Where a run is not as expected: figures by name, tables row by row in the columns that are named, the answer."""
    wrong: list[str] = []
    figures = {f.name: f.value for f in found.figures}
    for name, value in (expected.get("figures") or {}).items():
        if figures.get(name) != value:
            wrong.append(f"figure {name}: expected {value}, found {figures.get(name)}")
    for name, rows in (expected.get("tables") or {}).items():
        there = list(found.decided.outcome.table(name).records())
        if len(there) != len(rows):
            wrong.append(f"table {name}: expected {len(rows)} rows, found {len(there)}")
            continue
        for number, (row, made) in enumerate(zip(rows, there, strict=True), 1):
            wrong += [
                f"table {name} row {number} {key}: expected {value!r}, found {made.get(key)!r}"
                for key, value in row.items()
                if made.get(key) != value
            ]
    for name, value in (expected.get("answer") or {}).items():
        made_value = found.decided.outcome.answer.get(name)
        if _texts(made_value) != _texts(value):
            wrong.append(f"answer {name}: expected {value!r}, found {made_value!r}")
    for note in expected.get("notes") or ():
        if not any(note in n for n in found.decided.outcome.notes):
            wrong.append(f"no remark says {note!r}")
    return wrong


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _texts(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(v) for v in value]
    return str(value)
