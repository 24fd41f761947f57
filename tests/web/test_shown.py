"""Every table of every page is a file, whole and harmless; lists are paged and light at twenty thousand entries; the first screen is what to do."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory

from guihua.ledgers.ledger import State
from guihua.web import desk, results, shown
from guihua.web.principal import Principal
from guihua.web.today import cards

MANY = 20_000
LIGHT = 200_000
PAGE = (
    '<h1>甲<b>乙</b></h1><div class="scroll"><table class="stack"><tr><th>名</th><th>数</th></tr>'
    "<tr><td>=1+1</td><td>1<br>2</td></tr><tr><td>长 <small>短</small></td></tr></table></div>"
    '<div class="scroll"><table class="mapping"><tr><td>x</td></tr></table></div>'
)


def asked(query: str = "") -> Any:
    return RequestFactory().get(f"/x/?{query}")


def test_each_table_is_offered_as_a_file_and_a_form_is_not() -> None:
    html = shown.offered(asked("q=a&page=3"), PAGE)
    assert 'href="/x/?q=a&amp;table=0.csv"' in html and "table=0.xlsx" in html
    assert "table=1" not in html
    assert shown.offered(RequestFactory().post("/x/"), PAGE) == PAGE


def test_a_table_is_taken_whole_with_cells_made_harmless() -> None:
    answer = shown.taken(asked("table=0.csv"), PAGE)
    assert answer is not None and "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["名", "数"] and rows[2] == ["长 短", ""]
    assert rows[1][0] != "=1+1" and rows[1][0].endswith("=1+1") and rows[1][1] == "1 2"


@pytest.mark.parametrize("wanted", ["1.csv", "7.csv"])
def test_a_form_or_a_table_that_is_not_there_is_no_file(wanted: str) -> None:
    from django.http import Http404

    with pytest.raises(Http404):
        shown.taken(asked(f"table={wanted}"), PAGE)


@pytest.mark.parametrize("wanted", ["", "0.exe", "x.csv", "0.csv.."])
def test_anything_else_asked_for_is_the_page(wanted: str) -> None:
    assert shown.taken(asked(f"table={wanted}"), PAGE) is None


@pytest.mark.parametrize(
    ("query", "at"), [("", 1), ("page=2", 2), ("page=99", 4), ("page=0", 1), ("page=x", 1), ("page=-1", 1)]
)
def test_a_list_is_paged_and_a_page_that_there_is_not_is_the_nearest(query: str, at: int) -> None:
    found = shown.paged(asked(query), list(range(31)), 10)
    assert (found.at, found.pages, found.count) == (at, 4, 31)
    assert shown.paged(asked("table=0.csv"), list(range(31)), 10).rows == tuple(range(31))


@pytest.fixture
def crowded(plan_text: str, person: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A planner's client on a site whose ledger of submissions holds twenty thousand entries, as its log would fold them."""
    client = person("planner")

    def state(i: int) -> State:
        values = {
            "task": f"工业月报{i}",
            "lead": f"盟市{i % 12}工信局",
            "month": "2018-05",
            "due": "2018-06-10",
            "form_number": "示例1",
        }
        kind = ("due", "submitted", "accepted")[i % 3]
        return State(f"s{i}", kind, values, date(2018, 6, 1), date(2018, 6, 1), 1, 1, {}, {})

    many = {f"s{i}": state(i) for i in range(MANY)}
    monkeypatch.setattr(desk, "visible", lambda of, principal: many if of.name == "submission" else {})
    return client


def test_lists_are_light_at_twenty_thousand_submissions(crowded: Any) -> None:
    for address in ("/data/?open=200&closed=3", "/ledgers/submission/?page=77"):
        answer = crowded.get(address)
        assert answer.status_code == 200
        assert len(answer.content) < LIGHT, (address, len(answer.content))
    first, second = crowded.get("/data/").content.decode(), crowded.get("/data/?open=2").content.decode()
    assert "6667" in first and first != second
    found = crowded.get("/data/?q=工业月报777").content.decode()
    assert "工业月报7770" in found and "工业月报8000" not in found


@pytest.mark.parametrize(
    ("state", "role", "wanted"),
    [
        ("due", "reporter", [(1, True)]),
        ("returned", "reporter", [(1, True)]),
        ("accepted", "reporter", []),
        ("submitted", "planner", [(1, False)]),
        ("due", "planner", [(1, True)]),
        ("accepted", "planner", []),
    ],
)
def test_the_first_screen_is_what_each_role_has_to_do(
    plan_text: str, monkeypatch: pytest.MonkeyPatch, state: str, role: str, wanted: list[tuple[int, bool]]
) -> None:
    """A form owed since 2018 is late for whom it is asked of and for the planner; one handed in waits for review; one accepted is no matter."""
    values = {"task": "工业月报", "lead": "甲盟工信局", "month": "2018-05", "due": "2018-06-10", "form_number": "示例1"}
    only = {"s": State("s", state, values, date(2018, 5, 1), date(2018, 5, 1), 1, 1, {}, {})}
    monkeypatch.setattr(desk, "visible", lambda of, principal: only if of.name == "submission" else {})
    monkeypatch.setattr(results, "store_version", lambda of: 1)
    shown_ = cards(Principal(role, "own", "丙", "甲盟工信局"), None)
    assert [(c.count, c.late) for c in shown_] == wanted
    assert all(c.address.startswith("/data/") and c.what for c in shown_)
