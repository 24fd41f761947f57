"""Which program checks which kind of bundle: one table for the command and the site."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

PLACES = {
    "findings": "guihua.checking.verify:verify_findings",
    "implied": "guihua.checking.verify:verify_implied",
    "compare": "guihua.checking.verify:verify_findings",
    "allotment": "guihua.pathways.verify_allotment:verify_allotment",
    "path": "guihua.pathways.verify_path:verify_path",
    "ledger-log": "guihua.ledgers.bundle:check_log",
    "report": "guihua.reporting.bundle:check_report",
    "tracking": "guihua.tracking.recompute:recompute",
}
"""Kind of bundle -> where its checker is (module:function)."""


def checkers() -> dict[str, Callable[[Any], Any]]:
    """A checker for every kind, each imported only when such a bundle comes."""
    return {kind: _lazy(place) for kind, place in PLACES.items()}


def _lazy(place: str) -> Callable[[Any], Any]:
    module, _, name = place.partition(":")

    def check(payload: Any) -> Any:
        return getattr(import_module(module), name)(payload)

    return check
