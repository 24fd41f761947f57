"""What stands in a cell: a figure with its bounds, marks and unit; a label with its index, unit and 其中."""

from __future__ import annotations

from decimal import Decimal
from re import Match

from guihua.plan.concepts import measure_names, resolve
from guihua.plan.statement import Comparator, Nature
from guihua.plan.units import find_unit
from guihua.reading.characters import matching_text
from guihua.reading.compiler import pattern

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.·・]\s?\d+)?)"
_VALUE = pattern(
    r"\s*(?P<open>[〔\[【(（])?\s*(?P<before>≥|>=|≤|<=|[<>＜＞]|约|近|超过|超|不低于|不少于|不高于|不超过|达到|控制在|大于|小于|低于|高于)?\s*"
    rf"(?P<sign>[+\-])?(?P<n1>{_NUMBER})\s*(?:[-~至]+\s*(?P<n2>{_NUMBER}))?\s*"
    r"(?P<unit>%|‰|个?百分点|[^\d\s〔〕\[\]【】()（）①-⑳*#左以上下内]{0,8}?)\s*(?P<after>左右|以上|以内|以下|上下)?\s*"
    r"(?P<close>[〕\]】)）])?\s*(?P<mark>[①-⑳*#]+|注\d?)?\s*"
)
_UNIT_TAIL = pattern(r"[(（\[]\s*(?P<unit>[^()（）\[\]]{1,12})\s*[)）\]]\s*(?:[①-⑳*#]*)$")
_INDEX = pattern(
    r"^(?:\d{1,2}(?:[.．、)）](?!\d)|(?=[一-鿿])(?![千万亿个年户米公级至类]))|[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[(（]\d{1,2}[)）]|[#—－\-·•]+)\s*"
)
_LETTERS = ("O", "o", "I", "l")
_MENDED = str.maketrans("OoIl", "0011")
_LETTER_FIGURE = pattern(r"(?=.*\d)[〔\[（(]?[\dIl][\dOoIl.,]*%?[〕\]）)]?")
"""A cell of digits and letters that look like digits, and nothing else."""
NATURES = pattern(r"[(（]?(?:约束性?|预期性?|预测性?|指导性?|引导性?)(?:指标)?[)）]?")
"""A cell that says a target's nature and nothing else."""
_WAY = pattern(r"(?:累计)?(?P<way>减少|降低|下降|削减|压减|降幅|减量|提高|增长|增加|新增)(?:幅度|比例|率|量)?$")
_SORT = pattern(
    r"^(?:主要|重点|其他|各类)?(?:水|大气|农业面源)?(?:污染物|工业产品|工业品|农畜?产品|矿产品|产品|品种|行业|能源|资源|矿种)?"
)
YEAR = pattern(r"(?:19|20)\d\d")
_DATED = pattern(r"(?:19|20)\d\d(?:[-—－~至]+(?:19|20)?\d\d)?年")

_BEFORE = {
    "≥": Comparator.GE, ">=": Comparator.GE, "不低于": Comparator.GE, "不少于": Comparator.GE, "≤": Comparator.LE,
    "<=": Comparator.LE, "不高于": Comparator.LE, "不超过": Comparator.LE, "控制在": Comparator.LE, ">": Comparator.GT,
    "＞": Comparator.GT, "超过": Comparator.GT, "超": Comparator.GT, "大于": Comparator.GT, "高于": Comparator.GT,
    "<": Comparator.LT, "＜": Comparator.LT, "小于": Comparator.LT, "低于": Comparator.LT, "约": Comparator.ABOUT,
    "近": Comparator.ABOUT, "达到": Comparator.REACH,
}  # fmt: skip
_AFTER = {
    "左右": Comparator.ABOUT,
    "上下": Comparator.ABOUT,
    "以上": Comparator.GE,
    "以内": Comparator.LE,
    "以下": Comparator.LE,
}


