"""A running site for the browser tests: the example with people, bodies and a form, served on a free port, on either database."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHROMIUM = Path("/usr/bin/chromium")
EXAMPLE = Path(__file__).parents[2] / "examples" / "neimenggu"
MOST = 15_000  # milliseconds that a step of the page may take
WORK = 60_000  # and what the worker does, on a machine that is busy with other things
PASSWORD = "long pass phrase 7"
WIND = """number: 示例1
zh: 电力装机年报（示例）
every: year
authority: 示例
approval: 示例
valid_until: "2030-12-31"
figures:
  - {key: wind, indicator: 风电装机容量, unit: 万千瓦}
"""
# One process reads the plan, takes the figures in, makes bodies and people, and prints a session of each person.
FURNISH = """
import sys
from pathlib import Path
from guihua.cli.main import main
main(["read", "plan.zh.md", "-o", "plan.yaml"]), main(["import", "observations.csv", "--publish-level", "public"])
from guihua.web.server import setup
setup(Path.cwd())
from django.conf import settings
from django.test import Client
from guihua.web.accounts import add_person
from guihua.web.models import Organisation
for code, name in (("nyj", "自治区能源局"), ("gxt", "自治区工信厅")):
    Organisation.objects.create(code=code, name=name, region="150000")
people = ("admin", "administrator", "gxt"), ("planner", "planner", "gxt"), ("reviewer", "reviewer", "gxt"), ("long", "planner", "gxt")
signing = ("deputy", "planner", "gxt", "leader"), ("head", "planner", "gxt", "leader"), ("keeper", "planner", "gxt", "secrecy")
others = ("reporter", "reporter", "nyj"), ("other", "reporter", "gxt"), ("evaluator", "evaluator", "gxt")
for name, role, body, *duty in (*people, *signing, *others):
    client = Client()
    client.force_login(add_person(name, sys.argv[1], role, body, "规划处" * 20 if name == "long" else name, "".join(duty)))
    print("session", name, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""

# What a program does in the browser's place: forms sent as somebody, and the work that they ask for waited for.
POST = """
import sys, time
from pathlib import Path
from guihua.web.server import setup
setup(Path.cwd())
from guihua.web import fence
fence.move(fence.ALL)
from django.conf import settings
from django.test import Client
from guihua.web.models import Job, Person
settings.ALLOWED_HOSTS.append("testserver")
def post(name, address, fields):
    client = Client()
    client.force_login(Person.objects.get(username=name))
    answer = client.post(address, fields)
    assert answer.status_code == 302, (name, address, answer.content.decode()[-3000:])
    to = answer.headers["Location"]
    if not to.startswith("/jobs/"):
        return to
    for _ in range(600):
        job = Job.objects.get(pk=to.split("/")[2])
        if job.state in ("done", "failed"):
            break
        time.sleep(0.1)
    assert job.state == "done", (job.kind, job.fault)
    return str(job.pk)
"""

# Lets the targets named out through the whole chain of signing, and switches the public site on.
RELEASE = (
    POST
    + """
new = {"f-task": "进展发布", "f-version": sys.argv[1], "f-lead": "自治区工信厅", "f-items": "\\n".join(sys.argv[2:]), "f-level": "公开"}
at = post("planner", "/ledgers/release/new/draft/", new | {"f-file": "a.docx", "f-file_digest": "sha256:" + "0" * 64})
for name, action, fields in (("planner", "send", {}), ("reviewer", "countersign", {}), ("deputy", "deputy_sign", {}), ("head", "sign", {}),
                             ("keeper", "clear", {"f-secrecy": "可以公开"}), ("planner", "release", {"f-address": "本站"})):
    post(name, f"{at}do/{action}/", fields)
post("admin", "/administration/public/", {"on": "1"})
print("released", at)
"""
)

# Fills the example: bodies and tasks in their ledgers, forms in every state, a report, work in every state, a key of the API.
FILL = (
    POST
    + """
from datetime import date, timedelta
from guihua.cli.main import main
from guihua.web.accounts import new_token
from guihua.web.models import Organisation
for ledger, file, day in (("bodies", "bodies.csv", "2017-04-14"), ("tasks", "任务分工表（示例）.csv", "2017-06-01")):
    assert main(["ledger", "import", ledger, f"ledgers_of_the_example/{file}", "--at", day, "--by", "演示"]) == 0
def ask(month):
    due = (date.today() + timedelta(days=20)).isoformat()
    return post("planner", "/data/ask/", {"form": "示例1", "body": "nyj", "month": month, "due": due})
forms = {state: ask(month) for state, month in (("due", "2016-12"), ("filling", "2017-12"), ("submitted", "2018-12"), ("returned", "2019-12"), ("accepted", "2020-12"))}
post("reporter", forms["filling"] + "fill/", {"v-wind": "2600"})
for state in ("submitted", "returned", "accepted"):
    post("reporter", forms[state] + "fill/", {"v-wind": "3200", "submit": "1"})
post("reviewer", forms["returned"] + "decide/", {"action": "return", "reason": "与上月差距过大，请核实口径后重报"})
post("reviewer", forms["accepted"] + "decide/", {"action": "accept", "level": "公开"})
report = post("planner", "/reports/make/", {"kind": "annual", "format": "html", "as_of": "2018-12-31"})
given = {"kind": "annual", "format": "docx", "lang": "zh", "as_of": "2018-12-31"}
fault = {"code": "WEB-WORKER-LOST", "title": "后台在这项任务中三次停止 the worker stopped three times", "hint": "再试 try again", "where": ""}
of = {"kind": "report", "asked_by": "planner", "organisation": "gxt", "payload": given}
late = "2999-01-01T00:00Z"
works = {"queued": {"due": late}, "running": {"progress": 40, "stage": "测算", "worker": "elsewhere", "heartbeat": late}, "failed": {"fault": fault}, "cancelled": {}}
jobs = {state: str(Job.objects.create(**of, state=state, **more).pk) for state, more in works.items()}
new_token(Organisation.objects.get(code="gxt"), "evaluator", "第三方评估")
for name, path in forms.items():
    print("form", name, path)
for name, key in jobs.items():
    print("job", name, key)
print("job", "done", report)
"""
)


class Site:
    """A project with `guihua serve` on a free port; `database`: of accounts and jobs on PostgreSQL."""

    def __init__(self, root: Path, database: str = "") -> None:
        self.root = root
        self.sessions: dict[str, str] = {}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("GUIHUA_", "DJANGO_"))}
        if database:
            self.env["GUIHUA_DATABASE_URL"] = database

    def run(self, program: str, *arguments: str) -> str:
        """A program in the project's folder; what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=self.root, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def furnish(self, program: str = FURNISH) -> None:
        """The example with people."""
        told = self.run(program, PASSWORD)
        self.sessions |= dict(line.split()[1:] for line in told.splitlines() if line.startswith("session "))

    def start(self) -> None:
        """Serve, and wait until the first answer."""
        command = [sys.executable, "-m", "guihua.cli.main", "serve", "--port", str(self.port), "--workers", "1"]
        with (self.root / "log").open("w") as log:
            self.process = subprocess.Popen(command, cwd=self.root, env=self.env, stderr=log)
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/health/", timeout=5)
                return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise AssertionError((self.root / "log").read_text())

    def stop(self) -> None:
        """Stop serving."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def example_site(root: Path, database: str = "") -> Site:
    """The example with its figures, bodies, people and one form, served; with `database` all of it on PostgreSQL."""
    for name in ("guihua.toml", "plan.zh.md", "observations.csv", "yearly.yaml", "bodies.csv"):
        shutil.copyfile(EXAMPLE / name, root / name)
    if database:
        told = (root / "guihua.toml").read_text(encoding="utf-8")
        assert '\nstore = "store"' in told
        (root / "guihua.toml").write_text(
            told.replace('\nstore = "store"', f'\nstore = "{database}"'), encoding="utf-8"
        )
    shutil.copytree(EXAMPLE / "ledgers", root / "ledgers_of_the_example")
    (root / "forms").mkdir()
    (root / "forms" / "wind.yaml").write_text(WIND, encoding="utf-8")
    site = Site(root, database)
    site.furnish()
    site.start()
    for _ in range(600):  # the worker writes the program that draws charts in the first seconds
        if list((root / "store" / "site-cache").glob("vega-*.js")):
            break
        time.sleep(0.1)
    return site


