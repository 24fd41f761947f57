"""The labels of a clause, stated or carried, one each value; and the bars that belong to them.

stated.py has what the clause itself says, restoring.py what it leaves out, owners.py whose figure it is; labels.py cuts text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from guihua.plan.statement import Origin, Threshold
from guihua.reading.awards import award_label
from guihua.reading.bounds import bar_comparator
from guihua.reading.compiler import label_patterns, leaning_patterns, wording_patterns
from guihua.reading.labels import (
    clean,
    closed,
    joined_rates,
    region_label,
    split_list,
    stand_alone,
    threshold_noun,
    trim,
    unstuttered,
)
from guihua.reading.memory import Candidate, Here, Memory, word
from guihua.reading.owners import doing, firm_before
from guihua.reading.restoring import (
    adding,
    clause_before,
    named_by_list,
    opened_with,
    placed,
    restorations,
    topic_before,
    under_colon,
)
from guihua.reading.stated import by_area, clause_share, counted, for_what, kept_act, own_label, taxed
from guihua.reading.tokens import NUMBERS

_ACTS_ALONE = frozenset(("安排", "完成", "实现"))
"""Acts that close the clause before and name nothing."""


class Labelled(NamedTuple):
    """The labels of a clause's values, where they came from, the scope, and what they leave to the next clause.

    said: the scope word right before the label; by: the way that made them.
    """

    labels: tuple[str, ...]
    origin: Origin
    scope: str
    said: str
    by: str
    memory: Memory


def labels_of(here: Here) -> Labelled:
    """The labels of the members, by the first way that gives them."""
    return next(labellings(here))


def labellings(here: Here) -> Iterator[Labelled]:
    """Every way in which the clause can be given labels, the strongest first."""
    label, scope, whole = own_label(here)
    unsaid = whole or here.reading.rule.label in ("share", "both", "gap", "part")
    said = "" if unsaid else scope
    if label in _ACTS_ALONE and here.memory.recent and here.reading.rule.form.startswith("change"):
        label = ""  # 赤字率拟按4%安排、比上年提高1个百分点
    named, memory = _in_series(here, label)
    here = here.with_memory(memory)
    if named:
        yield _kept(here, named, (counted(here, named),), Origin.CARRIED, scope, said, "series")
    yield from _awarded(here, label, scope, said)
    if not label and not whole and not _trades(here):
        label, scope = topic_before(here)
        said = scope
    if not label and not whole:
        yield from _carried(here, scope, said)
    else:
        yield from _composed(here, label, scope, whole, said)


def _awarded(here: Here, label: str, scope: str, said: str) -> Iterator[Labelled]:
    """By the award that the clause grants, or that it bounds: 给予10%的补助，最高500万元."""
    tokens, reading, state = here.tokens, here.reading, here.memory
    shared = "K" in tokens.kinds[slice(*reading.clause)]  # 经费支出占收入的比重由1.1%提高到2%: no award
    if here.sentence.grants and not shared:
        heading = here.frame.heading(tokens.starts[reading.members[0]])
        if granted := award_label(here.text, tokens, reading, label, heading, state.award):
            here = here.with_memory(state._replace(granted=granted.total, award=granted))
            yield _kept(here, granted.total, granted.labels, Origin.STATED, scope, said, "award", scoped=False)
    if state.granted and not label and reading.kind == "m" and len(reading.members) == 1:
        yield Labelled((state.granted,), Origin.CARRIED, scope, said, "award-before", state)


def _composed(here: Here, label: str, scope: str, whole: str, said: str) -> Iterator[Labelled]:
    """From the clause's own words, completed by what stands before them."""
    reading, state, n = here.reading, here.memory, len(here.reading.members)
    origin = Origin.STATED
    if not label:
        label, origin = state.subject or state.joint, Origin.CARRIED
    opens = here.tokens.kinds[max(reading.clause[0] - 1, 0)] == "M" or reading.clause[0] == 0
    if opens and reading.rule.label not in ("share", "both"):
        label = unstuttered(label)
    for candidate in _completed(here, label):
        at = here.with_memory(candidate.memory)
        label = opened_with(at, candidate.label)
        pieces = _split(at, label, n)
        pieces = _at_places(at, pieces) or pieces
        if whole and origin is Origin.CARRIED and 1 < n <= len(at.memory.recent):
            pieces = [
                piece.removesuffix("数") for piece in at.memory.recent[-n:]
            ]  # 甲20家，乙23家，分别占全国的9%和10%
        pieces = pieces or [closed(label) if reading.rule.label in ("left", "right", "part") else label]
        labels, where = _finished(at, pieces, whole, scope)
        at = at.with_memory(_with_whose(at, label))
        joint = f"{label}占{whole}比重" if whole else label
        yield _kept(at, joint, labels, origin, where, said, candidate.by, subject=label if whole else "")


