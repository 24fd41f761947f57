"""Text columns checked and given meaning, each distinct wording once, so that a million rows cost as little as can be.

The rules: what a source does not state stays ``unstated``; a partial date counts as its last day; a date that only says
when a figure was collected is marked so; a bad row is never guessed at, it goes into the table of bad rows with a reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.data import load
from guihua.plan.periods import Period, last_day
from guihua.plan.regions import find_region, region
from guihua.plan.units import Unit, find_unit
from guihua.statistics import frame
from guihua.statistics.coding import distinct, row_codes
from guihua.statistics.importing.table import DATA, RawTable
from guihua.statistics.observation import UNSTATED

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

NUMBER = r"-?(?:0|[1-9]\d*)(?:\.\d+)?"
_LOOSE = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?|([+-]?)(\.\d+)")
RATES = ("yoy", "share", "change", "mean_growth")
PER_CENT = ("rate", "points", "times")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the file itself does not say and the person at the terminal does (bureau, date, source …)."""

    region: str = ""
    published: str = ""
    publisher: str = ""
    source: str = ""
    grade: str = ""
    publish_level: str = ""
    note: str = ""
    accounting: str = ""
    indicator: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken: where, which column, why (``reasons.yaml``), what stood there, and its cell in a sheet."""

    row: int
    column: str
    code: str
    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Good rows as a frame; bad rows in order; how many rows were read."""

    frame: pa.Table
    bad: tuple[BadRow, ...]
    read: int
    withdrawn: pa.Array | None = None


class Bad(Exception):
    """Raised by a rule about one distinct wording."""

    def __init__(self, column: str, code: str, text: str = "") -> None:
        super().__init__(code)
        self.column, self.code, self.text = column, code, text


def check(raw: RawTable, defaults: Defaults | None = None, *, dimensions: dict[str, str] | None = None) -> Checked:
    """Check every row. ``dimensions``: of variables already in the store (variable + transformation -> dimension)."""
    work = _Work(raw, defaults or Defaults())
    work.map(("region_code", "region"), ("region",), _region)
    work.map(("indicator", "variable", "measure", "price_basis", "coverage", "base_period"), _NAMED, _naming)
    work.map(("period", "year", "period_type", "span"), ("label", "span"), _time)
    work.map(("unit",), ("unit",), _unit)
    work.map(("published", "vintage_note", "date_trust"), ("published", "date_trust", "vintage_note"), _date)
    work.map(("source", "publisher", "source_grade", "publish_level"), frame.SOURCE, _source)
    work.map(("accounting", "system", "obs_status", "note"), ("accounting", "system", "obs_status", "note"), _plain)
    work.map(("transformation", "label", "mean"), ("transformation",), _rate)
    work.map(("transformation", "unit"), (), _fits)
    work.values()
    work.dimensions(dimensions or {})
    work.available()
    work.duplicates()
    return work.result()


_NAMED = ("variable", "transformation", "price", "coverage", "base_period", "indicator", "mean")


