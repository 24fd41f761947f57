"""Digits damaged by scanning are mended where the text around them leaves one reading, and the statement is marked."""

from __future__ import annotations

import pytest

from guihua.reading import read_text
from guihua.reading.characters import matching_text
from guihua.reading.review import doubts

HEAD = "某市国民经济和社会发展第十三个五年规划纲要\n一、发展目标\n"


def read(sentence: str) -> list[tuple[tuple[str, ...], str, int | None, str]]:
    return [(s.value, s.unit, s.year, s.unsure) for s in read_text(HEAD + sentence).statements]


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("到2020年，工业增加值达到3· 75亿元。", "3.75", "亿元"),
        ("到2020年，工业增加值达到3•75亿元。", "3.75", "亿元"),
        ("到2020年，工业增加值达到1 ,286.5亿元。", "1286.5", "亿元"),
        ("到2020年，工业增加值达到1, 286.5亿元。", "1286.5", "亿元"),
        ("到2020年，工业增加值达到1 286亿元。", "1286", "亿元"),
        ("到2020年，工业增加值达到12O亿元。", "120", "亿元"),
        ("到2020年，工业增加值达到l20亿元。", "120", "亿元"),
        ("到2020年，工业增加值达到1２0亿元。", "120", "亿元"),
        ("到2020年，工业增加值达到12 0亿元。", "120", "亿元"),
        ("到2020年，森林覆盖率达到2 3.5％。", "23.5", "%"),
        ("到2020年，城镇化率达到6O％。", "60", "%"),
        ("到2020年，产量达到I5万吨。", "15", "万吨"),
        ("到2020年，产量达到l.5万吨。", "1.5", "万吨"),
        ("到2020年，产量达到 3 7 5 万吨。", "375", "万吨"),
        ("到2O20年，工业增加值达到120亿元。", "120", "亿元"),
        ("到二0二0年，工业增加值达到120亿元。", "120", "亿元"),
        ("到二O二O年，工业增加值达到120亿元。", "120", "亿元"),
    ],
)
def test_damaged_numeral_is_read_and_marked(sentence: str, value: str, unit: str) -> None:
    assert read(sentence) == [((value,), unit, 2020, "numeral")]


@pytest.mark.parametrize(
    "sentence",
    [
        "到2020年，工业增加值达到1,286.5亿元。",
        "到２０２０年，工业增加值达到１２０亿元。",
        "到二○二○年，产量达到五百万吨。",
        "到2020年，PM2.5浓度降到35微克/立方米，O3浓度降低10%，建成5G基站2.5万个，CO2排放降到12万吨，I类水体比例达到5%。",
    ],
)
def test_sound_numerals_and_names_are_not_marked(sentence: str) -> None:
    assert read(sentence)
    assert {unsure for *_, unsure in read(sentence)} == {""}


def test_what_cannot_be_mended_stays_unread_or_is_marked() -> None:
    """3，75 is 3.75 or two numbers, 1.S nothing; neither is given out as certain."""
    for sentence in ("到2020年，产量达到3，75万吨。", "到2020年，产量达到1,2 86亿元。", "到2020年，产量达到1.S万吨。"):
        plan = read_text(HEAD + sentence)
        assert plan.unread
        assert all(s.unsure == "numeral" for s in plan.statements)


def test_a_marked_statement_comes_first_in_review() -> None:
    (statement,) = read_text(HEAD + "到2020年，城镇化率达到6O％。").statements
    assert "numeral" in {d.code for d in doubts(statement)}


def test_mending_keeps_every_character_in_its_place() -> None:
    text = "到2O20年达到l2O亿元，O3浓度，ISO9001。"
    assert len(matching_text(text)) == len(text)
    assert matching_text(text) == "到2020年达到120亿元，O3浓度，ISO9001。"
