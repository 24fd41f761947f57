"""What is fuzzed: each target takes bytes and must give a result or a GuihuaError, never another exception.

Run one longer by hand, from the repository's root:

    python -m tests.fuzz.harness docx tests/fuzz/corpus/docx -max_total_time=600

New inputs that reach new code are added to that folder by the fuzzer; what breaks is written as crash-… in the current folder.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

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


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "docx": docx,
    "pdf": pdf,
    "labelstudio": labelstudio,
    "tables": tables,
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
    with atheris.instrument_imports(include=["guihua.reading", "guihua.plan"]):
        import guihua.reading
        import guihua.reading.documents.docx
        import guihua.reading.documents.html
        import guihua.reading.documents.markdown
        import guihua.reading.documents.pdf
        import guihua.reading.exchange  # noqa: F401
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda data: survive(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
