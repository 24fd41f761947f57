"""One document of every kind that guihua writes, on the example plan and on a small ledger of invented matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from guihua.ledgers.importing import import_file
from guihua.ledgers.journal import Journal
from guihua.ledgers.ledger import Value
from guihua.reporting.document import Document
from guihua.reporting.gather import Sources, material
from guihua.reporting.ledger_documents import Order, draw_up
from guihua.reporting.material import Opinion
from guihua.reporting.one_page import one_page
from guihua.reporting.opinion import opinion
from guihua.reporting.report import make_report
from guihua.reporting.self_evaluation import collected, self_evaluation
from guihua.storage import open_store
from tests.ledgers.conftest import PLANNER, ROWS
from tests.ledgers.test_due_and_figures import LEDGERS, MENDER, PROOF, REVIEWER, act

REPORTS = ("annual", "midterm", "final", "midterm-en", "final-en")
PAGES = ("one-page", "one-page-en", "one-page-final", "one-page-final-en")
OTHERS = ("findings", "findings-en", "self-evaluation", "self-evaluation-en", "opinions")
PAPERS = ("circular", "reminder", "slip", "assignment", "closing")
EVERY = (*REPORTS, *PAGES, *OTHERS, *PAPERS)

SAID = (
    Opinion("甲厅", "工业增加值年均增速", "应按可比价计算", "采纳", "与统计口径一致"),
    Opinion("乙局", "存在的问题及原因", "资金不足；\n人员不足"),
)


def document(kind: str, sources: Callable[..., Sources], folder: Path) -> Document:
    """The document of a kind; `folder` is where its ledger may be kept."""
    lang = "en" if kind.endswith("-en") else "zh"
    name = kind.removesuffix("-en")
    if name in PAPERS:
        return _of_a_ledger(name, folder)
    if name == "findings":
        from guihua.checking import check

        return opinion(check(sources("2018-12-31").plan), lang)
    if name == "opinions":
        return collected(SAID)
    over = name.endswith("final")
    given = sources("2025-01-31" if over else "2018-12-31", _kind(name), lang, over)
    if name in ("annual", "midterm", "final"):
        return make_report(material(replace(given, texts=SAID if name == "midterm" else ())))
    made = material(given, charts=False)
    return self_evaluation(made, "甲厅") if name == "self-evaluation" else one_page(made)


def _kind(name: str) -> str:
    return name if name in ("annual", "midterm", "final") else "final" if name.endswith("final") else "midterm"


def _of_a_ledger(kind: str, folder: Path) -> Document:
    with open_store(folder / f"ledger-{kind}", create=True) as store:
        problem = kind in ("assignment", "closing")
        journal = Journal(store, LEDGERS["environment" if problem else "tasks"])
        if problem:
            _problem(journal)
        else:
            table = folder / f"{kind}.csv"
            table.write_text("\n".join(",".join(row) for row in ROWS), encoding="utf-8")
            import_file(journal, table, date(2018, 1, 10), PLANNER)
        day = date(2018, 4, 3) if kind == "closing" else date(2018, 3, 2) if problem else date(2018, 7, 2)
        return draw_up(journal, kind, Order(day, "" if problem else "2018-06", issuer="牵头部门办公室"))[0].document


def _problem(journal: Journal) -> None:
    found: dict[str, Value | None] = {"problem": "收费不规范", "found_on": "2018-03-01"}
    act(journal, "p", "find", "2018-03-01", "found", **found)
    act(journal, "p", "assign", "2018-03-02", "assigned", owner="甲厅", due="2018-04-30")
    act(journal, "p", "mend", "2018-04-01", "mended", MENDER, evidence=PROOF, measures="已清退")
    act(journal, "p", "close", "2018-04-03", "closed", REVIEWER, finding="到位")
