"""A document as Markdown: the words, tables with pipes, figures with a footnote-like id only where asked for."""

from __future__ import annotations

from itertools import takewhile

from guihua.reporting.document import (
    Block,
    Cover,
    Document,
    Heading,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    Text,
)


def write_markdown(document: Document) -> str:
    """The text. Pictures stand as their description; the table of contents is left to the reader's program."""
    said = list(takewhile(lambda b: isinstance(b, Paragraph) and b.style == "title", document.blocks))
    head = _cover(document.cover, document.title) if document.cover else [f"# {document.title}"]
    blocks = [_block(block) for block in document.blocks[len(said) :]]
    return "\n\n".join([*head, *(b for b in blocks if b)]) + "\n"


def _cover(cover: Cover, title: str) -> list[str]:
    return [f"# {title}", *([cover.subtitle] if cover.subtitle else []), *cover.lines]


def _block(block: Block) -> str:
    out = ""
    match block:
        case Heading():
            out = f"{'#' * (block.level + 1)} {block.text}"
        case Paragraph():
            words = _runs(block.runs)
            out = f"> {words}" if block.style in ("quote", "note") else words
        case Table():
            out = _table(block)
        case Signature():
            out = f"{block.issuer}\n\n{block.day}"
        case Picture():
            out = "\n\n".join((f"**{block.caption}** {block.alt}", *(f"> {note}" for note in block.notes)))
    return out


def _table(table: Table) -> str:
    rules = {"left": "---", "center": ":-:", "right": "--:"}
    lines = [
        f"| {' | '.join(_cell((Run(c.title[:1].upper() + c.title[1:]),)) for c in table.columns)} |",
        f"| {' | '.join(rules[c.align] for c in table.columns)} |",
        *(f"| {' | '.join(_cell(runs) for runs in row)} |" for row in table.rows),
    ]
    caption = [f"**{table.caption}**{table.unit}"] if table.caption else []
    source = [f"> {table.source}"] if table.source else []
    return "\n\n".join([*caption, "\n".join(lines), *source])


def _cell(runs: Text) -> str:
    return _runs(runs).replace("|", "\\|").replace("\n", "<br>")


def _runs(runs: Text) -> str:
    return "".join(f"**{run.text}**" if run.strong else run.text for run in runs)
