"""A scheme as a declaration sets it: indicators with their full-mark rules, classes, vetoes, and how missing figures count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from guihua.errors import GuihuaError
from guihua.mechanisms.core.expressions import contexts, expression, row_scope, scope_of
from guihua.mechanisms.core.records import Job, columns
from guihua.rules.feel.values import Value

SCORES = columns(
    "name|对象", "score|得分|number",
    "rank|位次|integer", "class|等次", "low|得分下限|number", "high|得分上限|number", "margin|高出本等次界限|number",
    "veto|否决", "missing|缺数", "consequence|后果",
)  # fmt: skip
MARKS = columns(
    "name|对象", "group|类别", "indicator|指标", "value|数值|number", "unit|单位", "weight|权重|number", "mark|得分|number", "lost|失分|number",
    "full_at|满分需达到|number", "note|说明",
)  # fmt: skip
WAYS = columns(
    "name|对象", "class|等次", "next|上一等次", "gap|差分|number",
    "way|路径|integer", "indicator|指标", "value|现值|number", "to|需达到|number", "gain|可增分|number",
)  # fmt: skip
MISSING = ("mean", "zero", "ungraded")


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One indicator.

    value    expression over a row; weight: marks where the rule is fully met
    rule     best_of, target, ratio, flat, linear, within, steps, given, adds, deducts; its arguments in `of`
    less     the less, the better; missing: mean, zero, ungraded
    """

    name: str
    zh: str
    group: str
    value: str
    weight: Fraction
    rule: str
    of: Mapping[str, Any] = field(default_factory=dict)
    less: bool = False
    missing: str = "ungraded"
    unit: str = ""

    @property
    def extra(self) -> bool:
        """Added or deducted points: they stand beside the weights."""
        return self.rule in ("adds", "deducts")


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto: the condition on a row, and the class that it caps at; "" : not graded at all."""

    name: str
    when: str
    caps: str


@dataclass(frozen=True, slots=True)
class Class:
    """A class: from so many points, or down to so many per cent of the ranking."""

    name: str
    points: Fraction | None = None
    percent: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme. total: what the weights must sum to; least, most: bounds of the score; ungraded: the word for it."""

    subject: str
    label: str
    indicators: tuple[Indicator, ...]
    vetoes: tuple[Veto, ...]
    classes: tuple[Class, ...]
    total: Fraction | None
    digits: int
    ungraded: str
    most: Fraction | None
    scores: bool
    consecutive: Mapping[str, Any]


def scheme_of(job: Job) -> Scheme:
    """The scheme of a job. Raises GuihuaError RUN-SETTING, SCHEME-WEIGHTS (weights that do not sum), SCHEME-CLASSES."""
    found: Mapping[str, Any] = {**job.declaration.settings, **job.settings}
    try:
        indicators, vetoes = _parts(found)
        scheme = Scheme(
            found.get("subject", job.declaration.inputs[0].name),
            found.get("label", "name"),
            indicators,
            vetoes,
            tuple(_class(c) for c in found.get("classes") or ()),
            Fraction(found["total"]) if "total" in found else None,
            int(found.get("digits", 2)),
            found.get("ungraded", "不定等级"),
            Fraction(found["most"]) if "most" in found else None,
            found.get("scores", "yes") != "no",
            found.get("consecutive") or {},
        )
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
        raise GuihuaError(
            "RUN-SETTING",
            f"办法写得不全 the scheme lacks something: {error!r}",
            "检查声明 check it",
            job.declaration.where,
        ) from None
    _sound(scheme, job.declaration.where)
    return scheme


def _parts(found: Mapping[str, Any]) -> tuple[tuple[Indicator, ...], tuple[Veto, ...]]:
    indicators: list[Indicator] = []
    vetoes: list[Veto] = []
    default = found.get("missing", "ungraded")
    for part in found["scheme"]:
        if "veto" in part:
            vetoes.append(Veto(part["veto"], part["when"], part.get("caps", "")))
            continue
        own = [_indicator(row, part["group"], default) for row in part["indicators"]]
        weight = sum((i.weight for i in own if not i.extra), Fraction(0))
        if "weight" in part and Fraction(part["weight"]) != weight:
            raise GuihuaError(
                "SCHEME-WEIGHTS",
                f"“{part['group']}”权重应为 {part['weight']}，各项合计 {float(weight):g} the weights do not sum",
                "改好权重 mend the weights",
                part["group"],
            )
        indicators += own
    return tuple(indicators), tuple(vetoes)


