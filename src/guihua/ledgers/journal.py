"""A ledger at work: its declaration on a store's log. Events go in, states come out, and all of it can be verified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from guihua.errors import GuihuaError
from guihua.ledgers.events import effective, event_bytes, fold, read_event, read_state, state_bytes, step
from guihua.ledgers.ledger import CORRECT, VOID, Event, Ledger, Stamped, State
from guihua.ledgers.permission import Barred, Refusal, SameBody, not_barred, refusals, same_name
from guihua.ledgers.replay import Court
from guihua.proof.heads import Head
from guihua.proof.merkle import consistency, consistent, inclusion, leaf_hash
from guihua.storage import log
from guihua.storage.store import Store


def now() -> str:
    """This moment with offset, to the microsecond, as events carry it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Journal:
    """One ledger in one store. Cheap to make; holds no state of its own.

    same_body  whether one body acts for another (successors; see `bodies`)
    barred     what one-vote veto forbids an act to an object with these values on a day, "" for none (see `bodies`)
    """

    store: Store
    ledger: Ledger
    same_body: SameBody = same_name
    barred: Barred = not_barred

    def holds(self, body: str, state: State) -> bool:
        """Whether an object is with a body, by whatever name of it."""
        return any(self.same_body(body, held) for name in self.ledger.holders for held in state.many(name))

    def record(self, events: Sequence[Event]) -> dict[str, State]:
        """Check events against the ledger and write them down: all or none, with one head over them.

        Returns the new states of the objects touched. Raises GuihuaError LG-… for the first event refused (all of
        them: `check`).
        """

        def write() -> dict[str, State]:
            edge = log.edge_of(self.store, self.ledger.name, self.ledger.digest)
            found = self._try(events, edge.size)
            if found.refused:
                raise next(iter(found.refused.values()))[0].error(self.ledger)
            recorded = events[-1].recorded if events else ""
            entries = log.append(
                self.store,
                self.ledger.name,
                [log.Record(e.subject, body) for e, body in zip(events, found.bodies, strict=True)],
                recorded,
                digest=self.ledger.digest,
                edge=edge,
            )
            assert not entries or entries[0].position == found.start
            log.keep_states(self.store, self.ledger.name, ((s.subject, state_bytes(s)) for s in found.states.values()))
            return found.states

        return self.store.attempt(write)

    def check(self, events: Sequence[Event]) -> dict[int, list[Refusal]]:
        """What speaks against events, by their index, if they were recorded now; nothing is written."""
        head = self.head()
        return self._try(events, head.size if head else 0).refused

    def state(self, subject: str) -> State | None:
        """The stored state of one object."""
        body = log.state(self.store, self.ledger.name, subject)
        return read_state(subject, body) if body is not None else None

    def states(self, *, as_of: date | None = None, known: str = "") -> dict[str, State]:
        """States of all objects, by id: as stored; or with `as_of` and `known`, what they were on a day and to whom."""
        if as_of is None and not known:
            return {s: read_state(s, body) for s, body in log.states(self.store, self.ledger.name)}
        replay = Replay(self.store, self.ledger.name, until=as_of, known=known)
        for item in self.events():
            replay.take(item)
        return dict(sorted(replay.states().items()))

    def history(self, subject: str) -> list[Stamped]:
        """All events of one object, in the order of the log. Raises GuihuaError LG-ABSENT where there is none."""
        entries = log.read_subject(self.store, self.ledger.name, subject)
        if not entries:
            raise GuihuaError(
                "LG-ABSENT", "没有这个编号 no such object", f"guihua ledger state {self.ledger.name}", subject
            )
        return [_stamped(e) for e in entries]

    def events(self, start: int = 0) -> Iterator[Stamped]:
        """All events in the order of the log, from a position on."""
        return (_stamped(e) for e in log.read(self.store, self.ledger.name, start=start))

    def event(self, event_id: str) -> Stamped:
        """One event by its id or the beginning of it."""
        return _stamped(log.find(self.store, self.ledger.name, event_id))

    def ids(self, positions: Iterable[int]) -> dict[int, str]:
        """Ids of the events at positions."""
        return log.ids(self.store, self.ledger.name, positions)

    def head(self) -> Head | None:
        """The newest head of the ledger's log."""
        return log.head(self.store, self.ledger.name)

    def rebuild(self) -> int:
        """Make the stored states anew from the log; returns how many objects there are."""
        states = self.states(as_of=date.max)
        with self.store.transaction():
            self.store.execute("DELETE FROM log_state WHERE ledger = ?", (self.ledger.name,))
            log.keep_states(self.store, self.ledger.name, [(s, state_bytes(state)) for s, state in states.items()])
        return len(states)

    def verify(self) -> log.Audit:
        """Go through the log once: hashes, places, heads, subjects, every act against the rules, and the stored states."""
        return verify_log(self.store, self.ledger.name, self.ledger, self.same_body)

    def prove(self, event_id: str) -> tuple[Stamped, Head, tuple[bytes, ...]]:
        """An event with the proof that it is in the log of the newest head."""
        head = self.head()
        if head is None:
            raise GuihuaError(
                "LG-EMPTY", "台账还没有记录 the log is empty", "先导入或办理 record something first", self.ledger.name
            )
        found = self.event(event_id)
        leaves = [e.leaf for e in log.read(self.store, self.ledger.name)]
        return found, head, inclusion(leaves[: head.size], found.position, head.root.name)

    def extends(self, earlier: Head) -> bool:
        """Does this log begin with the log of an earlier head (kept elsewhere, perhaps signed)?"""
        head = self.head()
        if head is None or earlier.log != self.ledger.name or earlier.size > head.size or earlier.size == 0:
            return False
        leaves = [leaf_hash(e.body, head.root.name) for e in log.read(self.store, self.ledger.name)]
        path = consistency(leaves, earlier.size, head.root.name)
        name = head.root.name
        return consistent(earlier.size, head.size, earlier.root.value, head.root.value, path, name=name)

    def _try(self, events: Sequence[Event], start: int) -> _Trial:
        """Run events against the stored states, in memory, as if they came at this place of the log."""
        trial = _Trial(start, [], {}, {})
        before = self._stored({e.subject for e in events})
        pending: dict[str, list[Stamped]] = defaultdict(list)
        for index, event in enumerate(events):
            event = replace(event, digest=self.ledger.digest, declared=self.ledger.version)  # noqa: PLW2901
            body = event_bytes(event)
            item = Stamped(start + index, leaf_hash(body, self.ledger.digest).hex(), event)
            trial.bodies.append(body)
            state = before.get(event.subject)
            against = refusals(self.ledger, self._then(state, pending, event), event, self.same_body)
            against += [] if against else self._vetoed(state, event)
            if not against and (event.action in (CORRECT, VOID) or (state and event.at < state.last)):
                against, state = self._refold(event, item, pending[event.subject])
            elif not against:
                state = step(state, item)
            if against:
                trial.refused[index] = against
                continue
            pending[event.subject].append(item)
            if state is not None:
                before[event.subject] = trial.states[event.subject] = state
        return trial

    def _vetoed(self, state: State | None, event: Event) -> list[Refusal]:
        """A veto against the act; one that comes with a basis overrules it."""
        act = self.ledger.transition(event.action)
        if act is None or not act.barred or event.basis.strip():
            return []
        words = self.barred({**(state.values if state else {}), **event.values}, act.barred, event.at)
        return [Refusal("veto", event.subject, words)] if words else []

    def _then(self, state: State | None, pending: Mapping[str, list[Stamped]], event: Event) -> State | None:
        """What the object was on the day of a late event; otherwise what it is."""
        if state is None or event.at >= state.last or event.action in (CORRECT, VOID):
            return state
        known = [_stamped(e) for e in log.read_subject(self.store, self.ledger.name, event.subject)]
        return fold([*known, *pending.get(event.subject, ())], until=event.at)

    def _refold(self, event: Event, item: Stamped, pending: Sequence[Stamped]) -> tuple[list[Refusal], State | None]:
        """All events of an object with one more out of order: does every one still fit, and what do they come to?"""
        known = [_stamped(e) for e in log.read_subject(self.store, self.ledger.name, event.subject)]
        every = [*known, *pending, item]
        acts = {s.id for s in every if s.event.action not in (CORRECT, VOID)}
        if event.action in (CORRECT, VOID) and event.corrects not in acts:
            return [Refusal("corrects", event.subject, event.corrects[:12])], None
        state: State | None = None
        for act in effective(every):
            against = refusals(self.ledger, state, act.event, self.same_body)
            if against:
                detail = f"{act.event.at} {act.event.action}: {against[0].code} {against[0].detail}"
                return [Refusal("order", event.subject, detail)], None
            state = step(state, act)
        if state is None:
            return [Refusal("order", event.subject, "nothing would be left of the object")], None
        return [], state

    def _stored(self, subjects: set[str]) -> dict[str, State]:
        found: dict[str, State] = {}
        wanted = sorted(subjects)
        for i in range(0, len(wanted), 500):
            part = wanted[i : i + 500]
            marks = ", ".join("?" * len(part))
            rows = self.store.execute(
                f"SELECT subject, body FROM log_state WHERE ledger = ? AND subject IN ({marks})",
                (self.ledger.name, *part),
            )
            found.update({str(s): read_state(str(s), str(b).encode("utf-8")) for s, b in rows})
        return found


