"""How a figure is told: growth, share, pull, contribution, points, rank, count or plain level; its sign and its noun phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.statistics.harvest import naming
from guihua.statistics.harvest.context import Context, having
from guihua.statistics.harvest.numbers import Number
from guihua.statistics.harvest.wording import measures, words

_TO = re.compile(
    "(?:增长|增加|上升|提高|提升|下降|减少|降低|回落|调整|扩大|上涨|转|变|变化|发展|压减|增|升|降|减|涨)(?:到|至|为)了?(?:约|近)?$"
)
_GAP = re.compile(
    "(?:(?:高|低|快|慢|好|大|小)于|高出|低出|[比较][^,。;]{0,40}?(?<![提降走升加减放])(?:高|低|快|慢|多|少))[^,。;%]{0,24}$"
)
_PULL = re.compile("(?:拉动|拉高|拉升|推动|带动|影响|贡献了?|下拉|上拉)([^,。;]*?)$")
_MEAN = re.compile("(?:年均|年平均|平均每年|[两三四五二]年平均|每年平均|年递增|年复合)[^,。;]*$")
_MONTHLY = re.compile("环比|比上月|较上月|比上季|较上季")
_RATE_WORD = re.compile(
    "(?<!自然)(?:增速|增长速度|增长率|增幅|升幅|涨幅|增长面)(?:为|是|达到?|高达|约|分别|仅|回落至|提高到|回升至|由|从|\\s)*$"
)
_FALL_WORD = re.compile("(?:降幅|跌幅|下降率|降速)(?:为|是|达到?|高达|约|分别|仅|收窄至|扩大至|由|从)*$")
_SHARE = re.compile(
    "(?:所?占)([^,。;]*?)(?:的?(?:比重|比例|份额|百分比|比率|比))?(?:的|为|是|达到?|到|约|近|超过?|接近|分别|提高到|上升到|增加到|升至|下降到|降至|由|从|高达|仅)*$"
)
_WITHIN = re.compile("在([^,。;]{2,24}?)中的?所?占的?(?:比重|比例|份额|比)(?:[达为到至约从由]|分别|上升|提高|下降)*$")
_SHARE_NAME = re.compile("比重|占比|份额|比例|构成|所占")
_CONTRIBUTION = re.compile("(?:对([^,。;]*?))?的?贡献率")
_AIM = re.compile(
    "(?:完成|占)(?:全年|年度|年初)?[^,，。;；]{0,20}?(?:目标|任务|计划|预算)(?:任务|数)?(?:的(?:比[重例])?(?:为|达到?)?)?$"
)
"""完成全年投资目标的77.9%."""
_RANK_OF = re.compile("(?:位居|居|列|排名|排|名列|稳居|跃居|保持|连续|位列|升至|在)[^,。;]*$")


@dataclass(frozen=True, slots=True)
class Told:
    """How a figure is told: the noun phrase, the transformation, the sign, of what it is a difference; relation: share, pull …

    sampled: the goods of which the rates that follow are (抽查的家用电器包括 … 等15种产品，抽查不合格率为 …)
    """

    name: str
    transformation: str
    sign: int = 1
    of: str = ""
    relation: str = ""
    whole: str = ""
    words: str = ""
    bracket: bool = False
    note: str = ""
    sampled: str = ""


@cache
def verb_pattern() -> re.Pattern[str]:
    """A verb of rising or falling right before a figure."""
    up = "|".join(sorted(words().up, key=lambda w: (-len(w), w)))
    down = "|".join(sorted(words().down, key=lambda w: (-len(w), w)))
    filler = "(?:了|约|近|超过?|高达|达到?|为|幅度?|又|再|仅|-|将近|接近|分别|各|\\s|、|和)*"
    return re.compile(rf"(?:(?P<down>{down})|(?<!新)(?P<up>{up})){filler}$")


def classify(  # noqa: PLR0911, PLR0912  (the ways of telling a figure, one a line)
    left: str, raw: str, number: Number, context: Context, again: bool, after: str, based: bool = False, whole: str = ""
) -> Told | None:
    """How the figure after `left` is told; None where it is none."""
    unit = number.unit
    points = unit in ("百分点", "千分点")
    if number.rank:
        if number.unit_end - number.end == 0 and not re.search(
            "(?:居|列|排|名|全[国省市区县盟旗州]|世界|全球|位)[^,。;]{0,8}$", raw
        ):
            return None
        name = naming.clean(_RANK_OF.sub("", left.removesuffix("第")))
        name, word = naming.distance_of(re.sub("(?:总量|规模|水平)$", "", name))
        last, _, last_of = context.told.partition("|")
        return Told(name, "rank", of="yoy" if word else last_of if last.startswith("pp_") else last or "level")
    if points:
        return _points(left, whole or raw, context, based, again)
    if again:
        kept, _, of = context.told.partition("|")
        verb = verb_pattern().search(context.verbs) if context.verbs else None
        if unit == context.unit or (kept == "change" and unit):
            sign = -1 if verb and verb.lastgroup == "down" and kept in ("yoy", "change", "mom", "pp_change") else 1
            return Told("", kept or "level", sign, of=of, words=context.verbs)
    if unit == "%" and (aim := _AIM.search(left)):
        return Told(f"{naming.clean(left[: aim.start()])}完成全年目标的比例", "ratio", relation="ratio", words=left)
    if share := _share(left, unit, number):
        return share
    if unit in ("%", "‰", "倍", "成") and (found := _CONTRIBUTION.search(left)):
        name = naming.clean(left[: found.start()])
        return Told(name, "contribution", relation="contribution", whole=naming.clean(found[1] or ""), words=left)
    equal = re.search("(?:所?相当于)([^,。]*?)的(?:份额|比例)?(?:由|从|为|达|提高到)*$", left)
    if equal and unit in ("%", "倍"):
        return Told(naming.clean(left[equal.start() :]), "ratio", relation="ratio", words=left)
    if unit == "%" and (mean := re.search("是([^,。;]{2,16})的$", raw)) and "是" in left:
        return Told(f"{naming.clean(left.partition('是')[0])}相当于{naming.clean(mean[1])}的比例", "ratio", words=left)
    if _TO.search(left):
        name = naming.clean(_stripverb_pattern(_TO.sub("", left)))
        return _leveled(name, unit, raw, context, left)
    if verb := verb_pattern().search(left):
        return _moved(left, raw, verb, unit, context)
    if unit in ("%", "‰", "倍", "成") and (found := _RATE_WORD.search(left)) and "面" not in found[0]:
        return Told(naming.clean(left[: found.start()]), _growth(left, raw, context.monthly), 1, words=left)
    if unit in ("%", "‰", "倍") and (found := _FALL_WORD.search(left)):
        return Told(naming.clean(left[: found.start()]), _growth(left, raw, context.monthly), -1, words=left)
    if re.search("同比$", naming.TAIL.sub("同比", left) if left.endswith("同比") else "") and unit == "%":
        return Told(naming.clean(left), "yoy", words=left)
    return _counts(left, number, context, after) or _leveled(naming.clean(left), unit, raw, context, left)


def _stripverb_pattern(left: str) -> str:
    return re.sub(r"(?:增长|增加|上升|提高|提升|下降|减少|降低|回落|调整|扩大|上涨|转|变化?|由|从)$", "", left)


def _growth(left: str, raw: str, monthly: bool = False) -> str:
    if _MEAN.search(left) or _MEAN.search(raw):
        return "avg_growth"
    if _MONTHLY.search(raw) or (monthly and not re.search("同比|[比较与](?:上年|去年|同期)", raw)):
        return "mom"
    if re.search(r"[比较与](?:19|20)\d\d年", raw):
        return "growth_vs"
    return "yoy"


def _moved(left: str, raw: str, verb: re.Match[str], unit: str, context: Context) -> Told | None:
    """增长5%, 减少3亿元, 降幅3%."""
    name, word = naming.distance_of(naming.clean(left[: verb.start()]))
    name = naming.clean(re.sub(r"(?:[两三四五]年|年均|年平均)$", "", name))
    sign = -1 if verb.lastgroup == "down" else 1
    if word in ("降幅", "跌幅"):
        sign = -sign
    if unit in ("%", "‰", "倍", "成", "番"):
        return Told(name, _growth(left, raw, context.monthly), sign, words=left)
    if not unit:
        return None
    return Told(name, "change", sign, words=left)


def _points(left: str, raw: str, context: Context, against_time: bool, again: bool) -> Told:
    kept, _, kept_of = context.told.partition("|")
    if again and kept.startswith("pp_"):
        return Told("", kept, context.sign, of=kept_of, words=context.verbs)
    if m := _PULL.search(left):
        whole = re.sub("(?:增长|增速|上升|下降|上涨)?(?:约|近|了|为)*$", "", m[1])
        sign = -1 if re.search("下拉|下降|下滑|回落", left[m.start() :]) else 1
        return Told(
            naming.clean(left[: m.start()]), "pull", sign, relation="pull", whole=naming.clean(whole), words=left
        )
    verb = verb_pattern().search(left)
    gap = _GAP.search(raw)
    sign = -1 if verb and verb.lastgroup == "down" else 1
    if gap and not (verb and verb.end() == len(left)):
        sign = -1 if re.search("(?<!高)(?:低|慢|少|小)", gap[0]) else 1
        name = naming.clean(
            re.sub(
                "(?:(?:高|低|快|慢|好|大|小)于|高出|低出|[比较](?!重)|(?<![提降])[高低快慢多少](?=约|近|出|了|$)).*$",
                "",
                left,
            )
        )
        name, word = naming.distance_of(name)
        last, _, of_last = context.told.partition("|")
        of = "yoy" if word else (of_last if last.startswith("pp_") else last) or "level"
        return Told(name, "pp_change" if against_time else "pp_gap", sign, of=of, words=left)
    name, word = naming.distance_of(naming.clean(left[: verb.start()] if verb else left))
    if word in ("降幅", "跌幅"):
        sign = -sign
    last, _, of = context.told.partition("|")
    of = "yoy" if word else (of if last == "pp_change" and of else last or "level") if not name else _kind_of(name)
    if name and (m := _SHARE.search(name)):
        return Told(
            naming.clean(name[: m.start()]),
            "pp_change",
            sign,
            of="share",
            relation="share",
            whole=naming.clean(m[1]),
            words=left,
        )
    return Told(name, "pp_change", sign, of=of, words=left)


def _kind_of(name: str) -> str:
    return "share" if _SHARE_NAME.search(name) else "level"


def _share(left: str, unit: str, number: Number) -> Told | None:
    if unit not in ("%", "‰", "成"):
        return None
    if within := _WITHIN.search(left):
        return Told(
            naming.clean(left[: within.start()]), "share", relation="share", whole=naming.clean(within[1]), words=left
        )
    m = _SHARE.search(left)
    if not m or (m.start() and left[m.start() - 1] in "侵抢"):
        return None
    return Told(naming.clean(left[: m.start()]), "share", relation="share", whole=_whole_of(m[1]), words=left)


def _whole_of(words_: str) -> str:
    """Of what a share is; 企业总数, 用水总量 keep their last word."""
    total = re.search("总[数量额]$", words_)
    name = naming.clean(words_)
    return name + total[0] if total and not name.endswith(total[0]) else name


def _leveled(  # noqa: PLR0911  (one kind a line)
    name: str, unit: str, raw: str, context: Context, left: str
) -> Told | None:
    """A level, a rate, a share by its name, an index."""
    if name.endswith(("比上年", "同比")):
        name = naming.clean(name)
    name, word = naming.distance_of(name)
    if unit in ("%", "‰", "倍", "成"):
        if word:
            return Told(name, _growth(left, raw, context.monthly), -1 if word in ("降幅", "跌幅") else 1, words=left)
        if "之比" in raw:
            return Told(name, "share" if re.search("生产总值|GDP", raw) else "ratio", words=left, note="")
        if _SHARE_NAME.search(name) or unit == "成":
            return Told(name, "share", words=left)
        if not name:
            before = next((t for n, t in reversed(context.known) if n == context.subject), "")
            if before in ("share", "ratio"):
                return Told("", before, words=left)
            last = context.told.partition("|")[0]
            if _TO.search(left):
                return Told("", last if last in ("share", "level", "yoy", "ratio") else "level", words=left)
            if last in ("share", "ratio", "level") and not measures().rates.search(context.subject) and last == "level":
                return Told("", "share", words=left)
            return Told("", last if last in ("share", "ratio", "level", "yoy") else "level", words=left)
        before = next((t for n, t in reversed(context.known) if n == (name or context.subject)), "")
        if before in ("share", "ratio"):
            return Told(name, before, words=left)
        if re.search("强度$", name) and "R&D" in name + context.topic:
            return Told(name, "share", words=left)
        return Told(name, "level", words=left)
    if not unit and not re.search("指数|系数|得分|数$|PMI|死亡率", name):
        return None
    return Told(name, "index" if name.endswith("指数") or "PMI" in name else "level", words=left)


def _counts(  # noqa: PLR0911  (one kind a line)
    left: str, number: Number, context: Context, after: str
) -> Told | None:
    """38个工业行业大类中, 有31个行业增加值实现增长; 死亡26人; 抽查2345家企业."""
    unit = number.unit
    name = naming.clean(left)
    if sampled := _of_goods(left, number, context) or _sampled(left, number, after, context):
        return sampled
    if (
        unit == "个"
        and context.counted
        and (m := re.match("(?:均|都)?(?:实现|保持|呈)?(?:正)?(增长|下降)(?=[、,，。;；]|$)", after))
    ):
        return Told(f"同比{m[1]}的{context.counted}数", "level", relation="count", whole=context.counted, words=left)
    if unit in ("起", "宗") and (m := re.match("([一-鿿]{0,14}事故)(?!起|死亡)", after)):
        return Told(m[1], "level", words=left)
    if unit == "人" and (m := re.match("(死亡|受伤|重伤|轻伤|失踪|遇难)(?![一-鿿]*\\d)", after)):
        return Told(m[1] + "人数", "level", words=left)
    if unit == "人" and re.search("(死亡|受伤|重伤|失踪)$", name):
        return Told(name + "人数", "level", words=left)
    if unit not in ("个", "种", "家", "类", "项", "批次", "户", "大类", "条", "款") or (name and naming.has_head(name)):
        return None
    m = re.match(
        r"([一-鿿、]{1,20}?)(?:中(?=[,，有\d]|$)|(?=实现|保持|(?<![平人])均|同比|增加值|产量|产值|营业收入|利润|[,，。;]|增长|下降|的|$|\())",
        after,
    )
    if not m or not m[1]:
        return None
    noun = naming.clean(m[1])
    rest = after[m.end() :]
    grown = re.match(r"(增加值|产量|产值|营业收入|利润)?(?:实现|保持|均|同比|呈|了)*(增长|上升|下降|增加|减少)", rest)
    if re.match("(?:大类行业|工业大类行业|行业大类)$", noun):
        noun = "工业行业大类"
    if grown:
        base = (
            context.counted
            if context.counted and (noun in context.counted or noun.endswith("行业") or noun == "产品")
            else noun
        )
        if noun == "产品":
            base = "主要工业产品种"
        measure = grown[1] or ("产量" if noun == "产品" else context.head)
        return Told(
            f"{measure}同比{'下降' if grown[2] in ('下降', '减少') else '增长'}的{base}数",
            "level",
            relation="count",
            whole=context.counted,
            words=left,
        )
    if unit == "种" and noun == "产品":
        return Told("统计的主要工业产品种数", "level", relation="count", words=left)
    verb = re.sub("^(?:有|共|共有)", "", name)
    verb = "" if noun.startswith(verb) else verb
    suffix = {"种": "种数", "批次": "批次数"}.get(unit, "数")
    return Told(f"{verb}{noun}{suffix}", "level", relation="count", whole=noun, words=left)


_SAMPLED = re.compile("抽查|抽检|抽样|检验|检查|监测|检测")


def _of_goods(left: str, number: Number, context: Context) -> Told | None:
    """卫生纸抽查20批次, 合格18批次: the batches of the goods that a notice goes through one by one."""
    if number.unit not in ("批次", "个批次", "批"):
        return None
    goods = _GOODS.search(re.sub("^其中[,，:：]?", "", left))
    if goods and not _SAMPLING.search(left) and not _COMMON.search(goods[1]):
        named = naming.clean(goods[1])
        return Told(
            f"{_sampling(context.title + left)}{named}批次数", "level", relation="count", words=left, sampled=named
        )
    if context.sampled and re.fullmatch("(?:其中)?(?:检出)?不?合格", left):
        fine = "不合格" if "不合格" in left else "合格"
        return Told(f"{context.sampled}{fine}批次数", "level", relation="count", words=left)
    return None


def _sampled(left: str, number: Number, after: str, context: Context) -> Told | None:
    """抽查2345家企业生产的2500批次产品, 检出120批次不合格, 监督抽查产品36种, 等8种日用及纺织品."""
    counted = {
        "家": "数",
        "批次": "批次数",
        "种": "种数",
        "类": "类数",
        "大类": "大类数",
        "个批次": "批次数",
        "批": "批次数",
    }
    if (
        number.unit not in counted
        or not _SAMPLED.search(left + after + context.verbs + context.title)
        or re.search("[%率]", left)
    ):
        return None
    tail = after[:14]
    bad = (
        "不合格"
        if re.search("不合格|不符合", left[-8:] + tail) and not re.search("合格率|不合格[^,]{0,3}率", tail)
        else ""
    )
    noun = re.match(f"的?({_SAMPLES}|[一-鿿]{{2,9}}?(?=中|,|，|。|;|；|、|$|不合格|样品|进行))?", tail)
    what = (noun[1] if noun and noun[1] else "") or ("企业" if number.unit == "家" else "")
    group = _GROUP.search(left)
    if group and number.unit in ("种", "类", "大类"):
        what = group[1]
    before = re.search("([一-鿿]{2,12})$", naming.clean(left))
    if (not what or what == "不合格") and before:
        plain = re.sub("检出|发现|其中|不合格|(?:组织)?开展|完成|实施|共|全年", "", before[1])
        what = _SAMPLED.sub("", _SAMPLING.sub("", plain))
    verb = "" if bad else _sampling(context.title + left + after[:20])
    return Told(
        f"{verb}{bad}{what or '产品'}{counted[number.unit]}", "level", relation="count", words=left or context.verbs,
        sampled=what if group and what == group[1] else "",
    )  # fmt: skip


_GROUP = re.compile("(?:抽查|抽检|检验|检查|监测|检测)的?([一-鿿]{2,12}?)(?:主要)?(?:包括|涉及|涵盖|有)[^。]*$")
"""The goods that a list spells out: 抽查的家用电器包括电磁灶、电冰箱等15种产品."""
_GOODS = re.compile("^([一-鿿（）()A-Z-]{2,24}?)(?:共|监督)?(?:抽查|抽检|检验)了?$")
"""Goods that a notice goes through one by one: 卫生纸抽查20批次，合格18批次，批次合格率为90%."""
_COMMON = re.compile("共|全[省市县区国年]|组织|累计|完成|开展|本次|此次|国家|省级|市级|监督|风险|专项|局|季度|[月年]$")
_SAMPLES = "企业|生产企业|单位|产品|样品|商品|食品|经营户|经营者|个体工商户"
_SAMPLING = re.compile("(?:国家|省级|市级|自治区级|专项)?监督(?:抽查|抽检)")


def _sampling(words_: str) -> str:
    """What the sampling is called: 国家监督抽查, 监督抽检, else 抽查 or 抽检."""
    named = _SAMPLING.search(words_)
    return named[0] if named else "抽检" if "抽检" in words_ else "抽查"


def related(told: Told, context: Context) -> str:
    """The name of a share, a contribution, a pull: composed of part and whole."""
    if told.relation == "count":
        return told.name
    if told.relation == "ratio":
        return context.topic + told.name
    last = context.subject if context.told.startswith("level") else context.topic
    if told.relation in ("pull", "contribution") and (
        acting := re.match("(.+?)(?:拉动.+增长|对.+贡献率)$", context.subject)
    ):
        last = acting[1]
    part = (
        naming.complete(told.name, "%", "level", context)[0] if told.name else last or context.topic or context.subject
    )
    whole = told.whole
    whole = re.sub("^全[区市省县国盟旗州](?:的)?(?=[一-鿿]{2})", "", whole)
    if told.relation == "share" and not told.name and context.tally:
        return f"{context.tally}占{whole or context.counted + '数'}比重"
    if told.relation == "share":
        whole = (
            naming.complete(whole, "%", "level", having(context, owner="", head=""))[0]
            if whole
            else _whole(context, part)
        )
        part = re.sub("^(?:抽查|抽检)的", "", part)
        part = part.removesuffix("数") if part.endswith("企业数") and whole.endswith(("总数", "企业数")) else part
        if re.fullmatch("第[一二三]产业", part) and whole.endswith("生产总值"):
            part += "增加值"
        return f"{part}占{whole}比重"
    if told.relation == "contribution":
        whole = re.sub("(?:的?增长|的)$", "", whole)
        whole = naming.canonical(whole or re.sub("(?:的?增长|的)$", "", context.pulled) or context.whole)
        return f"{_bare(part)}对{whole}增长的贡献率"
    whole = naming.canonical(re.sub("^(?:全[区市省县国]的?)", "", whole))
    if whole.endswith("工业"):
        whole += "增加值"
    return f"{_bare(part)}拉动{whole}增长"


def _bare(part: str) -> str:
    """Whose contribution it is: 五大支柱产业增加值 → 五大支柱产业."""
    return part.removesuffix("增加值") if len(part) > 5 else part


def _whole(context: Context, part: str) -> str:
    """Of what a share is, where its clause does not say: of what the sentence or the paragraph opened with."""
    return next(
        (
            name
            for name in (context.whole, context.opening, context.whole_before, context.heading, context.topic)
            if name and name != part
        ),
        "",
    )
