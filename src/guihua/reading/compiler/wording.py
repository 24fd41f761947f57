"""What labels must not begin or end with, as patterns; the words are in data/wording.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.wordlists import load, trie


@dataclass(frozen=True, slots=True)
class WordingPatterns:
    """What wording.py takes away from labels, and the measure that a unit tells."""

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    start: re.Pattern[str]
    inner: re.Pattern[str]
    share_of_clause: re.Pattern[str]
    whose: re.Pattern[str]
    rate: re.Pattern[str]
    measured: re.Pattern[str]
    unit_measures: dict[str, str]
    act_nouns: dict[str, tuple[str, frozenset[str]]]
    act: re.Pattern[str]
    bar_in_money: re.Pattern[str]
    lessens: re.Pattern[str]
    trades: frozenset[str]
    debris: re.Pattern[str]


@cache
def wording_patterns() -> WordingPatterns:
    """Compiled from data/wording.yaml."""
    words = load("wording.yaml")
    measures = trie(words["inner_measures"])
    return WordingPatterns(
        lead=re.compile(
            r"(?:[一二三四五六七八九十]{1,3}、(?![二三四五六七八九十])|[（(][一二三四五六七八九十]{1,3}[）)]"
            rf"|对(?=[一-鿿]{{2,10}}(?:企业|单位|个人|项目|机构|人员|家庭|户))|{trie(words['marks'])}|(?:{trie(words['leads'])})(?=[一-鿿]{{2}})(?!(?:入|续|轨|行|存|网)))"
        ),
        tail=re.compile(
            rf"(?<=[一-鿿）\w]{{2}})(?!(?<=[涉普波顾惠触])及)(?:{trie(words['tails'])})$|(?<=[一-鿿]{{3}})(?:[上下]半年?|前三季度|[一二三四]季度)$"
        ),
        start=re.compile(
            r"(?<=[一-鿿]{2})(?<![自理来])(?:由|从(?![业事]))(?![^，。]{0,8}(?:率|比例|比重|量|额|值|面积|收入|资金|能力))"
            r"[^由从，。]{0,8}?(?:的|之初|以来|起)?-?数?$"
        ),
        inner=re.compile(rf"(?<=[一-鿿]{{2}})(?:{trie(words['inner'])})(?=[一-鿿]{{0,6}}(?:{measures})$)"),
        share_of_clause=re.compile(r"(?<=[^，]{5}[^中])的(?P<share>比重|比例|占比)$"),
        whose=re.compile(r"(?<=[一-鿿）])的(?=(?:总|平均)?(?:保有量|产量|产值|面积|数量|总数|收入|投资|规模)$)"),
        rate=re.compile(r"(?<=[一-鿿]{2})(?<=转化|利用|处置|处理|回收|覆盖|普及|达标|合格|就业|硬化)比[重例]$"),
        measured=re.compile(rf"(?:{trie(words['measured'])})$"),
        debris=re.compile(rf"^(?:{trie(words['debris'])})|[，。；：！？]|[一二三四五六七八九]是"),
        trades=frozenset(words["trades"]),
        act_nouns={e["act"]: (e["noun"], frozenset(e["units"])) for e in words["act_nouns"]},
        act=re.compile(
            rf"^(?P<place>全[市省区县州国]|[一-鿿]{{2}}[市县区])?(?P<act>{trie(e['act'] for e in words['act_nouns'])})"
            "(?![量额率面数的])(?P<thing>[一-鿿]{2,12}?)(?:数|面积|量|额)?$"
        ),
        lessens=re.compile("^(?:(?:通过[^，。]{2,12}?)?(?:推动|促进))?(?:减少|压减|削减)了?(?=[一-鿿]{3})"),
        bar_in_money=re.compile(
            rf"(?:{trie(words['bars_in_money'])})(?:超过|超|过|达到?|突破)[\d.十百千]*[万亿](?=[一-鿿]{{2}})(?![元美吨人])"
        ),
        unit_measures={unit: measure for measure, units in words["unit_measures"].items() for unit in units},
    )
