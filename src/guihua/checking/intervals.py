"""Implied intervals as records: what `implied` gives, what a bundle of that kind holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from guihua.checking.certificates import Lemma
from guihua.checking.quantities import PRICE
from guihua.checking.roots import root_above, root_below
from guihua.checking.settings import Settings
from guihua.errors import GuihuaError
from guihua.plan.display import Table, decimals
from guihua.plan.plan import Plan, check_plan
from guihua.plan.statement import Statement, check_bounds
from guihua.plan.statement_json import from_record
from guihua.plan.versions import rules_subjects
from guihua.proof.bundle import Bundle, Subject, write
from guihua.proof.codec import decode, encode
from guihua.proof.hashes import parse_digest

if TYPE_CHECKING:
    import pyarrow as pa

KIND = "implied"
VERSION = "3"


@dataclass(frozen=True, slots=True)
class Implied:
    """The interval of one quantity in one year, in the base unit of its dimension.

    low, high    the ends with their certificates; None where the statements leave that side open
    unit, factor for display: a unit that the plan uses for it, and how many base units it is
    stated       the plan itself gives a level or share for that year
    """

    variable: str
    indicator: str
    year: str
    low: Lemma | None
    high: Lemma | None
    unit: str = ""
    factor: Fraction = Fraction(1)
    stated: bool = False

    @property
    def low_number(self) -> Decimal | None:
        """The lower end in `unit`, rounded downward at the tenth place; None where it is open."""
        return _at_ten(self.low, self.factor, ROUND_FLOOR)

    @property
    def high_number(self) -> Decimal | None:
        """The upper end in `unit`, rounded upward at the tenth place; None where it is open."""
        return _at_ten(self.high, self.factor, ROUND_CEILING)

    def active(self, end: Lemma | None) -> tuple[str, ...]:
        """The statements (and identities) that hold an end where it is."""
        if end is None:
            return ()
        names = (name.rsplit("#", 1)[0] for name, _ in end.multipliers if not name.startswith("positive:"))
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class ImpliedResult(Table):
    """All intervals of a plan. withdrawn: statements left out because they contradict others (a smallest correction).

    plan: what they were made from, with its text; None in a result of an older file.
    """

    title: str
    text_sha256: str
    settings: Settings
    intervals: tuple[Implied, ...]
    statements: tuple[Statement, ...]
    identities: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
    region: str = ""
    clashing: tuple[str, ...] = ()

    plan: Plan | None = None

    def __repr__(self) -> str:
        fresh = sum(not i.stated for i in self.intervals)
        return (
            f"<ImpliedResult {self.title!r}: {len(self.intervals)} intervals, {fresh} of them not stated in the text>"
        )

    def __iter__(self) -> Iterator[Implied]:
        return iter(self.intervals)

    def __len__(self) -> int:
        return len(self.intervals)

    def to_arrow(self) -> pa.Table:
        """One row an indicator and year: both ends in `unit`, to the tenth place; null where that side is open."""
        import pyarrow as pa

        words = {
            name: pa.array([getattr(i, name) for i in self.intervals], pa.string())
            for name in ("indicator", "year", "unit")
        }
        return pa.table(
            {
                **words,
                "low": decimals([i.low_number for i in self.intervals]),
                "high": decimals([i.high_number for i in self.intervals]),
                "stated": pa.array([i.stated for i in self.intervals], pa.bool_()),
            }
        )

    def to_bytes(self, subjects: Sequence[Subject] = ()) -> bytes:
        """The bundle: every bound can be re-checked from it offline. subjects: more that it rests on."""
        text = Subject("text", parse_digest(self.text_sha256), self.plan.source if self.plan is not None else "")
        rules = rules_subjects("plan", "reading", "checking")
        return write(Bundle(KIND, encode(self), version=VERSION, subjects=(text, *subjects, *rules)))


def _at_ten(end: Lemma | None, factor: Fraction, rounding: str) -> Decimal | None:
    if end is None:
        return None
    value = end.limit / factor
    with localcontext() as context:
        context.prec, context.rounding = 60, rounding
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("1e-10"))


def yearly_change(interval: Implied, *, low: bool) -> Fraction | None:
    """An end of an implied price index as a change a year (a share of one), rounded outward; None for other quantities."""
    end = interval.low if low else interval.high
    first, dash, last = interval.year.partition("-")
    if end is None or not dash or not interval.variable.startswith(PRICE):
        return None
    root = root_below if low else root_above
    return root(end.limit, int(last) - int(first)) - 1


def from_payload(payload: Mapping[str, Any]) -> ImpliedResult:
    """The result of a bundle's payload, of this version or the one before. GuihuaError PROOF-RECORD where it is none."""
    result = decode(ImpliedResult, _from_second(payload) if payload.get("version") == "2" else payload)
    if result.plan is not None:
        check_plan(result.plan)
    for statement in result.statements:
        check_bounds(statement)
    return result


def _from_second(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A payload of version 2 in this version's shape."""
    try:
        values = sorted(map(list, payload["settings"]["values"].items()))
        told = [encode(from_record(dict(s))) for s in payload["statements"]]
        found = {**payload, "statements": told, "settings": {**payload["settings"], "values": values}}
    except (KeyError, TypeError, AttributeError) as error:
        raise GuihuaError(
            "PROOF-RECORD", f"不是第2版的区间 no intervals of version 2: {error!r:.80}", "重新推算 run implied again"
        ) from None
    del found["version"]
    return found
