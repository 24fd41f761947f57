"""What an assistant is told of a project: every answer names ids and sources, the day it is known on, and the caution that belongs to it.

Only what may be shown to everybody is answered: figures that are public on the real day, verdicts made from those alone; unless whoever
starts the server says that internal figures may be given, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from guihua.checking import CheckResult
from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.plan.statement import Statement
from guihua.project import Project, read_plan
from guihua.statistics.observation import UNSTATED, Observation
from guihua.storage import open_store
from guihua.tracking import Tracking

Answer = dict[str, Any]

MOST = 200
CAUTION = {
    "zh": {
        "statements": "由程序从原文读出；引用时写明编号，并以原文为准。标有 doubtful 的槽位请人看过再用。",
        "findings": "校核意见指出数之间对不上，不判定哪个数是错的；引用时写明意见编号和算式。",
        "verdicts": "状态按 as_of 当天已公布的数测算，门槛为 guihua 自定，官方未公布；methods_agree 为 false 时结论随方法而变。不是官方评估结论。",
        "unknown": "未能测算不等于未完成；reason_code 说明缺什么。",
        "figures": "同一指标的统计范围、核算版本不同的数不可相比；published 为公布日期，之后可能修订。",
        "verify": "HOLDS 只说明文件自洽、可重算；没有签名的根时不证明出自何人。",
        "plan": "规划的题名、文号和期间由程序读出，以原文为准。",
    },
    "en": {
        "statements": "Read from the text by a program; quote with the id, the original decides. Slots marked doubtful need a person's look.",
        "findings": "A finding says that figures do not fit together, not which of them is wrong; quote its id and its sums.",
        "verdicts": "Judged by what was published on the as_of day, by thresholds of guihua's own (none are official); where methods_agree is false, "
        "the verdict depends on the method. No official evaluation.",
        "unknown": "Not assessed does not mean missed; reason_code says what is lacking.",
        "figures": "Figures of different coverage or accounting are not comparable; published is the day of publication, later ones may revise it.",
        "verify": "HOLDS says that the file agrees with itself and can be recomputed; without a signed root its origin is not proved.",
        "plan": "Title, document number and period were read by a program; the original decides.",
    },
}


@dataclass(frozen=True)
class Desk:
    """One project that is asked. internal: figures that are not public may be given."""

    project: Project
    lang: str = "zh"
    internal: bool = False

    @cached_property
    def plan(self) -> Plan:
        """The plan, as read and as people decided."""
        of = self.project
        return read_plan(of.plan_file if of.plan_file.exists() else of.plan)

    @cached_property
    def checked(self) -> CheckResult:
        """The plan held against itself."""
        from guihua.checking import check

        return check(self.plan)

    def about(self) -> Answer:
        """The plan: title, issuer, number, period, how many statements of which kind, the digest of its text."""
        plan = self.plan
        return self._answer(
            "plan",
            title=plan.title,
            issuer=plan.issuer,
            document_number=plan.document_number,
            period=list(plan.period) if plan.period else None,
            region=plan.region or self.project.region,
            targets=len(plan.targets),
            facts=len(plan.facts),
            commitments=len(plan.commitments),
        )

    def statements(self, words: str = "", kind: str = "", year: int = 0, limit: int = 50) -> Answer:
        """Statements whose indicator or sentence holds the words, of a kind (target, fact, policy), of a year."""
        found = [
            s
            for s in self.plan
            if (not words or words in s.indicator or words in s.quote)
            and (not kind or s.kind.value == kind)
            and (not year or s.year == year)
        ]
        shown = found[: _most(limit)]
        return self._answer("statements", count=len(found), items=[self._statement(s) for s in shown])

    def statement(self, statement_id: str) -> Answer:
        """One statement with its sentence, each slot and where it came from."""
        from guihua.view.explained import explain

        s = self.plan.statement(statement_id)
        found = explain(self.plan, s, self.lang)
        slots = [{"slot": name, "value": value, "from": origin} for name, value, origin in found.slots]
        told = {"section": found.section, "sentence": found.sentence[0], "slots": slots, "trail": list(found.rest)}
        return self._answer("statements", **self._statement(s), **told)

    def findings(self, code: str = "", limit: int = 50) -> Answer:
        """What does not add up in the plan: each finding with its sentence, its sums and the statements it speaks of."""
        from guihua.view import findings as words

        found = [f for f in self.checked if f.code.startswith(code)]
        items = [
            {
                "id": f.id,
                "code": f.code,
                "severity": str(f.severity),
                "title": words.title(f, self.lang),
                "sentence": words.sentence(f, self.lang),
                "sums": [f"{s.expression} = {s.result}{s.unit}" for s in f.steps],
                "proved": bool(f.proof),
                "statements": [
                    {"id": m.statement, "quote": m.quote, "start": m.start, "end": m.end}
                    for m in f.members
                    if m.statement
                ],
            }
            for f in found[: _most(limit)]
        ]
        return self._answer("findings", count=len(found), items=items)

    def verdicts(self, as_of: str, words: str = "", status: str = "", limit: int = 50) -> Answer:
        """Where targets stood as known on a day: status, latest figure, base, reason; the trail by `verdict`."""
        tracking = self._tracked(as_of)
        found = [
            a
            for a in tracking
            if (not words or words in a.statement.indicator or words in a.statement.quote)
            and (not status or a.status.value == status)
        ]
        items = [
            {
                "id": a.statement.id,
                "indicator": a.statement.indicator,
                "quote": a.statement.quote,
                "target": {"value": a.target_value, "unit": a.unit, "year": a.statement.year},
                "status": a.status.zh if self.lang == "zh" else a.status.value,
                "status_code": a.status.value,
                "reason_code": a.reason.value if a.reason else "",
                "latest": {"value": a.latest_value, "unit": a.unit, "period": a.latest_period},
                "methods_agree": a.agree,
                "observations": [o.id for o in a.observations],
            }
            for a in found[: _most(limit)]
        ]
        return self._verdicts(as_of, any(a.reason for a in found), count=len(found), items=items)

    def verdict(self, statement_id: str, as_of: str) -> Answer:
        """One target's verdict with its whole trail: every method, every figure it rests on with its source and date."""
        from guihua.view.assessments import record

        found = self._tracked(as_of).of(self.plan.statement(statement_id).id)
        trail = [self._figure(o) for o in found.observations]
        return self._verdicts(as_of, bool(found.reason), verdict=record(found, self.lang), trail=trail)

    def figures(self, indicator: str, as_of: str, region: str = "", limit: int = 100) -> Answer:
        """Published figures of an indicator as known on a day, each with coverage, accounting, publisher, date and source."""
        from guihua.plan.concepts import resolve
        from guihua.statistics.holding import query

        day, where = _day(as_of), region or self.plan.region or self.project.region
        variable = resolve(indicator).variable
        with open_store(self.project.store_url or self.project.store, create=False) as store:
            rows = tuple(
                query(store, region=where or None, as_of=day, public_on=None if self.internal else date.today())
            )
        mine = [o for o in self._shown(rows) if o.variable == variable or indicator in o.indicator]
        items = [self._figure(o) for o in mine[-_most(limit) :]]
        return self._answer("figures", as_of=as_of, region=where, count=len(mine), items=items)

    def verify(self, bundle: str) -> Answer:
        """Check the text of a bundle (JSON as guihua wrote it): the verdict, and of each part whether it holds and how it was checked."""
        from guihua.verification import verify

        found = verify(bundle.encode(), ())
        parts = [
            {"part": p.name, "verdict": p.verdict.name, "how": p.how.value, "reason": p.reason} for p in found.parts
        ]
        told = {"verdict": found.verdict.name, "kind": found.kind, "digest": str(found.digest), "parts": parts}
        return self._answer("verify", origin_proved=found.origin_proved, **told)

    def _tracked(self, as_of: str) -> Tracking:
        from guihua.tracking.asof import plan_in_force, yearly_in_force
        from guihua.tracking.settings import settings
        from guihua.tracking.tracking import observations_of, track_observations

        day, of = _day(as_of), self.project
        plan = plan_in_force(self.plan, of.plan_file if of.plan_file.exists() else of.plan, day)
        where = plan.region or of.region
        if not where:
            raise GuihuaError(
                "TRACK-REGION", "没有指明地区 no region was named", '写明 set region = "150000" in guihua.toml'
            )
        with open_store(of.store_url or of.store, create=False) as store:
            rows = self._shown(observations_of(plan, store, where, day))
        yearly = yearly_in_force(plan, of.yearly, day)
        return track_observations(plan, rows, day, where, rules=settings(of.settings), yearly=yearly)

    def _shown(self, rows: Sequence[Observation]) -> tuple[Observation, ...]:
        """The rows that may leave: all of them where internal ones may, else what is public on the real day, and the plan's own."""
        from guihua.statistics.disclosure import disclosure, publishable

        if self.internal:
            return tuple(rows)
        return publishable(rows, date.today(), rule=disclosure(self.project.settings))

    def _statement(self, s: Statement) -> Answer:
        return {
            "id": s.id,
            "kind": s.kind.value,
            "indicator": s.indicator,
            "comparator": s.comparator.value,
            "value": list(s.value),
            "unit": s.unit,
            "year": s.year,
            "quote": s.quote,
            "start": s.start,
            "end": s.end,
            "doubtful": list(s.doubtful),
        }

    def _figure(self, o: Observation) -> Answer:
        return {
            "id": o.id,
            "indicator": o.indicator,
            "region": o.region,
            "period": str(o.period),
            "value": o.value,
            "unit": o.unit,
            "transformation": o.transformation.value,
            "coverage": "" if o.coverage == UNSTATED else o.coverage,
            "accounting": "" if o.accounting == UNSTATED else o.accounting,
            "publisher": "" if o.publisher == UNSTATED else o.publisher,
            "published": o.published.isoformat() if o.published else "",
            "date_trust": o.date_trust.value,
            "grade": o.grade.value,
            "source": o.source,
        }

    def _verdicts(self, as_of: str, unknown: bool, **rest: Any) -> Answer:
        answer = self._answer("verdicts", as_of=as_of, **rest)
        if unknown:
            answer["caution"] += " " + CAUTION[self.lang]["unknown"]
        return answer

    def _answer(self, what: str, **rest: Any) -> Answer:
        plan = self.plan
        source = {
            "plan": plan.title or plan.source,
            "text": f"sha256:{plan.text_sha256}".replace("sha256:sha256:", "sha256:"),
        }
        return {"caution": CAUTION[self.lang][what], "source": source, **rest}


def _most(limit: int) -> int:
    return max(1, min(limit, MOST))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GuihuaError("DATE-INVALID", f"{text!r} 不是日期 is no date", "写成 write 2021-12-31") from None
