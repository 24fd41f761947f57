"""Tasks (commitments): what a plan will do, by whom, by when, without a number. The verbs and endings are data.

A clause between commas that holds a verb of an entry and ends as that entry's objects end is one task; clauses that look
back (已建立…), those of chapters on what was achieved, and those inside names are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from re import Pattern

from guihua.plan.statement import Commitment, Kind, statement_id
from guihua.reading.characters import matching_text
from guihua.reading.compiler import load, pattern, trie
from guihua.reading.documents.document import Document
from guihua.reading.frame import Frame

_CLAUSE_END = pattern(r"[，；。！？\n\f]|(?<=[^\d]):(?=\D)|,(?=\D)")
_NESTED = {"（": "）", "(": ")", "《": "》", "“": "”", "〈": "〉"}
_OPENING = pattern("[（(《“〈]")
_ENDS = pattern(r"([^|)?\]])(?=[|)?]|$)")
LONGEST_TAIL = 32
"""So many characters at the end of a clause are looked at for an object's ending."""
_DONE = pattern(
    r"已|了|曾|先后|取得|明显|基本建成|得到|有力|显著|不断完善$|过去|五年来|以来|扎实推进$|初步|成功|圆满|"
    r"(?:进展|成效|成果|突破)$|正在|仍|存在|不足|滞后|亟待|亟需"
)
_NEGATIVE = pattern(r"不得|禁止|严禁|不再|没有|尚未|不符合|未能")
_SUBJECT = pattern(
    r"^(?:由|请)?(?P<body>[^，。；、的]{0,18}?(?:政府|部门|委员会|委|局|厅|办公室|办|盟市|旗县|市县|地区|各地|企业|协会|银行|园区管委会|集团|公司|单位))"
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


def read_commitments(document: Document, frame: Frame) -> tuple[Commitment, ...]:
    """The tasks of a document in order of place. Spans are offsets into its text."""
    text = matching_text(document.text)
    tables = [(t.start, t.end) for t in document.tables]
    responsible = [(m.start(), _split(m["bodies"])) for m in _RESPONSIBLE.finditer(text)]
    headings = [h.start for h in document.headings]
    found: list[Commitment] = []
    ids: dict[tuple[str, str], int] = {}
    for start, end in clauses(text):
        if frame.mode(start)[0] is Kind.FACT or any(a <= start < b for a, b in tables):
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
                object=document.text[start + verb_at + len(verb) : end].strip("　 “”"),
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


def match_clause(clause: str) -> tuple[Entry, str, int] | None:
    """(entry, verb, where the verb begins) of a clause that is a task; None for others."""
    core = _core(clause)
    if core[-1:] not in _last_characters():
        return None
    from_here = max(0, len(core) - LONGEST_TAIL)
    if len(core) < 4 or not _any_tail().search(core, from_here) or _DONE.search(core) or _NEGATIVE.search(core):
        return None
    for entry in entries():
        tail = entry.tail.search(core, from_here)
        if tail is None:
            continue
        verb = entry.verbs.search(core, 0, tail.start() + 1)
        if verb is not None and verb.end() < len(core) and not (entry.opens and verb.start()):
            return entry, verb.group(), verb.start()
    return None


def _core(clause: str) -> str:
    """The clause without 等, 工作, 任务 at its end."""
    for word in ("等", "工作", "任务", "事项", "等"):
        clause = clause.removesuffix(word)
    return clause


@cache
def _last_characters() -> frozenset[str]:
    """Every character that an object's ending can end with, and a few more: those before | ) ? in the patterns."""
    return frozenset(c for e in entries() for c in _ENDS.findall(e.tail.pattern)) | frozenset("》”")


@cache
def _any_tail() -> Pattern[str]:
    """One look at a clause's end tells most that are no task."""
    return pattern("|".join(f"(?:{entry.tail.pattern})" for entry in entries()))


@cache
def entries() -> tuple[Entry, ...]:
    """The entries of commitments.yaml, compiled; an object's ending must end the clause."""
    made = []
    for row in load("commitments.yaml"):
        verbs = trie(sorted(row["verbs"], key=lambda v: (-len(v), v)))
        made.append(
            Entry(
                row["id"],
                row["kind"],
                pattern(f"(?:{verbs})"),
                pattern(f"(?:{row['tail']})[》”]?$"),
                bool(row.get("opens")),
            )
        )
    return tuple(made)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Spans between commas, semicolons and full stops; brackets, quotation marks and 、 do not part a clause."""
    position = 0
    for mark in _CLAUSE_END.finditer(text):
        start, end = _trim(text, position, mark.start())
        if end - start >= 4:
            if not _open_bracket(text, start, end):
                yield start, end
                position = mark.end()
            elif mark.group() in "。\n\f！？；":
                position = mark.end()
            continue
        position = mark.end()
    start, end = _trim(text, position, len(text))
    if end - start >= 4:
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
