"""What the labels of indicators are cut, split and named by; the words are in data/nouns.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.numerals import PLAN_NUMBER
from guihua.reading.compiler.wordlists import load, trie


@dataclass(frozen=True, slots=True)
class LabelPatterns:
    """What labels are cut, split and named by, and what the forms of their figures are told by."""

    quotes: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    of_share: re.Pattern[str]
    and_only: re.Pattern[str]
    commas: re.Pattern[str]
    joints: re.Pattern[str]
    measure: re.Pattern[str]
    announces: re.Pattern[str]
    by: re.Pattern[str]
    per_unit: frozenset[str]
    averages: re.Pattern[str]
    yearly: re.Pattern[str]
    substance: re.Pattern[str]
    figures: re.Pattern[str]
    run_on: re.Pattern[str]
    notes: re.Pattern[str]
    including: re.Pattern[str]
    namely: re.Pattern[str]
    area: re.Pattern[str]
    area_act: re.Pattern[str]
    by_means: re.Pattern[str]
    opener: re.Pattern[str]
    given_to: re.Pattern[str]
    there: re.Pattern[str]
    divides: re.Pattern[str]
    pointed: re.Pattern[str]
    heading_owner: re.Pattern[str]
    counted: re.Pattern[str]
    share_of: re.Pattern[str]
    bare_share: re.Pattern[str]
    index: re.Pattern[str]
    rate: re.Pattern[str]
    open_list: re.Pattern[str]
    place: re.Pattern[str]
    class_noun: re.Pattern[str]
    tax: re.Pattern[str]
    no_noun: re.Pattern[str]
    industries: re.Pattern[str]
    exists: re.Pattern[str]
    heading: re.Pattern[str]
    levels: re.Pattern[str]
    within: re.Pattern[str]
    sums: re.Pattern[str]
    sized_up: re.Pattern[str]
    works: frozenset[str]
    altogether: frozenset[str]
    length: re.Pattern[str]
    invested: re.Pattern[str]
    ends: frozenset[str]
    implied: dict[str, str]
    yields: re.Pattern[str]
    yielding: re.Pattern[str]
    invests: frozenset[str]
    jobs: re.Pattern[str]
    each_year: re.Pattern[str]
    than_plan: re.Pattern[str]
    noise: re.Pattern[str]
    joins: re.Pattern[str]
    places_counted: re.Pattern[str]
    standing: re.Pattern[str]
    made: re.Pattern[str]
    entity: re.Pattern[str]
    administrative: re.Pattern[str]
    whole_place: re.Pattern[str]
    size: re.Pattern[str]
    completes: re.Pattern[str]
    spends: re.Pattern[str]
    stretch: re.Pattern[str]
    stops: re.Pattern[str]
    sectors: re.Pattern[str]
    purpose: re.Pattern[str]
    reaches: re.Pattern[str]
    builds: frozenset[str]
    lines: re.Pattern[str]
    structure: re.Pattern[str]
    brackets: re.Pattern[str]
    listed_in: re.Pattern[str]
    share_tail: re.Pattern[str]
    kept: frozenset[str]
    nominal: frozenset[str]
    scopes: frozenset[str]
    belonging: frozenset[str]
    whole: re.Pattern[str]
    averages_per: re.Pattern[str]
    part_of_year: re.Pattern[str]
    stresses: frozenset[str]
    generic: frozenset[str]
    endings: dict[str, re.Pattern[str]]
    named_rate: re.Pattern[str]
    per_head: re.Pattern[str]
    gives: re.Pattern[str]
    per_tail: re.Pattern[str]
    followers: re.Pattern[str]
    rank: re.Pattern[str]
    modifier: re.Pattern[str]
    whose_name: re.Pattern[str]
    partly: re.Pattern[str]
    named_place: re.Pattern[str]


@cache
def label_patterns() -> LabelPatterns:
    """Compiled from data/nouns.yaml."""
    words = load("nouns.yaml")
    scope, lead, tail = trie(words["scopes"]), trie(words["leads"]), trie(words["tails"])
    measure = trie(words["measures"])
    return LabelPatterns(
        quotes=re.compile('[“”"‘’《》]'),
        lead=re.compile(
            rf"(?!{trie(w for e in load('cues.yaml') if e['kind'] == 'N' for w in e['words'])}|{trie(words['not_leads'])}|各类?型)(?:[一二三四五六七八九]是(?=..)|(?P<scope>{scope})(?:的)?|(?:{lead})|[，,、：: 　])(?=.)"  # noqa: E501  (one pattern on one line)
        ),
        tail=re.compile(
            rf"(?:(?:(?!(?<=[人户亩地])均)(?:{tail}))+|(?:居|位居|排|列|位列|跃居)?(?:全国|世界|全省|全球)?第[一二三四五六七八九十]{{1,2}}(?:位|名)?|在.{{1,10}}[上下中](?:{tail})*)$"
        ),
        of_share=re.compile(r"占(.{1,30}?)的(?=比重|比例|份额|百分比)"),
        and_only=re.compile("(?<![饱共普涉波顾])[和与及](?!谐|平|田|林格|时|格|其以)"),
        commas=re.compile("、"),
        joints=re.compile("、|以及|(?<![饱共普涉波顾])[和与及](?!谐|平|田|林格|时|格|其以)"),
        measure=re.compile(rf"(?:[一-鿿]{{2}}率|{measure})(?=[（(]|$)"),
        notes=re.compile(
            "[（(](?:(?:其中)?(?:包括|包含|主要是|主要包括)[^（()）]{4,}|[^（()）]*[<>≥≤＜＞][^（()）]*)[）)]"
        ),
        including=re.compile("^包括[^的]{4,}的(?=.{3,})"),
        namely=re.compile("^.+(?:比重|比例)即(?=[一-鿿]{2,8}率$)"),
        area=re.compile("(?:亩|公顷|平方公里|平方米)$"),
        area_act=re.compile(rf"(?:{trie(words['area_acts'])})$"),
        by_means=re.compile("^通过[一-鿿、]{2,12}$"),
        opener=re.compile(r"(?P<who>[一-鿿]{2,8})[，,](?:计划|拟|要|将|重点|预计)"),
        given_to=re.compile(f"^(?:{trie(words['spending_verbs'])}|补助|支持)"),
        there=re.compile(rf"^(?:{trie(words['pointed_at'])})?(?:主要|集中|大多)*(?:分布|位于|处)(?:在|于)?(?=.{{2,}})"),
        divides=re.compile(rf"(?:{trie(words['dividing_verbs'])})$"),
        run_on=re.compile(r"\d{6,}\.$"),
        figures=re.compile(r"\d[\d.\-/]{8,}|^[\d.\-/（）()]{6,}$|\d（[一-鿿]{1,4}）\d"),
        yearly=re.compile("(?:平均每年|每年平均|年平均|平均年)(?=[产销]量)|年均(?!浓度)"),
        averages=re.compile("^(?:平均每年|每年平均|年平均|平均年|年均)"),
        per_unit=frozenset(words["per_units"]),
        substance=re.compile(
            "(?:需氧量|化硫|化碳|[一-鿿]化物|颗粒物|甲烷|烟尘|粉尘)$"
        ),  # one name each, cut nowhere inside
        by=re.compile("按照?.{2,24}?(?:考虑|计算|计|统计|口径|测算)$"),
        pointed=re.compile(f"该(?:{trie(words['pointed_at'])})"),
        heading_owner=re.compile(
            rf"^(?:{trie(words['heading_verbs'])})*(?P<owner>[一-鿿]{{1,16}}(?:{trie(words['heading_owners'])}))$"
        ),
        announces=re.compile(
            rf"(?P<measure>产量|销量|产值|投资|{measure})(?:{trie(words['announcing'])}|[，,]按[^，。：\n]{{2,12}}(?:情况)?)?(?:如下|的?(?:分别)?[是为])[：:]"
        ),
        counted=re.compile(rf"(?:{trie(words['counted'])})$"),
        share_of=re.compile(r"占(.{1,30}?)(?:比重|比例|份额|百分比)"),
        bare_share=re.compile(r"(?<!占)(?:比重|占比|比例)$"),
        index=re.compile("(?<!复种)指数(?:值)?$"),
        rate=re.compile(rf"(?:{trie(words['rates'])})$"),
        open_list=re.compile("^[^等（(]*、[^等]*?等(?!级|效|级别|离子)(?=.{3})"),
        place=re.compile(trie(words["places"])),
        class_noun=re.compile(rf"^.*?(?:{trie(words['classes'])})(?=..)"),
        kept=frozenset(words["kept_verbs"]),
        nominal=frozenset(words["nominal_verbs"]),
        scopes=frozenset(words["scopes"]),
        belonging=frozenset(words["belonging_scopes"]),
        whole=re.compile(rf"(?:{scope})"),
        averages_per=re.compile("(?:人均|户均|亩均|地均|每[^，。]{1,3}均)(?=[一-鿿]{2})"),
        part_of_year=re.compile(
            "(?:上半|下半|前三季度|[一二三四1-4]季度|第[一二三四]季度|[前上下]?半年|1-\\d{1,2}月|\\d{1,2}月)(?:年|份)?"
        ),
        stresses=frozenset(words["stresses"]),
        generic=frozenset((*words["generic"], *words["earnings"])),
        endings={
            name: re.compile(rf"(?:{trie(words[name])})$")
            for name in ("durations", "lifetimes", "spans", "indices", "sizes", "means")
        },
        named_rate=re.compile(
            rf"(?:(?:{trie(words['objects'])})?(?:综合|集中|安全|有效|平均|资源化|无害化)?(?:(?:{trie(words['processes'])})化率|处理处置率|[毛净]?入[学园]率|通[一-鿿]{{1,4}}率|[一-鿿]{{2}}率)"
            "|[一-鿿]{2}化(?:程度|水平)|比重|占比|比例)$"
        ),
        per_tail=re.compile("(?:达到|提高到|达|为|是)每[百千万亿]+(?:人口?|户)$"),
        followers=re.compile("(?:[hj]*J[WHTB]*[UueVv]*[WHTB]*[%pxcmb])+"),
        rank=re.compile("(?:国家|世界|自治区|省|市|县|地|部|国|[1-5]A|A|特|一|二|三|四)级"),
        gives=re.compile("^(?:[对给向为按])?(?P<whom>.{0,40}?)(?:分别)?(?:给予|予以|奖励|补助|补贴)$"),
        per_head=re.compile(
            rf"(?:每[十百千万]*[名个户]?[一-鿿]{{0,6}}?人口?(?:拥有)?|(?:人均|户均)(?:全年|每年|每天|每日)?|(?:单位|[万亿]元)(?:{trie(words['bases'])}))(?=.{{2,}})"
        ),
        joins=re.compile(
            rf"(?P<noun>[一-鿿（）()“”、]{{2,24}}?|[省市县区乡镇村])(?:全部|均|已|都|全面|如期|顺利|圆满|相继|陆续|全年|基本|直接|普遍|先后|成功)*(?P<how>(?:在|与|向|为|对|被)[^，。；]{{2,16}}?)?"
            rf"(?P<verb>{trie(words['predicates'])})(?P<what>[^，。；]{{0,30}})"
        ),
        standing=re.compile(
            "(?:逐年|逐$|从无到有?|双提升|丰富|充足|巨大|良好|平稳|有较|有所|有了|有新|有明显|相对|保持|继续|持续|明显|连续|居(?![住民委室里])|位居|位列|稳居|跃居|快速|稳步|稳中[有向]|[偏较][低高小大少多]|大幅|显著|不断|将会|再创|呈现?).*$"
        ),
        made=re.compile("^生产(?!总值|性|能力|安全|基地|要素|力)(?=.)"),
        entity=re.compile(rf"(?:{trie(words['entities'])})$"),
        administrative=re.compile(rf"(?:{trie(words['administrative'])})(?!级|场|属)"),
        whole_place=re.compile(rf"(?:{scope}|[省市区州盟县]|[在对向])$"),
        size=re.compile(
            "(?:总|计划|预计)?(?:规模|总规模|投资|总投资|投资总额|总投资额|面积|总面积|建筑面积|装机|总装机|总装机容量)"
        ),
        completes=re.compile(rf"(?:{trie(words['completing_verbs'])})(?:数)?$"),
        sectors=re.compile("^(?:第?一[、产业和及]*第?二[、产业和及]*第?三次?产业|三次产业)(?P<rest>.*)$"),
        stops=re.compile("[，。；：！？]"),
        stretch=re.compile(
            r"^(?:每(?:亩|人|户|家|公顷|平方公里|平方米|万人|吨|辆|年))$|^[\d一二两三四五六七八九十·.]+年?$"
        ),
        spends=re.compile(rf"(?:{trie(words['spending_verbs'])})$"),
        purpose=re.compile(
            r"，?(?:专门|专项|主要|重点|全部)?(?P<how>用于|用来|支持|实施|保障|推动|推进|加快)(?P<what>[^，。；]{2,24})"
        ),
        reaches=re.compile(rf"(?:{trie(words['reaching_verbs'])})"),
        builds=frozenset(words["building_verbs"]),
        lines=re.compile(
            r"^.*(?:[　 ]{2,}|(?:约束性|预期性|属性)[　 ]+|[　 ](?=\d{1,2}[　 ]))(?:\d{1,2}[　 ]+)?(?=.{2,})"
        ),
        places_counted=re.compile(rf"^(?:{trie(words['places_counted'])})$"),
        structure=re.compile("在?[一-鿿]{2,14}结构中"),
        brackets=re.compile(r"[（(][^（()）]*[）)]"),
        listed_in=re.compile(r"[（(][^（()）]*、[^（()）]*[）)]"),
        no_noun=re.compile(
            rf"^(?:(?:{trie(words['after_numbers'])})(?!{trie(words['not_after_numbers'])})|水平上?$|规模$|[高低]位$)|^[^省市县区乡镇村]$"
        ),
        sums=re.compile("投资|总额|总规模|经费|资金"),
        works=frozenset(words["works"]),
        length=re.compile("(?:总长|全长|长度)(?:度)?$"),
        altogether=frozenset(("共", "总共", "共计", "合计", "总计")),
        invested=re.compile("(?<=.)(?:计划|估算)?总投资额?$|(?<=项目|工程)(?:完成|计划|年度)?投资额?$"),
        ends=frozenset(words["ending_verbs"]),
        implied=words["implied_measures"],
        yields=re.compile("^(?:年|总)?产[量值]$"),
        yielding=re.compile("(?:面积|年?产[量值])$"),
        invests=frozenset(words["investing_verbs"]),
        jobs=re.compile("新增.{0,6}就业|转移就业"),
        each_year=re.compile("每年|年均|年平均|当年|全年"),
        than_plan=re.compile(
            rf"[，,](?:约|预计)?[比较][“\"]?{PLAN_NUMBER}[”\"]?(?:计划)?(?:时期|期间)(?!平均|年均|末|初|[^，。；]{{0,6}}年)"
        ),
        sized_up=re.compile("(?:估算|概算|计划|预计|匡算|项目)总投资额?$"),
        exists=re.compile(
            "^(?P<place>.{2,14}?)(?<![国所私具公没只仅持])(?:共有|已有|建有|设有|拥有|分布有|现有|已知有?|有)"
            "(?![色机效限关序力利些的助望])(?P<thing>.{2,})$"
        ),
        heading=re.compile(rf"^[^（(）)、]{{4,}}?(?:{trie(words['headings'])})(?=.{{4,}})"),
        industries=re.compile("^.*[、和及与].*(?:行业|产业|领域|地区|企业|部门)的(?=.{3,})"),
        levels=re.compile("(?P<levels>(?:[一-鿿]{1,6}级[、和及与])+[一-鿿]{1,6}级)的?(?P<rest>.{2,})"),
        within=re.compile("^(?P<part>.+?)在(?P<whole>.+?)中(?:的|所占的?)?(?P<share>比重|比例|份额)$"),
        noise=re.compile(trie(words["noise"])),
        share_tail=re.compile("的?(?:(?:比重|比例|份额|百分比|比率)(?:一般)?)?$"),
        tax=re.compile(rf"(?:{trie(words['taxes'])})$"),
        modifier=re.compile("^.{0,6}[级型类性]$"),
        partly=re.compile("上半年|下半年|前三季度|[一二三四]季度"),
        named_place=re.compile("[一-鿿]{2,3}?(?:省|市|县|自治区)(?![场级属内])"),
        whose_name=re.compile("中国|国家(?!级)|内蒙古|广西|宁夏|新疆|西藏"),
    )
