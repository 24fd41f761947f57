"""Re-checking a bundle offline, without a solver: first its bytes, then what it claims.

The bytes are checked here. What a payload claims is for the checker of its kind, which the caller hands in as a
registry: kind -> checker. A kind without a checker is intact but not checked, and is said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from guihua.errors import GuihuaError
from guihua.proof import bundle as bundles
from guihua.proof.canonical import Json


class Verdict(Enum):
    """What a check says of one part; the value is the command's exit status when it is the worst of all parts."""

    HOLDS = 0
    REFUSED = 1
    UNCHECKED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One checked part of a bundle: its name, the verdict, and a reason where it does not hold."""

    name: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """All parts of a bundle with their verdicts; `origin_proved` is false as long as no signed head binds it."""

    kind: str
    digest: str
    parts: tuple[Part, ...]
    origin_proved: bool = False

    @property
    def verdict(self) -> Verdict:
        """Refused where any part is, else unchecked where any part is, else it holds."""
        found = {part.verdict for part in self.parts}
        return next((v for v in (Verdict.REFUSED, Verdict.UNCHECKED) if v in found), Verdict.HOLDS)


Checker: TypeAlias = Callable[[Mapping[str, Json]], Sequence[Part]]
"""Checks a payload of one kind. It may raise GuihuaError or the usual errors of a malformed payload: both refuse it."""

_MALFORMED = (KeyError, IndexError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError)


def verify(data: bytes, checkers: Mapping[str, Checker]) -> Verification:
    """Check a bundle's bytes, then its claims with the checker of its kind.

    Never raises for bad data: what is wrong is a refused part that says so.
    """
    try:
        bundle = bundles.read(data)
    except GuihuaError as error:
        return Verification("", "", (Part("bytes", Verdict.REFUSED, f"{error.code}: {error.title}"),))
    intact = Part("bytes", Verdict.HOLDS)
    return Verification(bundle.kind, str(bundle.digest), (intact, *_claims(bundle, checkers)))


def _claims(bundle: bundles.Bundle, checkers: Mapping[str, Checker]) -> tuple[Part, ...]:
    checker = checkers.get(bundle.kind)
    if checker is None:
        return (Part("payload", Verdict.UNCHECKED, f"no checker for the kind {bundle.kind!r}"),)
    try:
        return tuple(checker(bundle.payload))
    except GuihuaError as error:
        return (Part("payload", Verdict.REFUSED, f"{error.code}: {error.title}"),)
    except _MALFORMED as error:
        return (Part("payload", Verdict.REFUSED, f"malformed: {type(error).__name__}: {error}"),)
