"""What is fuzzed: each target takes bytes and must give a result or a GuihuaError, never another exception.

Run one longer by hand, from the repository's root:

    python -m tests.fuzz.harness docx tests/fuzz/corpus/docx -max_total_time=600

New inputs that reach new code are added to that folder by the fuzzer; what breaks is written as crash-… in the current folder.
"""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError

CORPUS = Path(__file__).parent / "corpus"
_NS = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text(data: bytes) -> None:
    """Bytes of unknown encoding, read into statements."""
    from guihua.reading import read_text
    from guihua.reading.documents import read_bytes

    plan = read_text(read_bytes(data, "plan.txt"))
    for record in (*plan.statements, *plan.commitments):
        assert plan.text[record.start : record.end] == record.quote


def markdown(data: bytes) -> None:
    """Markdown with its tables."""
    from guihua.reading import read_text
    from guihua.reading.documents import read_bytes

    read_text(read_bytes(data, "plan.md"))


def html(data: bytes) -> None:
    """A page in any encoding."""
    from guihua.reading.documents import read_bytes

    document = read_bytes(data, "plan.html")
    for table in document.tables:
        assert all(table.start <= cell.start <= cell.end <= table.end for cell in table.cells)


def docx(data: bytes) -> None:
    """The body of a Word document: the bytes are its XML, in a sound zip."""
    from guihua.reading.documents import read_bytes

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml", b"<w:document xmlns:w='%s'><w:body>%s</w:body></w:document>" % (_NS, data)
        )
        archive.writestr("word/numbering.xml", b"<w:numbering xmlns:w='%s'>%s</w:numbering>" % (_NS, data[:2000]))
    document = read_bytes(stream.getvalue(), "plan.docx")
    for table in document.tables:
        assert all(table.start <= cell.start <= cell.end <= table.end for cell in table.cells)


def pdf(data: bytes) -> None:
    """A PDF."""
    from guihua.reading.documents import read_bytes

    read_bytes(b"%PDF-1.4\n" + data if b"%PDF-" not in data[:1024] else data, "plan.pdf")


def labelstudio(data: bytes) -> None:
    """An exchange file of either kind, anchored in a small text."""
    from guihua.plan.plan import Plan
    from guihua.reading.exchange import import_statements

    import_statements(data.decode("utf-8", "replace"), Plan(text="到2020年，钢产量达到1500万吨。"))


def tables(data: bytes) -> None:
    """Indicator tables: the bytes are rows of tab-separated cells under a usual head."""
    from guihua.reading import read_text

    head = "某市“十三五”规划\n指标\t单位\t2015年\t2020年\t年均增速\t属性\n"
    plan = read_text(head + data.decode("utf-8", "replace"))
    for statement in plan.statements:
        assert plan.text[statement.start : statement.end] == statement.quote


