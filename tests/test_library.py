"""The library as a notebook uses it: read, check, track, show."""

from __future__ import annotations

from pathlib import Path

import pytest

import guihua
import guihua.view.notebook
from guihua.plan.display import html

EXAMPLE = Path(__file__).parent.parent / "examples" / "neimenggu"


def test_a_plan_is_read_from_a_path_or_a_text_and_shows_itself():
    plan = guihua.read(EXAMPLE / "plan.zh.md")
    assert len(plan) > 100
    shown = plan._repr_html_()
    assert "<table>" in shown and "工业增加值" in shown
    assert plan.to_arrow().num_rows == len(plan)
    assert len(guihua.read("到2020年，\n工业增加值达到100亿元。\n")) == 1


def test_a_check_shows_its_findings_and_turns_into_a_table():
    result = guihua.check(guihua.read(EXAMPLE / "plan.zh.md"))
    assert "1.119" in result._repr_html_()
    assert result.to_arrow().num_rows == len(result.findings)


def test_tracking_takes_a_store_and_a_date_as_text(tmp_path):
    from guihua.cli.main import main

    store = tmp_path / "store"
    assert main(["import", str(EXAMPLE / "observations.csv"), "--store", str(store)]) == 0
    plan = guihua.read(EXAMPLE / "plan.zh.md")
    with guihua.open_store(store) as opened:
        tracking = guihua.track(plan, opened, "2021-12-31")
    assert "未能测算" in tracking._repr_html_()
    assert tracking.to_arrow().num_rows == len(tracking) > 50


def test_what_shows_itself_is_escaped():
    assert html("<b>") == "<pre>&#x27;&lt;b&gt;&#x27;</pre>"


def test_a_plan_prints_as_one_line():
    plan = guihua.read("到2020年，\n工业增加值达到100亿元。\n")
    assert "1 fact" in repr(plan)
    assert len(repr(plan)) < 100


def test_what_goes_wrong_is_one_error_of_the_library(tmp_path):
    with pytest.raises(guihua.GuihuaError, match=r"nothing\.txt"):
        guihua.read(tmp_path / "nothing.txt")
    with pytest.raises(guihua.GuihuaError, match="DATE-INVALID"):
        guihua.track(guihua.read("到2020年，\n工业增加值达到100亿元。\n"), None, "2021-13-31")
