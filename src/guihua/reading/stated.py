"""The label that a clause itself gives: what stands before its number, the noun after it, the acts between."""

from __future__ import annotations

from guihua.plan.regions import find_region
from guihua.reading.compiler import label_patterns, leaning_patterns
from guihua.reading.labels import (
    bare_whole,
    clean,
    counted_noun,
    part_of,
    region_label,
)
from guihua.reading.memory import Here, word
from guihua.reading.tokens import NUMBERS


def own_label(here: Here) -> tuple[str, str, str]:  # noqa: PLR0911, PLR0912  (one case a line reads better than nested ones)
    """(label, scope, whole) that the clause itself gives; whole where it says 占…."""
    tokens, reading = here.tokens, here.reading
    mode = reading.rule.label
    text, kinds = here.text, tokens.kinds
    first, last = reading.region
    if mode == "part":
        return _part_and_whole(here)
    if reading.rule.form == "ratio" and leaning_patterns().likened.match(text, tokens.starts[first]):
        return "", "", ""
    own, scope = region_label(text, tokens, first, last)
    own = _before_note(here) + own
    if mode == "right":
        if own and reading.kind == "m" and (sized := _sized(here, own)):
            return sized, scope, ""
        return _counted_noun(here, own), scope, ""
    if mode == "share":
        return clause_share(here, _those_of(here)), scope, ""
    if mode == "both" and reading.rule.id != "share-nearly-all":
        return clause_share(here, own), scope, ""
    if mode == "gap":
        return _gap(here), scope, ""
    bar = max(kinds.rfind(letter, first, last) for letter in "vVu")
    if reading.kind == "%" and bar > first and not {"V", "v", "u"} & set(kinds[last : reading.members[0]]):
        part = region_label(text, tokens, first, bar)[0]
        whole = bare_whole(text[tokens.ends[bar] : tokens.ends[last - 1]])
        if label_patterns().part_of_year.fullmatch(whole):
            return "", scope, ""  # 快速回升到二季度的5.8%
        if part in ("", "而", "但") and label_patterns().rate.search(whole):
            return region_label(text, tokens, bar + 1, last)[0], scope, ""  # 要达到2020年清洁能源占比15%的目标
        return part, scope, whole
    if (
        reading.rule.id in ("change-noun", "growth-mean-split")
        and 0 < len(own) <= 2
        and (noun := kinds.find("g", first)) >= 0
    ):
        return own + text[tokens.starts[noun] : tokens.ends[noun]], scope, ""
    if reading.kind == "%" and (likened := _likened(here, own)):
        return likened[0], scope, likened[1]
    if reading.rule.form == "level" and (thing := _thing_sized(here, own)):
        return thing, scope, ""
    if own and reading.rule.form in ("level", "share"):
        own = _yearly(here, own)
    elif own and not label_patterns().measure.search(own):
        said = (text[tokens.starts[i] : tokens.ends[i]] for i in range(last, reading.members[0]) if kinds[i] == "U")
        own += next((m for each in said if (m := label_patterns().implied.get(each))), "")
    return own + _acts(here) if own else own, scope, ""


def _before_note(here: Here) -> str:
    """What stands before a note that bounds it: 大型管道（1000mm≤管径）清疏每年2次; "" where none stands there."""
    tokens = here.tokens
    end, kinds = here.reading.clause[0] - 1, tokens.kinds
    at = kinds.rfind("(", 0, end) if end > 0 and kinds[end] == ")" else -1
    if at < 1 or kinds[at - 1] != "N":
        return ""
    note = here.text[tokens.starts[at] : tokens.ends[end]]
    return clean(word(here, at - 1))[0] if leaning_patterns().bound_signs.search(note) else ""


def _thing_sized(here: Here, own: str) -> str:
    """The size of a thing named after it: 建成了总长度45公里、年输气能力5亿立方米的输气管道 → 输气管道总长度; else ""."""
    tokens = here.tokens
    found = leaning_patterns().having.match(own)
    thing = found and leaning_patterns().told_of.match(
        here.text, tokens.ends[here.reading.members[-1]], tokens.ends[-1]
    )
    return thing["thing"] + found["size"] if found and thing else ""


