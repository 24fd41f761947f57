"""What runs apart from the site, in processes of their own with limits: parsing of files from outside. No Django is imported here."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError
from guihua.web.server import end_with

if TYPE_CHECKING:
    from guihua.ledgers.importing import BadCell
    from guihua.ledgers.ledger import Ledger
    from guihua.reporting.material import Opinion
    from guihua.statistics.importing.check import BadRow
    from guihua.statistics.importing.mapping import Mapping as StatedMapping
    from guihua.storage import Store

SHOWN = 200


def call(
    answer: Connection, function: Callable[..., Any], arguments: tuple[Any, ...], memory: int, seconds: int
) -> None:
    """Run one function within limits and send what it returns, or its GuihuaError. It does not outlive the worker."""
    end_with(os.getppid())
    os.environ["GUIHUA_APART"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer.send((True, function(*arguments)))
    except GuihuaError as error:
        answer.send((False, GuihuaError(error.code, error.title, error.hint, error.where)))
    except MemoryError:
        large = GuihuaError(
            "WEB-FILE-LARGE", "文件过大，内存不足 the file needs too much memory", "把文件拆小再试 split the file"
        )
        answer.send((False, large))
    finally:
        answer.close()


def import_table(root: str, payload: dict[str, Any]) -> dict[str, Any]:
    """A table of statistics into the store: all of it or nothing; bad rows one by one.

    A bureau's table is first shown to be matched (`ask`: its tables as plain MapTable); it comes again with `mappings`, YAML by signature.
    """
    from guihua.project import open_project
    from guihua.statistics import publishers
    from guihua.statistics.bodies import read_bodies
    from guihua.statistics.importing import Defaults, import_file
    from guihua.statistics.importing.files import BadRows
    from guihua.statistics.importing.mapping import from_yaml
    from guihua.storage import open_store

    of, path = open_project(Path(root)), Path(payload["path"])
    given = {key: from_yaml(text, "") for key, text in payload.get("mappings", {}).items()}
    defaults = Defaults(
        region=of.region,
        source=payload["source"] or payload["name"],
        confirmed="\n".join(sorted(publishers.confirmed(of.root))),
        **{k: payload.get(k, "") for k in ("published", "publisher", "publish_level", "accounting")},
    )
    with open_store(of.store_url or of.store, upgrade=True) as store:
        asked = _to_match(store, path, payload["period"], given)
        if asked and not given:
            return {"ask": asked, "kept": False, **_wrong(())}
        try:
            done = import_file(
                store,
                path,
                defaults=defaults,
                skip_bad=payload["skip_bad"],
                period=payload["period"],
                bodies=read_bodies(of.bodies),
                decide=(lambda offer: given.get(offer.table.signature, offer.mapping)) if given else None,
            )
        except BadRows as error:
            return {"read": error.read, "stored": 0, "same": 0, "kept": False, "ask": asked, **_wrong(error.bad)}
    left = list(done.left_out[:SHOWN])
    counts = {"read": done.read, "stored": done.stored, "same": done.same, "by_page": done.by_page, "left_out": left}
    return {**counts, "kept": True, **_wrong(done.bad)}


def _to_match(store: Store, path: Path, period: str, given: Mapping[str, StatedMapping]) -> list[Any]:
    """The tables of a workbook for a person to match, each with the mapping given, remembered or proposed."""
    from guihua.proof.codec import encode
    from guihua.statistics.importing.workbook import offers
    from guihua.web.mapped import shown

    if path.suffix.lower() not in (".xlsx", ".xls"):
        return []
    found = (replace(o, mapping=given.get(o.table.signature, o.mapping)) for o in offers(store, path, period))
    return [encode(shown(o)) for o in found]


def _wrong(bad: Sequence[BadRow]) -> dict[str, Any]:
    rows = [[b.row, b.column, b.code, b.text, b.cell] for b in bad[:SHOWN]]
    return {"bad": rows, "bad_count": len(bad)}


def take_file(root: str, payload: dict[str, Any], marked_to: str) -> dict[str, Any]:
    """A ledger's sheet or table: nothing is recorded where a cell is wrong, unless the good rows alone were asked for."""
    from guihua.ledgers.declaration import load_ledgers
    from guihua.ledgers.desk import Acting, Desk
    from guihua.ledgers.importing import prepare
    from guihua.ledgers.taking import take_sheet
    from guihua.project import open_project
    from guihua.storage import open_store

    of = open_project(Path(root))
    with open_store(of.store_url or of.store, upgrade=True) as store, tempfile.TemporaryDirectory() as folder:
        desk = Desk(store, load_ledgers(of.ledgers), date.today())
        known = desk.bodies()
        book = desk.journal(desk.ledger(payload["ledger"]), known)
        path = Path(folder) / payload["name"]
        shutil.copyfile(payload["path"], path)
        name, body, role = payload["actors"]
        actor = next(Acting(role, name, body).capacities())
        if payload["way"] == "import":
            batch = prepare(book, path, date.today(), actor, names=known.full)
            recorded = not batch.bad or bool(payload["skip_bad"])
            if recorded and batch.events:
                book.record(batch.events)
            bad = _bad(book.ledger, batch.bad)
            return {
                "recorded": recorded,
                "rows": batch.rows,
                "changes": [],
                "events": len(batch.events),
                "bad": bad,
                "conflicts": [],
            }
        taken = take_sheet(book, path, date.today(), actor, skip_bad=bool(payload["skip_bad"]))
        extra = {}
        if taken.marked:
            shutil.copyfile(taken.marked, marked_to)
            extra = {"file": Path(marked_to).name, "name": taken.marked.name}
        return {
            "recorded": taken.recorded, "rows": len({c.subject for c in taken.changes}), "events": len(taken.events),
            "changes": [[c.subject, c.field, c.before, c.after] for c in taken.changes[:SHOWN]],
            "conflicts": [[c.subject, c.place, c.field, c.base, c.here, c.there] for c in taken.conflicts[:SHOWN]],
            "bad": _bad(book.ledger, taken.bad), **extra,
        }  # fmt: skip


