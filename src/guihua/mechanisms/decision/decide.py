"""Deciding by rule: every subject through every judgement, worded as the declaration words it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from guihua.errors import GuihuaError
from guihua.mechanisms.core.expressions import contexts
from guihua.mechanisms.core.records import Decided, Job, Outcome, Table
from guihua.mechanisms.decision.records import (
    JUDGED,
    MATCHED,
    RESULT,
    Judgement,
    Setting,
    asked,
    conditions,
    labels,
    setting_of,
    subjects,
)
from guihua.plan.calendar import calendar
from guihua.proof.canonical import Json
from guihua.rules.asking import Ruling, Status, ask
from guihua.rules.feel.values import Value, plain


def decide(job: Job) -> Decided:
    """The outcome of a decision. Raises GuihuaError RULE-…, RUN-CONDITION, RUN-DAY."""
    setting = setting_of(job)
    if setting.kind == "match":
        return Decided(_matched(job, setting))
    judged: list[tuple[str, ...]] = []
    results: list[tuple[str, ...]] = []
    for subject, facts in subjects(job, setting):
        rulings = [(j, asked(job, j, facts)) for j in setting.judgements]
        judged += [_judged(job, subject, j, r) for j, r in rulings]
        results.append(_result(job, setting, subject, rulings))
    tables = [Table("judgements", JUDGED, tuple(judged), "逐项判定")]
    if setting.kind != "each":
        tables.insert(0, Table("result", RESULT, tuple(results), job.declaration.zh))
    answer: dict[str, Json] = {"answers": [[r[0], r[1]] for r in results]}
    if setting.kind == "each":
        answer = {"answers": [[r[0], r[1], r[2]] for r in judged]}
    return Decided(Outcome(tuple(tables), (), answer))


def word(job: Job, judgement: Judgement, ruling: Ruling) -> str:
    """A ruling's answer in the declaration's words."""
    if ruling.status == Status.DECIDED:
        return dict(judgement.words).get(ruling.text, ruling.text)
    if ruling.status == Status.UNDEFINED:
        return "未定义"
    return "缺材料" if ruling.status == Status.UNKNOWN else "规则未覆盖"


def missing(job: Job, judgement: Judgement, ruling: Ruling) -> str:
    """The smallest sets of missing facts, in people's words."""
    names = labels(job.rule(judgement.rules))
    return "；或 ".join("＋".join(names.get(n, n) for n in need) for need in ruling.needs)


def _judged(job: Job, subject: str, judgement: Judgement, ruling: Ruling) -> tuple[str, ...]:
    parameters = "；".join(
        f"{p.zh or p.name}={p.value if p.value is not None else '当日无取值'}" for p in ruling.parameters
    )
    answer = word(job, judgement, ruling)
    reason = dict(judgement.reasons).get(ruling.text, "") if ruling.status == Status.DECIDED else ""
    if ruling.status == Status.UNDEFINED:
        reason = f"{job.on} 没有政策参数取值，不套用相邻年度"
    clause = "；".join(ruling.clauses)
    return subject, judgement.name, answer, reason, clause, missing(job, judgement, ruling), parameters


def _result(job: Job, setting: Setting, subject: str, rulings: Sequence[tuple[Judgement, Ruling]]) -> tuple[str, ...]:
    if setting.kind == "count":
        held = [j for j, r in rulings if r.status == Status.DECIDED and r.text == "true"]
        unclear = [(j, r) for j, r in rulings if r.status != Status.DECIDED]
        needs = "；".join(f"{j.name}：{missing(job, j, r)}" for j, r in unclear)
        answer = setting.answers[0] if held else setting.answers[2] if unclear else setting.answers[1]
        return subject, answer, "、".join(j.name for j in held), needs, str(len(held))
    refused = [(j, r) for j, r in rulings if r.status == Status.DECIDED and r.text in j.refuse]
    unclear = [(j, r) for j, r in rulings if r.status != Status.DECIDED]
    if refused:
        reason = "；".join(f"{j.name}（{'；'.join(r.clauses) or r.text}）" for j, r in refused)
        answer, needs = setting.answers[1], ""
    elif unclear:
        answer, reason = setting.answers[2], "、".join(j.name for j, _ in unclear)
        needs = "；".join(f"{j.name}：{missing(job, j, r) or '当日无标准值'}" for j, r in unclear)
    else:
        answer, reason, needs = setting.answers[0], "", ""
    passed = sum(r.status == Status.DECIDED and r.text not in j.refuse for j, r in rulings)
    return subject, answer, reason, needs, str(passed)


