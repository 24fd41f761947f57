"""Verdicts in words and as plain records: status, reasons, 口径注, readings, methods, what changed.

The sentences are `view/data/assessments.yaml`; nothing here decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from guihua.plan.data import load
from guihua.plan.statement import Form
from guihua.plan.status import ReasonCode, Status
from guihua.statistics.observation import UNSTATED, Observation
from guihua.tracking.assessment import Assessment, MethodResult, Note, Reading
from guihua.tracking.likelihood import FEW
from guihua.tracking.methods.spec import spec
from guihua.view.findings import label_words, unit_behind
from guihua.view.numbers import figure, number
from guihua.view.phrases import coverage_words, partial_day, period
from guihua.view.statements import value_words

COVERAGE_MARK = "口径注"
Record = dict[str, Any]


def status_word(a: Assessment, lang: str = "zh") -> str:
    """The status with its coded reason and 口径注: 未能测算（口径变更）; 未完成（口径注）."""
    from guihua.view.status import style

    inside = []
    if a.reason is not None:
        inside.append(a.reason.zh if lang == "zh" else a.reason.value.replace("_", " "))
    if a.coverage_note and a.reason is None:
        inside.append(COVERAGE_MARK if lang == "zh" else "see note on coverage")
    word = a.status.zh if lang == "zh" else style(a.status.zh).word(lang)
    if not inside:
        return word
    return f"{word}（{'，'.join(inside)}）" if lang == "zh" else f"{word} ({', '.join(inside)})"


def why(a: Assessment, lang: str = "zh") -> str:
    """The verdict in a sentence: the value judged against the target, or why it cannot be said."""
    if a.reason is not None:
        return _reason_sentence(a, a.reason, lang)
    if a.latest is None and not a.latest_value:
        return ""
    if (agreed := a.note("by_readings")) is not None:
        return note_sentence(agreed, lang)
    when = period(a.latest_period or "", lang)
    if lang == "zh":
        return f"{when}{_measure(a)}{_shown(a.latest_value, a.unit, lang)}，目标{_shown(a.target_value, a.unit, lang)}"
    return f"{when}: {_shown(a.latest_value, a.unit, lang)} against {_shown(a.target_value, a.unit, lang)}"


def _reason_sentence(a: Assessment, reason: ReasonCode, lang: str) -> str:
    """Why a verdict cannot be said. Where an earlier figure stands beside it, it is that of the target's year that is missing."""
    given = {"year": str(a.statement.year or ""), "latest": period(a.latest_period, lang)}
    if reason is ReasonCode.NO_DATA and a.latest_value and a.latest_period:
        return _text("beside", "earlier", lang, given)
    if reason is ReasonCode.NO_DATA and a.nearest:
        return _text("beside", "unusable", lang, given)
    return _text("reasons", reason.value, lang, given)


def remarks(a: Assessment, lang: str = "zh") -> tuple[str, ...]:
    """The readings beside the verdict, then every remark on it, each a sentence."""
    told = [reading_sentence(r, lang) for r in a.readings] + [note_sentence(n, lang) for n in a.notes]
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))


def note_sentence(note: Note, lang: str = "zh") -> str:
    """One remark as a sentence, its dates and periods as official papers write them."""
    given = _in_words(note.parameters, lang)
    if "how" in given:
        given["how"] = _text("how", given["how"], lang, {}) or given["how"]
    given |= {key: label_words(given[key], lang) for key in _LABELS if key in given}
    return _text("notes", note.code, lang, given)


def reading_sentence(reading: Reading, lang: str = "zh") -> str:
    """A reading beside the verdict as a sentence."""
    from guihua.view.status import style

    word = reading.status.zh if lang == "zh" else style(reading.status.zh).word(lang)
    given = _in_words(reading.parameters, lang) | {
        "target": _shown(reading.target, reading.unit, lang),
        "actual": _shown(reading.actual, reading.unit, lang),
        "status": word,
    }
    return _text("readings", reading.code, lang, given)


