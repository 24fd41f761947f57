"""A reporting form made from the indicator sheet for one body."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.plan.indicators import IndicatorRecord
from guihua.plan.plan import Plan
from guihua.reading import read_text
from guihua.statistics.report_forms import Cell, load_forms
from guihua.tracking.form_for import as_yaml, form_for

TEXT = "一、目标\n到2020年，原煤产量达到10亿吨，煤炭占比降到60%以下，装机容量达到5000万千瓦，工业增加值年均增长8%。\n"


def _plan(body: str = "包头市") -> Plan:
    plan = read_text(TEXT)
    assert len(plan.targets) == 4
    return replace(plan, indicators=tuple(IndicatorRecord(s.id, body=body) for s in plan.targets))


def test_each_target_is_asked_for_as_its_kind_allows() -> None:
    form = form_for(_plan(), "包头市")
    cells = {
        name: {f.cell for f in form.figures if f.indicator == name} for name in {f.indicator for f in form.figures}
    }
    coal = next(v for k, v in cells.items() if "原煤" in k)
    share = next(v for k, v in cells.items() if "占比" in k or ("煤炭" in k and "原煤" not in k))
    growth = next(v for k, v in cells.items() if "增加值" in k)
    assert coal == {Cell.NOW, Cell.YTD, Cell.LAST_YEAR, Cell.YOY}
    assert Cell.YTD not in share and Cell.YOY not in share
    assert growth == {Cell.YOY}
    assert all(f.unit == "%" for f in form.figures if f.cell is Cell.YOY)


def test_a_form_that_was_made_is_read_back_the_same(tmp_path: Path) -> None:
    form = form_for(_plan(), "包头市", "year")
    (tmp_path / "a.yaml").write_text(as_yaml(form), encoding="utf-8")
    assert load_forms(tmp_path)[form.number] == form
    assert all(f.span == "single" for f in form.figures)


def test_a_body_without_a_target_gets_no_form() -> None:
    with pytest.raises(GuihuaError, match="FORM-NOTHING"):
        form_for(_plan(), "鄂尔多斯市")
    assert form_for(_plan("包头"), "包头市", same=lambda one, other: {one, other} == {"包头", "包头市"}).figures
