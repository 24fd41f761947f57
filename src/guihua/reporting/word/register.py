"""What a .docx carries beside its text: its figures with their grounds, how it was made, and what the machine wrote
where, so that an update can tell people's words from its own.

The register is a custom XML part that holds JSON: {"figures": [...], "meta": {...}, "written": {...}}.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import escape

from guihua.reporting.document import Cover, Document, Heading, Paragraph, Picture, Run, Table, Text, plain
from guihua.reporting.word.inline import clean

FORM = "self-evaluation"
"""What the meta of a form to be filled in says that it is."""
FIGURES_NS = "urn:guihua:figures:1"


@dataclass(frozen=True, slots=True)
class Written:
    """What the machine wrote, by the place that an update finds again.

    paragraphs  key (first figure's id and how many paragraphs began with it before) → its text
    labels      tag → its text: captions, notes, first cells of rows
    rows        table id → row key → texts of the row's cells
    pictures    picture id → SHA-256 of the image
    texts       of a form to be filled in, every paragraph's words outside its figures, cell by cell
    order       (tag, text) of every control, in the order of the file
    """

    paragraphs: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    order: tuple[tuple[str, str], ...] = ()


def written(document: Document) -> Written:
    """What a document's machine text is, place by place."""
    paragraphs: dict[str, str] = {}
    labels: dict[str, str] = {}
    rows: dict[str, dict[str, tuple[str, ...]]] = {}
    pictures: dict[str, str] = {}
    counts: Counter[str] = Counter()
    if document.cover is not None:
        labels |= {tag: bare(words) for tag, words in cover_labels(document.cover).items()}
    for block in document.blocks:
        match block:
            case Paragraph():
                key = paragraph_key(block.runs, counts)
                if key:
                    paragraphs[key] = bare(plain(block.runs))
            case Table() if block.id:
                labels |= {f"caption:{block.id}": bare(block.caption), f"source:{block.id}": bare(block.source)}
                pairs = zip(block.keys, block.rows, strict=False)
                rows[block.id] = {block.row_tag(k): tuple(bare(plain(cell)) for cell in row) for k, row in pairs if k}
            case Picture() if block.id:
                labels |= {f"caption:{block.id}": bare(block.caption), f"note:{block.id}": bare("".join(block.notes))}
                pictures[block.id] = sha256(block.png).hexdigest()
            case _:
                pass
    texts = tuple(_printed(document)) if document.meta.get("document") == FORM else ()
    return Written(paragraphs, labels, rows, pictures, texts)


def _printed(document: Document) -> Iterator[str]:
    """The words outside figures of every paragraph, in the order of the file; empty ones left out."""
    for block in document.blocks:
        lines: list[Text] = []
        match block:
            case Heading():
                lines = [(Run(block.text),)]
            case Paragraph():
                lines = [block.runs]
            case Table():
                titles = (c.title[:1].upper() + c.title[1:] for c in block.columns)
                heads = [(Run(words),) for words in (block.caption, block.unit, *titles)]
                lines = [*heads, *(cell for row in block.rows for cell in row), (Run(block.source),)]
        for runs in lines:
            words = "".join("\x00" if run.figure else run.text for run in runs)
            yield from (said for line in words.split("\n") if (said := bare(line.replace("\x00", ""))))


def cover_labels(cover: Cover) -> dict[str, str]:
    """The lines under a cover's title, by their labels."""
    lines = {f"cover:{i}": words for i, words in enumerate(cover.lines, 1)}
    return {"cover:subtitle": cover.subtitle, **lines} if cover.subtitle else lines


def paragraph_key(runs: Text, counts: Counter[str]) -> str:
    """A paragraph's place: its first figure, or its own label, numbered; "" for one with neither."""
    first = next((tag for run in runs if (tag := run.figure or run.label)), "")
    if not first:
        return ""
    counts[first] += 1
    return f"{first}#{counts[first]}"


def register_xml(document: Document, order: tuple[tuple[str, str], ...]) -> bytes:
    """The register as the custom XML part; order: (tag, text) of every control that stands in the file."""
    data = {
        "figures": [asdict(figure) for figure in document.figures],
        "meta": dict(sorted(document.meta.items())),
        "written": asdict(replace(written(document), order=order)),
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<figures xmlns="{FIGURES_NS}">{escape(clean(text))}</figures>'
    ).encode()


def read_written(data: Mapping[str, Any]) -> Written:
    """`Written` out of a register; empty for a file of before it was kept."""
    given = data.get("written", {})
    return Written(
        {str(k): str(v) for k, v in given.get("paragraphs", {}).items()},
        {str(k): str(v) for k, v in given.get("labels", {}).items()},
        {
            str(table): {str(key): tuple(map(str, cells)) for key, cells in rows.items()}
            for table, rows in given.get("rows", {}).items()
        },
        {str(k): str(v) for k, v in given.get("pictures", {}).items()},
        tuple(map(str, given.get("texts", ()))),
        tuple((str(tag), str(text)) for tag, text in given.get("order", ())),
    )


def bare(text: str) -> str:
    """A text without white space and control characters: office programs break and join it as they like."""
    return "".join(clean(text).replace("\u200b", "").split())
