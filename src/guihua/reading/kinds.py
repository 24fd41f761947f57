"""Of which year a clause speaks, from which base, and whether it promises, reports or rules."""

from __future__ import annotations

from typing import NamedTuple

from guihua.plan.statement import Kind, Origin
from guihua.reading.compiler import grammar, kind_patterns, label_patterns
from guihua.reading.memory import NO_TIME, Here, clause_words, word
from guihua.reading.numerals import split_numeral
from guihua.reading.times import Time, read_time
from guihua.reading.tokens import NUMBERS


def last_time(here: Here, first: int, last: int, time: Time) -> tuple[Time, bool]:
    """The last time named before the token `last`, and whether it is a new one, for which no base was told yet."""
    tokens = here.tokens
    kinds, new = tokens.kinds, False
    for i in range(first, last):
        if kinds[i] == "T" and kinds[i - 1 : i] != "G" and not likened_to(here, i):  # 高出“九五”期间增幅…
            if kinds[i - 2 : i + 2] == "T(T)":  # “十一五”（2006—2010年）: the bracket says the same again
                continue
            found = time_of(here, i)
            if found.length:
                found = _dated_stretch(here, found, tokens.starts[i])
            if found.years and not (found.span and time.years and not _looks_on(here, found, time)):
                time, new = found, True
        elif kinds[i] == "Z" and here.frame.mode(tokens.starts[i])[0] is not Kind.FACT:
            time = _horizon(here, i) or time
    return time, new


def _looks_on(here: Here, found: Time, time: Time) -> bool:
    """Whether a stretch to come follows a year that is over: 2010年投资2000亿元，未来10年将达到4万亿元."""
    now = here.frame.year
    return found.ahead and now is not None and time.years[-1] <= now < (found.year or 0)


def likened_to(here: Here, i: int) -> bool:
    """Whether the time is of what a multiple is taken of: 是“九五”完成投资的2倍, 相当于过去10年总和的1.5倍."""
    tokens = here.tokens
    if not here.text.endswith(("是", "为", "相当于", "达到"), 0, tokens.starts[i]):
        return False
    return grammar().likened.match(tokens.kinds, i) is not None


def time_of(here: Here, i: int) -> Time:
    """The time that a token names."""
    tokens = here.tokens
    said, frame = word(here, i), here.frame
    now = frame.spoken
    if now is not None and frame.annual and tokens.kinds[i] == "F" and ("上年" in said or "上一年" in said):
        mode, year = frame.mode(tokens.starts[i])  # 由上年的13%提高到14%: before the year that is looked back on
        now = (year or now - 1) if mode is Kind.FACT else now
    return read_time(said, now, frame.plan)


def _dated_stretch(here: Here, found: Time, at: int) -> Time:
    """五年, 三年累计: the years before where the place looks back, else those up to the goal of the place or of the plan."""
    frame, length = here.frame, found.length or 0
    mode, year = frame.mode(at)
    longer = frame.plan and length > frame.plan[1] - frame.plan[0] + 1
    if not found.ahead and (mode is Kind.FACT or found.back):
        last = _end_of_review(here, at)
    elif frame.annual and year and frame.year and year > frame.year:
        last = year
    elif frame.plan and not longer and (not frame.annual or frame.plan[1] > (frame.year or 0)):
        last = frame.plan[1]
    else:
        last = frame.year + length - 1 if frame.year else None
    return Time((last,), (last - length + 1, last), span=True, ahead=found.ahead) if last else NO_TIME


def _end_of_review(here: Here, at: int) -> int | None:
    """The last year that a look back speaks of."""
    frame = here.frame
    if span := frame.span(at):
        return span[1]
    if frame.annual and frame.year:
        return frame.year - 1
    if frame.titled and frame.plan:
        return frame.plan[0] - 1
    return frame.year - 1 if frame.year else None


def _horizon(here: Here, i: int) -> Time | None:
    """用3年时间: counted from the document's year."""
    if here.frame.year is None:
        return None
    numerals = kind_patterns().numeral.findall(word(here, i))
    years = int(split_numeral(numerals[-1])[0].partition(".")[0])
    plan = here.frame.plan
    if plan and here.frame.titled and plan[1] - plan[0] + 1 == years:
        return Time((plan[1],), plan)
    return Time((here.frame.year + years,), (here.frame.year, here.frame.year + years)) if years < 60 else None


