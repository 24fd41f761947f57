"""guihua (规划) turns a development plan into software: it reads, checks, tracks and reports, and all can be recomputed.

import guihua
plan = guihua.read("plan.docx")
findings = guihua.check(plan)
with guihua.open_store("store") as store:
    guihua.import_file(store, "statistics.xlsx")
    tracking = guihua.track(plan, store, as_of="2021-12-31")
    guihua.save(guihua.report(plan, store, "2021-12-31"), "report.docx")
"""

from __future__ import annotations

from guihua.errors import GuihuaError
from guihua.library import (
    chart,
    check,
    declared_ledgers,
    declared_mechanisms,
    explain,
    harvest,
    harvest_sheet,
    implied,
    import_file,
    language,
    ledger,
    open_store,
    path,
    read,
    report,
    run,
    save,
    set_language,
    take_sheet,
    track,
    verify,
)
from guihua.version import __version__

__all__ = [
    "GuihuaError",
    "__version__",
    "chart",
    "check",
    "declared_ledgers",
    "declared_mechanisms",
    "explain",
    "harvest",
    "harvest_sheet",
    "implied",
    "import_file",
    "language",
    "ledger",
    "open_store",
    "path",
    "read",
    "report",
    "run",
    "save",
    "set_language",
    "take_sheet",
    "track",
    "verify",
]
