"""Version 1 of the API. Reading is for pages and tokens alike; changing something needs a token. Rights are the site's one table."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, Literal

from django.conf import settings as conf
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import Field

from guihua.errors import GuihuaError
from guihua.version import __version__
from guihua.web import desk, exports, results, tables
from guihua.web.api.shapes import (
    FAULTS,
    Assessment,
    Fault,
    Finding,
    JobOut,
    LedgerOut,
    ObjectOut,
    Observation,
    PageOf,
    PlanOut,
    Statement,
)
from guihua.web.exports import Table
from guihua.web.models import Job
from guihua.web.results import Results
from guihua.web.work import queue


class Api(NinjaAPI):
    """The API, with how one shows who one is in its description: the gate asks, not the single operations."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """The description with its security schemes."""
        schema = super().get_openapi_schema(**asked)
        schema["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "a token of an organisation"},
            "session": {
                "type": "apiKey",
                "in": "cookie",
                "name": conf.SESSION_COOKIE_NAME,
                "description": "reading alone",
            },
        }
        schema["security"] = [{"token": []}, {"session": []}]
        return schema


api = Api(
    title="guihua",
    version=__version__,
    description="What a plan says, whether it adds up, and where its targets stand as known on a day. Magnitudes are text, exactly as written.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
)


UNCHANGED = {"description": "Nothing changed since the answer whose ETag stands in If-None-Match"}
FILES: dict[str, Any] = {
    "responses": {
        200: {
            "headers": {"ETag": {"schema": {"type": "string"}, "description": "of the data and the address"}},
            "content": {"text/csv": {}, "application/vnd.apache.arrow.stream": {}},
        },
        304: UNCHANGED,
    }
}


class NotReady(Exception):
    """The worker is still computing."""


class Asked(Schema):
    """What every table may be asked."""

    as_of: date | None = Field(None, description="the day one looks from, as 2021-12-31; today if left out")
    collected: bool = Field(False, description="count rows that are dated only by when they were collected")
    page: int = Field(1, ge=1, le=100_000, description="counted from 1; a page past the end is empty")
    per_page: int = Field(100, ge=1, le=1000, description="rows a page")
    format: Literal["json", "csv", "arrow"] = Field("json", description="csv and arrow hold all rows, without pages")


@api.get("/plan", response={200: PlanOut, **FAULTS}, url_name="plan")
def plan(request: HttpRequest) -> Any:
    """The plan's head and counts."""
    found = _results(request, Asked.model_construct())
    p = found.plan
    return {
        "title": p.title,
        "document_number": p.document_number,
        "issuer": p.issuer,
        "issued": p.issued,
        "in_force": p.in_force,
        "period": list(p.period) if p.period else None,
        "region": p.region,
        "text_sha256": p.text_sha256,
        "targets": len(p.targets),
        "facts": len(p.facts),
        "commitments": len(p.commitments),
        "version": found.version,
    }


@api.get("/statements", response={200: PageOf[Statement], **FAULTS}, openapi_extra=FILES, url_name="statements")
def statements(
    request: HttpRequest, asked: Query[Asked], kind: Literal["target", "fact", "policy"] | None = None
) -> Any:
    """Everything that the plan says with a number."""
    found = _results(request, asked)
    return _answer(
        request, found, asked, tables.statements(s for s in found.plan.statements if kind is None or s.kind == kind)
    )


@api.get("/indicators", response={200: PageOf[Assessment], **FAULTS}, openapi_extra=FILES, url_name="indicators")
def indicators(
    request: HttpRequest,
    asked: Query[Asked],
    status: Literal["ahead", "faster", "on_course", "lagging", "met", "missed", "unknown"] | None = None,
) -> Any:
    """Where every target stands."""
    found = _results(request, asked)
    return _answer(
        request, found, asked, tables.assessments(a for a in found.assessments if status is None or a.status == status)
    )


@api.get(
    "/indicators/{statement}/observations",
    response={200: PageOf[Observation], **FAULTS},
    openapi_extra=FILES,
    url_name="observations",
)
def observations(request: HttpRequest, statement: str, asked: Query[Asked]) -> Any:
    """The published figures that one verdict rests on, every vintage."""
    found = _results(request, asked)
    a = found.assessment(found.plan.statement(statement).id)
    return _answer(request, found, asked, tables.observations(a.observations if a else ()))


