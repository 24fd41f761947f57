"""The API's description as a page that works without script: every operation with its parameters, an example to copy, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from guihua.web.api.v1 import api
from guihua.web.templating import page

REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: where it stands (path or query), what it may hold, what it is when left out."""

    name: str
    place: str
    holds: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an answer's rows."""

    name: str
    holds: str
    example: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, read from the description itself: what is written there is what is shown."""

    method: str
    path: str
    says: str
    parameters: tuple[Parameter, ...]
    row: str
    fields: tuple[Field, ...]
    example: str
    answer: str
    statuses: tuple[tuple[str, str], ...]


def api_docs(request: HttpRequest) -> HttpResponse:
    """The reference of the API."""
    return page(
        request,
        "pages/apidocs.html",
        operations=operations(),
        fault=json.dumps(
            example(_schema()["components"]["schemas"], {"$ref": f"{REF}Fault"}), ensure_ascii=False, indent=2
        ),
        site=request.build_absolute_uri("/").rstrip("/"),
    )


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the description, in its order."""
    schema = _schema()
    known = schema["components"]["schemas"]
    found = []
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            answer = told["responses"]["200" if "200" in told["responses"] else 200]["content"]["application/json"][
                "schema"
            ]
            row, fields = _row(known, answer)
            parameters = tuple(_parameter(p) for p in told.get("parameters", ()))
            filled = path
            for p in parameters:
                filled = filled.replace("{" + p.name + "}", _PATHS.get(p.name, p.name))
            statuses = tuple(
                (str(code), r["description"]) for code, r in sorted(told["responses"].items(), key=lambda r: str(r[0]))
            )
            found.append(
                Operation(
                    method.upper(), path, told.get("description", ""), parameters, row, fields, filled,
                    json.dumps(example(known, answer), ensure_ascii=False, indent=2), statuses,
                )
            )  # fmt: skip
    return tuple(found)


_PATHS = {"statement": "2.3-6607eed3", "ledger": "tasks", "job": "7a586d0a-21f9-48d3-a151-08f593b6f174"}


def example(known: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """An answer of this shape, made of the examples of its fields."""
    if "$ref" in schema:
        return example(known, known[schema["$ref"].removeprefix(REF)])
    if schema.get("examples"):
        return schema["examples"][0]
    if "properties" in schema:
        return {name: example(known, part) for name, part in schema["properties"].items()}
    if schema.get("type") == "array":
        return [example(known, schema["items"])]
    return schema.get("default")


def _row(known: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[str, tuple[Field, ...]]:
    """The name and the fields of what an answer lists, or of the answer itself."""
    name = schema.get("$ref", "").removeprefix(REF)
    shape = known[name] if name else schema
    if shape.get("type") == "array":
        return _row(known, shape["items"])
    if "items" in shape.get("properties", {}):
        return _row(known, shape["properties"]["items"]["items"])
    fields = tuple(
        Field(n, _holds(p), _text(example(known, p)), p.get("description", "")) for n, p in shape["properties"].items()
    )
    return name, fields


def _parameter(told: Mapping[str, Any]) -> Parameter:
    schema = told["schema"]
    default = schema.get("default")
    return Parameter(
        told["name"],
        told["in"],
        _holds(schema),
        _text(default) if default is not None else "",
        told.get("description", ""),
    )


def _holds(schema: Mapping[str, Any]) -> str:
    """What a value may be: its choices, else its type with its bounds."""
    parts = [p for p in schema.get("anyOf", (schema,)) if p.get("type") != "null"]
    if any("enum" in p for p in parts):
        return " | ".join(str(v) for p in parts for v in p.get("enum", ()))
    said = " | ".join(str(p.get("format") or p.get("type") or "") for p in parts)
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{said} {low}–{high}" if low is not None and high is not None else said


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _schema() -> Any:
    return api.get_openapi_schema()
