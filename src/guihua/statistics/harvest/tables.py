"""Tables of a release: each data cell read by its row, its column's heads and what stands above the table."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from guihua.plan.units import find_unit
from guihua.reading.documents import Cell, Table
from guihua.statistics.harvest import naming
from guihua.statistics.harvest.context import Context, having
from guihua.statistics.harvest.places import find_places, own_code
from guihua.statistics.harvest.pricing import price_of
from guihua.statistics.harvest.prose import Text
from guihua.statistics.harvest.records import Figure, When, Where
from guihua.statistics.harvest.times import find_times

_CELL = re.compile(
    r"\s*(?P<v>[-+]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<u>[%‰]|个百分点|百分点|倍|[一-鿿]{1,5})?\s*[*#①②③]?\s*"
)
_ABSENT = re.compile(r"\s*(?:[-—–…/*]*|\.{2,}|--|持平|未发生|无|空)\s*")
_GROWTH = re.compile("同比|比上年|较上年|增长|增速|增幅|增减|升降|±|涨跌|涨幅|比去年|变化率|比上[一个]?[年期]")
_MONTHLY = re.compile("环比|比上月|较上月")
_SHARE = re.compile("比重|占比|构成|所占|份额")
_PLAIN = re.compile(
    r"绝对[量值数额]|本年累计|本月累计|累计(?!并网|装机)|当月|本月|本期|本年|指标名称|指标|名称|项目|数值|数量$|总量|实绩|完成情况|实际|^数$|所?占比重?|比重|构成|单位|地区|行业|区域|产品(?:名称)?|计量|去年同期|上年同期|全年|同期数?|增长速度|增长率|增速|增长|同比|比上年|[(（]?[±+]?[%％][)）]?|增减|±|[(（].*?[)）]"
)
_UNIT_HEAD = re.compile(r"[(（]\s?(?:单位[:：])?\s?([^()（）]{1,12})\s?[)）]|[,，_]\s?([^\d,，()（）]{1,8})$")
_UNIT_LINE = re.compile(r"(?:计量)?单位\s?[:：]\s*([^\s,，;；()（）。]{1,14}(?:[、,，/][^\s。]{1,6})*)")
_BRANCH = re.compile("^(?:采矿|制造|建筑|商贸制造|交通运输|农林牧渔|采掘|住宿餐饮|批发零售)$")
_TOTAL = re.compile("^(?:合计|总计|全[市省区县国盟旗州](?:合计|总计)?|[全本]地区|小计|总和|平均)$")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.)](?!\d)|#|\*|其中[:：]?|按.{2,10}分[:：]?)\s*"
)


@dataclass(frozen=True, slots=True)
class _Column:
    """What the heads of a column say. torn: two periods stand in one head, and which is meant nobody knows."""

    words: str
    when: When | None
    span: str
    place: Where | None
    transformation: str
    unit: str
    previous: bool = False
    torn: bool = False


def read_table(text: Text, table: Table, caption: tuple[int, int], context: Context) -> list[Figure]:
    """The figures of one table; caption is the span of the lines above it that speak of it."""
    grid = _grid(table)
    rows, columns = table.rows, table.columns
    words = {key: text.plain[c.start : c.end].strip() for key, c in grid.items()}
    above = text.plain[caption[0] : caption[1]]
    first = _first_data_row(words, table)
    if first is None:
        return []
    stubs = _stubs(words, first, rows, columns)
    heads = [_column(words, grid, column, first, context) for column in range(columns)]
    unit_column = next(
        (c for c in range(columns) if re.search("单位", "".join(words.get((r, c), "") for r in range(first)))), -1
    )
    labels_in = [c for c in stubs if c != unit_column]
    said = _caption(above, context)
    heads = _filled(heads, stubs)
    if any(h.transformation for h in heads):
        said = replace(said, transformation="", unit=said.unit if said.unit != "%" or _UNIT_LINE.search(above) else "")
    figures: list[Figure] = []
    parent, part = "", False
    for row in range(first, rows):
        label = "".join(dict.fromkeys(words.get((row, c), "") for c in labels_in))
        unit = words.get((row, unit_column), "") if unit_column >= 0 else ""
        above_, was_part = parent, part
        label, parent = _label(label, parent, was_part)
        part = bool(above_) and parent == above_
        for column in range(columns):
            cell = grid.get((row, column))
            if cell is None or column in stubs or column == unit_column or (cell.row, cell.column) != (row, column):
                continue
            whole = above_ if parent == above_ and above_ != label and not _TOTAL.match(above_) else ""
            figure = _cell(text, cell, label, unit, heads[column], said, having(context, opening=whole))
            if figure is not None:
                figures.append(_signed(figure, text, table, cell, row))
    return figures


def _signed(figure: Figure, text: Text, table: Table, cell: Cell, row: int) -> Figure:
    """With the row that it stands in as its sentence."""
    cells = [c for c in table.cells if c.row == row]
    a, b = min(c.start for c in cells), max(c.end for c in cells)
    digest = hashlib.sha256(text.raw[a:b].strip().encode("utf-8")).hexdigest()
    return replace(figure, sentence=digest, sentence_start=a, sentence_end=b)


def _grid(table: Table) -> dict[tuple[int, int], Cell]:
    grid: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                grid.setdefault((r, c), cell)
    return grid


def _is_value(words: str) -> bool:
    m = _CELL.fullmatch(words)
    return (
        m is not None
        and not re.fullmatch(r"(?:19|20)\d\d\s?年?", words)
        and (m["u"] or "") not in ("年", "月", "月份", "季度", "区", "县", "市")
    )


def _first_data_row(words: dict[tuple[int, int], str], table: Table) -> int | None:
    """The first row with figures beyond its first column, after the rows of heads."""
    marked = [r for r in range(table.rows) if all(c.head for c in table.cells if c.row == r)]
    start = marked[-1] + 1 if marked and marked == list(range(len(marked))) else 0
    for row in range(start, table.rows):
        values = [c for c in range(1, table.columns) if _is_value(words.get((row, c), ""))]
        years = [c for c in range(1, table.columns) if re.fullmatch(r"(?:19|20)\d\d", words.get((row, c), ""))]
        if values and len(values) > len(years):
            return row if row or start else None
        if not values and years and row and len(years) < table.columns - 1:
            continue
    return None


def _stubs(words: dict[tuple[int, int], str], first: int, rows: int, columns: int) -> list[int]:
    """The columns on the left that name the rows."""
    stubs = []
    for column in range(columns):
        body = [words.get((r, column), "") for r in range(first, rows)]
        named = [w for w in body if w]
        figures = [w for w in named if _is_value(w) or _ABSENT.fullmatch(w)]
        numbered = re.search("序号|代码|编号", "".join(words.get((r, column), "") for r in range(first)))
        if numbered or not figures or len(figures) * 3 < len(named):
            stubs.append(column)
        elif len(stubs) == column:
            break
    return stubs or [0]


def _column(
    words: dict[tuple[int, int], str], grid: dict[tuple[int, int], Cell], column: int, first: int, context: Context
) -> _Column:
    parts: list[str] = []
    for row in range(first):
        word = words.get((row, column), "")
        if word and word not in parts:
            parts.append(word)
    read = _read_head(" ".join(parts), context)
    groups = [part for part in (_read_head(p, context).words for p in parts) if part]
    words_ = ""
    for part in groups:
        words_ = _joined(part, words_, "") if words_ else part
    return replace(read, words=words_)


def _read_head(head: str, context: Context) -> _Column:
    """Times, places, kinds and units out of a head; what is left is the indicator."""
    plain = head.replace(" ", "") if re.search(r"[一-鿿] [一-鿿]", head) else head
    times = find_times(plain, 0, len(plain), context.when)
    when = next((t.when for t in reversed(times) if not t.base and t.dated), None)
    previous = bool(re.search("(?:上年|去年)同期数?|同期数", plain)) and not re.search("增|±|比", plain)
    span = ""
    if re.search("累计|至本?月|1-本月|年初", plain) and not re.search("累计(?:并网|装机)", plain):
        span = "ytd"
    elif re.search("[本当]月", plain):
        span = "single"
    places = find_places(plain, 0, len(plain), context.home)
    place = places[0].where if places and len(plain) - (places[0].end - places[0].start) <= 4 else None
    transformation, unit = _kind(plain)
    rest = plain
    for a, b in sorted(
        [(t.start, t.end) for t in times] + ([(places[0].start, places[0].end)] if place else []), reverse=True
    ):
        rest = rest[:a] + rest[b:]
    found = _UNIT_HEAD.search(plain)
    if not unit and found:
        unit = _as_unit(found[1] or found[2] or "")
    rest = _PLAIN.sub("", re.sub(r"[(（][^()（）]*[)）]", "", rest)).strip(" _-:：,，、/%％")
    rest = re.sub("^(?:比|的|较)|(?:比|的)$", "", rest)
    torn = len({t.when for t in times if not t.base and t.dated}) > 1
    return _Column(rest, when, span, place, transformation, unit, previous, torn)


def _kind(words: str) -> tuple[str, str]:  # noqa: PLR0911  (one kind a line)
    """(transformation, unit) that a head tells."""
    if _SHARE.search(words):
        return "share", "%"
    if _MONTHLY.search(words):
        return "mom", "%"
    if re.search("百分点", words):
        return "pp_change", "百分点"
    if _GROWTH.search(words) and not re.search("增加值(?![^,]*(?:增速|增长|±|同比))|增值税", words):
        if re.search("绝对|增减额|增减量|增加额", words) and "%" not in words:
            return "change", ""
        return "yoy", "%"
    if re.search("增加值", words) and re.search("增速|增长|±|同比", words):
        return "yoy", "%"
    if "指数" in words and "上年" in words:
        return "index", ""
    return "", ""


def _as_unit(words: str) -> str:
    words = words.strip().removeprefix("单位:").removeprefix("单位：")
    if words in ("%", "％", "±%", "+-%", "±"):
        return "%"
    return (
        words
        if find_unit(words) is not None or re.fullmatch(r"[百千万亿]*[一-鿿a-zA-Z]{1,6}(?:/[一-鿿a-zA-Z]{1,6})?", words)
        else ""
    )


def _filled(heads: list[_Column], stubs: list[int]) -> list[_Column]:
    """A column that only says 同比 is of the one on its left."""
    filled: list[_Column] = []
    for index, given in enumerate(heads):
        head = given
        left = filled[index - 1] if index and index - 1 not in stubs else None
        if (
            left is not None
            and head.transformation
            and (not head.words or left.words.endswith(head.words) or _group(left, head))
        ):
            words = left.words if not head.words or len(left.words) > len(head.words) else head.words
            head = replace(head, words=words, when=head.when or left.when, span=head.span or left.span)
        filled.append(head)
    return filled


def _group(left: _Column, head: _Column) -> bool:
    return bool(head.words) and left.words.startswith(head.words) and len(left.words) > len(head.words)


@dataclass(frozen=True, slots=True)
class _Caption:
    words: str
    unit: str
    transformation: str
    when: When | None


def _caption(above: str, context: Context) -> _Caption:
    """What the lines over a table say: 指标:工业增加值_同比增长(%); 单位:亿元; its own title."""
    unit_line = _UNIT_LINE.search(above)
    units = re.split("[、,，]", unit_line[1]) if unit_line else []
    unit = _as_unit(units[0]) if units else ""
    lines = [line.strip(" #*　|") for line in above.split("\n") if line.strip(" #*　|")]
    named = next((line for line in reversed(lines) if re.match("指标[:：]", line)), "")
    words = naming.clean(re.sub("^指标[:：]", "", named)) if named else ""
    transformation, kind_unit = _kind(named or (lines[-1] if lines else ""))
    if m := _UNIT_HEAD.search(named):
        unit = unit or _as_unit(m[1] or m[2] or "")
    words = _PLAIN.sub("", re.sub(r"[(（][^()（）]*[)）]", "", words)).strip(" _-:：") if words else ""
    words = words or _titled(lines)
    when = None
    for line in reversed(lines):
        times = [t for t in find_times(line, 0, len(line), context.when) if t.dated and not t.base]
        if times and len(line) < 60:
            when = times[0].when
            break
    return _Caption(words, unit or kind_unit, transformation, when)


def _titled(lines: list[str]) -> str:
    """The indicator that a title names (规模以上工业增加值增速(2020年1-9月)), "" where it names none."""
    for line in reversed(lines):
        if len(line) > 44 or "。" in line:
            continue
        words = re.sub(r"[(（][^()（）]*[)）]|表\s?\d*|续表", "", line)
        words = re.sub(
            r"(?:19|20)\d\d年(?:度)?|\d{1,2}(?:[-—]\d{1,2})?月份?|上半年|前三季度|全[国省市区县]|分(?:省|市|行业|地区|盟市|旗县|区县)(?:(?:月度|年度)数据)?[:：]?|月度数据[:：]?|各(?:盟市|省市?|市县?|地区|县区|旗县|区县)",
            "",
            words,
        )
        words = re.sub("(?:主要)?(?:情况|统计)?(?:表|一览|数据)?$", "", words)
        words = naming.clean(re.sub("(?:同比)?(?:增速|增长速度|增长|增长率)$", "", words).strip(" :："))
        if naming.has_head(words):
            return words
    return ""


def _label(label: str, parent: str, was_part: bool) -> tuple[str, str]:
    """The row's name without numbering; rows under 其中 and indented ones remember the one above."""
    label = re.sub(r"[\s　]+", "", label)
    last = None
    part = bool(re.match("其中|#|按", label))
    while label != last:
        last = label
        label = _NUMBERING.sub("", label)
    if not part and label and not (was_part and not naming.has_head(label) and parent):
        parent = label
    return label, parent