def _completed(here: Here, label: str) -> Iterator[Candidate]:
    """The label with its place, with the measure of its list, and with what it leans on."""
    label, _, memory = placed(here, label)
    here = here.with_memory(memory)
    listed = adding(here, label) or named_by_list(here, label)
    if not listed and (under := under_colon(here, label)):
        listed, here = under.label, here.with_memory(under.memory)
    return restorations(here, _beyond(here, listed or label))


def _finished(here: Here, pieces: list[str], whole: str, scope: str) -> tuple[tuple[str, ...], str]:
    """The labels as they read alone, and the scope: with the whole of a share, the tax, the purpose and what is counted."""
    tokens, reading = here.tokens, here.reading
    if reading.rule.id == "share-nearly-all":
        pieces = [clause_share(here, piece) for piece in pieces]
    if whole:
        rate = label_patterns().namely.match(whole)
        pieces = [whole[rate.end() :]] if rate else [f"{piece}占{whole}比重" for piece in pieces]
    made_up = _made_up(here, pieces)
    pieces, scope = taxed(here, [made_up + piece for piece in pieces], scope)
    if len(pieces) == 1 and here.unit.endswith("元"):
        pieces = [for_what(here, pieces[0])]
    noun = tokens.numbers[reading.members[0]].noun  # 安全生产零事故
    pieces = [piece if piece.endswith(noun) else piece + noun for piece in pieces]
    return tuple(counted(here, by_area(here, piece)) for piece in pieces), scope


def _trades(here: Here) -> bool:
    """Whether the act right before the figure says itself what is measured: 外贸稳中有升，出口25亿元."""
    i = here.reading.members[0] - 1
    return here.tokens.kinds[i : i + 1] == "X" and word(here, i) in wording_patterns().trades


def _made_up(here: Here, pieces: list[str]) -> str:
    """The structure that the clause before names and its bare shares make up: 能源消费结构中，煤炭的比重…."""
    tokens = here.tokens
    patterns = label_patterns()
    if here.reading.rule.form != "share" or not all(patterns.bare_share.search(piece) for piece in pieces):
        return ""
    first, last, _ = clause_before(here)
    words = here.text[tokens.starts[first] : tokens.ends[last - 1]] if first < last else ""
    return words.removeprefix("在") if patterns.structure.fullmatch(words) else ""


def _beyond(here: Here, label: str) -> str:
    """A bar alone is one of the things before: 产值超亿元的企业50家，其中超5亿元的10家."""
    patterns, before = leaning_patterns(), here.memory.joint
    if here.reading.kind != "c" or not here.memory.recent or not patterns.bar_alone.match(label):
        return label
    return patterns.bar.sub(label.removesuffix("的"), before, count=1)


