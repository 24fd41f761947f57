"""The plan file: `plan.yaml` is the machine's and is regenerated; `decisions.yaml` is the people's and only grows.

Beside `plan.yaml` stands `<plan>.text.txt`, the extracted text that all spans point into, bound by its SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError, Place
from guihua.plan.files import one_writer, read_utf8, write_whole
from guihua.plan.plan import Plan, Section, check_spans
from guihua.plan.statement import (
    Commitment,
    Comparator,
    Direction,
    Evidence,
    Form,
    Kind,
    Mention,
    Nature,
    Origin,
    Price,
    Statement,
    Threshold,
    Unread,
)

VERSION = 1
HEAD = (
    "# 本文件由 guihua read 生成，会被重写；人的决定写在 decisions.yaml。Made by `guihua read`, rewritten each time.\n"
)
DECISIONS_HEAD = "# 人的决定，只增不改 people's decisions: only ever appended.\n"
_ENUMS: dict[str, Any] = {
    "kind": Kind,
    "form": Form,
    "comparator": Comparator,
    "direction": Direction,
    "nature": Nature,
    "price": Price,
}
_SLOTS = tuple(f.name for f in fields(Statement))


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of a person on one statement.

    action      accept, edit, reject, nature, adjust (a mid-term adjustment: needs document and date), confirm,
                withdraw (earlier decisions on the statement no longer count; they stay in the file)
    statement   the id; quote and value_text let it find the sentence again after the text has changed
    changes     slot → new value, in the plan file's own notation
    text_sha256 of the text it was made on
    """

    action: str
    statement: str
    by: str
    on: str
    text_sha256: str
    quote: str = ""
    value: tuple[str, ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    document: str = ""
    reason: str = ""


def write_planfile(plan: Plan, path: Path | str) -> None:
    """Write plan.yaml and its text beside it, each whole or not at all (the text first)."""
    check_spans(plan)
    path = Path(path)
    write_whole(text_path(path), plan.text)
    write_whole(path, HEAD + dump(to_document(plan)))


def read_planfile(path: Path | str, *, decisions: Path | None = None) -> Plan:
    """Read a plan file and apply the decisions beside it (or those of `decisions`).

    Errors: PLANFILE-YAML, PLANFILE-SCHEMA (with the place), PLANFILE-TEXT where the text is missing or another one,
    DECISIONS-OTHER-TEXT where the decisions were made on another text.
    """
    path = Path(path)
    plan = read_machine(path)
    beside = decisions or path.with_name("decisions.yaml")
    return apply_decisions(plan, read_decisions(beside), beside) if beside.exists() else plan


def read_machine(path: Path | str) -> Plan:
    """As `read_planfile`, but what the machine read, without people's decisions."""
    path = Path(path)
    document = _load_yaml(path)
    validate(document, path)
    return from_document(document, _read_text(text_path(path)), path)


def text_path(path: Path | str) -> Path:
    """Where the extracted text of this plan file stands: plan.yaml → plan.text.txt."""
    return Path(path).with_suffix(".text.txt")


def to_document(plan: Plan) -> dict[str, Any]:
    """The plan as the plan file's YAML holds it: strings, integers, lists and maps; no float."""
    head = {
        "title": plan.title,
        "document_number": plan.document_number,
        "issuer": plan.issuer,
        "issued": plan.issued,
        "period": list(plan.period) if plan.period else None,
        "region": plan.region,
        "source": plan.source,
    }
    return {
        "guihua": VERSION,
        "text_sha256": plan.text_sha256,
        "plan": head,
        "warnings": list(plan.warnings),
        "sections": [_plain(s) for s in plan.sections],
        "statements": [to_record(s) for s in plan.statements],
        "commitments": [_plain(c) for c in plan.commitments],
        "mentions": [_plain(m) for m in plan.mentions],
        "unread": [_plain(u) for u in plan.unread],
    }


def from_document(document: dict[str, Any], text: str, path: Path | str = "") -> Plan:
    """The plan of a valid document; every span is checked against the text."""
    import hashlib

    if hashlib.sha256(text.encode("utf-8")).hexdigest() != document["text_sha256"]:
        raise GuihuaError(
            "PLANFILE-TEXT",
            "规划文件旁的文本不是当初读的那份 the text beside the plan file is not the one it was read from",
            "重新读一遍 run guihua read again",
            Place(str(text_path(path)) if path else ""),
        )
    head = document["plan"]
    plan = Plan(
        text=text,
        statements=tuple(from_record(r) for r in document["statements"]),
        commitments=tuple(Commitment(**{**c, "bodies": tuple(c.get("bodies", ()))}) for c in document["commitments"]),
        mentions=tuple(Mention(**m) for m in document["mentions"]),
        unread=tuple(Unread(**u) for u in document["unread"]),
        sections=tuple(Section(**s) for s in document["sections"]),
        warnings=tuple(document["warnings"]),
        **{**head, "period": tuple(head["period"]) if head["period"] else None},
    )
    check_spans(plan)
    return plan


def to_record(statement: Statement) -> dict[str, Any]:
    """One statement as the plan file holds it (value: a string, or a list of them, or null)."""
    record: dict[str, Any] = {name: getattr(statement, name) for name in _SLOTS}
    value = statement.value
    record["value"] = None if not value else value[0] if len(value) == 1 else list(value)
    for name in _ENUMS:
        record[name] = record[name].value
    for name in ("period", "base_period"):
        record[name] = list(record[name]) if record[name] else None
    record["threshold"] = _plain(statement.threshold)
    record["stated"] = {name: origin.value for name, origin in statement.stated}
    record["evidence"] = {"right": statement.evidence.right, "n": statement.evidence.n}
    return record


def to_json_record(statement: Statement) -> dict[str, Any]:
    """One statement as a line of `--format jsonl`: as the plan file, but with value as JSON number(s) for scoring."""
    record = to_record(statement)
    numbers = [int(v) if "." not in v and "E" not in v.upper() else float(v) for v in statement.value]
    record["value"] = None if not numbers else numbers[0] if len(numbers) == 1 else numbers
    record["value_text"] = record["quote"][
        statement.value_start - statement.start : statement.value_end - statement.start
    ]
    record["variable"] = statement.variable
    record["evidence"] = str(statement.evidence)
    return record


def from_record(record: dict[str, Any]) -> Statement:
    """The statement of one record."""
    slots = dict(record)
    value = slots["value"]
    slots["value"] = () if value is None else (value,) if isinstance(value, str) else tuple(value)
    for name, enum in _ENUMS.items():
        slots[name] = enum(slots[name])
    for name in ("period", "base_period"):
        slots[name] = tuple(slots[name]) if slots.get(name) else None
    bar = slots.get("threshold")
    slots["threshold"] = Threshold(**{**bar, "comparator": Comparator(bar["comparator"])}) if bar else None
    slots["stated"] = tuple((name, Origin(origin)) for name, origin in slots.get("stated", {}).items())
    slots["evidence"] = Evidence(**slots.get("evidence", {}))
    return Statement(**slots)


def read_decisions(path: Path | str) -> tuple[Decision, ...]:
    """The decisions of a file, oldest first; GuihuaError DECISIONS-YAML where it is broken."""
    document = _load_yaml(Path(path), "DECISIONS-YAML") or []
    if not isinstance(document, list):
        raise GuihuaError(
            "DECISIONS-YAML",
            "决定文件应是一列决定 a decisions file is a list of decisions",
            "见指南“复核” see the guide",
            str(path),
        )
    known = {f.name for f in fields(Decision)}
    result = []
    for number, read in enumerate(document, 1):
        row = {"on" if k is True else k: v for k, v in read.items()} if isinstance(read, dict) else read
        missing = {"action", "statement", "by", "on", "text_sha256"} - set(row if isinstance(row, dict) else ())
        if missing or set(row) - known:
            wrong = ", ".join(sorted(missing)) or ", ".join(sorted(set(row) - known))
            raise GuihuaError(
                "DECISIONS-YAML",
                f"第{number}条决定{'缺少' if missing else '有不认识的'} decision {number}: {'missing' if missing else 'unknown'} {wrong}",
                "见指南“复核” see the guide",
                str(path),
            )
        result.append(_decision(row, number, path))
    return tuple(result)


def _decision(row: dict[str, Any], number: int, path: Path | str) -> Decision:
    """One decision of a file; words that YAML read as numbers or dates are words again."""
    value, changes = row.get("value") or (), row.get("changes") or {}
    value = value if isinstance(value, list | tuple) else (value,)
    if not isinstance(changes, dict):
        raise GuihuaError(
            "DECISIONS-YAML",
            f"第{number}条决定：changes 写作 槽位: 值 decision {number}: changes are slots with values",
            "见指南“复核” see the guide",
            str(path),
        )
    words = {name: str(content) for name, content in row.items() if name not in ("value", "changes")}
    return Decision(**words, value=tuple(str(v) for v in value), changes=tuple((str(k), v) for k, v in changes.items()))


def append_decision(path: Path | str, *decisions: Decision) -> None:
    """Add decisions at the end, all or none; what was there stays as it is, byte for byte.

    Several may append at once (two people, a page and the command): one waits for the other.
    """
    if not decisions:
        return
    path = Path(path)
    rows = []
    for decision in decisions:
        row = {f.name: _plain(getattr(decision, f.name)) for f in fields(Decision)}
        row["changes"] = dict(decision.changes)
        rows.append({k: v for k, v in row.items() if v not in ("", [], {}, None)})
    with one_writer(path):
        before = read_utf8(path) if path.exists() else DECISIONS_HEAD
        write_whole(path, before + ("" if before.endswith("\n") else "\n") + dump(rows))


def apply_decisions(plan: Plan, decisions: tuple[Decision, ...], path: Path | str = "") -> Plan:
    """The plan as people have decided it, later decisions over earlier ones.

    A decision made on another text is applied where its sentence is found again (same quote and value), is proposed for
    confirmation in the plan's warnings where only the id or the quote is, and refused where nothing of its text is left.
    """
    by_id = {s.id: s for s in plan.statements}
    original = dict(by_id)
    warnings: list[str] = []
    decisions = standing(decisions)
    foreign = [d for d in decisions if d.text_sha256 != plan.text_sha256]
    if (
        decisions
        and len(foreign) == len(decisions)
        and not any(_find(plan, by_id, d) or nearest(plan, d) for d in decisions)
    ):
        raise GuihuaError(
            "DECISIONS-OTHER-TEXT",
            "这些决定是对另一份文本作的 the decisions were made on another text",
            "把它移开，或打开它所属的规划 move the file away, or open the plan it belongs to",
            str(path),
        )
    for decision in decisions:
        target = _find(plan, by_id, decision) or _find(plan, original, decision)
        if target is None:
            warnings.append(f"decision on {decision.statement} ({decision.on}): its sentence is gone; confirm or drop")
            continue
        if decision.action == "reject":
            by_id.pop(target.id, None)
        elif decision.action in ("accept", "confirm") or decision.changes:
            by_id[target.id] = _changed(target, decision, path)
    order = [by_id[s.id] for s in plan.statements if s.id in by_id]
    return replace(plan, statements=tuple(order), warnings=(*plan.warnings, *warnings))


def nearest(plan: Plan, decision: Decision) -> Statement | None:
    """The statement that a decision on a former text may belong to: what supersedes its own, else the likest quote.

    Quotes are alike that share half of their character pairs; None where none is.
    """
    linked = next((s for s in plan.statements if s.supersedes == decision.statement), None)
    if linked is not None:
        return linked
    scored = ((_dice(s.quote, decision.quote), -i, s) for i, s in enumerate(plan.statements))
    best = max(scored, key=lambda item: item[:2], default=None)
    return best[2] if best is not None and 2 * best[0] >= 1 else None


def standing(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions that count: a withdrawal takes back all earlier ones on its statement."""
    withdrawn: dict[str, int] = {}
    for number, decision in enumerate(decisions):
        if decision.action == "withdraw":
            withdrawn[decision.statement] = number
    return tuple(d for n, d in enumerate(decisions) if n > withdrawn.get(d.statement, -1))


def validate(document: Any, path: Path | str = "") -> None:
    """Hold a document against the JSON Schema; GuihuaError PLANFILE-SCHEMA names the first place that breaks it."""
    import json
    from importlib.resources import files

    import jsonschema

    schema = json.loads(files("guihua.plan.data").joinpath("plan.schema.json").read_text(encoding="utf-8"))
    error = next(iter(sorted(jsonschema.Draft202012Validator(schema).iter_errors(document), key=str)), None)
    if error is not None:
        spot = "/".join(map(str, error.absolute_path)) or "document"
        raise GuihuaError(
            "PLANFILE-SCHEMA",
            f"不合规划文件的格式 not as a plan file is: {spot}: {error.message[:200]}",
            "重新读一遍 run guihua read again",
            Place(str(path), cell=spot),
        )


def dump(document: Any) -> str:
    """YAML in the house's style: Chinese as it is, keys in order, every magnitude a quoted string."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(document, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120))


def _find(plan: Plan, by_id: dict[str, Statement], decision: Decision) -> Statement | None:
    """The statement a decision speaks of: by id; after a change of the text, by quote and value."""
    found = by_id.get(decision.statement)
    if found is not None:
        return found
    alike = [s for s in by_id.values() if s.quote == decision.quote and s.value == decision.value]
    return alike[0] if len(alike) == 1 and decision.quote else None


def _changed(statement: Statement, decision: Decision, path: Path | str) -> Statement:
    record = to_record(statement)
    for name, value in decision.changes:
        if name not in record or name in ("id", "quote", "start", "end"):
            raise GuihuaError(
                "DECISIONS-SLOT",
                f"没有可改的槽位 no slot {name!r} can be changed",
                "见指南“复核” see the guide",
                str(path),
            )
        record[name] = value
    if decision.action == "adjust":
        record["adjusted"] = decision.document or decision.on
    try:
        return from_record(record)
    except (ValueError, TypeError, KeyError) as error:
        raise GuihuaError(
            "DECISIONS-VALUE",
            f"对 {decision.statement} 的决定写得不对 decision is wrong: {error}",
            "见指南“复核” see the guide",
            str(path),
        ) from None


def _dice(left: str, right: str) -> Fraction:
    a, b = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (left, right))
    return Fraction(2 * len(a & b), len(a) + len(b)) if a and b else Fraction(0)


def _plain(value: Any) -> Any:
    """Enums as their words, tuples as lists, records as maps."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


def _load_yaml(path: Path, code: str = "PLANFILE-YAML") -> Any:
    text = read_utf8(path)
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise GuihuaError(
            code,
            f"不是 YAML not valid YAML: {getattr(error, 'problem', None) or error}",
            "改好这一行，或重新读 mend the line, or run guihua read again",
            Place(str(path), line=mark.line + 1 if mark else None),
        ) from None


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise GuihuaError(
            "PLANFILE-TEXT",
            "规划文件旁没有文本 the plan's text is not beside its plan file",
            "重新读一遍 run guihua read again",
            str(path),
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise GuihuaError(
            "PLANFILE-TEXT",
            f"规划文本读不出来 cannot read the plan's text: {error}",
            "重新读一遍 run guihua read again",
            str(path),
        ) from None
