"""What checking gives: findings in order of weight, with all that is needed to recompute them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from guihua.checking.certificates import Conflict
from guihua.checking.finding import Finding, Severity
from guihua.checking.funnel import Reason
from guihua.checking.settings import Settings
from guihua.errors import GuihuaError
from guihua.plan.display import Table
from guihua.plan.plan import Plan, check_plan
from guihua.plan.statement import Statement, check_bounds
from guihua.plan.statement_json import from_record
from guihua.plan.versions import rules_subjects
from guihua.proof.bundle import Bundle, Subject, write
from guihua.proof.codec import decode, encode
from guihua.proof.hashes import parse_digest
from guihua.statistics.frame import check_identity
from guihua.statistics.observation import Observation

if TYPE_CHECKING:
    import pyarrow as pa

KIND = "findings"
VERSION = "3"

PLANS = "plans"
"""What a comparison of plans is against; its statements are named with their plan and already see its region as their own."""


def fingerprint(finding: Finding) -> str:
    """What a finding is known by when the text around it has moved: its code and its members' words and values."""
    members = sorted("".join(m.quote.split()) + f"\x1f{m.value}\x1f{m.unit}" for m in finding.members)
    rest = "\x1e".join((finding.code, *members))
    return f"{finding.code}:{hashlib.sha256(rest.encode('utf-8')).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings were kept: codes that begin with one of `select` (all, where empty) and with none of `ignore`.

    known   fingerprints of findings that were there before, or that people let stand; they are left out
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    def keeps(self, finding: Finding) -> bool:
        """Is it one of those?"""
        if self.known and fingerprint(finding) in self.known:
            return False
        return (not self.select or finding.code.startswith(self.select)) and not (
            self.ignore and finding.code.startswith(self.ignore)
        )


@dataclass(frozen=True, slots=True)
class CheckResult(Table):
    """Findings, heaviest first, and what proves them.

    statements    those that a finding or a proof speaks of
    conflicts     finding id → its minimal conflict with certificate and points
    corrections   for each component in conflict: smallest sets of statements whose withdrawal would let the rest hold
    complete      every conflict of every component was found
    region        the plan's own; statements of it are counted over "all"
    clashing      quantities whose levels come in units of different dimensions, and are told apart by them
    warnings      codes of what stood in the way (an empty plan: no_statements)
    plans         what was checked: the plan, or the parent and the plans compared with it; tasks and names left out
    against       "" for the plan alone, PLANS, or "as_of 2021-12-31" with the figures known on that day
    observations  the published figures that it was held against
    choices       which of the findings were kept
    funnel        what was held against something and what was not, and why
    """

    title: str
    text_sha256: str
    settings: Settings
    findings: tuple[Finding, ...]
    statements: tuple[Statement, ...] = ()
    conflicts: tuple[tuple[str, Conflict], ...] = ()
    corrections: tuple[tuple[tuple[str, ...], ...], ...] = ()
    complete: bool = True
    warnings: tuple[str, ...] = ()
    against: str = ""
    region: str = ""
    clashing: tuple[str, ...] = ()
    plans: tuple[Plan, ...] = ()
    observations: tuple[Observation, ...] = ()
    choices: tuple[Choice, ...] = ()
    funnel: tuple[Reason, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that cannot stand."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def as_of(self) -> date | None:
        """The day as known on which published figures were held against it; None where none were."""
        return date.fromisoformat(self.against.removeprefix("as_of ")) if self.against.startswith("as_of ") else None

    def select(self, select: Sequence[str] = (), ignore: Sequence[str] = (), known: Sequence[str] = ()) -> CheckResult:
        """Only the findings whose code begins with one of `select` (all, where empty), with none of `ignore`, and none known.

        known   fingerprints of a baseline, or of what people let stand
        """
        choice = Choice(tuple(select), tuple(ignore), tuple(sorted(set(known))))
        if choice == Choice():
            return self
        kept = tuple(f for f in self.findings if choice.keeps(f))
        ids = {f.id for f in kept}
        conflicts = tuple((i, c) for i, c in self.conflicts if i in ids)
        used = used_statements(self.statements, kept, [c for _, c in conflicts])
        choices = (*self.choices, choice)
        return replace(self, findings=kept, statements=used, conflicts=conflicts, choices=choices)

    def __repr__(self) -> str:
        counts = ", ".join(f"{sum(f.severity is s for f in self.findings)} {s.value}" for s in Severity)
        return f"<CheckResult {self.title!r}: {counts}>"

    def to_bytes(self, subjects: Sequence[Subject] = ()) -> bytes:
        """The bundle: exactly these bytes are the file that `guihua verify` checks. subjects: more that it rests on."""
        texts = [Subject("text", parse_digest(f"sha256:{p.text_sha256}"), p.source or p.title) for p in self.plans]
        rules = rules_subjects("plan", "reading", "checking")
        every = tuple(dict.fromkeys((*texts, *subjects, *rules)))
        return write(Bundle(KIND, self.to_payload(), version=VERSION, subjects=every))

    def to_payload(self) -> dict[str, Any]:
        """The bundle's payload: plain JSON, no float."""
        payload: dict[str, Any] = encode(self)
        return payload

    def to_arrow(self) -> pa.Table:
        """One row a finding: id, code, severity, weight, holds, statements, sums."""
        import pyarrow as pa

        return pa.Table.from_pylist(
            [
                {
                    "id": f.id,
                    "code": f.code,
                    "severity": str(f.severity),
                    "weight": int(f.weight),
                    "holds": f.holds,
                    "statements": [m.statement for m in f.members if m.statement],
                    "sums": [f"{s.expression} = {s.result}{s.unit}" for s in f.steps],
                }
                for f in self.findings
            ]
        )

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)