def _in_series(here: Here, label: str) -> tuple[str, Memory]:
    """(thing, memory) of this value where 分别 pairs values of unlike kinds: A、B分别达到36%和5亿立方米, 分别上升7个、下降8个百分点."""
    tokens, reading = here.tokens, here.reading
    state, kinds = here.memory, tokens.kinds
    if len(reading.members) > 1:
        return "", state
    if state.series and not label and kinds[reading.clause[0] - 1] == "J":
        return state.series[0], state._replace(series=state.series[1:])
    if state.series:
        state = state._replace(series=())
    place = range(reading.region[1], reading.members[0])
    if not any(kinds[i] == "D" or here.text.startswith("分别", tokens.starts[i]) for i in place):
        return "", state
    found = label_patterns().followers.match(kinds, reading.members[-1] + 1)
    size = 1 + sum(letter in NUMBERS for letter in found.group()) if found else 1
    things = [] if size == 1 else split_list(label, size) if label else list(state.recent[-size:])
    if len(things) != size:
        return "", state
    return things[0], state._replace(series=tuple(things[1:]))


def _split(here: Here, label: str, n: int) -> list[str]:
    """The label's things one by one: as many as there are values, or all where each has the one value."""
    tokens, reading = here.tokens, here.reading
    if n > 1:
        return split_list(label, n) or _paired(here, label, n)
    said = tokens.kinds[reading.region[1] - 1 : reading.members[0]]
    each = "E" in tokens.kinds[reading.region[0] : reading.members[0]] or "D" in said
    each = each or reading.rule.id == "share-nearly-all"
    together = reading.rule.form in ("change", "growth") and stand_alone(label)
    together = together or (reading.rule.form == "share" and joined_rates(label))
    if each or together:
        for size in range(2, 8):
            if pieces := split_list(label, size):
                return pieces
    return []


def _at_places(here: Here, pieces: list[str]) -> list[str]:
    """Places after the mean of all of them: 各市细颗粒物浓度下降5%，东部、西部分别下降6%、7%; [] where it is no such list."""
    place, state = leaning_patterns().region, here.memory
    alike = len(pieces) > 1 and state.recent and state.form == here.reading.rule.form == "change"
    if not alike or not all(place.fullmatch(piece) for piece in pieces):
        return []
    head = max((found.end() for found in label_patterns().place.finditer(state.joint)), default=0)
    measured = label_patterns().measure.search(state.joint, head)
    return [piece + state.joint[head:] for piece in pieces] if measured else []


def _paired(here: Here, label: str, n: int) -> list[str]:
    """A bare measure after a list of as many things: 乡镇、建制村通硬化路率分别为…，通客车率分别为…."""
    measure, before = label_patterns().measure, here.memory.labels
    if len(before) != n or not here.memory.recent or not (found := measure.search(label)):
        return []
    if found.start() > 0:  # 城市、农村低保标准提高到…，人均补差水平提高到…
        shared = next(
            k
            for k in range(len(before[0]) + 1)
            if len({thing[-k - 1 :] for thing in before}) > 1 or k == len(before[0])
        )
        places = [thing[: len(thing) - shared] for thing in before]
        named = all(label_patterns().place.fullmatch(place) for place in places)
        return [place + label for place in places] if named else []
    things = [measure.sub("", thing) for thing in before]
    return [thing + label for thing in things] if all(things) and len(set(things)) == n else []


def _carried(here: Here, scope: str, said: str) -> Iterator[Labelled]:
    """For a clause that names nothing itself: by its act (创汇, 出口), else by the clause or the line before."""
    yield from _by_act(here, scope, said)
    state = here.memory
    if not state.labels and (line := _line_before(here)):
        yield _kept(here, line, (counted(here, line),), Origin.CARRIED, scope, said, "line-before", scoped=False)
    if not state.labels:
        yield Labelled(("",), Origin.CARRIED, scope, said, "none", state)
    else:
        yield Labelled(tuple(_those_before(here)), Origin.CARRIED, state.scope, said, "carried", state)


