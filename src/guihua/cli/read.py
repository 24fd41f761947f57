"""读规划 read a plan's text into statements: targets, facts, policy parameters, tasks; each with its place in the text.

    guihua read 规划.docx                           # 终端里看目标 shows its targets; in a project: writes plan.yaml
    guihua read 规划.docx -o plan.yaml              # 文本存在旁边 with plan.text.txt beside it
    guihua read 规划.docx --format jsonl            # 一行一条 one statement a line, to standard output
    guihua read 规划/ 另一份.pdf -o 结果/ --format csv   # 文件夹：两核并行，坏文件不影响其他 a folder: the others go on

读 .txt .md .docx .html .pdf；装有 LibreOffice 时还读 .doc .wps .rtf .odt。
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.cli._folder import Passed
    from guihua.plan.plan import Plan

HELP = "读规划文本或文件夹 read documents into statements"
FORMATS = ("yaml", "jsonl", "csv", "html", "webannotation", "labelstudio")
ENDINGS = {"yaml": ".yaml", "jsonl": ".jsonl", "csv": ".csv", "html": ".html", "webannotation": ".annotations.json"}
ENDINGS["labelstudio"] = ".labelstudio.json"
SUFFIXES = {
    ".yaml": ("yaml",),
    ".yml": ("yaml",),
    ".jsonl": ("jsonl",),
    ".csv": ("csv",),
    ".html": ("html",),
    ".htm": ("html",),
    ".json": ("webannotation", "labelstudio"),
}
"""The form that a file's name asks for; `--format` tells the two under .json apart."""
UNREAD_SHOWN = 12
"""So many unread runs of digits are printed; the plan file holds them all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: counts, or the error; output is its rendering where it goes to standard output."""

    path: str
    seconds: float
    characters: int = 0
    targets: int = 0
    facts: int = 0
    policies: int = 0
    commitments: int = 0
    unread: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    output: str = ""


STATEMENTS_ONLY = ("jsonl", "csv")
"""Formats that print statements alone: tasks and names are then not looked for."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("paths", nargs="*", metavar="FILE|FOLDER", help="文件或文件夹 (default: the project's plan)")
    parser.add_argument("--format", choices=FORMATS, help="输出格式 (default: by the output's name, else yaml)")
    parser.add_argument("-o", "--output", help="写到文件；多个文件时写到文件夹 a file, or a folder for many files")
    parser.add_argument("--jobs", type=int, default=0, help="并行进程数 processes (default: one a core)")


def run(args: argparse.Namespace) -> int:
    """Read one document or many."""
    paths, passed, alone = _expand(args.paths, args.output)
    if alone:
        return _one(paths[0], args)
    return _many(paths, passed, args)


def _expand(named: list[str], output: str | None) -> tuple[list[Path], list[Passed], bool]:
    """The files meant, what their folders hold besides, and whether just one file was named."""
    from guihua.cli._folder import documents_in, passed_lines
    from guihua.project import require_project
    from guihua.reading.documents import SUFFIXES

    if not named:
        return [require_project().plan], [], True
    files: list[Path] = []
    passed: list[Passed] = []
    for name in named:
        path = Path(name)
        if not path.is_dir():
            files.append(path)
            continue
        inside, others = documents_in(path, tuple(SUFFIXES), Path(output) if output else None)
        files += inside
        passed += others
    if not files:
        for line in passed_lines(passed):
            print(line, file=sys.stderr)
        hint = f"认得的文件 known endings: {' '.join(SUFFIXES)}"
        raise GuihuaError("READ-NO-FILE", "文件夹里没有可读的文件 no readable file in the folder", hint, named[0])
    return files, passed, len(named) == 1 and not Path(named[0]).is_dir()


def _one(path: Path, args: argparse.Namespace) -> int:
    from guihua.cli._output import file_of, form_of, put_text
    from guihua.project import find_project, read_plan

    started = perf_counter()
    form = form_of(args.output, args.format, SUFFIXES, default="yaml")
    output = file_of(args.output)
    bare = form in STATEMENTS_ONLY
    plan = read_plan(path, statements_only=bare)
    project = find_project()
    target = Path(output) if output else None
    if (
        target is None
        and not args.output
        and not args.format
        and project
        and path.resolve() == project.plan != project.plan_file
    ):
        target, form = project.plan_file, "yaml"
    if target is not None and form == "yaml":
        plan = _write_planfile(plan, target)
        print(target)
    elif target is not None:
        put_text(str(target), render(plan, form), form)
        print(target)
    elif args.format or args.output or not sys.stdout.isatty():
        sys.stdout.write(render(plan, form))
    else:
        from guihua.cli.show import statement_table

        print(statement_table(plan.targets or plan.statements, os.environ.get("GUIHUA_LANG", "zh")))
    _summary(plan, perf_counter() - started, bare=bare)
    return 0


def _write_planfile(plan: Plan, target: Path) -> Plan:
    """Write plan.yaml; statements that replace ones of the file that was there say so."""
    from guihua.plan.planfile import apply_decisions, read_decisions, read_machine, write_planfile
    from guihua.reading.diff import link_versions

    if target.exists():
        with suppress(GuihuaError):  # a plan file of another version is made anew
            plan = link_versions(read_machine(target), plan)
    write_planfile(plan, target)
    decisions = target.with_name("decisions.yaml")
    if decisions.exists():
        return apply_decisions(plan, read_decisions(decisions), decisions)
    return plan


def render(plan: Plan, form: str) -> str:
    """The plan in one of the formats."""
    writers: dict[str, Callable[[Plan], str]] = {
        "yaml": _yaml,
        "jsonl": _jsonl,
        "csv": _csv,
        "html": _html,
        "webannotation": _webannotation,
        "labelstudio": _labelstudio,
    }
    return writers[form](plan)


def _yaml(plan: Plan) -> str:
    from guihua.plan.planfile import dump, to_document

    return dump(to_document(plan))


def _jsonl(plan: Plan) -> str:
    import json

    from guihua.plan.planfile import to_json_record

    encode = json.JSONEncoder(ensure_ascii=False).encode
    return "".join([encode(to_json_record(s)) + "\n" for s in plan.statements])


def _csv(plan: Plan) -> str:
    from guihua.plan.cells import csv_text

    columns = [
        "id", "kind", "indicator", "form", "comparator", "value", "unit", "year", "base_year", "period", "direction",
        "nature", "price", "region", "population", "threshold", "modifier", "section", "group", "main", "unsure", "doubtful", "start", "end", "quote",
    ]  # fmt: skip
    rows = ([_cell(getattr(s, column)) for column in columns] for s in plan.statements)
    doubt = columns.index("doubtful")
    return csv_text([columns, *([*row[:doubt], row[doubt].replace("–", " "), *row[doubt + 1 :]] for row in rows)])


def _cell(value: object) -> str:
    """A slot as a spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "–".join(str(part) for part in value)
    if hasattr(value, "comparator"):
        return f"{getattr(value, 'indicator', None) or ''} {value.comparator} {getattr(value, 'value', '')}{getattr(value, 'unit', '')}".strip()
    return str(value)


