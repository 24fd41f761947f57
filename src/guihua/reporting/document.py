"""The document layer: what a document says, apart from how it is written down.

A document is a list of blocks; text is made of runs; a run that is a figure carries the figure's id, so that every
number of the document can be traced, refreshed and recomputed. Writers turn it into .docx, .html and .md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256

from guihua.view.charts import Chart


class Align(StrEnum):
    """How a table's column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a document and what it rests on.

    id          stable: what it is of, and which of its figures ("2.3-1a2b3c4d.latest")
    text        as printed
    what        name of the figure in words (工业增加值 最新值)
    statement   id of the plan's statement, "" where it is a count over many
    quote       the plan's words, "" likewise
    observations  citations of the published figures behind it
    observation_ids  their ids in the store
    method      how it was made: a rule, a formula, a setting
    operation   what recomputes it: (operation, argument, …)
    """

    id: str
    text: str
    what: str
    statement: str = ""
    quote: str = ""
    observations: tuple[str, ...] = ()
    observation_ids: tuple[str, ...] = ()
    method: str = ""
    operation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text: plain, strong, a figure (its id in `figure`), or a label that an update finds again."""

    text: str
    figure: str = ""
    strong: bool = False
    label: str = ""


Text = tuple[Run, ...]

PARAGRAPH = "p:"
"""How the labels of paragraphs begin."""

EXPONENT = re.compile(r"\^(\d+|\([^()]*\))")
"""An exponent in a sum, as sums write it in plain text: 1.08^5. Writers raise it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 一、, 2 （一）, 3 1., 4 (1), its number in the text; anchor for links."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. style: body, note (small grey), center, title, quote (楷体), item (a line of a list), mark (附件),
    or addressee (主送机关, flush left)."""

    runs: Text
    style: str = "body"
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its share of the width, how it stands; room: people write in it, so it keeps its
    share however little stands there."""

    title: str
    width: int
    align: Align = Align.LEFT
    room: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with caption, unit, source line; landscape puts it on a page of its own turned by 90°.

    id    its name in the file, by which an update finds it; "" for a table that is not updated
    keys  what each row is of ("2.3-1a2b3c4d"), one a row, "" for a row that is of nothing in particular; () for none
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    source: str = ""
    unit: str = ""
    landscape: bool = False
    anchor: str = ""
    id: str = ""
    keys: tuple[str, ...] = ()

    def row_tag(self, key: str) -> str:
        """The label of a row in the file; keys that are too long for one are shortened by their digest."""
        tag = f"row:{self.id}:{key}"
        return tag if len(tag) <= 64 else f"row:{self.id}:{sha256(key.encode()).hexdigest()[:24]}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, what it shows in words, notes under it; id: its name in the file."""

    caption: str
    chart: Chart
    alt: str
    width_mm: int = 140
    notes: tuple[str, ...] = ()
    anchor: str = ""
    id: str = ""

    @property
    def png(self) -> bytes:
        """For paper; drawn when it is asked for, and once."""
        return self.chart.png()

    @property
    def svg(self) -> str:
        """For screens; likewise."""
        return self.chart.svg()


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: headings of levels 1 and 2."""

    title: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and the day under it, at the right: the day four characters from the edge, the name centred over it
    (GB/T 9704-2012, 7.3.5.1)."""

    issuer: str
    day: str


Block = Heading | Paragraph | Table | Picture | Contents | NewPage | Signature


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. mark: 附件; lines under the title: as of when, by whom, the day."""

    title: str
    subtitle: str = ""
    mark: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    meta     key → value kept in the file (plan's hash, date, version), sorted by key
    compact  smaller type and margins, no page numbers: for what must stand on one page
    turned   every page by 90°: a paper that is a wide table with a few lines around it
    """

    title: str
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...] = ()
    cover: Cover | None = None
    lang: str = "zh"
    meta: Mapping[str, str] = field(default_factory=dict)
    compact: bool = False
    turned: bool = False

    def __repr__(self) -> str:
        return f"<Document {self.title!r}: {len(self.blocks)} blocks, {len(self.figures)} traceable figures>"


