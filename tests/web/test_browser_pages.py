"""Every page of the site in Chromium: nothing is in anybody's way, nothing is wider than the screen, every link leads somewhere, every key works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.web.browsing import CHROMIUM, FILL, RELEASE, Site, crawl, example_site, visit

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]

WIDTHS = (1440, 1024, 390)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ADMIN = ("", "guihua_web/person/", "guihua_web/person/add/", "guihua_web/organisation/", "guihua_web/organisation/add/", "guihua_web/token/",
         "guihua_web/token/add/", "guihua_web/job/")  # fmt: skip
FILES = {  # what answers with a file, a part of a page or an act
    "check-download", "indicators-table", "indicator-chart", "indicator-drivers", "indicator-data", "indicator-picture", "ledger-table",
    "region-map", "report-file", "report-bundle", "submission-blank", "public-feed", "public-bundle", "public-data", "public-chart",
    "public-indicator-data", "asset-vega", "health", "metrics", "ledger-file", "check-verified", "ledger-result", "data-imported", "logout",
    "ready", "indicators-gaps-file", "indicators-sheet-file", "indicators-sheet-taken", "data-harvested", "data-harvest-taken",
    "allotment-made", "allotment-file", "paper-audited", "paper-file", "run-file", "run-made", "run-sheet",
}  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A running site with something of everything: its pages by the name of their address, and who looks."""

    site: Site
    pages: dict[str, tuple[str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    site = example_site(tmp_path_factory.mktemp("filled"))
    told = [line.split() for line in site.run(FILL).splitlines()]
    forms = {line[1]: line[2] for line in told if line[:1] == ["form"]}
    jobs = {line[1]: f"/jobs/{line[2]}/" for line in told if line[:1] == ["job"]}
    targets = site.run(TARGETS).split()
    release = site.run(RELEASE, "1", *targets).split()[-1].rstrip("/").rsplit("/", 1)[1]
    yield Filled(site, _pages(forms, jobs, targets, release))
    site.stop()


TARGETS = """
from pathlib import Path
from guihua.project import open_project, read_plan
plan = read_plan(open_project(Path.cwd()).plan_file)
print(*[next(s.id for s in plan.targets if s.indicator == name) for name in ("煤炭产业增加值占工业增加值比重", "风电装机容量", "工业增加值")])
"""


def _pages(
    forms: dict[str, str], jobs: dict[str, str], targets: list[str], release: str
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name of an address -> who looks, and the addresses."""
    long = "long"  # a planner whose name has sixty characters
    some = [f"/indicators/{t}/" for t in targets]
    return {
        "overview": (long, ("/", "/?as_of=2018-12-31", "/?as_of=2010-01-01")),
        "start": (long, ("/start/",)),
        "text": (long, ("/text/",)),
        "text-statement": (long, tuple(f"/text/{t}/" for t in targets)),
        "text-review": (long, ("/text/review/",)),
        "text-versions": (long, ("/text/versions/",)),
        "check": (long, ("/check/", "/check/?severity=error")),
        "check-finding": (long, ("@check",)),
        "check-verify": (long, ("/check/verify/",)),
        "indicators": (
            long,
            (
                "/indicators/",
                "/indicators/?q=没有这个",
                "/indicators/?c=target&c=base&c=latest&c=pace&c=status&c=agree&c=likelihood&c=why&c=section",
            ),
        ),
        "indicator": (long, tuple(some)),
        "ledgers": (long, ("/ledgers/",)),
        "ledger": (long, ("/ledgers/tasks/", "/ledgers/enterprises/")),
        "ledger-board": (long, ("/ledgers/tasks/board/", "/ledgers/release/board/")),
        "ledger-sheets": (long, ("/ledgers/tasks/sheets/",)),
        "ledger-new": (long, ("/ledgers/tasks/new/assign/", "/ledgers/release/new/draft/")),
        "ledger-object": (long, ("@task",)),
        "ledger-act": (long, ("@taskdo/report/",)),
        "bodies": (long, ("/bodies/",)),
        "body": (long, ("@body",)),
        "systems": (long, ("/systems/",)),
        "runs": (long, ("/runs/",)),
        "run": (long, ("/runs/capacity-replacement/", "@run")),
        "path": (long, ("/path/",)),
        "risk": (long, ("/path/risk/",)),
        "allotment": (long, ("/path/allot/",)),
        "paper": (long, ("/check/paper/",)),
        "indicators-gaps": (long, ("/indicators/gaps/",)),
        "indicators-sheet": (long, ("/indicators/sheet/",)),
        "data-harvest": (long, ("/data/figures/",)),
        "reminders": (long, ("/reminders/",)),
        "changes": (long, ("/changes/", "/changes/?a=2018-12-31&b=2021-12-31")),
        "regions": (long, ("/regions/",)),
        "region": (long, ("/regions/150600/",)),
        "reports": (long, ("/reports/",)),
        "administration": ("admin", ("/administration/",)),
        "administration-audit": ("admin", ("/administration/audit/",)),
        "onepage": (long, ("/onepage/",)),
        "data": ("reporter", ("/data/",)),
        "submission": ("reporter", tuple(forms.values())),
        "release": (long, ("/release/",)),
        "release-object": (long, (f"/release/{release}/",)),
        "public": ("", ("/public/",)),
        "public-indicator": ("", tuple(f"/public/{t}/" for t in targets)),
        "login": ("", ("/login/",)),
        "password": (long, ("/password/",)),
        "jobs": (long, ("/jobs/",)),
        "job": (long, tuple(jobs.values())),
        "api-docs": (long, ("/api/",)),
        "admin:*": ("admin", tuple(f"/admin/{path}" for path in ADMIN)),
        "faults": (long, ("/nothing/", "/indicators/nothing/", "/administration/", "/?as_of=yesterday")),
        "review": ("reviewer", (forms["submitted"], "/data/")),
        "data-of-planner": (long, ("/data/",)),
    }


def _names(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from _names(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


def test_every_page_of_the_table_of_addresses_is_looked_at() -> None:
    """An address that is opened (GET) is a page below, or named as a file."""
    from guihua.web import access

    opened = {n for n in _names() if (rule := access.rule_of(n)) and rule.read and not n.startswith("api:")}
    assert opened - FILES - {"preferences"} <= set(_pages(dict.fromkeys(("submitted",), ""), {}, [], "")), (
        "a page that no test looks at"
    )


@pytest.mark.parametrize(("scheme", "lang"), [("light", "zh"), ("dark", "en")])
def test_nothing_is_in_anybodys_way_on_any_page(open_page: Any, filled: Filled, scheme: str, lang: str) -> None:
    """axe finds nothing against WCAG 2.2 AA; no page is wider than a screen of 1440, 1024 or 390 px; the console is silent."""
    barriers: list[str] = []
    for who in sorted({who for who, _paths in filled.pages.values()}):
        page = open_page(
            filled.site, who, color_scheme=scheme, viewport={"width": 1440, "height": 900}, bypass_csp=True
        )
        page.context.add_cookies([{"name": "guihua_lang", "value": lang, "url": filled.site.address}])
        for name, (looks, paths) in filled.pages.items():
            for path in _resolved(page, filled, paths) if looks == who else ():
                barriers += [
                    f"{name} {path}: {said}" for said in _barriers(page, path, 390 if scheme == "light" else 1440)
                ]
    assert not barriers, "\n".join(barriers)


def _resolved(page: Any, filled: Filled, paths: tuple[str, ...]) -> list[str]:
    """Addresses that are known only from a page: the first finding, the first task."""

    def resolved(path: str) -> str:
        if path.startswith("@check"):
            visit(page, "/check/")
            return str(page.locator(".cards h2 a").first.get_attribute("href"))
        if path.startswith(("@body", "@run")):
            page.goto("/bodies/" if path == "@body" else "/runs/")
            return str(page.locator("tbody th a").first.get_attribute("href"))
        if path.startswith("@task"):
            page.goto("/ledgers/tasks/")
            return page.locator("tbody th a").first.get_attribute("href") + path.removeprefix("@task")
        return path

    return [resolved(path) for path in paths]


def _barriers(page: Any, path: str, asked: int) -> Iterator[str]:
    """What is wrong with one page: its width on every screen, and what axe says on one."""
    from axe_playwright_python.sync_playwright import Axe

    page.faults.clear()
    if path.startswith("/jobs/"):
        page.goto(path)
    else:
        visit(page, path)
    if page.locator("[data-chart]").count():
        page.wait_for_selector("[data-chart][data-drawn=done]")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            yield f"{wide} px wider than {width}"
        if width != asked:
            continue
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
        yield from (f"{width}: {v['id']} {v['nodes'][0]['html'][:160]}" for v in found)
    page.set_viewport_size({"width": 1440, "height": 900})
    yield from (fault for fault in page.faults if "status of 40" not in fault)


@pytest.mark.parametrize("who", ["", "reporter", "evaluator", "reviewer", "planner", "admin"])
def test_every_link_leads_somewhere(open_page: Any, filled: Filled, who: str) -> None:
    """From the first page on, for each role: no link, picture, chart or download is missing or fails; a link within a page has its place."""
    page = open_page(filled.site, who)
    answers = crawl(page, "/public/" if not who else "/", most=600, pick=_some())
    assert len(answers) > (10 if not who else 60)
    wrong = {path: status for path, (status, _text) in answers.items() if status != 200}
    assert not wrong
    lost = [
        f"{path}#{to}"
        for path, (_s, text) in answers.items()
        if "<!doctype html" in text[:200]
        for to in re.findall(r'href="#([^"]+)"', text)
        if f'id="{to}"' not in text
    ]
    assert not lost


def _some(most: int = 3) -> Callable[[str], bool]:
    """Of each kind of address so many: a hundred statements are one page."""
    seen: dict[str, int] = {}

    def pick(path: str) -> bool:
        name = resolve(path.partition("?")[0]).view_name
        seen[name] = seen.get(name, 0) + 1
        return seen[name] <= most

    return pick


def test_every_page_is_walked_by_keyboard(open_page: Any, filled: Filled) -> None:
    """Tab reaches everything that a mouse can press, in sight and with a mark around it, and leads out of it again."""
    page = open_page(filled.site, "planner", viewport={"width": 1440, "height": 900})
    for path in (
        "/text/review/",
        "/ledgers/tasks/board/",
        "/?as_of=2018-12-31",
        "/regions/",
        "/indicators/",
        "/data/",
        "/reports/",
        "/start/",
    ):
        visit(page, path)
        pressable = page.evaluate(PRESSABLE)
        stops = 4 * page.locator("input[type=date]").count()  # year, month, day and the calendar
        reached = {_tab(page, path) for _ in range(pressable + stops + 2)} - {""}
        assert len(reached) >= pressable, f"{path}: {len(reached)} of {pressable} reached"


PRESSABLE = """() => { let n = 0;
  for (const e of document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary'))
    if (e.checkVisibility({checkVisibilityCSS: true}) && !e.disabled) e.dataset.n = ++n;
  return n; }"""
FOCUSED = """() => { const e = document.activeElement; if (!e || e === document.body) return null;
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  return {n: e.dataset.n || e.id, seen: r.bottom > 0 && r.top < innerHeight && r.width > 0, ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1, html: e.outerHTML.slice(0, 90)}; }"""


def _tab(page: Any, path: str) -> str:
    page.keyboard.press("Tab")
    at = page.evaluate(FOCUSED)
    if at is None:
        return ""
    assert at["seen"] and at["ring"], f"{path}: {at}"
    return str(at["n"])


def test_review_slider_board_and_map_are_worked_by_keys(open_page: Any, filled: Filled) -> None:
    from playwright.sync_api import expect

    page = open_page(filled.site, "planner")
    visit(page, "/text/review/")
    first = page.inner_text("main [role=status]")
    page.keyboard.press("n")
    expect(page.locator("main [role=status]")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("main [role=status]")).not_to_have_text(first, use_inner_text=True)
    visit(page, "/?as_of=2021-12-31")
    page.focus("#asof-slider")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(lambda url: "as_of=2021-12-31" not in url and "as_of=" in url)
    page.goto("/ledgers/tasks/board/")
    page.focus(".board li a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledgers/tasks/of/**")
    visit(page, "/regions/")
    shown = page.inner_text("caption")
    page.focus("select#v")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regions/?v=**")
    assert page.inner_text("caption") != shown


def test_a_site_without_a_plan_is_in_nobodys_way_either(open_page: Any, tmp_path: Path) -> None:
    """Every page that opens without an object answers, leads to the first hour, and is as wide as the screen."""
    (tmp_path / "guihua.toml").write_text('plan = "plan.docx"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    site = Site(tmp_path)
    site.start()
    try:
        page = open_page(site, viewport={"width": 1440, "height": 900}, bypass_csp=True)
        barriers = [f"{path}: {said}" for path in EMPTY for said in _barriers(page, path, 390)]
        answers = crawl(page, "/", most=200, pick=_some())
    finally:
        site.stop()
    assert not barriers, "\n".join(barriers)
    assert {status for status, _text in answers.values()} <= {200, 404}
    assert not [
        path for path, (status, _text) in answers.items() if status == 404 and not path.startswith("/text/review")
    ]


EMPTY = (
    "/",
    "/start/",
    "/text/",
    "/check/",
    "/indicators/",
    "/regions/",
    "/ledgers/",
    "/data/",
    "/reports/",
    "/release/",
    "/jobs/",
    "/changes/",
    "/reminders/",
)
