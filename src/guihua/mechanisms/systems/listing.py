"""A plan's tasks -> its systems, each with home, state, figures, what is missing and which body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from guihua.errors import GuihuaError
from guihua.ledgers.ledger import State
from guihua.ledgers.linking import likeness
from guihua.mechanisms.systems.homes import Home, homes, resolved, unresolved
from guihua.mechanisms.systems.standing import Standing
from guihua.plan.concepts import resolve
from guihua.plan.plan import Plan
from guihua.plan.statement import Commitment, Kind, Statement

ALIKE: Final = Fraction(1, 2)
"""A task of the ledger carries out a sentence that shares so much of its words."""
SURVEY: Final = "ledger:surveys"
WORKS, PARTLY, NONE = "works", "partly", "none"


@dataclass(frozen=True, slots=True)
class System:
    """One thing that the plan sets up.

    id, quote, start, end, section, kind   of its sentence; name: what is set up
    home      "ledger:NAME", "run:NAME", "link:NAME", "form:NUMBER", "indicator:ID" or "task:ID"
    state     works: its last run, sheet or import is kept; partly: it is there and was not used yet; none
    figures   what it says now; missing: what it lacks; body: who answers for it
    made      everything that it holds was made up for an example
    decided   "confirmed" where a person confirmed it or named its home; merged: ids of sentences merged into it
    """

    id: str
    name: str
    quote: str
    start: int
    end: int
    section: str
    kind: str
    home: str
    state: str
    figures: tuple[str, ...] = ()
    missing: str = ""
    body: str = ""
    made: bool = False
    decided: str = ""
    merged: tuple[str, ...] = ()


def systems(plan: Plan, of: Standing) -> tuple[System, ...]:
    """The plan's systems in the order of the text. Raises GuihuaError SYS-HOME where an entry's home is nowhere."""
    if lost := unresolved(homes(), of.known):
        title = f"归属对不上 no such home: {lost[0]}"
        raise GuihuaError("SYS-HOME", title, "guihua ledger list; guihua run --list", "homes.yaml")
    found = [*(_of_task(plan, c, of) for c in plan.commitments), *_of_statements(plan, of)]
    return tuple(sorted(_decided(found, of), key=lambda s: (s.start, s.end)))


def entry_of(words: str) -> Home | None:
    """The first entry of homes.yaml that a sentence is of."""
    return next((entry for entry in homes() if entry.pattern.search(words)), None)


def _of_task(plan: Plan, task: Commitment, of: Standing) -> System:
    words = (task.id, task.object or task.quote, task.quote, task.start, task.end, task.section, task.kind)
    body = "、".join(task.bodies)
    entry = entry_of(task.quote)
    if entry is not None:
        home = resolved(entry.homes, of.known, of.used)
        return System(
            *words, home, *_standing(home, of), _missing(entry, home, of), body or entry.body, home in of.made
        )
    if task.kind == "indicator" and (target := _target(plan, task)) is not None:
        seen = target.variable in of.observed
        lacks = "" if seen else "数据仓里没有这个指标的数"
        return System(*words, f"indicator:{target.id}", WORKS if seen else PARTLY, (), lacks, body)
    return _carried(words, body, task, of)


def _carried(words: tuple[str, str, str, int, int, str, str], body: str, task: Commitment, of: Standing) -> System:
    """A system that is a task and no more: with the task of the ledger that carries it out, where there is one."""
    best: tuple[Fraction, State] | None = None
    for task_state in of.tasks:
        said = task_state.text("measure") or task_state.text("task")
        alike = Fraction(1) if task_state.text("sentence") == task.id else likeness(task.quote, said)
        if alike >= ALIKE and (best is None or alike > best[0]):
            best = alike, task_state
    if best is None:
        return System(*words, f"task:{task.id}", NONE, (), "任务台账里没有这一项", body)
    state = best[1]
    draft = state.state == "proposed"
    lacks = "还是草案，没有牵头单位" if draft else ""
    return System(*words, f"task:{state.subject}", PARTLY if draft else WORKS, (), lacks, body or state.text("lead"))


def _of_statements(plan: Plan, of: Standing) -> Iterator[System]:
    """Systems that the text sets up by a number: a rule's parameters (税率), and figures that only a survey gives."""
    seen = [(c.start, c.end) for c in plan.commitments]
    for s in plan.statements:
        entry = entry_of(s.quote) if s.kind in (Kind.POLICY, Kind.TARGET) and not s.main else None
        if entry is None or (s.kind is Kind.TARGET and entry.homes[0] != SURVEY):
            continue
        if any(start < s.end and s.start < end for start, end in seen):
            continue
        seen.append((s.start, s.end))
        home = resolved(entry.homes, of.known, of.used)
        words = (
            s.id,
            s.indicator,
            s.quote,
            s.start,
            s.end,
            s.section,
            "policy" if s.kind is Kind.POLICY else "indicator",
        )
        yield System(*words, home, *_standing(home, of), _missing(entry, home, of), entry.body, home in of.made)


def _standing(home: str, of: Standing) -> tuple[str, tuple[str, ...]]:
    return WORKS if home in of.used else PARTLY, of.figures.get(home, ())


def _missing(entry: Home, home: str, of: Standing) -> str:
    unused = {
        "ledger": "台账里还没有记录",
        "run": "还没有办理过",
        "link": "还没有导入过",
        "form": "报表还没有审核通过的填报",
    }
    parts = [unused[home.partition(":")[0]]] if home not in of.used else []
    return "；".join(filter(None, [*parts, entry.lacks]))


def _target(plan: Plan, task: Commitment) -> Statement | None:
    """The target that a direction without a value is of: by its variable, else of the same paragraph by its words."""
    wanted = resolve(task.indicator or task.object)
    alike = next((s for s in plan.targets if wanted.known and s.variable == wanted.variable), None)
    if alike is not None:
        return alike
    start, end = plan.text.rfind("\n", 0, task.start), plan.text.find("\n", task.end)
    beside = (s for s in plan.targets if start <= s.start and (end < 0 or s.end <= end))
    return next((s for s in beside if likeness(s.indicator, task.object) >= ALIKE), None)


def _decided(found: Iterable[System], of: Standing) -> Iterator[System]:
    """The list as people decided it: homes named by them, sentences merged into others, what they found to be no system."""
    merged: dict[str, list[str]] = {}
    for state in of.decided.values():
        if state.state == "merged":
            merged.setdefault(state.text("successor"), []).append(state.subject)
    for system in found:
        decision = of.decided.get(system.id)
        if decision is None or decision.state not in ("merged", "revoked"):
            yield _as_decided(system, decision, tuple(merged.get(system.id, ())), of)


def _as_decided(system: System, state: State | None, merged: tuple[str, ...], of: Standing) -> System:
    if state is None and not merged:
        return system
    home = (state.text("home") if state else "") or system.home
    if home != system.home:
        use, said = _standing(home, of)
        system = replace(system, home=home, state=use, figures=said, missing="", made=home in of.made)
    body = (state.text("body") if state else "") or system.body
    return replace(system, body=body, decided="confirmed" if state else "", merged=merged)
