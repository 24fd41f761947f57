"""Typed results as rows for downloads and for the API: the design's field names, magnitudes as text."""

from __future__ import annotations

from collections.abc import Iterable

from guihua.checking.finding import Finding
from guihua.plan.statement import Statement
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.findings import sentence as finding_sentence
from guihua.view.statements import value_words
from guihua.web.exports import Cell, Table

STATEMENT = (
    "id",
    "kind",
    "form",
    "comparator",
    "value",
    "unit",
    "indicator",
    "measure",
    "subject",
    "whole",
    "population",
    "region",
    "scope",
    "price",
    "year",
    "base_year",
    "base_value",
    "direction",
    "modifier",
    "nature",
    "section",
    "start",
    "end",
    "quote",
)
ASSESSMENT = (
    "id",
    "indicator",
    "target",
    "value",
    "unit",
    "year",
    "base",
    "base_unit",
    "base_period",
    "latest",
    "latest_unit",
    "latest_period",
    "latest_coverage",
    "latest_accounting",
    "latest_published",
    "latest_figure",
    "pace",
    "gap",
    "required",
    "status",
    "status_zh",
    "reason",
    "coverage_note",
    "methods_agree",
    "likelihood",
    "as_of",
    "quote",
)
OBSERVATION = (
    "id",
    "region",
    "variable",
    "indicator",
    "period",
    "span",
    "value",
    "unit",
    "transformation",
    "price",
    "coverage",
    "accounting",
    "system",
    "obs_status",
    "publisher",
    "published",
    "date_trust",
    "grade",
    "publish_level",
    "source",
    "withdrawn",
    "note",
)
FINDING = ("id", "code", "severity", "holds", "weight", "statements", "sentence_zh", "sentence_en", "proof")


def statements(rows: Iterable[Statement]) -> Table:
    """What the plan says."""
    return Table("statements", STATEMENT, tuple(tuple(_cell(getattr(s, name)) for name in STATEMENT) for s in rows))


def assessments(rows: Iterable[Assessment]) -> Table:
    """Where the targets stand."""
    return Table("indicators", ASSESSMENT, tuple(_assessment(a) for a in rows))


def observations(rows: Iterable[Observation], name: str = "observations") -> Table:
    """Published figures by vintage."""
    return Table(name, OBSERVATION, tuple(tuple(_cell(getattr(o, column)) for column in OBSERVATION) for o in rows))


def findings(rows: Iterable[Finding]) -> Table:
    """What checking has to say."""
    return Table(
        "findings",
        FINDING,
        tuple(
            (
                f.id,
                f.code,
                f.severity.value,
                _cell(f.holds),
                f.weight,
                " ".join(m.statement for m in f.members if m.statement),
                finding_sentence(f, "zh"),
                finding_sentence(f, "en"),
                f.proof,
            )
            for f in rows
        ),
    )


def _assessment(a: Assessment) -> tuple[Cell, ...]:
    s, base, last = a.statement, a.base, a.latest
    return (
        s.id,
        told.name(s),
        value_words(s),
        "|".join(s.value),
        s.unit,
        s.year,
        a.base_value or (base.value if base else None),
        a.unit if a.base_value else base.unit if base else None,
        str(base.period) if base else None,
        a.latest_value or (last.value if last else None),
        a.unit if a.latest_value else last.unit if last else None,
        str(last.period) if last else None,
        last.coverage if last else None,
        last.accounting if last else None,
        _cell(last.published) if last else None,
        told.observation_words(last) if last else None,
        a.pace,
        a.gap,
        a.required,
        a.status.value,
        a.status.zh,
        a.reason.value if a.reason else None,
        _cell(a.coverage_note),
        _cell(a.agree) if a.methods else None,
        a.likelihood,
        a.as_of.isoformat(),
        s.quote,
    )


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "|".join(str(v) for v in value)
    return str(value)
