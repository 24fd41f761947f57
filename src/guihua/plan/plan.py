"""A plan: its text, what stands at its head, and everything read from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError
from guihua.plan.display import Table, decimals
from guihua.plan.indicators import IndicatorRecord
from guihua.plan.statement import Commitment, Kind, Mention, Statement, Unread, check_bounds
from guihua.proof.exact import check_year

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the span of text it governs (the heading's own line included)."""

    number: str
    title: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, repr=False)
class Plan(Table):
    """What a document says, as read and as people have decided.

    text is the extracted text (LF, no BOM); every span of every record is an offset into it.
    period is the plan's [first, last] year, (2016, 2020); region a code of GB/T 2260.
    document_number, issuer: as printed; issued: when it was made (成文日期), in_force: from when it holds (施行日期), both as
    2016, 2016-11 or 2016-11-25; "" where the text does not say.
    indicators: the indicator sheet (指标责任清单), at most one record a target.
    decided: ids of the statements that people added, changed or rejected, so that they are not as the text was read.
    """

    text: str
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unread: tuple[Unread, ...] = ()
    sections: tuple[Section, ...] = ()
    title: str = ""
    document_number: str = ""
    issuer: str = ""
    issued: str = ""
    in_force: str = ""
    period: tuple[int, int] | None = None
    region: str = ""
    source: str = ""
    warnings: tuple[str, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()
    decided: tuple[str, ...] = ()

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as 64 hex digits."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def in_force_from(self) -> date | None:
        """The day from which it holds: the one that it names, else its date of issue (a partial one counts as its last day)."""
        from guihua.plan.periods import last_day

        told = self.in_force or self.issued
        return last_day(told) if told else None

    @property
    def targets(self) -> tuple[Statement, ...]:
        """What the plan promises."""
        return tuple(s for s in self.statements if s.kind is Kind.TARGET)

    @property
    def tracked(self) -> tuple[Statement, ...]:
        """The targets that have a verdict of their own: those that the indicator sheet leaves out or calls a repeat have none."""
        out = {r.statement for r in self.indicators if not r.tracked}
        return tuple(s for s in self.targets if s.id not in out)

    def indicator(self, statement_id: str) -> IndicatorRecord:
        """What the indicator sheet says of a statement; an empty record where it says nothing."""
        found = (r for r in self.indicators if r.statement == statement_id)
        return next(found, IndicatorRecord(statement_id))

    @property
    def facts(self) -> tuple[Statement, ...]:
        """What the plan says was achieved."""
        return tuple(s for s in self.statements if s.kind is Kind.FACT)

    def section_at(self, offset: int) -> str:
        """The number of the section at this character, "" before the first heading."""
        return next((s.number for s in reversed(self.sections) if s.start <= offset), "")

    def statement(self, statement_id: str) -> Statement:
        """The statement with this id (a unique beginning is enough); GuihuaError where there is none or more."""
        exact = [s for s in self.statements if s.id == statement_id]
        found = exact or [s for s in self.statements if s.id.startswith(statement_id)]
        if len(found) == 1:
            return found[0]
        raise GuihuaError(
            "STATEMENT-UNKNOWN" if not found else "STATEMENT-AMBIGUOUS",
            f"没有这样的表述编号 no statement's id begins with {statement_id!r}"
            if not found
            else f"{len(found)} 条表述的编号都这样开头 statements have an id that begins with {statement_id!r}",
            "guihua show 列出编号 lists the ids"
            if not found
            else f"写全一些 write more of it: {'、'.join(s.id for s in found[:3])} …",
        )

    def __repr__(self) -> str:
        kinds = ", ".join(f"{sum(s.kind is kind for s in self.statements)} {kind.value}" for kind in Kind)
        return f"<Plan {self.title or self.source!r}: {kinds}; {len(self.commitments)} tasks>"

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __len__(self) -> int:
        return len(self.statements)

    def to_arrow(self) -> pa.Table:
        """The statements as an Arrow table, one row each; `value` is a list of magnitudes as written, `number` the single one as a decimal."""
        import pyarrow as pa

        from guihua.plan.planfile import to_record

        rows = [
            {
                **to_record(s),
                "value": list(s.value),
                "stated": [[n, str(o)] for n, o in s.stated],
                "variable": s.variable,
            }
            for s in self.statements
        ]
        numbers = decimals([s.number for s in self.statements])
        return pa.Table.from_pylist(rows).append_column("number", numbers)


def check_plan(plan: Plan) -> Plan:
    """The plan, where its spans point to its text and its years and magnitudes can be reckoned with; GuihuaError else."""
    for statement in plan.statements:
        check_bounds(statement)
    for year in plan.period or ():
        check_year(year)
    if plan.text:
        check_spans(plan)
    return plan


def check_spans(plan: Plan) -> None:
    """Hold the law text[start:end] == quote for every statement and commitment; GuihuaError SPAN-BROKEN otherwise."""
    records: tuple[Statement | Commitment, ...] = (*plan.statements, *plan.commitments)
    for record in records:
        if plan.text[record.start : record.end] != record.quote:
            raise GuihuaError(
                "SPAN-BROKEN",
                f"{record.id} 与原文对不上 does not point to its quote",
                "重新读一遍 read the text again: the plan file and the text belong to different versions",
            )
