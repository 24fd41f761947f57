"""How a whole is made up, told as one row of parts: 三次产业结构调整为8∶47∶45 is three shares, not a ratio.

Parts that add up to a hundred (99.5 to 100.5, for rounding) and whose things the label names one by one are shares in per
cent; any other row (由中央和省按2∶8分成) stays a ratio.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from guihua.plan.statement import Comparator, Direction, Form, Statement, statement_id
from guihua.reading.bounds import direction_between
from guihua.reading.compiler import pattern
from guihua.reading.labels import split_list
from guihua.reading.resolution import indicator_of

_WHOLE = (Decimal("99.5"), Decimal("100.5"))
_COLON = pattern("[:：∶]")
_STRUCTURE = "的?(?:结构)?(?:构成|结构|比例|比重|(?<=产业)比)"
_ENDING = pattern(f"{_STRUCTURE}$")
_SECTORS = "三次产业"
_SECTORS_ALONE = pattern(f"(?:[一-鿿]{{2,6}}[省市县区])?{_SECTORS}(?:增加值)?{_STRUCTURE}")
_OUTPUT = pattern("(?:地区|国内)?生产总值|GDP")
_NEAR = 20_000
"""Characters before a row of sectors in which its whole is looked for."""
_WITHIN = pattern("在(?P<whole>[一-鿿]{2,16})中[，,]$")


def parts(statement: Statement, raw: str, offset: int) -> list[Statement]:
    """The shares of a row of parts, in order; the statement itself where it is none.

    raw is the text that the statement was read in, offset where it begins in the document.
    """
    if not _WHOLE[0] <= sum(map(Decimal, statement.value)) <= _WHOLE[1]:
        return [statement]
    start = statement.start - offset
    within = _WITHIN.search(raw, max(0, start - 24), start)
    whole = within["whole"] if within else _output(statement.indicator, raw, start)
    share = f"占{whole}比重" if whole else "比重"
    labels = split_list(_ENDING.sub(share, statement.indicator), len(statement.value))
    spans = list(_spans(raw, statement.value_start - offset, statement.value_end - offset))
    if len(labels) != len(statement.value) or len(spans) != len(statement.value):
        return [statement]
    return [
        _share(statement, value, label, start + offset, end + offset)
        for value, label, (start, end) in zip(statement.value, labels, spans, strict=True)
    ]


def _output(label: str, raw: str, start: int) -> str:
    """What the three sectors are shares of, as the text before named it last: GDP or 地区生产总值; "" where it did not."""
    begin = max(0, start - _NEAR)
    last = max(raw.rfind("生产总值", begin, start), raw.rfind("GDP", begin, start)) if _SECTORS in label else -1
    named = _OUTPUT.search(raw, max(begin, last - 2), start) if last >= 0 else None
    return named.group() if named else "地区生产总值" if _SECTORS_ALONE.fullmatch(label) else ""


def compared(now: list[Statement], before: list[Statement]) -> list[Statement]:
    """The shares with those that the sentence told before them as their base: 由15∶45∶40调整为12∶45∶43."""
    if [s.indicator for s in now] != [s.indicator for s in before] or len(now) < 2:
        return now
    return [
        replace(s, base_year=b.year, base_value=b.value[0], direction=direction_between(b.value[0], s.value[0]))
        for s, b in zip(now, before, strict=True)
    ]


def _share(whole: Statement, value: str, label: str, start: int, end: int) -> Statement:
    concept = indicator_of(label)
    return replace(
        whole,
        id=statement_id(whole.section, whole.quote, f"{value} {label}", 0),
        form=Form.SHARE,
        comparator=Comparator.EQ if whole.comparator is Comparator.BETWEEN else whole.comparator,
        value=(value,),
        unit="%",
        indicator=label,
        measure=concept.measure,
        subject=concept.subject,
        whole=concept.whole,
        direction=Direction.UNKNOWN,
        value_start=start,
        value_end=end,
    )


def _spans(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for colon in _COLON.finditer(raw, start, end):
        yield start, colon.start()
        start = colon.end()
    yield start, end