def told_base(here: Here, i: int) -> bool:
    """Whether the figure is the base itself, told with its year: 比1980年的794万吨增长36.5%."""
    tokens, reading = here.tokens, here.reading
    first = reading.members[0]
    between = here.text[tokens.ends[i] : tokens.starts[first]].strip("的 约近")
    goes_on = tokens.kinds[reading.members[-1] + 1 : reading.members[-1] + 2]
    return not between and goes_on in ("U", "u", "e") and reading.rule.form in ("level", "share")


def sentence_base(here: Here) -> Time:
    """A base told once for the sentence, or for the one that a semicolon joins to it: 2010年与2005年相比，…."""
    tokens = here.tokens
    for i in range(here.reading.clause[0] - 1, -1, -1):
        if tokens.kinds[i] == "B" and tokens.kinds[i + 1] == "C" and (said := base_of(here, i)).years:
            return said
    return here.memory.standing


def base_of(here: Here, i: int) -> Time:
    """The time that a figure is compared with; one year back where it only says 同比."""
    words = word(here, i)
    found = time_of(here, i)
    if not found.years and found.relative is None:
        return Time((), None, -1) if any(w in words for w in ("同比", "同期", "往年", "年初")) else NO_TIME
    return found


def five_before(here: Here, base: Time, kind: Kind) -> Time:
    """前五年, where the place looks back on a stretch of its own: the five years before that."""
    tokens, reading = here.tokens, here.reading
    at = tokens.starts[reading.members[0]]
    span = here.frame.span(at) if kind is Kind.FACT else None
    if span is None or (base.years and base.period is None):
        return base
    said = kind_patterns().five_before.search(here.text, tokens.starts[reading.clause[0]], at)
    return Time((span[0] - 1,), (2 * span[0] - span[1] - 1, span[0] - 1)) if said else base


def stretch_base(here: Here, i: int) -> Time:
    """The time that a multiple is taken of; a bare stretch (过去10年) ends before the document's year."""
    found = time_of(here, i)
    if found.years or not found.length or here.frame.year is None:
        return found
    last = here.frame.year - 1
    return Time((last,), (last - found.length + 1, last))


def unsaid_base(  # noqa: PLR0911  (one case a line reads better than nested ones)
    here: Here, kind: Kind, year: Time, origin: Origin, standing: Time
) -> tuple[Time, Origin]:
    """The base that the clause leaves to its neighbours: 与2021年相比，…, 由2012年的…增长到…，年均增长…."""
    tokens, reading = here.tokens, here.reading
    state, need = here.memory, reading.rule.base
    if kind is Kind.POLICY or not need:
        return NO_TIME, Origin.DEFAULTED
    if standing.years:
        return standing, Origin.CARRIED
    before = tokens.kinds[reading.clause[0] - 1 : reading.clause[0]]
    if state.told.years and before and (before in NUMBERS or before in "hj"):
        return state.told, Origin.CARRIED
    if state.trend is not None and origin is Origin.CARRIED and "T" not in tokens.kinds[slice(*reading.clause)]:
        return Time((state.trend,)), Origin.CARRIED
    if need == "period" and state.base.years:
        return state.base, Origin.CARRIED
    said_length = need == "period" and _length_said(here)
    if said_length and year.years and kind is Kind.FACT:
        return Time((year.years[-1] - said_length,)), Origin.STATED
    if year.years and not year.period and (length := _length_said(here)):
        return Time((year.years[-1] - length,)), Origin.STATED
    if kind is Kind.FACT and not year.period and (span := here.frame.span(tokens.starts[reading.members[0]])):
        return Time((span[0] - 1,)), Origin.DEFAULTED
    return implied(here, need, year), Origin.DEFAULTED


def _length_said(here: Here) -> int | None:
    """How many years the clause says: 到2015年…，五年平均增长10%."""
    told = (time_of(here, i) for i in range(*here.reading.clause) if here.tokens.kinds[i] == "T")
    return next((t.length for t in told if t.length), None)


class Dated(NamedTuple):
    """kind and time of a clause, and where each came from. clear: the year follows from a clear rule, if it is a default."""

    kind: Kind
    time: Time
    time_origin: Origin
    kind_origin: Origin = Origin.STATED
    clear: bool = True


