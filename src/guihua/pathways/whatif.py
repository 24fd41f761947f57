"""What if: a plan with changed targets, fixed values, floors, ceilings, and coefficients between quantities (YAML).

    name: 增速放缓
    targets: {2.3-ca15c5a9: {value: 7}}            # 改目标；value、unit、comparator、nature
    drop: [2.3-3e26cd6b]                            # 不要这个目标
    fixed: [{indicator: 工业增加值, year: 2018, value: 8900, unit: 亿元}]
    floors: [{indicator: 风电装机容量, year: 2019, value: 4000, unit: 万千瓦}]
    ceilings: [{indicator: 火电装机容量, year: 2020, value: 9000, unit: 万千瓦}]
    coefficients: [{indicator: 能源产业产值, per: 工业增加值, value: 0.9}]   # 前者 = 系数 × 后者，逐年

Nothing of a scenario is stored among figures or in the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from guihua.checking.quantities import localised, quantity_of
from guihua.errors import GuihuaError
from guihua.pathways.pathway import Known
from guihua.plan.data import parse
from guihua.plan.files import read_utf8
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Form, Kind, Nature, Statement
from guihua.plan.units import find_unit

KEYS = ("name", "targets", "drop", "fixed", "floors", "ceilings", "coefficients")
_CHANGES = ("value", "unit", "comparator", "nature")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario by its name.

    targets   statement id → the slots that change, as text; drop: ids that do not count
    fixed, floors, ceilings   (indicator, year, value, unit); coefficients (indicator, per, value)
    """

    name: str
    targets: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    drop: tuple[str, ...] = ()
    fixed: tuple[tuple[str, int, str, str], ...] = ()
    floors: tuple[tuple[str, int, str, str], ...] = ()
    ceilings: tuple[tuple[str, int, str, str], ...] = ()
    coefficients: tuple[tuple[str, str, str], ...] = ()


def read_scenario(path: Path) -> Scenario:
    """A scenario from its file. Raises GuihuaError WHATIF-FILE, by key."""
    try:
        table = parse(read_utf8(path)) or {}
    except yaml.YAMLError as error:
        raise GuihuaError(
            "WHATIF-FILE", f"不是 YAML not readable as YAML: {error}", "写法见 guihua path --help", str(path)
        ) from None
    if not isinstance(table, Mapping):
        raise GuihuaError(
            "WHATIF-FILE", "文件要是键和值 a file of keys and values", "写法见 guihua path --help", str(path)
        )
    unknown = sorted(set(map(str, table)) - set(KEYS))
    if unknown:
        raise GuihuaError(
            "WHATIF-FILE", f"没有这个键 unknown key {unknown[0]!r}", f"可用 known: {', '.join(KEYS)}", str(path)
        )
    try:
        return scenario_of(table, path.stem)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GuihuaError(
            "WHATIF-FILE", f"格式不对 of the wrong form: {error}", "写法见 guihua path --help", str(path)
        ) from None


def scenario_of(table: Mapping[str, Any], name: str = "") -> Scenario:
    """A scenario from plain data. KeyError, TypeError, ValueError where it has another form."""
    changed = []
    for identity, given in (table.get("targets") or {}).items():
        slots = given if isinstance(given, Mapping) else {"value": given}
        wrong = sorted(set(map(str, slots)) - set(_CHANGES))
        if wrong:
            raise ValueError(f"targets.{identity}.{wrong[0]}")
        changed.append((str(identity), tuple((str(k), str(v)) for k, v in slots.items())))
    points = {key: tuple(_point(row) for row in table.get(key) or ()) for key in ("fixed", "floors", "ceilings")}
    coefficients = tuple(
        (str(r["indicator"]), str(r["per"]), str(Fraction(str(r["value"])))) for r in table.get("coefficients") or ()
    )
    return Scenario(
        str(table.get("name") or name), tuple(changed), tuple(map(str, table.get("drop") or ())),
        points["fixed"], points["floors"], points["ceilings"], coefficients,
    )  # fmt: skip


def applied(plan: Plan, scenario: Scenario) -> Plan:
    """The plan with a scenario's targets. Raises GuihuaError STATEMENT-UNKNOWN, WHATIF-VALUE, WHATIF-INDICATOR."""
    changed = {plan.statement(i).id: dict(slots) for i, slots in scenario.targets}
    dropped = {plan.statement(i).id for i in scenario.drop}
    for identity in (*changed, *dropped):
        if plan.statement(identity).kind is not Kind.TARGET:
            raise GuihuaError("WHATIF-TARGET", f"{identity} 不是目标 is no target", "guihua show --kind target")
    kept = [_changed(s, changed[s.id]) if s.id in changed else s for s in plan.statements if s.id not in dropped]
    return replace(plan, statements=tuple(kept))


