"""All of the grammar, compiled once a process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.clause_rules import Cue, Rule, cue_words, rules, time_words, unit_classes
from guihua.reading.compiler.numerals import DIGITS, HAN_FIRST
from guihua.reading.compiler.quantities import anchor
from guihua.reading.compiler.scanner import mark_pattern, token
from guihua.reading.compiler.times import time_decoder


@dataclass(frozen=True, slots=True)
class Grammar:
    """All of the data, compiled."""

    anchor: re.Pattern[str]
    numeral: re.Pattern[str]
    token: re.Pattern[str]
    mark: re.Pattern[str]
    time: re.Pattern[str]
    stop: re.Pattern[str]
    cues: dict[str, Cue]
    near: dict[str, Cue]
    letters: dict[str, str]
    near_letters: dict[str, str]
    unit_class: dict[str, str]
    relative: dict[str, int]
    plan_words: dict[str, str]
    barred: re.Pattern[str]
    likened: re.Pattern[str]
    rules: tuple[Rule, ...]


@cache
def grammar() -> Grammar:
    """The compiled grammar, made once a process."""
    unit_class = unit_classes()
    cues, near = cue_words()
    relative, plan_words = time_words()
    return Grammar(
        anchor=re.compile(f"[{DIGITS}{HAN_FIRST}全翻半过第]"),
        numeral=re.compile(anchor(unit_class)),
        token=re.compile(token(unit_class, cues, near, relative, plan_words)),
        mark=re.compile(mark_pattern()),
        time=re.compile(time_decoder(relative, plan_words)),
        stop=re.compile(r"[。；;！？!?\n\f]"),
        cues=cues,
        near=near,
        letters={word: _letter(cue) for word, cue in cues.items()},
        near_letters={word: _letter(cue) for word, cue in near.items()},
        unit_class=unit_class,
        relative=relative,
        plan_words=plan_words,
        likened=re.compile(r"T(?:\(T\))?[NWX]{1,5}H?x"),
        barred=re.compile("N?[HWovV]*(?P<bar>m)(?P<hedge>[hj]?)(?:(?P<noun>N)|J[WHo]*c[hj]?)"),
        rules=rules(),
    )


def _letter(cue: Cue) -> str:
    """A reach verb with a bound (不低于) is v."""
    return "v" if cue.kind == "V" and cue.comparator != "reach" else cue.kind
