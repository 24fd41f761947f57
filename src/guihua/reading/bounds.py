"""How a figure is bounded, hedged and directed, by the words round it: at least, about, down."""

from __future__ import annotations

from decimal import Decimal

from guihua.plan.statement import Comparator, Direction
from guihua.reading.clauses import Reading
from guihua.reading.compiler import Cue, grammar, kind_patterns, label_patterns
from guihua.reading.tokens import NUMBERS, Number, Tokens

_AFTER = {
    "左右": Comparator.ABOUT,
    "上下": Comparator.ABOUT,
    "以下": Comparator.LE,
    "以内": Comparator.LE,
    "之内": Comparator.LE,
}


def comparator_of(
    text: str, tokens: Tokens, reading: Reading, i: int, number: Number, *, falls: bool = False
) -> Comparator:
    """How the figure at token i is bounded; falls: what it measures had better fall, so that 控制在 bounds it from above."""
    found = _comparator(text, tokens, reading, i, number)
    kept = text.rfind("控制在", tokens.starts[reading.region[1]], tokens.starts[i]) >= 0 if falls else False
    return Comparator.LE if kept and found is Comparator.REACH else found


def _comparator(text: str, tokens: Tokens, reading: Reading, i: int, number: Number) -> Comparator:  # noqa: PLR0911, PLR0912  (one case a line reads better than nested ones)
    """A hedge after the number wins over one before it, that over the verb."""
    kinds = tokens.kinds
    last = reading.members[-1]
    for j in (i, last):
        if kinds[j + 1 : j + 2] in ("h", "j"):
            return _after(text[tokens.starts[j + 1] : tokens.ends[j + 1]])
    if len(number.magnitudes) == 2 and reading.kind != "r":
        return Comparator.BETWEEN
    if number.comparator:
        return Comparator(number.comparator)
    if number.approx:
        return Comparator.ABOUT if number.approx == "几" else Comparator.GT
    found = Comparator.EQ
    for j in range(i - 1, reading.region[1] - 1, -1):
        letter = kinds[j]
        if letter == "F" and (bound := _bound_of_start(text[tokens.starts[j] : tokens.ends[j]])):
            return bound
        if letter == "D" and "约" in text[tokens.starts[j] : tokens.ends[j]]:  # 分别约46万吨、4万吨
            return Comparator.ABOUT
        if letter in "Ho":
            return Comparator.GT if letter == "o" else Comparator.ABOUT
        if letter in "VvG" and reading.rule.label != "gap":
            comparator = _cue(text, tokens, j).comparator
            if comparator not in ("", "reach"):
                return Comparator(comparator)
            found = Comparator.REACH
        elif letter == "u":
            found = Comparator.REACH
        elif letter == "W" and reading.kind == "w":
            return Comparator.ABOUT
    if reading.kind == "w" and kinds[i + 1 : i + 2] == "V":
        return Comparator.REACH
    return _comparator_ahead(text, tokens, reading) if found is Comparator.EQ else found


def _comparator_ahead(text: str, tokens: Tokens, reading: Reading) -> Comparator:
    """A bound that stands before the whole it speaks of: 不低于未淘汰数量的70%, 约占总量的7%."""
    for j in range(reading.region[1] - 1, reading.region[0] - 1, -1):
        letter = tokens.kinds[j]
        word = text[tokens.starts[j] : tokens.ends[j]]
        if letter == "K":
            return Comparator.ABOUT if word.startswith("约") else Comparator.EQ
        if letter in "Vv":
            comparator = _cue(text, tokens, j).comparator
            return Comparator(comparator) if reading.kind == "%" and comparator != "reach" else Comparator.EQ
    return Comparator.EQ


def modifier_of(text: str, tokens: Tokens, reading: Reading, i: int, number: Number) -> str:
    """The words that soften or stress the figure, as written: 力争、左右; bounds (不低于) among them."""
    kinds = tokens.kinds
    words: list[str] = []
    for j in range(reading.clause[0], i):
        word = text[tokens.starts[j] : tokens.ends[j]]
        bound = kinds[j] == "V" and _cue(text, tokens, j).comparator != "reach"
        hedge = j >= reading.region[1] and (bound or (kinds[j] in "HovSE" and kinds[j - 1] not in NUMBERS))
        if hedge or (kinds[j] in "WS" and word in label_patterns().stresses):
            words.append(word)
    if number.approx:
        words.append(number.approx)
    last = reading.members[-1]
    for j in dict.fromkeys((i + 1, last + 1)):
        if kinds[j : j + 1] in ("h", "j"):
            words.append(text[tokens.starts[j] : tokens.ends[j]])
            break
    return "、".join(dict.fromkeys(words))


def direction_between(base: str, value: str) -> Direction:
    """Up or down, from one magnitude to another; unknown where they are the same."""
    before, now = Decimal(base), Decimal(value)
    return Direction.UP if now > before else Direction.DOWN if now < before else Direction.UNKNOWN


def direction_of(text: str, tokens: Tokens, reading: Reading) -> Direction:
    """Up or down, by the verb of change nearest before the figure; unknown where none says it."""
    kinds = tokens.kinds
    for j in range(reading.members[0] - 1, reading.clause[0] - 1, -1):
        if (
            kinds[j] in "UuGie"
            and (
                j >= reading.region[1]
                or reading.rule.form == "change_abs"
                or reading.rule.id.endswith("-split")
                or kinds[j] == "G"
            )
            and (direction := _cue(text, tokens, j).direction)
        ):
            return Direction(direction)
        if kinds[j] in "ag" and reading.rule.form in ("growth", "change"):
            return (
                Direction.DOWN
                if kind_patterns().falling.search(text[tokens.starts[j] : tokens.ends[j]])
                else Direction.UP
            )
    if reading.rule.form in ("growth", "change", "change_abs", "change_pp"):
        return Direction.UP if reading.rule.form != "change_pp" else Direction.UNKNOWN
    return Direction.UNKNOWN


def _cue(text: str, tokens: Tokens, i: int) -> Cue:
    word = text[tokens.starts[i] : tokens.ends[i]]
    table = grammar()
    return table.cues.get(word) or table.near.get(word) or Cue(tokens.kinds[i])


def bar_comparator(text: str, tokens: Tokens, bar: int) -> Comparator:
    """How a bar bounds: 以上 at least, 超过 more than; at least where nothing says it."""
    if tokens.kinds[bar + 1 : bar + 2] in ("h", "j"):
        return _after(text[tokens.starts[bar + 1] : tokens.ends[bar + 1]])
    return Comparator.GT if tokens.kinds[bar - 1 : bar] in ("H", "o", "v", "V") else Comparator.GE


def _after(word: str) -> Comparator:
    """The comparator of a hedge after a number."""
    if "不含" in word:
        return Comparator.LT
    if word in ("多", "余"):
        return Comparator.GT
    for ending, comparator in _AFTER.items():
        if word.endswith(ending):
            return comparator
    return Comparator.GE


def _bound_of_start(words: str) -> Comparator | None:
    """由不足30%提高到…, 由约30%…: how the starting point is hedged."""
    if words.endswith(("不足", "不到")):
        return Comparator.LT
    return Comparator.ABOUT if words.endswith(("约", "近")) else None
