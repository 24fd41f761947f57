"""Parks and enterprises: bodies below a region that have figures of their own, known by a code.

A project lists them in a table (``bodies = "bodies.csv"`` in guihua.toml): ``code, name, kind, parent, since, until, level,
source``. An enterprise's code is its unified social credit code (GB 32100-2015, checked); a park's is the project's own,
for there is no public one: capital letters, digits and hyphens. ``parent`` is the code of a region, or of a park that holds
the enterprise; ``since`` and ``until`` are the days between which the body exists ("" where not known), so that a park that
was merged is missing from no later sum. An observation names a body where it would name a region.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from guihua.errors import GuihuaError, Place
from guihua.plan.codes import Kind as Code
from guihua.plan.codes import fault
from guihua.plan.files import read_utf8
from guihua.plan.periods import last_day
from guihua.plan.regions import Region, region, regions

COLUMNS = ("code", "name", "kind", "parent", "since", "until", "level", "source")
NEEDED = COLUMNS[:4]
_PARK = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")


class BodyKind(StrEnum):
    """What a body is."""

    PARK = "park"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Body:
    """One park or enterprise. level: as it is called (国家级, 自治区级); since, until: None where not known."""

    code: str
    name: str
    kind: BodyKind
    parent: str
    since: date | None = None
    until: date | None = None
    level: str = ""
    source: str = ""

    def exists(self, day: date) -> bool:
        """Whether it exists on a day, as far as is known."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Bodies:
    """The parks and enterprises of a project."""

    bodies: tuple[Body, ...] = ()
    _codes: dict[str, Body] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._codes.update({body.code: body for body in self.bodies})

    def find(self, code_or_name: str) -> Body | None:
        """The body with this code, or with this name where only one has it."""
        found = self._codes.get(code_or_name)
        return found if found is not None else self._names.get(code_or_name)

    def below(self, place: str, kind: BodyKind, day: date) -> tuple[Body, ...]:
        """The bodies of a kind that lie anywhere in a region or park and exist on a day, in the order of their codes."""
        there = (b for b in self.bodies if b.kind is kind and b.exists(day) and place in self.above(b))
        return tuple(sorted(there, key=lambda b: b.code))

    def above(self, body: Body) -> tuple[str, ...]:
        """The codes of everything that holds a body, the nearest first."""
        regions_above = _parents()
        codes, code = [], body.parent
        while code:
            codes.append(code)
            held = self._codes.get(code)
            code = held.parent if held is not None else regions_above.get(code, "")
        return tuple(codes)

    def place(self, code: str) -> Region:
        """A region, or a body as one. GuihuaError REGION-UNKNOWN where it is neither."""
        body = self._codes.get(code)
        return region(code) if body is None else Region(body.code, body.name, "", body.parent, body.kind.value)

    @cached_property
    def _names(self) -> dict[str, Body]:
        names: dict[str, list[Body]] = {}
        for body in self.bodies:
            names.setdefault(body.name, []).append(body)
        return {name: found[0] for name, found in names.items() if len(found) == 1}


def is_enterprise(code: str) -> bool:
    """Whether the code of an observation's place is that of an enterprise: a well-formed credit code."""
    return len(code) == 18 and fault(Code.CREDIT, code) is None


def read_bodies(path: Path | None) -> Bodies:
    """Read a project's table of bodies; none where there is no table.

    Errors: BODIES-COLUMNS, BODIES-ROW (code, kind, parent, date, name or twice), with the line.
    """
    if path is None:
        return Bodies()
    rows = list(csv.reader(io.StringIO(read_utf8(path))))
    head = [name.strip() for name in rows[0]] if rows else []
    if not set(NEEDED) <= set(head) or not set(head) <= set(COLUMNS):
        raise GuihuaError(
            "BODIES-COLUMNS", f"园区、企业表的列不对 columns: {', '.join(head)}", ", ".join(COLUMNS), Place(str(path))
        )
    found: dict[str, Body] = {}
    places: dict[str, Place] = {}
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            place = Place(str(path), line=number)
            body = _body(dict(zip(head, (cell.strip() for cell in row), strict=False)), place)
            if body.code in found:
                raise _wrong("代码重复 code twice", body.code, place)
            found[body.code], places[body.code] = body, place
    for body in found.values():
        _hangs(body, found, places[body.code])
    return Bodies(tuple(found.values()))


def _body(row: dict[str, str], place: Place) -> Body:
    code, name = row.get("code", ""), row.get("name", "")
    if row.get("kind") not in [kind.value for kind in BodyKind]:
        raise _wrong("类别不对 kind is park or enterprise", row.get("kind", ""), place)
    kind = BodyKind(row["kind"])
    if kind is BodyKind.ENTERPRISE and (bad := fault(Code.CREDIT, code)):
        raise _wrong(f"统一社会信用代码有误 credit code: {bad.value}", code, place)
    if kind is BodyKind.PARK and (not _PARK.fullmatch(code) or code in _parents() or is_enterprise(code)):
        raise _wrong("园区代码有误 a park's code is capital letters, digits and hyphens, no region's", code, place)
    if not name:
        raise _wrong("没有名称 no name", code, place)
    since, until = (_day(row.get(key, ""), place) for key in ("since", "until"))
    if since and until and until < since:
        raise _wrong("止于起前 until lies before since", code, place)
    return Body(code, name, kind, row.get("parent", ""), since, until, row.get("level", ""), row.get("source", ""))


def _day(text: str, place: Place) -> date | None:
    if not text:
        return None
    try:
        return last_day(text)
    except GuihuaError:
        raise _wrong("日期写法有误 not a date", text, place) from None


def _hangs(body: Body, found: dict[str, Body], place: Place) -> None:
    """A park hangs below a region, an enterprise below a region or a park; nothing hangs below itself."""
    parent = found.get(body.parent)
    if parent is None and body.parent not in _parents():
        raise _wrong("上级不识别 parent not known", body.parent, place)
    if parent is not None and (parent.kind is not BodyKind.PARK or body.kind is not BodyKind.ENTERPRISE):
        raise _wrong(
            "上级只能是地区，企业的上级可以是园区 the parent is a region; of an enterprise also a park",
            body.parent,
            place,
        )


@cache
def _parents() -> dict[str, str]:
    """Region code → the code above it."""
    return {r.code: r.parent for r in regions()}


def _wrong(what: str, text: str, place: Place) -> GuihuaError:
    return GuihuaError("BODIES-ROW", f"{what}: {text!r}", "改正这一行 mend this line", place)
