"""The plan file: `plan.yaml` is the machine's and is regenerated; `decisions.yaml` is the people's and only grows.

Beside `plan.yaml` stands `<plan>.text.txt`, the extracted text that all spans point into, bound by its SHA-256.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError, Place
from guihua.plan.decisions import (
    DECISIONS_HEAD,
    Decision,
    append_decision,
    apply_decisions,
    nearest,
    read_decisions,
    standing,
    with_added,
)
from guihua.plan.files import write_whole
from guihua.plan.plan import Plan, Section, check_plan, check_spans
from guihua.plan.statement import Commitment, Mention, Unread
from guihua.plan.statement_json import from_record, plain, schema, to_json_record, to_record
from guihua.plan.yaml_files import dump, load_yaml

__all__ = [
    "DECISIONS_HEAD",
    "Decision",
    "append_decision",
    "apply_decisions",
    "dump",
    "from_document",
    "from_record",
    "nearest",
    "read_decisions",
    "read_machine",
    "read_planfile",
    "standing",
    "text_path",
    "to_document",
    "to_json_record",
    "to_record",
    "validate",
    "with_added",
    "write_planfile",
]

VERSION = 1
HEAD = (
    "# 本文件由 guihua read 生成，会被重写；人的决定写在 decisions.yaml。Made by `guihua read`, rewritten each time.\n"
)


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
    document = load_yaml(path, "PLANFILE-YAML")
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
        "in_force": plan.in_force,
        "period": list(plan.period) if plan.period else None,
        "region": plan.region,
        "source": plan.source,
    }
    return {
        "guihua": VERSION,
        "text_sha256": plan.text_sha256,
        "plan": head,
        "warnings": list(plan.warnings),
        "sections": [plain(s) for s in plan.sections],
        "statements": [to_record(s) for s in plan.statements],
        "commitments": [plain(c) for c in plan.commitments],
        "mentions": [plain(m) for m in plan.mentions],
        "unread": [plain(u) for u in plan.unread],
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
    return check_plan(plan)


def validate(document: Any, path: Path | str = "") -> None:
    """Hold a document against the JSON Schema; GuihuaError PLANFILE-SCHEMA names the first place that breaks it."""
    import jsonschema

    error = next(iter(sorted(jsonschema.Draft202012Validator(schema()).iter_errors(document), key=str)), None)
    if error is not None:
        spot = "/".join(map(str, error.absolute_path)) or "document"
        raise GuihuaError(
            "PLANFILE-SCHEMA",
            f"不合规划文件的格式 not as a plan file is: {spot}: {error.message[:200]}",
            "重新读一遍 run guihua read again",
            Place(str(path), cell=spot),
        )


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
