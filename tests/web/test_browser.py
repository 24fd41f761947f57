"""Whole flows in Debian's Chromium against a site of its own: the first hour, a submission, a task, as-of, languages, closed doors, a killed worker."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
EXAMPLE = Path(__file__).parents[2] / "examples" / "neimenggu"
MOST = 15_000  # milliseconds that a step of the page may take
WORK = 60_000  # and what the worker does, on a machine that is busy with other things
FIRST_HOUR = 'plan = "plan.docx"\nstore = "store"\nregion = "150000"\n'
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
main(["read", "plan.zh.md", "-o", "plan.yaml"]), main(["import", "observations.csv"])
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
for name, role, body, *duty in (*people, *signing, ("reporter", "reporter", "nyj"), ("other", "reporter", "gxt")):
    client = Client()
    client.force_login(add_person(name, "long pass phrase 7", role, body, "规划处" * 20 if name == "long" else name, "".join(duty)))
    print("session", name, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]


class Site:
    """A project with `guihua serve` on a free port."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sessions: dict[str, str] = {}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("GUIHUA_", "DJANGO_"))}

    def furnish(self) -> None:
        """The example with people."""
        done = subprocess.run(
            [sys.executable, "-c", FURNISH], cwd=self.root, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        self.sessions = dict(line.split()[1:] for line in done.stdout.splitlines() if line.startswith("session "))

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WORK)
    with sync_playwright() as p:
        made = p.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield made
        made.close()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example with its figures, bodies, people and one form."""
    root = tmp_path_factory.mktemp("example")
    for name in ("guihua.toml", "plan.zh.md", "observations.csv", "yearly.yaml", "bodies.csv"):
        shutil.copyfile(EXAMPLE / name, root / name)
    (root / "forms").mkdir()
    (root / "forms" / "wind.yaml").write_text(WIND, encoding="utf-8")
    site = Site(root)
    site.furnish()
    site.start()
    for _ in range(600):  # the worker writes the program that draws charts in the first seconds
        if list((root / "store" / "site-cache").glob("vega-*.js")):
            break
        time.sleep(0.1)
    yield site
    site.stop()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    contexts = []

    def make(site: Site, user: str = "", **options: Any) -> Any:
        context = browser.new_context(base_url=site.address, accept_downloads=True, **options)
        contexts.append(context)
        if user:
            context.add_cookies([{"name": "guihua_session", "value": site.sessions[user], "url": site.address}])
        page = context.new_page()
        page.set_default_timeout(MOST)
        page.faults = []
        page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.faults.append(str(e)))
        return page

    yield make
    for context in contexts:
        context.close()


def visit(page: Any, path: str) -> None:
    """Open a page and wait until no work is watched on it any more."""
    page.goto(path)
    page.wait_for_selector("#job[hx-get]", state="detached", timeout=WORK)
    page.wait_for_load_state("load")


def test_the_first_hour(open_page: Any, tmp_path: Path) -> None:
    """Drop in a plan, watch it being read, review with keys, see findings, drop in a table, print one page."""
    from playwright.sync_api import expect

    (tmp_path / "guihua.toml").write_text(FIRST_HOUR, encoding="utf-8")
    _plan(tmp_path / "草案.docx")
    (tmp_path / "月报.csv").write_text(
        "region_code,indicator,period,value,unit,measure\n150000,风电装机容量,2020,3786,万千瓦,level\n",
        encoding="utf-8",
    )
    site = Site(tmp_path)
    site.start()
    try:
        page = open_page(site)
        page.goto("/")
        expect(page.locator("h1")).to_contain_text("把规划放进来")
        page.set_input_files("#plan", str(tmp_path / "草案.docx"))
        expect(page.locator("main [role=status]")).to_contain_text("已决定 0 /")
        page.wait_for_load_state("load")
        page.keyboard.press("a")
        expect(page.locator("main [role=status]")).to_contain_text("已决定 1 /")
        assert (tmp_path / "decisions.yaml").read_text(encoding="utf-8").count("action: accept") == 1
        page.wait_for_load_state("load")
        page.keyboard.press("e")
        expect(page.locator("#e-indicator")).to_be_focused()
        visit(page, "/check/")
        expect(page.locator("main")).to_contain_text("1.754倍")
        page.goto("/start/")
        page.set_input_files("#table", str(tmp_path / "月报.csv"))
        page.fill("#published", "2021-02-28")
        page.fill("#publisher", "测试")
        page.click("button:has-text('导入')")
        expect(page.locator("main .good")).to_contain_text("新存 1 个数")
        visit(page, "/")
        expect(page.locator(".counts a .s-missed")).to_be_visible()
        page.goto("/onepage/")
        expect(page.locator("h1")).to_contain_text("一页纸")
        expect(page.locator("body")).to_contain_text("风电装机容量")
        assert _sheets(page.pdf(format="A4")) == 1
        assert not page.faults
    finally:
        site.stop()


def test_a_figure_from_its_form_to_the_public_page(open_page: Any, example: Site) -> None:
    """A wrong cell is told in its place, another body sees nothing; the accepted figure changes the verdict, the report has it, and
    after the whole chain of signing the public page shows it: not before, and not while the site is switched off."""
    from playwright.sync_api import expect

    planner = open_page(example, "planner")
    planner.goto("/data/")
    planner.select_option("#form", "示例1")
    planner.select_option("#body", "nyj")
    planner.fill("#month", "2020-12")
    planner.fill("#due", (date.today() + timedelta(days=20)).isoformat())
    planner.click("button:has-text('布置')")
    expect(planner.locator("h1")).to_contain_text("电力装机年报")
    address = planner.url

    reporter = open_page(example, "reporter")
    reporter.goto("/data/")
    reporter.click("main a:has-text('电力装机年报')")
    reporter.fill("#v-wind", "四千六")
    reporter.click("button:has-text('保存')")
    expect(reporter.locator("#w-wind")).to_contain_text("不是数字")
    state = reporter.locator("main p strong").first
    reporter.fill("#v-wind", "460")
    reporter.click("button:has-text('报送')")
    expect(state).to_have_text("待审核")

    other = open_page(example, "other")
    assert other.goto(address).status == 404

    reviewer = open_page(example, "reviewer")
    reviewer.goto(address)
    expect(reviewer.locator("td[data-label=本期]")).to_have_text("460")
    reviewer.fill("#reason", "少一位")
    reviewer.click("button:has-text('退回')")
    expect(reviewer.locator("h1")).to_have_text("填报")

    reporter.goto(address)
    expect(reporter.locator(".warn")).to_contain_text("少一位")
    reporter.fill("#v-wind", "4600")
    reporter.click("button:has-text('报送')")
    expect(state).to_have_text("待审核")

    reviewer.goto(address)
    reviewer.select_option("#level", "公开")
    reviewer.click("button:has-text('审核通过')")
    expect(reviewer.locator("main p strong").first).to_have_text("审核通过")

    visit(planner, "/indicators/?q=风电装机容量")
    row = planner.locator("#rows tbody tr").first
    expect(row).to_contain_text("4600万千瓦")
    expect(row.locator(".s-met")).to_be_visible()
    target = row.locator("a").first.get_attribute("href").split("/")[2]

    planner.goto("/reports/")
    planner.select_option("#kind", "annual")
    planner.select_option("#format", "html")
    planner.click("button:has-text('生成')")
    planner.wait_for_url("**/reports/", timeout=WORK)
    with planner.expect_download() as download:
        planner.click("main td a:has-text('HTML')")
    assert "4600" in Path(download.value.path()).read_text(encoding="utf-8")

    stranger = open_page(example)
    assert stranger.goto("/public/").status == 404
    admin = open_page(example, "admin")
    admin.goto("/administration/")
    admin.click("button:has-text('开启')")
    stranger.goto("/public/")
    assert "风电装机容量" not in stranger.inner_text("main")

    planner.goto("/reports/")
    planner.click("main a:has-text('提请发布')")
    planner.fill("#f-items", target)
    planner.select_option("#f-level", "公开")
    planner.click("main form button")
    subject = planner.url.split("/of/")[1]
    release = f"/release/{subject}"
    signed = (
        ("planner", "send", {}),
        ("reviewer", "countersign", {}),
        ("deputy", "deputy_sign", {}),
        ("head", "sign", {}),
    )
    for name, action, fields in (*signed, ("keeper", "clear", {"#f-secrecy": "可以公开"})):
        page = open_page(example, name)
        _act(page, subject, action, fields)
        stranger.goto("/public/")
        assert "风电装机容量" not in stranger.inner_text("main"), action
    page.goto(release)
    expect(page.locator(".steps [aria-current]")).to_have_text("待发布")
    _act(planner, subject, "release", {"#f-address": "本站"})
    for _ in range(60):
        stranger.goto("/public/")
        if stranger.locator("main a:has-text('风电装机容量')").count():
            break
        stranger.wait_for_timeout(500)  # the worker computes what may be shown
    stranger.click("main a:has-text('风电装机容量')")
    expect(stranger.locator("main")).to_contain_text("4600万千瓦")
    admin.goto("/administration/")
    admin.click("button:has-text('关闭')")
    assert stranger.goto("/public/").status == 404
    assert not planner.faults and not reviewer.faults


def _act(page: Any, subject: str, action: str, fields: dict[str, str]) -> None:
    """One step of the chain, by its form; the release's page leads to it."""
    page.goto(f"/release/{subject}")
    page.click(f"main a[href$='/do/{action}/']")
    for place, value in fields.items():
        page.select_option(place, value) if value.startswith("可以") else page.fill(place, value)
    page.click("main form button")
    page.wait_for_url(f"**/ledgers/release/of/{subject}")


