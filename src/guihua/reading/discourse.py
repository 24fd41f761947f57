"""From readings to statements: what a clause leaves to its neighbours is carried, lists are paired, years and kinds settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from guihua.plan.statement import (
    Direction,
    Form,
    Kind,
    Origin,
    Statement,
    Unread,
    statement_id,
)
from guihua.reading.announced import Announcements
from guihua.reading.bounds import comparator_of, direction_between, direction_of, modifier_of
from guihua.reading.clauses import Reading, readings
from guihua.reading.compiler import award_patterns, kind_patterns, label_patterns
from guihua.reading.composition import compared, parts
from guihua.reading.conditions import apply_conditions
from guihua.reading.doubt import doubts, label_origin
from guihua.reading.evidence import evidence_of
from guihua.reading.forms import form_of, period_of, summed
from guihua.reading.frame import Frame
from guihua.reading.kinds import (
    base_of,
    five_before,
    goes_on_ruling,
    implied,
    kind_and_time,
    last_time,
    likened_to,
    sentence_base,
    start_of_change,
    stretch_base,
    time_of,
    told_base,
    unsaid_base,
)
from guihua.reading.labelling import Labelled, barred, labels_of
from guihua.reading.memory import NO_READING, NO_TIME, Clause, Here, Left, Memory, Page, Sentence
from guihua.reading.resolution import indicator_of, price
from guihua.reading.subjects import Subjects, owned
from guihua.reading.times import Time
from guihua.reading.tokens import Number, Tokens
from guihua.reading.wording import worded


class Read(NamedTuple):
    """What one sentence gave, where each of its readings stood, and what it leaves to the next."""

    statements: list[Statement]
    unread: list[Unread]
    memory: Memory
    places: list[Here]


def page_of(
    raw: str, text: str, about: Frame, offset: int, region: str, ordinal: Callable[[str, str, str], int]
) -> Page:
    """A document of a text, with what is found once for all its sentences."""
    return Page(raw, text, about, offset, region, Announcements(text, about), Subjects(text, about.headings), ordinal)


def opens_paragraph(page: Page, memory: Memory, start: int) -> Memory:
    """A new paragraph: nothing is carried into it, unless it takes parts (其中，…) of what the one before told."""
    goes_on = page.text[start : start + 12].lstrip(" 　\n").startswith("其中")
    return memory if goes_on else memory.next_paragraph()


def read_sentence(page: Page, tokens: Tokens, before: Memory) -> Read:
    """The statements of one sentence, its unread numbers, and the memory for the next."""
    text = page.text
    found, unknown = readings(text, tokens)
    unread = [_unread(page, tokens, i, why) for i, why in unknown]
    joined = tokens.kinds[:1] == "O"
    goes_on = joined or (bool(tokens.starts) and text[tokens.starts[0] - 1 : tokens.starts[0]] in ("；", ";"))
    ahead = goes_on and (before.standing.years or page.frame.mode(tokens.starts[0])[0] is not Kind.FACT)
    time = before.time_before if ahead or joined else NO_TIME
    sentence = _sentence(text, tokens) if found else Sentence(tokens, "", grants=False, granted=False, forbids=False)
    opened_by = label_patterns().opener.match(sentence.words) if found else None
    memory = before.next_sentence(
        opened_by["who"] if opened_by and page.announced.measure(tokens.starts[-1]) else "", goes_on=goes_on
    )
    statements: list[Statement] = []
    places: list[Here] = []
    seen, outside = 0, None
    for reading in apply_conditions(text, tokens, found) if sentence.grants else found:
        within = "(" in tokens.kinds and _bracketed(tokens.kinds, reading.members[0])
        if within and outside is None:
            outside = memory
        elif not within and outside is not None:
            memory, outside = memory.after_bracket(outside), None
        here = _here(page, sentence, memory, _again(tokens, reading, memory))
        time, new = last_time(here, seen, reading.members[0], time)
        seen = reading.members[0]
        here = here.with_memory(memory._replace(base=NO_TIME)) if new and memory.base.years else here
        places.append(here)
        clause, memory = _clause(here, time)
        if text[tokens.starts[seen] - 1 : tokens.starts[seen]] in ("×", "÷", "*"):  # a formula: 甲/乙×100%
            unread.extend(_unread(page, tokens, i, "formula") for i in reading.members)
            memory = memory._replace(**clause.leaves._asdict())
            continue
        if _no_thing(here, clause):
            memory = memory._replace(**clause.leaves._asdict())
            continue
        if _run_together(here, clause):
            unread.extend(_unread(page, tokens, i, "digits-for-label") for i in reading.members)
            memory = memory.next_paragraph()
            continue
        made, memory = _statements(here.with_memory(memory), clause)
        statements.extend(made)
        kind, year, standing, base, thresholds, labels = clause.leaves
        memory = memory._replace(
            kind=kind,
            year=year,
            standing=standing,
            base=base,
            thresholds=thresholds,
            labels=labels,
            last=made[-1].form.value,
            rule=here.reading.rule,
        )
    if not time.years:
        last = _here(page, sentence, memory, found[-1] if found else NO_READING)
        time, new = last_time(last, seen, len(tokens.kinds), time)
    opened = "T" in tokens.kinds[:2] and not statements
    return Read(statements, unread, _leaving(page.frame, memory, time, statements, opened=opened), places)


def _sentence(text: str, tokens: Tokens) -> Sentence:
    words = text[tokens.starts[0] : tokens.ends[-1]]
    kinds = kind_patterns()
    return Sentence(
        tokens,
        words,
        grants=award_patterns().grants.search(words) is not None,
        granted=kinds.grant.search(words) is not None,
        forbids=kinds.forbids.search(words) is not None,
    )


def _here(page: Page, sentence: Sentence, memory: Memory, reading: Reading) -> Here:
    tokens = sentence.tokens
    unit = tokens.numbers[reading.members[-1]].unit.lstrip("十百千万亿") if reading.members else ""
    return Here(page, sentence, memory, reading, unit, page.text, page.frame, tokens)


def _leaving(frame: Frame, memory: Memory, time: Time, statements: list[Statement], *, opened: bool) -> Memory:
    """Leave the sentence's time to the next: told or aimed at by its statements, or by itself where it opens and states nothing."""
    now = frame.year
    ahead = bool(time.years) and now is not None and time.years[-1] > now
    told = opened and bool(time.years) and not ahead
    told = told or any(s.kind is Kind.FACT and s.year in time.years for s in statements)
    aimed = (opened and ahead) or any(s.kind is Kind.TARGET and s.year in time.years for s in statements)
    before = None
    if statements and (last := statements[-1]).kind is not Kind.POLICY:
        before = last.kind, Time((last.year,) if last.year else (), last.period)
    return memory._replace(
        time_before=time,
        told_before=before,
        time=time if told else memory.time,
        aim=time if aimed else memory.aim,
    )


