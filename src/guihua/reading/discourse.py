"""From readings to statements: what a clause leaves to its neighbours is carried, lists are paired, years and kinds settled."""

from __future__ import annotations

from dataclasses import replace

from guihua.plan.statement import (
    Direction,
    Form,
    Kind,
    Origin,
    Statement,
    Unread,
    statement_id,
)
from guihua.reading.bounds import comparator_of, direction_between, direction_of, modifier_of
from guihua.reading.clauses import Reading, readings
from guihua.reading.compiler import award_patterns, label_patterns
from guihua.reading.composition import compared, parts
from guihua.reading.conditions import apply_conditions
from guihua.reading.doubt import doubts, label_origin
from guihua.reading.evidence import evidence_of
from guihua.reading.labelling import Labelling
from guihua.reading.resolution import indicator_of, price
from guihua.reading.speech import NO_TIME, Clause, State
from guihua.reading.subjects import owned
from guihua.reading.times import Time
from guihua.reading.tokens import Number, Tokens
from guihua.reading.wording import worded


class Discourse(Labelling):
    """Reads sentences in order: clauses, and statements made of them."""

    def sentence(self, tokens: Tokens) -> list[Statement]:
        """The statements of one sentence."""
        goes_on = bool(tokens.starts) and self.text[tokens.starts[0] - 1 : tokens.starts[0]] in ("；", ";")
        goes_on = goes_on or tokens.kinds[:1] == "O"
        self._begin(goes_on=goes_on)
        statements: list[Statement] = []
        self.row = []
        seen = 0
        ahead = goes_on and (self.standing.years or self.frame.mode(tokens.starts[0])[0] is not Kind.FACT)
        time = self.time if ahead or tokens.kinds[:1] == "O" else NO_TIME
        found, unread = readings(self.text, tokens)
        for i, why in unread:
            self.unread.append(self._unread(tokens, i, why))
        self.words = self.text[tokens.starts[0] : tokens.ends[-1]] if found else ""
        self.granted = None
        self.grants = bool(found) and award_patterns().grants.search(self.words) is not None
        if self.grants:
            found = apply_conditions(self.text, tokens, found)
        outside: State | None = None
        opened_by = label_patterns().opener.match(self.words) if found else None
        self.state.opener = opened_by["who"] if opened_by and self.announced.measure(tokens.starts[-1]) else ""
        for reading in found:
            within = "(" in tokens.kinds and _bracketed(tokens.kinds, reading.members[0])
            if within and outside is None:
                outside = replace(self.state, recent=list(self.state.recent))
            elif not within and outside is not None:
                self.in_brackets(outside)
                outside = None
            seen, time = self._times(tokens, seen, reading.members[0], time)
            clause = self._clause(tokens, self._again(tokens, reading), time)
            if (
                reading.rule.id == "level-right"
                and reading.kind == "c"
                and (label_patterns().noise.match(clause.labels[0]) or self._all_places(tokens, reading))
            ):
                continue
            at = tokens.starts[reading.members[0]]
            run_on = label_patterns().run_on.search(self.text, max(0, at - 10), at)
            if self.text[at - 1 : at] in ("×", "÷", "*"):  # a formula: 甲/乙×100%
                self.unread.extend(self._unread(tokens, i, "formula") for i in reading.members)
                continue
            if run_on or label_patterns().figures.search(clause.labels[0]):  # a copy has run a table's cells together
                self._disown(tokens, reading)
                continue
            statements.extend(self._statements(tokens, clause))
            self.state.last, self.state.rule = statements[-1].form.value, clause.reading.rule
        if not time.years:
            _, time = self._times(tokens, seen, len(tokens.kinds), time)
        self._leave(time, statements, opened="T" in tokens.kinds[:2] and not statements)
        return statements

    def _begin(self, *, goes_on: bool) -> None:
        """Forget what only the sentence before held."""
        state = self.state
        state.recent = state.recent if goes_on else []
        self.standing = self.standing if goes_on else NO_TIME
        state.form = state.before = state.place = state.last = ""
        state.series, state.base = [], NO_TIME
        state.trend, state.kind, state.told, state.rule = None, None, NO_TIME, None
        state.listed, state.whole_now = (state.listed, state.whole_now) if goes_on else ("", "")
        state.owner = state.agent = state.doer = state.act = state.granted = ""
        state.parts, state.parts_of = (state.parts, state.parts_of) if goes_on else ("", "")

    def _leave(self, time: Time, statements: list[Statement], *, opened: bool) -> None:
        """Leave the sentence's time to the next: told or aimed at by its statements, or by itself where it opens and states nothing."""
        self.time = time
        self.told = None
        if statements and (last := statements[-1]).kind is not Kind.POLICY:
            self.told = last.kind, Time((last.year,) if last.year else (), last.period)
        now = self.frame.year
        ahead = bool(time.years) and now is not None and time.years[-1] > now
        told = opened and bool(time.years) and not ahead
        if told or any(s.kind is Kind.FACT and s.year in time.years for s in statements):
            self.state.time = time
        if (opened and ahead) or any(s.kind is Kind.TARGET and s.year in time.years for s in statements):
            self.state.aim = time

    def _all_places(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the count only names where: 在全省13个设区市开展试点, 全国31个省份."""
        noun = self.text[tokens.starts[reading.after[0]] : tokens.ends[reading.after[1] - 1]] if reading.after else ""
        at = tokens.starts[reading.members[0]]
        before = self.text[max(0, at - 6) : at]
        patterns = label_patterns()
        acts = set("XUi") & set(tokens.kinds[reading.region[1] : reading.members[0]])
        acts |= {"J"} & set(tokens.kinds[reading.clause[1] : reading.clause[1] + 1])  # 全省11个地市和19个县市完成…
        if before.endswith("在") and noun.endswith("中"):
            return True  # 在16个合作社中
        return not acts and bool(patterns.administrative.match(noun)) and bool(patterns.whole_place.search(before))

    def _disown(self, tokens: Tokens, reading: Reading) -> None:
        """Numbers whose label is made of digits stay unread, and nothing is carried from them."""
        self.unread.extend(self._unread(tokens, i, "digits-for-label") for i in reading.members)
        self.state = State()

    def _unread(self, tokens: Tokens, i: int, reason: str) -> Unread:
        start, end = tokens.starts[i], tokens.ends[i]
        return Unread(self.raw[start:end], start + self.offset, end + self.offset, reason)

    # ---- one clause

    def _again(self, tokens: Tokens, reading: Reading) -> Reading:
        """A bare percentage after a change promises more of it: 投资增长8%以上，力争10%; a rate (…率提高2%，达到50%) is told itself."""
        before, place = self.state.rule, tokens.kinds[reading.clause[0] : reading.members[0]]
        grows = before is not None and before.form in ("change", "growth") and before.label == "left"
        if not grows or before is None or reading.rule.id != "share-percent" or not place or set(place) - set("WHV"):
            return reading
        opened = tokens.kinds[reading.clause[0] - 1 : reading.clause[0]] in ("C", "J", "(")
        return (
            replace(reading, rule=before) if opened and not label_patterns().rate.search(self.state.joint) else reading
        )

    def _clause(self, tokens: Tokens, reading: Reading, time: Time) -> Clause:
        labels, origin, scope = self._labels(tokens, reading)
        whole_place = self._whole_place(labels, origin)
        kinds = tokens.kinds
        base = NO_TIME
        base_origin = Origin.STATED
        here, starts = time, False
        for i in range(reading.clause[0], reading.members[0]):
            if kinds[i] == "B" and self._told_base(tokens, reading, i):
                here, starts = self._time(tokens, i), False
                self.state.told = here
            elif kinds[i] in "BI":
                base = self._base(tokens, i, time)
            elif kinds[i] == "T" and reading.rule.form == "ratio" and self._likened_to(tokens, i):
                base = self._stretch_base(tokens, i)
            elif kinds[i] == "F":
                found = self._time(tokens, i)
                here, starts = (found, False) if found.years else (here, True)
        kind, year, year_origin = self._kind_and_time(tokens, reading, here)
        if self._goes_on_ruling(tokens, reading, origin):
            kind, year, year_origin = Kind.POLICY, NO_TIME, Origin.CARRIED
            self.kind_origin = Origin.CARRIED
        self.state.kind, self.state.year = kind, year
        said = self._sentence_base(tokens, reading, year) if starts else NO_TIME
        if starts and not said.years:
            said = self._start_of_change(kind, year, tokens.starts[reading.members[0]])
        if starts and (first := said).years:
            year, year_origin = first, Origin.DEFAULTED
            kind = Kind.FACT if self.frame.year is None or first.years[0] <= self.frame.year else kind
        if base.period and year.year == base.period[1]:
            begun, ended = base.period  # “十二五”成就：…，较上一个五年多…: the five before the five looked back on
            base = Time((begun - 1,), (2 * begun - ended - 1, begun - 1))
        base = self._five_before(base, tokens, reading, kind)
        if base.relative is not None and year.year is not None:
            base = Time((year.year + base.relative,))
        elif base.years:
            self.state.base = base
        if not base.years:
            base, base_origin = self._unsaid_base(tokens, reading, kind, year, origin)
        thresholds = self._thresholds(tokens, reading, labels, origin)
        return Clause(
            reading, labels, origin, year, year_origin, kind, base, base_origin, thresholds, scope, whole_place
        )

    def _whole_place(self, labels: list[str], origin: Origin) -> str:
        """The word for the whole place that the labels open with: said right before them, or carried with them."""
        if origin is Origin.STATED:
            self.state.whole_place = self.said if self.said in label_patterns().belonging else ""
        word = self.state.whole_place
        return "" if any(word in label or label_patterns().whole.match(label) for label in labels) else word

    # ---- statements

    def _statements(self, tokens: Tokens, clause: Clause) -> list[Statement]:
        reading = clause.reading
        members, labels = reading.members, clause.labels
        single = len(members) == 1
        count = max(len(members), len(labels))
        years = clause.time.years
        if clause.time.period and count > 1 and clause.time.period[1] - clause.time.period[0] + 1 == count:
            years = tuple(range(clause.time.period[0], clause.time.period[1] + 1))
        direction = direction_of(self.text, tokens, reading)
        statements = []
        last_unit = tokens.numbers[members[-1]].unit
        for k in range(count):
            i = members[0] if single else members[min(k, len(members) - 1)]
            label = labels[k] if k < len(labels) else labels[-1]
            number = tokens.numbers[i]
            year = years[k] if len(years) == count > 1 else clause.time.year
            statements.append(
                self._statement(tokens, clause, i, number, number.unit or last_unit, label, year, direction, k)
            )
        if reading.kind == "r" and single and statements[0].value[1:] == ("1",) and labels[0].endswith(("比", "比例")):
            statements[0] = replace(statements[0], value=statements[0].value[:1])  # 收入比缩小到2.1∶1
        elif reading.kind == "r" and single:
            bare = replace(statements[0], indicator=statements[0].indicator.removeprefix(clause.whole_place))
            shares = parts(bare, self.raw, self.offset)
            statements = self.row = compared(shares, self.row) if len(shares) > 1 else statements
        return statements

    def _statement(
        self,
        tokens: Tokens,
        clause: Clause,
        i: int,
        number: Number,
        unit: str,
        label: str,
        year: int | None,
        direction: Direction,
        k: int,
    ) -> Statement:
        reading = clause.reading
        start, end = self._quote(tokens, reading)
        value_start, value_end = tokens.starts[i], tokens.ends[i]
        form = self._form(tokens, clause, label)
        if form == "cumulative":
            self.state.form = form
            label = self._summed(tokens, reading, label)
        section = self.frame.section(value_start)
        quote = self.raw[start:end]
        value_text = self.raw[value_start:value_end]
        key = (section, quote, value_text)
        ordinal = self.ids.get(key, 0)
        self.ids[key] = ordinal + 1
        policy = clause.kind is Kind.POLICY
        base_year, base_value, direction = self._from_where(tokens, clause, i, number, form, year, direction)
        label = worded(label, unit, form)
        origins = {
            "value": Origin.STATED,
            "indicator": label_origin(label, clause.origin, form, reading.rule.label, unit),
            "kind": self.kind_origin,
            "year": clause.time_origin if year is not None else None,
            "base_year": clause.base_origin if base_year is not None else None,
        }
        said = {slot: origin for slot, origin in origins.items() if origin is not None}
        concept = indicator_of(label)
        comparator = comparator_of(self.text, tokens, reading, i, number, falls=concept.better is Direction.DOWN)
        if direction is Direction.UNKNOWN:
            direction = concept.better
        return Statement(
            id=statement_id(section, quote, value_text, ordinal),
            kind=clause.kind,
            form=Form(form),
            comparator=comparator,
            value=number.magnitudes,
            unit=unit,
            indicator=clause.whole_place + label
            if clause.whole_place
            else self._owned_here(label, tokens, reading, form),
            quote=quote,
            start=start + self.offset,
            end=end + self.offset,
            value_start=value_start + self.offset,
            value_end=value_end + self.offset,
            section=section,
            measure=concept.measure,
            subject=concept.subject,
            whole=concept.whole,
            population=concept.population,
            region=self.region,
            price=price(quote),
            scope=clause.scope,
            year=None if policy else year,
            base_year=None if policy else base_year,
            period=self._period(form, clause, value_start),
            base_period=clause.base.period
            if form in ("ratio", "change", "change_abs") and base_year is not None
            else None,
            base_value=base_value,
            direction=direction,
            modifier=modifier_of(self.text, tokens, reading, i, number),
            threshold=clause.thresholds[min(k, len(clause.thresholds) - 1)] if clause.thresholds else None,
            stated=tuple(said.items()),
            doubtful=doubts(said, clause.kind, year, self._clear()),
            rule=reading.rule.id,
            tokens=reading.flagged,
            evidence=evidence_of(reading.rule.id),
        )

    def _clear(self) -> frozenset[str]:
        """The slots whose default follows from a clear rule: a report's year and the one before it, a plan's last year and its year 0."""
        if not self.year_clear:
            return frozenset()
        return frozenset(("year", "base_year")) if self.frame.settled else frozenset(("year",))

    def _owned_here(self, label: str, tokens: Tokens, reading: Reading, form: str) -> str:
        """The label with the zone or basin whose figures its paragraph tells; a clause that opens with its count has its own."""
        own = reading.rule.label == "right" and not {"X", "i", "V"} & set(
            tokens.kinds[reading.region[0] : reading.members[0]]
        )
        heading = self.subjects.at(tokens.starts[reading.members[0]])
        return label if form == "other" or own else owned(label, heading)

    def _from_where(
        self,
        tokens: Tokens,
        clause: Clause,
        i: int,
        number: Number,
        form: str,
        year: int | None,
        direction: Direction,
    ) -> tuple[int | None, str | None, Direction]:
        """(base year, base value, direction): 由2015年的8%提高到2020年的9% tells its base in the figure before."""
        rule, state = clause.reading.rule, self.state
        base_year = clause.base.year if form not in ("level", "share", "cumulative", "other") else None
        if form == "change_abs" and rule.form == "level" and base_year is None:
            span = self.frame.span(tokens.starts[i]) if clause.kind is Kind.FACT and not clause.time.period else None
            base_year = span[0] - 1 if span else self._implied("before", clause.time).year
            direction = Direction.UP if direction is Direction.UNKNOWN else direction
        if rule.id in ("share-from", "duration-from") or "F" in tokens.kinds[clause.reading.region[1] : i]:
            told = state.base_values if i != clause.reading.members[0] else []
            state.base_values, state.base_year = [*told, number.magnitudes[0]], year
        elif rule.id in ("share-to", "level-to", "index-to", "duration-to") and state.base_values:
            base_value, base_year = state.base_values.pop(0), state.base_year
            state.trend = base_year
            if direction is Direction.UNKNOWN:
                direction = direction_between(base_value, number.magnitudes[0])
            return base_year, base_value, direction
        return base_year, None, direction

    def _quote(self, tokens: Tokens, reading: Reading) -> tuple[int, int]:
        """The clause with the time that opens it, up to the last number with its hedge and what it counts."""
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
