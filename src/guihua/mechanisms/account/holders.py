"""Holders as a tree (meter → plant → firm → park → league → region): balances with what stands below, and no loop anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from guihua.errors import GuihuaError
from guihua.mechanisms.account.records import amount
from guihua.mechanisms.core.records import Job, columns

HOLDERS: Final = "holders"
ROLLED = columns("account|户头", "asset|标的", "own|本户余额|number", "below|含下级余额|number", "unit|单位")


def parents_of(job: Job) -> dict[str, str]:
    """Holder -> the holder above it; none where a mechanism takes no tree.

    Raises GuihuaError ACCOUNT-LOOP where one would stand above itself, ACCOUNT-TWICE where one stands twice.
    """
    if job.declaration.input(HOLDERS) is None:
        return {}
    found: dict[str, str] = {}
    for number, row in enumerate(job.table(HOLDERS).records(), 1):
        if row["name"] in found:
            title = f"第 {number} 行 {row['name']} 出现两次 a holder stands twice"
            raise GuihuaError("ACCOUNT-TWICE", title, "每户一行 one row each", HOLDERS)
        found[row["name"]] = row["parent"]
    for name in found:
        way = [name]
        while above := found.get(way[-1], ""):
            if above in way:
                title = f"户头上下级成环 holders stand in a loop: {' → '.join([*way, above])}"
                raise GuihuaError("ACCOUNT-LOOP", title, "改上级一列 mend the column parent", HOLDERS)
            way.append(above)
    return found


def rolled(
    balances: Mapping[tuple[str, str], int], units: Mapping[str, str], parents: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """Each holder of the tree, asset by asset: its own balance and that with all below it; what is outside stays outside."""
    below: dict[tuple[str, str], int] = {}
    for (holder, asset), value in balances.items():
        name = holder
        while name in parents:
            below[name, asset] = below.get((name, asset), 0) + value
            name = parents[name]
    return tuple(
        (h, a, amount(balances.get((h, a), 0)), amount(v), units.get(a, "")) for (h, a), v in sorted(below.items())
    )


def loop(acts: Iterable[tuple[int, Mapping[str, str]]]) -> Sequence[tuple[int, str]]:
    """Transfers of one asset on one day that lead back to where they began: (row, act) of one such loop; empty where none is.

    A loop moves nothing and only makes turnover. acts: (row, act with from, to, asset, on); acts without a day are left out.
    """
    days: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = {}
    for number, act in acts:
        if act.get("on"):
            days.setdefault((act["on"], act["asset"]), []).append((number, act))
    for same in days.values():
        for number, act in same:
            if way := _back(act["to"], act["from"], same, {number}):
                return [(number, act["act"]), *way]
    return []


def _back(
    here: str, home: str, acts: Sequence[tuple[int, Mapping[str, str]]], used: set[int]
) -> list[tuple[int, str]] | None:
    """A way from a holder home over acts that were not used; breadth first, so that it is the shortest."""
    ways: list[tuple[str, list[tuple[int, str]]]] = [(here, [])]
    seen = {here}
    for place, way in ways:
        for number, act in acts:
            if act["from"] != place or number in used:
                continue
            step = [*way, (number, act["act"])]
            if act["to"] == home:
                return step
            if act["to"] not in seen:
                seen.add(act["to"])
                ways.append((act["to"], step))
    return None
