"""The indicator sheet (指标责任清单): which name, series, coverage and body belong to a target; people's decisions.

    sheet = indicator_records(decisions)          # statement id → IndicatorRecord
    decision = indicator_decision(plan, record, by="张三", on="2026-11-24")

A record is kept in `decisions.yaml` (action `indicator`), so that reading the plan again loses nothing. Later decisions
lay over earlier ones, slot by slot; a slot that is not named stays as it was, an empty one is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.statement import Nature, Price

if TYPE_CHECKING:
    from guihua.plan.decisions import Decision
    from guihua.plan.plan import Plan

INDICATOR = "indicator"
"""The action of a decision that holds a record of the sheet."""
SLOTS = (
    "name",
    "series",
    "coverage",
    "price",
    "region",
    "transformation",
    "kind",
    "body",
    "nature",
    "same-as",
    "keep",
    "explained",
)
"""What a record may say, in the order of the sheet's columns, as `decisions.yaml` spells it."""
TRANSFORMATIONS = ("level", "share", "yoy", "mean_growth", "change", "index")


class MeasureKind(StrEnum):
    """How a quantity stands in time: an amount at a day, a sum over a time, a rate of a time, something that happens once."""

    STOCK = "stock"
    FLOW = "flow"
    RATE = "rate"
    EVENT = "event"

    @property
    def zh(self) -> str:
        """The word of the sheet."""
        return {"stock": "时点数", "flow": "时期数", "rate": "比率", "event": "一次性"}[self.value]


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """What people decided of one target. A slot that nobody filled is "" (None for `keep`).

    statement  the target's id
    name       the name to show in place of the label that was read
    series     the series that judges it: a variable ("capacity[wind]") or the name under which it is published
    coverage, price, region, transformation   of that series; kind: see MeasureKind
    body       责任单位
    same_as    the id of the target that this one repeats
    keep       whether it is tracked at all
    explained  (year, reason): unlikely steps of its series that a person has found to be real; a step that was a change
               of measure is recorded as a break instead
    """

    statement: str
    name: str = ""
    series: str = ""
    coverage: str = ""
    price: str = ""
    region: str = ""
    transformation: str = ""
    kind: str = ""
    body: str = ""
    nature: str = ""
    same_as: str = ""
    keep: bool | None = None
    explained: tuple[tuple[int, str], ...] = ()

    @property
    def variable(self) -> str:
        """The series as a variable; "" where none is named."""
        if not self.series or "[" in self.series:
            return self.series
        return concepts.resolve(self.series).variable

    @property
    def tracked(self) -> bool:
        """Whether the target has a verdict of its own: it is kept and repeats no other."""
        return self.keep is not False and not self.same_as

    def changes(self) -> dict[str, Any]:
        """The slots that are filled, as `decisions.yaml` spells them."""
        found = {slot: getattr(self, _field(slot)) for slot in SLOTS}
        told = {slot: value for slot, value in found.items() if value not in ("", None, ())}
        return told | ({"explained": {str(y): why for y, why in self.explained}} if self.explained else {})


def indicator_records(decisions: Iterable[Decision]) -> dict[str, IndicatorRecord]:
    """Statement id → what the decisions of action `indicator` say of it; GuihuaError INDICATOR-SLOT for a wrong slot."""
    found: dict[str, IndicatorRecord] = {}
    for decision in decisions:
        if decision.action == INDICATOR:
            before = found.get(decision.statement, IndicatorRecord(decision.statement))
            found[decision.statement] = laid_over(before, dict(decision.changes))
    return found


def laid_over(record: IndicatorRecord, changes: Mapping[str, Any]) -> IndicatorRecord:
    """A record with some slots set anew; "" or null takes one back. GuihuaError INDICATOR-SLOT for what is no slot or value."""
    return replace(record, **{_field(slot): _value(slot, value) for slot, value in changes.items()})


def indicator_decision(
    plan: Plan, record: IndicatorRecord, *, by: str, on: str, changes: Mapping[str, Any] | None = None, reason: str = ""
) -> Decision:
    """The decision that puts a record (or only some `changes` of it) into `decisions.yaml`.

    GuihuaError STATEMENT-UNKNOWN where the plan has no such target, INDICATOR-SLOT for a wrong slot.
    """
    from guihua.plan.decisions import Decision

    statement = plan.statement(record.statement)
    written = record.changes() if changes is None else dict(changes)
    laid_over(IndicatorRecord(statement.id), written)
    return Decision(
        action=INDICATOR,
        statement=statement.id,
        by=by,
        on=on,
        text_sha256=plan.text_sha256,
        quote=statement.quote,
        value=statement.value,
        changes=tuple(written.items()),
        reason=reason,
    )


def _field(slot: str) -> str:
    return slot.replace("-", "_")


def _value(slot: str, value: Any) -> Any:
    """A slot's value as the record holds it; words that YAML read as truth or numbers are words again."""
    if slot.replace("_", "-") not in SLOTS:
        raise _wrong(f"没有这一栏 no slot {slot!r}", f"可用 known: {', '.join(SLOTS)}")
    if slot == "keep":
        return _truth(value)
    if slot == "explained":
        return _explained(value)
    text = "" if value is None else str(value).strip()
    known = _KNOWN.get(slot)
    if text and known is not None:
        if text not in known:
            raise _wrong(f"{slot}：没有这个值 no such value {text!r}", f"可用 known: {', '.join(known)}")
        text = known[text]
    return text


_KNOWN: dict[str, dict[str, str]] = {
    "price": {**{p.value: p.value for p in Price}, "现价": "current", "当年价": "current", "可比价": "comparable"},
    "nature": {
        **{n.value: n.value for n in Nature},
        "约束性": "binding",
        "预期性": "expected",
        "文中未标明": "unstated",
    },
    "kind": {**{k.value: k.value for k in MeasureKind}, **{k.zh: k.value for k in MeasureKind}},
    "transformation": {name: name for name in TRANSFORMATIONS},
}


def _truth(value: Any) -> bool | None:
    words = {
        "是": True,
        "保留": True,
        "yes": True,
        "true": True,
        "否": False,
        "不保留": False,
        "no": False,
        "false": False,
    }
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if str(value).strip().lower() in words:
        return words[str(value).strip().lower()]
    raise _wrong(f"keep：写“是”或“否” write yes or no, not {value!r}", "是、否 yes, no")


def _explained(value: Any) -> tuple[tuple[int, str], ...]:
    """Years with the reason of their step, from {2016: reason}."""
    try:
        found = tuple(sorted((int(year), str(why).strip()) for year, why in dict(value or {}).items()))
    except (TypeError, ValueError):
        raise _wrong(f"explained：写作 年份: 原因 write year: reason, not {value!r}", "{2016: 新建基地投产}") from None
    if any(not why for _, why in found):
        raise _wrong("explained：要写明原因 a reason is missing", "{2016: 新建基地投产}")
    return found


def _wrong(title: str, hint: str) -> GuihuaError:
    return GuihuaError("INDICATOR-SLOT", title, hint)
