"""An edited .docx and a report made anew, place by place: where the machine's words stand as it wrote them, the new ones
take their place; where a person wrote, only untouched figures are refreshed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from guihua.reporting.word.elements import tag, w
from guihua.reporting.word.register import Written, bare

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LABELS = ("row:", "caption:", "source:", "note:", "cover:")


@dataclass(slots=True)
class Rows:
    """What became of tables' rows, by their first words; of whole tables that a person deleted, or that have no place in
    the file (`homeless`), by their captions."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)


def text_of(element: Any) -> str:
    """All words in an element, without white space."""
    return bare("".join(t.text or "" for t in element.iter(w("t"))))


def put(sdt: Any, text: str) -> None:
    """Write a text into a content control: the first run keeps its looks, the others lose their text."""
    content = sdt.find(w("sdtContent"))
    for i, slot in enumerate(list(content.iter(w("t")))):
        slot.text = text if i == 0 else ""
        slot.set(_SPACE, "preserve")


def paragraphs(root: Any) -> Iterator[tuple[str, Any]]:
    """(key, element) of every paragraph outside tables that holds a figure, numbered as the register numbers them."""
    counts: Counter[str] = Counter()
    for paragraph in root.iter(w("p")):
        if any(parent.tag == w("tc") for parent in paragraph.iterancestors()):
            continue
        tags = (tag(sdt) for sdt in paragraph.iter(w("sdt")))
        first = next((t for t in tags if t and not t.startswith(_LABELS)), "")
        if first:
            counts[first] += 1
            yield f"{first}#{counts[first]}", paragraph


def untouched(root: Any, written: Written) -> list[tuple[str, Any]]:
    """Paragraphs that stand exactly as the machine wrote them."""
    return [
        (key, p) for key, p in paragraphs(root) if key in written.paragraphs and text_of(p) == written.paragraphs[key]
    ]


def renew_paragraphs(found: list[tuple[str, Any]], anew: Any) -> None:
    """Untouched paragraphs take the words of the new report where it has the same paragraph."""
    fresh = dict(paragraphs(anew))
    for key, paragraph in found:
        source = fresh.get(key)
        if source is not None and text_of(source) != text_of(paragraph):
            _refill(paragraph, source, w("pPr"))


def renew_labels(root: Any, written: Written, anew: Mapping[str, str]) -> None:
    """Captions and notes that nobody changed take their new words; `anew`: tag → text as it is printed."""
    for sdt in root.iter(w("sdt")):
        name = tag(sdt)
        if name.startswith("row:") or name not in written.labels or name not in anew:
            continue
        if text_of(sdt) == written.labels[name]:
            put(sdt, anew[name])


def renew_rows(root: Any, anew: Any, written: Written, now: Written) -> Rows:
    """Rows come and go with what they are of; cells that nobody changed take their new words."""
    done = Rows()
    mine, theirs = _tables(root), _tables(anew)
    for name, fresh in theirs.items():
        table, old = mine.get(name), written.rows.get(name, {})
        if table is not None:
            _renew_table(table, fresh, old, now.rows.get(name, {}), done)
            continue
        caption = now.labels.get(f"caption:{name}", name)
        (done.deleted if old else done.homeless).append(caption)
    return done


def _renew_table(
    table: Any, fresh: Any, old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]], done: Rows
) -> None:
    mine, theirs = _rows(table), _rows(fresh)
    for key, row in mine.items():
        cells = row.findall(w("tc"))
        same = [
            len(old.get(key, ())) == len(cells) and text_of(c) == w
            for c, w in zip(cells, old.get(key, ()), strict=False)
        ]
        if key in theirs:
            _renew_cells(cells, theirs[key].findall(w("tc")), same)
        elif key in old and all(same) and same:
            done.removed.append(_first_words(row))
            row.getparent().remove(row)
        else:
            done.kept.append(_first_words(row))
    before: Any = None
    for key, source in theirs.items():
        if key in mine:
            before = mine[key]
        elif key in old:
            done.deleted.append(_first_words(source))
        elif key in new:
            before = _insert(table, before, deepcopy(source))
            done.added.append(_first_words(source))


def _renew_cells(cells: list[Any], sources: list[Any], same: list[bool]) -> None:
    if len(cells) != len(sources):
        return
    for cell, source, is_same in zip(cells, sources, same, strict=False):
        if is_same and text_of(cell) != text_of(source):
            _refill(cell, source, w("tcPr"))


def _insert(table: Any, before: Any, row: Any) -> Any:
    """Put a row after another, or after the table's head."""
    if before is None or before.getparent() is not table:
        heads = [r for r in table.findall(w("tr")) if r.find(f"{w('trPr')}/{w('tblHeader')}") is not None]
        before = heads[-1] if heads else None
    if before is None:
        table.append(row)
    else:
        before.addnext(row)
    _fit(row, table)
    return row


def _fit(row: Any, table: Any) -> None:
    """Give a row's cells the widths of the table that it came into."""
    grid = [column.get(w("w")) for column in table.findall(f"{w('tblGrid')}/{w('gridCol')}")]
    cells = [cell.find(f"{w('tcPr')}/{w('tcW')}") for cell in row.findall(w("tc"))]
    for width, cell in zip(grid, cells, strict=False):
        if cell is not None and width is not None and len(grid) == len(cells):
            cell.set(w("w"), width)


def _tables(root: Any) -> dict[str, Any]:
    """Tables by the id that their rows' labels carry."""
    found: dict[str, Any] = {}
    for table in root.iter(w("tbl")):
        key = next(iter(_rows(table)), "")
        if key:
            found.setdefault(key.split(":")[1], table)
    return found


def _rows(table: Any) -> dict[str, Any]:
    """A table's rows by their labels, in their order."""
    found: dict[str, Any] = {}
    for row in table.findall(w("tr")):
        key = next((t for sdt in row.iter(w("sdt")) if (t := tag(sdt)).startswith("row:")), "")
        if key:
            found.setdefault(key, row)
    return found


def _first_words(row: Any) -> str:
    """What a row is of, for people: its first cell that is no number, and the figure after it."""
    cells = [text_of(cell) for cell in row.findall(w("tc"))]
    words = [cell for cell in cells if cell and not cell.isdigit()]
    return "　".join(words[:2])


def _refill(element: Any, source: Any, properties: str) -> None:
    """Put the source's content into an element, which keeps its own properties."""
    for child in list(element):
        if child.tag != properties:
            element.remove(child)
    for child in source:
        if child.tag != properties:
            element.append(deepcopy(child))
