"""Places in running text: names of GB/T 2260, and 全市, 我县 and the like as the release's own region means them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.plan.divisions import division_names, divisions
from guihua.reading.compiler.wordlists import trie
from guihua.statistics.harvest.records import Where
from guihua.statistics.harvest.wording import words

NATION = "100000"
_PEOPLES = (
    "蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族"
    "|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克族?|怒族|鄂温克族|裕固族|保安族|独龙族|鄂伦春|普米族|各族"
)
_SUFFIX = re.compile(f"(?:(?:{_PEOPLES})*自治[区州县旗]|特别行政区|[省市盟州县旗区]|地区|(?<=.)林区)$")
_LEVELS = {"国": 0, "区": 1, "省": 1, "自治区": 1, "市": 2, "盟": 2, "州": 2, "县": 3, "旗": 3, "地区": 2}
_AREA = re.compile(
    "(?:东|中|西|东北)部?地区|(?:[东中西]|中西|东北)部(?=[、和](?:[东中西]部|东北))|东北(?=[、和][东中西]部)"
)
"""东部地区, and the first of 东部、中部和西部地区."""
_OWN = re.compile("[全我本](国|自治区|区|省|市|盟|州|县|旗|地区)(?![域块])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where it is written."""

    start: int
    end: int
    where: Where


def find_places(text: str, start: int, end: int, home: str) -> list[Mention]:
    """The places named in text[start:end], left to right; home is the code of the release's own region."""
    found: list[Mention] = []
    taken = start
    for m in _pattern(home).finditer(text, start, end):
        if m.start() < taken:
            continue
        mention = _mention(m, text, home)
        if mention:
            found.append(mention)
            taken = mention.end
    return found


def _mention(m: re.Match[str], text: str, home: str) -> Mention | None:
    name = m[0]
    if m.lastgroup == "own":
        return Mention(m.start(), m.end(), Where(name, own_code(name[1:], home)))
    if m.lastgroup in ("abroad", "area"):
        return Mention(m.start(), m.end(), Where(name, ""))
    if name in words().nation:
        return Mention(m.start(), m.end(), Where(name, NATION))
    code = code_of(name, home)
    return Mention(m.start(), m.end(), Where(name, code)) if code else None


def own_code(level: str, home: str) -> str:  # noqa: PLR0911  (one level a line)
    """The code that 全市, 我区 … mean in a text about `home`: itself, or the region of that level which it lies in."""
    if level == "国":
        return NATION
    rank = depth(home)
    wanted = _LEVELS[level]
    if level == "区" and rank == 3:
        return home
    if not home or home == NATION or wanted >= rank or (level == "市" and rank == 1):
        return home
    if level == "市" and name_of(home).endswith("市"):
        return home
    if level == "区" and not name_of(home[:2] + "0000").endswith("自治区"):
        return home
    if wanted == 1:
        return home[:2] + "0000"
    return home[:4] + "00" if wanted == 2 else home


def depth(code: str) -> int:
    """0 the nation, 1 a province, 2 a city or league, 3 a county; 0 for none."""
    if not code or code == NATION:
        return 0
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def name_of(code: str) -> str:
    """The name of a code, "" where it has none."""
    return "全国" if code == NATION else division_names().get(code, "")


def code_of(name: str, home: str = "") -> str:
    """The code of a name, the nearest to home first; "" where no division bears it."""
    codes = _codes().get(name, ())
    if not codes:
        return ""
    return max(codes, key=lambda c: (_near(c, home), -depth(c)))


def _near(code: str, home: str) -> int:
    """How many levels two codes share."""
    if not home or home == NATION:
        return 0
    return 2 if code[:4] == home[:4] else 1 if code[:2] == home[:2] else 0


def find_region(text: str) -> Where:
    """The region that a title or a publisher's name speaks of: its longest chain of divisions, the last link of it."""
    home, found = "", Where()
    for mention in find_places(text, 0, len(text), ""):
        code = mention.where.code
        if not code:
            continue
        if home and code != NATION:
            code = code_of(mention.where.words, home) or code
            if _near(code, home) == 0 and home != NATION:
                continue
        if not home or depth(code) > depth(home):
            found, home = Where(mention.where.words, code), code
    return found


def _short(name: str) -> str:
    """The name as people say it: 黔东南苗族侗族自治州 → 黔东南; never shorter than two characters."""
    own = words().short_names.get(name)
    if own:
        return own
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def _called(name: str) -> tuple[str, ...]:
    """凉山彝族自治州 is called 凉山州."""
    kind = re.search("自治([州县旗])$", name)
    return (f"{_short(name)}{kind[1]}",) if kind and len(_short(name)) >= 2 else ()


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for code, name in divisions():
        for word in {name, _short(name), *_called(name)}:
            if code not in table.setdefault(word, []):
                table[word].append(code)
    for code, more in words().other_names.items():
        for word in more:
            table.setdefault(word, []).append(code)
    return {name: tuple(codes) for name, codes in table.items()}


@cache
def _pattern(home: str) -> re.Pattern[str]:
    """Full names anywhere; short ones of provinces, and of the places of home's own province (its counties only within the city)."""
    names: set[str] = set(words().nation)
    for code, name in divisions():
        rank = depth(code)
        if len(name) >= 3 or (len(name) == 2 and _near(code, home)):
            names.update((name, *_called(name)))
        short = _short(name)
        near = _near(code, home)
        said = rank == 1 or (rank == 2 and (near or len(short) > 2)) or (rank == 3 and near == 2 and depth(home) >= 2)
        if short not in words().no_places and (said or (rank == 2 and home in ("", NATION) and len(short) >= 2)):
            names.add(short)
    for code, more in words().other_names.items():
        if depth(code) == 1 or _near(code, home):
            names.update(more)
    names -= words().no_places
    return re.compile(
        f"(?P<own>{_OWN.pattern})|(?P<named>{trie(names)})|(?P<abroad>{trie(words().abroad)})|(?P<area>{_AREA.pattern}|{trie(words().areas)})"
    )
