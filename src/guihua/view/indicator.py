"""One target in full: its methods side by side, the breaks that concern it, which vintages stand, what moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from guihua.plan import concepts
from guihua.plan.statement import Statement
from guihua.statistics import breaks
from guihua.statistics.derived import standing
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment
from guihua.tracking.drivers import Decomposition, Driver
from guihua.view import told
from guihua.view.assessments import label_word, method_why, reading_sentence
from guihua.view.messages import translator
from guihua.view.numbers import MISSING, percent, points, unit_words
from guihua.view.phrases import day
from guihua.view.status import StatusStyle, style


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One method: name, its own label and number, its status on the common scale, why it says nothing where it does; formula, source.
    decides: whether the verdict is this method's."""

    name: str
    label: str
    number: str
    status: StatusStyle
    why: str
    formula: str
    source: str
    decides: bool


@dataclass(frozen=True, slots=True)
class BreakRow:
    """One known change: the first year measured in the new way, when it was announced, what and with which effect, the document."""

    year: int
    known: str
    what: str
    effect: str
    document: str


@dataclass(frozen=True, slots=True)
class VintageRow:
    """One published figure; superseded: a later one of the same thing stands in its place."""

    observation: Observation
    superseded: bool


@dataclass(frozen=True, slots=True)
class DriverRow:
    """One part of a total: growth, last year's share, 拉动, 贡献率, each as written; own: the part that the target is about."""

    name: str
    growth: str
    share: str
    pull: str
    contribution: str
    own: bool


def method_rows(a: Assessment, lang: str = "zh") -> tuple[MethodRow, ...]:
    """Every method's answer."""
    return tuple(
        MethodRow(
            told.method_name(m.method, lang),
            label_word(m.label, lang) if m.label else "",
            "" if m.progress is None else f"{m.progress:.3g}",
            style(m.status),
            method_why(m, lang),
            told.method_formula(m.method, lang),
            told.method_source(m.method, lang),
            m.method == a.primary,
        )
        for m in a.methods
    )


def break_rows(a: Assessment, region: str, lang: str = "zh") -> tuple[BreakRow, ...]:
    """The breaks between the first and the last year of a target's figures and its own, as far as announced by its day."""
    years = [o.period.last_year for o in a.observations] + [y for y in (a.statement.year, a.statement.base_year) if y]
    if len(years) < 2:
        return ()
    found = breaks.between(a.statement.variable, min(years), max(years), region=region, as_of=a.as_of)
    at = 0 if lang == "zh" else 1
    return tuple(
        BreakRow(b.first_year, day(b.known, lang), b.what[at], b.effect[at], " ".join(p for p in b.document if p))
        for b in found
    )


def other_remarks(a: Assessment, lang: str = "zh") -> tuple[str, ...]:
    """Readings and remarks without the breaks, which have a table of their own."""
    readings = (reading_sentence(r, lang) for r in a.readings)
    return tuple(dict.fromkeys((*filter(None, readings), *told.notes(a, lang, leave=("break",)))))


def vintage_rows(a: Assessment) -> tuple[VintageRow, ...]:
    """A target's figures, the newest period first, of each period the newest vintage first."""
    cells: dict[tuple[object, ...], Observation] = {}
    for o in a.observations:
        key = _cell(o)
        if key not in cells or standing(o) > standing(cells[key]):
            cells[key] = o
    ordered = sorted(a.observations, key=lambda o: (o.period.end, str(o.published or "")), reverse=True)
    return tuple(VintageRow(o, cells[_cell(o)] is not o) for o in ordered)


def driver_rows(drivers: Sequence[Driver], s: Statement, lang: str = "zh") -> tuple[DriverRow, ...]:
    """Pull and contribution of the parts of industrial value added, for a target about it or about one of the parts; else nothing."""
    own = s.subject
    if s.measure != "value_added" or not (own == "industry" or any(d.part == own for d in drivers)):
        return ()
    return tuple(
        DriverRow(
            concepts.name_of(d.part, lang),
            percent(d.growth, lang=lang),
            _or_missing(d.share, lang),
            MISSING if d.pull is None else points(d.pull, digits=2, lang=lang),
            _or_missing(d.contribution, lang),
            d.part == own,
        )
        for d in drivers
    )


@dataclass(frozen=True, slots=True)
class SplitShown:
    """Why an intensity moved: a sentence, then rows of (part, structure, efficiency, together), the sum last; what is left out."""

    sentence: str
    unit: str
    rows: tuple[tuple[str, str, str, str], ...]
    left_out: str


def split_shown(splits: Sequence[Decomposition], s: Statement, lang: str = "zh") -> SplitShown | None:
    """The split of a target's own intensity into structure and efficiency; None where figures by industry are wanting."""
    found = next((d for d in splits if d.intensity == s.measure), None)
    if found is None:
        return None
    say, unit = translator(lang), "/".join(unit_words(u, lang) for u in found.unit.split("/"))
    rows = [(name, _signed(a), _signed(b), _signed(a + b)) for name, a, b in found.parts]
    rows.append((say("合计"), _signed(found.structure), _signed(found.efficiency), _signed(found.total)))
    more = say("效率") if abs(found.efficiency) >= abs(found.structure) else say("结构")
    sentence = say("{first}—{last}年变化{total}{unit}：结构{structure}，效率{efficiency}，以{more}为主。").format(
        first=found.first, last=found.last, unit=unit, more=more, total=_signed(found.total),
        structure=_signed(found.structure), efficiency=_signed(found.efficiency),
    )  # fmt: skip
    return SplitShown(sentence, unit, tuple(rows), "、".join(found.left_out))


def _signed(value: Fraction) -> str:
    return f"{float(value):+.3g}".replace("-", "−")


def split_note(lang: str = "zh") -> str:
    """How structure and efficiency are told apart, for the foot of their table."""
    return translator(lang)(
        "LMDI-I（Ang 2005）：结构指各行业比重变化，效率指各行业单位用量变化，两项相加无余项；只计两年都有用量和产出的行业。"
    )


def drivers_note(lang: str = "zh") -> str:
    """How pull and contribution are reckoned (see `tracking.drivers`), for the foot of their table."""
    return translator(lang)("拉动＝上年比重×增速；贡献率＝拉动÷总增速。只用公布的增速和比重，缺比重的不算。")


def methods_note(lang: str = "zh") -> str:
    """What stands over methods that do not agree."""
    return translator(lang)("各法结论不一致：状态取决于所用方法。")


def regional_rows(regional: Sequence[Observation], s: Statement) -> tuple[Observation, ...]:
    """The latest figure of each kind (level, growth …) of each region below, for a target's own quantity."""
    last: dict[tuple[str, str], Observation] = {}
    for o in regional:
        key = (o.region, o.transformation.value)
        if o.variable == s.variable and (key not in last or _newer(o) > _newer(last[key])):
            last[key] = o
    return tuple(last[key] for key in sorted(last))


def _newer(o: Observation) -> tuple[object, ...]:
    return o.period.end, o.period.months, standing(o)


def _cell(o: Observation) -> tuple[object, ...]:
    return o.region, o.variable, o.transformation, str(o.period), o.span, o.price, o.coverage, o.system


def _or_missing(value: Fraction | None, lang: str) -> str:
    return MISSING if value is None else percent(value, lang=lang)
