"""Names of indicators: what stands before a figure, cleaned and completed from what the sentence has set."""

from __future__ import annotations

import re

from guihua.statistics.harvest.context import Context
from guihua.statistics.harvest.wording import measures

LEAD = re.compile(
    r"^(?:[\s、,.和及与]|--+|其中[:：,]?|此外|另外|同时|而且|并且|分别|分[一-鿿]{1,8}看|从[一-鿿]{1,14}看|按[一-鿿]{1,16}?(?:分|看|计算的?|统计|口径)(?!类)"
    r"|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.](?!\d)|据[一-鿿]{1,14}?(?:统计|核算|测算|显示)|初步(?:核算|测算|统计)|经[一-鿿]{1,8}(?:核算|统计)"
    r"|共计?(?!同|有制|享|青|建|性|用)|累计(?!并网|装机)|全年|年末|年底|期末|末(?!端|次)|底(?!层|栖|数)|当年|各类|各级各类|各种|的|其(?!他|它|余)|且|并(?!网|购|轨|表)|在(?!校|园|建|岗|职|册|训|外|研)|扣除价格因素(?:影响)?|共获|首次|首(?!都|套|台|饰)|获得?(?!得感|奖)|转(?!移|让|化|口)|连续[\d两三四五六七八九十]{1,2}年|截[至止]|到(?!位|期|岸|港|访|货)|由|从(?!业|事)|至|了|也|还(?!款|贷|田|林|草|湖|湿)|仍|我国|实际(?=完成|到位|使用)?|总的?看|预计|主要是|以及|有(?!色|线|限|机|效|毒|害|价|偿|形|轨|声|氧|源|证|关|资质)|对应|相应|造成|导致)+"
)
TAIL = re.compile(
    r"(?:同比|环比|分别|累计|平均|实际|名义|大幅度?|小幅|略有?|明显|显著|稳步|快速|较快|继续|持续|有所|进一步|均|各|都|共计?|合计|总计|约|近|接近|超过?|突破|达到?|高达|仅|只|也|仍|又|已|再|就|将|则"
    r"|为|是|有|在|了|的|完成|实现|发生|保持|占到|约占|约合|折合|位居|居|列|排名|排|投入(?!强度)|到|至|由|从|(?<!占)比|较|与|和|、|,|:|：|\(|（|-|--|增幅|累计达|总数达?|总量达|数量达|可达|多达|净|年均|每年|年平均|两年|三年|连续[\d两三四五六七八九十]{1,2}年|计|幅度|转)++$"
)
_DISTANCE = re.compile("(?:增速|增长速度|(?<!自然)增长率|增幅|涨幅|降幅|跌幅|增速度|同比增长|同比增速)$")
_GROUP = re.compile("^.*[、和及与].*?([一二两三四五六七八九十]大[一-鿿]+)$")
_INNER = re.compile(
    "(?:共|累计)?(?:完成|实现|发生|实施|投入(?=[一-鿿]{0,12}(?:经费|资金))|拥有(?!量)(?=[一-鿿]))|各类|各种|合计(?=[一-鿿]{2})"
)
_TESTED = re.compile("(?:产品|样品)?(?:抽查|抽检|抽样|监督抽查|批次)?不?合格率|不合格(?:产品|样品)?(?:检出|发现)?率")
_BASIS = re.compile("按(?:可比|不变|现行|当年|同口径|可比口径)[一-鿿]{0,2}价?格?(?:计算|折算)?的?")
_NOTE = re.compile("[(（][^()（）]*[)）]")


def clean(text: str) -> str:
    """Words without connectives in front, verbs behind and notes in brackets."""
    text = _BASIS.sub("", _NOTE.sub("", text.replace("\0", "")).replace(" ", "").replace("　", "")).strip(
        "“”\"'《》【】[]*"
    )
    last = None
    while text != last:
        last = text
        text = TAIL.sub("", LEAD.sub("", text))
    return text.strip("“”\"'《》:：-,、;；")


def distance_of(name: str) -> tuple[str, str]:
    """(name without it, word) where the name ends in a word of growth: 工业增加值增速 → (工业增加值, 增速)."""
    m = _DISTANCE.search(name)
    return (clean(name[: m.start()]), m[0]) if m else (name, "")


def has_head(name: str) -> bool:
    """Whether a noun phrase says what is measured."""
    return measures().heads.search(name) is not None


def head_of(name: str) -> str:
    """The measure that a name ends in, the longest; "" where it has none."""
    m = measures().heads.search(name)
    return m[0] if m else ""


