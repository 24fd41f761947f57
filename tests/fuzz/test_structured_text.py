"""Laws of reading on texts made of the genre's own parts: spans, idempotence, widths, joined documents, numerals."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guihua.errors import GuihuaError
from guihua.plan.planfile import from_document, to_document
from guihua.reading import read_text
from guihua.reading.documents import read_bytes
from guihua.reading.numerals import read_number

SUBJECTS = (
    "工业增加值",
    "粮食产量",
    "森林覆盖率",
    "单位产值能耗",
    "城镇新增就业",
    "超百亿元企业",
    "煤炭占能源消费比重",
)
VERBS = (
    "达到",
    "提高到",
    "下降",
    "年均增长",
    "控制在",
    "比2015年增长",
    "由2015年的12%提高到",
    "分别达到",
    "是2010年的",
    "累计完成",
)
NUMBERS = (
    "8",
    "1,286.5",
    "12.5",
    "百",
    "二千三百六十",
    "4—5",
    "近1",
    "０.5",
    "1.75",
    "3· 75",
    "27、25和36",
    "三分之一",
    "零",
)
UNITS = ("%", "亿元", "万吨", "个百分点", "倍", "家", "万千瓦", "％", "", "个", "米", "亿立方米/年")
HEDGES = ("左右", "以上", "以内", "", "（其中国家级35家）", "（不含）以下")
TIMES = ("到2020年，", "“十三五”期间，", "2015年，", "二〇二〇年，", "", "用3年时间，", "前三年")
MARKS = ("。", "；", "，", "\n", "。\n二、任务\n", "\t", "、")

clause = st.tuples(*(st.sampled_from(part) for part in (TIMES, SUBJECTS, VERBS, NUMBERS, UNITS, HEDGES, MARKS))).map(
    "".join
)
text = st.lists(clause, min_size=1, max_size=12).map(lambda parts: "某市“十三五”规划\n一、目标\n" + "".join(parts))
LAX = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LAX
@given(text)
def test_every_span_is_exact_and_every_value_lies_in_its_quote(made: str) -> None:
    plan = read_text(made)
    for s in plan.statements:
        assert plan.text[s.start : s.end] == s.quote
        assert s.start <= s.value_start < s.value_end <= s.end
        assert all(Decimal(v) >= 0 for v in s.value)
    for c in plan.commitments:
        assert plan.text[c.start : c.end] == c.quote
    assert len({s.id for s in plan.statements}) == len(plan.statements)


@LAX
@given(text)
def test_reading_is_a_function_of_the_text_and_survives_its_plan_file(made: str) -> None:
    plan = read_text(made)
    assert read_text(made) == plan
    assert from_document(to_document(plan), plan.text).statements == plan.statements


def widened(made: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and (c.isdigit() or c in "%.") else c for c in made)


@LAX
@given(text)
def test_full_width_digits_read_as_half_width_ones(made: str) -> None:
    told = [(s.value, s.unit, s.year, s.form, s.value_start) for s in read_text(made).statements]
    assert [(s.value, s.unit, s.year, s.form, s.value_start) for s in read_text(widened(made)).statements] == told


@LAX
@given(text, text)
def test_documents_joined_by_a_form_feed_read_as_their_sum(first: str, second: str) -> None:
    joined = read_text(first + "\f" + second)
    apart = [*read_text(first).statements, *read_text(second).statements]
    assert [(s.value, s.unit, s.indicator, s.year, s.kind) for s in joined.statements] == [
        (s.value, s.unit, s.indicator, s.year, s.kind) for s in apart
    ]


@LAX
@given(st.binary(max_size=400) | text.map(str.encode) | text.map(lambda t: t.encode("gb18030")))
def test_bytes_give_a_document_or_a_guihua_error(data: bytes) -> None:
    for name in ("a.txt", "a.md", "a.html", "a.docx", "a.pdf"):
        try:
            read_bytes(data, name)
        except GuihuaError as error:
            assert error.code.startswith("READ-")


DIGITS = "零一二三四五六七八九"


def in_characters(number: int) -> str:
    """A whole number below 10^12 in Chinese characters, as a document writes it."""
    if number == 0:
        return "零"
    parts = []
    for power, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, power)
        if section:
            gap = "零" if parts and section < 1000 else ""
            parts.append(gap + _section(section) + name)
    return "".join(parts)


def _section(number: int) -> str:
    out, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
            gap = False
        elif out:
            gap = True
    return out


@settings(max_examples=300)
@given(st.integers(1, 10**12 - 1))
def test_numerals_round_trip(number: int) -> None:
    assert read_number(in_characters(number)) == number
    assert read_number(f"{number:,}") == number
    assert read_number(str(number)) == number
