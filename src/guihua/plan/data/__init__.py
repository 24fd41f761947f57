"""The data files of this room, read once, and the YAML reader of all rooms."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Base):  # type: ignore[misc]
    """YAML in which only true and false are booleans: `yes` and `no` are words (they head our examples)."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:bool"]
    for first, rules in _Base.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def parse(text: str) -> Any:
    """Parse YAML text; yaml.YAMLError where it is broken, GuihuaError LIMIT-… for a bomb of aliases."""
    from guihua.plan.limits import bounded_yaml

    return bounded_yaml(text, Loader)


@cache
def load(name: str, package: str = "guihua.plan.data") -> Any:
    """Parse one YAML file of a data folder. The result is shared: treat it as read-only."""
    return parse(files(package).joinpath(name).read_text(encoding="utf-8"))
