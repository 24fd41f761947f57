"""What was in force on a day: commands, page, report and export judge by the same plan and the same yearly plans."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from guihua.cli._inputs import dated, inputs
from guihua.cli.main import main
from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision, append_decision, write_planfile
from guihua.proof.verify import Verdict
from guihua.reporting.bundle import payload
from guihua.reporting.gather import gather, material
from guihua.reporting.recompute import check_report
from guihua.reporting.report import make_report
from guihua.storage import open_store
from guihua.tracking.yearly import paths, read_yearly
from tests.tracking.example import example_plan

REGION = "150000"
HEAD = "region_code,indicator,period,value,unit,measure,coverage,published,source_grade"
FIGURES = (("2015", "2425", "2016-02-01"), ("2016", "2557", "2017-02-01"), ("2017", "2670", "2018-02-01"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The wind target of the example (4,500 by 2020), a yearly plan of January 2017, an adjustment of November 2018."""
    wind = next(s for s in example_plan().targets if s.indicator == "风电装机容量")
    plan = Plan(text=example_plan().text, statements=(wind,), period=(2016, 2020), region=REGION)
    write_planfile(plan, tmp_path / "plan.yaml")
    (tmp_path / "guihua.toml").write_text(
        'plan = "plan.yaml"\nstore = "store"\nregion = "150000"\nyearly = "yearly.yaml"\n', encoding="utf-8"
    )
    (tmp_path / "yearly.yaml").write_text(
        f"plans:\n- year: 2017\n  region: '{REGION}'\n  document: {{title: 年度计划, number: '', date: 2017-01-20}}\n"
        f"  targets:\n  - {{indicator: 风电装机容量, value: '2600', unit: 万千瓦, form: level, statement: {wind.id}}}\n",
        encoding="utf-8",
    )
    changed = Decision(
        "adjust",
        wind.id,
        "规划处",
        "2018-11-01",
        plan.text_sha256,
        wind.quote,
        wind.value,
        (("value", "4000"),),
        "某政发〔2018〕1号",
        "中期调整",
    )
    append_decision(tmp_path / "decisions.yaml", changed)
    monkeypatch.chdir(tmp_path)
    figures = tmp_path / "figures.csv"
    rows = [
        ",".join((REGION, "风电装机容量", year, value, "万千瓦", "level", "全部", day, "official"))
        for year, value, day in FIGURES
    ]
    figures.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    assert main(["import", str(figures)]) == 0
    return tmp_path


def test_a_yearly_plan_counts_from_the_day_of_its_document(project: Path) -> None:
    plan = inputs(None).plan
    targets = read_yearly(project / "yearly.yaml")
    assert paths(plan, targets, date(2017, 1, 19)) == {}
    assert list(paths(plan, targets, date(2017, 1, 20)).values()) == [((2017, 2600.0),)]


@pytest.mark.parametrize(("day", "target"), [("2018-06-30", "4500"), ("2018-12-31", "4000")])
def test_track_page_and_report_agree(project: Path, capsys: pytest.CaptureFixture[str], day: str, target: str) -> None:
    capsys.readouterr()
    assert main(["track", "--as-of", day, "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    given = inputs(None)
    (shown,) = dated(given, [date.fromisoformat(day)])
    with open_store(project / "store") as store:
        sources = gather(given.plan, store, date.fromisoformat(day), path=given.path, yearly=given.yearly)
    (printed,) = material(sources, charts=False).assessments
    (paged,) = shown.tracking.assessments
    assert told["target"]["value"] == target
    assert paged.target_value == printed.target_value == target
    assert told["status_code"] == paged.status.value == printed.status.value
    assert paged.pace == printed.pace
    assert paged.case is not None
    assert paged.case.plan_path == ((2017, 2600.0),)


def test_an_export_names_the_target_in_force(project: Path, tmp_path: Path) -> None:
    for day, target in (("2018-06-30", "4500"), ("2018-12-31", "4000")):
        out = tmp_path / f"package-{day}"
        assert main(["export", "--datapackage", "-o", str(out), "--as-of", day]) == 0
        with (out / "targets.csv").open(encoding="utf-8", newline="") as file:
            assert [row["value"] for row in csv.DictReader(file)] == [target]


def test_the_reports_bundle_holds_the_earlier_plan_and_the_yearly_plans(project: Path) -> None:
    given = inputs(None)
    with open_store(project / "store") as store:
        sources = gather(
            given.plan,
            store,
            date(2018, 12, 31),
            before=date(2018, 6, 30),
            path=given.path,
            yearly=given.yearly,
        )
    made = material(sources, charts=False)
    assert [c.before.target_value for c in made.changes if c.before] == ["4500"]
    held = payload(make_report(made), sources)
    assert [p for p in check_report(held) if p.verdict is not Verdict.HOLDS] == []
    bent = {**held, "sources": {**held["sources"], "yearly": {}}}
    assert any(part.verdict is Verdict.REFUSED for part in check_report(bent))