def visit(page: Any, path: str) -> None:
    """Open a page and wait until no work is watched on it any more."""
    page.goto(path)
    page.wait_for_selector("#job[hx-get]", state="detached", timeout=WORK)
    page.wait_for_load_state("load")


def spoken(data: bytes) -> str:
    """Everything that an answer says: of a workbook the text of its parts."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    text = data.decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)


def crawl(
    page: Any, start: str, most: int = 400, pick: Callable[[str], bool] = lambda _path: True
) -> dict[str, tuple[int, str]]:
    """Every answer that links, charts and downloads lead to from a page, by address: status and text; `pick` says which to follow.
    Nothing is posted."""
    found: dict[str, tuple[int, str]] = {}
    waiting = [start]
    while waiting and len(found) < most:
        path = waiting.pop(0)
        if path in found or not pick(path):
            continue
        for _ in range(40):
            answer = page.request.get(path, max_redirects=5)
            if answer.status != 503 and b'id="job" hx-get' not in answer.body():
                break
            page.wait_for_timeout(500)  # the worker makes it
        text = spoken(answer.body())
        found[path] = (answer.status, text)
        if "html" in answer.headers.get("content-type", ""):
            links = re.findall(r'(?:href|data-chart)="(/[^"#]*)', text)
            waiting += [h.replace("&amp;", "&") for h in links if not h.startswith(("/static/", "/assets/"))]
    return found
