"""Headers, languages and words of the site."""

from __future__ import annotations

import re
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
