"""Statistical periods in running text: 1—10月, 前三季度, 2016—2021年, 年末, and the bases of comparisons (比上年同期)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.statistics.harvest.records import When

_Y = r"(?<![\d.])(?:19|20)\d\d"
_M = r"(?:1[0-2]|0?[1-9])"
_Q = "第?[一二三四1-4]季度"
_PART = rf"前三季度|[一1](?:至|-|到)[三3]季度|上半年|下半年|{_Q}|前[一二三四五六七八九十\d]{{1,2}}个?月"
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九十")}

TIME = re.compile(
    rf"""
    (?P<years>{_Y})年?(?:-|至|到)(?P<to>(?:19|20)\d\d)年(?:度|间|期间)?
  | (?P<plan>(?:“|")?十[一二三四]五(?:”|")?)(?:时期|期间)?(?P<planend>末)?
  | (?:(?P<year>{_Y})(?:年度?|(?=[全上下前一二三四](?:区|省|国|市|半年|三季度|季度)))|(?P<rel>今年|本年度?|去年|上年|上一年|前年|当年)(?!生))
      (?:\ ?,?\ ?(?P<m1>{_M})月?份?(?:-|至|到)(?:当年)?(?P<m2>{_M})月份?(?P<rend>末|底)?
        |(?P<m>{_M})月(?!龄)(?:份|(?P<mend>末|底)|(?P<day>[0-3]?\d)日(?:(?:-|至|到)[^,。]{{1,9}}日)?)?
        |(?P<part>{_PART})(?P<partend>末)?
        |(?P<end>年?末|年?底)
        |(?P<allyear>全年))?
  | (?P<bm1>{_M})月?份?(?:-|至|到)(?P<bm2>{_M})月份?(?P<brend>末|底)?
  | (?<![\d.个])(?P<bm>{_M})月(?!龄)(?:份|(?P<bmend>末|底)|(?P<bday>[0-3]?\d)日)?
  | (?P<bpart>{_PART}|上季度?)(?P<bpartend>末)?
  | (?P<bend>年末|年底|期末|末期)
  | (?P<ball>全年(?!龄))
  | (?P<this>当月|本月|当季|本季度?)
  | (?P<lastm>上月|上个月)
""",
    re.VERBOSE,
)
BASE = re.compile(
    r"(?:与|和|同)(?P<a>[^,，。;；]{1,16}?)(?:同期|底|末)?(?:相比|持平|对比)|[比较](?P<b>[^,，。;；增下上减提回高低多少收加放扩]{0,14}?)(?:同期|末|底|初)?(?=[^一-鿿]|[增下上减提回高低多少收加放扩大小净略有实名翻涨])"
)
_AIM = re.compile("(?:完成|.?占)全年[^,，。;；]{0,20}?(?:目标|任务|计划|预算)")
"""完成全年投资目标的78%: the year is that of the target, not of the figure."""
_SAME = re.compile("^[ 的]?同期")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A time where it is written. base: it only says what something is compared with (比上年同期)."""

    start: int
    end: int
    when: When
    base: bool = False
    dated: bool = True


def find_times(text: str, start: int, end: int, now: When) -> list[Spoken]:
    """The times written in text[start:end], left to right; `now` gives the year that is not written."""
    found: list[Spoken] = []
    year = now.year
    for m in TIME.finditer(text, start, end):
        when, dated = _when(m, now, year)
        if when is None:
            continue
        before = text[max(start, m.start() - 1) : m.start()]
        dated = dated and not (m["plan"] and text[m.end() :].startswith("以来"))
        same = bool(_SAME.match(text[m.end() : m.end() + 3]))
        base = same or (before != "" and before in "比较与同和") or m["lastm"] is not None
        base = base or (
            m["ball"] is not None and _AIM.match(text[max(start, m.start() - 2) : m.end() + 24]) is not None
        )
        if m["rel"] in ("去年", "上年", "上一年", "前年") and not m["part"] and not m["m"] and not m["m1"]:
            base = base or bool(re.match("同期|末|底", text[m.end() : m.end() + 2]))
        found.append(Spoken(m.start(), m.end(), when, base, dated))
        if m["year"] and not base and dated:
            year = int(m["year"])
    return found


