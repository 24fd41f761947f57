"""Proved conflicts as findings: which code, how heavy, the sums in digits, and readings that would explain them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from guihua.checking.arithmetic import evaluate, plain, printed, step
from guihua.checking.assumptions import assumption_named
from guihua.checking.certificates import Conflict
from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.checking.identities import Identity, identity_from_name
from guihua.checking.making import factor_text, finding, magnitude_in, member
from guihua.checking.normal import factor_of, years_of
from guihua.checking.quantities import moneyed, quantity_of, split
from guihua.checking.reconcile import needed
from guihua.checking.settings import Settings
from guihua.plan.statement import Form, Origin, Statement

_RATES = (Form.GROWTH, Form.RATIO, Form.CHANGE)
_SUPPLIED = (Origin.DEFAULTED, Origin.GUESSED)
_DIFFERENCES = (Form.CHANGE_ABS, Form.CHANGE_PP, Form.CUMULATIVE)


def finding_of(
    conflict: Conflict, statements: Mapping[str, Statement], settings: Settings, *, together: bool
) -> Finding:
    """One minimal conflict with its evidence as a finding; nothing else is needed to make it again.

    together  its statements stand in one sentence, which only the text can tell
    """
    named = [statements[name] for name in conflict.members if name in statements]
    assumed = [name for name in conflict.members if name not in statements]
    identities = [identity_from_name(name) for name in conflict.identities]
    moves = needed(conflict, statements)
    members = [member(s, moves.get(s.id, "")) for s in named]
    members += [Member(name=name) for name in assumed]
    members += [Member(name=i.name, variable=i.whole) for i in identities]
    usual = any(reading.point is not None for reading in conflict.prices)
    known = all(reading.point is not None or reading.proof is not None for reading in conflict.prices)
    severity = Severity.ERROR if _certain(named, together=together) and known and not usual else Severity.WARNING
    widest, limits = _widest(named, settings)
    prices = list(_deflator(named)) if any(i.kind == "price" for i in identities) else []
    return finding(
        "GH101" if assumed else _code(named, identities),
        severity,
        members,
        [*(list(_steps(named, identities)) or _chain(named) or _mean_growth(named)), *widest, *prices],
        explanations=list(_explanations(named, identities)),
        weight=_weight(named),
        parameters=(
            ("indicator", named[0].indicator if named else ""),
            ("loose", "no" if severity is Severity.ERROR or usual else "yes"),
            ("prices", "usual" if usual else ""),
            ("together", "yes" if together else "no"),
            ("assumption", "、".join(dict.fromkeys(a.name for name in assumed if (a := assumption_named(name))))),
            *limits,
        ),
        proved=True,
    )


def _code(named: Sequence[Statement], identities: Sequence[Identity]) -> str:
    kinds = {i.kind for i in identities}
    if kinds & {"bar"} or ("within" in kinds and any("{" in i.whole for i in identities)):
        return "GH105"
    if kinds & {"sum", "within"}:
        return "GH102"
    if any(s.form in _DIFFERENCES for s in named):
        return "GH104"
    return "GH101" if any(s.form in _RATES for s in named) else "GH103"


def _certain(named: Sequence[Statement], *, together: bool) -> bool:
    """Is it beyond doubt that the statements speak of one thing, and of the years that reading gave them?

    A label or year that was supplied by default leaves a doubt; so does a base year, but for the mean growth of several
    years in one sentence with its levels. Two numbers of the same form (two levels, two rates) must carry the same label;
    others must be known to the concept table or stand in one sentence.
    """
    if any(s.origin(slot) in _SUPPLIED for s in named for slot in ("indicator", "year")):
        return False
    guessed = [s for s in named if s.form in _RATES and s.origin("base_year") in _SUPPLIED]
    if any(s.form is not Form.GROWTH or _count(s) < 2 or not together for s in guessed):
        return False
    known = all(quantity_of(s).known for s in named)
    if len({s.form for s in named}) == 1 and len({quantity_of(s).key for s in named}) == 1:
        return known and len({s.indicator for s in named}) == 1
    return known or together


def _nominal(named: Sequence[Statement], real: Statement) -> str:
    """The nominal factor over a growth's years: a stated ratio or change, else two levels; "" where there is neither."""
    years, key = years_of(real), quantity_of(real).key
    same = [s for s in named if quantity_of(s).key == key and s.id != real.id]
    for s in same:
        if s.form in (Form.RATIO, Form.CHANGE) and years_of(s) == years and s.base_period is None:
            return factor_text(s)
    ends = {s.year: s for s in same if s.form is Form.LEVEL}
    if years is not None and years[0] in ends and years[1] in ends:
        return f"({magnitude_in(ends[years[1]], ends[years[0]].unit)} ÷ {ends[years[0]].value[0]})"
    return ""


