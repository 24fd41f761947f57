"""规划模型 published planning models on your own tables, each answer with a certificate that `guihua verify` checks.

    guihua model leontief 系数.csv --demand 600,1500            # 投入产出 outputs that a demand needs (or a CSV: name,demand)
    guihua model economy 表.csv --years 5 --goal labour          # 动态投入产出 dynamic input-output (table,row,col,value)
    guihua model transport 运价.csv --supply 350,600 --demand 325,300,275     # 运输 (矩阵：行为产地，列为销地)
    guihua model solve 模型.mps -o 结果.json && guihua verify 结果.json        # 任何线性规划 any linear program (MPS, LP)

系数表的版式同 pymrio 导出 coefficients as pymrio exports them: a column of names, a head of names.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.pathways.models import Proved

HELP = "用模型 input-output, dynamic planning, transport, any linear program"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("model", choices=("leontief", "economy", "transport", "solve"), help="哪一种模型 which model")
    parser.add_argument("file", help="表或模型文件 the table or the model's file")
    parser.add_argument(
        "--demand", default="", help="需求：数，用逗号分开，或一个 CSV numbers with commas, or a file name,value"
    )
    parser.add_argument("--supply", default="", help="运输：各产地的数 what each place has")
    parser.add_argument("--most", default="", help="运输：一条路最多 what one way can carry")
    parser.add_argument("--years", type=int, default=5, help="年数 years (economy)")
    parser.add_argument("--goal", default="labour", help="目标 labour, capacity, production (economy)")
    parser.add_argument("--labour", type=float, default=None, metavar="MOST", help="每年最多劳动 most labour a year")
    parser.add_argument("--counted", default="", metavar="FIRST,LAST", help="计入劳动的年份 years whose labour counts")
    parser.add_argument("--demand-at-start", action="store_true", help="第0年也有需求 demand in year 0 too")
    parser.add_argument("--without-demand", action="store_true", help="不计各年需求 leave out the demand of the years")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="输出格式 (default: table)")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="核验文件 the bundle that `guihua verify` checks (.json)"
    )


def run(args: argparse.Namespace) -> int:
    """Solve, write, print."""
    from guihua.cli._output import file_of, form_of

    if args.output:
        form_of(args.output, None, {".json": ("json",)})
    found, proved = _MODELS[args.model](args)
    if args.output:
        from guihua.pathways.models import proved_bytes
        from guihua.plan.files import write_whole

        if proved is None:
            raise GuihuaError("MODEL-BUNDLE", "这种模型没有核验文件 this model has no bundle", "去掉 leave out -o")
        write_whole(file_of(args.output), proved_bytes(proved))
        print(args.output, file=sys.stderr)
    if args.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(_text(found))
    return 0


def _leontief(args: argparse.Namespace) -> tuple[dict[str, Any], Proved | None]:
    from guihua.pathways.models import leontief, read_coefficients

    names, coefficients = read_coefficients(args.file)
    demand = _numbers(args.demand, names) if args.demand else [1.0] * len(names)
    found = leontief(coefficients, demand)
    return {
        "output": dict(zip(names, map(float, found.output), strict=True)),
        "multipliers": dict(zip(names, map(float, found.multipliers), strict=True)),
        "inverse": {
            n: dict(zip(names, map(float, row), strict=True)) for n, row in zip(names, found.inverse, strict=True)
        },
    }, None


def _economy(args: argparse.Namespace) -> tuple[dict[str, Any], Proved | None]:
    from guihua.pathways.models import plan_economy, read_economy

    economy = read_economy(args.file)
    years = [int(y) for y in args.counted.split(",")] if args.counted else []
    if years and len(years) != 2:
        raise GuihuaError(
            "MODEL-OPTION", f"--counted {args.counted!r} 不是两个年份 is no two years", "首年,末年 FIRST,LAST"
        )
    found = plan_economy(
        economy, args.years, args.goal, labour_limit=args.labour, counted=(years[0], years[1]) if years else None,
        demand_at_start=args.demand_at_start, exogenous=not args.without_demand,
    )  # fmt: skip
    tables = {"production": found.production, "stock": found.stock, "building": found.building}
    by_year = {
        name: {str(t): _named(economy.industries, row) for t, row in enumerate(table)} for name, table in tables.items()
    }
    return {"objective": found.objective, "static": _named(economy.industries, found.static), **by_year}, found.proved


def _transport(args: argparse.Namespace) -> tuple[dict[str, Any], Proved | None]:
    from guihua.pathways.models import ship
    from guihua.pathways.models.tables import read_matrix

    origins, destinations, cost = read_matrix(args.file)
    most = float(args.most) if args.most else float("inf")
    found = ship(
        _numbers(args.supply, origins),
        _numbers(args.demand, destinations),
        cost,
        most=most,
        origins=origins,
        destinations=destinations,
    )
    return {
        "cost": found.cost,
        "amounts": {o: dict(zip(destinations, map(float, row), strict=True)) for o, row in zip(origins, found.amounts, strict=True)},
        "supply_prices": dict(zip(origins, map(float, found.supply_prices), strict=True)),
        "demand_prices": dict(zip(destinations, map(float, found.demand_prices), strict=True)),
    }, found.proved  # fmt: skip


def _solve(args: argparse.Namespace) -> tuple[dict[str, Any], Proved | None]:
    from guihua.pathways.models import read_program

    found = read_program(args.file)
    return {
        "objective": found.objective,
        "point": {n: float(x) for n, x in zip(found.columns, found.point, strict=True) if x},
        "prices": {n: float(y) for n, y in zip(found.rows, found.prices, strict=True) if y},
    }, found


_MODELS = {"leontief": _leontief, "economy": _economy, "transport": _transport, "solve": _solve}


def _named(names: tuple[str, ...], values: Any) -> dict[str, float]:
    return dict(zip(names, map(float, values), strict=True))


def _numbers(text: str, names: tuple[str, ...]) -> list[float]:
    """Numbers with commas in the order of the names, or a file of name,value."""
    import csv
    import io

    from guihua.plan.files import read_utf8

    if text.lower().endswith((".csv", ".txt")) or Path(text).is_file():
        rows = [r for r in csv.reader(io.StringIO(read_utf8(text))) if len(r) >= 2]
        given = {r[0].strip(): r[1] for r in rows}
        missing = [n for n in names if n not in given]
        if missing:
            raise GuihuaError(
                "MODEL-TABLE", f"没有 no number for: {'、'.join(missing)}", "每个部门一行 one row each", text
            )
        cells = [given[n] for n in names]
    else:
        cells = [c for c in text.replace("，", ",").split(",") if c.strip()]
    if len(cells) != len(names):
        raise GuihuaError(
            "MODEL-SHAPE", f"要 {len(names)} 个数，给了 {len(cells)} 个 numbers are needed", "、".join(names)
        )
    try:
        return [float(c) for c in cells]
    except ValueError:
        raise GuihuaError("MODEL-TABLE", f"不是数 no number in: {text!r:.60}", "写数字 write digits") from None


def _text(found: dict[str, Any], indent: str = "") -> str:
    lines = []
    for name, value in found.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", _text(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name}  {value:.10g}")
    return "\n".join(lines)
