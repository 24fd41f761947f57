"""The self-contained page in Debian's Chromium: it asks nothing of the network, runs under its own policy, and axe finds
nothing serious."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.view.test_page import page

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]
LONG = 120_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        made = p.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"], timeout=LONG)
        yield made
        made.close()


@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_the_page_is_accessible_and_keeps_to_itself(browser: Any, tmp_path: Path, lang: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "plan.html"
    path.write_text(page(lang), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    opened.set_default_timeout(LONG)
    asked: list[str] = []
    wrong: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(path.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert wrong == []
    found = Axe().run(opened, options={"resultTypes": ["violations"]}).response["violations"]
    heavy = [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in ("serious", "critical")]
    assert heavy == []
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
