"""What checking gives: findings in order of weight, with all that is needed to recompute them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from guihua.checking.certificates import Conflict, Lemma, Move, PriceReading, Proof
from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.checking.settings import Settings
from guihua.errors import GuihuaError
from guihua.plan.planfile import from_record, to_record
from guihua.plan.statement import Statement
from guihua.proof import exact
from guihua.proof.bundle import Bundle, write

if TYPE_CHECKING:
    import pyarrow as pa

KIND = "findings"
VERSION = "2"

PLANS = "plans"
"""What a comparison of plans is against; its statements are named with their plan and already see its region as their own."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Findings, heaviest first, and what proves them.

    statements    those that a finding or a proof speaks of
    conflicts     finding id → its minimal conflict with certificate and points
    corrections   for each component in conflict: smallest sets of statements whose withdrawal would let the rest hold
    complete      every conflict of every component was found
    region        the plan's own; statements of it are counted over "all"
    clashing      quantities whose levels come in units of different dimensions, and are told apart by them
    warnings      codes of what stood in the way (an empty plan: no_statements)
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

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that cannot stand."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    def select(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> CheckResult:
        """Only the findings whose code begins with one of `select` (all, where empty) and with none of `ignore`."""
        kept = tuple(
            f
            for f in self.findings
            if (not select or f.code.startswith(tuple(select))) and not (ignore and f.code.startswith(tuple(ignore)))
        )
        ids = {f.id for f in kept}
        conflicts = tuple((i, c) for i, c in self.conflicts if i in ids)
        used = _used(self.statements, kept, [c for _, c in conflicts])
        return replace(self, findings=kept, statements=used, conflicts=conflicts)

    def _repr_html_(self) -> str:
        from guihua.plan import display

        return display.html(self)

    def to_bytes(self) -> bytes:
        """The bundle: exactly these bytes are the file that `guihua verify` checks."""
        return write(Bundle(KIND, self.to_payload(), version=VERSION))

    def to_payload(self) -> dict[str, Any]:
        """The bundle's payload: plain JSON, no float."""
        return {
            "against": self.against,
            "clashing": list(self.clashing),
            "complete": self.complete,
            "conflicts": {identity: conflict_record(c) for identity, c in self.conflicts},
            "corrections": [[list(c) for c in component] for component in self.corrections],
            "findings": [finding_record(f) for f in self.findings],
            "region": self.region,
            "settings": self.settings.to_record(),
            "statements": [to_record(s) for s in self.statements],
            "text_sha256": self.text_sha256,
            "title": self.title,
            "version": VERSION,
            "warnings": list(self.warnings),
        }

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
    """The result of a bundle's payload; GuihuaError CHECK-BUNDLE for another version."""
    if payload["version"] != VERSION:
        raise GuihuaError(
            "CHECK-BUNDLE",
            f"意见结果的版本不同 findings of version {payload['version']!r}",
            f"本程序读的版本 this guihua reads {VERSION}",
        )
    return CheckResult(
        title=payload["title"],
        text_sha256=payload["text_sha256"],
        settings=Settings.from_record(payload["settings"]),
        findings=tuple(_finding(f) for f in payload["findings"]),
        statements=tuple(from_record(dict(s)) for s in payload["statements"]),
        conflicts=tuple((identity, _conflict(c)) for identity, c in payload["conflicts"].items()),
        corrections=tuple(tuple(tuple(c) for c in component) for component in payload["corrections"]),
        complete=payload["complete"],
        warnings=tuple(payload["warnings"]),
        against=payload["against"],
        region=payload["region"],
        clashing=tuple(payload["clashing"]),
    )


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
    used = _used(statements, ordered, [c for _, c in conflicts])
    return CheckResult(title, text_sha256, settings, ordered, used, tuple(conflicts), **others)


def finding_record(f: Finding) -> dict[str, Any]:
    """One finding as plain JSON."""
    return {
        "code": f.code,
        "explanations": [{"code": e.code, "steps": [_step_record(s) for s in e.steps]} for e in f.explanations],
        "holds": f.holds,
        "id": f.id,
        "members": [{slot: getattr(m, slot) for slot in Member.__dataclass_fields__} for m in f.members],
        "parameters": dict(f.parameters),
        "proof": f.proof,
        "severity": str(f.severity),
        "steps": [_step_record(s) for s in f.steps],
        "weight": f.weight,
    }


