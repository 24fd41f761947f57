"""Programs and their solutions, held against what is known of them, and against the exact check of optimality."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from guihua.proof.optimality import Limit, Objective, gap, not_optimal
from guihua.solving.assembly import Assembly
from guihua.solving.program import INFEASIBLE, Solver, solve


def test_a_transport_problem_has_its_published_cost() -> None:
    """Dantzig, Linear Programming and Extensions (1963), chapter 3.3: two plants, three markets, 153.675."""
    distance = np.array([[2.5, 1.7, 1.8], [2.5, 1.8, 1.4]])
    a = Assembly()
    ship = a.unknowns((2, 3), cost=90 * distance / 1000)
    a.rows([(ship, 1.0)], upper=[350, 600])
    a.rows([(ship.T, 1.0)], lower=[325, 300, 275])
    found = solve(a.program())
    assert found.optimal and abs(found.objective - 153.675) < 1e-9


def test_a_kept_problem_goes_on_after_a_changed_limit() -> None:
    a = Assembly()
    x = a.unknowns(2, cost=[1.0, 2.0])
    rows = a.rows([(x.reshape(1, 2), 1.0)], lower=[3.0])
    kept = Solver(a.program())
    assert kept.solve().objective == 3.0
    kept.limit_row(int(rows[0]), 5.0, float("inf"))
    assert kept.solve().objective == 5.0


def test_an_infeasible_problem_says_so() -> None:
    a = Assembly()
    x = a.unknowns(1, upper=1.0)
    a.rows([(x.reshape(1, 1), 1.0)], lower=[2.0])
    assert solve(a.program()).status == INFEASIBLE


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(-5, 5)] * 3, st.integers(-9, 3)), min_size=1, max_size=6),
    st.tuples(*[st.integers(-9, 9)] * 3),
)
def test_a_curved_optimum_satisfies_its_conditions_exactly_enough(
    rows: list[tuple[int, ...]], centre: tuple[int, ...]
) -> None:
    """Nearest point to a centre within half-spaces that hold zero: checked in fractions."""
    kept = [r for r in rows if any(r[:3]) and r[3] <= 0]
    a = Assembly()
    x = a.unknowns(3, cost=[-c for c in centre], lower=-np.inf, curvature=1.0)
    if kept:
        a.rows([(np.tile(x, (len(kept), 1)), np.array([r[:3] for r in kept], dtype=float))], lower=[r[3] for r in kept])
    found = solve(a.program())
    assert found.optimal
    limits = [
        Limit(f"r{i}", tuple((f"x{j}", Fraction(r[j])) for j in range(3) if r[j]), Fraction(r[3]))
        for i, r in enumerate(kept)
    ]
    objective = Objective(
        {f"x{j}": Fraction(-c) for j, c in enumerate(centre)}, {f"x{j}": Fraction(1) for j in range(3)}
    )
    point = {f"x{j}": Fraction(float(v)) for j, v in enumerate(found.point)}
    multipliers = {f"r{i}": Fraction(float(y)) for i, y in enumerate(found.rows) if abs(y) > 1e-9}
    assert not not_optimal(objective, limits, point, multipliers, Fraction(1, 10**5))
    assert abs(gap(objective, limits, point, multipliers)) < Fraction(1, 1000)


def test_the_check_of_optimality_refuses_what_is_not_optimal() -> None:
    limits = [Limit("r", (("x", Fraction(1)),), Fraction(2))]
    objective = Objective({"x": Fraction(1)}, {})
    good, near = {"x": Fraction(2)}, Fraction(1, 10**6)
    assert not not_optimal(objective, limits, good, {"r": Fraction(1)}, near)
    assert "below" in not_optimal(objective, limits, {"x": Fraction(1)}, {"r": Fraction(1)}, near)
    assert "slope" in not_optimal(objective, limits, good, {"r": Fraction(1, 2)}, near)
    assert "reached" in not_optimal(objective, limits, {"x": Fraction(3)}, {"r": Fraction(1)}, near)
    assert "no limit" in not_optimal(objective, limits, good, {"q": Fraction(1)}, near)