def method_name(code: str, lang: str = "zh") -> str:
    """The name of a method."""
    record = spec(code)
    return record.name_zh if lang == "zh" else record.name_en


def label_word(label: str, lang: str = "zh") -> str:
    """A method's own label in words."""
    return _text("labels", label, lang, {}) or label


def method_why(m: MethodResult, lang: str = "zh") -> str:
    """Why a method has no number; "" where it has one."""
    return _text("why", m.why, lang, {}) if m.why else ""


def likelihood_words(a: Assessment, lang: str = "zh") -> str:
    """预计能完成（86%，n=40）; with the word for few origins where they are few; "" where nothing is foreseen."""
    if not a.likelihood:
        return ""
    word = _text("likelihood", a.likelihood, lang, {})
    few = a.likelihood_n < FEW
    tail = (
        f"{a.likelihood_number}，n={a.likelihood_n}" if lang == "zh" else f"{a.likelihood_number}, n={a.likelihood_n}"
    )
    if few:
        tail += ("，" if lang == "zh" else ", ") + _text("likelihood", "indicative", lang, {})
    return f"{word}（{tail}）" if lang == "zh" else f"{word} ({tail})"


def likelihood_why(a: Assessment, lang: str = "zh") -> str:
    """Why no likelihood is given; "" where one is."""
    if a.likelihood:
        return ""
    case = a.case
    if case is None or a.status is Status.UNKNOWN:
        code = "unjudged"
    elif case.over:
        code = "over"
    elif case.form in (Form.CUMULATIVE, Form.GROWTH, Form.CHANGE):
        code = "form"
    elif a.status is Status.AHEAD or (a.latest is not None and a.latest.period.last_year >= case.target_year):
        code = "reached"
    else:
        code = "short"
    return _text("likelihood", code, lang, {})


def change_sentence(note: Note, lang: str = "zh") -> str:
    """Why a status changed between two dates, one cause as a sentence."""
    return _text("changes", note.code, lang, _in_words(note.parameters, lang))


def record(a: Assessment, lang: str = "zh") -> Record:
    """An assessment as plain JSON: figures as text, words in `lang`, codes beside them."""
    s = a.statement
    return {
        "id": s.id,
        "indicator": s.indicator,
        "quote": s.quote,
        "section": s.section,
        "target": {
            "words": value_words(s, lang),
            "value": a.target_value,
            "written": list(s.value),
            "written_unit": s.unit,
            "unit": a.unit,
            "year": s.year,
            "base_year": s.base_year,
            "form": s.form.value,
            "comparator": s.comparator.value,
        },
        "status": a.status.zh,
        "status_code": a.status.value,
        "reason": a.reason.zh if a.reason else "",
        "reason_code": a.reason.value if a.reason else "",
        "coverage_note": a.coverage_note,
        "mark": COVERAGE_MARK if a.coverage_note else "",
        "sentence": why(a, lang),
        "base": _figure(a.base, a.base_value, a.unit),
        "latest": _figure(a.latest, a.latest_value, a.unit),
        "pace": a.pace,
        "gap": a.gap,
        "required_a_year": a.required,
        "agree": a.agree,
        "primary_method": a.primary,
        "methods": [_method(m, lang) for m in a.methods],
        "likelihood": likelihood_words(a, lang),
        "likelihood_number": a.likelihood_number,
        "likelihood_n": a.likelihood_n,
        "forecast": [
            {"year": f.year, "middle": f.middle, "inner_50": list(f.inner), "outer_80": list(f.outer)} for f in a.fan
        ],
        "readings": [_reading(r, lang) for r in a.readings],
        "notes": [{"code": n.code, "sentence": note_sentence(n, lang), **dict(n.parameters)} for n in a.notes],
        "nearest": [_observation(o) for o in a.nearest],
        "observations": [o.id for o in a.observations],
        "as_of": a.as_of.isoformat(),
        "include_collected": a.include_collected,
        "settings": dict(a.settings),
    }