def bounds_of(plan: Plan, scenario: Scenario) -> tuple[Statement, ...]:
    """A scenario's floors and ceilings as targets of their own."""
    rows = [("floor", Comparator.GE, row) for row in scenario.floors] + [
        ("ceiling", Comparator.LE, row) for row in scenario.ceilings
    ]
    found = []
    for number, (word, comparator, (indicator, year, value, unit)) in enumerate(rows):
        like = _like(plan, indicator)
        _check_unit(like, unit)
        slots = {"id": f"what-if-{word}-{number}", "kind": Kind.TARGET, "comparator": comparator, "value": (value,)}
        form = Form.SHARE if like.form is Form.SHARE else Form.LEVEL
        found.append(replace(like, **slots, unit=unit, year=year, form=form, modifier="", base_year=None, period=None))  # type: ignore[arg-type]
    return tuple(found)


def fixed_of(plan: Plan, scenario: Scenario, period: tuple[int, int]) -> tuple[Known, ...]:
    """A scenario's fixed values and coefficients as known figures."""
    found = []
    for indicator, year, value, unit in scenario.fixed:
        like = _like(plan, indicator)
        _check_unit(like, unit)
        quantity, known = quantity_of(localised(like, plan.region)), find_unit(unit)
        assert known is not None
        amount = Fraction(value) * known.factor
        if like.form is Form.SHARE and quantity.part:
            found.append(Known("share", quantity.part, year, amount / 100, quantity.whole, 0, (), f"{value}{unit}"))
        else:
            found.append(Known("level", quantity.key, year, amount, "", 0, (), f"{value}{unit}"))
    for indicator, per, value in scenario.coefficients:
        top, bottom = (quantity_of(localised(_like(plan, name), plan.region)).key for name in (indicator, per))
        found += [
            Known("share", top, year, Fraction(value), bottom, 0, (), f"{value}×")
            for year in range(period[0] + 1, period[1] + 1)
        ]
    return tuple(found)


def _like(plan: Plan, indicator: str) -> Statement:
    """A statement of the plan about this indicator: levels first. GuihuaError WHATIF-INDICATOR where there is none."""
    named = [s for s in plan.statements if indicator in (s.indicator, s.id)]
    named = named or [s for s in plan.statements if indicator in s.indicator]
    order = (Form.LEVEL, Form.SHARE)
    found = sorted(named, key=lambda s: (s.form not in order, s.kind is not Kind.TARGET))
    if not found:
        raise GuihuaError(
            "WHATIF-INDICATOR",
            f"规划里没有这个指标 the plan has no indicator {indicator!r}",
            "guihua show 列出 lists them",
        )
    return found[0]


def _check_unit(like: Statement, unit: str) -> None:
    own, given = find_unit(like.unit), find_unit(unit)
    if given is None or (
        own is not None and like.form in (Form.LEVEL, Form.SHARE) and given.dimension != own.dimension
    ):
        raise GuihuaError(
            "WHATIF-UNIT",
            f"{like.indicator}：单位 {unit!r} 与 {like.unit!r} 不能换算 do not convert",
            "写同类的单位 a unit of the same kind",
        )


def _changed(s: Statement, slots: Mapping[str, str]) -> Statement:
    found: dict[str, Any] = {}
    if "value" in slots:
        try:
            Fraction(slots["value"])
        except (ValueError, ZeroDivisionError):
            raise GuihuaError(
                "WHATIF-VALUE", f"{s.id} 的新值不是数 is no number: {slots['value']!r}", "写数字 write digits"
            ) from None
        found["value"] = (slots["value"],)
    if "unit" in slots:
        _check_unit(s, slots["unit"])
        found["unit"] = slots["unit"]
    try:
        if "comparator" in slots:
            found["comparator"] = Comparator(slots["comparator"])
        if "nature" in slots:
            found["nature"] = Nature(slots["nature"])
    except ValueError as error:
        raise GuihuaError(
            "WHATIF-VALUE", f"{s.id}：{error}", "comparator: eq, about, ge, le …; nature: binding, expected"
        ) from None
    return replace(s, **found)


def _point(row: Mapping[str, Any]) -> tuple[str, int, str, str]:
    value = str(row["value"])
    if Fraction(value) < 0:
        raise ValueError(f"{row['indicator']}: {value} < 0")
    return str(row["indicator"]), int(row["year"]), value, str(row.get("unit") or "")


def scenarios_in(folder: Path) -> Sequence[Path]:
    """The scenarios that a project keeps by name."""
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []
