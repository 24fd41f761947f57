"""`guihua run matching FILE` and `guihua run market FILE`: a meeting by itself, from a JSON file, with its proof.

{"proposers": {"A": ["C"]}, "reviewers": {"C": ["A"]}, "capacity": {"C": 2}}     stable matching
{"costs": [["a", "x", 3], …]}                                                      assignment at the least cost
{"supply": {"a": 350}, "demand": {"x": 325}, "ways": [["a", "x", 0.225], …]}       flow; a fourth number is the way's limit
{"buys": [[price, quantity], …], "sells": […], "rule": "time", "reference": 100}   call auction (market)
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from guihua.errors import GuihuaError

SHAPES = "proposers+reviewers, costs, supply+demand+ways, buys+sells"


def meet(args: argparse.Namespace) -> int:
    """Read, decide, write, print."""
    from guihua.mechanisms.matching.records import KIND, VERSION
    from guihua.plan.files import read_utf8, write_whole
    from guihua.proof.bundle import Bundle, write
    from guihua.proof.codec import encode

    if not args.file:
        raise GuihuaError("MATCH-FILE", "要写明文件 name a file", f"JSON: {SHAPES}")
    try:
        table = json.loads(read_utf8(args.file), parse_float=str)
    except ValueError as error:
        raise GuihuaError("MATCH-FILE", f"不是 JSON not readable as JSON: {error}", SHAPES, args.file) from None
    if not isinstance(table, Mapping):
        raise GuihuaError("MATCH-FILE", "文件里要是一个对象 the file holds one object", SHAPES, args.file)
    try:
        kind, found, answer = _decided(table)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise GuihuaError("MATCH-FILE", f"格式不对 of the wrong form: {error!r}", SHAPES, args.file) from None
    if args.output:
        write_whole(args.output, write(Bundle(KIND, {kind: encode(found)}, version=VERSION)))
        print(args.output, file=sys.stderr)
    print(json.dumps(answer, ensure_ascii=False, indent=None if args.format == "json" else 1))
    return 0


def _decided(table: Mapping[str, Any]) -> tuple[str, Any, dict[str, Any]]:
    from guihua.mechanisms.matching import assign, auction, flow, stable

    if "proposers" in table:
        room = {str(k): int(v) for k, v in (table.get("capacity") or {}).items()}
        made = stable(_lists(table["proposers"]), _lists(table["reviewers"]), room)
        return (
            "stable",
            made,
            {"matching": {p: list(made.of_place(p)) for p, _ in made.places}, "pairs": dict(made.pairs)},
        )
    if "costs" in table:
        pairs = assign({(str(a), str(b)): Fraction(str(c)) for a, b, c in table["costs"]})
        return "assignment", pairs, {"pairs": [list(p) for p in pairs.pairs], "cost": _number(pairs.cost)}
    if "ways" in table:
        supply, demand = ({str(k): Fraction(str(v)) for k, v in table[side].items()} for side in ("supply", "demand"))
        ways = [
            (str(w[0]), str(w[1]), Fraction(str(w[2])), Fraction(str(w[3])) if len(w) > 3 else None)
            for w in table["ways"]
        ]
        sent = flow(supply, demand, ways)
        amounts = [[a, b, _number(x)] for a, b, x in sent.amounts]
        return "flow", sent, {"amounts": amounts, "total": _number(sent.total), "cost": _number(sent.cost)}
    orders = _orders(table)
    reference = table.get("reference")
    sold = auction(
        orders, tick=Fraction(str(table["tick"])) if "tick" in table else None,
        reference=None if reference is None else Fraction(str(reference)), rule=str(table.get("rule", "time")),
    )  # fmt: skip
    fills = {name: _number(q) for name, q in sold.fills}
    return (
        "auction",
        sold,
        {
            "price": _number(sold.price),
            "volume": _number(sold.volume),
            "surplus": _number(sold.surplus),
            "fills": fills,
        },
    )


def _orders(table: Mapping[str, Any]) -> list[Any]:
    from guihua.mechanisms.matching import Order

    found = []
    for side, rows in (("buy", table["buys"]), ("sell", table["sells"])):
        for n, (price, quantity) in enumerate(rows, 1):
            found.append(Order(f"{side}-{n}", side, Fraction(str(price)), Fraction(str(quantity))))
    return found


def _lists(table: Mapping[str, Any]) -> dict[str, list[str]]:
    return {str(k): [str(v) for v in wishes] for k, wishes in table.items()}


def _number(value: Fraction | None) -> int | float | None:
    return None if value is None else int(value) if value.denominator == 1 else float(value)