@cache
def _folder() -> Path:
    """A folder of this process, cleared when it ends, with an empty store in it to copy."""
    import atexit
    import shutil
    import tempfile

    from guihua.storage import open_store

    root = Path(tempfile.mkdtemp(prefix="guihua-fuzz-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    open_store(root / "empty").close()
    return root


@contextmanager
def _store() -> Iterator[Any]:
    """A fresh store."""
    import shutil

    from guihua.storage import open_store

    place = _folder() / "store"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(_folder() / "empty", place)
    with open_store(place) as store:
        yield store


def _file(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


def _brought_in(name: str, data: bytes) -> None:
    from guihua.statistics.importing import Defaults, import_file

    with _store() as store:
        defaults = Defaults(region="150000", published="2018-07-20", publisher="某局", source="x", grade="press")
        import_file(store, _file(name, data), defaults=defaults, skip_bad=True, accept=True)


def csv(data: bytes) -> None:
    """Observations or a published table as CSV, SDMX or Open SDG, into a store."""
    _brought_in("table.csv", data)


def _workbook(data: bytes) -> bytes:
    """A sound workbook whose one sheet's rows are the bytes: XML, or lines of cells apart by tabs."""
    from xml.sax.saxutils import escape

    if b"<" not in data:
        rows = data.decode("utf-8", "replace").split("\n")
        cells = ("".join(f"<c t='inlineStr'><is><t>{escape(c)}</t></is></c>" for c in r.split("\t")) for r in rows)
        data = "".join(f"<row>{c}</row>" for c in cells).encode()
    spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    papers = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": f"<Types xmlns='{package}content-types'><Default Extension='xml' ContentType='application/xml'/>"
        f"<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{kind}sheet.main+xml'/>"
        f"<Override PartName='/xl/worksheets/sheet1.xml' ContentType='{kind}worksheet+xml'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{package}relationships'><Relationship Id='r1' Target='xl/workbook.xml' "
        f"Type='{papers}/officeDocument'/></Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{spread}' xmlns:r='{papers}'><sheets><sheet name='s' sheetId='1' r:id='r1'/>"
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{package}relationships'><Relationship Id='r1' "
        f"Target='worksheets/sheet1.xml' Type='{papers}/worksheet'/></Relationships>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        sheet = b"<worksheet xmlns='%s'><sheetData>%s</sheetData></worksheet>" % (spread.encode(), data)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return stream.getvalue()


def xlsx(data: bytes) -> None:
    """A bureau's table in a workbook, into a store."""
    _brought_in("table.xlsx", _workbook(data))


def ledger(data: bytes) -> None:
    """A table into a ledger, as CSV and as a workbook."""
    from datetime import date

    from guihua.ledgers.declaration import load_ledgers
    from guihua.ledgers.importing import prepare
    from guihua.ledgers.journal import Journal
    from guihua.ledgers.ledger import Actor

    with _store() as store:
        for name, whole in (("rows.csv", data), ("rows.xlsx", _workbook(data))):
            journal = Journal(store, load_ledgers()["tasks"])
            try:
                prepare(journal, _file(name, whole), date(2018, 1, 1), Actor("导入", "", "planner"))
            except GuihuaError as error:
                assert error.code and error.title


def planfile(data: bytes) -> None:
    """A plan file with its text beside it, and decisions on it."""
    from guihua.plan.planfile import read_planfile, write_planfile
    from guihua.reading import read_text

    path = _folder() / "plan.yaml"
    if not path.exists():
        write_planfile(read_text("某市“十三五”规划\n一、目标\n到2020年，钢产量达到1500万吨，年均增长8%左右。\n"), path)
    kept = path.read_bytes()
    decisions = _folder() / "decisions.yaml"
    decisions.unlink(missing_ok=True)
    if data.startswith(b"- "):
        read_planfile(path, decisions=_file("decisions.yaml", data))
        return
    try:
        path.write_bytes(data if data.startswith(b"format") else edited(data, kept, "yaml"))
        read_planfile(path)
    finally:
        path.write_bytes(kept)


def bundle(data: bytes) -> None:
    """A bundle: as it is, and a kept one changed here and there under right hashes."""
    from guihua.verification import reseal, verify

    if data.startswith(b"{"):
        verify(data)
        kept = data
    else:
        kept = _seeds("bundle")[sum(data) % len(_seeds("bundle"))]
        kept = edited(data, kept, "json")
        verify(kept)
    verify(reseal(kept))


def declared(data: bytes) -> None:
    """What a project may declare: ledgers, mechanisms, rules (YAML and DMN), mappings, and its guihua.toml."""
    from guihua.ledgers.declaration import load_ledger
    from guihua.mechanisms.core.declaration import parse_mechanism
    from guihua.project import open_project
    from guihua.rules.dmn.reading import parse_dmn
    from guihua.rules.rulefile import parse_rules
    from guihua.statistics.importing.mapping import read_mapping
    from guihua.tracking.yearly import read_yearly

    words = data.decode("utf-8", "replace")

    def toml(raw: bytes) -> None:
        _file("guihua.toml", raw)
        open_project(_folder())

    for read in (
        lambda: load_ledger(_file("own.yaml", data)),
        lambda: parse_mechanism(words),
        lambda: parse_rules(words),
        lambda: parse_dmn(data),
        lambda: read_mapping(_file("mapping.yaml", data)),
        lambda: read_yearly(_file("yearly.yaml", data)),
        lambda: toml(data),
    ):
        try:
            read()
        except GuihuaError as error:
            assert error.code and error.title


def paper(data: bytes) -> None:
    """A published text: its figures harvested, and audited against nothing but itself."""
    from guihua.reading.documents import read_bytes
    from guihua.statistics.harvest import harvest

    harvest(read_bytes(data, "paper.txt"), "150000")


def checked(data: bytes) -> None:
    """A text read, checked and its findings verified: every bundle that is written holds."""
    from guihua.checking import check
    from guihua.checking.implied import implied
    from guihua.proof.verify import Verdict
    from guihua.reading import read_text
    from guihua.reading.documents import read_bytes
    from guihua.verification import verify

    plan = read_text(read_bytes(data, "plan.txt"))
    for made in (check(plan).to_bytes(), implied(plan).to_bytes()):
        found = verify(made)
        assert found.verdict is not Verdict.REFUSED, [p for p in found.parts if p.verdict is Verdict.REFUSED]


HOSTILE = (
    "", "-1", "0", "1e999999999", "9" * 400, "NaN", None, True, [], {}, [[]], -1, 2**63, 10**30, 1.5,
    "2020-13-40", "\u202e", "%", "=1+1", "sha256:00", "〔40〕", "1/0", "../../etc/passwd",
)  # fmt: skip


def edited(data: bytes, kept: bytes, form: str) -> bytes:
    """A kept JSON or YAML file with some of its values exchanged, dropped or doubled, as the bytes choose."""
    chance = random.Random(data)
    tree = json.loads(kept) if form == "json" else yaml.safe_load(kept)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        here = tree
        while True:
            keys = list(here) if isinstance(here, dict) else list(range(len(here)))
            if not keys:
                break
            key = chance.choice(keys)
            deeper = isinstance(here[key], (dict, list)) and len(here[key]) > 0
            if deeper and chance.random() < 0.85:
                here = here[key]
                continue
            _exchange(here, key, chance)
            break
    if form == "json":
        return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return str(yaml.safe_dump(tree, allow_unicode=True)).encode("utf-8", "surrogatepass")


def _exchange(here: Any, key: Any, chance: random.Random) -> None:
    act = chance.randrange(6)
    if act == 0:
        del here[key]
    elif act == 1 and isinstance(here, list):
        here.append(here[key])
    elif act == 2 and isinstance(here, dict):
        here[f"{key}x"] = here[key]
    elif act == 3:
        here[key] = here[chance.choice(list(here) if isinstance(here, dict) else range(len(here)))]
    else:
        here[key] = chance.choice(HOSTILE)


@cache
def _seeds(name: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((CORPUS / name).iterdir()))


_SOURCE = CORPUS.parents[2] / "src" / "guihua"
MORE = {
    "declared": (
        _SOURCE / "ledgers" / "declared",
        _SOURCE / "mechanisms" / "declared",
        _SOURCE / "mechanisms/declared/rules",
    )
}
"""Folders of the program's own files that a target begins from besides its corpus."""
TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "docx": docx,
    "pdf": pdf,
    "labelstudio": labelstudio,
    "tables": tables,
    "csv": csv,
    "xlsx": xlsx,
    "ledger": ledger,
    "planfile": planfile,
    "bundle": bundle,
    "declared": declared,
    "paper": paper,
    "checked": checked,
}


def survive(name: str, data: bytes) -> None:
    """Run one target on one input; a GuihuaError with code and title is an answer."""
    try:
        TARGETS[name](data)
    except GuihuaError as error:
        assert error.code
        assert error.title


def main() -> None:
    """Fuzz one target with coverage: harness TARGET [CORPUS …] [-libfuzzer options]."""
    import atheris

    name = sys.argv[1]
    with atheris.instrument_imports(include=["guihua"]):
        import guihua.ledgers.importing
        import guihua.reading
        import guihua.reading.documents.docx
        import guihua.reading.documents.html
        import guihua.reading.documents.markdown
        import guihua.reading.documents.pdf
        import guihua.reading.exchange
        import guihua.statistics.harvest
        import guihua.statistics.importing
        import guihua.verification  # noqa: F401
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda data: survive(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
