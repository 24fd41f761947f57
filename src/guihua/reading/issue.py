"""Number, issuer and dates of a document, where its head or its end says them: 发文字号, 发文机关, 成文日期, 施行日期.

A date of issue is, in this order: the one labelled so; the date alone on a line under the office that signs; the date before
印发; the date in brackets under the title; a labelled date of publication. Dates inside the text are none of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from re import Match, Pattern

from guihua.reading.compiler.issue import issue_patterns
from guihua.reading.numerals import read_year, split_numeral

HEAD = 4_000
"""Characters at the beginning in which a notice may end and its plan begin."""
TAIL = 1_500
EARLY = 3
"""A plan is issued no more than so many years before it begins."""
TITLE = 800
"""A date in brackets stands under the title."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What a document says of its own issue; dates as 2016, 2016-11 or 2016-11-25, "" where it says nothing."""

    number: str = ""
    issuer: str = ""
    issued: str = ""
    in_force: str = ""


def issue_of(text: str, raw: str = "", period: tuple[int, int] | None = None) -> Issue:
    """Read it from the matching text; raw is the text as it stands, as long as the other, for names as they are written.

    period: the plan's years, which a date of issue lies in or not long before.
    """
    told = raw or text
    patterns = issue_patterns()
    ends = ((0, min(HEAD, len(text))), (max(HEAD, len(text) - TAIL), len(text)))
    labelled = {kind: _first(pattern, text, ends) for kind, pattern in patterns.labelled.items()}
    signed, body = _signed(text, ends)
    sent = _first(patterns.sent, text, ends)
    bracket = patterns.bracket.search(text, 0, TITLE)
    published = [labelled["made"], labelled["sent"], signed, sent, bracket, labelled["told"]]
    issued = next((day for found in published if found and _fits(day := _date(found), period)), "")
    number = labelled["number"] or next((m for m in patterns.number.finditer(text, 0, TITLE) if _own(m, text)), None)
    issuer = _issuer(told, labelled["issuer"], body, sent, text)
    return Issue(
        _number(number, told),
        issuer,
        issued,
        _in_force(text, labelled["holds"], issued),
    )


def _fits(day: str, period: tuple[int, int] | None) -> bool:
    return bool(day) and (period is None or period[0] - EARLY <= int(day[:4]) <= period[1])


def _own(number: Match[str], text: str) -> bool:
    """Whether a number is the document's: in brackets only on a line of its own, where others are cited in them."""
    if text[number.end() : number.end() + 1] not in ("）", ")"):
        return not text[: number.start()].endswith(("（", "(", "》", "、"))
    opened = max(text.rfind("（", 0, number.end()), text.rfind("(", 0, number.end()))
    return opened <= 0 or text[opened - 1] in "\n　 "


def _first(pattern: Pattern[str], text: str, ends: tuple[tuple[int, int], ...]) -> Match[str] | None:
    found = (pattern.search(text, start, end) for start, end in ends if start < end)
    return next((m for m in found if m), None)


def _signed(text: str, ends: tuple[tuple[int, int], ...]) -> tuple[Match[str] | None, tuple[int, int] | None]:
    """The date alone on a line, best under the office that signs; and where the office's name stands."""
    patterns = issue_patterns()
    alone: Match[str] | None = None
    for start, end in ends:
        for found in patterns.alone.finditer(text, start, end):
            first, last = _line_before(text, found.start("y"))
            words = text[first:last].strip(" 　\t")
            if patterns.body.fullmatch(words):
                at = text.index(words, first)
                return found, (at, at + len(words))
            if start == 0 or found.end() >= len(text.rstrip()):
                alone = alone or found
    return alone, None


def _line_before(text: str, position: int) -> tuple[int, int]:
    """The last line with words before the line at this position."""
    end = text.rfind("\n", 0, position)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip(" 　\t"):
            return start, end
        end = start - 1
    return 0, 0


def _issuer(
    raw: str, labelled: Match[str] | None, body: tuple[int, int] | None, sent: Match[str] | None, text: str
) -> str:
    if labelled:
        return raw[labelled.start("words") : labelled.end("words")]
    if body:
        return raw[body[0] : body[1]]
    if sent and sent["body"]:
        return raw[sent.start("body") : sent.end("body")]
    titled = issue_patterns().titled.match(text)
    return raw[titled.start("body") : titled.end("body")] if titled else ""


def _number(found: Match[str] | None, raw: str) -> str:
    if found is None:
        return ""
    words = "words" if "words" in found.re.groupindex else 0
    run_on = issue_patterns().run_on.match(found[words])  # …的通知国办发〔1985〕76号
    return raw[found.start(words) + (run_on.end() if run_on else 0) : found.end(words)]


def _in_force(text: str, labelled: Match[str] | None, issued: str) -> str:
    if labelled and (day := _date(labelled)):
        return day
    patterns = issue_patterns()
    named = list(patterns.begins.finditer(text))
    if named:
        return _date(named[-1])  # what stands before may quote other documents
    return issued if patterns.at_once.search(text) else ""


def _date(found: Match[str]) -> str:
    """2016, 2016-11 or 2016-11-25; "" where there is no such day."""
    year = read_year(found["y"])
    month, day = found["m"] or found["m2"], found["d"] or found["d2"]
    numbers = [int(part) if part.isdecimal() else int(split_numeral(part)[0]) for part in (month, day) if part]
    try:
        date(year, *([*numbers, 1, 1][:2]))
    except ValueError:
        return ""
    return "-".join([str(year), *(f"{n:02d}" for n in numbers)])
