"""From readings to statements: what a clause leaves to its neighbours is carried, lists are paired, years and kinds settled."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from guihua.plan.statement import (
    Direction,
    Form,
    Kind,
    Origin,
    Statement,
    Threshold,
    Unread,
    statement_id,
)
from guihua.reading.awards import award_label
from guihua.reading.bounds import bar_comparator, comparator_of, direction_of, modifier_of
from guihua.reading.clauses import Reading, readings
from guihua.reading.compiler import award_patterns, label_patterns
from guihua.reading.composition import compared, parts
from guihua.reading.conditions import apply_conditions
from guihua.reading.evidence import evidence_of
from guihua.reading.labels import (
    bare_whole,
    clean,
    closed,
    counted_noun,
    joined_rates,
    part_of,
    region_label,
    split_list,
    stand_alone,
    threshold_noun,
    trim,
    unstuttered,
)
from guihua.reading.resolution import indicator_of, price
from guihua.reading.restoring import Restoring
from guihua.reading.speech import NO_TIME, Clause, State
from guihua.reading.times import Time
from guihua.reading.tokens import NUMBERS, Number, Tokens


class Discourse(Restoring):
    """Reads sentences in order: labels and bars of clauses, and statements made of them."""

    def sentence(self, tokens: Tokens) -> list[Statement]:
        """The statements of one sentence."""
        goes_on = bool(tokens.starts) and self.text[tokens.starts[0] - 1 : tokens.starts[0]] in ("；", ";")
        goes_on = goes_on or tokens.kinds[:1] == "O"
        self._begin(goes_on=goes_on)
        statements: list[Statement] = []
        self.row = []
        seen = 0
        ahead = goes_on and (self.standing.years or self.frame.mode(tokens.starts[0])[0] is not Kind.FACT)
        time = self.time if ahead else NO_TIME
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
            clause = self._clause(tokens, reading, time)
            if (
                reading.rule.id == "level-right"
                and reading.kind == "c"
                and (label_patterns().noise.match(clause.labels[0]) or self._all_places(tokens, reading))
            ):
                continue
            at = tokens.starts[reading.members[0]]
            run_on = label_patterns().run_on.search(self.text, max(0, at - 10), at)
            if run_on or label_patterns().figures.search(clause.labels[0]):  # a copy has run a table's cells together
                self._disown(tokens, reading)
                continue
            statements.extend(self._statements(tokens, clause))
            self.state.last = statements[-1].form.value
        if not time.years:
            _, time = self._times(tokens, seen, len(tokens.kinds), time)
        self.time = time
        opened = "T" in tokens.kinds[:2] and not statements
        told = opened and self.frame.year is not None and time.years and time.years[-1] <= self.frame.year
        if opened and time.years and self.frame.year is not None and time.years[-1] > self.frame.year:
            self.state.aim = time
        if told or any(s.kind is Kind.FACT and s.year in time.years for s in statements):
            self.state.time = time
        if any(s.kind is Kind.TARGET and s.year in time.years for s in statements):
            self.state.aim = time
        return statements

    def _begin(self, *, goes_on: bool) -> None:
        """Forget what only the sentence before held."""
        state = self.state
        state.recent = state.recent if goes_on else []
        self.standing = self.standing if goes_on else NO_TIME
        state.form = state.before = state.place = state.last = ""
        state.series, state.base = [], NO_TIME
        state.trend, state.kind, state.told = None, None, NO_TIME
        state.owner = state.agent = state.doer = state.act = state.granted = ""
        state.parts, state.parts_of = (state.parts, state.parts_of) if goes_on else ("", "")

    def _all_places(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the count only names where: 在全省13个设区市开展试点, 全国31个省份."""
        noun = self.text[tokens.starts[reading.after[0]] : tokens.ends[reading.after[1] - 1]] if reading.after else ""
        at = tokens.starts[reading.members[0]]
        before = self.text[max(0, at - 6) : at]
        patterns = label_patterns()
        acts = set("XUi") & set(tokens.kinds[reading.region[1] : reading.members[0]])
        return not acts and bool(patterns.administrative.match(noun)) and bool(patterns.whole_place.search(before))

    def _disown(self, tokens: Tokens, reading: Reading) -> None:
        """Numbers whose label is made of digits stay unread, and nothing is carried from them."""
        self.unread.extend(self._unread(tokens, i, "digits-for-label") for i in reading.members)
        self.state = State()

    def _unread(self, tokens: Tokens, i: int, reason: str) -> Unread:
        start, end = tokens.starts[i], tokens.ends[i]
        return Unread(self.raw[start:end], start + self.offset, end + self.offset, reason)

    # ---- one clause

    def _clause(self, tokens: Tokens, reading: Reading, time: Time) -> Clause:
        labels, origin, scope = self._labels(tokens, reading)
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
            elif kinds[i] == "F":
                found = self._time(tokens, i)
                here, starts = (found, False) if found.years else (here, True)
        kind, year, year_origin = self._kind_and_time(tokens, reading, here)
        if self._goes_on_ruling(tokens, reading, origin):
            kind, year, year_origin = Kind.POLICY, NO_TIME, Origin.CARRIED
        self.state.kind = kind
        said = self._sentence_base(tokens, reading, year) if starts else NO_TIME
        if starts and not said.years:
            span = self.frame.span(tokens.starts[reading.members[0]]) if kind is Kind.FACT else None
            said = Time((span[0] - 1,)) if span and not year.period else self._implied("before", year)
        if starts and (first := said).years:
            year, year_origin = first, Origin.DEFAULTED
            kind = Kind.FACT if self.frame.year is None or first.years[0] <= self.frame.year else kind
        self.state.base = base if base.years else self.state.base
        if not base.years and base.relative is None:
            base, base_origin = self._unsaid_base(tokens, reading, kind, year, origin)
        elif base.relative is not None and year.year is not None:
            base = Time((year.year + base.relative,))
        thresholds = self._thresholds(tokens, reading, labels, origin)
        return Clause(reading, labels, origin, year, year_origin, kind, base, base_origin, thresholds, scope)

    # ---- labels

    def _labels(self, tokens: Tokens, reading: Reading) -> tuple[list[str], Origin, str]:
        """The labels of the members, where they came from, and the scope."""
        n = len(reading.members)
        self.unit = tokens.numbers[reading.members[-1]].unit.lstrip("十百千万亿")
        label, scope, whole = self._own(tokens, reading)
        if n == 1 and (named := self._in_series(label, tokens, reading)):
            self._remember(named, [self._counted(named, reading)], "", scope, reading)
            return [self._counted(named, reading)], Origin.CARRIED, scope or self.state.scope
        if self.grants:
            heading = self.frame.heading(tokens.starts[reading.members[0]])
            if granted := award_label(self.text, tokens, reading, label, heading, self.state.award):
                self.state.granted, self.state.award = granted.total, granted
                self._remember(granted.total, list(granted.labels), "", scope, reading)
                return list(granted.labels), Origin.STATED, scope
        if self.state.granted and not label and reading.kind == "m" and n == 1:
            return [self.state.granted], Origin.CARRIED, scope
        if not label and not whole:
            label, scope = self._topic(tokens, reading)
        if not label and not whole:
            return self._carried(tokens, reading, n, scope)
        origin = Origin.STATED
        if not label:
            label, origin = self.state.subject or self.state.joint, Origin.CARRIED
        if tokens.kinds[max(reading.clause[0] - 1, 0)] == "M" or reading.clause[0] == 0:
            label = unstuttered(label)
        label = self._placed(label, reading)
        label = self._named(label, tokens, reading) or self._under_colon(label, tokens, reading)
        label = self._restored(label, tokens, reading)
        label = self._opened(label, tokens, reading)
        pieces = self._split(label, tokens, reading, n)
        pieces = pieces or [closed(label) if reading.rule.label in ("left", "right", "part") else label]
        if reading.rule.id == "share-nearly-all":
            pieces = [self._clause_share(piece, tokens, reading) for piece in pieces]
        if whole:
            rate = label_patterns().namely.match(whole)
            pieces = [whole[rate.end() :]] if rate else [f"{piece}占{whole}比重" for piece in pieces]
        pieces, scope = self._taxed(pieces, reading, scope)
        if len(pieces) == 1 and self.unit.endswith("元"):
            pieces = [self._for_what(pieces[0], tokens, reading)]
        labels = [self._counted(self._by_area(piece, reading), reading) for piece in pieces]
        self._remember_whose(label, tokens, reading)
        self._remember(f"{label}占{whole}比重" if whole else label, labels, label if whole else "", scope, reading)
        return labels, origin, scope or self.state.scope

    def _in_series(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """The thing of this value where 分别 pairs values of unlike kinds: A、B分别达到36%和5亿立方米, 分别上升7个、下降8个百分点."""
        state, kinds = self.state, tokens.kinds
        if state.series and not label and kinds[reading.clause[0] - 1] == "J":
            return state.series.pop(0)
        state.series = []
        place = range(reading.region[1], reading.members[0])
        if not any(kinds[i] == "D" or self.text.startswith("分别", tokens.starts[i]) for i in place):
            return ""
        found = label_patterns().followers.match(kinds, reading.members[-1] + 1)
        size = 1 + sum(letter in NUMBERS for letter in found.group()) if found else 1
        things = [] if size == 1 else split_list(label, size) if label else state.recent[-size:]
        if len(things) != size:
            return ""
        state.series = things[1:]
        return things[0]

    def _own(self, tokens: Tokens, reading: Reading) -> tuple[str, str, str]:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """(label, scope, whole) that the clause itself gives; whole where it says 占…."""
        mode = reading.rule.label
        text, kinds = self.text, tokens.kinds
        first, last = reading.region
        if mode == "part":
            part, whole = part_of(text, tokens, first, last)
            of_which = "O" in kinds[first : first + 2] or kinds[first - 1 : first] == "O"
            if part and not whole and of_which and self.state.recent and self.state.unit != "%":
                whole = self.state.joint.removesuffix("数")
            return part, "", whole
        own, scope = region_label(text, tokens, first, last)
        if mode == "right":
            if own and reading.kind == "m" and (sized := self._sized(own, tokens, reading)):
                return sized, scope, ""
            return self._counted_noun(own, tokens, reading), scope, ""
        if mode == "share":
            return self._clause_share("", tokens, reading), scope, ""
        if mode == "both" and reading.rule.id != "share-nearly-all":
            return self._clause_share(own, tokens, reading), scope, ""
        if mode == "gap":
            return self._gap(tokens, reading), scope, ""
        bar = max(kinds.rfind(letter, first, last) for letter in "vVu")
        if reading.kind == "%" and bar > first and not {"V", "v", "u"} & set(kinds[last : reading.members[0]]):
            part = region_label(text, tokens, first, bar)[0]
            return part, scope, bare_whole(text[tokens.ends[bar] : tokens.ends[last - 1]])
        if reading.rule.id == "change-noun" and 0 < len(own) <= 2 and (noun := kinds.find("g", first)) >= 0:
            return own + text[tokens.starts[noun] : tokens.ends[noun]], scope, ""
        if own and reading.rule.form in ("level", "share"):
            own = self._yearly(own, tokens, reading)
        return own + self._acts(tokens, reading) if own else own, scope, ""

    def _yearly(self, own: str, tokens: Tokens, reading: Reading) -> str:
        """A mean over years is no figure of one year: 年均产量, 平均每年节能率."""
        first, last = reading.region
        at = tokens.kinds.find("AN", first, last)
        if at < 0 or tokens.kinds[first:at].strip("CJTZW"):
            return own
        return self.text[tokens.starts[at] : tokens.ends[at]].removesuffix("约") + own

    def _acts(self, tokens: Tokens, reading: Reading) -> str:
        """Acts between label and number that belong to the label: 公路建设完成投资126亿元, 水电新增投产4000万千瓦."""
        words = ""
        patterns = label_patterns()
        for i in range(reading.region[1], reading.members[0]):
            word = self.text[tokens.starts[i] : tokens.ends[i]]
            if tokens.kinds[i] == "e" and reading.rule.form == "level":
                words += word  # 全长165公里
            elif tokens.kinds[i] == "X" and (word in patterns.kept or word in patterns.nominal):
                words += word.removeprefix("完成")
            elif tokens.kinds[i] == "i" and reading.rule.form == "change_abs" and tokens.kinds[i + 1] == "X":
                words += word
        return words

    def _counted_noun(self, own: str, tokens: Tokens, reading: Reading) -> str:
        """The noun after the number; before it the act (增发1万亿元国债) and its subject where the text names them."""
        first, last = reading.after
        while tokens.kinds[last : last + 2] == "wN" or tokens.kinds[last : last + 2] == "wX":
            last += 2  # 7个县市全部入围…
        noun = counted_noun(self.text, tokens, first, last)
        if not noun:
            return own
        if own and reading.kind == "m" and label_patterns().measure.fullmatch(noun):
            return own if own.endswith(noun) else own.removesuffix("每年") + noun  # 钢管50万吨的生产能力
        if label_patterns().places_counted.match(noun) or own.startswith(("各", "每")):
            return own + noun
        if given := label_patterns().gives.match(own):
            return given["whom"] + noun
        first, last = reading.region[1], reading.members[0]
        if "X" not in tokens.kinds[first:last]:
            return noun
        i = tokens.kinds.rindex("X", first, last)
        act = self.text[tokens.starts[i] : tokens.ends[i]]
        return f"{own}{act}{noun}" if act in label_patterns().kept else noun

    def _sized(self, own: str, tokens: Tokens, reading: Reading) -> str:
        """A thing told by its size: 设立总规模100亿元的产业基金 → 产业基金总规模."""
        rest = self.text[tokens.ends[reading.members[-1]] : tokens.ends[reading.clause[1] - 1]]
        if not rest.startswith("的") or not label_patterns().size.fullmatch(own):
            return ""
        noun = counted_noun(self.text, tokens, *reading.after)
        return noun + own if noun else ""

    def _taxed(self, pieces: list[str], reading: Reading, scope: str) -> tuple[list[str], str]:
        """A rate at which a tax is levied: the tax and 税率; whom it falls on is the scope."""
        found = label_patterns().tax.search(pieces[0])
        if reading.rule.form != "share" or len(pieces) > 1 or not found:
            return pieces, scope
        return [found.group() + "税率"], pieces[0].removesuffix(found.group().removeprefix("企业")) or scope

    def _split(self, label: str, tokens: Tokens, reading: Reading, n: int) -> list[str]:
        """The label's things one by one: as many as there are values, or all where each has the one value."""
        if n > 1:
            return split_list(label, n) or self._paired(label, n)
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

    def _paired(self, label: str, n: int) -> list[str]:
        """A bare measure after a list of as many things: 乡镇、建制村通硬化路率分别为…，通客车率分别为…."""
        measure, before = label_patterns().measure, self.state.labels
        if len(before) != n or not self.state.recent or not (found := measure.search(label)) or found.start() > 0:
            return []
        things = [measure.sub("", thing) for thing in before]
        return [thing + label for thing in things] if all(things) and len(set(things)) == n else []

    def _carried(self, tokens: Tokens, reading: Reading, n: int, scope: str) -> tuple[list[str], Origin, str]:
        """The labels of the clause before; a doing verb before the number names the thing itself (创汇, 出口)."""
        first, last = reading.region[1], reading.members[0]
        if "X" in tokens.kinds[first:last] and reading.rule.form in ("level", "cumulative", "share"):
            i = tokens.kinds.rindex("X", first, last)
            start = i - 1 if i > first and tokens.kinds[i - 1] == "X" and self._kept(tokens, i - 1) else i
            act = self.text[tokens.starts[start] : tokens.ends[i]]
            act = act.removeprefix("完成") or act
            if self.state.recent and (whose := self._doing(act)):
                label = self._counted(whose + act, reading)
                self._remember(label, [label], "", scope, reading)
                return [label], Origin.STATED, scope or self.state.scope
            same = self.state.recent and self.unit == self.state.unit and not self.unit.endswith("元")
            same = same and not label_patterns().area_act.search(self.state.subject.removesuffix("面积"))
            same = same or bool(self.state.recent and act in label_patterns().generic)
            label = self._counted(
                self.state.subject + act
                if same and act not in self.state.subject
                else self.state.subject
                if same
                else act,
                reading,
            )
            if reading.kind == "%":
                label += "比例"
            label = self._by_area(label, reading)
            if self.unit.endswith("元"):
                label = self._for_what(label, tokens, reading)
            self._remember(label, [label], "", scope, reading)
            return [label], Origin.STATED, scope or self.state.scope
        state = self.state
        if not state.labels and (line := self._line_before(tokens)):
            self._remember(line, [line], "", scope, reading)
            return [self._counted(line, reading)], Origin.CARRIED, scope
        if not state.labels:
            return [""], Origin.CARRIED, scope
        if n > 1 and n != len(state.labels) and len(state.recent) >= n:
            return state.recent[-n:], Origin.CARRIED, state.scope
        each = bool({"E", "D"} & set(tokens.kinds[first:last])) or (
            "B" in tokens.kinds[first:last]
            and self.text.startswith("分别", tokens.starts[tokens.kinds.index("B", first, last)])
        )
        if n == len(state.labels) or (n == 1 and each):
            labels = list(state.labels)
        else:
            labels = [state.labels[-1] if n == 1 and len(state.labels) == 1 else state.joint]
        return self._said_again(labels, tokens, reading), Origin.CARRIED, state.scope

    def _said_again(self, labels: list[str], tokens: Tokens, reading: Reading) -> list[str]:
        """Labels carried to another kind of figure: the part of a whole, the level after an addition, one year of a yearly mean."""
        state, last = self.state, reading.members[0]
        if "T" in tokens.kinds[reading.clause[0] : last] and reading.rule.form == "level":
            labels = [label_patterns().yearly.sub("", label) for label in labels]  # 年均产量…，其中1990年…
        if reading.rule.label == "part":
            whole = state.parts if state.parts and state.parts != labels[0] else ""
            ends = f"占{whole}比重" if whole else "占比"
            labels = [label.removesuffix("数") + ends for label in labels]
        elif state.form == "change_abs" and reading.rule.form == "level":
            labels = [label.removeprefix("新增") for label in labels]
        elif reading.rule.form == "level" and "T" in tokens.kinds[slice(*reading.clause)]:
            labels = [label.replace("年均", "", 1) for label in labels]  # 年均产量…，其中1995年…
        return labels

    def _line_before(self, tokens: Tokens) -> str:
        """The line before, where cells of a table stand one a line: 死亡人数 / 下降15%."""
        end = self.text.rfind("\n", 0, tokens.starts[0])
        if end < 0 or self.text[end : tokens.starts[0]].strip():
            return ""
        lines = self.text[max(0, end - 80) : end].rstrip().split("\n")
        if any(h.start <= end - len(lines[-1].lstrip()) < h.end for h in self.frame.headings):
            return ""
        line = lines[-1].strip(" 　*|") if len(lines) > 1 else ""
        return clean(line)[0] if 2 < len(line) <= 30 and not label_patterns().stops.search(line) else ""

    def _kept(self, tokens: Tokens, i: int) -> bool:
        return self.text[tokens.starts[i] : tokens.ends[i]] in label_patterns().kept

    def _by_area(self, label: str, reading: Reading) -> str:
        """An act that is told by the land it covers is measured by its area: 造林3万亩."""
        patterns = label_patterns()
        if reading.kind != "m" or not patterns.area.search(self.unit) or not patterns.area_act.search(label):
            return label
        return label + "面积"

    def _counted(self, label: str, reading: Reading) -> str:
        """A count is of a number of things: …数, unless the label already says so."""
        if reading.kind != "c" or not label or label_patterns().counted.search(label):
            return label
        return label + ("种数" if self.unit == "种" else "数")

    def _remember(self, label: str, labels: list[str], subject: str, scope: str, reading: Reading) -> None:
        state = self.state
        if reading.rule.label != "gap":
            state.labels = labels
            state.recent.extend(labels)
            state.joint = label if len(labels) > 1 else labels[0]
            if found := label_patterns().share_of.search(label):
                state.whole = found[1].removesuffix("的")
                state.subject = subject or state.subject
            else:
                state.subject = label
        state.unit = self.unit
        if self.unit != "%":
            state.total = state.joint, self.unit
        state.before, state.form = state.form, reading.rule.form
        if scope:
            state.scope = scope

    def _for_what(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """Money that is spent says on what: 安排29亿元，支持某省污染防治 → 安排支持某省污染防治资金."""
        patterns = label_patterns()
        if len(label) > 16 or not patterns.spends.search(label):
            return label
        found = patterns.purpose.match(self.text, tokens.ends[reading.after[0] - 1], tokens.ends[-1])
        return f"{label}{found['how']}{clean(found['what'])[0]}资金" if found else label

    def _remember_whose(self, label: str, tokens: Tokens, reading: Reading) -> None:
        """Keep who acts (…改造形成节能量…), what was counted doing something, and whose property was told."""
        state, kinds, patterns = self.state, tokens.kinds, label_patterns()
        first, last = reading.region
        verb = (
            min((v for v in (kinds.find(pair, first, last) for pair in ("NX", "NU", "Ni")) if v >= 0), default=-2) + 1
        )
        if verb > 0:
            agent = region_label(self.text, tokens, first, verb)[0]
            state.agent = agent if label.startswith(agent) else ""
        elif kinds[first - 1 : first] != "J":
            state.agent = ""
        whose, _, rest = label.rpartition("的")
        if reading.rule.label == "right":
            state.doer = rest if patterns.entity.search(rest) else ""
        if whose and patterns.entity.search(whose) and patterns.measure.search(rest):
            state.owner = whose

    def _clause_share(self, own: str, tokens: Tokens, reading: Reading) -> str:
        """A share whose clause says what is so: 62%的断面达不到标准 → 断面达不到标准的比重."""
        a, b = reading.after
        if a >= b:
            return own
        words = label_patterns().quotes.sub("", self.text[tokens.starts[a] : tokens.ends[b - 1]]).lstrip("的").strip()
        i = reading.members[0] - 1
        if not own and tokens.kinds[i] == "X" and self._kept(tokens, i):
            words = self.text[tokens.starts[i] : tokens.ends[i]] + words
        return f"{own}{label_patterns().brackets.sub('', words)}的比重"

    def _gap(self, tokens: Tokens, reading: Reading) -> str:
        """高于规模以上工业增加值年均增速9.4个百分点: the gap between two rates."""
        a, b = reading.clause[0], reading.members[0]
        kinds = tokens.kinds
        g = next((i for i in range(a, b) if kinds[i] == "G"), -1)
        start = tokens.ends[g] if g >= 0 else tokens.starts[a]
        end = next((tokens.starts[i] for i in range(b - 1, a, -1) if kinds[i] == "e"), tokens.starts[b])
        other = bare_whole(self.text[start:end]).removeprefix("比")
        g = max(g, a)
        noun = next((self.text[tokens.starts[i] : tokens.ends[i]] for i in range(g, b) if kinds[i] in "ag"), "")
        before = region_label(self.text, tokens, a, g)[0] if g > a else ""
        subject = before or (self.state.subject if noun else self.state.joint) or self.state.subject
        if noun and not subject.endswith(noun):
            subject += noun
        return f"{subject}与{other}之差"

    # ---- thresholds

    def _thresholds(
        self, tokens: Tokens, reading: Reading, labels: list[str], origin: Origin
    ) -> list[Threshold | None]:
        if origin is Origin.CARRIED and self.state.thresholds:
            if len(self.state.thresholds) == len(labels):
                return self.state.thresholds
            return [self.state.thresholds[0]] * len(labels)
        bars = [i for i in reading.thresholds if tokens.kinds[i] in "mc%p" or self._bounded(tokens, i)]
        if not bars:
            self.state.thresholds = [None] * len(labels)
            return self.state.thresholds
        if len(bars) == len(reading.members) > 1:
            self.state.thresholds = [self._threshold(tokens, reading, i) for i in bars]
            return self.state.thresholds
        bar = bars[0]
        number = tokens.numbers[bar]
        first, _ = trim(self.text, tokens, *reading.region)
        first = first if bar >= first else tokens.kinds.rfind("C", 0, bar) + 1
        noun = threshold_noun(self.text, tokens, first, bar)
        previous = next((t for t in self.state.thresholds if t), None)
        if not noun and previous and previous.indicator:
            noun = previous.indicator
            labels[:] = [noun + label for label in labels]
        comparator = bar_comparator(self.text, tokens, bar)
        threshold = Threshold(noun or None, comparator, number.magnitudes[0], number.unit)
        self.state.thresholds = [threshold] * len(labels)
        return self.state.thresholds

    def _threshold(self, tokens: Tokens, reading: Reading, bar: int) -> Threshold:
        """One bar; its noun stands before it or before the first of a row of bars."""
        number = tokens.numbers[bar]
        start = tokens.kinds.rfind("C", 0, bar) + 1
        noun = threshold_noun(self.text, tokens, start, bar)
        return Threshold(noun or None, bar_comparator(self.text, tokens, bar), number.magnitudes[0], number.unit)

    def _bounded(self, tokens: Tokens, i: int) -> bool:
        """Whether a stretch or a bare number is a bar: 3岁以下, 超过5年; not 时隔66年."""
        return tokens.kinds[i + 1 : i + 2] == "h" or tokens.kinds[i - 1 : i] in ("o", "v")

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
        if reading.kind == "r" and single:
            statements = self.row = compared(parts(statements[0], self.raw, self.offset), self.row)
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
        origins = {
            "value": Origin.STATED,
            "indicator": clause.origin,
            "year": clause.time_origin if year is not None else None,
            "base_year": clause.base_origin if base_year is not None else None,
        }
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
            indicator=label,
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
            period=self._period(form, clause),
            base_period=clause.base.period
            if form in ("ratio", "change", "change_abs") and base_year is not None
            else None,
            base_value=base_value,
            direction=direction,
            modifier=modifier_of(self.text, tokens, reading, i, number),
            threshold=clause.thresholds[min(k, len(clause.thresholds) - 1)] if clause.thresholds else None,
            stated=tuple((slot, origin) for slot, origin in origins.items() if origin is not None),
            rule=reading.rule.id,
            tokens=reading.flagged,
            evidence=evidence_of(reading.rule.id),
        )

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
            base_year = self._implied("before", clause.time).year
            direction = Direction.UP if direction is Direction.UNKNOWN else direction
        if rule.id in ("share-from", "duration-from") or "F" in tokens.kinds[clause.reading.region[1] : i]:
            state.base_value, state.base_year = number.magnitudes[0], year
        elif rule.id in ("share-to", "level-to", "index-to", "duration-to") and state.base_value is not None:
            base_value, base_year = state.base_value, state.base_year
            state.trend, state.base_value = base_year, None
            return base_year, base_value, _by_values(direction, base_value, number.magnitudes[0])
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


def _by_values(direction: Direction, base: str, value: str) -> Direction:
    if direction is not Direction.UNKNOWN:
        return direction
    a, b = Decimal(base), Decimal(value)
    return Direction.UP if b > a else Direction.DOWN if b < a else Direction.UNKNOWN
