"""Replaying a log through the ledger's declared rules: was every act one that might be done, by whom it was, as things stood?

Hashes show that a log was not changed after its head was kept; whether its acts could ever have been recorded only the
rules show: who may, from which state, with what it needs, with evidence and by another person. Time is linear in the
events; an object with late entries or corrections is folded again from its own events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from guihua.ledgers.events import effective, fold, step
from guihua.ledgers.ledger import CORRECT, VOID, Event, Ledger, Stamped, State
from guihua.ledgers.permission import Refusal, SameBody, refusals, same_name


@dataclass(frozen=True, slots=True)
class Unlawful:
    """An event that the rules refuse: its position in the log, and why."""

    position: int
    refusal: Refusal

    def __str__(self) -> str:
        detail = self.refusal.wrong.code if self.refusal.wrong else self.refusal.detail
        return f"{self.refusal.subject} {self.refusal.code}{f' {detail}' if detail else ''}"[:120]


class Court:
    """Judges the events of one log, in their order.

    past   the events of an object before a position of the log; asked only for objects with late entries or corrections
    """

    def __init__(
        self, ledger: Ledger, past: Callable[[str, int], Sequence[Stamped]], same_body: SameBody = same_name
    ) -> None:
        self._ledger, self._past, self._same = ledger, past, same_body
        self._states: dict[str, State] = {}
        self._stale: set[str] = set()
        self._again: dict[str, int] = {}

    def judge(self, item: Stamped) -> Unlawful | None:
        """The log's next event: why it might not be recorded; None where it might."""
        event = item.event
        state = self._state(event.subject, item.position)
        if event.action in (CORRECT, VOID):
            against = refusals(self._ledger, state, event, self._same) or self._nothing_to_correct(event, item.position)
            self._late(item)
        elif state is not None and event.at < state.last:
            then = fold(self._past(event.subject, item.position), until=event.at)
            against = refusals(self._ledger, then, event, self._same)
            self._late(item)
        else:
            against = refusals(self._ledger, state, event, self._same)
            if not against:
                self._states[event.subject] = step(state, item)
        return Unlawful(item.position, against[0]) if against else None

    def verdicts(self) -> Iterator[Unlawful]:
        """After the last event: objects whose acts, put in their order, are no lawful sequence."""
        for subject, last in self._again.items():
            state: State | None = None
            for act in effective(self._past(subject, last + 1)):
                against = refusals(self._ledger, state, act.event, self._same)
                if against:
                    yield Unlawful(act.position, against[0])
                    break
                state = step(state, act)

    def _state(self, subject: str, position: int) -> State | None:
        if subject in self._stale:
            self._stale.discard(subject)
            state = fold(self._past(subject, position))
            if state is None:
                self._states.pop(subject, None)
            else:
                self._states[subject] = state
        if subject in self._again:
            self._again[subject] = position
        return self._states.get(subject)

    def _late(self, item: Stamped) -> None:
        self._stale.add(item.event.subject)
        self._again[item.event.subject] = item.position

    def _nothing_to_correct(self, event: Event, position: int) -> list[Refusal]:
        acts = {s.id for s in self._past(event.subject, position) if s.event.action not in (CORRECT, VOID)}
        return [] if event.corrects in acts else [Refusal("corrects", event.subject, event.corrects[:12])]
