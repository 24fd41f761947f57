"""The words by which the second look tells what a figure is: data/look.yaml, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from guihua.plan.data import load
from guihua.plan.units import find_unit

_NUMERALS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


_WHOLE_WORDS = {"比": "(?<!占)(?<!之)比", "中": "中(?![型小央部医等国期心学草外])", "新增": "新增(?!长)"}


def _any(entries: list[str]) -> str:
    """One pattern of words, longest first; a word that also begins or ends others says where it stands alone."""
    return "|".join(_WHOLE_WORDS.get(e, re.escape(e)) for e in sorted(entries, key=len, reverse=True))


_NAMED_RATE = re.compile(r"(?:增长率|增速|增幅|增长速度|降幅)(?:要?(?:保持|稳定|控制|达到|达|为|在|到|力争))*$")
_GREW_TO = re.compile(r"(?:提高|上升|提升|增加|增长|扩大|发展)为$")
_FELL_TO = re.compile(r"(?:下降|降低|回落|减少|缩小|缩短|压缩|收窄)为$")
_RISE_OF = re.compile(r"(?:新增|净增|增加)(?!值|到|至|长)[^，；：]{2,20}$")
_FALL_OF = re.compile(r"(?:减少|削减|压减|净减)(?!到|至|值)[^，；：]{2,20}$")
_AHEAD = re.compile(
    r"(大约|约|接近|将近|近|不低于|不少于|至少|高于|超过|突破|逾|超|不足|低于|少于|不超过|不高于)(?:为|在|到|了)?$"
)
_BEHIND = {"左右": "about", "上下": "about", "以上": "ge", "之上": "ge"}
_BOUNDS = {
    **dict.fromkeys(("大约", "约", "接近", "将近", "近"), "about"),
    **dict.fromkeys(("不足", "低于", "少于", "不超过", "不高于"), "le"),
}


@dataclass(frozen=True)
class Words:
    """Compiled word lists; each method answers one question of a clause that stands before a figure."""

    rises: re.Pattern[str]
    falls: re.Pattern[str]
    rises_to: re.Pattern[str]
    falls_to: re.Pattern[str]
    tail_cut: re.Pattern[str]
    head_cut: re.Pattern[str]
    target: re.Pattern[str]
    fact: re.Pattern[str]
    areas: re.Pattern[str]
    empty: frozenset[str]

    def tells_time(self, heading: str) -> bool:
        """Does a heading say whether what follows was achieved or is aimed at?"""
        return bool(self.target.search(heading) or self.fact.search(heading))

    def target_heading(self, heading: str) -> bool:
        """Does a heading look ahead?"""
        return not self.fact.search(heading)

    def time_only(self, unit: str, lead: str, tail: str) -> bool:
        """Is the number a stretch of time, a voltage or a class, which is no figure of anything? 岁 and 优良天数 are."""
        found = find_unit(unit)
        if found is not None and found.dimension == "duration" and unit != "岁":
            moved = unit in ("天", "个工作日", "工作日", "小时", "分钟", "日")
            return not (
                re.search(r"天数$|日数$", lead)
                or (moved and re.search(r"(?:由|从|压缩|缩短|压减|减少|延长)(?:至|到|为|了)?$", lead))
            )
        return unit in ("千伏", "级")

    def role(self, clause: str, dimension: str, behind: str) -> tuple[str, str]:
        """(role, direction) of a figure behind this clause."""
        bare = re.sub(r"(?:大?约|近|超过?|逾|了|为|至少|不低于|不少于|不超过|左右|\s)+$", "", clause)
        if self.rises_to.search(bare) or _GREW_TO.search(clause):
            return "level", "up"
        if self.falls_to.search(bare) or _FELL_TO.search(clause):
            return "level", "down"
        way = self._way(bare, dimension)
        yearly = "growth" if self.yearly(clause) else "change"
        if dimension == "rate" and _NAMED_RATE.search(bare):
            return yearly, "down" if "降幅" in bare else "up"
        moved = {"points": "points", "times": "change", "rate": yearly}.get(dimension, "diff")
        still = {"points": "gap", "times": "times"}.get(dimension, "level")
        return (moved, way) if way else (still, "")

    def _way(self, bare: str, dimension: str) -> str:
        """up, down or "": by the verb at the end, for an amount also by one that opens its name (新增城镇就业)."""
        if self.rises.search(bare):
            return "up"
        if self.falls.search(bare):
            return "down"
        if dimension in ("points", "times", "rate"):
            return ""
        return "up" if _RISE_OF.search(bare) else "down" if _FALL_OF.search(bare) else ""

    def is_base(self, clause: str, behind: str) -> bool:
        """由2005年的, 从, 比上年的: is the figure behind it a starting point?"""
        return bool(
            re.search(
                r"(?:由|从|自)(?:(?:19|20)\d\d年(?:末|底)?|上年[末底]?|去年[末底]?|年初|期初|目前|现在|当前|原来|规划初期|“?十[一二三四]?五”?(?:末|期末|时期)?)?的?(?:约|近|不足)?$",
                clause,
            )
            or (
                re.search(
                    r"(?:比|较|是)(?:(?:19|20)\d\d年(?:末|底)?|上年[末底]?|去年[末底]?|年初|期初|上月末?|上季度末?|上一年|同期|上年同期|“[^”]*”(?:末|期末|时期)?)的?(?:约|近|不足)?$",
                    clause,
                )
                and clause.rstrip("约近不足").endswith("的")
            )
            or (
                re.search(r"(?:是|为|相当于)[^，；。]{0,12}$", clause)
                and re.match(r"的(?:近|约)?[\d.一二两三四五六七八九十百]+(?:多|余)?倍", behind)
            )
        )

    def compares(self, before: str, behind: str) -> bool:
        """Is a year between these words one that something is compared with, or starts from?"""
        if re.search(r"(?:比|较|由|从|自|相比|相对于?|与|于|对比|在)$", before) and not (
            before.endswith("在") and not re.match(r"(?:的)?基础上", behind)
        ):
            return True
        if re.search(r"(?:是|为|相当于)$", before) and (re.match(r"的", behind) or not behind.strip()):
            return True
        return bool(re.match(r"(?:末|底)?的?(?:基础上|水平|[\d.一二两三四五]+倍)", behind)) or bool(
            re.search(r"达到?$", before) and not behind.strip("的")
        )

    def yearly(self, clause: str) -> bool:
        """每年, 年均, 平均每年."""
        return bool(
            re.search(
                r"每年|年(?:平)?均(?!浓度|气温|温度|降[水雨]|径流|流量|水位|风速|日照|湿度|[^，]{0,2}值)|逐年", clause
            )
        )

    def total(self, lead: str) -> bool:
        """累计, 五年共, 期间."""
        return bool(
            re.search(
                r"累计|(?<!\d)(?:\d{1,2}|[一二三四五六七八九十])年(?:共|总共|合计|内|来|间|净|新|增|完|减|累|期)|(?:”|十[一二三四]?五)(?:期间|时期)|共计?(?:完成|开通|建成|新增)",
                lead,
            )
        )

    def years(self, lead: str) -> int:
        """How many years the words name: 五年累计, 三年完成; 0 for none."""
        found = re.search(
            r"(?<![\d十第.])(\d{1,2}|[两二三四五六七八九十])年(?!初|底|末|代|级|制|以|均浓度|平均浓度|义务|一贯|际)",
            lead,
        )
        if found is None:
            return 5 if re.search(r"(?:”|十[一二三四]?五)(?:期间|时期)", lead) else 0
        return int(found[1]) if found[1].isdigit() else _NUMERALS[found[1]]

    def bound(self, clause: str, tail: str, approx: str) -> tuple[str, str]:
        """(bound, word) of a figure: 以上 after it, 超过 before it, 左右, 近, 余."""
        behind = re.match(r"\s*(左右|上下|以上|以下|以内|之内|多|余|之上)", tail)
        if approx in ("余", "多", "几") or (behind and behind[1] in ("多", "余")):
            return "about", "余"
        if behind:
            return _BEHIND.get(behind[1], "le"), behind[1]
        ahead = _AHEAD.search(clause)
        if ahead is None or re.search(r"(?:远近|附近|最近|邻近|临近)$", clause):
            return "", ""
        return _BOUNDS.get(ahead[1], "ge"), ahead[1]

    def label(self, clause: str) -> str:
        """What a figure is of: the clause without times, verbs, hedges and the words for the whole area."""
        bare = clause
        for _ in range(3):
            bare = self.tail_cut.sub("", bare)
            bare = self.head_cut.sub("", bare)
        bare = self.areas.sub("", re.sub(r"[“”‘’\"\s　]", "", bare))
        bare = self.head_cut.sub("", bare)
        return "" if bare in self.empty or (len(bare) < 2 and not re.fullmatch(r"[\u4e00-\u9fff]{1}", bare)) else bare


@cache
def words() -> Words:
    """The shipped words."""
    table: dict[str, Any] = load("look.yaml", "guihua.checking.data")
    up, down, to = _any(table["rise"]), _any(table["fall"]), _any(table["to"])
    return Words(
        rises=re.compile(rf"(?:{up})(?:速度|幅度)?$"),
        falls=re.compile(rf"(?:{down})(?:速度|幅度)?$"),
        rises_to=re.compile(rf"(?:{up})(?:{to})(?:(?:19|20)\d\d年(?:末|底)?的?)?$"),
        falls_to=re.compile(rf"(?:{down})(?:{to})(?:(?:19|20)\d\d年(?:末|底)?的?)?$"),
        tail_cut=re.compile(
            rf"(?:{_any(table['label_tail'])}|(?:{up}|{down})(?:{to})?|(?:由|从|自|比|较|到|至|是|为|达|在)?(?:(?:19|20)\d\d年(?:末|底)?|上年[末底]?|去年[末底]?|年初|期初|(?:上年|去年)同期|“十[一二三四]?五”(?:末|期末|时期)?)的?|[一二两三四五六七八九十\d]+年(?:来|间|内)?)+$"
        ),
        head_cut=re.compile(
            rf"^(?:{_any(table['label_head'])}|(?:到|至|于|在|截至)?(?:19|20)\d\d年(?:末|底|年末)?(?:以前|前)?|[一二三四五六七八九]是|“?十[一二三四]?五”?(?:期间|时期|末|期末|以来)?|[一二两三四五六七八九十\d]+年(?!义务|一贯|期|际|均)(?:来|间|内|共|累计)*)+"
        ),
        target=re.compile(_any(table["headings"]["target"])),
        fact=re.compile(_any(table["headings"]["fact"])),
        areas=re.compile(rf"^(?:{_any(table['areas'])})"),
        empty=frozenset(table["empty_labels"]),
    )


__all__ = ["Words", "words"]