def _no_thing(here: Here, clause: Clause) -> bool:
    """Whether a count behind its number counts nothing that is asserted: noise, or the places where something is done."""
    if here.reading.rule.id != "level-right" or here.reading.kind != "c":
        return False
    return label_patterns().noise.match(clause.labels[0]) is not None or _all_places(here)


def _run_together(here: Here, clause: Clause) -> bool:
    """Whether a copy has run a table's cells together, so that digits stand where a label should."""
    at = here.tokens.starts[here.reading.members[0]]
    patterns = label_patterns()
    if patterns.run_on.search(here.text, max(0, at - 10), at):
        return True
    return patterns.figures.search(clause.labels[0]) is not None


def _all_places(here: Here) -> bool:
    """Whether the count only names where: 在全省13个设区市开展试点, 全国31个省份."""
    tokens, reading = here.tokens, here.reading
    noun = here.text[tokens.starts[reading.after[0]] : tokens.ends[reading.after[1] - 1]] if reading.after else ""
    at = tokens.starts[reading.members[0]]
    before = here.text[max(0, at - 6) : at]
    patterns = label_patterns()
    acts = set("XUi") & set(tokens.kinds[reading.region[1] : reading.members[0]])
    acts |= {"J"} & set(tokens.kinds[reading.clause[1] : reading.clause[1] + 1])  # 全省11个地市和19个县市完成…
    if before.endswith("在") and noun.endswith("中"):
        return True  # 在16个合作社中
    return not acts and bool(patterns.administrative.match(noun)) and bool(patterns.whole_place.search(before))


