"""W3C Web Annotation (JSON-LD): one annotation a statement, with a position selector and a quote selector."""

from __future__ import annotations

import json
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.reading.exchange.anchors import anchor, context
from guihua.reading.exchange.records import record_of, statement_of

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def to_webannotation(plan: Plan) -> str:
    """An AnnotationPage of the plan's statements. Source: W3C Recommendation Web Annotation Data Model, 2017."""
    source = f"urn:sha256:{plan.text_sha256}"
    page = {
        "@context": CONTEXT,
        "id": f"urn:guihua:{plan.text_sha256}",
        "type": "AnnotationPage",
        "label": plan.title,
        "items": [_annotation(plan.text, statement, source) for statement in plan.statements],
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def from_webannotation(content: str, plan: Plan, source: str = "") -> tuple[Statement, ...]:
    """The statements of an AnnotationPage, or of a list of annotations, anchored in the plan's text."""
    try:
        page = json.loads(content)
        items = page["items"] if isinstance(page, dict) else page
        return tuple([_statement(item, plan.text, source) for item in items])
    except (ValueError, KeyError, TypeError, IndexError, StopIteration, RecursionError) as error:
        title = f"Web Annotation 读不出：{error} / the annotations cannot be read"
        hint = "需要位置与引文两种选择器 / position and quote selectors are needed"
        raise GuihuaError("EXCHANGE-FORMAT", title, hint, Place(source)) from None


def _annotation(text: str, statement: Statement, source: str) -> dict[str, Any]:
    return {
        "id": f"urn:guihua:statement:{statement.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": str(statement.kind)},
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": statement.indicator},
            {"type": "guihua:Statement", "format": "application/json", "value": record_of(statement)},
        ],
        "target": {
            "source": source,
            "selector": [
                *_selectors(text, statement.start, statement.end),
                {
                    "type": "TextPositionSelector",
                    "start": statement.start,
                    "end": statement.end,
                    "refinedBy": {
                        "type": "TextPositionSelector",
                        "start": statement.value_start - statement.start,
                        "end": statement.value_end - statement.start,
                    },
                },
            ],
        },
    }


def _selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    prefix, suffix = context(text, start, end)
    quote = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": prefix, "suffix": suffix}
    return [{"type": "TextPositionSelector", "start": start, "end": end}, quote]


def _statement(item: dict[str, Any], text: str, source: str) -> Statement:
    selectors = item["target"]["selector"]
    position = next(s for s in selectors if s["type"] == "TextPositionSelector")
    quote = next((s for s in selectors if s["type"] == "TextQuoteSelector"), None)
    exact = quote["exact"] if quote else text[position["start"] : position["end"]]
    prefix, suffix = (quote.get("prefix", ""), quote.get("suffix", "")) if quote else ("", "")
    start = anchor(text, int(position["start"]), int(position["end"]), exact, prefix, suffix, source)
    bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
    record = dict(next(b["value"] for b in bodies if b["type"] == "guihua:Statement"))
    refined = next((s["refinedBy"] for s in selectors if "refinedBy" in s), {"start": 0, "end": len(exact)})
    value = (start + int(refined["start"]), start + int(refined["end"]))
    return statement_of(record, text, (start, start + len(exact)), value, source)
