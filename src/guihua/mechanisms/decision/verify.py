"""Checking decisions: every stated answer asked of the rules again, every outcome put together again, in code of its own."""

from __future__ import annotations

from decimal import Decimal

from guihua.mechanisms.core.expressions import contexts
from guihua.mechanisms.core.records import Decided, Job
from guihua.mechanisms.decision.records import JUDGED, MATCHED, RESULT, asked, conditions, labels, setting_of, subjects
from guihua.plan.calendar import calendar
from guihua.proof.verify import How, Part, part
from guihua.rules.asking import Ruling, Status, ask
from guihua.rules.dmn.model import Table as Rules
from guihua.rules.feel.evaluator import holds
from guihua.rules.feel.functions import NAMES
from guihua.rules.feel.parser import parse_tests
from guihua.rules.feel.values import plain


def check(job: Job, decided: Decided) -> list[Part]:
    """Parts: each judgement, the outcome of each subject, the answer in short; or each match."""
    setting = setting_of(job)
    if setting.kind == "match":
        return _matches(job, decided)
    rows = iter(decided.outcome.table("judgements").rows)
    shape = decided.outcome.table("judgements").columns == JUDGED
    found: list[tuple[str, dict[str, Ruling]]] = []
    wrong = "" if shape else "columns"
    for subject, facts in subjects(job, setting):
        rulings = {}
        for judgement in setting.judgements:
            ruling = rulings[judgement.name] = asked(job, judgement, facts)
            row = next(rows, None)
            if row is None or not _fits(job, row, subject, judgement, ruling):
                wrong = wrong or f"{subject} {judgement.name}: the rules answer {ruling.status} {ruling.text}"
        found.append((subject, rulings))
    if next(rows, None) is not None:
        wrong = wrong or "more judgements than subjects have"
    parts = [part("judgements", wrong, How.REPLAYED)]
    answers = [[r[0], r[1], r[2]] for r in decided.outcome.table("judgements").rows]
    tables = 1
    if setting.kind != "each":
        tables = 2
        parts.append(part("result", _results(job, decided, found)))
        answers = [[r[0], r[1]] for r in decided.outcome.table("result").rows]
    same = dict(decided.outcome.answer) == {"answers": answers} and len(decided.outcome.tables) == tables
    parts.append(part("answer", "" if same and not decided.outcome.notes else "another answer"))
    return parts


def _fits(job: Job, row: tuple[str, ...], subject: str, judgement: object, ruling: Ruling) -> bool:
    from guihua.mechanisms.decision.records import Judgement

    assert isinstance(judgement, Judgement)
    words, reasons = dict(judgement.words), dict(judgement.reasons)
    text = ruling.text
    answer = {
        Status.DECIDED: words.get(text, text),
        Status.UNDEFINED: "未定义",
        Status.UNKNOWN: "缺材料",
        Status.NONE: "规则未覆盖",
    }[ruling.status]
    reason = reasons.get(text, "") if ruling.status == Status.DECIDED else ""
    if ruling.status == Status.UNDEFINED:
        reason = f"{job.on} 没有政策参数取值，不套用相邻年度"
    used = [f"{p.zh or p.name}={'当日无取值' if p.value is None else p.value}" for p in ruling.parameters]
    stated = (
        subject,
        judgement.name,
        answer,
        reason,
        "；".join(ruling.clauses),
        _lacks(job, judgement.rules, ruling),
        "；".join(used),
    )
    return row == stated


def _lacks(job: Job, rules: str, ruling: Ruling) -> str:
    names = labels(job.rule(rules))
    return "；或 ".join("＋".join(names.get(fact, fact) for fact in need) for need in ruling.needs)


def _results(job: Job, decided: Decided, found: list[tuple[str, dict[str, Ruling]]]) -> str:
    setting = setting_of(job)
    table = decided.outcome.table("result")
    if len(table.rows) != len(found) or table.columns != RESULT:
        return "another number of subjects"
    by = {j.name: j for j in setting.judgements}
    passed, refused, open_ = setting.answers[:3]
    for row, (subject, rulings) in zip(table.rows, found, strict=True):
        settled = {n: r.text for n, r in rulings.items() if r.status == Status.DECIDED}
        unclear = [n for n in rulings if n not in settled]
        lacks = {n: _lacks(job, by[n].rules, rulings[n]) for n in unclear}
        if setting.kind == "count":
            yes = [n for n, text in settled.items() if text == "true"]
            answer = passed if yes else open_ if unclear else refused
            wanted = (subject, answer, "、".join(yes), "；".join(f"{n}：{lacks[n]}" for n in unclear), str(len(yes)))
        else:
            no = [n for n, text in settled.items() if text in by[n].refuse]
            count = str(len(settled) - len(no))
            if no:
                why = "；".join(f"{n}（{'；'.join(rulings[n].clauses) or settled[n]}）" for n in no)
                wanted = (subject, refused, why, "", count)
            elif unclear:
                needs = "；".join(f"{n}：{lacks[n] or '当日无标准值'}" for n in unclear)
                wanted = (subject, open_, "、".join(unclear), needs, count)
            else:
                wanted = (subject, passed, "", "", count)
        if row != wanted:
            return f"{subject}: {wanted[1]} {wanted[2]}".strip()
    return ""


