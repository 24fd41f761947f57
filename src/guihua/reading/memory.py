"""What the stages that read a clause are given: the page, the sentence, the reading, and what the clauses before left (Memory).

All of it is frozen. A stage that leaves something to the next clause returns a new Memory; nothing is changed where it lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from guihua.plan.statement import Kind, Origin, Statement, Threshold
from guihua.reading.announced import Announcements
from guihua.reading.awards import Award
from guihua.reading.clauses import Reading
from guihua.reading.compiler import Rule
from guihua.reading.frame import Frame
from guihua.reading.subjects import Subjects
from guihua.reading.times import Time
from guihua.reading.tokens import Tokens

NO_TIME = Time(())
NO_READING = Reading(
    [], Rule("", re.compile(""), "skip", "", "", "", "", "", "", (), ()), (0, 0), (0, 0), (0, 0), "", ""
)
"""Of a sentence whose numbers assert nothing."""


class Memory(NamedTuple):
    """What a clause may leave to the next one.

    Till the text ends
    time_before  of the sentence before, and told_before: the kind and year of its last figure
    standing   the base that a sentence told once for all (2010年与2005年相比)

    Till the paragraph ends
    labels     of the statements before, one each member of a list; joint: the whole list as one label
    subject    the last label that was no share (for 占…比重 and for gaps)
    whole      what the last share was of
    scope      the scope word last said; whole_place: the one that the clause's label opened with (全市生产总值)
    unit       of the reading before; total: the last label that was no rate, and its unit
    thresholds of the reading before
    time, aim  the year that the paragraph last told of, and the one ahead that it last named
    base_values, base_year  what a change started from (由2015年的8%提高到…)
    award      the paragraph's last one, with its receiver
    place_unit of the counts that share a place

    Till the sentence ends, or the one that a semicolon joins to it
    recent     every label of the sentence
    whole_now  what its last share was of
    listed     the measure that a colon or 其中 gave the bare names after it (学历合格率：小学99%，初中96%)
    parts      what 其中 takes parts of, and parts_of: whose it is (国有单位的投资…，其中基本建设投资…)

    Till the sentence ends
    form, before, last  of the reading before, of the one before that, of the statement before
    rule, kind, year of the clause before
    place      where the things counted are
    series     the things that wait for their values (A、B分别达到36%和5亿立方米)
    base       the base last told; told: the one whose figure the clause has just told (比1980年的769万吨增长…)
    trend      the year from which the sentence told a change (由2012年的…增长到…)
    owner      whose properties the sentence lists (示范工厂的生产效率…，资源综合利用率…)
    agent      who acts in the clause before (节能改造形成节能量…、减排…); doer: what was counted doing something
    act        the act that the sentence sums up (五年建成甲3个、乙5个)
    granted    the award that the sentence bounds (给予10%的补助，最高500万元)
    opener     whom the item of a list is about (煤炭工业，计划新增…)
    row        the parts of a whole that the sentence told last
    """

    time_before: Time = NO_TIME
    told_before: tuple[Kind, Time] | None = None
    standing: Time = NO_TIME
    labels: tuple[str, ...] = ()
    joint: str = ""
    subject: str = ""
    whole: str = ""
    scope: str = ""
    whole_place: str = ""
    unit: str = ""
    total: tuple[str, str] = ("", "")
    thresholds: tuple[Threshold | None, ...] = ()
    time: Time = NO_TIME
    aim: Time = NO_TIME
    base_values: tuple[str, ...] = ()
    base_year: int | None = None
    award: Award | None = None
    place_unit: str = ""
    recent: tuple[str, ...] = ()
    whole_now: str = ""
    listed: str = ""
    parts: str = ""
    parts_of: str = ""
    form: str = ""
    before: str = ""
    last: str = ""
    rule: Rule | None = None
    kind: Kind | None = None
    year: Time = NO_TIME
    place: str = ""
    series: tuple[str, ...] = ()
    base: Time = NO_TIME
    told: Time = NO_TIME
    trend: int | None = None
    owner: str = ""
    agent: str = ""
    doer: str = ""
    act: str = ""
    granted: str = ""
    opener: str = ""
    row: tuple[Statement, ...] = ()

    def next_paragraph(self) -> Memory:
        """What a new paragraph knows of the one before."""
        return Memory(time_before=self.time_before, standing=self.standing)

    def next_sentence(self, opener: str, *, goes_on: bool) -> Memory:
        """What a new sentence knows of the one before; more of it where a semicolon or 其中 joins the two."""
        return Memory(
            time_before=self.time_before,
            told_before=self.told_before,
            standing=self.standing if goes_on else NO_TIME,
            labels=self.labels,
            joint=self.joint,
            subject=self.subject,
            whole=self.whole,
            scope=self.scope,
            whole_place=self.whole_place,
            unit=self.unit,
            total=self.total,
            thresholds=self.thresholds,
            time=self.time,
            aim=self.aim,
            base_values=self.base_values,
            base_year=self.base_year,
            award=self.award,
            place_unit=self.place_unit,
            recent=self.recent if goes_on else (),
            whole_now=self.whole_now if goes_on else "",
            listed=self.listed if goes_on else "",
            parts=self.parts if goes_on else "",
            parts_of=self.parts_of if goes_on else "",
            opener=opener,
        )

    def after_bracket(self, before: Memory) -> Memory:
        """What a bracket said holds inside it alone: …1.45亿吨（其中海上500万吨），比1990年增加…."""
        return self._replace(
            labels=before.labels,
            joint=before.joint,
            recent=before.recent,
            subject=before.subject,
            whole=before.whole,
            unit=before.unit,
            form=before.form,
            whole_place=before.whole_place,
        )


NOTHING = Memory()
"""What the first sentence of a text knows."""


class Page(NamedTuple):
    """One document of a text. raw and text have equal length; spans are offsets into both, `offset` is where it begins.

    announced: what the bare names of lists measure (各部门投资分配如下：); subjects: whose figures its paragraphs tell.
    ordinal: how often (section, quote, value) came before in the text, which tells apart what is said twice.
    """

    raw: str
    text: str
    frame: Frame
    offset: int
    region: str
    announced: Announcements
    subjects: Subjects
    ordinal: Callable[[str, str, str], int]


class Sentence(NamedTuple):
    """A sentence with its words; grants: it gives or allows something, granted: by a word for support, forbids: it bounds."""

    tokens: Tokens
    words: str
    grants: bool
    granted: bool
    forbids: bool


class Here(NamedTuple):
    """Where the reader stands: one reading of a sentence of a page, with what the clauses before left. unit: without its power of ten."""

    page: Page
    sentence: Sentence
    memory: Memory
    reading: Reading
    unit: str
    text: str
    frame: Frame
    tokens: Tokens

    def with_memory(self, memory: Memory) -> Here:
        """The same place with another memory."""
        if memory is self.memory:
            return self
        page, sentence, _, reading, unit, text, frame, tokens = self
        return Here(page, sentence, memory, reading, unit, text, frame, tokens)


class Clause(NamedTuple):
    """One reading with what was found for it, before it becomes statements. year_clear: its default year follows from a clear rule."""

    reading: Reading
    labels: tuple[str, ...]
    origin: Origin
    time: Time
    time_origin: Origin
    kind: Kind
    kind_origin: Origin
    year_clear: bool
    base: Time
    base_origin: Origin
    thresholds: tuple[Threshold | None, ...]
    scope: str
    whole_place: str
    leaves: Left


class Left(NamedTuple):
    """What a clause leaves besides its labels, whatever becomes of it."""

    kind: Kind
    year: Time
    standing: Time
    base: Time
    thresholds: tuple[Threshold | None, ...]
    labels: tuple[str, ...]


class Candidate(NamedTuple):
    """A label that could be given, the rule that made it, and what it leaves to the next clause if it is chosen."""

    label: str
    by: str
    memory: Memory


def word(here: Here, i: int) -> str:
    """The words of a token."""
    return here.text[here.tokens.starts[i] : here.tokens.ends[i]]


def clause_words(here: Here) -> str:
    """The words of the clause at hand."""
    tokens, clause = here.tokens, here.reading.clause
    return here.text[tokens.starts[clause[0]] : tokens.ends[clause[1] - 1]]
