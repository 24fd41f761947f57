"""Every figure of a report is tracking's own, to the last digit printed; and no number stands in it without an id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from guihua.checking.finding import Severity
from guihua.plan.statement import Kind
from guihua.plan.status import Status
from guihua.plan.units import find_unit
from guihua.reporting.document import Document, Figure, Paragraph, Run, Table, Text
from guihua.reporting.gather import Sources, material
from guihua.reporting.material import Material
from guihua.reporting.report import make_report
from guihua.statistics.observation import Grade
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.status import style

REPORTS = [("2018-12-31", "midterm", False), ("2019-12-31", "annual", False), ("2025-01-31", "final", True)]
FIELDS = {
    "base": lambda a: (a.base.value, a.base.unit) if a.base else (a.base_value, a.unit),
    "pace": lambda a: (a.pace, a.unit),
    "gap": lambda a: (a.gap.lstrip("-−"), a.unit),
    "required": lambda a: (a.required, a.unit),
}


@pytest.fixture(scope="module", params=REPORTS, ids=[kind for _day, kind, _all in REPORTS])
def made(request: pytest.FixtureRequest, sources: Callable[..., Sources]) -> tuple[Material, Document]:
    day, kind, collected = request.param
    given = material(sources(day, kind, "zh", collected), charts=False)
    return given, make_report(given)


def printed(text: str) -> tuple[Fraction, Fraction]:
    """A printed magnitude in its unit's base, and half of what its last digit stands for."""
    found = re.search(r"([−-]?)([\d,]+(?:\.\d+)?)\s*([^\d，；（]*)", text)
    assert found, text
    sign = -1 if found[1] or text.startswith("下降") or "年均下降" in text or "年均减少" in text else 1
    unit = find_unit(found[3].removesuffix("左右").replace("m³", "m3")) if found[3] else None
    factor = unit.factor if unit else Fraction(1)
    digits = found[2].replace(",", "")
    half = Fraction(1, 2 * 10 ** len(digits.partition(".")[2]))
    return sign * Fraction(digits) * factor, half * factor


def agrees(text: str, value: str, unit: str) -> bool:
    """Whether a printed text is the value rounded to the digits that are printed."""
    shown, half = printed(text)
    known = find_unit(unit)
    exact = Fraction(Decimal(value.replace("−", "-"))) * (known.factor if known else 1)
    return abs(shown - exact) <= half


def checked(f: Figure, a: Assessment) -> bool:
    """Whether a figure of a target says what tracking found; fails on a figure that nobody taught this test to check."""
    field = f.operation[2]
    magnitude = _magnitude(f, a)
    if magnitude is not None:
        return agrees(f.text, *magnitude)
    check = _WORDS.get(field.partition(".")[0])
    if check is None:
        raise AssertionError(f"no check for {f.operation}")
    return check(f.text, a, field)


def _magnitude(f: Figure, a: Assessment) -> tuple[str, str] | None:
    """The value and unit that a figure must print; None where it is words."""
    field = f.operation[2]
    if f.operation[0] == "reading":
        reading = a.readings[int(field)]
        return reading.target if f.operation[3] == "target" else reading.actual, reading.unit
    if field == "latest":
        return (a.latest.value, a.latest.unit) if told.printed_as_judged(a) else (a.latest_value, a.unit)  # type: ignore[union-attr]
    return FIELDS[field](a) if field in FIELDS else None


def _is_target(text: str, a: Assessment, _field: str) -> bool:
    return all(v in re.findall(r"[\d.]+", text.replace(",", "")) for v in a.statement.value)


def _is_status(text: str, a: Assessment, field: str) -> bool:
    if field == "status.reason":
        return a.reason is not None and text.endswith(a.reason.zh)
    reason = a.reason is None or field == "status.word" or a.reason.zh in text
    return style(a.status).zh in text and reason and ("口径注" in text) == (a.coverage_note and a.reason is None)


def _is_method(text: str, a: Assessment, field: str) -> bool:
    return text == style(next(m for m in a.methods if m.method == field.removeprefix("method.")).status).symbol


def _is_note(text: str, a: Assessment, _field: str) -> bool:
    """Its first sentences are remarks of the verdict; what is added points to a chapter or an attachment."""
    added = ("期间的口径变动和数据修订见", "按")
    return all(words in _notes(a) or words.startswith(added) for words in _sentences(text))


_WORDS = {
    "target": _is_target,
    "status": _is_status,
    "verdict": _is_status,
    "method": _is_method,
    "note": _is_note,
    "derived": lambda text, a, _field: text == told.derived_words(a),
    "likelihood": lambda text, a, _field: text == told.likelihood_words(a),
}


def _sentences(text: str) -> list[str]:
    return [part for part in text.split("。") if part]


def _notes(a: Assessment) -> set[str]:
    return {s for words in (*told.notes(a), told.why(a)) for s in _sentences(words)}


def test_every_figure_of_a_target_is_what_tracking_found(made: tuple[Material, Document]) -> None:
    given, document = made
    by_id = {a.statement.id: a for a in given.assessments}
    mine = [f for f in document.figures if f.operation[:1] in (("assessment",), ("reading",))]
    assert len(mine) > 120
    assert [(f.id, f.text) for f in mine if not checked(f, by_id[f.operation[1]])] == []


def test_every_published_figure_is_the_stores(made: tuple[Material, Document]) -> None:
    given, document = made
    known = {o.id: o for o in (*given.known, *given.regional)} | {
        o.id: o for a in given.assessments for o in (*a.observations, *a.nearest)
    }
    mine = [f for f in document.figures if f.operation[:1] == ("observation",)]
    assert mine
    for f in mine:
        o = known[f.operation[1]]
        assert agrees(f.text, o.value, o.unit) or f.text.replace(",", "").replace("−", "-").startswith(o.value), f