def _unread(page: Page, tokens: Tokens, i: int, reason: str) -> Unread:
    start, end = tokens.starts[i], tokens.ends[i]
    return Unread(page.raw[start:end], start + page.offset, end + page.offset, reason)


def _again(tokens: Tokens, reading: Reading, memory: Memory) -> Reading:
    """A bare percentage after a change promises more of it: 投资增长8%以上，力争10%; a rate (…率提高2%，达到50%) is told itself."""
    before, place = memory.rule, tokens.kinds[reading.clause[0] : reading.members[0]]
    grows = before is not None and before.form in ("change", "growth") and before.label == "left"
    if not grows or before is None or reading.rule.id != "share-percent" or not place or set(place) - set("WHV"):
        return reading
    opened = tokens.kinds[reading.clause[0] - 1 : reading.clause[0]] in ("C", "J", "(")
    return replace(reading, rule=before) if opened and not label_patterns().rate.search(memory.joint) else reading


class _Bases(NamedTuple):
    """What the times before a number tell: the time at hand, the base, the base whose figure was told; starts: a change begins."""

    time: Time
    base: Time
    told: Time
    starts: bool


def _clause(here: Here, time: Time) -> tuple[Clause, Memory]:
    """The reading with its labels, its kind, its time and its base, and the memory of them."""
    labelled = labels_of(here)
    origin = labelled.origin
    whole_place, word = _whole_place(here, labelled)
    bases = _bases(here, time)
    memory = labelled.memory
    if word != memory.whole_place or bases.told is not memory.told:
        memory = memory._replace(whole_place=word, told=bases.told)
    here = here.with_memory(memory)
    kind, year, year_origin, kind_origin, clear = kind_and_time(here, bases.time)
    if goes_on_ruling(here, origin):
        kind, year, year_origin, kind_origin = Kind.POLICY, NO_TIME, Origin.CARRIED, Origin.CARRIED
    ruled = kind
    standing = memory.standing
    if bases.starts or (kind is not Kind.POLICY and here.reading.rule.base):
        standing = sentence_base(here)
    if bases.starts:
        started = standing
        if not started.years:
            started = start_of_change(here, kind, year, here.tokens.starts[here.reading.members[0]])
        if started.years:
            year, year_origin = started, Origin.DEFAULTED
            kind = Kind.FACT if here.frame.year is None or started.years[0] <= here.frame.year else kind
    base, base_origin, said = _base(here, bases.base, kind, year, origin, standing)
    labels, thresholds = barred(here, labelled.labels, origin)
    kept = memory.thresholds if origin is Origin.CARRIED and memory.thresholds else thresholds
    told = labels if labels is not labelled.labels and memory.labels == labelled.labels else memory.labels
    left = Left(ruled, year, standing, said, kept, told)
    return (
        Clause(
            here.reading,
            labels,
            origin,
            year,
            year_origin,
            kind,
            kind_origin,
            clear,
            base,
            base_origin,
            thresholds,
            labelled.scope,
            whole_place,
            left,
        ),
        memory,
    )


def _bases(here: Here, time: Time) -> _Bases:
    """The times and bases that stand between the beginning of the clause and its number."""
    kinds, reading = here.tokens.kinds, here.reading
    base, told, starts = NO_TIME, here.memory.told, False
    for i in range(reading.clause[0], reading.members[0]):
        if kinds[i] == "B" and told_base(here, i):
            time = told = time_of(here, i)
            starts = False
        elif kinds[i] in "BI":
            base = base_of(here, i)
        elif kinds[i] == "T" and reading.rule.form == "ratio" and likened_to(here, i):
            base = stretch_base(here, i)
        elif kinds[i] == "F":
            found = time_of(here, i)
            time, starts = (found, False) if found.years else (time, True)
    return _Bases(time, base, told, starts)


def _base(here: Here, base: Time, kind: Kind, year: Time, origin: Origin, standing: Time) -> tuple[Time, Origin, Time]:
    """(base, where it came from, the base that the clauses after may lean on)."""
    said = here.memory.base
    if base.period and year.year == base.period[1]:
        begun, ended = base.period  # “十二五”成就：…，较上一个五年多…: the five before the five looked back on
        base = Time((begun - 1,), (2 * begun - ended - 1, begun - 1))
    base = five_before(here, base, kind)
    if base.relative is not None and year.year is not None:
        base = Time((year.year + base.relative,))
    elif base.years:
        said = base
    if base.years:
        return base, Origin.STATED, said
    return *unsaid_base(here, kind, year, origin, standing), said


