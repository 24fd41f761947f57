"""Small words shared by pages and documents: dates, lists, full stops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.plan.periods import Period

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(value: date, lang: str = "zh") -> str:
    """2018年12月31日; 31 December 2018."""
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def partial_day(written: str, lang: str = "zh") -> str:
    """A date that may lack its day or month, as written in ISO form: 2017年4月; April 2017; else as it stands."""
    parts = written.split("-")
    if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 3:
        return written
    numbers = [int(part) for part in parts]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return written
    if lang == "zh":
        return "".join(f"{n}{unit}" for n, unit in zip(numbers, "年月日", strict=False))
    words = [str(numbers[2])] if len(numbers) == 3 else []
    words += [MONTHS[numbers[1] - 1]] if len(numbers) >= 2 else []
    return " ".join([*words, str(numbers[0])])


COVERAGES = {
    "全部": "all",
    "规模以上": "above designated size",
    "规模以上工业": "industry above designated size",
    "规模以上工业企业": "industrial firms above designated size",
    "可比价": "at comparable prices",
    "6000千瓦及以上电厂": "plants of 6,000 kW and more",
    "500万元以上": "projects of 5 million yuan and more",
    "快报": "flash",
    "初步核算": "preliminary",
    "最终核实": "final",
    "普查修订": "census revision",
    "统一核算": "unified accounting",
}
"""What bureaus call their coverages and vintages, in English."""


def coverage_words(word: str, lang: str = "zh") -> str:
    """A coverage or vintage; in English where the table knows it, else the bureau's own word."""
    return word if lang == "zh" else COVERAGES.get(word, word)


def listed(words: Iterable[str], lang: str = "zh") -> str:
    """甲、乙、丙; a, b, c."""
    return ("、" if lang == "zh" else ", ").join(words)


def stopped(sentence: str, lang: str = "zh") -> str:
    """A sentence with its full stop."""
    if not sentence or sentence.rstrip().endswith(("。", "！", "？", ".", "!", "?")):
        return sentence
    return sentence + ("。" if lang == "zh" else ".")


def period(text: str, lang: str = "zh") -> str:
    """A period as the field writes it: 2020年, 2016—2020年, 2020年1—10月, 2017年上半年; 2016–2020, January–October 2020."""
    from guihua.errors import GuihuaError
    from guihua.plan.periods import Period

    if not text:
        return text
    try:
        p = Period.parse(text)
    except GuihuaError:
        return text
    return _period_zh(p) if lang == "zh" else _period_en(p)


def _period_zh(p: Period) -> str:
    if p.whole_years:
        return f"{p.first_year}年" if p.is_year else f"{p.first_year}—{p.last_year}年"
    if p.months == 6 and p.first_month in (1, 7):
        return f"{p.first_year}年{'上' if p.first_month == 1 else '下'}半年"
    if p.months == 3 and p.first_month % 3 == 1:
        return f"{p.first_year}年{'一二三四'[p.first_month // 3]}季度"
    return (
        f"{p.first_year}年{p.first_month}月" if p.months == 1 else f"{p.first_year}年{p.first_month}—{p.last_month}月"
    )


def _period_en(p: Period) -> str:
    if p.whole_years:
        return f"{p.first_year}" if p.is_year else f"{p.first_year}–{p.last_year}"
    if p.months == 6 and p.first_month in (1, 7):
        return f"{'first' if p.first_month == 1 else 'second'} half of {p.first_year}"
    if p.months == 3 and p.first_month % 3 == 1:
        return f"{('first', 'second', 'third', 'fourth')[p.first_month // 3]} quarter of {p.first_year}"
    last = f"{MONTHS[p.last_month - 1]} {p.last_year}"
    if p.months == 1:
        return last
    return f"{MONTHS[p.first_month - 1]}–{last}"