def _those_before(here: Here) -> list[str]:
    """The labels that the clause carries on: those of the list before, or of as many of the sentence."""
    tokens, reading, state = here.tokens, here.reading, here.memory
    n = len(reading.members)
    if n > 1 and n != len(state.labels) and len(state.recent) >= n:
        told = list(state.recent[-n:])
        return _said_again(here, told) if reading.rule.form == "share" else told
    first, last = reading.region[1], reading.members[0]
    each = bool({"E", "D"} & set(tokens.kinds[first:last])) or (
        "B" in tokens.kinds[first:last]
        and here.text.startswith("分别", tokens.starts[tokens.kinds.index("B", first, last)])
    )
    grown = state.last == "share" and reading.rule.form in ("change", "growth", "level", "change_abs")
    if grown and n == 1 and state.subject and label_patterns().share_of.search(state.joint):
        labels = [state.subject]  # 海关税收68亿元，占全区的62%，增长40%: not of the share
    elif n == len(state.labels) or (n == 1 and each):
        labels = list(state.labels)
    else:
        labels = [state.labels[-1] if n == 1 and len(state.labels) == 1 else state.joint]
    return _said_again(here, labels)


def _by_act(here: Here, scope: str, said: str) -> Iterator[Labelled]:
    """By the doing verb before the number, where one stands there."""
    tokens, reading, state = here.tokens, here.reading, here.memory
    first, last, form = reading.region[1], reading.members[0], reading.rule.form
    added = form == "change_abs" and "iX" in tokens.kinds[first:last]
    if form == "change_abs" and not state.labels and (at := tokens.kinds.find("eX", first, last)) >= 0:
        act = word(here, at + 1).removeprefix("完成")  # 较上一个五年多完成投资2亿元
        yield Labelled((act,), Origin.STATED, scope, said, "act", state)
        return
    if not added and ("X" not in tokens.kinds[first:last] or form not in ("level", "cumulative", "share")):
        return
    i = tokens.kinds.rindex("X", first, last)
    start = i - 1 if i > first and tokens.kinds[i - 1] == "X" and kept_act(here, i - 1) else i
    act = here.text[tokens.starts[start] : tokens.ends[i]]
    act = "新增" * added + (act.removeprefix("完成") or act)
    if act in label_patterns().ends and state.recent:  # 固定资产投资五年完成200亿元，其中2005年完成50亿元
        labels = tuple(_said_again(here, [state.joint]))
        yield Labelled(labels, Origin.CARRIED, state.scope, said, "act-goes-on", state)
        return
    if state.recent and (whom := doing(here, act)):
        label = counted(here, whom + act)
    elif here.unit.endswith("元") and (what := _spent_on(here)):
        label = firm_before(here) + what.removeprefix("用于") + act
    else:
        label = _with_act(here, act, added=added)
    yield _kept(here, label, (label,), Origin.STATED, scope, said, "act")


def _with_act(here: Here, act: str, *, added: bool) -> str:
    """An act as a label, with what it is done to where the text has said so: 建设储备林基地，划定30万亩."""
    state = here.memory
    alone = not state.recent and not added and act not in wording_patterns().trades
    if alone and (thing := _thing_before(here)):
        act = thing + act
    same = state.recent and here.unit == state.unit and not here.unit.endswith("元") and not added
    same = same and not label_patterns().area_act.search(state.subject.removesuffix("面积"))
    if same or (state.recent and act in label_patterns().generic and state.form != "change_abs"):
        act = state.subject if act in state.subject else _done_too(here, act)
    label = counted(here, act) + "比例" * (here.reading.kind == "%")
    label = by_area(here, label)
    return for_what(here, label) if here.unit.endswith("元") else label


def _done_too(here: Here, act: str) -> str:
    """A second act on the thing of the first: 新建高速公路1400公里，改扩建300公里 → 改扩建高速公路."""
    subject, acts = here.memory.subject, label_patterns().works
    first = max((verb for verb in acts if subject.startswith(verb)), key=len, default="")
    return act + subject[len(first) :] if first and act in acts else subject + act


