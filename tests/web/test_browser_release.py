"""A figure from its form to the public page in Chromium, on either database; and what may not leave the house does not, by any door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from scripts.postgres import programs

from tests.web.browsing import CHROMIUM, RELEASE, WORK, Site, crawl, example_site, spoken, visit
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


HELD = (
    # region, indicator, period, value, unit, publish level: each with a source of its own, and a value found nowhere else
    ("150000", "风电装机容量", "2017", "4711.37", "万千瓦", "internal", "内部快报甲"),
    (
        "150000",
        "风电装机容量",
        "2020",
        "4822.59",
        "万千瓦",
        f"embargoed until {date.today() + timedelta(days=2)}",
        "待发公报乙",
    ),
    ("150000", "风电装机容量", "2019", "3933.71", "万千瓦", "", "来件丙"),
    ("150600", "产值超500亿元企业数", "2020", "2", "户", "public", "小数丁"),
    ("150600", "全部工业增加值", "2020", "2777.13", "亿元", "internal", "内部快报戊"),
)
SHOWN = ("150000", "风电装机容量", "2018", "2869.41", "万千瓦", "public", "公报己")
MARKS = [row[6] for row in HELD] + [row[3] for row in HELD if len(row[3]) > 2]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example with figures that must stay inside, and a release of the target that they bear on."""
    site = example_site(tmp_path_factory.mktemp("guarded"))
    rows = "\n".join(f"{r},{i},{p},{v},{u},level,{level},{s},2020-12-31" for r, i, p, v, u, level, s in (*HELD, SHOWN))
    (site.root / "held.csv").write_text(
        f"region_code,indicator,period,value,unit,measure,publish_level,source,published\n{rows}\n", encoding="utf-8"
    )
    site.run("from guihua.cli.main import main; raise SystemExit(main(['import', 'held.csv']))")
    told = site.run(WIND_TARGET).split()
    site.run(RELEASE, "1", *told)
    yield site
    site.stop()


WIND_TARGET = """
from pathlib import Path
from guihua.project import open_project, read_plan
plan = read_plan(open_project(Path.cwd()).plan_file)
print(*[s.id for s in plan.targets if s.indicator in ("风电装机容量", "煤炭产业增加值占工业增加值比重")])
"""


def _told(answers: dict[str, tuple[int, str]]) -> list[str]:
    return [f"{path}: {mark}" for path, (_status, text) in answers.items() for mark in MARKS if mark in text]


def test_embargoed_internal_and_small_figures_reach_no_stranger(open_page: Any, guarded: Site) -> None:
    """By no link of the public site, no download, feed or bundle, no address of the inner site, from no cache, as of no day."""
    stranger = open_page(guarded)
    _prepared(stranger)
    public = crawl(stranger, "/public/")
    assert {status for status, _text in public.values()} == {200}, {p: s for p, (s, _t) in public.items() if s != 200}
    kinds = (
        "table.csv",
        "table.xlsx",
        "table.json",
        "data.csv",
        "data.xlsx",
        "data.sdmx.csv",
        "data.json",
        "feed.xml",
        "chart.json",
    )
    assert all(any(path.endswith(kind) for path in public) for kind in kinds) and "/public/guihua-public.json" in public
    assert any(SHOWN[3] in text for _status, text in public.values()), "the crawl sees figures"
    assert not _told(public)
    target = next(p for p, (_s, text) in public.items() if p.count("/") > 2 and SHOWN[3] in text).split("/")[2]
    later = [
        f"/public/?as_of={date.today() + timedelta(days=30)}&collected=1",
        f"/public/{target}/?as_of={date.today() + timedelta(days=30)}",
        f"/public/{target}/data.arrow",
        "/public/table.arrow",
    ]
    assert not _told({path: (200, spoken(stranger.request.get(path).body())) for path in later})
    _no_inner_door(open_page, guarded, target)


def _prepared(stranger: Any) -> None:
    """Wait until the worker has computed what may be shown."""
    for _ in range(120):
        if "正在准备" not in stranger.request.get("/public/").text():
            return
        stranger.wait_for_timeout(500)


def _inside(target: str) -> list[str]:
    """Addresses of the inner site that tell of a target and of the regions."""
    inside = [
        "/",
        "/?as_of=2021-12-31",
        f"/indicators/{target}/",
        "/indicators/table.csv",
        "/regions/150600/",
        "/onepage/",
        "/changes/",
    ]
    inside += [f"/indicators/{target}/data.{kind}" for kind in ("csv", "xlsx", "json", "sdmx.csv")]
    inside += [f"/indicators/{target}/chart.{kind}" for kind in ("json", "png", "svg")]
    inside += [f"/api/v1/indicators/{target}/observations{form}" for form in ("", "?format=csv", "?format=arrow")]
    return inside


def _no_inner_door(open_page: Any, site: Site, target: str) -> None:
    """The addresses inside answer a stranger with the login or not at all, though somebody inside has just been given their content."""
    planner, stranger = open_page(site, "planner"), open_page(site)
    seen = ""
    visit(planner, "/")
    for path in _inside(target):
        own = planner.request.get(path, max_redirects=0)
        tag = own.headers.get("etag", "")
        assert "private" in own.headers.get("cache-control", "private") and "public" not in own.headers.get(
            "cache-control", ""
        )
        seen += spoken(own.body())
        answer = stranger.request.get(path, max_redirects=0, headers={"If-None-Match": tag} if tag else {})
        assert answer.status in (302, 401, 403, 404), f"{path}: {answer.status}"
        assert not _told({path: (answer.status, spoken(answer.body()))})
    unseen = [mark for mark in ("内部快报甲", "待发公报乙", "来件丙", "小数丁") if mark not in seen]
    assert not unseen, f"who is inside sees them: {unseen}"


def test_nor_do_they_reach_a_body_that_only_reports(open_page: Any, guarded: Site) -> None:
    """A reporter may open nearly every page, with the figures that everybody may see."""
    reporter = open_page(guarded, "reporter")
    visit(reporter, "/")
    target = guarded.run(WIND_TARGET).split()[-1]
    answers = crawl(reporter, "/", most=120)
    answers |= {path: (200, spoken(reporter.request.get(path).body())) for path in _inside(target)}
    assert any(SHOWN[3] in text for _status, text in answers.values()), "the crawl sees figures"
    assert not _told(answers)


def test_the_public_bundle_is_recomputed_and_holds_the_released_targets_alone(
    open_page: Any, guarded: Site, tmp_path: Path
) -> None:
    import json

    from guihua.proof.verify import Verdict
    from guihua.verification import verify

    stranger = open_page(guarded)
    _prepared(stranger)
    answers = crawl(stranger, "/public/")
    data = stranger.request.get("/public/guihua-public.json").body()
    assert verify(data).verdict is Verdict.HOLDS
    payload = json.loads(data)["payload"]
    kinds = [s["kind"] for s in payload["plan"]["statements"]]
    released = {p.split("/")[2] for p in answers if p.endswith("/data.csv")}
    assert {r["id"] for r in payload["results"]} == released and kinds.count("target") == len(released)
    shown = json.loads(answers["/public/table.json"][1])
    assert {r["id"]: r["status"] for r in shown} == {r["id"]: r["status"] for r in payload["results"]}


def test_a_figure_whose_day_has_come_is_shown_from_that_day_on() -> None:
    from guihua.statistics.holding import is_public

    assert not is_public("embargoed until 2026-05-02", date(2026, 5, 1)) and is_public(
        "embargoed until 2026-05-02", date(2026, 5, 2)
    )