def test_every_count_is_counted_again_from_the_results(made: tuple[Material, Document]) -> None:
    given, document = made
    shown = {
        f.operation[1]: int(f.text[:-1].replace(",", "")) for f in document.figures if f.operation[:1] == ("count",)
    }
    kinds = Counter(s.kind for s in given.plan.statements)
    used = {o.id: o for a in given.assessments for o in (*a.observations, *a.nearest) if o.grade is not Grade.PLAN}
    grades = Counter(o.grade for o in used.values())
    status = Counter(a.status for a in given.assessments)
    findings = Counter(x.severity for x in given.findings or () if not x.holds)
    want = {
        "statements": len(given.plan.statements),
        "target": kinds[Kind.TARGET],
        "fact": kinds[Kind.FACT],
        "policy": kinds[Kind.POLICY],
        "total": len(given.assessments),
        **_of_the_main(given),
        "judged": len(given.assessments) - status[Status.UNKNOWN],
        "unknown": status[Status.UNKNOWN],
        "late": status[Status.MISSED] + status[Status.LAGGING],
        "missed": status[Status.MISSED],
        "observations": len(used),
        "official": grades[Grade.OFFICIAL],
        "press": grades[Grade.PRESS],
        "secondary": grades[Grade.SECONDARY],
        "errors": findings[Severity.ERROR],
        **{f"silent.{r.value}": n for r, n in Counter(a.reason for a in _plainly_unknown(given)).items() if r},
        "warnings": findings[Severity.WARNING],
        "commitments": len(given.plan.commitments),
        **{f"status.{s.value}": n for s, n in status.items()},
        **{f"reason.{r.value}": n for r, n in Counter(a.reason for a in given.assessments if a.reason).items()},
    }
    rest = {"turned", "regrounded", "foreseen"} | {key for key in shown if key.startswith("others.status")}
    assert {key: n for key, n in shown.items() if key not in rest} == {k: want[k] for k in shown if k not in rest}
    if given.before_day is not None:
        assert shown["turned"] + shown["regrounded"] <= len(given.changes)
    assert sum(n for key, n in shown.items() if key.startswith("others.status")) == shown.get("others.judged", 0)


def _of_the_main(given: Material) -> dict[str, int]:
    """Counts over the main targets, told apart from the others by the statement's own mark."""
    main = [a for a in given.assessments if a.statement.main]
    rest = [a for a in given.assessments if not a.statement.main]
    judged = [a for a in main if a.status is not Status.UNKNOWN]
    settled = ("coverage_changed", "recognition_abolished", "discontinued")
    return {
        "main": len(main),
        "main.judged": len(judged),
        "main.unknown": len(main) - len(judged),
        "main.late": sum(a.status in (Status.MISSED, Status.LAGGING) for a in main),
        "main.basis": sum(a.reason is not None and a.reason.name.lower() in settled for a in main),
        "main.silent": sum(a.status is Status.UNKNOWN and not a.latest_value and not a.readings for a in main),
        "others": len(rest),
        "others.judged": sum(a.status is not Status.UNKNOWN for a in rest),
        **{f"main.status.{style(s).code}": n for s, n in Counter(a.status for a in judged).items()},
        **{f"main.reason.{r.value}": n for r, n in Counter(a.reason for a in main if a.reason).items()},
    }


def _plainly_unknown(given: Material) -> list[Assessment]:
    """Targets that cannot be judged and of which nothing more is to be said than the reason."""
    unknown = (a for a in given.assessments if a.status is Status.UNKNOWN)
    return [a for a in unknown if not told.notes(a, leave=("needed",))]


ALLOWED = re.compile(
    r"〔[^〕]*〕|“[^”]*”|《[^》]*》|（数据截至[^）]*）|规划期\d{4}—\d{4}年|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?|\d{1,2}—\d{1,2}月|[上下]半年|[一二三四]季度)?"
    r"|\d{4}—\d{4}年|^\d+\. |（\d+(?:\.\d+)*）|R&D|GDP|6000千瓦及以上电厂|\d+万元以上|超过?\d+亿元|\d+亿元以上"
)


def unaccounted(runs: Text) -> str:
    """What is left of a text that holds digits, outside figures and labelled words, dates, quotes and names."""
    if any(run.label for run in runs):
        return ""
    words = "".join("\x00" if run.figure else run.text for run in runs)
    left = ALLOWED.sub("", words)
    return left if re.search(r"\d", left) else ""


def test_no_sentence_holds_a_number_without_an_id(made: tuple[Material, Document]) -> None:
    """Numbers outside controls are dates, numbers of a list, and names; a row of a table is known by its key."""
    _given, document = made
    bare = [unaccounted(b.runs) for b in document.blocks if isinstance(b, Paragraph) and b.style != "note"]
    assert [words for words in bare if words] == []
    for table in (b for b in document.blocks if isinstance(b, Table)):
        numbers = any(re.search(r"\d", run.text) for row in table.rows for cell in row for run in cell)
        assert not numbers or table.keys or not table.id, table.caption
        assert all(key for key in table.keys)


def test_a_number_outside_a_control_is_found_by_this_test() -> None:
    assert unaccounted((Run("最新为"), Run("7939亿元"), Run("。")))
    assert not unaccounted((Run("最新为"), Run("7939亿元", "x.latest"), Run("（2018年3月1日发布）。")))