def _matched(job: Job, setting: Setting) -> Outcome:
    if job.on is None:
        raise GuihuaError("RUN-DAY", "没有说按哪一天 no day to judge by", "加 add --on 2021-06-30")
    firms = job.table("firms")
    claims: dict[tuple[str, str], dict[str, Value]] = {
        (str(c["policy"]), str(c["firm"])): c for c in contexts(job.table("claims"))
    }
    rows = []
    for number, policy in enumerate(contexts(job.table("policies")), 1):
        rules = conditions(str(policy["conditions"] or ""), firms.columns, f"第 {number} 项政策")
        for firm in contexts(firms):
            claim = claims.get((str(policy["policy"]), str(firm["name"])), {})
            rows.append(_match(job, setting, policy, firm, rules, claim))
    order = {"逾期": 0, "应兑未兑": 1, "符合未申报": 2}
    answers = ("符合", "可能符合", "不符合", "不在有效期")
    rows.sort(key=lambda r: (order.get(r[11], 9), -int(r[10] or 0), answers.index(r[2]), r[0], r[1]))
    owed = sum((Decimal(r[8]) for r in rows if r[8]), Decimal(0))
    paid = sum((Decimal(r[7]) for r in rows if r[7]), Decimal(0))
    counts = {s: sum(r[11] == s for r in rows) for s in ("逾期", "应兑未兑", "符合未申报", "已兑现")}
    answer: dict[str, Json] = {"owed": plain(owed), "paid": plain(paid), "counts": dict(counts)}
    return Outcome((Table("matches", MATCHED, tuple(rows), "惠企政策兑现"),), (), answer)


def _match(
    job: Job,
    setting: Setting,
    policy: Mapping[str, Value],
    firm: Mapping[str, Value],
    rules: object,
    claim: Mapping[str, Value],
) -> tuple[str, ...]:
    from guihua.rules.rulefile import RuleFile

    assert isinstance(rules, RuleFile) and job.on is not None
    name, who, mode = str(policy["policy"]), str(firm["name"]), str(policy["mode"] or "申报")
    start, end = policy["valid_from"], policy["valid_to"]
    if (start is not None and job.on < start) or (end is not None and job.on > end):
        return (name, who, "不在有效期", "", "", mode, "", "", "", "", "", "")
    known = {d.name for d in rules.model.data}
    ruling = ask(rules, "qualifies", {k: v for k, v in firm.items() if k in known})
    if ruling.status == Status.UNKNOWN:
        names = labels(rules)
        needs = "；或 ".join("＋".join(names[n] for n in need) for need in ruling.needs)
        return (name, who, "可能符合", "", needs, mode, "", "", "", "", "", "")
    if ruling.text != "true":
        return (name, who, "不符合", failed(rules, firm), "", mode, "", "", "", "", "", "")
    due = claim.get("due") if claim.get("due") is not None else policy["amount"]
    paid = claim.get("paid") or Decimal(0)
    owed = max(due - paid, Decimal(0)) if due is not None else None
    deadline, late = _deadline(setting, claim, job.on, owed)
    if owed == 0:
        status = "已兑现"
    elif not claim and mode != "免申即享":
        status = "符合未申报"
    else:
        status = "逾期" if late else "应兑未兑"
    amounts = ("" if due is None else plain(due), plain(paid), "" if owed is None else plain(owed))
    return (name, who, "符合", str(policy["clause"] or ""), "", mode, *amounts, deadline, late, status)


def failed(rules: object, firm: Mapping[str, Value]) -> str:
    """The conditions that a firm does not meet, as written."""
    from guihua.rules.dmn.model import Table as Rules
    from guihua.rules.feel.evaluator import holds
    from guihua.rules.feel.functions import NAMES
    from guihua.rules.feel.parser import parse_tests

    logic = rules.model.decisions[0].logic  # type: ignore[attr-defined]
    assert isinstance(logic, Rules)
    found = []
    for column, cell in zip(logic.inputs, logic.rules[0].when, strict=True):
        value = firm.get(column.expression)
        if value is not None and holds(parse_tests(cell, NAMES))({"?": value}) is not True:
            found.append(f"{column.label} {cell}".replace('"', ""))
    return "；".join(found)


def _deadline(setting: Setting, claim: Mapping[str, Value], on: date, owed: Decimal | None) -> tuple[str, str]:
    start = claim.get("published_on") or claim.get("applied_on")
    if start is None or not owed:
        return "", ""
    found = calendar().after(start, setting.days)
    if found is None:
        raise GuihuaError(
            "RUN-CALENDAR",
            f"{start} 之后的工作日历不全 the calendar after this day is not known",
            "等放假通知公布 wait for the notice of holidays",
        )
    late = calendar().between(found, on) if on > found else 0
    return found.isoformat(), str(late) if late else ""
