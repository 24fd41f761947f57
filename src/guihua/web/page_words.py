"""What templates may call to put typed results into words: functions of view, bound to the page's language. The words are view's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from markupsafe import Markup, escape

from guihua.ledgers.ledger import Ledger, State, Words
from guihua.statistics.disclosure import disclosure
from guihua.statistics.observation import Observation
from guihua.view import attention, findings, indicator, observed, page, phrases, statements, status, told
from guihua.view.numbers import MISSING
from guihua.view.numbers import number as written
from guihua.view.spark import sparkline
from guihua.web.results import project

Word = Callable[..., Any]


def lang() -> str:
    """The page's language as view names it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def functions() -> dict[str, Word]:
    """By name in templates. Each takes a typed record and gives text."""
    bound: dict[str, Any] = {
        "value_words": statements.value_words,
        "slots": statements.slots,
        "slot_word": statements.slot_word,
        "kind_word": statements.kind_word,
        "region_word": statements.region_word,
        "name_of": told.name,
        "doubt_words": statements.doubt_words,
        "reason_word": told.reason_word,
        "why": told.why,
        "causes": told.causes,
        "target_words": told.target_words,
        "base_words": told.base_words,
        "latest_words": told.latest_words,
        "latest_note": told.latest_note,
        "likelihood_words": told.likelihood_words,
        "likelihood_why": told.likelihood_why,
        "what_would_change": told.what_would_change,
        "finding_title": findings.title,
        "step_words": findings.step_words,
        "member_words": findings.member_words,
        "figures": told.figures,
        "remarks": told.remarks,
        "other_remarks": indicator.other_remarks,
        "observation_words": told.observation_words,
        "observation_note": told.observation_note,
        "published_words": told.published_words,
        "pace_words": told.pace_words,
        "severity": findings.severity,
        "severity_word": findings.severity_word,
        "finding_sentence": findings.sentence,
        "explanation_words": findings.explanation_words,
        "needs_words": findings.needs_words,
        "period_words": phrases.period,
        "observed_name": observed.observed_name,
        "transformation_word": observed.transformation_word,
        "time_word": observed.time_word,
        "publish_word": observed.publish_word,
        "bad_row_words": observed.bad_row_words,
        "evidence_word": statements.evidence_word,
        "attention_order": attention.order_words,
        "drivers_note": indicator.drivers_note,
        "methods_note": indicator.methods_note,
        "split_note": indicator.split_note,
    }
    made: dict[str, Word] = {name: _in_language(function) for name, function in bound.items()}
    return made | _own_words()


def _own_words() -> dict[str, Word]:
    """The words that the site has of its own."""
    return {
        "chip": lambda a, **kw: Markup(page.status_chip(a, lang(), **kw)),
        "spark": lambda a: Markup(sparkline(a)),
        "style": status.style,
        "scale": lambda: status.SCALE,
        "colon": lambda: "：" if lang() == "zh" else ": ",
        "semicolon": lambda: "；" if lang() == "zh" else "; ",
        "listed": lambda parts: phrases.listed(parts, lang()),
        **{
            function.__name__: function
            for function in (
                word, state_word, action_word, field_word, field_text, document_word, matter_word, stage_word, stage_tag, source_link,
                work_word, held_word, held_rule, brackets,
            )
        },
    }  # fmt: skip


def filters() -> dict[str, Word]:
    """The filters of the templates."""
    return {
        "number": number,
        "when": when,
        "recorded": recorded,
        "fit": fit,
        "raised": page.raised,
        "word": word,
        "lines": lines,
    }


def number(value: Any, digits: int | None = None) -> str:
    """A numeral as an office writes it; a dash where there is none."""
    return MISSING if value in (None, "") else written(value, digits)


def when(value: Any) -> str:
    """A moment, to the minute, in the site's time."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


def recorded(stamp: str) -> str:
    """A log's stamp (UTC, ISO 8601) in the site's time, to the second."""
    return f"{timezone.localtime(datetime.fromisoformat(stamp)):%Y-%m-%d %H:%M:%S}"


def fit(text: str, most: int = 60) -> str:
    """At most so many characters; what is left out is marked."""
    return text if len(text) <= most else text[: most - 1] + "…"


def lines(value: str) -> str:
    """A list field, one item a line."""
    return value.replace("、", "\n")


def brackets(text: str) -> str:
    """Something in the brackets of the page's language; nothing for nothing."""
    return "" if not text else f"（{text}）" if lang() == "zh" else f" ({text})"


def held_word(o: Observation) -> str:
    """Why a figure does not leave the house, by the project's own rule."""
    return observed.held_word(o, disclosure(project().settings), lang())


def held_rule() -> str:
    """The project's rule of disclosure in a sentence."""
    return observed.held_rule(disclosure(project().settings), lang())


