"""Indicator labels resolved to measure × subject (÷ whole), so that two wordings of one quantity meet in one variable."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from guihua.plan.data import load
from guihua.plan.regions import find_region
from guihua.plan.statement import Comparator, Direction, Threshold
from guihua.plan.units import find_unit

_SHARE = re.compile(r"(?P<part>.+?)占(?P<whole>.+?)(?:比重|比例|份额|比率|百分比)?$")
_CONTRIBUTION = re.compile(r"(?P<part>.+?)对(?P<whole>.+?)(?:下降|增长)?(?:的)?贡献(?:率|度)$")
_CHANGE = re.compile(r"(?P<label>.+?)较(?P<year>\d{4})年(?:升降|变化|增减|下降|上升)(?:幅度|率)?$")
_NOTE = re.compile(r"[(](?P<note>[^()]*)[)]$")
_UNITS = "美元|元|天|日|小时|吨标准煤|吨|千瓦|公里|平方米|平方公里|米|亩|公顷|人次?|户|家|岁|%"
_BAR = re.compile(
    rf"(?P<what>[^\d超达百千万亿]*?)(?:(?P<over>超过?|大于|达到?|不低于)(?P<a>\d+(?:\.\d+)?|[百千])(?P<ua>[万亿]*(?:{_UNITS})|[万亿]+)"
    r"|(?P<b>\d+(?:\.\d+)?|[百千])(?P<ub>[万亿]+元|元)以上)的?(?=\D)"
)
_WORDS = {"百": "100", "千": "1000"}


@dataclass(frozen=True, slots=True)
class Indicator:
    """A label resolved.

    measure, subject, whole   keys of the concept table; a subject that the table lacks stays in its own words
    population   规模以上 and the like, "" where the label has none
    transformation  "" for the quantity itself; yoy, mean_growth, change where the label is of a rate of change
    base_year    of a change (较2015年升降)
    note         what stood in brackets at the end of the label and is no part of the concept
    better       which way is good by the concept table; UNKNOWN where it does not say
    known        measure and every subject are entries of the table
    """

    label: str
    measure: str
    subject: str = ""
    whole: str = ""
    population: str = ""
    threshold: Threshold | None = None
    transformation: str = ""
    base_year: int | None = None
    note: str = ""
    better: Direction = Direction.UNKNOWN
    known: bool = False

    @property
    def variable(self) -> str:
        """The name under which it joins with statements and statistics."""
        return variable(self.measure, self.subject, self.whole, self.threshold)


def resolve(label: str) -> Indicator:
    """Resolve a label in the words of a plan or of a bureau. Never fails: what is unknown stays in its own words."""
    return _resolve(unicodedata.normalize("NFKC", label))


def variable(measure: str, subject: str, whole: str = "", threshold: Threshold | None = None) -> str:
    """ "share(value_added[coal], value_added[industry])", "count[industrial_park]{revenue>50000000000元}"."""
    core = f"{measure}[{subject}]" if subject else measure
    if whole:
        core = f"share({core}, {whole})"
    return core + _bar_text(threshold) if threshold else core


def polarity(measure: str, subject: str = "", whole: str = "") -> Direction:
    """Is more better? From the concept table: an entry for the very variable, else for the measure.

    Of a share in something that had better fall the table says nothing: more non-fossil energy in the energy used is no harm.
    """
    table = _table()
    own = table.better.get(variable(measure, subject, whole))
    if own is not None:
        return own
    of_measure = table.better.get(measure, Direction.UNKNOWN)
    return Direction.UNKNOWN if whole and of_measure is Direction.DOWN else of_measure


def measure_names() -> tuple[str, ...]:
    """Every alias of a measure, longest first (for scanners that compose labels)."""
    return _table().measure_order


def subject_aliases() -> dict[str, str]:
    """Every alias of a subject → its key (for finding industries and products in a text)."""
    return dict(_table().subjects)


def parts_of(key: str) -> tuple[str, ...]:
    """The subjects that make up this one by the concept table, () where it lists none."""
    return _table().parts.get(key, ())


def name_of(key: str, language: str = "zh") -> str:
    """The first alias of a measure or subject key (zh), or its English name."""
    return _table().names.get((key, language), key)


@dataclass(frozen=True, slots=True)
class _Table:
    measures: dict[str, str]
    subjects: dict[str, str]
    labels: dict[str, tuple[str, str, str]]
    populations: tuple[str, ...]
    same_populations: dict[str, str]
    better: dict[str, Direction]
    parts: dict[str, tuple[str, ...]]
    names: dict[tuple[str, str], str]
    default_measure: dict[str, str]
    part_measure: dict[str, str]
    rates: tuple[tuple[str, str], ...]
    measure_order: tuple[str, ...]


@cache
def _table() -> _Table:
    data = load("concepts.yaml")
    measures: dict[str, str] = {}
    subjects: dict[str, str] = {}
    names: dict[tuple[str, str], str] = {}
    better: dict[str, Direction] = {}
    parts: dict[str, tuple[str, ...]] = {}
    for entry in data["measures"]:
        for alias in entry["aliases"]:
            measures[_clean(alias)] = entry["key"]
        if "better" in entry:
            better[entry["key"]] = Direction(entry["better"])
        names[entry["key"], "zh"], names[entry["key"], "en"] = entry["aliases"][0], entry["en"]
    for entry in data["subjects"]:
        for alias in entry["aliases"]:
            subjects[_clean(alias)] = entry["key"]
        parts[entry["key"]] = tuple(entry.get("parts", ()))
        names[entry["key"], "zh"], names[entry["key"], "en"] = entry["aliases"][0], entry["en"]
    for key, way in data["better"].items():
        better[key] = Direction(way)
    labels = {
        _clean(alias): (e["measure"], e.get("subject", ""), e.get("whole", ""))
        for e in data["labels"]
        for alias in e["aliases"]
    }
    return _Table(
        measures,
        subjects,
        labels,
        tuple(data["populations"]),
        data["same_populations"],
        better,
        parts,
        names,
        data["default_measure"],
        data["part_measure"],
        tuple((row["suffix"], row["transformation"]) for row in data["rates"]),
        tuple(sorted(measures, key=lambda name: (-len(name), name))),
    )


def _clean(text: str) -> str:
    """NFKC, no spaces, quotes or 的; the form in which labels are compared."""
    return re.sub(r"[\s“”\"'‘’《》的]", "", unicodedata.normalize("NFKC", text))


@cache
def _resolve(label: str) -> Indicator:
    table, text, note = _table(), _clean(label), ""
    found = _NOTE.search(text)
    if found and text not in table.labels and _clean(found["note"]).upper() not in ("R&D", "园区"):
        note, text = found["note"], text[: found.start()]
    transformation, base_year = "", None
    if changed := _CHANGE.fullmatch(text):
        text, transformation, base_year = changed["label"], "change", int(changed["year"])
    else:
        for suffix, kind in table.rates:
            if text.endswith(suffix) and len(text) > len(suffix) and text not in table.labels:
                text, transformation = text.removesuffix(suffix), kind
                break
    if transformation == "yoy" and "年均" in note:
        transformation = "mean_growth"
    population, text = _population(text, table)
    measure, subject, whole, threshold, known = _compose(text, table)
    if not population and (found := re.search("规模以上", text)):
        population = found[0]
    return Indicator(
        label,
        measure,
        subject,
        whole,
        population,
        threshold,
        transformation,
        base_year,
        note,
        polarity(measure, subject, whole),
        known,
    )


def _compose(text: str, table: _Table) -> tuple[str, str, str, Threshold | None, bool]:
    """(measure, subject, whole, threshold, known) of a cleaned label without population and rate suffix."""
    if text in table.labels:
        return (*table.labels[text], None, True)
    if found := _CONTRIBUTION.fullmatch(text):
        part, to = _simple(found["part"], table), _simple(found["whole"], table)
        return f"contribution.{part[0]}", part[1], f"{to[0]}[{to[1]}]" if to[1] else to[0], None, part[2]
    if (found := _SHARE.fullmatch(text)) and found["whole"] != "比":
        whole_measure, whole_subject, whole_known = _simple(_population(found["whole"], table)[1], table)
        part_measure, part_subject, part_known = _simple(
            found["part"], table, table.part_measure.get(whole_measure, whole_measure)
        )
        whole = f"{whole_measure}[{whole_subject}]" if whole_subject else whole_measure
        return part_measure, part_subject, whole, None, whole_known and part_known
    threshold, rest = _threshold(text)
    measure, subject, known = _simple(rest, table)
    return measure, subject, "", threshold, known


def _simple(text: str, table: _Table, measure_if_none: str = "") -> tuple[str, str, bool]:
    """(measure, subject, known) of a label without share or threshold."""
    text = _strip_region(text)
    if text in table.labels:
        measure, subject, _ = table.labels[text]
        return measure, subject, True
    if text in table.subjects and (measure_if_none or table.subjects[text] in table.default_measure):
        key = table.subjects[text]
        return measure_if_none or table.default_measure[key], key, True
    added = next((text.removeprefix(word) for word in ADDED if text.startswith(word)), "")
    if added and (inner := _simple(added, table))[0] in _CHANGES:
        return _CHANGES[inner[0]], inner[1], inner[2]
    for alias in table.measure_order:
        if text.endswith(alias):
            subject, known = _subject(text.removesuffix(alias), table)
            return table.measures[alias], subject, known
    subject, known = _subject(text, table)
    return measure_if_none or "quantity", subject, known and bool(measure_if_none)


def _subject(text: str, table: _Table) -> tuple[str, bool]:
    """The key of a subject, with 行业, 产业 … taken off where that helps; else its own words."""
    text = _strip_region(text)
    if together := _together(text, table):
        return together, True
    for candidate in (text, *(text.removesuffix(s) for s in ("行业", "产业", "工业", "业") if text.endswith(s))):
        if candidate in table.subjects:
            return table.subjects[candidate], True
    return text, not text


def _together(text: str, table: _Table) -> str:
    """Several named subjects (风电、太阳能发电) as one: their keys in order, joined by "+"; "" where one of them is not known."""
    if text in table.subjects:
        return ""
    names = re.split("[、和与及]", text.removesuffix("总").removesuffix("合计"))
    keys = {table.subjects.get(name, "") for name in names}
    return "+".join(sorted(keys)) if len(names) > 1 and len(keys) == len(names) and "" not in keys else ""


ADDED = ("新增加", "新增", "净增", "新投产", "新增投产")
"""Words before a label that ask for what is added to it."""
_CHANGES = {"capacity": "new_capacity"}


def _population(text: str, table: _Table) -> tuple[str, str]:
    """(population, rest) of a label that begins with one."""
    stripped = _strip_region(text)
    for name in table.populations:
        if stripped.startswith(name):
            rest = stripped.removeprefix(name)
            if name in ("规模以上", "规上") and rest.startswith("工业企业"):
                rest = rest.removeprefix("工业企业")
                rest = "工业企业数" if rest in ("", "数") else "工业" + rest
            return table.same_populations.get(name, name), rest or stripped
    return "", text


def _strip_region(text: str) -> str:
    for prefix in ("全区", "全省", "全市", "全国", "我区", "我省", "我市", "全县", "全盟"):
        if text.startswith(prefix) and len(text) > len(prefix):
            return text.removeprefix(prefix)
    for length in range(min(9, len(text) - 1), 2, -1):
        found = find_region(text[:length])
        if found and text[:length] == found.name:
            return text[length:]
    return text


def _threshold(text: str) -> tuple[Threshold | None, str]:
    """Take a bar (产值超百亿元, 主营业务收入100亿元以上) off the front of a counting label."""
    found = _BAR.match(text)
    if not found or found.end() >= len(text):
        return None, text
    magnitude, unit = (found["a"], found["ua"]) if found["over"] else (found["b"], found["ub"])
    comparator = Comparator.GT if (found["over"] or "").startswith(("超", "大")) else Comparator.GE
    return Threshold(found["what"] or None, comparator, _WORDS.get(magnitude, magnitude), unit), text[found.end() :]


def _bar_text(threshold: Threshold) -> str:
    """{output>10000000000元}: the bar in the base unit, so that 百亿 and 100亿元 meet."""
    unit = find_unit(threshold.unit)
    digits = threshold.value
    if unit is not None and threshold.unit not in ("天", "日", "小时"):  # 292天 is no 0.8年 to a reader
        exact = Decimal(threshold.value) * unit.factor.numerator / unit.factor.denominator
        digits = f"{exact.normalize():f}{unit.base if unit.base != '' else '元'}"
    elif threshold.unit:
        digits += threshold.unit
    what = _table().measures.get(_clean(threshold.indicator or ""), threshold.indicator or "")
    sign = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}.get(threshold.comparator, "=")
    return f"{{{what}{sign}{digits}}}"
