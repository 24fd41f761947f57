"""实现路径 what must happen each year for all targets to hold at once, beside the pace so far; what gives way where they cannot.

    guihua path --as-of 2017-06-30                    # 逐年路径：需要多少、此前多少、哪些目标起作用
    guihua path --as-of 2017-06-30 -o 路径.json && guihua verify 路径.json
    guihua path --what-if 情景.yaml                    # 两个结果并列 two results side by side；也可写 scenarios/ 里的名字
    guihua path --scenarios                            # 项目里存着的情景 the scenarios that the project keeps

情景文件 a scenario: name, targets: {ID: {value: 7}}, drop: [ID], fixed/floors/ceilings: [{indicator, year, value, unit}],
coefficients: [{indicator, per, value}]。结果是推算，不进统计库 results are plans and enter no store of figures.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guihua.cli._inputs import Inputs
    from guihua.pathways.pathway import Pathway
    from guihua.pathways.whatif import Scenario

HELP = "推路径 what each year must bring for all targets to hold; what-if"
SUFFIXES = {".json": ("json",), ".csv": ("csv",), ".txt": ("text",)}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from guihua.cli._store import add_as_of, add_store

    parser.add_argument("plan", nargs="?", help="规划文本或 plan.yaml (default: the project's)")
    add_store(parser)
    add_as_of(parser)
    parser.add_argument("--region", default="", help="行政区划代码 region code, where plan and project name none")
    parser.add_argument(
        "--what-if", default="", metavar="FILE", help="情景 a scenario: a file, or a name kept in scenarios/"
    )
    parser.add_argument("--scenarios", action="store_true", help="列出情景 list the scenarios that the project keeps")
    parser.add_argument("--settings", help="校核设置文件 a YAML file of settings of checking (hedge widths)")
    parser.add_argument(
        "--all", action="store_true", help="只知终点的目标也列 also targets of which only the end is known"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="按后缀 .json 核验文件 the bundle, .csv, .txt")


def run(args: argparse.Namespace) -> int:
    """Track, solve, write, print."""
    from guihua.cli._inputs import inputs
    from guihua.cli._output import file_of, form_of, put_text
    from guihua.pathways.result import path_bytes
    from guihua.plan.files import write_whole

    lang = os.environ.get("GUIHUA_LANG", "zh")
    form = form_of(args.output, None, SUFFIXES, default="text")
    output = file_of(args.output)
    given = inputs(args.plan)
    if args.scenarios:
        return _list(given)
    scenario = scenario_named(given, args.what_if) if args.what_if else None
    plain, changed = paths(args, given, scenario)
    main = changed or plain
    if output and form == "json":
        write_whole(output, path_bytes(main))
    elif output:
        put_text(output, csv_of(main) if form == "csv" else text_of(plain, changed, lang, every=args.all) + "\n", form)
    if not output or form == "json":
        print(text_of(plain, changed, lang, every=args.all))
    if output:
        print(output, file=sys.stderr)
    print(_summary(main, lang), file=sys.stderr)
    return 0


def scenario_named(given: Inputs, name: str) -> Scenario:
    """A scenario from its file, or by its name in the project's folder scenarios/."""
    from guihua.pathways.whatif import read_scenario

    file = Path(name)
    kept = given.root / "scenarios" / f"{name}.yaml"
    return read_scenario(kept if not file.exists() and kept.exists() else file)


def paths(args: argparse.Namespace, given: Inputs, scenario: Scenario | None) -> tuple[Pathway, Pathway | None]:
    """The plan's path, and that of the scenario."""
    from guihua.cli._settings import settings_of
    from guihua.cli._store import as_of, region_of
    from guihua.pathways.path import path
    from guihua.storage import open_store
    from guihua.tracking import track_observations

    day = as_of(args)
    args.assume = []
    used = settings_of(args)
    plan = given.plan_on(day)
    address = args.store or given.store
    region = region_of(args) or given.region
    if address:
        with open_store(address, create=False, upgrade=True) as store:
            tracking = given.tracked(store, day, include_collected=args.include_collected, region=region)
    else:
        tracking = track_observations(plan, (), day, plan.region or region)
    return path(plan, tracking, used), path(plan, tracking, used, scenario) if scenario else None


def text_of(plain: Pathway, changed: Pathway | None, lang: str, *, every: bool = False) -> str:
    """The table and the sentences."""
    from guihua.view.paths import conflict_words, left_out_words, sentences

    main = changed or plain
    lines = [_table(plain, changed, lang, every=every)]
    told = sentences(main, lang)
    if main.stages:
        head = "没有一条路径能同时满足全部目标：" if lang == "zh" else "No path meets all targets at once:"
        lines += ["", head, *(f"  {line}" for line in conflict_words(main, lang))]
    if told:
        lines += ["", *told]
    if every and main.left_out:
        lines += ["", "未计入 left out:", *(f"  {line}" for line in left_out_words(main, lang))]
    return "\n".join(lines)