def _spent_on(here: Here) -> str:
    """What the money after an act goes into: 投资3亿元建设远程教育工程 → 建设远程教育工程."""
    tokens = here.tokens
    first, last = here.reading.after
    if first >= last or tokens.kinds[first] not in "XU" or "N" not in tokens.kinds[first:last]:
        return ""
    return clean(here.text[tokens.starts[first] : tokens.ends[last - 1]])[0]


def _thing_before(here: Here) -> str:
    """What the act is done to, where the words before it say so: 建设储备林基地，划定30万亩; 西部铁路：建成投产500公里."""
    tokens = here.tokens
    kinds, start = tokens.kinds, here.reading.clause[0]
    if kinds[start - 1 : start] == ":" and start >= 2:
        first, last = start - 2, start - 1
    else:
        first, last, _ = clause_before(here)
    verb = next((i for i in range(first, last) if kinds[i] in "XU"), first - 1)
    if first >= last or set(kinds[first:last]) & NUMBERS or kinds[verb + 1 : last].strip("NJX"):
        return ""
    label = clean(here.text[tokens.starts[verb + 1] : tokens.ends[last - 1]])[0] if verb + 1 < last else ""
    return label if 2 <= len(label) <= 14 and not label_patterns().measure.search(label) else ""


def _said_again(here: Here, labels: list[str]) -> list[str]:
    """Labels carried to another kind of figure: the part of a whole, the level after an addition, one year of a yearly mean."""
    tokens, reading = here.tokens, here.reading
    state = here.memory
    if reading.rule.label == "part":
        whole = state.parts if state.parts and state.parts != labels[0] else state.whole_now
        ends = f"占{whole}比重" if whole else "占比"
        labels = [label.removesuffix("数") + ends for label in labels]
    elif reading.rule.form == "share" and "K" in tokens.kinds[slice(*reading.clause)]:
        if not any("占" in label or label_patterns().rate.search(label) for label in labels):
            labels = [label.removesuffix("数") + "占比" for label in labels]  # 中央投资60亿元…，分别占33%
    elif reading.rule.form == "level":
        if state.form == "change_abs":
            labels = [label.removeprefix("新增") for label in labels]
        if "T" in tokens.kinds[slice(*reading.clause)]:
            labels = [label_patterns().yearly.sub("", label, count=1) for label in labels]  # 年均产量…，其中1995年…
    return labels


def _line_before(here: Here) -> str:
    """The line before, where cells of a table stand one a line: 死亡人数 / 下降15%."""
    tokens = here.tokens
    end = here.text.rfind("\n", 0, tokens.starts[0])
    if end < 0 or here.text[end : tokens.starts[0]].strip():
        return ""
    lines = here.text[max(0, end - 80) : end].rstrip().split("\n")
    if any(h.start <= end - len(lines[-1].lstrip()) < h.end for h in here.frame.headings):
        return ""
    line = lines[-1].strip(" 　*|") if len(lines) > 1 else ""
    return clean(line)[0] if 2 < len(line) <= 30 and not label_patterns().stops.search(line) else ""


def _kept(
    here: Here,
    joint: str,
    labels: tuple[str, ...],
    origin: Origin,
    scope: str,
    said: str,
    by: str,
    *,
    subject: str = "",
    scoped: bool = True,
) -> Labelled:
    """The labels with the memory of them. joint: the whole list as one label; subject: the part, of a share."""
    reading, state = here.reading, here.memory
    rated = here.unit == "%"
    word = state.whole_place
    if origin is Origin.STATED:
        word = said if said in label_patterns().belonging else ""
    if reading.rule.label == "gap":
        memory = state._replace(
            unit=here.unit,
            total=state.total if rated else (state.joint, here.unit),
            before=state.form,
            form=reading.rule.form,
            scope=scope or state.scope,
            whole_place=word,
        )
    else:
        found = label_patterns().share_of.search(joint)
        whole = found[1].removesuffix("的") if found else ""
        told = joint if len(labels) > 1 else labels[0]
        memory = state._replace(
            labels=labels,
            recent=(*state.recent, *labels),
            joint=told,
            subject=(subject or state.subject) if found else joint,
            whole=whole or state.whole,
            whole_now=whole or state.whole_now,
            unit=here.unit,
            total=state.total if rated else (told, here.unit),
            before=state.form,
            form=reading.rule.form,
            scope=scope or state.scope,
            whole_place=word,
        )
    return Labelled(labels, origin, scope or state.scope if scoped else scope, said, by, memory)


