"""Planning models against published optima; every answer verifies, every false one is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.cli.main import main
from guihua.errors import GuihuaError
from guihua.pathways.models import (
    Economy,
    leontief,
    plan_economy,
    proved_bytes,
    read_coefficients,
    read_economy,
    read_program,
    ship,
)
from guihua.proof.verify import Verdict
from guihua.verification import reseal, verify
from tests.corpus import corpus


def holds(data: bytes) -> bool:
    return verify(data).verdict is Verdict.HOLDS


def williams() -> Economy:
    """The tables as first published: H. P. Williams, Model Building in Mathematical Programming, “Economic planning”."""
    return Economy(
        ("coal", "steel", "transport"),
        np.array([[0.1, 0.5, 0.4], [0.1, 0.1, 0.2], [0.2, 0.1, 0.2]]),
        np.array([[0.0, 0.7, 0.9], [0.1, 0.1, 0.2], [0.2, 0.1, 0.2]]),
        np.array([0.6, 0.3, 0.2]),
        np.array([0.4, 0.2, 0.1]),
        np.array([150.0, 80.0, 100.0]),
        np.array([300.0, 350.0, 280.0]),
        np.array([60.0, 60.0, 30.0]),
    )


@pytest.mark.parametrize(
    ("options", "optimum"),
    [
        ({"goal": "capacity", "labour_limit": 470}, 2141.88),
        ({"goal": "production", "labour_limit": 470, "exogenous": False}, 2618.58),
        ({"goal": "labour"}, 2450.03),
    ],
)
def test_the_three_plans_of_the_published_economy(options: dict[str, object], optimum: float) -> None:
    """Williams: total capacity 2142, production of the last two years 2618.58 (in his solutions), labour 2450.03."""
    found = plan_economy(williams(), **options)  # type: ignore[arg-type]
    assert found.objective == pytest.approx(optimum, abs=0.01)
    assert holds(proved_bytes(found.proved))


def test_the_economy_of_the_reference_table() -> None:
    table = corpus("reference", "williams_economic_planning.csv")
    found = plan_economy(read_economy(table), 4, counted=(1, 4), demand_at_start=True)
    assert found.objective == pytest.approx(1902.216910453, abs=1e-8)
    assert found.static == pytest.approx([166.3968, 105.668, 92.3077], abs=1e-4)


def test_the_inverse_of_two_industries() -> None:
    """Miller and Blair, Input-Output Analysis (2009), chapter 2."""
    found = leontief([[0.15, 0.25], [0.20, 0.05]], [600, 1500])
    assert found.inverse == pytest.approx(np.array([[1.25412541, 0.330033], [0.2640264, 1.12211221]]), abs=1e-6)
    assert found.output == pytest.approx([1247.5, 1841.6], abs=0.05)


def test_a_table_in_the_layout_of_pymrio(tmp_path: Path) -> None:
    file = tmp_path / "A.txt"
    file.write_text(
        "region\t\tcn\tcn\nsector\t\tcoal\tpower\nregion\tsector\t\t\ncn\tcoal\t0.15\t0.25\ncn\tpower\t0.20\t0.05\n",
        encoding="utf-8",
    )
    names, a = read_coefficients(file)
    assert names == ("cn/coal", "cn/power") and a[0, 1] == 0.25


def test_an_economy_that_uses_more_than_it_makes_is_refused() -> None:
    with pytest.raises(GuihuaError) as raised:
        leontief([[0.9, 0.9], [0.9, 0.9]], [1, 1])
    assert raised.value.code == "MODEL-UNPRODUCTIVE"


def test_dantzigs_transport_problem() -> None:
    """Dantzig, Linear Programming and Extensions (1963), chapter 3.3: 153.675 thousand dollars."""
    found = ship([350, 600], [325, 300, 275], 0.09 * np.array([[2.5, 1.7, 1.8], [2.5, 1.8, 1.4]]))
    assert found.cost == pytest.approx(153.675)
    assert found.demand_prices == pytest.approx([0.225, 0.153, 0.126])
    assert holds(proved_bytes(found.proved))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_shipping_costs_what_its_prices_say(m: int, n: int, data: st.DataObject) -> None:
    whole = st.integers(0, 20)
    need = data.draw(st.lists(whole, min_size=n, max_size=n))
    cost = data.draw(st.lists(st.lists(whole, min_size=n, max_size=n), min_size=m, max_size=m))
    found = ship([sum(need)] * m, need, cost)
    worth = float(found.demand_prices @ np.array(need) + found.supply_prices @ np.full(m, sum(need)))
    assert found.cost == pytest.approx(worth, abs=1e-6)
    assert holds(proved_bytes(found.proved))


def test_a_point_that_is_not_optimal_is_refused() -> None:
    found = ship([350, 600], [325, 300, 275], 0.09 * np.array([[2.5, 1.7, 1.8], [2.5, 1.8, 1.4]]))
    value = json.loads(proved_bytes(found.proved))
    worse = replace(
        found.proved, solution=replace(found.proved.solution, point=found.proved.solution.point[[1, 2, 0, 4, 5, 3]])
    )
    assert not holds(proved_bytes(worse))
    value["payload"]["tolerance"] = "1"
    assert not holds(reseal(json.dumps(value).encode()))


def test_any_linear_program_in_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, bundle = tmp_path / "m.lp", tmp_path / "m.json"
    file.write_text(
        "maximize\n obj: 3 x + 5 y\nsubject to\n a: x <= 4\n b: 2 y <= 12\n c: 3 x + 2 y <= 18\nend\n", encoding="utf-8"
    )
    assert read_program(file).objective == pytest.approx(36)
    assert main(["model", "solve", str(file), "--format", "json", "-o", str(bundle)]) == 0
    assert json.loads(capsys.readouterr().out)["prices"]["b"] == pytest.approx(1.5)
    assert main(["verify", str(bundle)]) == 0


@pytest.mark.parametrize(
    ("arguments", "table"),
    [
        (["leontief", "FILE", "--demand", "1"], ",a,b\na,0.1,0.1\nb,0.1,0.1\n"),
        (["transport", "FILE", "--supply", "1", "--demand", "5"], ",x\nA,1\n"),
        (["transport", "FILE", "--supply", "9", "--demand", "5"], ",x\nA,-1\n"),
        (["economy", "FILE"], "table,row,col,value\ninout_prod,a,a,0.1\n"),
    ],
)
def test_bad_tables_are_named_with_exit_two(
    arguments: list[str], table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "t.csv"
    file.write_text(table, encoding="utf-8")
    assert main(["model", *(str(file) if a == "FILE" else a for a in arguments)]) == 2
    assert "MODEL-" in capsys.readouterr().err
