"""Figures of one run: a year's months, sums that run on, bars one above the other, ranges, shares of shares."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from guihua.checking.look.candidates import Candidate, same_unit
from guihua.checking.look.figures import Figure, Sentence
from guihua.checking.look.words import words

_MONTHS = re.compile(
    r"(?P<q>一季度)|(?P<h>上半年)|(?P<t>前三季度)|(?P<y>全年)|(?<!\d)1月?[-—―–~～至到](?P<m>\d{1,2})月"
)
_FLOW = re.compile(r"完成|实现|累计|产量|产值|收入|投资|销售|增加值|总额|利润|税|发电|用电|新增|接待")
_BAR = re.compile(
    r"(?P<n>\d[\d.]*)?(?P<big>[十百千万亿]*)(?P<of>元|亩|人|吨|头|千瓦|平方米)(?:及其?)?以上的?(?P<rest>[^\d，、；。：]{0,12}?)(?=\d)"
)
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_RANGE = re.compile(
    r"(?<![\d.\-—―–~～/第〔（(A-Za-z年月号])(?P<a>\d+(?:\.\d+)?)(?P<pa>[%％]?)[-—―–~～]{1,2}(?P<b>\d+(?:\.\d+)?)"
    r"(?P<unit>[%％]|[百千万亿]{0,2}(?:元|吨|亩|公里|人次|人|户|家|个(?!百分点)|千瓦|平方米|立方米)|倍|个百分点)"
)
_SHARE = re.compile(
    r"^(?P<part>[^占]{1,16})占(?P<whole>[^占]{1,16}?)(?:的)?(?:比重|比例|份额|比)?(?:的|达到?|为|约|提高到|超过)*$"
)


def year_to_date(sentence: Sentence) -> Iterable[Candidate]:
    """一季度30亿元，上半年累计26亿元: what is counted from January on never falls within a year."""
    if not _FLOW.search(sentence.text):
        return
    dated = [(f, m) for f in sentence.figures if f.amount and not f.base and (m := _month(f.lead))]
    for (a, first), (b, last) in itertools.pairwise(dated):
        alike = same_unit(a, b) and a.year == b.year and _timeless(b.label) in ("", _timeless(a.label))
        if alike and first != last and a.role == b.role == "level":
            later, earlier = (b, a) if last > first else (a, b)
            yield Candidate("year_to_date", "sum", (later, earlier), "within")


def _timeless(label: str) -> str:
    """A label without the months that it counts and the verb that closes them."""
    return re.sub(r"^(?:累计|合计|共)*(?:完成|实现|达到?|为)*", "", words().areas.sub("", _MONTHS.sub("", label)))


def _month(lead: str) -> int:
    """Up to which month the words before a figure count; 0 for no such words."""
    found = list(_MONTHS.finditer(lead))
    if not found:
        return 0
    last = found[-1]
    return int(last["m"]) if last["m"] else {"q": 3, "h": 6, "t": 9, "y": 12}[last.lastgroup or "y"]


def running_totals(sentence: Sentence) -> Iterable[Candidate]:
    """累计建成2021年3200个、2022年2900个: a sum that runs on over the years never falls."""
    running = False
    for a, b in itertools.pairwise(sentence.figures):
        running = running or (a.total and "累计" in a.lead and a.role == "level")
        next_year = re.fullmatch(r"[、，]\d{4}年[末底]?(?:累计)?(?:达到?|为)?", b.lead) and not b.label_own
        running = running and bool(next_year) and same_unit(a, b) and a.role == b.role
        if running and a.year is not None and b.year is not None and a.year < b.year:
            yield Candidate("running_total", "order", (a, b), "up")


def nested_bars(sentence: Sentence) -> Iterable[Candidate]:
    """亿元以上企业41家、5亿元以上企业58家: whatever passes the higher bar has passed the lower one."""
    at = {f.start - sentence.start: f for f in sentence.figures}
    found = [(m, at[m.end()]) for m in _BAR.finditer(sentence.text) if m.end() in at]
    for (m, a), (n, b) in itertools.combinations(found, 2):
        alike = (m["of"], m["rest"]) == (n["of"], n["rest"]) and same_unit(a, b) and a.role == b.role == "level"
        low, high = _size(m), _size(n)
        if alike and low != high and a.year == b.year and "；" not in sentence.text[m.start() : n.start()]:
            yield Candidate("nested_bars", "sum", (a, b) if low < high else (b, a), "within")


def _size(bar: re.Match[str]) -> float:
    size = float(bar["n"] or 1)
    for mark in bar["big"]:
        size *= _SIZES[mark]
    return size


def ranges(text: str) -> Iterable[tuple[tuple[int, int, str], tuple[int, int, str], str]]:
    """((start, end, digits), (start, end, digits), unit) of ranges whose first end is above the second: 300—250亿元."""
    for m in _RANGE.finditer(text):
        years = all(re.fullmatch(r"(?:19|20)\d\d", m[k]) for k in "ab")
        falls = re.search(r"[降减缩少低][^，。；]{0,6}$", text[max(0, m.start() - 12) : m.start()])
        minus = (
            m["unit"] in ("%", "％", "个百分点") and text[m.start("b") - 1] == "-"
        )  # 3100-10%: a fall beside a figure of a table
        far = len(m["a"].partition(".")[0]) - len(m["b"].partition(".")[0]) > 1
        if float(m["a"]) > float(m["b"]) and not (years or falls or minus or far):
            yield (m.start("a"), m.end("a"), m["a"]), (m.start("b"), m.end("b"), m["b"]), m["unit"]


def shares_of_shares(sentences: Sequence[Sentence]) -> Iterable[Candidate]:
    """甲占乙40%，丙占甲80%，丙占乙36%: the share of a share is their product. Of one paragraph and year."""
    said: dict[tuple[int, int | None], dict[tuple[str, str], Figure]] = {}
    for sentence in sentences:
        for f in sentence.figures:
            if f.dimension == "rate" and f.role == "level" and not f.base and "占" in f.lead:
                names = _SHARE.match(words().label(re.split(r"[，；。：]", f.lead)[-1]) + "")
                names = names or _SHARE.match(re.split(r"[，；。：]", f.lead)[-1])
                if names is not None:
                    sides = (_bare(names["part"]), _bare(names["whole"]))
                    said.setdefault((sentence.paragraph, f.year), {})[sides] = f
    for shares in said.values():
        for (a, b), (c, d) in itertools.permutations(shares, 2):
            if b == c and (a, d) in shares:
                yield Candidate("share_of_share", "chain", (shares[a, b], shares[c, d], shares[a, d]))


def _bare(name: str) -> str:
    return words().label(name) or name