def kind_and_time(here: Here, time: Time) -> Dated:
    """Whether the clause promises, reports or rules, and of which year."""
    frame = here.frame
    at = here.tokens.starts[here.reading.members[0]]
    mode, heading_year = frame.mode(at)
    origin = Origin.STATED if mode is None else Origin.CARRIED
    if _rules(here, mode, time):
        return Dated(Kind.POLICY, NO_TIME, Origin.STATED, origin)
    if time.years:
        return Dated(_dated_kind(here, time, mode), time, Origin.STATED, origin)
    if mode is None and (told := _as_before(here)):
        return Dated(*told, Origin.CARRIED, Origin.CARRIED)
    if mode is None:
        mode = _open_kind(clause_words(here)) or _open_kind(here.sentence.words)
    if mode is None and here.frame.ruled:
        return Dated(Kind.POLICY, NO_TIME, Origin.STATED, Origin.CARRIED)
    if mode is None:
        mode = Kind.TARGET if here.memory.aim.years else _default_kind(here)
        origin = Origin.CARRIED if here.memory.aim.years else Origin.DEFAULTED
    if mode is Kind.TARGET or (mode is Kind.FACT and _forecast(here)):
        return _undated_promise(here, origin, at, heading_year)
    return _undated_fact(here, origin, at, heading_year)


def _as_before(here: Here) -> tuple[Kind, Time] | None:
    """The kind and year of the figure before, which a list's next one or a sentence of parts (其中，…) goes on with."""
    memory, begin = here.memory, here.reading.clause[0]
    if begin and here.tokens.kinds[begin - 1] == "J" and memory.kind is not None:
        return (memory.kind, memory.year) if memory.kind is not Kind.POLICY else None
    if memory.kind is None and here.sentence.words.startswith("其中"):
        return memory.told_before
    return None


def _undated_fact(here: Here, origin: Origin, at: int, heading_year: int | None) -> Dated:
    """A fact whose clause names no year: of the year that the paragraph tells of, else of its heading or its document."""
    frame, carried = here.frame, here.memory.time
    kind = Kind.TARGET if _set_as_aim(here) else Kind.FACT
    year = heading_year or (frame.year - 1 if frame.annual and frame.year else None) or _fact_year(here)
    settled = heading_year or frame.titled or frame.annual
    if carried.years and not settled and (frame.year is None or carried.years[-1] <= frame.year):
        return Dated(kind, Time(carried.years[-1:], carried.period), Origin.CARRIED, origin)
    dated = year == frame.year and not frame.titled and not frame.annual  # of the year of issue
    scoped = dated or (frame.settled and (frame.annual or frame.mode(at)[0] is Kind.FACT))
    return Dated(kind, Time((year,) if year else ()), Origin.DEFAULTED, origin, bool(heading_year or scoped))


def _undated_promise(here: Here, origin: Origin, at: int, heading_year: int | None) -> Dated:
    """A promise whose clause names no year: for the aim that the paragraph named, else for its heading's or its plan's last year."""
    frame, aim = here.frame, here.memory.aim
    if aim.years and (not frame.annual or aim.years[-1] > (frame.year or 0)):
        return Dated(Kind.TARGET, Time(aim.years[-1:]), Origin.CARRIED, origin)
    chronicle = frame.mode(at)[0] is None and not (frame.titled or frame.annual)
    gone = here.memory.time.years[-1:]
    past = bool(gone) and frame.plan is None and gone[0] < (frame.year or 0)  # 1977年，…。各项指标是：…
    chronicle = chronicle and (not frame.directive or frame.year is None or past)
    late = bool(gone and frame.plan and frame.year) and gone[0] < (frame.year or 0)  # 届时…将达到
    if gone and chronicle and not late:
        return Dated(Kind.TARGET, Time(gone), Origin.CARRIED, origin)
    year = _promised_year(here, heading_year)
    scoped = frame.settled and (frame.annual or frame.plan is not None)
    clear = bool(scoped or (heading_year and year == heading_year))
    return Dated(Kind.TARGET, Time((year,) if year else ()), Origin.DEFAULTED, origin, clear)


def _forecast(here: Here) -> bool:
    """Whether a plan's chapter of facts tells what is to come or is needed: 据测算，…; 约需新增教师8000人."""
    tokens = here.tokens
    frame, patterns = here.frame, kind_patterns()
    if not frame.titled or frame.annual or frame.plan is None:
        return False
    said = here.text[tokens.starts[0] : tokens.starts[here.reading.members[0]]]
    return patterns.forecasts.search(said) is not None