def test_a_task_from_the_division_of_work_to_the_circular(open_page: Any, example: Site, tmp_path: Path) -> None:
    import docx
    from playwright.sync_api import expect

    made = docx.Document()
    table = made.add_table(rows=2, cols=5)
    heads = ("重点任务", "牵头单位", "责任单位", "完成时限", "成果形式")
    cells = ("建立工业运行监测平台", "自治区工信厅", "自治区能源局", "2018年底前", "平台上线")
    for row, words in enumerate((heads, cells)):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    made.save(str(tmp_path / "分工.docx"))
    page = open_page(example, "planner")
    page.goto("/ledgers/tasks/sheets/")
    page.set_input_files("#sheet", str(tmp_path / "分工.docx"))
    page.select_option("#way", "import")
    page.click("main button:has-text('收回')")
    expect(page.locator("main")).to_contain_text("已记入 1 笔")
    page.goto("/ledgers/tasks/")
    expect(page.locator("main")).to_contain_text("建立工业运行监测平台")
    expect(page.locator("main .tag.error").first).to_have_text("超期")
    page.goto("/ledgers/tasks/sheets/")
    page.select_option("#kind", "circular")
    page.fill("#dmonth", "2018-12")
    page.click("button:has-text('拟稿')")
    expect(page.locator("main")).to_contain_text("拟稿 1 份")
    with page.expect_download() as download:
        page.click("main a.button[href*='/file']")
    text = "\n".join(p.text for p in docx.Document(str(download.value.path())).paragraphs)
    assert "任务" in text
    assert not page.faults


