"""Laws of reading that hold for any text, made from pieces of the genre."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.plan.statement import Statement
from guihua.reading.characters import matching_text
from guihua.reading.reader import BLOCK, LONGEST, read_iter, read_text, sentences

SUBJECTS = [
    "工业增加值",
    "煤炭占比",
    "高新技术企业",
    "森林覆盖率",
    "风电装机容量",
    "从业人员",
    "“五大基地”产值",
    "PM2.5浓度",
]
VERBS = [
    "达到",
    "提高到",
    "年均增长",
    "下降",
    "超过",
    "比2010年增加",
    "是2010年的",
    "累计完成",
    "",
    "由2010年的",
    "占",
    "分别为",
]
NUMBERS = [
    "8%",
    "1.15万亿元",
    "25家",
    "4―5个",
    "二千三百万吨",
    "2倍",
    "近30%",
    "7",
    "2015年",
    "1/3",
    "百分之五十",
    "3个百分点",
    "〔2007〕37号",
    "一半",
]
TAILS = ["左右", "以上", "以内", "的企业", "", "，其中", "、", "和", "（含）以下", "。", "；", "\n", "，"]
PROSE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=6)
PIECES = st.one_of(*(st.sampled_from(words) for words in (SUBJECTS, VERBS, NUMBERS, TAILS)), PROSE)
HEAD = "某市“十三五”规划（2016年9月）\n"
TEXTS = st.lists(PIECES, max_size=40).map(lambda pieces: HEAD + "".join(pieces).replace("\ufeff", ""))

FULL_WIDTH = {i: chr(i + 0xFEE0) for i in range(ord("0"), ord("9") + 1)} | {ord("%"): "％"}


def core(statement: Statement) -> Statement:
    """The statement without what depends on its raw characters and its place."""
    return replace(statement, id="", quote="", unit="", indicator="", measure="", subject="", whole="", population="")


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_spans_are_exact(text: str) -> None:
    plan = read_text(text)
    for s in plan.statements:
        assert plan.text[s.start : s.end] == s.quote
        assert s.start <= s.value_start < s.value_end <= len(plan.text)
        assert s.value and s.quote
    for u in plan.unread:
        assert plan.text[u.start : u.end] == u.text


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_reading_is_a_function_of_the_text(text: str) -> None:
    assert read_text(text) == read_text(text)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_ids_are_unique(text: str) -> None:
    ids = [s.id for s in read_text(text + text)]
    assert len(ids) == len(set(ids))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_full_width_digits_change_nothing(text: str) -> None:
    wide = text.translate(FULL_WIDTH)
    assert len(wide) == len(text)
    assert [core(s) for s in read_text(wide)] == [core(s) for s in read_text(text)]


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS)
def test_documents_joined_by_a_form_feed_read_as_their_sum(first: str, second: str) -> None:
    shift = len(first) + 1
    joined = read_text(first + "\f" + second).statements
    moved = [
        replace(
            s,
            start=s.start + shift,
            end=s.end + shift,
            value_start=s.value_start + shift,
            value_end=s.value_end + shift,
        )
        for s in read_text(second)
    ]
    assert [replace(s, id="") for s in joined] == [replace(s, id="") for s in (*read_text(first), *moved)]


@given(st.text())
def test_matching_text_keeps_every_offset(text: str) -> None:
    assert len(matching_text(text)) == len(text)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.integers(1, 50))
def test_a_stream_reads_like_the_whole(text: str, size: int) -> None:
    chunks = [text[i : i + size] for i in range(0, len(text), size)]
    assert list(read_iter(chunks)) == list(read_text(text))


def test_a_long_stream_is_read_block_by_block() -> None:
    chance = random.Random(7)
    line = "到2020年，{}产值达到{}亿元，年均增长{}%左右。\n"
    text = HEAD + "".join(
        line.format(chance.choice(SUBJECTS), chance.randint(1, 9999), chance.randint(1, 20))
        for _ in range(2 * BLOCK // 30)
    )
    found = list(read_iter(text[i : i + 65536] for i in range(0, len(text), 65536)))
    whole = read_text(text).statements
    assert [(s.indicator, s.value, s.year, s.start, s.quote) for s in found] == [
        (s.indicator, s.value, s.year, s.start, s.quote) for s in whole
    ]


@pytest.mark.parametrize("unit", ["增长8%、", "8%、", "建成5个园区、", "粮食产量8万吨，", "8 "])
def test_a_run_without_a_stop_is_read_in_pieces_of_bounded_length(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    pieces = list(sentences(text))
    assert all(end - start <= LONGEST for start, end, _ in pieces)
    assert sum(end - start for start, end, _ in pieces) >= 0.99 * len(text)


@given(st.text(alphabet="一二三四五六七八九十百千万亿零0123456789,.", min_size=81, max_size=200))
def test_a_numeral_longer_than_any_document_has_is_read_as_blanks(run: str) -> None:
    assert matching_text(f"产值{'万' * 41}吨{run}").startswith("产值" + " " * 41 + "吨")
    assert len(matching_text(run)) == len(run)