def _promised_year(here: Here, heading_year: int | None) -> int | None:
    """The year of a promise that names none: its heading's, else the last of the plan."""
    frame = here.frame
    ahead = heading_year and frame.year and heading_year > frame.year
    if frame.annual or ahead:
        return heading_year or frame.year
    return frame.plan[1] if frame.plan else frame.goal


def _rules(here: Here, mode: Kind | None, time: Time) -> bool:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """Whether the number is a rule's parameter: by the rule that read it, or by words of its clause that names no year."""
    tokens, reading = here.tokens, here.reading
    if reading.rule.id == "years-by-ordinal":
        return True
    if reading.rule.id == "duration-limit" and not _promised_duration(here, mode):
        return True
    first, last = reading.clause
    patterns, frame = kind_patterns(), here.frame
    start, end = tokens.starts[first], tokens.ends[last - 1]
    if here.sentence.forbids and patterns.forbids.search(here.text, start, end):
        return True
    dated = "T" in tokens.kinds[first:last]
    if dated and not _of_whoever_asks(here, mode):
        return False
    if mode is not Kind.FACT and _is_standard(here):
        return True
    over = not dated and bool(time.years) and frame.year is not None and time.years[-1] < frame.year and not time.span
    told = (mode is Kind.FACT and frame.annual) or over  # 全年发放补贴900万元; 早在2009年，已争取补贴
    if not told and (here.sentence.granted or patterns.policy.search(here.text, start, end) or _granted(here, mode)):
        return True
    if here.sentence.grants and patterns.ceiling.search(here.text, start, end):
        return True
    if frame.titled or frame.annual or mode or patterns.done.search(here.sentence.words):
        return False
    if patterns.ruling.search(here.text, start, end):
        return True
    return not frame.goal and not time.years and patterns.bounds.search(here.text, start, end) is not None


def _of_whoever_asks(here: Here, mode: Kind | None) -> bool:
    """Whether the clause's times are those of whoever is granted something: 返还其上年度实际缴纳保险费的50%."""
    if mode is Kind.FACT or here.frame.annual or not (here.frame.directive or here.frame.ruled):
        return False
    asked, kinds = kind_patterns().of_whom, here.tokens.kinds
    return all(asked.fullmatch(word(here, i)) for i in range(*here.reading.clause) if kinds[i] == "T")


def _is_standard(here: Here) -> bool:
    """Whether the figure is the bound of a standard to go by: 按每万人不低于20个车位的标准建设."""
    tokens, reading = here.tokens, here.reading
    begin, at = tokens.starts[reading.clause[0]], tokens.starts[reading.members[0]]
    if not kind_patterns().standard.match(here.text, tokens.ends[reading.members[-1]]):
        return False
    return kind_patterns().bounds.search(here.text, begin, at) is not None


def _granted(here: Here, mode: Kind | None) -> bool:
    """Whether a directive, or a text that tells nothing of itself or of the past, grants the figure: 每间奖励2000元, 按60%奖励返还."""
    tokens, reading = here.tokens, here.reading
    frame = here.frame
    if not here.sentence.grants or frame.annual or mode is Kind.FACT or reading.kind not in "m%":
        return False
    told = frame.year is not None and not frame.ruled
    if not frame.directive and (told or mode or frame.titled or kind_patterns().done.search(here.sentence.words)):
        return False
    last = tokens.ends[reading.members[-1]]
    start = tokens.starts[reading.clause[0]] if reading.kind == "m" else last
    return kind_patterns().granting.search(here.text, start, tokens.ends[reading.clause[1] - 1]) is not None


def goes_on_ruling(here: Here, origin: Origin) -> bool:
    """Whether the clause only adds a figure, or another rule, to the one before it.

    给予10%的补助，最高不超过500万元; 注册资本不得少于500万元，亩均税收应达到20万元.
    """
    first, last = here.reading.clause
    if here.memory.kind is not Kind.POLICY or "T" in here.tokens.kinds[first:last]:
        return False
    return origin is Origin.CARRIED or kind_patterns().ought.search(clause_words(here)) is not None


def _promised_duration(here: Here, mode: Kind | None) -> bool:
    """A limit of time that a plan sets itself (换乘时间不超过5分钟), not one that it grants (期限最多不超过3年)."""
    reading = here.reading
    if not (here.frame.titled or here.frame.goal) or mode is Kind.FACT:
        return False
    end = here.tokens.ends[reading.region[1] - 1] if reading.region[1] else 0
    return label_patterns().endings["spans"].search(here.text, max(0, end - 8), end) is not None


