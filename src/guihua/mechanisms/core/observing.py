"""A run's figures as observations (监测) and the run itself as an act in the ledger `runs`: what was computed leaves a trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from guihua.errors import GuihuaError
from guihua.ledgers.journal import Journal, now
from guihua.ledgers.ledger import Actor, Event, Evidence
from guihua.mechanisms.core.records import Run
from guihua.mechanisms.core.running import span
from guihua.plan.concepts import resolve
from guihua.plan.periods import Period
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation


def observations(run: Run, digest: str, region: str) -> list[Observation]:
    """Figures that name an indicator of the plan, as observations of the run's period; their source is the bundle's digest.

    What is no number is left out. They are marked 监测 and internal. Raises GuihuaError RUN-PERIOD where the run has no period.
    """
    first, last = span(run.job.period)
    if first is None or last is None:
        raise GuihuaError(
            "RUN-PERIOD", "没有写期别，数存不进去 figures without a period are not stored", "加 add --period 2021"
        )
    whole_year = (first.month, last.month) == (1, 12)
    period = Period.years(first.year) if whole_year else Period(first.year, first.month, last.year, last.month)
    found = []
    for figure in run.figures:
        variable = resolve(figure.indicator).variable if figure.indicator else ""
        if not variable or not _number(figure.value):
            continue
        found.append(
            Observation(
                id="",
                region=region,
                variable=variable,
                indicator=figure.indicator,
                period=period,
                span=Span.SINGLE,
                value=figure.value,
                unit=figure.unit,
                transformation=Transformation.SHARE if figure.unit == "%" else Transformation.LEVEL,
                system=figure.system or "监测",
                publisher=run.job.declaration.zh,
                published=date.fromisoformat(run.at[:10]),
                date_trust=DateTrust.EXACT,
                vintage_note=f"机制办理 {run.job.declaration.name}.{figure.name}",
                source=f"run:{run.job.declaration.name}/{figure.name}?bundle={digest}",
                grade=Grade.OFFICIAL,
                publish_level="internal",
            )
        )
    return found


def record(journal: Journal, run: Run, digest: str, actor: Actor) -> bool:
    """Enter a run in the ledger `runs`, and mark the run that it revises; False where it stands there already."""
    subject = _subject(digest)
    if journal.state(subject) is not None:
        return False
    at = date.fromisoformat(run.at[:10])
    values = {
        "digest": subject,
        "name": run.job.declaration.name,
        "period": run.job.period,
        "listed_on": at.isoformat(),
    }
    if run.previous:
        values["previous"] = _subject(run.previous)
    event = Event(
        ledger=journal.ledger.name,
        subject=subject,
        action="list",
        at=at,
        recorded=now(),
        actor=actor,
        to="listed",
        values={k: v for k, v in values.items() if v},
        evidence=(Evidence("核验文件", digest),),
        digest=journal.ledger.digest,
    )
    events = [event]
    if run.previous and journal.state(_subject(run.previous)) is not None:
        events.append(
            replace(
                event,
                subject=_subject(run.previous),
                action="revoke",
                to="revoked",
                values={"revoked_on": at.isoformat()},
                basis=f"更正：{subject}",
            )
        )
    journal.record(events)
    return True


def _subject(digest: str) -> str:
    """The id of a run in the ledger: the first digits of its digest."""
    return digest.partition(":")[2][:16]


def _number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