def _html(plan: Plan) -> str:
    from guihua.view.page import plan_page

    return str(plan_page(plan, lang=os.environ.get("GUIHUA_LANG", "zh")))


def _webannotation(plan: Plan) -> str:
    from guihua.reading.exchange import to_webannotation

    return to_webannotation(plan)


def _labelstudio(plan: Plan) -> str:
    from guihua.reading.exchange import to_labelstudio

    return to_labelstudio(plan)


def _summary(plan: Plan, seconds: float, *, bare: bool = False) -> None:
    counts = f"目标 {len(plan.targets)} · 现状 {len(plan.facts)}"
    counts += f" · 政策参数 {len(plan.statements) - len(plan.targets) - len(plan.facts)}"
    counts += "" if bare else f" · 任务 {len(plan.commitments)}"
    print(f"{plan.title or plan.source or '—'}：{counts}（{len(plan.text)} 字，{seconds:.2f} 秒）", file=sys.stderr)
    if about := _issue(plan):
        print(f"  {about}", file=sys.stderr)
    for warning in plan.warnings:
        print(f"  ! {warning}", file=sys.stderr)
    if not plan.statements and not any(w.startswith("NO-STATEMENTS") for w in plan.warnings):
        print("  ! 文中没有读到定量表述 no quantified statement was found", file=sys.stderr)
    if unsure := sum(bool(s.unsure) for s in plan.statements):
        print(
            f"  ? 把握较低的表述 less sure statements {unsure}（guihua review 先看这些 shows them first）",
            file=sys.stderr,
        )
    if doubtful := sum(bool(s.doubtful) for s in plan.statements):
        print(
            f"  ? 存疑的表述 statements with slots in doubt {doubtful}，共 {len(plan.statements)} 条（表中标 (?)，guihua review 先看这些）",
            file=sys.stderr,
        )
    if plan.unread:
        runs = "、".join(f"{u.text}@{u.start}" for u in plan.unread[:UNREAD_SHOWN])
        more = f" …（共 {len(plan.unread)} 处，见 plan.yaml）" if len(plan.unread) > UNREAD_SHOWN else ""
        print(f"  ? 未读的数字 unread digits {len(plan.unread)}：{runs}{more}", file=sys.stderr)


def _issue(plan: Plan) -> str:
    """What the document says of itself: number, issuer, dates, period; "" where it says nothing."""
    period = f"{plan.period[0]}–{plan.period[1]}" if plan.period else ""
    told = [
        ("文号 number", plan.document_number),
        ("发文机关 issuer", plan.issuer),
        ("印发 issued", plan.issued),
        ("施行 in force from", plan.in_force),
        ("规划期 period", period),
    ]
    return " · ".join(f"{name} {value}" for name, value in told if value)


