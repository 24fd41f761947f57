"""What form a figure has beyond what its rule says: sums over stated years, lists that go on adding, levels of yearly reports."""

from __future__ import annotations

from guihua.plan.statement import Direction, Kind, Origin
from guihua.reading.bounds import direction_of
from guihua.reading.clauses import Reading
from guihua.reading.compiler import label_patterns
from guihua.reading.kinds import Kinds
from guihua.reading.speech import Clause
from guihua.reading.tokens import NUMBERS, Tokens


class Forms(Kinds):
    """Forms of figures, and the stretch that a sum covers."""

    def _form(self, tokens: Tokens, clause: Clause, label: str) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
        reading = clause.reading
        form = reading.rule.form
        if form == "share" and label_patterns().index.search(label):
            return "level"
        if form == "growth" and label_patterns().rate.search(label) and self._stays(tokens, reading):
            return "share"
        if form == "growth" and clause.base.period and clause.base_origin is Origin.STATED:
            return "change"  # 比“六五”期间年平均产量增长12%
        if form in ("level", "cumulative") and self._comes_on_stream(tokens, clause):
            return "change_abs"
        if self._sums_over_the_plan(tokens, clause, form, label):
            return "cumulative"
        if form == "level" and self._adds(tokens, clause, label):
            form = "change_abs"
        if "新增" in label and self._added_over_years(tokens, clause):
            return "cumulative" if form in ("level", "change_abs") else form
        if form == "change" and self.state.last == "growth" and self._goes_on(tokens, reading):
            return "growth"
        adds = form == "level" and self.state.last == "change_abs" and not self.frame.annual
        if adds and (
            label.startswith("新增") or self._goes_on_adding(tokens, reading) or self._is_part(tokens, reading)
        ):
            return "change_abs"
        if (
            form == "change_abs"
            and self.frame.annual
            and (
                (
                    reading.rule.id in ("change-absolute-ahead", "change-new-measure")
                    and direction_of(self.text, tokens, reading) is not Direction.DOWN
                )
                or (reading.rule.label == "right" and "i" in tokens.kinds[reading.region[0] : reading.members[0]])
            )
        ):
            return "level"
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
        return "cumulative" if form == "level" and self._adds_up(tokens, clause, label) else form

    def _sums_over_the_plan(self, tokens: Tokens, clause: Clause, form: str, label: str) -> bool:
        """Whether it is a sum by what it is compared with, by the list that allots it, or because savings add up."""
        if form == "change_abs":
            return self._saved(tokens, clause, label)
        return form == "level" and (self._set_against_a_plan(tokens, clause) or self._allotted(tokens, clause, label))

    def _set_against_a_plan(self, tokens: Tokens, clause: Clause) -> bool:
        """Whether it is compared with the whole of a plan and so is a sum itself: 财政收入达到47亿元，比“六五”期间增长90%."""
        reading, year = clause.reading, clause.time.year
        if reading.kind != "m" or self.frame.annual or year is None or year % 5:
            return False
        if clause.time_origin is Origin.STATED and not clause.time.period:
            return False
        return label_patterns().than_plan.match(self.text, tokens.ends[reading.clause[1] - 1]) is not None

    def _saved(self, tokens: Tokens, clause: Clause, label: str) -> bool:
        """Whether it was saved over years, which adds up: “十一五”期间节约能源3亿吨标准煤."""
        years = clause.time.period or self.frame.span(tokens.starts[clause.reading.members[0]])
        return label.startswith(("节约", "节能", "节水")) and bool(years) and clause.kind is not Kind.POLICY

    def _adds(self, tokens: Tokens, clause: Clause, label: str) -> bool:
        """Whether it is said to be new: 新增能力5万吨, 全网新增220千伏线路800公里; of things counted only in a look back at years."""
        reading = clause.reading
        if self.frame.annual or "V" in tokens.kinds[reading.region[1] : reading.members[0]]:
            return False
        if reading.kind == "m" and label.startswith("新增"):
            return True
        said = "i" in tokens.kinds[reading.clause[0] : reading.members[0]] and "新增" in label
        said = said and not label_patterns().each_year.search(label) and not self.unit.endswith(("人", "人次"))
        back = clause.kind is Kind.FACT and (clause.time.period or self.frame.span(tokens.starts[reading.members[0]]))
        return said and (reading.kind == "m" or (reading.kind == "c" and bool(back)))

    def _stays(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether a yearly mean is kept, not grown: 自然增长率年均控制在7‰以内."""
        place = tokens.kinds[reading.region[1] : reading.members[0]]
        return bool({"V", "v"} & set(place)) and not {"U", "e"} & set(place)

    def _adds_up(self, tokens: Tokens, clause: Clause, label: str) -> bool:
        """Whether what is done adds up over the years of the plan, or of the stretch looked back on, that the place speaks of.

        新建公路2000公里, 培训10万人 in a plan; what is counted in pieces (学校20所) is a stock as well as a sum and stays a level.
        """
        reading, frame, patterns = clause.reading, self.frame, label_patterns()
        at = tokens.starts[reading.members[0]]
        if clause.kind is Kind.TARGET:
            years = frame.plan if frame.titled and not frame.annual else None
        else:
            years = frame.span(at) if clause.kind is Kind.FACT else None
        if years is None or years[0] == years[1] or clause.time.year != years[1] or clause.time.period:
            return False
        people = self.unit.endswith(("人", "人次", "名"))
        if not (reading.kind == "m" or people) or {"V", "v", "u", "U", "A"} & set(tokens.kinds[slice(*reading.clause)]):
            return False
        if patterns.each_year.search(self.text, tokens.starts[reading.clause[0]], at):
            return False
        if people and patterns.jobs.search(label):
            return True
        acts = self._acts_before(tokens, reading)
        money = self.unit.endswith("元")
        if label.startswith("规划"):
            return False  # 规划新建公路700公里: the length of what is planned
        named = patterns.area_act.search(label.removesuffix("面积"))
        return named is not None or bool(acts & (patterns.invests if money else patterns.works))

    def _comes_on_stream(self, tokens: Tokens, clause: Clause) -> bool:
        """Whether it is capacity that a five-year plan adds: 建成投产1.67亿吨, 竣工投产发电装机3000万千瓦."""
        reading, plan = clause.reading, self.frame.plan
        if plan is None or self.frame.annual or reading.kind != "m" or not self.unit.endswith(("吨", "瓦", "立方米")):
            return False
        if clause.time.year not in (None, plan[1]) or "V" in tokens.kinds[reading.region[1] : reading.members[0]]:
            return False
        return any(act.endswith("投产") for act in self._acts_before(tokens, reading))

    def _acts_before(self, tokens: Tokens, reading: Reading) -> set[str]:
        """The doing verbs of the clause before its figure."""
        place = range(reading.clause[0], reading.members[0])
        return {self._word(tokens, i) for i in place if tokens.kinds[i] == "X"}

    def _allotted(self, tokens: Tokens, clause: Clause, label: str) -> bool:
        """Whether it is what a plan's list allots over the whole of its years: 各部门的投资分配如下：铁路172亿元."""
        measure = self.announced.measure(tokens.starts[clause.reading.members[0]])
        yearless = clause.time_origin is not Origin.STATED and self.frame.plan is not None and not self.frame.annual
        return yearless and self.unit.endswith("元") and "投资" in measure and label.endswith("投资")

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
        if "O" in tokens.kinds[max(first - 1, 0) : last]:
            self.state.act = ""  # 其中申请…: done by a part alone
        act = self.state.act.removeprefix("完成").removeprefix("实现").removeprefix("实施")
        told = label_patterns().area_act.search(act)
        if not act or act in label or told or label.startswith(("新增", "累计", act[:2])):
            return label
        said = self.text[tokens.starts[first] : tokens.ends[reading.clause[1] - 1]]
        return act + (label if label in said else label.removesuffix("数"))

    def _added_over_years(self, tokens: Tokens, clause: Clause) -> bool:
        """Whether people were added over the years that the section looks back on."""
        if clause.kind is not Kind.FACT or clause.time.period or not self.unit.endswith(("人", "人次", "户")):
            return False
        return self.frame.span(tokens.starts[clause.reading.members[0]]) is not None

    def _is_part(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether it is a bare part of the figure before: 建成投产3000万千瓦，其中水电800万千瓦."""
        first, last = reading.clause[0], reading.members[0]
        named = set(tokens.kinds[first:last]) <= set("NOLHh")
        before = max((i for i in range(first) if tokens.kinds[i] in NUMBERS), default=0)
        if "B" in tokens.kinds[tokens.kinds.rfind("C", 0, before) + 1 : before]:
            return False  # 里程60公里，比上年增加5公里，其中复线20公里: a part of the sixty
        return named and "O" in tokens.kinds[max(first - 2, 0) : last] and self.unit == self.state.unit

    def _next_part(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether it is one more part, named like the one before: 其中三级航道500公里，四级航道200公里."""
        first, last, recent = reading.clause[0], reading.members[0], self.state.recent
        named = set(tokens.kinds[first:last]) <= set("NLHh") and self.unit == self.state.unit
        return named and "O" in tokens.kinds[:first] and len(recent) > 1 and recent[-1][-2:] == recent[-2][-2:]

    def _goes_on_adding(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether 新增 before holds for this thing of the same unit too: 新增甲能力5万吨，乙能力3万吨，其中丙1万吨."""
        first, last = reading.clause[0], reading.members[0]
        bare = set(tokens.kinds[first:last]) <= set("NOLJH")
        added = "i" in tokens.kinds[:first] and tokens.kinds.rfind("i", 0, first) > tokens.kinds.rfind("V", 0, first)
        same = self.unit == self.state.unit and reading.rule.label == "left"
        if not (bare and added and same):
            return False
        alike = len(self.state.recent) > 1 and self.state.recent[-1][-2:] == self.state.recent[-2][-2:]
        return "O" in tokens.kinds[first - 1 : last] or alike

    def _goes_on_summing(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether 累计 before holds for this act too: 累计建设设施46.7万个，提供服务9.8亿人次."""
        if self.state.last == "cumulative" and (self._is_part(tokens, reading) or self._next_part(tokens, reading)):
            return True
        if self.state.before != "cumulative":
            return False
        first, last = reading.clause[0], reading.members[0]
        place = tokens.kinds[first:last]
        summed = "S" in tokens.kinds[:first] and not {"T", "V", "v", "u"} & set(place)
        before = max(i for i in range(last) if tokens.kinds[i] in NUMBERS) if summed else 0
        joined = not {"C", ";"} & set(tokens.kinds[before:last])
        return (summed and ("X" in place[:2] or joined)) or (summed and self._is_part(tokens, reading))

    def _goes_on(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the clause is a part of the mean growth before it: 平均每年增长8%，其中农业增长4%，工业增长9%."""
        first, last = reading.clause[0], reading.members[0]
        if {"T", "B", "Z", "F"} & set(tokens.kinds[first:last]):
            return False
        opened = tokens.kinds.rfind("O", 0, last)
        return opened >= 0 and not {"T", "B"} & set(tokens.kinds[opened:last])

    def _flows(self, tokens: Tokens, clause: Clause, label: str) -> bool:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """Whether the clause tells an act that adds up over the stretch, or goes on with a sum."""
        reading = clause.reading
        if label_patterns().length.search(label):
            return False  # 新修公路3条，总长110公里
        if "F" in tokens.kinds[reading.clause[0] : reading.members[0]]:
            return False  # 由“十五”时期的…提高到…
        acts = self._acts_before(tokens, reading)
        goes_on = "cumulative" in (self.state.before, self.state.form)
        if (
            self.unit.endswith(("亩", "公顷", "平方公里", "平方米"))
            and not goes_on
            and not acts & label_patterns().builds
        ):
            return False
        patterns = label_patterns()
        if patterns.each_year.search(self.text, tokens.starts[reading.clause[0]], tokens.starts[reading.members[0]]):
            return False
        kinds = tokens.kinds[reading.region[1] : reading.members[0]]
        said = clause.time_origin is Origin.STATED and clause.time.period
        sums = patterns.sums.search(label) and (self.unit.endswith("元") or not label.endswith("规模"))
        yearly = ("V" in kinds and label.endswith("总额")) or patterns.sized_up.search(
            label
        )  # 零售总额达到…, 估算总投资
        if said and sums and not yearly and not {"U", "u"} & set(kinds):
            return True
        if "V" in kinds or "u" in kinds:
            return False
        if self.state.before == "cumulative" or self.state.form == "cumulative":
            return True
        if (
            reading.kind == "c"
            and said
            and any(self._word(tokens, i) in patterns.altogether for i in range(reading.clause[0], reading.members[0]))
        ):
            return True  # “十五”期间共发生15起
        kept = patterns.kept | patterns.builds if reading.kind == "m" else patterns.builds
        return bool(acts & kept)

    def _period(self, form: str, clause: Clause, at: int) -> tuple[int, int] | None:
        if clause.time.period:
            return clause.time.period
        if form == "cumulative" and clause.kind is Kind.FACT and (span := self.frame.span(at)):
            return span
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
