"""Checking accounts: postings sum to zero and make the balances, blocks are never used twice, identities and sums hold again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from guihua.mechanisms.account.holders import ROLLED, loop, parents_of, rolled
from guihua.mechanisms.account.metering import meters
from guihua.mechanisms.account.reconciling import reconcile
from guihua.mechanisms.account.records import (
    BALANCES,
    BLOCKS,
    CHECKS,
    EFFECTS,
    PLANS,
    POSTINGS,
    REGIONS,
    STEP,
    Accounts,
    accounts_of,
    digits,
    known_rows,
)
from guihua.mechanisms.core.expressions import contexts, expression, row_scope, scope_of, shown
from guihua.mechanisms.core.records import Decided, Job, Outcome, Table
from guihua.plan.calendar import calendar
from guihua.proof.verify import How, Part, part
from guihua.rules.asking import Status, ask
from guihua.rules.facts import facts


def check(job: Job, decided: Decided) -> list[Part]:
    """Parts by kind of account."""
    settings = accounts_of(job)
    outcome = decided.outcome
    if settings.kind in ("reconcile", "meters"):
        again = reconcile(job, settings) if settings.kind == "reconcile" else meters(job, settings)
        return [part("figures", "" if again == outcome else "other figures", How.RECOMPUTED)]
    checker = {"blocks": _blocks, "postings": _postings, "identity": _identity, "attribution": _attribution}[
        settings.kind
    ]
    return checker(job, settings, outcome)


def _balanced(outcome: Outcome) -> str:
    """The postings of each act sum to zero, asset by asset."""
    table = outcome.table("postings")
    sums: dict[tuple[str, str], int] = {}
    for row in table.records():
        sums[row["transaction"], row["asset"]] = sums.get((row["transaction"], row["asset"]), 0) + int(row["amount"])
    wrong = next((k for k, v in sums.items() if v), None)
    return f"{wrong[0]} does not sum to zero" if wrong else "" if table.columns == POSTINGS else "columns"


def _postings(job: Job, settings: Accounts, outcome: Outcome) -> list[Part]:
    parts = [part("postings", _balanced(outcome))]
    sums: dict[tuple[str, str], int] = {}
    rows = list(outcome.table("postings").records())
    for row in rows:
        key = (row["account"], row["asset"])
        sums[key] = sums.get(key, 0) + int(row["amount"])
        outside = row["account"].startswith(("外部", "总量", "核定"))
        if sums[key] < 0 and not outside and not settings.overdraft:
            parts.append(part("accounts", f"{key[0]} goes below zero"))
    acts = sorted(
        known_rows(list(job.table(settings.subject).records()), job), key=lambda a: (a.get("on", ""), a["act"])
    )
    units: dict[str, str] = {}
    fits = len(rows) == 2 * len(acts) and len({a["act"] for a in acts}) == len(acts)
    for i, act in enumerate(acts if fits else ()):
        unit = units.setdefault(act["asset"], act["unit"])
        steps = Fraction(act["amount"]) * STEP
        steps *= 1 if act["unit"] == unit else _factor(job, act, unit)
        out, into = rows[2 * i], rows[2 * i + 1]
        fits = fits and [out[k] for k in ("transaction", "account", "asset")] == [act["act"], act["from"], act["asset"]]
        fits = fits and [into[k] for k in ("transaction", "account", "asset")] == [act["act"], act["to"], act["asset"]]
        fits = fits and Fraction(into["amount"]) == steps and out["amount"] == f"-{into['amount']}"
    parts.append(part("acts", "" if fits else "other postings than the acts make"))
    stated = outcome.table("balances")
    wanted = tuple((h, a, digits(Fraction(v, STEP), 4), units.get(a, "")) for (h, a), v in sorted(sums.items()) if v)
    parts.append(part("balances", "" if stated.rows == wanted and stated.columns == BALANCES else "other balances"))
    numbered = enumerate(known_rows(list(job.table(settings.subject).records()), job), 1)
    parts.append(part("loops", "transfers in a loop" if loop(numbered) else ""))
    parents = parents_of(job)
    made = {t.name: t for t in outcome.tables}
    tree = Table("rolled", ROLLED, rolled(sums, units, parents), "逐级汇总") if parents else None
    parts.append(part("holders", "" if made.get("rolled") == tree else "other sums over the tree"))
    answer = {"balances": {f"{r[0]}|{r[1]}": r[2] for r in wanted}}
    return [*parts, part("answer", "" if dict(outcome.answer) == answer and not outcome.notes else "another answer")]


def _factor(job: Job, act: Mapping[str, str], unit: str) -> Fraction:
    day = act.get("on") or (job.on.isoformat() if job.on else "")
    found = [
        Fraction(r["factor"])
        for r in job.table("factors").records()
        if (r["unit"], r["to"]) == (act["unit"], unit)
        and r["asset"] in ("", act["asset"])
        and r["valid_from"]
        and r["valid_from"] <= day <= (r["valid_to"] or day)
    ]
    return found[0]


def _identity(job: Job, settings: Accounts, outcome: Outcome) -> list[Part]:
    table, scope = job.table(settings.subject), scope_of(job, ())
    stated = outcome.table("rows")
    wrong = "" if len(stated.rows) == len(table.rows) else "other rows"
    heads = [c.name for c in table.columns] + [c.name for c in settings.computed]
    wrong = wrong or ("" if [c.name for c in stated.columns] == heads else "columns")
    wanted = []
    for number, (cells, row, made) in enumerate(zip(table.rows, contexts(table), stated.rows, strict=False), 1):
        inner: dict[str, Any] = row_scope(scope, row)
        for c, text in zip(settings.computed, made[len(cells) :], strict=True):
            inner[c.name] = value = expression(c.expression)(inner)
            again = digits(Fraction(value), c.digits) if isinstance(value, Decimal) else shown(value)
            wrong = wrong or ("" if again == text else f"row {number} {c.name}: {again}")
        wrong = wrong or ("" if made[: len(cells)] == cells else f"row {number}: other figures")
        name = str(row.get(settings.label) or number)
        for held in settings.checks:
            left, right = expression(held.left)(inner), expression(held.right)(inner)
            if isinstance(left, Decimal) and isinstance(right, Decimal):
                gap, room = Fraction(left) - Fraction(right), Fraction(held.terms) / 2 / 10**held.places
                word = "不成立" if abs(gap) > room else "舍入所致" if gap else "相等"
                wanted.append((name, held.name, shown(left), shown(right), digits(gap, 6), digits(room, 6), word))
            else:
                wanted.append((name, held.name, shown(left), shown(right), "", "", "缺数"))
    parts = [part("rows", wrong, How.REPLAYED)]
    if settings.checks:
        checks = outcome.table("checks")
        parts.append(
            part("checks", "" if checks.rows == tuple(wanted) and checks.columns == CHECKS else "other checks")
        )
    notes = tuple(f"{w[0]}：{w[1]}不成立，差 {w[4]}，需核。" for w in wanted if w[6] == "不成立")
    holds = {"holds": not any(w[6] in ("不成立", "缺数") for w in wanted)}
    same = dict(outcome.answer) == holds and outcome.notes == notes and len(outcome.tables) == 1 + bool(settings.checks)
    return [*parts, part("answer", "" if same else "another answer")]


def _blocks(job: Job, settings: Accounts, outcome: Outcome) -> list[Part]:
    parts = [part("postings", _balanced(outcome))]
    plans = {r["plan"]: r for r in job.table("plans").records()}
    blocks = {r["block"]: r for r in job.table("blocks").records()}
    gone = {
        p
        for p, r in plans.items()
        if r["revoked_on"] and (job.on is None or date.fromisoformat(r["revoked_on"]) <= job.on)
    }
    wanted: list[tuple[str, ...]] = []
    for b, r in blocks.items():
        wanted.append((f"退出:{b}", "退出产能", r["product"], str(int(-Fraction(r["capacity"]) * STEP))))
    for b, r in blocks.items():
        wanted.append((f"退出:{b}", f"块:{b}", r["product"], str(int(Fraction(r["capacity"]) * STEP))))
    spent: dict[str, list[Fraction]] = {b: [Fraction(0), Fraction(0)] for b in blocks}
    got: dict[str, Fraction] = {}
    for number, use in enumerate(known_rows(list(job.table("uses").records()), job), 1):
        b = use["block"]
        size = Fraction(use["amount"] or blocks[b]["capacity"])
        if use["plan"] in gone:
            continue
        home = use["plan"] in plans
        spent[b][0 if home else 1] += size
        got[use["plan"]] = got.get(use["plan"], Fraction(0)) + size
        steps = int(size * STEP)
        wanted.append((f"使用:{number}", f"块:{b}", blocks[b]["product"], str(-steps)))
        wanted.append(
            (f"使用:{number}", f"{'项目' if home else '出让'}:{use['plan']}", blocks[b]["product"], str(steps))
        )
    parts.append(
        part("acts", "" if outcome.table("postings").rows == tuple(wanted) else "other postings than the acts make")
    )
    twice = next((b for b, (u, s) in spent.items() if u + s > Fraction(blocks[b]["capacity"])), "")
    parts.append(part("blocks used once", f"{twice} is used twice" if twice else ""))
    rows = []
    for b, r in blocks.items():
        used, sold = spent[b]
        day = job.on.isoformat() if job.on else "9999"
        word = (
            "已拆除"
            if r["dismantled_on"] and r["dismantled_on"] <= day
            else "已断电"
            if r["off_on"] and r["off_on"] <= day
            else "在运"
        )
        left = digits(Fraction(r["capacity"]) - used - sold, 4)
        rows.append((b, r["product"], r["region"], r["capacity"], digits(used, 4), digits(sold, 4), left, word))
    table = outcome.table("blocks")
    parts.append(part("blocks", "" if table.rows == tuple(rows) and table.columns == BLOCKS else "other blocks"))
    regions: dict[tuple[str, str], list[Fraction]] = {}
    for row in rows:
        own = regions.setdefault((row[2], row[1]), [Fraction(0)] * 4)
        for i, text in enumerate((row[3], row[5], row[4], row[6])):
            own[i] += Fraction(text)
    sums = tuple((*k, *(digits(v, 4) for v in vs)) for k, vs in sorted(regions.items()))
    there = outcome.table("regions")
    parts.append(part("regions", "" if there.rows == sums and there.columns == REGIONS else "other sums"))
    stated = outcome.table("plans")
    made = [_plan(job, settings, r, got.get(p, Fraction(0)), p in gone) for p, r in plans.items()]
    parts.append(
        part("plans", "" if list(stated.rows) == made and stated.columns == PLANS else "other plans", How.REPLAYED)
    )
    answer = {
        "plans": {r[0]: {"ratio": r[4], "actual": r[7], "short": r[8], "status": r[9]} for r in made},
        "left": {r[0]: r[6] for r in rows},
    }
    same = dict(outcome.answer) == answer and len(outcome.tables) == 4 and not outcome.notes
    return [*parts, part("answer", "" if same else "another answer")]


def _plan(job: Job, settings: Accounts, row: Mapping[str, str], got: Fraction, gone: bool) -> tuple[str, ...]:
    capacity, have = Fraction(row["capacity"] or 0), got + Fraction(row["earlier"] or 0)
    ratio, why = _ratio(job, row)
    needed = ratio * capacity if ratio is not None else None
    if row["needed"]:
        needed, why = Fraction(row["needed"]), "方案所列需置换量"
    short = None if needed is None else max(needed - have, Fraction(0))
    limit = None
    if row["published_on"]:
        limit = calendar().after(date.fromisoformat(row["republished_on"] or row["published_on"]), settings.days)
    enough = short == 0
    status = "未定义" if short is None else "可以备案" if enough else "不足，不得备案"
    if enough and limit is not None:
        if row["objection"] == "是" and not row["republished_on"]:
            status = "有异议，调整后重新公示"
        elif job.on is not None and job.on <= limit:
            status = "公示期未满"
    if gone:
        status, why = "已撤销", "撤销后块已返还"
    return (
        row["plan"],
        row["product"],
        row["region"],
        row["capacity"],
        "" if ratio is None else digits(ratio, 6),
        "" if needed is None else digits(needed, 4),
        digits(have, 4),
        digits(have / capacity, 4) if capacity else "",
        "" if short is None else digits(short, 4),
        status,
        why,
        limit.isoformat() if limit else "",
    )


def _ratio(job: Job, row: Mapping[str, str]) -> tuple[Fraction | None, str]:
    if row["ratio"]:
        return Fraction(row["ratio"]), "方案自报比例"
    rules = job.rule("ratios")
    asked = {d.name for d in rules.model.data}
    day = date.fromisoformat(row["on"]) if row["on"] else job.on
    ruling = ask(
        rules, "ratio", facts({k: v for k, v in row.items() if v and k in asked}, rules.model), on=day, known=job.known
    )
    if ruling.status == Status.UNKNOWN:
        return None, f"缺 {'；或 '.join('＋'.join(n) for n in ruling.needs)}"
    if ruling.status != Status.DECIDED:
        return None, f"{day} 没有施行的比例"
    return Fraction(ruling.value), "；".join(ruling.clauses) or f"{day} 施行的比例"


def _attribution(job: Job, settings: Accounts, outcome: Outcome) -> list[Part]:
    """The three effects in logarithms of 50 digits; each to its last printed place, and no rest."""
    rows = list(job.table(settings.subject).records())
    with localcontext() as context:
        context.prec = 50
        tiny = Decimal("1e-100")
        y0, y1, e0, e1 = (
            [max(Decimal(r[c] or 0), tiny) for r in rows] for c in ("output0", "output1", "energy0", "energy1")
        )
        whole0, whole1 = sum(y0, Decimal(0)), sum(y1, Decimal(0))
        effects = [Decimal(0)] * 3
        for a, b, c, d in zip(y0, y1, e0, e1, strict=True):
            weight = d if c == d else (d - c) / (d.ln() - c.ln())
            logs = ((whole1 / whole0).ln(), (b / whole1 * whole0 / a).ln(), (d / b * a / c).ln())
            effects = [e + weight * x for e, x in zip(effects, logs, strict=True)]
    total = sum((Fraction(r["energy1"] or 0) - Fraction(r["energy0"] or 0) for r in rows), Fraction(0))
    table = outcome.table("effects")
    names = ("规模", "结构", "强度")
    fits = (
        table.columns == EFFECTS
        and len(table.rows) == 4
        and abs(sum(map(Fraction, effects)) - total) < Fraction(1, 10**9)
    )
    for row, name, value in zip(table.rows, names, effects, strict=False):
        share = digits(Fraction(value) / total * 100, 1) if total else ""
        fits = fits and row == (name, digits(Fraction(value), 4), share)
    fits = fits and table.rows[3] == ("合计", digits(total, 4), "100" if total else "")
    answer = {r[0]: r[1] for r in table.rows}
    same = dict(outcome.answer) == answer and len(outcome.tables) == 1 and not outcome.notes
    return [part("effects", "" if fits else "other effects"), part("answer", "" if same else "another answer")]
