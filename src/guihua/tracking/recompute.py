"""A tracking as a bundle that anyone can run again: statements, observations, date, settings and results in one file.

`bundle_of` freezes what a tracking was made from; `recompute` makes it again from the bundle alone and says, part by
part, whether the same came out. A change of the program's own rules shows as a part that differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.against import Stated, against_text
from guihua.plan.plan import Plan, check_plan
from guihua.plan.statement import Kind
from guihua.plan.statement_json import from_record
from guihua.plan.versions import rules_subjects
from guihua.proof.bundle import Bundle, Subject
from guihua.proof.canonical import Json
from guihua.proof.codec import decode, encode
from guihua.proof.exact import check_year
from guihua.proof.hashes import parse_digest
from guihua.proof.verify import How, Part, given, part
from guihua.statistics.against import identity_part, observations_part
from guihua.statistics.frame import identity_of
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment
from guihua.tracking.desk import YearlyPlans
from guihua.tracking.settings import settings
from guihua.tracking.tracking import Tracking, observations_of, track_observations

KIND = "tracking"
VERSION = "2"
ROOMS = ("plan", "statistics", "tracking")
"""The rooms whose rules decide what comes out."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one verdict says, as text: everything that must come out again. methods: method, status, label, progress."""

    id: str
    status: str
    reason: str
    coverage_note: bool
    agree: bool
    primary: str
    target: str
    base: str
    latest: str
    latest_period: str
    unit: str
    pace: str
    gap: str
    required: str
    likelihood: str
    likelihood_number: str
    methods: tuple[tuple[str, str, str, str], ...]
    notes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    readings: tuple[tuple[str, str, str, str, str, str], ...]
    observations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A tracking with all that it was made from.

    plan      the statements that were tracked and the facts beside them, without the text (its digest is text_sha256)
    partial   only what was released is in it, by its own account
    """

    as_of: date
    region: str
    method: str
    include_collected: bool
    settings: tuple[tuple[str, str], ...]
    plan: Plan
    text_sha256: str
    yearly: dict[str, tuple[tuple[int, float], ...]]
    observations: tuple[Observation, ...]
    results: tuple[Result, ...]
    partial: bool = False


def bundle_of(
    plan: Plan,
    rows: Iterable[Observation],
    tracking: Tracking,
    yearly: YearlyPlans | None = None,
    *,
    partial: bool = False,
    subjects: Sequence[Subject] = (),
) -> Bundle:
    """What a tracking was made from and what came out. `rows` are all observations that it was given.

    partial: plan and rows are only what was released. subjects: more that it rests on.
    """
    bare = replace(plan, text="", commitments=(), mentions=(), unread=(), sections=())
    record = Record(
        tracking.as_of,
        tracking.region,
        tracking.method,
        tracking.include_collected,
        tuple(tracking.settings),
        replace(bare, statements=(*plan.facts, *plan.targets)),
        plan.text_sha256,
        {key: tuple(path) for key, path in (yearly or {}).items()},
        tuple(sorted(rows, key=lambda o: o.id)),
        tuple(_result(a) for a in tracking),
        partial,
    )
    text = Subject("text", parse_digest(f"sha256:{plan.text_sha256}"), plan.source or plan.title)
    every = (text, *subjects, *rules_subjects(*ROOMS))
    return Bundle(KIND, encode(record), version=VERSION, subjects=every)


def recompute(payload: Mapping[str, Json]) -> Sequence[Part]:
    """Track again from the payload alone: one part a target, refused where something else comes out.

    Raises GuihuaError TRACK-BUNDLE for a payload that is no tracking.
    """
    record = read_record(payload)
    again = track_observations(
        replace(record.plan, region=record.region),
        record.observations,
        record.as_of,
        record.region,
        method=record.method,
        include_collected=record.include_collected,
        rules=settings(dict(record.settings)),
        yearly=record.yearly,
    )
    found = [_result(a) for a in again]
    if [r.id for r in record.results] != [r.id for r in found]:
        told = f"{len(record.results)} stated, {len(found)} recomputed"
        return [part("targets", f"列出的目标不是规划的目标 other targets: {told}", How.RECOMPUTED)]
    compared = [_compared(was, now) for was, now in zip(record.results, found, strict=True)]
    taken = [given("statements", "--text, --plan"), given("observations", "--store")]
    if dict(record.settings) != dict(settings().written()):
        taken.append(given("settings", "不是本程序自带的设置 not the settings that come with guihua"))
    yearly = [given("yearly", f"年度计划 yearly plans of {len(record.yearly)} targets")] if record.yearly else []
    released = [given("partial", "只含已发布的部分 only what was released")] if record.partial else []
    own = record.plan.region
    region = part("region", f"规划是 {own} 的 the plan is of {own}" if own not in ("", record.region) else "")
    return [identity_part(record.observations), region, *compared, *taken, *yearly, *released]


def against_plan(payload: Mapping[str, Json], path: Path) -> Sequence[Part]:
    """Are the tracked statements those of the text, or of the plan file as people had decided it by that day?"""
    from guihua.project import read_plan
    from guihua.tracking.asof import plan_as_of

    record = read_record(payload)
    yaml = path.suffix.lower() in (".yaml", ".yml")
    read = plan_as_of(path, record.as_of) if yaml else read_plan(path)
    stated = Stated(record.plan, record.text_sha256, (Kind.FACT, Kind.TARGET), record.partial)
    return against_text((stated,), read, path)


def against_store(payload: Mapping[str, Json], path: Path) -> Sequence[Part]:
    """Are the figures those that a store knew on the day, all of them?"""
    from guihua.storage import open_store

    record = read_record(payload)
    plan = replace(record.plan, region=record.region)
    with open_store(path, create=False) as store:
        kept = observations_of(plan, store, record.region, record.as_of)
    return [observations_part(record.observations, kept, partial=record.partial)]


def reseal(payload: Mapping[str, Json]) -> Any:
    """The payload with the ids of its observations as their content gives them: for the tests of checkers."""
    record = read_record(payload)
    named = {o.id: identity_of(o) for o in record.observations}
    rows = tuple(sorted((replace(o, id=named[o.id]) for o in record.observations), key=lambda o: o.id))
    results = tuple(replace(r, observations=tuple(named.get(i, i) for i in r.observations)) for r in record.results)
    return encode(replace(record, observations=rows, results=results))


def read_record(payload: Mapping[str, Json]) -> Record:
    """The tracking of a payload, of this version or the first. GuihuaError TRACK-BUNDLE where it is none."""
    try:
        first = "version" not in payload and isinstance(payload.get("settings"), Mapping)
        record = decode(Record, _from_first(payload) if first else payload)
    except (GuihuaError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise GuihuaError(
            "TRACK-BUNDLE",
            f"不是测算的核验文件 not a tracking: {getattr(error, 'title', error)!s:.160}",
            "用下面的命令生成 make it with guihua track --bundle",
        ) from None
    check_plan(record.plan)
    for path in record.yearly.values():
        for year, _ in path:
            check_year(year)
    return record


def _from_first(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A payload of version 1 in this version's shape."""
    plan = payload["plan"]
    statements = tuple(from_record(dict(s)) for s in plan["statements"])
    period = tuple(plan["period"]) if plan["period"] else None
    whole = Plan("", statements, title=plan["title"], issued=plan["issued"], period=period, region=payload["region"])
    none = ("published", "base_period")
    return {
        **payload,
        "settings": sorted(map(list, payload["settings"].items())),
        "plan": encode(whole),
        "text_sha256": plan["text_sha256"],
        "observations": [
            {k: None if k in none and v == "" else v for k, v in row.items()} for row in payload["observations"]
        ],
        "results": [{**r, "notes": [[code, rest] for code, *rest in r["notes"]]} for r in payload["results"]],
    }


