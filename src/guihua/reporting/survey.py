"""One pass over many plans (read, check, page): each document by itself, what was done kept in a list, so that a broken pass goes on.

    for row in survey(documents, Path("out"), processes=2): …         on the cores of this machine
    survey_frame(spark, documents, Path("out"))                       the same work over the partitions of Spark

Of each document there come NAME.plan.yaml with its text, NAME.findings.json (the bundle) and NAME.html; of all of them one line a document
in survey.jsonl. A document that was done, is unchanged, and was done by the same version and rules is not done again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TextIO

from guihua.errors import GuihuaError
from guihua.plan.files import write_whole
from guihua.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LIST = "survey.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one document. name: of its results; digest: of its bytes; made: version and rules; error: "" where all was done.

    again: it was done in an earlier pass and nothing changed since
    """

    path: str
    name: str
    digest: str = ""
    made: str = ""
    title: str = ""
    characters: int = 0
    statements: int = 0
    targets: int = 0
    commitments: int = 0
    errors: int = 0
    findings: int = 0
    seconds: float = 0.0
    error: str = ""
    again: bool = False


def survey(documents: Sequence[Path], out: Path, *, processes: int = 1, lang: str = "zh") -> Iterator[Row]:
    """Each document's row as soon as it is done, in their order; written to the list before it is given."""
    jobs = jobs_of(documents, out, lang)
    out.mkdir(parents=True, exist_ok=True)
    with _opened(out) as kept:
        for row in _worked(jobs, processes):
            if not row.again:
                kept.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
                kept.flush()
            yield row


def survey_frame(spark: SparkSession, documents: Sequence[Path], out: Path, *, lang: str = "zh") -> list[Row]:
    """The same on Spark's partitions; `out` is a folder that every worker sees. Rows in the order of the documents."""
    jobs = jobs_of(documents, out, lang)
    out.mkdir(parents=True, exist_ok=True)
    spread = spark.sparkContext.parallelize(jobs, max(1, min(len(jobs), 4 * spark.sparkContext.defaultParallelism)))
    rows: list[Row] = spread.map(survey_one).collect()
    with _opened(out) as kept:
        kept.writelines(json.dumps(asdict(r), ensure_ascii=False) + "\n" for r in rows if not r.again)
    return rows


Job = tuple[str, str, str, str, "Row | None"]
"""Document, its results' name, their folder, language, its row of an earlier pass."""


def jobs_of(documents: Sequence[Path], out: Path, lang: str) -> list[Job]:
    """The work to be done, with what is known of it; documents of one name are told apart by a number."""
    before, taken, jobs = done_before(out), set[str](), list[Job]()
    for path in documents:
        name, number = path.stem, 2
        while name in taken:
            name, number = f"{path.stem}-{number}", number + 1
        taken.add(name)
        jobs.append((str(path), name, str(out), lang, before.get((str(path), name))))
    return jobs


def done_before(out: Path) -> dict[tuple[str, str], Row]:
    """The last row of each document in the list; a line that was cut off is passed over."""
    found: dict[tuple[str, str], Row] = {}
    try:
        lines = (out / LIST).read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    for line in lines:
        try:
            row = Row(**json.loads(line))
        except (ValueError, TypeError):
            continue
        found[row.path, row.name] = row
    return found


def _opened(out: Path) -> TextIO:
    """The list, to be added to; a last line that was cut off is ended, so that it spoils no other."""
    kept = (out / LIST).open("a+", encoding="utf-8")
    if kept.tell() and not (out / LIST).read_bytes().endswith(b"\n"):
        kept.write("\n")
    return kept


def survey_one(job: Job) -> Row:
    """Read, check and page one document; its own faults become its row, and nothing half written stays."""
    path, name, out, lang, before = job
    started, folder = perf_counter(), Path(out)
    row = Row(path, name, made=made_by(lang))
    try:
        row = replace(row, digest=_digest(Path(path)))
        if before is not None and _stands(before, row, folder):
            return replace(before, again=True)
        return replace(_made(row, folder, lang), seconds=round(perf_counter() - started, 3))
    except GuihuaError as error:
        return replace(row, error=f"[{error.code}] {error.title}", seconds=round(perf_counter() - started, 3))


def made_by(lang: str) -> str:
    """The version and the rules that decide what comes out, in short."""
    from guihua.plan.versions import rules_subjects

    rules = "".join(str(s) for s in rules_subjects("plan", "reading", "checking"))
    return f"{__version__} {hashlib.sha256(rules.encode()).hexdigest()[:16]} {lang}"


def _stands(before: Row, now: Row, folder: Path) -> bool:
    """Whether an earlier pass's work still holds: same bytes, same rules, no fault, all its files there."""
    same = (before.digest, before.made, before.error) == (now.digest, now.made, "")
    return same and all(
        (folder / f"{now.name}{ending}").exists() for ending in (".plan.yaml", ".findings.json", ".html")
    )


def _made(row: Row, folder: Path, lang: str) -> Row:
    from guihua.checking import check
    from guihua.checking.finding import Severity
    from guihua.plan.planfile import write_planfile
    from guihua.project import read_plan
    from guihua.view.page import plan_page

    plan = read_plan(Path(row.path))
    found = check(plan)
    write_planfile(plan, folder / f"{row.name}.plan.yaml")
    write_whole(folder / f"{row.name}.findings.json", found.to_bytes())
    write_whole(folder / f"{row.name}.html", plan_page(plan, findings=found.findings, lang=lang))
    return replace(
        row,
        title=plan.title,
        characters=len(plan.text),
        statements=len(plan.statements),
        targets=len(plan.targets),
        commitments=len(plan.commitments),
        errors=sum(f.severity is Severity.ERROR for f in found),
        findings=len(found),
    )


def _worked(jobs: list[Job], processes: int) -> Iterator[Row]:
    if processes <= 1 or len(jobs) <= 1:
        yield from map(survey_one, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    method = "fork" if sys.platform == "linux" else "spawn"
    with ProcessPoolExecutor(min(processes, len(jobs)), mp_context=get_context(method)) as pool:
        yield from pool.map(survey_one, jobs, chunksize=1)


def _digest(path: Path) -> str:
    from guihua.plan.files import file_bytes

    return hashlib.sha256(file_bytes(str(path), "FILE-READ")).hexdigest()


def totals(rows: Sequence[Row]) -> dict[str, Any]:
    """Counts over a pass."""
    done = [r for r in rows if not r.error]
    return {
        "documents": len(rows),
        "failed": len(rows) - len(done),
        "again": sum(r.again for r in rows),
        "statements": sum(r.statements for r in done),
        "findings": sum(r.findings for r in done),
        "errors": sum(r.errors for r in done),
    }