def _when(m: re.Match[str], now: When, year: int) -> tuple[When | None, bool]:
    """The period of a match, and whether it is one that governs (a day of publication is not)."""
    g = m.groupdict()
    if g["years"]:
        return When(f"{g['years']}-{g['to']}"), True
    if g["plan"]:
        first = 2006 + 5 * "一二三四".index(re.sub('[“”"十五]', "", g["plan"]))
        return (When(str(first + 4)) if g["planend"] else When(f"{first}-{first + 4}")), True
    if g["year"] or g["rel"]:
        return _of_year(g, int(g["year"]) if g["year"] else year + _OFFSETS[g["rel"]], year, now)
    return _bare(g, year, now)


_OFFSETS = {"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2}


def _of_year(g: dict[str, str | None], year: int, current: int, now: When) -> tuple[When | None, bool]:
    if g["rel"] and not current:
        return None, False
    if g["m1"] and g["m2"]:
        return _months(year, g["m1"], g["m2"], bool(g["rend"])), True
    if g["m"]:
        when = _month(year, int(g["m"]), stock=bool(g["mend"] or g["day"]))
        return when, not g["day"]
    if g["part"]:
        return _part(year, g["part"], bool(g["partend"])), True
    if g["end"]:
        return When(str(year), stock=f"{year}-12-31"), True
    return When(str(year)), True


def _bare(  # noqa: PLR0911  (one form a line)
    g: dict[str, str | None], year: int, now: When
) -> tuple[When | None, bool]:
    if not year:
        return None, False
    if g["bm1"] and g["bm2"]:
        return _months(year, g["bm1"], g["bm2"], bool(g["brend"])), True
    if g["bm"]:
        return _month(year, int(g["bm"]), stock=bool(g["bmend"] or g["bday"])), not g["bday"]
    if g["bpart"]:
        if g["bpart"].startswith("上季"):
            return When(now.period, now.span), True
        return _part(year, g["bpart"], bool(g["bpartend"])), True
    if g["bend"]:
        return _end_of(now, year), True
    if g["ball"]:
        return When(str(year)), True
    if g["this"]:
        return (When(now.period) if len(now.period) >= 7 else None), True
    return ((_before(now) or now) if g["lastm"] else None), True


def _end_of(now: When, year: int) -> When:
    """年末 of a yearly release; 期末 of any."""
    return When(str(year), stock=f"{year}-12-31")


def _before(now: When) -> When | None:
    if not re.fullmatch(r"\d{4}-\d\d", now.period):
        return None
    year, month = int(now.period[:4]), int(now.period[5:])
    return When(f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}")


def _months(year: int, first: str, last: str, stock: bool) -> When:
    a, b = int(first), int(last)
    if a == 1:
        return When(f"{year}-{b:02d}", "ytd")
    if b == a + 2 and a % 3 == 1:
        return When(f"{year}-Q{b // 3}")
    return When(f"{year}-{b:02d}", "single")


def _month(year: int, month: int, *, stock: bool) -> When:
    return When(f"{year}-{month:02d}", stock=_last_day(year, month) if stock else "")


def _last_day(year: int, month: int) -> str:
    days = (31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return f"{year}-{month:02d}-{days[month - 1]}"


def _part(year: int, part: str, end: bool) -> When:
    """前三季度, 上半年, 二季度, 前8个月."""
    quarter = ""
    if "三季度" in part and part[0] in "前一1":
        quarter = "3"
    elif part == "上半年":
        quarter = "2"
    elif part == "下半年":
        return When(f"{year}-H2")
    if quarter:
        if end:
            return When(f"{year}-{int(quarter) * 3:02d}", stock=_last_day(year, int(quarter) * 3))
        return When(f"{year}-Q{quarter}", "ytd")
    if part.startswith("前"):
        months = re.sub("[前个月]", "", part)
        count = int(months) if months.isdigit() else _small(months)
        return When(f"{year}-{count:02d}", "ytd") if 1 <= count < 12 else When(str(year))
    n = part.removeprefix("第")[0]
    q = int(n) if n.isdigit() else _HAN[n]
    if end:
        return When(f"{year}-{q * 3:02d}", stock=_last_day(year, q * 3))
    return When(f"{year}-Q{q}", "ytd" if q == 1 else "single")


def _small(text: str) -> int:
    """一 … 十二."""
    if text.startswith("十"):
        return 10 + (_HAN.get(text[1:], 0) if len(text) > 1 else 0)
    return _HAN.get(text, 0)


@cache
def period_words() -> re.Pattern[str]:
    """A pattern that takes times out of a name."""
    return TIME
