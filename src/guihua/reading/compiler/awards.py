"""How measures of support name whom they reward; the words are in data/awards.yaml and kinds.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.numerals import HAN, NUMBER
from guihua.reading.compiler.wordlists import load, trie


@dataclass(frozen=True, slots=True)
class AwardPatterns:
    """What awards.py searches."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    bare: re.Pattern[str]
    whole: re.Pattern[str]
    grants: re.Pattern[str]
    each: re.Pattern[str]
    named: re.Pattern[str]
    marked: re.Pattern[str]
    acted: re.Pattern[str]
    bounded: re.Pattern[str]
    gives: re.Pattern[str]
    stop: re.Pattern[str]
    ends: re.Pattern[str]
    bar: re.Pattern[str]
    place: re.Pattern[str]
    head: re.Pattern[str]
    judged: re.Pattern[str]
    bodies: frozenset[str]
    levels: re.Pattern[str]
    level: re.Pattern[str]
    commas: re.Pattern[str]
    step: re.Pattern[str]
    item: re.Pattern[str]
    ranked: re.Pattern[str]


@cache
def award_patterns() -> AwardPatterns:
    """Compiled from data/awards.yaml and the award words of data/kinds.yaml."""
    names, words = load("kinds.yaml"), load("awards.yaml")
    kinds = rf"(?:{trie(k for k in names['award_kinds'] if k != '后')})*(?:后(?=补助))?"
    award = rf"(?P<award>{kinds}(?:{trie(names['awards'])})(?:返还)?)"
    manner = "(?:按照?规定|按照?标准|按项目|分阶段|择优|一次性|分别|每年|最高|累计|再|不超过)*"
    gives = "(?:给予|予以|可获得?|可享受|进行)"
    amount = rf"(?:{NUMBER}|{HAN}+)[多余]?[百千万亿]*(?:[%元亩㎡]|美元|平方米|公里|家|人次?|张|批次|年|个月|户|岁|吨|名|场|次|台|个|项)?"
    bound = "(?:[（(][^（）()]*[）)])?(?:以上|以下|以内|及以上)(?:[（(][^（）()]*[）)])?"
    reach = "(?:首次)?(?:达到?|超过|突破|超|满|不低于|不少于|大于)"
    span = rf"{amount}(?:[-—–至]{{1,2}}{amount})?"
    return AwardPatterns(
        after=re.compile(
            rf"(?:以内|以下|左右)?(?:/\w/?\w?)?(?:[、，](?:且)?(?:总额)?(?:单个项目)?最高(?:不超过)?{NUMBER}[万亿]*元(?:以内)?)?的?(?:标准)?"
            rf"(?:对[^，。；]{{2,14}}?)?(?:{gives}(?:企业|单位|个人|农户|投资方|其)?)?{award}"
        ),
        before=re.compile(rf"(?:{gives}{manner}|^(?:每[家个户项][^，]{{0,8}})?最高){award}?$"),
        bare=re.compile(
            rf"(?P<each>每[一-鿿]{{1,4}}?|单[个家户][一-鿿]{{2,4}}?|投资方|[个各]人)?{manner}(?:{gives})?{manner}(?P<to>每[个家户名][一-鿿]{{0,4}}?|投资方)?"
            rf"{award}(?:金额|资金|标准|额)?(?:为|是|约|达)?(?:最高|不超过|最多|不高于)*$"
        ),
        grants=re.compile(rf"{gives}|{trie(names['granting'])}|{trie(names['awards'])}|最高"),
        each=re.compile("(?:每满|每超过|每新增|每增加|[（(]含)$"),
        whole=re.compile(
            rf"^.*(?:不超过|不高于|按照?|参照|依据|{gives}(?:企业|单位|个人|农户)?|{award})(?:其|该)?(?P<whole>[^，。；\d]{{2,16}}?)(?:总额)?的?$"
        ),
        named=re.compile(award),
        marked=re.compile(
            rf"(?:(?P<place>在[^，；]{{2,12}}?)|^(?:第[\d一二三四五六七八九十]+条[ 　]*)?|(?<=以来)|(?<=每年)|^鼓励.*?)"
            rf"(?!{trie(words['not_marks'])})(?:{trie(words['marks'])})(?P<whom>.{{3,}})$"
        ),
        acted=re.compile(rf"^(?:并)?(?:{trie(names['award_acts'])})(?P<what>.{{4,}})$"),
        bounded=re.compile("(?:以上|以下|以内)的(?P<thing>[^的\\d]{3,})$"),
        gives=re.compile("的?(?:一次性|分别|最高|每[一-鿿]{1,3}?|按)*(?:给予|予以|奖励|补助|补贴)"),
        stop=re.compile(rf"(?:{trie(words['stop'])})|.*(?:审核|批准|同意|认定)$"),
        ends=re.compile(
            rf"(?:，|按照?[^，]{{0,12}}?(?:规定|标准)|(?:分别|一次性|择优)*{gives}|的?(?:分别|一次性)+|(?<=的)每|每[年家个]).*$"
        ),
        bar=re.compile(
            rf"(?:{reach}|经营满|在){span}(?:{bound})?|(?:{span}){bound}|{NUMBER}(?:[-—–至]{{1,2}}{NUMBER})?[百千万亿]*(?:平方米|公里|[元亩家吨人米])"
        ),
        place=re.compile("^(?:(?:在|县内外).{1,12}?[内上中间]|在[^，]{2,10}?(?=新))"),
        head=re.compile(rf"^(?:{trie(words['head'])}|{trie(words['got'])}|一个|一次性|上述|以上)"),
        judged=re.compile("(?<=[评认确列])(?P<what>[定为]+)(?=.)"),
        bodies=frozenset(words["bodies"]),
        levels=re.compile(rf"(?:{trie(words['levels'])}|{amount})"),
        level=re.compile(rf"(?:{trie(words['levels'])}|(?<![\d.]){amount})$"),
        commas=re.compile("[，；：,]"),
        step=re.compile(rf"每[一-鿿]{{1,3}}?(?:{NUMBER}|{HAN}+)[^，]{{1,12}}$"),
        item=re.compile("(?:[一-鿿A-Z\\d]{1,4}级|[甲乙丙丁]类)(?=按|奖|补|给|的|最|每|一次|分)"),
        ranked=re.compile("(?:[一-鿿]{1,4}级[、和及])*[一-鿿]{1,4}级(?P<thing>[^、]{2,})$"),
    )