def _with_whose(here: Here, label: str) -> Memory:
    """The memory with who acts (…改造形成节能量…), what was counted doing something, and whose property was told."""
    tokens, reading = here.tokens, here.reading
    state, kinds, patterns = here.memory, tokens.kinds, label_patterns()
    first, last = reading.region
    agent, doer, owner = state.agent, state.doer, state.owner
    verb = min((v for v in (kinds.find(pair, first, last) for pair in ("NX", "NU", "Ni")) if v >= 0), default=-2) + 1
    if verb > 0:
        agent = region_label(here.text, tokens, first, verb)[0]
        agent = agent if label.startswith(agent) else ""
    elif kinds[first - 1 : first] != "J":
        agent = ""
    whom, _, rest = label.rpartition("的")
    if reading.rule.label == "right":
        doer = rest if patterns.entity.search(rest) else ""
    if whom and patterns.entity.search(whom) and patterns.measure.search(rest):
        owner = whom
    same = (agent, doer, owner) == (state.agent, state.doer, state.owner)
    return state if same else state._replace(agent=agent, doer=doer, owner=owner)


def barred(here: Here, labels: tuple[str, ...], origin: Origin) -> tuple[tuple[str, ...], tuple[Threshold | None, ...]]:
    """The labels with the noun that their bar repeats, and the bars, one each label."""
    tokens, reading, before = here.tokens, here.reading, here.memory.thresholds
    if origin is Origin.CARRIED and before:
        return labels, before if len(before) == len(labels) else (before[0],) * len(labels)
    bars = [i for i in reading.thresholds if tokens.kinds[i] in "m%p" or _bounded(here, i)]
    if not bars:
        return labels, (None,) * len(labels)
    if len(bars) == len(reading.members) > 1:
        return labels, tuple(_threshold(here, i) for i in bars)
    bar = bars[0]
    number = tokens.numbers[bar]
    first, _ = trim(here.text, tokens, *reading.region)
    first = first if bar >= first else tokens.kinds.rfind("C", 0, bar) + 1
    noun = threshold_noun(here.text, tokens, first, bar)
    previous = next((t for t in before if t), None)
    if not noun and previous and previous.indicator:
        noun = previous.indicator
        labels = tuple(label if noun in label else noun + label for label in labels)
    comparator = bar_comparator(here.text, tokens, bar)
    return labels, (Threshold(noun or None, comparator, number.magnitudes[0], number.unit),) * len(labels)


def _threshold(here: Here, bar: int) -> Threshold:
    """One bar; its noun stands before it or before the first of a row of bars."""
    tokens = here.tokens
    number = tokens.numbers[bar]
    start = tokens.kinds.rfind("C", 0, bar) + 1
    noun = threshold_noun(here.text, tokens, start, bar)
    return Threshold(noun or None, bar_comparator(here.text, tokens, bar), number.magnitudes[0], number.unit)


def _bounded(here: Here, i: int) -> bool:
    """Whether a stretch or a bare number is a bar: 3岁以下, 超过5年; not 时隔66年."""
    tokens = here.tokens
    return tokens.kinds[i + 1 : i + 2] == "h" or tokens.kinds[i - 1 : i] in ("o", "v")