@dataclass
class _Work:
    """The columns while they are checked; ``good`` marks the rows that are still good."""

    raw: RawTable
    defaults: Defaults
    out: dict[str, pa.Array] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        import numpy as np

        self.count = self.raw.columns.num_rows
        self.good: np.ndarray = np.ones(self.count, dtype=bool)
        self.bad = [BadRow(number, "", "row-shape", text[:80]) for number, text in self.raw.ragged]

    def column(self, name: str) -> pa.Array:
        """A column so far: checked, else as read, else the default on every row."""
        import numpy as np
        import pyarrow as pa

        if name in self.out:
            return self.out[name]
        if name in self.raw.columns.column_names:
            return self.raw.columns.column(name)
        given = getattr(self.defaults, {"source_grade": "grade", "region_code": "region"}.get(name, name), "")
        zeros = pa.array(np.zeros(self.count, dtype=np.int32))
        return pa.DictionaryArray.from_arrays(zeros, pa.array([given], pa.string()))

    def map(self, taken: tuple[str, ...], given: tuple[str, ...], rule: Callable[..., tuple[str, ...]]) -> None:
        """Apply a rule to each distinct wording of some columns."""
        import numpy as np
        import pyarrow as pa

        codes, uniques = distinct(pa.table({name: self.column(name) for name in taken}), taken)
        results: list[tuple[str, ...]] = []
        faults: dict[int, Bad] = {}
        for number, words in enumerate(uniques):
            try:
                results.append(rule(*words))
            except Bad as fault:
                faults[number] = fault
                results.append(("",) * len(given))
        where = codes.to_numpy(zero_copy_only=False)
        for index, name in enumerate(given):
            self.out[name] = _dictionary([r[index] for r in results], where)
        if faults:
            for row in np.flatnonzero(np.isin(where, list(faults)) & self.good).tolist():
                self.fail(row, faults[int(where[row])])

    def fail(self, row: int, fault: Bad) -> None:
        """Mark a row bad."""
        self.good[row] = False
        cell = self.raw.cells[row] if self.raw.cells else ""
        self.bad.append(BadRow(self.raw.rows[row].as_py(), fault.column, fault.code, fault.text, cell))

    def values(self) -> None:
        """Magnitudes as written, thousands separators and signs made plain; the printed digits stay."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        text = self.raw.columns.column("value").combine_chunks().cast(pa.string())
        plain = pc.match_substring_regex(text, f"^{NUMBER}$").to_numpy(zero_copy_only=False)
        if not plain.all():
            words = text.to_pylist() if (~plain).sum() > self.count // 10 else None
            fixed = {}
            for row in np.flatnonzero(~plain).tolist():
                word = words[row] if words else text[row].as_py()
                try:
                    fixed[row] = number(word)
                except Bad as fault:
                    if self.good[row]:
                        self.fail(int(row), fault)
            mended = text.to_pylist()
            for row, word in fixed.items():
                mended[row] = word
            text = pa.array(mended, pa.string())
        self.out["value"] = text

    def dimensions(self, known: dict[str, str]) -> None:
        """A variable keeps one dimension: money is not compared with tonnes."""
        seen = dict(known)

        def rule(variable: str, transformation: str, unit: str) -> tuple[str, ...]:
            found = find_unit(unit)
            if not variable or found is None:
                return ()
            key = f"{variable}|{transformation}"
            dimension = dimension_of(found)
            if seen.setdefault(key, dimension) != dimension:
                raise Bad("unit", "unit-differs", f"{unit} ({seen[key]})")
            return ()

        self.map(("variable", "transformation", "unit"), (), rule)

    def available(self) -> None:
        """The day from which a figure counts: its date's last day; without a date its period's end."""
        import numpy as np
        import pyarrow as pa

        codes, uniques = distinct(pa.table({n: self.column(n) for n in ("published", "label")}), ("published", "label"))
        days = [
            frame.days(date.fromisoformat(day)) if day else frame.days(Period.parse(label).end) if label else 0
            for day, label in uniques
        ]
        self.out["available"] = pa.array(np.array(days, dtype=np.int64)[codes.to_numpy(zero_copy_only=False)])

    def duplicates(self) -> None:
        """The same figure twice in one table: a repetition, or a contradiction in which neither is taken."""
        import numpy as np
        import pyarrow as pa

        keys = (*frame.SERIES, *frame.PERIOD, *frame.SOURCE, *frame.STATUS)
        table = pa.table({**{n: self.column(n) for n in keys}, "day": self.out["available"].cast(pa.string())})
        codes = row_codes(table, (*keys, "day"))
        rows = np.flatnonzero(self.good)
        order = rows[np.argsort(codes[rows], kind="stable")]
        same = np.flatnonzero(np.diff(codes[order]) == 0)
        for first, second in ((int(order[i]), int(order[i + 1])) for i in same):
            a, b = (self.out["value"][row].as_py() for row in (first, second))
            if a == b:
                self.fail(second, Bad("", "duplicate", str(self.raw.rows[first].as_py())))
                continue
            for row in (first, second):
                if self.good[row]:
                    self.fail(row, Bad("value", "conflict", f"{a} / {b}"))

    def result(self) -> Checked:
        """The good rows as a frame."""
        import pyarrow as pa

        table = pa.table({name: self.column(name) for name in (*frame.COLUMNS, "available")})
        kept = table if self.good.all() else table.filter(pa.array(self.good))
        bad = tuple(sorted(self.bad, key=lambda b: b.row))
        withdrawn = None
        if "withdrawn" in self.raw.columns.column_names:
            withdrawn = self.raw.columns.column("withdrawn").combine_chunks().filter(pa.array(self.good))
        return Checked(kept, bad, self.count + len(self.raw.ragged), withdrawn)


def dimension_of(unit: Unit) -> str:
    """The dimension in which units may stand beside one another: %, points and times are one."""
    return "rate" if unit.dimension in PER_CENT else unit.dimension


def number(word: str) -> str:
    """A magnitude as a plain string: 1,234.50 -> 1234.50, －2.3 -> -2.3."""
    text = unicodedata.normalize("NFKC", word).strip().replace("−", "-").replace("–", "-")
    if not text:
        raise Bad("value", "value-missing")
    found = _LOOSE.fullmatch(text)
    if not found:
        raise Bad("value", "value-invalid", word[:40])
    sign, whole, part, sign2, bare = found.groups()
    digits = (whole or "0").replace(",", "").lstrip("0") or "0"
    return ("-" if "-" in (sign or sign2 or "") else "") + digits + (part or bare or "")


def _dictionary(values: list[str], where: np.ndarray) -> pa.Array:
    """One value for each distinct wording, spread over the rows."""
    import numpy as np
    import pyarrow as pa

    index: dict[str, int] = {}
    codes = np.array([index.setdefault(v, len(index)) for v in values], dtype=np.int32)
    spread = codes[where] if len(values) else np.zeros(0, dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(spread), pa.array(list(index), pa.string()))


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


def _region(code: str, name: str) -> tuple[str]:
    code, name = code.strip(), name.strip()
    try:
        found = region(code) if code else find_region(name)
    except GuihuaError:
        raise Bad("region_code", "region-unknown", code) from None
    if found is None:
        raise Bad("region", "region-unknown", name)
    if name and name not in (found.code, found.name, found.short) and find_region(name) != found:
        raise Bad("region", "region-differs", f"{name} / {code}")
    return (found.code,)


def _naming(label: str, variable: str, measure: str, price: str, coverage: str, base: str) -> tuple[str, ...]:
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


def _time(period: str, year: str, kind: str, span: str) -> tuple[str, str]:
    try:
        found = Period.parse(unicodedata.normalize("NFKC", period))
    except GuihuaError:
        raise Bad("period", "period-invalid", period) from None
    if year.strip() and year.strip() != str(found.last_year):
        raise Bad("period", "period-differs", f"{period} / {year}")
    return str(found), _word("span", span, "span-unknown")


def _unit(unit: str) -> tuple[str]:
    found = find_unit(unit)
    if found is None or not unit.strip():
        raise Bad("unit", "unit-unknown", unit)
    return (found.text,)


def _date(published: str, vintage: str, trust: str) -> tuple[str, str, str]:
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


def _source(source: str, publisher: str, grade: str, level: str) -> tuple[str, str, str, str]:
    level = level.strip() or "public"
    if level not in ("public", "internal") and not re.fullmatch(r"embargoed until \d{4}-\d\d-\d\d", level):
        raise Bad("publish_level", "level-unknown", level)
    return source.strip(), publisher.strip() or UNSTATED, _word("source_grade", grade, "grade-unknown"), level


def _plain(accounting: str, system: str, status: str, note: str) -> tuple[str, str, str, str]:
    return accounting.strip() or UNSTATED, system.strip() or UNSTATED, status.strip(), note.strip()


def _rate(transformation: str, label: str, mean: str) -> tuple[str]:
    """Over several years a growth rate is a published mean, or it is not clear what it is."""
    if transformation == "yoy" and label and Period.parse(label).months > 12:
        if not mean:
            raise Bad("measure", "period-rate", label)
        return ("mean_growth",)
    return (transformation,)


def _fits(transformation: str, unit: str) -> tuple[str, ...]:
    found = find_unit(unit) if unit else None
    if found is not None and transformation in RATES and found.dimension not in PER_CENT:
        raise Bad("unit", "unit-unfit", unit)
    return ()