def complete(  # noqa: PLR0911  (one way of completing a line)
    name: str, unit: str, transformation: str, context: Context
) -> tuple[str, bool]:
    """(the indicator, whether it was guessed) of a noun phrase, in its context."""
    name = _INNER.sub("", name)
    if (group := _GROUP.match(name)) and "、" in name:
        name = group[1]
    if not name:
        return (context.subject or context.topic or context.heading), not (context.subject or context.heading)
    if _physical(unit) in ("起", "宗") and name.endswith("事故"):
        name += "起数"
    table = measures()
    if name in ("增长面", "下降面") and context.counted:
        return re.sub("大类$", "", context.counted) + name, False
    if name in table.names:
        name = table.names[name]
    if context.sampled and _TESTED.fullmatch(name):
        return context.sampled + name, False
    owned = _owned(name, context)
    if owned != name:
        return canonical(_expanded(owned, context, transformation)), False
    name = _expanded(name, context, transformation)
    made = re.match("(?:.*?企业)?生产(?!总值|安全|者|性|资料|经营|要素|能力|许可|基地)(.+)$", name)
    if made and _physical(unit) and not unit.endswith("元"):
        return canonical(made[1] if has_head(made[1]) else made[1] + "产量"), False
    if has_head(name):
        return _known(canonical(_sector(name, context)), context), False
    return _headed(name, unit, transformation, context)


def _headed(  # noqa: PLR0911  (one way of completing a line)
    name: str, unit: str, transformation: str, context: Context
) -> tuple[str, bool]:
    """A noun phrase without a measure, completed by the unit or by the measure that the sentence carries."""
    table = measures()
    if name in table.names:
        return canonical(name), False
    physical = _physical(unit)
    institution = "企业|单位|机构|户$|学校|小学|中学|高中|初中|医院|园$|中心$|站$|馆$|院$|所$|场$"
    if physical in table.counted and (physical in ("起", "宗", "批次") or re.search(institution, name)):
        counted = table.counted[physical]
        return canonical(name if name.endswith(counted) else name + counted), False
    if physical in ("件", "项") and (made := re.fullmatch("(授权|申请|注册|受理|登记)(.{2,12})", name)):
        return canonical(f"{made[2]}{made[1]}量"), False
    if physical == "件" and name.endswith(("授权", "申请", "注册", "登记")):
        return canonical(f"{name}量"), False
    head = _fitting(context, physical)
    if not head and re.fullmatch("第[一二三]产业", name):
        return f"{name}增加值", False
    if re.search("(?:规模以上|规上|规模)工业$", name):
        return canonical(name + "增加值"), False
    if head and head not in name:
        return canonical(_expanded(_overlapping(name, _carried(head, context)), context, transformation)), False
    measured = re.search("[量额率]$", name)  # 天然气进口量 says itself what is measured
    if (
        table.products.search(name)
        and not measured
        and (physical or transformation in ("yoy", "level"))
        and not physical.endswith("元")
    ):
        return canonical(name + "产量"), physical == ""
    if table.branches.search(name) and transformation in ("yoy", "mom", "avg_growth", "pp_change"):
        return canonical(name + "增加值"), True
    return canonical(name), not physical


def _physical(unit: str) -> str:
    """The unit without its multiplier; "" for rates."""
    return unit.lstrip("百千万亿") if unit not in ("%", "‰", "百分点", "倍", "成") else ""


def _fitting(context: Context, physical: str) -> str:
    """The measure that the sentence carries, where the unit fits it; else that of the last figure in such a unit."""
    head = context.head
    for pattern, unit in measures().fits:
        if physical and pattern.search(head) and not unit.search(physical):
            same = [name for told, name in context.units if _physical(told) == physical]
            return head_of(same[-1]) if same else ""
    return head


def _known(name: str, context: Context) -> str:
    """A name that leaves out a word of one told before is that one: 中型企业抽查合格率 after 中型企业产品抽查合格率."""
    told = [known for known, _ in context.known]
    if name in told:
        return name
    for known in reversed(told):
        for word in ("产品", "人均", "常住", "设备"):
            front, found, back = known.partition(word)
            if found and len(front) >= 2 and front + back == name:
                return known
    return name


def _carried(head: str, context: Context) -> str:
    """The head that is carried on to the parts of a whole: 社会消费品零售总额 → 城镇消费品零售额."""
    if head in ("总量", "总额", "总数") and "消费品零售" not in context.topic:
        return head[1:]
    if head == "社会消费品零售总额":
        return "消费品零售额"
    if head in ("总额", "零售总额") and "消费品零售" in context.topic + context.owner + context.opening:
        return "消费品零售额"
    return head


def _owned(name: str, context: Context) -> str:
    """A measure that needs an owner takes that of the sentence."""
    if not context.owner:
        return name
    if name.startswith("事故") and context.owner.endswith("事故"):
        return context.owner + name[2:]
    if not measures().only.match(name):
        return name
    if context.owner.endswith(name):
        return context.owner
    whole = context.owner + name
    return whole if whole != context.subject or name in context.subject else name


def _expanded(name: str, context: Context, transformation: str = "") -> str:
    """投资 in a text on 固定资产投资 is that."""
    said = f"{context.topic}|{context.heading}|{context.head}|{context.title}"
    for short, long, barred, where in measures().expand:
        if transformation == "change" and long.endswith("余额"):
            continue
        if name.endswith(short) and where in said and not name.endswith(long) and not barred.search(name):
            return name.removesuffix(short) + long
    return name