def _whole_place(here: Here, labelled: Labelled) -> tuple[str, str]:
    """(word before the labels, word for the clauses after): the whole place that the labels open with, said or carried."""
    word = here.memory.whole_place
    if labelled.origin is Origin.STATED:
        word = labelled.said if labelled.said in label_patterns().belonging else ""
    inside = any(word in label or label_patterns().whole.match(label) for label in labelled.labels)
    return "" if inside else word, word


def _statements(here: Here, clause: Clause) -> tuple[list[Statement], Memory]:
    """One statement each value, or each label where all have the one value; and the memory of them."""
    tokens = here.tokens
    reading = clause.reading
    members, labels = reading.members, clause.labels
    single = len(members) == 1
    count = max(len(members), len(labels))
    years = clause.time.years
    if clause.time.period and count > 1 and clause.time.period[1] - clause.time.period[0] + 1 == count:
        years = tuple(range(clause.time.period[0], clause.time.period[1] + 1))
    direction = direction_of(here.text, tokens, reading)
    statements = []
    last_unit = tokens.numbers[members[-1]].unit
    for k in range(count):
        i = members[0] if single else members[min(k, len(members) - 1)]
        label = labels[k] if k < len(labels) else labels[-1]
        number = tokens.numbers[i]
        year = years[k] if len(years) == count > 1 else clause.time.year
        made, memory = _statement(here, clause, i, number, number.unit or last_unit, label, year, direction, k)
        statements.append(made)
        here = here.with_memory(memory)
    if reading.kind == "r" and single and statements[0].value[1:] == ("1",) and labels[0].endswith(("比", "比例")):
        statements[0] = replace(statements[0], value=statements[0].value[:1])  # 收入比缩小到2.1∶1
    elif reading.kind == "r" and single:
        bare = replace(statements[0], indicator=statements[0].indicator.removeprefix(clause.whole_place))
        shares = parts(bare, here.page.raw, here.page.offset)
        statements = compared(shares, list(here.memory.row)) if len(shares) > 1 else statements
        here = here.with_memory(here.memory._replace(row=tuple(statements)))
    return statements, here.memory


def _statement(
    here: Here,
    clause: Clause,
    i: int,
    number: Number,
    unit: str,
    label: str,
    year: int | None,
    direction: Direction,
    k: int,
) -> tuple[Statement, Memory]:
    tokens, page, memory = here.tokens, here.page, here.memory
    reading = clause.reading
    start, end = _quote(here)
    value_start, value_end = tokens.starts[i], tokens.ends[i]
    form = form_of(here, clause, label)
    if form == "cumulative":
        label, act = summed(here, label)
        memory = memory._replace(form=form, act=act)
    section = here.frame.section(value_start)
    quote = page.raw[start:end]
    value_text = page.raw[value_start:value_end]
    policy = clause.kind is Kind.POLICY
    base_year, base_value, direction, memory = _from_where(
        here.with_memory(memory), clause, i, number, form, year, direction
    )
    label = worded(label, unit, form)
    origins = {
        "value": Origin.STATED,
        "indicator": label_origin(
            label,
            clause.origin,
            form,
            reading.rule.label,
            unit,
            here.text[tokens.starts[reading.clause[0]] : value_start],
        ),
        "kind": clause.kind_origin,
        "year": clause.time_origin if year is not None else None,
        "base_year": clause.base_origin if base_year is not None else None,
    }
    said = {slot: origin for slot, origin in origins.items() if origin is not None}
    concept = indicator_of(label)
    comparator = comparator_of(here.text, tokens, reading, i, number, falls=concept.better is Direction.DOWN)
    if direction is Direction.UNKNOWN:
        direction = concept.better
    statement = Statement(
        id=statement_id(section, quote, value_text, page.ordinal(section, quote, value_text)),
        kind=clause.kind,
        form=Form(form),
        comparator=comparator,
        value=number.magnitudes,
        unit=unit,
        indicator=clause.whole_place + label if clause.whole_place else _owned_here(here, label, form),
        quote=quote,
        start=start + page.offset,
        end=end + page.offset,
        value_start=value_start + page.offset,
        value_end=value_end + page.offset,
        section=section,
        measure=concept.measure,
        subject=concept.subject,
        whole=concept.whole,
        population=concept.population,
        region=page.region,
        price=price(quote),
        scope=clause.scope,
        year=None if policy else year,
        base_year=None if policy else base_year,
        period=period_of(here, form, clause, value_start),
        base_period=clause.base.period if form in ("ratio", "change", "change_abs") and base_year is not None else None,
        base_value=base_value,
        direction=direction,
        modifier=modifier_of(here.text, tokens, reading, i, number),
        threshold=clause.thresholds[min(k, len(clause.thresholds) - 1)] if clause.thresholds else None,
        stated=tuple(said.items()),
        doubtful=doubts(said, clause.kind, year, _clear(here.frame, clause)),
        rule=reading.rule.id,
        tokens=reading.flagged,
        evidence=evidence_of(reading.rule.id),
    )
    return statement, memory