def verify_log(store: Store, name: str, ledger: Ledger | None = None, same_body: SameBody = same_name) -> log.Audit:
    """As `Journal.verify`, for a log by its name; without a declaration its acts are held against no rules."""
    replay = Replay(store, name)
    court = None if ledger is None else Court(ledger, lambda s, p: _past(store, name, s, p), same_body)
    faults: list[log.Fault] = []
    rows = store.execute("SELECT size, recorded FROM log_head WHERE ledger = ?", (name,))
    heads = {int(size or 0): str(recorded) for size, recorded in rows}

    def along() -> Iterator[log.Entry]:
        for entry in log.read(store, name):
            try:
                item = _stamped(entry)
            except GuihuaError:
                faults.append(log.Fault(name, entry.position, "event"))
            else:
                if (item.event.subject, item.event.ledger) != (entry.subject, name):
                    faults.append(log.Fault(name, entry.position, "subject"))
                if heads.get(entry.position + 1, item.event.recorded) != item.event.recorded:
                    faults.append(log.Fault(name, entry.position + 1, "head-time"))
                replay.take(item)
                against = court.judge(item) if court is not None else None
                if against is not None:
                    faults.append(log.Fault(name, entry.position, f"rule: {against}"))
            yield entry

    audit = log.audit(store, name, entries=along())
    if court is not None:
        faults += [log.Fault(name, u.position, f"rule: {u}") for u in court.verdicts()]
    states = replay.states()
    for subject, body in log.states(store, name):
        state = states.pop(subject, None)
        if state is None or state_bytes(state) != body:
            faults.append(log.Fault(name, None, f"state of {subject}"))
    faults += [log.Fault(name, None, f"state of {subject}") for subject in states]
    return replace(audit, faults=(*audit.faults, *faults))


