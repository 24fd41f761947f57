"""Tasks (commitments): what a plan will do, by whom, by when, without a number. The verbs and endings are data.

A clause between commas that holds a verb of an entry and ends as that entry's objects end is one task; clauses that look
back (已建立…), those of chapters on what was achieved, of contents pages and of tables, and those inside names are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from re import Pattern

from guihua.plan.statement import Commitment, Kind, statement_id
from guihua.reading.characters import matching_text
from guihua.reading.compiler import load, pattern, trie
from guihua.reading.contents import contents_pages
from guihua.reading.documents.document import Document
from guihua.reading.frame import Frame

_CLAUSE_END = pattern(r"[，；。！？\n\f]|(?<=[^\d]):(?=\D)|,(?=\D)")
_NESTED = {"（": "）", "(": ")", "《": "》", "“": "”", "〈": "〉"}
_OPENING = pattern("[（(《“〈]")
_LAST_BRACKET = pattern(r"(?<=.{4})[（(][^（）()]*[)）]$")
_BEFORE = pattern(r"(?:[　 ]*[（(](?:[^（）()]*负责|[^（）()]*牵头|[一二三四五六七八九十]{1,3}|\d{1,2})[)）])+[　 ]*")
"""The bodies of the passage before, and the number of a heading."""
_WHEN = pattern(r"^(?:到|至|在)?20\d\d年(?:底|末)?(?:之?前)?[，,]?")
_ENDS = pattern(r"([^|)?\]])(?=[|)?]|$)")
LONGEST_TAIL = 32
"""So many characters at the end of a clause are looked at for an object's ending."""
_DONE = pattern(
    r"已|了|曾|先后|取得|明显|基本建成|得到|有力|显著|不断完善$|过去|五年来|以来|扎实推进$|初步|成功|圆满|"
    r"(?:进展|成效|成果|突破)$|正在|仍|存在|不足|滞后|亟待|亟需"
)
_NEGATIVE = pattern(
    r"不得|禁止|严禁|不再|没有|尚未|不符合|未能|停止|暂停|未经|本(?:方案|规划|计划|意见|办法|通知)$|新发展格局"
)
_SUBJECT = pattern(
    r"^(?:由|请)?(?P<body>[^，。；、的]{0,18}?(?:政府|部门|委员会|委|局|厅|办公室|办|盟市|旗县|市县|地区|各地|企业|协会|银行|管委会|集团|公司|单位|财政|党委|法院|检察院|部(?!门|分|署|位)|总署|总局|院))"
    r"(?:负责|牵头|要|应|应当|须|必须|会同)"
)
_RESPONSIBLE = pattern(
    r"[（(](?P<bodies>[^（）()]{2,160}?)(?:等)?(?:按职责分工负责|分工负责|按职责负责|牵头负责|共同负责|负责|牵头)[）)]"
)
_DEADLINE = pattern(r"(?:到|至|在|于)?(?P<year>20\d\d)年(?:底|末|年底)?(?:之?前)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One way of saying a task; see data/commitments.yaml."""

    id: str
    kind: str
    verbs: Pattern[str]
    tail: Pattern[str]
    opens: bool = False
    action: str = ""
    least: int = 0
    apart: Pattern[str] | None = None

    def verb_in(self, core: str, end: int) -> re.Match[str] | None:
        """The first verb of a clause before `end` that is no part of another word."""
        position = 0
        while found := self.verbs.search(core, position, end):
            inside = [m for m in self.apart.finditer(core) if m.end() > found.start()] if self.apart else []
            if not inside or inside[0].start() >= found.end():
                return found
            position = inside[0].end()
        return None


def read_commitments(document: Document, frame: Frame) -> tuple[Commitment, ...]:
    """The tasks of a document in order of place. Spans are offsets into its text."""
    text = matching_text(document.text)
    left_out = [*((t.start, t.end) for t in document.tables), *contents_pages(document.text)]
    responsible = [(m.start(), _split(m["bodies"])) for m in _RESPONSIBLE.finditer(text)]
    headings = [h.start for h in document.headings]
    found: list[Commitment] = []
    ids: dict[tuple[str, str], int] = {}
    for start, end in clauses(text, sorted({*headings, *(h.end for h in document.headings)})):
        if frame.mode(start)[0] is Kind.FACT or any(a <= start < b for a, b in left_out):
            continue
        match = match_clause(text[start:end])
        if match is None:
            continue
        entry, verb, verb_at = match
        quote = document.text[start:end]
        section = frame.section(start)
        ordinal = ids.get((section, quote), 0)
        ids[section, quote] = ordinal + 1
        found.append(
            Commitment(
                id=statement_id(section, quote, "task", ordinal),
                action=verb,
                object=_object(document.text[start:end], 0 if entry.action else verb_at + len(verb)),
                quote=quote,
                start=start,
                end=end,
                section=section,
                kind=entry.kind,
                bodies=_bodies(text[start:end], end, responsible, headings),
                year=_deadline(text, start, end),
                rule=entry.id,
                indicator=_core(text[start + verb_at + len(verb) : end]) if entry.kind == "indicator" else "",
            )
        )
    return tuple(found)


def _object(clause: str, begin: int) -> str:
    """What is made or kept: the clause from here on, quotation marks that enclose all of it left out."""
    words = _WHEN.sub("", clause[begin:]).strip("　 ")
    inner = words[1:-1]
    return inner if words[:1] == "“" and words[-1:] == "”" and "“" not in inner and "”" not in inner else words


def match_clause(clause: str) -> tuple[Entry, str, int] | None:
    """(entry, verb, where the verb begins) of a clause that is a task; None for others."""
    core = _core(clause)
    if len(core) < 4:
        return None
    from_here = max(0, len(core) - LONGEST_TAIL)
    for entry in _ending_with().get(core[-1], ()):
        tail = entry.tail.search(core, from_here)
        verb = _verb(entry, core, tail) if tail is not None else None
        if verb is not None:
            return None if _DONE.search(core) or _NEGATIVE.search(core) else (entry, *verb)
    return None


def _verb(entry: Entry, core: str, tail: re.Match[str]) -> tuple[str, int] | None:
    """(verb, where it begins) of a clause that ends as the entry's objects do; None where it has no verb of the entry."""
    if entry.action:
        return entry.action, 0
    verb = entry.verb_in(core, tail.start() + 1)
    if verb is None or verb.end() >= len(core) or (entry.opens and verb.start()):
        return None
    return (verb.group(), verb.start()) if tail.start() - verb.end() >= entry.least or not entry.least else None


def _core(clause: str) -> str:
    """The clause without a bracket, 等, 工作, 任务 at its end."""
    if clause.endswith(("）", ")")) and (bracket := _LAST_BRACKET.search(clause)) is not None:
        clause = clause[: bracket.start()]
    for word in ("等", "工作", "任务", "事项", "等"):
        clause = clause.removesuffix(word)
    return clause


@cache
def _ending_with() -> dict[str, tuple[Entry, ...]]:
    """Which entries' objects may end in a character: a clause's last one leaves few to be tried."""
    found: dict[str, list[Entry]] = {}
    for entry in entries():
        for character in {*_ENDS.findall(entry.tail.pattern), "》", "”"}:
            found.setdefault(character, []).append(entry)
    return {character: tuple(of) for character, of in found.items()}


@cache
def entries() -> tuple[Entry, ...]:
    """The entries of commitments.yaml, compiled; an object's ending must end the clause."""
    made = []
    for row in load("commitments.yaml"):
        verbs = trie(sorted(row["verbs"], key=lambda v: (-len(v), v))) if "verbs" in row else r"\Z."
        made.append(
            Entry(
                row["id"],
                row["kind"],
                pattern(f"(?:{verbs})"),
                pattern(f"(?:{row['tail']})[》”]?$"),
                bool(row.get("opens")),
                row.get("action", ""),
                row.get("least", 0),
                pattern(trie(row["apart"])) if "apart" in row else None,
            )
        )
    return tuple(made)


def clauses(text: str, breaks: Sequence[int] = ()) -> Iterator[tuple[int, int]]:
    """Spans between commas, semicolons and full stops; brackets, quotation marks and 、 do not part a clause.

    breaks: where headings begin and end, in order: they part clauses even where no line ends.
    """
    position = 0
    edges = iter((*breaks, len(text) + 1))
    edge = next(edges)
    for found in _CLAUSE_END.finditer(text + "\n"):
        while edge <= found.start():
            if position < edge:
                yield from _clause(text, position, edge)
                position = edge
            edge = next(edges)
        start, end = _trim(text, position, found.start())
        if end - start < 4:
            position = found.end()
        elif not _open_bracket(text, start, end):
            yield start, end
            position = found.end()
        elif found.group() in "。\n\f！？；":
            position = found.end()


def _clause(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = _trim(text, start, end)
    if end - start >= 4 and not _open_bracket(text, start, end):
        yield start, end


def _open_bracket(text: str, start: int, end: int) -> bool:
    """Whether a bracket opened in the span is still open at its end."""
    part = text[start:end]
    if not _OPENING.search(part):
        return False
    return any(part.count(o) > part.count(c) for o, c in _NESTED.items())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in "　 \n）)":
        start += 1
    if before := _BEFORE.match(text, start, end):
        start = before.end()
    while end > start and text[end - 1] in "　 \n":
        end -= 1
    return start, end


def _bodies(
    clause: str, end: int, responsible: list[tuple[int, tuple[str, ...]]], headings: list[int]
) -> tuple[str, ...]:
    """Who does it: named before the verb, else in the bracket that closes the passage (…按职责分工负责)."""
    named = _SUBJECT.search(clause)
    if named:
        return (named["body"],)
    after = next(((at, bodies) for at, bodies in responsible if at >= end), None)
    if after is None or any(end <= h < after[0] for h in headings):
        return ()
    return after[1]


def _split(words: str) -> tuple[str, ...]:
    return tuple(part for part in words.replace("，", "、").split("、") if part)


def _deadline(text: str, start: int, end: int) -> int | None:
    """The year by which: named in the clause, or right before it in its sentence (到2020年，…)."""
    found = _DEADLINE.search(text, start, end)
    if found is None:
        opening = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
        found = _DEADLINE.match(text, opening, start)
        if found is not None and text[found.end() : start].strip("，, 　"):
            found = None
    return int(found["year"]) if found else None
