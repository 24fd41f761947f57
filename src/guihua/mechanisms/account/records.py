"""What a declaration sets for the engine of accounts, and exact amounts: decimals as whole numbers of their smallest step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from guihua.errors import GuihuaError
from guihua.mechanisms.core.records import Job, columns

STEP: Final = 10_000
"""Amounts are whole numbers of a ten-thousandth of their unit: 148.34 is 1,483,400."""

POSTINGS = columns("transaction|凭证", "account|户头", "asset|标的", "amount|数额(万分之一)|integer")
BALANCES = columns("account|户头", "asset|标的", "balance|余额|number", "unit|单位")
PLANS = columns(
    "plan|建设项目", "product|品种", "region|地区", "capacity|建设产能|number", "ratio|置换比例|number", "needed|需置换|number",
    "supplied|已落实|number", "actual|实际比例|number", "short|尚缺|number", "status|结论", "reason|说明", "deadline|公示届满|date",
)  # fmt: skip
BLOCKS = columns(
    "block|退出设备", "product|品种", "region|地区", "capacity|核定产能|number", "used|已用|number", "sold|跨省出让|number", "left|余量|number",
    "status|状态",
)  # fmt: skip
REGIONS = columns(
    "region|地区", "product|品种", "retired|退出|number", "sold|跨省出让|number", "used|已用|number", "left|余量|number"
)
CHECKS = columns(
    "row|行",
    "check|校验",
    "left|左边|number",
    "right|右边|number",
    "difference|差|number",
    "allowed|舍入容差|number",
    "holds|是否成立",
)
EFFECTS = columns("effect|因素", "change|变动|number", "share|占比|number|%")
ADJUSTED = columns(
    "figure|数据",
    "stated|上报|number",
    "adjusted|平衡后|number",
    "change|调整|number",
    "test|检验值|number",
    "verdict|结论",
)
METERS = columns(
    "unit|单位", "meter|表号", "day|日", "readings|读数个数|integer", "expected|应有|integer", "completeness|完整率|number|%", "verdict|结论",
)  # fmt: skip
METERED = columns(
    "unit|单位",
    "period|月份",
    "daily|日数据合计|number",
    "monthly|月数据|number",
    "deviation|偏差|number|%",
    "verdict|结论",
)


@dataclass(frozen=True, slots=True)
class Computed:
    """A column worked out over each row."""

    name: str
    zh: str
    unit: str
    expression: str
    digits: int


@dataclass(frozen=True, slots=True)
class Check:
    """An identity: two expressions over a row that must agree within the rounding of so many terms printed to so many places."""

    name: str
    left: str
    right: str
    terms: int
    places: int


@dataclass(frozen=True, slots=True)
class Accounts:
    """The settings of an account; kind: blocks, postings, identity, attribution, reconcile, meters."""

    kind: str
    subject: str
    label: str
    computed: tuple[Computed, ...]
    checks: tuple[Check, ...]
    days: int
    overdraft: bool
    critical: Fraction
    completeness: Fraction
    deviation: Fraction
    a_day: int
    home: str


def accounts_of(job: Job) -> Accounts:
    """The settings of a job. Raises GuihuaError RUN-SETTING."""
    found: Mapping[str, Any] = {**job.declaration.settings, **job.settings}
    try:
        return Accounts(
            found.get("kind", "identity"),
            found.get("subject", job.declaration.inputs[0].name),
            found.get("label", "name"),
            tuple(
                Computed(c["name"], c.get("zh", c["name"]), c.get("unit", ""), c["is"], int(c.get("digits", 4)))
                for c in found.get("computed") or ()
            ),
            tuple(
                Check(c["name"], c["left"], c["right"], int(c.get("terms", 1)), int(c.get("places", 2)))
                for c in found.get("checks") or ()
            ),
            int(found.get("days", 10)),
            found.get("overdraft") == "yes",
            Fraction(found.get("critical", "1.96")),
            Fraction(found.get("completeness", "0.90")),
            Fraction(found.get("deviation", "0.05")),
            int(found.get("a_day", 96)),
            str(found.get("home", "")),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError, AttributeError) as error:
        raise GuihuaError(
            "RUN-SETTING", f"设置不对 a setting is wrong: {error!r}", "检查声明 check it", job.declaration.where
        ) from None


def whole(text: str, where: str) -> int:
    """An amount in whole steps. Raises GuihuaError ACCOUNT-AMOUNT where it has finer decimals."""
    found = Fraction(text or "0") * STEP
    if found.denominator != 1:
        raise GuihuaError(
            "ACCOUNT-AMOUNT", f"{where}：{text} 小数过细 has finer decimals than are kept", "至多四位 at most four"
        )
    return found.numerator


def amount(steps: int | Fraction) -> str:
    """Whole steps as digits."""
    return digits(Fraction(steps, STEP), 4)


def digits(value: Fraction, places: int) -> str:
    """A fraction to so many places, halves up, without trailing zeros."""
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = format(exact, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def known_rows(
    rows: Sequence[dict[str, str]], job: Job, *, day: str = "on", known: str = "known"
) -> list[dict[str, str]]:
    """Rows of acts up to the day of the job, as known on its other day; a row without a date is always there."""
    found = []
    for row in rows:
        acted, told = row.get(day, ""), row.get(known, "")
        if job.on is not None and acted and date.fromisoformat(acted) > job.on:
            continue
        if job.known is not None and told and date.fromisoformat(told) > job.known:
            continue
        found.append(row)
    return found
