"""A verdict in words: its reasons and remarks, the readings beside it, why it changed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from guihua.plan.status import ReasonCode
from guihua.tracking.assessment import Assessment, Note, Reading
from guihua.tracking.change import Change
from guihua.view.assessments import (
    change_sentence,
    likelihood_why,
    likelihood_words,
    method_name,
    note_sentence,
    remarks,
    why,
)
from guihua.view.findings import label_words
from guihua.view.messages import translator
from guihua.view.numbers import MISSING, figure
from guihua.view.phrases import period as period_words
from guihua.view.phrases import stopped
from guihua.view.status import style
from guihua.view.told.amounts import base_words, gap_words, latest_note, latest_words, pace_words, required_words
from guihua.view.told.observations import observation_note


@dataclass(frozen=True, slots=True)
class Row:
    """One figure behind a verdict: its name, its value, and a note on source, coverage and vintage."""

    name: str
    value: str
    note: str


def reason_word(reason: ReasonCode, lang: str = "zh") -> str:
    """The coded reason why nothing can be said."""
    return translator(lang)(reason.zh)


def causes(change: Change, lang: str = "zh") -> str:
    """Why a verdict changed between two dates, cause by cause."""
    told = (change_sentence(_readable(note, lang), lang) for note in change.causes)
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(words for words in told if words))


def _readable(note: Note, lang: str) -> Note:
    """A newly published figure (indicator, period, value) as people write it: 2017年…：−24.4%."""
    what = dict(note.parameters).get("what", "").rsplit(" ", 2)
    if note.code != "new_period" or len(what) != 3:
        return note
    named, when, value = label_words(what[0], lang), period_words(what[1], lang), _written(what[2], lang)
    words = f"{when}{named}：{value}" if lang == "zh" else f"{named}, {when}: {value}"
    return replace(note, parameters=(("what", words),))


def _written(value: str, lang: str) -> str:
    """9385万千瓦, as a note keeps it, for readers."""
    found = re.fullmatch(r"([+−-]?\d+(?:\.\d+)?)(.*)", value)
    return figure(found[1], found[2], lang=lang) if found else value


def grounds(a: Assessment, lang: str = "zh") -> str:
    """The verdict's reason and every remark on it, as one text."""
    return "".join(sentence(part, lang) for part in (why(a, lang), *remarks(a, lang)) if part)


def figures(a: Assessment, lang: str = "zh") -> tuple[Row, ...]:
    """The figures that a verdict rests on, then each method's answer."""
    _ = translator(lang)
    base_note = observation_note(a.base, lang) if a.base else ""
    rows = [
        Row(_("基期"), base_words(a, lang), base_note),
        Row(_("最新"), latest_words(a, lang), latest_note(a, lang)),
        Row(_("序时进度"), pace_words(a, lang), ""),
        Row(_("差距"), gap_words(a, lang), ""),
        Row(_("后续需要"), required_words(a, lang), ""),
    ]
    unsaid = likelihood_why(a, lang) if a.latest is not None else ""
    rows.append(Row(_("预计"), likelihood_words(a, lang) or (unsaid and MISSING), unsaid))
    for m in a.methods:
        shown = style(m.status)
        rows.append(Row(method_name(m.method, lang), f"{shown.symbol} {shown.word(lang)}", ""))
    return tuple(row for row in rows if row.value)


def notes(
    a: Assessment, lang: str = "zh", *, only: Collection[str] = (), leave: Collection[str] = ()
) -> tuple[str, ...]:
    """The remarks on a verdict without its readings, each once; `only` these codes, or all but those in `leave`."""
    chosen = [n for n in a.notes if (not only or n.code in only) and n.code not in leave]
    told = (note_sentence(note, lang) for note in chosen)
    return tuple(dict.fromkeys(words for words in told if words))


def what_would_change(a: Assessment, lang: str = "zh") -> str:
    """What would change a verdict, in a sentence; "" where nothing is known of it."""
    codes = {n.code for n in a.notes if n.code.startswith("changes_by_")}
    return ("；" if lang == "zh" else "; ").join(notes(a, lang, only=codes)) if codes else ""


def reading_how(reading: Reading, lang: str = "zh") -> str:
    """How a reading beside a verdict was made."""
    _ = translator(lang)
    given = dict(reading.parameters)
    given |= {"period": period_words(given["period"], lang)} if "period" in given else {}
    words = {
        "published_growth": _("按公布增速，{period}"),
        "scaled_target": _("按修订后的基期折算目标，{year}年"),
        "as_printed": _("按公布数直接对比，口径已变"),
    }.get(reading.code, reading.code)
    return words.format_map(given) if "{" in words else words


def sentence(words: str, lang: str = "zh") -> str:
    """Words as a sentence, with a full stop."""
    return stopped(words[:1].upper() + words[1:], lang) + ("" if lang == "zh" else " ")
