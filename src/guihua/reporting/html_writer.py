"""A document as one self-contained HTML page: figures show what they rest on when pointed at, and list it at the end."""

from __future__ import annotations

import json
from dataclasses import asdict
from html import escape
from importlib.resources import files
from itertools import takewhile

from guihua.reporting.document import (
    EXPONENT,
    Block,
    Contents,
    Cover,
    Document,
    Figure,
    Heading,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
    Text,
)


def write_html(document: Document) -> str:
    """The page. No script; the figures' records stand as JSON in the page, for `guihua trace`."""
    style = files("guihua.reporting").joinpath("templates", "report.css").read_text(encoding="utf-8")
    named = {figure.id: figure for figure in document.figures}
    said = list(takewhile(_is_title, document.blocks))
    body = "\n".join(_block(block, document, named) for block in document.blocks[len(said) :])
    lines = [_runs(line.runs, named) for line in said if isinstance(line, Paragraph)] or [escape(document.title)]
    cover = _cover(document.cover) if document.cover else f"<h1>{'<br>'.join(lines)}</h1>"
    data = json.dumps(
        {"figures": [asdict(f) for f in document.figures], "meta": dict(sorted(document.meta.items()))},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).replace("<", "\\u003c")
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-Hans" if document.lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(document.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{cover}\n{body}\n</main>\n"
        f'<script type="application/json" id="figures">{data}</script>\n</body>\n</html>\n'
    )


def _is_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == "title"


def _block(block: Block, document: Document, named: dict[str, Figure]) -> str:
    out = ""
    match block:
        case Heading():
            level = block.level + 1
            out = f'<h{level} id="{block.anchor}">{escape(block.text)}</h{level}>'
        case Paragraph():
            anchor = f' id="{block.anchor}"' if block.anchor else ""
            out = f'<p class="{block.style}"{anchor}>{_runs(block.runs, named)}</p>'
        case Table():
            out = _table(block, named)
        case Picture():
            notes = "".join(f"<br>{escape(note)}" for note in block.notes)
            out = f"<figure>{block.svg}<figcaption>{escape(block.caption)}{notes}</figcaption></figure>"
        case Contents():
            out = _contents(block, document)
        case Signature():
            out = f'<p class="signature"><span>{escape(block.issuer)}<br>{escape(block.day)}</span></p>'
    return out


def _contents(contents: Contents, document: Document) -> str:
    items = "".join(
        f'<li class="l{b.level}"><a href="#{b.anchor}">{escape(b.text)}</a></li>'
        for b in document.blocks
        if isinstance(b, Heading) and b.level <= 2
    )
    return f'<nav><h2>{escape(contents.title)}</h2><ol class="contents">{items}</ol></nav>'


def _table(table: Table, named: dict[str, Figure]) -> str:
    head = "".join(
        f'<th scope="col" class="{c.align}">{escape(c.title[:1].upper() + c.title[1:])}</th>' for c in table.columns
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td class="{c.align}">{_runs(runs, named)}</td>' for runs, c in zip(row, table.columns, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    total = sum(c.width for c in table.columns)
    shares = "".join(f'<col style="width:{100 * c.width / total:.3g}%">' for c in table.columns)
    anchor = f' id="{table.anchor}"' if table.anchor else ""
    unit = f'<p class="unit">{escape(table.unit)}</p>' if table.unit else ""
    source = f'<p class="note">{escape(table.source)}</p>' if table.source else ""
    return (
        f'<div class="table"{anchor}><p class="caption">{escape(table.caption)}</p>{unit}'
        f"<table>{shares}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{source}"
    )


def _runs(runs: Text, named: dict[str, Figure]) -> str:
    return "".join(_run(run, named) for run in runs)


def _run(run: Run, named: dict[str, Figure]) -> str:
    inner = escape(run.text, quote=False).replace("\n", "<br>")
    inner = EXPONENT.sub(r"<sup>\1</sup>", inner)
    if run.figure:
        told = escape(told_of(named[run.figure])) if run.figure in named else ""
        return f'<data value="{escape(run.figure)}" title="{told}" tabindex="0">{inner}</data>'
    return f"<strong>{inner}</strong>" if run.strong else inner


def told_of(figure: Figure) -> str:
    """What a figure rests on, in lines: its name, the plan's words, the observations, the method."""
    lines = [figure.what]
    if figure.quote:
        lines.append(f"“{figure.quote}”")
    lines += list(figure.observations)
    if figure.method:
        lines.append(figure.method)
    return "\n".join(lines)


def _cover(cover: Cover) -> str:
    mark = f'<p class="mark">{escape(cover.mark)}</p>' if cover.mark else ""
    title = "<br>".join(escape(line) for line in cover.title.split("\n"))
    subtitle = f'<p class="center">{escape(cover.subtitle)}</p>' if cover.subtitle else ""
    lines = "".join(f'<p class="center">{escape(line)}</p>' for line in cover.lines)
    return f"<header>{mark}<h1>{title}</h1>{subtitle}{lines}</header>"
