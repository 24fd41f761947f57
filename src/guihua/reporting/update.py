"""Edited by hand, updated by machine: figures, charts and rows are refreshed, people's words are kept, what a person
changed is reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guihua.errors import GuihuaError
from guihua.reporting.carried import DOCUMENT, body, carried, figures_part, parts, xml
from guihua.reporting.document import Document, Figure, Picture, Table
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.word import merge
from guihua.reporting.word.elements import controls, words
from guihua.reporting.word.identity import renumber, restyle, style_names
from guihua.reporting.word.package import repacked
from guihua.reporting.word.redraw import redraw
from guihua.reporting.word.register import bare, cover_labels, register_xml, written
from guihua.reporting.word.retag import order_of

_STYLES, _RELATIONS = "word/styles.xml", "word/_rels/document.xml.rels"


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did.

    refreshed  (what, before, after) of figures that stand differently now
    kept       (what, the person's text, the computed text): changed by hand, left as they are
    gone       figures that stand in the file and are no longer computed
    fresh      figures of the new report that the file has no place for
    deleted    figures that a person deleted with their words; they are not put back
    rows       rows that came, went, were kept though no longer computed, stay deleted, or have no table to stand in
    drawn, drawn_by_others, charts_gone, charts_fresh   charts, by caption
    """

    data: bytes
    refreshed: tuple[tuple[str, str, str], ...]
    kept: tuple[tuple[str, str, str], ...]
    gone: tuple[str, ...]
    fresh: tuple[str, ...]
    deleted: tuple[str, ...]
    rows: merge.Rows
    drawn: tuple[str, ...] = ()
    drawn_by_others: tuple[str, ...] = ()
    charts_gone: tuple[str, ...] = ()
    charts_fresh: tuple[str, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether nothing was changed by a person against what is computed."""
        return not (self.kept or self.drawn_by_others or self.rows.kept)


def update_docx(data: bytes, anew: Document, name: str = "") -> Update:
    """Put a report made anew into an edited .docx. GuihuaError TRACE-… for a file that is none of ours.

    Paragraphs and cells that stand as the machine wrote them take their new words; in those that a person changed only
    untouched figures are refreshed. What a person changed stays registered as computed, so that the next update finds
    it again. Styles, sections and everything else of the file stay as they are.
    """
    before = carried(data, name)
    named = parts(data, name)
    root = body(named, before, name)
    known = {figure.id for figure in before.figures}
    if known and not any(tag in known for tag, _ in controls(root)):
        raise GuihuaError(
            "UPDATE-LOST",
            "文件里的内容控件都不在了，无法更新 the file lost all its content controls",
            "用 Word、WPS 或新版 LibreOffice 保存，或重新生成报告 save it with another program, or make the report anew",
            name,
        )
    fresh = parts(write_docx(anew))
    fresh_root = xml(fresh[DOCUMENT])
    restyle(fresh_root, style_names(xml(fresh[_STYLES]), xml(named[_STYLES], name)))
    now = written(anew)
    untouched = merge.untouched(root, before.written)
    rows = merge.renew_rows(root, fresh_root, before.written, now)
    kept = _refresh(root, before.figures, anew.figures)
    merge.renew_paragraphs(untouched, fresh_root)
    merge.renew_labels(root, before.written, _labels(anew))
    pictures = {b.id: b for b in anew.blocks if isinstance(b, Picture) and b.id}
    relations = xml(named[_RELATIONS], name) if _RELATIONS in named else ()
    charts = redraw(root, named, pictures, before.written, relations)
    renumber(root)
    named[figures_part(named)] = register_xml(anew, order_of(root))
    named[DOCUMENT] = _serialised(root)
    standing = {tag for tag, _ in controls(root)}
    new = {figure.id for figure in anew.figures}
    return Update(
        repacked(data, named),
        _differences(before.figures, anew.figures, standing - set(kept)),
        tuple(kept.values()),
        tuple(f.what for f in before.figures if f.id in standing and f.id not in new),
        tuple(f.what for f in anew.figures if f.id not in standing and f.id not in known),
        tuple(f.what for f in anew.figures if f.id in known and f.id not in before.shown and f.id not in standing),
        rows,
        tuple(charts.drawn),
        tuple(charts.kept),
        tuple(charts.gone),
        tuple(charts.homeless),
    )


def _refresh(root: Any, old: tuple[Figure, ...], new: tuple[Figure, ...]) -> dict[str, tuple[str, str, str]]:
    """Write new texts into the controls that a person did not change; returns those that were changed, by id."""
    before, after = {f.id: f for f in old}, {f.id: f for f in new}
    kept: dict[str, tuple[str, str, str]] = {}
    for tag, sdt in controls(root):
        figure, computed = before.get(tag), after.get(tag)
        if figure is None or computed is None:
            continue
        shown = words(sdt)
        if bare(shown) not in (bare(figure.text), bare(computed.text)):
            kept[tag] = (figure.what, shown, computed.text)
        elif shown != computed.text:
            merge.put(sdt, computed.text)
    return kept


def _differences(
    old: tuple[Figure, ...], new: tuple[Figure, ...], standing: set[str]
) -> tuple[tuple[str, str, str], ...]:
    """(what, before, after) of every figure in `standing` that is printed otherwise now, in the order of the report."""
    before = {f.id: f.text for f in old}
    pairs = ((f, before[f.id]) for f in new if f.id in before and f.id in standing)
    return tuple((f.what, was, f.text) for f, was in pairs if was != f.text)


def _labels(document: Document) -> dict[str, str]:
    """Captions and notes as they are printed now, by tag."""
    found = {} if document.cover is None else cover_labels(document.cover)
    for block in document.blocks:
        if isinstance(block, Table) and block.id:
            found |= {f"caption:{block.id}": block.caption, f"source:{block.id}": block.source}
        elif isinstance(block, Picture) and block.id:
            found |= {f"caption:{block.id}": block.caption, f"note:{block.id}": "　".join(block.notes)}
    return found


def _serialised(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
