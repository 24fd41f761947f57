"""YAML as the plan file and the decisions are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError, Place
from guihua.plan.files import read_utf8
from guihua.plan.limits import bounded_yaml


def dump(document: Any) -> str:
    """YAML in the house's style: Chinese as it is, keys in order, every magnitude a quoted string."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(document, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120))


def load_yaml(path: Path, code: str) -> Any:
    """The document of a YAML file; GuihuaError with this code and the line where it is broken."""
    text = read_utf8(path)
    try:
        return bounded_yaml(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader), str(path))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise GuihuaError(
            code,
            f"不是 YAML not valid YAML: {getattr(error, 'problem', None) or error}",
            "改好这一行，或重新读 mend the line, or run guihua read again",
            Place(str(path), line=mark.line + 1 if mark else None),
        ) from None
