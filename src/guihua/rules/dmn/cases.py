"""Test files of DMN: inputs with the results that are expected of a model."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.rules.dmn.deciding import decider
from guihua.rules.dmn.model import Model
from guihua.rules.dmn.reading import parse_xml
from guihua.rules.feel.comparing import equal
from guihua.rules.feel.values import (
    DateTime,
    Time,
    Value,
    number,
    read_date,
    read_datetime,
    read_duration,
    read_time,
    text_of,
)

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
LONG, DOUBLE = 10, 15
"""Expected numbers of so many digits were cut somewhere: they are met within one unit of their last place; those of up
to fifteen digits were worked out in doubles: they are met within what doubles lose in a few steps."""
LOST = Decimal("1e-13")


@dataclass(frozen=True, slots=True)
class Expected:
    """One expected result: of which decision (or called thing), what, or an error."""

    name: str
    value: Value
    error: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its inputs in order, what is called where it is no decision, and what is expected."""

    id: str
    given: tuple[tuple[str, Value], ...]
    expected: tuple[Expected, ...]
    called: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One result held against what was expected."""

    case: str
    name: str
    expected: str
    found: str
    holds: bool
    remarks: tuple[str, ...] = ()


def run_cases(model: Model, path: Path | str) -> list[Result]:
    """Every expected result of a test file. Raises GuihuaError RULE-CASES, RULE-XML."""
    return [result for case in read_cases(path) for result in _run(model, case)]


def read_cases(path: Path | str) -> list[Case]:
    """The cases of a test file."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise GuihuaError(
            "RULE-READ", "测试文件读不出来 the test file cannot be read", str(error.strerror), str(path)
        ) from None
    root = parse_xml(data, str(path))
    if _tag(root) != "testCases":
        raise GuihuaError(
            "RULE-CASES", "不是 DMN 测试文件 not a DMN test file", "根元素应为 the root must be testCases", str(path)
        )
    found = [_case(element) for element in root if _tag(element) == "testCase"]
    if not any(case.expected for case in found):
        raise GuihuaError("RULE-CASES", "测试文件里没有结果 the test file expects nothing", "resultNode", str(path))
    return found


def same(expected: Value, found: Value) -> bool:  # noqa: PLR0911  (one line a kind)
    """Is a result what was expected? Long numbers within one unit of their last printed place, all else exactly."""
    if isinstance(expected, Decimal) and isinstance(found, Decimal):
        if expected == found:
            return True
        _, digits, exponent = expected.as_tuple()
        if len(digits) < LONG or not isinstance(exponent, int):
            return False
        lost = abs(expected) * LOST if len(digits) <= DOUBLE else Decimal(0)
        return abs(expected - found) <= max(Decimal(1).scaleb(exponent), lost)
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(same(e, f) for e, f in zip(expected, found, strict=True))
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(same(v, found[k]) for k, v in expected.items())
    if isinstance(expected, DateTime | Time) and type(expected) is type(found):
        return equal(expected, found) is True or text_of(expected) == text_of(found)
    return equal(expected, found) is True


def _run(model: Model, case: Case) -> list[Result]:
    made = decider(model)
    given = dict(case.given)
    results = []
    for expected in case.expected:
        answer = made.invoke(case.called, given) if case.called else made.decide(expected.name, given)
        holds = same(expected.value, answer.value) if not expected.error else answer.value is None
        results.append(
            Result(case.id, expected.name, _shown(expected.value), _shown(answer.value), holds, answer.remarks)
        )
    return results


def _shown(value: Value) -> str:
    return f"{text_of(value)}" if not isinstance(value, str) else f'"{value}"'


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _case(element: ET.Element) -> Case:
    given = tuple((e.get("name", ""), _value(e)) for e in element if _tag(e) == "inputNode")
    expected = []
    for node in (e for e in element if _tag(e) == "resultNode"):
        inner = next((e for e in node if _tag(e) == "expected"), None)
        error = node.get("errorResult") == "true"
        expected.append(
            Expected(node.get("name", ""), _value(inner) if inner is not None else None, error and inner is None)
        )
    kind_of = element.get("type", "decision")
    called = element.get("invocableName", "") if kind_of in ("bkm", "decisionService") else ""
    return Case(element.get("id", ""), given, tuple(expected), called)


def _value(element: ET.Element) -> Value:
    if element.get(_NIL) == "true":
        return None
    components = [e for e in element if _tag(e) == "component"]
    if components:
        return {e.get("name", ""): _value(e) for e in components}
    for child in element:
        if _tag(child) == "list":
            return None if child.get(_NIL) == "true" else [_value(item) for item in child if _tag(item) == "item"]
    found = next((e for e in element if _tag(e) == "value"), None)
    return _simple(found) if found is not None else None


def _simple(element: ET.Element) -> Value:
    if element.get(_NIL) == "true":
        return None
    text, name = element.text or "", element.get(_TYPE, "").rpartition(":")[2]
    readers: Mapping[str, object] = {
        "boolean": {"true": True, "false": False, "1": True, "0": False}.get,
        "date": read_date,
        "time": read_time,
        "dateTime": read_datetime,
        "duration": read_duration,
        "dayTimeDuration": read_duration,
        "yearMonthDuration": read_duration,
    }
    if name in ("decimal", "double", "integer", "int", "long", "float"):
        return _wanted(number(text.strip()), text)
    if name in readers:
        return _wanted(readers[name](text.strip()), text)  # type: ignore[operator]
    return text


def _wanted(value: Value, text: str) -> Value:
    """The value read, or the text itself where it is none: a case that says nonsense then never holds."""
    return text if value is None else value
