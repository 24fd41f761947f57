"""What the page's script needs to know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guihua.plan.plan import Plan
from guihua.plan.planfile import DECISIONS_HEAD
from guihua.plan.statement import Statement
from guihua.view.messages import translator


def script_words(plan: Plan, dates: int, lang: str) -> str:
    """What the script needs, as JSON that cannot end its own element."""
    _ = translator(lang)
    fields = [("indicator", _("指标名称")), ("value", _("数值")), ("unit", _("单位")), ("year", _("年份"))]
    fields += [("base_year", _("基期")), ("comparator", _("比较")), ("form", _("形式")), ("nature", _("属性"))]
    data: Mapping[str, Any] = {
        "dates": dates,
        "sha": plan.text_sha256,
        "head": DECISIONS_HEAD,
        "dark": _("深色"),
        "light": _("浅色"),
        "save": _("保存决定文件"),
        "who": _("您的姓名或单位（写进决定文件）"),
        "reader": _("读者"),
        "reason": _("理由"),
        "keep": _("记下修改"),
        "verbs": {"accept": _("认可"), "edit": _("修改"), "reject": _("不认")},
        "actions": {"accept": _("已认可"), "edit": _("已修改"), "reject": _("已不认")},
        "fields": fields,
        "integers": ["year", "base_year"],
        "nullable": ["year", "base_year", "value"],
        "statements": {s.id: _decidable(s) for s in plan.statements},
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )


def _decidable(s: Statement) -> dict[str, Any]:
    value = None if not s.value else s.value[0] if len(s.value) == 1 else ",".join(s.value)
    return {
        "quote": s.quote,
        "value": list(s.value),
        "slots": {
            "indicator": s.indicator,
            "value": value,
            "unit": s.unit,
            "year": s.year,
            "base_year": s.base_year,
            "comparator": str(s.comparator),
            "form": str(s.form),
            "nature": str(s.nature),
        },
    }
