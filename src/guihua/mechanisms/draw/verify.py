"""Checking a draw without deciding it: numbers drawn again, strata counted again, teams held against recusals and loads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from guihua.mechanisms.core.records import Decided, Job, Table
from guihua.mechanisms.draw.counting import rates, timely
from guihua.mechanisms.draw.records import DRAWN, Sample, key_for, sample_of
from guihua.mechanisms.draw.seeding import draw_key, seed_parts
from guihua.proof.draws import fraction, rank, rfc3797
from guihua.proof.verify import How, Part, part
from guihua.rules.asking import ask
from guihua.rules.facts import facts


def check(job: Job, decided: Decided) -> list[Part]:
    """Parts: strata, each stratum's draw, teams; or counts recomputed."""
    settings = sample_of(job)
    outcome = decided.outcome
    if settings.kind in ("results", "rates"):
        again = timely(job, settings) if settings.kind == "results" else rates(job, settings)
        same = (
            outcome.tables[: len(again.tables)] == again.tables
            and outcome.answer == again.answer
            and outcome.notes == again.notes
        )
        parts = [part("counts", "" if same else "other counts", How.RECOMPUTED)]
        return parts + _claims(job, decided, len(again.tables))
    key = draw_key(job.seed)
    groups = _groups(job.table(settings.pool), settings)
    drawn = outcome.table("drawn")
    parts = [part("key", "" if key and decided.certificate.get("key") == key else "another key")]
    parts += seed_parts(job.seed)
    parts.append(part("rows", "" if drawn.columns == DRAWN and _order(drawn) else "columns or order"))
    stated = {row[0]: row for row in outcome.table("strata").rows}
    parts.append(part("strata", "" if list(stated) == [s or "全部" for s in groups] else "other strata"))
    for stratum, members in groups.items():
        parts.append(_stratum(job, settings, key, stratum, members, stated.get(stratum or "全部", ()), drawn))
    rows = [r for r in drawn.records() if r["status"] == "抽中"]
    answer = {"drawn": [r["code"] for r in rows], "pool": len(job.table(settings.pool).rows), "key": key}
    parts.append(part("answer", "" if dict(outcome.answer) == answer else "another answer"))
    idle = [r for r in drawn.records() if r["team"] and (settings.team is None or r["status"] != "抽中")]
    parts.append(part("stand-bys", f"{idle[0]['code']} has a team" if idle else ""))
    if settings.team is not None:
        parts += _teams(job, settings, rows, outcome.table("loads"))
    return parts


def _order(drawn: Table) -> bool:
    return [r[0] for r in drawn.rows] == [str(i + 1) for i in range(len(drawn.rows))]


def _groups(pool: Table, settings: Sample) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in pool.records():
        found.setdefault("·".join(row[c] for c in settings.stratify), []).append(row)
    return {s: sorted(found[s], key=lambda r: r["code"]) for s in sorted(found)}


def _stratum(
    job: Job,
    settings: Sample,
    key: str,
    stratum: str,
    members: Sequence[Mapping[str, str]],
    stated: Sequence[str],
    drawn: Table,
) -> Part:
    name = f"draw {stratum or 'all'}"
    rate_text, take = _count(job, settings, members)
    if tuple(stated) != (stratum or "全部", str(len(members)), rate_text, str(take)):
        return part(name, f"its numbers are {len(members)}, {rate_text} and {take}")
    own = key_for(key, stratum)
    rows = [r for r in drawn.records() if r["stratum"] == stratum]
    if settings.size:
        return part(name, _proportional(own, members, take, settings.size, rows))
    order = rfc3797(own, len(members), min(take + settings.substitutes, len(members)))
    chance = str(Fraction(take, len(members)))
    for i, (number, row) in enumerate(zip(order, rows, strict=False)):
        member = members[number - 1]
        status = "抽中" if i < take else f"候补{i - take + 1}"
        if (row["code"], row["name"], row["status"], row["chance"]) != (
            member["code"],
            member.get("name", member["code"]),
            status,
            chance,
        ):
            return part(name, f"number {i + 1} is {member['code']}")
    return part(name, "" if len(rows) == len(order) else "more or fewer are drawn")