def _clear(frame: Frame, clause: Clause) -> frozenset[str]:
    """The slots whose default follows from a clear rule: a report's year and the one before it, a plan's last year and its year 0."""
    if not clause.year_clear:
        return frozenset()
    return frozenset(("year", "base_year")) if frame.settled else frozenset(("year",))


def _owned_here(here: Here, label: str, form: str) -> str:
    """The label with the zone or basin whose figures its paragraph tells; a clause that opens with its count has its own."""
    tokens, reading = here.tokens, here.reading
    own = reading.rule.label == "right" and not {"X", "i", "V"} & set(
        tokens.kinds[reading.region[0] : reading.members[0]]
    )
    heading = here.page.subjects.at(tokens.starts[reading.members[0]])
    return label if form == "other" or own else owned(label, heading)


def _from_where(
    here: Here, clause: Clause, i: int, number: Number, form: str, year: int | None, direction: Direction
) -> tuple[int | None, str | None, Direction, Memory]:
    """(base year, base value, direction, memory): 由2015年的8%提高到2020年的9% tells its base in the figure before."""
    tokens = here.tokens
    rule, state = clause.reading.rule, here.memory
    base_year = clause.base.year if form not in ("level", "share", "cumulative", "other") else None
    if form == "change_abs" and rule.form == "level" and base_year is None:
        span = here.frame.span(tokens.starts[i]) if clause.kind is Kind.FACT and not clause.time.period else None
        base_year = span[0] - 1 if span else implied(here, "before", clause.time).year
        direction = Direction.UP if direction is Direction.UNKNOWN else direction
    if rule.id in ("share-from", "duration-from") or "F" in tokens.kinds[clause.reading.region[1] : i]:
        told = state.base_values if i != clause.reading.members[0] else ()
        state = state._replace(base_values=(*told, number.magnitudes[0]), base_year=year)
    elif rule.id in ("share-to", "level-to", "index-to", "duration-to") and state.base_values:
        base_value, base_year = state.base_values[0], state.base_year
        state = state._replace(base_values=state.base_values[1:], trend=base_year)
        if direction is Direction.UNKNOWN:
            direction = direction_between(base_value, number.magnitudes[0])
        return base_year, base_value, direction, state
    return base_year, None, direction, state


def _quote(here: Here) -> tuple[int, int]:
    """The clause with the time that opens it, up to the last number with its hedge and what it counts."""
    tokens, reading = here.tokens, here.reading
    kinds = tokens.kinds
    first, last = reading.clause
    if (
        first >= 2
        and kinds[first - 1] == "C"
        and kinds[first - 2] in "TZ"
        and (first == 2 or kinds[first - 3] in "C;:(")
    ):
        first -= 2
    last = max(last, reading.after[0])
    while last > reading.after[0] and kinds[last - 1] in "J":
        last -= 1
    return tokens.starts[first], tokens.ends[last - 1]


def _bracketed(kinds: str, i: int) -> bool:
    """Whether the token stands between brackets of this sentence."""
    return kinds.rfind("(", 0, i) > kinds.rfind(")", 0, i) and kinds.find(")", i) > 0
