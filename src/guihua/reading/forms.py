"""What form a figure has beyond what its rule says: sums over stated years, lists that go on adding, levels of yearly reports."""

from __future__ import annotations

from guihua.plan.statement import Direction, Kind, Origin
from guihua.reading.bounds import direction_of
from guihua.reading.compiler import label_patterns
from guihua.reading.memory import Clause, Here, word
from guihua.reading.tokens import NUMBERS


def form_of(here: Here, clause: Clause, label: str) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """The form of a figure: what its rule says, unless the words around it say more."""
    tokens = here.tokens
    reading = clause.reading
    form = reading.rule.form
    if form == "share" and label_patterns().index.search(label):
        return "level"
    if form == "growth" and label_patterns().rate.search(label) and _stays(here):
        return "share"
    if form == "growth" and clause.base.period and clause.base_origin is Origin.STATED:
        return "change"  # 比“六五”期间年平均产量增长12%
    if form in ("level", "cumulative") and _comes_on_stream(here, clause):
        return "change_abs"
    if _sums_over_the_plan(here, clause, form, label):
        return "cumulative"
    if form == "level" and _adds(here, clause, label):
        form = "change_abs"
    if "新增" in label and _added_over_years(here, clause):
        return "cumulative" if form in ("level", "change_abs") else form
    if form == "change" and here.memory.last == "growth" and _goes_on(here):
        return "growth"
    adds = form == "level" and here.memory.last == "change_abs" and not here.frame.annual
    if adds and (label.startswith("新增") or _goes_on_adding(here) or _is_part(here)):
        return "change_abs"
    if (
        form == "change_abs"
        and here.frame.annual
        and not _is_net(here)
        and (
            (
                reading.rule.id in ("change-absolute-ahead", "change-new-measure")
                and direction_of(here.text, tokens, reading) is not Direction.DOWN
            )
            or (reading.rule.label == "right" and "i" in tokens.kinds[reading.region[0] : reading.members[0]])
        )
    ):
        return "level"
    if form == "level" and reading.kind in "mc" and _goes_on_summing(here):
        return "cumulative"
    spread = clause.time.period and len(reading.members) == clause.time.period[1] - clause.time.period[0] + 1
    if (
        form == "level"
        and (reading.kind == "m" or (reading.kind == "c" and clause.time_origin is Origin.STATED))
        and clause.time.period
        and not spread
        and _flows(here, clause, label)
    ):
        return "cumulative"
    return "cumulative" if form == "level" and _adds_up(here, clause, label) else form


def _is_net(here: Here) -> bool:
    """Whether what is added is said to be net, so that it is a change of a stock: 净增规上工业企业175户."""
    place = range(here.reading.clause[0], here.reading.members[0])
    return any(here.tokens.kinds[i] == "i" and word(here, i)[0] in "净纯" for i in place)


def _sums_over_the_plan(here: Here, clause: Clause, form: str, label: str) -> bool:
    """Whether it is a sum by what it is compared with, by the list that allots it, or because savings add up."""
    if form == "change_abs":
        return _saved(here, clause, label)
    return form == "level" and (_set_against_a_plan(here, clause) or _allotted(here, clause, label))


def _set_against_a_plan(here: Here, clause: Clause) -> bool:
    """Whether it is compared with the whole of a plan and so is a sum itself: 财政收入达到47亿元，比“六五”期间增长90%."""
    reading, year = clause.reading, clause.time.year
    if reading.kind != "m" or here.frame.annual or year is None or year % 5:
        return False
    if clause.time_origin is Origin.STATED and not clause.time.period:
        return False
    return label_patterns().than_plan.match(here.text, here.tokens.ends[reading.clause[1] - 1]) is not None


def _saved(here: Here, clause: Clause, label: str) -> bool:
    """Whether it was saved over years, which adds up: “十一五”期间节约能源3亿吨标准煤."""
    years = clause.time.period or here.frame.span(here.tokens.starts[clause.reading.members[0]])
    return label.startswith(("节约", "节能", "节水")) and bool(years) and clause.kind is not Kind.POLICY


