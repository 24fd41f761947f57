"""Headers, languages and words of the site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import guihua.web

TEMPLATES = sorted((Path(guihua.web.__file__).parent / "templates").rglob("*.html"))


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/login/").headers["Content-Security-Policy"]
    assert (
        "unsafe" not in policy
        and "http" not in policy
        and "default-src 'none'" in policy
        and "script-src 'self'" in policy
    )


def test_headers_are_strict(client: Client) -> None:
    headers = client.get("/login/").headers
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin" and headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_templates_hold_no_inline_script_style_or_address_elsewhere(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|https?://|javascript:", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_every_chinese_word_of_a_template_is_translated(template: Path) -> None:
    """What stands outside `_()` would stay Chinese for an English reader; what has no entry in the catalogue too."""
    from django.utils import translation

    text = re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.S)
    keys = re.findall(r"""_\(\s*(?:"([^"]+)"|'([^']+)')""", text)
    with translation.override("en"):
        missing = [
            key
            for pair in keys
            if (key := pair[0] or pair[1]) and re.search("[一-龥]", key) and translation.gettext(key) == key
        ]
    assert not missing
    bare = re.sub(r"""_\(\s*(?:"[^"]+"|'[^']+')""", "", text)
    bare = re.sub(r'<(span|button)[^>]*lang="zh-CN"[^>]*>[^<]*', "", bare)
    assert not re.findall("[一-龥：、（）；，。]+", bare)


def test_chinese_first_whatever_the_browser_says(client: Client) -> None:
    assert "登录" in client.get("/login/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_english_for_who_asked_for_it(client: Client) -> None:
    client.post("/preferences/", {"lang": "en", "next": "/login/"})
    page = client.get("/login/").content.decode()
    assert '<html lang="en"' in page and not re.findall("[一-龥]+", re.sub(r'lang="zh-CN"[^>]*>[^<]*', "", page))


def test_theme_is_kept_and_only_known_ones(client: Client) -> None:
    client.post("/preferences/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/login/").content.decode()
    client.cookies["guihua_theme"] = '"><script>'
    assert 'data-theme="auto"' in client.get("/login/").content.decode()


def test_unknown_pages_and_bad_dates_are_told(client: Client, person: Any, plan_text: str) -> None:
    assert client.get("/nothing/").status_code == 404
    answer = person("planner").get("/?as_of=yesterday")
    assert answer.status_code == 400 and "WEB-DATE" in answer.content.decode()


def test_status_colours_are_those_of_view() -> None:
    from guihua.view.status import SCALE

    css = (Path(guihua.web.__file__).parent / "static" / "guihua" / "site.css").read_text(encoding="utf-8")
    for style in SCALE:
        assert css.count(f"--{style.code}: {style.text};") == 1 and css.count(f"--{style.code}: {style.dark};") == 2


@pytest.mark.parametrize(
    "path", ["/", "/login/", "/nothing/", "/admin/", "/api/v1/openapi.json", "/ledgers/tasks/table.csv", "/jobs/"]
)
def test_every_kind_of_answer_carries_the_headers(path: str, person: Any, plan_text: str) -> None:
    """Pages, errors, the admin, the API and files alike."""
    headers = person("administrator").get(path).headers
    assert (
        "default-src 'none'" in headers["Content-Security-Policy"]
        and "unsafe" not in headers["Content-Security-Policy"]
    )
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin" and "camera=()" in headers["Permissions-Policy"]
    assert "private" in headers["Cache-Control"] or "no-store" in headers["Cache-Control"]


def test_a_session_is_new_at_login_and_dead_after_logout(client: Client) -> None:
    """Against session fixation, and against a cookie that was kept (OWASP ASVS 4.0.3, 3.2.1 and 3.3.1)."""
    from guihua.web.accounts import add_person

    add_person("zhang", "long pass phrase 7", "administrator")
    client.cookies["guihua_session"] = "abcdefghijklmnopqrstuvwxyz012345"
    client.post("/login/", {"username": "zhang", "password": "long pass phrase 7"})
    cookie = client.cookies["guihua_session"]
    assert cookie.value != "abcdefghijklmnopqrstuvwxyz012345"
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    kept = cookie.value
    client.post("/logout/")
    client.cookies["guihua_session"] = kept
    assert client.get("/jobs/").status_code == 302


def test_a_new_password_ends_the_other_sessions(client: Client) -> None:
    from guihua.web.accounts import add_person

    account, other = add_person("zhang", "long pass phrase 7", "administrator"), Client(REMOTE_ADDR="192.0.2.8")
    client.force_login(account)
    other.force_login(account)
    new = "another long phrase 8"
    form = {"old_password": "long pass phrase 7", "new_password1": new, "new_password2": new}
    assert client.post("/password/", form).status_code == 302
    assert client.get("/jobs/").status_code == 200 and other.get("/jobs/").status_code == 302


def test_beyond_this_machine_cookies_need_https(root: Path) -> None:
    """The settings of a site that others reach; a process of its own, as they are made once."""
    told = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.DEBUG)"
    keep = {k: v for k, v in os.environ.items() if k not in ("GUIHUA_LOCAL", "GUIHUA_DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, "-c", told],
        env=keep | {"GUIHUA_HOSTS": "plan.example"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "31536000", "False"]