class Composer:
    """Collects blocks and figures while a document is written; numbers headings, tables and pictures."""

    def __init__(self, lang: str = "zh") -> None:
        self.lang = lang
        self.blocks: list[Block] = []
        self.figures: dict[str, Figure] = {}
        self._numbers = [0, 0, 0, 0]
        self._tables = 0
        self._pictures = 0

    def heading(self, level: int, text: str) -> None:
        """A numbered heading: 一、, （一）, 1., (1); in English 1, 1.1, 1.1.1."""
        self._numbers[level - 1] += 1
        self._numbers[level:] = [0] * (4 - level)
        number = self._number(level)
        anchor = "h-" + "-".join(str(n) for n in self._numbers[:level])
        self.blocks.append(Heading(level, f"{number}{text}", anchor))

    def unnumbered(self, text: str, anchor: str) -> None:
        """A heading of level 1 without a number: an attachment's."""
        self._numbers = [0, 0, 0, 0]
        self.blocks.append(Heading(1, text, anchor))

    def say(self, template: str, style: str = "body", key: str = "", **parts: str | Run | Text) -> None:
        """A paragraph from a template with named places; key: its name in the file where no figure stands in it."""
        runs = fill(template, **parts)
        if key and runs and not any(run.figure for run in runs):
            runs = (replace(runs[0], label=f"{PARAGRAPH}{key}"), *runs[1:])
        self.blocks.append(Paragraph(runs, style))

    def add(self, block: Block) -> None:
        """Any other block."""
        self.blocks.append(block)

    def figure(self, figure: Figure) -> Run:
        """Register a figure and get the run that prints it. The same id must always print the same text."""
        known = self.figures.setdefault(figure.id, figure)
        if known.text != figure.text:
            raise AssertionError(f"figure {figure.id} printed as {known.text!r} and {figure.text!r}")
        return Run(figure.text, figure.id)

    def caption(self, kind: str, text: str) -> str:
        """A numbered caption: kind "table" or "picture"."""
        if kind == "table":
            self._tables += 1
            return f"表{self._tables}　{text}" if self.lang == "zh" else f"Table {self._tables}. {text}"
        self._pictures += 1
        return f"图{self._pictures}　{text}" if self.lang == "zh" else f"Figure {self._pictures}. {text}"

    def document(self, title: str, cover: Cover | None, meta: Mapping[str, str]) -> Document:
        """The finished document, figures in the order of their first use."""
        return Document(title, tuple(self.blocks), tuple(self.figures.values()), cover, self.lang, dict(meta))

    def _number(self, level: int) -> str:
        count = self._numbers[level - 1]
        if self.lang != "zh":
            return ".".join(str(n) for n in self._numbers[:level]) + " "
        return (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}. ", f"（{count}）")[level - 1]


def fill(template: str, **parts: str | Run | Text) -> Text:
    """A template's text with runs in its places: "共{n}项" with n a figure."""
    runs: list[Run] = []
    rest = template
    while "{" in rest:
        before, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        part = parts[name]
        if before:
            runs.append(Run(before))
        runs.extend((Run(part),) if isinstance(part, str) else (part,) if isinstance(part, Run) else part)
    if rest:
        runs.append(Run(rest))
    return tuple(run for run in runs if run.text)


def text(value: str, *, strong: bool = False) -> Text:
    """Plain text as runs; nothing for an empty one."""
    return (Run(value, strong=strong),) if value else ()


def plain(runs: Text) -> str:
    """The words of runs."""
    return "".join(run.text for run in runs)


def join(parts: list[Text], between: str) -> Text:
    """Runs of several parts with a mark between them."""
    out: list[Run] = []
    for i, part in enumerate(parts):
        if i and between:
            out.append(Run(between))
        out.extend(part)
    return tuple(out)


def capitalised(runs: Text) -> Text:
    """Runs whose first word begins with a capital."""
    if not runs or runs[0].figure:
        return runs
    return (replace(runs[0], text=runs[0].text[:1].upper() + runs[0].text[1:]), *runs[1:])


def digest(words: str) -> str:
    """A short name for a row that has none of its own."""
    return sha256(words.encode()).hexdigest()[:12]


def balanced(title: str, most: int = 20) -> str:
    """A Chinese title in lines of at most so many characters, broken where the words allow, the first line not shorter.

    After 》 and ” and ）, before 《 and “ and （; else in the middle.
    """
    if len(title) <= most:
        return title
    places = [i + 1 for i, c in enumerate(title[:-1]) if c in "》”）"] + [
        i for i, c in enumerate(title) if i and c in "《“（"
    ]
    closing = title.find("》") + 1
    if 0 < closing < len(title):
        return f"{balanced(title[:closing], most)}\n{balanced(title[closing:], most)}"
    middle = (len(title) + 1) // 2
    fitting = [i for i in places if max(i, len(title) - i) <= most]
    cut = min(fitting, key=lambda i: (abs(i - middle), -i)) if fitting else middle
    return f"{balanced(title[:cut], most)}\n{balanced(title[cut:], most)}"


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十 (up to 99)."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if number < 10:
        return digits[number]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
