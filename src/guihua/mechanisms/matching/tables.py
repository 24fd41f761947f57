"""From a proved result to the tables that people read: who meets whom, who does not and why, prices. Pure."""

from __future__ import annotations

from fractions import Fraction

from guihua.mechanisms.core.records import Job, Outcome, Table, columns
from guihua.mechanisms.matching.meeting import Meeting, Pairs
from guihua.mechanisms.matching.records import Assigned, Auction, Flow, Stable
from guihua.mechanisms.matching.why import why_not, why_not_order, why_not_pair, why_not_way

MATCHES = columns(
    "offer|供方", "offer_name|供方名称", "need|需方", "need_name|需方名称", "amount|数量|number", "cost|费用|number"
)
LEFT = columns("side|一方", "code|编号", "name|名称", "left|未配数量|number", "why|原因")
PRICES = columns("side|一方", "code|编号", "name|名称", "price|影子价格|number")
FILLS = columns(
    "order|报单",
    "holder|主体",
    "side|方向",
    "price|报价|number",
    "quantity|申报数量|number",
    "traded|成交数量|number",
    "why|未成交原因",
)
RESULT = columns(
    "price|成交价|number",
    "volume|成交量|number",
    "surplus|剩余量|number",
    "low|价格区间下限|number",
    "high|价格区间上限|number",
)
MOST = 3
"""Names that one reason lists."""


def outcome_of(job: Job, meeting: Meeting, pairs: Pairs, found: Flow | Assigned | Stable) -> Outcome:
    """The tables of a meeting."""
    names = {
        row["code"]: row.get("name", "") for t in (meeting.offers, meeting.needs) for row in job.table(t).records()
    }
    if isinstance(found, Flow):
        price = {(a, b): c for a, b, c, _ in found.ways}
        met = [(a, b, x, price[a, b] * x) for a, b, x in found.amounts]
    elif isinstance(found, Assigned):
        cost = {(a, b): Fraction(c) for a, b, c in found.costs}
        met = [(a, b, Fraction(1), cost[a, b]) for a, b in found.pairs]
    else:
        met = [(p, c, Fraction(1), Fraction(0)) for c, p in found.pairs]
    rows = tuple((a, names[a], b, names[b], _text(x), _text(c)) for a, b, x, c in met)
    left = _left(job, meeting, pairs, found, met, names)
    tables = [Table("matches", MATCHES, rows, "撮合结果"), Table("left", LEFT, left, "未配上的和原因")]
    if isinstance(found, Flow):
        prices = [("供方", n, p) for n, p in found.supply_prices] + [("需方", n, p) for n, p in found.demand_prices]
        own = tuple((side, n, names[n], _text(_shadow(found, side, p))) for side, n, p in prices)
        tables.append(Table("prices", PRICES, own, "影子价格"))
    total, cost_ = sum((x for _, _, x, _ in met), Fraction(0)), sum((c for *_, c in met), Fraction(0))
    notes = ("结果是建议，由各方自行决定 a proposal: those concerned decide",)
    return Outcome(tuple(tables), notes, {"pairs": str(len(met)), "amount": _text(total), "cost": _text(cost_)})


def auction_outcome(found: Auction) -> Outcome:
    """The tables of an auction."""
    fills = dict(found.fills)
    rows = []
    for o in found.orders:
        got = fills.get(o.id, Fraction(0))
        rows.append(
            (
                o.id,
                o.holder,
                {"buy": "买", "sell": "卖"}[o.side],
                _text(o.price),
                _text(o.quantity),
                _text(got),
                _order_why(found, o.id),
            )
        )
    ends = [
        _text(v) if v is not None else "" for v in (found.price, found.volume, found.surplus, found.low, found.high)
    ]
    result = Table("result", RESULT, (tuple(ends),), "成交结果")
    answer = {"price": ends[0], "volume": ends[1]}
    return Outcome(
        (result, Table("fills", FILLS, tuple(rows), "各报单成交")),
        ("未留下还能成交的一对 no executable pair is left",),
        answer,
    )


def _left(
    job: Job, meeting: Meeting, pairs: Pairs, found: Flow | Assigned | Stable, met: list[tuple[str, str, Fraction, Fraction]],
    names: dict[str, str],
) -> tuple[tuple[str, ...], ...]:  # fmt: skip
    """Everyone who is not (wholly) met, with the reason."""
    rows = []
    for side, place, table in (("供方", 0, meeting.offers), ("需方", 1, meeting.needs)):
        for row in job.table(table).records():
            code = row["code"]
            got = sum((m[2] for m in met if m[place] == code), Fraction(0))
            wanted = _wanted(found, side, code)
            if got < wanted:
                rows.append((side, code, names[code], _text(wanted - got), _why(pairs, found, side, code, names)))
    return tuple(rows)


def _wanted(found: Flow | Assigned | Stable, side: str, code: str) -> Fraction:
    if isinstance(found, Flow):
        return dict(found.supply if side == "供方" else found.demand).get(code, Fraction(0))
    if isinstance(found, Stable) and side == "供方":
        return Fraction(dict(found.room).get(code, 1))
    return Fraction(1)


def _why(pairs: Pairs, found: Flow | Assigned | Stable, side: str, code: str, names: dict[str, str]) -> str:
    """The gate that keeps one out of everything, or what stands before him."""
    place = 0 if side == "供方" else 1
    open_ = [p for p in pairs.allowed if p[place] == code]
    if not open_:
        gates = list(dict.fromkeys(p[2] for p in pairs.stopped if p[place] == code))
        return f"未过门槛：{'、'.join(gates[:MOST])}" if gates else "没有同类的对方"
    if isinstance(found, Stable):
        return _stable_why(found, side, code, names)
    told = []
    for a, b, _ in open_[:MOST]:
        why = why_not_way(found, a, b) if isinstance(found, Flow) else why_not_pair(found, a, b)
        other = b if place == 0 else a
        if why.reason == "dearer":
            told.append(f"{names[other]}已由更省的配足" if why.amount else f"{names[other]}已配足")
    return "；".join(told) or "对方数量不足"


def _stable_why(found: Stable, side: str, code: str, names: dict[str, str]) -> str:
    if side == "供方":
        return "没有更多合意的对方"
    told = [
        f"{names[w.about]}：{'、'.join(names[n] for n in w.who[:MOST])}排在前"
        for w in why_not(found, code)
        if w.reason == "better"
    ]
    return "；".join(told[:MOST]) or "没有名额"


def _order_why(found: Auction, order: str) -> str:
    why = why_not_order(found, order)
    if why.reason == "met":
        return ""
    if why.reason == "price":
        return "没有成交价" if why.amount is None else f"报价差{_text(why.amount)}"
    return "同价位按先后（比例）配给"


def _shadow(found: Flow, side: str, price: Fraction) -> Fraction:
    """A shadow price without the base that puts quantity first, where it carries it."""
    return price - found.base if price >= found.base / 2 else price


def _text(value: Fraction) -> str:
    from decimal import Decimal, localcontext

    with localcontext() as context:
        context.prec = 20
        found = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{found.normalize():f}" if found else "0"