def _indicator(row: Mapping[str, Any], group: str, default: str) -> Indicator:
    rule, of = "", {}
    for name in ("best_of", "target", "ratio", "flat", "linear", "within", "steps", "given", "adds", "deducts"):
        if name in (row.get("full") or {}):
            rule, of = name, dict(row["full"])
            break
        if name in row:
            rule, of = name, {k: row[k] for k in (name, "most") if k in row}
            break
    if not rule:
        raise ValueError(f"{row['name']}: no full-mark rule")
    missing = row.get("missing", "zero" if rule in ("adds", "deducts") else default)
    if missing not in MISSING:
        raise ValueError(f"{row['name']}: missing is one of {', '.join(MISSING)}")
    return Indicator(
        row["name"],
        row.get("zh", row["name"]),
        group,
        row.get("value", row["name"]),
        Fraction(row.get("weight", 0)),
        rule,
        of,
        row.get("better") == "less",
        missing,
        row.get("unit", ""),
    )


def _class(row: Mapping[str, Any]) -> Class:
    return Class(
        row["name"],
        Fraction(row["from"]) if "from" in row else None,
        Fraction(row["top"]) if "top" in row else None,
    )


def _sound(scheme: Scheme, where: str) -> None:
    weight = sum((i.weight for i in scheme.indicators if not i.extra), Fraction(0))
    if scheme.total is not None and weight != scheme.total:
        title = f"权重合计 {float(weight):g}，应为 {float(scheme.total):g} the weights do not sum"
        raise GuihuaError("SCHEME-WEIGHTS", title, "改好权重 mend the weights", where)
    points = [c.points for c in scheme.classes if c.points is not None]
    percents = [c.percent for c in scheme.classes if c.percent is not None]
    mixed = bool(points) and bool(percents)
    if (
        mixed
        or points != sorted(points, reverse=True)
        or percents != sorted(percents)
        or len(set(points)) != len(points)
    ):
        raise GuihuaError(
            "SCHEME-CLASSES",
            "等次的界限次序不对 the classes' bounds are out of order",
            "从高到低写 write them from the top",
            where,
        )
    names = {c.name for c in scheme.classes}
    wrong = next((v.caps for v in scheme.vetoes if v.caps and v.caps not in names), "")
    if wrong:
        raise GuihuaError(
            "SCHEME-CLASSES", f"没有这个等次 no class is called {wrong}", "检查否决 check the vetoes", where
        )


def rows_of(job: Job, scheme: Scheme) -> list[tuple[str, dict[str, Value]]]:
    """Every subject with the scope of its row. Raises GuihuaError RUN-ROWS where two have one name."""
    scope = scope_of(job, ())
    found = []
    seen: set[str] = set()
    for number, row in enumerate(contexts(job.table(scheme.subject)), 1):
        name = str(row.get(scheme.label) or f"第{number}行")
        if name in seen:
            raise GuihuaError(
                "RUN-ROWS", f"第 {number} 行：{name} 重复 stands twice", "一个对象一行 one row each", scheme.subject
            )
        seen.add(name)
        found.append((name, row_scope(scope, row)))
    return found


def measured(indicator: Indicator, scope: Mapping[str, Value]) -> Fraction | None:
    """An indicator's value for a row; None where it is not known."""
    value = expression(indicator.value)(scope)
    if isinstance(value, bool):
        return Fraction(int(value))
    return Fraction(value) if isinstance(value, Decimal) else None


def argument(text: Any, scope: Mapping[str, Value]) -> Fraction | None:
    """An argument of a rule: a number, or an expression over the row (last year's figure, a target's column)."""
    value = expression(str(text))(scope)
    return Fraction(value) if isinstance(value, Decimal) else None


def shown(value: Fraction | None, digits: int) -> str:
    """A number with so many decimals, halves up; "" for none."""
    if value is None:
        return ""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def plain(value: Fraction | None) -> str:
    """A value as its digits, to six significant decimals."""
    if value is None:
        return ""
    text = format(
        (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.000001"), ROUND_HALF_UP), "f"
    )
    return text.rstrip("0").rstrip(".") if "." in text else text
