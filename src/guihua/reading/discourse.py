"""From readings to statements: what a clause leaves to its neighbours is carried, lists are paired, years and kinds settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from guihua.plan.regions import find_region
from guihua.plan.statement import (
    Comparator,
    Direction,
    Form,
    Kind,
    Origin,
    Statement,
    Threshold,
    Unread,
    statement_id,
)
from guihua.reading.awards import Award, award_label
from guihua.reading.clauses import Reading, readings
from guihua.reading.compiler import Cue, grammar, kind_patterns, label_patterns
from guihua.reading.conditions import apply_conditions
from guihua.reading.evidence import evidence_of
from guihua.reading.frame import Frame
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
from guihua.reading.numerals import split_numeral
from guihua.reading.resolution import indicator_of, price
from guihua.reading.times import Time, read_time
from guihua.reading.tokens import NUMBERS, Number, Tokens

_AFTER = {
    "左右": Comparator.ABOUT,
    "上下": Comparator.ABOUT,
    "以下": Comparator.LE,
    "以内": Comparator.LE,
    "之内": Comparator.LE,
}
_NONE = Time(())


@dataclass(slots=True)
class State:
    """What a clause may leave to the next one.

    labels   of the statements before, one each member of a list; joint: the whole list as one label
    aim      the year ahead that the paragraph last named
    subject  the last label that was no share (for 占…比重 and for gaps)
    whole    what the last share was of
    told     the base whose figure the clause has just told (比1980年的769万吨增长…)
    trend    the year from which the sentence told a change (由2012年的…增长到…)
    owner    whose properties the sentence lists (示范工厂的生产效率…，资源综合利用率…)
    agent    who acts in the clause before (节能改造形成节能量…、减排…); doer: what was counted doing something
    granted  the award that the sentence bounds (给予10%的补助，最高500万元); award: the paragraph's last one, with its receiver
    act      the act that the sentence sums up (五年建成甲3个、乙5个)
    """

    labels: list[str] = field(default_factory=list)
    joint: str = ""
    recent: list[str] = field(default_factory=list)
    subject: str = ""
    whole: str = ""
    scope: str = ""
    form: str = ""
    before: str = ""
    last: str = ""
    series: list[str] = field(default_factory=list)
    unit: str = ""
    place: str = ""
    place_unit: str = ""
    thresholds: list[Threshold | None] = field(default_factory=list)
    base: Time = _NONE
    time: Time = _NONE
    aim: Time = _NONE
    base_value: str | None = None
    base_year: int | None = None
    told: Time = _NONE
    trend: int | None = None
    owner: str = ""
    agent: str = ""
    doer: str = ""
    act: str = ""
    granted: str = ""
    award: Award | None = None
    kind: Kind | None = None


@dataclass(slots=True)
class Clause:
    """One reading with what was found for it, before it becomes statements."""

    reading: Reading
    labels: list[str]
    origin: Origin
    time: Time
    time_origin: Origin
    kind: Kind
    base: Time
    base_origin: Origin
    thresholds: list[Threshold | None]
    scope: str


class Discourse:
    """Reads sentences in order. raw and text have equal length; spans are offsets into both."""

    def __init__(
        self,
        raw: str,
        text: str,
        frame: Frame,
        offset: int = 0,
        region: str = "",
        ids: dict[tuple[str, str, str], int] | None = None,
    ) -> None:
        self.raw = raw
        self.text = text
        self.frame = frame
        self.offset = offset
        self.region = region
        self.state = State()
        self.ids = {} if ids is None else ids
        self.unread: list[Unread] = []
        self.unit = ""
        self.words = ""
        self.granted: bool | None = None
        self.time = _NONE
        self.standing = _NONE

    def paragraph(self) -> None:
        """A new paragraph: nothing is carried into it."""
        self.state = State()

    def sentence(self, tokens: Tokens) -> list[Statement]:
        """The statements of one sentence."""
        goes_on = bool(tokens.starts) and self.text[tokens.starts[0] - 1 : tokens.starts[0]] in ("；", ";")
        self.state.recent = self.state.recent if goes_on else []
        self.standing = self.standing if goes_on else _NONE
        self.state.form = self.state.before = self.state.place = self.state.last = ""
        self.state.series, self.state.base = [], _NONE
        self.state.trend, self.state.kind, self.state.told = None, None, _NONE
        self.state.owner = self.state.agent = self.state.doer = self.state.act = self.state.granted = ""
        statements: list[Statement] = []
        seen = 0
        ahead = goes_on and (self.standing.years or self.frame.mode(tokens.starts[0])[0] is not Kind.FACT)
        time = self.time if ahead else _NONE
        found, unread = readings(self.text, tokens)
        for i, why in unread:
            self.unread.append(self._unread(tokens, i, why))
        self.words = self.text[tokens.starts[0] : tokens.ends[-1]] if found else ""
        self.granted = None
        found = apply_conditions(self.text, tokens, found)
        for reading in found:
            seen, time = self._times(tokens, seen, reading.members[0], time)
            clause = self._clause(tokens, reading, time)
            if (
                reading.rule.id == "level-right"
                and reading.kind == "c"
                and (label_patterns().noise.match(clause.labels[0]) or self._all_places(tokens, reading))
            ):
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

    def _all_places(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the count only names where: 在全省13个设区市开展试点, 全国31个省份."""
        noun = self.text[tokens.starts[reading.after[0]] : tokens.ends[reading.after[1] - 1]] if reading.after else ""
        before = self.text[: tokens.starts[reading.members[0]]]
        patterns = label_patterns()
        acts = set("XUi") & set(tokens.kinds[reading.region[1] : reading.members[0]])
        return not acts and bool(patterns.administrative.match(noun)) and bool(patterns.whole_place.search(before[-6:]))

    def _unread(self, tokens: Tokens, i: int, reason: str) -> Unread:
        start, end = tokens.starts[i], tokens.ends[i]
        return Unread(self.raw[start:end], start + self.offset, end + self.offset, reason)

    # ---- times

    def _times(self, tokens: Tokens, first: int, last: int, time: Time) -> tuple[int, Time]:
        """The last time named before the token `last`."""
        kinds = tokens.kinds
        for i in range(first, last):
            if kinds[i] == "T":
                found = self._time(tokens, i)
                if found.span and self.frame.mode(tokens.starts[i])[0] is Kind.FACT and found.period:
                    first = found.period[0]
                    found = Time((first - 1,), (first - 5, first - 1), span=True)
                if found.years and not (found.span and time.years):
                    time = found
            elif kinds[i] == "Z" and self.frame.mode(tokens.starts[i])[0] is not Kind.FACT:
                time = self._horizon(tokens, i) or time
        return last, time

    def _time(self, tokens: Tokens, i: int) -> Time:
        return read_time(self.text[tokens.starts[i] : tokens.ends[i]], self.frame.year, self.frame.plan)

    def _horizon(self, tokens: Tokens, i: int) -> Time | None:
        """用3年时间: counted from the document's year."""
        if self.frame.year is None:
            return None
        numerals = kind_patterns().numeral.findall(self.text[tokens.starts[i] : tokens.ends[i]])
        years = int(split_numeral(numerals[-1])[0].partition(".")[0])
        return Time((self.frame.year + years,), (self.frame.year, self.frame.year + years)) if years < 60 else None

    # ---- one clause

    def _clause(self, tokens: Tokens, reading: Reading, time: Time) -> Clause:
        labels, origin, scope = self._labels(tokens, reading)
        kinds = tokens.kinds
        base = _NONE
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
            kind, year, year_origin = Kind.POLICY, _NONE, Origin.CARRIED
        self.state.kind = kind
        said = self._sentence_base(tokens, reading, year) if starts else _NONE
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

    def _told_base(self, tokens: Tokens, reading: Reading, i: int) -> bool:
        """Whether the figure is the base itself, told with its year: 比1980年的794万吨增长36.5%."""
        first = reading.members[0]
        between = self.text[tokens.ends[i] : tokens.starts[first]].strip("的 约近")
        goes_on = tokens.kinds[reading.members[-1] + 1 : reading.members[-1] + 2]
        return not between and goes_on in ("U", "u", "e") and reading.rule.form in ("level", "share")

    def _unsaid_base(  # noqa: PLR0911  (one case a line reads better than nested ones)
        self, tokens: Tokens, reading: Reading, kind: Kind, year: Time, origin: Origin
    ) -> tuple[Time, Origin]:
        """The base that the clause leaves to its neighbours: 与2021年相比，…, 由2012年的…增长到…，年均增长…."""
        state, need = self.state, reading.rule.base
        if kind is Kind.POLICY or not need:
            return _NONE, Origin.DEFAULTED
        if (said := self._sentence_base(tokens, reading, year)).years:
            return said, Origin.CARRIED
        before = tokens.kinds[reading.clause[0] - 1 : reading.clause[0]]
        if state.told.years and before and (before in NUMBERS or before in "hj"):
            return state.told, Origin.CARRIED
        if state.trend is not None and origin is Origin.CARRIED and "T" not in tokens.kinds[slice(*reading.clause)]:
            return Time((state.trend,)), Origin.CARRIED
        if need == "period" and state.base.years:
            return state.base, Origin.CARRIED
        if kind is Kind.FACT and not year.period and (span := self.frame.span(tokens.starts[reading.members[0]])):
            return Time((span[0] - 1,)), Origin.DEFAULTED
        return self._implied(need, year), Origin.DEFAULTED

    def _sentence_base(self, tokens: Tokens, reading: Reading, year: Time) -> Time:
        """A base told once for the sentence, or for the one that a semicolon joins to it: 2010年与2005年相比，…."""
        for i in range(reading.clause[0] - 1, -1, -1):
            if tokens.kinds[i] == "B" and tokens.kinds[i + 1] == "C" and (said := self._base(tokens, i, year)).years:
                self.standing = said
                return said
        return self.standing

    def _base(self, tokens: Tokens, i: int, time: Time) -> Time:
        words = self.text[tokens.starts[i] : tokens.ends[i]]
        found = self._time(tokens, i)
        if not found.years and found.relative is None:
            return Time((), None, -1) if "同比" in words or "同期" in words or "往年" in words else _NONE
        return found

    def _kind_and_time(self, tokens: Tokens, reading: Reading, time: Time) -> tuple[Kind, Time, Origin]:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """Whether the clause promises, reports or rules, and of which year."""
        frame = self.frame
        at = tokens.starts[reading.members[0]]
        mode, heading_year = frame.mode(at)
        words = self.words
        if self._rules(tokens, reading, mode, time):
            return Kind.POLICY, _NONE, Origin.STATED
        if time.years:
            return self._dated_kind(time, mode, tokens, reading), time, Origin.STATED
        if mode is None:
            mode = (
                self._open_kind(self._clause_words(tokens, reading))
                or self._open_kind(words)
                or (Kind.TARGET if self.state.aim.years else self._default_kind())
            )
        if mode is Kind.FACT:
            year = heading_year or (frame.year - 1 if frame.annual and frame.year else None) or self._fact_year()
            carried = self.state.time
            settled = heading_year or frame.titled or frame.annual
            if carried.years and not settled and (frame.year is None or carried.years[-1] <= frame.year):
                return mode, Time(carried.years[-1:], carried.period), Origin.CARRIED
            return mode, Time((year,) if year else ()), Origin.DEFAULTED
        if mode is Kind.TARGET:
            if self.state.aim.years and (not frame.annual or self.state.aim.years[-1] > (frame.year or 0)):
                return mode, Time(self.state.aim.years[-1:]), Origin.CARRIED
            year = (heading_year or frame.year) if frame.annual else (frame.plan[1] if frame.plan else frame.goal)
            return mode, Time((year,) if year else ()), Origin.DEFAULTED
        return mode, _NONE, Origin.STATED

    def _rules(self, tokens: Tokens, reading: Reading, mode: Kind | None, time: Time) -> bool:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """Whether the number is a rule's parameter: by the rule that read it, or by words of its clause that names no year."""
        if reading.rule.id == "years-by-ordinal":
            return True
        if reading.rule.id == "duration-limit" and not self._promised_duration(tokens, reading, mode):
            return True
        first, last = reading.clause
        patterns, frame = kind_patterns(), self.frame
        start, end = tokens.starts[first], tokens.ends[last - 1]
        if patterns.forbids.search(self.text, start, end):
            return True
        if "T" in tokens.kinds[first:last]:
            return False
        if self.granted is None:
            self.granted = patterns.grant.search(self.words) is not None
        if self.granted or patterns.policy.search(self.text, start, end) or self._granted(tokens, reading, mode):
            return True
        if frame.titled or frame.annual or mode or patterns.done.search(self.words):
            return False
        if patterns.ruling.search(self.text, start, end):
            return True
        return not frame.goal and not time.years and patterns.bounds.search(self.text, start, end) is not None

    def _granted(self, tokens: Tokens, reading: Reading, mode: Kind | None) -> bool:
        """Whether a directive grants the figure: 每间奖励2000元, 按60%奖励返还."""
        frame = self.frame
        if not frame.directive or frame.annual or mode is Kind.FACT or reading.kind not in "m%":
            return False
        last = tokens.ends[reading.members[-1]]
        start = tokens.starts[reading.clause[0]] if reading.kind == "m" else last
        return kind_patterns().granting.search(self.text, start, tokens.ends[reading.clause[1] - 1]) is not None

    def _goes_on_ruling(self, tokens: Tokens, reading: Reading, origin: Origin) -> bool:
        """Whether the clause only adds a figure to the rule before it: 给予10%的补助，最高不超过500万元."""
        first, last = reading.clause
        return self.state.kind is Kind.POLICY and origin is Origin.CARRIED and "T" not in tokens.kinds[first:last]

    def _promised_duration(self, tokens: Tokens, reading: Reading, mode: Kind | None) -> bool:
        """A limit of time that a plan sets itself (换乘时间不超过5分钟), not one that it grants (期限最多不超过3年)."""
        if not (self.frame.titled or self.frame.goal) or mode is Kind.FACT:
            return False
        end = tokens.ends[reading.region[1] - 1] if reading.region[1] else 0
        return label_patterns().endings["spans"].search(self.text, max(0, end - 8), end) is not None

    def _fact_year(self) -> int | None:
        frame = self.frame
        if frame.titled and frame.base is not None and (frame.year is None or frame.base <= frame.year):
            return frame.base
        return frame.year

    def _dated_kind(self, time: Time, mode: Kind | None, tokens: Tokens, reading: Reading) -> Kind:  # noqa: PLR0911  (one case a line reads better than nested ones)
        year, now = time.years[-1], self.frame.year
        if now is None:
            return Kind.TARGET if self.frame.goal and year >= self.frame.goal else mode or Kind.TARGET
        if year > now:
            return Kind.TARGET
        if year < now and time.relative != 0:
            return Kind.TARGET if self._set_as_aim(tokens, reading) else Kind.FACT
        if self.frame.plan and year == self.frame.plan[1]:
            return Kind.TARGET if mode is not Kind.FACT else Kind.FACT
        words = self._clause_words(tokens, reading)
        if year == now and kind_patterns().arranged.search(words):
            return Kind.TARGET
        first = self.text.find("年", tokens.starts[0])
        if kind_patterns().part_year.match(self.text, first) and not self.frame.titled:
            return Kind.FACT
        told = self._open_kind(words) or mode or self._open_kind(self.words)
        return told or (Kind.TARGET if self.frame.annual else Kind.FACT)

    def _set_as_aim(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the figure was only set: 提出“十一五”能耗降低20%、排放减少10%的约束性指标."""
        patterns = kind_patterns()
        said = self.text[tokens.starts[0] : tokens.starts[reading.members[0]]]
        after = tokens.ends[reading.members[-1]]
        return patterns.sets.search(said) is not None and patterns.as_aim.match(self.text, after) is not None

    def _open_kind(self, words: str) -> Kind | None:
        """Without a heading that looks back or ahead: by the words."""
        patterns = kind_patterns()
        if patterns.promise.search(words):
            return Kind.TARGET
        return Kind.FACT if patterns.done.search(words) else None

    def _default_kind(self) -> Kind:
        return Kind.TARGET if self.frame.titled or self.frame.annual or self.frame.directive else Kind.FACT

    def _clause_words(self, tokens: Tokens, reading: Reading) -> str:
        return self.text[tokens.starts[reading.clause[0]] : tokens.ends[reading.clause[1] - 1]]

    def _implied(self, need: str, year: Time) -> Time:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """The base of a change or growth that the clause leaves out: the year before a stretch, the plan's year 0."""
        if not need or year.year is None:
            return _NONE
        if year.period:
            return Time((year.period[0] if year.since else year.period[0] - 1,))
        frame = self.frame
        if frame.annual and frame.plan and year.year == frame.plan[1] != frame.year:
            return Time((frame.plan[0] - 1,))
        if frame.annual:
            return Time((year.year - 1,)) if need == "before" else _NONE
        if frame.plan:
            first = frame.plan[0]
            if year.year >= first:
                return Time((first - 1,))
            if year.year == first - 1:
                return Time((first - 6,))
        return _NONE

    # ---- labels

    def _labels(self, tokens: Tokens, reading: Reading) -> tuple[list[str], Origin, str]:
        """The labels of the members, where they came from, and the scope."""
        n = len(reading.members)
        self.unit = tokens.numbers[reading.members[-1]].unit
        label, scope, whole = self._own(tokens, reading)
        if n == 1 and (named := self._in_series(label, tokens, reading)):
            self._remember(named, [self._counted(named, reading)], "", scope, reading)
            return [self._counted(named, reading)], Origin.CARRIED, scope or self.state.scope
        heading = self.frame.heading(tokens.starts[reading.members[0]])
        if granted := award_label(self.text, tokens, reading, label, heading, self.state.award):
            self.state.granted, self.state.award = granted.total, granted
            labels = list(granted.labels)
            self._remember(granted.total, labels, "", scope, reading)
            return labels, Origin.STATED, scope
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
        label = self._restored(self._under_colon(label, tokens, reading), tokens, reading)
        pieces = self._split(label, tokens, reading, n)
        pieces = pieces or [closed(label) if reading.rule.label in ("left", "right", "part") else label]
        if reading.rule.id == "share-nearly-all":
            pieces = [self._clause_share(piece, tokens, reading) for piece in pieces]
        if whole:
            pieces = [f"{piece}占{whole}比重" for piece in pieces]
        pieces, scope = self._taxed(pieces, reading, scope)
        if len(pieces) == 1 and self.unit.endswith("元"):
            pieces = [self._for_what(pieces[0], tokens, reading)]
        labels = [self._counted(piece, reading) for piece in pieces]
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

    def _topic(self, tokens: Tokens, reading: Reading, *, subject: bool = False) -> tuple[str, str]:
        """The clause before, where it holds no number and only names what is measured: 煤炭占比，由30%降到23%."""
        kinds, last = tokens.kinds, reading.clause[0] - 1
        if last < 1 or kinds[last] != "C":
            return "", ""
        first = last
        while first > 0 and kinds[first - 1] not in "C;:()":
            first -= 1
            if kinds[first] in NUMBERS and kinds[first] != "d":
                return "", ""
        patterns = label_patterns()
        if subject or "F" in kinds[slice(*reading.clause)]:  # …规模保持增长，由8万亿元增长到…
            verb = next((i for i in range(first + 1, last) if kinds[i] in "VvUuXWi" and kinds[i - 1] == "N"), last)
            label, scope = region_label(self.text, tokens, first, verb)
            label = patterns.standing.sub("", label)
        else:
            label, scope = region_label(self.text, tokens, first, last)
        named = 2 < len(label) <= (16 if subject else 60) and (subject or patterns.measure.search(label))
        return (label, scope) if named else ("", "")

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
        return own + self._acts(tokens, reading) if own else own, scope, ""

    def _acts(self, tokens: Tokens, reading: Reading) -> str:
        """Acts between label and number that belong to the label: 公路建设完成投资126亿元, 水电新增投产4000万千瓦."""
        words = ""
        patterns = label_patterns()
        for i in range(reading.region[1], reading.members[0]):
            word = self.text[tokens.starts[i] : tokens.ends[i]]
            if tokens.kinds[i] == "X" and (word in patterns.kept or word in patterns.nominal):
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
            if self.unit.endswith("元"):
                label = self._for_what(label, tokens, reading)
            self._remember(label, [label], "", scope, reading)
            return [label], Origin.STATED, scope or self.state.scope
        state = self.state
        if not state.labels:
            return [""], Origin.CARRIED, scope
        if n > 1 and n != len(state.labels) and len(state.recent) >= n:
            return state.recent[-n:], Origin.CARRIED, state.scope
        if n == len(state.labels) or (n == 1 and {"E", "D"} & set(tokens.kinds[first:last])):
            labels = list(state.labels)
        else:
            labels = [state.labels[-1] if n == 1 and len(state.labels) == 1 else state.joint]
        if reading.rule.label == "part":
            labels = [label.removesuffix("数") + "占比" for label in labels]
        elif state.form == "change_abs" and reading.rule.form == "level":
            labels = [label.removeprefix("新增") for label in labels]
        return labels, Origin.CARRIED, state.scope

    def _kept(self, tokens: Tokens, i: int) -> bool:
        return self.text[tokens.starts[i] : tokens.ends[i]] in label_patterns().kept

    def _restored(self, label: str, tokens: Tokens, reading: Reading) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """A label that leans on the one before: 其中国家级, 比重 without its whole."""
        patterns, state = label_patterns(), self.state
        of_which = "O" in tokens.kinds[max(reading.region[0] - 1, 0) : reading.region[0] + 2]
        if (
            state.joint
            and of_which
            and (patterns.modifier.search(label) or (len(label) <= 6 and find_region(label) is not None))
        ):
            return label + state.joint
        ranked = state.recent and state.unit == self.unit and patterns.rank.fullmatch(label)
        added = "新增" if state.joint.startswith("新增") else ""
        if ranked and (found := patterns.rank.match(state.joint, len(added))):
            return added + label + state.joint[found.end() :]
        if label.startswith("占") and reading.rule.form == "share" and state.subject:
            return state.subject + label
        if of_which and label and state.recent and state.unit == self.unit and state.joint.endswith(label):
            return state.joint
        if of_which and reading.kind == "%" and state.recent and state.form == "level" and state.unit != "%":
            return patterns.bare_share.sub(f"占{state.subject}比重", label)
        if reading.rule.form == "share" and patterns.bare_share.search(label) and state.whole and state.form == "share":
            return patterns.bare_share.sub(lambda m: f"占{state.whole}比重", label)
        if state.recent and patterns.completes.fullmatch(label):
            return self._doing(label.removesuffix("数")) + label
        if label in patterns.generic and not state.recent and (topic := self._topic(tokens, reading, subject=True)[0]):
            return topic + label
        if label in patterns.generic and state.subject and state.recent:
            return self._owned(state.subject.removeprefix("新增"), label)
        if state.recent and (whose := self._whose(label, tokens, reading)):
            return whose + label
        if state.recent and reading.kind in "%m" and state.unit == tokens.numbers[reading.members[-1]].unit:
            return self._measured(label, reading, of_which)
        return self._per_head(label, tokens, reading)

    def _owned(self, subject: str, label: str) -> str:
        """A bare measure with the subject of the label before it: 渗透率达到…，保有量… → 新能源重卡保有量."""
        patterns = label_patterns()
        measure = patterns.measure.search(subject)
        alike = measure and measure.group()[-1] in (label[-1], "率", "数") and not patterns.rate.search(label)
        if measure and alike and measure.start() > 0 and (len(measure.group()) > 1 or measure.group() == "数"):
            subject = subject[: measure.start()]
        return subject.removesuffix("的") + label

    def _doing(self, act: str) -> str:
        """What the act before a number is done to, or whom it reaches: 项目开工390个、竣工437个; 改造小区…，惠及310万户."""
        patterns = label_patterns()
        before = self.state.joint.removesuffix("数")
        if patterns.completes.fullmatch(act):
            return patterns.completes.sub("", before)
        return before if patterns.reaches.fullmatch(act) and not before.endswith("比重") else ""

    def _whose(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """Whose figure it is, where the clause goes on about what the one before was about."""
        state, patterns, first = self.state, label_patterns(), reading.region[0]
        if state.agent and tokens.kinds[first - 1 : first] == "J" and tokens.kinds[first] in "XUi":
            return state.agent
        if patterns.reaches.match(label) or (tokens.kinds[first] == "X" and self.unit.endswith("元")):
            doer = state.doer if not patterns.reaches.match(label) else state.joint.removesuffix("数")
            doer = "" if doer.endswith("比重") else doer
            return doer if doer and "T" not in tokens.kinds[slice(*reading.clause)] else ""
        goes_on = state.form == reading.rule.form and reading.rule.form in ("change", "growth", "share")
        alone = "的" not in label and "占" not in label and not patterns.entity.search(label)
        return state.owner if goes_on and alone and reading.rule.label == "left" else ""

    def _per_head(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """What 每千人口 stands before holds for the list: 每千人口医师数达到3人、护士数达到4人."""
        patterns, first = label_patterns(), reading.region[0]
        if not self.state.recent or tokens.kinds[first - 1 : first] != "J":
            return label
        found = patterns.per_head.match(self.state.joint)
        if found:
            return label if patterns.per_head.search(label) else found.group() + label
        added = self.state.joint.startswith("新增") and reading.rule.id == "level-left" and reading.clause[0] == first
        added = added and not set("Vvu") & set(tokens.kinds[reading.region[1] : reading.members[0]])
        return "新增" + label if added and "X" not in tokens.kinds[first : reading.members[0]] else label

    def _under_colon(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """A measure before a colon holds for what follows: 普及率：城市100%，农村85%."""
        first = reading.region[0]
        if first < 2 or tokens.kinds[first - 1] != ":" or tokens.kinds[first - 2] != "N":
            return label
        topic = clean(self.text[tokens.starts[first - 2] : tokens.ends[first - 2]])[0]
        patterns = label_patterns()
        if len(topic) > 16 or not patterns.measure.search(topic) or patterns.measure.search(label):
            return label
        self.state.recent.append(topic)
        self.state.joint, self.state.unit = topic, self.unit
        return label + topic

    def _measured(self, label: str, reading: Reading, of_which: bool) -> str:
        """A bare subject after a full label of the same unit takes its measure: 城镇污水处理率达到95%，县城85%."""
        patterns, before = label_patterns(), self.state.joint
        if (
            (
                reading.rule.form not in ("share", "level")
                and not (of_which and reading.rule.form in ("change", "growth"))
            )
            or len(label) > (16 if of_which else 8)
            or patterns.measure.search(label)
            or "占" in label
        ):
            return label
        found = (patterns.named_rate if reading.kind == "%" else patterns.measure).search(before)
        return (
            label + found.group()
            if found and (found.start() > 0 or of_which) and found.group() not in ("比重", "占比", "比例")
            else label
        )

    def _placed(self, label: str, reading: Reading) -> str:
        """Counts that share a place: 长江流域有鱼类424种，浮游动物753种 → 长江流域鱼类, 长江流域浮游动物."""
        state = self.state
        if reading.kind != "c" or reading.rule.label != "left":
            return label
        if found := label_patterns().exists.match(label):
            state.place, state.place_unit = found["place"], self.unit
            return found["place"] + found["thing"]
        if state.place and state.recent and state.place_unit == self.unit:
            return state.place + label
        return label

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
        verb = next((i for i in range(first + 1, last) if kinds[i] in "XUi" and kinds[i - 1] == "N"), -1)
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
        comparator = self._bar_comparator(tokens, bar)
        threshold = Threshold(noun or None, comparator, number.magnitudes[0], number.unit)
        self.state.thresholds = [threshold] * len(labels)
        return self.state.thresholds

    def _threshold(self, tokens: Tokens, reading: Reading, bar: int) -> Threshold:
        """One bar; its noun stands before it or before the first of a row of bars."""
        number = tokens.numbers[bar]
        start = tokens.kinds.rfind("C", 0, bar) + 1
        noun = threshold_noun(self.text, tokens, start, bar)
        return Threshold(noun or None, self._bar_comparator(tokens, bar), number.magnitudes[0], number.unit)

    def _bounded(self, tokens: Tokens, i: int) -> bool:
        """Whether a stretch or a bare number is a bar: 3岁以下, 超过5年; not 时隔66年."""
        return tokens.kinds[i + 1 : i + 2] == "h" or tokens.kinds[i - 1 : i] in ("o", "v")

    def _bar_comparator(self, tokens: Tokens, bar: int) -> Comparator:
        if tokens.kinds[bar + 1 : bar + 2] in ("h", "j"):
            return _after(self.text[tokens.starts[bar + 1] : tokens.ends[bar + 1]])
        return Comparator.GT if tokens.kinds[bar - 1 : bar] in ("H", "o", "v", "V") else Comparator.GE

    # ---- statements

    def _statements(self, tokens: Tokens, clause: Clause) -> list[Statement]:
        reading = clause.reading
        members, labels = reading.members, clause.labels
        single = len(members) == 1
        count = max(len(members), len(labels))
        years = clause.time.years
        if clause.time.period and count > 1 and clause.time.period[1] - clause.time.period[0] + 1 == count:
            years = tuple(range(clause.time.period[0], clause.time.period[1] + 1))
        direction = self._direction(tokens, reading)
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
        base_year = clause.base.year if form not in ("level", "share", "cumulative", "other") else None
        if form == "change_abs" and reading.rule.form == "level" and base_year is None:
            base_year = self._implied("before", clause.time).year
            direction = Direction.UP if direction is Direction.UNKNOWN else direction
        base_value = None
        if reading.rule.id in ("share-from", "duration-from") or "F" in tokens.kinds[reading.region[1] : i]:
            self.state.base_value, self.state.base_year = number.magnitudes[0], year
        elif (
            reading.rule.id in ("share-to", "level-to", "index-to", "duration-to") and self.state.base_value is not None
        ):
            base_value, base_year = self.state.base_value, self.state.base_year
            self.state.trend = base_year
            direction = _by_values(direction, base_value, number.magnitudes[0])
            self.state.base_value = None
        origins = {
            "value": Origin.STATED,
            "indicator": clause.origin,
            "year": clause.time_origin if year is not None else None,
            "base_year": clause.base_origin if base_year is not None else None,
        }
        concept = indicator_of(label)
        comparator = self._comparator(tokens, reading, i, number)
        kept_down = comparator is Comparator.REACH and concept.better is Direction.DOWN
        if kept_down and self.text.rfind("控制在", tokens.starts[reading.region[1]], value_start) >= 0:
            comparator = Comparator.LE
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
            modifier=self._modifier(tokens, reading, i, number),
            threshold=clause.thresholds[min(k, len(clause.thresholds) - 1)] if clause.thresholds else None,
            stated=tuple((slot, origin) for slot, origin in origins.items() if origin is not None),
            rule=reading.rule.id,
            tokens=reading.flagged,
            evidence=evidence_of(reading.rule.id),
        )

    def _summed(self, tokens: Tokens, reading: Reading, label: str) -> str:
        """The label of a sum keeps the act that adds up: 五年建成投产深水泊位120个 → 建成投产深水泊位."""
        first, last = reading.clause[0], reading.members[0]
        acts = [i for i in range(first, last) if tokens.kinds[i] == "X"]
        start = next((i for i in acts if tokens.kinds[first:i].strip("TWSOAZCJMhE") == ""), -1)
        if start >= 0:
            end = start
            while tokens.kinds[end + 1 : end + 2] in ("X", "J") and end + 1 < last:
                end += 1
            self.state.act = self.text[tokens.starts[start] : tokens.ends[end]].removesuffix("、")
        elif acts or "S" in tokens.kinds[first:last]:
            self.state.act = ""
        act = self.state.act.removeprefix("完成").removeprefix("实现")
        if not act or act in label or label.startswith(("新增", "累计")) or label.startswith(act[:2]):
            return label
        said = self.text[tokens.starts[first] : tokens.ends[reading.clause[1] - 1]]
        return act + (label if label in said else label.removesuffix("数"))

    def _form(self, tokens: Tokens, clause: Clause, label: str) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
        reading = clause.reading
        form = reading.rule.form
        if form == "share" and label_patterns().index.search(label):
            return "level"
        if form == "change" and self.state.last == "growth" and self._goes_on(tokens, reading):
            return "growth"
        adds = form == "level" and self.state.last == "change_abs" and not self.frame.annual
        if adds and (label.startswith("新增") or self._goes_on_adding(tokens, reading)):
            return "change_abs"
        if (
            form == "change_abs"
            and self.frame.annual
            and (
                reading.rule.id in ("change-absolute-ahead", "change-new-measure")
                or (reading.rule.label == "right" and "i" in tokens.kinds[reading.region[0] : reading.members[0]])
            )
        ):
            return "level"
        at = tokens.starts[reading.members[0]]
        if label.startswith("新增") and clause.kind is Kind.FACT and not clause.time.period and self.frame.span(at):
            return "cumulative" if form in ("level", "change_abs") else form
        if form == "level" and reading.kind in "mc" and self._goes_on_summing(tokens, reading):
            return "cumulative"
        spread = clause.time.period and len(reading.members) == clause.time.period[1] - clause.time.period[0] + 1
        if (
            form == "level"
            and (reading.kind == "m" or (reading.kind == "c" and clause.time_origin is Origin.STATED))
            and clause.time.period
            and not spread
            and self._flows(tokens, clause, label)
        ):
            return "cumulative"
        return form

    def _goes_on_adding(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether 新增 before holds for this thing of the same unit too: 新增甲能力5万吨，乙能力3万吨，其中丙1万吨."""
        first, last = reading.clause[0], reading.members[0]
        bare = set(tokens.kinds[first:last]) <= set("NOLJH")
        added = "i" in tokens.kinds[:first] and tokens.kinds.rfind("i", 0, first) > tokens.kinds.rfind("V", 0, first)
        same = self.unit == self.state.unit and reading.rule.label == "left"
        if not (bare and added and same):
            return False
        measure = label_patterns().measure
        before = measure.search(self.state.recent[-2]) if len(self.state.recent) > 1 else None
        here = measure.search(self.state.recent[-1]) if self.state.recent else None
        return "O" in tokens.kinds[first - 1 : last] or (
            here is not None and before is not None and here[0] == before[0]
        )

    def _goes_on_summing(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether 累计 before holds for this act too: 累计建设设施46.7万个，提供服务9.8亿人次."""
        first, last = reading.clause[0], reading.members[0]
        place = tokens.kinds[first:last]
        summed = (
            self.state.before == "cumulative" and "S" in tokens.kinds[:first] and not {"T", "V", "v", "u"} & set(place)
        )
        return summed and ("X" in place[:2] or tokens.kinds[first - 1 : first] == "J")

    def _goes_on(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the clause is a part of the mean growth before it: 平均每年增长8%，其中农业增长4%，工业增长9%."""
        first, last = reading.clause[0], reading.members[0]
        if {"T", "B", "Z", "F"} & set(tokens.kinds[first:last]):
            return False
        opened = tokens.kinds.rfind("O", 0, last)
        return opened >= 0 and not {"T", "B"} & set(tokens.kinds[opened:last])

    def _flows(self, tokens: Tokens, clause: Clause, label: str) -> bool:
        """Whether the clause tells an act that adds up over the stretch, or goes on with a sum."""
        reading = clause.reading
        acts = {
            self.text[tokens.starts[i] : tokens.ends[i]]
            for i in range(reading.clause[0], reading.members[0])
            if tokens.kinds[i] == "X"
        }
        goes_on = "cumulative" in (self.state.before, self.state.form)
        if (
            self.unit.endswith(("亩", "公顷", "平方公里", "平方米"))
            and not goes_on
            and not acts & label_patterns().builds
        ):
            return False
        kinds = tokens.kinds[reading.region[1] : reading.members[0]]
        said = clause.time_origin is Origin.STATED and clause.time.period
        if said and label_patterns().sums.search(label) and not {"U", "u"} & set(kinds):
            return True
        if "V" in kinds or "u" in kinds:
            return False
        if self.state.before == "cumulative" or self.state.form == "cumulative":
            return True
        patterns = label_patterns()
        kept = patterns.kept | patterns.builds if reading.kind == "m" else patterns.builds
        return bool(acts & kept)

    def _period(self, form: str, clause: Clause) -> tuple[int, int] | None:
        if clause.time.period:
            return clause.time.period
        year, base = clause.time.year, clause.base.year
        if form == "growth" and year is not None and base is not None and base < year:
            return base + 1, year
        if form == "cumulative" and year is not None and self.frame.plan:
            first, last = self.frame.plan
            if year == last:
                return first, last
            if year == first - 1:
                return first - 5, first - 1
        return None

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

    def _comparator(self, tokens: Tokens, reading: Reading, i: int, number: Number) -> Comparator:  # noqa: PLR0911, PLR0912  (one case a line reads better than nested ones)
        """A hedge after the number wins over one before it, that over the verb."""
        kinds = tokens.kinds
        last = reading.members[-1]
        for j in (i, last):
            if kinds[j + 1 : j + 2] in ("h", "j"):
                return _after(self.text[tokens.starts[j + 1] : tokens.ends[j + 1]])
        if len(number.magnitudes) == 2 and reading.kind != "r":
            return Comparator.BETWEEN
        if number.comparator:
            return Comparator(number.comparator)
        if number.approx:
            return Comparator.ABOUT if number.approx == "几" else Comparator.GT
        found = Comparator.EQ
        for j in range(i - 1, reading.region[1] - 1, -1):
            letter = kinds[j]
            if letter == "F" and (bound := _bound_of_start(self.text[tokens.starts[j] : tokens.ends[j]])):
                return bound
            if letter in "Ho":
                return Comparator.GT if letter == "o" else Comparator.ABOUT
            if letter in "VvG" and reading.rule.label != "gap":
                comparator = self._cue(tokens, j).comparator
                if comparator not in ("", "reach"):
                    return Comparator(comparator)
                found = Comparator.REACH
            elif letter == "u":
                found = Comparator.REACH
            elif letter == "W" and reading.kind == "w":
                return Comparator.ABOUT
        if reading.kind == "w" and kinds[i + 1 : i + 2] == "V":
            return Comparator.REACH
        return self._comparator_ahead(tokens, reading) if found is Comparator.EQ else found

    def _modifier(self, tokens: Tokens, reading: Reading, i: int, number: Number) -> str:
        """The words that soften or stress the figure, as written: 力争、左右; bounds (不低于) among them."""
        kinds, text = tokens.kinds, self.text
        words: list[str] = []
        for j in range(reading.clause[0], i):
            word = text[tokens.starts[j] : tokens.ends[j]]
            bound = kinds[j] == "V" and self._cue(tokens, j).comparator != "reach"
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

    def _comparator_ahead(self, tokens: Tokens, reading: Reading) -> Comparator:
        """A bound that stands before the whole it speaks of: 不低于未淘汰数量的70%, 约占总量的7%."""
        for j in range(reading.region[1] - 1, reading.region[0] - 1, -1):
            letter = tokens.kinds[j]
            word = self.text[tokens.starts[j] : tokens.ends[j]]
            if letter == "K":
                return Comparator.ABOUT if word.startswith("约") else Comparator.EQ
            if letter in "Vv":
                comparator = self._cue(tokens, j).comparator
                return Comparator(comparator) if reading.kind == "%" and comparator != "reach" else Comparator.EQ
        return Comparator.EQ

    def _cue(self, tokens: Tokens, i: int) -> Cue:
        word = self.text[tokens.starts[i] : tokens.ends[i]]
        table = grammar()
        return table.cues.get(word) or table.near.get(word) or Cue(tokens.kinds[i])

    def _direction(self, tokens: Tokens, reading: Reading) -> Direction:
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
                and (direction := self._cue(tokens, j).direction)
            ):
                return Direction(direction)
            if kinds[j] in "ag" and reading.rule.form in ("growth", "change"):
                return (
                    Direction.DOWN
                    if kind_patterns().falling.search(self.text[tokens.starts[j] : tokens.ends[j]])
                    else Direction.UP
                )
        if reading.rule.form in ("growth", "change", "change_abs", "change_pp"):
            return Direction.UP if reading.rule.form != "change_pp" else Direction.UNKNOWN
        return Direction.UNKNOWN


def _after(word: str) -> Comparator:
    """The comparator of a hedge after a number."""
    if "不含" in word:
        return Comparator.LT
    for ending, comparator in _AFTER.items():
        if word.endswith(ending):
            return comparator
    return Comparator.GE


def _bound_of_start(words: str) -> Comparator | None:
    """由不足30%提高到…, 由约30%…: how the starting point is hedged."""
    if words.endswith(("不足", "不到")):
        return Comparator.LT
    return Comparator.ABOUT if words.endswith(("约", "近")) else None


def _by_values(direction: Direction, base: str, value: str) -> Direction:
    if direction is not Direction.UNKNOWN:
        return direction
    a, b = Decimal(base), Decimal(value)
    return Direction.UP if b > a else Direction.DOWN if b < a else Direction.UNKNOWN
