"""What each distinct wording of an imported table means: region or unit, indicator, time, unit, date, source.

A rule takes the texts of some columns and gives those of others; a wording that it cannot take raises `Bad` with the
column and the reason (`reasons.yaml`). Nothing is guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.periods import Period, last_day
from guihua.plan.regions import find_region, region
from guihua.plan.units import Unit, find_unit
from guihua.statistics import publishers
from guihua.statistics.bodies import Bodies
from guihua.statistics.importing.head_words import clean, spoken_period
from guihua.statistics.importing.table import DATA
from guihua.statistics.observation import UNSTATED

NUMBER = r"-?(?:0|[1-9]\d*)(?:\.\d+)?"
_LOOSE = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?|([+-]?)(\.\d+)", re.ASCII)
_NO_DIGITS = ("<super>", "<sub>", "<circle>", "<fraction>", "<compat>")
"""Signs that become digits by normalisation and are none: the 1 of a footnote (7.2¹, 7.2①) is no part of the figure."""
RATES = ("yoy", "share", "change", "mean_growth")
PER_CENT = ("rate", "points", "times")
PAGE = "page"


class Bad(Exception):
    """Raised by a rule about one distinct wording."""

    def __init__(self, column: str, code: str, text: str = "") -> None:
        super().__init__(code)
        self.column, self.code, self.text = column, code, text


def dimension_of(unit: Unit) -> str:
    """The dimension in which units may stand beside one another: %, points and times are one."""
    return "rate" if unit.dimension in PER_CENT else unit.dimension


def number(word: str) -> str:
    """A magnitude as a plain string: 1,234.50 -> 1234.50, －2.3 -> -2.3. A footnote's mark on it is refused."""
    if any(unicodedata.decomposition(c).startswith(_NO_DIGITS) for c in word):
        raise Bad("value", "value-invalid", word[:40])
    text = unicodedata.normalize("NFKC", word).strip().replace("−", "-").replace("–", "-")
    if not text:
        raise Bad("value", "value-missing")
    found = _LOOSE.fullmatch(text)
    if not found:
        raise Bad("value", "value-invalid", word[:40])
    sign, whole, part, sign2, bare = found.groups()
    digits = (whole or "0").replace(",", "").lstrip("0") or "0"
    return ("-" if "-" in (sign or sign2 or "") else "") + digits + (part or bare or "")


@cache
def _words(column: str) -> dict[str, str]:
    table = load("columns.yaml", DATA)["words"][column]
    return {_key(str(w)): str(meaning) for meaning, words in table.items() for w in words}


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().lower()


def _word(column: str, text: str, code: str) -> str:
    try:
        return _words(column)[_key(text)]
    except KeyError:
        raise Bad(column, code, text) from None


def read_place(bodies: Bodies, code: str, name: str) -> tuple[str]:
    """The code of a region, or of a park or enterprise that the project knows."""
    code, name = _code_and_name(code.strip(), name.strip())
    body = bodies.find(code or name)
    if body is not None:
        if code and name and name != body.name:
            raise Bad("region", "region-differs", f"{name} / {code}")
        return (body.code,)
    if not code and not name:
        raise Bad("region", "region-missing")
    try:
        found = region(code) if code else find_region(name)
    except GuihuaError:
        raise Bad("region_code", "region-unknown", code) from None
    if found is None:
        raise Bad("region", "region-unknown", name)
    if name and name not in (found.code, found.name, found.short) and find_region(name) != found:
        raise Bad("region", "region-differs", f"{name} / {code}")
    return (found.code,)


def _code_and_name(code: str, name: str) -> tuple[str, str]:
    """Codes and names in whichever of the two columns they stand; one column may hold some of each."""
    if code and not name and not code.isascii():
        return "", code
    if name and not code and re.fullmatch(r"\d{6}", name):
        return name, ""
    return code, name


def read_naming(label: str, variable: str, measure: str, price: str, coverage: str, base: str) -> tuple[str, ...]:
    """The concept of a label; a label that names a rate of change is that indicator's growth."""
    label = label.strip()
    if not label:
        raise Bad("indicator", "indicator-missing")
    found = concepts.resolve(label)
    said = _word("measure", measure, "measure-unknown") if measure.strip() else ""
    if said in ("", "level", "share") and not found.transformation and (found.whole or said == "share"):
        said = "share"
    transformation = found.transformation or said or "level"
    if said in ("mean_growth", "change", "index"):
        transformation = said
    base_period = base.strip() or (str(found.base_year) if found.base_year else "")
    if base_period:
        try:
            base_period = str(Period.parse(base_period))
        except GuihuaError:
            raise Bad("base_period", "period-invalid", base) from None
    stated = coverage.strip() or found.population or _coverage(label, found.note)
    return (
        variable.strip() or found.variable,
        transformation,
        _word("price_basis", price, "price-unknown"),
        stated or UNSTATED,
        base_period,
        label,
        "mean" if "年均" in found.note or transformation == "mean_growth" else "",
    )


def _coverage(label: str, note: str) -> str:
    """What the label itself says of coverage: 全部工业…, …(500万元以上)."""
    if label.startswith("全部"):
        return "全部"
    return note if "以上" in note else ""


