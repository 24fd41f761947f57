"""What the indicator sheet says is used downstream: bodies in self-evaluations, series in verdicts, offers at import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guihua.cli.main import main
from guihua.plan.decisions import apply_decisions
from guihua.plan.indicators import IndicatorRecord, indicator_decision
from guihua.plan.plan import Plan
from guihua.reading import read_text
from guihua.reporting.material import Material
from guihua.reporting.self_evaluation import own_targets
from guihua.statistics.importing import Defaults, import_file
from guihua.storage import open_store
from guihua.tracking import track

TEXT = "内蒙古工业发展规划（2016—2020年）\n\n二、发展目标\n\n到2020年，发电量达到5000亿千瓦时。到2020年，大宗工业固体废弃物综合利用率达到43%。\n"
ROWS = "地区代码,指标,时期,数值,单位,公布日期,公布机构\n150000,工业固废处置利用率,2020,45,%,2021-03-01,内蒙古自治区统计局\n"
ON = date(2021, 12, 31)


def _plan() -> Plan:
    return replace(read_text(TEXT), region="150000", period=(2016, 2020))


def _with(plan: Plan, word: str, **slots: object) -> Plan:
    target = next(s for s in plan.targets if word in s.indicator)
    decision = indicator_decision(plan, IndicatorRecord(target.id), by="张三", on="2021-12-31", changes=slots)
    return apply_decisions(plan, (decision,))


def test_a_body_is_asked_for_its_own_targets_alone(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", create=True) as store:
        plan = _with(_plan(), "发电", body="自治区能源局")
        tracking = track(plan, store, ON)
    material = Material(plan, ON, tracking.assessments)
    assert [a.statement.indicator for a in own_targets(material, "自治区能源局")] == ["发电量"]
    assert own_targets(material, "自治区统计局") == ()
    nobody = Material(_plan(), ON, tracking.assessments)
    assert own_targets(nobody, "自治区统计局") == ()


def test_a_target_is_judged_by_the_series_that_the_sheet_names(tmp_path: Path) -> None:
    path = tmp_path / "数.csv"
    path.write_text(ROWS, encoding="utf-8")
    with open_store(tmp_path / "s", create=True) as store:
        import_file(store, path, defaults=Defaults())
        before = {a.statement.indicator: a for a in track(_plan(), store, ON).assessments}
        plan = _with(_plan(), "综合利用率", series="工业固废处置利用率")
        after = {a.statement.indicator: a for a in track(plan, store, ON).assessments}
    name = next(n for n in before if "综合利用率" in n)
    assert before[name].latest is None
    assert after[name].latest is not None and after[name].latest.value == "45"


def test_import_offers_near_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "guihua.toml").write_text('plan = "plan.md"\nregion = "150000"\n', encoding="utf-8")
    (tmp_path / "plan.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "数.csv").write_text(ROWS.replace("工业固废处置利用率", "工业固废综合利用率"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["read"]) == 0
    assert main(["import", "数.csv"]) == 0
    assert "工业固废综合利用率" in capsys.readouterr().err
    assert main(["indicators", "accept", "--yes"]) == 0


def test_official_needs_a_publisher_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "guihua.toml").write_text('plan = "plan.md"\nregion = "150000"\n', encoding="utf-8")
    (tmp_path / "数.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["import", "数.csv", "--grade", "official", "--publisher", "某某网"]) == 2
    assert "IMPORT-PUBLISHER" in capsys.readouterr().err
    assert main(["import", "数.csv", "--grade", "official", "--publisher", "内蒙古自治区统计局"]) == 0
