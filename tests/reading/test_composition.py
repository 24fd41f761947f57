"""Rows of parts: shares where they add up to a hundred, a ratio where they do not."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Direction, Form, Kind, Statement
from guihua.reading import read_text

HEAD = "东江市“十四五”规划（2021—2025年）\n一、发展目标\n"


def read(words: str) -> tuple[Statement, ...]:
    return read_text(HEAD + words + "\n").statements


def test_the_structure_of_three_sectors_is_three_shares() -> None:
    found = read("到2025年，三次产业结构调整为8∶47∶45。")
    assert [(s.indicator, s.value, s.unit) for s in found] == [
        ("第一产业占地区生产总值比重", ("8",), "%"),
        ("第二产业占地区生产总值比重", ("47",), "%"),
        ("第三产业占地区生产总值比重", ("45",), "%"),
    ]
    assert {(s.form, s.year, s.kind) for s in found} == {(Form.SHARE, 2025, Kind.TARGET)}
    text = read_text(HEAD + "到2025年，三次产业结构调整为8∶47∶45。\n").text
    assert [text[s.value_start : s.value_end] for s in found] == ["8", "47", "45"]
    assert len({s.id for s in found}) == 3


def test_a_structure_that_changes_has_its_former_shares_for_base() -> None:
    found = read("三次产业结构由2020年的15∶45∶40调整为2025年的12∶45∶43。")
    assert [s.base_value for s in found] == [None, None, None, "15", "45", "40"]
    assert [s.base_year for s in found[3:]] == [2020, 2020, 2020]
    assert [s.direction for s in found[3:]] == [Direction.DOWN, Direction.UNKNOWN, Direction.UP]


def test_the_whole_before_the_comma_is_what_the_parts_are_of() -> None:
    found = read("在农村经济中，农业和非农产业比例达到46.2∶53.8。")
    assert [s.indicator for s in found] == ["农业占农村经济比重", "非农产业占农村经济比重"]


@pytest.mark.parametrize("words", ["税款由市和县按2∶8比例分成。", "城乡居民收入比缩小到2.1∶1。"])
def test_what_does_not_add_up_to_a_hundred_stays_a_ratio(words: str) -> None:
    assert [s.form for s in read(words)] == [Form.RATIO]
