"""Patterns of times: points and stretches, bases of comparison (比2010年), starts (由2010年), horizons (用3年时间)."""

from __future__ import annotations

from collections.abc import Iterable

from guihua.reading.compiler.numerals import DIGITS, HAN, HAN_DIGIT, HAN_FIRST, NUMBER, PLAN_NUMBER, RANGE, YEAR
from guihua.reading.compiler.quantities import Group, han_quantity
from guihua.reading.compiler.wordlists import trie

_AGO = rf"(?<![\d{HAN_DIGIT}十])(?:\d{{1,2}}|[二两三四五六七八九]?十?[一二两三四五六七八九十])年以?前"
"""五年前, 10年前: a base, so many years before the year of the figure."""


def time_groups(table: dict[str, str], time_words: Iterable[str]) -> list[Group]:
    """Bases, comparisons with a year, starts, points and stretches, horizons."""
    point = time_point(time_words)
    quantity = han_quantity(table)
    starts = DIGITS + HAN_FIRST + '“"‘第过最近今未前头后规计' + "".join(w[0] for w in time_words)
    of_base = rf"的?(?=(?:约|近|超过)?{NUMBER} ?(?:%|倍|个百分点)|(?:约|近)?{HAN}+(?:倍|番))"
    stretch = rf"(?:{NUMBER}|{HAN}+)"
    horizon = (
        rf"(?:再)?(?:力争|争取)?(?:用|利用|经过){stretch}(?:{RANGE}{stretch})?(?:个)?年(?:左右)?(?:的)?(?:时间|努力)?"
    )
    within = rf"(?<![\d{HAN_DIGIT}]){stretch}年(?:以内|之内|内)(?!的)"
    dated = rf"(?:由|从|自){point}(?:时)?(?:的|约|近)*(?=\d|{HAN})"
    undated = rf"(?:由|从)(?:目前|现在|当前|现有|现状|原来|期初)?的?(?:水平的?)? ?(?:不足|不到|约|近)?(?={NUMBER}|{quantity}|[百千万]分之)"
    return [
        ("B", _base_pattern(point), "分比较对与同和跟在以环按相"),
        ("I", rf"(?:是|为|相当于|约为|达到|达|已是|仅为|只有)(?:{point}|{_AGO})(?:同期)?{of_base}", "是为相约达已仅只"),
        ("F", f"{dated}|{undated}", "由从自"),
        (
            "T",
            rf"(?:(?:到|至|截至|截止|截止到|自(?!{point}起)|从|在|于|以(?!上年)|与) ?)?{point}(?:的(?=[近约]?\d|{quantity}))?",
            "到至截自从在于以与" + starts,
        ),
        ("Z", f"{horizon}|{within}", "再力争用利经" + DIGITS + HAN_FIRST),
    ]


def time_decoder(relative: dict[str, int], plan_words: dict[str, str]) -> str:
    """Takes the text of a time token apart."""
    return (
        rf"(?<![\d{HAN_DIGIT}])(?P<ago>\d{{1,2}}|[二两三四五六七八九]?十?[一二两三四五六七八九十])年以?前"
        rf"|(?P<y1>{YEAR}) ?年?{RANGE}(?P<y2>{YEAR}|\d\d) ?年|(?P<ys>{YEAR}(?: ?年?[、和及与] ?{YEAR})*) ?年"
        rf"|(?P<plan>{PLAN_NUMBER})[”\"’]?(?:规划|计划)?(?P<at>期末|末期|末|初期|初)?"
        rf"|(?P<own>[前头后][一二两三四]年(?!来))|(?P<rel>{trie(relative)})|(?P<word>{trie(plan_words)})"
        rf"|(?P<way>过去|最近|近|今后|未来)?的?(?P<n>\d{{1,2}}|[两二三四五六七八九十])年(?P<came>来)?"
    )


def time_point(time_words: Iterable[str]) -> str:
    """A point or stretch of time, without the word before it."""
    part = r"(?:底|末|初|年底|年末|中期)?(?:之前|以前|前|以来|期间|之后|后)?"
    month = r"(?:\d{1,2}月(?:\d{1,2}日)?|上半年|下半年|前三季度|[一二三四]季度)?"
    others = rf"(?: ?年?(?:[、和及]|与(?! ?{YEAR} ?年?(?:相比|比较))) ?{YEAR})*"
    years = rf"{YEAR}{others} ?年{month}{part}"
    span = rf"{YEAR} ?年?{RANGE}(?:{YEAR}|\d\d) ?年{part}"
    tail = r"(?:[前后][一二三四两]年)?(?:规划|计划)?(?:时期|期间|期末|期内|末期|末|初期|初|以来|五年|期)?(?:之?前|之?内|内)?"
    must = r"(?:规划|计划)?(?:时期|期间|期末|期内|末期|末|初期|初|以来|五年|规划|计划|期)(?:之?前|之?内|内)?"
    plan = rf"(?:[“\"‘]第?{PLAN_NUMBER}[”\"’]{tail}|(?<![{HAN_DIGIT}十])[一二]?十{PLAN_NUMBER[:-1].replace('{1,3}', '')}五(?!年|[{HAN_DIGIT}十百千万亿个]){tail}|{PLAN_NUMBER}{must})"  # noqa: E501  (one pattern on one line)
    words = trie(time_words)
    length = r"(?:\d{1,2}|[两二三四五六七八九十])"
    told = rf"(?:过去|最近|近|今后|未来)(?:的)?{length}年(?:来|间|时间)?(?![期级])"
    ends = "累计|共[^同享建和产性有]|共有|合计|总共|平均|年均"
    acts = "用于|投入|完成|新增|新建|建成|改造|培训|引进|安排"
    summed = rf"(?<![\d.{HAN_DIGIT}十第前后用]){length}年(?:来|(?={ends}|{acts}))"
    alone = rf"(?<![^。；;\n])[五5]年(?=[一-鿿]{{2,12}}?(?:\d|{HAN}))(?![内期来以制级龄间后前规计])"
    opens = r"(?<![^，。；：、\n　 ”在中的间）])(?:规划期?|计划期?)?[前头后]"
    first = "(?<![提以之目此当先产会战年日午事生空从向面跟眼学婚比较与同和不])前"
    own = rf"(?:{opens}|{first})[一二两三四]年(?:内|间|里)?"  # 前三年: of the plan's own five
    return rf"(?:{span}|{years}|{plan}|{words}|{told}|{own}|{summed}|{alone})"


def _base_pattern(point: str) -> str:
    """A base of comparison: 比2010年, 较“十二五”期末, 同比, 在2015年基础上, 与上年相比."""
    tail = r"(?:同期|实际|执行数|预算|决算|年初预算|实绩|水平|底数|时)*"
    return "|".join(
        [
            rf"(?:分别)?(?:比|较|对比) ?(?:{point}|{_AGO}){tail}(?:的?水平)?",
            rf"(?:与|同|和|跟) ?{point}{tail}(?:[^，。；\n]{{0,8}}?相比较?|比较|比)|相(?:比|较)于?{point}{tail}",
            rf"在{point}{tail}的?(?:基础|基数)上(?:再)?",
            rf"以{point}{tail}为(?:基数|基准|基期|基年|基准年)",
            r"(?:分别)?(?:比|较)(?:当年|上)?年初(?!预算|计划|目标|预期)",
            r"同比(?:[（(](?:同口径)?，?下同[）)])?|环比|比同期(?![全国世])|比往年|按年率",
        ]
    )