def _weight(named: Sequence[Statement]) -> int:
    """Few members weigh more than many, headline quantities of money more than others."""
    money = bool(moneyed(named))
    return max(0, 60 - 10 * len(named)) + (30 if money else 0)


def _steps(named: Sequence[Statement], identities: Sequence[Identity]) -> Iterable[Step]:
    """The conflict in digits: rates side by side, levels grown, parts added up."""
    yield from _rates(named)
    for growth in (s for s in named if s.form in _RATES and s.base_period is None):
        years = years_of(growth)
        ends = {s.year: s for s in named if s.form is Form.LEVEL and quantity_of(s).key == quantity_of(growth).key}
        if years is not None and years[0] in ends and years[1] in ends:
            base, end = ends[years[0]], ends[years[1]]
            count = years[1] - years[0] if growth.form is Form.GROWTH else 1
            reached = f"{magnitude_in(base, end.unit)} × {factor_text(growth)}{f'^{count}' if count > 1 else ''}"
            yield step(reached, 2, end.unit, "reached")
            yield step(f"{end.value[0]} ÷ ({reached}) − 1", 1, "%", "apart")
    for identity in identities:
        yield from _sum(named, identity)


def _chain(named: Sequence[Statement]) -> list[Step]:
    """Where nothing shorter says it: the longest change beside the product of those that lead from its base to its end."""
    edges = [(years, factor_over(s)) for s in named if s.form in _RATES and (years := years_of(s)) is not None]
    levels = sorted((s for s in named if s.form is Form.LEVEL and s.year is not None), key=lambda s: s.year or 0)
    for first, last in itertools.pairwise(levels):
        if first.year != last.year and quantity_of(first).key == quantity_of(last).key:
            assert first.year is not None and last.year is not None
            edges.append(((first.year, last.year), f"({magnitude_in(last, first.unit)} ÷ {first.value[0]})"))
    if len({quantity_of(s).key for s in named}) != 1 or len(edges) < 2:
        return []
    whole = max(edges, key=lambda e: e[0][1] - e[0][0])
    way: list[str] = []
    place = whole[0][0]
    for years, factor in sorted(e for e in edges if e is not whole):
        if years[0] == place:
            way, place = [*way, factor], years[1]
    if place != whole[0][1] or not way:
        return []
    said = [] if whole[1].replace(".", "").isdigit() else [step(whole[1], 3, "倍", "stated_whole")]
    return [step(" × ".join(way), 3, "倍", "by_parts"), *said]


def _mean_growth(named: Sequence[Statement]) -> list[Step]:
    """Of two levels alone: the mean growth between them, which an assumption does not allow."""
    levels = sorted((s for s in named if s.form is Form.LEVEL and s.year is not None), key=lambda s: s.year or 0)
    if len(levels) != 2 or levels[0].year == levels[1].year or len({quantity_of(s).key for s in levels}) != 1:
        return []
    count = (levels[1].year or 0) - (levels[0].year or 0)
    ratio = f"{magnitude_in(levels[1], levels[0].unit)} ÷ {levels[0].value[0]}"
    return [step(f"({ratio})^(1 ÷ {count}) − 1", 2, "%", "implied")]