@api.get("/findings", response={200: PageOf[Finding], **FAULTS}, openapi_extra=FILES, url_name="findings")
def findings(
    request: HttpRequest, asked: Query[Asked], severity: Literal["error", "warning", "note"] | None = None
) -> Any:
    """What checking has to say, heaviest first."""
    found = _results(request, asked)
    return _answer(
        request, found, asked, tables.findings(f for f in found.findings if severity is None or f.severity == severity)
    )


@api.get("/ledgers", response={200: list[LedgerOut], **FAULTS}, url_name="ledgers")
def ledgers(request: HttpRequest) -> Any:
    """The declared ledgers."""
    return [
        {
            "name": of.name,
            "shape": of.shape,
            "zh": of.words.zh,
            "en": of.words.en,
            "fields": [f.name for f in of.fields],
            "states": [s.name for s in of.states],
        }
        for of in desk.ledgers().values()
    ]


class Paged(Schema):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=100_000, description="counted from 1; a page past the end is empty")
    per_page: int = Field(1000, ge=1, le=1000, description="objects a page")


@api.get("/ledgers/{ledger}/objects", response={200: list[ObjectOut], **FAULTS}, url_name="objects")
def objects(request: HttpRequest, ledger: str, asked: Query[Paged]) -> Any:
    """The objects of a ledger in the order of their ids; for a reporter's token those of its own body."""
    of = desk.ledger(ledger)
    seen = desk.visible(of, request.principal)
    first = (asked.page - 1) * asked.per_page
    return [
        {"id": s.subject, "state": s.state, "since": s.since, "values": {name: s.text(name) for name in s.values}}
        for s in (seen[key] for key in sorted(seen)[first : first + asked.per_page])
    ]


@api.get("/jobs/{uuid:job}", response={200: JobOut, **FAULTS}, url_name="job")
def job(request: HttpRequest, job: Any) -> Any:
    """How far a piece of long work is."""
    found = Job.objects.filter(pk=job).first()
    if found is None:
        raise HttpError(404, "no such job")
    return {
        "id": str(found.pk),
        "kind": found.kind,
        "state": found.state,
        "progress": found.progress,
        "fault": found.fault or None,
    }


def _results(request: HttpRequest, asked: Asked) -> Results:
    if not results.has_plan(results.project()):
        raise GuihuaError(
            "PLAN-UNKNOWN", "还没有读入规划 no plan was read yet", "到开始页放入一份 drop one in at /start/"
        )
    view = results.view_of(request.principal.role, asked.as_of or results.today(), asked.collected)
    found = results.ready(view)
    if found is None:
        queue.ask("results", results.asked(view), request.principal, key=str(view))
        found = results.wait_for(view)
    if found is None:
        raise NotReady
    return found


def _answer(request: HttpRequest, found: Results, asked: Asked, table: Table) -> Any:
    """One page of a table as JSON, or all of it as a file; unchanged data are not sent twice."""
    tag = '"' + hashlib.sha256(f"{found.view}|{request.get_full_path()}".encode()).hexdigest()[:32] + '"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    if asked.format != "json":
        response = exports.answer(table, asked.format)
    else:
        first = (asked.page - 1) * asked.per_page
        items = [dict(zip(table.columns, row, strict=True)) for row in table.rows[first : first + asked.per_page]]
        body = {
            "count": len(table.rows),
            "page": asked.page,
            "per_page": asked.per_page,
            "as_of": found.as_of,
            "version": found.version,
            "items": items,
        }
        response = api.create_response(request, body, status=200)
    response.headers["ETag"] = tag
    return response


@api.exception_handler(GuihuaError)
def _mendable(request: HttpRequest, error: GuihuaError) -> HttpResponse:
    status = 404 if "UNKNOWN" in error.code else 400
    return api.create_response(
        request, Fault(code=error.code, title=error.title, hint=error.hint, where=str(error.where)), status=status
    )


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first: dict[str, Any] = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()))
    return api.create_response(
        request,
        Fault(code="API-INVALID", title=str(first.get("msg", "invalid")), hint="see openapi.json", where=where),
        status=422,
    )


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return api.create_response(
        request, Fault(code="API-UNKNOWN", title=str(error), hint="", where=""), status=error.status_code
    )


@api.exception_handler(NotReady)
def _waiting(request: HttpRequest, error: NotReady) -> HttpResponse:
    response = api.create_response(
        request,
        Fault(code="API-COMPUTING", title="the results are being computed", hint="ask again in a second", where=""),
        status=503,
    )
    response.headers["Retry-After"] = "1"
    return response
