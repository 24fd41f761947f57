"""W3C Web Annotation (JSON-LD): one annotation a statement, with a position selector and a quote selector.

Other programs' annotations are taken too: any with a quote (or, on the same text, a position) and one of the kinds as a tag.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.anchors import context
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.reading.exchange.anchors import anchor
from guihua.reading.exchange.exchanged import Imported, Problem, kind_of, named, quantity_in, record_of, statement_of

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PAGE = "urn:guihua:"
STATEMENT = "urn:guihua:statement:"
HASH = "urn:sha256:"
EXPORTED = "guihua:statements"
"""The ids that a page was made with, so that a deleted annotation is known from one that came later."""


def to_webannotation(plan: Plan) -> str:
    """An AnnotationPage of the plan's statements. Source: W3C Recommendation Web Annotation Data Model, 2017."""
    source = HASH + plan.text_sha256
    page = {
        "@context": CONTEXT,
        "id": PAGE + plan.text_sha256,
        "type": "AnnotationPage",
        "label": plan.title,
        EXPORTED: [statement.id for statement in plan.statements],
        "items": [_annotation(plan.text, statement, source) for statement in plan.statements],
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def from_webannotation(content: str, plan: Plan, source: str = "") -> Imported:
    """The statements of an AnnotationPage, or of a list of annotations, anchored in the plan's text.

    What a page of guihua's no longer holds was deleted; another program's file adds and changes and deletes nothing.
    """
    try:
        page = json.loads(content)
        items = page["items"] if isinstance(page, dict) else page
        if not isinstance(items, list) or any(not isinstance(item, dict) for item in items):
            raise TypeError("items")
        exported = frozenset(map(str, page.get(EXPORTED) or ())) if isinstance(page, dict) else frozenset[str]()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        title = f"Web Annotation 读不出：{error} / the annotations cannot be read"
        hint = "需要 AnnotationPage 或一列标注 / an AnnotationPage or a list of annotations is needed"
        raise GuihuaError("EXCHANGE-FORMAT", title, hint, Place(source)) from None
    known = {s.id: s for s in plan.statements}
    statements, problems = [], []
    for item in items:
        try:
            statements.append(_statement(item, plan, known, source))
        except GuihuaError as error:
            problems.append(_problem(item, plan, error))
    return Imported(named(plan, statements), tuple(problems), exported)


def _annotation(text: str, statement: Statement, source: str) -> dict[str, Any]:
    return {
        "id": STATEMENT + statement.id,
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


@dataclass(frozen=True, slots=True)
class _Target:
    """What an annotation's selectors say: the quote with its context, the position, the value inside."""

    exact: str
    prefix: str
    suffix: str
    start: int
    value: tuple[int, int] | None


def _statement(item: dict[str, Any], plan: Plan, known: dict[str, Statement], source: str) -> Statement:
    try:
        target = _target(item["target"], plan)
        bodies = item.get("body", [])
        record = _record(item, bodies if isinstance(bodies, list) else [bodies], known, Place(source))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        title = f"这条标注缺少选择器或内容：{error} / selectors or body of the annotation are missing"
        hint = "需要引文选择器，或同一文本的位置选择器 / a quote selector, or a position in the same text, is needed"
        raise GuihuaError("EXCHANGE-SELECTOR", title, hint, Place(source)) from None
    end = target.start + len(target.exact)
    start = anchor(plan.text, target.start, end, target.exact, target.prefix, target.suffix, source)
    span = (start, start + len(target.exact))
    if target.value is not None:
        value = (start + target.value[0], start + target.value[1])
    else:
        found = quantity_in(plan.text, *span)
        value = found[:2] if found is not None else span
    return statement_of(record, plan.text, span, value, source)


def _target(target: Any, plan: Plan) -> _Target:
    """The selectors taken apart. A position alone counts only in the very text that it was made on."""
    if isinstance(target, list):
        target = target[0]
    selectors = target["selector"]
    selectors = selectors if isinstance(selectors, list) else [selectors]
    position = next((s for s in selectors if s["type"] == "TextPositionSelector"), None)
    quote = next((s for s in selectors if s["type"] == "TextQuoteSelector"), None)
    start = int(position["start"]) if position else 0
    if quote is not None:
        exact, prefix, suffix = quote["exact"], quote.get("prefix", ""), quote.get("suffix", "")
    elif position is not None and target.get("source") == HASH + plan.text_sha256:
        exact = plan.text[start : int(position["end"])]
        prefix, suffix = context(plan.text, start, int(position["end"]))
    else:
        raise KeyError("TextQuoteSelector")
    refined = next((s["refinedBy"] for s in selectors if "refinedBy" in s), None)
    value = (int(refined["start"]), int(refined["end"])) if refined else None
    return _Target(str(exact), str(prefix), str(suffix), start, value)


def _record(item: dict[str, Any], bodies: list[Any], known: dict[str, Statement], place: Place) -> dict[str, Any]:
    """The slots of an annotation: guihua's own record, else a kind as a tag and a description as the indicator."""
    texts = [b if isinstance(b, dict) else {"value": b} for b in bodies]
    own = next((b["value"] for b in texts if b.get("type") == "guihua:Statement"), None)
    tags = [str(b.get("value", "")) for b in texts if b.get("purpose") == "tagging"]
    if own is not None:
        record = dict(own)
        if record.get("id") not in known:
            record["id"] = ""
        return record
    described = [str(b.get("value", "")) for b in texts if b.get("purpose") in ("describing", "commenting")]
    mine = known.get(str(item.get("id", "")).removeprefix(STATEMENT))
    record = record_of(mine) if mine is not None else {"id": ""}
    record["kind"] = kind_of(tags[0] if tags else str(record.get("kind", "")), place)
    return record | ({"indicator": described[0]} if described else {})


def _problem(item: dict[str, Any], plan: Plan, error: GuihuaError) -> Problem:
    identity = str(item.get("id", ""))
    return Problem(identity, _quote(item.get("target")), error, identity.removeprefix(STATEMENT))


def _quote(target: Any) -> str:
    try:
        selectors = target["selector"]
        selectors = selectors if isinstance(selectors, list) else [selectors]
        return str(next(s["exact"] for s in selectors if "exact" in s))
    except (KeyError, TypeError, StopIteration):
        return ""