def _likened(here: Here, own: str) -> tuple[str, str] | None:
    """(part, whole) where a share is told as a likeness: 人均水量只有世界平均水平的四分之一; 相当于全省产值的4%."""
    if found := leaning_patterns().measured_by.match(own):
        return found["part"], bare_whole(found["whole"])
    if not here.memory.recent:
        return None
    if leaning_patterns().planned.match(own):
        return "", own  # 为年计划的104%
    found = leaning_patterns().equals.match(own)
    return ("", found["whole"]) if found else None


def _part_and_whole(here: Here) -> tuple[str, str, str]:
    """The part before 占 and the whole after it; a whole left out is what 其中 takes parts of, or that of the share before."""
    tokens = here.tokens
    first, last = here.reading.region
    part, whole = part_of(here.text, tokens, first, last)
    of_which = "O" in tokens.kinds[first : first + 2] or tokens.kinds[first - 1 : first] == "O"
    if part and not whole and of_which and here.memory.recent and here.memory.unit != "%":
        whole = here.memory.joint.removesuffix("数")
    elif part and not whole:
        whole = here.memory.whole  # 其中甲占30%，乙占20%
    return part, "", whole


def _yearly(here: Here, own: str) -> str:
    """A mean over years is no figure of one year: 年均产量, 平均每年节能率."""
    tokens = here.tokens
    first, last = here.reading.region
    at = tokens.kinds.find("AN", first, last)
    if at < 0 or tokens.kinds[first:at].strip("CJTZW"):
        return own
    return word(here, at).removesuffix("约") + own


def _acts(here: Here) -> str:
    """Acts between label and number that belong to the label: 公路建设完成投资126亿元, 水电新增投产4000万千瓦."""
    tokens, reading = here.tokens, here.reading
    words = ""
    patterns = label_patterns()
    for i in range(reading.region[1], reading.members[0]):
        said = word(here, i)
        if tokens.kinds[i] == "e" and reading.rule.form == "level":
            words += said  # 全长165公里
        elif tokens.kinds[i] == "X" and (said in patterns.kept or said in patterns.nominal):
            words += said.removeprefix("完成")
        elif tokens.kinds[i] == "i" and reading.rule.form == "change_abs" and tokens.kinds[i + 1] == "X":
            words += said
    return words


def _counted_noun(here: Here, own: str) -> str:  # noqa: PLR0911, PLR0912  (one case a line reads better than nested ones)
    """The noun after the number; before it the act (增发1万亿元国债) and its subject where the text names them."""
    tokens, reading = here.tokens, here.reading
    first, last = reading.after
    while tokens.kinds[last : last + 2] == "wN" or tokens.kinds[last : last + 2] == "wX":
        last += 2  # 7个县市全部入围…
    if reading.named:
        return clean(reading.named)[0]
    noun = counted_noun(here.text, tokens, first, last)
    if not noun:
        return own
    places = leaning_patterns().places_that.match(here.text, tokens.starts[first], tokens.ends[last - 1])
    if places and here.unit == "个":
        return f"{places['said']}的{places['noun']}"  # 18个县经济增速高于全省平均
    own_words = here.text[tokens.starts[first] : tokens.ends[last - 1]]
    rest = "" if label_patterns().joins.match(own_words) else _said_of_all(here)
    if rest and (found := label_patterns().joins.match(rest)):
        return f"{found['how'] or ''}{found['verb']}{found['what']}的{noun}"
    head = here.text[tokens.starts[reading.clause[0]] : tokens.starts[reading.members[0]]]
    if head.endswith(("解决", "解决了")) and (
        solved := leaning_patterns().solves.match(here.text[tokens.starts[first] : tokens.ends[last - 1]])
    ):
        whom = f"的{solved['who']}" if solved["who"] else ("户数" if here.unit == "户" else "人数")
        return f"解决{solved['what']}{whom}"
    if noun.endswith("规模") and "E" in tokens.kinds[reading.region[1] : reading.members[0]] and own:
        return own  # 形成管输、液化处理能力各5万立方米的运营规模
    if owned := _own_before_noun(here, own, noun):
        return owned
    if covered := leaning_patterns().covers.match(noun):
        return f"{own}全覆盖的{covered['noun']}"
    if reading.kind == "c" and (at := leaning_patterns().at_place.match(own)):
        return at["place"] + (at["act"] or "") + noun  # 平原地区共发生15起严重灾害
    if (where := leaning_patterns().where.search(own)) and find_region(where["place"]) is not None:
        return where["place"] + noun  # 最终在东山形成500万吨综合产能
    if label_patterns().places_counted.match(noun) or own.startswith(("各", "每")):
        return own + noun
    if given := label_patterns().gives.match(own):
        return given["whom"] + noun
    first, last = reading.region[1], reading.members[0]
    if "X" not in tokens.kinds[first:last]:
        return noun
    i = tokens.kinds.rindex("X", first, last)
    act = word(here, i)
    return f"{own}{act}{noun}" if act in label_patterns().kept else noun


