"""What is given out is valid by each convention's own validator, holds the figures exactly, and only what is public."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.plan.periods import Period
from guihua.statistics import Observation, add, query
from guihua.statistics.exporting import Release, StatusRow, TargetRow, write_datapackage, write_open_sdg, write_sdmx
from guihua.statistics.exporting.sdmx import observation_components
from guihua.statistics.importing import Defaults, import_file
from guihua.statistics.observation import Grade, Span, Transformation
from guihua.statistics.sdmxtime import from_sdmx, to_sdmx
from guihua.storage import open_store
from tests.statistics.test_holding import figure

LATE = date(2030, 1, 1)
FIGURES = [
    figure("7939.18", date(2016, 3, 1), coverage="全部", grade=Grade.OFFICIAL, publisher="统计局", note="注，含逗号"),
    figure(
        "8.0",
        date(2016, 7, 20),
        unit="%",
        transformation=Transformation.YOY,
        period=Period.parse("2016M01-M05"),
        span=Span.YTD,
    ),
    figure("7758.2", date(2017, 6, 22), period=Period.parse("2016"), coverage="全部", vintage_note="initial"),
    figure(
        "-24.4", date(2018, 12, 31), unit="%", transformation=Transformation.CHANGE, base_period=Period.parse("2015")
    ),
    figure("12", None, variable="capacity[wind]", indicator="风电装机容量", unit="万千瓦"),
]
TARGET = TargetRow(
    "t1",
    "150000",
    "工业增加值",
    "value_added[industry]",
    "level",
    "reach",
    "1.15",
    "万亿元",
    "2020",
    "2015",
    "up",
    "unstated",
)
STATUS = StatusRow("t1", "2021-12-31", "unknown", "coverage_changed", "no", "5547.5", "亿元", "2020", "o-1")


@pytest.fixture
def release(tmp_path: Path) -> Release:
    with open_store(tmp_path / "made") as store:
        add(store, FIGURES, name="made")
        found = query(store, as_of=LATE, include_collected=True)
        return Release(date(2021, 12, 31), tuple(found), (TARGET,), (STATUS,), "规划", "", "150000")


@pytest.mark.parametrize(
    "label", ["2015", "2016-2020", "2017Q1", "2017H1", "2017H2", "2020M10", "2020M01-M10", "2017M01-M09", "2018M11"]
)
def test_periods_go_to_sdmx_and_back(label: str) -> None:
    assert str(from_sdmx(to_sdmx(Period.parse(label)))) == label


@pytest.mark.parametrize("text", ["", "2015-W01", "2015-13", "soon", "2015-02-01/P3D"])
def test_what_is_no_sdmx_period_is_refused(text: str) -> None:
    with pytest.raises(GuihuaError):
        from_sdmx(text)


def test_sdmx_is_valid_by_pysdmx_and_agrees_with_its_structure(release: Release, tmp_path: Path) -> None:
    io = pytest.importorskip("pysdmx.io", reason="pysdmx (the extra sdmx) is not installed")
    observations, _, _, structure, data = write_sdmx(release, tmp_path / "out")
    described = io.read_sdmx(structure, validate=True)
    assert {s.id for s in described.get_data_structure_definitions()} == {"OBSERVATIONS", "TARGETS", "STATUSES"}
    components = [
        c.id for c in described.get_data_structure_definition("DataStructure=GUIHUA:OBSERVATIONS(1.0)").components
    ]
    assert set(components) == set(observation_components())
    for path in (observations, data):
        (dataset,) = io.get_datasets(path, structure)
        assert len(dataset.data) == len(FIGURES)
        assert set(dataset.data.columns) <= set(components)


@pytest.mark.parametrize("kind", [0, 4])
def test_sdmx_comes_back_as_it_went_out(release: Release, tmp_path: Path, kind: int) -> None:
    pytest.importorskip("pysdmx.io", reason="pysdmx (the extra sdmx) is not installed")
    path = write_sdmx(release, tmp_path / "out")[kind]
    with open_store(tmp_path / "again") as store:
        assert import_file(store, path).stored == len(FIGURES)
        got = query(store, as_of=LATE, include_collected=True)

        def plain(rows: object) -> list[Observation]:
            return sorted(rows, key=lambda o: o.id)  # type: ignore[call-overload, no-any-return]

        assert plain(got) == plain(release.observations)
        assert import_file(store, path).stored == 0


def test_sdmx_csv_of_another_agency_and_withdrawal(tmp_path: Path) -> None:
    head = (
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS"
    )
    row = "dataflow,XX:FLOW(1.0),{},A,150000,工业增加值,2016,7758.2,CNY,8,A"
    (tmp_path / "a.csv").write_text(f"{head}\n{row.format('I')}\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{head}\n{row.format('D')}\n", encoding="utf-8")
    with open_store(tmp_path / "s") as store:
        import_file(store, tmp_path / "a.csv", defaults=Defaults(published="2017-06-22"))
        (o,) = query(store, as_of=LATE)
        assert (o.value, o.unit, o.obs_status, str(o.period)) == ("7758.2", "亿元", "A", "2016")
        done = import_file(store, tmp_path / "b.csv", defaults=Defaults(published="2017-06-22"), as_of=date(2018, 1, 1))
        assert done.withdrawn == 1 and len(query(store, as_of=LATE)) == 0


@pytest.mark.parametrize("text", ["<a/>", "<!DOCTYPE x [<!ENTITY e 'x'>]><a>&e;</a>", "<broken"])
def test_xml_that_is_no_sdmx_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    with open_store(tmp_path / "s") as store, pytest.raises(GuihuaError) as refused:
        import_file(store, tmp_path / "a.xml")
    assert refused.value.code in ("IMPORT-SDMX", "IMPORT-EXTRA")


def test_the_data_package_is_valid_by_frictionless_and_keeps_digits(release: Release, tmp_path: Path) -> None:
    frictionless = pytest.importorskip(
        "frictionless", reason="frictionless (validator of data packages) is not installed"
    )
    package = write_datapackage(release, tmp_path / "out")[-1]
    report = frictionless.validate(str(package))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    described = json.loads(package.read_text(encoding="utf-8"))
    assert [r["name"] for r in described["resources"]] == ["observations", "targets", "statuses"]
    rows = list(csv.DictReader((tmp_path / "out" / "observations.csv").read_text(encoding="utf-8").splitlines()))
    assert [r["value"] for r in rows] == [o.value for o in release.observations]


def open_sdg_faults(path: Path) -> list[str]:
    """The rules of Open SDG's own data check (sdg-build, check_csv and its documentation of the data format)."""
    text = path.read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    head, faults = rows[0], []
    if head[0] != "Year" or head[-1] != "Value":
        faults.append("Year must be first and Value last")
    if any(h != h.strip() or not h for h in head) or len(set(head)) < len(head):
        faults.append("heads are trimmed, filled and unique")
    for row in rows[1:]:
        if any(cell != cell.strip() for cell in row):
            faults.append("leading or trailing space")
        if not row[0].isdigit() or len(row[0]) != 4:
            faults.append("Year is no year")
        float(row[-1])
    if len({tuple(r[:-1]) for r in rows[1:]}) < len(rows) - 1:
        faults.append("repeated row")
    return faults