_DATES = ("known", "since")
_LABELS = ("indicator", "what")
_VALUES = ("from", "to", "value")
_COVERAGES = ("coverage", "whole", "from", "to")
_NUMERIC = re.compile(r"[+−-]?\d+(\.\d+)?")


def _in_words(parameters: Iterable[tuple[str, str]], lang: str) -> dict[str, str]:
    """Parameters as official papers write them: 2018年1月3日, 2020年1—10月, 11,500; coverages and units in the reader's language.

    In English a magnitude takes its unit with it, and the unit's own place stays empty.
    """
    given = dict(parameters)
    words: dict[str, str] = {key: partial_day(given[key], lang) for key in _DATES if key in given}
    if "period" in given:
        words["period"] = period(partial_day(given["period"], lang), lang)
    if unit := given.get("unit", ""):
        values = [key for key in _VALUES if _NUMERIC.fullmatch(given.get(key, ""))]
        words |= {key: figure(given[key], unit, lang=lang) if lang == "en" else number(given[key]) for key in values}
        words["unit"] = "" if lang == "en" and values else unit_behind(unit, lang).strip()
    words |= {key: coverage_words(given[key], lang) for key in _COVERAGES if key in given and key not in words}
    return given | words


def _measure(a: Assessment) -> str:
    return {Form.GROWTH: "年均", Form.CHANGE: "较基期"}.get(a.form, "")


def _shown(value: str, unit: str, lang: str) -> str:
    return figure(value, unit, lang=lang) if value else "—"


def _figure(o: Observation | None, value: str, unit: str) -> Record | None:
    if o is None and not value:
        return None
    found: Record = {"value": value, "unit": unit}
    return found if o is None else found | _observation(o, prefix="published_")


def _observation(o: Observation, prefix: str = "") -> Record:
    return {
        f"{prefix}value": o.value,
        f"{prefix}unit": o.unit,
        "indicator": o.indicator,
        "period": str(o.period),
        "coverage": "" if o.coverage == UNSTATED else o.coverage,
        "accounting": "" if o.accounting == UNSTATED else o.accounting,
        "price": o.price.value,
        "vintage": o.published.isoformat() if o.published else "",
        "vintage_note": o.vintage_note,
        "date_trust": o.date_trust.value,
        "grade": o.grade.value,
        "source": o.source,
        "observation": o.id,
    }


def _method(m: MethodResult, lang: str) -> Record:
    return {
        "method": m.method,
        "name": method_name(m.method, lang),
        "status": m.status.zh,
        "status_code": m.status.value,
        "label": m.label,
        "label_words": label_word(m.label, lang),
        "progress": None if m.progress is None else f"{m.progress:.6g}",
        "score": None if m.score is None else f"{m.score:.6g}",
        "why": method_why(m, lang),
    }


def _reading(r: Reading, lang: str) -> Record:
    return {
        "code": r.code,
        "sentence": reading_sentence(r, lang),
        "known_since": r.known_since.isoformat() if r.known_since else "",
        "status": r.status.zh,
        "status_code": r.status.value,
        "target": r.target,
        "actual": r.actual,
        "unit": r.unit,
        "observations": list(r.observations),
        **dict(r.parameters),
    }


def _text(group: str, code: str, lang: str, given: Mapping[str, str]) -> str:
    """The sentence for a code with its parameters filled in; "" for a code that has none."""
    entry = load("data/assessments.yaml", "guihua.view")[group].get(code)
    if entry is None:
        return ""
    template: str = entry[lang if lang in entry else "zh"]
    words = template.format_map(_Blank(given))
    return re.sub(" +(?=[ ;,)])", "", words) if lang == "en" else words  # where a unit's place stays empty


class _Blank(dict[str, str]):
    """Parameters; one that is missing leaves no trace."""

    def __missing__(self, key: str) -> str:
        return ""
