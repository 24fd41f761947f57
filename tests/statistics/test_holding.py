"""Adding, asking and withdrawing observations, on every backend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.plan.periods import Period
from guihua.plan.statement import Price
from guihua.statistics import Observation, add, holding, query, snapshot, withdraw
from guihua.statistics.coding import FACTS
from guihua.statistics.observation import DateTrust, Grade, Span, Transformation
from guihua.storage import Store, open_store


def figure(value: str, published: date | None, **slots: object) -> Observation:
    base: dict[str, object] = {
        "id": "", "region": "150000", "variable": "value_added[industry]", "indicator": "工业增加值", "period": Period.parse("2015"),
        "span": Span.SINGLE, "value": value, "unit": "亿元", "transformation": Transformation.LEVEL, "price": Price.CURRENT,
        "published": published, "date_trust": DateTrust.EXACT if published else DateTrust.NONE, "source": "bulletin", "grade": Grade.PRESS,
    }  # fmt: skip
    return Observation(**(base | slots))  # type: ignore[arg-type]


def values(found: object) -> list[str]:
    return [o.value for o in found]  # type: ignore[attr-defined]


def test_a_revision_is_a_new_vintage_and_the_old_one_stands_as_of_its_time(store: Store) -> None:
    add(store, [figure("7939.18", date(2016, 3, 1))], name="a")
    add(store, [figure("4121.2", date(2024, 12, 18), vintage_note="revised")], name="b")
    assert values(snapshot(store, as_of=date(2020, 1, 1))) == ["7939.18"]
    assert values(snapshot(store, as_of=date(2024, 12, 17))) == ["7939.18"]
    assert values(snapshot(store, as_of=date(2024, 12, 18))) == ["4121.2"]
    assert values(query(store, as_of=date(2025, 1, 1))) == ["7939.18", "4121.2"]
    assert values(snapshot(store, as_of=date(2016, 2, 29))) == []


def test_the_same_figures_twice_change_nothing(store: Store) -> None:
    rows = [figure("1", date(2016, 1, 1)), figure("2", date(2016, 1, 1), period=Period.parse("2016"))]
    assert add(store, rows, name="a").stored == 2
    version = store.version()
    again = add(store, rows, name="a")
    assert (again.stored, again.same) == (0, 2)
    assert len(query(store, as_of=date(2030, 1, 1))) == 2
    assert store.version() >= version


def test_magnitudes_keep_their_printed_digits(store: Store) -> None:
    add(store, [figure("8.0", date(2016, 1, 1)), figure("8", date(2016, 1, 2))], name="a")
    assert values(query(store, as_of=date(2030, 1, 1))) == ["8.0", "8"]


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    sent = figure(
        "-24.4", date(2018, 12, 31), transformation=Transformation.CHANGE, base_period=Period.parse("2015"), unit="%",
        coverage="规模以上", accounting="快报", publisher="统计局", note="口径说明", obs_status="P", vintage_note="initial",
        date_trust=DateTrust.PARTIAL, grade=Grade.OFFICIAL, publish_level="internal", system="监测", price=Price.COMPARABLE,
    )  # fmt: skip
    add(store, [sent], name="a")
    (got,) = query(store, as_of=date(2030, 1, 1))
    assert got.id.startswith("o-")
    assert got == Observation(**{f: getattr(sent, f) for f in sent.__slots__ if f != "id"}, id=got.id)


def test_undated_rows_answer_only_when_asked_for_and_collected_ones_from_their_day(store: Store) -> None:
    add(store, [figure("1", None), figure("2", date(2025, 1, 24), date_trust=DateTrust.COLLECTED)], name="a")
    assert values(query(store, as_of=date(2030, 1, 1))) == ["2"]
    assert values(query(store, as_of=date(2025, 1, 23))) == []
    found = query(store, as_of=date(2030, 1, 1), include_collected=True)
    assert values(found) == ["1", "2"] and all(o.collected for o in found)
    assert found[0].published is None
    assert values(query(store, as_of=date(2020, 1, 1), include_collected=True)) == ["1"]
    assert values(query(store, as_of=date(2014, 1, 1), include_collected=True)) == []


def test_a_dated_figure_stands_before_one_known_by_its_collection_date(store: Store) -> None:
    add(store, [figure("1", date(2020, 1, 1)), figure("2", date(2025, 1, 1), date_trust=DateTrust.COLLECTED)], name="a")
    assert values(snapshot(store, as_of=date(2030, 1, 1), include_collected=True)) == ["1"]


def test_the_plans_own_fact_yields_to_every_other_source(store: Store) -> None:
    add(store, [figure("7939", date(2017, 4, 14), grade=Grade.PLAN), figure("7939.18", date(2016, 3, 1))], name="a")
    assert values(snapshot(store, as_of=date(2018, 1, 1))) == ["7939.18"]


def test_on_one_day_the_higher_grade_stands(store: Store) -> None:
    day = date(2016, 3, 1)
    add(store, [figure("1", day, grade=g) for g in (Grade.SECONDARY, Grade.OFFICIAL, Grade.PRESS)], name="a")
    assert [o.grade for o in snapshot(store, as_of=day)] == [Grade.OFFICIAL]


def test_coverage_and_accounting_make_series_of_their_own(store: Store) -> None:
    day = date(2016, 3, 1)
    rows = [figure("1", day), figure("2", day, coverage="规模以上"), figure("3", day, accounting="普查修订")]
    add(store, rows, name="a")
    assert sorted(values(snapshot(store, as_of=day))) == ["1", "2", "3"]


def test_a_withdrawn_figure_answers_until_its_withdrawal(store: Store) -> None:
    add(store, [figure("1", date(2016, 1, 1)), figure("2", date(2017, 1, 1))], name="a")
    bad = query(store, as_of=date(2030, 1, 1))[1]
    withdraw(store, bad, reason="统计数据不实", on=date(2018, 1, 1))
    assert values(snapshot(store, as_of=date(2017, 12, 31))) == ["2"]
    assert values(snapshot(store, as_of=date(2018, 1, 1))) == ["1"]
    with pytest.raises(GuihuaError, match="reason"):
        withdraw(store, bad, reason=" ", on=date(2018, 1, 1))
    with pytest.raises(GuihuaError, match="does not hold"):
        withdraw(store, figure("9", date(2016, 1, 1)), reason="x", on=date(2018, 1, 1))


def test_embargoed_and_internal_figures_stay_out_of_public_answers(store: Store) -> None:
    day = date(2016, 3, 1)
    rows = [
        figure("1", day, publish_level="internal"),
        figure("2", day, publish_level="embargoed until 2016-04-01", period=Period.parse("2014")),
        figure("3", day, period=Period.parse("2013")),
    ]
    add(store, rows, name="a")
    assert values(query(store, as_of=day, public_on=day)) == ["3"]
    assert values(query(store, as_of=date(2016, 4, 1), public_on=date(2016, 4, 1))) == ["3", "2"]


def test_columns_say_the_same_as_records(store: Store) -> None:
    add(
        store,
        [figure("7939.18", date(2016, 3, 1)), figure("5", date(2017, 3, 1), period=Period.parse("2016H1"))],
        name="a",
    )
    found = query(store, as_of=date(2030, 1, 1))
    table = found.to_arrow()
    assert table.column("value").to_pylist() == values(found)
    assert table.column("number").to_pylist() == [7939.18, 5.0]
    assert table.column("year").to_pylist() == [2015, 2016]
    assert table.column("variable").to_pylist() == [o.variable for o in found]
    assert table.column("available").to_pylist() == [o.published for o in found]
    assert query(store, variable="none", as_of=date(2030, 1, 1)).to_arrow().num_rows == 0


def test_filters_by_variable_and_region(store: Store) -> None:
    day = date(2016, 3, 1)
    add(store, [figure("1", day), figure("2", day, region="150600"), figure("3", day, variable="gdp")], name="a")
    assert values(query(store, variable="value_added[industry]", as_of=day)) == ["1", "2"]
    assert values(query(store, region="150600", as_of=day)) == ["2"]
    assert values(query(store, variable="gdp", region="150600", as_of=day)) == []


def test_parts_and_recent_rows_answer_alike(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from guihua.storage import sqlite

    rows = [figure(str(i), date(2016, 1, 1), period=Period.parse(str(1950 + i))) for i in range(60)]
    add(store, rows[:20], name="a")
    before = query(store, as_of=date(2030, 1, 1))[:]
    monkeypatch.setattr(sqlite, "SEAL_ROWS", 20)
    monkeypatch.setattr(sqlite, "MOST_PARTS", 2)
    store.tidy(FACTS)
    assert query(store, as_of=date(2030, 1, 1))[:] == before
    for i in range(20, 60, 20):
        add(store, rows[i : i + 20], name="b")
    found = query(store, as_of=date(2030, 1, 1))
    assert values(found) == [str(i) for i in range(60)]
    assert add(store, rows, name="c").stored == 0
    assert store.check(FACTS) == []


def test_a_failure_in_the_middle_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(holding, "now", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(store, [figure("1", date(2016, 1, 1))], name="a")
    monkeypatch.undo()
    assert len(query(store, as_of=date(2030, 1, 1), include_collected=True)) == 0
    assert store.execute("SELECT COUNT(*) FROM series")[0][0] == 0


def test_a_store_opened_again_holds_what_it_held(tmp_path: Path) -> None:
    from guihua.storage import open_store

    with open_store(tmp_path / "s") as store:
        add(store, [figure("1", date(2016, 1, 1))], name="a")
    with open_store(tmp_path / "s", create=False) as store:
        assert values(query(store, as_of=date(2030, 1, 1))) == ["1"]


def test_an_answer_is_of_one_moment_whatever_is_written_meanwhile(
    store: Store, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, [figure("1", date(2016, 1, 1))], name="a")
    before = holding._withdrawals

    def meanwhile(*arguments: object) -> object:
        with open_store(address) as other:
            add(other, [figure("2", date(2016, 1, 2), variable="other", source="new", coverage="new")], name="b")
        return before(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(holding, "_withdrawals", meanwhile)
    assert values(query(store, as_of=date(2030, 1, 1))) == ["1"]
    monkeypatch.undo()
    assert values(query(store, as_of=date(2030, 1, 1))) == ["1", "2"]