def _cell(
    text: Text, cell: Cell, label: str, unit: str, head: _Column, said: _Caption, context: Context
) -> Figure | None:
    words = text.plain[cell.start : cell.end]
    m = _CELL.fullmatch(words)
    if m is None or _ABSENT.fullmatch(words) or not label:
        return None
    value = m["v"].replace(",", "").replace(" ", "").removeprefix("+")
    row = _read_label(label, context)
    transformation = head.transformation or row.transformation or said.transformation or "level"
    where = row.place or head.place or context.region
    when = _when(head, row, said, context)
    name, guessed = _name(row, head, said, transformation, context)
    if name.startswith("工业") and re.search("规模以上工业", said.words + context.title):
        name = f"规模以上{name}"
    shown = m["u"] if m["u"] and m["u"] in ("%", "‰") else ""
    if transformation in ("yoy", "mom", "share"):
        figure_unit = shown or "%"
    else:
        figure_unit = shown or (_as_unit(unit) if unit else "") or row.unit or head.unit or said.unit or _implied(name)
    if transformation == "level" and head.unit == "" and re.search("[±增]", head.words):
        transformation = "yoy"
    if transformation == "share" and not re.search("比重|占比|比例", name):
        whole = context.opening or said.words
        name = f"{name}占{naming.canonical(whole)}比重" if whole and naming.canonical(whole) != name else f"{name}比重"
    start = cell.start + words.index(m["v"])
    if transformation == "level" and name.endswith("指数"):
        transformation = "index"
    price, price_from = price_of(name, transformation, figure_unit, head.words, context.price)
    doubts = tuple(
        slot
        for slot, bad in (
            ("indicator", guessed),
            ("period", not when.period or head.torn),
            ("region", not where.words and not where.code),
        )
        if bad
    )
    return Figure(
        region=where, indicator=name, when=when, value=value, unit=figure_unit, transformation=transformation,
        quote=text.raw[cell.start : cell.end].strip(), start=cell.start, end=cell.end,
        value_start=start, value_end=start + len(m["v"]), price=price, price_from=price_from,
        coverage=_coverage(name, said, context), doubtful=doubts,
    )  # fmt: skip


