"""What a sentence leaves to the next: the state that the layers of discourse share (speech, kinds, forms, discourse)."""

from __future__ import annotations

from dataclasses import dataclass, field

from guihua.plan.statement import Kind, Origin, Statement, Threshold, Unread
from guihua.reading.announced import Announcements
from guihua.reading.awards import Award
from guihua.reading.clauses import Reading
from guihua.reading.compiler import Rule
from guihua.reading.frame import Frame
from guihua.reading.subjects import Subjects
from guihua.reading.times import Time
from guihua.reading.tokens import Tokens

NO_TIME = Time(())


@dataclass(slots=True)
class State:
    """What a clause may leave to the next one.

    labels   of the statements before, one each member of a list; joint: the whole list as one label
    aim      the year ahead that the paragraph last named
    subject  the last label that was no share (for 占…比重 and for gaps)
    whole    what the last share was of
    whole_now   the same, of this sentence alone
    told     the base whose figure the clause has just told (比1980年的769万吨增长…)
    trend    the year from which the sentence told a change (由2012年的…增长到…)
    owner    whose properties the sentence lists (示范工厂的生产效率…，资源综合利用率…)
    agent    who acts in the clause before (节能改造形成节能量…、减排…); doer: what was counted doing something
    granted  the award that the sentence bounds (给予10%的补助，最高500万元); award: the paragraph's last one, with its receiver
    act      the act that the sentence sums up (五年建成甲3个、乙5个)
    parts    what 其中 takes parts of, and parts_of: whose it is (国有单位的投资…，其中基本建设投资…)
    total    the last label that was no rate, and its unit
    kind     of the figure before in this sentence, and year: of which year it was
    rule     by which the clause before was read
    listed   the measure that a colon or 其中 gave the bare names after it (学历合格率：小学99%，初中96%)
    whole_place  the word for the whole place that the clause's label opened with (全市生产总值)
    opener   whom the item of a list is about (煤炭工业，计划新增…)
    """

    labels: list[str] = field(default_factory=list)
    joint: str = ""
    recent: list[str] = field(default_factory=list)
    subject: str = ""
    whole: str = ""
    whole_now: str = ""
    scope: str = ""
    form: str = ""
    before: str = ""
    last: str = ""
    series: list[str] = field(default_factory=list)
    unit: str = ""
    place: str = ""
    place_unit: str = ""
    thresholds: list[Threshold | None] = field(default_factory=list)
    base: Time = NO_TIME
    time: Time = NO_TIME
    aim: Time = NO_TIME
    base_values: list[str] = field(default_factory=list)
    base_year: int | None = None
    told: Time = NO_TIME
    trend: int | None = None
    owner: str = ""
    agent: str = ""
    doer: str = ""
    act: str = ""
    parts: str = ""
    parts_of: str = ""
    total: tuple[str, str] = ("", "")
    opener: str = ""
    listed: str = ""
    granted: str = ""
    award: Award | None = None
    kind: Kind | None = None
    year: Time = NO_TIME
    rule: Rule | None = None
    whole_place: str = ""


@dataclass(slots=True)
class Clause:
    """One reading with what was found for it, before it becomes statements."""

    reading: Reading
    labels: list[str]
    origin: Origin
    time: Time
    time_origin: Origin
    kind: Kind
    base: Time
    base_origin: Origin
    thresholds: list[Threshold | None]
    scope: str
    whole_place: str = ""


class Speech:
    """A text that is read sentence by sentence, and what was said so far.

    raw and text have equal length; spans are offsets into both. time: of the sentence before; standing: the base that it told
    once for all (2010年与2005年相比); unit: of the reading at hand; words: the sentence at hand;
    said: the scope word of the clause at hand; year_clear: its default year follows from a clear rule; announced: what the bare
    names of lists measure (各部门投资分配如下：); row: the parts of a whole that the sentence told last; told: the kind and year of
    the last figure of the sentence before.
    """

    def __init__(
        self,
        raw: str,
        text: str,
        frame: Frame,
        offset: int = 0,
        region: str = "",
        ids: dict[tuple[str, str, str], int] | None = None,
    ) -> None:
        self.raw = raw
        self.text = text
        self.frame = frame
        self.offset = offset
        self.region = region
        self.state = State()
        self.ids = {} if ids is None else ids
        self.unread: list[Unread] = []
        self.row: list[Statement] = []
        self.told: tuple[Kind, Time] | None = None
        self.unit = ""
        self.words = ""
        self.said = ""
        self.kind_origin = Origin.STATED
        self.year_clear = True
        self.granted: bool | None = None
        self.grants = self.forbids = False
        self.time = NO_TIME
        self.standing = NO_TIME
        self.announced = Announcements(text, frame)
        self.subjects = Subjects(text, frame.headings)

    def paragraph(self, start: int) -> None:
        """A new paragraph: nothing is carried into it, unless it takes parts (其中，…) of what the one before told."""
        if not self.text[start : start + 12].lstrip(" 　\n").startswith("其中"):
            self.state = State()

    def in_brackets(self, before: State) -> None:
        """What a bracket said holds inside it alone: …1.45亿吨（其中海上500万吨），比1990年增加…."""
        state = self.state
        state.labels, state.joint, state.recent = before.labels, before.joint, before.recent
        state.subject, state.whole, state.unit, state.form = before.subject, before.whole, before.unit, before.form
        state.whole_place = before.whole_place

    def _word(self, tokens: Tokens, i: int) -> str:
        return self.text[tokens.starts[i] : tokens.ends[i]]

    def _clause_words(self, tokens: Tokens, reading: Reading) -> str:
        return self.text[tokens.starts[reading.clause[0]] : tokens.ends[reading.clause[1] - 1]]
