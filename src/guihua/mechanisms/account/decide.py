"""Accounts worked out: by kind. Every sum is of whole numbers or fractions; what does not balance is named by its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from guihua.errors import GuihuaError
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
    Accounts,
    accounts_of,
    amount,
    digits,
    known_rows,
    whole,
)
from guihua.mechanisms.core.expressions import contexts, expression, row_scope, scope_of, shown
from guihua.mechanisms.core.records import Column, Decided, Job, Outcome, Table
from guihua.plan.calendar import calendar
from guihua.proof.canonical import Json
from guihua.rules.asking import Status, ask
from guihua.rules.facts import facts


def decide(job: Job) -> Decided:
    """The outcome of an account. Raises GuihuaError ACCOUNT-… with the row that does not fit."""
    settings = accounts_of(job)
    kinds: Mapping[str, Callable[[Job, Accounts], Decided]] = {
        "blocks": _blocks,
        "postings": _postings,
        "identity": _identity,
        "attribution": _attribution,
        "reconcile": lambda j, s: Decided(reconcile(j, s)),
        "meters": lambda j, s: Decided(meters(j, s)),
    }
    if settings.kind not in kinds:
        raise GuihuaError(
            "RUN-SETTING", f"没有这种账 no kind of account: {settings.kind}", f"有 there are: {'、'.join(kinds)}"
        )
    return kinds[settings.kind](job, settings)


def _identity(job: Job, settings: Accounts) -> Decided:
    """Computed columns beside the given ones, and identities held within the rounding of what was printed."""
    table = job.table(settings.subject)
    scope = scope_of(job, ())
    rows, checks = [], []
    for number, (cells, row) in enumerate(zip(table.rows, contexts(table), strict=True), 1):
        inner = row_scope(scope, row)
        made = []
        for c in settings.computed:
            value = expression(c.expression)(inner)
            inner[c.name] = value
            made.append(digits(Fraction(value), c.digits) if isinstance(value, Decimal) else shown(value))
        rows.append((*cells, *made))
        label = str(row.get(settings.label) or number)
        for check in settings.checks:
            left, right = expression(check.left)(inner), expression(check.right)(inner)
            if not isinstance(left, Decimal) or not isinstance(right, Decimal):
                checks.append((label, check.name, shown(left), shown(right), "", "", "缺数"))
                continue
            allowed = Fraction(check.terms, 2 * 10**check.places)
            gap = Fraction(left) - Fraction(right)
            verdict = "相等" if gap == 0 else "舍入所致" if abs(gap) <= allowed else "不成立"
            checks.append((label, check.name, shown(left), shown(right), digits(gap, 6), digits(allowed, 6), verdict))
    heads = (*table.columns, *(Column(c.name, c.zh, c.name, "number", c.unit) for c in settings.computed))
    tables = [Table("rows", heads, tuple(rows), job.declaration.zh)]
    if settings.checks:
        tables.append(Table("checks", CHECKS, tuple(checks), "恒等式校验"))
    notes = [f"{c[0]}：{c[1]}不成立，差 {c[4]}，需核。" for c in checks if c[6] == "不成立"]
    return Decided(Outcome(tuple(tables), tuple(notes), {"holds": all(c[6] in ("相等", "舍入所致") for c in checks)}))


def _postings(job: Job, settings: Accounts) -> Decided:
    """Acts as double entries: what one holder gives another gets; an account that would go below zero is refused."""
    entries: list[tuple[str, str, str, int]] = []
    balances: dict[tuple[str, str], int] = defaultdict(int)
    units: dict[str, str] = {}
    seen: set[str] = set()
    parents = parents_of(job)
    acts = list(enumerate(known_rows(list(job.table(settings.subject).records()), job), 1))
    if ring := loop(acts):
        title = "同一天转一圈回到原处 transfers of one day in a loop: " + "、".join(
            f"第 {n} 行 {name}" for n, name in ring
        )
        raise GuihuaError("ACCOUNT-LOOP", title, "核对凭证；确有的合并成一笔 check the acts", settings.subject)
    for number, act in sorted(acts, key=lambda a: (a[1].get("on", ""), a[1]["act"])):
        where = f"第 {number} 行 {act['act']}"
        if act["act"] in seen:
            raise GuihuaError(
                "ACCOUNT-TWICE", f"{where}：凭证重复 an act stands twice", "一件一行 one row each", settings.subject
            )
        seen.add(act["act"])
        unit = units.setdefault(act["asset"], act["unit"])
        value = Fraction(whole(act["amount"], where))
        if act["unit"] != unit:
            value *= _factor(job, act["unit"], unit, act["asset"], act.get("on", ""), where)
        if value.denominator != 1 or value < 0 or act["from"] == act["to"]:
            raise GuihuaError(
                "ACCOUNT-AMOUNT",
                f"{where}：数额不对 the amount is wrong",
                "正数，转出转入不同 positive, between two",
                settings.subject,
            )
        for account, signed in ((act["from"], -value.numerator), (act["to"], value.numerator)):
            entries.append((act["act"], account, act["asset"], signed))
            balances[account, act["asset"]] += signed
        source = act["from"]
        outside = source.startswith(("外部", "总量", "核定"))
        if balances[source, act["asset"]] < 0 and not outside and not settings.overdraft:
            left = amount(balances[source, act["asset"]] + value.numerator)
            title = f"{where}：{source} 只有 {left}{unit}，转不出 {act['amount']}{act['unit']} has not so much"
            raise GuihuaError("ACCOUNT-OVERDRAWN", title, "核对来源 check where it came from", settings.subject)
    rows = tuple((a, b, c, str(v)) for a, b, c, v in entries)
    standing = tuple((h, a, amount(v), units[a]) for (h, a), v in sorted(balances.items()) if v)
    tables = [Table("balances", BALANCES, standing, job.declaration.zh), Table("postings", POSTINGS, rows, "分录")]
    if parents:
        tables.append(Table("rolled", ROLLED, rolled(balances, units, parents), "逐级汇总"))
    answer: dict[str, Json] = {"balances": {f"{r[0]}|{r[1]}": r[2] for r in standing}}
    return Decided(Outcome(tuple(tables), (), answer))


def _factor(job: Job, unit: str, to: str, asset: str, on: str, where: str) -> Fraction:
    """How many of one unit another is, on a day. Raises GuihuaError ACCOUNT-FACTOR."""
    day = on or (job.on.isoformat() if job.on else "")
    if job.declaration.input("factors") is not None:
        for row in job.table("factors").records():
            if (row["unit"], row["to"]) != (unit, to) or row["asset"] not in ("", asset):
                continue
            if not row["valid_from"]:
                raise GuihuaError(
                    "ACCOUNT-FACTOR",
                    f"{unit} 折 {to} 的系数没有日期 a factor has no date",
                    "补上施行日期 date it",
                    "factors",
                )
            if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"]):
                return Fraction(row["factor"])
    raise GuihuaError(
        "ACCOUNT-FACTOR",
        f"{where}：{unit} 折不成 {to} a unit does not convert",
        "在系数表里写明 give a dated factor",
        "factors",
    )


def _blocks(job: Job, settings: Accounts) -> Decided:
    """Retired capacity as blocks with identity, used in parts for plans, sold to other provinces, returned by revocation."""
    blocks = {r["block"]: r for r in job.table("blocks").records()}
    if len(blocks) != len(job.table("blocks").rows):
        raise GuihuaError("ACCOUNT-TWICE", "退出设备重复 a block stands twice", "一台一行 one row each", "blocks")
    plans = {r["plan"]: r for r in job.table("plans").records()}
    revoked = {p for p, r in plans.items() if _past(r["revoked_on"], job.on)}
    used: dict[str, int] = defaultdict(int)
    sold: dict[str, int] = defaultdict(int)
    supplied: dict[str, int] = defaultdict(int)
    entries = [(f"退出:{b}", "退出产能", r["product"], -whole(r["capacity"], b)) for b, r in blocks.items()]
    entries += [(f"退出:{b}", f"块:{b}", r["product"], whole(r["capacity"], b)) for b, r in blocks.items()]
    uses = known_rows(list(job.table("uses").records()), job)
    for number, use in enumerate(uses, 1):
        where = f"第 {number} 行 {use['block']}→{use['plan']}"
        block = blocks.get(use["block"])
        if block is None:
            raise GuihuaError(
                "ACCOUNT-BLOCK", f"{where}：没有这台退出设备 no such block", "先登记退出设备 list it first", "uses"
            )
        part = whole(use["amount"] or block["capacity"], where)
        away = use["plan"] not in plans
        if use["plan"] in revoked:
            continue
        entries += [
            (f"使用:{number}", f"块:{use['block']}", block["product"], -part),
            (f"使用:{number}", f"{'出让' if away else '项目'}:{use['plan']}", block["product"], part),
        ]
        used[use["block"]] += 0 if away else part
        sold[use["block"]] += part if away else 0
        supplied[use["plan"]] += part
        over = used[use["block"]] + sold[use["block"]] - whole(block["capacity"], where)
        if over > 0 or part <= 0:
            title = f"{where}：超出核定产能 {amount(over)}，同一产能不能用两次 a block is used twice"
            raise GuihuaError("ACCOUNT-BLOCK", title, "核对余量 check what is left", "uses")
    plan_rows = [_plan(job, settings, r, supplied[p], p in revoked) for p, r in plans.items()]
    block_rows = []
    for name, row in blocks.items():
        left = whole(row["capacity"], name) - used[name] - sold[name]
        status = (
            "已拆除" if _past(row["dismantled_on"], job.on) else "已断电" if _past(row["off_on"], job.on) else "在运"
        )
        block_rows.append(
            (
                name,
                row["product"],
                row["region"],
                row["capacity"],
                amount(used[name]),
                amount(sold[name]),
                amount(left),
                status,
            )
        )
    tables = (
        Table("plans", PLANS, tuple(plan_rows), "产能置换方案"),
        Table("blocks", BLOCKS, tuple(block_rows), "退出产能及余量"),
        Table("regions", REGIONS, _regions(block_rows), "分地区余量"),
        Table("postings", POSTINGS, tuple((a, b, c, str(v)) for a, b, c, v in entries), "分录"),
    )
    answer: dict[str, Json] = {
        "plans": {r[0]: {"ratio": r[4], "actual": r[7], "short": r[8], "status": r[9]} for r in plan_rows},
        "left": {r[0]: r[6] for r in block_rows},
    }
    return Decided(Outcome(tables, (), answer))


def _past(day: str, on: date | None) -> bool:
    return bool(day) and (on is None or date.fromisoformat(day) <= on)


def _plan(job: Job, settings: Accounts, row: Mapping[str, str], supplied: int, gone: bool) -> tuple[str, ...]:
    capacity = whole(row["capacity"], row["plan"])
    ratio, why = Fraction(row["ratio"]) if row["ratio"] else None, "方案自报比例" if row["ratio"] else ""
    if ratio is None:
        ratio, why = _ratio(job, row)
    needed = ratio * capacity if ratio is not None else None
    if row["needed"]:
        needed, why = Fraction(whole(row["needed"], row["plan"])), "方案所列需置换量"
    earlier = whole(row["earlier"], row["plan"])
    have = supplied + earlier
    short = max(needed - have, Fraction(0)) if needed is not None else None
    actual = Fraction(have, capacity) if capacity else None
    if gone:
        status, why = "已撤销", "撤销后块已返还"
    elif short is None:
        status = "未定义"
    else:
        status = "不足，不得备案" if short > 0 else "可以备案"
    deadline = ""
    if row["published_on"]:
        start = row["republished_on"] or row["published_on"]
        found = calendar().after(date.fromisoformat(start), settings.days)
        if found is None:
            raise GuihuaError(
                "RUN-CALENDAR",
                f"{row['plan']}：{start} 之后的工作日历不全 the calendar is not known",
                "等放假通知公布 wait for the notice of holidays",
                "plans",
            )
        deadline = found.isoformat()
        if status == "可以备案" and row["objection"] == "是" and not row["republished_on"]:
            status = "有异议，调整后重新公示"
        elif status == "可以备案" and job.on is not None and job.on <= found:
            status = "公示期未满"
    return (
        row["plan"],
        row["product"],
        row["region"],
        row["capacity"],
        digits(ratio, 6) if ratio is not None else "",
        amount(needed) if needed is not None else "",
        amount(have),
        digits(actual, 4) if actual is not None else "",
        amount(short) if short is not None else "",
        status,
        why,
        deadline,
    )


def _ratio(job: Job, row: Mapping[str, str]) -> tuple[Fraction | None, str]:
    rules = job.rule("ratios")
    known = {d.name for d in rules.model.data}
    day = date.fromisoformat(row["on"]) if row["on"] else job.on
    given = facts({k: v for k, v in row.items() if k in known and v}, rules.model)
    ruling = ask(rules, "ratio", given, on=day, known=job.known)
    if ruling.status == Status.DECIDED:
        return Fraction(ruling.value), "；".join(ruling.clauses) or f"{day} 施行的比例"
    if ruling.status == Status.UNKNOWN:
        return None, f"缺 {'；或 '.join('＋'.join(n) for n in ruling.needs)}"
    return None, f"{day} 没有施行的比例"


def _regions(blocks: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    sums: dict[tuple[str, str], list[Fraction]] = {}
    for row in blocks:
        own = sums.setdefault((row[2], row[1]), [Fraction(0)] * 4)
        for i, text in enumerate((row[3], row[5], row[4], row[6])):
            own[i] += Fraction(text or 0)
    return tuple(
        (region, product, *(digits(v, 4) for v in values)) for (region, product), values in sorted(sums.items())
    )


def _attribution(job: Job, settings: Accounts) -> Decided:
    """A change of energy split into activity, structure and intensity, without a rest (LMDI-I, as `guihua drivers` has it)."""
    from guihua.tracking.drivers import lmdi_change

    rows = list(job.table(settings.subject).records())
    series = [[float(r[c] or 0) for r in rows] for c in ("output0", "output1", "energy0", "energy1")]
    effects = lmdi_change(series[0], series[1], series[2], series[3])
    total = sum(Fraction(r["energy1"] or 0) - Fraction(r["energy0"] or 0) for r in rows)
    made = []
    for name, value in zip(("规模", "结构", "强度"), effects, strict=True):
        share = digits(Fraction(value) / total * 100, 1) if total else ""
        made.append((name, digits(Fraction(value), 4), share))
    made.append(("合计", digits(Fraction(total), 4), "100" if total else ""))
    answer: dict[str, Json] = {r[0]: r[1] for r in made}
    return Decided(Outcome((Table("effects", EFFECTS, tuple(made), "变动因素分解"),), (), answer))