def _matches(job: Job, decided: Decided) -> list[Part]:
    setting = setting_of(job)
    table = decided.outcome.table("matches")
    stated = {(r[0], r[1]): r for r in table.rows}
    policies, firms = contexts(job.table("policies")), contexts(job.table("firms"))
    claims = {(c["policy"], c["firm"]): c for c in contexts(job.table("claims"))}
    if (
        len(stated) != len(table.rows)
        or len(stated) != len(policies) * len(firms)
        or table.columns != MATCHED
        or job.on is None
    ):
        return [part("matches", "other pairs than policies and firms make")]
    for number, policy in enumerate(policies, 1):
        rules = conditions(str(policy["conditions"] or ""), job.table("firms").columns, f"第 {number} 项政策")
        logic = rules.model.decisions[0].logic
        assert isinstance(logic, Rules)
        for firm in firms:
            row = stated.get((policy["policy"], firm["name"]))
            if row is None:
                return [part("matches", f"{policy['policy']} {firm['name']} is missing")]
            mode = policy["mode"] or "申报"
            closed = (policy["valid_from"] and job.on < policy["valid_from"]) or (
                policy["valid_to"] and job.on > policy["valid_to"]
            )
            known = {d.name for d in rules.model.data}
            ruling = ask(rules, "qualifies", {k: v for k, v in firm.items() if k in known})
            head, blank = row[:2], ("",) * 6
            if closed:
                wanted = (*head, "不在有效期", "", "", mode, *blank)
            elif ruling.status == Status.UNKNOWN:
                names = labels(rules)
                needs = "；或 ".join("＋".join(names[n] for n in need) for need in ruling.needs)
                wanted = (*head, "可能符合", "", needs, mode, *blank)
            elif ruling.text != "true":
                unmet = [
                    f"{c.label} {cell}".replace('"', "")
                    for c, cell in zip(logic.inputs, logic.rules[0].when, strict=True)
                    if firm.get(c.expression) is not None
                    and holds(parse_tests(cell, NAMES))({"?": firm[c.expression]}) is not True
                ]
                wanted = (*head, "不符合", "；".join(unmet), "", mode, *blank)
            else:
                money = _money(policy, claims.get((policy["policy"], firm["name"])), mode, setting.days, job)
                wanted = (*head, "符合", policy["clause"] or "", "", mode, *money)
            if row != wanted:
                return [part("matches", f"{head[0]} {head[1]}: {wanted[2]} {wanted[-1]}")]
    ranks = {"符合": 0, "可能符合": 1, "不符合": 2, "不在有效期": 3}
    first = {"逾期": 0, "应兑未兑": 1, "符合未申报": 2}
    keys = [(first.get(r[11], 9), -int(r[10] or 0), ranks[r[2]], r[0], r[1]) for r in table.rows]
    counts = {s: sum(r[11] == s for r in table.rows) for s in ("逾期", "应兑未兑", "符合未申报", "已兑现")}
    sums = [plain(sum((Decimal(r[i]) for r in table.rows if r[i]), Decimal(0))) for i in (8, 7)]
    answer = {"owed": sums[0], "paid": sums[1], "counts": counts}
    same = dict(decided.outcome.answer) == answer and keys == sorted(keys) and not decided.outcome.notes
    return [
        part("matches", ""),
        part("answer", "" if same and len(decided.outcome.tables) == 1 else "another answer or order"),
    ]


def _money(
    policy: dict[str, object], claim: dict[str, object] | None, mode: object, days: int, job: Job
) -> tuple[str, ...]:
    claim = claim or {}
    due, paid = claim.get("due"), claim.get("paid") or Decimal(0)
    due = policy["amount"] if due is None else due
    assert isinstance(paid, Decimal) and job.on is not None
    owed = None if due is None else max(due - paid, Decimal(0))  # type: ignore[operator]
    start = claim.get("published_on") or claim.get("applied_on")
    limit = calendar().after(start, days) if start is not None and owed else None  # type: ignore[arg-type]
    late = calendar().between(limit, job.on) if limit is not None and job.on > limit else 0
    status = "逾期" if late else "应兑未兑"
    if not claim and mode != "免申即享":
        status = "符合未申报"
    if owed == 0:
        status = "已兑现"
    amounts = ("" if due is None else plain(due), plain(paid), "" if owed is None else plain(owed))  # type: ignore[arg-type]
    return *amounts, limit.isoformat() if limit else "", str(late) if late else "", status