def take_opinions(files: list[tuple[str, Path]]) -> tuple[Opinion, ...]:
    """What bodies returned in their self-evaluations."""
    from guihua.reporting.taking import take

    return take((name, path.read_bytes()) for name, path in files)


def read_form_sheet(path: Path) -> dict[str, str]:
    """The values of a form's sheet that came back, by key: the columns that are headed `key` and 本期."""
    from guihua.ledgers.tables import read_tables

    for table in read_tables(path):
        for position, row in enumerate(table.rows):
            heads = [c.text.strip() for c in row]
            if "key" in heads and "本期" in heads:
                key, value = heads.index("key"), heads.index("本期")
                rest = table.rows[position + 1 :]
                return {
                    r[key].text.strip(): r[value].text.strip() for r in rest if len(r) > value and r[key].text.strip()
                }
    raise GuihuaError(
        "SHEET-OTHER",
        "不是这张报表 this is not the form's sheet",
        "下载空表再填 download the sheet and fill it in",
        path.name,
    )


def verify_bundle(path: Path) -> dict[str, Any]:
    """Check a bundle offline: bytes, hashes, sums and certificates; what could not be checked is named."""
    from guihua.proof.verify import How
    from guihua.verification import verify

    found = verify(path.read_bytes())
    parts = [[p.verdict.name, p.name, p.reason, p.how.value] for p in found.parts if p.how is not How.GIVEN]
    given = [[p.name, p.reason] for p in found.parts if p.how is How.GIVEN]
    rests = [f"{s.kind} {s.name}".strip() for s in found.subjects if s.kind != "rules"]
    return {
        "verdict": found.verdict.name,
        "parts": parts[:SHOWN],
        "count": len(parts),
        "given": given[:SHOWN],
        "rests": list(dict.fromkeys(rests))[:20],
    }


def _bad(of: Ledger, bad: tuple[BadCell, ...]) -> list[list[str]]:
    from guihua.ledgers.wording import explain

    return [[cell.place, explain(of, cell.wrong, "zh"), explain(of, cell.wrong, "en")] for cell in bad[:SHOWN]]


def harvest_rows(root: str, payload: dict[str, Any]) -> dict[str, Any]:
    """The figures of a published text: what the release is, its text (as far as it is shown), one line a figure with its place."""
    from datetime import date

    from guihua.project import open_project
    from guihua.statistics.harvest import harvest_file
    from guihua.statistics.harvest.against import standings
    from guihua.statistics.harvest.sheet import HEADS, rows_of
    from guihua.storage import open_store

    of = open_project(Path(root))
    found = harvest_file(Path(payload["path"]), of.region)
    if of.store_url or of.store.exists():
        with open_store(of.store_url or of.store, upgrade=True) as store:
            standing = standings(found.figures, store, date.today())
    else:
        standing = standings(found.figures, None, date.today())
    named = replace(found, release=replace(found.release, file=payload["name"]))
    rows = [list(row) for row in rows_of(named, standing, payload.get("source", ""))]
    places = [[f.value_start, f.value_end, bool(f.doubtful)] for f in found.figures]
    r = found.release
    said = [r.kind, r.title, r.publisher, r.published, r.region.words, r.when.words]
    return {"heads": list(HEADS), "rows": rows, "places": places, "text": found.text[:HARVESTED], "said": said}


