"""Pictures of the page, of the site and of the report for the README and for looking at: `make screenshots`.

Reads the example project (made ready by `make demo`), writes docs/images/*.png; the site runs on a copy of it. Needs Debian's
chromium; LibreOffice and pdftoppm for the report.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.web.browsing import CHROMIUM, EXAMPLE, WIND, WORK, Site, visit

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Shot:
    """One picture: name, width and height in pixels, light or dark, where on the page."""

    name: str
    width: int
    height: int
    scheme: str
    place: str


SHOTS = (
    Shot("page-overview", 1440, 900, "light", ""),
    Shot("page-text", 1440, 900, "light", "text"),
    Shot("page-text-dark", 1440, 900, "dark", "text"),
    Shot("page-targets", 1440, 900, "light", "#targets"),
    Shot("page-findings", 1440, 900, "light", "#findings"),
    Shot("page-phone", 390, 844, "light", ""),
    Shot("page-phone-text", 390, 844, "dark", "text"),
)

MID = "?as_of=2018-12-31"
SITE = (
    Shot("site-overview", 1280, 800, "light", f"/{MID}"),
    Shot("site-indicator", 1280, 800, "light", "/indicators/?as_of=2021-12-31&q=煤炭产业增加值占"),
    Shot("site-board", 1280, 800, "light", "/ledgers/tasks/board/"),
    Shot("site-form", 1280, 800, "light", "/data/"),
    Shot("site-dark", 1280, 800, "dark", f"/{MID}"),
    Shot("site-phone", 390, 844, "light", f"/{MID}"),
)
FORM = WIND + "  - {key: solar, indicator: 光伏发电装机容量, unit: 万千瓦}\n"
"""A form made up for the picture; forms of offices carry their own numbers."""


def main() -> int:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", default=str(ROOT / "docs" / "images"))
    parser.add_argument("--page", default="", help="a page that is there already")
    parser.add_argument("--site", action="store_true", help="the site alone")
    parser.add_argument("--report", action="store_true", help="also the report, page by page")
    args = parser.parse_args()
    out = Path(args.output)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if not args.site:
            shoot(Path(args.page) if args.page else make_page(Path(folder)), out)
        if not args.page:
            shoot_site(Path(folder) / "site", out)
        if args.report:
            report(Path(folder), out)
    return 0


def make_page(folder: Path) -> Path:
    """The example's page, from its own store."""
    page = folder / "plan.html"
    days = ("2017-06-30", "2021-12-31", "2025-01-31")
    guihua("page", "-o", str(page), *(word for day in days for word in ("--as-of", day)))
    return page


def shoot(page: Path, out: Path) -> None:
    """Every picture of SHOTS; complains where the page asks for more width than the screen has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for shot in SHOTS:
            view = browser.new_page(viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme)
            complaints: list[str] = []
            view.on("console", lambda message, said=complaints: said.append(message.text))
            view.goto(page.resolve().as_uri() + (shot.place if shot.place.startswith("#") else ""))
            if shot.place == "text":
                target = view.locator(".text a.v.k-target").first
                target.scroll_into_view_if_needed()
                target.click()
            view.wait_for_timeout(200)
            view.screenshot(path=str(out / f"{shot.name}.png"))
            wide = view.evaluate("document.documentElement.scrollWidth")
            print(f"{shot.name}: {'; '.join(complaints) or 'ok'}{f', {wide} px wide' if wide > shot.width else ''}")
            view.close()
        browser.close()


def shoot_site(root: Path, out: Path) -> None:
    """Every picture of SITE."""
    furnish(root)
    site = Site(root)
    site.start()
    try:
        take(site.address, out)
    finally:
        site.stop()


def take(address: str, out: Path) -> None:
    """The pictures, small: 64 colours are enough for paper, ink and one accent."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for shot in SITE:
            screen = {"width": shot.width, "height": shot.height}
            view = browser.new_page(viewport=screen, color_scheme=shot.scheme, base_url=address, locale="zh-CN")
            view.set_default_timeout(WORK)
            visit(view, shot.place)
            go_on(view, shot.name)
            view.wait_for_timeout(1500)  # charts are drawn after the page is there
            path = out / f"{shot.name}.png"
            view.screenshot(path=str(path))
            Image.open(path).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
            print(f"{shot.name}: {path.stat().st_size // 1024} KB")
            view.close()
        browser.close()


def go_on(view: Any, name: str) -> None:
    """What a person does on the page before the picture: open the indicator; ask for a form and open it."""
    if name == "site-indicator":
        view.click("#rows tbody a")
        view.wait_for_selector(".chart svg")
    if name == "site-form":
        view.select_option("#form", "示例1")
        view.select_option("#body", "nyj")
        view.fill("#month", "2020-12")
        view.fill("#due", (date.today() + timedelta(days=20)).isoformat())
        view.click("button:has-text('布置')")
        view.wait_for_selector("#v-wind")
        view.fill("#v-wind", "三千七")
        view.click("button:has-text('保存')")
        view.wait_for_selector("#w-wind")


def furnish(root: Path) -> None:
    """A copy of the example with its figures, its division of work and one form."""
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("store", "*.docx", "*.html"))
    (root / "forms").mkdir(exist_ok=True)
    (root / "forms" / "power.yaml").write_text(FORM, encoding="utf-8")
    guihua("read", "plan.zh.md", "-o", "plan.yaml", at=root)
    guihua("import", "observations.csv", "--publish-level", "public", at=root)
    guihua("ledger", "import", "bodies", "ledgers/bodies.csv", "--at", "2017-04-14", "--by", "演示", at=root)
    tasks = "ledgers/任务分工表（示例）.csv"
    guihua("ledger", "import", "tasks", tasks, "--at", "2017-06-01", "--by", "演示", at=root)
    guihua("user", "organisation", "nyj", "自治区能源局", at=root)


def report(folder: Path, out: Path) -> None:
    """The mid-term report, one picture a page."""
    document = folder / "report.docx"
    guihua(
        "report", "--kind", "midterm", "--as-of", "2018-12-31", "--no-bundle", "-o", str(document.with_suffix(".pdf"))
    )
    for old in out.glob("report-*.png"):
        old.unlink()
    command = ["pdftoppm", "-r", "70", "-png", str(document.with_suffix(".pdf")), str(out / "report")]
    subprocess.run(command, check=True)


def guihua(*words: str, at: Path = EXAMPLE) -> None:
    """Run the command in a project, the example if none is named."""
    subprocess.run([sys.executable, "-m", "guihua.cli.main", *words], check=True, cwd=at)


if __name__ == "__main__":
    sys.exit(main())