def _adds(here: Here, clause: Clause, label: str) -> bool:
    """Whether it is said to be new: 新增能力5万吨, 全网新增220千伏线路800公里; of things counted only in a look back at years."""
    tokens = here.tokens
    reading = clause.reading
    if here.frame.annual or "V" in tokens.kinds[reading.region[1] : reading.members[0]]:
        return False
    if reading.kind == "m" and label.startswith("新增"):
        return True
    said = "i" in tokens.kinds[reading.clause[0] : reading.members[0]] and "新增" in label
    said = said and not label_patterns().each_year.search(label) and not here.unit.endswith(("人", "人次"))
    back = clause.kind is Kind.FACT and (clause.time.period or here.frame.span(tokens.starts[reading.members[0]]))
    return said and (reading.kind == "m" or (reading.kind == "c" and bool(back)))


def _stays(here: Here) -> bool:
    """Whether a yearly mean is kept, not grown: 自然增长率年均控制在7‰以内."""
    reading = here.reading
    place = here.tokens.kinds[reading.region[1] : reading.members[0]]
    return bool({"V", "v"} & set(place)) and not {"U", "e"} & set(place)


def _adds_up(here: Here, clause: Clause, label: str) -> bool:
    """Whether what is done adds up over the years of the plan, or of the stretch looked back on, that the place speaks of.

    新建公路2000公里, 培训10万人 in a plan; what is counted in pieces (学校20所) is a stock as well as a sum and stays a level.
    """
    tokens = here.tokens
    reading, frame, patterns = clause.reading, here.frame, label_patterns()
    at = tokens.starts[reading.members[0]]
    if clause.kind is Kind.TARGET:
        years = frame.plan if frame.titled and not frame.annual else None
    else:
        years = frame.span(at) if clause.kind is Kind.FACT else None
    if years is None or years[0] == years[1] or clause.time.year != years[1] or clause.time.period:
        return False
    people = here.unit.endswith(("人", "人次", "名"))
    if not (reading.kind == "m" or people) or {"V", "v", "u", "U", "A"} & set(tokens.kinds[slice(*reading.clause)]):
        return False
    if patterns.each_year.search(here.text, tokens.starts[reading.clause[0]], at):
        return False
    if people and patterns.jobs.search(label):
        return True
    acts = _acts_before(here)
    money = here.unit.endswith("元")
    if label.startswith("规划"):
        return False  # 规划新建公路700公里: the length of what is planned
    named = patterns.area_act.search(label.removesuffix("面积"))
    return named is not None or bool(acts & (patterns.invests if money else patterns.works))


def _comes_on_stream(here: Here, clause: Clause) -> bool:
    """Whether it is capacity that a five-year plan adds: 建成投产1.67亿吨, 竣工投产发电装机3000万千瓦."""
    reading, plan = clause.reading, here.frame.plan
    if plan is None or here.frame.annual or reading.kind != "m" or not here.unit.endswith(("吨", "瓦", "立方米")):
        return False
    if clause.time.year not in (None, plan[1]) or "V" in here.tokens.kinds[reading.region[1] : reading.members[0]]:
        return False
    return any(act.endswith("投产") for act in _acts_before(here))


def _acts_before(here: Here) -> set[str]:
    """The doing verbs of the clause before its figure."""
    reading = here.reading
    place = range(reading.clause[0], reading.members[0])
    return {word(here, i) for i in place if here.tokens.kinds[i] == "X"}


def _allotted(here: Here, clause: Clause, label: str) -> bool:
    """Whether it is what a plan's list allots over the whole of its years: 各部门的投资分配如下：铁路172亿元."""
    measure = here.page.announced.measure(here.tokens.starts[clause.reading.members[0]])
    yearless = clause.time_origin is not Origin.STATED and here.frame.plan is not None and not here.frame.annual
    return yearless and here.unit.endswith("元") and "投资" in measure and label.endswith("投资")


