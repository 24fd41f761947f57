"""At which prices a figure of money is told: by its words (stated), by the rule of statistics (rule), else unstated."""

from __future__ import annotations

import re

from guihua.statistics.harvest.wording import measures

_VALUE_ADDED = re.compile("增加值$|生产总值$|第[一二三]产业$")


def price_of(indicator: str, transformation: str, unit: str, told: str, stated: str) -> tuple[str, str]:
    """(current, comparable, unstated or na; stated, rule or "")."""
    if (
        not measures().money.search(indicator)
        or transformation in ("share", "ratio", "rank", "contribution", "pull")
        or indicator.endswith(("率", "度"))
    ):
        return "na", ""
    if transformation in ("level", "change"):
        return ("current", "rule") if "元" in unit else ("na", "")
    if re.search("实际|可比价|扣除价格", told):
        return "comparable", "stated"
    if re.search("名义|现价|当年价", told):
        return "current", "stated"
    if _VALUE_ADDED.search(indicator):
        return "comparable", "stated" if stated == "comparable" else "rule"
    return "unstated", ""
