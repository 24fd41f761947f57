"""口径注 where the figures of a verdict do not all say that they are of one coverage, accounting, price and vintage.

What is stated and differs is never compared at all; here is what is left: a figure that says nothing beside one that
says something, rates of two accountings in one chain, a base that was revised since, sources that print two values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guihua.plan.statement import Price
from guihua.plan.units import find_unit
from guihua.statistics.observation import UNSTATED, Grade, Observation
from guihua.tracking.assessment import Note
from guihua.tracking.evidence.record import Evidence
from guihua.tracking.figures import Figure, differ
from guihua.tracking.settings import accounting_family, routine_accounting
from guihua.tracking.target import Target


def mixing_notes(target: Target, evidence: Evidence, judged: Observation | None) -> tuple[Note, ...]:
    """What has to be said of the figures that a verdict rests on. judged: the level whose value was judged."""
    base = (evidence.base.observation,) if evidence.base is not None else ()
    rates = evidence.growth.observations if evidence.growth is not None else ()
    used = tuple(dict.fromkeys((*base, *rates, *((judged,) if judged else evidence.used))))
    if not used:
        return ()
    return (*_coverage(target, used), *_accounting(used), *_price(used), *evidence.moved)


def moved(used: Sequence[Figure], group: Iterable[Figure]) -> tuple[Note, ...]:
    """Other figures of the years in use: a base revised since (within what a correction is), a source that differs."""
    there = tuple(f for f in group if not f.how and f.observation.grade is not Grade.PLAN)
    found: list[Note] = []
    for one in dict.fromkeys(f for f in used if not f.how):
        day, collected = one.observation.published, one.observation.collected
        far = [f for f in there if (f.year, f.partial) == (one.year, one.partial) and differ(one, f)]
        far.sort(key=lambda f: (f.observation.available, f.observation.id))
        later = [f for f in far if day is not None and not f.observation.collected and f.observation.available > day]
        other = [f for f in far if f.observation.published == day or f.observation.collected != collected]
        found += [_told("revised_since", one, f) for f in later[-1:]]
        found += [_told("sources_differ", one, f) for f in other[-1:]]
    return tuple(found)


def _told(code: str, one: Figure, other: Figure) -> Note:
    years = (("year", str(one.year)), ("from", one.observation.value), ("to", other.observation.value))
    return Note(code, (*years, ("unit", one.observation.unit), ("known", other.observation.available.isoformat())))


def _coverage(target: Target, used: Iterable[Observation]) -> tuple[Note, ...]:
    """The plan names a coverage and a figure none."""
    wanted = target.statement.population
    silent = [o for o in used if o.coverage == UNSTATED and o.grade is not Grade.PLAN]
    return (Note("coverage_unsaid", (("coverage", wanted),)),) if wanted and silent else ()


def _accounting(used: Iterable[Observation]) -> tuple[Note, ...]:
    """Two accountings, or one that is no stage of the routine beside figures that name none."""
    routine = routine_accounting()
    families = {routine if o.accounting == UNSTATED else accounting_family(o.accounting) for o in used}
    if len(families) < 2:
        return ()
    stated = dict.fromkeys(o.accounting for o in used)
    words = [("未写明" if a == UNSTATED else a, "unstated" if a == UNSTATED else a) for a in stated]
    return (Note("accounting_mixed", (("zh", "、".join(z for z, _ in words)), ("en", ", ".join(e for _, e in words)))),)


def _price(used: Iterable[Observation]) -> tuple[Note, ...]:
    """Levels in money, or rates of growth among themselves, of which some name a price and some none."""
    rows = tuple(used)
    money = [o.price for o in rows if _in_money(o.unit)]
    rates = [o.price for o in rows if o.transformation.is_rate]
    mixed = [prices for prices in (money, rates) if Price.UNSTATED in prices and len(set(prices)) > 1]
    return (Note("price_unsaid"),) if mixed else ()


def _in_money(name: str) -> bool:
    unit = find_unit(name)
    return unit is not None and unit.dimension == "money"
