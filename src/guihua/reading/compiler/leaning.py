"""What labels are completed by that lean on the words round them; the words are in data/nouns.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.numerals import NUMBER
from guihua.reading.compiler.wordlists import load, trie

_BAR = (
    rf"(?:超过|超|过|达到?|突破|不低于)?(?:{NUMBER}|(?=[百千万亿]))[百千万亿]*(?:元|美元|吨|亩|公顷|千瓦|人|平方米)"
    "(?:以上|以下|以内)?"
)


@dataclass(frozen=True, slots=True)
class LeaningPatterns:
    """What restoring.py, labelling.py, stated.py and owners.py search for what a label leaves out.

    whole_things  things that are no part of what they are joined to (城镇居民和农民)
    measured_by   a part told by a whole: 人均占有量不足世界平均水平
    bar, bar_alone  what a thing is told by (超5亿元), and where that is all the label says
    solves        whose what is solved: 农村人口的饮水安全问题
    results       what becomes of the things counted: 栖息地得到较好保护
    likened       a ratio that opens its clause: 大约是…的两倍
    predicate     what is said of the last of several shares: 30%的甲和20%的乙得到保护
    main          a measure of many things: 主要工业产品产量
    does          parts told by what they do: 其中入选某计划20名
    adding        what opens a list of capacities that are added: 新增主要生产能力：
    district      a city or county by its name: 其中某市及某新区
    area          places that a whole falls into: 其中某三角洲地区
    named_class   what a name ends with that holds a verb: 粮食产能提升重点县
    of_place      rates of a place or its people, which own no figure after them: 城镇化率
    set_against   what is higher or lower than another: 房价 | 比 | 全国平均水平
    of_many       rates that things counted have together: 97个断面水质达标率
    equals        a share that opens its clause with its whole: 相当于全省生产总值
    upon          what a rate is a rate of for another: 对经济增长的贡献率
    people        how many people there are of kinds that the text names after it: 在校生规模
    enrolled      what a size is of that a rate after it is not: 在学总 | 规模
    used          whose quantity or rate a label tells: 煤层气 | 抽采量
    began         acts before a thing that another act ends: 新开工 | 煤矿…，建成投产…
    lengths       what is told of a route; route: the name of one, at the end of a clause
    aims          nouns after a figure that only say it was set; planned: a whole that was set: 年计划
    earnings      what firms are told by, firm: how such owners end, did: acts before a measure (实现 | 产值)
    this_firm     a firm that is pointed at (该企业), and firm_name: a firm by its name
    no_topic      clauses that say no thing of their own: 创历史最高水平
    inside        a part told in its whole: 煤炭 | 在能源结构中 | 占比; in_whole: the whole alone, as a clause opens
    grade         grades of water: Ⅲ类
    state_of      how far things have come: 在建; stood: where a label says so of the things before
    having, told_of  a thing told by its size, and the thing's name after the figures: 建成了总长度45公里的 | 管道
    yearly_sums   sums of the projects counted before: 年度投资; projects: what such labels end with
    where         a place as the end of a label: 最终在东山
    bound_signs   signs of a bound in a note: （管径＜600毫米）
    region        a place or a part of the country by its name: 东部, 某流域
    at_place      a place where things counted happened: 平原地区共发生
    firm_lead     the firm that a clause opens with: 东江集团实施
    places_that   places counted by what is said of a measure of theirs: 县 | 经济增速高于全省平均
    covers        what is said to cover all: 医保全覆盖
    """

    whole_things: frozenset[str]
    measured_by: re.Pattern[str]
    bar: re.Pattern[str]
    bar_alone: re.Pattern[str]
    solves: re.Pattern[str]
    results: re.Pattern[str]
    no_topic: re.Pattern[str]
    earnings: frozenset[str]
    did: re.Pattern[str]
    firm: re.Pattern[str]
    this_firm: re.Pattern[str]
    firm_name: re.Pattern[str]
    aims: frozenset[str]
    planned: re.Pattern[str]
    lengths: frozenset[str]
    route: re.Pattern[str]
    began: re.Pattern[str]
    used: re.Pattern[str]
    enrolled: re.Pattern[str]
    people: re.Pattern[str]
    counted_by: dict[str, tuple[str, re.Pattern[str] | None]]
    of_many: re.Pattern[str]
    set_against: re.Pattern[str]
    of_place: re.Pattern[str]
    equals: re.Pattern[str]
    upon: re.Pattern[str]
    area: re.Pattern[str]
    district: re.Pattern[str]
    named_class: re.Pattern[str]
    adding: re.Pattern[str]
    main: re.Pattern[str]
    does: re.Pattern[str]
    likened: re.Pattern[str]
    predicate: re.Pattern[str]
    inside: re.Pattern[str]
    grade: re.Pattern[str]
    state_of: re.Pattern[str]
    having: re.Pattern[str]
    told_of: re.Pattern[str]
    yearly_sums: frozenset[str]
    projects: re.Pattern[str]
    stood: re.Pattern[str]
    where: re.Pattern[str]
    bound_signs: re.Pattern[str]
    region: re.Pattern[str]
    in_whole: re.Pattern[str]
    at_place: re.Pattern[str]
    firm_lead: re.Pattern[str]
    covers: re.Pattern[str]
    places_that: re.Pattern[str]


@cache
def leaning_patterns() -> LeaningPatterns:
    """Compiled from data/nouns.yaml."""
    words = load("nouns.yaml")
    return LeaningPatterns(
        whole_things=frozenset(words["whole_things"]),
        measured_by=re.compile("(?P<part>.{2,}?)(?:只有|仅有|仅为|不足|不到|仅?相当于)(?P<whole>.{3,})$"),
        bar=re.compile(_BAR),
        bar_alone=re.compile(f"{_BAR}的?$"),
        solves=re.compile("(?P<who>[^的]*)(?:的|(?<=居民|人口|群众|农民|牧民|学生))(?P<what>.{2,}?)(?:问题)?$"),
        results=re.compile(
            "(?<=.{2})(?:(?:得到|受到|有了|取得|提出)[^，。；]*|为(?:保护对象|对象|目标|重点|主|依托|基础|核心|载体|试点))$"
        ),
        likened=re.compile("(?:大约|约|几乎|大概)?(?:是|为|相当于|接近)(?!了)"),
        predicate=re.compile(
            "(?P<noun>[^，。；]{2,}?)(?P<said>(?:全部|均|已|都|基本)*(?:能够|可以|得到|受到|达到|实现|完成|建成|建有|设有|拥有|实行|开通|纳入|享有|开展|通过|具备|配备|进入)[^，。；]{2,})$"
        ),
        main=re.compile("(?:主要|各种|重要|其他)[一-鿿]*产品"),
        does=re.compile(f"(?:{trie(words['predicates'])}|来自|从事|具有|拥有|达到|入选|属于)"),
        inside=re.compile("(?P<part>[一-鿿]{1,12}?)(?P<whole>在[^，。；]{2,16}中)的?(?P<share>占比|比重|比例)$"),
        grade=re.compile("劣?[ⅠⅡⅢⅣⅤ](?:类?[—–－～~至-]+[ⅠⅡⅢⅣⅤ])?类"),
        state_of=re.compile(f"(?:{trie(words['states'])})"),
        having=re.compile(f"^.*(?:{trie(words['having_verbs'])})了?(?P<size>(?:{trie(words['sizes_of'])}))$"),
        told_of=re.compile(
            "(?:[、，和][^，。；、]*\\d[^，。；、的]*)?(?:左右|以上)?的(?P<thing>[^，。；、的\\d]{2,20})(?=[，。；]|$)"
        ),
        yearly_sums=frozenset(words["yearly_sums"]),
        in_whole=re.compile(
            "在[^，。；\\d]{2,12}中(?:所占)?的?(?:比重|占比|份额)(?=由|从|为|达|提|上|下|降|超|占|已|约|\\d)"
        ),
        at_place=re.compile(
            "^(?P<place>.{2,}(?:库区|流域|地区|建成区|城区|区域|沿线))(?:共|累计)*(?P<act>发生|出现)?$"
        ),
        firm_lead=re.compile(
            "(?P<who>[一-鿿]{2,16}?(?:集团|公司|总厂)(?:[一-鿿]{2,4}公司)?)(?=实施|将|计划|拟|正|积极|大力)"
        ),
        places_that=re.compile(
            rf"(?P<noun>(?:{trie(words['places_counted'])}))(?!级|域|城|内|办|委|乡|镇|村|里)"
            "(?P<said>[一-鿿]{2,16}?(?:高于|低于|超过|快于|好于|优于|达到|突破|实现|居)[^，。；]{2,20})$"
        ),
        covers=re.compile("^(?P<noun>.{2,6}?)(?:实现)?全覆盖(?:、.*)?$"),
        region=re.compile(
            f"(?:{trie(words['places'])}|{trie(words['regions'])}|[一-鿿]{{1,4}}(?:地区|流域|区域))(?:地区|区域)?"
        ),
        bound_signs=re.compile("[<>≥≤＜＞]"),
        where=re.compile("(?:^|在)(?P<place>[一-鿿]{2,6})$"),
        stood=re.compile(f"^.*?(?:{trie(words['states'])})的|^(?:已|已经)?(?:{trie(words['states'])})"),
        projects=re.compile("(?:项目|工程)(?:数|个数)?$"),
        adding=re.compile("新增的?(?:主要)?(?:产品|工业)?的?(?:生产)?能力(?:为|是|有)?[：:]"),
        district=re.compile(
            "(?:(?:^|[及和、])(?!城市|地区|园区|社区|[城郊市辖矿牧林农]+区|全|各|本|该|国|示范区)[一-鿿]{2,4}(?:市|县|新区|区|自治州|州|盟|旗))+"
        ),
        area=re.compile("(?:地区|三角洲|流域|平原|山区|城区|郊区|县城|农村|沿海)$"),
        named_class=re.compile("^[一-鿿]{0,6}(?:[省市县区乡镇村]|工程|项目|行动|企业|基地|中心|试点|平台|园区|机构)$"),
        of_many=re.compile("(?:率|比例|比重|占比|平均浓度|年均浓度|指数)$"),
        of_place=re.compile(f"(?:{trie(words['place_rates'])})$"),
        set_against=re.compile("(?P<what>.{2,}?)(?<![占对之])(?:比|较)(?![重例率值较])(?P<other>[^比]{2,})$"),
        equals=re.compile("(?:仅|约)?相当于(?P<whole>.{2,})$"),
        upon=re.compile("对(?=[一-鿿]{2,14}的?(?:贡献率|贡献度|拉动|支撑率|依存度))"),
        counted_by={
            unit: (entry["word"], re.compile(rf"(?:{trie(entry['things'])})$") if entry.get("things") else None)
            for unit, entry in words["counted_by"].items()
        },
        people=re.compile("(?:在校生|在校学生|在学|招生|就业|从业|参保|在册)[一-鿿]{0,4}(?:规模|人数|总数)"),
        enrolled=re.compile("(?:在学|在校生?|招生|就业|从业)?总?$"),
        used=re.compile("(?P<whose>.{2,}?)(?:[一-鿿]{2}[量率]|[一-鿿]{2}总量)$"),
        began=re.compile("^(?:新?开工建设|新?开工|新建|续建|改扩建)(?=.{2})"),
        lengths=frozenset(words["route_lengths"]),
        route=re.compile(
            rf"(?:(?<![一-鿿A-Za-z\d])(?:是指|是|为)?|是指|是|为|建设|新建|规划|改建)(?P<owner>[一-鿿A-Za-z\d]{{2,16}}?(?:{trie(words['routes'])}))(?=[，（(])"
        ),
        aims=frozenset(words["aim_nouns"]),
        planned=re.compile('^(?:超额)?(?:完成)?[一-鿿“”"]{0,8}(?:计划|目标|任务|预算|指标)$'),
        earnings=frozenset(words["earnings"]),
        did=re.compile("(?:实现|完成|达到|共)+$"),
        firm=re.compile("(?:企业|集团|公司|园区|开发区|[一-鿿]业|合作社|市场|港|[一二三四五六七八九十百]强)$"),
        this_firm=re.compile("该(?:企业|公司|集团)的?"),
        firm_name=re.compile("[一-鿿]{2,14}?(?:集团|公司)"),
        no_topic=re.compile("(?:创|再创|位?居|位?列|跃居|排|高于|低于|多于|少于|超过|快于|是|为|比|较)"),
    )
