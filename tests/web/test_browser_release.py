"""A figure from its form to the public page in Chromium, on either database; and what may not leave the house does not, by any door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from scripts.postgres import programs

from tests.web.browsing import CHROMIUM, WORK, Site, example_site, visit
from tests.web.test_postgresql import fresh_database

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example on either database: accounts, jobs, ledgers and figures."""
    database = ""
    if request.param == "postgresql":
        if programs() is None:
            pytest.skip("no PostgreSQL server is installed (apt install postgresql)")
        database = fresh_database(request.getfixturevalue("own_server"), "site_flow")
    site = example_site(tmp_path_factory.mktemp(request.param), database)
    yield site
    site.stop()


def test_a_figure_from_its_form_to_the_public_page(open_page: Any, either: Site) -> None:
    """A wrong cell is told in its place, another body sees nothing; the accepted figure changes the verdict, the report has it, and
    after the whole chain of signing the public page shows it: not before, and not while the site is switched off."""
    from playwright.sync_api import expect

    planner = open_page(either, "planner")
    planner.goto("/data/")
    planner.select_option("#form", "示例1")
    planner.select_option("#body", "nyj")
    planner.fill("#month", "2020-12")
    planner.fill("#due", (date.today() + timedelta(days=20)).isoformat())
    planner.click("button:has-text('布置')")
    expect(planner.locator("h1")).to_contain_text("电力装机年报")
    address = planner.url

    reporter = open_page(either, "reporter")
    reporter.goto("/data/")
    reporter.click("main a:has-text('电力装机年报')")
    reporter.fill("#v-wind", "四千六")
    reporter.click("button:has-text('保存')")
    expect(reporter.locator("#w-wind")).to_contain_text("不是数字")
    state = reporter.locator("main p strong").first
    reporter.fill("#v-wind", "460")
    reporter.click("button:has-text('报送')")
    expect(state).to_have_text("待审核")

    other = open_page(either, "other")
    assert other.goto(address).status == 404

    reviewer = open_page(either, "reviewer")
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

    stranger = open_page(either)
    assert stranger.goto("/public/").status == 404
    admin = open_page(either, "admin")
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
        page = open_page(either, name)
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
