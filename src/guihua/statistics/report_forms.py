"""Reporting forms (报表): which figures a body is asked for, under whose authority; one figure is asked once.

A form is a YAML file of the project's folder `forms`: number (表号), zh, en, every (month, year), authority (制定机关), approval
(批准或备案文号), valid_until, and its figures, each with the label, unit and coverage by which it is stored as an observation of the body's region.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError, Place
from guihua.plan.files import read_utf8
from guihua.plan.limits import bounded_yaml

KEYS = {"number", "zh", "en", "every", "authority", "approval", "valid_until", "figures", "note"}
FIGURE_KEYS = {"key", "indicator", "unit", "coverage", "measure", "price", "span", "cell", "of", "part_of", "parts"}


class Cell(StrEnum):
    """Which figure of a quantity a cell asks for: 本期, 累计, 上年同期 (累计 where the form asks for it), 同比."""

    NOW = "now"
    YTD = "ytd"
    LAST_YEAR = "last_year"
    YOY = "yoy"


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure of a form. measure: level, yoy …, as in tables that are imported; span: single or ytd.

    cell      which figure of its quantity; of: the name by which cells of one quantity belong together ("": by themselves)
    part_of   key of the whole of which this is a part (其中); parts: keys whose sum this is
    """

    key: str
    indicator: str
    unit: str
    coverage: str = ""
    measure: str = "level"
    price: str = ""
    span: str = "single"
    cell: Cell = Cell.NOW
    of: str = ""
    part_of: str = ""
    parts: tuple[str, ...] = ()

    @property
    def quantity(self) -> str:
        """What the cells of one quantity share."""
        return self.of or self.key


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A reporting form. Empty heads are not settled yet, and shown so. every: month or year."""

    number: str
    zh: str
    en: str
    figures: tuple[Asked, ...]
    authority: str = ""
    approval: str = ""
    valid_until: str = ""
    note: str = ""
    every: str = "month"

    def period(self, month: str) -> str:
        """The period that figures of a report for this month (2020-12) stand for: 2020M12, or 2020 for a yearly form."""
        return month[:4] if self.every == "year" else month.replace("-", "M")

    def earlier(self, month: str) -> tuple[str, str]:
        """The periods before this one and a year before it, as ledgers write them; "" for the former of a yearly form."""
        year, number = int(month[:4]), int(month[5:7])
        before = f"{year - (number == 1)}-{number - 1 or 12:02}" if self.every == "month" else ""
        return before, f"{year - 1}-{month[5:7]}"


def load_forms(folder: Path) -> dict[str, ReportForm]:
    """All forms of a folder by number; none where there is no folder.

    Errors: FORM-YAML, FORM-KEY, FORM-TWICE (a number, or one figure asked by two forms).
    """
    forms: dict[str, ReportForm] = {}
    seen: dict[tuple[str | bool, ...], str] = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        form = _form(path)
        if form.number in forms:
            raise GuihuaError("FORM-TWICE", f"表号重复 two forms have the number {form.number}", "", str(path))
        for figure in form.figures:
            what = (
                figure.indicator,
                figure.unit,
                figure.coverage,
                figure.measure,
                figure.span,
                figure.cell is Cell.LAST_YEAR,
            )
            if what in seen:
                raise GuihuaError(
                    "FORM-TWICE",
                    f"一数多报 {figure.indicator} is asked by {seen[what]} too",
                    "一个数只报一次 ask for it once",
                    str(path),
                )
            seen[what] = form.number
        forms[form.number] = form
    return forms


def as_table(form: ReportForm, region: str, period: str, values: Mapping[str, str]) -> bytes:
    """What a body filled in, as the long table that every import takes; figures left empty are left out."""
    import csv
    import io

    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        ("region_code", "indicator", "period", "span", "value", "unit", "measure", "price_basis", "coverage")
    )
    for figure in form.figures:
        if values.get(figure.key, "").strip():
            writer.writerow(
                (
                    region,
                    figure.indicator,
                    _year_before(period) if figure.cell is Cell.LAST_YEAR else period,
                    figure.span,
                    values[figure.key].strip(),
                    figure.unit,
                    figure.measure,
                    figure.price,
                    figure.coverage,
                )
            )
    return file.getvalue().encode("utf-8")


def _form(path: Path) -> ReportForm:
    try:
        found: Any = bounded_yaml(read_utf8(path), yaml.SafeLoader, str(path))
        unknown = sorted(set(found) - KEYS) + sorted({k for f in found["figures"] for k in f} - FIGURE_KEYS)
        if unknown:
            raise GuihuaError(
                "FORM-KEY",
                f"不认识的字段 unknown key {unknown[0]!r}",
                f"{', '.join(sorted(KEYS | FIGURE_KEYS))}",
                Place(str(path)),
            )
        figures = tuple(_asked(row) for row in found["figures"])
        head = {k: str(v) for k, v in found.items() if k != "figures"}
        form = ReportForm(figures=figures, **{"en": head["zh"], **head})
    except (yaml.YAMLError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise GuihuaError(
            "FORM-YAML", f"报表文件有误 not a form: {error}", "number, zh, figures: [{key, indicator, unit}]", str(path)
        ) from None
    if form.every not in ("month", "year"):
        raise GuihuaError("FORM-KEY", f"不认识的周期 unknown every: {form.every}", "month, year", str(path))
    if len({f.key for f in form.figures}) < len(form.figures):
        raise GuihuaError("FORM-TWICE", "指标键重复 two figures have one key", "", str(path))
    keys = {f.key for f in form.figures}
    lost = next((k for f in form.figures for k in (f.part_of, *f.parts) if k and k not in keys), "")
    if lost:
        raise GuihuaError("FORM-KEY", f"没有这个指标键 no figure has the key {lost!r}", "part_of, parts", str(path))
    return form


def _asked(row: Mapping[str, Any]) -> Asked:
    more = {str(k): str(v) for k, v in row.items() if k not in ("cell", "parts")}
    parts = tuple(str(key) for key in row.get("parts", ()))
    return Asked(**more, cell=Cell(str(row.get("cell", "now"))), parts=parts)


def _year_before(period: str) -> str:
    """2020M12 → 2019M12; 2020 → 2019."""
    return f"{int(period[:4]) - 1}{period[4:]}"
