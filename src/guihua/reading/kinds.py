"""Of which year a clause speaks, from which base, and whether it promises, reports or rules."""

from __future__ import annotations

from guihua.plan.statement import Kind, Origin
from guihua.reading.clauses import Reading
from guihua.reading.compiler import grammar, kind_patterns, label_patterns
from guihua.reading.numerals import split_numeral
from guihua.reading.speech import NO_TIME, Speech
from guihua.reading.times import Time, read_time
from guihua.reading.tokens import NUMBERS, Tokens


class Kinds(Speech):
    """Times, bases and kinds of clauses."""

    def _times(self, tokens: Tokens, first: int, last: int, time: Time) -> tuple[int, Time]:
        """The last time named before the token `last`."""
        kinds = tokens.kinds
        for i in range(first, last):
            if kinds[i] == "T" and kinds[i - 1 : i] != "G" and not self._likened_to(tokens, i):  # 高出“九五”期间增幅…
                if kinds[i - 2 : i + 2] == "T(T)":  # “十一五”（2006—2010年）: the bracket says the same again
                    continue
                found = self._time(tokens, i)
                if found.length:
                    found = self._dated_stretch(found, tokens.starts[i])
                if found.years and not (found.span and time.years and not self._looks_on(found, time)):
                    time = found
                    self.state.base = NO_TIME
            elif kinds[i] == "Z" and self.frame.mode(tokens.starts[i])[0] is not Kind.FACT:
                time = self._horizon(tokens, i) or time
        return last, time

    def _looks_on(self, found: Time, time: Time) -> bool:
        """Whether a stretch to come follows a year that is over: 2010年投资2000亿元，未来10年将达到4万亿元."""
        now = self.frame.year
        return found.ahead and now is not None and time.years[-1] <= now < (found.year or 0)

    def _likened_to(self, tokens: Tokens, i: int) -> bool:
        """Whether the time is of what a multiple is taken of: 是“九五”完成投资的2倍, 相当于过去10年总和的1.5倍."""
        if not self.text.endswith(("是", "为", "相当于", "达到"), 0, tokens.starts[i]):
            return False
        return grammar().likened.match(tokens.kinds, i) is not None

    def _time(self, tokens: Tokens, i: int) -> Time:
        word, frame = self._word(tokens, i), self.frame
        now = frame.spoken
        if now is not None and frame.annual and tokens.kinds[i] == "F" and ("上年" in word or "上一年" in word):
            mode, year = frame.mode(tokens.starts[i])  # 由上年的13%提高到14%: before the year that is looked back on
            now = (year or now - 1) if mode is Kind.FACT else now
        return read_time(word, now, frame.plan)

    def _dated_stretch(self, found: Time, at: int) -> Time:
        """五年, 三年累计: the years before where the place looks back, else those up to the goal of the place or of the plan."""
        frame, length = self.frame, found.length or 0
        mode, year = frame.mode(at)
        longer = frame.plan and length > frame.plan[1] - frame.plan[0] + 1
        if not found.ahead and (mode is Kind.FACT or found.back):
            last = self._end_of_review(at)
        elif frame.annual and year and frame.year and year > frame.year:
            last = year
        elif frame.plan and not longer and (not frame.annual or frame.plan[1] > (frame.year or 0)):
            last = frame.plan[1]
        else:
            last = frame.year + length - 1 if frame.year else None
        return Time((last,), (last - length + 1, last), span=True, ahead=found.ahead) if last else NO_TIME

    def _end_of_review(self, at: int) -> int | None:
        """The last year that a look back speaks of."""
        frame = self.frame
        if span := frame.span(at):
            return span[1]
        if frame.annual and frame.year:
            return frame.year - 1
        if frame.titled and frame.plan:
            return frame.plan[0] - 1
        return frame.year - 1 if frame.year else None

    def _horizon(self, tokens: Tokens, i: int) -> Time | None:
        """用3年时间: counted from the document's year."""
        if self.frame.year is None:
            return None
        numerals = kind_patterns().numeral.findall(self._word(tokens, i))
        years = int(split_numeral(numerals[-1])[0].partition(".")[0])
        plan = self.frame.plan
        if plan and self.frame.titled and plan[1] - plan[0] + 1 == years:
            return Time((plan[1],), plan)
        return Time((self.frame.year + years,), (self.frame.year, self.frame.year + years)) if years < 60 else None

    def _told_base(self, tokens: Tokens, reading: Reading, i: int) -> bool:
        """Whether the figure is the base itself, told with its year: 比1980年的794万吨增长36.5%."""
        first = reading.members[0]
        between = self.text[tokens.ends[i] : tokens.starts[first]].strip("的 约近")
        goes_on = tokens.kinds[reading.members[-1] + 1 : reading.members[-1] + 2]
        return not between and goes_on in ("U", "u", "e") and reading.rule.form in ("level", "share")

    def _sentence_base(self, tokens: Tokens, reading: Reading, year: Time) -> Time:
        """A base told once for the sentence, or for the one that a semicolon joins to it: 2010年与2005年相比，…."""
        for i in range(reading.clause[0] - 1, -1, -1):
            if tokens.kinds[i] == "B" and tokens.kinds[i + 1] == "C" and (said := self._base(tokens, i, year)).years:
                self.standing = said
                return said
        return self.standing

    def _base(self, tokens: Tokens, i: int, time: Time) -> Time:
        words = self._word(tokens, i)
        found = self._time(tokens, i)
        if not found.years and found.relative is None:
            return Time((), None, -1) if any(w in words for w in ("同比", "同期", "往年", "年初")) else NO_TIME
        return found

    def _five_before(self, base: Time, tokens: Tokens, reading: Reading, kind: Kind) -> Time:
        """前五年, where the place looks back on a stretch of its own: the five years before that."""
        at = tokens.starts[reading.members[0]]
        span = self.frame.span(at) if kind is Kind.FACT else None
        if span is None or (base.years and base.period is None):
            return base
        said = kind_patterns().five_before.search(self.text, tokens.starts[reading.clause[0]], at)
        return Time((span[0] - 1,), (2 * span[0] - span[1] - 1, span[0] - 1)) if said else base

    def _stretch_base(self, tokens: Tokens, i: int) -> Time:
        """The time that a multiple is taken of; a bare stretch (过去10年) ends before the document's year."""
        found = self._time(tokens, i)
        if found.years or not found.length or self.frame.year is None:
            return found
        last = self.frame.year - 1
        return Time((last,), (last - found.length + 1, last))

    def _unsaid_base(  # noqa: PLR0911  (one case a line reads better than nested ones)
        self, tokens: Tokens, reading: Reading, kind: Kind, year: Time, origin: Origin
    ) -> tuple[Time, Origin]:
        """The base that the clause leaves to its neighbours: 与2021年相比，…, 由2012年的…增长到…，年均增长…."""
        state, need = self.state, reading.rule.base
        if kind is Kind.POLICY or not need:
            return NO_TIME, Origin.DEFAULTED
        if (said := self._sentence_base(tokens, reading, year)).years:
            return said, Origin.CARRIED
        before = tokens.kinds[reading.clause[0] - 1 : reading.clause[0]]
        if state.told.years and before and (before in NUMBERS or before in "hj"):
            return state.told, Origin.CARRIED
        if state.trend is not None and origin is Origin.CARRIED and "T" not in tokens.kinds[slice(*reading.clause)]:
            return Time((state.trend,)), Origin.CARRIED
        if need == "period" and state.base.years:
            return state.base, Origin.CARRIED
        said_length = need == "period" and self._length_said(tokens, reading)
        if said_length and year.years and kind is Kind.FACT:
            return Time((year.years[-1] - said_length,)), Origin.STATED
        if year.years and not year.period and (length := self._length_said(tokens, reading)):
            return Time((year.years[-1] - length,)), Origin.STATED
        if kind is Kind.FACT and not year.period and (span := self.frame.span(tokens.starts[reading.members[0]])):
            return Time((span[0] - 1,)), Origin.DEFAULTED
        return self._implied(need, year), Origin.DEFAULTED

    def _length_said(self, tokens: Tokens, reading: Reading) -> int | None:
        """How many years the clause says: 到2015年…，五年平均增长10%."""
        told = (self._time(tokens, i) for i in range(*reading.clause) if tokens.kinds[i] == "T")
        return next((t.length for t in told if t.length), None)

    def _kind_and_time(self, tokens: Tokens, reading: Reading, time: Time) -> tuple[Kind, Time, Origin]:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """Whether the clause promises, reports or rules, and of which year."""
        frame = self.frame
        at = tokens.starts[reading.members[0]]
        mode, heading_year = frame.mode(at)
        words = self.words
        self.kind_origin = Origin.STATED if mode is None else Origin.CARRIED
        self.year_clear = True
        if self._rules(tokens, reading, mode, time):
            return Kind.POLICY, NO_TIME, Origin.STATED
        if time.years:
            return self._dated_kind(time, mode, tokens, reading), time, Origin.STATED
        if mode is None and (told := self._as_before(tokens, reading)):
            return *told, Origin.CARRIED
        if mode is None:
            mode = self._open_kind(self._clause_words(tokens, reading)) or self._open_kind(words)
        if mode is None:
            mode = Kind.TARGET if self.state.aim.years else self._default_kind()
            clear = self.state.aim.years or mode is Kind.POLICY
            self.kind_origin = Origin.CARRIED if clear else Origin.DEFAULTED
        if mode is Kind.FACT and self._forecast(tokens, reading):
            mode = Kind.TARGET
        if mode is Kind.FACT:
            if self._set_as_aim(tokens, reading):
                mode = Kind.TARGET
            year = heading_year or (frame.year - 1 if frame.annual and frame.year else None) or self._fact_year()
            carried = self.state.time
            settled = heading_year or frame.titled or frame.annual
            if carried.years and not settled and (frame.year is None or carried.years[-1] <= frame.year):
                return mode, Time(carried.years[-1:], carried.period), Origin.CARRIED
            dated = year == frame.year and not frame.titled and not frame.annual  # of the year of issue
            scoped = dated or (frame.settled and (frame.annual or frame.mode(at)[0] is Kind.FACT))
            self.year_clear = bool(heading_year or scoped)
            return mode, Time((year,) if year else ()), Origin.DEFAULTED
        if mode is Kind.TARGET:
            if self.state.aim.years and (not frame.annual or self.state.aim.years[-1] > (frame.year or 0)):
                return mode, Time(self.state.aim.years[-1:]), Origin.CARRIED
            chronicle = frame.mode(at)[0] is None and not (frame.titled or frame.annual)
            gone = self.state.time.years[-1:]
            past = bool(gone) and frame.plan is None and gone[0] < (frame.year or 0)  # 1977年，…。各项指标是：…
            chronicle = chronicle and (not frame.directive or frame.year is None or past)
            late = bool(gone and frame.plan and frame.year) and gone[0] < (frame.year or 0)  # 届时…将达到
            if gone and chronicle and not late:
                return mode, Time(gone), Origin.CARRIED
            year = self._promised_year(heading_year)
            scoped = frame.settled and (frame.annual or frame.plan is not None)
            self.year_clear = bool(scoped or (heading_year and year == heading_year))
            return mode, Time((year,) if year else ()), Origin.DEFAULTED
        return mode, NO_TIME, Origin.STATED

    def _as_before(self, tokens: Tokens, reading: Reading) -> tuple[Kind, Time] | None:
        """The kind and year of the figure before, which a list's next one or a sentence of parts (其中，…) goes on with."""
        kind, time = self.state.kind, self.state.year
        if reading.clause[0] and tokens.kinds[reading.clause[0] - 1] == "J" and kind is not None:
            return (kind, time) if kind is not Kind.POLICY else None
        if kind is None and self.words.startswith("其中") and self.told is not None:
            return self.told
        return None

    def _forecast(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether a plan's chapter of facts tells what is to come or is needed: 据测算，…; 约需新增教师8000人."""
        frame, patterns = self.frame, kind_patterns()
        if not frame.titled or frame.annual or frame.plan is None:
            return False
        said = self.text[tokens.starts[0] : tokens.starts[reading.members[0]]]
        return patterns.forecasts.search(said) is not None

    def _promised_year(self, heading_year: int | None) -> int | None:
        """The year of a promise that names none: its heading's, else the last of the plan."""
        frame = self.frame
        ahead = heading_year and frame.year and heading_year > frame.year
        if frame.annual or ahead:
            return heading_year or frame.year
        return frame.plan[1] if frame.plan else frame.goal

    def _rules(self, tokens: Tokens, reading: Reading, mode: Kind | None, time: Time) -> bool:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """Whether the number is a rule's parameter: by the rule that read it, or by words of its clause that names no year."""
        if reading.rule.id == "years-by-ordinal":
            return True
        if reading.rule.id == "duration-limit" and not self._promised_duration(tokens, reading, mode):
            return True
        first, last = reading.clause
        patterns, frame = kind_patterns(), self.frame
        start, end = tokens.starts[first], tokens.ends[last - 1]
        if self.granted is None:
            self.granted = patterns.grant.search(self.words) is not None
            self.forbids = patterns.forbids.search(self.words) is not None
        if self.forbids and patterns.forbids.search(self.text, start, end):
            return True
        dated = "T" in tokens.kinds[first:last]
        if dated and not self._of_whoever_asks(tokens, reading, mode):
            return False
        if mode is not Kind.FACT and self._is_standard(tokens, reading):
            return True
        over = (
            not dated and bool(time.years) and frame.year is not None and time.years[-1] < frame.year and not time.span
        )
        told = (mode is Kind.FACT and frame.annual) or over  # 全年发放补贴900万元; 早在2009年，已争取补贴
        if not told and (
            self.granted or patterns.policy.search(self.text, start, end) or self._granted(tokens, reading, mode)
        ):
            return True
        if self.grants and patterns.ceiling.search(self.text, start, end):
            return True
        if frame.titled or frame.annual or mode or patterns.done.search(self.words):
            return False
        if patterns.ruling.search(self.text, start, end):
            return True
        return not frame.goal and not time.years and patterns.bounds.search(self.text, start, end) is not None

    def _of_whoever_asks(self, tokens: Tokens, reading: Reading, mode: Kind | None) -> bool:
        """Whether the clause's times are those of whoever is granted something: 返还其上年度实际缴纳保险费的50%."""
        if mode is Kind.FACT or self.frame.annual or not (self.frame.directive or self.frame.ruled):
            return False
        asked = kind_patterns().of_whom
        return all(asked.fullmatch(self._word(tokens, i)) for i in range(*reading.clause) if tokens.kinds[i] == "T")

    def _is_standard(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the figure is the bound of a standard to go by: 按每万人不低于20个车位的标准建设."""
        begin, at = tokens.starts[reading.clause[0]], tokens.starts[reading.members[0]]
        if not kind_patterns().standard.match(self.text, tokens.ends[reading.members[-1]]):
            return False
        return kind_patterns().bounds.search(self.text, begin, at) is not None

    def _granted(self, tokens: Tokens, reading: Reading, mode: Kind | None) -> bool:
        """Whether a directive grants the figure: 每间奖励2000元, 按60%奖励返还."""
        frame = self.frame
        if not self.grants or not frame.directive or frame.annual or mode is Kind.FACT or reading.kind not in "m%":
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
            part = time.period and time.period[0] <= now and self._fulfilled(tokens, reading)
            return Kind.FACT if part else Kind.TARGET
        if year < now and (time.relative != 0 or mode is Kind.FACT):
            return Kind.TARGET if self._set_as_aim(tokens, reading) else Kind.FACT
        if self.frame.plan and self.frame.titled and year == self.frame.plan[1]:
            return Kind.TARGET if mode is not Kind.FACT else Kind.FACT
        words = self._clause_words(tokens, reading)
        if year == now and kind_patterns().arranged.search(words):
            return Kind.TARGET
        if year == now and mode is None and not self.frame.annual:
            opened = self.text[tokens.starts[0] : tokens.starts[reading.members[0]]]
            if kind_patterns().decides.search(opened):
                return Kind.TARGET
        first = self.text.find("年", tokens.starts[0], tokens.ends[-1])
        if kind_patterns().part_year.match(self.text, first) and not self.frame.titled:
            return Kind.FACT
        told = self._open_kind(words) or mode or self._open_kind(self.words)
        return told or (Kind.TARGET if self.frame.annual else Kind.FACT)

    def _fulfilled(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether it is how much of a plan's aim has been reached: 完成“十一五”节能目标的86%."""
        return kind_patterns().fulfilled.search(self._clause_words(tokens, reading)) is not None

    def _set_as_aim(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the figure was only set: 提出能耗降低20%、排放减少10%的约束性指标, 超额完成5亿元的目标."""
        patterns = kind_patterns()
        said = self.text[tokens.starts[0] : tokens.starts[reading.members[0]]]
        after = tokens.ends[reading.members[-1]]
        if patterns.is_aim.match(self.text, after):
            return True
        return patterns.sets.search(said) is not None and patterns.as_aim.match(self.text, after) is not None

    def _open_kind(self, words: str) -> Kind | None:
        """Without a heading that looks back or ahead: by the words."""
        patterns = kind_patterns()
        if patterns.fulfilled.search(words):
            return Kind.FACT
        if patterns.promise.search(words):
            return Kind.TARGET
        return Kind.FACT if patterns.done.search(words) else None

    def _default_kind(self) -> Kind:
        if self.frame.ruled:
            return Kind.POLICY
        return Kind.TARGET if self.frame.titled or self.frame.annual or self.frame.directive else Kind.FACT

    def _start_of_change(self, kind: Kind, year: Time, at: int) -> Time:
        """The year of a figure told only as the one before a change: 由3万亩增加到5万亩."""
        span = self.frame.span(at) if kind is Kind.FACT else None
        if span and not year.period:
            return Time((span[0] - 1,))
        said, now = self._implied("before", year), self.frame.year
        if not said.years and year.year is not None and now is not None and year.year > now and year.year % 5 == 0:
            return Time((year.year - 5,))  # five-year plans end in such years
        return said

    def _implied(self, need: str, year: Time) -> Time:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """The base of a change or growth that the clause leaves out: the year before a stretch, the plan's year 0."""
        if not need or year.year is None:
            return NO_TIME
        if year.period:
            return Time((year.period[0] if year.since else year.period[0] - 1,))
        frame = self.frame
        if frame.annual:
            ends = year.year % 5 == 0 and year.year != frame.year  # five-year plans end in such years
            if ends and (need == "period" or year.year > (frame.year or 0)):
                return Time((year.year - 5,))
            return Time((year.year - 1,)) if need == "before" else NO_TIME
        if frame.plan:
            first = frame.plan[0]
            if year.year >= first:
                return Time((first - 1,))
            if year.year == first - 1:
                return Time((first - 6,))
        elif need == "before" and frame.year and year.year <= frame.year:
            return Time((year.year - 1,))  # 去年下降3.6%
        return NO_TIME
