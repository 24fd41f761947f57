"""Tables as files: nothing that somebody typed runs as a formula in the program that opens them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import guihua.web
from guihua.plan.cells import harmless
from guihua.web import desk, exports

HOSTILE = (
    "=1+1",
    "+1+cmd",
    "-2+3+cmd",
    "@SUM(A1)",
    "  =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\ufeff=1+1",
    "＝1+1",
    '=HYPERLINK("http://192.0.2.1/")',
    "|calc",
    "%0A=1",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    """CWE-1236; the starts are those of OWASP's page on CSV injection, full-width ones with them."""
    table = exports.Table("a", (text,), ((text,),))
    rows = list(csv.reader(io.StringIO(exports.answer(table, "csv").content.decode("utf-8-sig"), newline="")))
    assert all(cell == "'" + text for row in rows for cell in row)
    book = load_workbook(io.BytesIO(exports.answer(table, "xlsx").content))
    assert all(cell.data_type == "s" and str(cell.value).startswith("'") for row in book.active.rows for cell in row)


def test_a_cell_stays_one_cell_where_lists_are_parted_by_semicolons() -> None:
    answer = exports.answer(exports.Table("a", ("a",), (("b;=1+1\t=2",),)), "csv").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(answer), delimiter=";"))[1] == ["b;=1+1\t=2"]


@pytest.mark.parametrize("text", ["-5.2", "+3", "-0.5", "2020", "煤炭=电力", "a@b", "1-2"])
def test_figures_and_plain_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_every_table_that_leaves_the_site_goes_one_way() -> None:
    """No page writes a CSV or a workbook of its own past the function that makes cells harmless."""
    folder = Path(guihua.web.__file__).parent
    writers = [
        p.name for p in folder.rglob("*.py") if re.search(r"csv\.writer|Workbook\(|write_csv", p.read_text("utf-8"))
    ]
    assert writers == ["exports.py"]


def test_a_formula_typed_into_a_ledger_leaves_as_text(person: Any) -> None:
    """From the form to each file that the ledger gives: table and sheet to fill in."""
    from guihua.ledgers.journal import now
    from guihua.ledgers.ledger import Actor, Event

    values = {"task": "=HYPERLINK(1)", "lead": ("@甲局",)}
    made = Event(
        "tasks", "T-formula", "assign", date(2018, 1, 1), now(), Actor("甲", "", "planner"), "on_course", values
    )
    desk.journal(desk.ledger("tasks")).record([made])
    client = person("planner")
    text = client.get("/ledgers/tasks/table.csv").content.decode("utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in text and '"\'@甲局"' in text
    book = load_workbook(io.BytesIO(client.get("/ledgers/tasks/table.xlsx").content))
    assert not [c for row in book.active.rows for c in row if c.data_type == "f"]


def test_a_table_of_a_page_that_is_kept_comes_as_a_file_the_second_time_too() -> None:
    from django.test import RequestFactory

    from guihua.web import shown

    html = '<h1>甲</h1><div class="scroll"><table><tr><th>a</th></tr><tr><td>1</td></tr></table></div>'
    request = RequestFactory().get("/regions/?table=0.csv")
    plain = shown.taken(request, html)
    linked = shown.taken(request, shown.offered(RequestFactory().get("/regions/"), html))
    assert plain is not None and linked is not None and linked.content == plain.content
    assert "1" in linked.content.decode("utf-8-sig")


def test_a_page_without_that_table_is_not_found(person: Any, plan_text: str) -> None:
    assert person("planner").get("/systems/?table=77.csv").status_code == 404
