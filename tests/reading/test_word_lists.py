"""Every word list of the reading data does something: its example reads otherwise without it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from guihua.reading import read_text
from guihua.reading.compiler import load

HEAD = "某市国民经济和社会发展第十三个五年规划纲要\n一、发展目标\n"
FILES = ("frame", "kinds", "nouns", "words", "awards")
EXAMPLES = load("lists.yaml")
UNSHOWN = frozenset(EXAMPLES["unshown"])
NO_LISTS = frozenset({"awards.examples", "words.fractions"})
"""Examples themselves; and the words that words.yaml gives values to, without which they have none."""
LISTS = [
    (file, name)
    for file in FILES
    for name, words in load(f"{file}.yaml").items()
    if isinstance(words, list) and f"{file}.{name}" not in NO_LISTS
]
SHOWN = [(file, name) for file in FILES for name in EXAMPLES[file]]


def told(text: str) -> tuple[object, ...]:
    plan = read_text(text if "\n" in text else HEAD + text)
    said = [
        (s.kind, s.form, s.comparator, s.value, s.unit, s.indicator, s.year, s.base_year, s.period, s.direction, s.modifier, s.scope, s.threshold)
        for s in plan.statements
    ]  # fmt: skip
    return said, [u.text for u in plan.unread], plan.period


def forget() -> None:
    """Let everything that was compiled from the data be compiled anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith("guihua.reading"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A function that takes a list out of the data until the test ends."""

    def take(file: str, name: str) -> None:
        def partly(asked: str) -> Any:
            data = load(asked)
            return {**data, name: ["\ue000\ue001"]} if asked == f"{file}.yaml" else data

        for module, found in list(sys.modules.items()):
            if module.startswith("guihua.reading.") and getattr(found, "load", None) is load:
                monkeypatch.setattr(found, "load", partly)
        forget()

    yield take
    monkeypatch.undo()
    forget()


def test_every_list_has_its_example_or_is_known_to_lack_one() -> None:
    named = {f"{file}.{name}" for file, name in LISTS}
    shown = {f"{file}.{name}" for file, name in SHOWN}
    assert named - shown == UNSHOWN
    assert shown <= named


@pytest.mark.parametrize(("file", "name"), SHOWN, ids=[f"{f}.{n}" for f, n in SHOWN])
def test_an_example_reads_otherwise_without_its_list(file: str, name: str, without: Any) -> None:
    entry = EXAMPLES[file][name]
    yes, no = told(entry["yes"]), told(entry["no"]) if "no" in entry else None
    without(file, name)
    assert told(entry["yes"]) != yes
    assert no is None or told(entry["no"]) == no
