"""Indicator labels: what the clause says is measured, composed so that it reads alone.

A label is cut from the text between the clause's beginning and its predicate, with times, doing verbs, hedges and 的 taken
away; what the clause leaves out is restored from the statement before it.
"""

from __future__ import annotations

from guihua.plan.concepts import measure_names
from guihua.reading.compiler import label_patterns, leaning_patterns
from guihua.reading.tokens import NUMBERS, Tokens

_LEADING = frozenset("TPWXOEZBADSJMh)u")
_TRAILING = frozenset("ODESWAJH")


def region_label(text: str, tokens: Tokens, first: int, last: int) -> tuple[str, str]:
    """(label, scope) of the tokens [first, last): doing verbs and times stripped in front, 的 behind.

    scope is a leading region word (全区, 我市), which stands apart from the label.
    """
    first, last = trim(text, tokens, first, last)
    if first >= last:
        return "", ""
    raw = text[tokens.starts[first] : tokens.ends[last - 1]]
    for i in range(first, last):
        if tokens.kinds[i] in "TZ":
            raw = raw.replace(text[tokens.starts[i] : tokens.ends[i]], "", 1)
    return clean(raw)


def trim(text: str, tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """The tokens without what only leads up to a label or follows it; acts that flow (开工, 发行) stay."""
    kinds, kept = tokens.kinds, label_patterns().kept
    while first < last and (kinds[first] in _LEADING or kinds[first] == "d"):
        if kinds[first] == "X" and text[tokens.starts[first] : tokens.ends[first]] in kept:
            break
        if kinds[first] == "X" and text.startswith(("后", "前"), tokens.ends[first]) and first + 1 < last:
            break  # 整合后矿井规模
        first += 1
    if kinds[first : first + 2] == "NT" and text[tokens.starts[first] : tokens.ends[first]] in ("规划", "计划"):
        first += 2  # 规划到2010年…
    while last > first and kinds[last - 1] in _TRAILING:
        last -= 1
    return first, last


def clean(raw: str) -> tuple[str, str]:  # noqa: PLR0912  (one case a line reads better than nested ones)
    """(label, scope): quotes, a leading region word, adverbs and trailing particles taken away."""
    patterns = label_patterns()
    label = patterns.quotes.sub("", raw).strip(" 　，,")
    if " " in label or "　" in label:
        label = patterns.lines.sub("", label)
    scope = ""
    while found := patterns.lead.match(label):
        if found["scope"]:
            scope = found["scope"]
        label = label[found.end() :]
    if label.startswith("包括"):
        label = patterns.including.sub("", label)
    if "（" in label or "(" in label:
        label = patterns.notes.sub("", label)
    if "即" in label:
        label = patterns.namely.sub("", label)
    label = label if label in patterns.per_unit else patterns.tail.sub("", label)
    label = patterns.per_tail.sub("", label)
    label = patterns.of_share.sub(r"占\1", label)
    if "中" in label:
        label = patterns.within.sub(r"\g<part>占\g<whole>\g<share>", label)
    if label in patterns.scopes:
        return "", label
    if patterns.part_of_year.fullmatch(label):
        return "", scope
    if label in ("了", "的"):
        return "", scope
    if patterns.stretch.match(label):
        return "", scope
    if scope and len(label) <= (4 if scope == "全社会" else 2) and label not in patterns.per_unit:
        label = scope + label
    if patterns.made.match(label):
        label = label[2:] + "产量"
    return label, scope


def unstuttered(label: str) -> str:
    """A heading that a lost line break joined to its sentence, taken away: 长江流域现状长江流域鱼类 → 长江流域鱼类."""
    if len(label) < 14:
        return label
    again = label.rfind(label[:4], 4)
    return label[again:] if again > 0 else label_patterns().heading.sub("", label)


def noun_after(text: str, tokens: Tokens, first: int, last: int) -> str:
    """The counted noun that follows the number: up to the next verb of the clause."""
    kinds, nominal = tokens.kinds, label_patterns().nominal
    end = first
    while end < last:
        letter = kinds[end]
        attribute = end == first and kinds[end : end + 2] in ("XN", "UN")
        inside = letter in "UX" and end + 1 < last and kinds[end + 1] == "N" and end > first
        inside = inside and bool(
            leaning_patterns().named_class.match(text[tokens.starts[end + 1] : tokens.ends[end + 1]])
        )
        noun_verb = letter == "X" and text[tokens.starts[end] : tokens.ends[end]] in nominal
        if not (
            letter in "NL(h)"
            or (letter in "mdc" and end == first)
            or attribute
            or noun_verb
            or inside
            or (letter == "J" and end > first)
        ):
            break
        end += 1
    while end > first and kinds[end - 1] in "J(h":
        end -= 1
    if end <= first:
        return ""
    words = leaning_patterns().results.sub("", clean(text[tokens.starts[first] : tokens.ends[end - 1]])[0])
    return "" if label_patterns().no_noun.match(words) else words


def split_list(label: str, n: int) -> list[str]:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """A label that joins n things, as n labels that read alone; [] where it does not join n things.

    电解铝、电石、甲醇等初级工业产品加工转化率 (3) → 电解铝初级工业产品加工转化率, …
    """
    patterns = label_patterns()
    label = patterns.industries.sub("", label)
    label = patterns.listed_in.sub("", label)
    if (found := patterns.sectors.match(label)) and n == 3:
        return [f"第{nth}产业{found['rest']}" for nth in "一二三"]
    if n == 2 and label.startswith("广播电视"):
        return ["广播" + label[4:], "电视" + label[4:]]
    if n == 2 and label.startswith("城乡"):
        return ["城镇" + label[2:], "农村" + label[2:]]
    if n == 2 and label.endswith("收支"):
        return [label[:-2] + "收入", label[:-2] + "支出"]
    if n == 2 and label.endswith("产销量"):
        return [label[:-2] + "量", label[:-3] + "销量"]
    if (found := patterns.levels.fullmatch(label)) and len(levels := patterns.joints.split(found["levels"])) == n:
        return [level + found["rest"] for level in levels]
    splits = [
        [p for p in pattern.split(label) if p] for pattern in (patterns.and_only, patterns.commas, patterns.joints)
    ]
    fitting = [parts for parts in splits if len(parts) == n]
    if not fitting:
        return []
    return _complete(max(fitting, key=lambda parts: sum(bool(patterns.measure.search(p)) for p in parts)))


def _complete(parts: list[str]) -> list[str]:
    """Give each part the head or tail that it shares with the others."""
    patterns = label_patterns()
    if (per := patterns.per_head.match(parts[0])) and not any(patterns.per_head.search(p) for p in parts[1:]):
        return [per.group() + p for p in _complete([parts[0][per.end() :], *parts[1:]])]
    first, last = parts[0], parts[-1]
    if len(last) <= 4 < len(first) or (len(last) < len(first) / 2 and patterns.measure.search(first)):
        measure = patterns.measure.search(first)
        own = patterns.measure.search(last)
        if measure and measure.start() > 0 and not (own and own.start() >= 3) and not patterns.substance.search(first):
            head = first[: measure.start()]
            return [first] + [p if p.startswith(head) or _own_measure(p) else head + p for p in parts[1:]]
    if last.endswith("需氧量") and not patterns.measure.search(first):
        return parts
    same = len(first) >= 4 and all(p[:2] == first[:2] for p in parts) and abs(len(last) - len(first)) < 3
    if same or (patterns.measure.search(first) and not first.endswith("需氧量")):
        return parts
    of = last.rfind("的")
    shares = of > 0 and patterns.bare_share.fullmatch(last, of + 1) and not any("的" in p for p in parts[:-1])
    tail = last[of:] if shares else _tail(first, last)
    item = last.removesuffix(tail) if tail else ""
    whole = all(patterns.and_only.search(part) for part in parts)  # 甲和乙服务业、丙和丁服务业: each reads alone
    if (
        len(parts) == 2
        and not whole
        and tail
        and len(item) >= 2
        and len(first) - len(item) >= (2 if len(item) == 2 else 3)
        and "等" not in last
        and not patterns.substance.search(first)
        and item not in leaning_patterns().whole_things
    ):
        head = first[: -len(item)]
        parts = [first, *(p if p.startswith(head) else head + p for p in parts[1:])]
        last = parts[-1]
    named = last.find("等")
    ending = [last[:named] + tail] if named > 0 and len(parts) > 2 else [last]
    return [p if p.endswith(tail) else p + tail for p in parts[:-1]] + ending


def _own_measure(part: str) -> bool:
    """Whether a part of a list is a full label by itself: 规模以上工业总产值, not 利税."""
    found = label_patterns().measure.search(part)
    return found is not None and found.start() >= 4


def stand_alone(label: str) -> bool:
    """Whether a joined label names things that each read alone: 二氧化硫、化学需氧量; not 化工、有色行业增加值."""
    patterns = label_patterns()
    if "等" in label or "（" in label or label.endswith("业"):
        return False
    parts = [p for p in patterns.joints.split(label) if p]
    if not 2 <= len(parts) <= 4:
        return False
    ends = ("投入", "支出", "收入")
    measured = [bool(patterns.measure.search(p) or p.endswith(ends)) and not p.endswith("需氧量") for p in parts]
    return all(measured) or (not any(measured) and max(map(len, parts)) <= 2 * min(map(len, parts)))


def joined_rates(label: str) -> bool:
    """Whether the label joins rates, each of which has the one value: 入学率和巩固率达100%."""
    patterns = label_patterns()
    parts = patterns.joints.split(label)
    return len(parts) > 1 and "（" not in label and "占" not in label and all(patterns.rate.search(p) for p in parts)


def closed(label: str) -> str:
    """An open list under one value says its class: 硫酸、甲醇等化工初级产品加工率 → 化工初级产品加工率."""
    patterns = label_patterns()
    return patterns.industries.sub("", patterns.open_list.sub("", label))


def _tail(first: str, last: str) -> str:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """What the last part says beyond its own item: after 等, after the ending it shares with the first, or its measure."""
    patterns = label_patterns()
    if (i := last.find("等")) > 0:
        return patterns.class_noun.sub("", last[i + 1 :])
    if (place := patterns.place.match(last)) and patterns.place.fullmatch(first):
        return last[place.end() :]
    for size in (3, 2, 1):
        ending = first[-size:]
        if (size > 1 or ending in "级型类省市县区业") and len(first) > size and (i := last.find(ending)) > 0:
            return last[i + size :]
    if 2 <= len(first) <= 3 and last[len(first) - 1 : len(first)] == first[-1] and len(last) > len(first) + 2:
        return last[len(first) :]  # 食品、药品安全满意率
    named = next((m for m in measure_names() if len(m) > 2 and last.endswith(m) and len(m) < len(last)), "")
    if named and len(last) - len(named) < len(first) + 3:
        return named
    found = patterns.measure.search(last)
    if found and 0 < found.start() < len(first) + 3:
        return last[found.start() :]
    return last[len(first) :] if len(last) > len(first) + 1 else ""


def counted_noun(text: str, tokens: Tokens, first: int, last: int) -> str:
    """The noun that is counted, with what is said of it: 800多个县区纳入补助范围 → 纳入补助范围的县区."""
    noun = noun_after(text, tokens, first, last)
    if not noun:
        return ""
    words = label_patterns().quotes.sub("", text[tokens.starts[first] : tokens.ends[last - 1]])
    found = label_patterns().joins.match(words)
    if not found or found["noun"].endswith(tuple("的和与、")) or "的" in found["noun"]:
        return noun
    if found["verb"] in ("被认定为", "被评为", "被列为", "获评") and found["what"].endswith(found["noun"][-1]):
        return found["what"]
    return f"{found['how'] or ''}{found['verb']}{found['what']}的{found['noun']}"


def part_of(text: str, tokens: Tokens, first: int, last: int) -> tuple[str, str]:
    """(part, whole) of a share: what stands before 占 and after it, 的 and 比重 left out."""
    kinds = tokens.kinds
    k = kinds.find("K", first, last)
    if k < 0:
        return "", ""
    part = region_label(text, tokens, first, k)[0]
    return part, bare_whole(text[tokens.ends[k] : tokens.ends[last - 1]]) if k + 1 < last else ""


def bare_whole(words: str) -> str:
    """What a share is of, without quotes, 的 and 比重."""
    patterns = label_patterns()
    return patterns.share_tail.sub("", patterns.quotes.sub("", words).strip(" 　"))


def threshold_noun(text: str, tokens: Tokens, first: int, bar: int) -> str:
    """What is measured against a bar: the text right before it (产值 in 产值超百亿元)."""
    i = bar
    while i > first and tokens.kinds[i - 1] in "HoVvWh":
        i -= 1
    end = i
    while i > first and tokens.kinds[i - 1] == "N":
        i -= 1
    if i == end or any(tokens.kinds[j] in NUMBERS for j in range(i, end)):
        return ""
    return clean(text[tokens.starts[i] : tokens.ends[end - 1]])[0]
