"""Every Chinese message in the code has its English, and the compiled file is the text's."""

from __future__ import annotations

import ast
import gettext
import io
import re
from pathlib import Path

import pytest

from guihua.view.messages import LOCALE, compiled, read_po, translator

SOURCE = LOCALE.parent.parent
CHINESE = re.compile(r"[一-鿿，。；：、（）“”【】〔〕]")
KNOWN = read_po(LOCALE / "en" / "LC_MESSAGES" / "django.po")


def used() -> set[str]:
    """Literals handed to _() or translator(lang)(), in code and templates of view and reporting."""
    found: set[str] = set()
    for room in ("view", "reporting"):
        for path in (SOURCE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    direct = getattr(node.func, "id", getattr(node.func, "attr", "")) == "_"
                    inner = isinstance(node.func, ast.Call) and getattr(node.func.func, "id", "") == "translator"
                    if (direct or inner) and isinstance(node.args[0].value, str):
                        found.add(node.args[0].value)
        for path in (SOURCE / room).rglob("*.html"):
            found |= set(re.findall(r"""\b_\('([^']+)'\)""", path.read_text(encoding="utf-8")))
    return {message for message in found if CHINESE.search(message)}


def test_every_message_is_translated() -> None:
    assert sorted(used() - set(KNOWN)) == []


def test_placeholders_survive_translation() -> None:
    for message, english in KNOWN.items():
        assert set(re.findall(r"\{\w*\}", message)) == set(re.findall(r"\{\w*\}", english)), message


def test_the_compiled_catalogue_is_the_text_and_gettext_reads_it() -> None:
    path = LOCALE / "en" / "LC_MESSAGES" / "django.mo"
    assert path.read_bytes() == compiled("en"), "run `python -m guihua.view.messages`"
    catalogue = gettext.GNUTranslations(io.BytesIO(path.read_bytes()))
    for message, english in KNOWN.items():
        assert catalogue.gettext(message) == english


def test_chinese_is_the_source_and_an_unknown_message_stays_as_it_is() -> None:
    assert translator("zh")("状态") == "状态"
    assert translator("en")("没有的词") == "没有的词"


@pytest.mark.parametrize("path", sorted(Path(LOCALE).rglob("*.po")), ids=lambda p: p.parent.parent.name)
def test_no_message_stands_twice(path: Path) -> None:
    ids = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.M)
    assert len(ids) == len(set(ids))
