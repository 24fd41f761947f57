"""A tracking as a bundle that anyone can run again: statements, observations, date, settings and results in one file.

`bundle_of` freezes what a tracking was made from; `recompute` makes it again from the bundle alone and says, part by
part, whether the same came out. A change of the program's own rules shows as a part that differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.indicators import from_plain, to_plain
from guihua.plan.periods import Period
from guihua.plan.plan import Plan
from guihua.plan.planfile import from_record, to_record
from guihua.plan.statement import Price
from guihua.proof.bundle import Bundle
from guihua.proof.canonical import Json
from guihua.proof.verify import Part, Verdict
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation
from guihua.tracking.assessment import Assessment
from guihua.tracking.desk import YearlyPlans
from guihua.tracking.settings import settings
from guihua.tracking.tracking import Tracking, track_observations

KIND = "tracking"


def bundle_of(plan: Plan, rows: Iterable[Observation], tracking: Tracking, yearly: YearlyPlans | None = None) -> Bundle:
    """What a tracking was made from and what came out. `rows` are all observations that it was given."""
    payload: dict[str, Json] = {
        "as_of": tracking.as_of.isoformat(),
        "region": tracking.region,
        "method": tracking.method,
        "include_collected": tracking.include_collected,
        "settings": dict(tracking.settings),
        "plan": {
            "title": plan.title,
            "issued": plan.issued,
            "text_sha256": plan.text_sha256,
            "period": None if plan.period is None else list(plan.period),
            "statements": [to_record(s) for s in (*plan.facts, *plan.targets)],
            "indicators": [to_plain(r) for r in plan.indicators],
        },
        "yearly": yearly_record(yearly or {}),
        "observations": [_observation_record(o) for o in sorted(rows, key=lambda o: o.id)],
        "results": [_result(a) for a in tracking],
    }
    return Bundle(KIND, payload)


def recompute(payload: Mapping[str, Json]) -> Sequence[Part]:
    """Track again from the payload alone: one part a target, refused where something else comes out.

    Raises GuihuaError TRACK-BUNDLE for a payload that is no tracking.
    """
    try:
        plan, rows, yearly = _plan(payload), _rows(payload), read_yearly_record(payload["yearly"])
        again = track_observations(
            plan,
            rows,
            date.fromisoformat(_text(payload["as_of"])),
            _text(payload["region"]),
            method=_text(payload["method"]),
            include_collected=payload["include_collected"] is True,
            rules=settings(_mapping(payload["settings"])),
            yearly=yearly,
        )
        stated = [_mapping(result) for result in _list(payload["results"])]
    except (KeyError, TypeError, ValueError) as error:
        raise GuihuaError(
            "TRACK-BUNDLE",
            f"不是测算的核验文件 not a tracking: {error!r}",
            "用下面的命令生成 make it with guihua track --bundle",
        ) from None
    found = [_result(a) for a in again]
    if len(stated) != len(found):
        return [Part("targets", Verdict.REFUSED, f"{len(stated)} stated, {len(found)} recomputed")]
    return [_compared(was, now) for was, now in zip(stated, found, strict=True)]


def yearly_record(yearly: YearlyPlans) -> Json:
    """Yearly plans as a bundle holds them: magnitudes as text."""
    return {key: [[year, repr(value)] for year, value in path] for key, path in yearly.items()}


def read_yearly_record(record: Json) -> YearlyPlans:
    """What `yearly_record` wrote."""
    return {key: tuple((int(year), float(value)) for year, value in path) for key, path in _mapping(record).items()}


def _compared(stated: Mapping[str, Any], found: Mapping[str, Any]) -> Part:
    name = f"{found['id']} {found['status']}"
    differ = [key for key in found if stated.get(key) != found[key]]
    if not differ and set(stated) == set(found):
        return Part(name, Verdict.HOLDS)
    key = differ[0] if differ else sorted(set(stated) ^ set(found))[0]
    return Part(name, Verdict.REFUSED, f"{key}: {stated.get(key)!r} stated, {found.get(key)!r} recomputed")


def _result(a: Assessment) -> dict[str, Json]:
    """What a verdict says, as text: everything that must come out again."""
    return {
        "id": a.statement.id,
        "status": a.status.value,
        "reason": a.reason.value if a.reason else "",
        "coverage_note": a.coverage_note,
        "agree": a.agree,
        "primary": a.primary,
        "target": a.target_value,
        "base": a.base_value,
        "latest": a.latest_value,
        "latest_period": a.latest_period,
        "unit": a.unit,
        "pace": a.pace,
        "gap": a.gap,
        "required": a.required,
        "likelihood": a.likelihood,
        "likelihood_number": a.likelihood_number,
        "methods": [
            [m.method, m.status.value, m.label, "" if m.progress is None else f"{m.progress:.9g}"] for m in a.methods
        ],
        "notes": [[n.code, *([key, value] for key, value in n.parameters)] for n in a.notes],
        "readings": [
            [r.code, r.status.value, r.target, r.actual, r.unit, str(r.known_since or "")] for r in a.readings
        ],
        "observations": [o.id for o in a.observations],
    }


def _observation_record(o: Observation) -> dict[str, Json]:
    return {
        "id": o.id,
        "region": o.region,
        "variable": o.variable,
        "indicator": o.indicator,
        "period": str(o.period),
        "span": o.span.value,
        "value": o.value,
        "unit": o.unit,
        "transformation": o.transformation.value,
        "price": o.price.value,
        "coverage": o.coverage,
        "accounting": o.accounting,
        "system": o.system,
        "obs_status": o.obs_status,
        "publisher": o.publisher,
        "published": o.published.isoformat() if o.published else "",
        "date_trust": o.date_trust.value,
        "vintage_note": o.vintage_note,
        "source": o.source,
        "grade": o.grade.value,
        "publish_level": o.publish_level,
        "base_period": str(o.base_period) if o.base_period else "",
        "withdrawn": o.withdrawn,
        "note": o.note,
    }


def _observation(record: Mapping[str, Any]) -> Observation:
    given = dict(record)
    return Observation(
        **given
        | {
            "period": Period.parse(given["period"]),
            "span": Span(given["span"]),
            "transformation": Transformation(given["transformation"]),
            "price": Price(given["price"]),
            "published": date.fromisoformat(given["published"]) if given["published"] else None,
            "date_trust": DateTrust(given["date_trust"]),
            "grade": Grade(given["grade"]),
            "base_period": Period.parse(given["base_period"]) if given["base_period"] else None,
        }
    )


def _plan(payload: Mapping[str, Json]) -> Plan:
    given = _mapping(payload["plan"])
    period = given["period"]
    return Plan(
        text="",
        statements=tuple(from_record(dict(s)) for s in given["statements"]),
        title=given["title"],
        issued=given["issued"],
        period=None if period is None else (int(period[0]), int(period[1])),
        region=_text(payload["region"]),
        indicators=tuple(from_plain(_mapping(r)) for r in given["indicators"]),
    )


def _rows(payload: Mapping[str, Json]) -> tuple[Observation, ...]:
    return tuple(_observation(_mapping(record)) for record in _list(payload["observations"]))


def _mapping(value: Json) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("an object is missing")
    return value


def _list(value: Json) -> Sequence[Any]:
    if not isinstance(value, (list, tuple)):
        raise TypeError("a list is missing")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("a string is missing")
    return value
