"""What a file from outside may ask for: `data/limits.yaml`, one cap a thing. A reader asks `hold` before it spends memory or time."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from guihua.errors import GuihuaError, Place

_BRACKETS = re.compile(r"[\[\]{}]")
_LONG_START = re.compile(r"^[ \t?:-]{400,}", re.MULTILINE)


def hold(name: str, found: int, where: Place | str = "") -> int:
    """The number itself, if it keeps within the cap of that name.

    Raises GuihuaError LIMIT-… (LIMIT-CELLS, LIMIT-NESTING, …), which names the cap.
    """
    if found > limit(name):
        raise beyond(name, where, found)
    return found


def beyond(name: str, where: Place | str = "", found: int | None = None) -> GuihuaError:
    """The error of something that goes beyond a cap; `found` where it was counted."""
    row = _caps()[name]
    counted = f" {found:,} >" if found is not None else ""
    return GuihuaError(
        f"LIMIT-{name.upper()}",
        f"{row['zh']}超过上限 too many {row['en']}:{counted} {row['most']:,} ({name})",
        str(row["hint"]),
        where,
    )


def limit(name: str) -> int:
    """The cap of that name."""
    return int(_caps()[name]["most"])


def bounded_yaml(text: str, loader: Any, where: Place | str = "") -> Any:
    """Parse YAML, refusing a text whose aliases stand for more nodes than the cap, or that nests too deep.

    Raises yaml.YAMLError where it is broken, GuihuaError LIMIT-NODES, LIMIT-NESTING.
    """
    if _may_nest_deep(text):
        hold("nesting", _deepest(text, loader), where)
    made = loader(text)
    try:
        node = made.get_single_node()
        if node is None:
            return None
        if "*" in text:
            hold("nodes", _spread(node, {}, where, 0), where)
        return made.construct_document(node)
    except RecursionError:
        raise beyond("nesting", where) from None
    finally:
        made.dispose()


def _may_nest_deep(text: str) -> bool:
    """Whether YAML could nest beyond the cap, by its brackets and its longest beginning of a line: the loader goes down in C, without a check."""
    level = deepest = 0
    for bracket in _BRACKETS.findall(text):
        level = level + 1 if bracket in "[{" else max(0, level - 1)
        deepest = max(deepest, level)
    return deepest > limit("nesting") or _LONG_START.search(text) is not None


def _deepest(text: str, loader: Any) -> int:
    """How deep it does nest, event by event."""
    made = loader(text)
    level = deepest = 0
    try:
        while made.check_event():
            event = made.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                level += 1
                deepest = max(deepest, level)
                if deepest > limit("nesting"):
                    return deepest
            elif isinstance(event, yaml.CollectionEndEvent):
                level -= 1
        return deepest
    finally:
        made.dispose()


def _spread(node: Any, known: dict[int, int], where: Place | str, level: int) -> int:
    """How many nodes a node stands for when every alias is written out. A node inside itself is endless."""
    hold("nesting", level, where)
    key = id(node)
    if key in known:
        if known[key] < 0:
            raise beyond("nodes", where)
        return known[key]
    known[key] = -1
    inner = (
        [n for pair in node.value for n in pair]
        if isinstance(node, yaml.MappingNode)
        else node.value
        if isinstance(node, yaml.SequenceNode)
        else []
    )
    known[key] = 1 + sum(_spread(n, known, where, level + 1) for n in inner)
    return known[key]


@cache
def _caps() -> dict[str, Any]:
    from importlib.resources import files

    text = files("guihua.plan.data").joinpath("limits.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found