def _own_before_noun(here: Here, own: str, noun: str) -> str:
    """The label before a figure that the noun after it only rounds off; "" where the noun is the thing itself."""
    reading = here.reading
    measure, said = label_patterns().measure, here.tokens.kinds[reading.region[1] : reading.members[0]]
    if noun in leaning_patterns().aims:
        return here.memory.joint if here.memory.recent else own  # 完成产值60亿元，超额完成50亿元的预期目标
    if own and reading.kind == "c" and "F" in said:
        return own + noun  # 监测范围由3个城市增加到9个
    if not own or reading.kind != "m":
        return ""
    if noun in ("标准", "要求", "规定") or ("V" in said and measure.search(own)):
        return own  # 按不低于90立方米/小时的标准, 年利用量达到150万吨的产业规模
    if measure.fullmatch(noun):
        return own if own.endswith(noun) else own.removesuffix("每年") + noun  # 钢管50万吨的生产能力
    return ""


def _said_of_all(here: Here) -> str:
    """What follows the last of the figures that share a predicate: 3个甲和5个乙通过验收; "" where it stands alone."""
    tokens, reading = here.tokens, here.reading
    kinds = tokens.kinds
    if kinds[reading.clause[1] : reading.clause[1] + 1] != "J":
        return ""
    stop = min((i for i in range(reading.clause[1], len(kinds)) if kinds[i] in "C;:()"), default=len(kinds))
    figures = [i for i in range(reading.clause[1], stop) if kinds[i] in NUMBERS]
    if not figures or any(kinds[i] != reading.kind for i in figures):
        return ""
    last = figures[-1] + 1
    while last < stop and kinds[last] in "hj":
        last += 1
    return here.text[tokens.starts[last] : tokens.ends[stop - 1]].removeprefix("的") if last < stop else ""


def _sized(here: Here, own: str) -> str:
    """A thing told by its size: 设立总规模100亿元的产业基金 → 产业基金总规模."""
    tokens, reading = here.tokens, here.reading
    rest = here.text[tokens.ends[reading.members[-1]] : tokens.ends[reading.clause[1] - 1]]
    if not rest.startswith("的") or not label_patterns().size.fullmatch(own):
        return ""
    noun = counted_noun(here.text, tokens, *reading.after)
    after = reading.after[1]
    if not noun and tokens.kinds[after : after + 2] == "cN":
        noun = counted_noun(here.text, tokens, after + 1, len(tokens.kinds))  # 总投资80亿元的20个项目
    return noun + own if noun else ""


def _those_of(here: Here) -> str:
    """The things counted before, of which 其中 takes a share that is told by its predicate: 教师800人，其中60%达到…."""
    state, opened = here.memory, "O" in here.tokens.kinds[slice(*here.reading.clause)]
    counted = bool(state.recent) and state.unit not in ("%", "") and state.form == "level"
    return state.joint.removesuffix("人数").removesuffix("数") + "中" if opened and counted else ""


def clause_share(here: Here, own: str) -> str:
    """A share whose clause says what is so: 62%的断面达不到标准 → 断面达不到标准的比例."""
    tokens, reading = here.tokens, here.reading
    a, b = reading.after
    if a >= b:
        return own
    words = label_patterns().quotes.sub("", here.text[tokens.starts[a] : tokens.ends[b - 1]]).lstrip("的").strip()
    words = words.removeprefix("要") if tokens.kinds[a] == "W" else words
    i = reading.members[0] - 1
    if not own and i >= 0 and tokens.kinds[i] == "X" and kept_act(here, i):
        words = word(here, i) + words
    if (rest := _said_of_all(here)) and (found := leaning_patterns().predicate.match(rest)):
        words += found["said"]
    share = "比重" if reading.kind == "w" else "比例"
    return f"{own}{label_patterns().brackets.sub('', words)}的{share}"