def _count(job: Job, settings: Sample, members: Sequence[Mapping[str, str]]) -> tuple[str, int]:
    if settings.take is not None:
        return str(settings.take), min(settings.take, len(members))
    rate = settings.rate
    if rate is None:
        rules = job.rule(settings.rates)
        known = {d.name for d in rules.model.data} & set(settings.stratify)
        given = facts({k: v for k, v in members[0].items() if k in known}, rules.model)
        rate = Fraction(ask(rules, "rate", given, on=job.on, known=job.known).value)
    return f"{float(rate):.6g}", min(len(members), max(ceil(rate * len(members)), min(settings.least, len(members))))


def _proportional(
    key: str, members: Sequence[Mapping[str, str]], take: int, size: str, rows: Sequence[Mapping[str, str]]
) -> str:
    """Selected exactly those in whose stretch of the line a mark falls; their chances sum to the number drawn."""
    named = {m["code"]: m.get("name", m["code"]) for m in members}
    if any(
        r["status"] != "抽中" or r["name"] != named.get(r["code"]) or str(Fraction(r["chance"])) != r["chance"]
        for r in rows
    ):
        return "a name, status or chance is another"
    stated = {r["code"]: Fraction(r["chance"]) for r in rows}
    sizes = {m["code"]: Fraction(m[size]) for m in members}
    certain = {c for c, p in stated.items() if p == 1}
    rest = {c: s for c, s in sizes.items() if c not in certain}
    if len(stated) != take or not set(stated) <= set(sizes):
        return "more or fewer are drawn"
    wanted = take - len(certain)
    if not wanted:
        return ""
    step = sum(rest.values(), Fraction(0)) / wanted
    if any(s >= step for s in rest.values()) or any(sizes[c] < step for c in certain):
        return "who is certain is not right"
    start, place, found = fraction(key) * step, Fraction(0), {}
    for code in sorted(rest, key=lambda c: rank(key, c)):
        before, place = place, place + rest[code]
        marks = ceil((place - start) / step) - max(ceil((before - start) / step), 0)
        if marks > 0:
            found[code] = rest[code] / step
    return "" if found == {c: p for c, p in stated.items() if c not in certain} else "another selection"


def _teams(job: Job, settings: Sample, rows: Sequence[Mapping[str, str]], loads: Table) -> list[Part]:
    assert settings.team is not None
    staff = {r["code"]: r for r in job.table(settings.staff).records()}
    recused = {r["code"]: r.get("recuse", "") for r in job.table(settings.pool).records()}
    counts = dict.fromkeys(staff, 0)
    for row in rows:
        team = [t for t in row["team"].split("、") if t]
        bodies = [staff[t]["body"] for t in team if t in staff]
        if len(team) != settings.team.size or len(set(team)) != len(team) or not set(team) <= set(staff):
            return [part("teams", f"{row['code']}: not a team")]
        if settings.team.different and len(set(bodies)) != len(team):
            return [part("teams", f"{row['code']}: two of one body")]
        against = set(recused[row["code"]].replace("，", "、").replace(",", "、").split("、")) - {""}
        if any({t, staff[t].get("name", ""), staff[t]["body"]} & against for t in team):
            return [part("teams", f"{row['code']}: one who is recused")]
        for t in team:
            counts[t] += 1
    over = [t for t, n in counts.items() if n > int(staff[t].get("load") or 1_000_000)]
    wanted = tuple(
        (t, r.get("name") or t, r["body"], str(counts[t]), r.get("load") or "1000000") for t, r in sorted(staff.items())
    )
    fits = loads.rows == wanted
    return [part("teams", f"{over[0]} has more than the load" if over else "" if fits else "other loads")]


def _claims(job: Job, decided: Decided, at: int) -> list[Part]:
    if not job.given("claims"):
        return [] if len(decided.outcome.tables) == at else [part("claims", "no claims were given")]
    rows = decided.outcome.table("claims_checked").rows
    for given, row in zip(job.table("claims").records(), rows, strict=True):
        made = "、".join(str(n) for n in rfc3797(given["key"], int(given["pool"]), int(given["take"])))
        stated = "、".join(re.findall(r"[^、,，\s]+", given["drawn"]))
        if row != (given["batch"], stated, made, "是" if stated == made else "否"):
            return [part("claims", f"{row[0]}: another draw")]
    return [part("claims", "")]
