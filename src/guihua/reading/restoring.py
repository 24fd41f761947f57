"""What a label leaves out and the text has said before: the list's measure, the subject before the comma, whose figure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guihua.plan.regions import find_region
from guihua.reading.compiler import label_patterns, leaning_patterns, resolution_patterns
from guihua.reading.labels import clean, region_label, split_list
from guihua.reading.memory import Candidate, Here, Memory, word
from guihua.reading.owners import doing, firm_at, item_of, of_heading, owned_by, route_of, whose
from guihua.reading.tokens import NUMBERS

_MASS = frozenset(("吨", "公斤", "斤", "担", "公担", "千克"))
"""Units in which one list tells what weighs: 粮食产量90亿斤，油菜籽30万担."""


def named_by_list(here: Here, label: str) -> str:
    """A bare name of a list with the measure that opened it: 煤炭工业179亿元 → 煤炭工业基本建设投资; else ""."""
    tokens, reading = here.tokens, here.reading
    measure = here.page.announced.measure(tokens.starts[reading.members[0]])
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
    fits = here.unit.endswith("元") if patterns.sums.search(measure) else not here.unit.endswith(("元", "%"))
    if measure.endswith("能力"):
        fits = fits and reading.kind == "m"
    return label + measure if fits else ""


def topic_before(here: Here, *, subject: bool = False) -> tuple[str, str]:
    """The clause before, where it holds no number and only names what is measured: 煤炭占比，由30%降到23%."""
    tokens, reading = here.tokens, here.reading
    kinds, patterns = tokens.kinds, label_patterns()
    first, last, skipped = clause_before(here)
    if first == last or any(kinds[i] in NUMBERS and kinds[i] != "d" for i in range(first, last)):
        return "", ""
    if subject or "F" in kinds[slice(*reading.clause)]:  # …规模保持增长，由8万亿元增长到…
        verb = next((i for i in range(first + 1, last) if kinds[i] in "VvUuXWi" and kinds[i - 1] == "N"), last)
        if not subject and not here.memory.recent and here.text.startswith("的", tokens.ends[min(verb, last - 1)]):
            verb = last  # 按国际标准组织生产的产品，要由30%提高到50%
        label, scope = region_label(here.text, tokens, first, verb)
        label = patterns.standing.sub("", label)
        if verb == last and not here.memory.recent and "F" in kinds[slice(*reading.clause)] and len(label) > 3:
            return label, scope
    else:
        verb = last if here.memory.recent else _verb(here, first, last)
        label, scope = region_label(here.text, tokens, first, verb)
        label = patterns.standing.sub("", label)
        if leaning_patterns().no_topic.match(label):
            return "", ""
    opens = not subject and not skipped and verb == last and (first == 0 or kinds[first - 1] in "M;")
    bare = opens and not here.memory.recent and len(label) <= 10  # （六）外贸出口，1995年达到…
    if here.text.startswith("的规模", tokens.ends[reading.members[-1]]) and 2 < len(label) <= 16 and not subject:
        return label + "规模", scope  # 某公司煤炭开发全面提速，到2015年要达到4000万吨的规模
    named = (1 if skipped or subject or bare else 2) < len(label) <= (16 if subject else 60)
    pairs = "D" in kinds[slice(*reading.clause)] and len(split_list(label, len(reading.members))) > 1
    named = named and (subject or skipped or bare or pairs or patterns.measure.search(label) is not None)
    return (label, scope) if named else ("", "")


def _verb(here: Here, first: int, last: int) -> int:
    """Where a clause that only names its thing begins to say what became of it; acts that are nouns (出口) name it too."""
    tokens = here.tokens
    nominal = label_patterns().nominal
    for i in range(first + 1, last):
        said = word(here, i)
        if tokens.kinds[i] in "VvUui" or (tokens.kinds[i] == "X" and said not in nominal):
            return i
    return last


def clause_before(here: Here) -> tuple[int, int, bool]:
    """Where the clause before begins and ends; True where one that only says how it is reckoned was passed over.

    社会总产品，按1980年不变价格计算，达到…: the first of the three. (0, 0, False) where no comma parts them.
    """
    tokens = here.tokens
    last, kinds = here.reading.clause[0] - 1, tokens.kinds
    if last < 1 or kinds[last] != "C":
        return 0, 0, False
    first = 1 + max(kinds.rfind(stop, 0, last) for stop in "C;:()")
    if first > 1 and label_patterns().by.match(here.text[tokens.starts[first] : tokens.starts[last]]):
        return 1 + max(kinds.rfind(stop, 0, first - 1) for stop in "C;:()"), first - 1, True
    return first, last, False


def _beside(here: Here, label: str) -> str:
    """A measure of the thing that the label before names whole: 国民生产总值达到…，人均1365元; 财政收入85亿元，支出52亿元."""
    before = here.memory.joint
    if label in label_patterns().per_unit and before:
        return label + before
    if here.memory.recent and (per := label_patterns().averages_per.match(label)):
        at = before.find(per.group())
        if 0 < at <= 12 and "占" not in before:
            return before[:at] + label  # 规上工业亩均增加值…，亩均税收…
    opposite = {"收入": "支出", "支出": "收入", "总收入": "总支出", "总支出": "总收入"}.get(label)
    same = opposite and here.memory.recent and before.endswith(opposite)
    return before.removesuffix(opposite or "") + label if same else ""


def restored(here: Here, label: str) -> Candidate:
    """The label with what it leans on, by the first way that finds it: 其中国家级, 比重 without its whole; else as it is."""
    return next(restorations(here, label))


def restorations(here: Here, label: str) -> Iterator[Candidate]:
    """Every way in which the label can be completed from what stands before it, the strongest first; the label itself last."""
    if beside := _beside(here, label):
        yield Candidate(beside, "beside", here.memory)
    tokens, start = here.tokens, here.reading.region[0]
    of_which = "O" in tokens.kinds[max(start - 1, 0) : start + 2] or tokens.kinds[max(start - 2, 0) : start] == "OC"
    here = here.with_memory(_with_parts(here, of_which=of_which))
    for by, way in _WAYS:
        found = way(here, label, of_which)
        if isinstance(found, Candidate):
            yield found
        elif found:
            yield Candidate(found, by, here.memory)


def _with_parts(here: Here, *, of_which: bool) -> Memory:
    """The memory with what 其中 takes parts of, and whose that is; without it where nothing goes on."""
    patterns, state = label_patterns(), here.memory
    joint = _whole_of_parts(here)
    if not joint or (not of_which and not state.parts_of):
        parts = state.parts if here.reading.rule.form == "share" else ""
        return state._replace(parts=parts, parts_of="") if state.parts_of or parts != state.parts else state
    if not of_which:
        return state
    whose, _, rest = joint.rpartition("的")
    owned = bool(patterns.entity.search(whose) and patterns.measure.search(rest))
    return state._replace(parts=joint, parts_of=whose if owned else "")


def _whole_of_parts(here: Here) -> str:
    """The figure before that the one at hand may be a part of: the last of the same unit."""
    state = here.memory
    if here.reading.rule.label != "left":
        return ""
    return state.joint if state.unit == here.unit else state.total[0] if state.total[1] == here.unit else ""


def _one_of(here: Here, label: str, of_which: bool) -> str:
    """What is one of the things before, by its kind (其中国家级), its place or its rank; "" where it is none."""
    patterns, state = label_patterns(), here.memory
    small = len(label) <= 6 and find_region(label) is not None
    small = small or (len(label) <= 10 and leaning_patterns().area.search(label) is not None)
    alike = bool(state.recent) and state.unit == here.unit
    added = "新增" if state.joint.startswith("新增") else ""
    small = small or (here.reading.kind == "m" and leaning_patterns().district.fullmatch(label) is not None)
    ranked = alike and patterns.rank.fullmatch(label)
    if ranked and (found := patterns.rank.match(state.joint, len(added))):
        return added + label + state.joint[found.end() :]
    if state.joint and of_which and (patterns.modifier.search(label) or small):
        shared = state.joint.startswith(label[-2:])  # 星级饭店…，其中五星级
        joint = patterns.given_to.sub("", state.joint) if here.unit.endswith("元") else state.joint
        return label + joint[2 * shared :]
    again = of_which and label and alike and state.joint.endswith(label)
    again = again and not state.joint.endswith("进" + label)  # 进出口总额…，其中出口总额…
    if again and (patterns.measure.fullmatch(label) or label in patterns.generic):
        return state.joint
    if alike and leaning_patterns().state_of.fullmatch(label):
        return label + leaning_patterns().stood.sub("", state.joint)  # 已投运的风电场18个，在建50个
    return ""


def _of_people(here: Here, label: str, of_which: bool) -> Candidate | None:
    """Some of the people counted before: 在校生规模达到130万人，其中普通高中70万人、中职60万人; the rest of the list likewise."""
    patterns, state = label_patterns(), here.memory
    if not state.recent or state.unit != here.unit or not (of_which or state.listed) or len(label) > 8:
        return None
    people = state.listed or state.joint
    if patterns.measure.search(label) or not leaning_patterns().people.fullmatch(people):
        return None
    return Candidate(label + people, "of-people", state._replace(listed=people))


def _smaller(here: Here, label: str, of_which: bool) -> str:
    """A part that shares its ending with the whole, or is told by what it does: 其中雨水管网; 引进人才500名，其中入选某计划20名."""
    state = here.memory
    if not of_which or not state.recent or state.unit != here.unit:
        return ""
    named = 4 <= len(label) < len(state.joint) - 3 and not label_patterns().measure.search(label)
    if named and not here.unit.endswith("元"):
        head = state.joint[: -len(label)]
        if state.joint.endswith(label[-2:]) and not label.startswith(head[-2:]):
            return head + label  # 城区建成排水管网…，其中雨水管网…
    if not leaning_patterns().does.match(label):
        return ""
    does, _, thing = label.rpartition("的")
    again = bool(does) and len(thing) >= 2 and state.joint.removesuffix("数").endswith(thing)
    return f"{does if again else label}的{state.joint}"


def opened_with(here: Here, label: str) -> str:
    """With whom the item of a list opened (煤炭工业，计划新增…), or by what means: 通过更新改造，新增…."""
    tokens, reading = here.tokens, here.reading
    state = here.memory
    if not label.startswith("新增") and reading.rule.label != "right":
        return label
    first, last, _ = clause_before(here)
    means = here.text[tokens.starts[first] : tokens.ends[last - 1]] if first < last else ""
    if label_patterns().by_means.fullmatch(means):
        return means + label
    if not state.opener or state.opener in label:
        return label
    at = tokens.kinds.rfind("X", reading.region[1], reading.members[0])
    act = word(here, at) if at >= 0 and reading.rule.label == "right" else ""
    return state.opener + act + label.removeprefix("新增")


def _share(here: Here, label: str, of_which: bool) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """A share whose part or whole the clause leaves out, "" where it reads alone: 外汇，国家提取50% → 外汇国家提取比例."""
    tokens, reading = here.tokens, here.reading
    patterns, state = label_patterns(), here.memory
    if reading.rule.label in ("share", "both"):
        return ""
    if label.startswith("占") and reading.rule.form in ("share", "change_pp") and state.subject:
        return state.subject + label
    if (found := leaning_patterns().in_whole.match(here.text, tokens.starts[reading.region[0]])) and state.subject:
        return state.subject + found.group()  # 总产值达到…，在全国工业中的比重从16%提高到20%
    if of_which and reading.kind == "%" and state.recent and state.form == "level" and state.unit != "%":
        return patterns.bare_share.sub(f"占{state.subject}比重", label)
    bare = reading.rule.form == "share" and "占" not in label and patterns.bare_share.search(label)
    inside = leaning_patterns().inside.match(state.joint) if state.recent and reading.rule.form == "share" else None
    if inside and label.endswith(inside["share"]) and label.count("占") == inside["share"].count("占"):
        return (
            f"{label.removesuffix(inside['share'])}{inside['whole']}{inside['share']}"  # 煤在能源结构中占比…，气占比…
        )
    graded = leaning_patterns().grade
    of_grade = graded.match(label) if bare else None
    if of_grade and state.recent and graded.search(state.joint):
        return graded.sub(of_grade.group(), state.joint, count=1)
    if bare and state.whole_now and state.form == "share" and not of_grade:
        return patterns.bare_share.sub(lambda m: f"占{state.whole_now}比重", label)
    return ""


def _divided(here: Here, label: str, _of_which: bool) -> Candidate | None:
    """How something is divided, with what it is: 外汇，国家提取50% → 外汇国家提取比例."""
    tokens, rule = here.tokens, here.reading.rule
    if rule.label in ("share", "both") or rule.form != "share":
        return None
    if not label_patterns().divides.search(label) or "从" in label:
        return None
    first, last, _ = clause_before(here)
    parts = here.memory.parts
    if first < last and not any(tokens.kinds[i] in NUMBERS for i in range(first, last)):
        parts = region_label(here.text, tokens, first, last)[0]
    return Candidate(f"{parts}{label}比例", "divided", here.memory._replace(parts=parts)) if parts else None


def _completed(here: Here, label: str, _of_which: bool) -> str:
    """An act that ends what the one before began: 项目开工390个、竣工437个."""
    if not here.memory.recent or not label_patterns().completes.fullmatch(label):
        return ""
    return doing(here, label.removesuffix("数")) + label


def _by_owner(here: Here, label: str, _of_which: bool) -> str:
    """A measure of a firm that is pointed at, or of a road that the sentence is about."""
    if firm := firm_at(here):
        return firm + leaning_patterns().this_firm.sub("", f"该{label}")
    return route + label if label in leaning_patterns().lengths and (route := route_of(here)) else ""


def _of_topic(here: Here, label: str, _of_which: bool) -> str:
    """A bare measure or place with what the clause before names: …；棉花，产量达到…; 人均居住面积，城市达到20平方米."""
    patterns = label_patterns()
    opens = not here.memory.recent or clause_before(here)[0] == 0
    if patterns.averages.sub("", label) in patterns.generic and opens:
        topic = topic_before(here, subject=True)[0]
        if topic:
            return topic + label
    if patterns.place.fullmatch(label) and here.reading.rule.form in ("share", "level"):
        topic = topic_before(here)[0]
        if topic and patterns.measure.search(topic):
            return label + topic
    return ""


def _of_list(here: Here, label: str, _of_which: bool) -> str:
    """A bare measure with the item of a list before its colon; a yearly sum with the projects counted before."""
    state = here.memory
    if label in label_patterns().generic and not state.recent and (item := item_of(here)):
        return item + label
    if label in leaning_patterns().yearly_sums and state.recent and leaning_patterns().projects.search(state.joint):
        return state.joint.removesuffix("数").removesuffix("个") + label  # 实施重点项目300个，年度投资…
    return ""


def _owned(here: Here, label: str, _of_which: bool) -> str:
    """A measure of what the heading, the label before or the clause before is about."""
    patterns, state = label_patterns(), here.memory
    if owner := of_heading(here, label):
        return owner + patterns.there.sub("", label)
    if label in patterns.generic and state.subject and state.recent:
        return owned_by(state.subject.removeprefix("新增"), label)
    return whom + label if state.recent and (whom := whose(here, label)) else ""


def _as_it_is(here: Here, label: str, of_which: bool) -> Candidate:
    """The label itself, with the measure or the 每千人口 that the list before gave."""
    return Candidate(_per_head(here, _measured(here, label, of_which=of_which)), "stated", here.memory)


def _part(here: Here, label: str, of_which: bool) -> str:
    """A part that 其中 takes, with whose it is or what it is a part of; "" where it reads alone.

    国有单位的投资…，其中基本建设投资… → 国有单位基本建设投资; 下达转移支付…，其中安排贵州省… → 贵州省转移支付;
    原油产量…（其中海上…） → 海上原油产量.
    """
    tokens, reading = here.tokens, here.reading
    patterns, state = label_patterns(), here.memory
    joint = _whole_of_parts(here)
    if not joint or (not of_which and not state.parts_of):
        return ""
    measured = patterns.measure.search(label)
    if not of_which:
        return state.parts_of + label if measured and state.parts_of not in label else ""
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


def _per_head(here: Here, label: str) -> str:
    """What 每千人口 stands before holds for the list: 每千人口医师数达到3人、护士数达到4人."""
    tokens, reading = here.tokens, here.reading
    patterns, first = label_patterns(), reading.region[0]
    alike = tokens.kinds[first - 1 : first] == "C" and _alike(here)  # 每千人口医师1.8人，护士2.1人
    if not here.memory.recent or (tokens.kinds[first - 1 : first] != "J" and not alike):
        return label
    found = patterns.per_head.match(here.memory.joint)
    if alike and not found:
        return label
    if found:
        return label if patterns.per_head.search(label) else found.group() + label
    joint = here.memory.joint
    adds = joint.find("新增") + 2 if joint.startswith(("新增", "通过")) and "新增" in joint else 0
    added = adds and reading.rule.id == "level-left" and reading.clause[0] == first
    added = added and not set("Vvu") & set(tokens.kinds[reading.region[1] : reading.members[0]])
    return joint[:adds] + label if added and "X" not in tokens.kinds[first : reading.members[0]] else label


def adding(here: Here, label: str) -> str:
    """What a list adds that was opened by 新增主要生产能力：; "" where none was."""
    tokens, reading = here.tokens, here.reading
    opened = leaning_patterns().adding.search(here.text, tokens.starts[0], tokens.starts[reading.region[0]])
    bare = reading.rule.id == "level-left" and not {"V", "X", "U"} & set(tokens.kinds[slice(*reading.clause)])
    if not opened or not bare or reading.kind != "m" or label.startswith("新增"):
        return ""
    return f"新增{label}" + ("" if label_patterns().measure.search(label) else "生产能力")


def under_colon(here: Here, label: str) -> Candidate | None:
    """A measure before a colon holds for what follows: 普及率：城市100%，农村85%."""
    tokens = here.tokens
    first = here.reading.region[0]
    if first < 2 or tokens.kinds[first - 1] != ":" or tokens.kinds[first - 2] != "N":
        return None
    topic = clean(word(here, first - 2))[0]
    patterns = label_patterns()
    if len(topic) > 16 or not patterns.measure.search(topic) or patterns.measure.search(label):
        return None
    if leaning_patterns().main.match(topic):  # 主要工业产品产量：原煤…
        topic = patterns.measure.findall(topic)[-1]
    state = here.memory
    leaves = state._replace(recent=(*state.recent, topic), joint=topic, unit=here.unit, listed=topic)
    return Candidate(label + topic, "under-colon", leaves)


def _measured(here: Here, label: str, *, of_which: bool) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """A bare subject after a full label of the same unit takes its measure: 城镇污水处理率达到95%，县城85%."""
    tokens, reading = here.tokens, here.reading
    patterns, before, form = label_patterns(), here.memory.joint, reading.rule.form
    acts = any(  # 改造中低产田…: no bare thing; 重工业完成…: one
        tokens.kinds[i] in "XUi" and word(here, i) not in patterns.ends
        for i in range(reading.clause[0], reading.members[0])
    )
    alike = here.memory.unit == here.unit or {here.memory.unit, here.unit} <= _MASS
    leans = form in ("share", "level") or (of_which and form in ("change", "growth"))
    listed = of_which or tokens.kinds[reading.clause[0] - 1 : reading.clause[0]] == "J"
    made = before.endswith(("产量", "产能", "销量")) and listed
    if not here.memory.recent or not (reading.kind in "%m" or made) or not alike or acts or not leans:
        return label
    told = patterns.measure.search(label) or patterns.per_head.match(label) or "占" in label
    if len(label) > (16 if of_which else 8) or told:
        return label
    place = patterns.place.match(before)
    if place and patterns.place.fullmatch(label) and label not in before:
        return label + before[place.end() :]  # 城市养老设施覆盖率70%，农村45%
    if here.memory.listed and before.endswith(here.memory.listed):
        return label + here.memory.listed
    found = (patterns.named_rate if reading.kind == "%" else patterns.measure).search(before)
    if not found or not (found.start() > 0 or of_which) or found.group() in ("比重", "占比", "比例"):
        return label
    whole = "总" if before[found.start() - 1 : found.start()] == "总" and found.group() == "产量" else ""
    if found.group() == "值" and before.endswith("总值"):
        return label + "增加值"  # 生产总值385亿元，其中第一产业81亿元
    sized = found.group() in ("规模", "总规模", "总额", "总量")  # 固定资产投资总规模…，其中集体…
    more = patterns.measure.search(before[: found.start()].removesuffix("总")) if sized else None
    return label + (more.group() if more else "") + whole + found.group()


def placed(here: Here, label: str) -> Candidate:
    """Counts that share a place: 长江流域有鱼类424种，浮游动物753种 → 长江流域鱼类, 长江流域浮游动物."""
    state = here.memory
    if here.reading.kind != "c" or here.reading.rule.label != "left":
        return Candidate(label, "", state)
    if found := label_patterns().exists.match(label):
        there = state._replace(place=found["place"], place_unit=here.unit)
        return Candidate(found["place"] + found["thing"], "placed", there)
    if state.place and state.recent and state.place_unit == here.unit:
        return Candidate(state.place + label, "placed", state)
    return Candidate(label, "", state)


def _alike(here: Here) -> bool:
    """Whether a bare thing has a count of the very unit of the count before it."""
    tokens, reading = here.tokens, here.reading
    first, last = reading.clause[0], reading.members[0]
    before = max((i for i in range(first) if tokens.kinds[i] in NUMBERS), default=-1)
    if before < 0 or reading.kind != "c" or tokens.kinds[first:last].strip("NVEW"):
        return False
    return tokens.numbers[before].unit == tokens.numbers[reading.members[-1]].unit


_WAYS: tuple[tuple[str, Callable[[Here, str, bool], str | Candidate | None]], ...] = (
    ("part", _part),
    ("one-of", _one_of),
    ("of-people", _of_people),
    ("smaller", _smaller),
    ("share", _share),
    ("divided", _divided),
    ("completed", _completed),
    ("firm-or-road", _by_owner),
    ("topic", _of_topic),
    ("list", _of_list),
    ("owned", _owned),
    ("stated", _as_it_is),
)
"""The ways in which a label is completed, the strongest first."""
