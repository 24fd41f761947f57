"""Pictures of the page and of the report for the README and for looking at: `make screenshots`.

Reads the example project (made ready by `make demo`), writes docs/images/*.png. Needs Debian's chromium; LibreOffice and
pdftoppm for the report.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "neimenggu"


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


def main() -> int:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", default=str(ROOT / "docs" / "images"))
    parser.add_argument("--page", default="", help="a page that is there already")
    parser.add_argument("--report", action="store_true", help="also the report, page by page")
    args = parser.parse_args()
    out = Path(args.output)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(args.page) if args.page else make_page(Path(folder))
        shoot(page, out)
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
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
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


def guihua(*words: str) -> None:
    """Run the command in the example project."""
    subprocess.run([sys.executable, "-m", "guihua.cli.main", *words], check=True, cwd=EXAMPLE)


if __name__ == "__main__":
    sys.exit(main())
