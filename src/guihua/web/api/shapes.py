"""The shapes of the API's answers, for its description and its checks."""

from __future__ import annotations

from datetime import date
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import create_model

from guihua.web import tables

Item = TypeVar("Item")


class Fault(Schema):
    """What is wrong, how to mend it, and where."""

    code: str
    title: str
    hint: str
    where: str


class PageOf(Schema, Generic[Item]):
    """One page of a table. version: of the data; the same version and address give the same answer."""

    count: int
    page: int
    per_page: int
    as_of: date
    version: str
    items: list[Item]


class PlanOut(Schema):
    """A plan's head."""

    title: str
    document_number: str
    issuer: str
    issued: str
    period: list[int] | None
    region: str
    text_sha256: str
    targets: int
    facts: int
    commitments: int
    version: str


class LedgerOut(Schema):
    """A declared ledger."""

    name: str
    shape: str
    zh: str
    en: str
    fields: list[str]
    states: list[str]


class ObjectOut(Schema):
    """An object of a ledger."""

    id: str
    state: str
    since: date
    values: dict[str, str]


class JobOut(Schema):
    """A piece of long work."""

    id: str
    kind: str
    state: str
    progress: int
    fault: dict[str, Any] | None


def _row(name: str, columns: tuple[str, ...]) -> Any:
    """A row of a table: every cell is text, a whole number (years, offsets) or nothing."""
    fields: dict[str, Any] = dict.fromkeys(columns, (str | int | None, None))
    return create_model(name, __base__=Schema, **fields)


Statement = _row("Statement", tables.STATEMENT)
Assessment = _row("Assessment", tables.ASSESSMENT)
Observation = _row("Observation", tables.OBSERVATION)
Finding = _row("Finding", tables.FINDING)

FAULTS: dict[Any, Any] = {400: Fault, 401: Fault, 403: Fault, 404: Fault, 422: Fault, 503: Fault}