def _coverage(name: str, said: _Caption, context: Context) -> str:
    m = re.search("规模以上|限额以上", name + said.words) or re.search("规模以上|限额以上", context.heading)
    return m[0] if m else "unstated"


def _implied(name: str) -> str:
    if re.search("小时", name):
        return "小时"
    if re.search("起数$", name):
        return "起"
    if re.search("人数$|人口$", name):
        return "人"
    return "%" if name.endswith("率") else ""


def _read_label(label: str, context: Context) -> _Column:
    if _TOTAL.match(label):
        own = re.match("[全](?:市|省|区|县|国|盟|旗|州)", label)
        where = Where(own[0], own_code(own[0][1:], context.home)) if own else context.region
        return _Column("", None, "", where, "", "")
    head = _read_head(label, context)
    place = head.place
    if place is None and re.search("(?:风景区|开发区|新区|示范区|园区|管委会)$", label) and len(label) <= 14:
        place = Where(label, "")
        return replace(head, place=place, words="")
    if place is not None:
        return replace(head, words="" if len(head.words) <= 1 else head.words)
    return head


def _when(head: _Column, row: _Column, said: _Caption, context: Context) -> When:
    when = head.when or row.when or said.when or context.when
    span = head.span or row.span
    if head.previous:
        when = (said.when or context.when).back()
    if span and re.fullmatch(r"\d{4}-\d\d", when.period) and head.when is None:
        return When(when.period, span)
    return when


