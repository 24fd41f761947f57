"""Redundant figures made to fit their balances with the least weighted change, and a test that names the one that does not fit.

x = m − Σ Aᵀ (A Σ Aᵀ)⁻¹ A m for figures m with standard errors σ (Σ = diag σ²) and balances A x = 0. Under the balances
the change of a figure over its own standard error is standard normal; the largest beyond the critical value is named.
All in fractions. Source: Stone, Champernowne and Meade (1942); the measurement test of Mah and Tamhane (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from guihua.errors import GuihuaError
from guihua.mechanisms.account.records import ADJUSTED, Accounts, digits
from guihua.mechanisms.core.records import Job, Outcome, Table

Matrix = list[list[Fraction]]


def reconcile(job: Job, settings: Accounts) -> Outcome:
    """Each figure as stated, as adjusted, with its test. Raises GuihuaError ACCOUNT-BALANCE where balances do not stand."""
    figures = list(job.table("figures").records())
    names = [f["figure"] for f in figures]
    stated = [Fraction(f["value"]) for f in figures]
    variances = [Fraction(f["error"]) ** 2 for f in figures]
    if any(v <= 0 for v in variances) or len(set(names)) != len(names):
        raise GuihuaError(
            "ACCOUNT-BALANCE", "误差须为正，数据不能重名 errors are positive, names unique", "检查 figures", "figures"
        )
    rows: dict[str, list[Fraction]] = {}
    for number, term in enumerate(job.table("balances").records(), 1):
        if term["figure"] not in names:
            raise GuihuaError(
                "ACCOUNT-BALANCE",
                f"第 {number} 行：没有数据“{term['figure']}” no such figure",
                "检查 balances",
                "balances",
            )
        row = rows.setdefault(term["balance"], [Fraction(0)] * len(names))
        row[names.index(term["figure"])] += Fraction(term["sign"])
    matrix = list(rows.values())
    gaps = [sum((a * m for a, m in zip(row, stated, strict=True)), Fraction(0)) for row in matrix]
    normal = [
        [sum((a * v * b for a, v, b in zip(r, variances, s, strict=True)), Fraction(0)) for s in matrix] for r in matrix
    ]
    inverse = _inverse(normal)
    weights = [sum((inverse[i][j] * gaps[j] for j in range(len(gaps))), Fraction(0)) for i in range(len(gaps))]
    changes = [
        -v * sum((row[k] * w for row, w in zip(matrix, weights, strict=True)), Fraction(0))
        for k, v in enumerate(variances)
    ]
    spreads = [
        variances[k] ** 2
        * sum(
            (matrix[i][k] * inverse[i][j] * matrix[j][k] for i in range(len(gaps)) for j in range(len(gaps))),
            Fraction(0),
        )
        for k in range(len(names))
    ]
    squares = [c * c / s if s else Fraction(0) for c, s in zip(changes, spreads, strict=True)]
    worst = max(squares, default=Fraction(0))
    made = []
    for k, name in enumerate(names):
        out = squares[k] > settings.critical**2
        verdict = "不相容，先核这一个" if out and squares[k] == worst else "存疑" if out else "相容"
        made.append(
            (
                name,
                digits(stated[k], 4),
                digits(stated[k] + changes[k], 4),
                digits(changes[k], 4),
                digits(_root(squares[k]), 2),
                verdict,
            )
        )
    suspects = [m[0] for m in made if m[5].startswith("不相容")]
    return Outcome((Table("adjusted", ADJUSTED, tuple(made), "平衡核对"),), (), {"misfit": list(suspects)})


def _inverse(matrix: Matrix) -> Matrix:
    size = len(matrix)
    work = [[*row, *(Fraction(int(i == j)) for j in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = next((r for r in range(column, size) if work[r][column]), None)
        if pivot is None:
            raise GuihuaError(
                "ACCOUNT-BALANCE",
                "平衡式重复或为空 balances repeat one another",
                "去掉多余的 leave one out",
                "balances",
            )
        work[column], work[pivot] = work[pivot], work[column]
        head = work[column][column]
        work[column] = [v / head for v in work[column]]
        for r in range(size):
            if r != column and work[r][column]:
                factor = work[r][column]
                work[r] = [a - factor * b for a, b in zip(work[r], work[column], strict=True)]
    return [row[size:] for row in work]


def _root(square: Fraction) -> Fraction:
    from math import isqrt

    return Fraction(isqrt(square.numerator * 10**12 // square.denominator), 10**6)


def least_squares(
    rows: Sequence[Sequence[Fraction]], targets: Sequence[Fraction]
) -> tuple[list[Fraction], list[float], float]:
    """Coefficients of a regression, exact, with their standard errors and the residual's: a baseline of energy on its drivers.

    rows: one a case, a constant as a column of ones where there is one. Raises GuihuaError ACCOUNT-BALANCE where columns repeat.
    """
    from math import sqrt

    width = len(rows[0])
    normal = [[sum((r[i] * r[j] for r in rows), Fraction(0)) for j in range(width)] for i in range(width)]
    moments = [sum((r[i] * t for r, t in zip(rows, targets, strict=True)), Fraction(0)) for i in range(width)]
    inverse = _inverse(normal)
    beta = [sum((inverse[i][j] * moments[j] for j in range(width)), Fraction(0)) for i in range(width)]
    rest = sum(
        (
            (t - sum((b * v for b, v in zip(beta, r, strict=True)), Fraction(0))) ** 2
            for r, t in zip(rows, targets, strict=True)
        ),
        Fraction(0),
    )
    freedom = len(rows) - width
    variance = rest / freedom if freedom else Fraction(0)
    return beta, [sqrt(variance * inverse[i][i]) for i in range(width)], sqrt(variance)
