"""The review page: its words, and the state of a review as the page's script reads it."""

from __future__ import annotations

from typing import Any

from guihua.plan.planfile import to_record
from guihua.plan.statement import Comparator, Direction, Form, Kind, Nature, Statement
from guihua.reading.review import Proposal, Review, Screen, doubts
from guihua.view.messages import translator
from guihua.view.statements import (
    comparator_word,
    direction_word,
    form_word,
    kind_word,
    nature_word,
    slots,
    value_words,
)

CONTEXT = 160
"""Characters of text shown before and after the sentence."""
CHOICES = {
    "kind": (Kind, kind_word),
    "form": (Form, form_word),
    "comparator": (Comparator, comparator_word),
    "direction": (Direction, direction_word),
    "nature": (Nature, nature_word),
}
EDITED = ("indicator", "value", "unit", "kind", "form", "comparator", "year", "base_year", "direction", "nature")


def review_page(title: str, token: str, lang: str = "zh") -> str:
    """The page itself: words and fields, no statement; its script asks the server for the rest."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    environment = Environment(loader=PackageLoader("guihua.view"), autoescape=select_autoescape(default=True))
    return environment.get_template("review.html").render(
        title=title, token=token, lang="zh-CN" if lang == "zh" else "en", words=_words(lang), fields=_fields(lang)
    )


def review_state(review: Review, lang: str = "zh") -> dict[str, Any]:
    """Everything the page shows, as JSON holds it."""
    return {
        "total": len(review.plan.statements),
        "done": review.done,
        "screens": [_screen(screen, review, lang) for screen in review.screens],
        "proposals": [_proposal(p, lang) for p in review.proposals],
    }


def _screen(screen: Screen, review: Review, lang: str) -> dict[str, Any]:
    text = review.plan.text
    before = text[max(0, screen.start - CONTEXT) : screen.start].rsplit("\n", 1)[-1]
    after = text[screen.end : screen.end + CONTEXT].split("\n", 1)[0]
    section = next((s for s in review.plan.sections if s.number == screen.statements[0].section), None)
    return {
        "before": before,
        "text": text[screen.start : screen.end],
        "after": after,
        "start": screen.start,
        "section": f"{section.number} {section.title}" if section else screen.statements[0].section,
        "statements": [_statement(s, screen, review, lang) for s in screen.statements],
    }


def _statement(statement: Statement, screen: Screen, review: Review, lang: str) -> dict[str, Any]:
    record = to_record(statement)
    decision = review.decided.get(statement.id)
    changed = dict(decision.changes) if decision else {}
    value = record["value"] or ""
    return {
        "id": statement.id,
        "value": value_words(statement, lang),
        "indicator": statement.indicator,
        "span": [statement.value_start - screen.start, statement.value_end - screen.start],
        "slots": [[slot.name, slot.value, slot.origin] for slot in slots(statement, lang)],
        "fields": {name: record[name] for name in EDITED}
        | {"value": ", ".join(value) if isinstance(value, list) else value},
        "why": [_why(doubt.code, statement, lang) for doubt in doubts(statement)],
        "decided": decision.action if decision else "",
        "changes": changed,
    }


def _proposal(proposal: Proposal, lang: str) -> dict[str, Any]:
    candidate = proposal.candidate
    return {
        "statement": proposal.decision.statement,
        "action": proposal.decision.action,
        "quote": proposal.decision.quote,
        "on": proposal.decision.on,
        "changes": dict(proposal.decision.changes),
        "candidate": candidate.id if candidate else "",
        "now": candidate.quote if candidate else "",
        "value": value_words(candidate, lang) if candidate else "",
    }


def _why(code: str, statement: Statement, lang: str) -> str:
    _ = translator(lang)
    words = {
        "untested": _("所用规则在标注文本上出现不足10次"),
        "rule-errs": _("所用规则在标注文本上有误判"),
        "layout": _("出自排版散乱的表格"),
        "numeral": _("数字疑因扫描损坏"),
        "no-indicator": _("没有找到指标名称"),
        "carried": _("有槽位承自上文"),
        "defaulted": _("有槽位按规则补齐"),
        "doubtful": _("有槽位存疑"),
        "superseding": _("替代了旧稿中的一条"),
    }
    tail = f"（{statement.evidence}）" if code == "rule-errs" else ""
    return words[code] + tail


def _fields(lang: str) -> list[dict[str, Any]]:
    """The fields of the form: name, label, and the choices where there are only some."""
    _ = translator(lang)
    labels = {
        "indicator": _("指标名称"), "value": _("数值"), "unit": _("单位"), "kind": _("类别"), "form": _("形式"),
        "comparator": _("比较"), "year": _("年份"), "base_year": _("基期"), "direction": _("方向"), "nature": _("属性"),
    }  # fmt: skip
    fields = []
    for name in EDITED:
        choices = []
        if name in CHOICES:
            kind, word = CHOICES[name]
            choices = [[str(value), word(value, lang) or "—"] for value in kind]  # type: ignore[operator]
        fields.append({"name": name, "label": labels[name], "choices": choices})
    return fields


def _words(lang: str) -> dict[str, str]:
    _ = translator(lang)
    return {
        "review": _("复核"),
        "accept": _("接受"),
        "edit": _("修改"),
        "reject": _("删除"),
        "withdraw": _("撤回"),
        "adjust": _("中期调整"),
        "keep": _("保存"),
        "cancel": _("取消"),
        "document": _("文号"),
        "date": _("日期"),
        "reason": _("理由"),
        "progress": _("进度"),
        "why": _("为何先看"),
        "sure": _("没有疑点"),
        "finished": _("全部看完"),
        "hint": _("键：a 接受　e 修改　x 删除　u 撤回　j 下一句　k 上一句"),
        "proposals": _("旧稿上的决定，请确认是否仍适用"),
        "was": _("旧稿原句"),
        "now": _("现稿原句"),
        "gone": _("现稿中没有相近的句子"),
        "confirm": _("仍适用"),
        "drop": _("不再适用"),
        "accepted": _("已接受"),
        "edited": _("已修改"),
        "rejected": _("已删除"),
        "adjusted": _("已调整"),
        "confirmed": _("已确认"),
        "undecided": _("只看未决定的"),
        "saved": _("已写入 decisions.yaml"),
        "statements": _("条表述"),
        "local": _("只在本机运行，不联网"),
    }
