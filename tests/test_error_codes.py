"""Errors: every code that is raised is described, every description is of a code that is raised, all in both languages."""

from __future__ import annotations

import re

import pytest
from scripts.error_codes import sites, split

from guihua.cli.main import main
from guihua.errors import described

CHINESE = re.compile(r"[一-龥]")


def test_every_code_that_is_raised_is_described_and_the_other_way_round():
    raised = {site.code for site in sites()}
    assert sorted(raised - described().keys()) == [], "python -m scripts.error_codes --write"
    assert sorted(described().keys() - raised) == []


@pytest.mark.parametrize("word", ["zh", "en", "mend_zh", "mend_en"])
def test_every_description_says_what_and_how_in_its_own_language(word):
    for code, said in described().items():
        text = getattr(said, word)
        assert text.strip(), (code, word)
        assert "…" not in text.replace(" …", "").replace("[…]", ""), (code, text)
        if word == "zh":
            assert CHINESE.search(text), (code, text)
        if word == "en":
            assert not CHINESE.search(text) and re.search(r"[a-z]{2}", text), (code, text)


def test_every_hint_that_is_a_sentence_stands_in_both_languages():
    for site in sites():
        zh, en = split(site.hint)
        if len(CHINESE.findall(zh)) > 3 and "guihua" not in zh and not re.search(r"-\w|…", zh):
            assert re.search(r"[A-Za-z]{2}", en), (site.code, site.file, site.line, site.hint)
        if re.search(r"^[^…].*\b(the|a|an|of|is|it|its|or)\b", site.hint):
            assert CHINESE.search(site.hint), (site.code, site.file, site.line, site.hint)


def test_a_code_is_explained_in_the_language_that_is_set(capsys):
    assert main(["--lang", "en", "explain", "read-scan"]) == 0
    english = capsys.readouterr().out
    assert "READ-SCAN" in english and not CHINESE.search(english)
    assert main(["--lang", "zh", "explain", "READ-SCAN"]) == 0
    assert "文字识别" in capsys.readouterr().out