def _table(plain: Pathway, changed: Pathway | None, lang: str, *, every: bool) -> str:
    from guihua.cli._text import shorten, text_table
    from guihua.view.paths import goal_words, line_goal, pace_words, state_word, statement_of, value_words

    zh = lang == "zh"
    both = {line.statement: line for line in changed.lines} if changed else {}
    years = sorted({y for line in plain.lines for y, _ in line.values})[-6:]
    head = [
        "指标",
        "目标",
        *map(str, years),
        "此前" if zh else "so far",
        "此后需" if zh else "needed",
        "状态" if zh else "state",
    ]
    if changed:
        name = changed.scenario or "what-if"
        head += [
            f"{name}：{years[-1]}" if zh else f"{name}: {years[-1]}",
            "此后需" if zh else "needed",
            "状态" if zh else "state",
        ]
    rows = []
    for line in plain.lines:
        other = both.get(line.statement)
        if line.state == "open" and not every and (other is None or other.values == line.values):
            continue
        s = statement_of(plain, line.statement)
        row = [shorten(s.indicator, 30), line_goal(line, s, lang), *(value_words(line, s, y) for y in years)]
        row += [pace_words(line.so_far, s, lang), pace_words(line.needed, s, lang), state_word(line, lang)]
        if changed:
            row += _beside(changed, line.statement, years[-1], lang)
        rows.append(row)
    for line in changed.lines if changed else ():
        if all(o.statement != line.statement for o in plain.lines):
            s = statement_of(changed, line.statement) if changed else statement_of(plain, line.statement)
            blank = [""] * (len(years) + 3)
            rows.append(
                [
                    shorten(s.indicator, 30),
                    goal_words(s, lang),
                    *blank,
                    *_beside(changed, line.statement, years[-1], lang),
                ]
            )
    right = frozenset(range(2, 4 + len(years)))
    return text_table(head, rows, right) if rows else ("没有可画的路径" if zh else "no path to draw")


def _beside(changed: Pathway | None, identity: str, year: int, lang: str) -> list[str]:
    from guihua.view.paths import pace_words, state_word, statement_of, value_words

    line = next((line for line in changed.lines if line.statement == identity), None) if changed else None
    if changed is None or line is None:
        return ["—", "", "不计" if lang == "zh" else "dropped"]
    s = statement_of(changed, identity)
    return [value_words(line, s, s.year or year), pace_words(line.needed, s, lang), state_word(line, lang)]


def csv_of(found: Pathway) -> str:
    """One row a target and year."""
    from guihua.plan.cells import csv_text
    from guihua.view.paths import statement_of

    rows: list[list[object]] = [
        ["id", "indicator", "unit", "year", "value", "latest_year", "so_far", "needed", "state"]
    ]
    for line in found.lines:
        s = statement_of(found, line.statement)
        for year, value in line.values:
            rows.append([s.id, s.indicator, "" if line.index else s.unit, year, f"{float(value):.9g}", line.latest_year or "",
                         "" if line.so_far is None else f"{float(line.so_far):.6g}",
                         "" if line.needed is None else f"{float(line.needed):.6g}", line.state])  # fmt: skip
    return csv_text(rows)


def _list(given: Inputs) -> int:
    from guihua.pathways.whatif import read_scenario, scenarios_in

    for file in scenarios_in(given.root / "scenarios"):
        print(f"{file.stem}  {read_scenario(file).name}")
    return 0


def _summary(found: Pathway, lang: str) -> str:
    counts = {state: sum(line.state == state for line in found.lines) for state in ("active", "slack", "moved", "open")}
    if lang == "zh":
        word = (
            "全部目标可同时满足"
            if found.feasible
            else f"不能同时满足，{counts['moved']} 项须放宽（先预期性后约束性，先有“左右”后无）"
        )
        return (
            f"截至 {found.as_of}：{len(found.lines)} 项目标入算，{word}；起作用 {counts['active']}，有余地 {counts['slack']}，"
            f"只知终点 {counts['open']}；未计入 {len(found.left_out)}"
        )
    word = (
        "all can hold"
        if found.feasible
        else f"not all can hold, {counts['moved']} give way (expected before binding, hedged first)"
    )
    return (
        f"as known on {found.as_of}: {len(found.lines)} targets, {word}; active {counts['active']}, slack {counts['slack']}, "
        f"end only {counts['open']}; left out {len(found.left_out)}"
    )
