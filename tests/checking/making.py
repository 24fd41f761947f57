"""Small invented plans for tests: sentences of our own with the statements that they make."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guihua.plan.concepts import resolve
from guihua.plan.plan import Plan, Section
from guihua.plan.statement import Comparator, Direction, Form, Kind, Statement, statement_id


def plan_of(*statements: Statement, text: str = "", **others: Any) -> Plan:
    """A plan whose text is its statements' quotes, one a line (or the given text, in which each quote stands once)."""
    whole = text or "\n".join(s.quote for s in statements)
    placed, start = [], 0
    for s in statements:
        found = whole.find(s.quote, start)
        found = whole.index(s.quote) if found < 0 else found
        start = found
        placed.append(
            replace(s, start=found, end=found + len(s.quote), value_start=found, value_end=found + len(s.quote))
        )
    return Plan(whole, tuple(placed), period=(2016, 2020), **others)


def said(
    indicator: str, form: Form, value: str, unit: str, year: int | None = 2020, *, quote: str = "", **others: Any
) -> Statement:
    """One statement; kind follows the year (2015 and before: fact)."""
    words = (
        quote or f"{year}年{indicator}{form}{value}{unit}{others.get('base_year', '')}{others.get('comparator', '')}"
    )
    found = resolve(indicator)
    slots: dict[str, Any] = {
        "kind": Kind.FACT if year is not None and year <= 2015 else Kind.TARGET,
        "comparator": Comparator.EQ,
        "direction": Direction.UNKNOWN,
        "measure": found.measure,
        "subject": found.subject,
        "whole": found.whole,
        "population": found.population,
        "threshold": found.threshold,
    } | others
    return Statement(
        id=statement_id("1", words, value, 0),
        form=form,
        value=(value,),
        unit=unit,
        indicator=indicator,
        quote=words,
        start=0,
        end=len(words),
        value_start=0,
        value_end=len(words),
        year=year,
        **slots,
    )


def level(indicator: str, value: str, unit: str, year: int = 2020, **others: Any) -> Statement:
    """达到…"""
    return said(indicator, Form.LEVEL, value, unit, year, **others)


def growth(indicator: str, value: str, year: int = 2020, base_year: int = 2015, **others: Any) -> Statement:
    """年均增长…%"""
    others = {"direction": Direction.UP} | others
    return said(indicator, Form.GROWTH, value, "%", year, base_year=base_year, period=(base_year + 1, year), **others)


def section(title: str, start: int, end: int) -> Section:
    """A section with its span."""
    return Section("1", title, 1, start, end)
