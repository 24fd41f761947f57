"""Re-checking a bundle offline: first its bytes, then what it claims, and how each part was checked.

The bytes are checked here. What a payload claims is for the checker of its kind, which the caller hands in (the room
`verification` keeps the registry of kinds). A kind without a checker is intact but not checked, and is said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TypeAlias

from guihua.errors import GuihuaError
from guihua.proof import bundle as bundles
from guihua.proof.canonical import Json


class Verdict(Enum):
    """What a check says of one part; the value is the command's exit status when it is the worst of all parts."""

    HOLDS = 0
    REFUSED = 1
    UNCHECKED = 3


class How(StrEnum):
    """How a part was checked, and so how much its verdict is worth to a stranger.

    CERTIFICATE  a small exact check of a proof or a digest: nothing but arithmetic is trusted
    REPLAYED     recorded acts run again through the declared rules
    RECOMPUTED   the same program run again on the same input gives the same; a mistake of the program shows not
    GIVEN        taken as given; it stands in the bundle, and nothing here proves it
    """

    CERTIFICATE = "certificate"
    REPLAYED = "replayed"
    RECOMPUTED = "recomputed"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Part:
    """One checked part of a bundle: its name, the verdict, how it was checked, and a reason where it does not hold.

    Of a part that is `given`, the reason says what would prove it.
    """

    name: str
    verdict: Verdict
    reason: str = ""
    how: How = How.CERTIFICATE


@dataclass(frozen=True, slots=True)
class Verification:
    """All parts of a bundle with their verdicts; `origin_proved` is false as long as no signed head binds it."""

    kind: str
    digest: str
    parts: tuple[Part, ...]
    origin_proved: bool = False
    version: str = ""
    subjects: tuple[bundles.Subject, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        """Refused where any part is, else unchecked where any part is, else it holds."""
        found = {part.verdict for part in self.parts}
        return next((v for v in (Verdict.REFUSED, Verdict.UNCHECKED) if v in found), Verdict.HOLDS)


def part(name: str, fault: str, how: How = How.CERTIFICATE) -> Part:
    """A part that holds where there is no fault, and is refused with the fault else."""
    return Part(name, Verdict.REFUSED if fault else Verdict.HOLDS, fault, how)


def given(name: str, proved_by: str = "") -> Part:
    """A part that is taken as given, and what would prove it."""
    return Part(name, Verdict.HOLDS, proved_by, How.GIVEN)


def unchecked(name: str, why: str, how: How = How.CERTIFICATE) -> Part:
    """A part that could not be checked here, and why."""
    return Part(name, Verdict.UNCHECKED, why, how)


Checker: TypeAlias = Callable[[Mapping[str, Json]], Sequence[Part]]
"""Checks a payload of one kind. Whatever it raises on a malformed payload refuses the bundle."""


def verify(data: bytes, checkers: Mapping[str, Checker]) -> Verification:
    """Check a bundle's bytes, then its claims with the checker of its kind.

    Never raises for bad data: what is wrong is a refused part that says so.
    """
    try:
        bundle = bundles.read(data)
    except GuihuaError as error:
        return Verification("", "", (Part("bytes", Verdict.REFUSED, f"{error.code}: {error.title}"),))
    checker = checkers.get(bundle.kind)
    if checker is None:
        parts: tuple[Part, ...] = (unchecked("payload", f"no checker for the kind {bundle.kind!r}"),)
    else:
        parts = claims(lambda: checker(bundle.payload))
    intact = Part("bytes", Verdict.HOLDS)
    return Verification(
        bundle.kind, str(bundle.digest), (intact, *parts), version=bundle.version, subjects=bundle.subjects
    )


def claims(check: Callable[[], Sequence[Part]], name: str = "payload") -> tuple[Part, ...]:
    """What a checker says; where it stumbles over a malformed or hostile payload, one refused part that says how."""
    try:
        return tuple(check())
    except GuihuaError as error:
        return (Part(name, Verdict.REFUSED, f"{error.code}: {error.title}"),)
    except Exception as error:  # what a forged payload makes a checker stumble over is never known beforehand
        return (Part(name, Verdict.REFUSED, f"malformed: {type(error).__name__}: {error}"[:300]),)
