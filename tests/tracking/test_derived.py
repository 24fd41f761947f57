"""A target that nobody published a figure of is judged by what can be derived, and the verdict says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guihua.plan import concepts
from guihua.plan.periods import Period
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Price, Statement
from guihua.plan.status import Status
from guihua.proof.verify import Verdict
from guihua.statistics.frame import identity_of
from guihua.statistics.observation import Observation, Transformation
from guihua.tracking import Assessment
from guihua.tracking.recompute import bundle_of, recompute
from guihua.tracking.tracking import track_observations
from guihua.view.assessments import note_sentence
from tests.statistics.test_derived import observation
from tests.tracking.example import example_plan, target

DAY = date(2021, 12, 31)
PARKS = [observation("output[parks]", "7500"), observation("output[industry]", "1", unit="万亿元")]


def parks(*more: object) -> Assessment:
    wanted = target("工业园区产值占工业总产值比重")
    return track_observations(example_plan(), [*PARKS, *more], DAY, "150000").of(wanted.id)  # type: ignore[list-item]


def test_a_share_is_judged_from_its_parts_and_shown_as_derived() -> None:
    found = parks()
    assert (found.status, found.latest_value, found.unit) == (Status.MET, "75", "%")
    note = found.note("computed")
    assert note is not None
    assert note_sentence(note) == "由公布数推算：工业园区产值 ÷ 工业总产值 = 7500亿元 ÷ 1万亿元 = 75%"


def test_a_published_share_stands_before_one_that_is_derived() -> None:
    name = "share(output[parks], output[industry])"
    found = parks(replace(observation(name, "69"), unit="%"))
    assert (found.status, found.latest_value, found.note("computed")) == (Status.MISSED, "69", None)


def test_parts_of_two_coverages_derive_nothing() -> None:
    wanted = target("工业园区产值占工业总产值比重")
    rows = [PARKS[0], replace(PARKS[1], coverage="规模以上")]
    found = track_observations(example_plan(), rows, DAY, "150000").of(wanted.id)
    assert found.status is Status.UNKNOWN


def test_a_derived_verdict_is_made_again_from_its_bundle() -> None:
    rows = [replace(o, id=identity_of(o)) for o in PARKS]
    tracking = track_observations(example_plan(), rows, DAY, "150000")
    parts = recompute(bundle_of(example_plan(), rows, tracking).payload)
    assert parts and all(part.verdict is Verdict.HOLDS for part in parts)


WATER = replace(
    target("单位工业增加值用水量", "19"), comparator=Comparator.LE, modifier="", id="1-00000001", base_year=2015
)


def judged_by(statement: Statement, rows: list[Observation], day: date = DAY) -> Assessment:
    plan = Plan(text="目标", statements=(statement,), period=(2016, 2020), region="150000", issued="2017-04-14")
    return track_observations(plan, rows, day, "150000").of(statement.id)


def test_a_quantity_per_value_added_is_judged_with_a_note_on_its_price() -> None:
    rows = [
        observation("water_use[industry]", "9", unit="亿立方米", price=Price.NONE, year=2020),
        observation("value_added[industry]", "6000", year=2020, coverage="全部"),
        observation("water_use[industry]", "12", unit="亿立方米", price=Price.NONE, year=2015),
        observation("value_added[industry]", "4000", year=2015, coverage="全部"),
    ]
    rows = [replace(row, coverage="全部") for row in rows]
    found = judged_by(WATER, rows)
    assert (found.status, found.latest_value, found.coverage_note) == (Status.MET, "15", True)
    assert found.note("price_current") is not None
    note = found.note("computed")
    assert note is not None and "工业用水量 ÷ 工业增加值 = 9亿立方米 ÷ 6000亿元 = 15立方米/万元" in note_sentence(note)


GROWTH = replace(target("工业增加值", "8"), id="1-00000002")


def comparable(**years: str) -> list[Observation]:
    """Value added at prices of 2015."""
    made = [
        observation(
            "value_added[industry]", value, int(year[1:]), price=Price.COMPARABLE, base_period=Period.years(2015)
        )
        for year, value in years.items()
    ]
    return [replace(row, coverage="全部", published=date(row.period.last_year + 1, 3, 1)) for row in made]


LEVELS = comparable(y2015="100", y2016="108", y2017="118.8", y2018="130.68", y2019="143.748", y2020="158.1228")


def test_growth_is_judged_from_levels_at_comparable_prices_where_no_rate_was_published() -> None:
    found = judged_by(GROWTH, LEVELS)
    assert (found.status, found.latest_value) == (Status.MET, "9.5971")
    told = [note_sentence(n) for n in found.notes if n.code == "computed"]
    assert len(told) == 5
    assert told[0] == "由公布数推算：工业增加值（可比价）较上年 = 108亿元 ÷ 100亿元 − 1 = 8%"


def test_a_published_rate_stands_before_a_derived_one_of_its_year() -> None:
    rate = replace(LEVELS[1], value="2", unit="%", transformation=Transformation.YOY, id="o-rate", base_period=None)
    found = judged_by(GROWTH, [*LEVELS, rate])
    assert sum(n.code == "computed" for n in found.notes) == 4
    assert float(found.latest_value) < 9


SUM = replace(
    target("工业固定资产投资"),
    indicator="当年新增风电装机",
    unit="万千瓦",
    value=("100",),
    id="1-00000003",
    measure="",
    subject="",
)


def yearly(*values: str, **given: object) -> list[Observation]:
    given = {"unit": "万千瓦", "price": Price.NONE, **given}
    return [
        observation(concepts.resolve("当年新增风电装机").variable, v, 2016 + n, **given) for n, v in enumerate(values)
    ]


def test_a_sum_is_added_up_only_where_no_year_is_missing() -> None:
    found = judged_by(SUM, yearly("10", "20", "30", "20", "25"))
    assert (found.status, found.latest_value) == (Status.MET, "105")
    note = found.note("computed")
    assert note is not None
    assert note_sentence(note).endswith("10万千瓦 + 20万千瓦 + 30万千瓦 + 20万千瓦 + 25万千瓦 = 105万千瓦")
    gap = [row for row in yearly("10", "20", "30", "20", "25") if row.period != Period.years(2018)]
    assert judged_by(SUM, gap).status is Status.UNKNOWN


def test_years_of_two_coverages_are_not_added_up() -> None:
    mixed = [*yearly("10", "20", "30"), *yearly("0", "0", "0", "20", "25", coverage="规模以上")[3:]]
    assert judged_by(SUM, mixed).status is Status.UNKNOWN


def test_parts_that_do_not_go_together_are_named_where_nothing_is_derived() -> None:
    rows = [PARKS[0], replace(PARKS[1], coverage="规模以上")]
    note = judged_by(target("工业园区产值占工业总产值比重"), rows).note("not_derived")
    assert note is not None
    assert "统计范围不一致" in note_sentence(note) and "规模以上" in note_sentence(note)


def test_a_revision_changes_exactly_the_verdicts_that_depend_on_it() -> None:
    rows = [*PARKS, *LEVELS]
    revised = replace(PARKS[0], id="o-revised", value="6000", published=date(2021, 6, 1))
    before, after = (track_observations(example_plan(), given, DAY, "150000") for given in (rows, [*rows, revised]))
    moved = {a.statement.indicator for b, a in zip(before, after, strict=True) if a != b}
    assert moved == {"工业园区产值占工业总产值比重"}
