"""The one place where regular expressions are made: from the YAML of data/ to one anchored scanner and the rules.

Nothing here knows of any plan. A word list becomes a trie, so that the scanner tries each first letter once; cues marked
`near` count only directly before a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guihua.errors import GuihuaError

DATA = Path(__file__).parent / "data"

_MEASURED = "(?=[ 　]?[多余几]?(?:[千万亿%‰倍]|个百分点|公里|平方|立方|吨|元|亩|米|[辆个台户家人件项座所]))"
NUMBER = (
    rf"(?:\d{{1,3}}(?:(?:,\d{{3}})+|(?:，\d{{3}})+{_MEASURED})(?!\d)(?:\.\d+)?"
    rf"|(?<=[一-鿿])\d{{1,3}}\. \d+{_MEASURED}|\d+(?:\.\d+| ?[·•] ?\d+{_MEASURED})?)"
)
"""Digits of a magnitude; scanning turns points into · or parts them from their digits, and commas into wide ones."""
HAN_DIGIT = "零〇○一二两三四五六七八九"
HAN = f"[{HAN_DIGIT}十百千万亿]"
HAN_POINT = "[点·•.]"
HAN_NUMBER = rf"{HAN}+(?:{HAN_POINT}[{HAN_DIGIT}]+)?"
YEAR = rf"(?:(?:1[89]|20)\d\d|[一二][九八零〇○O0][{HAN_DIGIT}O0]{{2}})"
RANGE = r"(?:-{1,2}|至|到)"
PLAN_NUMBER = "[一二三四五六七八九十]{1,3}五"


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue word says: its kind letter, and a direction or comparator where it has one."""

    kind: str
    direction: str = ""
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One reading rule: where it applies and what it fills. `when` is over kind letters; see data/rules.yaml."""

    id: str
    when: re.Pattern[str]
    role: str
    form: str
    label: str
    base: str
    needs: str
    then: str
    note: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All of the data, compiled."""

    anchor: re.Pattern[str]
    numeral: re.Pattern[str]
    token: re.Pattern[str]
    mark: re.Pattern[str]
    time: re.Pattern[str]
    stop: re.Pattern[str]
    cues: dict[str, Cue]
    near: dict[str, Cue]
    letters: dict[str, str]
    near_letters: dict[str, str]
    unit_class: dict[str, str]
    relative: dict[str, int]
    plan_words: dict[str, str]
    rules: tuple[Rule, ...]


@cache
def grammar() -> Grammar:
    """The compiled grammar, made once a process."""
    unit_class = _units()
    cues, near = _cues()
    relative, plan_words = _time_words()
    return Grammar(
        anchor=re.compile(f"[{_DIGITS}{_HAN_FIRST}全翻半过第]"),
        numeral=re.compile(_anchor(unit_class)),
        token=re.compile(_token(unit_class, cues, near, relative, plan_words)),
        mark=re.compile(_mark_pattern()),
        time=re.compile(_time_decoder(relative, plan_words)),
        stop=re.compile(r"[。；;！？!?\n\f]"),
        cues=cues,
        near=near,
        letters={word: _letter(cue) for word, cue in cues.items()},
        near_letters={word: _letter(cue) for word, cue in near.items()},
        unit_class=unit_class,
        relative=relative,
        plan_words=plan_words,
        rules=_rules(),
    )


def _letter(cue: Cue) -> str:
    """A reach verb with a bound (不低于) is v."""
    return "v" if cue.kind == "V" and cue.comparator != "reach" else cue.kind


