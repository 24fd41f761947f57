"""The server for assistants, asked by the protocol's own client: proof with every answer, nothing but reading, nothing that is not public."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

import httpx
import pytest

import guihua
from guihua.cli.main import main
from guihua.mcp.answers import CAUTION, Desk
from guihua.mcp.server import TOOLS, guarded, server
from guihua.project import open_project

mcp = pytest.importorskip("mcp")
EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "neimenggu"
DAY = "2021-12-31"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("mcp")
    for name in ("guihua.toml", "plan.zh.md", "observations.csv"):
        shutil.copy(EXAMPLE / name, root / name)
    text = (root / "guihua.toml").read_text(encoding="utf-8")
    (root / "guihua.toml").write_text(
        "\n".join(line for line in text.splitlines() if not line.startswith(("yearly", "bodies", "ledgers"))),
        encoding="utf-8",
    )
    guihua.save(guihua.check(guihua.read(root / "plan.zh.md")), root / "findings.json")
    with guihua.open_store(root / "store") as store:
        guihua.import_file(store, root / "observations.csv")
    return root


@pytest.fixture(scope="module")
def desk(folder):
    return Desk(open_project(folder), "en")


def ask(desk, tool, **arguments):
    """One call by the protocol's own client, in process."""

    async def go():
        async with mcp.Client(server(desk)) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(go())


def told(result):
    assert not result.is_error, result.content
    return result.structured_content


def test_the_tools_are_described_and_only_read(desk):
    async def go():
        async with mcp.Client(server(desk)) as client:
            return await client.list_tools()

    tools = asyncio.run(go()).tools
    assert [t.name for t in tools] == list(TOOLS)
    for tool in tools:
        assert tool.description and tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert tool.output_schema is not None


@pytest.mark.parametrize(
    ("tool", "arguments", "caution"),
    [
        ("about", {}, "plan"),
        ("statements", {"words": "工业增加值", "limit": 3}, "statements"),
        ("findings", {}, "findings"),
        ("verdicts", {"as_of": DAY, "limit": 3}, "verdicts"),
        ("figures", {"indicator": "工业增加值", "as_of": DAY, "limit": 5}, "figures"),
    ],
)
def test_every_answer_names_its_source_and_carries_its_caution(desk, tool, arguments, caution):
    answer = told(ask(desk, tool, **arguments))
    assert answer["caution"].startswith(CAUTION["en"][caution])
    assert answer["source"]["text"] == f"sha256:{desk.plan.text_sha256}".replace("sha256:sha256:", "sha256:")
    for item in answer.get("items", ()):
        assert item["id"] and len(answer["items"]) <= arguments.get("limit", 50)


def test_a_verdict_comes_with_every_figure_it_rests_on(desk):
    listed = told(ask(desk, "verdicts", as_of=DAY, limit=200))["items"]
    judged = next(item for item in listed if len(item["observations"]) > 1 and not item["reason_code"])
    answer = told(ask(desk, "verdict", statement_id=judged["id"], as_of=DAY))
    assert [figure["id"] for figure in answer["trail"]] == judged["observations"]
    assert all(figure["source"] and figure["period"] for figure in answer["trail"])
    assert answer["verdict"]["methods"] and answer["verdict"]["status_code"] == judged["status_code"]
    assert all(not figure["published"] or figure["published"] <= DAY for figure in answer["trail"])


def test_a_statement_is_quoted_with_its_characters(desk):
    first = told(ask(desk, "statements", words="工业增加值", limit=1))["items"][0]
    assert desk.plan.text[first["start"] : first["end"]] == first["quote"]
    whole = told(ask(desk, "statement", statement_id=first["id"]))
    assert first["quote"].split("，")[0] in whole["sentence"] and whole["slots"] and whole["trail"]


def test_a_bundle_is_verified_and_a_changed_one_is_not(desk, folder):
    good = (folder / "findings.json").read_text(encoding="utf-8")
    assert told(ask(desk, "verify", bundle=good))["verdict"] == "HOLDS"
    assert told(ask(desk, "verify", bundle=good.replace("200", "201", 1)))["verdict"] == "REFUSED"


@pytest.mark.parametrize(
    ("tool", "arguments", "code"),
    [
        ("verdict", {"statement_id": "nothing", "as_of": DAY}, "STATEMENT-UNKNOWN"),
        ("verdicts", {"as_of": "yesterday"}, "DATE-INVALID"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_words(desk, tool, arguments, code):
    result = ask(desk, tool, **arguments)
    assert result.is_error and code in result.content[0].text


def test_figures_that_are_not_public_are_given_to_nobody_unless_the_server_was_told_to(folder):
    head = "region,indicator,period,value,unit,publisher,published,source,publish_level\n"
    (folder / "inside.csv").write_text(
        head + "150000,工业增加值,2020,4321.987,亿元,某厅,2021-03-01,内部报告,internal\n", encoding="utf-8"
    )
    with guihua.open_store(folder / "store") as store:
        guihua.import_file(store, folder / "inside.csv")
    project = open_project(folder)
    for internal in (False, True):
        seen = Desk(project, "en", internal=internal)
        answers = [
            seen.figures("工业增加值", DAY),
            seen.verdicts(DAY, limit=200),
            seen.verdict(seen.plan.targets[0].id, DAY),
        ]
        assert any("4321.987" in json.dumps(answer) for answer in answers) is internal


def test_an_assistant_starts_it_over_standard_input_and_output(folder):
    async def go():
        environment = {**os.environ, "GUIHUA_LANG": "zh"}
        command = mcp.StdioServerParameters(
            command=sys.executable, args=["-m", "guihua.cli.main", "mcp"], cwd=str(folder), env=environment
        )
        async with mcp.Client(command) as client:
            return await client.call_tool("about", {})

    answer = told(asyncio.run(go()))
    assert "工业发展规划" in answer["title"] and answer["caution"] == CAUTION["zh"]["plan"]


def test_over_http_nothing_is_answered_without_the_token(desk):
    token = "a token of more than twenty-four characters"
    app = server(desk).streamable_http_app(stateless_http=True, json_response=True)
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accept = {"Accept": "application/json, text/event-stream"}

    async def go():
        async with app.router.lifespan_context(app):
            door = httpx.ASGITransport(app=guarded(app, token))
            async with httpx.AsyncClient(transport=door, base_url="http://127.0.0.1:8000") as client:
                without = await client.post("/mcp", json=call, headers=accept)
                wrong = await client.post("/mcp", json=call, headers={**accept, "Authorization": f"Bearer {token}x"})
                right = await client.post("/mcp", json=call, headers={**accept, "Authorization": f"Bearer {token}"})
        return without, wrong, right

    without, wrong, right = asyncio.run(go())
    assert (without.status_code, wrong.status_code) == (401, 401) and not without.content
    assert right.status_code != 401


@pytest.mark.parametrize("token", ["", "short"])
def test_http_without_a_good_token_does_not_start(folder, token, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GUIHUA_MCP_TOKEN", token)
    assert main(["mcp", "--http", "8765"]) == 2
    assert "MCP-TOKEN" in capsys.readouterr().err
