"""A small plan with findings and assessments, made by hand."""

from __future__ import annotations

from datetime import date

from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.plan.periods import Period
from guihua.plan.plan import Plan, Section
from guihua.plan.statement import (
    Commitment,
    Comparator,
    Direction,
    Form,
    Kind,
    Origin,
    Statement,
    statement_id,
)
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import DateTrust, Grade, Observation, Span, Transformation
from guihua.tracking.assessment import Assessment, MethodResult
from guihua.tracking.tracking import Tracking

TEXT = (
    "一、目标\n甲区钢产量2015年为800万吨，到2020年达到1000万吨，<b>单位能耗</b>下降20%。\n建成两化平台。\n"
    "新办企业4―5家，门槛为300人。\n"
)


def statement(
    quote: str,
    value: str,
    unit: str,
    indicator: str,
    *,
    kind: Kind = Kind.TARGET,
    form: Form = Form.LEVEL,
    comparator: Comparator = Comparator.REACH,
    year: int = 2020,
    **more: object,
) -> Statement:
    start = TEXT.index(quote)
    written = value if value in quote else value.replace(",", "―")
    at = start + quote.index(written)
    return Statement(
        id=statement_id("1", quote, value, 0),
        kind=kind,
        form=form,
        comparator=comparator,
        value=tuple(value.split(",")),
        unit=unit,
        indicator=indicator,
        quote=quote,
        start=start,
        end=start + len(quote),
        value_start=at,
        value_end=at + len(written) + len(unit),
        section="1",
        year=year,
        stated=(("value", Origin.STATED), ("year", Origin.CARRIED)),
        **more,  # type: ignore[arg-type]
    )


FACT = statement("2015年为800万吨", "800", "万吨", "钢产量", kind=Kind.FACT, comparator=Comparator.EQ, year=2015)
STEEL = statement("到2020年达到1000万吨", "1000", "万吨", "钢产量", direction=Direction.UP)
ENERGY = statement(
    "<b>单位能耗</b>下降20%", "20", "%", "单位能耗", form=Form.CHANGE, direction=Direction.DOWN, base_year=2015
)
FIRMS = statement("新办企业4―5家", "4,5", "家", "新办企业数", comparator=Comparator.BETWEEN)
BAR = statement("门槛为300人", "300", "人", "准入人数", kind=Kind.POLICY)
TASK_AT = TEXT.index("建成两化平台")
TASK = Commitment("c1", "建成", "两化平台", "建成两化平台", TASK_AT, TASK_AT + 6, section="1")
PLAN = Plan(
    TEXT,
    statements=(FACT, STEEL, ENERGY, FIRMS, BAR),
    commitments=(TASK,),
    sections=(Section("1", "一、目标", 1, 0, len(TEXT)),),
    title="甲区钢铁规划",
    period=(2016, 2020),
)


def observation(year: int, value: str, published: str, **more: object) -> Observation:
    slots: dict[str, object] = {
        "coverage": "全部",
        "grade": Grade.OFFICIAL,
        "date_trust": DateTrust.EXACT,
        "source": "甲区统计公报",
    }
    return Observation(
        id=f"o{year}-{published}",
        region="150000",
        variable="output[steel]",
        indicator="钢产量",
        period=Period.years(year),
        span=Span.SINGLE,
        value=value,
        unit="万吨",
        transformation=Transformation.LEVEL,
        published=date.fromisoformat(published),
        **{**slots, **more},  # type: ignore[arg-type]
    )


SERIES = (
    observation(2015, "800", "2016-03-01"),
    observation(2016, "830", "2017-03-01"),
    observation(2016, "825", "2018-03-01"),
    observation(2017, "870", "2018-03-02"),
    observation(2020, "1010", "2021-03-01"),
)


def tracking(day: date) -> Tracking:
    return Tracking(assessments(day), day, "150000", include_collected=False, method="all", settings=())


def assessments(day: date) -> tuple[Assessment, ...]:
    known = tuple(o for o in SERIES if o.published and o.published <= day)
    over = day.year > 2020
    steel = Assessment(
        STEEL,
        day,
        Status.MET if over else Status.ON_COURSE,
        base=known[0],
        latest=known[-1],
        observations=known,
        methods=(MethodResult("shixu", Status.MET if over else Status.ON_COURSE),),
        pace="880",
        unit="万吨",
        target_value="1000",
        base_value="800",
        latest_value=known[-1].value,
        latest_period=str(known[-1].period),
        primary="shixu",
        coverage_note=over,
    )
    energy = Assessment(ENERGY, day, Status.UNKNOWN, reason=ReasonCode.NO_DATA)
    firms = Assessment(FIRMS, day, Status.UNKNOWN, reason=ReasonCode.AWAITING_DEPARTMENT)
    return (steel, energy, firms)


FINDINGS = (
    Finding(
        "f1",
        "GH101",
        Severity.ERROR,
        (
            Member("a", FACT.id, FACT.quote, FACT.start, FACT.end, "800", "万吨", needs="700"),
            Member("b", STEEL.id, STEEL.quote, STEEL.start, STEEL.end, "1000", "万吨"),
        ),
        (Step("800 × 1.05^5", "1021", "万吨"),),
        (Explanation("price_basis"),),
        proof="p1",
    ),
)
