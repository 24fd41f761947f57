"""The page answers on 127.0.0.1 only, to its own page only, and holds what its keys promise."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from threading import Thread

import pytest

from guihua.cli._review_server import Session, serve
from guihua.cli.main import main
from guihua.plan.planfile import append_decision, read_decisions, read_planfile, write_planfile
from guihua.reading.exchange import changes_as_decisions, from_webannotation, to_labelstudio, to_webannotation
from tests.reading_exchange.plans import plan
from tests.review.test_review import session


@contextmanager
def running(here: Session) -> Iterator[int]:
    """The port of a server for this review."""
    server = serve(here, 0)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


def ask(port: int, method: str, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, object], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    sent = json.dumps(body).encode() if body is not None else None
    connection.request(method, path, sent, {k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    data = json.loads(text) if answer.headers["Content-Type"].startswith("application/json") else {}
    connection.close()
    return answer.status, data, answer.headers["Content-Security-Policy"]


def test_the_page_its_parts_and_its_state_are_served(tmp_path: Path) -> None:
    with running(session(tmp_path)) as port:
        for path in ("/", "/review.css", "/review.js"):
            status, _, policy = ask(port, "GET", path)
            assert status == 200
            assert "default-src 'none'" in policy
        _, state, _ = ask(port, "GET", "/state")
        assert (state["total"], state["done"]) == (3, 0)
        assert ask(port, "GET", "/etc/passwd")[0] == 404


def test_a_decision_is_taken_with_the_token_only(tmp_path: Path) -> None:
    here = session(tmp_path)
    body = {"statement": plan().statements[0].id, "action": "accept"}
    with running(here) as port:
        assert ask(port, "POST", "/decide", body)[0] == 403
        assert ask(port, "POST", "/decide", body, X_Guihua_Token="wrong")[0] == 403
        assert ask(port, "POST", "/decide", body, X_Guihua_Token=here.token, Host="evil.example")[0] == 403
        assert ask(port, "GET", "/state", Host="evil.example:80")[0] == 403
        assert not here.path.exists()
        status, state, _ = ask(port, "POST", "/decide", body, X_Guihua_Token=here.token)
        assert (status, state["done"]) == (200, 1)


@pytest.mark.parametrize("body", [None, [], "accept", {"action": 3}, {"statement": [], "action": "accept"}])
def test_nonsense_is_answered_with_an_error(tmp_path: Path, body: object) -> None:
    here = session(tmp_path)
    with running(here) as port:
        status, data, _ = ask(port, "POST", "/decide", body, X_Guihua_Token=here.token)
        assert status == 400
        assert data["error"]
        assert ask(port, "GET", "/state")[0] == 200


def test_status_adjust_and_import_from_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.yaml"
    write_planfile(plan(), path)
    first, second, _ = (s.id for s in plan().statements)
    tasks = json.loads(to_labelstudio(plan()))
    for part in tasks[0]["predictions"][0]["result"]:
        if part.get("id") == second and part["from_name"] == "comparator":
            part["value"]["choices"] = ["ge"]
    (tmp_path / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    adjust = ["--adjust", first, "value=1400", "--document", "某政发〔2018〕1号", "--on", "2018-07-01"]
    assert main(["review", str(path), *adjust]) == 0
    assert main(["review", str(path), "--import", str(tmp_path / "tasks.json"), "--by", "乙"]) == 0
    assert main(["review", str(path), "--import", str(tmp_path / "tasks.json"), "--by", "乙"]) == 0
    assert [(d.action, d.statement) for d in read_decisions(tmp_path / "decisions.yaml")] == [
        ("adjust", first),
        ("edit", second),
    ]
    capsys.readouterr()
    assert main(["review", str(path), "--status"]) == 0
    assert capsys.readouterr().out.startswith("2/3")
    assert main(["review", str(path), "--adjust", first, "value"]) == 2
    assert main(["review", str(tmp_path / "none.yaml"), "--status"]) == 2


def test_annotations_that_cannot_be_placed_stop_the_import_unless_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A passage marked as new is added; one whose words are nowhere is a row of the table, and a row of NAME.bad.csv."""
    path, marks = tmp_path / "plan.yaml", tmp_path / "标注.json"
    write_planfile(plan(), path)
    page = json.loads(to_webannotation(plan()))
    for exact in ("加强领导", "没有这句话"):
        selector = {"type": "TextQuoteSelector", "exact": exact}
        page["items"].append({"body": [{"purpose": "tagging", "value": "policy"}], "target": {"selector": selector}})
    marks.write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
    assert main(["review", str(path), "--import", str(marks)]) == 2
    assert not (tmp_path / "decisions.yaml").exists()
    told = capsys.readouterr().err
    assert "EXCHANGE-ANCHOR" in told
    assert "没有这句话" in told
    assert main(["review", str(path), "--import", str(marks), "--skip-bad", "--by", "丙"]) == 0
    assert [(d.action, d.quote, d.by) for d in read_decisions(tmp_path / "decisions.yaml")] == [
        ("add", "加强领导", "丙")
    ]
    assert "没有这句话" in (tmp_path / "标注.bad.csv").read_text(encoding="utf-8-sig")
    assert [s.quote for s in read_planfile(path).statements][-1] == "加强领导"


def test_an_added_statement_is_reviewed_like_the_others(tmp_path: Path) -> None:
    here = session(tmp_path)
    page = json.loads(to_webannotation(plan()))
    selector = {"type": "TextQuoteSelector", "exact": "加强领导"}
    page["items"].append({"body": [{"purpose": "tagging", "value": "policy"}], "target": {"selector": selector}})
    append_decision(
        here.path,
        *changes_as_decisions(plan(), from_webannotation(json.dumps(page), plan()), by="丙", on="2026-01-01"),
    )
    (added,) = [s for s in here.review().plan.statements if s.rule == "added"]
    assert here.review().decided[added.id].action == "add"
    here.decide({"statement": added.id, "action": "edit", "changes": {"indicator": "领导"}})
    assert read_planfile(tmp_path / "plan.yaml").statement(added.id).indicator == "领导"
    here.decide({"statement": added.id, "action": "withdraw"})
    assert read_planfile(tmp_path / "plan.yaml").statements == plan().statements


@pytest.mark.browser
@pytest.mark.skipif(which("chromium") is None, reason="needs Debian's chromium")
def test_keys_accept_edit_and_reject_in_a_browser(tmp_path: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    here = session(tmp_path)
    with running(here) as port, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector(".card.now")
        page.keyboard.press("a")
        expect(page.locator("#count")).to_contain_text("1 / 3")
        page.keyboard.press("x")
        expect(page.locator("#count")).to_contain_text("2 / 3")
        page.keyboard.press("e")
        page.fill(".card form input[name=value]", "6")
        page.press(".card form input[name=value]", "Enter")
        page.wait_for_selector("#finished:not([hidden])")
        browser.close()
    assert problems == []
    assert [d.action for d in read_decisions(here.path)] == ["accept", "reject", "edit"]
