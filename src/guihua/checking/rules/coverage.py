"""Whether two figures are counted over the same: shares of changing wholes, and rates that turn out to be of another group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from guihua.checking.arithmetic import evaluate, printed, step
from guihua.checking.finding import Explanation, Finding, Severity
from guihua.checking.making import finding, member, require
from guihua.checking.normal import half_place, years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import Facts
from guihua.checking.settings import Settings
from guihua.plan import concepts
from guihua.plan.statement import Form, Kind, Statement

_GAP = re.compile(
    r"(?P<way>高于|低于|快于|慢于|高出)(?P<other>[^，。；]{2,30}?)(?:年均)?(?:增速|增长率|增长速度|增幅|增长)(?P<gap>\d+(?:\.\d+)?)个?百分点"
)


def denominators(facts: Facts) -> Iterable[Finding]:
    """A share's target is taken of another whole than its base: 规模以上工业 in the fact, all industry in the target (GH140)."""
    done = set()
    for target in facts.statements:
        if target.kind is not Kind.TARGET or target.form is not Form.SHARE or not quantity_of(target).part:
            continue
        core = quantity_of(target).key.partition("@")[0]
        others = [
            s
            for s in facts.statements
            if s.kind is Kind.FACT
            and s.form is Form.SHARE
            and s.year is not None
            and quantity_of(s).key.partition("@")[0] == core
            and _population(s) != _population(target)
        ]
        if not others or core in done:
            continue
        done.add(core)
        yield other_wholes(sorted(others, key=lambda s: s.year or 0), target)


def other_wholes(bases: Sequence[Statement], target: Statement) -> Finding:
    """GH140 of earlier shares and a target of another coverage. ValueError where they are not that."""
    core = quantity_of(target).key.partition("@")[0]
    chain = [*bases, target]
    require(bases and all(s.form is Form.SHARE for s in chain) and quantity_of(target).part, "no shares of a whole")
    require(all(quantity_of(s).key.partition("@")[0] == core for s in bases), "not of one quantity")
    require(all(_population(s) != _population(target) for s in bases), "counted over the same whole")
    steps = [step(f"{b.value[0]}% − {a.value[0]}%", 1, "个百分点", f"{a.year}-{b.year}") for a, b in pairwise(chain)]
    return finding(
        "GH140",
        Severity.WARNING,
        [member(s) for s in chain],
        steps,
        explanations=[Explanation("coverage_scope")],
        weight=35,
        parameters=(
            ("indicator", target.indicator),
            ("base_coverage", _population(chain[-2]) or "全部"),
            ("target_coverage", _population(target) or "全部"),
            ("path", " → ".join(f"{s.value[0]}%" for s in chain)),
        ),
    )


def gaps_between_rates(facts: Facts) -> Iterable[Finding]:
    """21.3 − 9.4 = 11.9: the rate that a gap implies, and a rate stated for a wider group that equals it (GH141)."""
    for statement, found in _gap_statements(facts):
        rate = _rate_before(facts, statement)
        if rate is None:
            continue
        other = _variable(found["other"])
        for stated in facts.statements:
            alike = stated.form is Form.GROWTH and stated.id != rate.id and years_of(stated) == years_of(rate)
            if alike and _variable(stated.indicator) == other:
                yield gap_against(rate, statement, stated, found[0], facts.settings)


def gap_against(rate: Statement, gap: Statement, stated: Statement, words: str, settings: Settings) -> Finding:
    """GH141 or GH142 of a rate, its gap to another group's rate in the text's words, and a stated rate of the latter.

    ValueError where the words are no gap of that size or the rates are not of the same years.
    """
    found = _GAP.fullmatch(words)
    require(found is not None and Fraction(found["gap"]) == Fraction(gap.value[0]), "no gap between rates")
    assert found is not None
    require(
        rate.form is stated.form is Form.GROWTH and years_of(rate) == years_of(stated), "no two rates of the same years"
    )
    require(_variable(found["other"]) == _variable(stated.indicator), "not the group that the gap is to")
    sum_ = f"{rate.value[0]}% {'+' if found['way'] in ('低于', '慢于') else '−'} {found['gap']}%"
    implied = evaluate(sum_) * 100
    population = concepts.resolve(found["other"]).population
    places = max(len(v.partition(".")[2]) for v in (rate.value[0], found["gap"]))
    printed_to = (half_place(v, "%", settings) for v in (*rate.value, found["gap"], *stated.value))
    equal = abs(implied - Fraction(stated.value[0])) <= sum(printed_to, Fraction(0))
    wider = _population(stated) != population
    return finding(
        "GH141" if equal or wider else "GH142",
        Severity.WARNING if wider == equal else Severity.NOTE,
        [member(rate), member(gap), member(stated)],
        [step(sum_, places, "%", "implied")],
        explanations=[Explanation("coverage_scope")] if wider and equal else [],
        holds=equal and not wider,
        weight=45,
        parameters=(
            ("indicator", stated.indicator),
            ("gap", words),
            ("implied", printed(implied, places)),
            ("stated", stated.value[0]),
            ("coverage", population or "全部"),
            ("equal", "yes" if equal else "no"),
            ("wider", "yes" if wider else "no"),
        ),
    )


def _variable(label: str) -> str:
    found = concepts.resolve(label)
    return concepts.variable(found.measure, found.subject)


def _gap_statements(facts: Facts) -> Iterable[tuple[Statement, re.Match[str]]]:
    """Statements of a gap between two rates, with what their sentence says of it."""
    for s in facts.statements:
        if s.form in (Form.OTHER, Form.CHANGE_PP) and len(s.value) == 1:
            found = _GAP.search(facts.plan.text[max(0, s.start - 40) : s.end + 2]) or _GAP.search(s.quote)
            if found is not None and Fraction(found["gap"]) == Fraction(s.value[0]):
                yield s, found


def _rate_before(facts: Facts, gap: Statement) -> Statement | None:
    """The growth stated just before, in the same sentence."""
    text = facts.plan.text
    before = [
        s
        for s in facts.statements
        if s.form is Form.GROWTH
        and s.end <= gap.start + 1
        and "。" not in text[s.end : gap.start]
        and gap.start - s.end < 40
    ]
    return max(before, key=lambda s: s.end, default=None)


def _population(statement: Statement) -> str:
    return statement.population or concepts.resolve(statement.indicator).population
