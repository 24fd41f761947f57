"""What the release ledger let out: which targets and verdicts, as of which day. The public site shows this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guihua.ledgers.ledger import Means, State
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment
from guihua.web import desk, results
from guihua.web.principal import Principal
from guihua.web.results import Results
from guihua.web.work import queue

RELEASE = "release"
EMBARGOED = "定期解密"
OPEN_LEVELS = ("公开", EMBARGOED)
ALL = "全部"
PUBLIC_ASKER = Principal("public", name="public")


@dataclass(frozen=True, slots=True)
class Release:
    """One thing that was let out: its title, the day, the ids of targets in it (ALL for every target), where its file is."""

    subject: str
    title: str
    day: date
    items: tuple[str, ...]
    file_digest: str

    def holds(self, statement: str) -> bool:
        """Whether a target is part of it."""
        return ALL in self.items or statement in self.items


def releases(today: date) -> tuple[Release, ...]:
    """Everything let out by that day, the newest first: released, public or its embargo over, and not withdrawn."""
    of = desk.ledger(RELEASE)
    found = [s for s in desk.journal(of).states().values() if of.meaning(s.state) is Means.DONE and _open(s, today)]
    made = [Release(s.subject, s.text("task"), s.since, s.many("items"), s.text("file_digest")) for s in found]
    return tuple(sorted(made, key=lambda r: (r.day, r.subject), reverse=True))


def public_results(let_out: tuple[Release, ...]) -> Results | None:
    """The targets as of the newest release, from figures alone that may be shown; None until the worker has them."""
    if not let_out or not results.has_plan(results.project()):
        return None
    view = results.View(results.version(), let_out[0].day, public_on=results.today())
    found = results.ready(view)
    if found is None:
        queue.ask("results", results.asked(view), PUBLIC_ASKER, key=str(view))
        found = results.wait_for(view)
    return found


def shown(found: Results, let_out: tuple[Release, ...]) -> tuple[Assessment, ...]:
    """The verdicts that were let out."""
    return tuple(a for a in found.assessments if any(r.holds(a.statement.id) for r in let_out))


def held_back(rows: tuple[Observation, ...], today: date) -> tuple[Observation, ...]:
    """The figures behind a verdict that would not leave: for the reviewer of a release."""
    from guihua.statistics.disclosure import disclosure, publishable

    leaves = set(publishable(rows, today, rule=disclosure(results.project().settings)))
    return tuple(o for o in rows if o not in leaves)


def _open(state: State, today: date) -> bool:
    """Public, or embargoed until a day that is over. One that is embargoed without a day stays closed: nobody said until when."""
    level, embargo = state.text("level"), state.text("embargo")
    if level not in OPEN_LEVELS or state.text("secrecy") == "不予公开" or (level == EMBARGOED and not embargo):
        return False
    return not embargo or embargo <= today.isoformat()