def figure(words: str) -> Match[str] | None:
    """A cell's figure taken apart: open, before, sign, n1, n2, unit, after, close, mark; None where it holds none."""
    plain = matching_text(words)
    found = _VALUE.fullmatch(plain)
    if found is None or found["unit"][:1] in _LETTERS:
        return _VALUE.fullmatch(plain.translate(_MENDED)) if _LETTER_FIGURE.fullmatch(plain.strip()) else found
    return found


def bare(words: str) -> str:
    """Half-width, without blanks."""
    return "".join(matching_text(words).split())


def is_figure(words: str) -> bool:
    """Whether a cell holds a figure that is no year and no index."""
    plain = bare(words)
    if YEAR.fullmatch(plain) or _DATED.match(plain):
        return False
    return bool(_VALUE.fullmatch(plain)) and not plain.endswith("年")


def tail_unit(words: str) -> str:
    """The unit in brackets at the end of a head or a label, "" where none is known."""
    found = _UNIT_TAIL.search(words)
    if not found:
        return ""
    unit = bare(found["unit"])
    return unit if find_unit(unit) is not None and unit else ""


def child_of(words: str) -> str | None:
    """The words after 其中, None where the row is no 其中 row."""
    plain = words.lstrip("　 #—－-")
    return plain.removeprefix("其中").lstrip(":：#　 ") if plain.startswith("其中") else None


def label_and_unit(words: str) -> tuple[str, str]:
    """A row's label without its index, and the unit in brackets at its end."""
    label = _INDEX.sub("", words.strip("　 "), count=1).strip("　 ")
    unit = tail_unit(label)
    if unit:
        label = label[: _UNIT_TAIL.search(label).start()]  # type: ignore[union-attr]
    return "".join(label.split()).strip("“”:："), unit


def with_parent(label: str, parent: str) -> str:
    """A 其中 row's label read alone: its own words with the measure of the row above."""
    if not parent or resolve(label).known:
        return label
    for name in measure_names():
        if label.endswith(name):
            return label
    for name in measure_names():
        if parent.endswith(name):
            return label + name
    shared = next((n for n in range(min(len(label), len(parent) - 1), 1, -1) if label.endswith(parent[:n])), 0)
    return label + parent[shared:]  # 高速公路 of 公路总里程: 高速公路总里程


def measured(words: str) -> tuple[str, str, str] | None:
    """(measure, unit, way) of the header of a group whose rows are sorts of it: 主要污染物排放总量减少(%); None for others.

    measure: without the sorts' common name (排放总量); way: the word of its movement, "" where it has none.
    """
    label, unit = label_and_unit(words)
    moved = _WAY.search(label)
    if not unit and not moved:
        return None
    measure = label[: moved.start()] if moved else label
    return _SORT.sub("", measure, count=1), unit, moved["way"] if moved else ""


def of_header(label: str, measure: str) -> str:
    """The label of a row under such a header: its own words and the header's measure, where it names none itself."""
    return label if not measure or names_itself(label) or label.endswith(measure) else label + measure


def names_itself(label: str) -> bool:
    """Whether a label names a measure, so that it reads alone."""
    return resolve(label).known or label.endswith(measure_names())


def nature(words: str) -> Nature:
    """What the column of natures says."""
    if "约束" in words:
        return Nature.BINDING
    return Nature.EXPECTED if "预期" in words or "预测" in words else Nature.UNSTATED


def digits(written: str) -> str:
    """The magnitude: no thousands separators, a decimal point mended where scanning damaged it (3· 75)."""
    plain = written.replace(",", "").replace("·", ".").replace("・", ".").replace(" ", "")
    return f"{Decimal(plain):f}" if plain.startswith("0") and not plain.startswith("0.") else plain


def comparator(groups: dict[str, str | None], value: tuple[str, ...]) -> Comparator:
    """How the figure is bounded by the words round it."""
    if groups["after"]:
        return _AFTER[groups["after"]]
    if len(value) == 2:
        return Comparator.BETWEEN
    return _BEFORE.get(groups["before"] or "", Comparator.EQ)
