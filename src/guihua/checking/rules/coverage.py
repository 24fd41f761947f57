"""Whether two figures are counted over the same: shares of changing wholes, and rates that turn out to be of another group."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from guihua.checking.arithmetic import evaluate, printed, step
from guihua.checking.finding import Explanation, Finding, Severity
from guihua.checking.making import finding, member
from guihua.checking.normal import half_place, years_of
from guihua.checking.quantities import quantity_of
from guihua.checking.rules.base import Facts
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
        facts_in_order = sorted(others, key=lambda s: s.year or 0)
        chain = [*facts_in_order, target]
        steps = [
            step(f"{b.value[0]}% − {a.value[0]}%", 1, "个百分点", f"{a.year}-{b.year}") for a, b in pairwise(chain)
        ]
        yield finding(
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
    for gap in _gap_statements(facts):
        rate = _rate_before(facts, gap[0])
        if rate is None:
            continue
        statement, found = gap
        sign = "+" if found["way"] in ("低于", "慢于") else "−"
        sum_ = f"{rate.value[0]}% {sign} {found['gap']}%"
        implied = evaluate(sum_) * 100
        other = concepts.resolve(found["other"])
        places = max(len(v.partition(".")[2]) for v in (rate.value[0], found["gap"]))
        for stated in facts.statements:
            if stated.form is not Form.GROWTH or stated.id == rate.id or years_of(stated) != years_of(rate):
                continue
            own = concepts.resolve(stated.indicator)
            if concepts.variable(own.measure, own.subject) != concepts.variable(other.measure, other.subject):
                continue
            slack = sum(
                (half_place(v, "%", facts.settings) for v in (*rate.value, found["gap"], *stated.value)), Fraction(0)
            )
            equal = abs(implied - Fraction(stated.value[0])) <= slack
            wider = _population(stated) != other.population
            yield _gap_finding(statement, rate, stated, sum_, places, other, equal=equal, wider=wider)


def _gap_finding(
    statement: Statement,
    rate: Statement,
    stated: Statement,
    sum_: str,
    places: int,
    other: concepts.Indicator,
    *,
    equal: bool,
    wider: bool,
) -> Finding:
    differs = not equal and not wider
    return finding(
        "GH142" if differs else "GH141",
        Severity.WARNING if wider == equal else Severity.NOTE,
        [member(rate), member(statement), member(stated)],
        [step(sum_, places, "%", "implied")],
        explanations=[Explanation("coverage_scope")] if wider and equal else [],
        holds=equal and not wider,
        weight=45,
        parameters=(
            ("indicator", stated.indicator),
            ("implied", printed(evaluate(sum_) * 100, places)),
            ("stated", stated.value[0]),
            ("coverage", other.population or "全部"),
            ("equal", "yes" if equal else "no"),
            ("wider", "yes" if wider else "no"),
        ),
    )


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