def _many(paths: list[Path], passed: list[Passed], args: argparse.Namespace) -> int:
    """Read many files on all cores; each is written as soon as it is read, and an error stops none of the others."""
    from guihua.cli._folder import passed_lines
    from guihua.cli._output import file_of

    form = args.format or "yaml"
    args.output = file_of(args.output)
    if not args.output and form not in ("jsonl", "csv"):
        hint = "guihua read … -o FOLDER，或 or --format jsonl|csv"
        raise GuihuaError("READ-OUTPUT", "多个文件请指明输出文件夹 many files need an output folder", hint)
    names = _output_names(paths, args.output, form)
    jobs = [(str(path), form, str(name) if name else "") for path, name in zip(paths, names, strict=True)]
    outcomes: list[Outcome] = []
    for outcome in _progress(_work(jobs, args.jobs or os.cpu_count() or 1), len(jobs)):
        outcomes.append(outcome)
        sys.stdout.write(outcome.output)
    if args.output:
        print(args.output)
    print(_outcome_table(outcomes), file=sys.stderr)
    for line in passed_lines(passed):
        print(line, file=sys.stderr)
    return 2 if any(o.error for o in outcomes) else 0


def _output_names(paths: list[Path], output: str | None, form: str) -> list[Path | None]:
    """Where each file's result goes; files of one name in different folders are told apart by a number."""
    if not output:
        return [None] * len(paths)
    folder, taken = Path(output), set[str]()
    names: list[Path | None] = []
    for path in paths:
        name, number = path.stem, 2
        while name in taken:
            name, number = f"{path.stem}-{number}", number + 1
        taken.add(name)
        names.append(folder / f"{name}{ENDINGS[form]}")
    return names


def _work(jobs: list[tuple[str, str, str]], processes: int) -> Iterable[Outcome]:
    if processes <= 1 or len(jobs) == 1:
        yield from map(read_one, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    method = "fork" if sys.platform == "linux" else "spawn"
    with ProcessPoolExecutor(min(processes, len(jobs)), mp_context=get_context(method)) as pool:
        yield from pool.map(read_one, jobs, chunksize=1)


def read_one(job: tuple[str, str, str]) -> Outcome:
    """Read one of many: (path, format, output file or ""). Never raises GuihuaError: it becomes the outcome."""
    path, form, output = job
    started = perf_counter()
    try:
        from guihua.cli._output import put_text
        from guihua.plan.planfile import write_planfile
        from guihua.project import read_plan

        plan = read_plan(Path(path))
        content = ""
        if output and form == "yaml":
            write_planfile(plan, Path(output))
        elif output:
            put_text(output, render(plan, form), form)
        else:
            content = _with_document(render(plan, form), Path(path).name, form)
        return Outcome(
            path=path,
            seconds=perf_counter() - started,
            characters=len(plan.text),
            targets=len(plan.targets),
            facts=len(plan.facts),
            policies=len(plan.statements) - len(plan.targets) - len(plan.facts),
            commitments=len(plan.commitments),
            unread=len(plan.unread),
            warnings=plan.warnings,
            output=content,
        )
    except GuihuaError as error:
        where = f"（{error.where}）" if str(error.where) not in ("", path) else ""
        return Outcome(path, perf_counter() - started, error=f"[{error.code}] {error.title}{where}")


def _with_document(content: str, name: str, form: str) -> str:
    """Each record with the file that it comes from."""
    import json

    if form == "jsonl":
        lead = '{"doc": ' + json.dumps(name, ensure_ascii=False) + ", "
        return "".join(lead + line[1:] + "\n" for line in content.splitlines())
    quoted = '"' + name.replace('"', '""') + '"'
    return "".join(f"{quoted},{line}" for line in content.splitlines(keepends=True)[1:])


def _progress(outcomes: Iterable[Outcome], total: int) -> Iterable[Outcome]:
    """The outcomes, with a bar on a terminal while they come."""
    if not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("读 reading", total=total)
        for outcome in outcomes:
            bar.update(task, advance=1, description=Path(outcome.path).name[:24])
            yield outcome


def _outcome_table(outcomes: list[Outcome]) -> str:
    from guihua.cli._text import shorten, text_table

    head = ("文件 file", "字", "目标", "现状", "政策", "任务", "未读", "秒", "说明 note")
    rows = []
    names = [Path(o.path).name for o in outcomes]
    for o in outcomes:
        name = Path(o.path).name
        shown = name if names.count(name) == 1 else o.path
        numbers = [o.characters, o.targets, o.facts, o.policies, o.commitments, o.unread]
        cells = ["—"] * 6 if o.error else [str(n) for n in numbers]
        note = o.error or (o.warnings[0] if o.warnings else "")
        rows.append((shorten(shown, 40), *cells, f"{o.seconds:.2f}", shorten(note, 72)))
    failed = sum(bool(o.error) for o in outcomes)
    last = f"{len(outcomes)} 个文件 files，{failed} 个未读 failed"
    return f"{text_table(head, rows, frozenset(range(1, 8)))}\n{last}"
