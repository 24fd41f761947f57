"""Yearly figures against their sum, and years in an impossible order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from guihua.checking.look.candidates import Candidate, same_unit
from guihua.checking.look.figures import Figure, Sentence
from guihua.plan.data import load


def yearly_and_total(sentence: Sentence, period: tuple[int, int] | None) -> Iterable[Candidate]:
    """每年A，五年共S; 五年累计S，年均A; 期间S，每年A."""
    figures = sentence.figures
    for i, yearly in enumerate(figures):
        if not yearly.yearly or not yearly.amount or yearly.base:
            continue
        for j in (i + 1, i - 1):
            if not 0 <= j < len(figures):
                continue
            total = figures[j]
            if total.yearly or not total.amount or total.base or not same_unit(total, yearly):
                continue
            later = figures[max(i, j)]
            if "；" in later.lead or "其中" in later.lead:
                continue
            years = (
                total.years
                or (yearly.years if j > i else 0)
                or (_span(period) if re.search(r"期间|时期", total.lead) else 0)
            )
            own = (
                later.label_own
                and later.label
                and figures[min(i, j)].label
                and not _alike(later.label, figures[min(i, j)].label)
            )
            if years > 1 and not own:
                yield Candidate(
                    "yearly_and_total", "yearly", (total, yearly), str(years), sure=not yearly.bound and not total.bound
                )
                break


def _alike(a: str, b: str) -> bool:
    return a in b or b in a


def _span(period: tuple[int, int] | None) -> int:
    return 0 if period is None else period[1] - period[0] + 1


def impossible_years(text: str) -> Iterable[tuple[str, tuple[tuple[int, int, int], tuple[int, int, int]]]]:
    """(rule, ((start, end, year), (start, end, year))) wherever two years stand in a relation that their order denies."""
    for pattern in _orders():
        for found in pattern.finditer(text):
            a, b = (
                (found.start("a"), found.end("a"), int(found["a"])),
                (found.start("b"), found.end("b"), int(found["b"])),
            )
            if a[2] > b[2] or (a[2] == b[2] and "same" in found.groupdict()):
                yield "years_in_order", (a, b)


def targets_before_plan(
    sentences: Sequence[Sentence], period: tuple[int, int] | None
) -> Iterable[tuple[int, int, int]]:
    """(start, end, year) of 到2014年，…达到 among the targets of a plan that begins later."""
    if period is None:
        return
    for sentence in sentences:
        found = re.match(
            r"[“\s　]*到((?:19|20)\d\d)年(?:末|底)?[，,]?[^。；]{0,40}?(?:达到|建成|实现|提高到|下降到|控制在)",
            sentence.text,
        )
        done = re.search(r"已|累计|比(?:19|20)\d\d年|来看|从", sentence.text)
        if found is not None and sentence.target and not done and int(found[1]) < period[0] - 1:
            yield sentence.start + found.start(1), sentence.start + found.end(1), int(found[1])


@cache
def _orders() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(
            entry["pattern"].replace("YEAR_A", r"(?P<a>(?:19|20)\d\d)").replace("YEAR_B", r"(?P<b>(?:19|20)\d\d)")
        )
        for entry in load("look_years.yaml", "guihua.checking.data")["orders"]
    )


__all__ = ["Figure", "Sequence", "impossible_years", "targets_before_plan", "yearly_and_total"]