def test_the_day_one_looks_from(open_page: Any, example: Site) -> None:
    """The slider re-reads the page as known on that day, and every link keeps the day."""
    from playwright.sync_api import expect

    page = open_page(example, "planner")
    visit(page, "/?as_of=2021-12-31")
    expect(page.locator(".known")).to_contain_text("以 2021-12-31 当日已知的数据为准")
    late = page.inner_text(".counts")
    page.focus("#asof-slider")
    page.keyboard.press("Home")
    page.wait_for_url(re.compile("as_of=201"))
    expect(page.locator(".known")).to_contain_text("以 201")
    expect(page.locator(".counts")).not_to_have_text(late, use_inner_text=True)
    assert "as_of=201" in page.locator("nav.wide a").nth(3).get_attribute("href")
    assert not page.faults


def test_both_languages_and_themes(open_page: Any, example: Site) -> None:
    from playwright.sync_api import expect

    page = open_page(example, "planner")
    visit(page, "/")
    page.click("button:has-text('English')")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("Needs attention first")
    assert not re.findall("[一-龥]", page.inner_text("nav.wide"))
    page.click("button:has-text('Dark')")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert not page.faults


def test_closed_doors(open_page: Any, example: Site) -> None:
    """A stranger is asked for the password and led on; a reporter does not get in where only others may."""
    from playwright.sync_api import expect

    page = open_page(example)
    page.goto("/data/")
    page.fill("#username", "reporter")
    page.fill("#password", "long pass phrase 7")
    page.click("main button")
    expect(page.locator("h1")).to_have_text("填报")
    assert page.goto("/reports/").status == 403
    expect(page.locator("h1")).to_have_text("没有权限")
    assert page.goto("/admin/").status == 403
    assert "报告" not in page.inner_text("header nav.wide")


