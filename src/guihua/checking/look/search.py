"""The second look over a whole text: candidates, those that clash, and one finding for each clash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guihua.checking.finding import Finding, Member, Severity
from guihua.checking.look.across import (
    Index,
    already_met,
    changes_alone,
    changes_and_bases,
    gaps_between_rates,
    pace_elsewhere,
    rises_before_levels,
    stated_twice,
    wholes_elsewhere,
)
from guihua.checking.look.candidates import Candidate
from guihua.checking.look.columns import sums_of_tables
from guihua.checking.look.figures import Figure, Sentence, sentences_of
from guihua.checking.look.moves import moves
from guihua.checking.look.pace import impossible_years, targets_before_plan, yearly_and_total
from guihua.checking.look.parts import (
    composition,
    limits,
    listed_parts,
    listed_then_summed,
    parallel_shares,
    share_of_figures,
    shares,
    split_counts,
    structures,
    years_listed,
)
from guihua.checking.look.ratios import ratios_and_sides
from guihua.checking.look.runs import nested_bars, ranges, running_totals, shares_of_shares, year_to_date
from guihua.checking.look.tables import rows_of
from guihua.checking.relations import KINDS, PREFIX, Relation, clash, related
from guihua.checking.settings import Settings
from guihua.errors import GuihuaError


@dataclass(frozen=True, slots=True)
class Looked:
    """What the look found. compared: rule → how many relations were reckoned; alone: figures that stand in none."""

    findings: tuple[Finding, ...]
    compared: tuple[tuple[str, int], ...]
    figures: tuple[Figure, ...]
    alone: frozenset[int]


def look(text: str, period: tuple[int, int] | None, settings: Settings, outside: tuple[str, ...] = ()) -> Looked:
    """Hold the figures of a text against each other where its words relate them. Never raises for any text."""
    sentences = sentences_of(text, period, outside)
    cells = rows_of(text)
    places = {c.start for c in cells}
    prose = [s for s in sentences if not any(f.start in places for f in s.figures)]
    index = Index(prose, cells, period)
    clashing, compared, met = [], Counter[str](), set()
    for candidate in [*_within(prose, period), *_across(index), *_plain(text), *_early(text, prose, period)]:
        found = _clash(candidate, settings)
        if found is None:
            continue
        compared[candidate.rule] += 1
        met |= {f.start for f in candidate.figures}
        if found and not any(_clash(other, settings) is False for other in candidate.unless):
            clashing.append(candidate)
    figures = tuple(sorted((f for s in prose for f in s.figures), key=lambda f: f.start)) + tuple(cells)
    findings = [_finding(group, text, settings) for group in _grouped(clashing)]
    return Looked(
        tuple(findings),
        tuple(sorted(compared.items())),
        figures,
        frozenset(f.start for f in figures if f.start not in met),
    )


def _within(sentences: Sequence[Sentence], period: tuple[int, int] | None) -> Iterable[Candidate]:
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        yield from moves(sentence)
        yield from listed_parts(
            sentence, before if before is not None and before.paragraph == sentence.paragraph else None
        )
        yield from years_listed(sentence)
        yield from listed_then_summed(sentence)
        yield from shares(sentence)
        yield from composition(sentence)
        yield from split_counts(sentence)
        yield from limits(sentence)
        yield from share_of_figures(sentence)
        yield from yearly_and_total(sentence, period)
        yield from year_to_date(sentence)
        yield from running_totals(sentence)
        yield from nested_bars(sentence)
    yield from parallel_shares(sentences)
    yield from shares_of_shares(sentences)


def _across(index: Index) -> Iterable[Candidate]:
    yield from changes_and_bases(index)
    yield from rises_before_levels(index)
    yield from changes_alone(index)
    yield from gaps_between_rates(index)
    yield from stated_twice(index)
    yield from already_met(index)
    yield from pace_elsewhere(index)
    yield from wholes_elsewhere(index)
    yield from ratios_and_sides(index)


def _plain(text: str) -> Iterable[Candidate]:
    """What needs the characters alone: years in order, structures such as 25∶38∶37."""
    for rule, ((s, e, _), (t, u, _)) in impossible_years(text):
        yield Candidate(rule, "years", (_year(text, s, e), _year(text, t, u)), sure=True)
    for (s, e, low), (t, u, high), unit in ranges(text):
        ends = tuple(_figure(text, *place, unit, "count") for place in ((s, e, low), (t, u, high)))
        yield Candidate("range_in_order", "order", ends, "up")
    for cells in sums_of_tables(text):
        told = tuple(_figure(text, c.start, c.end, c.digits, "", "unstated") for c in cells)
        yield Candidate("table_total", "sum", told, "exact")
    for sentence in re.finditer(r"[^。；\n]*(?:比重|结构|构成)[^。；\n]*", text):
        for start, _, digits in structures(sentence[0], sentence.start()):
            figures, at = [], start
            for number in digits:
                figures.append(_bare(text, at, number))
                at += len(number) + 1
            yield Candidate("structure", "hundred", tuple(figures), "exact", sure=True)


def _early(text: str, sentences: Sequence[Sentence], period: tuple[int, int] | None) -> Iterable[Candidate]:
    for start, end, _ in targets_before_plan(sentences, period):
        yield Candidate("target_before_the_plan", "before", (_year(text, start, end),), str(period[0] if period else 0))


def _year(text: str, start: int, end: int) -> Figure:
    return _figure(text, start, end, text[start:end], "年", "duration")


def _bare(text: str, start: int, digits: str) -> Figure:
    return _figure(text, start, start + len(digits), digits, "%", "rate")


def _figure(text: str, start: int, end: int, value: str, unit: str, dimension: str) -> Figure:
    return Figure(
        start,
        end,
        start,
        end,
        value,
        unit,
        dimension,
        unit,
        "level",
        "",
        False,
        None,
        False,
        None,
        "",
        "",
        "",
        False,
        False,
        False,
        0,
        "",
        "",
        -1,
        -1,
        0,
    )


def _clash(candidate: Candidate, settings: Settings) -> bool | None:
    """Do its figures clash? None where they are not comparable after all."""
    members, hedges = [member_of(f, "") for f in candidate.figures], [hedge_of(f) for f in candidate.figures]
    if len({f.start for f in candidate.figures}) < len(candidate.figures):
        return None
    try:
        relation = Relation(candidate.kind, tuple(range(len(members))), candidate.extra)
        return clash(relation, members, hedges, settings) is not None
    except (ValueError, ArithmeticError, GuihuaError):
        return None


def _grouped(clashing: Sequence[Candidate]) -> list[list[Candidate]]:
    """Clashes that share two figures, or one figure and their kind of finding, are one."""
    groups: list[list[Candidate]] = []
    holding: dict[int, list[int]] = {}
    for c in sorted(clashing, key=lambda c: (KINDS[c.kind].rank, c.figures[0].start)):
        own = {f.start for f in c.figures}
        near = sorted({place for start in own for place in holding.get(start, ())})
        found = next((place for place in near if _belongs(c, own, groups[place])), len(groups))
        if found == len(groups):
            groups.append([])
        groups[found].append(c)
        for start in own:
            holding.setdefault(start, []).append(found)
    return groups


def _belongs(c: Candidate, own: set[int], group: Sequence[Candidate]) -> bool:
    """Does a clash share two figures with one of a group, or one figure and its kind of finding?"""
    return any(
        len(own & {f.start for f in g.figures}) > (0 if KINDS[g.kind].code == KINDS[c.kind].code else 1) for g in group
    )


def _finding(group: Sequence[Candidate], text: str, settings: Settings) -> Finding:
    figures = list({f.start: f for c in group for f in c.figures}.values())
    places = {f.start: i for i, f in enumerate(figures)}
    relations = list(dict.fromkeys(Relation(c.kind, tuple(places[f.start] for f in c.figures), c.extra) for c in group))
    members = [member_of(f, text[f.quote_start : f.quote_end]) for f in figures]
    return related(relations, members, [hedge_of(f) for f in figures], settings, sure=group[0].sure)


def member_of(f: Figure, quote: str) -> Member:
    """A figure as the member of a finding."""
    return Member(
        name=f"{PREFIX}{f.start}-{f.end}",
        quote=quote,
        start=f.quote_start,
        end=f.quote_end,
        value=f.value,
        unit=f.unit,
        indicator=f.label,
        year="" if f.year is None else str(f.year),
    )


def hedge_of(f: Figure) -> str:
    """How a figure binds, as `relations` reads it."""
    down = f.direction == "down" and f.role in ("change", "growth", "diff", "points")
    return f"{f.bound}|{f.modifier}{'|down' if down else ''}"


def without_known(
    found: Sequence[Finding], proved: Sequence[Finding], spans: dict[str, tuple[int, int]]
) -> list[Finding]:
    """The findings of the look but for those whose clash the systems have proved already: they share two figures with it."""
    known = [
        {spans[m.statement] for m in f.members if m.statement in spans}
        for f in proved
        if f.severity is not Severity.NOTE and (f.proof or f.code == "GH190")
    ]
    kept = []
    for f in found:
        own = [_place(m) for m in f.members]
        if not any(sum(any(a < e and s < b for a, b in places) for s, e in own) >= 2 for places in known):
            kept.append(f)
    return kept


def _place(m: Member) -> tuple[int, int]:
    start, _, end = m.name.removeprefix(PREFIX).partition("-")
    return int(start), int(end)
