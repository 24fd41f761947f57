"""What tells targets, facts and parameters of policy apart, and what a rule's `then` asks; the words are in data/kinds.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.numerals import HAN, NUMBER
from guihua.reading.compiler.wordlists import load, trie

WILL = "(?<![主重需必纲概摘紧只])要(?![求素点件领])|将(?![军士领])(?![^，。；]{2,48}?(?:划[为入]|确定为|列为|列入|认定为|评为|命名为|返还给))"
"""What tells of the time to come, and is part of no other word."""


@dataclass(frozen=True, slots=True)
class KindPatterns:
    """What discourse.py searches in the words of a clause."""

    policy: re.Pattern[str]
    grant: re.Pattern[str]
    ruling: re.Pattern[str]
    ceiling: re.Pattern[str]
    forbids: re.Pattern[str]
    bounds: re.Pattern[str]
    standard: re.Pattern[str]
    granting: re.Pattern[str]
    sets: re.Pattern[str]
    as_aim: re.Pattern[str]
    is_aim: re.Pattern[str]
    promise: re.Pattern[str]
    done: re.Pattern[str]
    part_year: re.Pattern[str]
    falling: re.Pattern[str]
    numeral: re.Pattern[str]
    arranged: re.Pattern[str]
    fulfilled: re.Pattern[str]
    forecasts: re.Pattern[str]
    five_before: re.Pattern[str]
    decides: re.Pattern[str]
    of_whom: re.Pattern[str]
    ought: re.Pattern[str]


@cache
def kind_patterns() -> KindPatterns:
    """Compiled from data/kinds.yaml."""
    words = load("kinds.yaml")
    return KindPatterns(
        policy=re.compile(trie(words["policy"])),
        ceiling=re.compile(
            rf"最高(?:不超过|可达?|给予|奖励|补助|补贴)?(?={NUMBER}[万亿]*元)"
            rf"|的(?:{trie(words['award_kinds'])})*(?:{trie(words['awards'])})"
        ),
        forbids=re.compile(trie(words["forbids"]) + "|应(?:保持|控制|介于)?在?[^，。；年]{1,24}之间"),
        standard=re.compile("(?:以上|以内)?[^，。；（）()]{0,6}的标准(?!化)"),
        bounds=re.compile(trie(words["bounds"])),
        sets=re.compile(rf"(?:{trie(words['setting'])})(?!了)[^。；]{{0,40}}$"),
        is_aim=re.compile(
            r"(?:左右|以上|以内)?的?(?:预期|规划|计划|年度|既定|奋斗|总体)?(?:目标|任务)(?![，,]?(?:基础上|的基础))"
        ),
        as_aim=re.compile(rf"[^。；]{{0,30}}?的?(?:{trie(words['aims'])})"),
        granting=re.compile(trie(words["granting"])),
        grant=re.compile(trie(words["grant"])),
        ruling=re.compile(trie(words["ruling"])),
        promise=re.compile(f"{trie(words['promise'])}|计划(?!单列)|{WILL}"),
        ought=re.compile("(?<![相对效反响供])应(?![用急对收付届])|须|不得|可(?:按|享|减|免|申请|不)"),
        of_whom=re.compile(r"(?:其|前|按)?(?:上一?年度|上年|当年度?|本年度?|年内)"),
        done=re.compile(trie(words["done"]) + "|(?<!为)了(?![解结然])"),
        part_year=re.compile(r"年(?:第?[一二三]季度|上半年|前三季度|1-\d{1,2}月)"),
        falling=re.compile("降|减|缩"),
        arranged=re.compile(trie(words["arranged"]) + "|按[^，。]{0,20}安排"),
        numeral=re.compile(rf"{NUMBER}|{HAN}+"),
        decides=re.compile(trie(words["decides"])),
        forecasts=re.compile(trie(words["forecasts"])),
        five_before=re.compile("前五年|前5年|上一?个五年"),
        fulfilled=re.compile(
            r"计划的?完成(?:比例|率|程度)|(?<![将要])(?<!力争)(?<!确保)完成了?[^，。；]{0,16}?(?:目标|计划|任务)(?:总?量)?的(?:百分之)?\d"
        ),
    )


@cache
def followers() -> dict[str, re.Pattern[str]]:
    """What a rule's `then` asks of the number and the words right after it, by its name."""
    words = load("kinds.yaml")
    number = rf"(?:{NUMBER}|{HAN}+)[多余几]?[百千万亿]*(?:%|元|美元)?"
    return {
        "people": re.compile(rf"{NUMBER}[万]?人口(?:及)?以[上下内]"),
        "voltage": re.compile(rf"{NUMBER}千伏(?:及以上|以上|及以下)?(?:变|线路|电网|输|主变)"),
        "persons": re.compile(
            rf"{NUMBER}[多余]?[万亿][多余]?[一-鿿]{{0,8}}?(?:人口|农民|居民|群众|农户|职工|学生|老人)"
        ),
        "class": re.compile(
            rf"[百千十]*[万亿]元级?的?(?:{trie(words['classed'])})|{NUMBER}[百千十]?[万亿]元级(?:{trie(words['classed'])})"
        ),
        "bar": re.compile(
            rf"(?!{number}(?:{trie(words['milestones'])})(?![一-鿿]))(?!{number}[^的，。；]{{0,8}}的(?:标准|要求|规定)(?!化))"
        ),
        "sized": re.compile(rf"{NUMBER}[万亿]*元(?:以[上内])?的[^，。；]{{2,24}}?(?:资金|基金|平台|项目|公司)"),
        "of": re.compile(
            rf"{number}以?[上下内]?的(?=[一-鿿]{{2,24}}?(?:达到|不低于|不超过|提高|降低|下降|控制|占|为))"
        ),
        "goal": re.compile(rf"{number}(?:左右|以上)?的?(?:预期)?(?:经济)?(?:增长|增速)(?:预期)?目标"),
        "reach": re.compile(
            rf"{NUMBER}(?:公里|千米|米|海里|分钟|小时)(?:以内|之内|内|左右)?(?:的)?(?:范围|半径|缓冲|地带|区域)"
        ),
        "described": re.compile(
            rf"{number}[一-鿿]{{1,4}}?(?:以[上下]的?|的)[一-鿿]{{1,16}}?(?:达到?|共)?{NUMBER}[多余]?[个家条座户项处所]"
        ),
        "speed": re.compile(
            rf"{number}(?:左右|以上)?的(?:年均)?(?:速度|增速|幅度)(?:持续|稳定)?(?:增长|递增|推进|增加|提高|发展|上升)"
        ),
        "sorted": re.compile(
            rf"{NUMBER}(?:-{{1,2}}{NUMBER})?[百千]?[万亿]?元(?:级)?(?:以[上下])?(?:的)?[一-鿿]{{2,12}}?(?:达到?|超过|突破|不少于)?{NUMBER}[个家户项]"
        ),
        "graded": re.compile(
            rf"{NUMBER}[十百千万]*吨级(?:以[上下])?的?[一-鿿]{{1,12}}?(?:达到?|共|各)?(?:{NUMBER}|{HAN}+)[多余]?[个座条处艘家项]"
        ),
        "programme": re.compile(
            r"[百千万]*[百千万亿](?:斤|公斤|立方米|方|千瓦时|亩|吨)级?(?:以上)?[^，。；、\d]{0,12}?(?:工程|行动|计划|基地|项目)"
        ),
        "grade": re.compile(rf"{NUMBER}[十百千万]*吨级"),
        "size": re.compile(
            rf"{NUMBER}[十百千万亿]*(?:{trie(words['capacities'])})级?(?:以[上下])?"
            rf"(?![^，。；]{{0,20}}能力)[^，。；的]{{0,24}}?(?:{trie(words['sized'])})"
        ),
        "fines": re.compile(rf"{number}(?:以[上下内])?的?(?:罚款|罚金|滞纳金)"),
        "awards": re.compile(
            rf"{number}(?:以内|以下|左右)?的?(?:{trie(words['award_kinds'])})*(?:{trie(words['awards'])})"
        ),
    }