def test_a_broken_upload_is_told(open_page: Any, example: Site, tmp_path: Path) -> None:
    """A damaged file is refused in words; the plan that is there stays."""
    from playwright.sync_api import expect

    page = open_page(example, "planner")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no archive")
    page.goto("/start/")
    page.check("#replace")
    page.set_input_files("#plan", str(tmp_path / "坏.docx"))
    page.click("button:has-text('读取')")
    expect(page.locator("main [role=alert]")).to_contain_text("UPLOAD-DAMAGED")
    assert "内蒙古" in (example.root / "plan.yaml").read_text(encoding="utf-8")


def test_a_killed_worker_comes_back_and_the_work_is_done(open_page: Any, example: Site) -> None:
    page = open_page(example, "planner")
    first = _worker(example)
    os.kill(first, signal.SIGKILL)
    visit(page, "/?as_of=2019-03-03")
    assert page.inner_text("#asof-shown") == "2019-03-03"
    assert _worker(example, but=first)


def _worker(site: Site, but: int = 0) -> int:
    """The one worker beside a site, another than `but`; waits while it is being started."""
    for _ in range(300):
        listed = Path(f"/proc/{site.process.pid}/task").glob("*/children")
        children = [int(child) for line in listed for child in line.read_text().split()]
        found = [child for child in children if b"worker\0" in Path(f"/proc/{child}/cmdline").read_bytes()]
        if len(found) == 1 and found[0] != but:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("no worker came back")


MAIN = ("/", "/text/", "/check/", "/indicators/", "/regions/", "/ledgers/tasks/", "/data/", "/reports/", "/start/")


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_no_barrier_on_the_main_pages(open_page: Any, example: Site, scheme: str, width: int) -> None:
    """axe finds nothing against WCAG 2.2 AA, and no page is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    page = open_page(example, "long", color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    barriers = []
    for path in MAIN if scheme == "light" else MAIN[:4]:
        visit(page, path)
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
        barriers += [f"{path}: {v['id']} {v['nodes'][0]['html'][:160]}" for v in found]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        barriers += [f"{path}: {wide} px too wide"] if wide > 0 else []
    assert not barriers, "\n".join(barriers)


def _plan(path: Path) -> None:
    import docx

    made = docx.Document()
    made.add_heading("测试工业发展规划（2016―2020年）", 0)
    made.add_heading("第一章 发展目标", 1)
    made.add_paragraph("到2020年，全部工业增加值达到1.15万亿元，年均增长8%左右。到2020年，风电装机容量达到4500万千瓦。")
    made.add_paragraph("2015年，全部工业增加值达到7939亿元，是2010年的1.5倍，年均增长11.9%。")
    made.save(str(path))


def _sheets(pdf: bytes) -> int:
    """How many sheets of paper a print takes."""
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))
