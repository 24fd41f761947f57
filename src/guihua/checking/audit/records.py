"""What an audit gives: one remark a figure, with the published figures that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from guihua.checking.finding import Finding
from guihua.checking.settings import Settings
from guihua.plan.plan import Plan
from guihua.plan.versions import rules_subjects
from guihua.proof.bundle import Bundle, Subject, write
from guihua.proof.codec import encode
from guihua.proof.hashes import parse_digest
from guihua.statistics.harvest.records import Figure
from guihua.statistics.observation import Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

KIND = "audit"
VERSION = "1"
ROOMS = ("plan", "reading", "statistics", "checking")


class Stand(StrEnum):
    """How a figure stands. agrees; rounded: after rounding or within its hedge; older: an earlier vintage's value; differs;
    clashes: with another sentence of the paper; plan: it is what the plan says; off_plan: it is not; unknown: not in the
    store; aside: of a kind that is not stored."""

    AGREES = "agrees"
    ROUNDED = "rounded"
    OLDER = "older"
    DIFFERS = "differs"
    CLASHES = "clashes"
    PLAN = "plan"
    OFF_PLAN = "off_plan"
    UNKNOWN = "unknown"
    ASIDE = "aside"

    @property
    def fault(self) -> bool:
        """Does it need a word beside the figure?"""
        return self in (Stand.OLDER, Stand.DIFFERS, Stand.CLASHES, Stand.OFF_PLAN)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of one figure.

    start, end     its digits in the paper's text; quote_start, quote_end its clause
    figure         its slots as harvested; None for one that only the paper's own sentences speak of
    stand          see Stand
    nearest        id of the published figure that it is held against, "" for none
    apart          by how much it differs, in per cent of the published figure ("" where there is none)
    reasons        likely reasons, the likeliest first: unit, period, region, coverage, revision, price, digits
    statement      the plan's statement that it is held against, "" for none
    tracked        what the tracker says of that target on the day, "" where nothing claims that it is met
    finding        id of the finding in which it stands against another sentence, "" for none
    """

    start: int
    end: int
    quote_start: int
    quote_end: int
    stand: Stand
    figure: Figure | None = None
    nearest: str = ""
    apart: str = ""
    reasons: tuple[str, ...] = ()
    statement: str = ""
    tracked: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the tracker says of a target of the plan: its statement's id and the status word's code."""

    statement: str
    status: str


@dataclass(frozen=True, slots=True)
class Audit:
    """An audited paper.

    text           the paper's text; every place is an offset into it
    observations   the published figures that remarks were judged by, all of them
    plan           what it was held against, None for none
    findings       where the paper stands against itself
    """

    title: str
    source: str
    text: str
    text_sha256: str
    as_of: date
    settings: Settings
    remarks: tuple[Remark, ...] = ()
    observations: tuple[Observation, ...] = ()
    plan: Plan | None = None
    tracked: tuple[Tracked, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def faults(self) -> tuple[Remark, ...]:
        """The remarks that need a word."""
        return tuple(r for r in self.remarks if r.stand.fault)

    def observation(self, identity: str) -> Observation | None:
        """The published figure of this id; None where there is none."""
        return next((o for o in self.observations if o.id == identity), None)

    def finding(self, identity: str) -> Finding | None:
        """The finding of this id; None where there is none."""
        return next((f for f in self.findings if f.id == identity), None)

    def to_bytes(self, subjects: Sequence[Subject] = ()) -> bytes:
        """The bundle: exactly these bytes are the file that `guihua verify` checks."""
        text = Subject("text", parse_digest(f"sha256:{self.text_sha256}"), self.source or "text")
        return write(
            Bundle(KIND, self.to_payload(), version=VERSION, subjects=(text, *subjects, *rules_subjects(*ROOMS)))
        )

    def to_payload(self) -> dict[str, Any]:
        """The bundle's payload: plain JSON, no float."""
        payload: dict[str, Any] = encode(self)
        return payload
