"""The release as a whole: title, kind, publisher, day of publication, region and period."""

from __future__ import annotations

import re
from collections import Counter

from guihua.reading.characters import matching_text
from guihua.reading.documents import Document
from guihua.statistics.harvest.places import NATION, code_of, find_places, find_region, name_of
from guihua.statistics.harvest.records import Release, When, Where
from guihua.statistics.harvest.times import find_times
from guihua.statistics.harvest.wording import words

HEAD = 12
"""So many lines at the top may tell title, publisher and date."""

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s?年\s?(?=\d{1,2}\s?月\s?\d{1,2}\s?日)|\s?[\-./]\s?)(0?[1-9]|1[0-2])\s?[月\-./]\s?([0-2]?\d|3[01])(?!\d)日?"
)
_DATED = re.compile(r"(?:发布|公布|发文|成文|更新)?(?:时间|日期)[:：]?\s*$")
_ONLY = re.compile(r"[\s(（\[【]*(?:发布|公布)?(?:时间|日期)?[:：]?\s*$")
_QUOTED = re.compile("《([^《》\n]{4,60}(?:公报|快报|通报|公告|情况|年报|统计))》")
_FROM = re.compile(r"(?:数据来源|来源|资料来源|发布机构|发布单位|信息来源|单位)\s?[:：]\s*([一-鿿、]{3,30})")
_NATIONAL = re.compile("国家|全国|水利部|科技部|财政部|商务部|工业和信息化部|中国人民银行|海关总署|总局")
_DEPARTMENTS = re.compile("^(?:国家[一-鿿]{2,14}局?|[一-鿿]{2,12}部|中国[一-鿿]+|[一-鿿]*总[局署])$")


def read_release(document: Document, text: str, place: str = "") -> Release:
    """What a document says of itself; place is the code of the region to fall back on (the project's)."""
    lines = [line.strip(" 　#*\t") for line in document.text.split("\n")]
    head = [line for line in lines if line][:HEAD]
    title = _title(document, head)
    named = re.sub("(?:官方)?(?:网站|官网|网)$", "", _publisher(head, lines, text, title)) or _publisher(
        head, lines, text, title
    )
    publisher = re.sub("^国家(?=[一-鿿]{2,10}部$)", "", named)
    published = _published(head, [line for line in lines if line][-4:])
    region = _region(title, publisher, text, place)
    when = _when(matching_text(title), text, published)
    kind = next((k for k, pattern in words().kinds if pattern.search(title)), "其他")
    return Release(document.source, title, kind, publisher, published, region, when, document.sha256, document.warnings)


def _title(document: Document, head: list[str]) -> str:
    first = head[0] if head else ""
    body = document.text[:600]
    usable = [line for line in head[:5] if 6 <= len(line) <= 60 and not _DATE.search(line) and "|" not in line]
    named = next(
        (line for line in usable if re.search(r"\d{4}年|公报|快报|通报|公告|情况|月", line) and "。" not in line), ""
    )
    quoted = _QUOTED.search(body)
    if document.title and len(document.title) >= 6 and not _DATE.search(document.title):
        return document.title.strip("# ")
    return named or (quoted[1] if quoted else "") or (usable[0] if usable else first[:60])


def _publisher(head: list[str], lines: list[str], text: str, title: str) -> str:
    pattern = words().agencies
    for line in head[1:8]:
        if "。" in line or len(line) > 80:
            continue
        for part in re.split(r"[\s|　]+", line):
            if (m := pattern.match(part)) and len(m[0]) >= 3:
                return m[0]
    tail = "\n".join(line for line in lines[-8:])
    if m := _FROM.search(tail):
        return m[1]
    if m := _FROM.search("\n".join(head)):
        return m[1]
    if m := re.search(
        r"([一-鿿、]{3,30}?(?:局|部|委|厅|署))(?:近日|今日|日前|今天)?(?:联合)?(?:发布|公布|通报)", text[:500]
    ):
        named = m[1].rpartition("日,")[2]
        return re.sub("^(?:近日|日前|据|由)", "", named)
    for line in [line for line in lines if line][-3:]:
        if len(line) <= 24 and (m := pattern.fullmatch(line)):
            return m[0]
    told = re.match(r"[一-鿿]{2,20}?(?:统计局|管理局|总局|委员会|[一-鿿]{2}部)(?=关于|发布)", title)
    return told[0] if told else ""


def _published(head: list[str], tail: list[str]) -> str:
    for line in head:
        for m in _DATE.finditer(line):
            before, after = line[: m.start()], line[m.end() :]
            alone = _ONLY.fullmatch(before) is not None and len(after.strip(" )）]】0123456789:")) <= 2
            site = (
                len(line) <= 40
                and "。" not in line
                and not re.search("[年月]$", before)
                and line[m.start() + 4] in "-./"
            )
            if _DATED.search(before) or alone or site:
                return _day(m)
    for line in reversed(tail):
        last = _DATE.search(line)
        if (
            last
            and len(line) <= 24
            and not line[: last.start()].strip(" （(")
            and not re.search("[0-9%]", line[last.end() :])
        ):
            return _day(last)
    return ""


def _day(m: re.Match[str]) -> str:
    return f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}"


def _region(  # noqa: PLR0911  (one sign after another)
    title: str, publisher: str, text: str, place: str
) -> Where:
    """From the title, else the publisher, else what the text mostly calls its own, else the project's."""
    for words_ in (title, publisher):
        found = find_region(words_)
        if found.code:
            return found if found.code != NATION else Where("全国", NATION)
    if any(_DEPARTMENTS.match(p) for p in publisher.split("、")) or _NATIONAL.match(publisher):
        return Where("全国", NATION)
    own = Counter(m[0] for m in re.finditer("[全我](?:国|自治区|区|省|市|盟|州|县|旗)(?![域际])", text[:6000]))
    called = own.most_common(1)[0][0] if own else ""
    if called in ("全国", "我国"):
        return Where("全国", NATION)
    for line in text.split("\n")[:6]:
        found = find_region(line[:60])
        if found.code and found.code != NATION:
            return found
    if place and called:
        return Where(name_of(place), place)
    if own.get("全国") or own.get("我国"):
        return Where("全国", NATION)
    named = [m.where for m in find_places(text[:3000], 0, min(len(text), 3000), "") if m.where.code]
    if named and code_of(named[0].words):
        return named[0]
    return Where(name_of(place), place) if place else Where()


def _when(title: str, text: str, published: str) -> When:
    """The period of the title, else the first that the text speaks of."""
    year = int(published[:4]) if published else 0
    now = When(str(year)) if year else When()
    for part, here in ((title, True), (text[:1500], False)):
        for spoken in find_times(part, 0, len(part), now):
            when = spoken.when
            if spoken.base or not spoken.dated or (len(when.period) == 9 and when.period[4] == "-" and not here):
                continue
            if here or when.period[:4]:
                return _guessed(when, published, part, spoken.start)
    return now


def _guessed(when: When, published: str, text: str, at: int) -> When:
    """A month without a year in a release of January speaks of the year before."""
    written = re.search(r"(?:19|20)\d\d", text[max(0, at - 1) : at + 10])
    if written or not published or len(when.period) < 7:
        return When(when.period, when.span)
    month = int(when.period[5:7]) if when.period[5:7].isdigit() else 0
    if when.year == int(published[:4]) and month > int(published[5:7]):
        return when.back()
    return When(when.period, when.span)
