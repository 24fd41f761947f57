"""The labels of a clause, stated or carried, one each value; and the bars that belong to them.

stated.py has what the clause itself says, restoring.py what it leaves out, owners.py whose figure it is; labels.py cuts text.
"""

from __future__ import annotations

from guihua.plan.statement import Origin, Threshold
from guihua.reading.awards import award_label
from guihua.reading.bounds import bar_comparator
from guihua.reading.clauses import Reading
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
from guihua.reading.stated import StatedLabels
from guihua.reading.tokens import NUMBERS, Tokens


class Labelling(StatedLabels):
    """Labels and bars of clauses, and what is remembered of them."""

    def _labels(self, tokens: Tokens, reading: Reading) -> tuple[list[str], Origin, str]:
        """The labels of the members, where they came from, and the scope."""
        n = len(reading.members)
        self.unit = tokens.numbers[reading.members[-1]].unit.lstrip("十百千万亿")
        label, scope, whole = self._own(tokens, reading)
        self.said = "" if whole or reading.rule.label in ("share", "both", "gap", "part") else scope
        if n == 1 and (named := self._in_series(label, tokens, reading)):
            self._remember(named, [self._counted(named, reading)], "", scope, reading)
            return [self._counted(named, reading)], Origin.CARRIED, scope or self.state.scope
        shared = "K" in tokens.kinds[slice(*reading.clause)]  # 经费支出占收入的比重由1.1%提高到2%: no award
        if self.grants and not shared:
            heading = self.frame.heading(tokens.starts[reading.members[0]])
            if granted := award_label(self.text, tokens, reading, label, heading, self.state.award):
                self.state.granted, self.state.award = granted.total, granted
                self._remember(granted.total, list(granted.labels), "", scope, reading)
                return list(granted.labels), Origin.STATED, scope
        if self.state.granted and not label and reading.kind == "m" and n == 1:
            return [self.state.granted], Origin.CARRIED, scope
        if not label and not whole and not self._trades(tokens, reading):
            label, scope = self._topic(tokens, reading)
            self.said = scope
        if not label and not whole:
            return self._carried(tokens, reading, n, scope)
        origin = Origin.STATED
        if not label:
            label, origin = self.state.subject or self.state.joint, Origin.CARRIED
        opens = tokens.kinds[max(reading.clause[0] - 1, 0)] == "M" or reading.clause[0] == 0
        if opens and reading.rule.label not in ("share", "both"):
            label = unstuttered(label)
        label = self._placed(label, reading)
        added = self._adding(label, tokens, reading)
        label = added or self._named(label, tokens, reading) or self._under_colon(label, tokens, reading)
        label = self._restored(self._beyond(label, reading), tokens, reading)
        label = self._opened(label, tokens, reading)
        pieces = self._split(label, tokens, reading, n)
        pieces = self._at_places(pieces, reading) or pieces
        if whole and origin is Origin.CARRIED and 1 < n <= len(self.state.recent):
            pieces = [
                piece.removesuffix("数") for piece in self.state.recent[-n:]
            ]  # 甲20家，乙23家，分别占全国的9%和10%
        pieces = pieces or [closed(label) if reading.rule.label in ("left", "right", "part") else label]
        if reading.rule.id == "share-nearly-all":
            pieces = [self._clause_share(piece, tokens, reading) for piece in pieces]
        if whole:
            rate = label_patterns().namely.match(whole)
            pieces = [whole[rate.end() :]] if rate else [f"{piece}占{whole}比重" for piece in pieces]
        made_up = self._made_up(tokens, reading, pieces)
        pieces = [made_up + piece for piece in pieces]
        pieces, scope = self._taxed(pieces, reading, scope)
        if len(pieces) == 1 and self.unit.endswith("元"):
            pieces = [self._for_what(pieces[0], tokens, reading)]
        noun = tokens.numbers[reading.members[0]].noun  # 安全生产零事故
        pieces = [piece if piece.endswith(noun) else piece + noun for piece in pieces]
        labels = [self._counted(self._by_area(piece, reading), reading) for piece in pieces]
        self._remember_whose(label, tokens, reading)
        self._remember(f"{label}占{whole}比重" if whole else label, labels, label if whole else "", scope, reading)
        return labels, origin, scope or self.state.scope

    def _trades(self, tokens: Tokens, reading: Reading) -> bool:
        """Whether the act right before the figure says itself what is measured: 外贸稳中有升，出口25亿元."""
        i = reading.members[0] - 1
        return tokens.kinds[i : i + 1] == "X" and self._word(tokens, i) in wording_patterns().trades

    def _made_up(self, tokens: Tokens, reading: Reading, pieces: list[str]) -> str:
        """The structure that the clause before names and its bare shares make up: 能源消费结构中，煤炭的比重…."""
        patterns = label_patterns()
        if reading.rule.form != "share" or not all(patterns.bare_share.search(piece) for piece in pieces):
            return ""
        first, last, _ = self._clause_before(tokens, reading)
        words = self.text[tokens.starts[first] : tokens.ends[last - 1]] if first < last else ""
        return words.removeprefix("在") if patterns.structure.fullmatch(words) else ""

    def _beyond(self, label: str, reading: Reading) -> str:
        """A bar alone is one of the things before: 产值超亿元的企业50家，其中超5亿元的10家."""
        patterns, before = leaning_patterns(), self.state.joint
        if reading.kind != "c" or not self.state.recent or not patterns.bar_alone.match(label):
            return label
        return patterns.bar.sub(label.removesuffix("的"), before, count=1)

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

    def _at_places(self, pieces: list[str], reading: Reading) -> list[str]:
        """Places after the mean of all of them: 各市细颗粒物浓度下降5%，东部、西部分别下降6%、7%; [] where it is no such list."""
        place, state = leaning_patterns().region, self.state
        alike = len(pieces) > 1 and state.recent and state.form == reading.rule.form == "change"
        if not alike or not all(place.fullmatch(piece) for piece in pieces):
            return []
        head = max((found.end() for found in label_patterns().place.finditer(state.joint)), default=0)
        measured = label_patterns().measure.search(state.joint, head)
        return [piece + state.joint[head:] for piece in pieces] if measured else []

    def _paired(self, label: str, n: int) -> list[str]:
        """A bare measure after a list of as many things: 乡镇、建制村通硬化路率分别为…，通客车率分别为…."""
        measure, before = label_patterns().measure, self.state.labels
        if len(before) != n or not self.state.recent or not (found := measure.search(label)):
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

    def _carried(self, tokens: Tokens, reading: Reading, n: int, scope: str) -> tuple[list[str], Origin, str]:
        """The labels of a clause that names nothing itself: of its act (创汇, 出口), else of the clause or the line before."""
        if acted := self._by_act(tokens, reading, scope):
            return acted
        state = self.state
        if not state.labels and (line := self._line_before(tokens)):
            self._remember(line, [line], "", scope, reading)
            return [self._counted(line, reading)], Origin.CARRIED, scope
        if not state.labels:
            return [""], Origin.CARRIED, scope
        if n > 1 and n != len(state.labels) and len(state.recent) >= n:
            told = state.recent[-n:]
            shares = reading.rule.form == "share"
            return self._said_again(told, tokens, reading) if shares else told, Origin.CARRIED, state.scope
        first, last = reading.region[1], reading.members[0]
        each = bool({"E", "D"} & set(tokens.kinds[first:last])) or (
            "B" in tokens.kinds[first:last]
            and self.text.startswith("分别", tokens.starts[tokens.kinds.index("B", first, last)])
        )
        grown = state.last == "share" and reading.rule.form in ("change", "growth", "level", "change_abs")
        if grown and n == 1 and state.subject and label_patterns().share_of.search(state.joint):
            labels = [state.subject]  # 海关税收68亿元，占全区的62%，增长40%: not of the share
        elif n == len(state.labels) or (n == 1 and each):
            labels = list(state.labels)
        else:
            labels = [state.labels[-1] if n == 1 and len(state.labels) == 1 else state.joint]
        return self._said_again(labels, tokens, reading), Origin.CARRIED, state.scope

    def _by_act(self, tokens: Tokens, reading: Reading, scope: str) -> tuple[list[str], Origin, str] | None:
        """The label that a doing verb before the number gives; None where none stands there."""
        first, last, form = reading.region[1], reading.members[0], reading.rule.form
        added = form == "change_abs" and "iX" in tokens.kinds[first:last]
        if form == "change_abs" and not self.state.labels and (at := tokens.kinds.find("eX", first, last)) >= 0:
            return (
                [self._word(tokens, at + 1).removeprefix("完成")],
                Origin.STATED,
                scope,
            )  # 较上一个五年多完成投资2亿元
        if not added and ("X" not in tokens.kinds[first:last] or form not in ("level", "cumulative", "share")):
            return None
        i = tokens.kinds.rindex("X", first, last)
        start = i - 1 if i > first and tokens.kinds[i - 1] == "X" and self._kept(tokens, i - 1) else i
        act = self.text[tokens.starts[start] : tokens.ends[i]]
        act = "新增" * added + (act.removeprefix("完成") or act)
        if act in label_patterns().ends and self.state.recent:  # 固定资产投资五年完成200亿元，其中2005年完成50亿元
            return self._said_again([self.state.joint], tokens, reading), Origin.CARRIED, self.state.scope
        if self.state.recent and (whose := self._doing(act)):
            label = self._counted(whose + act, reading)
        elif self.unit.endswith("元") and (what := self._spent_on(tokens, reading)):
            label = self._firm_before(tokens, reading) + what.removeprefix("用于") + act
        else:
            label = self._with_act(act, tokens, reading, added=added)
        self._remember(label, [label], "", scope, reading)
        return [label], Origin.STATED, scope or self.state.scope

    def _with_act(self, act: str, tokens: Tokens, reading: Reading, *, added: bool) -> str:
        """An act as a label, with what it is done to where the text has said so: 建设储备林基地，划定30万亩."""
        state = self.state
        alone = not state.recent and not added and act not in wording_patterns().trades
        if alone and (thing := self._thing_before(tokens, reading)):
            act = thing + act
        same = state.recent and self.unit == state.unit and not self.unit.endswith("元") and not added
        same = same and not label_patterns().area_act.search(state.subject.removesuffix("面积"))
        if same or (state.recent and act in label_patterns().generic and state.form != "change_abs"):
            act = state.subject if act in state.subject else self._done_too(act)
        label = self._counted(act, reading) + "比例" * (reading.kind == "%")
        label = self._by_area(label, reading)
        return self._for_what(label, tokens, reading) if self.unit.endswith("元") else label

    def _done_too(self, act: str) -> str:
        """A second act on the thing of the first: 新建高速公路1400公里，改扩建300公里 → 改扩建高速公路."""
        subject, acts = self.state.subject, label_patterns().works
        first = max((verb for verb in acts if subject.startswith(verb)), key=len, default="")
        return act + subject[len(first) :] if first and act in acts else subject + act

    def _spent_on(self, tokens: Tokens, reading: Reading) -> str:
        """What the money after an act goes into: 投资3亿元建设远程教育工程 → 建设远程教育工程."""
        first, last = reading.after
        if first >= last or tokens.kinds[first] not in "XU" or "N" not in tokens.kinds[first:last]:
            return ""
        return clean(self.text[tokens.starts[first] : tokens.ends[last - 1]])[0]

    def _thing_before(self, tokens: Tokens, reading: Reading) -> str:
        """What the act is done to, where the words before it say so: 建设储备林基地，划定30万亩; 西部铁路：建成投产500公里."""
        kinds, start = tokens.kinds, reading.clause[0]
        if kinds[start - 1 : start] == ":" and start >= 2:
            first, last = start - 2, start - 1
        else:
            first, last, _ = self._clause_before(tokens, reading)
        verb = next((i for i in range(first, last) if kinds[i] in "XU"), first - 1)
        if first >= last or set(kinds[first:last]) & NUMBERS or kinds[verb + 1 : last].strip("NJX"):
            return ""
        label = clean(self.text[tokens.starts[verb + 1] : tokens.ends[last - 1]])[0] if verb + 1 < last else ""
        return label if 2 <= len(label) <= 14 and not label_patterns().measure.search(label) else ""

    def _said_again(self, labels: list[str], tokens: Tokens, reading: Reading) -> list[str]:
        """Labels carried to another kind of figure: the part of a whole, the level after an addition, one year of a yearly mean."""
        state = self.state
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

    def _remember(self, label: str, labels: list[str], subject: str, scope: str, reading: Reading) -> None:
        state = self.state
        if reading.rule.label != "gap":
            state.labels = labels
            state.recent.extend(labels)
            state.joint = label if len(labels) > 1 else labels[0]
            if found := label_patterns().share_of.search(label):
                state.whole = state.whole_now = found[1].removesuffix("的")
                state.subject = subject or state.subject
            else:
                state.subject = label
        state.unit = self.unit
        if self.unit != "%":
            state.total = state.joint, self.unit
        state.before, state.form = state.form, reading.rule.form
        if scope:
            state.scope = scope

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

    # ---- thresholds

    def _thresholds(
        self, tokens: Tokens, reading: Reading, labels: list[str], origin: Origin
    ) -> list[Threshold | None]:
        if origin is Origin.CARRIED and self.state.thresholds:
            if len(self.state.thresholds) == len(labels):
                return self.state.thresholds
            return [self.state.thresholds[0]] * len(labels)
        bars = [i for i in reading.thresholds if tokens.kinds[i] in "m%p" or self._bounded(tokens, i)]
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
            labels[:] = [label if noun in label else noun + label for label in labels]
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