def test_open_sdg_files_follow_its_data_format_and_come_back(release: Release, tmp_path: Path) -> None:
    data, meta = write_open_sdg(release, tmp_path / "out")
    assert open_sdg_faults(data) == []
    described = yaml.safe_load(meta.read_text(encoding="utf-8"))
    assert described["indicator_name"] == "工业增加值" and described["reporting_status"] == "complete"
    with open_store(tmp_path / "s") as store:
        import_file(store, data, defaults=Defaults(region="150000", indicator="工业增加值", published="2022-01-01"))
        got = {(str(o.period), o.unit): o.value for o in query(store, as_of=LATE)}
    assert got["2015", "亿元"] == "7939.18" and got["2016", "亿元"] == "7758.2"


def test_open_sdg_calculates_progress_only_where_like_meets_like(release: Release, tmp_path: Path) -> None:
    mixed = yaml.safe_load(write_open_sdg(release, tmp_path / "mixed")[1].read_text(encoding="utf-8"))
    assert mixed["progress_calculation_options"] == [] and mixed["auto_progress_calculation"] is False
    clean = Release(
        release.as_of,
        tuple(o for o in release.observations if o.coverage == "全部"),
        (TARGET,),
        (),
        "规划",
        "",
        "150000",
    )
    alone = yaml.safe_load(write_open_sdg(clean, tmp_path / "clean")[1].read_text(encoding="utf-8"))
    assert alone["progress_calculation_options"] == [
        {"base_year": 2015, "target_year": 2020, "target": 11500.0, "direction": "positive"}
    ]


def test_only_what_is_public_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "guihua.toml").write_text('plan = "plan.md"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    (tmp_path / "plan.md").write_text("# 规划\n\n到2020年，工业增加值达到1.15万亿元。\n", encoding="utf-8")
    with open_store(tmp_path / "store") as store:
        rows = [
            figure("111", date(2016, 3, 1)),
            figure("222", date(2017, 3, 1), publish_level="internal", period=Period.parse("2016")),
            figure("333", date(2018, 3, 1), publish_level="embargoed until 2030-01-01", period=Period.parse("2017")),
            figure("2", date(2018, 3, 1), region="150100", unit="户", variable="enterprises[industry]"),
        ]
        add(store, rows, name="a")
    monkeypatch.chdir(tmp_path)
    for kind in ("--datapackage", "--open-sdg", "--sdmx"):
        if kind == "--sdmx":
            pytest.importorskip("pysdmx.io", reason="pysdmx (the extra sdmx) is not installed")
        assert main(["export", kind, "-o", f"out{kind}", "--as-of", "2021-12-31"]) == 0
        text = "".join(p.read_text(encoding="utf-8") for p in Path(f"out{kind}").rglob("*") if p.is_file())
        assert "111" in text and "222" not in text and "333" not in text and ",2,户" not in text
    assert "held back" in capsys.readouterr().err
