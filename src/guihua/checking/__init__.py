"""The plan against itself and against the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guihua.checking.checker import check
    from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
    from guihua.checking.result import CheckResult
    from guihua.checking.settings import Settings, default_settings, load_settings

__all__ = [
    "CheckResult",
    "Explanation",
    "Finding",
    "Member",
    "Settings",
    "Severity",
    "Step",
    "check",
    "default_settings",
    "load_settings",
]

_HOME = {
    "CheckResult": "result",
    "Settings": "settings",
    "check": "checker",
    "default_settings": "settings",
    "load_settings": "settings",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that `import guihua` stays quick."""
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"guihua.checking.{_HOME.get(name, 'finding')}"), name)