def summed(here: Here, label: str) -> tuple[str, str]:
    """The label of a sum with the act that adds up, and that act: 五年建成投产深水泊位120个 → 建成投产深水泊位."""
    tokens, reading = here.tokens, here.reading
    doing = _act_summed(here)
    act = doing.removeprefix("完成").removeprefix("实现").removeprefix("实施")
    told = label_patterns().area_act.search(act)
    if not act or act in label or told or label.startswith(("新增", "累计", act[:2])):
        return label, doing
    said = here.text[tokens.starts[reading.clause[0]] : tokens.ends[reading.clause[1] - 1]]
    return act + (label if label in said else label.removesuffix("数")), doing


def _act_summed(here: Here) -> str:
    """The act that the clause sums up: its own where it opens with one, else that of the clause before."""
    tokens, reading = here.tokens, here.reading
    first, last = reading.clause[0], reading.members[0]
    acts = [i for i in range(first, last) if tokens.kinds[i] == "X"]
    start = next((i for i in acts if tokens.kinds[first:i].strip("TWSOAZCJMhE") == ""), -1)
    if "O" in tokens.kinds[max(first - 1, 0) : last]:
        return ""  # 其中申请…: done by a part alone
    if start < 0:
        return "" if acts or "S" in tokens.kinds[first:last] else here.memory.act
    end = start
    while tokens.kinds[end + 1 : end + 2] in ("X", "J") and end + 1 < last:
        end += 1
    return here.text[tokens.starts[start] : tokens.ends[end]].removesuffix("、")


def _added_over_years(here: Here, clause: Clause) -> bool:
    """Whether people were added over the years that the section looks back on."""
    if clause.kind is not Kind.FACT or clause.time.period or not here.unit.endswith(("人", "人次", "户")):
        return False
    return here.frame.span(here.tokens.starts[clause.reading.members[0]]) is not None


def _is_part(here: Here) -> bool:
    """Whether it is a bare part of the figure before: 建成投产3000万千瓦，其中水电800万千瓦."""
    tokens, reading = here.tokens, here.reading
    first, last = reading.clause[0], reading.members[0]
    named = set(tokens.kinds[first:last]) <= set("NOLHh")
    before = max((i for i in range(first) if tokens.kinds[i] in NUMBERS), default=0)
    if "B" in tokens.kinds[tokens.kinds.rfind("C", 0, before) + 1 : before]:
        return False  # 里程60公里，比上年增加5公里，其中复线20公里: a part of the sixty
    return named and "O" in tokens.kinds[max(first - 2, 0) : last] and here.unit == here.memory.unit


def _next_part(here: Here) -> bool:
    """Whether it is one more part, named like the one before: 其中三级航道500公里，四级航道200公里."""
    tokens, reading = here.tokens, here.reading
    first, last, recent = reading.clause[0], reading.members[0], here.memory.recent
    named = set(tokens.kinds[first:last]) <= set("NLHh") and here.unit == here.memory.unit
    return named and "O" in tokens.kinds[:first] and len(recent) > 1 and recent[-1][-2:] == recent[-2][-2:]


def _goes_on_adding(here: Here) -> bool:
    """Whether 新增 before holds for this thing of the same unit too: 新增甲能力5万吨，乙能力3万吨，其中丙1万吨."""
    tokens, reading = here.tokens, here.reading
    first, last = reading.clause[0], reading.members[0]
    bare = set(tokens.kinds[first:last]) <= set("NOLJH")
    added = "i" in tokens.kinds[:first] and tokens.kinds.rfind("i", 0, first) > tokens.kinds.rfind("V", 0, first)
    same = here.unit == here.memory.unit and reading.rule.label == "left"
    if not (bare and added and same):
        return False
    alike = len(here.memory.recent) > 1 and here.memory.recent[-1][-2:] == here.memory.recent[-2][-2:]
    return "O" in tokens.kinds[first - 1 : last] or alike


