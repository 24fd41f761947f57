"""The figures of one assessed target as runs of a document, each registered with what it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guihua.checking.finding import Finding
from guihua.reporting.document import PARAGRAPH, Composer, Figure, Run, Text, digest, text
from guihua.reporting.material import Adjustment, Material, MoneyLine, YearlyLine
from guihua.statistics.observation import Observation
from guihua.tracking.assessment import Assessment, Reading
from guihua.view import told
from guihua.view.messages import translator
from guihua.view.numbers import number
from guihua.view.phrases import period
from guihua.view.status import style


@dataclass(frozen=True, slots=True)
class Facts:
    """Makes runs for the figures of assessments; `composer` keeps the register."""

    composer: Composer

    def target(self, a: Assessment) -> Text:
        """What the plan promises."""
        return self._run(a, "target", told.target_words(a, self.lang), self._("目标值"), (), self._("规划原文"))

    def base(self, a: Assessment) -> Text:
        """The base value."""
        used = (a.base,) if a.base else ()
        return self._run(a, "base", told.base_words(a, self.lang), self._("基期值"), used, "")

    def latest(self, a: Assessment) -> Text:
        """What was reached."""
        used = (a.latest,) if a.latest and a.latest_value == a.latest.value else a.observations
        method = told.grounds(a, self.lang)
        return self._run(a, "latest", told.latest_words(a, self.lang), self._("最新值"), used, method)

    def derived(self, a: Assessment) -> Text:
        """How what was reached was derived from published figures; nothing where the figure itself was published."""
        words = told.derived_words(a, self.lang)
        if not _DIGIT.search(words):
            return text(words)
        return self._run(a, "derived", words, self._("推算办法"), a.observations, "")

    def pace(self, a: Assessment) -> Text:
        """Where the schedule would stand."""
        method = self._("序时进度") + self._(_METHOD)
        return self._run(a, "pace", told.pace_words(a, self.lang), self._("序时进度值"), a.observations, method)

    def gap(self, a: Assessment) -> Text:
        """What is missing against the schedule, or against the target when the period is over."""
        method = self._("最新值与序时进度值之差")
        return self._run(a, "gap", told.gap_words(a, self.lang), self._("差距"), a.observations, method)

    def required(self, a: Assessment) -> Text:
        """What each year left must bring."""
        method = self._("由最新值到目标值，按剩余年数均摊或连乘")
        return self._run(a, "required", told.required_words(a, self.lang), self._("后续需要"), a.observations, method)

    def status(self, a: Assessment, *, reason: bool = True, short: bool = False) -> Text:
        """Symbol and word, the coded reason, 口径注; short: of a target that cannot be judged the reason alone."""
        shown = style(a.status)
        if short and a.reason is not None:
            words = f"{shown.symbol} {told.reason_word(a.reason, self.lang)}"
            return self._run(a, "status.reason", words, self._("判定"), a.observations, "")
        words = f"{shown.symbol} {shown.word(self.lang)}"
        if reason and a.reason is not None:
            word = told.reason_word(a.reason, self.lang)
            words += f"（{word}）" if self.lang == "zh" else f" ({word})"
        if a.coverage_note and a.reason is None:
            words += self._("〔口径注〕")
        name = "status" if reason else "status.word"
        method = told.method_name(a.primary, self.lang) if a.primary else ""
        return self._run(a, name, words, self._("判定"), a.observations, method)

    def verdict(self, a: Assessment) -> Text:
        """The status as running text says it: “未能测算”（口径变更）, “未完成”〔口径注〕."""
        _ = self._
        words = _("“{word}”").format(word=style(a.status).word(self.lang))
        if a.reason is not None:
            reason = told.reason_word(a.reason, self.lang)
            words += f"（{reason}）" if self.lang == "zh" else f" ({reason})"
        elif a.coverage_note:
            words += _("〔口径注〕")
        method = told.method_name(a.primary, self.lang) if a.primary else ""
        return self._run(a, "verdict", words, _("判定"), a.observations, method)

    def foreseen(self, a: Assessment) -> tuple[Text, Text, Text]:
        """The forecast of the target year: its middle and the ends of the 80 % interval. Needs `a.fan`."""
        last, unit = a.fan[-1], a.unit or a.statement.unit
        found = []
        for field, value in (("middle", last.middle), ("low", last.outer[0]), ("high", last.outer[1])):
            words = told.amount(value, unit, self.lang)
            found.append(self._run(a, f"forecast.{field}", words, self._("预测"), a.observations, ""))
        return found[0], found[1], found[2]

    def method(self, a: Assessment, code: str) -> Text:
        """One method's verdict."""
        found = next((m for m in a.methods if m.method == code), None)
        if found is None:
            return text("—")
        words = style(found.status).symbol
        return self._run(a, f"method.{code}", words, told.method_name(code, self.lang), a.observations, "")

    def likelihood(self, a: Assessment) -> Text:
        """How likely it is, in words; — where nothing is computed."""
        words = told.likelihood_words(a, self.lang)
        return self._run(a, "likelihood", words, self._("预计"), a.observations, "") if words else text("—")

    def reading(self, a: Assessment, index: int, reading: Reading) -> tuple[Text, Text]:
        """The two figures of a reading beside a verdict: what was aimed at and what came."""
        cited = {o.id: told.observation_cited(o, self.lang) for o in (*a.observations, *a.nearest)}
        runs: list[Text] = []
        for field, value in (("target", reading.target), ("actual", reading.actual)):
            words = told.amount(value, reading.unit, self.lang)
            figure = Figure(
                f"{a.statement.id}.reading{index}.{field}",
                words,
                f"{told.name(a.statement, self.lang)} {self._('参考读数')}",
                a.statement.id,
                a.statement.quote,
                tuple(cited.get(i, i) for i in reading.observations),
                reading.observations,
                reading.code,
                ("reading", a.statement.id, str(index), field),
            )
            runs.append((self.composer.figure(figure),))
        return runs[0], runs[1]

    def remarks(self, a: Assessment, notes: Sequence[str]) -> Text:
        """Remarks on a verdict as sentences; one figure together where they hold a number.

        One, because LibreOffice runs controls together that touch each other.
        """
        words = "".join(told.sentence(note, self.lang) for note in notes if note).rstrip()
        if not _DIGIT.search(words):
            return text(words)
        used = (*a.observations, *a.nearest)
        return self._run(a, f"note.{digest(words)[:8]}", words, self._("说明"), used, "")

    def causes(self, statement: str, name: str, words: str) -> Text:
        """Why a verdict changed since the last report."""
        if not _DIGIT.search(words):
            return text(words or "—")
        operation = ("change", statement)
        figure = Figure(f"{statement}.causes", words, f"{name} {self._('变化的原因')}", statement, operation=operation)
        return (self.composer.figure(figure),)

    def finding(self, finding: Finding, part: str, words: str) -> Text:
        """A finding's sentence, or one of its other lines; sums with exponents are labelled, for they are set as such."""
        identity = f"finding.{finding.id}.{part}"
        if not _DIGIT.search(words) or "^" in words:
            return (Run(words, label=f"{PARAGRAPH}{identity}"),)
        quotes = "；".join(dict.fromkeys(m.quote for m in finding.members if m.quote))
        name = f"{self._('校核意见')} {finding.code}"
        return (
            self.composer.figure(Figure(identity, words, name, "", quotes, operation=("finding", finding.id, part))),
        )

    def count(self, key: str, value: int, what: str, unit: str = "项") -> Run:
        """A count over the plan's targets, findings or tasks; in Chinese with its measure word, so that no line parts them."""
        words = number(value, lang=self.lang) + (unit if self.lang == "zh" else "")
        figure = Figure(f"count.{key}", words, what, operation=("count", key))
        return self.composer.figure(figure)

    def adjustment(self, adjusted: Adjustment, index: int, name: str) -> tuple[Text, Text]:
        """A target before and after an adjustment; index: which of the plan's adjustments."""
        runs = []
        for field, words in (("before", adjusted.before), ("after", adjusted.after)):
            figure = Figure(
                f"{adjusted.statement}.adjusted{index}.{field}",
                words,
                f"{name} {self._('中期调整')}",
                adjusted.statement,
                method=f"{adjusted.document} {adjusted.on}",
                operation=("adjustment", adjusted.statement, str(index), field),
            )
            runs.append((self.composer.figure(figure),))
        return runs[0], runs[1]

    def original(self, statement: str, m: Material, name: str) -> tuple[Text, Adjustment] | None:
        """What a target was before its first adjustment, and its last one; None where it was never adjusted."""
        mine = [(i, x) for i, x in enumerate(m.adjusted, 1) if x.statement == statement]
        return (self.adjustment(mine[0][1], mine[0][0], name)[0], mine[-1][1]) if mine else None

    def yearly(self, line: YearlyLine, name: str) -> Text:
        """One year's target of a yearly plan."""
        figure = Figure(
            f"{line.statement}.yearly{line.year}",
            line.value,
            f"{name} {line.year}{self._('年度计划')}",
            line.statement,
            method=f"{line.title} {line.number}".strip(),
            operation=("yearly", line.statement, line.year),
        )
        return (self.composer.figure(figure),)

    def observation(self, o: Observation, *, unit: bool = True) -> Text:
        """A published figure by itself; `unit` False in a table whose rows name the unit."""
        words = told.observation_words(o, self.lang) if unit else number(o.value, lang=self.lang)
        named = f"{told.observation_name(o, self.lang)} {period(str(o.period), self.lang)}"
        cited = (told.observation_cited(o, self.lang),)
        identity = f"obs.{o.id}"[:60] + ("" if unit else ".n")
        figure = Figure(identity, words, named, "", "", cited, (o.id,), "", ("observation", o.id))
        return (self.composer.figure(figure),)

    def money(self, line: MoneyLine) -> Text:
        """What a ledger says of the plan's safeguards, with its unit."""
        words = told.amount(line.value, line.unit, self.lang)
        figure = Figure(
            f"money.{line.ledger}.{line.feed}", words, line.what, operation=("money", line.ledger, line.feed)
        )
        return (self.composer.figure(figure),)

    @property
    def lang(self) -> str:
        """The document's language."""
        return self.composer.lang

    def _(self, message: str) -> str:
        return translator(self.lang)(message)

    def _run(
        self, a: Assessment, field: str, words: str, what: str, used: tuple[Observation, ...], method: str
    ) -> Text:
        if not words:
            return text("—")
        s = a.statement
        figure = Figure(
            f"{s.id}.{field}",
            words,
            f"{told.name(s, self.lang)} {what}",
            s.id,
            s.quote,
            tuple(told.observation_cited(o, self.lang) for o in used),
            tuple(o.id for o in used),
            method,
            ("assessment", s.id, field),
        )
        return (self.composer.figure(figure),)


_DIGIT = re.compile(r"\d")
_METHOD = "：由基期到目标，按所过时间分摊；速度类按连乘"
