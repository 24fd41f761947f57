"""The gap list (待补数据清单): each target without a verdict, why, the latest figure that there is, and whom to ask for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guihua.plan import concepts
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment
from guihua.tracking.indicators.near import Near, near
from guihua.tracking.indicators.rows import parts
from guihua.tracking.indicators.series import Series
from guihua.tracking.publications import Publication, publication_of
from guihua.tracking.settings import statistical_facts

NOBODY = "责任单位未定"
_CANNOT = (ReasonCode.NO_STATISTICS, ReasonCode.RECOGNITION_ABOLISHED, ReasonCode.NOT_QUANTIFIABLE)


@dataclass(frozen=True, slots=True)
class Gap:
    """One target without a verdict.

    reason    the code, and `why` the words beside it (a near name that nobody has accepted yet, the document of an abolition)
    latest    the latest figure that there is, in words with whose it is; "" only where there is none at all
    exists    False where no figure can exist: then the plan's wording is the finding
    due       when the next figure is usually out; year: of which year
    """

    statement: Statement
    name: str
    body: str
    reason: ReasonCode
    why: str
    latest: str
    exists: bool
    publication: Publication
    year: int
    due: date | None
    words: tuple[str, ...]
    near: Near | None = None

    @property
    def said(self) -> str:
        """The reason in words; never "no data" beside a figure that there is."""
        return "缺目标期的数" if self.reason is ReasonCode.NO_DATA and self.latest else self.reason.zh

    @property
    def asked(self) -> str:
        """Whom to ask: the body that answers for it, else the office that publishes it."""
        return self.publication.publisher.split("（")[0].split("、")[0] if self.body == NOBODY else self.body


def gaps(
    plan: Plan, assessments: Sequence[Assessment], series: Sequence[Series], as_of: date, *, region: str = ""
) -> tuple[Gap, ...]:
    """The gaps in the plan's order; targets that the indicator sheet leaves out or calls repeats are none."""
    wanted = {s.id for s in plan.tracked}
    found = (a for a in assessments if a.status is Status.UNKNOWN and a.statement.id in wanted)
    return tuple(_gap(plan, a, series, as_of, region) for a in found)


def by_body(found: Sequence[Gap]) -> dict[str, tuple[Gap, ...]]:
    """The gaps of each body, those without one last."""
    bodies = sorted({g.body for g in found}, key=lambda b: (b == NOBODY, b))
    return {body: tuple(g for g in found if g.body == body) for body in bodies}


def by_asked(found: Sequence[Gap]) -> dict[str, tuple[Gap, ...]]:
    """The gaps by whom to ask, in the order of the names."""
    return {name: tuple(g for g in found if g.asked == name) for name in sorted({g.asked for g in found})}


def _gap(plan: Plan, a: Assessment, series: Sequence[Series], as_of: date, region: str) -> Gap:
    s = a.statement
    record = plan.indicator(s.id)
    name = record.name or s.indicator
    reason = a.reason or ReasonCode.NO_DATA
    offers = near(s, series, plan.region or region)
    offer = offers[0] if offers and not offers[0].same else None
    publication = publication_of(name)
    exists = reason not in _CANNOT
    year = _year(s, plan, as_of)
    return Gap(
        statement=s,
        name=name,
        body=record.body or NOBODY,
        reason=reason,
        why=_why(a, reason, offer),
        latest=_latest(a, offers, () if offers else parts(s, series, plan.region or region)),
        exists=exists,
        publication=publication,
        year=year,
        due=publication.due(year) if exists else None,
        words=_words(name, publication, year),
        near=offer,
    )


def _year(statement: Statement, plan: Plan, as_of: date) -> int:
    """The year whose figure is wanted: the target's, or the last one that is over."""
    end = statement.year or (plan.period[1] if plan.period else as_of.year - 1)
    return min(end, as_of.year - 1)


def _why(a: Assessment, reason: ReasonCode, offer: Near | None) -> str:
    """The words beside the code: the document of an abolition or break, else the near name that stands open."""
    variable = concepts.resolve(a.statement.indicator).variable
    for fact in statistical_facts():
        if fact.variable == variable and fact.reason is reason and fact.known <= a.as_of:
            return fact.document
    documents = (dict(note.parameters).get("document", "") for note in a.notes)
    if named := next((d for d in documents if d), ""):
        return named
    if reason not in _CANNOT and offer is not None:
        return f"名称未对上：库中有“{offer.series.name}”（{offer.reason}），在指标责任清单里采纳或另指定"
    return ""


def _latest(a: Assessment, offers: Sequence[Near], made_of: Sequence[Series] = ()) -> str:
    """The latest figure that bears on the target: its own, one of another coverage, one of a near name, those of its parts."""
    own = [o for o in (a.latest, *a.observations) if o is not None]
    if own:
        return _told(max(own, key=lambda o: (o.period, o.available)))
    if a.nearest:
        last = a.nearest[-1]
        return f"{_told(last)}（统计范围 {last.coverage}）"
    if offers:
        s = offers[0].series
        return f"{s.name} {s.latest} {s.value}{s.unit} {_stated(s.publisher)}".strip()
    return "；".join(f"{s.name} {s.latest} {s.value}{s.unit}" for s in made_of)


def _told(o: Observation) -> str:
    return f"{o.indicator} {o.period} {o.value}{o.unit} {_stated(o.publisher)}".strip()


def _stated(word: str) -> str:
    return "" if word == "unstated" else word


def _words(name: str, publication: Publication, year: int) -> tuple[str, ...]:
    """What to search for."""
    document = publication.document.split("；")[0].split("（")[0]
    return (f"{year}年 {name}", f"{year}年 {document}", f"{publication.publisher.split('（')[0].split('、')[0]} {name}")