def _fact_year(here: Here) -> int | None:
    frame = here.frame
    if frame.titled and frame.base is not None and (frame.year is None or frame.base <= frame.year):
        return frame.base
    return frame.year


def _dated_kind(here: Here, time: Time, mode: Kind | None) -> Kind:  # noqa: PLR0911  (one case a line reads better than nested ones)
    tokens = here.tokens
    year, now = time.years[-1], here.frame.year
    if now is None:
        return Kind.TARGET if here.frame.goal and year >= here.frame.goal else mode or Kind.TARGET
    if year > now:
        part = time.period and time.period[0] <= now and _fulfilled(here)
        return Kind.FACT if part else Kind.TARGET
    if year < now and (time.relative != 0 or mode is Kind.FACT):
        return Kind.TARGET if _set_as_aim(here) else Kind.FACT
    if here.frame.plan and here.frame.titled and year == here.frame.plan[1]:
        return Kind.TARGET if mode is not Kind.FACT else Kind.FACT
    words = clause_words(here)
    if year == now and kind_patterns().arranged.search(words):
        return Kind.TARGET
    if year == now and mode is None and not here.frame.annual:
        opened = here.text[tokens.starts[0] : tokens.starts[here.reading.members[0]]]
        if kind_patterns().decides.search(opened):
            return Kind.TARGET
    first = here.text.find("年", tokens.starts[0], tokens.ends[-1])
    if kind_patterns().part_year.match(here.text, first) and not here.frame.titled:
        return Kind.FACT
    told = _open_kind(words) or mode or _open_kind(here.sentence.words)
    return told or (Kind.TARGET if here.frame.annual else Kind.FACT)


def _fulfilled(here: Here) -> bool:
    """Whether it is how much of a plan's aim has been reached: 完成“十一五”节能目标的86%."""
    return kind_patterns().fulfilled.search(clause_words(here)) is not None


def _set_as_aim(here: Here) -> bool:
    """Whether the figure was only set: 提出能耗降低20%、排放减少10%的约束性指标, 超额完成5亿元的目标."""
    tokens, reading = here.tokens, here.reading
    patterns = kind_patterns()
    said = here.text[tokens.starts[0] : tokens.starts[reading.members[0]]]
    after = tokens.ends[reading.members[-1]]
    if patterns.is_aim.match(here.text, after):
        return True
    return patterns.sets.search(said) is not None and patterns.as_aim.match(here.text, after) is not None


def _open_kind(words: str) -> Kind | None:
    """Without a heading that looks back or ahead: by the words."""
    patterns = kind_patterns()
    if patterns.fulfilled.search(words):
        return Kind.FACT
    if patterns.promise.search(words):
        return Kind.TARGET
    return Kind.FACT if patterns.done.search(words) else None


def _default_kind(here: Here) -> Kind:
    return Kind.TARGET if here.frame.titled or here.frame.annual or here.frame.directive else Kind.FACT


def start_of_change(here: Here, kind: Kind, year: Time, at: int) -> Time:
    """The year of a figure told only as the one before a change: 由3万亩增加到5万亩."""
    span = here.frame.span(at) if kind is Kind.FACT else None
    if span and not year.period:
        return Time((span[0] - 1,))
    said, now = implied(here, "before", year), here.frame.year
    if not said.years and year.year is not None and now is not None and year.year > now and year.year % 5 == 0:
        return Time((year.year - 5,))  # five-year plans end in such years
    return said


def implied(here: Here, need: str, year: Time) -> Time:  # noqa: PLR0911  (one case a line reads better than nested ones)
    """The base of a change or growth that the clause leaves out: the year before a stretch, the plan's year 0."""
    if not need or year.year is None:
        return NO_TIME
    if year.period:
        return Time((year.period[0] if year.since else year.period[0] - 1,))
    frame = here.frame
    if frame.annual:
        ends = year.year % 5 == 0 and year.year != frame.year  # five-year plans end in such years
        if ends and (need == "period" or year.year > (frame.year or 0)):
            return Time((year.year - 5,))
        return Time((year.year - 1,)) if need == "before" else NO_TIME
    if frame.plan:
        first = frame.plan[0]
        if year.year >= first:
            return Time((first - 1,))
        if year.year == first - 1:
            return Time((first - 6,))
    elif need == "before" and frame.year and year.year <= frame.year:
        return Time((year.year - 1,))  # 去年下降3.6%
    return NO_TIME