def _compared(stated: Result, found: Result) -> Part:
    differing = next((f.name for f in fields(Result) if getattr(stated, f.name) != getattr(found, f.name)), "")
    name = f"target {found.id} {found.status}"
    if not differing:
        return part(name, "", How.RECOMPUTED)
    was, now = getattr(stated, differing), getattr(found, differing)
    return part(name, f"{differing}: {was!s:.80} stated, {now!s:.80} recomputed", How.RECOMPUTED)


def _result(a: Assessment) -> Result:
    return Result(
        id=a.statement.id,
        status=a.status.value,
        reason=a.reason.value if a.reason else "",
        coverage_note=a.coverage_note,
        agree=a.agree,
        primary=a.primary,
        target=a.target_value,
        base=a.base_value,
        latest=a.latest_value,
        latest_period=a.latest_period,
        unit=a.unit,
        pace=a.pace,
        gap=a.gap,
        required=a.required,
        likelihood=a.likelihood,
        likelihood_number=a.likelihood_number,
        methods=tuple(
            (m.method, m.status.value, m.label, "" if m.progress is None else f"{m.progress:.9g}") for m in a.methods
        ),
        notes=tuple((n.code, tuple(n.parameters)) for n in a.notes),
        readings=tuple(
            (r.code, r.status.value, r.target, r.actual, r.unit, str(r.known_since or "")) for r in a.readings
        ),
        observations=tuple(o.id for o in a.observations),
    )
