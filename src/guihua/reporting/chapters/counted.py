"""Small counts that several chapters print in the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from guihua.plan.status import ReasonCode
from guihua.reporting.document import Run, Text, fill, join
from guihua.reporting.material import TaskLine
from guihua.reporting.traced import Facts
from guihua.tracking.assessment import Assessment
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.phrases import listed
from guihua.view.status import SCALE, style

MOST_NAMES = 3
BASIS = (ReasonCode.COVERAGE_CHANGED, ReasonCode.RECOGNITION_ABOLISHED, ReasonCode.DISCONTINUED)
_ORDER = ("done", "running", "standing", "waiting", "proposed", "behind", "dropped")


def by_status(f: Facts, judged: Sequence[Assessment], lang: str, key: str) -> Text:
    """，其中提前实现x项、滞后于预期y项 behind a number of judged targets; nothing where none is judged."""
    _ = translator(lang)
    numbers = Counter(style(a.status).code for a in judged)
    parts = [
        fill(
            _("{word}{n}"),
            word=s.word(lang),
            n=f.count(f"{key}.{s.code}", numbers[s.code], f"{_('状态')} {s.word(lang)}"),
        )
        for s in SCALE
        if numbers[s.code]
    ]
    if not parts:
        return ()
    return (Run("，其中" if lang == "zh" else ": "), *join(parts, "、" if lang == "zh" else ", "))


def states_of(f: Facts, lines: Sequence[TaskLine], key: str, what: str, lang: str) -> Text:
    """How many tasks or projects are in which state: what is done first, what is dropped last."""
    _ = translator(lang)
    numbers = Counter(line.state for line in lines)
    rank = {line.state: _ORDER.index(line.means) if line.means in _ORDER else len(_ORDER) for line in lines}
    parts = [
        fill(_("{word}{n}"), word=state, n=f.count(f"{key}.{state}", n, f"{what} {state}"))
        for state, n in sorted(numbers.items(), key=lambda pair: (rank[pair[0]], -pair[1], pair[0]))
    ]
    return join(parts, "、" if lang == "zh" else ", ")


def names_of(found: Sequence[Assessment], lang: str, most: int = MOST_NAMES) -> str:
    """The names of targets, each once, at most so many."""
    _ = translator(lang)
    names = list(dict.fromkeys(told.name(a.statement, lang) for a in found))
    return listed(names[:most], lang) + (_("等") if len(names) > most else "")


def lost_basis(a: Assessment) -> bool:
    """Whether coverage or recognition changed so that the target itself is to be settled anew."""
    return a.reason in BASIS
