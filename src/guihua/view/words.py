"""Small words shared by pages and documents: dates, lists, full stops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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
    if lang == "zh":
        return "".join(f"{n}{unit}" for n, unit in zip(numbers, "年月日", strict=False))
    words = [str(numbers[2])] if len(numbers) == 3 else []
    words += [MONTHS[numbers[1] - 1]] if len(numbers) >= 2 else []
    return " ".join([*words, str(numbers[0])])


def listed(words: Iterable[str], lang: str = "zh") -> str:
    """甲、乙、丙; a, b, c."""
    return ("、" if lang == "zh" else ", ").join(words)


def stopped(sentence: str, lang: str = "zh") -> str:
    """A sentence with its full stop."""
    if not sentence or sentence.rstrip().endswith(("。", "！", "？", ".", "!", "?")):
        return sentence
    return sentence + ("。" if lang == "zh" else ".")
