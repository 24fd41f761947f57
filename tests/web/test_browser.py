"""Whole flows in Debian's Chromium against a site of its own: the first hour, a task, as-of, languages, closed doors, a killed worker."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.web.browsing import CHROMIUM, WORK, Site, visit

FIRST_HOUR = 'plan = "plan.docx"\nstore = "store"\nregion = "150000"\n'

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]


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
        expect(page.locator(".share .s-missed")).to_be_visible()
        page.goto("/onepage/")
        expect(page.locator("h1")).to_contain_text("一页纸")
        expect(page.locator("body")).to_contain_text("风电装机容量")
        assert _sheets(page.pdf(format="A4")) == 1
        assert not page.faults
    finally:
        site.stop()


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
    late = page.inner_text(".share")
    page.focus("#asof-slider")
    page.keyboard.press("Home")
    page.wait_for_url(re.compile("as_of=201"))
    expect(page.locator(".known")).to_contain_text("以 201")
    expect(page.locator(".share")).not_to_have_text(late, use_inner_text=True)
    assert "as_of=201" in page.locator("nav.wide a").nth(3).get_attribute("href")
    assert not page.faults


def test_both_languages_and_themes(open_page: Any, example: Site) -> None:
    from playwright.sync_api import expect

    page = open_page(example, "planner")
    visit(page, "/")
    page.click("button:has-text('English')")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("What would change it")
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


def test_a_worker_killed_amid_its_work_comes_back_and_the_work_is_done(open_page: Any, example: Site) -> None:
    """The page of the work shows how far it is; after the kill another worker takes it up, and the document is there, once."""
    from playwright.sync_api import expect

    page = open_page(example, "planner")
    visit(page, "/")
    first = _worker(example)
    page.goto("/reports/")
    page.select_option("#kind", "midterm")
    page.fill("#as_of", "2018-12-31")
    page.click("button:has-text('生成')")
    expect(page.locator("#job")).to_contain_text("进行中")
    os.kill(first, signal.SIGKILL)
    page.wait_for_url("**/reports/", timeout=2 * WORK)
    assert _worker(example, but=first)
    row = page.locator("main tbody tr").first
    expect(row).to_contain_text("已完成")
    assert page.locator("main tbody tr:has-text('中期评估')").count() == 1
    with page.expect_download() as download:
        row.locator("a:has-text('DOCX')").click()
    assert download.value.path()


def test_work_is_cancelled_and_tried_again_on_its_page(open_page: Any, example: Site) -> None:
    from playwright.sync_api import expect

    page = open_page(example, "planner")
    os.kill(worker := _worker(example), signal.SIGSTOP)  # so that the work waits as long as the test looks
    try:
        page.goto("/reports/")
        page.click("button:has-text('生成')")
        expect(page.locator("#job")).to_contain_text("排队中")
        page.click("main button:has-text('取消')")
        expect(page.locator("#job")).to_contain_text("已取消")
        page.click("main button:has-text('再试一次')")
        expect(page.locator("#job")).to_contain_text("排队中")
    finally:
        os.kill(worker, signal.SIGCONT)
    expect(page.locator("#job")).to_contain_text("已完成")


def _worker(site: Site, but: int = 0) -> int:
    """The one worker beside a site, another than `but`; waits while it is being started."""
    for _ in range(300):
        listed = Path(f"/proc/{site.process.pid}/task").glob("*/children")
        children = [int(child) for line in listed for child in line.read_text().split()]
        found = [child for child in children if b"worker\0" in Path(f"/proc/{child}/cmdline").read_bytes()]
        if len(found) == 1 and found[0] != but:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no worker came back: {children} {found} {(site.root / 'log').read_text()[-2000:]}")


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
