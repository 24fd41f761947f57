"""The shapes of the API's answers, for its description and its checks."""

from __future__ import annotations

from datetime import date
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field, create_model

from guihua.plan.data import load
from guihua.web import tables

Item = TypeVar("Item")


class Fault(Schema):
    """What is wrong, how to mend it, and where."""

    code: str = Field(examples=["STATEMENT-UNKNOWN"], description="stable; look it up in the guide")
    title: str = Field(examples=["没有这样的表述编号 no statement's id begins with 'x'"], description="what is wrong")
    hint: str = Field(examples=["guihua show 列出编号 lists the ids"], description="how to mend it")
    where: str = Field(examples=[""], description="file, line, cell or parameter")


class PageOf(Schema, Generic[Item]):
    """One page of a table. version: of the data; the same version and address give the same answer."""

    count: int = Field(examples=[58], description="rows in all")
    page: int = Field(examples=[1])
    per_page: int = Field(examples=[100])
    as_of: date = Field(examples=["2021-12-31"], description="the day one looks from")
    version: str = Field(examples=["5f3c0a9d81e2b476"], description="of the data")
    items: list[Item]


class PlanOut(Schema):
    """A plan's head."""

    title: str = Field(examples=["某区工业发展规划"])
    document_number: str = Field(examples=["某政发〔2017〕1号"])
    issuer: str = Field(examples=["某区人民政府"])
    issued: str = Field(examples=["2017-04-14"], description="when it was made; empty where the text does not say")
    in_force: str = Field(examples=["2017-05-01"], description="from when it holds; empty where the text does not say")
    period: list[int] | None = Field(examples=[[2016, 2020]], description="first and last year")
    region: str = Field(examples=["150000"], description="GB/T 2260 code")
    text_sha256: str = Field(examples=["29742f14dee5c0a5…"], description="of the extracted text that spans point into")
    targets: int = Field(examples=[58])
    facts: int = Field(examples=[48])
    commitments: int = Field(examples=[48], description="tasks without a number")
    version: str = Field(examples=["5f3c0a9d81e2b476"], description="of the data")


class LedgerOut(Schema):
    """A declared ledger."""

    name: str = Field(examples=["tasks"])
    shape: str = Field(examples=["task"], description="task, registry or problem")
    zh: str = Field(examples=["规划任务台账"])
    en: str = Field(examples=["Tasks of the plan"])
    fields: list[str] = Field(examples=[["task", "lead", "due"]])
    states: list[str] = Field(examples=[["proposed", "not_started", "finished"]])


class ObjectOut(Schema):
    """An object of a ledger."""

    id: str = Field(examples=["tasks-04eefcd0"])
    state: str = Field(examples=["not_started"])
    since: date = Field(examples=["2017-06-01"])
    values: dict[str, str] = Field(examples=[{"task": "建立监测平台", "lead": "自治区工信厅"}])


class JobOut(Schema):
    """A piece of long work."""

    id: str = Field(examples=["7a586d0a-21f9-48d3-a151-08f593b6f174"])
    kind: str = Field(examples=["report"])
    state: str = Field(examples=["running"], description="queued, running, done, failed or cancelled")
    progress: int = Field(examples=[40], description="per cent")
    fault: dict[str, Any] | None = Field(examples=[None], description="as Fault, where it failed")


def _row(name: str, columns: tuple[str, ...]) -> Any:
    """A row of a table: every cell is text, a whole number (years, offsets) or nothing; `columns.yaml` says what each means."""
    told = load("columns.yaml", "guihua.web.api")[name]
    fields: dict[str, Any] = {}
    for column in columns:
        example, meaning = told[column]
        fields[column] = (str | int | None, Field(None, description=meaning, examples=[example]))
    return create_model(name, __base__=Schema, **fields)


Statement = _row("Statement", tables.STATEMENT)
Assessment = _row("Assessment", tables.ASSESSMENT)
Observation = _row("Observation", tables.OBSERVATION)
Finding = _row("Finding", tables.FINDING)

FAULTS: dict[Any, Any] = {400: Fault, 401: Fault, 403: Fault, 404: Fault, 422: Fault, 503: Fault}