def _sector(name: str, context: Context) -> str:
    """发电量 in a release on wind power is 风电发电量."""
    sector = context.sector
    if not sector or any(word in name for word in ("弃", "风", "光", "火电", "水电", "核电")):
        return name
    if re.match("(?:新增|累计)?(?:并网)?(?:装机|容量|发电量|设备|利用小时|发电|上网电量)", name):
        return sector + name
    return name


def canonical(name: str) -> str:
    """The name as offices write it."""
    name = re.sub(r"研究与试验发展(?:[(（]R&D[)）])?|R&D[(（]研究与试验发展[)）]|研发(?=经费)", "R&D", name)
    name = re.sub("规上(?=[一-鿿])|规模(?=工业|服务业|企业)", "规模以上", name)
    name = re.sub("限上(?=[一-鿿])", "限额以上", name)
    name = re.sub("总产$", "总产量", name)
    name = re.sub("^(?:全部|共有?|总的|全社会的)(?=[一-鿿])", "", name).strip("、,:：的")
    table = measures().names
    if "国内生产总值" in name:
        return name
    for short in sorted((s for s in table if name.endswith(s) and len(s) >= 4), key=len, reverse=True):
        front, added = name.removesuffix(short), table[short].removesuffix(short)
        if added and front.endswith(added[-2:]):
            break
        if not name.endswith(table[short]) and name != short:
            name = _overlapping(name.removesuffix(short), table[short])
            break
    return table.get(name, name)


def _overlapping(front: str, whole: str) -> str:
    """The two together, what ends the one and begins the other once: 水电设备平均 + 设备平均利用小时."""
    k = next((k for k in range(len(whole), 0, -1) if front.endswith(whole[:k])), 0)
    return front + whole[k:]


def owner_of(name: str, head: str) -> str:
    """Whose measure it is: 规模以上工业企业营业收入 → 规模以上工业企业."""
    owner = name.removesuffix(head) if head else name
    return owner if len(owner) >= 2 else ""


def split_names(text: str, count: int) -> list[str]:
    """The names over which count figures are told: 第一、二、三产业增加值; 牛羊肉产量; 城镇和农村居民人均可支配收入."""
    text = re.sub("分别(?:完成|实现)?(?=[一-鿿])", "", text)
    text = re.sub("^(?:(?:抽查|抽检)的?|检查的|其中的)(?=[一-鿿])", "", clean(text))
    if count == 3 and "三次产业" in text:
        return [text.replace("三次产业", f"第{c}产业") for c in "一二三"]
    parts = [p for p in re.split("、|以及|和(?!平)|及(?!其|以)|与(?!试验)", text) if p]
    for between in ("、", "、|以及|及(?!其|以)", "(?<=类)(?:、|以及|及|和|与)", "(?<=业)(?:、|以及|及|和|与)"):
        if len(parts) != count and len(fewer := [p for p in re.split(between, text) if p]) == count:
            parts = fewer
    if len(parts) == 1 and count > 1:
        return _glued(text, count)
    if len(parts) != count:
        return []
    tail = _common_tail(parts)
    front = re.match("^(.*?)第?[一二三]$", parts[0])
    names = [p if (has_head(p) and i < len(parts) - 1) or p.endswith(tail) else p + tail for i, p in enumerate(parts)]
    if front and all(re.fullmatch("第?[一二三]", p) for p in parts[1:-1]):
        names = [n if re.match("第|一|二|三", n) is None or n.startswith("第") else "第" + n for n in names]
    return names


def _common_tail(parts: list[str]) -> str:  # noqa: PLR0911  (one way of telling a line)
    """The words at the end of the last name that belong to all of them."""
    first, last = parts[0], parts[-1]
    if len(first) == 1 and first in "大中小上下高低东西南北内外" and len(last) > 2:
        return last[1:]
    if (
        2 <= len(first) < len(last)
        and last[len(first) - 1] == first[-1]
        and first[-1] in "型级类季度部"
        and not has_head(first)
    ):
        return last[len(first) :]
    if (kin := re.match("(?:城镇|城市|农村|乡村|男性?|女性?)", last)) and re.fullmatch(
        "城镇|城市|农村|乡村|男性?|女性?", first
    ):
        return last[kin.end() :]
    if has_head(first) and not measures().branches.search(first):
        return ""
    if re.fullmatch("第?[一二三]", first):
        m = re.match("第?[一二三四]", last)
        return last[m.end() :] if m else ""
    cut = last.find(first[-1], 1) if len(first) > 1 else -1
    if 0 < cut < len(last) - 1 and first[-1] in "业品类县区市旗户":
        return last[cut + 1 :]
    return head_of(last) if not has_head(first) else ""


def _glued(text: str, count: int) -> list[str]:
    """牛羊肉产量 of two figures: 牛肉产量, 羊肉产量; 进出口总额: 进口, 出口."""
    m = re.match(rf"([猪牛羊禽马驴]{{{count}}})(.+)", text)
    if m:
        return [c + m[2] for c in m[1]]
    if count == 2 and "进出口" in text:
        return [text.replace("进出口", "出口"), text.replace("进出口", "进口")]
    return []
