"""The indicator sheet: records in decisions.yaml, slot by slot, over whatever was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.plan.decisions import append_decision, apply_decisions, read_decisions
from guihua.plan.indicators import SLOTS, IndicatorRecord, indicator_decision, indicator_records, laid_over
from guihua.plan.plan import Plan
from guihua.plan.statement import Nature, Statement
from guihua.reading import read_text

TEXT = "# 某区能源发展规划（2016—2020年）\n\n## 发展目标\n\n到2020年，风电装机容量达到6000万千瓦。光伏发电装机容量达到1500万千瓦。\n"


def plan() -> Plan:
    return read_text(TEXT)


def wind(of: Plan) -> Statement:
    return next(s for s in of.targets if "风电" in s.quote and s.value == ("6000",))


def decided(tmp_path: Path, **changes: object) -> Plan:
    before, path = plan(), tmp_path / "decisions.yaml"
    written = {name.replace("_", "-"): value for name, value in changes.items()}
    record = IndicatorRecord(wind(before).id)
    append_decision(path, indicator_decision(before, record, by="张三", on="2026-11-24", changes=written))
    return apply_decisions(before, read_decisions(path), path)


def test_a_record_survives_the_file_and_names_the_target(tmp_path: Path) -> None:
    after = decided(
        tmp_path, name="风电并网装机", series="风电装机容量", coverage="全部", body="能源局", nature="约束性", keep=True
    )
    record = after.indicator(wind(after).id)
    assert (record.variable, record.coverage, record.body, record.keep) == ("capacity[wind]", "全部", "能源局", True)
    assert (wind(after).indicator, wind(after).nature) == ("风电并网装机", Nature.BINDING)
    assert wind(after).measure == "capacity"


def test_later_records_lay_over_earlier_ones_slot_by_slot(tmp_path: Path) -> None:
    before, path = plan(), tmp_path / "decisions.yaml"
    for changes in ({"coverage": "全部", "body": "能源局"}, {"body": ""}, {"price": "可比价"}):
        record = IndicatorRecord(wind(before).id)
        append_decision(path, indicator_decision(before, record, by="张三", on="2026-11-24", changes=changes))
    (record,) = indicator_records(read_decisions(path)).values()
    assert (record.coverage, record.body, record.price) == ("全部", "", "comparable")


def test_what_is_left_out_or_repeats_another_has_no_verdict_of_its_own(tmp_path: Path) -> None:
    assert [s.value for s in decided(tmp_path, keep="否").tracked] == [("1500",)]
    other = tmp_path / "again"
    other.mkdir()
    assert [s.value for s in decided(other, same_as="1-00000000").tracked] == [("1500",)]
    assert len(plan().tracked) == 2


def test_every_slot_can_be_written_and_comes_back(tmp_path: Path) -> None:
    full = IndicatorRecord(
        wind(plan()).id, "风电", "capacity[wind]", "全部", "none", "150000", "level", "stock", "能源局", "binding", "1-a", False,
        ((2016, "新建基地投产"),),
    )  # fmt: skip
    before, path = plan(), tmp_path / "decisions.yaml"
    append_decision(path, indicator_decision(before, full, by="张三", on="2026-11-24"))
    assert indicator_records(read_decisions(path))[full.statement] == full
    assert set(full.changes()) == set(SLOTS)


@pytest.mark.parametrize(
    "changes", [{"colour": "red"}, {"nature": "也许"}, {"keep": "大概"}, {"kind": "水"}, {"explained": {2016: ""}}]
)
def test_a_wrong_slot_or_value_is_a_clear_error(changes: dict[str, object]) -> None:
    with pytest.raises(GuihuaError) as caught:
        laid_over(IndicatorRecord("1-0"), changes)
    assert caught.value.code == "INDICATOR-SLOT"


def test_a_broken_record_in_the_file_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    before = plan()
    path.write_text(
        f"- {{action: indicator, statement: {wind(before).id}, by: a, 'on': '2026', text_sha256: {before.text_sha256},"
        " changes: {keep: maybe}}\n",
        encoding="utf-8",
    )
    with pytest.raises(GuihuaError) as caught:
        apply_decisions(before, read_decisions(path), path)
    assert caught.value.code == "DECISIONS-VALUE"