def trie(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words, sharing their beginnings."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root)


def load(name: str) -> Any:
    """One YAML file of data/; the keys yes and no, which YAML takes for truth values, are words here."""
    try:
        text = (DATA / name).read_text(encoding="utf-8")
        return _worded(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (OSError, yaml.YAMLError) as error:
        raise GuihuaError("READING-DATA", f"{name}: {error}", "reinstall guihua", name) from None


def _worded(data: Any) -> Any:
    if isinstance(data, dict):
        names = {True: "yes", False: "no"}
        return {names[k] if isinstance(k, bool) else k: _worded(v) for k, v in data.items()}
    return [_worded(item) for item in data] if isinstance(data, list) else data


def pattern(expression: str) -> re.Pattern[str]:
    """Compile an expression for another module of this room; the scanner's own names may stand in it as {NUMBER} and so on."""
    return re.compile(expression)


def _branch(node: dict[str, Any]) -> str:
    parts = [re.escape(c) + _branch(child) for c, child in node.items() if c]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 and "" not in node else f"(?:{'|'.join(parts)})"
    return f"{body}?" if "" in node else body


def _units() -> dict[str, str]:
    data = load("units.yaml")
    table: dict[str, str] = {}
    for entry in data:
        if "class" in entry:
            for word in entry["words"]:
                table.setdefault(word, entry["class"])
    return table


def _cues() -> tuple[dict[str, Cue], dict[str, Cue]]:
    plain: dict[str, Cue] = {}
    near: dict[str, Cue] = {}
    for entry in load("cues.yaml"):
        table = near if entry.get("near") else plain
        cue = Cue(entry["kind"], entry.get("direction", ""), entry.get("comparator", ""))
        for word in entry["words"]:
            table.setdefault(str(word), cue)
    return plain, near


def _time_words() -> tuple[dict[str, int], dict[str, str]]:
    data = load("times.yaml")
    relative = {word: entry["years"] for entry in data["relative"] for word in entry["words"]}
    plan_words = {word: entry["at"] for entry in data["plan"] for word in entry["words"]}
    return relative, plan_words


def _unit_pattern(table: dict[str, str]) -> str:
    denominators = trie(load("denominators.yaml"))
    simple = trie(sorted(table, key=lambda w: (-len(w), w)))
    return rf"(?!部[门委队件分])(?:{simple})(?![a-zA-Z])(?:/{denominators}(?![a-zA-Z])){{0,2}}"


def _strong_units(table: dict[str, str]) -> str:
    """Units after which a numeral in characters is surely one."""
    return trie(
        word
        for word, letter in table.items()
        if letter in "%pxm" and len(word) > 0 and word not in ("分", "里", "方", "度", "G", "M")
    )


def _han_quantity(table: dict[str, str]) -> str:
    """A numeral in characters with its unit: any with a measure; with counts only from ten up or as a range."""
    strong = _strong_units(table)
    counts = trie(load("words.yaml")["han_counts"])
    approx = "[多余几]?"
    han = f"(?:[{HAN_DIGIT}十百万亿]|千(?![瓦克米伏卡升]))"
    ranged = rf"(?<!几){han}+{approx}(?:至|到|-){han}+{approx}"
    first = "[一二两三四五六七八九]"
    big = rf"(?:{first}{han}*[十百千万亿]{han}*|十{first})"
    full = (
        rf"(?<!几)(?:{first}{han}*(?:{HAN_POINT}[{HAN_DIGIT}]+)?[万亿]?|十{han}*|[百千十]+[万亿]|(?<=[超近过上])[万亿])"
    )
    return rf"(?:(?:{ranged}|{full}{approx}[万亿]?)(?:{strong})(?!(?:公里)?死亡率)|(?<=[超过近])[百千十]?[千万亿](?![家人个户元])|(?:{ranged}|{big}{approx}[万亿]?)(?:{counts})|(?<!几)(?<!{HAN})(?:{first}|十){han}*[万亿](?=以[内上下]|左右))"  # noqa: E501  (one pattern on one line)


def _anchor(table: dict[str, str]) -> str:
    """What a sentence must hold to be worth scanning."""
    words = load("words.yaml")["fractions"]
    return rf"\d|第{HAN}+年[至到]第|[百千万]分之|{trie(words)}|{_han_quantity(table)}"


def _time_point(time_words: Iterable[str]) -> str:
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
    return rf"(?:{span}|{years}|{plan}|{words})"


def _token(
    table: dict[str, str],
    cues: dict[str, Cue],
    near: dict[str, Cue],
    relative: dict[str, int],
    plan_words: dict[str, str],
) -> str:
    """The scanner: labels, times, quantities, cues, separators, in this order.

    Every alternative stands behind a test of its first character, and a run of characters that begin nothing is one
    match, so that plain text is passed at the speed of a character class.
    """
    time_words = {**relative, **plan_words}
    groups = [
        *_label_groups(),
        *_time_groups(table, time_words),
        *_quantity_groups(table),
        *_word_groups(table, cues, near),
    ]
    every = "".join(sorted({c for _, _, firsts in groups for c in firsts}))
    guarded = [f"(?=[{re.escape(firsts)}])(?P<{name}>{body})" for name, body, firsts in groups]
    return "|".join([f"(?P<_>[^{re.escape(every)}]+)", *guarded])


_DIGITS = "0123456789"
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_HAN_FIRST = "零〇一二两三四五六七八九十百千万亿"
_CIRCLED = "".join(chr(c) for c in range(0x2460, 0x2474))
_Group = tuple[str, str, str]
"""Name of the group, its pattern, and every character that it can begin with."""


def _label_groups() -> list[_Group]:
    return [
        ("s", "[，,、。；;！？\n\f]", "，,、。；;！？\n\f"),
        ("L", _label_pattern(), _DIGITS + _HAN_FIRST + _LATIN + "〔[［（(【第专附表图例注排列居位全世国前"),
    ]


def _time_groups(table: dict[str, str], time_words: Iterable[str]) -> list[_Group]:
    point = _time_point(time_words)
    han_quantity = _han_quantity(table)
    starts = _DIGITS + _HAN_FIRST + '“"‘第' + "".join(w[0] for w in time_words)
    of_base = rf"的?(?=(?:约|近|超过)?{NUMBER}(?:%|倍|个百分点)|(?:约|近)?{HAN}+(?:倍|番))"
    stretch = rf"(?:{NUMBER}|{HAN}+)"
    horizon = (
        rf"(?:再)?(?:力争|争取)?(?:用|利用|经过){stretch}(?:{RANGE}{stretch})?(?:个)?年(?:左右)?(?:的)?(?:时间|努力)?"
    )
    within = rf"(?<![\d{HAN_DIGIT}]){stretch}年(?:以内|之内|内)(?!的)"
    dated = rf"(?:由|从|自){point}(?:时)?(?:的|约|近)*(?=\d|{HAN})"
    undated = (
        rf"(?:由|从)(?:目前|现在|当前|现有|原来|期初)?的?(?:不足|不到|约|近)?(?={NUMBER}|{han_quantity}|[百千万]分之)"
    )
    return [
        ("B", _base_pattern(point), "分比较对与同和跟在以环按相"),
        ("I", rf"(?:是|为|相当于|约为|达到|达|已是|仅为|只有){point}(?:同期)?{of_base}", "是为相约达已仅只"),
        ("F", f"{dated}|{undated}", "由从自"),
        (
            "T",
            rf"(?:(?:到|至|截至|截止|截止到|自(?!{point}起)|从|在|于|以|与) ?)?{point}(?:的(?=\d|{han_quantity}))?",
            "到至截自从在于以与" + starts,
        ),
        ("Z", f"{horizon}|{within}", "再力争用利经" + _DIGITS + _HAN_FIRST),
    ]


def _quantity_groups(table: dict[str, str]) -> list[_Group]:
    words = load("words.yaml")
    unit = _unit_pattern(table)
    multiplier = "(?:万亿|[百千十]?[万亿])"
    part = rf"(?:{HAN_NUMBER}|{NUMBER})"
    first = rf"(?P<n1>{NUMBER})(?P<a1>[多余几])?(?: ?(?P<m1>{multiplier}))?(?P<a2>[多余])?"
    second = rf"(?:(?P<u0>{unit})?{RANGE}(?P<n2>{NUMBER})(?P<a3>[多余])?(?: ?(?P<m2>{multiplier}))?)?"
    return [
        ("t", trie(words["doublings"]), "翻"),
        (
            "f",
            rf"(?<![\d/.])[1-9]/[2-9](?![\d/])|[百千万]分之{part}(?:{RANGE}(?:[百千万]分之)?{part})?",
            "123456789百千万",
        ),
        ("w", _in_words(words["fractions"]), "".join({w[0] for w in words["fractions"]})),
        ("r", rf"(?<!\d){NUMBER}:{NUMBER}(?::{NUMBER})*(?!\d)", _DIGITS),
        ("y", rf"第{HAN}+年(?:至|到)第{HAN}+年", "第"),
        ("q", rf"{first}{second}(?P<a4>[多余])?[ 　]?(?P<u1>{unit})?", _DIGITS),
        ("k", _han_quantity(table), _HAN_FIRST),
    ]


def _in_words(words: list[str]) -> str:
    """Quantities in words; 零排放 and the like only where nothing that it describes follows (零排放车队)."""
    none = [word for word in words if word.startswith("零")]
    return rf"(?:{trie(w for w in words if w not in none)}|(?:{trie(none)})(?![一-鿿]))"


def _word_groups(table: dict[str, str], cues: dict[str, Cue], near: dict[str, Cue]) -> list[_Group]:
    fractions = trie(load("words.yaml")["fractions"])
    verbs = trie(word for word, cue in cues.items() if cue.kind in "XUuViAS" and len(word) > 1)
    emphasis = "重点"
    ahead = rf"(?:约|近|超过|超|大约)?\s?(?:{NUMBER}|百分之|{_han_quantity(table)}|{fractions})"
    modals = "将要需须可应拟再还也仍先共"
    point_or_now = rf"(?:{YEAR}|目前|现在|现有|\d)"
    return [
        ("E", r"“[^“”\n]{1,24}”|《[^《》\n]{1,60}》|[A-Za-z][A-Za-z&+.\-]*|占地(?![区方级])", "“《占" + _LATIN),
        (
            "m",
            rf"[{modals}](?={verbs}|由{point_or_now})|{emphasis}(?={verbs})|(?:连续|提前)(?:\d+|{HAN}+)个?(?:年|季度|月)|按(?:照)?{YEAR}年(?:不变|可比|现行|市场)?价格?(?:计算)?"
            rf"|(?:每[人户亩吨头村校生名年月天日]){{1,2}}(?=(?:补助|补贴)?(?:约)?{NUMBER}[万亿]*元)",
            modals + emphasis[0] + "连提按每",
        ),
        ("c", trie(cues), "".join({w[0] for w in cues})),
        ("n", rf"(?:{trie(near)})(?={ahead}|(?:约|近|超|大约))", "".join({w[0] for w in near})),
        ("h", r"(?<=[亿万元瓦吨人])级(?=[一-鿿])(?!别)", "级"),
        ("p", r"[：:（）()]", "：:（）()"),
    ]


def _label_pattern() -> str:
    """Digits that are no quantity, from data/labels.yaml; {han} and {number} stand for numerals."""
    names = {"{han}": f"{HAN}+", "{number}": rf"(?:\d+|{HAN}+)", "{small}": "[一二三四五六七八九十]{1,3}"}
    parts = []
    for entry in load("labels.yaml"):
        expression = entry["pattern"]
        for name, body in names.items():
            expression = expression.replace(name, body)
        parts.append(expression)
    return "|".join(parts)


def _mark_pattern() -> str:
    """Marks of lists, at the beginning of a sentence: 一、, （二）, 3.; and circled figures."""
    han = "[一二三四五六七八九十百]{1,4}"
    circled = f"[{_CIRCLED}]"
    one = (
        r"(?:(?<=\n)|(?<![\s\S]))\d{1,2}(?:\.\d{1,2}){1,3}[.、]?[　 ]*(?=[一-鿿“])(?![万亿千百十元个吨户家人年月米公平立亩倍岁件项度])|"
        rf"{han}、(?![二三四五]、|[二三]次?产业)|[（(]{han}[）)]|\d{{1,2}}[.、．](?!\d)|[（(]\d{{1,2}}[）)]"
        rf"|{circled}|第{han}[章节篇条](?=[　 ])|-{{1,2}}(?!\d)"
    )
    return rf"[　 \t]*(?:(?:{one})[　 ]*)+"


def _base_pattern(point: str) -> str:
    """A base of comparison: 比2010年, 较“十二五”期末, 同比, 在2015年基础上, 与上年相比."""
    tail = r"(?:同期|实际|执行数|预算|决算|年初预算|实绩|水平|底数|时)*"
    return "|".join(
        [
            rf"(?:分别)?(?:比|较|对比) ?{point}{tail}(?:的?水平)?",
            rf"(?:与|同|和|跟) ?{point}{tail}(?:[^，。；\n]{{0,8}}?相比较?|比较|比)|相(?:比|较)于?{point}{tail}",
            rf"在{point}{tail}的?(?:基础|基数)上(?:再)?",
            rf"以{point}{tail}为(?:基数|基准|基期|基年|基准年)",
            r"同比|环比|比同期(?![全国世])|比往年|按年率",
        ]
    )


def _time_decoder(relative: dict[str, int], plan_words: dict[str, str]) -> str:
    """Takes the text of a time token apart."""
    return (
        rf"(?P<y1>{YEAR}) ?年?{RANGE}(?P<y2>{YEAR}|\d\d) ?年|(?P<ys>{YEAR}(?: ?年?[、和及与] ?{YEAR})*) ?年"
        rf"|(?P<plan>{PLAN_NUMBER})[”\"’]?(?:规划|计划)?(?P<at>期末|末期|末|初期|初)?"
        rf"|(?P<rel>{trie(relative)})|(?P<word>{trie(plan_words)})"
    )


def _rules() -> tuple[Rule, ...]:
    rules = []
    for entry in load("rules.yaml"):
        try:
            when = re.compile(entry["when"].replace(" ", ""))
        except re.error as error:
            raise GuihuaError("READING-RULE", f"{entry['id']}: {error}", "mend the pattern in rules.yaml") from None
        rules.append(
            Rule(
                entry["id"],
                when,
                entry.get("role", "value"),
                entry.get("form", "level"),
                entry.get("label", "left"),
                entry.get("base", ""),
                entry.get("needs", ""),
                entry.get("then", ""),
                entry.get("note", ""),
                tuple(entry.get("yes", ())),
                tuple(entry.get("no", ())),
            )
        )
    return tuple(rules)


@dataclass(frozen=True, slots=True)
class FramePatterns:
    """What frame.py searches in titles, headings and heads of documents."""

    titled_plan: re.Pattern[str]
    titled_years: re.Pattern[str]
    directive: re.Pattern[str]
    year_of_work: re.Pattern[str]
    chaptered: re.Pattern[str]
    five_years: re.Pattern[str]
    past_years: re.Pattern[str]
    noted_year: re.Pattern[str]
    reports: re.Pattern[str]
    five_told: re.Pattern[str]
    term: re.Pattern[str]
    line: re.Pattern[str]
    opening: re.Pattern[str]
    lays: re.Pattern[str]
    goal: re.Pattern[str]
    goal_before: re.Pattern[str]
    year_at_end: re.Pattern[str]
    plan_name: re.Pattern[str]
    number: re.Pattern[str]
    number_year: re.Pattern[str]
    date: re.Pattern[str]
    annual: re.Pattern[str]
    annual_title: re.Pattern[str]
    review_of: re.Pattern[str]
    heading_year: re.Pattern[str]
    looks_back: re.Pattern[str]
    looks_ahead: re.Pattern[str]
    does: re.Pattern[str]


@cache
def frame_patterns() -> FramePatterns:
    """Compiled from data/frame.yaml."""
    words = load("frame.yaml")
    kinds = trie(words["documents"])
    year = rf"(?P<y>{YEAR})"
    return FramePatterns(
        titled_plan=re.compile(
            rf"[“\"]?(?<![{HAN_DIGIT}十])(?P<plan>{PLAN_NUMBER})(?![{HAN_DIGIT}十年])[”\"]?(?:时期)?[^。，\n]{{0,30}}?(?:{kinds})|第(?P<p2>[一二三四五六七八九十]{{1,3}})个五年(?:{kinds})"
        ),
        titled_years=re.compile(
            rf"[（(](?P<y1>{YEAR})年?-{{1,2}}(?P<y2>{YEAR})年?[）)]|(?P<y3>{YEAR})年?-{{1,2}}(?P<y4>{YEAR})年[^。，\n]{{0,20}}(?:{kinds})"
        ),
        directive=re.compile(rf"(?:{trie(words['directives'])})(?=的通知|》|[（(]|\s|$)"),
        year_of_work=re.compile(rf"{year}年[^。，\n]{{0,40}}(?:{trie(words['directives'])})(?=的通知|》|[（(]|\s|$)"),
        chaptered=re.compile(r"(?:^|[\n　 ])第[一二三四五六七八九十]{1,3}[篇章节][　 ]*(?=[一-鿿])"),
        five_years=re.compile("五年内|今后五年|五年计划|五年规划"),
        five_told=re.compile(r"[^。\n]{0,40}(?:标志着|过去五年|五年来)"),
        reports=re.compile(f"(?:{trie(words['reports'])})$"),
        noted_year=re.compile(rf"[（(][^（()）\n]{{0,16}}(?<!到){year}年(?:\d{{1,2}}月)?[）)]"),
        term=re.compile(
            rf"(?:规划|计划)(?:期限?|年限|时限)(?:为|是|：|:)?(?P<y1>{YEAR})年?(?:-{{1,2}}|至|到)(?P<y2>{YEAR})年"
        ),
        line=re.compile(r"\n[　 ]*(?P<line>(?:第[一二三四五六七八九十百]+条[　 ])?[一-鿿\d“”、]{4,20})[　 ]*(?=\n)"),
        past_years=re.compile(trie(words["past_years"])),
        opening=re.compile(
            rf"\n[　 \t]*(?:-{{1,2}})?(?P<opens>(?:各位代表[！!：:，,])?(?:回顾|这|在|刚刚过去的)?(?:(?P<past>{trie(words['past_years'])})"
            rf"|(?P<last>{trie(words['past_year'])})|(?P<coming>{trie(words['coming_years'])})|(?P<this>{trie(words['this_year'])})"
            rf"|[“\"](?P<plan>{PLAN_NUMBER})[”\"](?:时期|期间|以来)"
            rf"|(?:根据|按照)[^。\n]{{0,50}}?(?:[“\"](?P<for>{PLAN_NUMBER})[”\"]|第(?P<nth>[一二三四五六七八九十]{{1,3}})个五年)规划的?建议|{year}年(?=[，是全很极在的主])))"
        ),
        lays=re.compile(rf"(?:{trie(words['lays'])})[^，]*$"),
        goal=re.compile(rf"(?:到|至|力争) ?{year} ?年"),
        goal_before=re.compile("年(?:底|末)?(?:之|以)?前"),
        year_at_end=re.compile(rf"{year} ?$"),
        plan_name=re.compile(
            rf"[“\"](?P<plan>{PLAN_NUMBER})[”\"]|(?P<p3>(?<![{HAN_DIGIT}十])十[一二三四五]?五)(?:期间|时期|规划|计划)"
        ),
        number=re.compile(r"[一-鿿]{1,8}[ 　]?[〔\[［（(][ 　]?\d{4}[ 　]?[〕\]］）)][ 　]?(?:第)?\d+[ 　]?号"),
        number_year=re.compile(r"[〔\[［][ 　]?(?P<y>\d{4})[ 　]?[〕\]］]"),
        date=re.compile(rf"{year}年[\d一二三四五六七八九十]{{1,3}}月(?:[\d一二三四五六七八九十]{{1,3}}日)?"),
        annual_title=re.compile(
            rf"[《“]?(?:{YEAR}年)?[^，。；：、]{{0,16}}(?:{trie(words['annual'])})[》”]?(?:[（(].{{0,8}}[）)])?"
        ),
        annual=re.compile(rf"(?:{year}年)?[^。\n]{{0,12}}(?:{trie(words['annual'])})(?:[（(](?P<after>{YEAR})年)?"),
        review_of=re.compile(rf"{year}年[^。\n]{{0,20}}(?:{trie(words['review'])})"),
        heading_year=re.compile(rf"{year}年"),
        looks_back=re.compile(trie(words["looks_back"])),
        looks_ahead=re.compile(trie(words["looks_ahead"])),
        does=re.compile(trie(words["does"])),
    )


@dataclass(frozen=True, slots=True)
class LabelPatterns:
    """What labels.py cuts away and splits at."""

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
    means: re.Pattern[str]
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
    noise: re.Pattern[str]
    joins: re.Pattern[str]
    places_counted: re.Pattern[str]
    standing: re.Pattern[str]
    whole_things: frozenset[str]
    measured_by: re.Pattern[str]
    bar_alone: re.Pattern[str]
    bar: re.Pattern[str]
    solves: re.Pattern[str]
    results: re.Pattern[str]
    no_topic: re.Pattern[str]
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
    brackets: re.Pattern[str]
    share_tail: re.Pattern[str]
    kept: frozenset[str]
    nominal: frozenset[str]
    scopes: frozenset[str]
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


_BAR = (
    rf"(?:超过|超|过|达到?|突破|不低于)?(?:{NUMBER}|(?=[百千万亿]))[百千万亿]*(?:元|美元|吨|亩|公顷|千瓦|人|平方米)(?:以上|以下|以内)?"
)
"""A bar that a thing is told by: 超5亿元, 30万吨以上."""


@cache
def label_patterns() -> LabelPatterns:
    """Compiled from data/nouns.yaml."""
    words = load("nouns.yaml")
    scope, lead, tail = trie(words["scopes"]), trie(words["leads"]), trie(words["tails"])
    measure = trie(words["measures"])
    return LabelPatterns(
        quotes=re.compile('[“”"‘’《》]'),
        lead=re.compile(
            rf"(?!{trie(w for e in load('cues.yaml') if e['kind'] == 'N' for w in e['words'])}|{trie(words['not_leads'])}|各类?型)(?:(?P<scope>{scope})(?:的)?|(?:{lead})|[，,、：: 　])(?=.)"  # noqa: E501  (one pattern on one line)
        ),
        tail=re.compile(
            rf"(?:(?:(?!(?<=[人户亩地])均)(?:{tail}))+|(?:居|位居|排|列|位列|跃居)?(?:全国|世界|全省|全球)?第[一二三四五六七八九十]{{1,2}}(?:位|名)?|在.{{1,10}}[上下中](?:{tail})*)$"
        ),
        of_share=re.compile(r"占(.{1,30}?)的(?=比重|比例|份额|百分比)"),
        and_only=re.compile("(?<![饱共普涉波顾])[和与及](?!谐|平|田|林格|时|格|其以)"),
        commas=re.compile("、"),
        joints=re.compile("、|以及|(?<![饱共普涉波顾])[和与及](?!谐|平|田|林格|时|格|其以)"),
        measure=re.compile(rf"(?:[一-鿿]{{2}}率|{measure})(?=[（(]|$)"),
        notes=re.compile("[（(](?:其中)?(?:包括|包含|主要是|主要包括)[^（()）]{4,}[）)]"),
        including=re.compile("^包括[^的]{4,}的(?=.{3,})"),
        namely=re.compile("^.+(?:比重|比例)即(?=[一-鿿]{2,8}率$)"),
        area=re.compile("(?:亩|公顷|平方公里|平方米)$"),
        area_act=re.compile(rf"(?:{trie(words['area_acts'])})$"),
        means=re.compile("^通过[一-鿿、]{2,12}$"),
        opener=re.compile(r"(?P<who>[一-鿿]{2,8})[，,](?:计划|拟|要|将|重点|预计)"),
        given_to=re.compile(f"^(?:{trie(words['spending_verbs'])}|补助|支持)"),
        there=re.compile(rf"^(?:{trie(words['pointed_at'])})?(?:主要|集中|大多)*(?:分布|位于|处)(?:在|于)?(?=.{{2,}})"),
        divides=re.compile(rf"(?:{trie(words['dividing_verbs'])})$"),
        run_on=re.compile(r"\d{6,}\.$"),
        figures=re.compile(r"\d[\d.\-/]{8,}|^[\d.\-/（）()]{6,}$|\d（[一-鿿]{1,4}）\d"),
        yearly=re.compile("(?:平均每年|每年平均|年平均|平均年|年均)(?=[产销]量)"),
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
        index=re.compile("指数(?:值)?$"),
        rate=re.compile(rf"(?:{trie(words['rates'])})$"),
        open_list=re.compile("^[^等（(]*、[^等]*?等(?!级|效|级别|离子)(?=.{3})"),
        place=re.compile(trie(words["places"])),
        class_noun=re.compile(rf"^.*?(?:{trie(words['classes'])})(?=..)"),
        kept=frozenset(words["kept_verbs"]),
        nominal=frozenset(words["nominal_verbs"]),
        scopes=frozenset(words["scopes"]),
        stresses=frozenset(words["stresses"]),
        generic=frozenset(words["generic"]),
        endings={
            name: re.compile(rf"(?:{trie(words[name])})$")
            for name in ("durations", "lifetimes", "spans", "indices", "sizes")
        },
        named_rate=re.compile(
            rf"(?:(?:{trie(words['objects'])})?(?:综合|集中|安全|有效|平均|资源化|无害化)?(?:(?:{trie(words['processes'])})化率|[毛净]?入[学园]率|通[一-鿿]{{1,4}}率|[一-鿿]{{2}}率)"
            "|比重|占比|比例)$"
        ),
        per_tail=re.compile("(?:达到|提高到|达|为|是)每[百千万亿]+(?:人口?|户)$"),
        followers=re.compile("(?:[hj]*J[WHTB]*[UueVv]*[WHTB]*[%pxcmb])+"),
        rank=re.compile("(?:国家|世界|自治区|省|市|县|地|部|国|[1-5]A|A|特|一|二|三|四)级"),
        gives=re.compile("^(?:[对给向为按])?(?P<whom>.{0,40}?)(?:分别)?(?:给予|予以|奖励|补助|补贴)$"),
        per_head=re.compile(
            rf"(?:每[十百千万]*[名个户]?[一-鿿]{{0,6}}?人口?(?:拥有)?|人均|户均|(?:单位|[万亿]元)(?:{trie(words['bases'])}))(?=.{{2,}})"
        ),
        joins=re.compile(
            rf"(?P<noun>[一-鿿（）()“”、]{{2,24}}?)(?:全部|均|已|都|全面|如期|顺利|圆满|相继|陆续|全年|基本|直接|普遍|先后|成功)*(?P<how>(?:在|与|向|为|对|被)[^，。；]{{2,16}}?)?"
            rf"(?P<verb>{trie(words['predicates'])})(?P<what>[^，。；]{{0,30}})"
        ),
        no_topic=re.compile("(?:创|再创|位?居|位?列|跃居|排|高于|低于|多于|少于|超过|快于|是|为|比|较)"),
        measured_by=re.compile("(?P<part>.{2,}?)(?:只有|仅有|仅为|不足|不到|仅?相当于)(?P<whole>.{3,})$"),
        bar_alone=re.compile(f"{_BAR}的?$"),
        bar=re.compile(_BAR),
        solves=re.compile("(?P<who>[^的]*)的(?P<what>.{2,}?)(?:问题)?$"),
        results=re.compile("(?<=.{2})(?:得到|受到|有了|取得)[^，。；]{2,}$"),
        whole_things=frozenset(words["whole_things"]),
        standing=re.compile("(?:有较|有所|有了|有新|有明显|相对|保持|继续|持续|明显|连续|居|位居|位列|稳居|跃居|快速|稳步|大幅|显著|不断|再创|呈现?).*$"),
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
        brackets=re.compile(r"[（(][^（()）]*[）)]"),
        no_noun=re.compile(
            rf"^(?:(?:{trie(words['after_numbers'])})(?!{trie(words['not_after_numbers'])})|水平上?$|规模$)|^[^省市县区乡镇村]$"
        ),
        sums=re.compile("投资|总额|总规模|经费|资金"),
        exists=re.compile(
            "^(?P<place>.{2,14}?)(?<![国所私具公没只仅持])(?:共有|已有|建有|设有|拥有|分布有|现有|已知有?|有)"
            "(?![色机效限关序力利些的助望])(?P<thing>.{2,})$"
        ),
        heading=re.compile(rf"^.{{4,}}?(?:{trie(words['headings'])})(?=.{{4,}})"),
        industries=re.compile("^.*[、和及与].*(?:行业|产业|领域|地区|企业|部门)的(?=.{3,})"),
        levels=re.compile("(?P<levels>(?:[一-鿿]{1,6}级[、和及与])+[一-鿿]{1,6}级)的?(?P<rest>.{2,})"),
        within=re.compile("^(?P<part>.+?)在(?P<whole>.+?)中(?:的|所占的?)?(?P<share>比重|比例|份额)$"),
        noise=re.compile(trie(words["noise"])),
        share_tail=re.compile("的?(?:(?:比重|比例|份额|百分比|比率)(?:一般)?)?$"),
        tax=re.compile(rf"(?:{trie(words['taxes'])})$"),
        modifier=re.compile("^.{0,6}[级型类性]$"),
    )


@dataclass(frozen=True, slots=True)
class KindPatterns:
    """What discourse.py searches in the words of a clause."""

    policy: re.Pattern[str]
    grant: re.Pattern[str]
    ruling: re.Pattern[str]
    ceiling: re.Pattern[str]
    forbids: re.Pattern[str]
    bounds: re.Pattern[str]
    granting: re.Pattern[str]
    sets: re.Pattern[str]
    as_aim: re.Pattern[str]
    promise: re.Pattern[str]
    done: re.Pattern[str]
    part_year: re.Pattern[str]
    falling: re.Pattern[str]
    numeral: re.Pattern[str]
    arranged: re.Pattern[str]


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
        forbids=re.compile(trie(words["forbids"])),
        bounds=re.compile(trie(words["bounds"])),
        sets=re.compile(rf"(?:{trie(words['setting'])})(?!了)[^。；]{{0,40}}$"),
        as_aim=re.compile(rf"[^。；]{{0,30}}?的?(?:{trie(words['aims'])})"),
        granting=re.compile(trie(words["granting"])),
        grant=re.compile(trie(words["grant"])),
        ruling=re.compile(trie(words["ruling"])),
        promise=re.compile(trie(words["promise"]) + "|(?<![主重需必纲概摘紧只])要(?![求素点件领])|将(?![军士领])"),
        done=re.compile(trie(words["done"]) + "|(?<!为)了(?![解结然])"),
        part_year=re.compile(r"年(?:第?[一二三]季度|上半年|前三季度|1-\d{1,2}月)"),
        falling=re.compile("降|减|缩"),
        arranged=re.compile(trie(words["arranged"]) + "|按[^，。]{0,20}安排"),
        numeral=re.compile(rf"{NUMBER}|{HAN}+"),
    )


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
def followers() -> dict[str, re.Pattern[str]]:
    """What a rule's `then` asks of the number and the words right after it, by its name."""
    words = load("kinds.yaml")
    number = rf"(?:{NUMBER}|{HAN}+)[多余几]?[百千万亿]*(?:%|元|美元)?"
    return {
        "sized": re.compile(rf"{NUMBER}[万亿]*元(?:以[上内])?的[^，。；]{{2,24}}?(?:资金|基金|平台|项目|公司)"),
        "of": re.compile(
            rf"{number}以?[上下内]?的(?=[一-鿿]{{2,24}}?(?:达到|不低于|不超过|提高|降低|下降|控制|占|为))"
        ),
        "goal": re.compile(rf"{number}(?:左右|以上)?的?(?:预期)?(?:经济)?(?:增长|增速)(?:预期)?目标"),
        "grade": re.compile(rf"{NUMBER}[十百千万]*吨级"),
        "size": re.compile(
            rf"{NUMBER}[十百千万亿]*(?:{trie(words['capacities'])})级?(?:以[上下])?"
            rf"(?![^，。；]{{0,20}}能力)[^，。；的]{{0,24}}?(?:{trie(words['sized'])})"
        ),
        "awards": re.compile(
            rf"{number}(?:以内|以下|左右)?的?(?:{trie(words['award_kinds'])})*(?:{trie(words['awards'])})"
        ),
    }


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


@dataclass(frozen=True, slots=True)
class ResolutionPatterns:
    """What resolution.py searches."""

    price: re.Pattern[str]
    region: re.Pattern[str]
    national: re.Pattern[str]


@cache
def resolution_patterns() -> ResolutionPatterns:
    """Words of prices, and names that end like a region's."""
    return ResolutionPatterns(
        price=re.compile("(?P<comparable>可比价|不变价|扣除价格因素|扣除物价)|(?P<current>现价|当年价|名义增长)"),
        region=re.compile(r"[一-鿿]{2,9}?(?:自治区|省|市|自治州|盟|县|旗)"),
        national=re.compile("^[《“]?(?:国务院|国家|全国|中共中央|中华人民共和国)"),
    )