def read_time(period: str, year: str, kind: str, span: str) -> tuple[str, str]:
    """A period, and whether it is that alone or the year to its end."""
    try:
        found = _period(unicodedata.normalize("NFKC", period).strip())
    except GuihuaError:
        raise Bad("period", "period-invalid", period) from None
    if year.strip() and year.strip() != str(found.last_year):
        raise Bad("period", "period-differs", f"{period} / {year}")
    return str(found), _word("span", span, "span-unknown")


def _period(text: str) -> Period:
    """A period as we write it, or as people do: 2018年, 2018年6月, 2018年1-6月, 2018年上半年, 2018年一季度, 2018-06, 201806."""
    if month := _MONTH.fullmatch(text):
        return Period(int(month[1]), int(month[2]), int(month[1]), int(month[2]))
    spoken = spoken_period(text) if _SPOKEN.fullmatch(clean(text)) else None
    return spoken or Period.parse(text)


_MONTH = re.compile(r"((?:19|20)\d{2})(?:[-./](?=\d)|(?=\d\d$))(1[0-2]|0?[1-9])")
_SPOKEN = re.compile(r"20\d{2}年(?:\d{1,2}月?(?:[-—–~至到]\d{1,2})?月|上半年|前三季度|[一二三四1-4]季度)?")


def read_unit(unit: str) -> tuple[str]:
    """The unit as the unit table writes it."""
    found = find_unit(unit)
    if found is None or not unit.strip():
        raise Bad("unit", "unit-unknown", unit)
    return (found.text,)


def read_day(published: str, vintage: str, trust: str) -> tuple[str, str, str]:
    """(last day, trust, vintage note)."""
    note, said = _word("vintage_note", vintage, "vintage-unknown"), _word("date_trust", trust, "trust-unknown")
    text = unicodedata.normalize("NFKC", published).strip().replace("/", "-")
    if _key(text) in _no_date() or said == "none":
        return "", "none", note
    try:
        day = last_day(text)
    except GuihuaError:
        raise Bad("published", "date-invalid", published) from None
    if day > date.today() and len(text) == 10:
        raise Bad("published", "date-late", published)
    partial = "exact" if text.count("-") == 2 else "partial"
    return day.isoformat(), said or ("collected" if note == "unknown" else partial), note


@cache
def _no_date() -> frozenset[str]:
    return frozenset(_key(str(w)) for w in load("columns.yaml", DATA)["no_date"])


def read_source(given: str, source: str, publisher: str, grade: str, level: str) -> tuple[str, str, str, str, str]:
    """Source, publisher, grade, publish level, and PAGE where the source alone says that level.

    A level that a row does not state is the one that the person who imports has given; where there is none either, a figure
    whose source is a page on the internet has been published: it is public. Any other stays unstated, and does not leave the house.
    """
    level = level.strip() or given.strip()
    by_page = PAGE if not level and _page().fullmatch(source.strip()) else ""
    level = level or ("public" if by_page else "")
    if level not in ("", "public", "internal") and not re.fullmatch(r"embargoed until \d{4}-\d\d-\d\d", level):
        raise Bad("publish_level", "level-unknown", level)
    return source.strip(), publisher.strip() or UNSTATED, _word("source_grade", grade, "grade-unknown"), level, by_page


def read_vouched(confirmed: frozenset[str], grade: str, publisher: str, source: str) -> tuple[str, str]:
    """The grade, and the source of a figure that calls itself official without a person's word: it is taken as secondary."""
    if grade != "official" or publishers.ANY in confirmed:
        return grade, ""
    name = publishers.source_name("" if publisher == UNSTATED else publisher, source)
    if name in confirmed and publishers.can_be_official(name):
        return grade, ""
    return "secondary", name or "?"


@cache
def _page() -> re.Pattern[str]:
    return re.compile(load("columns.yaml", DATA)["page"]["pattern"], re.IGNORECASE)


def read_plain(accounting: str, system: str, status: str, note: str) -> tuple[str, str, str, str]:
    """Texts that are kept as they are; what is not stated is said to be so."""
    return accounting.strip() or UNSTATED, system.strip() or UNSTATED, status.strip(), note.strip()


def read_rate(transformation: str, label: str, mean: str) -> tuple[str]:
    """Over several years a growth rate is a published mean, or it is not clear what it is."""
    if transformation == "yoy" and label and Period.parse(label).months > 12:
        if not mean:
            raise Bad("measure", "period-rate", label)
        return ("mean_growth",)
    return (transformation,)


def read_fits(transformation: str, variable: str, unit: str) -> tuple[str, ...]:
    """A rate or share is in per cent; the level of an amount is not."""
    found = find_unit(unit) if unit else None
    if found is None:
        return ()
    if transformation in RATES and found.dimension not in PER_CENT:
        raise Bad("unit", "unit-unfit", unit)
    if transformation == "level" and found.dimension in PER_CENT and variable.partition("[")[0] in amounts():
        raise Bad("unit", "unit-level", unit)
    return ()


@cache
def amounts() -> frozenset[str]:
    """The measures whose level is never in per cent."""
    return frozenset(load("columns.yaml", DATA)["amounts"])
