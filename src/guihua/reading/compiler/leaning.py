"""What labels are completed by that lean on the words round them; the words are in data/nouns.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.numerals import NUMBER
from guihua.reading.compiler.words import load, trie

_BAR = (
    rf"(?:超过|超|过|达到?|突破|不低于)?(?:{NUMBER}|(?=[百千万亿]))[百千万亿]*(?:元|美元|吨|亩|公顷|千瓦|人|平方米)"
    "(?:以上|以下|以内)?"
)


@dataclass(frozen=True, slots=True)
class LeaningPatterns:
    """What restoring.py, labelling.py and own.py search for what a label leaves out.

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
    no_topic      clauses that say no thing of their own: 创历史最高水平
    """

    whole_things: frozenset[str]
    measured_by: re.Pattern[str]
    bar: re.Pattern[str]
    bar_alone: re.Pattern[str]
    solves: re.Pattern[str]
    results: re.Pattern[str]
    no_topic: re.Pattern[str]
    adding: re.Pattern[str]
    main: re.Pattern[str]
    does: re.Pattern[str]
    likened: re.Pattern[str]
    predicate: re.Pattern[str]


@cache
def leaning_patterns() -> LeaningPatterns:
    """Compiled from data/nouns.yaml."""
    words = load("nouns.yaml")
    return LeaningPatterns(
        whole_things=frozenset(words["whole_things"]),
        measured_by=re.compile("(?P<part>.{2,}?)(?:只有|仅有|仅为|不足|不到|仅?相当于)(?P<whole>.{3,})$"),
        bar=re.compile(_BAR),
        bar_alone=re.compile(f"{_BAR}的?$"),
        solves=re.compile("(?P<who>[^的]*)的(?P<what>.{2,}?)(?:问题)?$"),
        results=re.compile("(?<=.{2})(?:得到|受到|有了|取得)[^，。；]*$"),
        likened=re.compile("(?:大约|约|几乎|大概)?(?:是|为|相当于|接近)(?!了)"),
        predicate=re.compile(
            "(?P<noun>[^，。；]{2,}?)(?P<said>(?:全部|均|已|都|基本)*(?:得到|受到|达到|实现|完成|建成|纳入|享有|开展|通过|具备|配备|进入)[^，。；]{2,})$"
        ),
        main=re.compile("(?:主要|各种|重要|其他)[一-鿿]*产品"),
        does=re.compile(f"(?:{trie(words['predicates'])}|来自|从事|具有|拥有|达到|入选|属于)"),
        adding=re.compile("新增的?(?:主要)?(?:产品|工业)?的?(?:生产)?能力(?:为|是|有)?[：:]"),
        no_topic=re.compile("(?:创|再创|位?居|位?列|跃居|排|高于|低于|多于|少于|超过|快于|是|为|比|较)"),
    )
