"""Projects and approvals: published counts of a log, curves and chances of a portfolio, OC4IDS out and in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.mechanisms.portfolio import permits
from guihua.mechanisms.portfolio.oc4ids import package, read_package
from guihua.mechanisms.portfolio.outlook import earned, outlook, s_curve
from guihua.mechanisms.portfolio.projects import Project, read_projects
from tests.corpus import corpus


def case(name: str, *steps: str) -> permits.Case:
    return permits.Case(name, tuple(permits.Event(s, datetime(2018, 1, 1 + 2 * i)) for i, s in enumerate(steps)))


def test_the_published_log_of_permits_has_its_published_counts() -> None:
    """Receipt phase of an environmental permit (4TU, CoSeLoG project): 1,434 cases, 8,577 events, 27 activities, 116 variants."""
    log = permits.read_log(corpus("reference", "permit_log", "receipt.xes.gz"))
    assert (len(log), sum(len(c.events) for c in log)) == (1434, 8577)
    assert (len(permits.activities(log)), len(permits.variants(log))) == (27, 116)


def test_deviations_from_the_procedure_are_counted_by_kind() -> None:
    log = [
        case("1", "受理", "审查", "办结"),
        case("2", "审查", "受理", "办结"),
        case("3", "受理", "受理", "办结"),
        case("4", "受理", "审查", "补正", "办结"),
    ]
    found = {(d.kind, d.step): d.cases for d in permits.deviations(log, permits.Procedure(("受理", "审查", "办结")))}
    assert found == {("early", "审查"): 1, ("missing", "审查"): 1, ("again", "受理"): 1, ("unknown", "补正"): 1}


def test_waits_and_open_cases_say_where_cases_stand() -> None:
    log = [case("1", "受理", "审查", "办结"), case("2", "受理", "审查", "办结"), case("3", "受理")]
    assert {(w.before, w.after): (w.count, w.median) for w in permits.waits(log)} == {
        ("受理", "审查"): (2, 2.0),
        ("审查", "办结"): (2, 2.0),
    }
    (open_,) = permits.open_cases(log, ["办结"], datetime(2018, 1, 11))
    assert (open_.case, open_.at, open_.waiting, open_.left, open_.expected) == (
        "3",
        "受理",
        10.0,
        ("审查", "办结"),
        4.0,
    )


def test_a_log_as_a_table_and_a_bad_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    good.write_text("case,activity,time\n1,受理,2018-01-01\n1,办结,2018-01-03T10:00:00+08:00\n", encoding="utf-8")
    bad.write_text("case,activity,time\n1,受理,昨天\n", encoding="utf-8")
    assert main(["permits", str(good), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 1
    assert main(["permits", str(bad)]) == 2
    assert "line 2" in capsys.readouterr().err


@given(st.floats(0, 1))
def test_earned_time_is_the_curves_inverse(share: float) -> None:
    assert float(s_curve(earned(np.array([share])))[0]) == pytest.approx(share, abs=1e-9)


def project(name: str, **slots: object) -> Project:
    base = Project(name, name, 10.0, 5.0, date(2016, 1, 1), date(2020, 1, 1), date(2016, 1, 1), "风电", 30.0, "万千瓦")
    return replace(base, **slots)  # type: ignore[arg-type]


def test_a_project_half_spent_at_half_time_ends_about_when_planned() -> None:
    found = outlook([project("a")], date(2018, 1, 1), date(2020, 1, 1), investment=10, draws=4000)
    assert found.deliveries[0].chance == pytest.approx(0.5, abs=0.05)
    assert 9 < found.deliveries[0].expected <= 10


def test_the_same_seed_gives_the_same_numbers_and_more_time_never_less() -> None:
    projects = [project("a"), project("b", done=1.0), project("c", state="reserve", done=0.0, start=None)]
    runs = [
        outlook(projects, date(2018, 1, 1), date(y, 1, 1), investment=25, draws=500, seed=7)
        for y in (2019, 2020, 2020, 2022)
    ]
    assert runs[1] == runs[2]
    expected = [r.deliveries[0].expected for r in runs]
    assert expected == sorted(expected)


def test_what_is_in_production_counts_whole_and_what_was_removed_not_at_all() -> None:
    found = outlook(
        [project("a", state="producing", done=10.0), project("b", state="removed")],
        date(2018, 1, 1),
        date(2018, 2, 1),
        draws=100,
    )
    assert [d.expected for d in found.deliveries] == [10.0, 30.0]


def test_the_late_project_carries_the_risk() -> None:
    found = outlook(
        [project("a"), project("b", done=0.5, total=20.0)],
        date(2018, 1, 1),
        date(2020, 6, 1),
        investment=25,
        draws=1000,
    )
    assert found.carriers[0].code == "b"


def test_a_package_is_valid_oc4ids_and_comes_back(tmp_path: Path) -> None:
    from jsonschema import Draft4Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4

    schema = corpus("reference", "oc4ids", "schema", "project-level")
    one, whole = (
        json.loads((schema / f"{n}.json").read_text(encoding="utf-8"))
        for n in ("project-schema", "project-package-schema")
    )
    made = package(
        [project("a"), project("b", state="reserve", done=0.0)],
        publisher="甲厅",
        uri="https://example.org/p.json",
        on=date(2018, 1, 1),
    )
    registry = Registry().with_resources([(one["id"], Resource.from_contents(one, default_specification=DRAFT4))])
    assert not list(Draft4Validator(whole, registry=registry).iter_errors(made))
    file = tmp_path / "p.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    back = read_package(file)
    assert [(p.code, p.total, p.done, p.state) for p in back] == [
        ("a", 10.0, 5.0, "building"),
        ("b", 10.0, 0.0, "reserve"),
    ]


def test_the_standards_own_example_is_read() -> None:
    (found,) = read_package(corpus("reference", "oc4ids", "docs", "examples", "example.json"))
    assert found.name.startswith("M75") and found.state == "producing"


@pytest.mark.parametrize(
    "rows",
    [
        "code,total\na,1\na,2\n",
        "code,total\na,-1\n",
        "code,total,plan_end\na,1,2018\n",
        "name\nx\n",
        "code,total,done\na,1,9\n",
    ],
)
def test_a_bad_table_of_projects_is_named(rows: str, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(GuihuaError) as raised:
        read_projects(file)
    assert raised.value.code == "PROJECT-TABLE"


def test_the_commands_of_a_portfolio(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out, back = tmp_path / "p.csv", tmp_path / "o.json", tmp_path / "b.csv"
    table.write_text(
        "code,total,done,plan_start,plan_end,start,product,capacity\na,10,5,2016-01-01,2020-01-01,2016-01-01,风电,30\n",
        encoding="utf-8",
    )
    outlook_ = [
        "projects",
        "outlook",
        str(table),
        "--as-of",
        "2018-01-01",
        "--by",
        "2020-12-31",
        "--investment",
        "9",
        "--capacity",
        "风电=30",
        "--draws",
        "200",
    ]
    assert main([*outlook_, "-o", str(out)]) == 0
    assert {d["what"] for d in json.loads(out.read_text(encoding="utf-8"))["deliveries"]} == {"investment", "风电"}
    assert (
        main(["projects", "oc4ids", str(table), "--publisher", "甲", "--uri", "https://example.org/p", "-o", str(out)])
        == 0
    )
    assert main(["projects", "table", str(out), "-o", str(back)]) == 0
    assert read_projects(back)[0].total == 10.0
    assert main(["projects", "outlook", str(table), "--by", ""]) == 2
