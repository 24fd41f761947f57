"""What checking has to say (校核意见): typed findings; sentences are made from them in view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """error: cannot all be true; warning: needs a reading or an explanation; note: holds, or is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Member:
    """A statement (or identity, or named assumption) that a finding rests on.

    statement is its id, "" for identities and assumptions; quote its words; start, end its span.
    needs is what this number alone would have to be for the rest to hold (a magnitude in unit), "" where none would do.
    indicator is its label, variable the quantity it speaks of, year its year ("" where it has none). adjusted is the
    document of the mid-term adjustment that value, unit and year follow where they differ from the words ("" for none).
    """

    name: str
    statement: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    value: str = ""
    unit: str = ""
    needs: str = ""
    indicator: str = ""
    variable: str = ""
    year: str = ""
    adjusted: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic: expression in digits ("7939 × 1.08^5"), its result, and the unit."""

    expression: str
    result: str
    unit: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading that would explain a clash: code (price_basis, coverage_scope, coverage_change …) and its figures."""

    code: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: code GH101 …, weight (larger is heavier), members, sums, proof.

    holds     True where the statements agree and the finding only shows the sum
    proof     id of the certificate in the bundle, "" where arithmetic in `steps` is the whole proof
    """

    id: str
    code: str
    severity: Severity
    members: tuple[Member, ...]
    steps: tuple[Step, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    holds: bool = False
    weight: str = "0"
    proof: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