def _name(row: _Column, head: _Column, said: _Caption, transformation: str, context: Context) -> tuple[str, bool]:
    """The indicator of a cell: the row's name and the column's, joined where one says what and the other of what."""
    a, b = row.words, head.words
    caption = context.opening if naming.has_head(context.opening) else said.words
    caption = caption or (context.heading if naming.has_head(context.heading) else "")
    local = having(context, owner="", head=naming.head_of(caption) or context.head, topic=caption or context.topic)
    joined = _joined(a, b, caption) if a and b else a or b
    if not joined:
        return (naming.canonical(caption), False) if caption else (context.subject, True)
    if not (a and b) and caption and joined in caption and naming.has_head(caption) and len(joined) > 1:
        return naming.canonical(caption), False
    return naming.complete(naming.clean(joined), "", transformation, local)


def _joined(a: str, b: str, caption: str) -> str:
    """A measure in the column over a thing in the row, or the other way round."""
    if naming.has_head(b) and not naming.has_head(a):
        return (a if not _BRANCH.match(a) else a + "业") + b
    if naming.has_head(a) and b in ("产量", "数量", "总量", "产值", "人数", "面积"):
        return a
    if naming.has_head(a) and not naming.has_head(b):
        return b + a if not b.startswith(a) else b
    return a + b if a not in b else b


def holds_figures(table: Table, plain: str) -> bool:
    """Whether a table that was not read has figures in it."""
    return sum(_is_value(plain[c.start : c.end].strip()) for c in table.cells) >= 4
