"""A project of its own for the site's tests, Django set up once on it, tables emptied between tests."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(tempfile.mkdtemp(prefix="guihua-web-"))
(_ROOT / "guihua.toml").write_text('plan = "plan.txt"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
os.environ["GUIHUA_PROJECT"] = str(_ROOT)
os.environ["GUIHUA_LOCAL"] = "1"
os.environ["GUIHUA_HOSTS"] = "testserver,127.0.0.1,localhost"
if os.environ.get("GUIHUA_TEST_SITE"):  # the same tests on PostgreSQL: see test_postgresql.py
    os.environ["GUIHUA_DATABASE_URL"] = os.environ["GUIHUA_TEST_SITE"]
os.environ["DJANGO_SETTINGS_MODULE"] = "guihua.web.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser tests run an event loop in this thread

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for tests alone
django.setup()

from guihua.web import fence, results  # noqa: E402
from guihua.web.database import prepare  # noqa: E402
from tests.web.browsing import CHROMIUM, MOST, WORK, Site, example_site  # noqa: E402

results.WAIT = 0.0
fence.move(fence.ALL)  # the tests themselves set tables up; each request has its own scope

prepare()

PLAN = """测试工业发展规划（2016―2020年）

第一章　发展目标

到2020年，全部工业增加值达到1.15万亿元，年均增长8%左右。2015年，全部工业增加值达到7939亿元。

到2020年，高技术制造业增加值占工业增加值比重达到8%以上。

建立工业运行监测平台。
"""


@pytest.fixture(scope="session", autouse=True)
def _clear_away() -> Iterator[None]:
    yield
    shutil.rmtree(_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    """Every test begins without accounts, jobs or plan."""
    from guihua.web.models import Job, LoginFailure, Organisation, Person, Setting, Token

    for model in (Token, Person, LoginFailure, Job, Setting):
        model.objects.all().delete()
    Organisation.objects.update(successor=None)
    Organisation.objects.all().delete()
    for name in ("plan.txt", "plan.yaml", "decisions.yaml"):
        (_ROOT / name).unlink(missing_ok=True)
    yield


@pytest.fixture
def root() -> Path:
    return _ROOT


@pytest.fixture
def plan_text(root: Path) -> str:
    (root / "plan.txt").write_text(PLAN, encoding="utf-8")
    return PLAN


@pytest.fixture
def client() -> Any:
    from django.test import Client

    return Client(REMOTE_ADDR="192.0.2.7")


@pytest.fixture
def bodies() -> dict[str, Any]:
    from guihua.web.models import Organisation

    return {
        code: Organisation.objects.create(code=code, name=name)
        for code, name in (("own", "甲盟工信局"), ("foreign", "乙盟工信局"))
    }


@pytest.fixture
def person(bodies: dict[str, Any]) -> Any:
    """Make a logged-in client for a role of the organisation `own`."""
    from django.test import Client

    from guihua.web.accounts import add_person

    def make(role: str, organisation: str = "own") -> Any:
        account = add_person(f"{role}-{organisation}", "long pass phrase 7", role, organisation, role)
        client = Client(REMOTE_ADDR="192.0.2.8")
        client.force_login(account)
        return client

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, for the tests that look at pages."""
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
    """The example with its figures, bodies, people and one form, one for each file of tests."""
    site = example_site(tmp_path_factory.mktemp("example"))
    yield site
    site.stop()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Make a page of a site as somebody; what its console complains of is in `page.faults`."""
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
