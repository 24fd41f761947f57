"""The YAML of data/, and word lists as patterns: a list becomes a trie, so that each first letter is tried once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError

DATA = Path(__file__).parent.parent / "data"


def trie(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words, sharing their beginnings."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root)


def load(name: str) -> Any:
    """One YAML file of data/; the keys yes and no, which YAML takes for truth values, are words here."""
    try:
        text = (DATA / name).read_text(encoding="utf-8")
        return _worded(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (OSError, yaml.YAMLError) as error:
        raise GuihuaError("READING-DATA", f"{name}: {error}", "reinstall guihua", name) from None


def pattern(expression: str) -> re.Pattern[str]:
    """Compile an expression for another module of this room; the scanner's own names may stand in it as {NUMBER} and so on."""
    return re.compile(expression)


def _worded(data: Any) -> Any:
    if isinstance(data, dict):
        names = {True: "yes", False: "no"}
        return {names[k] if isinstance(k, bool) else k: _worded(v) for k, v in data.items()}
    return [_worded(item) for item in data] if isinstance(data, list) else data


def _branch(node: dict[str, Any]) -> str:
    parts = [re.escape(c) + _branch(child) for c, child in node.items() if c]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 and "" not in node else f"(?:{'|'.join(parts)})"
    return f"{body}?" if "" in node else body