def source_link(source: str, most: int = 80) -> Markup:
    """A figure's source: an address as a link (followed only by a click), anything else as it is."""
    told = escape(fit("" if source == "unstated" else source, most))
    if re.fullmatch(r"https?://[^\s<>\"]+", source):
        return Markup(f'<a href="{escape(source)}" rel="noreferrer external">{told}</a>')
    return Markup(told)


def word(of: Words) -> str:
    """A ledger's name of something, in the page's language; on a page it is a label, so in English it begins with a capital."""
    return of.en[:1].upper() + of.en[1:] if lang() == "en" else of.zh


def state_word(of: Ledger, state: str) -> str:
    """A state of a ledger in words."""
    found = of.status(state)
    return word(found.words) if found else state


def action_word(of: Ledger, action: str) -> str:
    """An act of a ledger in words; the two that every ledger has are the site's."""
    found = of.transition(action)
    return word(found.words) if found else {"correct": gettext("更正"), "void": gettext("作废")}.get(action, action)


def matter_word(of: Ledger, zh: str) -> str:
    """A deadline or act of a ledger in words, by its Chinese name."""
    named = (*(d.words for d in of.deadlines), *(t.words for t in of.transitions))
    return next((word(w) for w in named if w.zh == zh), zh)


def stage_word(stage: str) -> str:
    """A stage of reminding in words."""
    return str(gettext(STAGE_WORDS[stage]))


def stage_tag(stage: str) -> str:
    """The class of a stage's tag."""
    return {"逾期": " error", "今日到期": " warning"}.get(stage, "")


def field_text(of: Ledger, state: State, name: str) -> str:
    """What a field holds; of a choice the option in the page's language."""
    found = of.field(name)
    chosen = next((o for o in found.options if o.zh == state.text(name)), None) if found else None
    return word(chosen) if chosen else state.text(name)


def field_word(of: Ledger, name: str) -> str:
    """A field of a ledger in words."""
    found = of.field(name)
    return word(found.words) if found else name


KIND_WORDS = {
    "results": gettext_noop("测算各页结果"),
    "read": gettext_noop("读取规划"),
    "vega": gettext_noop("准备画图程序"),
    "picture": gettext_noop("画图"),
    "findings": gettext_noop("写校核意见"),
    "public-bundle": gettext_noop("生成公开核验文件"),
    "verify": gettext_noop("核验"),
    "report": gettext_noop("写报告"),
    "onepage": gettext_noop("写一页纸"),
    "opinions": gettext_noop("读取自评表"),
    "ledger-sheet": gettext_noop("生成台账表格"),
    "ledger-take": gettext_noop("收回台账表格"),
    "ledger-document": gettext_noop("拟写文书"),
    "sheet": gettext_noop("读取报表"),
    "submit": gettext_noop("报送"),
    "accept": gettext_noop("审核通过"),
    "import": gettext_noop("导入统计表"),
    "audit": gettext_noop("核校文稿"),
    "gaps": gettext_noop("列出待补数据"),
    "harvest": gettext_noop("摘录数据"),
    "harvest-take": gettext_noop("存入摘录的数据"),
    "indicator-sheet": gettext_noop("生成指标责任清单"),
    "indicator-take": gettext_noop("收回指标责任清单"),
    "mechanism-run": gettext_noop("办理机制"),
    "path": gettext_noop("求路径"),
    "allot": gettext_noop("按依据分解"),
    "risk": gettext_noop("预测和抽样"),
}


def work_word(kind: str) -> str:
    """A kind of long work in words."""
    return str(gettext(KIND_WORDS[kind])) if kind in KIND_WORDS else kind


STAGE_WORDS = {
    "逾期": gettext_noop("逾期"),
    "今日到期": gettext_noop("今日到期"),
    "即将到期": gettext_noop("即将到期"),
    "期满可办": gettext_noop("期满可办"),
}


def document_word(code: str) -> str:
    """What a ledger's document is called."""
    return str(gettext(DOCUMENTS.get(code, code)))


DOCUMENTS = {
    "circular": gettext_noop("通报"),
    "reminder": gettext_noop("提醒函"),
    "slip": gettext_noop("督办单"),
    "assignment": gettext_noop("交办通知单"),
    "closing": gettext_noop("销号单"),
    "programme": gettext_noop("评估工作方案"),
    "self_notice": gettext_noop("布置自评的通知"),
    "commission": gettext_noop("委托第三方评估的函"),
    "consultation": gettext_noop("征求意见函"),
    "submission": gettext_noop("报审请示"),
    "issue": gettext_noop("印发通知"),
    "adoption": gettext_noop("意见采纳情况表"),
    "merged": gettext_noop("自评情况汇总表"),
}


def _in_language(function: Any) -> Word:
    return lambda *arguments, **named: function(*arguments, lang=lang(), **named)