def _gap(here: Here) -> str:
    """高于规模以上工业增加值年均增速9.4个百分点: the gap between two rates."""
    tokens, reading = here.tokens, here.reading
    a, b = reading.clause[0], reading.members[0]
    kinds = tokens.kinds
    g = next((i for i in range(a, b) if kinds[i] == "G"), -1)
    start = tokens.ends[g] if g >= 0 else tokens.starts[a]
    end = next((tokens.starts[i] for i in range(b - 1, a, -1) if kinds[i] == "e"), tokens.starts[b])
    other = bare_whole(here.text[start:end]).removeprefix("比")
    g = max(g, a)
    noun = next((word(here, i) for i in range(g, b) if kinds[i] in "ag"), "")
    before = region_label(here.text, tokens, a, g)[0] if g > a else ""
    if not before and (found := leaning_patterns().set_against.match(other)):  # 房价比全国平均水平低150元
        before, other = clean(found["what"])[0], found["other"]
    if before and set(kinds[a:g]) <= set("gaWCJ"):
        before = here.memory.subject.removesuffix(before) + before  # 增速高于全市2个百分点
    subject = before or (here.memory.subject if noun else here.memory.joint) or here.memory.subject
    grew = here.memory.form in ("change", "growth") and here.memory.recent and not before
    if grew and not label_patterns().rate.search(subject) and not subject.endswith(("速", "幅")):
        noun = "增速"  # 投资增长5%，高出全国平均水平2个百分点
    if noun and not subject.endswith(noun):
        subject += noun
    above = (
        word(here, g) if kinds[g] == "G" else next((word(here, i) for i in range(b - 1, a, -1) if kinds[i] == "e"), "")
    )
    above = {"高出": "高出", "多出": "多出"}.get(above) or (
        above if above.endswith(("于", "过")) else f"{above[:1] or '高'}于"
    )
    return f"{subject}与{other}之差" if other.endswith("增速") else f"{subject}{above}{other}的幅度"


def kept_act(here: Here, i: int) -> bool:
    """Whether the act belongs to the label that it stands before."""
    return word(here, i) in label_patterns().kept


def by_area(here: Here, label: str) -> str:
    """An act that is told by the land it covers is measured by its area: 造林3万亩."""
    patterns = label_patterns()
    if here.reading.kind != "m" or not patterns.area.search(here.unit) or not patterns.area_act.search(label):
        return label
    return label + "面积"


def counted(here: Here, label: str) -> str:
    """A count is of a number of things: …数, unless the label already says so."""
    patterns = label_patterns()
    if here.reading.kind != "c" or not label or patterns.counted.search(patterns.brackets.sub("", label)):
        return label
    return label + _number_of(here, label)


def _number_of(here: Here, label: str) -> str:
    """What a count is called: 人数, 户数, 套数, 人次, where the label does not name who or what is counted already."""
    named = leaning_patterns().counted_by.get(here.unit)
    if named is None:
        return "数"
    word, things = named
    return "数" if things is not None and things.search(label) else word


def taxed(here: Here, pieces: list[str], scope: str) -> tuple[list[str], str]:
    """A rate at which a tax is levied: the tax and 税率; whom it falls on is the scope."""
    found = label_patterns().tax.search(pieces[0])
    if here.reading.rule.form != "share" or len(pieces) > 1 or not found:
        return pieces, scope
    return [found.group() + "税率"], pieces[0].removesuffix(found.group().removeprefix("企业")) or scope


def for_what(here: Here, label: str) -> str:
    """Money that is spent says on what: 安排29亿元，支持某省污染防治 → 安排支持某省污染防治资金."""
    tokens = here.tokens
    patterns = label_patterns()
    if len(label) > 16 or not patterns.spends.search(label):
        return label
    found = patterns.purpose.match(here.text, tokens.ends[here.reading.after[0] - 1], tokens.ends[-1])
    return f"{label}{found['how']}{clean(found['what'])[0]}资金" if found else label