def conflict_record(c: Conflict) -> dict[str, Any]:
    """One conflict as plain JSON: names, multipliers and points as exact numbers in text."""
    return {
        "identities": list(c.identities),
        "members": list(c.members),
        "moves": [{"bound": m.bound, "lemma": lemma_record(m.lemma), "member": m.member} for m in c.moves],
        "points": {name: {v: exact.text(x) for v, x in point} for name, point in c.points},
        "prices": [_reading_record(r) for r in c.prices],
        "proof": proof_record(c.proof),
    }


def _reading_record(r: PriceReading) -> dict[str, Any]:
    return {
        "forms": list(r.forms),
        "point": None if r.point is None else {v: exact.text(x) for v, x in r.point},
        "proof": None if r.proof is None else proof_record(r.proof),
    }


def proof_record(p: Proof) -> dict[str, Any]:
    """A certificate as plain JSON."""
    return {
        "lemmas": [lemma_record(lemma) for lemma in p.lemmas],
        "multipliers": [[name, exact.text(value)] for name, value in p.multipliers],
        "system": p.system,
    }


def lemma_record(lemma: Lemma) -> dict[str, Any]:
    """An implied bound with its certificate as plain JSON."""
    return {
        "lemmas": [lemma_record(inner) for inner in lemma.lemmas],
        "limit": exact.text(lemma.limit),
        "lower": lemma.lower,
        "multipliers": [[name, exact.text(value)] for name, value in lemma.multipliers],
        "name": lemma.name,
        "system": lemma.system,
        "variable": lemma.variable,
    }


def lemma_from(record: Mapping[str, Any]) -> Lemma:
    """What `lemma_record` writes."""
    return Lemma(
        record["name"],
        record["variable"],
        exact.parse(record["limit"]),
        bool(record["lower"]),
        record["system"],
        _multipliers(record["multipliers"]),
        tuple(lemma_from(inner) for inner in record["lemmas"]),
    )


def _conflict(record: Mapping[str, Any]) -> Conflict:
    return Conflict(
        tuple(record["members"]),
        tuple(record["identities"]),
        _proof(record["proof"]),
        tuple((name, _point(point)) for name, point in record["points"].items()),
        tuple(Move(m["member"], m["bound"], lemma_from(m["lemma"])) for m in record["moves"]),
        tuple(_reading(r) for r in record["prices"]),
    )


def _reading(record: Mapping[str, Any]) -> PriceReading:
    point, proof = record["point"], record["proof"]
    return PriceReading(
        tuple(record["forms"]),
        None if point is None else _point(point),
        None if proof is None else _proof(proof),
    )


def _proof(record: Mapping[str, Any]) -> Proof:
    return Proof(record["system"], _multipliers(record["multipliers"]), tuple(lemma_from(x) for x in record["lemmas"]))


def _point(record: Mapping[str, str]) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted((v, exact.parse(x)) for v, x in record.items()))


def _multipliers(pairs: Sequence[Sequence[str]]) -> tuple[tuple[str, Fraction], ...]:
    return tuple((name, exact.parse(value)) for name, value in pairs)


def _finding(record: Mapping[str, Any]) -> Finding:
    return Finding(
        id=record["id"],
        code=record["code"],
        severity=Severity(record["severity"]),
        members=tuple(Member(**m) for m in record["members"]),
        steps=tuple(_step(s) for s in record["steps"]),
        explanations=tuple(Explanation(e["code"], tuple(_step(s) for s in e["steps"])) for e in record["explanations"]),
        holds=record["holds"],
        weight=record["weight"],
        proof=record["proof"],
        parameters=tuple(record["parameters"].items()),
    )


def _step_record(s: Step) -> dict[str, str]:
    return {"expression": s.expression, "label": s.label, "result": s.result, "unit": s.unit}


def _step(record: Mapping[str, str]) -> Step:
    return Step(record["expression"], record["result"], record["unit"], record["label"])


def in_order(f: Finding) -> tuple[int, int, str]:
    """What findings are sorted by: heaviest first, then by place in the text."""
    place = min((m.start for m in f.members if m.start is not None), default=0)
    return -int(f.weight), place, f.id


def _used(
    statements: Sequence[Statement], findings: Sequence[Finding], conflicts: Sequence[Conflict]
) -> tuple[Statement, ...]:
    """Statements of findings and of the proofs: what verification rebuilds rows from."""
    names = {m.statement for f in findings for m in f.members} | {n for c in conflicts for n in c.members}
    return tuple(s for s in statements if s.id in names)