def _rates(named: Sequence[Statement]) -> Iterable[Step]:
    """Rates over the same years as factors: 1.119^5 = 1.754 (beside a stated 1.5)."""
    for s in _comparable(named):
        if s.form is not Form.RATIO:
            yield step(factor_over(s), 3, "倍", s.id)


def _widest(named: Sequence[Statement], settings: Settings) -> tuple[list[Step], list[tuple[str, str]]]:
    """Two rates at the limits of their digits: 1.1185^5 = 1.749 is still above 1.55."""
    rates = _comparable(named)
    if len(rates) != 2:
        return [], []
    growth, other = sorted(rates, key=lambda s: s.form is Form.RATIO)
    spans = factor_of(growth, settings), factor_of(other, settings)
    if spans[0] is None or spans[1] is None:
        return [], []
    above = evaluate(factor_over(growth)) > evaluate(factor_over(other))
    near = spans[0].lo if above else spans[0].hi
    far = spans[1].hi if above else spans[1].lo
    if near is None or far is None:
        return [], []
    limit = _short(far ** _count(other))
    widest = step(f"{plain(near)}^{_count(growth)}" if _count(growth) > 1 else plain(near), 3, "倍", "widest")
    return [widest], [("limit", limit), ("side", "above" if above else "below")]


def _short(value: Fraction) -> str:
    """A factor to at most three decimals, without trailing zeros."""
    digits = printed(value, 3)
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _comparable(named: Sequence[Statement]) -> list[Statement]:
    """The rates among them, if there are several and all are of one quantity over the same years."""
    rates = [s for s in named if s.form in _RATES and s.base_period is None and years_of(s) is not None]
    same = len({(quantity_of(s).key, years_of(s)) for s in rates}) == 1
    return rates if same and len(rates) > 1 else []


def factor_over(statement: Statement) -> str:
    """By how much a rate multiplies over its years, as a sum: 1.119^5."""
    count = _count(statement)
    return f"{factor_text(statement)}^{count}" if count > 1 else factor_text(statement)


def _count(statement: Statement) -> int:
    years = years_of(statement)
    return years[1] - years[0] if years is not None and statement.form is Form.GROWTH else 1


def _sum(named: Sequence[Statement], identity: Identity) -> Iterable[Step]:
    levels = {(quantity_of(s).key, str(s.year)): s for s in named if s.form is Form.LEVEL}
    parts = [levels.get(split(p)) for p in identity.parts]
    found = [p for p in parts if p is not None]
    if identity.kind in ("sum", "within") and len(found) > 1:
        unit = found[0].unit
        yield step(" + ".join(magnitude_in(p, unit) for p in found), 2, unit, "sum")


def _explanations(named: Sequence[Statement], identities: Sequence[Identity]) -> Iterable[Explanation]:
    """First readings to try: price basis with the price change it implies, coverage, a change of coverage."""
    money = bool(moneyed(named))
    if money and any(s.form is Form.GROWTH for s in named) and not any(i.kind == "price" for i in identities):
        yield Explanation("price_basis", tuple(_deflator(named)))
    if money:
        yield Explanation("coverage_scope")
    yield Explanation("parts_overlap" if any(i.kind != "price" for i in identities) else "coverage_change")


def _deflator(named: Sequence[Statement]) -> Iterable[Step]:
    """If the mean growth is real and the other nominal: the yearly change of prices between them."""
    for real in (s for s in named if s.form is Form.GROWTH):
        nominal = _nominal(named, real)
        if nominal:
            sum_ = f"({nominal} ÷ {factor_over(real)})^(1 ÷ {_count(real)}) − 1"
            yield step(sum_, 1, "%", "yearly_price_change")
            return
