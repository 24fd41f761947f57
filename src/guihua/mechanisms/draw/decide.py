"""Deciding a draw: strata, numbers, who is drawn, who stands by, who inspects; or what results of draws come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from guihua.errors import GuihuaError
from guihua.mechanisms.core.records import Decided, Job, Outcome, Table
from guihua.mechanisms.draw.assigning import assign
from guihua.mechanisms.draw.counting import rates, timely
from guihua.mechanisms.draw.records import CLAIMS, DRAWN, LOADS, STRATA, Sample, key_for, sample_of
from guihua.mechanisms.draw.seeding import draw_key
from guihua.proof.canonical import Json
from guihua.proof.draws import fraction, rfc3797
from guihua.rules.asking import Status, ask


def decide(job: Job) -> Decided:
    """The outcome of a draw, of results of draws, or of batches tested, as the declaration's `kind` says.

    Raises GuihuaError DRAW-SEED (no seed), DRAW-CODE (codes repeated or empty), DRAW-RATE (no rate for a stratum),
    DRAW-TEAM (no teams are possible: the blocking set is named), RUN-CALENDAR (a day outside the calendar).
    """
    settings = sample_of(job)
    if settings.kind == "results":
        return _results(job, settings)
    if settings.kind == "rates":
        return Decided(rates(job, settings))
    return _sample(job, settings)


def _sample(job: Job, settings: Sample) -> Decided:
    key = draw_key(job.seed)
    if not key:
        raise GuihuaError(
            "DRAW-SEED",
            "没有随机种子 no seed",
            "用 --seed 写开奖号码，或 --beacon 一轮信标 give lottery numbers by --seed, or a round by --beacon",
        )
    pool = job.table(settings.pool)
    strata = _strata(pool, settings)
    rows: list[list[str]] = []
    heads: list[tuple[str, ...]] = []
    for stratum, members in strata:
        rate, take = _wanted(job, settings, stratum, members)
        own = key_for(key, stratum)
        if settings.size:
            drawn = proportional(own, [(m[0], _size(m, pool, settings)) for m in members], take)
            by_code = {m[0]: m for m in members}
            rows += [["", c, by_code[c][1], stratum, str(p), "抽中", ""] for c, p in drawn]
        else:
            more = min(take + settings.substitutes, len(members))
            order = rfc3797(own, len(members), more)
            chance = str(Fraction(take, len(members))) if members else ""
            for place, number in enumerate(order):
                member = members[number - 1]
                rows.append(
                    [
                        "",
                        member[0],
                        member[1],
                        stratum,
                        chance,
                        "抽中" if place < take else f"候补{place - take + 1}",
                        "",
                    ]
                )
        heads.append((stratum or "全部", str(len(members)), rate, str(take)))
    notes = (
        [f"随机数字串 key: {key}", "候补按抽取次序依次递补，递补须记原因。"]
        if settings.substitutes
        else [f"随机数字串 key: {key}"]
    )
    certificate: dict[str, Json] = {"key": key}
    tables = []
    if settings.team is not None:
        objects = [(r[1], _recused(pool, r[1])) for r in rows if r[5] == "抽中"]
        made = assign(objects, _staff(job, settings), settings.team, key)
        teams = dict(made.teams)
        for row in rows:
            row[6] = "、".join(teams.get(row[1], ()))
        certificate |= {"potentials": [list(p) for p in made.potentials]}
        tables.append(Table("loads", LOADS, tuple(made.loads), "检查人员任务量"))
    for place, row in enumerate(rows, 1):
        row[0] = str(place)
    drawn_table = Table("drawn", DRAWN, tuple(tuple(r) for r in rows), "抽取结果")
    answer: dict[str, Json] = {"drawn": [r[1] for r in rows if r[5] == "抽中"], "pool": len(pool.rows), "key": key}
    outcome = Outcome((drawn_table, Table("strata", STRATA, tuple(heads), "分层"), *tables), tuple(notes), answer)
    return Decided(outcome, certificate)


def proportional(key: str, members: Sequence[tuple[str, Fraction]], take: int) -> list[tuple[str, Fraction]]:
    """Exact systematic selection with chances in proportion to size: (code, chance) of those drawn, by code.

    Members whose share would pass 1 are taken with certainty and left out of the rest (repeatedly). The others lie in an
    order that the key makes; one fraction of the key is the start. Source: Madow (1949), systematic sampling.
    """
    from guihua.proof.draws import rank

    certain: list[str] = []
    rest = sorted(members)
    while rest and take > len(certain):
        total = sum((s for _, s in rest), Fraction(0))
        step = total / (take - len(certain))
        sure = [c for c, s in rest if s >= step]
        if not sure:
            break
        certain += sure[: take - len(certain)]
        rest = [(c, s) for c, s in rest if c not in set(certain)]
    found = [(c, Fraction(1)) for c in certain]
    wanted = take - len(certain)
    total = sum((s for _, s in rest), Fraction(0))
    if wanted > 0 and total > 0:
        step = total / wanted
        mark, sum_so_far = fraction(key) * step, Fraction(0)
        for code, size in sorted(rest, key=lambda m: rank(key, m[0])):
            sum_so_far += size
            if mark < sum_so_far:
                found.append((code, size / step))
                mark += step
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Members:
    """The members of one stratum in the order of their codes: rows of the pool, looked into when asked."""

    codes: Sequence[str]
    names: Sequence[str]
    rows: Sequence[int]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int) -> tuple[str, str, int]:
        row = self.rows[place]
        return self.codes[row], self.names[row], row

    def __iter__(self) -> Iterator[tuple[str, str, int]]:
        return (self[i] for i in range(len(self.rows)))


def _strata(pool: Table, settings: Sample) -> list[tuple[str, Members]]:
    """The pool by stratum, each in the order of its codes."""
    codes = pool.column("code")
    names = pool.column("name") if pool.has("name") else codes
    order = sorted(range(len(codes)), key=codes.__getitem__)
    for before, after in pairwise(order):
        if codes[before] == codes[after]:
            rows = sorted((before + 1, after + 1))
            title = f"代码重复 a code stands twice: {codes[after]}"
            raise GuihuaError("DRAW-CODE", title, f"第 {rows[0]} 行和第 {rows[1]} 行 rows", settings.pool)
    if order and not codes[order[0]]:
        raise GuihuaError(
            "DRAW-CODE", "没有代码 a code is missing", f"第 {order[0] + 1} 行 row {order[0] + 1}", settings.pool
        )
    if not settings.stratify:
        return [("", Members(codes, names, order))] if order else []
    at = [pool.place(c) for c in settings.stratify]
    groups: dict[str, list[int]] = {}
    for i in order:
        groups.setdefault("·".join(pool.rows[i][a] for a in at), []).append(i)
    return [(stratum, Members(codes, names, rows)) for stratum, rows in sorted(groups.items())]


def _wanted(job: Job, settings: Sample, stratum: str, members: Members) -> tuple[str, int]:
    """The rate as written, and how many of a stratum are drawn."""
    if settings.take is not None and not settings.stratify:
        if settings.take > len(members):
            raise GuihuaError(
                "DRAW-SIZE", f"{len(members)} 个里抽不出 {settings.take} 个 cannot be drawn", "减少抽取数 draw fewer"
            )
        return f"{settings.take}", settings.take
    if settings.take is not None:
        return f"{settings.take}", min(settings.take, len(members))
    rate = settings.rate
    if rate is None and settings.rates:
        rate = _ruled(job, settings, members)
    if rate is None or not 0 <= rate <= 1:
        raise GuihuaError(
            "DRAW-RATE", f"层“{stratum}”没有抽查比例 no rate for this stratum", "在规则或 --set rate= 里写明 state it"
        )
    return f"{float(rate):.6g}", min(len(members), max(ceil(rate * len(members)), min(settings.least, len(members))))


def _ruled(job: Job, settings: Sample, members: Members) -> Fraction | None:
    from guihua.rules.facts import facts

    rules = job.rule(settings.rates)
    pool = job.table(settings.pool)
    row = dict(zip((c.name for c in pool.columns), pool.rows[members[0][2]], strict=True))
    known = {d.name for d in rules.model.data}
    strata = {k: v for k, v in row.items() if k in known and k in settings.stratify}
    ruling = ask(rules, "rate", facts(strata, rules.model), on=job.on, known=job.known)
    return Fraction(ruling.value) if ruling.status == Status.DECIDED else None


def _size(member: tuple[str, str, int], pool: Table, settings: Sample) -> Fraction:
    text = pool.rows[member[2]][pool.place(settings.size)]
    if not text or Fraction(text) <= 0:
        raise GuihuaError(
            "DRAW-CODE", f"{member[0]} 的规模不是正数 its size is not positive", f"第 {member[2] + 1} 行", settings.pool
        )
    return Fraction(text)


def _recused(pool: Table, code: str) -> tuple[str, ...]:
    if not pool.has("recuse"):
        return ()
    row = next(r for r in pool.records() if r["code"] == code)
    return tuple(p for p in row["recuse"].replace("，", "、").replace(",", "、").split("、") if p)


def _staff(job: Job, settings: Sample) -> list[tuple[str, str, str, int]]:
    table = job.table(settings.staff)
    found = []
    for row in table.records():
        load = row.get("load") or "1000000"
        found.append((row["code"], row.get("name") or row["code"], row.get("body", ""), int(load)))
    codes = [f[0] for f in found]
    twice = next((c for c in codes if codes.count(c) > 1), "")
    if twice or "" in codes:
        raise GuihuaError(
            "DRAW-CODE",
            f"检查人员证号重复或为空 a code of staff is missing or stands twice: {twice}",
            "",
            settings.staff,
        )
    return sorted(found)


def _results(job: Job, settings: Sample) -> Decided:
    outcome = timely(job, settings)
    if not job.given("claims"):
        return Decided(outcome)
    rows = []
    for row in job.table("claims").records():
        made = rfc3797(row["key"], int(row["pool"]), int(row["take"]))
        stated = "、".join(
            p for p in row["drawn"].replace(",", "、").replace("，", "、").replace(" ", "、").split("、") if p
        )
        again = "、".join(str(n) for n in made)
        rows.append((row["batch"], stated, again, "是" if stated == again else "否"))
    claims = Table("claims_checked", CLAIMS, tuple(rows), "外部抽取的重抽核对")
    return Decided(Outcome((*outcome.tables, claims), outcome.notes, outcome.answer))