def _past(store: Store, name: str, subject: str, position: int) -> list[Stamped]:
    """The events of an object before a position of the log."""
    return [_stamped(e) for e in log.read_subject(store, name, subject) if e.position < position]


class Replay:
    """States out of a log read in order, in memory for the objects rather than for the events.

    Events of one object mostly come in the order of their days; an object for which one does not, or for which
    something was put right, is folded from its own events at the end.
    """

    def __init__(self, store: Store, name: str, *, until: date | None = None, known: str = "") -> None:
        self._store, self._name, self._until, self._known = store, name, until, known
        self._states: dict[str, State] = {}
        self._afresh: set[str] = set()

    def take(self, item: Stamped) -> None:
        """The log's next event."""
        event = item.event
        if (self._known and event.recorded > self._known) or event.subject in self._afresh:
            return
        if event.action in (CORRECT, VOID):
            self._afresh.add(event.subject)
            return
        if self._until is not None and event.at > self._until:
            return
        state = self._states.get(event.subject)
        if state is not None and event.at < state.last:
            self._afresh.add(event.subject)
            return
        self._states[event.subject] = step(state, item)

    def states(self) -> dict[str, State]:
        """What all objects have come to."""
        for subject in self._afresh:
            self._states.pop(subject, None)
            items = [_stamped(e) for e in log.read_subject(self._store, self._name, subject)]
            state = fold(items, until=self._until, known=self._known)
            if state is not None:
                self._states[subject] = state
        self._afresh.clear()
        return self._states


@dataclass(frozen=True, slots=True)
class _Trial:
    """What would come of events: bodies to append, new states, refusals by index."""

    start: int
    bodies: list[bytes]
    states: dict[str, State]
    refused: dict[int, list[Refusal]]


def _stamped(entry: log.Entry) -> Stamped:
    return Stamped(entry.position, entry.id, read_event(entry.body))