def audit_paper(root: str, payload: dict[str, Any], stem: str) -> dict[str, Any]:
    """A paper audited: its text cut at its figures, what is said of each fault; the marked file, table and bundle beside `stem`."""
    from datetime import date

    from guihua.checking.audit.auditing import audit
    from guihua.plan.files import write_whole
    from guihua.project import open_project, read_plan
    from guihua.reading.documents import extract
    from guihua.reporting.audit_docx import commented, made
    from guihua.reporting.audit_xlsx import audit_xlsx
    from guihua.statistics.known import Known
    from guihua.storage import open_store
    from guihua.view import audit as words

    of = open_project(Path(root))
    paper = Path(payload["path"])
    document = replace(extract(paper), source=payload["name"])
    planned = of.plan_file if of.plan_file.exists() else of.plan
    plan = read_plan(planned) if planned.exists() else None
    day, lang = date.fromisoformat(payload["as_of"]), payload["lang"]
    if of.store_url or of.store.exists():
        with open_store(of.store_url or of.store, upgrade=True) as store:
            found = audit(document, day, ask=Known(store, day).ask, place=of.region, plan=plan)
    else:
        found = audit(document, day, place=of.region, plan=plan)
    docx = commented(found, paper.read_bytes(), lang) if paper.suffix.lower() == ".docx" else made(found, lang)
    for suffix, data in (("docx", docx), ("xlsx", audit_xlsx(found, lang)), ("json", found.to_bytes())):
        write_whole(f"{stem}.{suffix}", data)
    places = [[r.start, r.end, r.stand.fault, words.stand_word(r.stand, lang)] for r in found.remarks]
    told = [words.remark_words(found, r, lang) if r.stand.fault else "" for r in found.remarks]
    return {"places": places, "told": told, "text": found.text[:HARVESTED], "summary": words.summary(found, lang)}


HARVESTED = 120_000
"""So many characters of a text are shown beside its figures."""


def take_figures(root: str, payload: dict[str, Any], path: str) -> dict[str, Any]:
    """Confirmed lines into the store, by way of the same workbook that goes out to people."""
    from guihua.project import open_project
    from guihua.statistics.bodies import read_bodies
    from guihua.statistics.harvest.sheet import write_sheet
    from guihua.statistics.harvest.taking import take
    from guihua.statistics.importing.files import BadRows
    from guihua.storage import open_store

    of = open_project(Path(root))
    write_sheet(Path(path), payload["rows"])
    with open_store(of.store_url or of.store, upgrade=True) as store:
        try:
            done = take(store, Path(path), bodies=read_bodies(of.bodies))
        except BadRows as error:
            return {"kept": False, **_wrong(error.bad)}
    return {"kept": True, "stored": done.stored, "linked": done.linked, "aside": done.aside, **_wrong(())}


def take_indicators(root: str, payload: dict[str, Any]) -> dict[str, Any]:
    """An indicator sheet that came back: decisions appended, conflicts told."""
    from datetime import date

    from guihua.plan.decisions import append_decision
    from guihua.project import open_project, read_plan
    from guihua.tracking.indicators import take_sheet

    of = open_project(Path(root))
    plan = read_plan(of.plan_file if of.plan_file.exists() else of.plan)
    taken = take_sheet(Path(payload["path"]), plan, by=payload["by"], on=date.today().isoformat())
    append_decision(of.plan_file.with_name("decisions.yaml"), *taken.decisions)
    conflicts = [[c.row, c.statement, c.slot, c.sheet, c.held] for c in taken.conflicts]
    return {"decided": len(taken.decisions), "accepted": taken.accepted, "conflicts": conflicts}


def run_mechanism(root: str, payload: dict[str, Any], stem: str) -> dict[str, Any]:
    """A mechanism on an uploaded sheet: decided, its bundle kept in the project unless dry, its files under `stem`."""
    from guihua.mechanisms.core.declaration import load_mechanisms
    from guihua.mechanisms.core.freezing import freeze_inputs
    from guihua.mechanisms.core.keeping import keep
    from guihua.mechanisms.core.publishing import warnings, write_workbook
    from guihua.mechanisms.core.records import Job
    from guihua.mechanisms.core.running import bundle_of, rules_of, run, span
    from guihua.proof.bundle import write
    from guihua.reporting.mechanism_papers import paper_docx

    declaration = load_mechanisms(Path(root) / "mechanisms")[payload["mechanism"]]
    path = Path(payload["path"])
    try:
        on = date.fromisoformat(payload["on"]) if payload["on"] else span(payload["period"])[1]
    except ValueError:
        title = f"{payload['on']!r} 不是日期 is no date"
        raise GuihuaError("DATE-INVALID", title, "写成 write 2021-12-31") from None
    job = Job(
        declaration,
        freeze_inputs(declaration, {}, [path]),
        rules_of(declaration),
        payload["period"],
        on,
        seed=tuple(payload["seed"]),
    )
    found = run(job, by=payload["by"])
    outcome = found.decided.outcome
    Path(f"{stem}.json").write_bytes(write(bundle_of(found)))
    Path(f"{stem}.docx").write_bytes(paper_docx(found))
    write_workbook(outcome.tables, Path(f"{stem}.xlsx"))
    if not payload["dry"]:
        keep(found, Path(root) / "runs")
    return {
        "tables": [
            {
                "zh": t.zh or t.name,
                "heads": [[c.title, c.unit, c.type in ("number", "integer")] for c in t.columns],
                "rows": [list(r) for r in t.rows[:SHOWN]],
                "more": max(len(t.rows) - SHOWN, 0),
            }
            for t in outcome.tables
        ],
        "notes": [*outcome.notes, *warnings(found)],
        "figures": [[f.zh, f.value, f.unit, f.system] for f in found.figures if f.value],
        "effects": len(found.effects),
        "dry": payload["dry"],
    }