def _goes_on_summing(here: Here) -> bool:
    """Whether 累计 before holds for this act too: 累计建设设施46.7万个，提供服务9.8亿人次."""
    tokens, reading = here.tokens, here.reading
    if here.memory.last == "cumulative" and (_is_part(here) or _next_part(here)):
        return True
    if here.memory.before != "cumulative":
        return False
    first, last = reading.clause[0], reading.members[0]
    place = tokens.kinds[first:last]
    summed = "S" in tokens.kinds[:first] and not {"T", "V", "v", "u"} & set(place)
    before = max(i for i in range(last) if tokens.kinds[i] in NUMBERS) if summed else 0
    joined = not {"C", ";"} & set(tokens.kinds[before:last])
    return (summed and ("X" in place[:2] or joined)) or (summed and _is_part(here))


def _goes_on(here: Here) -> bool:
    """Whether the clause is a part of the mean growth before it: 平均每年增长8%，其中农业增长4%，工业增长9%."""
    tokens, reading = here.tokens, here.reading
    first, last = reading.clause[0], reading.members[0]
    if {"T", "B", "Z", "F"} & set(tokens.kinds[first:last]):
        return False
    opened = tokens.kinds.rfind("O", 0, last)
    return opened >= 0 and not {"T", "B"} & set(tokens.kinds[opened:last])


def _flows(here: Here, clause: Clause, label: str) -> bool:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """Whether the clause tells an act that adds up over the stretch, or goes on with a sum."""
    tokens = here.tokens
    reading = clause.reading
    if label_patterns().length.search(label):
        return False  # 新修公路3条，总长110公里
    if "F" in tokens.kinds[reading.clause[0] : reading.members[0]]:
        return False  # 由“十五”时期的…提高到…
    acts = _acts_before(here)
    goes_on = "cumulative" in (here.memory.before, here.memory.form)
    if here.unit.endswith(("亩", "公顷", "平方公里", "平方米")) and not goes_on and not acts & label_patterns().builds:
        return False
    patterns = label_patterns()
    if patterns.each_year.search(here.text, tokens.starts[reading.clause[0]], tokens.starts[reading.members[0]]):
        return False
    kinds = tokens.kinds[reading.region[1] : reading.members[0]]
    said = clause.time_origin is Origin.STATED and clause.time.period
    sums = patterns.sums.search(label) and (here.unit.endswith("元") or not label.endswith("规模"))
    yearly = ("V" in kinds and label.endswith("总额")) or patterns.sized_up.search(label)  # 零售总额达到…, 估算总投资
    if said and sums and not yearly and not {"U", "u"} & set(kinds):
        return True
    if "V" in kinds or "u" in kinds:
        return False
    if here.memory.before == "cumulative" or here.memory.form == "cumulative":
        return True
    if (
        reading.kind == "c"
        and said
        and any(word(here, i) in patterns.altogether for i in range(reading.clause[0], reading.members[0]))
    ):
        return True  # “十五”期间共发生15起
    kept = patterns.kept | patterns.builds if reading.kind == "m" else patterns.builds
    return bool(acts & kept)


def period_of(here: Here, form: str, clause: Clause, at: int) -> tuple[int, int] | None:
    """The years that a figure covers, where it covers several."""
    if clause.time.period:
        return clause.time.period
    if form == "cumulative" and clause.kind is Kind.FACT and (span := here.frame.span(at)):
        return span
    year, base = clause.time.year, clause.base.year
    if form == "growth" and year is not None and base is not None and base < year:
        return base + 1, year
    if form == "cumulative" and year is not None and here.frame.plan:
        first, last = here.frame.plan
        if year == last:
            return first, last
        if year == first - 1:
            return first - 5, first - 1
    return None
