"""guihua (规划) turns a development plan into software: it reads, checks, tracks and reports, and all can be recomputed.

import guihua
plan = guihua.read("plan.docx")
findings = guihua.check(plan)
with guihua.open_store("store") as store:
    tracking = guihua.track(plan, store, as_of="2021-12-31")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from guihua.checking import CheckResult
    from guihua.plan.plan import Plan
    from guihua.storage import Store
    from guihua.tracking import Tracking

__version__ = "0.1.0"
__all__ = ["GuihuaError", "__version__", "check", "open_store", "read", "track"]


def read(path_or_text: str | Path) -> Plan:
    """Read a document, or a text handed over as a string with a line break in it, into a Plan.

    A plan file (.yaml) is opened with its decisions applied. Errors: GuihuaError.
    """
    from guihua.project import read_plan

    _register_displays()
    return read_plan(path_or_text)


def check(plan: Plan) -> CheckResult:
    """Check a plan against itself: findings with their sums and exact proofs."""
    from guihua.checking import check as check_plan

    _register_displays()
    return check_plan(plan)


def open_store(path_or_url: str | Path) -> Store:
    """Open a store of observations (a folder, or a PostgreSQL address); use it in a `with` statement."""
    from guihua.storage import open_store as open_

    return open_(path_or_url)


def track(plan: Plan, store: Store, as_of: str | date, *, include_collected: bool = False) -> Tracking:
    """Assess every target of the plan as known on a date, by every method.

    include_collected lets rows count that have no date at all; they are marked. A date of collection counts as the latest
    day of publication, and is marked too.
    Errors: GuihuaError, DATE-INVALID where as_of is no day written 2021-12-31.
    """
    from guihua.tracking import track as track_plan

    _register_displays()
    return track_plan(plan, store, _day(as_of), include_collected=include_collected)


def _day(as_of: str | date) -> date:
    from datetime import date as date_type

    if isinstance(as_of, date_type):
        return as_of
    try:
        return date_type.fromisoformat(as_of)
    except ValueError:
        raise GuihuaError("DATE-INVALID", f"{as_of!r} 不是日期 is no date", "写成 write 2021-12-31") from None


def _register_displays() -> None:
    """Let results show themselves in a notebook, when one is running."""
    import sys

    if "IPython" in sys.modules:
        import guihua.view.notebook  # noqa: F401  (importing it registers the displays)
