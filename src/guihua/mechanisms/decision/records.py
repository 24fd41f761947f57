"""What a declaration sets for the engine of decisions, and how its inputs are read: facts of a row, conditions of a policy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from guihua.errors import GuihuaError
from guihua.mechanisms.core.expressions import contexts, expression, row_scope, scope_of
from guihua.mechanisms.core.records import Column, Job, columns
from guihua.rules.asking import Ruling, ask
from guihua.rules.dmn.model import Datum, Decision, Hit, Input, Model, Output, Rule, Table
from guihua.rules.feel.values import Value
from guihua.rules.rulefile import RuleFile

JUDGED = columns(
    "subject|对象",
    "judgement|判定事项",
    "answer|结论",
    "reason|理由",
    "clause|条款",
    "needs|缺何材料",
    "parameters|所用参数",
)
RESULT = columns("subject|对象", "answer|结论", "reason|理由", "needs|缺何材料", "count|符合项数|integer")
MATCHED = columns(
    "policy|政策", "firm|企业", "answer|结论", "reason|理由", "needs|缺何材料", "mode|兑现方式", "due|应兑现|number|万元", "paid|已兑现|number|万元",
    "owed|应兑未兑|number|万元", "deadline|兑现期限|date", "late|逾期工作日|integer", "status|兑现状态",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question to the rules: which, how its answers are worded, which of them refuse."""

    name: str
    rules: str
    decision: str
    words: tuple[tuple[str, str], ...]
    refuse: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """The settings of a decision.

    kind     gates (all must let pass), each (every question for itself), count (how many hold), match (policies and firms)
    answers  of gates: passed, refused, to be completed
    """

    kind: str
    subject: str
    label: str
    facts: tuple[tuple[str, str], ...]
    judgements: tuple[Judgement, ...]
    answers: tuple[str, ...]
    days: int


def setting_of(job: Job) -> Setting:
    """The settings of a job. Raises GuihuaError RUN-SETTING."""
    found: Mapping[str, Any] = {**job.declaration.settings, **job.settings}
    try:
        return Setting(
            found.get("kind", "each"),
            found.get("subject", job.declaration.inputs[0].name),
            found.get("label", "name"),
            tuple((found.get("facts") or {}).items()),
            tuple(_judgement(j) for j in found.get("judgements") or ()),
            tuple(found.get("answers") or ("准入", "不予准入", "待补正")),
            int(found.get("days", 20)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GuihuaError(
            "RUN-SETTING", f"设置不对 a setting is wrong: {error!r}", "检查声明 check it", job.declaration.where
        ) from None


def _judgement(row: Mapping[str, Any]) -> Judgement:
    return Judgement(
        row["name"],
        row["rules"],
        row["decision"],
        tuple((row.get("words") or {}).items()),
        tuple(row.get("refuse") or ()),
        tuple((row.get("reasons") or {}).items()),
    )


def subjects(job: Job, setting: Setting) -> list[tuple[str, dict[str, Value]]]:
    """Every subject with its facts: the columns of its row, and the declared derived ones."""
    table = job.table(setting.subject)
    scope = scope_of(job, ())
    derived = [(name, expression(text)) for name, text in setting.facts]
    found = []
    for number, row in enumerate(contexts(table), 1):
        inner = row_scope(scope, row)
        facts = dict(row)
        for name, run in derived:
            facts[name] = inner[name] = run(inner)
        found.append((str(row.get(setting.label) or f"第{number}行"), facts))
    return found


def asked(job: Job, judgement: Judgement, facts: Mapping[str, Value]) -> Ruling:
    """The rules' answer to one judgement about one subject."""
    rules = job.rule(judgement.rules)
    known = {d.name for d in rules.model.data}
    given = {k: v for k, v in facts.items() if k in known}
    return ask(rules, judgement.decision, given, on=job.on, known=job.known)


def labels(rules: RuleFile) -> dict[str, str]:
    """Datum -> what people call it."""
    return {d.name: d.label or d.name for d in rules.model.data}


@lru_cache(maxsize=4096)
def conditions(text: str, firm_columns: tuple[Column, ...], where: str) -> RuleFile:
    """The rules of a policy from its cell of conditions: `职工人数 >= 10；行业 属于 制造业、信息业`. Raises GuihuaError RUN-CONDITION."""
    inputs, tests, data = [], [], []
    for part in (p.strip() for p in re.split(r"[;；\n]", text)):
        if not part:
            continue
        found = re.fullmatch(r"(.+?)\s*(>=|<=|≥|≤|!=|=|>|<|属于|不属于|为|是)\s*(.+)", part)
        column = next((c for c in firm_columns if found and c.meant_by(found.group(1))), None)
        if found is None or column is None:
            there = "、".join(c.title for c in firm_columns)
            raise GuihuaError(
                "RUN-CONDITION", f"{where}：条件读不懂 a condition is not clear: {part}", f"栏目有 columns: {there}"
            )
        kind = {"number": "number", "integer": "number", "date": "date", "boolean": "boolean"}.get(
            column.type, "string"
        )
        inputs.append(Input(column.name, kind, "", column.title))
        tests.append(_test(found.group(2), found.group(3), kind))
        data.append(Datum(column.name, kind, "", column.title))
    rows = (Rule(tuple(tests), ("true",)),)
    table = Table(tuple(inputs), (Output("", "boolean", "", "false"),), rows, Hit.UNIQUE)
    names = tuple(dict.fromkeys(d.name for d in data))
    unique = tuple(next(d for d in data if d.name == n) for n in names)
    model = Model("policy", data=unique, decisions=(Decision("qualifies", "boolean", names, (), table),))
    return RuleFile("policy", model, text=text)


def _test(sign: str, value: str, kind: str) -> str:
    sign = {"≥": ">=", "≤": "<="}.get(sign, sign)
    if kind == "boolean":
        return "true" if value in ("是", "true", "有") else "false"
    if kind == "string":
        items = ", ".join('"' + v.strip().replace('"', "") + '"' for v in re.split(r"[、,，]", value) if v.strip())
        return f"not({items})" if sign in ("不属于", "!=") else items
    if kind == "date":
        value = f'date("{value}")'
    return value if sign in ("=", "为", "是", "属于") else f"not({value})" if sign == "!=" else f"{sign} {value}"
