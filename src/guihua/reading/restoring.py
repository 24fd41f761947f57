"""What a label leaves out and the text has said before: the list's measure, the subject before the comma, whose figure it is."""

from __future__ import annotations

from guihua.plan.regions import find_region
from guihua.reading.clauses import Reading
from guihua.reading.compiler import label_patterns, leaning_patterns, resolution_patterns
from guihua.reading.labels import clean, region_label, split_list
from guihua.reading.owners import Owners
from guihua.reading.tokens import NUMBERS, Tokens

_MASS = frozenset(("吨", "公斤", "斤", "担", "公担", "千克"))
"""Units in which one list tells what weighs: 粮食产量90亿斤，油菜籽30万担."""


class Restoring(Owners):
    """Labels that lean on what stands before them, completed so that they read alone."""

    def _named(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """A bare name of a list with the measure that opened it: 煤炭工业179亿元 → 煤炭工业基本建设投资; else ""."""
        measure = self.announced.measure(tokens.starts[reading.members[0]])
        bare = set(tokens.kinds[reading.region[1] : reading.members[0]]) <= set("T")
        patterns = label_patterns()
        if not measure or not label or not bare or reading.rule.label != "left" or reading.rule.form != "level":
            return ""
        if (
            label.endswith(measure)
            or patterns.measure.search(label)
            or patterns.sums.search(label)
            or label.startswith("新增")
        ):
            return ""
        fits = self.unit.endswith("元") if patterns.sums.search(measure) else not self.unit.endswith(("元", "%"))
        if measure.endswith("能力"):
            fits = fits and reading.kind == "m"
        return label + measure if fits else ""

    def _topic(self, tokens: Tokens, reading: Reading, *, subject: bool = False) -> tuple[str, str]:
        """The clause before, where it holds no number and only names what is measured: 煤炭占比，由30%降到23%."""
        kinds, patterns = tokens.kinds, label_patterns()
        first, last, skipped = self._clause_before(tokens, reading)
        if first == last or any(kinds[i] in NUMBERS and kinds[i] != "d" for i in range(first, last)):
            return "", ""
        if subject or "F" in kinds[slice(*reading.clause)]:  # …规模保持增长，由8万亿元增长到…
            verb = next((i for i in range(first + 1, last) if kinds[i] in "VvUuXWi" and kinds[i - 1] == "N"), last)
            if not subject and not self.state.recent and self.text.startswith("的", tokens.ends[min(verb, last - 1)]):
                verb = last  # 按国际标准组织生产的产品，要由30%提高到50%
            label, scope = region_label(self.text, tokens, first, verb)
            label = patterns.standing.sub("", label)
            if verb == last and not self.state.recent and "F" in kinds[slice(*reading.clause)] and len(label) > 3:
                return label, scope
        else:
            verb = last if self.state.recent else self._verb(tokens, first, last)
            label, scope = region_label(self.text, tokens, first, verb)
            label = patterns.standing.sub("", label)
            if leaning_patterns().no_topic.match(label):
                return "", ""
        opens = not subject and not skipped and verb == last and (first == 0 or kinds[first - 1] in "M;")
        bare = opens and not self.state.recent and len(label) <= 10  # （六）外贸出口，1995年达到…
        if self.text.startswith("的规模", tokens.ends[reading.members[-1]]) and 2 < len(label) <= 16 and not subject:
            return label + "规模", scope  # 某公司煤炭开发全面提速，到2015年要达到4000万吨的规模
        named = (1 if skipped or subject or bare else 2) < len(label) <= (16 if subject else 60)
        pairs = "D" in kinds[slice(*reading.clause)] and len(split_list(label, len(reading.members))) > 1
        named = named and (subject or skipped or bare or pairs or patterns.measure.search(label) is not None)
        return (label, scope) if named else ("", "")

    def _verb(self, tokens: Tokens, first: int, last: int) -> int:
        """Where a clause that only names its thing begins to say what became of it; acts that are nouns (出口) name it too."""
        nominal = label_patterns().nominal
        for i in range(first + 1, last):
            word = self._word(tokens, i)
            if tokens.kinds[i] in "VvUui" or (tokens.kinds[i] == "X" and word not in nominal):
                return i
        return last

    def _clause_before(self, tokens: Tokens, reading: Reading) -> tuple[int, int, bool]:
        """Where the clause before begins and ends; True where one that only says how it is reckoned was passed over.

        社会总产品，按1980年不变价格计算，达到…: the first of the three. (0, 0, False) where no comma parts them.
        """
        last, kinds = reading.clause[0] - 1, tokens.kinds
        if last < 1 or kinds[last] != "C":
            return 0, 0, False
        first = 1 + max(kinds.rfind(stop, 0, last) for stop in "C;:()")
        if first > 1 and label_patterns().by.match(self.text[tokens.starts[first] : tokens.starts[last]]):
            return 1 + max(kinds.rfind(stop, 0, first - 1) for stop in "C;:()"), first - 1, True
        return first, last, False

    def _beside(self, label: str) -> str:
        """A measure of the thing that the label before names whole: 国民生产总值达到…，人均1365元; 财政收入85亿元，支出52亿元."""
        before = self.state.joint
        if label in label_patterns().per_unit and before:
            return label + before
        if self.state.recent and (per := label_patterns().averages_per.match(label)):
            at = before.find(per.group())
            if 0 < at <= 12 and "占" not in before:
                return before[:at] + label  # 规上工业亩均增加值…，亩均税收…
        opposite = {"收入": "支出", "支出": "收入", "总收入": "总支出", "总支出": "总收入"}.get(label)
        same = opposite and self.state.recent and before.endswith(opposite)
        return before.removesuffix(opposite or "") + label if same else ""

    def _restored(self, label: str, tokens: Tokens, reading: Reading) -> str:  # noqa: PLR0911, PLR0912  (one case a line reads better than nested ones)
        """A label that leans on the one before: 其中国家级, 比重 without its whole."""
        patterns, state = label_patterns(), self.state
        start = reading.region[0]
        of_which = "O" in tokens.kinds[max(start - 1, 0) : start + 2] or tokens.kinds[max(start - 2, 0) : start] == "OC"
        if parts := self._beside(label) or self._part(label, tokens, reading, of_which=of_which):
            return parts
        if part := self._one_of(label, reading, of_which=of_which):
            return part
        if share := self._share(label, tokens, reading, of_which=of_which):
            return share
        if state.recent and patterns.completes.fullmatch(label):
            return self._doing(label.removesuffix("数")) + label
        if firm := self._firm(tokens, reading):
            return firm + leaning_patterns().this_firm.sub("", f"该{label}")
        if label in leaning_patterns().lengths and (route := self._route(tokens, reading)):
            return route + label
        opens = not state.recent or self._clause_before(tokens, reading)[0] == 0  # …；棉花，产量达到…
        if (
            patterns.averages.sub("", label) in patterns.generic
            and opens
            and (topic := self._topic(tokens, reading, subject=True)[0])
        ):
            return topic + label
        if patterns.place.fullmatch(label) and reading.rule.form in ("share", "level"):
            topic = self._topic(tokens, reading)[0]
            if topic and patterns.measure.search(topic):
                return label + topic  # 人均居住面积，城市达到20平方米
        if label in patterns.generic and not state.recent and (item := self._item(tokens, reading)):
            return item + label
        if label in leaning_patterns().yearly_sums and state.recent and leaning_patterns().projects.search(state.joint):
            return state.joint.removesuffix("数").removesuffix("个") + label  # 实施重点项目300个，年度投资…
        if owner := self._of_heading(label, tokens, reading):
            return owner + patterns.there.sub("", label)
        if label in patterns.generic and state.subject and state.recent:
            return self._owned(state.subject.removeprefix("新增"), label)
        if state.recent and (whose := self._whose(label, tokens, reading)):
            return whose + label
        return self._per_head(self._measured(label, tokens, reading, of_which=of_which), tokens, reading)

    def _one_of(self, label: str, reading: Reading, *, of_which: bool) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """What is one of the things before, by its kind (其中国家级), its place, its rank or what it does; "" where it is none."""
        patterns, state = label_patterns(), self.state
        small = len(label) <= 6 and find_region(label) is not None
        small = small or (len(label) <= 10 and leaning_patterns().area.search(label) is not None)
        alike = state.recent and state.unit == self.unit
        added = "新增" if state.joint.startswith("新增") else ""
        small = small or (reading.kind == "m" and leaning_patterns().district.fullmatch(label) is not None)
        ranked = alike and patterns.rank.fullmatch(label)
        if ranked and (found := patterns.rank.match(state.joint, len(added))):
            return added + label + state.joint[found.end() :]
        if state.joint and of_which and (patterns.modifier.search(label) or small):
            shared = state.joint.startswith(label[-2:])  # 星级饭店…，其中五星级
            joint = patterns.given_to.sub("", state.joint) if self.unit.endswith("元") else state.joint
            return label + joint[2 * shared :]
        again = of_which and label and alike and state.joint.endswith(label)
        again = again and not state.joint.endswith("进" + label)  # 进出口总额…，其中出口总额…
        if again and (patterns.measure.fullmatch(label) or label in patterns.generic):
            return state.joint
        if alike and leaning_patterns().state_of.fullmatch(label):
            return label + leaning_patterns().stood.sub("", state.joint)  # 已投运的风电场18个，在建50个
        counted = alike and leaning_patterns().people.fullmatch(state.listed or state.joint)
        if counted and (of_which or state.listed) and not patterns.measure.search(label) and len(label) <= 8:
            state.listed = state.listed or state.joint  # 在校生规模达到130万人，其中普通高中70万人、中职60万人
            return label + state.listed
        if (
            of_which
            and alike
            and not self.unit.endswith("元")
            and 4 <= len(label) < len(state.joint) - 3
            and not patterns.measure.search(label)
        ):
            head = state.joint[: -len(label)]
            if state.joint.endswith(label[-2:]) and not label.startswith(head[-2:]):
                return head + label  # 城区建成排水管网…，其中雨水管网…
        if of_which and alike and leaning_patterns().does.match(label):
            return f"{label}的{state.joint}"  # 引进人才500名，其中入选某计划20名
        return ""

    def _opened(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """With whom the item of a list opened (煤炭工业，计划新增…), or by what means: 通过更新改造，新增…."""
        state = self.state
        if not label.startswith("新增") and reading.rule.label != "right":
            return label
        first, last, _ = self._clause_before(tokens, reading)
        means = self.text[tokens.starts[first] : tokens.ends[last - 1]] if first < last else ""
        if label_patterns().by_means.fullmatch(means):
            return means + label
        if not state.opener or state.opener in label:
            return label
        at = tokens.kinds.rfind("X", reading.region[1], reading.members[0])
        act = self._word(tokens, at) if at >= 0 and reading.rule.label == "right" else ""
        return state.opener + act + label.removeprefix("新增")

    def _share(self, label: str, tokens: Tokens, reading: Reading, *, of_which: bool) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """A share whose part or whole the clause leaves out, "" where it reads alone: 外汇，国家提取50% → 外汇国家提取比例."""
        patterns, state = label_patterns(), self.state
        if reading.rule.label in ("share", "both"):
            return ""
        if label.startswith("占") and reading.rule.form in ("share", "change_pp") and state.subject:
            return state.subject + label
        if (found := leaning_patterns().in_whole.match(self.text, tokens.starts[reading.region[0]])) and state.subject:
            return state.subject + found.group()  # 总产值达到…，在全国工业中的比重从16%提高到20%
        if of_which and reading.kind == "%" and state.recent and state.form == "level" and state.unit != "%":
            return patterns.bare_share.sub(f"占{state.subject}比重", label)
        bare = reading.rule.form == "share" and "占" not in label and patterns.bare_share.search(label)
        inside = leaning_patterns().inside.match(state.joint) if state.recent and reading.rule.form == "share" else None
        if inside and label.endswith(inside["share"]) and label.count("占") == inside["share"].count("占"):
            return f"{label.removesuffix(inside['share'])}{inside['whole']}{inside['share']}"  # 煤在能源结构中占比…，气占比…
        graded = leaning_patterns().grade
        of_grade = graded.match(label) if bare else None
        if of_grade and state.recent and graded.search(state.joint):
            return graded.sub(of_grade.group(), state.joint, count=1)
        if bare and state.whole_now and state.form == "share" and not of_grade:
            return patterns.bare_share.sub(lambda m: f"占{state.whole_now}比重", label)
        if reading.rule.form == "share" and patterns.divides.search(label) and "从" not in label:
            first, last, _ = self._clause_before(tokens, reading)
            if first < last and not any(tokens.kinds[i] in NUMBERS for i in range(first, last)):
                state.parts = region_label(self.text, tokens, first, last)[0]
            return f"{state.parts}{label}比例" if state.parts else ""
        return ""

    def _part(self, label: str, tokens: Tokens, reading: Reading, *, of_which: bool) -> str:
        """A part that 其中 takes, with whose it is or what it is a part of; "" where it reads alone.

        国有单位的投资…，其中基本建设投资… → 国有单位基本建设投资; 下达转移支付…，其中安排贵州省… → 贵州省转移支付;
        原油产量…（其中海上…） → 海上原油产量.
        """
        patterns, state = label_patterns(), self.state
        joint = state.joint if state.unit == self.unit else state.total[0] if state.total[1] == self.unit else ""
        goes_on = joint != "" and reading.rule.label == "left"
        if not goes_on or (not of_which and not state.parts_of):
            state.parts, state.parts_of = state.parts if reading.rule.form == "share" else "", ""
            return ""
        measured = patterns.measure.search(label)
        if not of_which:
            return state.parts_of + label if measured and state.parts_of not in label else ""
        state.parts = joint
        whose, _, rest = joint.rpartition("的")
        state.parts_of = whose if patterns.entity.search(whose) and patterns.measure.search(rest) else ""
        if state.parts_of and measured and len(label) <= 12:
            return state.parts_of + label
        given = patterns.given_to.sub("", label)
        if given != label and (resolution_patterns().region.fullmatch(given) or find_region(given) is not None):
            return given + patterns.given_to.sub("", joint)
        bracketed = (
            tokens.kinds[reading.region[0] - 1 : reading.region[0]] == "("
            or "(O" in tokens.kinds[max(reading.region[0] - 2, 0) : reading.region[0] + 1]
        )
        if bracketed and len(label) <= 4 and patterns.measure.search(joint) and not measured:
            return label + joint.removeprefix("全国").removeprefix(label)
        return ""

    def _per_head(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """What 每千人口 stands before holds for the list: 每千人口医师数达到3人、护士数达到4人."""
        patterns, first = label_patterns(), reading.region[0]
        alike = tokens.kinds[first - 1 : first] == "C" and _alike(tokens, reading)  # 每千人口医师1.8人，护士2.1人
        if not self.state.recent or (tokens.kinds[first - 1 : first] != "J" and not alike):
            return label
        found = patterns.per_head.match(self.state.joint)
        if alike and not found:
            return label
        if found:
            return label if patterns.per_head.search(label) else found.group() + label
        joint = self.state.joint
        adds = joint.find("新增") + 2 if joint.startswith(("新增", "通过")) and "新增" in joint else 0
        added = adds and reading.rule.id == "level-left" and reading.clause[0] == first
        added = added and not set("Vvu") & set(tokens.kinds[reading.region[1] : reading.members[0]])
        return joint[:adds] + label if added and "X" not in tokens.kinds[first : reading.members[0]] else label

    def _adding(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """What a list adds that was opened by 新增主要生产能力：; "" where none was."""
        opened = leaning_patterns().adding.search(self.text, tokens.starts[0], tokens.starts[reading.region[0]])
        bare = reading.rule.id == "level-left" and not {"V", "X", "U"} & set(tokens.kinds[slice(*reading.clause)])
        if not opened or not bare or reading.kind != "m" or label.startswith("新增"):
            return ""
        return f"新增{label}" + ("" if label_patterns().measure.search(label) else "生产能力")

    def _under_colon(self, label: str, tokens: Tokens, reading: Reading) -> str:
        """A measure before a colon holds for what follows: 普及率：城市100%，农村85%."""
        first = reading.region[0]
        if first < 2 or tokens.kinds[first - 1] != ":" or tokens.kinds[first - 2] != "N":
            return label
        topic = clean(self._word(tokens, first - 2))[0]
        patterns = label_patterns()
        if len(topic) > 16 or not patterns.measure.search(topic) or patterns.measure.search(label):
            return label
        if leaning_patterns().main.match(topic):  # 主要工业产品产量：原煤…
            topic = patterns.measure.findall(topic)[-1]
        self.state.recent.append(topic)
        self.state.joint, self.state.unit, self.state.listed = topic, self.unit, topic
        return label + topic

    def _measured(self, label: str, tokens: Tokens, reading: Reading, *, of_which: bool) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
        """A bare subject after a full label of the same unit takes its measure: 城镇污水处理率达到95%，县城85%."""
        patterns, before, form = label_patterns(), self.state.joint, reading.rule.form
        acts = any(  # 改造中低产田…: no bare thing; 重工业完成…: one
            tokens.kinds[i] in "XUi" and self._word(tokens, i) not in patterns.ends
            for i in range(reading.clause[0], reading.members[0])
        )
        alike = self.state.unit == self.unit or {self.state.unit, self.unit} <= _MASS
        leans = form in ("share", "level") or (of_which and form in ("change", "growth"))
        listed = of_which or tokens.kinds[reading.clause[0] - 1 : reading.clause[0]] == "J"
        made = before.endswith(("产量", "产能", "销量")) and listed
        if not self.state.recent or not (reading.kind in "%m" or made) or not alike or acts or not leans:
            return label
        told = patterns.measure.search(label) or patterns.per_head.match(label) or "占" in label
        if len(label) > (16 if of_which else 8) or told:
            return label
        place = patterns.place.match(before)
        if place and patterns.place.fullmatch(label) and label not in before:
            return label + before[place.end() :]  # 城市养老设施覆盖率70%，农村45%
        if self.state.listed and before.endswith(self.state.listed):
            return label + self.state.listed
        found = (patterns.named_rate if reading.kind == "%" else patterns.measure).search(before)
        if not found or not (found.start() > 0 or of_which) or found.group() in ("比重", "占比", "比例"):
            return label
        whole = "总" if before[found.start() - 1 : found.start()] == "总" and found.group() == "产量" else ""
        if found.group() == "值" and before.endswith("总值"):
            return label + "增加值"  # 生产总值385亿元，其中第一产业81亿元
        sized = found.group() in ("规模", "总规模", "总额", "总量")  # 固定资产投资总规模…，其中集体…
        more = patterns.measure.search(before[: found.start()].removesuffix("总")) if sized else None
        return label + (more.group() if more else "") + whole + found.group()

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


def _alike(tokens: Tokens, reading: Reading) -> bool:
    """Whether a bare thing has a count of the very unit of the count before it."""
    first, last = reading.clause[0], reading.members[0]
    before = max((i for i in range(first) if tokens.kinds[i] in NUMBERS), default=-1)
    if before < 0 or reading.kind != "c" or tokens.kinds[first:last].strip("NVEW"):
        return False
    return tokens.numbers[before].unit == tokens.numbers[reading.members[-1]].unit
