"""Whose figure it is: what the text says of an owner before a bare measure — a heading, an item, a road, a firm, a thing done."""

from __future__ import annotations

from guihua.reading.compiler import label_patterns, leaning_patterns
from guihua.reading.labels import clean
from guihua.reading.memory import Here, word
from guihua.reading.tokens import NUMBERS


def of_heading(here: Here, label: str) -> str:
    """What the heading is about, where the text says 该区 for it or gives a bare measure: 发展矿产业 / 产值达到600亿元."""
    tokens = here.tokens
    patterns, start = label_patterns(), tokens.starts[here.reading.members[0]]
    pointed = patterns.pointed.search(here.text, tokens.starts[0], start) is not None
    bare = label in patterns.generic and not here.memory.recent and not here.memory.subject
    if not label or not (pointed or bare):
        return ""
    over = here.frame.headings_over(start) if pointed else [here.frame.heading(start)]
    owner = next((m["owner"] for title in over if (m := patterns.heading_owner.search(title))), "")
    return "" if owner in label else owner


def owned_by(subject: str, label: str) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """A bare measure with the subject of the label before it: 渗透率达到…，保有量… → 新能源重卡保有量."""
    patterns = label_patterns()
    if label in leaning_patterns().earnings:
        whose, _, _ = subject.rpartition("的")
        measured = patterns.measure.search(subject)
        if named := leaning_patterns().firm_name.match(subject):
            whose = named.group()  # 某钢铁集团钢产量…，营业收入…
        whose = whose or leaning_patterns().did.sub("", subject[: measured.start()] if measured else "")
        return (whose if leaning_patterns().firm.search(whose) else "") + label  # 乡镇企业实现产值…，利润…
    if leaning_patterns().of_place.search(subject):
        return label  # 城镇化率…，产值…: a rate of the place, and not of what is made
    stem = patterns.yielding.sub("", subject)
    if patterns.yields.match(label) and stem and not subject.endswith(label):
        return stem + label  # 粮食播种面积…，产量…
    measure = patterns.named_rate.search(subject) or patterns.measure.search(subject)
    if measure and measure.start() == 0:
        return label  # 货运量…，客运量…
    if label.startswith(("利用", "使用", "处置", "治愈", "回收", "总利用", "总使用")) and (
        found := leaning_patterns().used.match(subject)
    ):
        return found["whose"] + label  # 煤层气抽采量…，利用量…
    sized = measure is not None and measure.group() in ("规模", "总规模", "人数")
    alike = measure and measure.group()[-1] in (label[-1], "率", "数") and not patterns.rate.search(label)
    alike = alike or sized
    if measure and alike and measure.start() > 0 and (len(measure.group()) > 1 or measure.group() == "数"):
        subject = subject[: measure.start()]
    if sized:
        subject = leaning_patterns().enrolled.sub("", subject)
    if label.endswith("投资额") and "、" in subject:
        return label  # 压缩、液化能力各…，总投资额…
    return patterns.completes.sub("", subject).removesuffix("的") + label


def doing(here: Here, act: str) -> str:
    """What the act before a number is done to, or whom it reaches: 项目开工390个、竣工437个; 改造小区…，惠及310万户."""
    patterns = label_patterns()
    before = patterns.invested.sub("", here.memory.joint).removesuffix("数")
    if patterns.completes.fullmatch(act):
        return leaning_patterns().began.sub("", patterns.completes.sub("", before))
    return before if patterns.reaches.fullmatch(act) and not before.endswith("比重") else ""


def whose(here: Here, label: str) -> str:
    """Whose figure it is, where the clause goes on about what the one before was about."""
    tokens, reading = here.tokens, here.reading
    state, patterns, first = here.memory, label_patterns(), reading.region[0]
    if state.subject and leaning_patterns().upon.match(here.text, tokens.starts[first]):
        return state.subject + "对"
    if state.agent and tokens.kinds[first - 1 : first] == "J" and tokens.kinds[first] in "XUi":
        return state.agent
    if patterns.reaches.match(label) or (tokens.kinds[first] == "X" and here.unit.endswith("元")):
        doer = state.doer if not patterns.reaches.match(label) else state.joint.removesuffix("数")
        doer = "" if patterns.rate.search(doer) else doer
        return doer if doer and "T" not in tokens.kinds[slice(*reading.clause)] else ""
    goes_on = state.form == reading.rule.form and reading.rule.form in ("change", "growth", "share")
    alone = "的" not in label and "占" not in label and not patterns.entity.search(label)
    return state.owner if goes_on and alone and reading.rule.label == "left" else ""


def firm_at(here: Here) -> str:
    """Which firm a clause points at: 某钢铁集团计划…，该企业的产量达到…; "" where it points at none."""
    start = here.tokens.starts[here.reading.region[0]]
    if not leaning_patterns().this_firm.match(here.text, start):
        return ""
    begin = max(here.text.rfind("\n", 0, start), start - 200)
    found = leaning_patterns().firm_name.findall(here.text, begin + 1, start)
    return found[-1].rpartition("的")[2] if found else ""


def firm_before(here: Here) -> str:
    """Which firm the clause before opened with: 东江集团实施…战略，投资3亿元建设…; "" where none did."""
    tokens = here.tokens
    at = here.reading.clause[0] - 1
    first = 1 + max(tokens.kinds.rfind(stop, 0, max(at, 0)) for stop in "C;:()M")
    alone = at > 0 and tokens.kinds[at] == "C" and not set(tokens.kinds[first:at]) & NUMBERS
    found = leaning_patterns().firm_lead.match(here.text, tokens.starts[first]) if alone else None
    return found["who"] if found else ""


def route_of(here: Here) -> str:
    """Which road the sentence is about: “一横”是指新山公路，西起甲镇，东至乙镇，全长约90公里."""
    tokens = here.tokens
    start, end = tokens.starts[0], tokens.starts[here.reading.members[0]]
    found = list(leaning_patterns().route.finditer(here.text, start, end))
    return found[-1]["owner"] if found else ""


def item_of(here: Here) -> str:
    """What an item of a list is about, before its colon: 高等教育：在学总规模达到…."""
    tokens = here.tokens
    at = here.reading.clause[0] - 1
    if at < 1 or tokens.kinds[at] != ":" or tokens.kinds[at - 1] != "N":
        return ""
    item = clean(word(here, at - 1))[0]
    return item if 2 <= len(item) <= 10 and not label_patterns().measure.search(item) else ""