def from_payload(payload: Mapping[str, Any]) -> CheckResult:
    """The result of a bundle's payload, of this version or the one before. GuihuaError PROOF-RECORD where it is none."""
    result = decode(CheckResult, _from_second(payload) if payload.get("version") == "2" else payload)
    for plan in result.plans:
        check_plan(plan)
    for statement in result.statements:
        check_bounds(statement)
    for observation in result.observations:
        check_identity(observation)
    return result


def result_of(
    title: str,
    text_sha256: str,
    settings: Settings,
    findings: Sequence[Finding],
    statements: Sequence[Statement],
    conflicts: Sequence[tuple[str, Conflict]] = (),
    **others: Any,
) -> CheckResult:
    """Put findings in order (heaviest first, then place in the text) and keep the statements that they speak of."""
    ordered = tuple(sorted(findings, key=in_order))
    used = used_statements(statements, ordered, [c for _, c in conflicts])
    return CheckResult(title, text_sha256, settings, ordered, used, tuple(conflicts), **others)


def bare_plan(plan: Plan) -> Plan:
    """A plan as a result carries it: text, statements and sections, without tasks, names and what was not read."""
    return replace(plan, commitments=(), mentions=(), unread=(), indicators=())


def in_order(f: Finding) -> tuple[int, int, str]:
    """What findings are sorted by: heaviest first, then by place in the text."""
    place = min((m.start for m in f.members if m.start is not None), default=0)
    return -int(f.weight), place, f.id


def used_statements(
    statements: Sequence[Statement], findings: Sequence[Finding], conflicts: Sequence[Conflict]
) -> tuple[Statement, ...]:
    """Statements of findings and of the proofs: what verification rebuilds rows from."""
    names = {m.statement for f in findings for m in f.members} | {n for c in conflicts for n in c.members}
    return tuple(s for s in statements if s.id in names)


def _from_second(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A payload of version 2 in this version's shape. It names no text, so nothing tells whether findings were left out."""
    try:
        found = {k: v for k, v in payload.items() if k != "version"}
        found["settings"] = {**payload["settings"], "values": sorted(map(list, payload["settings"]["values"].items()))}
        found["statements"] = [encode(from_record(dict(s))) for s in payload["statements"]]
        found["findings"] = [{**f, "parameters": list(map(list, f["parameters"].items()))} for f in payload["findings"]]
        found["conflicts"] = [[name, _second_conflict(c)] for name, c in payload["conflicts"].items()]
    except (KeyError, TypeError, AttributeError) as error:
        raise GuihuaError(
            "PROOF-RECORD", f"不是第2版的意见 not findings of version 2: {error!r:.80}", "重新校核 run check again"
        ) from None
    return found


def _second_conflict(conflict: Mapping[str, Any]) -> dict[str, Any]:
    def point(values: Mapping[str, str]) -> list[list[str]]:
        return sorted([variable, value] for variable, value in values.items())

    prices = [{**r, "point": None if r["point"] is None else point(r["point"])} for r in conflict["prices"]]
    return {**conflict, "prices": prices, "points": [[name, point(p)] for name, p in conflict["points"].items()]}
